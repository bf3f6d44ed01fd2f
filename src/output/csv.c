/* csv: RFC 4180 with LF, a header, quotes only where they are needed. */
#include <string.h>

#include "output/writer.h"

static void put_cell(struct sink *out, const char *cell)
{
	if (strpbrk(cell, ",\"\r\n") == NULL) {
		put(out, cell);
		return;
	}
	put(out, "\"");
	for (const char *quote; (quote = strchr(cell, '"')) != NULL; cell = quote + 1) {
		put_bytes(out, cell, (size_t)(quote - cell));
		put(out, "\"\"");
	}
	put(out, cell);
	put(out, "\"");
}

void csv_begin(struct writer *writer)
{
	for (size_t i = 0; i < writer->column_count; i++) {
		put(writer->out, i > 0 ? "," : "");
		put_cell(writer->out, writer->columns[i].name);
	}
	put(writer->out, "\n");
}

void csv_row(struct writer *writer, const char *const *cells)
{
	for (size_t i = 0; i < writer->column_count; i++) {
		put(writer->out, i > 0 ? "," : "");
		put_cell(writer->out, cells[i] != NULL ? cells[i] : "");
	}
	put(writer->out, "\n");
}
