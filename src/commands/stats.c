/* stats: call records counted: what failed, how much of it, and what to do about it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/command.h"
#include "commands/input_options.h"
#include "output/color.h"
#include "stats/stats_view.h"
#include "stats/threshold.h"
#include "support/memory.h"

enum {
	STATS_FORMAT = 1,
	STATS_BY,
	STATS_TIME_COLUMN,
	STATS_ONLY,
	STATS_TOP,
	STATS_AGAINST,
	STATS_MAX,
	STATS_MIN,
	STATS_IGNORE_BELOW
};
enum { TABLE_CODES = 10, TABLE_TIMES = 400, ROWS_TIMES = 100000 };

/* What --by hour and --by day count, unless --only says otherwise. */
static const char failing[] = "retry,fix,support,unknown";

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

static const char *by_help(size_t i)
{
	static const char *const helps[BY_COUNT] = {
		[BY_CAUSE] = "the hangup cause",
		[BY_GROUP] = "the group of the cause",
		[BY_ACTION] = "what the cause calls for",
		[BY_SOURCE] = "who ended the call",
		[BY_HOUR] = "since when",
		[BY_DAY] = "since when",
	};

	return helps[i];
}

static const struct choices stats_format_choices = { .what = "format", .name = format_name, .help = format_help };
static const struct choices by_choices = { .what = "value of --by", .name = by_choice, .help = by_help };

/* What a limit is for: calls, all of them, or a WHICH. */
static const char *limited_name(size_t i)
{
	return i == 0 ? "calls" : which_choices.name(i - 1);
}

static const char *limited_help(size_t i)
{
	return i == 0 ? "all records" : which_choices.help(i - 1);
}

static const struct choices limited_choices = { .what = "WHICH", .name = limited_name, .help = limited_help };

static const struct option_row stats_options[] = {
	INPUT_OPTION_ROWS,
	{ .id = STATS_FORMAT,
	  .letter = 'f',
	  .name = "format",
	  .argument = "FORMAT",
	  .help = "how to print; default table",
	  .choices = &stats_format_choices },
	{ .id = STATS_BY,
	  .name = "by",
	  .argument = "WHAT",
	  .help = "what to count; default cause",
	  .choices = &by_choices },
	{ .id = STATS_TIME_COLUMN,
	  .name = "time-column",
	  .argument = "NAME|N",
	  .help = "the column of the times for --by hour and --by day; default: found by its header",
	  .is_column = true },
	{ .id = STATS_ONLY,
	  .name = "only",
	  .argument = "WHICH",
	  .help = "show only these records, whose shares are still of all: codes, ranges, patterns, groups, "
		  "actions or statuses, by commas",
	  .choices = &which_choices,
	  .takes_codes = true,
	  .is_list = true },
	{ .id = STATS_TOP,
	  .name = "top",
	  .argument = "N",
	  .help = "only the N rows with most calls, the rest in one row; of hours and days the newest N" },
	{ .id = STATS_AGAINST,
	  .name = "against",
	  .argument = "FILE",
	  .help = "what has changed since this file's records; can be given more than once",
	  .is_file = true },
	{ .id = STATS_MAX,
	  .name = "max",
	  .argument = "WHICH=LIMIT",
	  .help = "exit 1 if there are more of these records, named as for --only, or of all calls, than LIMIT: a count, "
		  "a percentage of all or, with --against, +N%, points that their share has risen by; can be given more "
		  "than once",
	  .words = &limited_choices },
	{ .id = STATS_MIN,
	  .name = "min",
	  .argument = "WHICH=LIMIT",
	  .help = "exit 1 if there are fewer of these records than LIMIT, a count or a percentage; can be given more "
		  "than once",
	  .words = &limited_choices },
	{ .id = STATS_IGNORE_BELOW,
	  .name = "ignore-below",
	  .argument = "N",
	  .help = "with fewer than N records no percentage is checked; default 0" },
	{ .name = NULL },
};

struct request {
	struct pass_settings settings;
	enum format_id format;
	enum by by;
	size_t top;
	struct which only;
	const char *only_text; /* NULL: all */
	char **against;
	size_t against_count;
	struct threshold *limits;
	size_t limit_count;
	uint64_t ignore_below;
};

/* A whole number, at least `least`. Returns false after a message. */
static bool read_count(uint64_t *count, const char *option, const char *value, uint64_t least,
		       const struct diagnostics *diagnostics)
{
	struct text text = text_of(value);

	if (text_number(&text, count) && text.length == 0 && *count >= least && *count <= SIZE_MAX)
		return true;
	say(diagnostics, "unknown value of %s '%s' (valid: a whole number from %llu)", option, show_string(value).text,
	    (unsigned long long)least);
	return false;
}

