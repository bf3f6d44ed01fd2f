/* SPDX-License-Identifier: MIT */
#include "reader/json.h"

#include <stdlib.h>
#include <string.h>

#include "reader/json_words.h"
#include "support/memory.h"

enum { MEMBER_RING = 16384 }; /* more than 64 KiB have room for: "":1, are five bytes */

struct json_level {
	uint64_t begin, line;
	uint32_t first; /* of its members */
	uint32_t found; /* items when it was opened */
	bool is_object;
	bool is_long;                /* over 64 KiB: it has no members */
	uint32_t pages;              /* that had been told of then */
	struct json_meaning meaning; /* of all its keys so far */
};

/* Places, cut to 32 bits: they are less than 64 KiB apart. */
struct json_member {
	uint32_t key, key_end; /* between the quotes */
	uint32_t value, value_end;
	unsigned char number; /* of the key */
};

enum state {
	AT_TOP, /* nothing is open */
	AT_VALUE,
	AT_FIRST_VALUE, /* or ] */
	AT_KEY,
	AT_FIRST_KEY, /* or } */
	AT_COLON,
	AFTER_VALUE,
	IN_STRING,
	IN_NUMBER,
	IN_LITERAL,
	IN_BAD_LINE,
	IN_SKIPPED
};

static const char over_limit[] = "a record over 64 KiB";
static const char too_deep[] = "JSON nested more than 512 levels deep";
static const char breaks_off[] = "JSON that breaks off";

void json_reader_open(struct json_reader *reader, json_choose *choose, void *data, struct pairs_reader *pairs)
{
	*reader = (struct json_reader){
		.pairs = pairs != NULL && *pairs->anchor != '\0' ? pairs : NULL,
		.levels = allocate(JSON_LEVELS, sizeof *reader->levels),
		.members = allocate(MEMBER_RING, sizeof *reader->members),
		.kept = allocate(1, RECORD_LIMIT + INPUT_SLACK),
		.values_said = allocate(2, RECORD_LIMIT),
	};
	reader->items = make_room(NULL, 0, &reader->item_room, sizeof *reader->items);
	reader->spans = make_room(NULL, 0, &reader->span_room, sizeof *reader->spans);
	json_keys_open(&reader->keys, choose, data);
	json_templates_open(&reader->templates);
}

void json_reader_close(struct json_reader *reader)
{
	free(reader->levels);
	free(reader->members);
	free(reader->kept);
	free(reader->values_said);
	free(reader->items);
	free(reader->spans);
	free(reader->names);
	json_keys_close(&reader->keys);
	json_templates_close(&reader->templates);
	*reader = (struct json_reader){ .input = NULL };
}

/* Where in the input the buffer begins; the bytes from there on are there, consumed or not. */
static uint64_t buffer_place(const struct json_reader *reader)
{
	return reader->input->bytes - reader->input->end;
}

static uint64_t window_place(const struct json_reader *reader)
{
	return buffer_place(reader) + reader->input->begin;
}

static uint64_t place_of(const struct json_reader *reader, const unsigned char *p)
{
	return reader->origin + (uintptr_t)p;
}

static void forget_items(struct json_reader *reader)
{
	reader->item_count = reader->settled = reader->taken = reader->span_count = 0;
	reader->items_begin = 0;
	reader->is_lacking = false;
}

void json_reader_begin(struct json_reader *reader, struct input *input, uint64_t line)
{
	reader->input = input;
	reader->line = line;
	reader->at = reader->line_begin = reader->blank_end = window_place(reader);
	reader->return_end = UINT64_MAX;
	reader->is_tentative = true;
	reader->is_skipping = reader->is_resumed = false;
	reader->values = 0;
	reader->state = AT_TOP;
	reader->depth = reader->outer = 0;
	reader->member_count = 0;
	reader->kept_begin = reader->kept_end = 0;
	reader->tried_until = reader->seen = 0;
	reader->may_divide = false;
	reader->page = (struct json_page){ .has_next = false };
	reader->name_count = 0;
	reader->searched = 0;
	forget_items(reader);
	json_keys_forget(&reader->keys);
	json_templates_forget(&reader->templates);
}

static struct json_level *innermost(const struct json_reader *reader)
{
	return &reader->levels[reader->depth - 1];
}

/* Whether the innermost level is an object that may be a record: its members are looked at. */
static bool has_members(const struct json_reader *reader)
{
	return reader->depth > 0 && innermost(reader)->is_object && !innermost(reader)->is_long;
}

static struct json_member *member_at(const struct json_reader *reader, uint32_t index)
{
	return &reader->members[index % MEMBER_RING];
}

/* Copies what comes after the kept bytes, up to a place. */
static void keep_until(struct json_reader *reader, uint64_t end)
{
	if (end <= reader->kept_end)
		return;
	memcpy(reader->kept + (reader->kept_end - reader->kept_begin),
	       reader->input->buffer + (reader->kept_end - buffer_place(reader)), (size_t)(end - reader->kept_end));
	reader->kept_end = end;
}

/* Sees to it that the bytes of what may still be a record are not lost when the input moves on. */
static void keep(struct json_reader *reader)
{
	if (reader->outer == reader->depth)
		return;
	uint64_t begin = reader->levels[reader->outer].begin;
	uint64_t end = window_place(reader);
	if (begin >= end)
		return;
	if (reader->kept_end <= begin) {
		reader->kept_begin = reader->kept_end = begin;
	} else if (reader->kept_begin < begin) {
		memmove(reader->kept, reader->kept + (begin - reader->kept_begin), (size_t)(reader->kept_end - begin));
		reader->kept_begin = begin;
	}
	keep_until(reader, end);
}

/* The bytes from one place to another, within what may be a record. */
static struct text bytes_between(struct json_reader *reader, uint64_t begin, uint64_t end)
{
	const unsigned char *bytes;

	if (begin >= buffer_place(reader)) {
		bytes = reader->input->buffer + (begin - buffer_place(reader));
	} else {
		keep_until(reader, end);
		bytes = reader->kept + (begin - reader->kept_begin);
	}
	return (struct text){ (const char *)bytes, (size_t)(end - begin) };
}

