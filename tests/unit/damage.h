/* SPDX-License-Identifier: MIT */
/*
 * Call-record files as nobody would write them: all dialects of CSV at once, and all that goes wrong with it. The same
 * seed gives the same file.
 */
#ifndef HANGUP_TEST_DAMAGE_H
#define HANGUP_TEST_DAMAGE_H

#include <stddef.h>
#include <stdint.h>

struct damaged {
	unsigned char *bytes;
	size_t size, room;
	uint64_t state;
	unsigned char delimiter;
	const char *line_end; /* the usual one of this part */
};

/* A header (id, code, name, source, note) behind a mark and lines of a report, or none, and about that many bytes of records. */
void damage_make(struct damaged *file, uint64_t seed, unsigned char delimiter, size_t size);
void damage_free(struct damaged *file);

/* Records, lines and runs of blanks about as long as a record may be, with records between them. */
void damage_add_giants(struct damaged *file);

/* Pieces of all kinds and lengths in any order, with which anything may begin. */
void damage_make_pieces(struct damaged *file, uint64_t seed);

/* A number below limit, the same ones from the same state. */
size_t draw(uint64_t *state, size_t limit);

#endif