/* Returns false after a message. */
static bool take_limit(struct request *request, const char *value, bool is_min)
{
	struct threshold *limit = &request->limits[request->limit_count];

	if (!threshold_parse(limit, value, is_min, request->settings.diagnostics))
		return false;
	for (size_t i = 0; i < request->limit_count; i++) {
		if (!threshold_same(&request->limits[i], limit))
			continue;
		say(request->settings.diagnostics, "%s: '%s' has a limit already: %s", is_min ? "--min" : "--max",
		    show(limit->name).text, show_string(request->limits[i].text).text);
		return false;
	}
	request->limit_count++;
	return true;
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
	case STATS_TIME_COLUMN:
		return input_column(&request->settings.columns.time, "--time-column", line->value, diagnostics);
	case STATS_ONLY:
		request->only_text = line->value;
		return which_parse(&request->only, text_of(line->value), "--only", diagnostics);
	case STATS_TOP:
		if (!read_count(&count, "--top", line->value, 1, diagnostics))
			return false;
		request->top = (size_t)count;
		return true;
	case STATS_AGAINST:
		request->against[request->against_count++] = (char *)(uintptr_t)line->value;
		return true;
	case STATS_MAX:
	case STATS_MIN:
		return take_limit(request, line->value, id == STATS_MIN);
	default:
		return read_count(&request->ignore_below, "--ignore-below", line->value, 0, diagnostics);
	}
}

static bool is_by_time(const struct request *request)
{
	return request->by == BY_HOUR || request->by == BY_DAY;
}

/* Which column is counted by, beside that of the codes. Returns false after a message. */
static bool check_by(struct request *request)
{
	struct column_specs *specs = &request->settings.columns;

	if (request->ignore_below > 0 && request->limit_count == 0) {
		say(request->settings.diagnostics, "--ignore-below changes nothing without --max or --min");
		return false;
	}
	specs->by = is_by_time(request)        ? COLUMN_BY_TIME
		    : request->by == BY_SOURCE ? COLUMN_BY_SOURCE
					       : COLUMN_BY_NOTHING;
	if (!input_options_check(&request->settings))
		return false;
	const struct column_spec *by = is_by_time(request) ? &specs->time : &specs->source;
	const struct column_role *role = is_by_time(request) ? &role_time : &role_source;
	if (specs->by == COLUMN_BY_NOTHING || by->kind == SPEC_NUMBER || !request->settings.has_no_header)
		return true;
	say(request->settings.diagnostics, "-H needs %s N: without a header the column of the %s has only a number",
	    role->option, role->what);
	return false;
}

static bool check(struct request *request)
{
	if (!check_by(request))
		return false;
	if (request->by > BY_ACTION && request->against_count > 0) {
		say(request->settings.diagnostics,
		    "--against compares causes: not with --by %s (valid: --by cause, group, action)",
		    by_name(request->by));
		return false;
	}
	if (!is_by_time(request) && request->settings.columns.time.kind != SPEC_RULE) {
		say(request->settings.diagnostics, "--time-column changes nothing without --by hour or --by day");
		return false;
	}
	for (size_t i = 0; i < request->limit_count && request->against_count == 0; i++) {
		if (request->limits[i].kind != THRESHOLD_RISE)
			continue;
		say(request->settings.diagnostics,
		    "--max: '%s=%s' is a rise: it needs --against FILE, the records of before",
		    show(request->limits[i].name).text, show_string(request->limits[i].text).text);
		return false;
	}
	return true;
}

static bool names_standard_input(char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(names[i], "-") == 0)
			return true;
	return false;
}

/* Standard input is read once: it is what is counted or what that is compared with, and not both. */
static bool check_files(const struct request *request, const struct record_files *files)
{
	if (!names_standard_input(request->against, request->against_count) ||
	    (files->count > 0 && !names_standard_input(files->names, files->count)))
		return true;
	say(request->settings.diagnostics, "standard input is what --against - reads: nothing is left to count");
	say_hint(request->settings.diagnostics, "name the file to count: hangup stats --against - FILE");
	return false;
}

static void print(const struct request *request, const struct pass *pass, const struct tally *before,
		  const struct record_files *files, enum color_when color)
{
	bool is_table = request->format == FORMAT_TABLE;
	struct sink *out = request->settings.out;
	struct stats_view view = {
		.pass = pass,
		.files = files,
		.breakdown = { .by = request->by,
			       .only = request->only_text != NULL ? &request->only : &which_all,
			       .before = before,
			       .changed_only = is_table && before != NULL,
			       .top = request->top,
			       .codes_limit = is_table ? TABLE_CODES : SIZE_MAX },
		.timeline = pass->settings->timeline,
		.counted = request->only_text == NULL && is_by_time(request) ? failing : request->only_text,
		.format = request->format,
		.out = out,
	};

	if (is_table) {
		view.width = terminal_width(out->descriptor);
		view.colors = color_wanted(color, out->descriptor);
		view.has_blocks = is_utf8_locale();
	}
	if (view.timeline != NULL)
		stats_times(&view);
	else
		(is_table ? stats_table : stats_rows)(&view);
}

