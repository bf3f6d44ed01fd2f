/* The table of stats: what failed, how much of it, and what to do about it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/bar.h"
#include "output/wrap.h"
#include "stats/stats_view.h"
#include "support/memory.h"
#include "support/percent.h"
#include "support/strbuf.h"

enum { GAP = 2, BAR_WIDTH_MIN = 4, MORE_ROWS = 2, STEPS = 3, STEP_INDENT = 2 };
enum {
	CELL_OF_CODE,
	CELL_OF_LABEL,
	CELL_OF_ACTION,
	CELL_OF_CALLS,
	CELL_OF_BEFORE,
	CELL_OF_SHARE,
	CELL_OF_CHANGE,
	CELL_OF_BAR,
	CELLS
};

/* A line of the table, ready but for its bar. */
struct line {
	char code[8];
	char label[64];
	const char *action;
	struct figure calls;
	struct percent_text before, share, change;
	uint64_t bar; /* calls, 0 where there is no bar */
};

static const char *cell_of(const struct line *line, size_t cell)
{
	const char *const cells[] = {
		[CELL_OF_CODE] = line->code,          [CELL_OF_LABEL] = line->label,
		[CELL_OF_ACTION] = line->action,      [CELL_OF_CALLS] = line->calls.text,
		[CELL_OF_BEFORE] = line->before.text, [CELL_OF_SHARE] = line->share.text,
		[CELL_OF_CHANGE] = line->change.text,
	};

	return cells[cell];
}

static const char *status_label(size_t status)
{
	static const char *const labels[VERDICT_COUNT] = {
		[VERDICT_UNKNOWN] = "(unknown code)", [VERDICT_MISMATCH] = "(name contradicts code)",
		[VERDICT_INVALID] = "(not a code)",   [VERDICT_RAGGED] = "(more fields than the header)",
		[VERDICT_EMPTY] = "(no code)",
	};

	return labels[status];
}

static const char *label_of(const struct slice *slice)
{
	const char *name = slice_name(slice);

	if (name != NULL)
		return name;
	switch (slice->kind) {
	case SLICE_CODE:
		return status_label(VERDICT_UNKNOWN);
	case SLICE_OTHER:
		return "Other";
	case SLICE_NO_SOURCE:
		return "(no source)";
	default:
		return status_label(slice->index);
	}
}

static struct line line_of(const struct breakdown *breakdown, const struct slice *slice)
{
	uint64_t records = breakdown->records;
	uint64_t before = breakdown->records_before;
	struct line line = {
		.action = "",
		.calls = figure(slice->calls),
		.before = percent_text(slice->before, before),
		.share = percent_text(slice->calls, records),
		.bar = slice_matters(slice) ? slice->calls : 0,
	};

	if (before > 0)
		line.change = percent_points(slice->before, before, slice->calls, records);
	if (slice->kind == SLICE_MORE)
		snprintf(line.label, sizeof line.label, "and %s more", figure(slice->index).text);
	else if (slice->kind == SLICE_STATUS && slice->index == VERDICT_RAGGED &&
		 breakdown->tally->first[FINDING_RAGGED].is_moved)
		snprintf(line.label, sizeof line.label, "(behind another header)");
	else
		snprintf(line.label, sizeof line.label, "%s", label_of(slice));
	if (slice->kind == SLICE_CAUSE) {
		snprintf(line.code, sizeof line.code, "%u", (unsigned)causes[slice->index].code);
		line.action = action_name(causes[slice->index].action);
	} else if (slice->kind == SLICE_CODE) {
		snprintf(line.code, sizeof line.code, "%u", (unsigned)slice->index);
	}
	return line;
}

/* Malformed lines are no records: they have no share and are no part of the total. */
static size_t add_last_lines(struct line *lines, const struct breakdown *breakdown)
{
	const struct tally *tally = breakdown->tally;
	uint64_t records = breakdown->records;
	uint64_t before = breakdown->records_before;
	size_t count = 0;

	if (tally->malformed > 0)
		lines[count++] =
			(struct line){ .label = "(malformed line)", .action = "", .calls = figure(tally->malformed) };
	lines[count++] = (struct line){
		.label = "Total",
		.action = "",
		.calls = figure(records),
		.before = percent_text(before, before),
		.share = percent_text(records, records),
	};
	return count;
}

size_t stats_bar_width(const struct stats_view *view, size_t used)
{
	if (used + BAR_WIDTH_MIN > view->width)
		return 0;
	return view->width - used < BAR_WIDTH_MAX ? view->width - used : BAR_WIDTH_MAX;
}

