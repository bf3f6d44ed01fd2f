/* SPDX-License-Identifier: MIT */
#include "reader/csv_record.h"

#include "reader/sniff.h"
#include "support/memory.h"

enum { VALUE_BLOCK = 4096 };

const char csv_record_text_after_quote[] = "text after a closing quote";
const char csv_record_open_quote[] = "a quote that is never closed";

static void on_field(void *bytes, size_t length, void *data)
{
	struct csv_record *row = data;

	if (row->field != NULL)
		row->field(row->data, (struct text){ length > 0 ? bytes : "", length });
}

static void on_row(int last, void *data)
{
	struct csv_record *row = data;

	(void)last;
	row->complete = true;
}

void csv_record_open(struct csv_record *row, unsigned char delimiter)
{
	*row = (struct csv_record){ .length = 0 };
	csv_init(&row->parser, CSV_STRICT);
	csv_set_delim(&row->parser, delimiter);
	csv_set_realloc_func(&row->parser, reallocate);
	csv_set_blk_size(&row->parser, VALUE_BLOCK);
}

void csv_record_close(struct csv_record *row)
{
	csv_free(&row->parser);
}

void csv_record_restart(struct csv_record *row, csv_field *field, void *data)
{
	row->field = NULL;
	csv_fini(&row->parser, NULL, NULL, NULL);
	row->field = field;
	row->data = data;
	row->length = 0;
	row->complete = false;
}

/* A quote in plain text at the parser's place: an ordinary character. */
static void feed_quote(struct csv_record *row)
{
	row->parser.status = CSV_SUCCESS;
	csv_parse(&row->parser, "x", 1, on_field, on_row, row);
	row->parser.entry_buf[row->parser.entry_pos - 1] = '"';
}

static enum csv_record_state feed_piece(struct csv_record *row, const unsigned char *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		done += csv_parse(&row->parser, bytes + done, size - done, on_field, on_row, row);
		if (done == size)
			break;
		if (row->parser.quoted)
			return CSV_RECORD_MALFORMED;
		feed_quote(row);
		done++;
	}
	return row->complete ? CSV_RECORD_COMPLETE : CSV_RECORD_OPEN;
}

void csv_record_feed_bom(struct csv_record *row, const unsigned char *bytes, size_t size)
{
	csv_field *field = row->field;
	unsigned char delimiter = csv_get_delim(&row->parser);

	row->length = sniff_bom(bytes, size);
	if (row->length == 0)
		return;
	/* A delimiter in its place: the first field begins behind it as any other does. */
	row->field = NULL;
	feed_piece(row, &delimiter, 1);
	row->field = field;
}

enum csv_record_state csv_record_feed_line(struct csv_record *row, const unsigned char *bytes, size_t size)
{
	size_t end = line_end_find(bytes, size);
	size_t length = end < size ? end + 1 : size;

	row->length += length;
	return feed_piece(row, bytes, length);
}

enum csv_record_state csv_record_finish(struct csv_record *row)
{
	enum csv_record_state state = feed_piece(row, (const unsigned char *)"\n", 1);

	return state == CSV_RECORD_OPEN ? CSV_RECORD_MALFORMED : state;
}

bool csv_record_field_is_quoted(const struct csv_record *row)
{
	return row->parser.quoted != 0;
}
