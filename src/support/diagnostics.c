#include "support/diagnostics.h"

#include <errno.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "support/escape.h"
#include "support/retry.h"

enum { LINE_SIZE = 4096 };

struct line {
	char text[LINE_SIZE];
	size_t length;
};

static void append(struct line *line, const char *format, va_list arguments) PRINTF_LIKE(2, 0);

static void append(struct line *line, const char *format, va_list arguments)
{
	size_t room = sizeof line->text - 1 - line->length; /* one byte is kept for the newline */
	int wanted = vsnprintf(line->text + line->length, room, format, arguments);

	if (wanted > 0)
		line->length += (size_t)wanted < room ? (size_t)wanted : room - 1;
}

static void append_format(struct line *line, const char *format, ...) PRINTF_LIKE(2, 3);

static void append_format(struct line *line, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	append(line, format, arguments);
	va_end(arguments);
}

static void finish(const struct diagnostics *to, struct line *line)
{
	size_t done = 0;

	line->text[line->length++] = '\n';
	while (done < line->length) {
		ssize_t count = write(to->descriptor, line->text + done, line->length - done);
		if (count >= 0)
			done += (size_t)count;
		else if (!retry_call(errno, to->descriptor, POLLOUT))
			return; /* a message that cannot be written has nowhere else to go */
	}
}

void say(const struct diagnostics *to, const char *format, ...)
{
	struct line line = { .length = 0 };
	va_list arguments;

	append_format(&line, "hangup: ");
	va_start(arguments, format);
	append(&line, format, arguments);
	va_end(arguments);
	finish(to, &line);
}

void say_at(const struct diagnostics *to, const char *file, uint64_t number, const char *format, ...)
{
	struct line line = { .length = 0 };
	va_list arguments;

	append_format(&line, "hangup: %s:", *file != '\0' ? show_string(file).text : "''");
	if (number > 0)
		append_format(&line, "%llu:", (unsigned long long)number);
	append_format(&line, " ");
	va_start(arguments, format);
	append(&line, format, arguments);
	va_end(arguments);
	finish(to, &line);
}

void say_hint(const struct diagnostics *to, const char *format, ...)
{
	struct line line = { .length = 0 };
	va_list arguments;

	append_format(&line, "hint: ");
	va_start(arguments, format);
	append(&line, format, arguments);
	va_end(arguments);
	finish(to, &line);
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
