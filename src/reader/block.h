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
	bool has_other;  /* the line looked at last has another value of what the call has */
	bool has_again;  /* ... nothing but what the call has already */
	size_t again;    /* in the window: the first such line behind the call's; 0: there is none */
	/* The place of the input up to which lines are of calls before, and whether a field stands there that they have. */
	uint64_t taken;
	bool is_divided;
	bool has_stopped; /* looking back has come there, so deep in brackets */
	long depth_there;
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

/*
 * The block is over. What the call has not found nearer it takes from lines that are of the call before, too, unless a
 * field that comes again divides them.
 */
void block_end(struct block *block, const struct call_fields *fields, const struct input *input,
	       struct found_call *call, char **values);

/* The call is a record: lines behind its own are of it before others, up to the first field that comes again. */
void block_take(struct block *block, const struct input *input);

/* Looks ahead. Returns whether the block is over: else more of the input will tell, or that there is none. */
bool block_go_on(struct block *block, const struct call_fields *fields, const struct input *input,
		 struct found_call *call, char **values);

#endif
