/* SPDX-License-Identifier: MIT */
/* stats: call records counted: what failed, how much of it, and what to do about it. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/command.h"
#include "commands/input_options.h"
#include "output/color.h"
#include "records/summary.h"
#include "stats/before.h"
#include "stats/counter.h"
#include "support/memory.h"

enum { STATS_FORMAT = 1, STATS_BY, STATS_ONLY, STATS_TOP, STATS_AGAINST, STATS_MAX, STATS_MIN, STATS_IGNORE_BELOW };
enum { TABLE_STEPS = 400 };

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

const char *by_name(enum by by)
{
	static const char *const names[] = {
		[BY_CAUSE] = "cause",   [BY_GROUP] = "group", [BY_ACTION] = "action", [BY_SOURCE] = "source",
		[BY_MINUTE] = "minute", [BY_HOUR] = "hour",   [BY_DAY] = "day",       [BY_COLUMN] = NULL,
	};

	return names[by];
}

static const char *by_choice(size_t i)
{
	return by_name((enum by)i);
}

static const char *by_help(size_t i)
{
	static const char *const helps[] = {
		[BY_CAUSE] = "why calls ended",
		[BY_GROUP] = "the causes by their groups",
		[BY_ACTION] = "what there is to do",
		[BY_SOURCE] = "who ended the calls",
		[BY_MINUTE] = "since when",
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
	{ .id = STATS_BY,
	  .name = "by",
	  .argument = "WHAT",
	  .help = "what to count by: cause (the default), group, action; minute, hour, day, since when it fails; source or "
		  "a column, by its name or number, where",
	  .is_column = true,
	  .words = &by_choices },
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
	  .help = "only the N rows with most calls, the rest in one row; of times the newest N" },
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
	{ .id = STATS_FORMAT,
	  .letter = 'f',
	  .name = "format",
	  .argument = "FORMAT",
	  .help = "how to print; default table",
	  .choices = &stats_format_choices },
	INPUT_OPTION_ROWS,
	{ .name = NULL },
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
static bool take_limit(struct stats_request *request, const char *value, bool is_min)
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

/* A word, or a column: one that is called as a word is has a dot before its name. Returns false after a message. */
static bool take_by(struct stats_request *request, const char *value)
{
	struct text text = text_trim(text_of(value));

	request->settings.columns.of[CELL_BY] = (struct column_spec){ .kind = SPEC_RULE };
	for (request->by = BY_CAUSE; request->by < BY_COLUMN; request->by++)
		if (text_is(text, by_name(request->by)))
			return true;
	bool is_read = input_column(&request->settings, CELL_BY, value);
	request->settings.columns.of[CELL_BY].words = &by_choices;
	return is_read;
}

