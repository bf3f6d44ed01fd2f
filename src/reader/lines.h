/* SPDX-License-Identifier: MIT */
/*
 * Physical lines of an input, as every reader of call records sees them: LF, CRLF or CR ends one, blank ones are no
 * records, and one over the size limit passes in pieces. Knows nothing of what stands on a line.
 */
#ifndef HANGUP_LINES_H
#define HANGUP_LINES_H

#include "reader/input.h"
#include "reader/record.h"

struct lines {
	struct input *input;
	uint64_t line;     /* the number of the physical line at which the window begins */
	bool after_return; /* the last item ended in CR: a LF at the window's beginning belongs to it */
	const char *error; /* what is wrong with the line at the window's beginning; NULL as long as nothing is */
	bool in_long_line; /* the beginning of a malformed line has been handed on, the rest is to follow */
};

extern const char lines_too_long[]; /* the error with a line over RECORD_LIMIT */

enum item lines_rest(struct lines *lines, struct record *record);

/*
 * What is left of the item before: a LF, more of a long line, a malformed line not yet all there; or ITEM_MORE and
 * ITEM_END. ITEM_RECORD: nothing is left, the window is not empty and begins with a new line.
 */
static inline enum item lines_resume(struct lines *lines, struct record *record)
{
	bool is_left = lines->after_return || lines->in_long_line || lines->error != NULL;

	return is_left || input_size(lines->input) == 0 ? lines_rest(lines, record) : ITEM_RECORD;
}

/* Hands on the window's first head bytes as that item, and the line end behind them, unless it ends there. */
enum item lines_take(struct lines *lines, struct record *record, enum item item, size_t head);

/* Hands on the line at the window's beginning as malformed, or its beginning if it is a long one. */
enum item lines_bad(struct lines *lines, struct record *record, const char *error);

/*
 * The length of the blank lines that bytes begin with; their number is added to *lines. Blanks without a line end are
 * none, nor is a line over RECORD_LIMIT. A tab that delimits is no blank.
 */
size_t lines_blank_length(const unsigned char *bytes, size_t size, unsigned char delimiter, uint64_t *lines);

/*
 * Hands on the blank lines at the window's beginning, as one item; ITEM_RECORD if there are none. Blanks without a line
 * end are a blank line only at the end of the input. A tab that delimits is no blank.
 */
enum item lines_blank(struct lines *lines, struct record *record, unsigned char delimiter);

#endif
