/* SPDX-License-Identifier: MIT */
/*
 * The options by which annotate and stats are told about their input: one set of rows, one reading of them.
 */
#ifndef HANGUP_INPUT_OPTIONS_H
#define HANGUP_INPUT_OPTIONS_H

#include "commands/command.h"
#include "records/column_errors.h"
#include "records/pass.h"
#include "records/summary.h"
#include "table/scope.h"

enum {
	OPTION_CODE_COLUMN = 500,
	OPTION_NAME_COLUMN,
	OPTION_SOURCE_COLUMN,
	OPTION_DELIMITER,
	OPTION_NO_HEADER,
	OPTION_TIME_COLUMN,
	OPTION_FROM,
	OPTION_TO,
	OPTION_RECORD_TABLE
};

/* Their rows, for the table of a command's options. */
#define INPUT_OPTION_ROWS                                                                                              \
	{ .id = OPTION_CODE_COLUMN,                                                                                    \
	  .letter = 'c',                                                                                               \
	  .name = "code-column",                                                                                       \
	  .argument = "NAME|N",                                                                                        \
	  .help = "the column of the codes, by name or number; default: found by its header",                          \
	  .is_column = true },                                                                                         \
		{ .id = OPTION_NAME_COLUMN,                                                                            \
		  .name = "name-column",                                                                               \
		  .argument = "NAME|N|none",                                                                           \
		  .help = "the column of the cause names that codes are checked against",                              \
		  .is_column = true,                                                                                   \
		  .takes_none = true },                                                                                \
		{ .id = OPTION_SOURCE_COLUMN,                                                                          \
		  .name = "source-column",                                                                             \
		  .argument = "NAME|N|none",                                                                           \
		  .help = "the column of the hangup sources, which tell a SIP trunk's calls",                          \
		  .is_column = true,                                                                                   \
		  .takes_none = true },                                                                                \
		{ .id = OPTION_DELIMITER,                                                                              \
		  .letter = 'd',                                                                                       \
		  .name = "delimiter",                                                                                 \
		  .argument = "CHAR|tab",                                                                              \
		  .help = "the character between fields; default: told by the header" },                               \
		{ .id = OPTION_RECORD_TABLE,                                                                           \
		  .name = "table",                                                                                     \
		  .argument = "TABLE",                                                                                 \
		  .help = "whose calls they are; default auto",                                                        \
		  .choices = &record_scopes },                                                                         \
		{ .id = OPTION_NO_HEADER,                                                                              \
		  .letter = 'H',                                                                                       \
		  .name = "no-header",                                                                                 \
		  .help = "the first line is a record; needs -c N" },                                                  \
		{ .id = OPTION_TIME_COLUMN,                                                                            \
		  .name = "time-column",                                                                               \
		  .argument = "NAME|N",                                                                                \
		  .help = "the column of the times; default: found by its header",                                     \
		  .is_column = true },                                                                                 \
		{ .id = OPTION_FROM,                                                                                   \
		  .name = "from",                                                                                      \
		  .argument = "TIME",                                                                                  \
		  .help = "only records from this time on: 2026-11-03, '2026-11-03 14:30' or, of every day, 14:30" },  \
	{                                                                                                              \
		.id = OPTION_TO, .name = "to", .argument = "TIME", .help = "only records before this time"             \
	}

/*
 * Takes one of these options into the settings. Returns 1 if it was one, 0 if the id is none of them, -1 after a
 * message about its value.
 */
int input_option(struct pass_settings *settings, int id, const char *value);

/* After the last option: whether they go together. Returns false after a message. */
bool input_options_check(const struct pass_settings *settings);

/* Whether a column that is needed can be found: without a header by its number alone. Returns false after a message. */
bool input_has_number(const struct pass_settings *settings, enum cell cell);

/* Reads a NAME|N, the column of a cell; none, of those that a code is checked against. Returns false after a message. */
bool input_column(struct pass_settings *settings, enum cell cell, const char *value);

/* The names of the files but for the one at `without`, and without commas behind them, as words of a command. */
struct strbuf input_words(const struct record_files *files, size_t without);

/*
 * Whether there is something to read: false, after a message, if there are no files and standard input is a terminal, or
 * if what stands in a file's place is none, but a code, a URL or the word help.
 */
bool input_is_there(const struct pass_settings *settings, const struct record_files *files, int standard_input);

/* Whether something stands ready on standard input, behind a pipe or in a file: for commands that may do without. */
bool input_is_ready(int standard_input);

#endif
