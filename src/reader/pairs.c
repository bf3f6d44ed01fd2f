/* SPDX-License-Identifier: MIT */
#include "reader/pairs.h"

#include <stdlib.h>

#include "support/memory.h"

/* The beginning of the first of the names that may make a record which is part of all the others; "" if none is. */
static void find_anchor(const struct call_fields *fields, char anchor[PAIRS_KEY_SIZE])
{
	const struct pairs_field *all = fields->names.fields;
	uint64_t wanted = fields->makes_record | fields->codes | (fields->options.is_cause != NULL ? fields->words : 0);

	for (uint64_t left = wanted; left != 0; left &= left - 1) {
		const char *key = all[__builtin_ctzll(left)].key;
		if (left == wanted)
			strcpy(anchor, key);
		while (strstr(key, anchor) == NULL)
			anchor[strlen(anchor) - 1] = '\0';
	}
}

void pairs_reader_open(struct pairs_reader *reader, const struct pairs_field *fields, size_t count,
		       const struct pairs_options *options)
{
	*reader = (struct pairs_reader){ .limit = RECORD_LIMIT };
	/* The lines around a call may have as many bytes of values as they are long, and so may its own. */
	reader->values = allocate(2, reader->limit + 1);
	call_fields_open(&reader->fields, fields, count, options);
	find_anchor(&reader->fields, reader->anchor);
	letters_add(&reader->anchor_letters, reader->anchor);
}

void pairs_reader_close(struct pairs_reader *reader)
{
	free(reader->values);
	reader->values = NULL;
}

void pairs_reader_begin(struct pairs_reader *reader, struct input *input, uint64_t line)
{
	/* Of what is known of names nothing changes, and a string of JSON is soon read. */
	reader->lines = (struct lines){ .input = input, .line = line };
	reader->has_peeked = false;
	reader->is_held = false;
	reader->is_labelled = false;
	reader->is_in_line = false;
	reader->call.fields = 0;
	reader->next.fields = 0;
	reader->whole_until = 0;
	reader->label.is_label = false;
	reader->block = (struct block){ .is_open = false };
	/* A line, and what is kept before it, have to find room. */
	size_t room = input->size > INPUT_SIZE ? input->size - INPUT_SIZE / 2 : 0;
	if (input == &reader->memory)
		room = input_size(input);
	if (reader->fields.options.reads_long && room > reader->limit) {
		reader->limit = room;
		reader->values = reallocate(reader->values, 2 * (reader->limit + 1));
	}
	reader->values_end = reader->values;
	/* A block's lines, and the end of the line before them. */
	input->keep = RECORD_LIMIT + 2;
}

/* Begins with a line, in which the value of a label may stand. */
static void begin_line(struct pairs_reader *reader, const unsigned char *bytes, size_t size)
{
	reader->cursor = (struct pair_cursor){ .bytes = bytes, .size = size };
	reader->is_held = false;
	reader->is_labelled = false;
	if (!reader->label.is_label)
		return;
	reader->pair = reader->label;
	reader->is_held = pair_label_value(&reader->fields.names, &reader->cursor, &reader->pair, &reader->values_end);
	reader->is_labelled = reader->is_held;
	reader->label.is_label = false;
}

/* Whether a bracket closes between two places that none has opened behind a call's beginning. */
static bool closes(const struct found_call *call, const unsigned char *bytes, size_t from, size_t to, long *depth)
{
	long floor = call->is_nested ? -1 : 0;

	for (size_t at = from; at < to && *depth >= floor; at++)
		*depth += pair_bracket(bytes, at);
	return *depth < floor;
}

/*
 * The next call of the line, or as far as it goes there: it ends where a field comes again, or its bracket closes.
 * False: there is none.
 */
static bool next_call(struct pairs_reader *reader, struct found_call *call)
{
	const struct pair_names *names = &reader->fields.names;
	long depth = 0;
	size_t followed = 0;

	*call = (struct found_call){ .fields = 0 };
	for (;;) {
		if (!reader->is_held && !pair_next(names, &reader->cursor, &reader->pair, &reader->values_end))
			break;
		reader->is_held = false;
		if (call->fields != 0) {
			call->is_closed = closes(call, reader->cursor.bytes, followed, reader->pair.begin, &depth);
			reader->is_held = call->is_closed && !reader->pair.is_label;
			if (reader->is_held)
				break;
		}
		followed = reader->pair.begin;
		if (reader->pair.is_label) {
			reader->label = reader->pair;
			break;
		}
		reader->is_held = (call->fields & reader->pair.fields) != 0;
		if (reader->is_held)
			break;
		call_add(&reader->fields, call, &reader->pair);
		call->end = reader->cursor.at;
	}
	call->is_labelled = reader->is_labelled;
	return call->fields != 0;
}

