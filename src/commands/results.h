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
	bool has_trunk; /* causes of a trunk are among them: what tells the table is shown */
};

/* Takes -f or --columns. Returns false after a message. */
bool result_option(struct result_options *to, int id, const struct options *options);

struct results {
	const struct result_options *options;
	struct column_list list;
	struct column columns[COLUMN_COUNT];
	bool is_line; /* the plain line instead of columns */
	struct writer writer;
};

/* Whether causes of a trunk are in a set. */
bool results_has_trunk(const struct cause_set *set);

/* The options must outlive the results, which must not be moved. */
void results_begin(struct results *results, struct sink *out, const struct result_options *options);
void results_put(struct results *results, const struct cause *cause);
void results_end(struct results *results);

/* All the causes that operands are answered with. */
void results_print(struct sink *out, const struct result_options *options, struct operands *operands);

#endif
