/* SPDX-License-Identifier: MIT */
#include "support/memory.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void end_out_of_memory(void)
{
	static const char message[] = "hangup: out of memory\n";
	ssize_t count = write(STDERR_FILENO, message, sizeof message - 1);

	(void)count; /* a message that cannot be written has nowhere else to go */
	_exit(2);
}

static void *checked(void *memory)
{
	if (memory == NULL)
		end_out_of_memory();
	return memory;
}

void *allocate(size_t count, size_t size)
{
	return checked(calloc(count, size));
}

void *reallocate(void *memory, size_t size)
{
	return checked(realloc(memory, size));
}

char *copy_string(const char *string)
{
	return checked(strdup(string));
}

char *copy_bytes(const char *bytes, size_t length)
{
	return checked(strndup(bytes, length));
}

void *make_more_room(void *items, size_t *room, size_t size)
{
	*room = *room > 0 ? 2 * *room : 16;
	if (*room > SIZE_MAX / size)
		end_out_of_memory();
	return reallocate(items, *room * size);
}

FILE *open_memory(char **text, size_t *length)
{
	return checked(open_memstream(text, length));
}

void close_memory(FILE *stream, char *const *text)
{
	bool is_whole = ferror(stream) == 0;

	/* Where the whole finds no room at last, glibc's fclose leaves no text, and says nothing. */
	if (fclose(stream) != 0 || !is_whole || *text == NULL)
		end_out_of_memory();
}