/*
 * The next call of the line that is a record. What the line has beside one without a code is that call's, too, unless it
 * has another UUID; but if it says something else, nobody knows which is true. The same told twice is one call.
 */
static bool next_record(struct pairs_reader *reader, struct found_call *call)
{
	const struct call_fields *fields = &reader->fields;
	struct found_call *next = &reader->next;

	if (next->fields != 0)
		*call = *next;
	else if (!next_call(reader, call))
		return false;
	while (next_call(reader, next)) {
		bool has_code = (next->fields & fields->codes) != 0;
		bool are_alike = has_code == ((call->fields & fields->codes) != 0);
		bool are_records = call_is_record(fields, call) && call_is_record(fields, next) && are_alike;
		uint64_t same = fields->uuids | (are_records ? fields->codes | fields->evidence : 0);
		if (!call->is_closed && call_agree(fields, call, next, same)) {
			call->is_disputed |= !call_agree(fields, call, next, fields->evidence);
			call_merge(fields, call, next, has_code && !are_alike);
		} else if (call_is_record(fields, call)) {
			return true;
		} else {
			*call = *next;
		}
	}
	return call_is_record(fields, call);
}

/* Hands on the call at hand, and looks for the next one of the line, whose first length bytes are still to be consumed. */
static enum item take_call(struct pairs_reader *reader, struct record *record, size_t length)
{
	struct input *input = reader->lines.input;

	call_fill(&reader->fields, &reader->call, record);
	record->is_alone = false;
	record->is_continued = next_record(reader, &reader->call);
	if (!record->is_continued) {
		record->is_alone = !reader->is_in_line;
		reader->is_in_line = false;
		return lines_take(&reader->lines, record, ITEM_RECORD, length);
	}
	reader->is_in_line = true;
	record->bytes = input_bytes(input);
	record->head = length;
	record->tail = 0;
	record->line = reader->lines.line;
	input_consume(input, length);
	return ITEM_RECORD;
}

/* The call of the line at the window's beginning, which is of that length, when all of its block has been looked at. */
static enum item take_block(struct pairs_reader *reader, struct record *record, size_t length)
{
	struct block *block = &reader->block;
	struct input *input = reader->lines.input;
	bool is_late = input->is_late;

	if (!block->is_open && block->taken > input->bytes - input_size(input))
		return lines_take(&reader->lines, record, ITEM_OTHER, length);
	if (!block->is_open)
		block_begin(block, &reader->fields, input, length, &reader->call, &reader->values_end);
	if (!is_late && !block_go_on(block, &reader->fields, input, &reader->call, &reader->values_end)) {
		input->is_hasty = reader->fields.options.is_live;
		return ITEM_MORE;
	}
	block_end(block, &reader->fields, input, &reader->call, &reader->values_end);
	/* What may yet come is rather the record than a name is. */
	bool is_none = block->has_better || (is_late && (reader->call.fields & reader->fields.codes) == 0) ||
		       !call_is_record(&reader->fields, &reader->call);
	if (is_none)
		return lines_take(&reader->lines, record, ITEM_OTHER, length);
	block_take(block, input);
	return take_call(reader, record, length);
}

/* The line at the window's beginning, which is all there. */
static enum item take_line(struct pairs_reader *reader, struct record *record, size_t length)
{
	const unsigned char *bytes = input_bytes(reader->lines.input);

	if (reader->block.is_open)
		return take_block(reader, record, length);
	reader->values_end = reader->values;
	reader->lines_read++;
	begin_line(reader, bytes, length);
	bool is_record = next_record(reader, &reader->call);
	bool is_alone = reader->next.fields == 0 && !reader->label.is_label;
	if (is_alone && block_may_begin(&reader->fields, &reader->call, bytes, length))
		return take_block(reader, record, length);
	return is_record ? take_call(reader, record, length) : lines_take(&reader->lines, record, ITEM_OTHER, length);
}

/* The number of line ends, a CR and the LF behind it being one. */
static uint64_t count_lines(const unsigned char *bytes, size_t size)
{
	enum { STEPS = 255 }; /* what a byte can count to */
	uint64_t lines = 0;
	size_t at = 0;

	while (size - at > sizeof(byte_block)) {
		byte_block counts = { 0 };
		for (size_t i = 0; i < STEPS && size - at > sizeof(byte_block); i++, at += sizeof(byte_block)) {
			byte_block here;
			byte_block next;
			block_load(&here, bytes + at);
			block_load(&next, bytes + at + 1);
			counts -= (byte_block)((here == '\n') | ((here == '\r') & (next != '\n')));
		}
		for (size_t i = 0; i < sizeof(byte_block); i++)
			lines += counts[i];
	}
	for (; at < size; at++)
		lines += bytes[at] == '\n' || (bytes[at] == '\r' && (at + 1 == size || bytes[at + 1] != '\n'));
	return lines;
}

