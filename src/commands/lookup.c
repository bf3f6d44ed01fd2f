/* SPDX-License-Identifier: MIT */
/* hangup lookup: one line or row for each cause. */
#include "commands/operands.h"
#include "commands/results.h"

static const struct option_row options[] = {
	RESULT_OPTIONS("plain"),
	{ .name = NULL },
};

static enum status run(const struct context *context, int count, char **arguments)
{
	struct result_options how = { .format = FORMAT_PLAIN };
	struct command_line line;
	struct operands operands;

	if (!command_line_read(&line, context, &command_lookup, count, arguments, result_option, &how))
		return line.status;
	enum status status = operands_begin(&operands, &line, false, how.scope);
	if (status != STATUS_DONE)
		return status;
	how.colors = color_wanted(line.color, context->out->descriptor);
	results_print(context->out, &how, &operands);
	return operands_end(&operands);
}

const struct command command_lookup = {
	.name = "lookup",
	.operand_help = "WHAT...",
	.summary = "one line or row for each cause",
	.examples = "  hangup lookup 3000-3050 31xx\n"
		    "  hangup lookup --columns action 3130      fix\n"
		    "  hangup lookup -f json - <callback.txt\n",
	.help = WHAT_HELP(
		"looked up",
		"") "\n"
		    "\n"
		    "Exit status: 0 all were found, 1 something was not found, 2 usage, input or output trouble.",
	.options = options,
	.operands = OPERANDS_CODES,
	.run = run,
};