/* The place that has been cut to 32 bits, close before another one. */
static uint64_t place_before(uint64_t after, uint32_t cut)
{
	return after - ((uint32_t)after - cut);
}

static struct json_item *add_item(struct json_reader *reader, uint64_t place, uint64_t end, uint64_t line)
{
	reader->items = make_room(reader->items, reader->item_count, &reader->item_room, sizeof *reader->items);
	struct json_item *item = &reader->items[reader->item_count++];
	reader->found++;
	*item = (struct json_item){
		.line = line, .place = (uint32_t)place, .end = (uint32_t)end, .spans = (uint32_t)reader->span_count
	};
	return item;
}

/*
 * What has been found in a document is certain at once, but where a record lacks what an object around it, that is open
 * and not too long, may have further on: what is in there waits. depth: of what is open around the last one.
 */
static void settle_found(struct json_reader *reader, size_t depth)
{
	uint32_t waiting = 0;

	if (reader->is_tentative)
		return;
	if (reader->is_lacking && reader->outer < depth)
		waiting = reader->found - reader->levels[reader->outer].found;
	reader->settled = waiting < reader->item_count ? reader->item_count - waiting : 0;
}

static void add_malformed(struct json_reader *reader, uint64_t end, uint64_t line, const char *error)
{
	add_item(reader, end, end, line)->error = error;
	settle_found(reader, 0);
}

static struct json_span *add_span(struct json_reader *reader, uint32_t begin, uint32_t end, unsigned cell)
{
	reader->spans = make_room(reader->spans, reader->span_count, &reader->span_room, sizeof *reader->spans);
	struct json_span *span = &reader->spans[reader->span_count++];
	*span = (struct json_span){ begin, end, cell, JSON_OWN };
	return span;
}

static const unsigned char *skip_space(const unsigned char *p)
{
	while (*p == ' ' || *p == '\t' || is_line_end(*p))
		p++;
	return p;
}

/* A list or an object that holds one string, number or literal and nothing else is that value. */
static struct text unwrapped(struct text value)
{
	const unsigned char *p = (const unsigned char *)value.bytes;
	unsigned char closing = *p == '[' ? ']' : '}';

	if (*p != '[' && *p != '{')
		return value;
	p = skip_space(p + 1);
	if (closing == '}' && *p == '"')
		p = skip_space(skip_space(json_word_end(p)) + 1);
	if (*p == '[' || *p == '{' || *p == ']' || *p == '}')
		return value;
	const unsigned char *end = json_word_end(p);
	return *skip_space(end) == closing ? (struct text){ (const char *)p, (size_t)(end - p) } : value;
}

/* Puts a member's value in a span. here: a place behind it, close to it. */
static void put_value(struct json_reader *reader, struct json_span *span, const struct json_member *member,
		      uint64_t here)
{
	struct text value =
		bytes_between(reader, place_before(here, member->value), place_before(here, member->value_end));
	struct text inner = unwrapped(value);

	span->begin = member->value + (uint32_t)(inner.bytes - value.bytes);
	span->end = span->begin + (uint32_t)inner.length;
}

/* A reader and one of its objects, for json_keys. */
struct object {
	struct json_reader *reader;
	const struct json_level *level;
	uint64_t end;
};

static size_t key_at(const void *data, size_t index, struct text *key)
{
	const struct object *object = data;
	const struct json_member *member = member_at(object->reader, object->level->first + (uint32_t)index);

	if (key != NULL)
		*key = bytes_between(object->reader, place_before(object->end, member->key),
				     place_before(object->end, member->key_end));
	return member->number;
}

/* The choice among the members of an object that is open at a depth. Returns their number. is_read: the last one is. */
static size_t choose_at(struct json_reader *reader, size_t depth, bool is_read, uint64_t here, struct columns *columns)
{
	struct object object = { reader, &reader->levels[depth - 1], here };
	uint32_t end = depth < reader->depth ? reader->levels[depth].first : reader->member_count;
	size_t count = end - object.level->first - (is_read ? 0 : 1);

	json_keys_choose(&reader->keys, &object, count, key_at, columns);
	return count;
}

/* An object at a depth lends spans what they lack, unless they have it from one that is further in. */
static void lend(struct json_reader *reader, size_t depth, bool is_read, uint64_t here, size_t first)
{
	struct columns columns;

	choose_at(reader, depth, is_read, here, &columns);

	for (size_t i = first; i < reader->span_count; i++) {
		struct json_span *span = &reader->spans[i];
		size_t at = span->depth < depth && span->cell < columns.count ? columns.at[span->cell] : NO_COLUMN;
		if (at == NO_COLUMN)
			continue;
		put_value(reader, span, member_at(reader, reader->levels[depth - 1].first + (uint32_t)at), here);
		span->depth = (unsigned)depth;
	}
}

/* The last item lacks these cells: looks for them in the objects around it, so many being open. */
static void look_around(struct json_reader *reader, uint32_t lacked, size_t depth, uint64_t here)
{
	size_t first = reader->span_count;

	for (uint32_t left = lacked; left != 0; left &= left - 1)
		add_span(reader, 0, 0, (unsigned)__builtin_ctz(left))->depth = 0;
	for (size_t around = depth; around > reader->outer && lacked != 0; around--) {
		const struct json_level *level = &reader->levels[around - 1];
		if (level->is_object && (level->meaning.lent & lacked) != 0)
			lend(reader, around, false, here, first);
	}
	for (size_t i = first; i < reader->span_count; i++)
		reader->is_lacking = reader->is_lacking || reader->spans[i].depth < depth;
}

/* An object at a depth lends what it has to the records in it that are still at hand. */
static void lend_within(struct json_reader *reader, size_t depth, bool is_read, uint64_t here)
{
	const struct json_level *level = &reader->levels[depth - 1];
	size_t found = reader->found - level->found;

	found = found < reader->item_count ? found : reader->item_count;
	if (level->meaning.lent != 0 && found > 0)
		lend(reader, depth, is_read, here, reader->items[reader->item_count - found].spans);
}

/* Whether the last member of the innermost object is there as a whole. */
static bool has_read_member(const struct json_reader *reader)
{
	return reader->state == AFTER_VALUE || reader->state == AT_KEY ||
	       (reader->state == IN_STRING && reader->is_key);
}

