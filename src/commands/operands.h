/*
 * The operands of explain and lookup: the words of the command line and, for `-`, what standard input holds.
 */
#ifndef HANGUP_OPERANDS_H
#define HANGUP_OPERANDS_H

#include "commands/command.h"
#include "support/text.h"

struct operands {
	struct text *items;
	size_t count;
	size_t size;
	char *owned;    /* the bytes of those that are no words of the command line */
	bool has_input; /* some came from standard input */
};

/*
 * Reads them: count words of the command line, `-` among them. STATUS_DONE, or STATUS_TROUBLE after a message; call
 * operands_free in either case.
 */
enum status operands_read(struct operands *operands, const struct context *context, int count, char **words);

/* Makes one of all: them joined by blanks. Returns false if memory is out; call operands_free in either case. */
bool operands_join(struct operands *joined, const struct operands *operands);

void operands_free(struct operands *operands);

#endif
