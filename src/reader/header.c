/* SPDX-License-Identifier: MIT */
#include "reader/header.h"

#include <stdlib.h>
#include <string.h>

#include "reader/csv_record.h"
#include "support/memory.h"

const unsigned char usual_delimiters[4] = { ',', ';', '\t', '|' };

void header_open(struct header *header, size_t bytes)
{
	*header = (struct header){ .bytes = allocate(1, bytes + 1) };
}

void header_close(struct header *header)
{
	free(header->names);
	free(header->bytes);
	*header = (struct header){ .count = 0 };
}

void header_clear(struct header *header)
{
	header->count = 0;
	header->bytes_used = 0;
}

void header_add(struct header *header, struct text name, bool is_quoted)
{
	char *copy = header->bytes + header->bytes_used;

	header->names = make_room(header->names, header->count, &header->room, sizeof *header->names);
	memcpy(copy, name.bytes, name.length);
	header->bytes_used += name.length;
	header->names[header->count++] = (struct name){ text_trim((struct text){ copy, name.length }), is_quoted };
}

bool header_same(const struct header *a, const struct header *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!text_same(a->names[i].text, b->names[i].text))
			return false;
	return true;
}

static void collect(void *header, struct text value, bool is_quoted)
{
	header_add(header, value, is_quoted);
}

/* Feeds a header byte by byte, so that libcsv's state tells of each field whether it was quoted. */
static enum header_result feed_header(struct csv_record *record, const unsigned char *bytes, size_t size, bool ended,
				      const char **error)
{
	enum csv_record_state state = CSV_RECORD_OPEN;

	while (state == CSV_RECORD_OPEN && record->length < size && record->length <= RECORD_LIMIT)
		state = csv_record_feed_line(record, bytes + record->length, 1);
	*error = csv_record_text_after_quote;
	if (state == CSV_RECORD_OPEN && size > RECORD_LIMIT) {
		*error = "it is over 64 KiB, or a quote in it is not closed";
		return HEADER_MALFORMED;
	}
	if (state == CSV_RECORD_OPEN && !ended)
		return HEADER_MORE;
	if (state == CSV_RECORD_OPEN) {
		*error = csv_record_open_quote;
		state = csv_record_finish(record);
	}
	return state == CSV_RECORD_COMPLETE ? HEADER_READ : HEADER_MALFORMED;
}

enum header_result header_read(struct header *header, struct header_place *place, const unsigned char *bytes,
			       size_t size, bool ended, unsigned char delimiter)
{
	struct csv_record record;

	*place = (struct header_place){ .length = 0 };
	header_open(header, size < RECORD_LIMIT ? size : RECORD_LIMIT);
	if (size == 0)
		return ended ? HEADER_ABSENT : HEADER_MORE;
	csv_record_open(&record, delimiter);
	csv_record_restart(&record, collect, header);
	csv_record_feed_bom(&record, bytes, size);
	enum header_result result = feed_header(&record, bytes, size, ended, &place->error);
	/* The line end, if one has been fed, is no part of it. */
	place->length = is_line_end(bytes[record.length - 1]) ? record.length - 1 : record.length;
	csv_record_close(&record);
	return result;
}
