/* stats --by hour and --by day: since when, how much of it, and what most of it is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/bar.h"
#include "stats/stats_view.h"
#include "support/memory.h"
#include "support/percent.h"

enum { GAP = 2, SHARES = 1000000 };
enum { TIME_AT, CALLS_AT, COUNTED_AT, SHARE_AT, CODE_AT, CAUSE_AT, CELLS };

static const struct column columns[CELLS] = {
	[TIME_AT] = { .name = "time" },
	[CALLS_AT] = { .name = "calls", .is_number = true },
	[COUNTED_AT] = { .name = "counted", .is_number = true },
	[SHARE_AT] = { .name = "share", .is_number = true },
	[CODE_AT] = { .name = "code", .is_number = true },
	[CAUSE_AT] = { .name = "cause" },
};

/* How many steps are shown, the first of which it gives: all of them, or the newest. */
static size_t shown_steps(const struct timeline *timeline, uint32_t *first)
{
	uint64_t steps = timeline_steps(timeline);
	size_t shown = steps > timeline->room ? timeline->room : (size_t)steps;

	*first = timeline->last - (uint32_t)shown + 1;
	return shown;
}

static void put_row(struct writer *writer, const struct timeline *timeline, const struct time_row *row,
		    const char *time)
{
	struct percent_text share = percent_fraction(row->counted, row->calls);
	char calls[24], counted[24], number[8];
	const struct cause *cause = NULL;
	uint32_t code;
	bool has_code = timeline_most(timeline, row, &code);

	snprintf(calls, sizeof calls, "%llu", (unsigned long long)row->calls);
	snprintf(counted, sizeof counted, "%llu", (unsigned long long)row->counted);
	if (has_code) {
		snprintf(number, sizeof number, "%u", (unsigned)code);
		cause = cause_by_code(TABLE_VOICE, code);
	}
	writer_row(writer, (const char *[]){ time, calls, counted, row->calls > 0 ? share.text : NULL,
					     has_code ? number : NULL, cause != NULL ? cause->name : NULL });
}

static void put_rows(const struct stats_view *view)
{
	const struct timeline *timeline = view->timeline;
	struct time_row row = timeline_no_time(timeline);
	struct writer writer;
	uint32_t first;
	size_t steps = shown_steps(timeline, &first);

	writer_begin(&writer, view->format, view->out, columns, CELLS, 0);
	for (uint32_t i = 0; i < steps; i++) {
		struct time_row one = timeline_row(timeline, first + i);
		put_row(&writer, timeline, &one, timeline_step_text(timeline, first + i).text);
	}
	if (row.calls > 0)
		put_row(&writer, timeline, &row, NULL);
	writer_end(&writer);
}

/* A line of the table, ready but for its bar. */
struct line {
	struct step_text time;
	struct figure calls, counted;
	struct percent_text share;
	char code[8];
	const char *cause;
	uint64_t bar;
};

static struct line line_of(const struct timeline *timeline, const struct time_row *row)
{
	struct line line = {
		.calls = figure(row->calls),
		.counted = figure(row->counted),
		.share = percent_text(row->counted, row->calls),
		.cause = "",
		.bar = percent_scaled(row->counted, row->calls, SHARES),
	};
	uint32_t code;

	if (!timeline_most(timeline, row, &code))
		return line;
	snprintf(line.code, sizeof line.code, "%u", (unsigned)code);
	line.cause =
		cause_by_code(TABLE_VOICE, code) != NULL ? cause_by_code(TABLE_VOICE, code)->name : "(unknown code)";
	return line;
}

/* A line for each step, those without a time, and the total. Returns how many. */
static size_t make_lines(const struct stats_view *view, struct line *lines)
{
	const struct timeline *timeline = view->timeline;
	const struct tally *tally = &view->pass->tally;
	struct time_row no_time = timeline_no_time(timeline);
	struct time_row total = { .calls = tally_records(tally), .counted = which_calls(&timeline->counted, tally) };
	uint32_t first;
	size_t count = 0;

	for (size_t steps = shown_steps(timeline, &first); count < steps; count++) {
		struct time_row row = timeline_row(timeline, first + (uint32_t)count);
		lines[count] = line_of(timeline, &row);
		lines[count].time = timeline_step_text(timeline, row.step);
	}
	if (no_time.calls > 0) {
		lines[count] = line_of(timeline, &no_time);
		strcpy(lines[count++].time.text, "(no time)");
	}
	lines[count] = line_of(timeline, &total);
	lines[count].bar = 0;
	strcpy(lines[count].time.text, "Total");
	return count + 1;
}

static const char *cell_of(const struct line *line, size_t cell)
{
	const char *const cells[CELLS] = {
		[TIME_AT] = line->time.text,   [CALLS_AT] = line->calls.text, [COUNTED_AT] = line->counted.text,
		[SHARE_AT] = line->share.text, [CODE_AT] = line->code,        [CAUSE_AT] = line->cause,
	};

	return cells[cell];
}

static size_t columns_used(const struct line *lines, size_t count, size_t cells)
{
	size_t used = 0;

	for (size_t cell = 0; cell < cells; cell++) {
		size_t width = strlen(columns[cell].name);
		for (size_t i = 0; i < count; i++) {
			size_t length = strlen(cell_of(&lines[i], cell));
			width = length > width ? length : width;
		}
		used += width + GAP;
	}
	return used;
}

static void put_table(const struct stats_view *view)
{
	uint32_t first;
	struct line *lines = allocate(shown_steps(view->timeline, &first) + 2, sizeof *lines);
	size_t count = make_lines(view, lines);
	struct column shown[CELLS + 1];
	struct writer writer;
	uint64_t largest = 0;

	for (size_t i = 0; i < count; i++)
		largest = lines[i].bar > largest ? lines[i].bar : largest;
	/* Where a bar and the name of a cause have no room beside each other, the code has to do. */
	size_t cell_count = stats_bar_width(view, columns_used(lines, count, CELLS)) > 0 ? CELLS : CAUSE_AT;
	size_t width = largest > 0 ? stats_bar_width(view, columns_used(lines, count, cell_count)) : 0;
	size_t bar_at = width > 0 ? CODE_AT : SIZE_MAX;
	size_t shown_count = cell_count + (width > 0);
	for (size_t i = 0; i < shown_count; i++)
		shown[i] = columns[i > bar_at ? i - 1 : i];
	if (bar_at < shown_count)
		shown[bar_at] = (struct column){ .name = "" };
	stats_title(view);
	writer_begin(&writer, FORMAT_TABLE, view->out, shown, shown_count, view->width);
	writer.colors = view->colors;
	for (size_t at = 0; at < count; at++) {
		struct bar bar = bar_of(lines[at].bar, largest, width, view->has_blocks);
		const char *cells[CELLS + 1];
		for (size_t i = 0; i < shown_count; i++)
			cells[i] = i == bar_at ? bar.text : cell_of(&lines[at], i - (i > bar_at));
		writer_row(&writer, cells);
	}
	writer_end(&writer);
	free(lines);
}

void stats_times(const struct stats_view *view)
{
	if (view->format == FORMAT_TABLE)
		put_table(view);
	else
		put_rows(view);
}
