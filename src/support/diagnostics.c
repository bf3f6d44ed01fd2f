/* SPDX-License-Identifier: MIT */
#include "support/diagnostics.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include "support/escape.h"
#include "support/retry.h"

/* Room for a command with a file's name in it, and for what is said of it. */
enum { LINE_SIZE = WORD_SIZE + 4096 };

static void print(const struct diagnostics *to, const char *beginning, const char *format, va_list arguments)
	PRINTF_LIKE(3, 0);

/* What is too long for a line is cut. */
static void print(const struct diagnostics *to, const char *beginning, const char *format, va_list arguments)
{
	char line[LINE_SIZE];
	size_t begin = (size_t)snprintf(line, sizeof line, "%s", beginning);
	int wanted = vsnprintf(line + begin, sizeof line - begin, format, arguments);
	size_t length = begin + (wanted > 0 ? (size_t)wanted : 0);

	length = length < sizeof line ? length : sizeof line - 1;
	line[length++] = '\n';
	for (size_t done = 0; done < length;) {
		ssize_t count = write(to->descriptor, line + done, length - done);
		if (count >= 0)
			done += (size_t)count;
		else if (!retry_call(errno, to->descriptor, POLLOUT))
			return; /* a message that cannot be written has nowhere else to go */
	}
}

void say(const struct diagnostics *to, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print(to, "hangup: ", format, arguments);
	va_end(arguments);
}

void say_at(const struct diagnostics *to, const char *file, uint64_t number, const char *format, ...)
{
	char place[SHOWN_SIZE + 64];
	char line[32] = "";
	va_list arguments;

	if (number > 0)
		snprintf(line, sizeof line, ":%llu", (unsigned long long)number);
	snprintf(place, sizeof place, "hangup: %s%s: ", *file != '\0' ? show_string(file).text : "''", line);
	va_start(arguments, format);
	print(to, place, format, arguments);
	va_end(arguments);
}

void say_hint(const struct diagnostics *to, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	print(to, "hint: ", format, arguments);
	va_end(arguments);
}

struct figure figure(uint64_t count)
{
	char digits[24];
	int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)count);
	struct figure figure;
	size_t used = 0;

	for (int i = 0; i < length; i++) {
		if (i > 0 && (length - i) % 3 == 0)
			figure.text[used++] = ',';
		figure.text[used++] = digits[i];
	}
	figure.text[used] = '\0';
	return figure;
}
