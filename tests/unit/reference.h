/*
 * The reading rules of annotate once more, byte by byte and with the whole input at hand: slow, obvious, and not a line
 * of it shared with the program's readers. What they find is compared with what this finds.
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

/* How a file is to be annotated. */
struct reference_task {
	unsigned char delimiter;
	bool has_no_header;
	size_t code;
	size_t name;        /* NO_COLUMN: no cross-check */
	const char *header; /* the new cells' names, a delimiter before each */
};

/*
 * What annotate has to make of an input, put together from this reader's pieces, verdict_of() and the table; its messages
 * are left out. The caller frees it.
 */
struct annotated reference_annotate(const struct reference_task *task, const void *bytes, size_t size);

/* Fails the running test unless annotate has made of an input what the task asks for. label says what was run. */
void reference_check(const struct annotated *done, const struct reference_task *task, const void *bytes, size_t size,
		     const char *label);

/* The header's new cells, in CSV with commas. */
#define CELL_HEADER ",plivo_cause,plivo_group,plivo_action,plivo_status"

#endif
