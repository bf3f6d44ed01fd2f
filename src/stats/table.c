/* SPDX-License-Identifier: MIT */
/* The rows of stats: for people a table, for programs csv and json. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stats/before.h"
#include "stats/breakdown.h"
#include "stats/counter.h"
#include "support/memory.h"
#include "support/percent.h"

enum { TABLE_CODES = 10, TABLE_VALUES = 20, FEW_CALLS = 20, SHARES = 1000000 };

/* What can stand in a row: for people with commas and percentages, for programs in plain numbers. */
enum row_cell {
	CODE,
	LABEL,
	GROUP,
	ACTION,
	STATUS,
	CALLS_BEFORE,
	CALLS,
	COUNTED,
	SHARE_BEFORE,
	SHARE,
	CHANGE,
	CHANGED,
	BAR,
	MOST_CODE,
	MOST_CAUSE,
	EXAMPLE,
	TABLE,
	CELLS
};

static const struct column row_columns[CELLS] = {
	[CODE] = { .name = "code", .is_number = true },
	[LABEL] = { .name = NULL },
	[GROUP] = { .name = "group" },
	[ACTION] = { .name = "action" },
	[STATUS] = { .name = "status" },
	[CALLS_BEFORE] = { .name = "calls_before", .is_number = true },
	[CALLS] = { .name = "calls", .is_number = true },
	[COUNTED] = { .name = "failed", .is_number = true },
	[SHARE_BEFORE] = { .name = "share_before", .is_number = true },
	[SHARE] = { .name = "share", .is_number = true },
	[CHANGE] = { .name = "change", .is_number = true },
	[CHANGED] = { .name = "changed", .is_json = true },
	[MOST_CODE] = { .name = "code", .is_number = true },
	[MOST_CAUSE] = { .name = "cause" },
	[EXAMPLE] = { .name = "example" },
	[TABLE] = { .name = "table" },
};
static const struct column table_columns[CELLS] = {
	[CODE] = { .name = "code", .is_number = true },
	[LABEL] = { .name = NULL, .wraps = true },
	[ACTION] = { .name = "action", .is_action = true },
	[CALLS] = { .name = "calls", .is_number = true },
	[COUNTED] = { .name = "failed", .is_number = true },
	[SHARE_BEFORE] = { .name = "before", .is_number = true },
	[SHARE] = { .name = " share", .is_number = true },
	[CHANGE] = { .name = "points", .is_number = true },
	[BAR] = { .name = "", .is_bar = true },
	[MOST_CODE] = { .name = "code", .is_number = true },
	[MOST_CAUSE] = { .name = "cause", .gives_way = true },
};

/* What a row has: of causes and their sums, the same compared with before, and of a cross table; to CELLS. */
enum kind { ALONE, COMPARED, CROSS, KINDS };
static const enum row_cell orders[2][KINDS][CELLS] = {
	{ { CODE, LABEL, GROUP, ACTION, STATUS, CALLS, SHARE, EXAMPLE, TABLE, CELLS },
	  { CODE, LABEL, GROUP, ACTION, STATUS, CALLS_BEFORE, CALLS, SHARE_BEFORE, SHARE, CHANGE, CHANGED, EXAMPLE,
	    TABLE, CELLS },
	  { LABEL, CALLS, COUNTED, SHARE, MOST_CODE, MOST_CAUSE, CELLS } },
	{ { CODE, LABEL, ACTION, CALLS, SHARE, BAR, CELLS },
	  { CODE, LABEL, ACTION, SHARE_BEFORE, SHARE, CHANGE, CALLS, CELLS },
	  { LABEL, CALLS, COUNTED, SHARE, BAR, MOST_CODE, MOST_CAUSE, CELLS } },
};

/* What is being written. */
struct rows {
	const struct stats_view *view;
	const struct tally *tally;
	bool is_table;
	struct writer writer;
	enum row_cell cells[CELLS];
	struct column columns[CELLS];
	struct shown label; /* the heading of the labels */
};

static void put(struct rows *rows, const char *const *all)
{
	const char *cells[CELLS];

	for (size_t i = 0; i < rows->writer.column_count; i++)
		cells[i] = all[rows->cells[i]];
	writer_row(&rows->writer, cells);
}

