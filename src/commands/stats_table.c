/* The table of stats: what failed, how much of it, and what to do about it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/stats.h"
#include "output/bar.h"
#include "output/wrap.h"
#include "support/memory.h"
#include "support/percent.h"

enum { GAP = 2, BAR_WIDTH_MIN = 4, MORE_ROWS = 2, GAINS = 3, GAIN_INDENT = 2 };
enum { CELL_OF_CODE, CELL_OF_LABEL, CELL_OF_ACTION, CELL_OF_CALLS, CELL_OF_SHARE, CELL_OF_BAR, CELLS };

/* A line of the table, ready but for its bar. */
struct line {
	char code[8];
	char label[64];
	const char *action;
	struct figure calls;
	struct percent_text share;
	uint64_t bar; /* calls, 0 where there is no bar */
};

static const char *cell_of(const struct line *line, size_t cell)
{
	const char *const cells[] = {
		[CELL_OF_CODE] = line->code,        [CELL_OF_LABEL] = line->label,      [CELL_OF_ACTION] = line->action,
		[CELL_OF_CALLS] = line->calls.text, [CELL_OF_SHARE] = line->share.text,
	};

	return cells[cell];
}

/* Of the bars: red for what the caller can fix, yellow for what support can; the action beside them is in words. */
static enum color bar_color(const char *const *cells, size_t column)
{
	if (column == CELL_OF_BAR && strcmp(cells[CELL_OF_ACTION], action_name(ACTION_FIX)) == 0)
		return COLOR_BAD;
	if (column == CELL_OF_BAR && strcmp(cells[CELL_OF_ACTION], action_name(ACTION_SUPPORT)) == 0)
		return COLOR_WARNING;
	return COLOR_PLAIN;
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

static struct line line_of(const struct slice *slice, uint64_t records)
{
	struct line line = {
		.action = "",
		.calls = figure(slice->calls),
		.share = percent_text(slice->calls, records),
		.bar = slice_matters(slice) ? slice->calls : 0,
	};

