/*
 * What explain and lookup share: they ask the table for each operand, in order, print what is found, and say at the
 * end what was not. Nothing is ever guessed in its place.
 */
#ifndef HANGUP_INQUIRY_H
#define HANGUP_INQUIRY_H

#include "commands/operands.h"
#include "table/query.h"

struct inquiry {
	const struct context *context;
	struct operands operands;
	bool with_sources; /* a source's name is an answer too */
	bool is_joined;    /* the operands were joined by blanks */
	size_t next;
	const struct operand *at;
};

/*
 * Reads the operands of a command line whose options have been read, and looks at all of them once. STATUS_TROUBLE after
 * a message: they cannot be read, or there is a usage error among them; nothing is to be printed, and the inquiry is
 * over. Operands none of which matches are joined by blanks here, if that finds something, or nearly.
 */
enum status inquiry_begin(struct inquiry *inquiry, const struct command_line *line, bool with_sources);

/* The next operand that has an answer; it is inquiry->at. False: there is none left. */
bool inquiry_next(struct inquiry *inquiry);

/* Writes the output so far out, says what was missed, frees what it holds. STATUS_DONE if nothing was. */
enum status inquiry_end(struct inquiry *inquiry);

#endif
