/* SPDX-License-Identifier: MIT */
#include "sheet.h"

#include <check.h>
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROWS = 256, MOST_CELLS = 16 };

struct sheet {
	char *cells[MOST_ROWS][MOST_CELLS];
	size_t counts[MOST_ROWS];
	size_t rows; /* with the header */
};

static void take_cell(void *bytes, size_t length, void *data)
{
	struct sheet *sheet = data;
	size_t *count = &sheet->counts[sheet->rows];

	ck_assert_uint_lt(sheet->rows, MOST_ROWS);
	ck_assert_uint_lt(*count, MOST_CELLS);
	sheet->cells[sheet->rows][(*count)++] = strndup(bytes, length);
}

static void take_row(int end, void *data)
{
	struct sheet *sheet = data;

	(void)end;
	sheet->rows++;
}

struct sheet *sheet_open(const char *path)
{
	struct sheet *sheet = calloc(1, sizeof *sheet);
	FILE *in = fopen(path, "r");
	struct csv_parser parser;
	char bytes[4096];
	size_t length;

	ck_assert_msg(sheet != NULL && in != NULL, "cannot open %s", path);
	ck_assert_int_eq(csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI), 0);
	while ((length = fread(bytes, 1, sizeof bytes, in)) > 0)
		ck_assert_uint_eq(csv_parse(&parser, bytes, length, take_cell, take_row, sheet), length);
	ck_assert_int_eq(csv_fini(&parser, take_cell, take_row, sheet), 0);
	csv_free(&parser);
	fclose(in);
	ck_assert_msg(sheet->rows > 1, "%s has no rows", path);
	return sheet;
}

void sheet_close(struct sheet *sheet)
{
	for (size_t row = 0; row < sheet->rows; row++)
		for (size_t i = 0; i < sheet->counts[row]; i++)
			free(sheet->cells[row][i]);
	free(sheet);
}

size_t sheet_rows(const struct sheet *sheet)
{
	return sheet->rows - 1;
}

const char *sheet_cell(const struct sheet *sheet, size_t row, const char *header)
{
	size_t i = 0;

	while (i < sheet->counts[0] && strcmp(sheet->cells[0][i], header) != 0)
		i++;
	ck_assert_msg(i < sheet->counts[0], "no header %s", header);
	ck_assert_msg(row + 1 < sheet->rows && i < sheet->counts[row + 1], "no cell %s in row %zu", header, row);
	return sheet->cells[row + 1][i];
}