	if (slice->kind == SLICE_MORE)
		snprintf(line.label, sizeof line.label, "and %s more", figure(slice->index).text);
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
static size_t add_last_lines(struct line *lines, const struct tally *tally)
{
	uint64_t records = tally_records(tally);
	size_t count = 0;

	if (tally->malformed > 0)
		lines[count++] =
			(struct line){ .label = "(malformed line)", .action = "", .calls = figure(tally->malformed) };
	lines[count++] = (struct line){
		.label = "Total", .action = "", .calls = figure(records), .share = percent_text(records, records)
	};
	return count;
}

/* How many columns are left for bars: 0 if too few, or if no line has one. */
static size_t bar_width(const struct stats_view *view, const struct column *columns, const struct line *lines,
			size_t count, const size_t *cells, size_t cell_count)
{
	size_t used = 0;
	bool has_bar = false;

	for (size_t i = 0; i < cell_count; i++) {
		size_t width = strlen(columns[i].name);
		for (size_t at = 0; at < count; at++) {
			size_t length = strlen(cell_of(&lines[at], cells[i]));
			width = length > width ? length : width;
			has_bar = has_bar || lines[at].bar > 0;
		}
		used += width + GAP;
	}
	if (!has_bar || used + BAR_WIDTH_MIN > view->width)
		return 0;
	return view->width - used < BAR_WIDTH_MAX ? view->width - used : BAR_WIDTH_MAX;
}

static void put_lines(const struct stats_view *view, const struct line *lines, size_t count)
{
	static const size_t cause_cells[] = { CELL_OF_CODE, CELL_OF_LABEL, CELL_OF_ACTION, CELL_OF_CALLS,
					      CELL_OF_SHARE };
	static const size_t other_cells[] = { CELL_OF_LABEL, CELL_OF_CALLS, CELL_OF_SHARE };
	bool is_by_cause = view->breakdown.by == BY_CAUSE;
	const size_t *shown = is_by_cause ? cause_cells : other_cells;
	size_t shown_count =
		is_by_cause ? sizeof cause_cells / sizeof *cause_cells : sizeof other_cells / sizeof *other_cells;
	const struct column all[CELLS] = {
		[CELL_OF_CODE] = { .name = "code", .is_number = true },
		[CELL_OF_LABEL] = { .name = by_name(view->breakdown.by), .wraps = true },
		[CELL_OF_ACTION] = { .name = "action" },
		[CELL_OF_CALLS] = { .name = "calls", .is_number = true },
		[CELL_OF_SHARE] = { .name = "share", .is_number = true },
		[CELL_OF_BAR] = { .name = "" },
	};
	struct column columns[CELLS];
	struct writer writer;
	uint64_t largest = 0;

	for (size_t i = 0; i < shown_count; i++)
		columns[i] = all[shown[i]];
	columns[shown_count] = all[CELL_OF_BAR];
	for (size_t i = 0; i < count; i++)
		largest = lines[i].bar > largest ? lines[i].bar : largest;
	size_t width = bar_width(view, columns, lines, count, shown, shown_count);
	writer_begin(&writer, FORMAT_TABLE, view->out, columns, shown_count + (width > 0), view->width);
	writer.colors = view->colors;
	writer.color = is_by_cause ? bar_color : NULL;
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
	const struct column_spec *spec = by == BY_SOURCE ? &specs->source : &specs->code;
	size_t column = by == BY_SOURCE ? pass->columns.at[CELL_BY] : NO_COLUMN;
	struct shown shown;

	if (pass->shape == PASS_CSV && column < pass->header.count)
		return show(pass->header.names[column].text);
	if (by != BY_SOURCE && *pass->code_name.text != '\0')
		return pass->code_name;
	if (spec->kind == SPEC_NAME)
		return show_string(spec->name);
	if (spec->kind != SPEC_NUMBER)
		return show_string(by == BY_SOURCE ? "hangup source" : "hangup cause code");
	snprintf(shown.text, sizeof shown.text, "column %zu", spec->number);
	return shown;
}

/* "cdr.csv: 98,412 call records, by hangup_cause_code" */
static void put_title(const struct stats_view *view)
{
	uint64_t records = tally_records(&view->pass->tally);
	enum by by = view->breakdown.by;
	bool is_within = by == BY_GROUP || by == BY_ACTION;
	char title[3 * SHOWN_SIZE];
	struct figure room;
	struct shown label = show_string(record_files_label(view->files, &room));
	struct shown column = counted_name(view->pass, by);

	if (records == 0)
		snprintf(title, sizeof title, "%s: no call records", label.text);
	else
		snprintf(title, sizeof title, "%s: %s call %s, by %s%s%s", label.text, figure(records).text,
			 records == 1 ? "record" : "records", is_within ? by_name(by) : "", is_within ? " of " : "",
			 column.text);
	put_wrapped(view->out, title, 0, 0, view->width);
	put(view->out, "\n");
}

/* The causes that something can be done about, those with most calls first. Returns how many there are. */
static size_t find_gains(const struct tally *tally, const struct cause *gains[GAINS + 1])
{
	size_t count = 0;

	for (size_t i = 0; i < cause_count; i++) {
		bool can_act = causes[i].action == ACTION_FIX || causes[i].action == ACTION_SUPPORT;
		size_t at = count;
		if (!can_act || tally->by_cause[i] == 0)
			continue;
		/* One more place than is shown: the least of them falls out. */
		for (; at > 0 && tally->by_cause[cause_index(gains[at - 1])] < tally->by_cause[i]; at--)
			gains[at] = gains[at - 1];
		gains[at] = &causes[i];
		count += count < GAINS;
	}
	return count;
}

static void put_gains(const struct stats_view *view)
{
	static const char heading[] = "Most calls to gain:";
	const struct tally *tally = &view->pass->tally;
	const struct cause *gains[GAINS + 1];
	size_t count = find_gains(tally, gains);
	int code_width = 0;
	int calls_width = 0;

	if (count == 0)
		return;
	put(view->out, "\n");
	put_colored(view->out, view->colors, COLOR_HEADING, heading, strlen(heading));
	put(view->out, "\n");
	for (size_t i = 0; i < count; i++) {
		int digits = snprintf(NULL, 0, "%u", (unsigned)gains[i]->code);
		int length = (int)strlen(figure(tally->by_cause[cause_index(gains[i])]).text);
		code_width = digits > code_width ? digits : code_width;
		calls_width = length > calls_width ? length : calls_width;
	}
	size_t indent = GAIN_INDENT + (size_t)code_width + GAP + (size_t)calls_width + GAP;
	for (size_t i = 0; i < count; i++) {
		put_format(view->out, "%*s%*u  %*s  ", GAIN_INDENT, "", code_width, (unsigned)gains[i]->code,
			   calls_width, figure(tally->by_cause[cause_index(gains[i])]).text);
		put_wrapped(view->out, gains[i]->next_steps, indent, indent, view->width);
	}
}

void stats_table(const struct stats_view *view)
{
	const struct tally *tally = &view->pass->tally;
	uint64_t records = tally_records(tally);
	struct breakdown breakdown;
	struct slice slice;
	size_t count = 0;

	breakdown_open(&breakdown, tally, &view->breakdown);
	struct line *lines = allocate(breakdown.known_count + breakdown.code_count + breakdown.rest_count + MORE_ROWS,
				      sizeof *lines);
	for (; breakdown_at(&breakdown, count, &slice); count++)
		lines[count] = line_of(&slice, records);
	count += add_last_lines(lines + count, tally);
	put_title(view);
	put_lines(view, lines, count);
	if (view->breakdown.by == BY_CAUSE)
		put_gains(view);
	free(lines);
	breakdown_close(&breakdown);
}
