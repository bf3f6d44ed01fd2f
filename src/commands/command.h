/* SPDX-License-Identifier: MIT */
/*
 * What a command is. Each lives in one file that ends with its own const struct command; commands[] lists them all.
 */
#ifndef HANGUP_COMMAND_H
#define HANGUP_COMMAND_H

#include "support/diagnostics.h"
#include "support/options.h"
#include "support/sink.h"
#include "support/strbuf.h"

/* What a command works with. Passed in, so that a test can run a command without a process. */
struct context {
	struct sink *out;
	const struct diagnostics *diagnostics;
	int input;             /* standard input */
	enum color_when color; /* as given before the command's name */
	bool explicit_command; /* the user named the command: false for `hangup 3130` */
};

/* What its operands are, for completion. */
enum operand_kind {
	OPERANDS_NONE,
	OPERANDS_CODES,
	OPERANDS_CODES_AND_SOURCES,
	OPERANDS_FILES,
	OPERANDS_COMMANDS,
	OPERANDS_ANY
};

struct command {
	const char *name;
	const char *operand_help; /* "WHAT...", "[FILE...]", "" */
	const char *summary;      /* one line for the list of commands */
	const char *examples;     /* whole lines, with what they do, at the top of `hangup help COMMAND` */
	const char *help;         /* its paragraphs between examples and options */
	const struct option_row *options;
	enum operand_kind operands;
	bool hidden;
	/* arguments[0] is the command's name. Returns an exit status; prints its own messages. */
	enum status (*run)(const struct context *context, int count, char **arguments);
};

/* For the help of the commands in which actions matter. */
#define ACTIONS_HELP                                                                                                   \
	"The action of a cause is what it calls for: none (the call went as it should: nothing to do), retry (it may " \
	"work later), fix (change something on your side) or support (only Plivo can help)."

extern const struct command *const commands[]; /* ends with NULL */

extern const struct command command_explain, command_lookup, command_list, command_grep, command_annotate,
	command_stats, command_help, command_complete;

/* The command of that name, NULL if there is none. */
const struct command *command_find(const char *name);

/* The name of the i-th command that is not hidden, NULL past the last. */
const char *command_name(size_t i);

/* A command's pass over its own command line. The options that every command has are dealt with here. */
struct command_line {
	const struct context *context;
	const struct command *command;
	struct options options;
	struct strbuf
		words; /* the command, if it was named, with the options so far: for the commands that hints name */
	enum color_when color;
	enum status status; /* the command's, where the line says that it is over */
};

/* Takes one of a command's own options. Returns false after a message. */
typedef bool take_option(void *data, int id, const struct options *options);

/*
 * Reads the options, those of the command by `take`. Returns false where the command is over with line->status: after a
 * usage error, or after --help or --version.
 */
bool command_line_read(struct command_line *line, const struct context *context, const struct command *command,
		       int count, char **arguments, take_option *take, void *data);

/* After OPTIONS_BAD: what is unknown, and what it is called here, of another command's or another tool's options. */
void unknown_option_say(const struct command_line *line);

/* `hangup --version` and the pages of `hangup help`, for main and the help command. */
void print_version(struct sink *out);
void print_usage(struct sink *out);
void print_command_help(struct sink *out, const struct command *command);

#endif