/* Whether the times can be shown: there are not too many rows. A message otherwise. */
static bool check_times(const struct request *request, const struct record_files *files, const struct pass *pass)
{
	const struct timeline *timeline = pass->settings->timeline;
	const struct diagnostics *diagnostics = request->settings.diagnostics;
	struct figure room;
	const char *label = record_files_label(files, pass->files_read, &room);
	const char *unit = by_name(request->by);

	if (timeline == NULL)
		return true;
	if (timeline_steps(timeline) > timeline->room && request->top != timeline->room) {
		say_at(diagnostics, label, 0, "%s %ss from %s to %s: %s has at most %s rows",
		       figure(timeline_steps(timeline)).text, unit, timeline_step_text(timeline, timeline->first).text,
		       timeline_step_text(timeline, timeline->last).text,
		       request->format == FORMAT_TABLE ? "a table" : "the output", figure(timeline->room).text);
		say_hint(diagnostics, "%s--top N shows the newest",
			 request->by == BY_HOUR ? "count with --by day; " : "");
	} else if (timeline->is_full) {
		say_at(diagnostics, label, 0, "too many different codes in too many %ss to keep them all", unit);
		say_hint(diagnostics, "%s--top N keeps the newest",
			 request->by == BY_HOUR ? "count with --by day; " : "");
	} else {
		return true;
	}
	return false;
}

/* Where the offsets of times differ. */
static void say_offsets(const struct request *request, const struct timeline *timeline)
{
	const struct first_seen *other = &timeline->other_offset;

	if (other->line != 0)
		say_at(request->settings.diagnostics, other->file, other->line,
		       "the times have different offsets from UTC (%s, %s): they are taken as they are written",
		       timeline->offset_shown.text, other->example.text);
}

/* Limits, and nobody who looks on: as long as all is well nothing is said. */
static bool is_watch(const struct request *request)
{
	return request->limit_count > 0 && !isatty(request->settings.diagnostics->descriptor);
}

/* Records in which there is a code, known or not. */
static uint64_t records_with_code(const struct tally *tally)
{
	return tally_ok(tally) + tally->by_status[VERDICT_UNKNOWN];
}

/*
 * What is said after the table: the limits that trip, before all else; then the summary, unless a watch has nothing to
 * report.
 */
static enum status report(const struct request *request, const struct record_files *files, const struct pass *pass,
			  const struct tally *before, enum status status)
{
	const struct diagnostics *diagnostics = request->settings.diagnostics;
	const struct measured measured = { &pass->tally, before, request->ignore_below };
	bool is_blind = request->limit_count > 0 && records_with_code(&pass->tally) == 0;
	struct figure room;

	for (size_t i = 0; i < request->limit_count; i++) {
		if (!threshold_trips(&request->limits[i], &measured))
			continue;
		threshold_say(&request->limits[i], &measured, diagnostics);
		status = status_worse(status, STATUS_MISS);
	}
	if (is_blind)
		say_at(diagnostics, record_files_label(files, pass->files_read, &room), 0,
		       tally_records(&pass->tally) == 0 ? "no call record, so no limit can be checked"
							: "no call record with a code, so no limit can be checked");
	if (pass->tally.malformed > 0 || is_blind)
		status = STATUS_TROUBLE;
	if (is_watch(request) && status == STATUS_DONE)
		return status;
	record_files_summary(files, pass);
	if (pass->settings->timeline != NULL)
		say_offsets(request, pass->settings->timeline);
	return status;
}

/* Whether records can be compared with others: so many, and so many that are ok. A message otherwise. */
static bool can_compare(const struct request *request, const char *label, uint64_t records, uint64_t known)
{
	if (known > 0)
		return true;
	say_at(request->settings.diagnostics, label, 0,
	       records == 0 ? "no call record to compare" : "no call record with a known code to compare");
	return false;
}

/* The records of before. Returns STATUS_TROUBLE after a message where they cannot be compared with. */
static enum status read_before(const struct request *request, struct pass *pass, int standard_input)
{
	struct record_files files = { request->against, request->against_count };
	enum status status = STATUS_DONE;

