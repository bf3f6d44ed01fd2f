/* annotate: call records in, the same records with their causes out. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands/command.h"
#include "commands/input_options.h"
#include "records/summary.h"

enum { ANNOTATE_ADD = 1, ANNOTATE_PREFIX, ANNOTATE_STRICT, PREFIX_LIMIT = 64 };

static const struct option_row annotate_options[] = {
	INPUT_OPTION_ROWS,
	{ .id = ANNOTATE_ADD,
	  .name = "add",
	  .argument = "LIST",
	  .help = "the columns to add; default cause,group,action,status",
	  .choices = &added_choices,
	  .is_list = true },
	{ .id = ANNOTATE_PREFIX,
	  .name = "prefix",
	  .argument = "TEXT",
	  .help = "what their names begin with; default plivo_" },
	{ .id = ANNOTATE_STRICT, .name = "strict", .help = "exit 1 unless every record is ok or empty" },
	{ .name = NULL },
};

/* A prefix becomes part of header names as it is: it may not need quoting. */
static bool check_prefix(const char *prefix, const struct diagnostics *diagnostics)
{
	if (strlen(prefix) > PREFIX_LIMIT) {
		say(diagnostics, "--prefix: longer than %d bytes", PREFIX_LIMIT);
		return false;
	}
	for (const char *c = prefix; *c != '\0'; c++) {
		if (*c != '"' && !iscntrl((unsigned char)*c))
			continue;
		say(diagnostics, "--prefix: \"%s\" holds a quote or a control character", show_string(prefix).text);
		return false;
	}
	return true;
}

struct request {
	struct walk_settings settings;
	struct added_list added;
	bool is_strict;
};

/* Returns false after a message. */
static bool take_option(struct request *request, int id, const char *value)
{
	int taken = input_option(&request->settings, id, value);

	if (taken != 0)
		return taken > 0;
	switch (id) {
	case ANNOTATE_ADD:
		return added_parse(&request->added, value, request->settings.diagnostics);
	case ANNOTATE_PREFIX:
		request->added.prefix = value;
		return check_prefix(value, request->settings.diagnostics);
	default:
		request->is_strict = true;
		return true;
	}
}

static void print_summary(const struct walk *walk, char *const *files, size_t count)
{
	char label[64];
	struct shown column = walk_code_column(walk);
	struct summary summary = {
		.diagnostics = walk->settings->diagnostics,
		.label = count == 1 && strcmp(files[0], "-") != 0 ? files[0] : "standard input",
		.column = column.text,
		.is_always = isatty(walk->settings->diagnostics->descriptor) != 0,
		.malformed = "copied as it was",
	};

	if (walk->tally.malformed > 1)
		summary.malformed = "copied as they were";
	if (count > 1) {
		snprintf(label, sizeof label, "%s files", figure(count).text);
		summary.label = label;
	}
	summary_print(&summary, &walk->tally);
}

static enum status annotate(const struct request *request, char *const *files, size_t count, int standard_input)
{
	struct walk walk;
	enum status status = STATUS_TROUBLE;

	if (walk_open(&walk, &request->settings)) {
		status = walk_files(&walk, files, count, standard_input);
		sink_flush(request->settings.out);
		if (!walk.is_over && request->settings.out->error == 0)
			print_summary(&walk, files, count);
		if (walk.tally.malformed > 0)
			status = STATUS_TROUBLE;
		uint64_t fine = tally_ok(&walk.tally) + walk.tally.by_status[VERDICT_EMPTY];
		if (request->is_strict && fine != tally_records(&walk.tally))
			status = status_worse(status, STATUS_MISS);
	}
	walk_close(&walk);
	return status;
}

static enum status run(const struct context *context, int count, char **arguments)
{
	struct request request = {
		.settings = walk_defaults("annotate", context->diagnostics, context->out),
		.added = added_default(),
	};
	struct command_line line;
	int id;

	command_line_begin(&line, context, &command_annotate, count, arguments);
	request.settings.added = &request.added;
	while ((id = command_line_next(&line)) > OPTIONS_END)
		if (!take_option(&request, id, line.options.value))
			return STATUS_TROUBLE;
	if (id == OPTIONS_BAD)
		return line.status;
	char **files = arguments + line.options.first_operand;
	size_t file_count = (size_t)(count - line.options.first_operand);
	if (!input_options_check(&request.settings) || !input_is_there(&request.settings, file_count, context->input))
		return STATUS_TROUBLE;
	return annotate(&request, files, file_count, context->input);
}

const struct command command_annotate = {
	.name = "annotate",
	.operand_help = "[FILE...]",
	.summary = "add the causes to call records",
	.help = "",
	.options = annotate_options,
	.operands = OPERANDS_FILES,
	.run = run,
};
