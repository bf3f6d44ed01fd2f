/* SPDX-License-Identifier: MIT */
/*
 * table: aligned columns under a header. A column that wraps does so at words; which one is how wide is decided when all
 * rows are in, and what is left is for bars.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/bar.h"
#include "output/wrap.h"
#include "output/writer.h"
#include "support/memory.h"

enum { GAP = 2, LAST_COLUMN_MIN = 16, COLUMNS_MAX = 16, BAR_WIDTH_MIN = 4, HEADING_SIZE = 256 };

/* The cells of all rows, one after another: the widths are known only when all are in. */
struct cells {
	char **texts;
	size_t count;
	size_t size;
};

void table_row(struct writer *writer, const char *const *row)
{
	if (writer->state == NULL)
		writer->state = allocate(1, sizeof(struct cells));
	struct cells *cells = writer->state;
	for (size_t i = 0; i < writer->column_count; i++) {
		cells->texts = make_room(cells->texts, cells->count, &cells->size, sizeof *cells->texts);
		cells->texts[cells->count++] = copy_string(row[i] != NULL ? row[i] : "");
	}
}

/* How wide a column is, would like to be, and must be. */
struct measure {
	size_t width, natural, least;
};

static void at_least(size_t *value, size_t other)
{
	if (*value < other)
		*value = other;
}

/*
 * A column that wraps is as wide as its longest word, so that the columns after it stay aligned. In the last one a long
 * word (an address) may overflow: nothing stands after it.
 */
static struct measure measure(const struct writer *writer, const struct cells *cells, size_t column)
{
	struct text header = text_of(writer->columns[column].name);
	struct measure measure = { .natural = wrap_columns(header), .least = wrap_columns(header) };
	bool is_last = column + 1 == writer->column_count;

	for (size_t at = column; at < cells->count; at += writer->column_count) {
		struct text cell = text_of(cells->texts[at]);
		size_t word = wrap_longest_word(cell);
		at_least(&measure.natural, wrap_columns(cell));
		at_least(&measure.least, is_last && word > LAST_COLUMN_MIN ? LAST_COLUMN_MIN : word);
	}
	if (!writer->columns[column].wraps)
		measure.least = measure.natural;
	measure.width = measure.least;
	return measure;
}

/* Takes a column out of the table, whose columns must be a copy. */
static void drop_column(struct writer *writer, struct column *columns, struct cells *cells, size_t dropped)
{
	size_t count = 0;

	for (size_t i = 0; i < cells->count && dropped < writer->column_count; i++) {
		if (i % writer->column_count == dropped)
			free(cells->texts[i]);
		else
			cells->texts[count++] = cells->texts[i];
	}
	cells->count = count;
	writer->column_count--;
	memmove(columns + dropped, columns + dropped + 1, (writer->column_count - dropped) * sizeof *columns);
}

/* How wide a bar may be beside the other columns: 0 where that is too little to be one. */
static size_t bar_room(const struct writer *writer, const struct cells *cells)
{
	size_t used = 0;

	for (size_t i = 0; i < writer->column_count; i++)
		if (!writer->columns[i].is_bar)
			used += measure(writer, cells, i).natural + GAP;
	if (used + BAR_WIDTH_MIN > writer->width)
		return 0;
	return writer->width - used < BAR_WIDTH_MAX ? writer->width - used : BAR_WIDTH_MAX;
}

/* Makes bars of the numbers in a column. Returns false where there are none, or no room. */
static bool draw_bars(const struct writer *writer, const struct cells *cells, size_t column)
{
	size_t room = bar_room(writer, cells);
	uint64_t largest = 0;

	for (size_t i = column; i < cells->count; i += writer->column_count) {
		uint64_t value = strtoull(cells->texts[i], NULL, 10);
		largest = value > largest ? value : largest;
	}
	if (room == 0 || largest == 0)
		return false;
	for (size_t i = column; i < cells->count; i += writer->column_count) {
		uint64_t value = strtoull(cells->texts[i], NULL, 10);
		free(cells->texts[i]);
		cells->texts[i] = copy_string(bar_of(value, largest, room, writer->has_blocks).text);
	}
	return true;
}

/* The column of bars, if there is one: drawn, in place of one that gives way if need be, or taken out. */
static void settle_bars(struct writer *writer, struct column *columns, struct cells *cells)
{
	size_t bar = 0;
	size_t giving = 0;

	while (bar < writer->column_count && !columns[bar].is_bar)
		bar++;
	if (bar == writer->column_count)
		return;
	while (giving < writer->column_count && !columns[giving].gives_way)
		giving++;
	if (giving < writer->column_count && bar_room(writer, cells) == 0) {
		drop_column(writer, columns, cells, giving);
		bar -= bar > giving;
	}
	if (!draw_bars(writer, cells, bar))
		drop_column(writer, columns, cells, bar);
}

/* Gives the room that is left, column by column, to whichever is narrowest for the text it has. */
static void share_room(struct measure *measures, size_t count, size_t width)
{
	size_t used = (count - 1) * GAP;

	for (size_t i = 0; i < count; i++)
		used += measures[i].width;
	for (; used < width; used++) {
		struct measure *neediest = NULL;
		for (size_t i = 0; i < count; i++) {
			struct measure *one = &measures[i];
			if (one->width < one->natural &&
			    (neediest == NULL || one->natural * neediest->width > neediest->natural * one->width))
				neediest = one;
		}
		if (neediest == NULL)
			return;
		neediest->width++;
	}
}

