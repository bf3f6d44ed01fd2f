/* SPDX-License-Identifier: MIT */
/* What stats says: the heading, the rows, and for people what to do about them. */
#include <stdio.h>
#include <string.h>

#include "output/wrap.h"
#include "stats/breakdown.h"
#include "stats/counter.h"
#include "support/percent.h"
#include "support/strbuf.h"

enum { GAP = 2, STEPS = 3, STEP_INDENT = 2, STEP_WIDTH_MIN = 36 };

/* What a column is called that no file has named: as the command line has it, or what it is. */
static struct shown given_name(const struct column_spec *spec, const char *what)
{
	struct shown shown;

	if (spec->kind == SPEC_NAME)
		return show_string(spec->name);
	if (spec->kind != SPEC_NUMBER)
		return show_string(what);
	snprintf(shown.text, sizeof shown.text, "column %zu", spec->number);
	return shown;
}

struct shown stats_column_name(const struct stats_view *view)
{
	const struct column_specs *specs = &view->request->settings.columns;
	enum by by = view->request->by;
	const struct file_names *names = &view->pass->file.names;
	const struct column_name *met = &names->of[by_is_time(by) ? CELL_TIME : by_is_cross(by) ? CELL_BY : CELL_CODE];

	if (met->has_others)
		return show_string("several columns");
	if (*met->first.text != '\0')
		return met->first;
	return by_is_time(by)    ? given_name(&specs->of[CELL_TIME], "the time")
	       : by == BY_SOURCE ? given_name(&specs->of[CELL_SOURCE], "hangup source")
	       : by == BY_COLUMN ? given_name(&specs->of[CELL_BY], "")
				 : given_name(&specs->of[CELL_CODE], "hangup cause code");
}

/* "cdr.csv: 98,412 call records, by hangup_cause_code" and a blank line. */
static void put_title(const struct stats_view *view)
{
	const struct stats_request *request = view->request;
	const struct tally *tally = &view->pass->tally;
	uint64_t records = tally_records(tally);
	uint64_t trunks = tally_of_table(tally, TABLE_TRUNK);
	bool is_within = by_is_time(request->by) || request->by == BY_GROUP || request->by == BY_ACTION;
	struct figure room;
	struct shown label = show_string(summary_label(view->files, view->pass->files_read, &room));
	struct strbuf title = { .used = 0 };

	bool is_of_trunks = trunks > 0 &&
			    tally_of_table(tally, TABLE_VOICE) + tally->by_status[VERDICT_MISMATCH] == 0 &&
			    !tally->first[FINDING_UNKNOWN].is_voice;
	strbuf_add(&title, "%s: %s call %s%s", label.text, records == 0 ? "no" : figure(records).text,
		   records == 1 ? "record" : "records", is_of_trunks ? " of SIP trunks" : "");
	if (view->before != NULL) {
		struct record_files files = { request->against, request->against_count };
		struct shown then = show_string(summary_label(&files, files.count, &room));
		strbuf_add(&title, " against %s of %s", figure(tally_records(&view->before->pass.tally)).text,
			   then.text);
	}
	if (records > 0)
		strbuf_add(&title, ", by %s%s%s", is_within ? by_name(request->by) : "", is_within ? " of " : "",
			   stats_column_name(view).text);
	if (view->counter != NULL && records > 0)
		strbuf_add(&title, "; %s: %s",
			   request->only_text != NULL ? show_string(request->only_text).text : "failed",
			   figure(which_calls(&request->only, tally)).text);
	else if (request->only_text != NULL)
		strbuf_add(&title, "; only %s", show_string(request->only_text).text);
	wrap_put(request->settings.out, title.text, 0, 0, view->width);
	sink_put(request->settings.out, "\n");
}

/* A cause whose next step is worth a line, and its calls or its rise. */
struct next_step {
	const struct cause *cause;
	char figure[32];
};