/* What is open lends what it has so far, for more may not be waited for: innermost first. */
static void lend_open(struct json_reader *reader, uint64_t here)
{
	for (size_t around = reader->depth; reader->is_lacking && around > reader->outer; around--)
		lend_within(reader, around, around == reader->depth && has_read_member(reader), here);
}

/* Where times are wanted: whether a cell is one. */
static bool is_time(unsigned cell)
{
	return cell == CELL_TIME || (cell >= CELL_COUNT && cell != JSON_TOLD);
}

static bool is_nothing(struct text value)
{
	return value.length <= 2 || text_is(value, "null");
}

/* The time, where a record, whose spans these are from the first on, has keys of times and nothing in them. */
static uint32_t empty_time(struct json_reader *reader, size_t first, uint64_t here)
{
	uint32_t time = reader->lendable & UINT32_C(1) << CELL_TIME;
	bool is_empty = false;

	for (size_t i = first; time != 0 && i < reader->span_count; i++) {
		const struct json_span *span = &reader->spans[i];
		if (!is_time(span->cell))
			continue;
		is_empty = is_nothing(
			bytes_between(reader, place_before(here, span->begin), place_before(here, span->end)));
		if (!is_empty)
			return 0;
	}
	return is_empty ? time : 0;
}

/* An item for the object that closes there, a record whose cells are among its members or told in its strings. */
static void add_found(struct json_reader *reader, const struct columns *columns, size_t count, uint64_t end,
		      bool is_told)
{
	const struct json_level *level = innermost(reader);
	const struct json_level *list = reader->depth > 1 && !level[-1].is_object ? &level[-1] : NULL;
	struct json_item *item = add_item(reader, end, end, level->line);
	uint32_t lacked = 0;

	item->place = member_at(reader, reader->member_count - 1)->value_end;
	item->count = (uint32_t)count;
	item->error = columns->error;
	item->is_told = is_told;
	item->value = reader->levels->begin;
	item->is_outermost = reader->depth == 1;
	item->list = list != NULL ? list->begin + 1 : 0;
	if (columns->count > reader->cell_count)
		reader->cell_count = columns->count;
	size_t first = reader->span_count;
	for (unsigned i = 0; i < columns->count && columns->error == NULL; i++) {
		size_t code = i - i % CELL_COUNT + CELL_CODE;
		if (columns->at[i] != NO_COLUMN)
			put_value(reader, add_span(reader, 0, 0, i),
				  member_at(reader, level->first + (uint32_t)columns->at[i]), end);
		else if (json_is_lent(i) && (is_told || columns->at[code] != NO_COLUMN))
			lacked |= reader->lendable & UINT32_C(1) << i;
	}
	look_around(reader, lacked | empty_time(reader, first, end), reader->depth - 1, end);
}

/* The value of a member of the object that closes there, as it stands; of none, null. */
static struct text value_at(struct json_reader *reader, size_t at, uint64_t end)
{
	struct json_span span;

	if (at == NO_COLUMN)
		return text_of("null");
	put_value(reader, &span, member_at(reader, innermost(reader)->first + (uint32_t)at), end);
	return bytes_between(reader, place_before(end, span.begin), place_before(end, span.end));
}

/* What the object that closes there tells of the page that it is in. */
static void note_page(struct json_reader *reader, uint64_t end)
{
	struct columns columns;

	choose_at(reader, reader->depth, true, end, &columns);
	if (!columns.is_page)
		return;
	struct text next = value_at(reader, columns.at[PAGE_NEXT], end);
	struct text total = value_at(reader, columns.at[PAGE_TOTAL], end);
	reader->page_count++;
	reader->page.has_next = !text_is(next, "null");
	if (!text_number(&total, &reader->page.total))
		reader->page.total = 0;
}

/* Searches for the names of codes up to a place: all that stands in objects is searched once at most. */
static void search_names(struct json_reader *reader, uint64_t end)
{
	if (reader->searched >= end)
		return;
	struct text text = bytes_between(reader, reader->searched, end);
	const unsigned char *bytes = (const unsigned char *)text.bytes;
	const struct pairs_reader *pairs = reader->pairs;

	for (size_t at = 0; (at = letters_find(&pairs->anchor_letters, bytes, at, text.length)) < text.length; at++) {
		if (pair_name_length(bytes + at, text.length - at, pairs->anchor) == 0)
			continue;
		reader->names = make_room(reader->names, reader->name_count, &reader->name_room, sizeof *reader->names);
		reader->names[reader->name_count++] = reader->searched + at;
	}
	reader->searched = end;
}

/* How many of the names stand before a place. */
static size_t names_before(const struct json_reader *reader, uint64_t place)
{
	size_t count = reader->name_count;

	while (count > 0 && reader->names[count - 1] >= place)
		count--;
	return count;
}

/* An outermost object that may be a record begins there: what stands before it is not searched for names any more. */
static void begin_search(struct json_reader *reader, uint64_t place)
{
	size_t before = names_before(reader, place);

	reader->searched = reader->searched > place ? reader->searched : place;
	reader->name_count -= before;
	if (before > 0) /* those behind it have been found already, where a known object was looked into */
		memmove(reader->names, reader->names + before, reader->name_count * sizeof *reader->names);
}

/* The string in which a place is, the value or one of a list; NULL: it is in none. */
static struct text string_around(struct text value, const char *place)
{
	const unsigned char *p = (const unsigned char *)value.bytes;
	const unsigned char *wanted = (const unsigned char *)place;

	if (*p == '"')
		return value;
	while (p <= wanted && *p != '{') {
		const unsigned char *end = strchr("[], \t\r\n", *p) != NULL ? p + 1 : json_word_end(p);
		if (end > wanted)
			return *p == '"' ? (struct text){ (const char *)p, (size_t)(end - p) }
					 : (struct text){ NULL, 0 };
		p = end;
	}
	return (struct text){ NULL, 0 };
}

