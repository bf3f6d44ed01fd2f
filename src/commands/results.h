/* SPDX-License-Identifier: MIT */
/*
 * How lookup, list and grep print causes: their common options, the columns each format has unless others are asked
 * for, and the plain line.
 */
#ifndef HANGUP_RESULTS_H
#define HANGUP_RESULTS_H

#include "commands/operands.h"
#include "output/writer.h"
#include "table/scope.h"

enum { OPTION_FORMAT = 100, OPTION_COLUMNS, OPTION_TABLE };

/* The row of --table, for a command's own. */
#define TABLE_OPTION                                                                                                   \
	{                                                                                                              \
		.id = OPTION_TABLE, .name = "table", .argument = "TABLE",                                              \
		.help = "whose calls are meant; default voice, and trunk for what voice lacks",                        \
		.choices = &answer_scopes                                                                              \
	}

/* The rows of -f, --columns and --table, for a command's own. */
#define RESULT_OPTIONS(by_default)                                                                                     \
	{ .id = OPTION_FORMAT,                                                                                         \
	  .letter = 'f',                                                                                               \
	  .name = "format",                                                                                            \
	  .argument = "FORMAT",                                                                                        \
	  .help = "how to print; default " by_default,                                                                 \
	  .choices = &format_choices },                                                                                \
		{ .id = OPTION_COLUMNS,                                                                                \
		  .name = "columns",                                                                                   \
		  .argument = "LIST",                                                                                  \
		  .help = "these columns, separated by commas",                                                        \
		  .choices = &column_choices,                                                                          \
		  .is_list = true },                                                                                   \
		TABLE_OPTION

struct result_options {
	enum format_id format;             /* the default until -f says otherwise */
	struct column_list columns;        /* empty: the default of the format */
	bool is_short;                     /* the table of list leaves out what has to wrap */
	const struct highlight *highlight; /* in plain; NULL: nothing */
	bool colors;                       /* in the table */
	enum table_scope scope;
};

/* Takes -f, --columns or --table into the result_options. Returns false after a message. */
take_option result_option;

/* Those causes of a set that --table means: without it Voice's, or a trunk's where none is. Returns whether any is. */
bool results_print_set(struct sink *out, const struct result_options *options, struct cause_set set);

/* All the causes that operands are answered with. */
void results_print(struct sink *out, const struct result_options *options, struct operands *operands);

#endif