/* The columns that the cells of a list take up, with the gaps behind them. */
static size_t columns_used(const struct column *columns, const struct line *lines, size_t count, const size_t *cells,
			   size_t cell_count)
{
	size_t used = 0;

	for (size_t i = 0; i < cell_count; i++) {
		size_t width = strlen(columns[i].name);
		for (size_t at = 0; at < count; at++) {
			size_t length = strlen(cell_of(&lines[at], cells[i]));
			width = length > width ? length : width;
		}
		used += width + GAP;
	}
	return used;
}

/* The cells that a table shows; the first is for causes alone. Returns how many. */
static size_t choose_cells(const struct stats_view *view, size_t *cells)
{
	static const size_t plain[] = { CELL_OF_CALLS, CELL_OF_SHARE };
	static const size_t compared[] = { CELL_OF_BEFORE, CELL_OF_SHARE, CELL_OF_CHANGE, CELL_OF_CALLS };
	bool is_compared = view->breakdown.before != NULL;
	size_t figures = is_compared ? sizeof compared / sizeof *compared : sizeof plain / sizeof *plain;
	size_t count = 0;

	if (view->breakdown.by == BY_CAUSE)
		cells[count++] = CELL_OF_CODE;
	cells[count++] = CELL_OF_LABEL;
	if (view->breakdown.by == BY_CAUSE)
		cells[count++] = CELL_OF_ACTION;
	for (size_t i = 0; i < figures; i++)
		cells[count++] = (is_compared ? compared : plain)[i];
	return count;
}

static void put_lines(const struct stats_view *view, const struct line *lines, size_t count)
{
	bool is_compared = view->breakdown.before != NULL;
	const struct column all[CELLS] = {
		[CELL_OF_CODE] = { .name = "code", .is_number = true },
		[CELL_OF_LABEL] = { .name = by_name(view->breakdown.by),
				    .wraps = true,
				    .is_action = view->breakdown.by == BY_ACTION },
		[CELL_OF_ACTION] = { .name = "action", .is_action = true },
		[CELL_OF_CALLS] = { .name = "calls", .is_number = true },
		[CELL_OF_BEFORE] = { .name = "before", .is_number = true },
		[CELL_OF_SHARE] = { .name = is_compared ? "now" : " share", .is_number = true },
		[CELL_OF_CHANGE] = { .name = "points", .is_number = true },
		[CELL_OF_BAR] = { .name = "", .is_bar = true },
	};
	struct column columns[CELLS];
	size_t shown[CELLS];
	size_t shown_count = choose_cells(view, shown);
	struct writer writer;
	uint64_t largest = 0;

	for (size_t i = 0; i < shown_count; i++)
		columns[i] = all[shown[i]];
	columns[shown_count] = all[CELL_OF_BAR];
	for (size_t i = 0; i < count && !is_compared; i++)
		largest = lines[i].bar > largest ? lines[i].bar : largest;
	size_t used = columns_used(columns, lines, count, shown, shown_count);
	size_t width = largest > 0 ? stats_bar_width(view, used) : 0;
	writer_begin(&writer, FORMAT_TABLE, view->out, columns, shown_count + (width > 0), view->width);
	writer.colors = view->colors;
	for (size_t at = 0; at < count; at++) {
		struct bar bar = bar_of(lines[at].bar, largest, width, view->has_blocks);
		const char *cells[CELLS];
		for (size_t i = 0; i < shown_count; i++)
			cells[i] = cell_of(&lines[at], shown[i]);
		cells[shown_count] = bar.text;
		writer_row(&writer, cells);
	}
	writer_end(&writer);
}

/* The name of the column, key or field that the records are counted by, or what else it is known by. */
static struct shown counted_name(const struct pass *pass, enum by by)
{
	const struct column_specs *specs = &pass->settings->columns;
	bool is_time = by == BY_HOUR || by == BY_DAY;
	const struct column_spec *spec = is_time ? &specs->time : by == BY_SOURCE ? &specs->source : &specs->code;
	const struct shown *name = is_time || by == BY_SOURCE ? &pass->file.names.by : &pass->file.names.code;
	struct shown shown;

