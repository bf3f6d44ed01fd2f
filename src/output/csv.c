/* SPDX-License-Identifier: MIT */
/* csv: RFC 4180 with LF, a header, quotes only where they are needed. */
#include <string.h>

#include "output/writer.h"

static void put_cell(struct sink *out, const char *cell)
{
	if (strpbrk(cell, ",\"\r\n") == NULL) {
		sink_put(out, cell);
		return;
	}
	sink_put(out, "\"");
	for (const char *quote; (quote = strchr(cell, '"')) != NULL; cell = quote + 1) {
		sink_put_bytes(out, cell, (size_t)(quote - cell));
		sink_put(out, "\"\"");
	}
	sink_put(out, cell);
	sink_put(out, "\"");
}

void csv_begin(struct writer *writer)
{
	for (size_t i = 0; i < writer->column_count; i++) {
		sink_put(writer->out, i > 0 ? "," : "");
		put_cell(writer->out, writer->columns[i].name);
	}
	sink_put(writer->out, "\n");
}

void csv_row(struct writer *writer, const char *const *cells)
{
	for (size_t i = 0; i < writer->column_count; i++) {
		sink_put(writer->out, i > 0 ? "," : "");
		put_cell(writer->out, cells[i] != NULL ? cells[i] : "");
	}
	sink_put(writer->out, "\n");
}
