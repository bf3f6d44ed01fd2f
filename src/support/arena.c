#include "support/arena.h"

#include <stdlib.h>
#include <string.h>

#include "support/memory.h"

enum { BLOCK_SIZE = 16 * 1024 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	char bytes[];
};

char *arena_room(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;

	if (block == NULL || block->size - block->used < size) {
		size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
		block = allocate(1, sizeof *block + room);
		*block = (struct arena_block){ .next = arena->blocks, .size = room };
		arena->blocks = block;
	}
	block->used += size;
	return block->bytes + block->used - size;
}

struct text arena_copy(struct arena *arena, struct text text)
{
	if (text.bytes == NULL)
		return text;
	char *copy = arena_room(arena, text.length);
	memcpy(copy, text.bytes, text.length);
	return (struct text){ copy, text.length };
}

void arena_free(struct arena *arena)
{
	while (arena->blocks != NULL) {
		struct arena_block *next = arena->blocks->next;
		free(arena->blocks);
		arena->blocks = next;
	}
}