/* Whether a string, in its quotes, tells of a call. */
static bool tells(struct json_reader *reader, struct text string)
{
	string = (struct text){ string.bytes + 1, string.length - 2 };
	reader->pairs->has_peeked = false;
	reader->said = (struct text){ reader->values_said, json_unescape(string, reader->values_said) };
	pairs_reader_begin_memory(reader->pairs, reader->said);
	return pairs_reader_peek(reader->pairs);
}

/* Adds a span for each string of the closing object that tells of a call; names from the first on stand in it. */
static void add_told(struct json_reader *reader, const struct json_level *level, uint64_t end, size_t first)
{
	uint32_t at = level->first;
	uint32_t last = 0;

	for (size_t i = first; i < reader->name_count && at != reader->member_count; i++) {
		const struct json_member *member = member_at(reader, at);
		uint64_t begin = place_before(end, member->value);
		if (place_before(end, member->value_end) <= reader->names[i]) {
			at++;
			i--;
			continue;
		}
		if (begin > reader->names[i])
			continue;
		struct text value = bytes_between(reader, begin, place_before(end, member->value_end));
		struct text string = string_around(value, value.bytes + (reader->names[i] - begin));
		if (string.bytes == NULL)
			continue;
		uint32_t place = member->value + (uint32_t)(string.bytes - value.bytes);
		if (place == last || !tells(reader, string))
			continue;
		reader->said_place = place;
		add_span(reader, place, place + (uint32_t)string.length, JSON_TOLD);
		last = place;
	}
}

/* The object that closes there is a record if strings of its own tell of calls, and no record is in it. */
static void look_for_told(struct json_reader *reader, uint64_t end)
{
	const struct json_level *level = innermost(reader);
	size_t spans = reader->span_count;
	struct columns columns;

	search_names(reader, end);
	size_t first = names_before(reader, level->begin);
	if (first == reader->name_count)
		return;
	add_told(reader, level, end, first);
	reader->name_count = first;
	if (reader->span_count == spans)
		return;
	size_t count = choose_at(reader, reader->depth, true, end, &columns);
	add_found(reader, &columns, count, end, true);
	reader->items[reader->item_count - 1].spans = (uint32_t)spans;
}

/* The object that closes there may be a record, tell of something, or lend. */
static void close_object(struct json_reader *reader, uint64_t end)
{
	const struct json_level *level = innermost(reader);
	struct columns columns = { .is_record = false };
	size_t count = 0;

	lend_within(reader, reader->depth, true, end);
	if (level->meaning.is_record)
		count = choose_at(reader, reader->depth, true, end, &columns);
	if (columns.is_record) {
		add_found(reader, &columns, count, end, false);
	} else if (level->meaning.is_page) {
		note_page(reader, end);
	} else if (reader->pairs != NULL && reader->found == level->found) {
		look_for_told(reader, end);
	}
	if (reader->found == level->found)
		return;
	reader->name_count = names_before(reader, level->begin);
	reader->searched = reader->searched > end ? reader->searched : end;
}

/* A tentative line ends there without trouble. */
static void settle(struct json_reader *reader, uint64_t end)
{
	reader->settled = reader->item_count;
	reader->items_begin = reader->line_begin;
	if (reader->settled == 0 || reader->depth > 0)
		return;
	struct json_item *last = &reader->items[reader->settled - 1];
	last->end = (uint32_t)end;
	last->is_alone = reader->settled == 1 && reader->values == 1;
}

/* A line with trouble ends there, or is over 64 KiB. */
static void settle_bad(struct json_reader *reader, uint64_t end)
{
	forget_items(reader);
	add_malformed(reader, end, reader->line, reader->error);
	reader->settled = 1;
	reader->items_begin = reader->line_begin;
}

static void begin_line(struct json_reader *reader, uint64_t begin)
{
	reader->line_begin = reader->blank_end = begin;
	reader->is_tentative = reader->depth == 0;
	reader->has_new_limit = true;
	reader->values = 0;
}

/*
 * The grammar is broken there. Reading goes on at the line's end or, in a document, at the next line that begins with a
 * bracket; that may be this one, where the line before has broken off.
 */
static const unsigned char *trouble(struct json_reader *reader, const unsigned char *p, const char *error)
{
	uint64_t place = place_of(reader, p);
	bool begins_line = place == reader->blank_end && place < reader->input->bytes && (*p == '{' || *p == '[');

	lend_open(reader, place);
	reader->depth = reader->outer = 0;
	reader->member_count = 0;
	reader->is_resumed = true;
	reader->wrong = place;
	if (reader->is_tentative) {
		reader->error = error;
		reader->state = IN_BAD_LINE;
		return p;
	}
	add_malformed(reader, place, reader->line - begins_line, error);
	reader->is_skipping = !begins_line;
	reader->state = begins_line ? AT_TOP : IN_SKIPPED;
	if (begins_line)
		begin_line(reader, place);
	return p;
}

/* p stands on a line end outside any string. */
static const unsigned char *end_line(struct json_reader *reader, const unsigned char *p)
{
	uint64_t place = place_of(reader, p);
	bool is_rest = *p == '\n' && place == reader->return_end;

	if (is_rest) {
		if (place == reader->line_begin)
			begin_line(reader, place + 1);
		return p + 1;
	}
	if (*p++ == '\r') {
		reader->return_end = place + 1;
		if (reader->is_tentative && place + 1 < reader->input->bytes && *p == '\n')
			p++;
	}
	place = place_of(reader, p);
	lend_open(reader, place);
	if (reader->state == IN_BAD_LINE)
		settle_bad(reader, place);
	else if (reader->is_tentative)
		settle(reader, place);
	else
		settle_found(reader, 0);
	if (reader->depth == 0)
		reader->state = AT_TOP;
	reader->line++;
	/* Empty lines at once. */
	for (; place < reader->input->bytes && p[-1] == '\n' && *p == '\n'; place++, p++)
		reader->line++;
	begin_line(reader, place);
	return p;
}

static const unsigned char *end_value(struct json_reader *reader, const unsigned char *p)
{
	reader->state = reader->depth == 0 ? AT_TOP : AFTER_VALUE;
	reader->may_divide = true;
	if (has_members(reader))
		member_at(reader, reader->member_count - 1)->value_end = (uint32_t)place_of(reader, p);
	return p;
}

