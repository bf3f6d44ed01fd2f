/* SPDX-License-Identifier: MIT */
/*
 * What is said about an operand that the table has no answer for: one line, and at most one hint after it.
 */
#ifndef HANGUP_MISS_H
#define HANGUP_MISS_H

#include "commands/command.h"
#include "commands/operands.h"
#include "table/query.h"

/* What a mistyped word may have meant, besides a cause. */
struct scope {
	bool sources;
	bool commands;
	enum table_scope
		tables;    /* where names are looked for: SCOPE_AUTO: in Voice's and, where none fits, in a trunk's */
	const char *only;  /* a WHICH that stands before it, which a file beside it is asked for; NULL: none */
	const char *typed; /* the command and its options, which would read a call; NULL or "": none */
};

/* Whether something in scope has a name like this word. */
bool miss_has_suggestion(struct text word, struct scope scope);

/* Whether a word is nearest to a command: what follows it are that command's operands. */
bool miss_is_command(struct text word);

/* Whether all of several words are files of call records; then after the command that reads them. */
bool miss_files(const struct operands *operands);

/* Whether the first of several words is another tool's command for files, such as cat; then after what it is here. */
bool miss_other_command(const struct operands *operands);

/* The query is the one that missed. */
void say_miss(const struct context *context, struct text operand, const struct query *query, struct scope scope);

/* Whether a word is the address of something, which nothing here fetches. */
bool miss_is_url(struct text word);

/* What was wrong with calls. */
void say_problem(const struct context *context, enum call_problem which, const struct problem *problem);

#endif
