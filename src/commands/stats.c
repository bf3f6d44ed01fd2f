/* stats: call records counted: what failed, how much of it, and what to do about it. */
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "commands/command.h"
#include "commands/input_options.h"
#include "commands/stats.h"
#include "commands/threshold.h"
#include "output/color.h"
#include "support/memory.h"

enum { STATS_FORMAT = 1, STATS_BY, STATS_TOP, STATS_MAX, STATS_MIN, STATS_MIN_CALLS };
enum { TABLE_CODES = 10 };

/* Every format but plain, which comes first. */
enum { STATS_FORMATS = FORMAT_PLAIN + 1 };

static const char *format_name(size_t i)
{
	return format_choices.name(STATS_FORMATS + i);
}

static const char *format_help(size_t i)
{
	return format_choices.help(STATS_FORMATS + i);
}

static const char *by_choice(size_t i)
{
	return i < BY_COUNT ? by_name((enum by)i) : NULL;
}

static const struct choices stats_format_choices = { .what = "format", .name = format_name, .help = format_help };
static const struct choices by_choices = { .what = "value of --by", .name = by_choice };

static const struct option_row stats_options[] = {
	INPUT_OPTION_ROWS,
	{ .id = STATS_FORMAT,
	  .letter = 'f',
	  .name = "format",
	  .argument = "FORMAT",
	  .help = "how to print",
	  .choices = &stats_format_choices },
	{ .id = STATS_BY, .name = "by", .argument = "WHAT", .help = "what to count", .choices = &by_choices },
	{ .id = STATS_TOP,
	  .name = "top",
	  .argument = "N",
	  .help = "only the N rows with most calls, the rest in one row" },
	{ .id = STATS_MAX,
	  .name = "max",
	  .argument = "WHICH=LIMIT",
	  .help = "exit 1 if there are more of these records than this count or percentage; can be given more than once",
	  .words = &which_choices },
	{ .id = STATS_MIN,
	  .name = "min",
	  .argument = "WHICH=LIMIT",
	  .help = "exit 1 if there are less of these records; can be given more than once",
	  .words = &which_choices },
	{ .id = STATS_MIN_CALLS,
	  .name = "min-calls",
	  .argument = "N",
	  .help = "below N records no percentage of --max is looked at" },
	{ .name = NULL },
};

struct request {
	struct pass_settings settings;
	enum format_id format;
	enum by by;
	size_t top;
	struct threshold *limits;
	size_t limit_count;
	uint64_t min_calls;
};

/* A whole number, at least `least`. Returns false after a message. */
static bool read_count(uint64_t *count, const char *option, const char *value, uint64_t least,
		       const struct diagnostics *diagnostics)
{
	struct text text = text_of(value);
	bool is_count = text_all_digits(text);

	*count = 0;
	for (size_t i = 0; is_count && i < text.length; i++) {
		uint64_t digit = (uint64_t)(text.bytes[i] - '0');
		is_count = *count <= (SIZE_MAX - digit) / 10;
		*count = 10 * *count + digit;
	}
	if (is_count && *count >= least)
		return true;
	say(diagnostics, "%s: '%s' is not a whole number from %llu", option, show_string(value).text,
	    (unsigned long long)least);
	return false;
}

/* Returns false after a message. */
static bool take_option(struct request *request, int id, const struct options *line)
{
	const struct diagnostics *diagnostics = request->settings.diagnostics;
	int taken = input_option(&request->settings, id, line->value);
	uint64_t count;

	if (taken != 0)
		return taken > 0;
	switch (id) {
	case STATS_FORMAT:
		request->format = (enum format_id)(STATS_FORMATS + line->choice);
		return true;
	case STATS_BY:
		request->by = (enum by)line->choice;
		return true;
	case STATS_TOP:
		if (!read_count(&count, "--top", line->value, 1, diagnostics))
			return false;
		request->top = (size_t)count;
		return true;
	case STATS_MAX:
	case STATS_MIN:
		return threshold_parse(&request->limits[request->limit_count++], line->value, id == STATS_MIN,
				       diagnostics);
	default:
		return read_count(&request->min_calls, "--min-calls", line->value, 0, diagnostics);
	}
}

static bool check(struct request *request)
{
	struct column_specs *specs = &request->settings.columns;

	if (request->min_calls > 0 && request->limit_count == 0) {
		say(request->settings.diagnostics, "--min-calls changes nothing without --max or --min");
		return false;
	}
	specs->by = request->by == BY_SOURCE ? COLUMN_BY_SOURCE : COLUMN_BY_NOTHING;
	if (!input_options_check(&request->settings))
		return false;
	if (specs->by != COLUMN_BY_SOURCE || !request->settings.has_no_header || specs->source.kind == SPEC_NUMBER)
		return true;
	say(request->settings.diagnostics,
	    "-H needs --source-column N: without a header the column of the hangup sources has only a number");
	return false;
}