static const unsigned char *open_level(struct json_reader *reader, const unsigned char *p)
{
	bool is_object = *p == '{';

	if (reader->depth == JSON_LEVELS)
		return trouble(reader, p, too_deep);
	if (reader->outer == reader->depth) {
		reader->outer += !is_object;
		reader->has_new_limit |= is_object;
		begin_search(reader, place_of(reader, p));
		json_keys_refresh(&reader->keys);
	}
	reader->levels[reader->depth++] = (struct json_level){
		.begin = place_of(reader, p),
		.line = reader->line,
		.first = reader->member_count,
		.found = reader->found,
		.pages = reader->page_count,
		.is_object = is_object,
	};
	reader->state = is_object ? AT_FIRST_KEY : AT_FIRST_VALUE;
	return p + 1;
}

/* Remembers the object that closes there, if what was found in it is still at hand, on its first line, and alike in others. */
static void learn(struct json_reader *reader, const struct json_level *level, uint64_t end)
{
	uint32_t found = reader->found - level->found;
	bool is_of_use = (found > 0 || reader->depth == 1) && reader->page_count == level->pages;

	if (reader->templates.kernel == NULL || !is_of_use || end - level->begin > TEMPLATE_SIZE ||
	    found > reader->item_count)
		return;
	const struct json_item *items = reader->items + (reader->item_count - found);
	for (size_t i = 0; i < found; i++)
		if (items[i].is_told || items[i].line != level->line || items[i].list > level->begin)
			return;
	json_templates_learn(&reader->templates, bytes_between(reader, level->begin, end), (uint32_t)level->begin,
			     reader->depth, items, found, reader->spans, reader->span_count);
}

static const unsigned char *close_level(struct json_reader *reader, const unsigned char *p)
{
	const struct json_level *level = innermost(reader);

	if (level->is_object && !level->is_long) {
		close_object(reader, place_of(reader, p) + 1);
		learn(reader, level, place_of(reader, p) + 1);
	}
	reader->member_count = level->first;
	reader->depth--;
	if (reader->outer > reader->depth)
		reader->outer = reader->depth;
	settle_found(reader, reader->depth);
	return end_value(reader, p + 1);
}

static uint32_t marked(const struct json_reader *reader, const struct json_match *match, struct json_mark mark)
{
	const unsigned char *from = mark.values > 0 ? match->ends[mark.values - 1] : match->begin;

	return (uint32_t)place_of(reader, from + mark.bytes);
}

/* Takes over what an object of a known template has. Returns behind it. */
static const unsigned char *take_over(struct json_reader *reader, const struct json_template *template,
				      const struct json_match *match)
{
	const struct json_level *around = reader->depth > 0 ? innermost(reader) : NULL;
	uint64_t end = place_of(reader, match->end);

	for (unsigned i = 0; i < template->record_count; i++) {
		const typeof(template->records[0]) *record = &template->records[i];
		struct json_item *item = add_item(reader, 0, 0, reader->line);
		item->place = marked(reader, match, record->place);
		item->end = marked(reader, match, record->end);
		item->count = record->count;
		item->value = around != NULL ? reader->levels->begin : place_of(reader, match->begin);
		item->is_outermost = around == NULL && item->end == (uint32_t)end;
		if (around != NULL && !around->is_object && item->end == (uint32_t)end)
			item->list = around->begin + 1;
		for (unsigned cell = 0; cell < record->cell_count; cell++)
			add_span(reader, (uint32_t)place_of(reader, match->begins[record->values[cell]]),
				 (uint32_t)place_of(reader, match->ends[record->values[cell]]), record->cells[cell]);
		if (record->lacked != 0)
			look_around(reader, record->lacked, reader->depth, end);
	}
	if (template->record_count > 0) {
		reader->searched = end;
		settle_found(reader, reader->depth);
	}
	reader->line += template->lines;
	return end_value(reader, match->end);
}

/* Whether a known object without a record may hold a string that tells of a call. */
static bool may_tell(struct json_reader *reader, const struct json_match *match)
{
	if (reader->pairs == NULL)
		return false;
	if (reader->outer == reader->depth)
		begin_search(reader, place_of(reader, match->begin));
	search_names(reader, place_of(reader, match->end));
	return names_before(reader, place_of(reader, match->begin)) < reader->name_count;
}

/* Whether a record of a known object has nothing in a key of a time, so that the time of one around it may count. */
static bool has_empty_time(const struct json_template *template, const struct json_match *match)
{
	for (unsigned i = 0; i < template->record_count; i++) {
		const typeof(template->records[0]) *record = &template->records[i];
		for (unsigned cell = 0; cell < record->cell_count; cell++) {
			const unsigned char *begin = match->begins[record->values[cell]];
			size_t length = (size_t)(match->ends[record->values[cell]] - begin);
			if (is_time(record->cells[cell]) && is_nothing((struct text){ (const char *)begin, length }))
				return true;
		}
	}
	return false;
}

/* An object of a known template, all of it within the limits. Returns behind it; NULL: it has to be read. */
static const unsigned char *known_object(struct json_reader *reader, const unsigned char *p)
{
	struct json_match match; /* not zeroed, which costs more than a small object */
	uint64_t place = place_of(reader, p);
	uint64_t limit = place + RECORD_LIMIT;

	if (reader->templates.kernel == NULL || place < reader->tried_until)
		return NULL;
	if (reader->outer < reader->depth)
		limit = reader->levels[reader->outer].begin + RECORD_LIMIT;
	if (reader->is_tentative && limit > reader->line_begin + RECORD_LIMIT)
		limit = reader->line_begin + RECORD_LIMIT;
	bool lends_times = (reader->lendable & UINT32_C(1) << CELL_TIME) != 0;
	const struct json_template *template = json_templates_find(
		&reader->templates, p, reader->input->buffer + reader->input->end, reader->is_tentative, &match);
	if (template != NULL && match.end <= p + (limit - place) && reader->depth + template->levels <= JSON_LEVELS &&
	    (template->record_count > 0 ? !lends_times || !has_empty_time(template, &match)
					: !may_tell(reader, &match)))
		return take_over(reader, template, &match);
	reader->tried_until = place_of(reader, match.end);
	return NULL;
}