	if (*name->text != '\0')
		return *name;
	if (spec->kind == SPEC_NAME)
		return show_string(spec->name);
	if (spec->kind != SPEC_NUMBER)
		return show_string(is_time ? "the time" : by == BY_SOURCE ? "hangup source" : "hangup cause code");
	snprintf(shown.text, sizeof shown.text, "column %zu", spec->number);
	return shown;
}

void stats_title(const struct stats_view *view)
{
	uint64_t records = tally_records(&view->pass->tally);
	enum by by = view->breakdown.by;
	bool is_within = by != BY_CAUSE && by != BY_SOURCE;
	struct figure room;
	struct shown label = show_string(record_files_label(view->files, view->pass->files_read, &room));
	struct shown column = counted_name(view->pass, by);
	struct strbuf title = { .used = 0 };

	strbuf_add(&title, "%s: %s call %s", label.text, records == 0 ? "no" : figure(records).text,
		   records == 1 ? "record" : "records");
	if (view->breakdown.before != NULL)
		strbuf_add(&title, " against %s before", figure(tally_records(view->breakdown.before)).text);
	if (records > 0)
		strbuf_add(&title, ", by %s%s%s", is_within ? by_name(by) : "", is_within ? " of " : "", column.text);
	if (view->counted != NULL)
		strbuf_add(&title, "; %s %s", view->timeline != NULL ? "counted:" : "only",
			   show_string(view->counted).text);
	wrap_put(view->out, title.text, 0, 0, view->width);
	sink_put(view->out, "\n");
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

static void put_steps(const struct stats_view *view)
{
	const char *heading =
		view->breakdown.before != NULL ? "Next steps, largest rise first:" : "Next steps, most calls first:";
	struct breakdown_settings settings = view->breakdown;
	struct breakdown breakdown;
	struct next_step steps[STEPS];
	int code_width = 0;
	int figure_width = 0;

	settings.top = 0; /* those that it folds count, too */
	breakdown_open(&breakdown, &view->pass->tally, &settings);
	size_t count = find_steps(&breakdown, steps);
	breakdown_close(&breakdown);
	if (count == 0)
		return;
	sink_put(view->out, "\n");
	color_put(view->out, view->colors, COLOR_HEADING, heading, strlen(heading));
	sink_put(view->out, "\n");
	for (size_t i = 0; i < count; i++) {
		int digits = snprintf(NULL, 0, "%u", (unsigned)steps[i].cause->code);
		int length = (int)strlen(steps[i].figure);
		code_width = digits > code_width ? digits : code_width;
		figure_width = length > figure_width ? length : figure_width;
	}
	size_t indent = STEP_INDENT + (size_t)code_width + GAP + (size_t)figure_width + GAP;
	for (size_t i = 0; i < count; i++) {
		sink_put_format(view->out, "%*s%*u  %*s  ", STEP_INDENT, "", code_width, (unsigned)steps[i].cause->code,
				figure_width, steps[i].figure);
		wrap_put(view->out, steps[i].cause->next_steps, indent, indent, view->width);
	}
}

/* How many of the rows have changed by more than chance: they are the first. */
static void put_changed(const struct stats_view *view, const struct breakdown *breakdown)
{
	struct slice slice;
	size_t count = 0;
	char text[160];

	while (breakdown_at(breakdown, count, &slice) && slice.kind != SLICE_OTHER && slice.has_changed)
		count++;
	if (count == 0)
		snprintf(text, sizeof text, "No share has changed by more than chance (p < 0.001).");
	else if (count == 1)
		snprintf(text, sizeof text, "The share in the first row has changed by more than chance (p < 0.001).");
	else
		snprintf(text, sizeof text,
			 "The shares in the first %s rows have changed by more than chance (p < 0.001).",
			 figure(count).text);
	sink_put(view->out, "\n");
	wrap_put(view->out, text, 0, 0, view->width);
}

void stats_table(const struct stats_view *view)
{
	struct breakdown breakdown;
	struct slice slice;
	size_t count = 0;

	breakdown_open(&breakdown, &view->pass->tally, &view->breakdown);
	struct line *lines = allocate(breakdown.count + MORE_ROWS, sizeof *lines);
	for (; breakdown_at(&breakdown, count, &slice); count++)
		lines[count] = line_of(&breakdown, &slice);
	count += add_last_lines(lines + count, &breakdown);
	stats_title(view);
	put_lines(view, lines, count);
	if (view->breakdown.before != NULL)
		put_changed(view, &breakdown);
	free(lines);
	breakdown_close(&breakdown);
	if (view->breakdown.by == BY_CAUSE)
		put_steps(view);
}
