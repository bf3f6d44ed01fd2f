#include "reader/pairs.h"

#include <stdlib.h>

#include "support/memory.h"

/* A call over lines may have as many bytes of values as it has bytes, and so may the line behind it. */
enum { VALUES_SIZE = 2 * (RECORD_LIMIT + 1) };

static uint64_t fields_of(const struct pairs_reader *reader, enum cell cell)
{
	uint64_t fields = 0;

	for (size_t i = 0; i < reader->names.count; i++)
		if (reader->names.fields[i].cell < CELLS_MAX && reader->names.fields[i].cell % CELL_COUNT == cell)
			fields |= UINT64_C(1) << i;
	return fields;
}

/* The shortest of the names that make a record, if it is part of all the others. */
static const char *find_anchor(const struct pairs_reader *reader)
{
	const struct pairs_field *fields = reader->names.fields;
	const char *anchor = NULL;

	for (uint64_t left = reader->makes_record; left != 0; left &= left - 1) {
		const char *key = fields[__builtin_ctzll(left)].key;
		if (anchor == NULL || strlen(key) < strlen(anchor))
			anchor = key;
	}
	for (uint64_t left = reader->makes_record; left != 0; left &= left - 1)
		if (strstr(fields[__builtin_ctzll(left)].key, anchor) == NULL)
			return NULL;
	return anchor;
}

void pairs_reader_open(struct pairs_reader *reader, const struct pairs_field *fields, size_t count, bool spans_lines)
{
	*reader = (struct pairs_reader){ .spans_lines = spans_lines, .values = allocate(1, VALUES_SIZE) };
	pair_names_open(&reader->names, fields, count);
	reader->codes = fields_of(reader, CELL_CODE);
	reader->uuids = fields_of(reader, CELL_UUID);
	reader->evidence = fields_of(reader, CELL_NAME) | fields_of(reader, CELL_SOURCE);
	reader->makes_record = reader->codes;
	if (spans_lines || reader->codes == 0)
		reader->makes_record |= fields_of(reader, CELL_NAME);
	for (size_t i = 0; i < count; i++) {
		reader->evidence |= (uint64_t)(fields[i].cell >= PAIRS_WORD) << i;
		reader->makes_record |= (uint64_t)(spans_lines && fields[i].cell >= PAIRS_OTHER) << i;
	}
	reader->anchor = find_anchor(reader);
	if (reader->anchor != NULL)
		letters_add(&reader->anchor_letters, reader->anchor);
}

void pairs_reader_close(struct pairs_reader *reader)
{
	free(reader->values);
	reader->values = NULL;
}

void pairs_reader_begin(struct pairs_reader *reader, struct input *input, uint64_t line)
{
	*reader = (struct pairs_reader){
		.lines = { .input = input, .line = line },
		.names = reader->names,
		.anchor = reader->anchor,
		.anchor_letters = reader->anchor_letters,
		.spans_lines = reader->spans_lines,
		.codes = reader->codes,
		.evidence = reader->evidence,
		.uuids = reader->uuids,
		.makes_record = reader->makes_record,
		.values = reader->values,
		.values_end = reader->values,
	};
}

static bool is_record(const struct pairs_reader *reader, const struct pairs_call *call)
{
	return (call->fields & reader->makes_record) != 0;
}

/* The first of a call's fields whose value goes to that cell; a place past all of them if it has none. */
static size_t field_of(const struct pairs_reader *reader, const struct pairs_call *call, size_t cell)
{
	size_t i = 0;

	while (i < reader->names.count && ((call->fields >> i & 1) == 0 || reader->names.fields[i].cell != cell))
		i++;
	return i;
}

/* Of several fields that go to one cell, as the names of times do, the first in their order counts. */
static void add_pair(const struct pairs_reader *reader, struct pairs_call *call, const struct pair *pair)
{
	for (uint64_t left = pair->fields; left != 0; left &= left - 1) {
		size_t field = (size_t)__builtin_ctzll(left);
		size_t cell = reader->names.fields[field].cell;
		if (call->cells[cell].bytes == NULL || field < field_of(reader, call, cell))
			call->cells[cell] = pair->value;
	}
	call->fields |= pair->fields;
	call->pairs++;
}