/*
 * The word at p cannot be read on up to the stop, for a byte that must not be seen yet, or cannot be: a limit comes
 * first, more has to come in, or it is wrong.
 */
static const unsigned char *stop_word(struct json_reader *reader, const unsigned char *p, const unsigned char *stop,
				      const struct json_wrong *wrong)
{
	const unsigned char *end = reader->input->buffer + reader->input->end;

	reader->has_new_limit = wrong->at >= stop && stop < end;
	if (reader->has_new_limit) {
		reader->seen = place_of(reader, wrong->at);
		return p;
	}
	reader->is_cut = wrong->at == end && !reader->input->ended;
	if (reader->is_cut)
		return p;
	return trouble(reader, wrong->at, wrong->at == end ? breaks_off : wrong->why);
}

static const unsigned char *in_literal(struct json_reader *reader, const unsigned char *p, const unsigned char *stop)
{
	struct json_wrong wrong;
	const unsigned char *behind = json_skip_literal(p, &wrong);

	if (behind == NULL)
		return stop_word(reader, p, stop, &wrong);
	return end_value(reader, behind);
}

static const unsigned char *in_number(struct json_reader *reader, const unsigned char *p, const unsigned char *stop)
{
	struct json_wrong wrong;

	p = json_skip_number(p, &reader->part, &wrong);
	if (wrong.at != NULL)
		return stop_word(reader, p, stop, &wrong);
	/* At the window's end it may go on. */
	return p == reader->input->buffer + reader->input->end ? p : end_value(reader, p);
}

static const unsigned char *in_string(struct json_reader *reader, const unsigned char *p, const unsigned char *stop);

static const unsigned char *begin_value(struct json_reader *reader, const unsigned char *p, const unsigned char *stop)
{
	const unsigned char *known;

	if (reader->state == AT_TOP) {
		if (reader->is_skipping && *p != '{' && *p != '[') {
			reader->is_tentative = false;
			reader->state = IN_SKIPPED;
			return p;
		}
		reader->is_skipping = false;
		reader->values++;
	}
	if (has_members(reader))
		member_at(reader, reader->member_count - 1)->value = (uint32_t)place_of(reader, p);
	switch (*p) {
	case '"':
		reader->is_key = false;
		reader->state = IN_STRING;
		return in_string(reader, p + 1, stop);
	case '{':
		known = known_object(reader, p);
		return known != NULL ? known : open_level(reader, p);
	case '[':
		return open_level(reader, p);
	case 't':
	case 'f':
	case 'n':
		reader->state = IN_LITERAL;
		return in_literal(reader, p, stop);
	default:
		reader->state = IN_NUMBER;
		reader->part = JSON_PART_NONE;
		return in_number(reader, p, stop);
	}
}

static const unsigned char *begin_key(struct json_reader *reader, const unsigned char *p, const unsigned char *stop)
{
	reader->string = place_of(reader, p) + 1;
	reader->is_key = true;
	reader->state = IN_STRING;
	return in_string(reader, p + 1, stop);
}

/* The key that ends before p's quote makes an object a record, or may be wanted. */
static void add_key(struct json_reader *reader, const unsigned char *p)
{
	struct json_level *level = innermost(reader);
	uint64_t end = place_of(reader, p);
	struct json_meaning meaning;
	size_t number;

	if (end - reader->string > RECORD_LIMIT || (level->is_long && level->meaning.is_record))
		return;
	number = json_key_number(&reader->keys, bytes_between(reader, reader->string, end), &meaning);
	level->meaning.is_record |= meaning.is_record;
	level->meaning.is_page |= meaning.is_page;
	level->meaning.lent |= meaning.lent;
	if (!level->is_long)
		*member_at(reader, reader->member_count++) = (struct json_member){ .key = (uint32_t)reader->string,
										   .key_end = (uint32_t)end,
										   .number = (unsigned char)number };
	else if (meaning.is_record)
		add_malformed(reader, end, level->line, over_limit);
}