static struct figure digits(uint64_t number)
{
	struct figure text;

	snprintf(text.text, sizeof text.text, "%llu", (unsigned long long)number);
	return text;
}

static struct figure calls_text(const struct rows *rows, uint64_t calls)
{
	return rows->is_table ? figure(calls) : digits(calls);
}

static struct percent_text share_text(const struct rows *rows, uint64_t calls, uint64_t records)
{
	return rows->is_table ? percent_text(calls, records) : percent_fraction(calls, records);
}

static void begin(struct rows *rows, const struct stats_view *view)
{
	const struct stats_request *request = view->request;
	bool is_compared = view->before != NULL;
	enum kind kind = by_is_cross(request->by) ? CROSS : is_compared ? COMPARED : ALONE;
	size_t count = 0;

	*rows = (struct rows){ .view = view, .tally = &view->pass->tally, .is_table = request->format == FORMAT_TABLE };
	rows->label = kind != CROSS             ? show_string(by_name(request->by))
		      : by_is_time(request->by) ? show_string("time")
		      : rows->is_table          ? stats_column_name(view)
						: show_string("value");
	for (const enum row_cell *cell = orders[rows->is_table][kind]; *cell != CELLS; cell++) {
		bool is_of_cause =
			*cell == CODE || *cell == GROUP || *cell == ACTION || *cell == EXAMPLE || *cell == TABLE;
		struct column *column = &rows->columns[count];
		if (is_of_cause && request->by != BY_CAUSE)
			continue;
		rows->cells[count++] = *cell;
		*column = (rows->is_table ? table_columns : row_columns)[*cell];
		if (*cell == LABEL) {
			column->name = rows->label.text;
			column->is_action = rows->is_table && request->by == BY_ACTION;
		} else if (*cell == SHARE && rows->is_table && kind != ALONE) {
			column->name = kind == COMPARED ? "now" : "share";
		} else if (*cell == COUNTED && rows->is_table && request->only_text != NULL) {
			column->name = "chosen";
		}
	}
	writer_begin(&rows->writer, request->format, request->settings.out, rows->columns, count, view->width);
	rows->writer.colors = view->colors;
	rows->writer.has_blocks = view->has_blocks;
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

/* What a row is called: in tables all are called something. */
static struct shown label_of(const struct rows *rows, const struct slice *slice)
{
	const char *name = slice_name(slice);
	bool is_moved = rows->tally->first[FINDING_RAGGED].is_moved;
	struct shown label = { "" };

	if (slice->kind == SLICE_MORE)
		snprintf(label.text, sizeof label.text, "and %s more", figure(slice->index).text);
	else if (name != NULL)
		snprintf(label.text, sizeof label.text, "%s", name);
	else if (slice->kind == SLICE_OTHER)
		snprintf(label.text, sizeof label.text, "%s", rows->is_table ? "Other" : "other");
	else if (slice->kind == SLICE_STATUS && slice->index == VERDICT_RAGGED && is_moved)
		snprintf(label.text, sizeof label.text, "(behind another header)");
	else
		snprintf(label.text, sizeof label.text, "%s",
			 status_label(slice->kind == SLICE_CODE ? VERDICT_UNKNOWN : slice->index));
	return label;
}

static const char *status_of(const struct slice *slice)
{
	switch (slice->kind) {
	case SLICE_CODE:
		return verdict_status_name(VERDICT_UNKNOWN);
	case SLICE_STATUS:
		return verdict_status_name((enum verdict_status)slice->index);
	case SLICE_OTHER:
		return "other";
	default:
		return verdict_status_name(VERDICT_OK);
	}
}

static void put_slice(struct rows *rows, const struct breakdown *breakdown, const struct slice *slice)
{
	uint64_t records = breakdown->records;
	uint64_t before = breakdown->records_before;
	const struct cause *cause = slice->kind == SLICE_CAUSE ? &causes[slice->index] : NULL;
	struct shown label = label_of(rows, slice);
	struct figure code = digits(cause != NULL ? cause->code : slice->index);
	struct figure calls = calls_text(rows, slice->calls);
	struct figure calls_before = digits(slice->before);
	struct percent_text share = share_text(rows, slice->calls, records);
	struct percent_text share_before = share_text(rows, slice->before, before);
	struct percent_text change =
		(rows->is_table ? percent_points : percent_change)(slice->before, before, slice->calls, records);
	struct figure bar = digits(slice_matters(slice) ? slice->calls : 0);
	const char *example = cause != NULL ? rows->tally->examples[slice->index].text : "";
	bool is_named = rows->is_table || slice_name(slice) != NULL || slice->kind == SLICE_OTHER;

	put(rows, (const char *[CELLS]){
			  [CODE] = cause != NULL || slice->kind == SLICE_CODE ? code.text : NULL,
			  [LABEL] = is_named ? label.text : NULL,
			  [GROUP] = cause != NULL ? cause->group->name : NULL,
			  [ACTION] = cause != NULL ? action_name(cause->action) : NULL,
			  [STATUS] = status_of(slice),
			  [CALLS_BEFORE] = calls_before.text,
			  [CALLS] = calls.text,
			  [SHARE_BEFORE] = share_before.text,
			  [SHARE] = share.text,
			  [CHANGE] = change.text,
			  [CHANGED] = slice->has_changed ? "true" : "false",
			  [BAR] = bar.text,
			  [EXAMPLE] = *example != '\0' ? example : NULL,
			  [TABLE] = cause != NULL ? tables[cause->table].word : NULL,
		  });
}

/* A row with what the records of now and before add up to. */
static void put_sum(struct rows *rows, const char *label, struct part now, struct part before)
{
	struct figure calls = figure(now.calls);
	struct percent_text share = percent_text(now.calls, now.records);
	struct percent_text share_before = percent_text(before.calls, before.records);

	put(rows,
	    (const char *[CELLS]){
		    [LABEL] = label, [CALLS] = calls.text, [SHARE] = share.text, [SHARE_BEFORE] = share_before.text });
}

/* Malformed lines are no records: they have no share and are no part of the total. */
static void put_last(struct rows *rows, const struct breakdown *breakdown)
{
	const struct stats_request *request = rows->view->request;
	const struct tally *before = rows->view->before != NULL ? &rows->view->before->pass.tally : NULL;
	struct part now = { which_calls(&request->only, rows->tally), breakdown->records };
	struct part then = { before != NULL ? which_calls(&request->only, before) : 0, breakdown->records_before };

	if (rows->tally->malformed > 0)
		put(rows, (const char *[CELLS]){
				  [LABEL] = "(malformed line)", [CALLS] = figure(rows->tally->malformed).text });
	if (request->only_text != NULL)
		put_sum(rows, "Chosen", now, then);
	put_sum(rows, "Total", (struct part){ now.records, now.records }, (struct part){ then.records, then.records });
}

/* Returns how many of the first rows have changed. */
static size_t put_breakdown(struct rows *rows)
{
	const struct stats_request *request = rows->view->request;
	const struct breakdown_settings settings = {
		.by = request->by,
		.only = &request->only,
		.before = rows->view->before,
		.changed_only = rows->is_table && rows->view->before != NULL,
		.top = request->top,
		.codes_limit = rows->is_table ? TABLE_CODES : SIZE_MAX,
	};
	struct breakdown breakdown;
	struct slice slice;
	size_t changed = 0;

	breakdown_open(&breakdown, rows->tally, &settings);
	for (size_t i = 0; breakdown_at(&breakdown, i, &slice); i++) {
		put_slice(rows, &breakdown, &slice);
		changed += changed == i && slice.kind != SLICE_OTHER && slice.has_changed;
	}
	if (rows->is_table)
		put_last(rows, &breakdown);
	breakdown_close(&breakdown);
	return changed;
}

/* A row of a cross table; the label is NULL where it has none. */
static void put_cross(struct rows *rows, const char *label, const struct cross_row *row, bool has_bar)
{
	const struct cross *cross = &rows->view->counter->cross;
	struct figure calls = calls_text(rows, row->calls);
	struct figure counted = calls_text(rows, row->counted);
	struct percent_text share = share_text(rows, row->counted, row->calls);
	struct figure bar = digits(has_bar ? percent_scaled(row->counted, row->calls, SHARES) : 0);
	struct figure code = { "" };
	const struct cause *cause = NULL;

	if (row->most != CROSS_NO_PAIR)
		code = digits(counter_code(cross->pairs[row->most].cause, &cause));
	bool has_code = *code.text != '\0';
	put(rows, (const char *[CELLS]){
			  [LABEL] = label,
			  [CALLS] = calls.text,
			  [COUNTED] = counted.text,
			  [SHARE] = row->calls > 0 ? share.text : NULL,
			  [BAR] = bar.text,
			  [MOST_CODE] = has_code ? code.text : NULL,
			  [MOST_CAUSE] = cause != NULL                ? cause->name
					 : has_code && rows->is_table ? "(unknown code)"
								      : NULL,
		  });
}

/* A value as it was written; for people, and where it holds a NUL, as messages show it. Freed by the caller. */
static char *value_text(const struct rows *rows, struct text value)
{
	return rows->is_table || memchr(value.bytes, '\0', value.length) != NULL
		       ? copy_string(show(value).text)
		       : copy_bytes(value.bytes, value.length);
}

/* The rows of values, or of all steps among those that are wanted, the newest, without leaving one out. */
static void put_found(struct rows *rows, const uint32_t *order, bool has_large)
{
	const struct stats_request *request = rows->view->request;
	const struct counter *counter = rows->view->counter;
	const struct cross *cross = &counter->cross;
	size_t count = cross->row_count - CROSS_FIRST;

	if (!by_is_time(request->by)) {
		for (size_t i = 0; i < count; i++) {
			const struct cross_row *row = &cross->rows[order[i]];
			char *label = value_text(rows, cross_key(cross, order[i]));
			put_cross(rows, label, row, !has_large || row->calls >= FEW_CALLS);
			free(label);
		}
		return;
	}
	uint64_t steps = counter_steps(counter);
	uint64_t shown = request->top > 0 && request->top < steps ? request->top : steps;
	size_t next = 0;
	for (uint64_t step = counter->last - shown + 1; steps > 0 && step <= counter->last; step++) {
		static const struct cross_row nothing = { .most = CROSS_NO_PAIR };
		while (next < count && counter_step(counter, order[next]) < step)
			next++;
		bool is_met = next < count && counter_step(counter, order[next]) == step;
		const struct cross_row *row = is_met ? &cross->rows[order[next]] : &nothing;
		put_cross(rows, counter_step_text(counter, step).text, row, !has_large || row->calls >= FEW_CALLS);
	}
}

static void put_counter(struct rows *rows, struct counter *counter)
{
	const struct stats_request *request = rows->view->request;
	bool is_time = by_is_time(request->by);
	const struct cross *cross = &counter->cross;
	size_t most = is_time || (request->top == 0 && !rows->is_table) ? SIZE_MAX : TABLE_VALUES;
	bool has_large = false;

	uint32_t *order = counter_order(counter, request->top > 0 && !is_time ? request->top : most);
	for (size_t row = CROSS_FIRST; row < cross->row_count; row++)
		has_large = has_large || cross->rows[row].calls >= FEW_CALLS;
	put_found(rows, order, has_large);
	free(order);
	if (!is_time && cross->rows[CROSS_OTHERS].calls > 0)
		put_cross(rows, "(other values)", &cross->rows[CROSS_OTHERS], false);
	if (cross->rows[CROSS_NONE].calls > 0)
		put_cross(rows,
			  !rows->is_table ? NULL
			  : is_time       ? "(no time)"
					  : "(none)",
			  &cross->rows[CROSS_NONE], false);
	if (!rows->is_table)
		return;
	struct cross_row total = { .calls = tally_records(rows->tally),
				   .counted = which_calls(&request->only, rows->tally),
				   .most = CROSS_NO_PAIR };
	put_cross(rows, "Total", &total, false);
}

size_t stats_rows(const struct stats_view *view)
{
	struct rows rows;
	size_t changed = 0;

	begin(&rows, view);
	if (view->counter != NULL)
		put_counter(&rows, view->counter);
	else
		changed = put_breakdown(&rows);
	writer_end(&rows.writer);
	return changed;
}