/* Begins with a line, in which the value of a label may stand. */
static void begin_line(struct pairs_reader *reader, const unsigned char *bytes, size_t size)
{
	reader->cursor = (struct pair_cursor){ .bytes = bytes, .size = size };
	reader->is_held = false;
	if (!reader->label.is_label)
		return;
	reader->pair = reader->label;
	reader->is_held = pair_label_value(&reader->names, &reader->cursor, &reader->pair, &reader->values_end);
	reader->label.is_label = false;
}

/* Whether a bracket closes between two places that none has opened behind a call's beginning. */
static bool closes(const struct pairs_call *call, const unsigned char *bytes, size_t from, size_t to, long *depth)
{
	long floor = call->is_nested ? -1 : 0;

	for (size_t at = from; at < to && *depth >= floor; at++) {
		*depth += bytes[at] == '(' || bytes[at] == '[' || bytes[at] == '{';
		*depth -= bytes[at] == ')' || bytes[at] == ']' || bytes[at] == '}';
	}
	return *depth < floor;
}

/*
 * The next call of the line, or as far as it goes there: it ends where a field comes again, or its bracket closes.
 * False: there is none.
 */
static bool next_call(struct pairs_reader *reader, struct pairs_call *call)
{
	long depth = 0;
	size_t followed = 0;

	*call = (struct pairs_call){ .fields = 0 };
	for (;;) {
		if (!reader->is_held && !pair_next(&reader->names, &reader->cursor, &reader->pair, &reader->values_end))
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
		if (call->fields == 0) {
			call->begin = reader->pair.begin;
			call->is_nested = reader->pair.is_nested;
		}
		add_pair(reader, call, &reader->pair);
	}
	return call->fields != 0;
}

/* Whether none of these fields is in both with another value. */
static bool agree(const struct pairs_reader *reader, const struct pairs_call *a, const struct pairs_call *b,
		  uint64_t fields)
{
	for (uint64_t left = a->fields & b->fields & fields; left != 0; left &= left - 1) {
		size_t cell = reader->names.fields[__builtin_ctzll(left)].cell;
		if (!text_same(a->cells[cell], b->cells[cell]))
			return false;
	}
	return true;
}

/* Adds what more there is of a call; where both have a field, more may come first. */
static void merge(const struct pairs_reader *reader, struct pairs_call *call, const struct pairs_call *more,
		  bool more_is_first)
{
	for (size_t i = 0; i < PAIRS_CELLS; i++) {
		size_t field = field_of(reader, call, i);
		size_t other = field_of(reader, more, i);
		if (other < field || (other == field && other < reader->names.count && more_is_first))
			call->cells[i] = more->cells[i];
	}
	call->fields |= more->fields;
	call->pairs += more->pairs;
	call->is_closed = more->is_closed;
}

/*
 * The next call of the line that is a record. What the line has beside one without a code is that call's, too, unless it
 * has another UUID; but if it says something else, nobody knows which is true. The same told twice is one call.
 */
static bool next_record(struct pairs_reader *reader, struct pairs_call *call)
{
	struct pairs_call *next = &reader->next;

	if (next->fields != 0)
		*call = *next;
	else if (!next_call(reader, call))
		return false;
	while (next_call(reader, next)) {
		bool has_code = (next->fields & reader->codes) != 0;
		bool are_alike = has_code == ((call->fields & reader->codes) != 0);
		bool are_records = is_record(reader, call) && is_record(reader, next) && are_alike;
		uint64_t same = reader->uuids | (are_records ? reader->codes | reader->evidence : 0);
		if (!call->is_closed && agree(reader, call, next, same)) {
			call->is_disputed |= !agree(reader, call, next, reader->evidence);
			merge(reader, call, next, has_code && !are_alike);
		} else if (is_record(reader, call)) {
			return true;
		} else {
			*call = *next;
		}
	}
	return is_record(reader, call);
}

static void fill_record(const struct pairs_call *call, struct record *record)
{
	memcpy(record->cells, call->cells, sizeof record->cells);
	record->is_disputed = call->is_disputed;
	record->is_trunk = call->cells[PAIRS_TRUNK].bytes != NULL;
	record->other_cause = call->cells[PAIRS_OTHER];
	record->count = call->pairs;
	for (size_t leg = LEG_COUNT; leg-- > 0;) {
		struct text *cells = record->cells + leg * CELL_COUNT;
		struct text word = call->cells[PAIRS_WORD + leg];
		if (word.bytes == NULL)
			continue;
		record->other_cause = word;
		if (cells[CELL_CODE].bytes != NULL && cells[CELL_NAME].bytes == NULL)
			cells[CELL_NAME] = word;
	}
}

