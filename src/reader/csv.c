/* SPDX-License-Identifier: MIT */
/*
 * States, in this order: a line that passes in pieces (lines_resume); a record in doubt that libcsv has been fed a part
 * of (is_feeding); else the window begins with a line that nothing is known of. That is blank, or the scanner vouches for
 * a record, or it is fed to libcsv, which decides: complete, malformed, or open, and more input is asked for.
 *
 * Invariant: between two calls the window begins with the first byte that stands in no item yet. Nothing is consumed
 * before it is handed out, so a malformed record costs its first line, and reading goes on right behind that line. The
 * scanner keeps nothing from one record to the next.
 */
#include "reader/csv.h"

#include <stdlib.h>
#include <string.h>

#include "reader/sniff.h"
#include "support/memory.h"

void csv_reader_open(struct csv_reader *reader, struct input *input, const struct kernel *kernel,
		     unsigned char delimiter, const struct columns *columns, uint64_t line)
{
	*reader = (struct csv_reader){ .lines = { .input = input, .line = line } };
	scanner_prepare(&reader->scanner, kernel, delimiter, columns);
	csv_record_open(&reader->fed, delimiter);
	csv_record_open(&reader->stopped, delimiter);
	reader->values = allocate(CELLS_MAX, RECORD_LIMIT + 1);
}

void csv_reader_close(struct csv_reader *reader)
{
	csv_record_close(&reader->fed);
	csv_record_close(&reader->stopped);
	free(reader->values);
	reader->values = NULL;
}

void csv_reader_use_columns(struct csv_reader *reader)
{
	const struct scanner *scanner = &reader->scanner;

	scanner_prepare(&reader->scanner, scanner->kernel, scanner->delimiter, scanner->columns);
}

static const char open_quote[] = "a quote that is not closed within 64 KiB";

/* Where in the input the window begins. */
static uint64_t place(const struct csv_reader *reader)
{
	return reader->lines.input->bytes - input_size(reader->lines.input);
}

/* The line ends within the window's first bytes. */
static uint64_t inner_lines(const struct csv_reader *reader, size_t size)
{
	const unsigned char *bytes = input_bytes(reader->lines.input);
	uint64_t inner = 0;

	for (size_t at = 0; at < size; at++)
		inner += bytes[at] == '\n' || (bytes[at] == '\r' && bytes[at + 1] != '\n');
	return inner;
}

void csv_reader_take(struct csv_reader *reader, struct record *record, size_t head)
{
	uint64_t inner = inner_lines(reader, head);

	lines_take(&reader->lines, record, ITEM_RECORD, head);
	reader->lines.line += inner;
}

static enum item bad_line(struct csv_reader *reader, struct record *record, const char *error)
{
	reader->is_feeding = false;
	return lines_bad(&reader->lines, record, error);
}

/* A field of a record in doubt: keeps it if it is one of the wanted. */
static void keep_field(void *data, struct text value, bool is_quoted)
{
	struct csv_reader *reader = data;

	(void)is_quoted;
	for (size_t i = 0; i < reader->scanner.columns->count; i++) {
		if (reader->scanner.columns->at[i] != reader->field)
			continue;
		char *copy = reader->values + reader->values_used;
		memcpy(copy, value.bytes, value.length);
		reader->cells[i] = (struct text){ copy, value.length };
		reader->values_used += value.length;
	}
	reader->field++;
}

static void restart(struct csv_reader *reader)
{
	csv_record_restart(&reader->fed, keep_field, reader);
	csv_record_feed_bom(&reader->fed, input_bytes(reader->lines.input), input_size(reader->lines.input));
	memset(reader->cells, 0, sizeof reader->cells);
	reader->field = 0;
	reader->values_used = 0;
	reader->is_feeding = true;
	reader->fields_are_lost = false;
}

static void exchange_stopped(struct csv_reader *reader)
{
	struct csv_record fed = reader->fed;

	reader->fed = reader->stopped;
	reader->stopped = fed;
}

/* The record is malformed; line ends up to this length of it stood inside its quotes. */
static enum item refuse(struct csv_reader *reader, struct record *record, size_t open_length, const char *error)
{
	reader->open_until = place(reader) + open_length;
	reader->open_error = error;
	if (error == open_quote)
		exchange_stopped(reader);
	return bad_line(reader, record, error);
}

/* Whether the record, a quote open at the line end that was fed last, is in the state of one that has gone further. */
static bool is_open_too(const struct csv_reader *reader)
{
	return place(reader) + reader->fed.length <= reader->open_until;
}

/* Goes on where the earlier record's parser stopped. */
static void go_on_there(struct csv_reader *reader)
{
	size_t length = (size_t)(reader->open_until - place(reader));

	exchange_stopped(reader);
	reader->fed.length = length;
	reader->fed.field = NULL;
	reader->fields_are_lost = true;
	reader->open_until = 0;
}

/* Whether there is text in the fields past those of the header: more than blanks, quoted or not. */
static bool has_text(const struct csv_reader *reader, const unsigned char *bytes, size_t size)
{
	bool is_quoted = false;

	for (size_t at = 0; at < size; at++) {
		unsigned char c = bytes[at];
		if (c == '"' && is_quoted && at + 1 < size && bytes[at + 1] == '"')
			return true;
		if (c == '"')
			is_quoted = !is_quoted;
		else if (c != ' ' && c != '\t' && (is_quoted || c != reader->scanner.delimiter))
			return true;
	}
	return false;
}

