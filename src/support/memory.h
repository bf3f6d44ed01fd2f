/* SPDX-License-Identifier: MIT */
/*
 * Memory, of which there is always enough: where there is not, the program says so and ends with status 2. What it
 * has written by then is whole records. So no caller has to look, and nothing is carried on with half of what it needs.
 */
#ifndef HANGUP_MEMORY_H
#define HANGUP_MEMORY_H

#include <stddef.h>
#include <stdio.h>

/* For whoever learns otherwise that there is none. */
void end_out_of_memory(void) __attribute__((noreturn));

/* Zeroed memory for count items; never NULL. */
void *allocate(size_t count, size_t size);

/* The same memory, or a copy of it, with room for so many bytes; never NULL. As realloc(3), for libraries too. */
void *reallocate(void *memory, size_t size);

/* Makes room for one more item at the end of an array that holds count; *room is how many it has room for. */
void *make_more_room(void *items, size_t *room, size_t size);
__attribute__((returns_nonnull)) static inline void *make_room(void *items, size_t count, size_t *room, size_t size)
{
	return count < *room ? items : make_more_room(items, room, size);
}

/* As strdup(3) and strndup(3); never NULL. */
char *copy_string(const char *string);
char *copy_bytes(const char *bytes, size_t length);

/* A stream into memory as open_memstream(3) has it, and its end: *text is the caller's to free. */
FILE *open_memory(char **text, size_t *length);
void close_memory(FILE *stream, char *const *text);

#endif
