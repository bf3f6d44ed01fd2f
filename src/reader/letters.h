/* SPDX-License-Identifier: MIT */
/*
 * Where names may begin in a text: a fast search for the first three letters of each, in blocks of bytes. It finds every
 * beginning and some that are none; the caller looks at what it finds. Knows nothing of what the names are for.
 */
#ifndef HANGUP_LETTERS_H
#define HANGUP_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* Bytes side by side: the compiler makes of them what the machine has. */
typedef unsigned char byte_block __attribute__((vector_size(16)));

/* A byte_block of what stands there. By address, for where there are no such registers a function cannot return one. */
static inline void block_load(byte_block *to, const unsigned char *bytes)
{
	memcpy(to, bytes, sizeof *to);
}

enum { LETTERS_MAX = 64, LETTERS_KNOWN = 3 };

struct letters {
	byte_block of[LETTERS_MAX][LETTERS_KNOWN]; /* each letter as often as a block has bytes */
	size_t known[LETTERS_MAX];                 /* how many of them a name has */
	size_t count;
};

/* Adds a name, of lower-case letters and digits; one of none is nowhere. For more than LETTERS_MAX there is no room. */
void letters_add(struct letters *letters, const char *name);

/*
 * The first place from at on, before size, where one of the names may begin: its first letters, in either case, with
 * blanks, `-` or `_` between them or not. size if there is none.
 */
size_t letters_find(const struct letters *letters, const unsigned char *bytes, size_t at, size_t size);

#endif