/* The causes with most calls, or whose share has risen most, that something can be done about. Returns how many. */
static size_t find_steps(const struct breakdown *breakdown, struct next_step *steps)
{
	bool is_compared = breakdown->settings.before != NULL;
	struct slice slice;
	size_t count = 0;

	for (size_t i = 0; count < STEPS && breakdown_at(breakdown, i, &slice); i++) {
		if (slice.kind != SLICE_CAUSE || causes[slice.index].action == ACTION_NONE)
			continue;
		if (is_compared ? !slice.has_changed || breakdown_change(breakdown, &slice) <= 0
				: causes[slice.index].action == ACTION_RETRY)
			continue;
		steps[count].cause = &causes[slice.index];
		snprintf(steps[count++].figure, sizeof steps->figure, "%s",
			 is_compared ? percent_points(slice.before, breakdown->records_before, slice.calls,
						      breakdown->records)
					       .text
				     : figure(slice.calls).text);
	}
	return count;
}

/* What to do about a cause; where that asks for a call's UUID, with that of the first. */
static struct strbuf step_text(const struct tally *tally, const struct cause *cause)
{
	static const char asked[] = "call UUID";
	const char *example = tally->examples[cause_index(cause)].text;
	const char *place = strstr(cause->next_steps, asked);
	struct strbuf text = { .used = 0 };

	if (place == NULL || *example == '\0') {
		strbuf_add(&text, "%s", cause->next_steps);
		return text;
	}
	place += sizeof asked - 1;
	strbuf_add(&text, "%.*s (the first: %s)%s", (int)(place - cause->next_steps), cause->next_steps, example,
		   place);
	return text;
}

static void at_least(int *width, size_t length)
{
	if (*width < (int)length)
		*width = (int)length;
}

static void put_steps(const struct stats_view *view)
{
	struct sink *out = view->request->settings.out;
	const char *heading =
		view->before != NULL ? "Next steps, largest rise first:" : "Next steps, most calls first:";
	/* Those that --top folds count, too. */
	const struct breakdown_settings settings = { .by = BY_CAUSE,
						     .only = &view->request->only,
						     .before = view->before };
	struct breakdown breakdown;
	struct next_step steps[STEPS];
	int code_width = 0, name_width = 0, figure_width = 0;

	breakdown_open(&breakdown, &view->pass->tally, &settings);
	size_t count = find_steps(&breakdown, steps);
	breakdown_close(&breakdown);
	if (count == 0)
		return;
	sink_put(out, "\n");
	color_put(out, view->colors, COLOR_HEADING, heading, strlen(heading));
	sink_put(out, "\n");
	for (size_t i = 0; i < count; i++) {
		at_least(&code_width, (size_t)snprintf(NULL, 0, "%u", (unsigned)steps[i].cause->code));
		at_least(&name_width, steps[i].cause->name_length + GAP);
		at_least(&figure_width, strlen(steps[i].figure));
	}
	size_t indent = STEP_INDENT + (size_t)code_width + GAP + (size_t)figure_width + GAP;
	if (indent + (size_t)name_width + STEP_WIDTH_MIN > view->width)
		name_width = 0;
	indent += (size_t)name_width;
	for (size_t i = 0; i < count; i++) {
		sink_put_format(out, "%*s%*u  %-*s%*s  ", STEP_INDENT, "", code_width, (unsigned)steps[i].cause->code,
				name_width, name_width > 0 ? steps[i].cause->name : "", figure_width, steps[i].figure);
		wrap_put(out, step_text(&view->pass->tally, steps[i].cause).text, indent, indent, view->width);
	}
}

/* How many of the rows have changed: they are the first. */
static void put_changed(const struct stats_view *view, size_t count)
{
	static const char how[] = "by more than chance and than days differ by";
	struct strbuf text = { .used = 0 };

	if (count == 0)
		strbuf_add(&text, "No share has changed %s.", how);
	else if (count == 1)
		strbuf_add(&text, "The share in the first row has changed %s.", how);
	else
		strbuf_add(&text, "The shares in the first %s rows have changed %s.", figure(count).text, how);
	sink_put(view->request->settings.out, "\n");
	wrap_put(view->request->settings.out, text.text, 0, 0, view->width);
}

void stats_report(const struct stats_view *view)
{
	bool is_table = view->request->format == FORMAT_TABLE;

	if (is_table)
		put_title(view);
	size_t changed = stats_rows(view);
	if (is_table && view->before != NULL)
		put_changed(view, changed);
	if (is_table && view->request->by == BY_CAUSE)
		put_steps(view);
}
