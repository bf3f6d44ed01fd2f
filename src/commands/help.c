/* SPDX-License-Identifier: MIT */
/* hangup help: the pages of help, generated from the commands' own rows. */
#include "commands/command.h"
#include "support/escape.h"
#include "table/query.h"

static const struct option_row options[] = {
	{ .name = NULL },
};

static const struct choices command_choices = { .what = "command", .name = command_name };

static enum status run(const struct context *context, int count, char **arguments)
{
	struct command_line line;

	if (!command_line_read(&line, context, &command_help, count, arguments, NULL, NULL))
		return line.status;
	int first = line.options.first_operand;
	if (first == count) {
		print_usage(context->out);
		return STATUS_DONE;
	}
	if (count - first > 1) {
		say(context->diagnostics, "help takes one command at a time");
		return STATUS_TROUBLE;
	}
	const struct command *command = command_find(arguments[first]);
	struct query query;
	query_answer(&query, text_of(arguments[first]), SCOPE_AUTO);
	if (command == NULL && query.result == QUERY_FOUND) {
		say(context->diagnostics, "no command is called '%s'", show_string(arguments[first]).text);
		say_hint(context->diagnostics, "hangup %s", show_word(arguments[first]).text);
		return STATUS_TROUBLE;
	}
	if (command == NULL) {
		long choice = choice_find(&command_choices, text_of(arguments[first]), context->diagnostics);
		if (choice < 0)
			return STATUS_TROUBLE;
		command = command_find(command_name((size_t)choice));
	}
	print_command_help(context->out, command);
	return STATUS_DONE;
}

const struct command command_help = {
	.name = "help",
	.operand_help = "[COMMAND]",
	.summary = "this page, or that of a command",
	.examples = "  hangup help stats\n",
	.help = "Without COMMAND, lists the commands; else tells what COMMAND does and what options it has.",
	.options = options,
	.operands = OPERANDS_COMMANDS,
	.run = run,
};
