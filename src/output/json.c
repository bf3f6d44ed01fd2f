/* SPDX-License-Identifier: MIT */
/* json: one array, an object a line; a number is the text of its cell. */
#include <stdlib.h>

#include "output/writer.h"
#include "support/escape.h"

static void put_string(struct writer *writer, const char *string)
{
	char *quoted = escape_json(text_of(string));

	sink_put(writer->out, quoted);
	free(quoted);
}

void json_row(struct writer *writer, const char *const *cells)
{
	sink_put(writer->out, writer->rows == 0 ? "[\n{" : ",\n{");
	for (size_t i = 0; i < writer->column_count; i++) {
		sink_put(writer->out, i > 0 ? ", " : "");
		put_string(writer, writer->columns[i].name);
		sink_put(writer->out, ": ");
		if (cells[i] == NULL)
			sink_put(writer->out, "null");
		else if (writer->columns[i].is_number || writer->columns[i].is_json)
			sink_put(writer->out, cells[i]);
		else
			put_string(writer, cells[i]);
	}
	sink_put(writer->out, "}");
}

void json_end(struct writer *writer)
{
	sink_put(writer->out, writer->rows == 0 ? "[]\n" : "\n]\n");
}
