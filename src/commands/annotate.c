/* SPDX-License-Identifier: MIT */
/* annotate: call records in, the same records with their causes out. */
#include <ctype.h>
#include <string.h>

#include "commands/command.h"
#include "commands/input_options.h"
#include "records/summary.h"

enum { ANNOTATE_ADD = 1, ANNOTATE_PREFIX, ANNOTATE_ONLY, ANNOTATE_STRICT, PREFIX_LIMIT = 64 };

static const struct option_row annotate_options[] = {
	{ .id = ANNOTATE_ADD,
	  .name = "add",
	  .argument = "LIST",
	  .help = "the columns to add; default cause,group,action,status",
	  .choices = &added_choices,
	  .is_list = true },
	{ .id = ANNOTATE_PREFIX,
	  .name = "prefix",
	  .argument = "TEXT",
	  .help = "what the names of the added columns begin with; default plivo_" },
	{ .id = ANNOTATE_ONLY,
	  .name = "only",
	  .argument = "WHICH",
	  .help = "write only these records: codes, ranges, patterns, groups, actions or statuses, separated by commas",
	  .choices = &which_choices,
	  .takes_codes = true,
	  .is_list = true },
	{ .id = ANNOTATE_STRICT, .name = "strict", .help = "exit 1 unless every record is ok or empty" },
	INPUT_OPTION_ROWS,
	{ .name = NULL },
};

/* Whether the prefix can stand between the delimiters that are known before anything is read. */
static bool check_prefix_delimiter(const struct pass_settings *settings)
{
	unsigned char delimiter = settings->delimiter == 0 && settings->has_no_header ? ',' : settings->delimiter;

	if (delimiter == 0 || strchr(settings->added->prefix, delimiter) == NULL)
		return true;
	say(settings->diagnostics, "--prefix: \"%s\" holds the delimiter", show_string(settings->added->prefix).text);
	return false;
}

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
	struct pass_settings settings;
	struct added_list added;
	struct which only;
	bool is_strict;
};

/* Returns false after a message. */
static bool take(void *data, int id, const struct options *options)
{
	struct request *request = data;
	const char *value = options->value;
	int taken = input_option(&request->settings, id, value);

	if (taken != 0)
		return taken > 0;
	switch (id) {
	case ANNOTATE_ADD:
		return added_parse(&request->added, value, request->settings.diagnostics);
	case ANNOTATE_PREFIX:
		request->added.prefix = value;
		return check_prefix(value, request->settings.diagnostics);
	case ANNOTATE_ONLY:
		request->settings.only = &request->only;
		return which_parse(&request->only, text_of(value), "--only", request->settings.diagnostics);
	default:
		request->is_strict = true;
		return true;
	}
}

static enum status annotate(const struct request *request, const struct record_files *files, int standard_input)
{
	struct pass pass;

	pass_open(&pass, &request->settings);
	enum status status = pass_files(&pass, files->names, files->count, standard_input);
	sink_flush(request->settings.out);
	if (!pass.file.is_over && request->settings.out->error == 0)
		summary_of_files(files, &pass);
	if (pass.tally.malformed > 0)
		status = STATUS_TROUBLE;
	uint64_t fine = tally_ok(&pass.tally) + pass.tally.by_status[VERDICT_EMPTY];
	if (request->is_strict && fine != tally_records(&pass.tally))
		status = status_worse(status, STATUS_MISS);
	pass_close(&pass);
	return status;
}

static enum status run(const struct context *context, int count, char **arguments)
{
	struct request request = {
		.settings = pass_defaults("annotate", context->diagnostics, context->out),
		.added = added_default(),
	};
	struct command_line line;

	request.settings.added = &request.added;
	request.settings.shows_progress = true;
	if (!command_line_read(&line, context, &command_annotate, count, arguments, take, &request))
		return line.status;
	struct record_files files = { arguments + line.options.first_operand,
				      (size_t)(count - line.options.first_operand) };
	struct strbuf inputs = input_words(&files, files.count);
	request.settings.command = line.words.text;
	request.settings.inputs = inputs.text;
	request.settings.columns.wants_time = period_is_given(&request.settings.period);
	if (!input_options_check(&request.settings) || !check_prefix_delimiter(&request.settings) ||
	    !input_is_there(&request.settings, &files, context->input))
		return STATUS_TROUBLE;
	return annotate(&request, &files, context->input);
}

const struct command command_annotate = {
	.name = "annotate",
	.operand_help = "[FILE...]",
	.summary = "add the causes to call records, or pick some of them",
	.examples = "  hangup annotate calls.csv >annotated.csv\n"
		    "  hangup annotate --only fix,support calls.csv   those to do something about\n"
		    "  hangup annotate --add cause,next_steps calls.json\n"
		    "  tail -f app.log | hangup annotate              each call as it ends\n",
	.help = "Copies call records and adds to each what its hangup cause code means. They are CSV, whose column of "
		"codes is found by its header; JSON in any layout; or text, such as a log, in which codes have their "
		"field's name beside them (HangupCauseCode=3130). Every byte of the input comes out unchanged and in "
		"order.\n"
		"\n"
		"A record's status is ok, unknown (a code that is not in the table), mismatch (its name or source says "
		"that the code means something else), invalid (something that is no code), ragged (more fields than the "
		"header) or empty (no code). Only those that are ok get a cause.\n"
		"\n"
		"Exit status: 0 done, 1 a record that --strict does not allow, 2 usage, input or output trouble, or lines "
		"that cannot be read: they are copied as they are.",
	.options = annotate_options,
	.operands = OPERANDS_FILES,
	.run = run,
};