	for (size_t i = 0; i < files.count && status == STATUS_DONE; i++) {
		uint64_t records = tally_records(&pass->tally);
		uint64_t known = tally_ok(&pass->tally);
		status = pass_files(pass, &files.names[i], 1, standard_input);
		if (status == STATUS_DONE &&
		    !can_compare(request, files.names[i], tally_records(&pass->tally) - records,
				 tally_ok(&pass->tally) - known))
			status = STATUS_TROUBLE;
	}
	if (status == STATUS_DONE && pass->tally.malformed > 0)
		record_files_summary(&files, pass);
	return status;
}

static enum status count_files(struct request *request, const struct record_files *files, const struct tally *before,
			       enum color_when color, int standard_input)
{
	struct pass pass;

	pass_open(&pass, &request->settings);
	enum status status = pass_files(&pass, files->names, files->count, standard_input);
	input_close(&pass.file.input); /* the window: rows, of which there can be a hundred thousand, need its room */
	/* Where nothing could be read, or half a file, what has been counted would be untrue. */
	bool is_read = !pass.file.is_over && !pass.file.is_cut && (status == STATUS_DONE || pass.files_read > 0);
	struct figure room;
	if (is_read && (!check_times(request, files, &pass) ||
			(before != NULL && !can_compare(request, record_files_label(files, pass.files_read, &room),
							tally_records(&pass.tally), tally_ok(&pass.tally))))) {
		is_read = false;
		status = STATUS_TROUBLE;
	}
	if (is_read)
		print(request, &pass, before, files, color);
	sink_flush(request->settings.out);
	if (is_read && request->settings.out->error == 0)
		status = report(request, files, &pass, before, status);
	pass_close(&pass);
	return status;
}

static enum status stats(struct request *request, const struct record_files *files, enum color_when color,
			 int standard_input)
{
	struct timeline timeline;
	struct pass *before = NULL;
	size_t room = request->format == FORMAT_TABLE ? TABLE_TIMES : ROWS_TIMES;
	enum status status = STATUS_DONE;

	request->settings.only = request->only_text != NULL ? &request->only : NULL;
	request->settings.is_quiet = is_watch(request);
	struct pass_settings alone = request->settings;
	if (request->against_count > 0) {
		/* A hint about a file of before reads that file, which cannot be compared with itself. */
		alone.command = command_stats.name;
		before = allocate(1, sizeof *before);
		pass_open(before, &alone);
		status = read_before(request, before, standard_input);
	}
	if (is_by_time(request)) {
		if (request->only_text == NULL)
			which_parse(&request->only, text_of(failing), "--only", request->settings.diagnostics);
		room = request->top > 0 && request->top < room ? request->top : room;
		timeline_open(&timeline, request->by == BY_HOUR, room, &request->only);
		request->settings.timeline = &timeline;
	}
	if (status == STATUS_DONE)
		status = count_files(request, files, before != NULL ? &before->tally : NULL, color, standard_input);
	if (is_by_time(request))
		timeline_close(&timeline);
	request->settings.timeline = NULL;
	if (before != NULL) {
		status = before->tally.malformed > 0 ? STATUS_TROUBLE : status;
		pass_close(before);
		free(before);
	}
	return status;
}

static enum status run(const struct context *context, int count, char **arguments)
{
	struct request request = {
		.settings = pass_defaults("stats", context->diagnostics, context->out),
		.format = FORMAT_TABLE,
		.limits = allocate((size_t)count, sizeof *request.limits),   /* more than there can be */
		.against = allocate((size_t)count, sizeof *request.against), /* likewise */
	};
	struct command_line line;
	enum status status = STATUS_TROUBLE;
	bool is_good = true;
	int id;

	request.settings.shows_progress = true;
	command_line_begin(&line, context, &command_stats, count, arguments);
	request.settings.command = line.words.text;
	while (is_good && (id = command_line_next(&line)) > OPTIONS_END)
		is_good = take_option(&request, id, &line.options);
	if (is_good && id == OPTIONS_BAD) {
		status = line.status;
	} else if (is_good && check(&request)) {
		struct record_files files = { arguments + line.options.first_operand,
					      (size_t)(count - line.options.first_operand) };
		if (check_files(&request, &files) && input_is_there(&request.settings, files.count, context->input))
			status = stats(&request, &files, line.color, context->input);
	}
	free(request.limits);
	free(request.against);
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
		"--by hour and --by day tell since when, --against what has changed since older records; more "
		"than chance is p < 0.001.\n"
		"\n"
		"Exit status: 0 done, 1 a limit of --max or --min was passed, 2 usage, input or output "
		"trouble, lines that cannot be read, or a limit and no record with a code.",
	.options = stats_options,
	.operands = OPERANDS_FILES,
	.run = run,
};