/* The width of the widest line that a column's cells wrap into: what it does not need is not kept free. */
static size_t wrapped_width(const struct writer *writer, const struct cells *cells, size_t column, size_t width)
{
	size_t widest = wrap_columns(text_of(writer->columns[column].name));

	for (size_t at = column; at < cells->count; at += writer->column_count)
		for (struct text rest = text_of(cells->texts[at]); rest.length > 0;)
			at_least(&widest, wrap_columns(wrap_next(&rest, width)));
	return widest;
}

/*
 * A line of a cell, in its colour with the blanks that align it, but for those at the end of the last column. *at is how
 * far the line of output has come: what is left blank is printed when something stands behind it.
 */
static void put_line(const struct writer *writer, size_t column, const struct measure *measure, struct text line,
		     enum color color, size_t begin, size_t *at)
{
	size_t width = wrap_columns(line);
	size_t room = width < measure->width ? measure->width - width : 0;
	size_t before = writer->columns[column].is_number ? room : 0;
	size_t after = color != COLOR_PLAIN && column + 1 < writer->column_count ? room - before : 0;

	if (width == 0)
		return;
	sink_put_format(writer->out, "%*s%s%*s", (int)(begin - *at), "", color_sequence(color), (int)before, "");
	sink_put_bytes(writer->out, line.bytes, line.length);
	sink_put_format(writer->out, "%*s%s", (int)after, "", color != COLOR_PLAIN ? "\033[0m" : "");
	*at = begin + before + width + after;
}

/* One row, in as many lines as its longest cell wraps into; no blanks at their ends. */
static void put_row(const struct writer *writer, const struct measure *measures, const char *const *cells,
		    const enum color *colors)
{
	struct text rest[COLUMNS_MAX];
	bool goes_on = true;

	for (size_t i = 0; i < writer->column_count; i++)
		rest[i] = text_of(cells[i]);
	while (goes_on) {
		size_t begin = 0; /* of the cell */
		size_t at = 0;
		goes_on = false;
		for (size_t i = 0; i < writer->column_count; i++) {
			bool wraps = writer->columns[i].wraps;
			struct text line = wrap_next(&rest[i], wraps ? measures[i].width : SIZE_MAX);
			put_line(writer, i, &measures[i], line, colors[i], begin, &at);
			begin += measures[i].width + GAP;
			goes_on = goes_on || rest[i].length > 0;
		}
		sink_put(writer->out, "\n");
	}
}

/* The columns' names in capitals: "NEXT_STEPS". */
static void put_headings(const struct writer *writer, const struct measure *measures)
{
	char headings[COLUMNS_MAX][HEADING_SIZE];
	const char *cells[COLUMNS_MAX];
	enum color colors[COLUMNS_MAX];

	for (size_t i = 0; i < writer->column_count; i++) {
		snprintf(headings[i], sizeof headings[i], "%s", writer->columns[i].name);
		for (char *c = headings[i]; *c != '\0'; c++)
			if (*c >= 'a' && *c <= 'z') /* toupper would ask the locale: Turkish has other capitals */
				*c = (char)(*c - 'a' + 'A');
		cells[i] = headings[i];
		colors[i] = writer->colors ? COLOR_HEADING : COLOR_PLAIN;
	}
	put_row(writer, measures, cells, colors);
}

/* The colour of a row's action, if it has one. */
static enum color row_color(const struct writer *writer, const char *const *row)
{
	for (size_t i = 0; i < writer->column_count; i++)
		for (int action = 0; writer->columns[i].is_action && action < ACTION_COUNT; action++)
			if (strcmp(row[i], action_name((enum action)action)) == 0)
				return action_color((enum action)action);
	return COLOR_PLAIN;
}

static void print(struct writer *writer, struct cells *cells)
{
	struct measure measures[COLUMNS_MAX];
	struct column columns[COLUMNS_MAX];

	memcpy(columns, writer->columns, writer->column_count * sizeof *columns);
	writer->columns = columns;
	settle_bars(writer, columns, cells);
	size_t count = writer->column_count;
	for (size_t i = 0; i < count; i++)
		measures[i] = measure(writer, cells, i);
	share_room(measures, count, writer->width);
	for (size_t i = 0; i < count; i++)
		if (writer->columns[i].wraps)
			measures[i].width = wrapped_width(writer, cells, i, measures[i].width);
	put_headings(writer, measures);
	for (size_t at = 0; at < cells->count; at += count) {
		const char *const *row = (const char *const *)cells->texts + at;
		enum color colors[COLUMNS_MAX];
		enum color color = writer->colors ? row_color(writer, row) : COLOR_PLAIN;
		for (size_t i = 0; i < count; i++)
			colors[i] = writer->columns[i].is_action || writer->columns[i].is_bar ? color : COLOR_PLAIN;
		put_row(writer, measures, row, colors);
	}
}

void table_end(struct writer *writer)
{
	struct cells *cells = writer->state;

	if (cells == NULL)
		return;
	print(writer, cells);
	for (size_t i = 0; i < cells->count; i++)
		free(cells->texts[i]);
	free(cells->texts);
	free(cells);
}