/* Hands on a record of head bytes and tail more up to its line end: the new cells' place is between them. */
static enum item take_record(struct csv_reader *reader, struct record *record, size_t head, size_t tail, uint64_t inner)
{
	lines_take(&reader->lines, record, ITEM_RECORD, head + tail);
	record->tail += record->head - head;
	record->head = head;
	record->is_ragged = tail > 0 && has_text(reader, record->bytes + head, tail);
	reader->lines.line += inner;
	return ITEM_RECORD;
}

/* The record in doubt is complete: length bytes, of which the last is a line end, unless it ends with the input. */
static enum item take_fed(struct csv_reader *reader, struct record *record, size_t length, bool has_end)
{
	size_t fields = reader->scanner.columns->fields;
	size_t size = has_end ? length - 1 : length;
	size_t head = size;
	bool is_long = fields > 0 && reader->field > fields;

	/* Byte by byte, the place of each field's end shows. */
	if (reader->fields_are_lost || is_long) {
		restart(reader);
		while (reader->fed.length < length) {
			csv_record_feed_line(&reader->fed, input_bytes(reader->lines.input) + reader->fed.length, 1);
			if (fields > 0 && reader->field == fields && head == size && reader->fed.length <= size)
				head = reader->fed.length - 1;
		}
		if (!has_end)
			csv_record_finish(&reader->fed);
	}
	memcpy(record->cells, reader->cells, sizeof record->cells);
	record->count = reader->field;
	reader->is_feeding = false;
	return take_record(reader, record, head, size - head, inner_lines(reader, size));
}

/* Feeds the record in doubt to libcsv, line by line, as far as it goes. */
static enum item feed(struct csv_reader *reader, struct record *record)
{
	struct csv_record *fed = &reader->fed;
	const unsigned char *bytes = input_bytes(reader->lines.input);
	size_t size = input_size(reader->lines.input);
	size_t limit = size < RECORD_LIMIT + 1 ? size : RECORD_LIMIT + 1;

	while (fed->length < limit) {
		size_t before = fed->length;
		switch (csv_record_feed_line(fed, bytes + before, limit - before)) {
		case CSV_RECORD_COMPLETE:
			return take_fed(reader, record, fed->length, true);
		case CSV_RECORD_MALFORMED:
			return refuse(reader, record, before, csv_record_text_after_quote);
		case CSV_RECORD_OPEN:
			break;
		}
		if (!is_line_end(bytes[fed->length - 1]) || !is_open_too(reader))
			continue;
		if (reader->open_error != open_quote)
			return bad_line(reader, record, reader->open_error);
		go_on_there(reader);
	}
	if (size > RECORD_LIMIT && line_end_find(bytes, limit) == limit)
		return bad_line(reader, record, lines_too_long);
	if (size > RECORD_LIMIT)
		return refuse(reader, record, fed->length, open_quote);
	if (!reader->lines.input->ended)
		return ITEM_MORE;
	if (csv_record_finish(fed) == CSV_RECORD_COMPLETE)
		return take_fed(reader, record, size, false);
	return refuse(reader, record, size, csv_record_open_quote);
}

enum item csv_reader_next(struct csv_reader *reader, struct record *record)
{
	struct input *input = reader->lines.input;
	size_t lines;

	enum item item = lines_resume(&reader->lines, record);
	if (item != ITEM_RECORD)
		return item;
	if (reader->is_feeding)
		return feed(reader, record);
	const unsigned char *bytes = input_bytes(input);
	size_t size = input_size(input);
	if (is_line_end(*bytes) || is_blank(*bytes, reader->scanner.delimiter)) {
		item = lines_blank(&reader->lines, record, reader->scanner.delimiter);
		if (item != ITEM_RECORD)
			return item;
	}

	/* At the end of the input a line end is as good as there; one byte past the window may be written. */
	size_t limit = size;
	if (input->ended)
		input->buffer[input->end] = '\n';
	limit += input->ended;
	if (limit > RECORD_LIMIT + 1)
		limit = RECORD_LIMIT + 1;
	/* A byte order mark, as where files were joined, is for libcsv. */
	bool may_be_bom = *bytes == 0xef && !(size > 2 && sniff_bom(bytes, size) == 0);
	if (may_be_bom && size < 3 && !input->ended)
		return ITEM_MORE;
	switch (may_be_bom ? SCAN_DOUBT
			   : scanner_next(&reader->scanner, bytes, limit, record, &lines, reader->values)) {
	case SCAN_RECORD:
		return take_record(reader, record, record->head, record->tail, lines);
	case SCAN_OPEN:
		if (!input->ended && size <= RECORD_LIMIT)
			return ITEM_MORE;
		break;
	case SCAN_DOUBT:
		break;
	}
	if (limit > RECORD_LIMIT && line_end_find(bytes, limit) == limit)
		return bad_line(reader, record, lines_too_long);
	/* The scanner cannot vouch for it. */
	restart(reader);
	return feed(reader, record);
}
