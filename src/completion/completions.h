/* SPDX-License-Identifier: MIT */
/*
 * The candidates of a completion: how one is printed, and those that come from a file, the names of its columns. What
 * may be completed where is for complete.c.
 */
#ifndef HANGUP_COMPLETIONS_H
#define HANGUP_COMPLETIONS_H

#include "commands/command.h"
#include "table/scope.h"

struct completion {
	struct sink *out;
	struct text word;   /* what the candidates begin with */
	struct text before; /* what stands in front of that in the same word, kept: "--columns=code," */
	struct text listed; /* what stands before it in a list, separated by commas: not offered again */
	const char *after;  /* what stands behind the candidate in its word: "="; NULL: nothing */
	bool ignores_case;
	enum table_scope scope; /* whose codes and names are meant */
	bool *is_any;           /* set once something has been offered */
};

/* The words of a command line, and which of them is being completed. */
struct typed {
	char **words;
	int count;
	int current; /* may be count: a word that has not been begun */
};

/* What the words before the one to complete mean for it. */
struct cursor {
	const struct command *command;    /* NULL: none is named yet */
	int command_at;                   /* the word that names it */
	const struct option_row *awaited; /* the option whose argument the word is */
	bool only_operands;               /* after "--" */
	enum table_scope scope;           /* what --table says there */
	bool any_operand;
};

/* Prints a candidate if it begins with the word; help may be NULL. */
void completion_offer(const struct completion *to, const char *value, const char *help);

/*
 * The columns of the file on the line, for an option that names one. The line's other words are read as the command
 * would read them; what is wrong with them is not for now.
 */
void completion_offer_columns(const struct completion *to, const struct option_row *row, const struct typed *typed,
			      const struct cursor *cursor);

#endif