static const unsigned char *skip_blanks(const unsigned char *p, const unsigned char *stop)
{
	while (p < stop && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* p stands on the quote. What mostly comes next is looked for at once. */
static const unsigned char *end_key(struct json_reader *reader, const unsigned char *p, const unsigned char *stop)
{
	add_key(reader, p);
	reader->state = AT_COLON;
	if (++p == stop || *p != ':')
		return p;
	reader->state = AT_VALUE;
	p = skip_blanks(p + 1, stop);
	return p == stop || is_line_end(*p) ? p : begin_value(reader, p, stop);
}

/* Between tokens. */
static const unsigned char *between(struct json_reader *reader, const unsigned char *p, const unsigned char *stop)
{
	bool begins_line = place_of(reader, p) == reader->blank_end;

	p = skip_blanks(p, stop);
	if (begins_line)
		reader->blank_end = place_of(reader, p);
	if (p == stop)
		return p;
	if (is_line_end(*p))
		return end_line(reader, p);
	switch (reader->state) {
	case AT_FIRST_VALUE:
		if (*p == ']')
			return close_level(reader, p);
		return begin_value(reader, p, stop);
	case AT_TOP:
		/* What is left of a document that was broken. */
		if (reader->is_resumed && (*p == ',' || *p == ']' || *p == '}')) {
			reader->values++;
			return p + 1;
		}
		if (reader->may_divide && *p == ',') {
			reader->may_divide = false;
			return p + 1;
		}
		return begin_value(reader, p, stop);
	case AT_VALUE:
		return begin_value(reader, p, stop);
	case AT_FIRST_KEY:
		if (*p == '}')
			return close_level(reader, p);
		return *p == '"' ? begin_key(reader, p, stop) : trouble(reader, p, json_no_json);
	case AT_KEY:
		return *p == '"' ? begin_key(reader, p, stop) : trouble(reader, p, json_no_json);
	case AT_COLON:
		if (*p != ':')
			return trouble(reader, p, json_no_json);
		reader->state = AT_VALUE;
		return p + 1;
	default: /* AFTER_VALUE */
		if (*p == (innermost(reader)->is_object ? '}' : ']'))
			return close_level(reader, p);
		if (*p != ',')
			return trouble(reader, p, json_no_json);
		reader->state = innermost(reader)->is_object ? AT_KEY : AT_VALUE;
		p = skip_blanks(p + 1, stop);
		return reader->state == AT_KEY && p < stop && *p == '"' ? begin_key(reader, p, stop) : p;
	}
}

/* The first byte that ends plain text in a string: a quote, a backslash, a control byte, one over 127. */
static const unsigned char *plain_end(const unsigned char *p, const unsigned char *stop)
{
	while (p < stop) {
		size_t length = json_plain_length(p);
		p += length;
		if (length < JSON_STEP)
			return p < stop ? p : stop;
	}
	return stop;
}

static const unsigned char *in_string(struct json_reader *reader, const unsigned char *p, const unsigned char *stop)
{
	struct json_wrong wrong;

	while ((p = plain_end(p, stop)) < stop) {
		if (*p == '"')
			return reader->is_key ? end_key(reader, p, stop) : end_value(reader, p + 1);
		const unsigned char *behind = json_skip_glyph(p, &wrong);
		if (behind > stop)
			wrong.at = behind - 1;
		if (behind == NULL || behind > stop)
			return stop_word(reader, p, stop, &wrong);
		p = behind;
	}
	return p;
}

/* What is looked at no more, up to the line's end. */
static const unsigned char *in_skipped(struct json_reader *reader, const unsigned char *p, const unsigned char *stop)
{
	p += line_end_find(p, (size_t)(stop - p));
	return p == stop ? p : end_line(reader, p);
}

/* Reads on, up to the stop or until something is settled or limited anew. */
static const unsigned char *read_on(struct json_reader *reader, const unsigned char *p, const unsigned char *stop)
{
	reader->has_new_limit = false;
	while (p < stop && reader->settled == 0 && !reader->has_new_limit && !reader->is_cut) {
		switch (reader->state) {
		case IN_STRING:
			p = in_string(reader, p, stop);
			break;
		case IN_NUMBER:
			p = in_number(reader, p, stop);
			break;
		case IN_LITERAL:
			p = in_literal(reader, p, stop);
			break;
		case IN_BAD_LINE:
		case IN_SKIPPED:
			p = in_skipped(reader, p, stop);
			break;
		default:
			p = between(reader, p, stop);
		}
	}
	return p;
}

/* The outermost object that might have been a record is over 64 KiB; so may be an array right within it. */
static void pass_limit(struct json_reader *reader)
{
	struct json_level *level = &reader->levels[reader->outer];

	lend_open(reader, reader->at);
	reader->outer++;
	level->is_long = true;
	if (level->meaning.is_record)
		add_malformed(reader, level->begin + RECORD_LIMIT, level->line, over_limit);
	settle_found(reader, reader->depth);
}

/* The line is over 64 KiB. */
static void pass_line_limit(struct json_reader *reader)
{
	uint64_t end = reader->line_begin + RECORD_LIMIT;

	if (reader->state == IN_BAD_LINE) {
		settle_bad(reader, end);
		reader->state = IN_SKIPPED;
	} else {
		reader->items_begin = reader->line_begin;
	}
	reader->is_tentative = false;
	settle_found(reader, reader->depth);
}

/* Nothing comes any more. */
static void end_input(struct json_reader *reader)
{
	const unsigned char *p = input_bytes(reader->input) + (reader->at - window_place(reader));

	if (reader->state == IN_NUMBER)
		end_value(reader, p);
	/* On the last line that there is. */
	if (reader->line_begin == reader->at)
		reader->line--;
	if (reader->state < IN_BAD_LINE && reader->state != AT_TOP)
		trouble(reader, p, breaks_off);
	if (reader->state == IN_BAD_LINE)
		settle_bad(reader, reader->at);
	else if (reader->is_tentative)
		settle(reader, reader->at);
	else
		settle_found(reader, 0);
	reader->is_tentative = false;
	reader->state = IN_SKIPPED;
}

/* Reads until something is settled, or all there is has been read. */
static void read_window(struct json_reader *reader)
{
	const unsigned char *end = reader->input->buffer + reader->input->end;
	const unsigned char *p = end - (reader->input->bytes - reader->at);

	reader->origin = reader->at - (uintptr_t)p;
	reader->is_cut = false;
	reader->input->buffer[reader->input->end] = '\n';
	while (reader->settled == 0 && !reader->is_cut) {
		uint64_t at = reader->at = place_of(reader, p);
		uint64_t seen = at > reader->seen ? at : reader->seen;
		uint64_t stop = reader->input->bytes;
		if (reader->outer < reader->depth) {
			uint64_t limit = reader->levels[reader->outer].begin + RECORD_LIMIT;
			if (seen >= limit) {
				pass_limit(reader);
				continue;
			}
			stop = limit < stop ? limit : stop;
		}
		if (reader->is_tentative) {
			uint64_t limit = reader->line_begin + RECORD_LIMIT;
			if (seen > limit || (seen == limit && p < end && !is_line_end(p[seen - at]))) {
				pass_line_limit(reader);
				continue;
			}
			limit += seen == limit;
			stop = limit < stop ? limit : stop;
		}
		if (p == end)
			break;
		p = read_on(reader, p, p + (stop - at));
	}
	reader->at = place_of(reader, p);
}

/* Up to where the bytes are needed no more. */
static uint64_t done_place(const struct json_reader *reader)
{
	bool in_key = reader->is_key && reader->state == IN_STRING;

	if (reader->is_tentative)
		return reader->line_begin;
	if (reader->outer < reader->depth)
		return reader->levels[reader->outer].begin;
	if (in_key && reader->at - reader->string <= RECORD_LIMIT)
		return reader->string;
	return reader->at;
}

static enum item hand_on(struct json_reader *reader, struct record *record, enum item item, uint64_t end)
{
	size_t length = (size_t)(end - window_place(reader));

	record->bytes = input_bytes(reader->input);
	record->head = length;
	record->tail = 0;
	input_consume(reader->input, length);
	return item;
}

static enum item hand_on_other(struct json_reader *reader, struct record *record, uint64_t end)
{
	*record = (struct record){ .line = reader->line };
	return hand_on(reader, record, ITEM_OTHER, end);
}

/* What a wanted value says. */
static struct text said(struct json_reader *reader, struct text value, size_t *used)
{
	static const char nothing[] = "null";

	if (*value.bytes == '"') {
		value = (struct text){ value.bytes + 1, value.length - 2 };
		if (memchr(value.bytes, '\\', value.length) == NULL)
			return value;
		char *to = reader->values_said + *used;
		*used += value.length;
		return (struct text){ to, json_unescape(value, to) };
	}
	if (value.length == sizeof nothing - 1 && memcmp(value.bytes, nothing, value.length) == 0)
		return (struct text){ value.bytes, 0 };
	/* Of an array or an object the bracket: what stands in it is no value of the member's. */
	if (*value.bytes == '[' || *value.bytes == '{')
		return (struct text){ value.bytes, 1 };
	return value;
}

/* Adds a string to those that are told, behind a blank line. */
static void add_string(struct json_reader *reader, struct text *told, struct text string, size_t *used)
{
	char *to = reader->values_said + *used;
	size_t length = 0;

	if (told->bytes != NULL) {
		to[length++] = '\n';
		to[length++] = '\n';
	} else {
		told->bytes = to;
	}
	length += json_unescape((struct text){ string.bytes + 1, string.length - 2 }, to + length);
	told->length += length;
	*used += length;
}

/* What its spans say: cells, and strings that tell of calls. */
static void fill_cells(struct json_reader *reader, struct record *record, const struct json_item *item)
{
	size_t first = item->spans;
	size_t last = item + 1 < reader->items + reader->item_count ? item[1].spans : reader->span_count;
	size_t used = 0;

	record->told = (struct text){ NULL, 0 };
	/* One string, in which the call has just been found. */
	if (item->is_told && reader->pairs->has_peeked && reader->spans[first].begin == reader->said_place &&
	    (first + 1 == last || reader->spans[first + 1].cell != JSON_TOLD)) {
		record->told = reader->said;
		used = reader->said.length;
		first++;
	} else if (reader->pairs != NULL) {
		reader->pairs->has_peeked = false;
	}
	for (size_t i = first; i < last; i++) {
		const struct json_span *span = &reader->spans[i];
		if (span->begin == span->end)
			continue;
		struct text value = bytes_between(reader, place_before(reader->at, span->begin),
						  place_before(reader->at, span->end));
		if (span->cell == JSON_TOLD) {
			add_string(reader, &record->told, value, &used);
			continue;
		}
		/* There is room for all strings of a record once: nothing is unescaped for two cells. */
		size_t same = used > 0 ? first : i;
		while (same < i && (reader->spans[same].begin != span->begin || reader->spans[same].cell == JSON_TOLD))
			same++;
		if (same < i)
			record->cells[span->cell] = record->cells[reader->spans[same].cell];
		else
			record->cells[span->cell] = said(reader, value, &used);
	}
}

/* The next of the items that are settled. */
static enum item take(struct json_reader *reader, struct record *record)
{
	uint64_t here = window_place(reader);

	if (here < reader->items_begin)
		return hand_on_other(reader, record, reader->items_begin);
	const struct json_item *item = &reader->items[reader->taken++];
	uint64_t end = here + (item->end - (uint32_t)here);
	record->line = item->line;
	record->error = item->error;
	record->is_alone = item->is_alone;
	record->count = item->count;
	record->value = item->value;
	record->is_outermost = item->is_outermost;
	record->list = item->list;
	memset(record->cells, 0, reader->cell_count * sizeof *record->cells);
	if (item->error != NULL)
		return hand_on(reader, record, ITEM_MALFORMED, end);
	fill_cells(reader, record, item);
	hand_on(reader, record, ITEM_RECORD, end);
	record->tail = item->end - item->place;
	record->head -= record->tail;
	return ITEM_RECORD;
}

/* What has been handed out is forgotten; what waits comes first then. */
static void forget_taken(struct json_reader *reader)
{
	size_t left = reader->item_count - reader->settled;

	if (left == 0) {
		forget_items(reader);
		return;
	}
	memmove(reader->items, reader->items + reader->settled, left * sizeof *reader->items);
	reader->item_count = left;
	reader->settled = reader->taken = 0;
	reader->items_begin = 0;
}

enum item json_reader_next(struct json_reader *reader, struct record *record)
{
	for (;;) {
		if (reader->taken < reader->settled)
			return take(reader, record);
		if (reader->settled > 0)
			forget_taken(reader);
		read_window(reader);
		if (reader->settled > 0)
			continue;
		if (reader->input->ended)
			end_input(reader);
		if (reader->settled > 0)
			continue;
		if (done_place(reader) > window_place(reader))
			return hand_on_other(reader, record, done_place(reader));
		if (reader->input->ended)
			return ITEM_END;
		keep(reader);
		return ITEM_MORE;
	}
}

/* Whether at a place in a line, or a little before, a word stands and behind it a parenthesis. */
static bool is_called(struct text line, size_t at)
{
	size_t end = at;

	while (end < line.length &&
	       (text_is_letter((unsigned char)line.bytes[end]) || strchr(" _$.", line.bytes[end]) != NULL))
		end++;
	return end > at && end < line.length && line.bytes[end] == '(';
}

/* No object is asked about. */
static void choose_nothing(void *data, const struct header *keys, struct columns *columns)
{
	(void)data;
	(void)keys;
	*columns = (struct columns){ .count = 0 };
}

bool json_is_shell_print(struct text line)
{
	struct json_reader reader;
	struct input input;
	struct record record;
	enum item item;

	line.length = line.length < RECORD_LIMIT ? line.length : RECORD_LIMIT;
	if (memchr(line.bytes, '(', line.length) == NULL)
		return false;
	json_reader_open(&reader, choose_nothing, NULL, NULL);
	input_open(&input);
	input_use_memory(&input, line);
	json_reader_begin(&reader, &input, 1);
	while ((item = json_reader_next(&reader, &record)) == ITEM_MORE || item == ITEM_OTHER)
		if (item == ITEM_MORE)
			input_fill(&input);
	bool is_print = item == ITEM_MALFORMED && is_called(line, (size_t)reader.wrong);
	input_close(&input);
	json_reader_close(&reader);
	return is_print;
}
