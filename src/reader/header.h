/* SPDX-License-Identifier: MIT */
/*
 * A list of names: the header of a CSV file, the keys of a JSON object. Which of them is wanted is for the caller.
 */
#ifndef HANGUP_HEADER_H
#define HANGUP_HEADER_H

#include "reader/record.h"

struct name {
	struct text text; /* unquoted, blanks around it trimmed */
	bool is_quoted;
};

struct header {
	struct name *names;
	size_t count;
	size_t room;
	char *bytes; /* the names' */
	size_t bytes_used;
};

/* A header without names yet, with room for that many bytes of them. */
void header_open(struct header *header, size_t bytes);

/* Frees what it holds; a header of zeros may be closed too. */
void header_close(struct header *header);

/* Adds a name, a copy of whose bytes must still fit. */
void header_add(struct header *header, struct text name, bool is_quoted);

/* Forgets the names; the room stays. */
void header_clear(struct header *header);

/* Whether both have the same names in the same order. */
bool header_same(const struct header *a, const struct header *b);

/* The usual delimiters, in the order in which they are tried. */
extern const unsigned char usual_delimiters[4];

enum header_result {
	HEADER_READ,
	HEADER_MORE, /* not all there yet */
	HEADER_MALFORMED,
	HEADER_ABSENT /* the input holds no record */
};

/* What was read as a header. */
struct header_place {
	size_t length;     /* up to its line end */
	const char *error; /* HEADER_MALFORMED: what is wrong with it */
};

/*
 * Reads the record that the bytes begin with, under a delimiter. The bytes are all there is when ended. *header is
 * opened; close it whatever is returned.
 */
enum header_result header_read(struct header *header, struct header_place *place, const unsigned char *bytes,
			       size_t size, bool ended, unsigned char delimiter);

#endif