/* Returns false after a message. */
static bool take(void *data, int id, const struct options *line)
{
	struct stats_request *request = data;
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
		return take_by(request, line->value);
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

/* What is counted where --only does not say: all records or, by a column, those that failed. */
static struct which counted_default(enum by by)
{
	struct which which = which_all;

	if (!by_is_cross(by))
		return which;
	which = (struct which){ .statuses = 1U << VERDICT_UNKNOWN };
	for (size_t i = 0; i < cause_count; i++)
		if (cause_failed(&causes[i]))
			cause_set_add(&which.causes, i);
	return which;
}

/* What the command line says together: which columns are wanted. Returns false after a message. */
static bool settle(struct stats_request *request)
{
	struct pass_settings *settings = &request->settings;

	if (request->only_text == NULL)
		request->only = counted_default(request->by);
	settings->columns.by_source = request->by == BY_SOURCE;
	settings->columns.wants_time = by_is_time(request->by) || period_is_given(&settings->period);
	settings->columns.wants_uuid = request->by == BY_CAUSE;
	if (request->ignore_below > 0 && request->limit_count == 0) {
		say(settings->diagnostics, "--ignore-below changes nothing without --max or --min");
		return false;
	}
	return true;
}

static bool check(struct stats_request *request)
{
	if (!settle(request) || !input_options_check(&request->settings) ||
	    (request->by == BY_SOURCE && !input_has_number(&request->settings, CELL_SOURCE)))
		return false;
	if (by_is_cross(request->by) && request->against_count > 0) {
		say(request->settings.diagnostics,
		    "--against compares causes: not with --by %s (valid: --by cause, group, action)",
		    request->by == BY_COLUMN ? "a column" : by_name(request->by));
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
static bool check_files(const struct stats_request *request, const struct record_files *files)
{
	if (!names_standard_input(request->against, request->against_count) ||
	    (files->count > 0 && !names_standard_input(files->names, files->count)))
		return true;
	say(request->settings.diagnostics, "standard input is what --against - reads: nothing is left to count");
	say_hint(request->settings.diagnostics, "name the file to count: hangup stats --against - FILE");
	return false;
}

static void print(const struct stats_request *request, const struct pass *pass, const struct before *before,
		  struct counter *counter, const struct record_files *files, enum color_when color)
{
	struct stats_view view = {
		.request = request,
		.pass = pass,
		.files = files,
		.before = before,
		.counter = counter,
	};

	if (request->format == FORMAT_TABLE) {
		view.width = terminal_width(request->settings.out->descriptor);
		view.colors = color_wanted(color, request->settings.out->descriptor);
		view.has_blocks = is_utf8_locale();
	}
	stats_report(&view);
}

/* The next larger step by which so many make no more rows than there may be; NULL if none does. */
static const char *larger_step(enum by by, uint64_t steps, uint64_t most)
{
	static const uint64_t in_next[] = { [BY_MINUTE] = 60, [BY_HOUR] = 24 };

	for (; by < BY_DAY; by++) {
		steps = steps / in_next[by] + 2; /* at most so many, wherever they begin */
		if (steps <= most)
			return by_name((enum by)(by + 1));
	}
	return NULL;
}

/* More steps of time than there may be rows, or more than can be counted. */
static void say_too_many(const struct stats_request *request, const struct counter *counter, const char *label,
			 uint64_t most)
{
	const struct diagnostics *diagnostics = request->settings.diagnostics;
	uint64_t steps = counter_steps(counter);
	const char *larger = larger_step(request->by, steps, most);
	const struct first_seen *far = counter_farthest(counter);
	uint64_t step = far == &counter->at_last ? counter->last : counter->first;

	if (steps > most)
		say_at(diagnostics, far->file, far->line,
		       "%s %ss from %s to %s, of which this record has the %s: %s has at most %s rows",
		       figure(steps).text, by_name(request->by), counter_step_text(counter, counter->first).text,
		       counter_step_text(counter, counter->last).text, step == counter->last ? "last" : "first",
		       request->format == FORMAT_TABLE ? "a table" : "the output", figure(most).text);
	else
		say_at(diagnostics, label, 0, "too many different codes in too many %ss to keep them all",
		       by_name(request->by));
	if (larger != NULL)
		say_hint(diagnostics, "count with --by %s; --top N shows the newest", larger);
	else
		say_hint(diagnostics, "--top N shows the newest");
}

/* Whether what was counted by a column can be shown. A message otherwise. */
static bool check_rows(const struct stats_request *request, const struct counter *counter,
		       const struct record_files *files, const struct pass *pass)
{
	const struct column_specs *specs = &request->settings.columns;
	uint64_t most = request->format == FORMAT_TABLE ? TABLE_STEPS : COUNTER_STEPS;
	bool is_time = by_is_time(request->by);
	struct figure room;
	const char *label = summary_label(files, pass->files_read, &room);

	if (tally_records(&pass->tally) > 0 && !counter_has_any(counter)) {
		say_at(request->settings.diagnostics, label, 0, "no record has %s",
		       is_time ? "a time" : "a value to count by");
		if (is_time)
			summary_print_times(request->settings.diagnostics, &pass->tally);
		else if (request->by == BY_COLUMN && specs->of[CELL_BY].kind == SPEC_NAME &&
			 choice_near(&by_choices, text_of(specs->of[CELL_BY].name)) != NULL)
			say_hint(request->settings.diagnostics, "did you mean --by %s?",
				 choice_near(&by_choices, text_of(specs->of[CELL_BY].name)));
		return false;
	}
	bool is_too_long = is_time && counter_steps(counter) > most && (request->top == 0 || request->top > most);
	if (!is_too_long && (!is_time || !counter->cross.is_full))
		return true;
	say_too_many(request, counter, label, most);
	return false;
}

/* Limits, and nobody who looks on: as long as all is well nothing is said. */
static bool is_watch(const struct stats_request *request)
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
static enum status report(const struct stats_request *request, const struct record_files *files,
			  const struct pass *pass, const struct before *before, bool is_full, enum status status)
{
	const struct diagnostics *diagnostics = request->settings.diagnostics;
	bool is_blind = request->limit_count > 0 && records_with_code(&pass->tally) == 0;
	struct figure room;
	const char *label = summary_label(files, pass->files_read, &room);

	for (size_t i = 0; i < request->limit_count; i++) {
		if (!threshold_trips(&request->limits[i], &pass->tally, before, request->ignore_below))
			continue;
		threshold_say(&request->limits[i], &pass->tally, before, diagnostics);
		status = status_worse(status, STATUS_MISS);
	}
	if (is_blind)
		say_at(diagnostics, label, 0,
		       tally_records(&pass->tally) == 0 ? "no call record, so no limit can be checked"
							: "no call record with a code, so no limit can be checked");
	if (pass->tally.malformed > 0 || is_blind)
		status = STATUS_TROUBLE;
	if (is_watch(request) && status == STATUS_DONE)
		return status;
	summary_of_files(files, pass);
	if (is_full)
		say_at(diagnostics, label, 0,
		       "more values, or longer ones, than are kept (%s of %d bytes): the rest is counted as (other values)",
		       figure(COUNTER_VALUES).text, CROSS_KEY_MAX);
	return status;
}

static enum status count_files(const struct stats_request *request, const struct record_files *files,
			       const struct before *before, enum color_when color, int standard_input)
{
	struct pass_settings settings = request->settings;
	bool is_cross = by_is_cross(request->by);
	struct counter counter;
	struct figure room;
	struct pass pass;

	if (is_cross) {
		counter_open(&counter, request);
		settings.count = counter_add;
		settings.data = &counter;
	}
	pass_open(&pass, &settings);
	enum status status = pass_files(&pass, files->names, files->count, standard_input);
	input_close(&pass.file.input); /* the window: rows, of which there can be a hundred thousand, need its room */
	/* Where nothing could be read, or half a file, what has been counted would be untrue. */
	bool is_read = !pass.file.is_over && !pass.file.is_cut && (status == STATUS_DONE || pass.files_read > 0);
	const char *label = summary_label(files, pass.files_read, &room);
	if (is_read && ((is_cross && !check_rows(request, &counter, files, &pass)) ||
			(before != NULL && !before_can_compare(request->settings.diagnostics, label,
							       tally_records(&pass.tally), tally_ok(&pass.tally))))) {
		is_read = false;
		status = STATUS_TROUBLE;
	}
	if (is_read)
		print(request, &pass, before, is_cross ? &counter : NULL, files, color);
	sink_flush(request->settings.out);
	if (is_read && request->settings.out->error == 0)
		status = report(request, files, &pass, before, is_cross && counter.cross.is_full, status);
	if (is_cross)
		counter_close(&counter);
	pass_close(&pass);
	return status;
}

static enum status stats(const struct stats_request *request, const struct record_files *files, enum color_when color,
			 int standard_input)
{
	struct record_files against = { request->against, request->against_count };
	struct before *before;

	if (request->against_count == 0)
		return count_files(request, files, NULL, color, standard_input);
	before = allocate(1, sizeof *before);
	enum status status = before_open(before, request, standard_input);
	if (before->pass.tally.malformed > 0)
		summary_of_files(&against, &before->pass);
	if (status == STATUS_DONE)
		status = count_files(request, files, before, color, standard_input);
	if (before->pass.tally.malformed > 0)
		status = STATUS_TROUBLE;
	pass_close(&before->pass);
	free(before);
	return status;
}

static enum status run(const struct context *context, int count, char **arguments)
{
	struct stats_request request = {
		.settings = pass_defaults("stats", context->diagnostics, context->out),
		.format = FORMAT_TABLE,
		.limits = allocate((size_t)count, sizeof *request.limits),   /* more than there can be */
		.against = allocate((size_t)count, sizeof *request.against), /* likewise */
	};
	struct command_line line;
	enum status status = STATUS_TROUBLE;

	request.settings.shows_progress = true;
	if (!command_line_read(&line, context, &command_stats, count, arguments, take, &request)) {
		status = line.status;
	} else if (check(&request)) {
		struct record_files files = { arguments + line.options.first_operand,
					      (size_t)(count - line.options.first_operand) };
		struct strbuf inputs = input_words(&files, files.count);
		request.settings.command = line.words.text;
		request.settings.inputs = inputs.text;
		request.settings.is_quiet = is_watch(&request);
		if (check_files(&request, &files) && input_is_there(&request.settings, &files, context->input))
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
		    "  hangup stats --by to_number calls.csv    where\n"
		    "  hangup stats --by hour calls.csv     since when\n"
		    "  hangup stats --against old.csv new.csv    what has changed\n"
		    "  hangup stats --max fix=5% calls.csv  exit 1 if there are more: for a cron job\n",
	.help = "Reads what annotate reads, by the same rules, and prints how many calls there were of each cause, the "
		"most first, and the next steps of the three fix or support causes with most calls.\n"
		"\n" ACTIONS_HELP " Causes of none "
		"have no bar, and bars are drawn to the largest of the others: failures are what to look at.\n"
		"\n"
		"--by a time tells since when calls fail, --by a column where: failed is what the network or the set-up "
		"did not bring about. --against tells what has changed since older records, by more than chance (p < "
		"0.001) and than days differ by.\n"
		"\n"
		"Exit status: 0 done, 1 a limit of --max or --min was passed, 2 usage, input or output "
		"trouble, lines that cannot be read, or a limit and no record with a code.",
	.options = stats_options,
	.operands = OPERANDS_FILES,
	.run = run,
};
