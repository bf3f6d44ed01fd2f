/*
 * Copies of bytes that live and are freed together.
 */
#ifndef HANGUP_ARENA_H
#define HANGUP_ARENA_H

#include "support/text.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* the last one first */
};

/* Room for so many bytes. */
char *arena_room(struct arena *arena, size_t size);

/* A copy; NULL bytes stay NULL. */
struct text arena_copy(struct arena *arena, struct text text);

/* Frees all; an arena of zeros is an empty one. */
void arena_free(struct arena *arena);

#endif
