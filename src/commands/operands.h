/*
 * The operands of explain and lookup: the words of the command line and, for `-`, what standard input holds; each may
 * be something that people have at hand, such as the body of a callback, in which codes are found.
 */
#ifndef HANGUP_OPERANDS_H
#define HANGUP_OPERANDS_H

#include "commands/command.h"
#include "support/escape.h"
#include "support/text.h"
#include "table/query.h"

/* A call in which a code was found. */
struct call {
	struct text uuid, source; /* bytes is NULL where it does not say */
};

/* What the table is asked, and says. */
struct operand {
	struct text text; /* as typed, or the code that was found */
	struct query query;
	struct call *calls; /* where it was found; NULL: it was typed */
	size_t call_count;
	size_t call_room;
};

/* What may be wrong with what was at hand. */
enum hitch {
	HITCH_NO_CODE,     /* a call without a field for the code */
	HITCH_OTHER_FIELD, /* HangupCause alone */
	HITCH_EMPTY,       /* a field for the code, but no code in it */
	HITCH_INVALID,     /* something in it that is no code */
	HITCH_MISMATCH,    /* another cause's name beside the code */
	HITCH_TRUNK,       /* the code of a SIP trunk's call */
	HITCH_TWICE,       /* a field twice, with different values */
	HITCH_BAD,         /* no JSON, but nearly */
	HITCH_LONG,        /* a line too long to look at */
	HITCH_LINE,        /* a line without a call among others with one */
	HITCH_COUNT
};

/* How often that was met, and the first time. */
struct hitches {
	size_t count;
	size_t line; /* of standard input; 0: in an operand */
	struct shown example;
};

struct operands {
	struct operand *items;
	size_t count;
	size_t size;
	struct hitches hitches[HITCH_COUNT];
	bool has_input;    /* some came from standard input */
	bool has_shapes;   /* some were found in what was at hand, or looked for there */
	char *input;       /* the bytes of standard input, or of the words joined */
	struct arena *kept; /* the bytes of what was found */
	size_t *by_code;   /* where among items the code stands that was found, plus 1; NULL until one is */
};

/*
 * Reads them: count words of the command line, `-` among them. STATUS_DONE, or STATUS_TROUBLE after a message; call
 * operands_free in either case.
 */
enum status operands_read(struct operands *operands, const struct context *context, int count, char **words);

/* Makes one of all: them joined by blanks. */
void operands_join(struct operands *joined, const struct operands *operands);

void operands_free(struct operands *operands);

#endif
