/*
 * table: aligned columns under a header. A column that wraps does so at words; which one is how wide is decided when all
 * rows are in.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output/wrap.h"
#include "output/writer.h"
#include "support/memory.h"

enum { GAP = 2, LAST_COLUMN_MIN = 16, COLUMNS_MAX = 16 };

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

/* Bytes that begin a character: all but those of UTF-8 that continue one. */
static size_t characters(struct text text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.bytes[i] & 0xc0) != 0x80;
	return count;
}

/*
 * A column that wraps is as wide as its longest word, so that the columns after it stay aligned. In the last one a long
 * word (an address) may overflow: nothing stands after it.
 */
static struct measure measure(const struct writer *writer, const struct cells *cells, size_t column)
{
	struct text header = text_of(writer->columns[column].name);
	struct measure measure = { .natural = header.length, .least = header.length };
	bool is_last = column + 1 == writer->column_count;

	for (size_t at = column; at < cells->count; at += writer->column_count) {
		struct text cell = text_of(cells->texts[at]);
		size_t word = longest_word(cell);
		at_least(&measure.natural, characters(cell));
		at_least(&measure.least, is_last && word > LAST_COLUMN_MIN ? LAST_COLUMN_MIN : word);
	}
	if (!writer->columns[column].wraps)
		measure.least = measure.natural;
	measure.width = measure.least;
	return measure;
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
	size_t widest = strlen(writer->columns[column].name);

	for (size_t at = column; at < cells->count; at += writer->column_count)
		for (struct text rest = text_of(cells->texts[at]); rest.length > 0;)
			at_least(&widest, characters(wrap_next(&rest, width)));
	return widest;
}

/*
 * A line of a cell, in its colour with the blanks that align it, but for those at the end of the last column. *at is how
 * far the line of output has come: what is left blank is printed when something stands behind it.
 */
static void put_line(const struct writer *writer, size_t column, const struct measure *measure, struct text line,
		     enum color color, size_t begin, size_t *at)
{
	size_t width = characters(line);
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
	char headings[COLUMNS_MAX][64];
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

static void print(const struct writer *writer, const struct cells *cells)
{
	struct measure measures[COLUMNS_MAX];
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
