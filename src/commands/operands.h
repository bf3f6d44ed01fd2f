/* SPDX-License-Identifier: MIT */
/*
 * The operands of explain and lookup: the words of the command line and, for `-`, what standard input holds. The table
 * is asked first; what it has no answer for may hold calls, which the readers of call records find, or be several words
 * joined by commas. At the end it is said what was not found. Nothing is ever guessed in its place.
 */
#ifndef HANGUP_OPERANDS_H
#define HANGUP_OPERANDS_H

#include "commands/command.h"
#include "support/escape.h"
#include "table/query.h"

/* For the help of the commands that take them; done: what is done with each code in a call, "explained". */
#define WHAT_HELP(done, more)                                                                                           \
	"WHAT is a code (3130), a cause's name (spam block), " more "a range (3000-3050), a pattern (31xx), a group "   \
	"(carrier-errors), an action (fix) or failed; several can be joined by commas. Operands none of which matches " \
	"are tried once more as one name of several words.\n\n"                                                         \
	"WHAT may also be what you have at hand: a callback's body or URL, a line of a log, a printed object, JSON "    \
	"of the API. Each code in it that has its field's name beside it (HangupCauseCode=3130) is " done               \
	" once. - reads such a thing, call records as CSV, or operands one a line from standard input: in a "           \
	"terminal paste it and press Ctrl-D."

/* A call in which a code was found. */
struct call {
	struct text uuid, source; /* bytes is NULL where it does not say */
	char *bytes;              /* theirs */
};

/* What the table is asked, and says. */
struct operand {
	struct text text; /* as typed, or the code that was found */
	char *bytes;      /* its own, where they are nobody else's; else NULL */
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
	const struct context *context;
	const char *typed; /* the command, if it was named, and its options */
	struct operand *items;
	size_t count;
	size_t room;
	size_t next;
	struct problem problems[CALL_PROBLEMS];
	enum table_scope scope;
	bool with_sources; /* a source's name is an answer too */
	bool is_joined;    /* they were joined by blanks */
	bool has_input;    /* some came from standard input */
	bool is_damaged;   /* a record of standard input cannot be read */
	bool has_calls;    /* some were found in calls, or looked for there */
	char *input;       /* the bytes of standard input */
	size_t *by_code; /* of each table: where among items a code stands that was found, plus 1; NULL until one is */
};

/*
 * Reads those of a command line whose options have been read, `-` among them, and looks at all of them once.
 * STATUS_TROUBLE after a message: they cannot be read, or there is a usage error among them; nothing is to be printed,
 * and they are freed. Operands none of which matches are joined by blanks here, if that finds something, or nearly.
 */
enum status operands_begin(struct operands *operands, const struct command_line *line, bool with_sources,
			   enum table_scope scope);

/* The next operand that has an answer, NULL if there is none left. */
const struct operand *operands_next(struct operands *operands);

/* Writes the output so far out, says what was missed, frees what they hold. STATUS_DONE if nothing was. */
enum status operands_end(struct operands *operands);

#endif
