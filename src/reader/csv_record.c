/* SPDX-License-Identifier: MIT */
#include "reader/csv_record.h"

#include "reader/sniff.h"
#include "support/memory.h"

enum { VALUE_BLOCK = 4096 };

const char csv_record_text_after_quote[] = "text after a closing quote";
const char csv_record_open_quote[] = "a quote that is never closed";

static void on_field(void *bytes, size_t length, void *data)
{
	struct csv_record *record = data;

	if (record->field != NULL)
		record->field(record->data, (struct text){ length > 0 ? bytes : "", length },
			      record->parser.quoted != 0);
}

static void on_row(int last, void *data)
{
	struct csv_record *record = data;

	(void)last;
	record->complete = true;
}

void csv_record_open(struct csv_record *record, unsigned char delimiter)
{
	*record = (struct csv_record){ .length = 0 };
	csv_init(&record->parser, CSV_STRICT);
	csv_set_delim(&record->parser, delimiter);
	csv_set_realloc_func(&record->parser, reallocate);
	csv_set_blk_size(&record->parser, VALUE_BLOCK);
}

void csv_record_close(struct csv_record *record)
{
	csv_free(&record->parser);
}

void csv_record_restart(struct csv_record *record, csv_record_field *field, void *data)
{
	record->field = NULL;
	csv_fini(&record->parser, NULL, NULL, NULL);
	record->field = field;
	record->data = data;
	record->length = 0;
	record->complete = false;
}

/* A quote in plain text at the parser's place: an ordinary character. */
static void feed_quote(struct csv_record *record)
{
	record->parser.status = CSV_SUCCESS;
	csv_parse(&record->parser, "x", 1, on_field, on_row, record);
	record->parser.entry_buf[record->parser.entry_pos - 1] = '"';
}

static enum csv_record_state feed_piece(struct csv_record *record, const unsigned char *bytes, size_t size)
{
	size_t done = 0;

	while (done < size) {
		done += csv_parse(&record->parser, bytes + done, size - done, on_field, on_row, record);
		if (done == size)
			break;
		if (record->parser.quoted)
			return CSV_RECORD_MALFORMED;
		feed_quote(record);
		done++;
	}
	return record->complete ? CSV_RECORD_COMPLETE : CSV_RECORD_OPEN;
}

void csv_record_feed_bom(struct csv_record *record, const unsigned char *bytes, size_t size)
{
	csv_record_field *field = record->field;
	unsigned char delimiter = csv_get_delim(&record->parser);

	record->length = sniff_bom(bytes, size);
	if (record->length == 0)
		return;
	/* A delimiter in its place: the first field begins behind it as any other does. */
	record->field = NULL;
	feed_piece(record, &delimiter, 1);
	record->field = field;
}

enum csv_record_state csv_record_feed_line(struct csv_record *record, const unsigned char *bytes, size_t size)
{
	size_t end = line_end_find(bytes, size);
	size_t length = end < size ? end + 1 : size;

	record->length += length;
	return feed_piece(record, bytes, length);
}

enum csv_record_state csv_record_finish(struct csv_record *record)
{
	enum csv_record_state state = feed_piece(record, (const unsigned char *)"\n", 1);

	return state == CSV_RECORD_OPEN ? CSV_RECORD_MALFORMED : state;
}
