/* SPDX-License-Identifier: MIT */
/*
 * The rules of annotate for CSV once more, byte by byte and with the whole input at hand: slow, obvious, written from
 * the rules and not from the program, of which it shares no line but the table's rows. What the program makes of an
 * input is compared with what this makes of it.
 */
#ifndef HANGUP_TEST_REFERENCE_H
#define HANGUP_TEST_REFERENCE_H

#include "annotating.h"

enum piece_kind {
	PIECE_BLANK, /* a blank line */
	PIECE_RECORD,
	PIECE_MALFORMED /* one physical line */
};

struct piece {
	enum piece_kind kind;
	size_t begin, end, next; /* its first byte, its line ending, what comes after that */
	uint64_t line;           /* from 1 */
	size_t fields;
};

struct reference {
	const unsigned char *bytes;
	size_t size;
	unsigned char delimiter;
	size_t at;
	uint64_t line;
};

/* The input's next piece. Returns false at its end. Begins at `at`, on line `line`. */
bool reference_next(struct reference *reference, struct piece *piece);

/*
 * The value of a record's field, unquoted and without blanks around it, in room, which must hold the whole record.
 * Returns false if the record has no such field.
 */
bool reference_cell(const struct reference *reference, const struct piece *record, size_t column, char *room,
		    struct text *value);

/* Where a record's field ends; the record's end if it has fewer. */
size_t reference_field_end(const struct reference *reference, const struct piece *record, size_t column);

/* Whether a record has fields past that many which are not all blank. */
bool reference_has_more(const struct reference *reference, const struct piece *record, size_t columns);

/*
 * What annotate has to make of an input; its messages are left out. arguments: as annotating_run takes them, but --add.
 * The caller frees it. *has_header: a header has been found, or none is wanted; else the input is refused, or text.
 */
struct annotated reference_annotate(const char *const *arguments, const void *bytes, size_t size, bool *has_header);

/* Fails the running test unless annotate has made of an input what it has to. label says what was run. */
void reference_check(const struct annotated *done, const char *const *arguments, const void *bytes, size_t size,
		     const char *label);

#endif
