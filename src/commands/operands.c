#include "commands/operands.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/again.h"

enum { INPUT_MAX = 16 * 1024 * 1024, FIRST_SIZE = 64 * 1024, FIRST_COUNT = 16 };

static bool add(struct operands *operands, struct text item)
{
	if (operands->count == operands->size) {
		size_t size = operands->size > 0 ? 2 * operands->size : FIRST_COUNT;
		struct text *items = reallocarray(operands->items, size, sizeof *items);
		if (items == NULL)
			return false;
		operands->items = items;
		operands->size = size;
	}
	operands->items[operands->count++] = item;
	return true;
}

/* Reads a descriptor to its end into memory that the caller frees. Returns 0 or an errno value; EFBIG: it is endless. */
static int read_all(int descriptor, char **bytes, size_t *length)
{
	size_t size = 0;

	for (;;) {
		if (*length == size) {
			size = size > 0 ? 2 * size : FIRST_SIZE;
			char *grown = size <= INPUT_MAX ? realloc(*bytes, size) : NULL;
			if (grown == NULL)
				return size <= INPUT_MAX ? ENOMEM : EFBIG;
			*bytes = grown;
		}
		ssize_t count = read(descriptor, *bytes + *length, size - *length);
		if (count == 0)
			return 0;
		if (count > 0)
			*length += (size_t)count;
		else if (!call_again(errno, descriptor, POLLIN))
			return errno;
	}
}

/* What one line of standard input, or one word of the command line, asks for. Richer shapes than a bare word go here. */
static bool add_shape(struct operands *operands, struct text text)
{
	return add(operands, text);
}

static bool add_lines(struct operands *operands, struct text input)
{
	while (input.length > 0) {
		const char *end = memchr(input.bytes, '\n', input.length);
		size_t length = end != NULL ? (size_t)(end - input.bytes) : input.length;
		struct text line = { input.bytes, length };
		if (length > 0 && line.bytes[length - 1] == '\r')
			line.length--;
		if (text_trim(line).length > 0 && !add_shape(operands, line))
			return false;
		input.bytes += length + (end != NULL);
		input.length -= length + (end != NULL);
	}
	return true;
}

static int read_input(struct operands *operands, int descriptor)
{
	size_t length = 0;

	if (operands->has_input)
		return 0; /* a second `-` finds nothing left */
	operands->has_input = true;
	int error = read_all(descriptor, &operands->owned, &length);
	if (error == 0 && !add_lines(operands, (struct text){ operands->owned, length }))
		error = ENOMEM;
	return error;
}

enum status operands_read(struct operands *operands, const struct context *context, int count, char **words)
{
	*operands = (struct operands){ .items = NULL };
	for (int i = 0; i < count; i++) {
		int error = 0;
		if (strcmp(words[i], "-") == 0)
			error = read_input(operands, context->input);
		else if (!add_shape(operands, text_of(words[i])))
			error = ENOMEM;
		if (error == 0)
			continue;
		say(context->diagnostics, "%s: %s", strcmp(words[i], "-") == 0 ? "standard input" : "operands",
		    strerror(error));
		if (error == EFBIG)
			say_hint(context->diagnostics, "for a file of call records: hangup annotate, hangup stats");
		return STATUS_TROUBLE;
	}
	return STATUS_DONE;
}

bool operands_join(struct operands *joined, const struct operands *operands)
{
	size_t length = 0;
	char *to;

	*joined = (struct operands){ .items = NULL };
	for (size_t i = 0; i < operands->count; i++)
		length += operands->items[i].length + 1;
	to = joined->owned = malloc(length + 1);
	if (to == NULL)
		return false;
	for (size_t i = 0; i < operands->count; i++) {
		memcpy(to, operands->items[i].bytes, operands->items[i].length);
		to += operands->items[i].length;
		*to++ = ' ';
	}
	return add(joined, (struct text){ joined->owned, length > 0 ? length - 1 : 0 });
}

void operands_free(struct operands *operands)
{
	free(operands->items);
	free(operands->owned);
	*operands = (struct operands){ .items = NULL };
}
