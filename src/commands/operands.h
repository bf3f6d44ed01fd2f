/*
 * The operands of explain and lookup: the words of the command line and, for `-`, what standard input holds. The table
 * is asked first; what it has no answer for may hold calls, which the readers of call records find.
 */
#ifndef HANGUP_OPERANDS_H
#define HANGUP_OPERANDS_H

#include "commands/command.h"
#include "support/arena.h"
#include "support/escape.h"
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
	bool is_line; /* of standard input */
};

/* What may be wrong with calls. */
enum call_problem {
	CALL_NO_CODE,     /* no code in it */
	CALL_OTHER_FIELD, /* HangupCause alone */
	CALL_INVALID,     /* something that is no code */
	CALL_MISMATCH,    /* another cause's name beside the code */
	CALL_TRUNK,       /* the code of a SIP trunk's call */
	CALL_RAGGED,      /* more fields than its header has, or a header of other columns before it */
	CALL_MALFORMED,   /* no record can be read there */
	CALL_PROBLEMS
};

/* How often that was met, and the first time. */
struct problem {
	size_t count;
	uint64_t line; /* of standard input; 0: in an operand */
	struct shown example;
};

struct operands {
	struct operand *items;
	size_t count;
	size_t room;
	struct problem problems[CALL_PROBLEMS];
	bool has_input;     /* some came from standard input */
	bool is_damaged;    /* a record of standard input cannot be read */
	bool has_calls;     /* some were found in calls, or looked for there */
	struct arena arena; /* what was found in calls, the words joined */
	char *input;        /* the bytes of standard input */
	size_t *by_code;    /* where among items the code stands that was found, plus 1; NULL until one is */
};

/*
 * Reads those of a command line whose options have been read, `-` among them. STATUS_DONE, or STATUS_TROUBLE after a
 * message; call operands_free in either case.
 */
enum status operands_read(struct operands *operands, const struct command_line *line);

/* Makes one of all: them joined by blanks. */
void operands_join(struct operands *joined, const struct operands *operands);

void operands_free(struct operands *operands);

#endif
