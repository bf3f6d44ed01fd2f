/* SPDX-License-Identifier: MIT */
#include <csv.h>
#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "support/diagnostics.h"
#include "support/escape.h"
#include "support/memory.h"
#include "table/mktable.h"

/* What a file is to be. */
struct file {
	const char *name;
	size_t columns;
	const char *headers[FILE_CELLS_MAX];
};

static const struct file about_file = { "about.csv", 3, { "name", "date", "page" } };
static const struct file sources_file = { "sources.csv", 3, { "source", "in_data", "description" } };
static const struct file groups_file = { "groups.csv", 5, { "name", "slug", "first", "last", "description" } };
static const struct file causes_file = {
	"causes.csv", 8, { "code", "cause", "group", "action", "by", "description", "next_steps", "url" }
};

/* A file that is being read. */
struct opened {
	const struct file *file;
	struct sheet *sheet;
	struct row row; /* that is being read */
	size_t cell_count;
	size_t room, line, errors;
	bool has_header;
};

PRINTF_LIKE(3, 4) static void wrong(const char *path, size_t line, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s:%zu: ", path, line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
}

static void check_header(struct opened *open)
{
	for (size_t i = 0; i < open->file->columns; i++) {
		if (i < open->cell_count && strcmp(open->row.cells[i], open->file->headers[i]) == 0)
			continue;
		wrong(open->sheet->path, open->row.line, "no header \"%s\" where it belongs", open->file->headers[i]);
		open->errors++;
	}
}

static void end_cell(void *bytes, size_t length, void *data)
{
	struct opened *open = data;
	size_t place = open->cell_count++;

	if (place >= FILE_CELLS_MAX)
		return;
	/* A NUL would end the cell early; control bytes are refused later. */
	for (char *nul = memchr(bytes, '\0', length); nul != NULL; nul = memchr(bytes, '\0', length))
		*nul = '\x01';
	open->row.cells[place] = allocate(length + 1, 1);
	memcpy(open->row.cells[place], bytes, length);
}

/* libcsv reports no row for a blank line. */
static void end_row(int end, void *data)
{
	struct opened *open = data;
	struct sheet *sheet = open->sheet;

	(void)end;
	bool is_header = !open->has_header;
	open->has_header = true;
	if (open->cell_count != open->file->columns) {
		wrong(sheet->path, open->row.line, "%zu cells, not %zu", open->cell_count, open->file->columns);
		open->errors++;
	} else if (is_header) {
		check_header(open);
	} else {
		sheet->rows = make_room(sheet->rows, sheet->count, &open->room, sizeof *sheet->rows);
		sheet->rows[sheet->count++] = open->row;
	}
	open->cell_count = 0;
}

/* Hands the file to libcsv by lines, so that a row's line is known. Returns false if it cannot be read. */
static bool read_rows(struct opened *open, FILE *in)
{
	struct csv_parser parser;
	bool is_csv = true;
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_realloc_func(&parser, reallocate);
	while (is_csv && (length = getline(&line, &room, in)) >= 0) {
		open->line++;
		if (open->cell_count == 0 && parser.pstate == 0)
			open->row.line = open->line;
		is_csv = csv_parse(&parser, line, (size_t)length, end_cell, end_row, open) == (size_t)length;
	}
	if (is_csv && !ferror(in))
		is_csv = csv_fini(&parser, end_cell, end_row, open) == 0;
	if (!is_csv || (open->sheet->count == 0 && open->errors == 0)) {
		wrong(open->sheet->path, open->row.line, is_csv ? "no rows" : "a quote where none belongs");
		open->errors++;
	}
	return !ferror(in);
}

static bool read_file(struct sheet *sheet, const struct file *file, const char *directory)
{
	struct opened open = { .file = file, .sheet = sheet };
	FILE *in;

	snprintf(sheet->path, sizeof sheet->path, "%s/%s", directory, file->name);
	in = fopen(sheet->path, "r");
	if (in == NULL || !read_rows(&open, in)) {
		fprintf(stderr, "mktable: %s: %s\n", show_string(sheet->path).text, strerror(errno));
		return false;
	}
	return open.errors == 0;
}

bool table_files_read(struct table_files *files, const char *directory)
{
	const char *slash = strrchr(directory, '/');

	files->name = slash != NULL ? slash + 1 : directory;
	return read_file(&files->about, &about_file, directory) &&
	       read_file(&files->sources, &sources_file, directory) &&
	       read_file(&files->groups, &groups_file, directory) && read_file(&files->causes, &causes_file, directory);
}

size_t table_files_group(const struct table_files *files, const struct row *cause)
{
	size_t group = 0;

	while (group < files->groups.count &&
	       strcmp(files->groups.rows[group].cells[CELL_SLUG], cause->cells[CELL_GROUP]) != 0)
		group++;
	if (group == files->groups.count)
		wrong(files->causes.path, cause->line, "no group \"%s\"", show_string(cause->cells[CELL_GROUP]).text);
	return group;
}

struct range table_files_range(const struct table_files *files, size_t group)
{
	char *const *cells = files->groups.rows[group].cells;
	struct range range = { .causes = 0 };
	bool has_zero = false;

	for (size_t i = 0; i < files->causes.count; i++) {
		char *const *cause = files->causes.rows[i].cells;
		bool is_in = strcmp(cause[CELL_GROUP], cells[CELL_SLUG]) == 0;
		range.causes += is_in;
		has_zero = has_zero || (is_in && strcmp(cause[CELL_CODE], "0") == 0);
	}
	/* The page lists code 0 under a group whose range does not hold it. */
	snprintf(range.text, sizeof range.text, "%s%s-%s", has_zero ? "0, " : "", cells[CELL_FIRST], cells[CELL_LAST]);
	return range;
}
