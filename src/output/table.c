/*
 * table: aligned columns under a header, made by libsmartcols. Which column wraps, and how wide it is then, is decided
 * here: libsmartcols narrows columns until the table fits and cuts words to do so. It is handed cells that are wrapped
 * already, with a newline at each break, and no width to fit into.
 */
#include <errno.h>
#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>

#include "output/wrap.h"
#include "output/writer.h"

enum { GAP = 2, LAST_COLUMN_MIN = 16, FIRST_SIZE = 64, MEASURES_MAX = 16, NO_LIMIT = 100000 };

/* The cells of all rows, one after another: the widths are known only when all are in. */
struct cells {
	char **texts;
	size_t count;
	size_t size;
};

static bool cells_add(struct cells *cells, const char *text)
{
	if (cells->count == cells->size) {
		size_t size = cells->size > 0 ? 2 * cells->size : FIRST_SIZE;
		char **texts = reallocarray(cells->texts, size, sizeof *texts);
		if (texts == NULL)
			return false;
		cells->texts = texts;
		cells->size = size;
	}
	cells->texts[cells->count] = strdup(text);
	return cells->texts[cells->count] != NULL && ++cells->count > 0;
}

void table_row(struct writer *writer, const char *const *cells)
{
	if (writer->state == NULL)
		writer->state = calloc(1, sizeof(struct cells));
	for (size_t i = 0; i < writer->column_count; i++)
		if (writer->state == NULL || !cells_add(writer->state, cells[i] != NULL ? cells[i] : ""))
			writer->error = ENOMEM;
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

/* Puts newlines where lines of that width end, in place: every break stands where a blank was. */
static void wrap_in_place(char *cell, size_t width)
{
	struct text rest = text_of(cell);
	char *to = cell;

	while (rest.length > 0) {
		struct text line = wrap_next(&rest, width);
		if (to != cell)
			*to++ = '\n';
		memmove(to, line.bytes, line.length);
		to += line.length;
	}
	*to = '\0';
}

/* The column's name as a heading: "NEXT_STEPS". */
static bool put_heading(struct libscols_column *made, const char *name, bool colors)
{
	struct libscols_cell *header = scols_column_get_header(made);
	char heading[64];
	size_t length = 0;

	for (; name[length] != '\0' && length + 1 < sizeof heading; length++)
		heading[length] =
			(char)(name[length] >= 'a' && name[length] <= 'z' ? name[length] - 'a' + 'A' : name[length]);
	heading[length] = '\0';
	return scols_cell_set_data(header, heading) == 0 &&
	       (!colors || length == 0 || scols_cell_set_color(header, color_sequence(COLOR_HEADING)) == 0);
}

static bool add_columns(struct libscols_table *table, const struct writer *writer)
{
	for (size_t i = 0; i < writer->column_count; i++) {
		const struct column *column = &writer->columns[i];
		int flags = (column->is_number ? SCOLS_FL_RIGHT : 0) | (column->wraps ? SCOLS_FL_WRAP : 0);
		struct libscols_column *made = scols_table_new_column(table, NULL, 0, flags);
		if (made == NULL || !put_heading(made, column->name, writer->colors))
			return false;
		if (!column->wraps)
			continue;
		if (scols_column_set_wrapfunc(made, scols_wrapnl_chunksize, scols_wrapnl_nextchunk, NULL) != 0 ||
		    scols_column_set_safechars(made, "\n") != 0)
			return false;
	}
	return true;
}

/* Colours a cell of the row, if it has something to show. */
static bool set_color(const struct writer *writer, struct libscols_cell *cell, size_t column, char *const *row)
{
	if (!writer->colors || writer->color == NULL || *row[column] == '\0')
		return true;
	enum color color = writer->color((const char *const *)row, column);
	return color == COLOR_PLAIN || scols_cell_set_color(cell, color_sequence(color)) == 0;
}

/* Fits the columns into the width and moves the cells into the table. */
static bool fill(struct libscols_table *table, const struct writer *writer, struct cells *cells)
{
	struct measure measures[MEASURES_MAX];
	size_t count = writer->column_count;

	if (count > MEASURES_MAX || !add_columns(table, writer))
		return false;
	for (size_t i = 0; i < count; i++)
		measures[i] = measure(writer, cells, i);
	share_room(measures, count, writer->width);
	for (size_t at = 0; at < cells->count; at += count) {
		struct libscols_line *line = scols_table_new_line(table, NULL);
		for (size_t i = 0; i < count; i++) {
			if (writer->columns[i].wraps)
				wrap_in_place(cells->texts[at + i], measures[i].width);
			if (line == NULL || scols_line_set_data(line, i, cells->texts[at + i]) != 0)
				return false;
			if (!set_color(writer, scols_line_get_cell(line, i), i, cells->texts + at))
				return false;
		}
	}
	return true;
}

/* Without the blanks that pad the last column. */
static void put_trimmed(struct sink *out, const char *text)
{
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		size_t end = length;
		while (end > 0 && text[end - 1] == ' ')
			end--;
		put_bytes(out, text, end);
		put(out, "\n");
		text += length + (text[length] == '\n');
	}
}

static int print(const struct writer *writer, struct cells *cells)
{
	struct libscols_table *table = scols_new_table();
	char *text = NULL;
	int error = ENOMEM;

	if (table == NULL)
		return error;
	if (scols_table_set_column_separator(table, "  ") != 0 || !fill(table, writer, cells))
		goto out;
	scols_table_enable_colors(table, writer->colors);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_ALWAYS);
	scols_table_set_termwidth(table, NO_LIMIT);
	errno = 0;
	error = -scols_print_table_to_string(table, &text);
	/* It leaves out cells, or all, for which there was no memory, and does not say so. */
	if (error == 0 && (text == NULL || errno == ENOMEM))
		error = ENOMEM;
	if (error == 0)
		put_trimmed(writer->out, text);
out:
	free(text);
	scols_unref_table(table);
	return error;
}

void table_end(struct writer *writer)
{
	struct cells *cells = writer->state;

	if (cells != NULL && writer->error == 0)
		writer->error = print(writer, cells);
	for (size_t i = 0; cells != NULL && i < cells->count; i++)
		free(cells->texts[i]);
	if (cells != NULL)
		free(cells->texts);
	free(cells);
	writer->state = NULL;
}
