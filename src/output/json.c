/* json: one array, an object a line; a number is the text of its cell. */
#include <stdlib.h>

#include "output/writer.h"
#include "support/escape.h"

static void put_string(struct writer *writer, const char *string)
{
	char *quoted = escape_json(text_of(string));

	put(writer->out, quoted);
	free(quoted);
}

void json_row(struct writer *writer, const char *const *cells)
{
	put(writer->out, writer->rows == 0 ? "[\n{" : ",\n{");
	for (size_t i = 0; i < writer->column_count; i++) {
		put(writer->out, i > 0 ? ", " : "");
		put_string(writer, writer->columns[i].name);
		put(writer->out, ": ");
		if (cells[i] == NULL)
			put(writer->out, "null");
		else if (writer->columns[i].is_number || writer->columns[i].is_json)
			put(writer->out, cells[i]);
		else
			put_string(writer, cells[i]);
	}
	put(writer->out, "}");
}

void json_end(struct writer *writer)
{
	put(writer->out, writer->rows == 0 ? "[]\n" : "\n]\n");
}