/* Whether the locale has blocks for the bars; it is asked for nothing else. */
static bool has_blocks(void)
{
	return setlocale(LC_CTYPE, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static void print(const struct request *request, const struct pass *pass, const struct record_files *files,
		  enum color_when color)
{
	bool is_table = request->format == FORMAT_TABLE;
	struct sink *out = request->settings.out;
	struct stats_view view = {
		.pass = pass,
		.files = files,
		.breakdown = { .by = request->by,
			       .top = request->top,
			       .codes_limit = is_table ? TABLE_CODES : SIZE_MAX },
		.format = request->format,
		.out = out,
	};

	if (!is_table) {
		stats_rows(&view);
		return;
	}
	view.width = terminal_width(out->descriptor);
	view.colors = color_wanted(color, out->descriptor);
	view.has_blocks = has_blocks();
	stats_table(&view);
}

static enum status check_limits(const struct request *request, const struct tally *tally)
{
	enum status status = STATUS_DONE;

	for (size_t i = 0; i < request->limit_count; i++) {
		if (!threshold_trips(&request->limits[i], tally, request->min_calls))
			continue;
		threshold_say(&request->limits[i], tally, request->settings.diagnostics);
		status = STATUS_MISS;
	}
	return status;
}

static enum status stats(const struct request *request, const struct record_files *files, enum color_when color,
			 int standard_input)
{
	static const char *const fate[] = { "not counted", "not counted" };
	struct pass pass;

	pass_open(&pass, &request->settings);
	enum status status = pass_files(&pass, files->names, files->count, standard_input);
	/* Where nothing could be read, or half a file, what has been counted would be untrue. */
	bool is_read = !pass.is_over && !pass.is_cut && (status == STATUS_DONE || pass.files_read > 0);
	if (is_read)
		print(request, &pass, files, color);
	sink_flush(request->settings.out);
	if (is_read && request->settings.out->error == 0) {
		record_files_summary(files, &pass, fate);
		status = status_worse(status, check_limits(request, &pass.tally));
	}
	if (pass.tally.malformed > 0)
		status = STATUS_TROUBLE;
	pass_close(&pass);
	return status;
}

static enum status run(const struct context *context, int count, char **arguments)
{
	struct request request = {
		.settings = pass_defaults("stats", context->diagnostics, context->out),
		.format = FORMAT_TABLE,
		.limits = allocate((size_t)count, sizeof *request.limits), /* more than there can be */
	};
	struct command_line line;
	enum status status = STATUS_TROUBLE;
	bool is_good = true;
	int id;

	request.settings.shows_progress = true;
	command_line_begin(&line, context, &command_stats, count, arguments);
	while (is_good && (id = command_line_next(&line)) > OPTIONS_END)
		is_good = take_option(&request, id, &line.options);
	if (is_good && id == OPTIONS_BAD) {
		status = line.status;
	} else if (is_good && check(&request)) {
		struct record_files files = { arguments + line.options.first_operand,
					      (size_t)(count - line.options.first_operand) };
		if (input_is_there(&request.settings, files.count, context->input))
			status = stats(&request, &files, line.color, context->input);
	}
	free(request.limits);
	return status;
}

const struct command command_stats = {
	.name = "stats",
	.operand_help = "[FILE...]",
	.summary = "count call records by cause, and what to do about them",
	.examples = "  hangup stats calls.csv               what failed, how much of it, what to do\n"
		    "  hangup stats --by source *.csv       who ended the calls\n"
		    "  hangup stats --by hour calls.csv     since when\n"
		    "  hangup stats --against old.csv new.csv    what has changed\n"
		    "  hangup stats --max fix=5% calls.csv  exit 1 if there are more: for a cron job\n",
	.help = "Reads what annotate reads, by the same rules, and prints how many calls there were of each cause, the "
		"most first, and the next steps of the three fix or support causes with most calls.\n"
		"\n" ACTIONS_HELP " Causes of none "
		"have no bar, and bars are drawn to the largest of the others: failures are what to look at.\n"
		"\n"
		"Exit status: 0 done, 1 a limit of --max or --min was passed, 2 usage, input or output trouble, or lines "
		"that cannot be read.",
	.options = stats_options,
	.operands = OPERANDS_FILES,
	.run = run,
};