/* Hands on the call at hand, and looks for the next one of the line, whose first length bytes are still to be consumed. */
static enum item take_call(struct pairs_reader *reader, struct record *record, size_t length)
{
	struct input *input = reader->lines.input;

	fill_record(&reader->call, record);
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

/* The line at the window's beginning, which is all there. */
static enum item take_line(struct pairs_reader *reader, struct record *record, size_t length)
{
	reader->values_end = reader->values;
	begin_line(reader, input_bytes(reader->lines.input), length);
	if (next_record(reader, &reader->call))
		return take_call(reader, record, length);
	return lines_take(&reader->lines, record, ITEM_OTHER, length);
}

/* The number of line ends, a CR and the LF behind it being one. */
static uint64_t count_lines(const unsigned char *bytes, size_t size)
{
	enum { STEPS = 255 }; /* what a byte can count to */
	uint64_t lines = 0;
	size_t at = 0;

	while (size - at > sizeof(block)) {
		block counts = { 0 };
		for (size_t i = 0; i < STEPS && size - at > sizeof(block); i++, at += sizeof(block)) {
			block here;
			block next;
			block_load(&here, bytes + at);
			block_load(&next, bytes + at + 1);
			counts -= (block)((here == '\n') | ((here == '\r') & (next != '\n')));
		}
		for (size_t i = 0; i < sizeof(block); i++)
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
static size_t whole_lines(const unsigned char *bytes, size_t size)
{
	size_t limit = size < RECORD_LIMIT + 1 ? size : RECORD_LIMIT + 1;
	struct text lines = { (const char *)bytes, limit };
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
		reader->whole_until = place + whole_lines(input_bytes(input), size);
	return (size_t)(reader->whole_until - place);
}

static enum item next_line(struct pairs_reader *reader, struct record *record)
{
	const struct input *input = reader->lines.input;
	const unsigned char *bytes = input_bytes(input);
	size_t size = input_size(input);
	size_t whole = lines_at_hand(reader);

	if (whole == 0 && size > RECORD_LIMIT)
		return long_line(reader, record);
	if (whole == 0 && !input->ended)
		return ITEM_MORE;
	if (whole == 0)
		return take_line(reader, record, size);
	size_t name = reader->anchor != NULL && !reader->label.is_label ? find_name(reader, bytes, whole) : 0;
	if (name == whole)
		return take_other(reader, record, whole);
	size_t begin = line_begin(bytes, name);
	if (begin > 0)
		return take_other(reader, record, begin);
	return take_line(reader, record, line_end_find(bytes, whole));
}

/* Forgets the call over lines, which has been handed on. */
static void end_group(struct pairs_reader *reader)
{
	reader->length = 0;
	reader->line_count = 0;
	reader->is_labelled = false;
	reader->is_over = false;
	reader->values_end = reader->values;
	reader->call = (struct pairs_call){ .fields = 0 };
}

/* Hands on the call over lines. */
static enum item take_group(struct pairs_reader *reader, struct record *record)
{
	const unsigned char *bytes = input_bytes(reader->lines.input);
	enum item item = is_record(reader, &reader->call) ? ITEM_RECORD : ITEM_OTHER;
	size_t head = reader->length;

	while (head > 0 && reader->length - head < 2 && is_line_end(bytes[head - 1]) &&
	       (head == reader->length || (bytes[head - 1] == '\r' && bytes[head] == '\n')))
		head--;
	fill_record(&reader->call, record);
	record->is_alone = true;
	record->is_continued = false;
	record->bytes = bytes;
	record->head = head;
	record->tail = reader->length - head;
	record->line = reader->lines.line;
	reader->lines.line += reader->line_count;
	input_consume(reader->lines.input, reader->length);
	end_group(reader);
	return item;
}

/* Follows brackets. Returns whether the call is over: the bracket that opened it has closed. */
static bool follow_brackets(struct pairs_reader *reader, const unsigned char *bytes, size_t size)
{
	for (size_t at = 0; at < size; at++) {
		reader->depth += bytes[at] == '(' || bytes[at] == '[' || bytes[at] == '{';
		reader->depth -= bytes[at] == ')' || bytes[at] == ']' || bytes[at] == '}';
		reader->is_over |= reader->depth < reader->floor;
	}
	return reader->is_over;
}

/* Adds a line without a call's field. Returns whether the call goes on there. */
static bool add_plain_line(struct pairs_reader *reader, const unsigned char *bytes, size_t size)
{
	bool goes_on = reader->label.is_label || reader->is_labelled || pair_begins(bytes, size);

	if (reader->length == 0 || !goes_on)
		return false;
	follow_brackets(reader, bytes, size);
	return true;
}

/* Adds a line to the call over lines, or begins one with it. False: it is none of that call's, or has several. */
static bool add_line(struct pairs_reader *reader, const unsigned char *bytes, size_t size)
{
	struct pairs_call more;
	struct pairs_call other;

	begin_line(reader, bytes, size);
	bool is_labelled = reader->is_held;
	if (!next_call(reader, &more))
		return add_plain_line(reader, bytes, size);
	if (next_call(reader, &other))
		return false;
	if (reader->length > 0 &&
	    (!agree(reader, &reader->call, &more, UINT64_MAX) || follow_brackets(reader, bytes, more.begin)))
		return false;
	if (reader->length == 0) {
		reader->depth = 0;
		reader->floor = more.is_nested ? -1 : 0;
	}
	merge(reader, &reader->call, &more, false);
	follow_brackets(reader, bytes + more.begin, size - more.begin);
	reader->is_labelled = is_labelled;
	return true;
}

static enum item next_group(struct pairs_reader *reader, struct record *record)
{
	const struct input *input = reader->lines.input;
	const unsigned char *bytes = input_bytes(input);
	size_t size = input_size(input);

	while (!reader->is_over && (reader->length < size || !input->ended)) {
		size_t at = reader->length;
		size_t rest = size - at < RECORD_LIMIT + 1 ? size - at : RECORD_LIMIT + 1;
		size_t length = line_end_find(bytes + at, rest);
		if (at > 0 && at + length > RECORD_LIMIT)
			return take_group(reader, record);
		if (length > RECORD_LIMIT)
			return long_line(reader, record);
		/* What a CR ends is known when the byte behind it is. */
		bool has_end = at + length < size;
		bool is_return = has_end && bytes[at + length] == '\r';
		if (!input->ended && (!has_end || (is_return && at + length + 1 == size)))
			return ITEM_MORE;
		struct pair label = reader->label;
		if (text_trim((struct text){ (const char *)bytes + at, length }).length == 0)
			return take_group(reader, record);
		if (!add_line(reader, bytes + at, length)) {
			reader->label = label;
			return at > 0 ? take_group(reader, record) : take_line(reader, record, length);
		}
		reader->line_count += has_end;
		reader->length += length + has_end;
		if (is_return && reader->length < size && bytes[reader->length] == '\n')
			reader->length++;
	}
	return take_group(reader, record);
}

/* Between two calls over lines: blank lines are passed on together. */
static enum item next_over_lines(struct pairs_reader *reader, struct record *record)
{
	enum item item = reader->length > 0 ? ITEM_RECORD : lines_blank(&reader->lines, record, 0);

	if (item == ITEM_RECORD)
		return next_group(reader, record);
	if (item == ITEM_OTHER)
		reader->label.is_label = false;
	return item;
}

enum item pairs_reader_next(struct pairs_reader *reader, struct record *record)
{
	/* More calls of a line whose bytes have been handed on: what is left of it is its end. */
	if (reader->is_in_line)
		return take_call(reader, record, 0);
	if (reader->length == 0) {
		enum item item = lines_resume(&reader->lines, record);
		if (item != ITEM_RECORD)
			return item;
	}
	return reader->spans_lines ? next_over_lines(reader, record) : next_line(reader, record);
}

void pairs_reader_begin_memory(struct pairs_reader *reader, struct text text)
{
	pairs_reader_begin(reader, &reader->memory, 1);
	/* An input is read from here and never written to. */
	reader->memory =
		(struct input){ .buffer = (unsigned char *)(uintptr_t)text.bytes, .end = text.length, .ended = true };
}

bool pairs_reader_call(struct pairs_reader *reader, struct record *record)
{
	enum item item = ITEM_OTHER;

	while (item != ITEM_RECORD && item != ITEM_END)
		item = pairs_reader_next(reader, record);
	return item == ITEM_RECORD;
}
