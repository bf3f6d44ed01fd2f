/* SPDX-License-Identifier: MIT */
/* libcsv alone: reads standard input in lenient mode and counts rows and fields, writing nothing else. */
#include <csv.h>
#include <stdio.h>

struct counts {
	unsigned long rows, fields;
};

static void on_field(void *text, size_t length, void *data)
{
	struct counts *counts = data;

	(void)text;
	(void)length;
	counts->fields++;
}

static void on_row(int last, void *data)
{
	struct counts *counts = data;

	(void)last;
	counts->rows++;
}

int main(void)
{
	static char buffer[128 * 1024];
	struct counts counts = { 0, 0 };
	struct csv_parser parser;
	size_t size;

	csv_init(&parser, 0);
	while ((size = fread(buffer, 1, sizeof buffer, stdin)) > 0)
		if (csv_parse(&parser, buffer, size, on_field, on_row, &counts) != size)
			return 1;
	csv_fini(&parser, on_field, on_row, &counts);
	csv_free(&parser);
	printf("%lu rows, %lu fields\n", counts.rows, counts.fields);
	return 0;
}
