/*
 * What a command is. Each lives in one file that ends with its own const struct command; commands[] lists them all.
 */
#ifndef HANGUP_COMMAND_H
#define HANGUP_COMMAND_H

#include "support/diagnostics.h"
#include "support/options.h"
#include "support/sink.h"

/* What a command works with. Passed in, so that a test can run a command without a process. */
struct context {
	struct sink *out;
	const struct diagnostics *diagnostics;
	int input;             /* standard input */
	int color;             /* a color_when of output/color.h, as given before the command's name */
	bool explicit_command; /* the user named the command: false for `hangup 3130` */
};

/* What its operands are, for completion. */
enum operands {
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
	const char *help;         /* the paragraphs of `hangup help COMMAND` between its usage and its options */
	const struct option_row *options;
	enum operands operands;
	bool hidden;
	/* arguments[0] is the command's name. Returns an exit status; prints its own messages. */
	enum status (*run)(const struct context *context, int count, char **arguments);
};

extern const struct command *const commands[]; /* ends with NULL */

extern const struct command command_explain, command_lookup, command_list, command_grep, command_annotate,
	command_stats, command_help, command_complete;

/* The command of that name, NULL if there is none. */
const struct command *command_find(const char *name);

/* `hangup --version` and the pages of `hangup help`, for main and the help command. */
void print_version(struct sink *out);
void print_usage(struct sink *out);
void print_command_help(struct sink *out, const struct command *command);

#endif