/* Hands on the window's first lines, whole ones, that hold nothing. */
static enum item take_other(struct pairs_reader *reader, struct record *record, size_t length)
{
	const unsigned char *bytes = input_bytes(reader->lines.input);

	*record = (struct record){ .bytes = bytes, .head = length, .line = reader->lines.line };
	reader->lines.line += count_lines(bytes, length);
	reader->lines.after_return = bytes[length - 1] == '\r';
	input_consume(reader->lines.input, length);
	return ITEM_OTHER;
}

/* The length of the whole lines that bytes begin with, none of them over the limit, and as many as the limit holds. */
static size_t whole_lines(const unsigned char *bytes, size_t size, size_t limit)
{
	struct text lines = { (const char *)bytes, size <= limit ? size : limit + 1 };
	size_t end = text_behind_last(lines, '\n');

	return end > 0 ? end : text_behind_last(lines, '\r');
}

/* Where the anchor begins, size if it is not there. */
static size_t find_name(const struct pairs_reader *reader, const unsigned char *bytes, size_t size)
{
	size_t at = 0;

	for (;; at++) {
		at = letters_find(&reader->anchor_letters, bytes, at, size);
		if (at == size || pair_name_length(bytes + at, size - at, reader->anchor) > 0)
			return at;
	}
}

static size_t line_begin(const unsigned char *bytes, size_t at)
{
	while (at > 0 && !is_line_end(bytes[at - 1]))
		at--;
	return at;
}

static enum item long_line(struct pairs_reader *reader, struct record *record)
{
	reader->label.is_label = false;
	return lines_bad(&reader->lines, record, lines_too_long);
}

/* The length of the whole lines at the window's beginning. They are looked for again only when those found are done. */
static size_t lines_at_hand(struct pairs_reader *reader)
{
	const struct input *input = reader->lines.input;
	size_t size = input_size(input);
	uint64_t place = input->bytes - size;

	if (reader->whole_until <= place)
		reader->whole_until = place + whole_lines(input_bytes(input), size, reader->limit);
	return (size_t)(reader->whole_until - place);
}

static enum item next_line(struct pairs_reader *reader, struct record *record)
{
	const struct input *input = reader->lines.input;
	const unsigned char *bytes = input_bytes(input);
	size_t size = input_size(input);
	size_t whole = lines_at_hand(reader);

	if (whole == 0 && size > reader->limit)
		return long_line(reader, record);
	if (whole == 0 && !input->ended)
		return ITEM_MORE;
	if (whole == 0)
		return take_line(reader, record, size);
	bool may_skip = *reader->anchor != '\0' && !reader->label.is_label && !reader->block.is_open;
	size_t name = may_skip ? find_name(reader, bytes, whole) : 0;
	if (name == whole)
		return take_other(reader, record, whole);
	size_t begin = line_begin(bytes, name);
	if (begin > 0)
		return take_other(reader, record, begin);
	return take_line(reader, record, line_end_find(bytes, whole));
}

enum item pairs_reader_next(struct pairs_reader *reader, struct record *record)
{
	/* More calls of a line whose bytes have been handed on: what is left of it is its end. */
	if (reader->is_in_line)
		return take_call(reader, record, 0);
	enum item item = lines_resume(&reader->lines, record);
	return item == ITEM_RECORD ? next_line(reader, record) : item;
}

void pairs_reader_begin_memory(struct pairs_reader *reader, struct text text)
{
	const char *begun = (const char *)reader->memory.buffer;

	if (reader->has_peeked && begun == text.bytes && reader->memory.end == text.length)
		return;
	reader->memory = (struct input){
		/* It is read from and never written to. */
		.buffer = (unsigned char *)(uintptr_t)text.bytes,
		.end = text.length,
		.bytes = text.length,
		.ended = true,
	};
	pairs_reader_begin(reader, &reader->memory, 1);
}

bool pairs_reader_call(struct pairs_reader *reader, struct record *record)
{
	enum item item = ITEM_OTHER;

	if (reader->has_peeked) {
		*record = reader->peeked;
		reader->has_peeked = false;
		return true;
	}
	while (item != ITEM_RECORD && item != ITEM_END)
		item = pairs_reader_next(reader, record);
	return item == ITEM_RECORD;
}

bool pairs_reader_peek(struct pairs_reader *reader)
{
	reader->has_peeked = pairs_reader_call(reader, &reader->peeked);
	return reader->has_peeked;
}
