/* hangup lookup: one line or row for each cause. */
#include "commands/inquiry.h"
#include "commands/results.h"

static const struct option_row options[] = {
	RESULT_OPTIONS("plain"),
	{ .name = NULL },
};

static enum status run(const struct context *context, int count, char **arguments)
{
	struct result_options how = { .format = FORMAT_PLAIN };
	struct command_line line;
	struct inquiry inquiry;
	struct results results;
	int id;

	command_line_begin(&line, context, &command_lookup, count, arguments);
	while ((id = command_line_next(&line)) > OPTIONS_END)
		if (!result_option(&how, id, &line.options))
			return STATUS_TROUBLE;
	if (id == OPTIONS_BAD)
		return line.status;
	if (line.options.first_operand == count) {
		say(context->diagnostics, "lookup needs a code, a cause's name, a range or a pattern");
		say_hint(context->diagnostics, "hangup help lookup");
		return STATUS_TROUBLE;
	}
	enum status status = inquiry_begin(&inquiry, &line, false);
	if (status != STATUS_DONE)
		return status;
	how.colors = color_wanted(line.color, context->out->descriptor);
	results_begin(&results, context->out, &how);
	while (inquiry_next(&inquiry))
		for (size_t i = 0; i < inquiry.at->query.count; i++)
			results_put(&results, &inquiry.at->query.first[i]);
	results_end(&results);
	return inquiry_end(&inquiry);
}

const struct command command_lookup = {
	.name = "lookup",
	.operand_help = "WHAT...",
	.summary = "one line or row for each cause",
	.examples = "  hangup lookup 3000-3050 31xx\n"
		    "  hangup lookup --columns action 3130      fix\n"
		    "  hangup lookup -f json - <callback.txt\n",
	.help = "WHAT is a code (3130), a cause's name (spam block), a range (3000-3050) or a pattern (31xx). "
		"Operands none of which matches are tried once more as one name of several words.\n"
		"\n"
		"WHAT may also be what you have at hand: a callback's body or URL, a line of a log, a printed object, JSON "
		"of the API. Each code in it that has its field's name beside it (HangupCauseCode=3130) is looked up once. "
		"- reads such a thing, call records as CSV, or operands one a line from standard input.\n"
		"\n"
		"Exit status: 0 all were found, 1 something was not found, 2 usage, input or output trouble.",
	.options = options,
	.operands = OPERANDS_CODES,
	.run = run,
};
