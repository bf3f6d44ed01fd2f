/* SPDX-License-Identifier: MIT */
#include "output/writer.h"

#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH_DEFAULT = 80, WIDTH_MAX = 10000 };

const struct format formats[FORMAT_COUNT] = {
	[FORMAT_PLAIN] = { .name = "plain", .help = "one line each", .row = plain_row },
	[FORMAT_TABLE] = { .name = "table", .help = "as wide as the terminal", .row = table_row, .end = table_end },
	[FORMAT_CSV] = { .name = "csv", .help = "comma-separated values", .begin = csv_begin, .row = csv_row },
	[FORMAT_JSON] = { .name = "json", .help = "an array of objects", .row = json_row, .end = json_end },
};

static const char *format_name(size_t i)
{
	return i < FORMAT_COUNT ? formats[i].name : NULL;
}

static const char *format_help(size_t i)
{
	return formats[i].help;
}

const struct choices format_choices = { .what = "format", .name = format_name, .help = format_help };

void writer_begin(struct writer *writer, enum format_id format, struct sink *out, const struct column *columns,
		  size_t column_count, size_t width)
{
	*writer = (struct writer){
		.format = &formats[format],
		.out = out,
		.columns = columns,
		.column_count = column_count,
		.width = width,
	};
	if (writer->format->begin != NULL)
		writer->format->begin(writer);
}

void writer_row(struct writer *writer, const char *const *cells)
{
	writer->format->row(writer, cells);
	writer->rows++;
}

void writer_columns(struct writer *writer, const struct column *columns, size_t column_count)
{
	writer->columns = columns;
	writer->column_count = column_count;
}

void writer_end(struct writer *writer)
{
	if (writer->format->end != NULL)
		writer->format->end(writer);
}

size_t terminal_width(int descriptor)
{
	const char *columns = getenv("COLUMNS");
	struct text digits = text_of(columns != NULL ? columns : "");
	struct winsize size;

	if (text_all_digits(digits) && digits.length <= 5) {
		unsigned long width = strtoul(digits.bytes, NULL, 10);
		if (width > 0 && width <= WIDTH_MAX)
			return width;
	}
	if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return WIDTH_DEFAULT;
}
