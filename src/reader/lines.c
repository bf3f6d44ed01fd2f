/* SPDX-License-Identifier: MIT */
#include "reader/lines.h"

const char lines_too_long[] = "a line over 64 KiB";

enum item lines_take(struct lines *lines, struct record *record, enum item item, size_t head)
{
	const unsigned char *bytes = input_bytes(lines->input);
	size_t rest = input_size(lines->input) - head;
	size_t tail = rest > 0 ? 1 : 0;

	if (tail == 1 && bytes[head] == '\r') {
		if (rest == 1)
			lines->after_return = true;
		else if (bytes[head + 1] == '\n')
			tail = 2;
	}
	record->bytes = bytes;
	record->head = head;
	record->tail = tail;
	record->line = lines->line;
	lines->line += tail > 0;
	input_consume(lines->input, head + tail);
	return item;
}

/* The rest of a CRLF whose CR ended the item before. */
static enum item take_line_feed(struct lines *lines, struct record *record)
{
	*record = (struct record){ .bytes = input_bytes(lines->input), .tail = 1, .line = lines->line };
	input_consume(lines->input, 1);
	return ITEM_OTHER;
}

static enum item rest_of_line(struct lines *lines, struct record *record)
{
	size_t size = input_size(lines->input);
	size_t length = line_end_find(input_bytes(lines->input), size);

	lines->in_long_line = length == size;
	return lines_take(lines, record, ITEM_OTHER, length);
}

/* lines_resume where there may be something. */
enum item lines_rest(struct lines *lines, struct record *record)
{
	if (input_size(lines->input) == 0)
		return lines->input->ended ? ITEM_END : ITEM_MORE;
	if (lines->after_return) {
		lines->after_return = false;
		if (*input_bytes(lines->input) == '\n')
			return take_line_feed(lines, record);
	}
	if (lines->in_long_line)
		return rest_of_line(lines, record);
	return lines->error != NULL ? lines_bad(lines, record, lines->error) : ITEM_RECORD;
}

enum item lines_bad(struct lines *lines, struct record *record, const char *error)
{
	size_t size = input_size(lines->input);
	size_t length = line_end_find(input_bytes(lines->input), size);

	lines->error = error;
	if (length == size && !lines->input->ended && size <= RECORD_LIMIT)
		return ITEM_MORE;
	lines->error = NULL;
	lines->in_long_line = length == size;
	record->error = length > RECORD_LIMIT ? lines_too_long : error;
	return lines_take(lines, record, ITEM_MALFORMED, length);
}

/* The length of the blanks that bytes begin with. */
static size_t blanks(const unsigned char *bytes, size_t size, unsigned char delimiter)
{
	size_t length = 0;

	while (length < size && is_blank(bytes[length], delimiter))
		length++;
	return length;
}

size_t lines_blank_length(const unsigned char *bytes, size_t size, unsigned char delimiter, uint64_t *lines)
{
	size_t done = 0;

	for (;;) {
		size_t at = done + blanks(bytes + done, size - done, delimiter);
		if (at == size || !is_line_end(bytes[at]) || at - done > RECORD_LIMIT)
			return done;
		done = at + (bytes[at] == '\r' && at + 1 < size && bytes[at + 1] == '\n' ? 2 : 1);
		++*lines;
	}
}

enum item lines_blank(struct lines *lines, struct record *record, unsigned char delimiter)
{
	const unsigned char *bytes = input_bytes(lines->input);
	size_t size = input_size(lines->input);
	uint64_t line = lines->line;
	size_t done = lines_blank_length(bytes, size, delimiter, &line);

	if (done == 0 || lines->input->ended) {
		size_t length = blanks(bytes + done, size - done, delimiter);
		if (done == 0 && length > RECORD_LIMIT)
			return lines_bad(lines, record, lines_too_long);
		if (lines->input->ended && done + length == size && length <= RECORD_LIMIT)
			done = size;
		else if (done == 0)
			return length == size ? ITEM_MORE : ITEM_RECORD;
	}
	*record = (struct record){ .bytes = bytes, .head = done, .line = lines->line };
	lines->after_return = bytes[done - 1] == '\r' && done == size;
	lines->line = line;
	input_consume(lines->input, done);
	return ITEM_OTHER;
}
