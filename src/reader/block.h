/* SPDX-License-Identifier: MIT */
/*
 * The block of lines around a field that stands alone on its line: neighbouring lines of a name, a separator and a value
 * each, where one printed a call over several lines. What else they have of that call is added to it. Looks back at lines
 * that have been handed on and ahead at those that have not, and takes none.
 */
#ifndef HANGUP_BLOCK_H
#define HANGUP_BLOCK_H

#include "reader/call.h"
#include "reader/input.h"

/* As far as the block of the call at the window's beginning has been looked at. */
struct block {
	bool is_open;
	bool is_over;    /* all of it has been looked at */
	bool has_better; /* a line of it has a field that rather makes the record */
	size_t rank;     /* of the field, as call_rank has it */
	size_t length;   /* of the line, without its end */
	size_t before;   /* of the block before the line */
	size_t shared;   /* how much of the line all lines of the block begin with, digits apart */
	size_t at;       /* in the window: the next line to look at */
	long depth;      /* of brackets, at that place */
};

/* Whether of a call that is alone on the line at hand nothing else stands there, so that it may be one of a block's. */
bool block_may_begin(const struct call_fields *fields, const struct found_call *call, const unsigned char *line,
		     size_t size);

/*
 * Begins with the line at the window's beginning, of that length without its end, and looks back; what values it finds go
 * to *values.
 */
void block_begin(struct block *block, const struct call_fields *fields, const struct input *input, size_t length,
		 struct found_call *call, char **values);

/* Looks ahead. Returns whether the block is over: else more of the input will tell, or that there is none. */
bool block_go_on(struct block *block, const struct call_fields *fields, const struct input *input,
		 struct found_call *call, char **values);

#endif
