/* json: one array, an object a line. jansson writes the strings; a number is the text of its cell. */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "output/writer.h"
#include "support/escape.h"

static void put_string(struct writer *writer, const char *string)
{
	/* What is no UTF-8 cannot be said in JSON: it is shown as in messages. */
	json_t *value = json_string(is_utf8(text_of(string)) ? string : show_string(string).text);
	char *encoded = json_dumps(value, JSON_ENCODE_ANY);

	put(writer->out, encoded);
	free(encoded);
	json_decref(value);
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
