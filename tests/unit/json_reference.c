/* SPDX-License-Identifier: MIT */
#include "json_reference.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT = 65536, LEVELS = 512 };

const char repeated_key[] = "a key that stands twice";
const char added_key[] = "a key that would be added";
const char reference_grammar[] = "grammar";
const char reference_limit[] = "a record over 64 KiB";

static bool is(struct text text, const char *string)
{
	return text.length == strlen(string) && memcmp(text.bytes, string, text.length) == 0;
}

void choose_keys(void *data, const struct header *keys, struct columns *columns)
{
	static const char *const wanted[CELL_COUNT] = {
		[CELL_CODE] = "hangup_cause_code", [CELL_NAME] = "hangup_cause_name",
		[CELL_SOURCE] = "hangup_source",   [CELL_UUID] = "call_uuid",
		[CELL_TRUNK] = "trunk_domain",     [CELL_INITIATOR] = "hangup_initiator",
		[CELL_TIME] = "end_time",          [CELL_BY] = "hangup_source"
	};

	if (data != NULL)
		++*(size_t *)data;
	*columns = (struct columns){ .count = CELL_COUNT };
	for (size_t cell = 0; cell < CELL_COUNT; cell++) {
		columns->at[cell] = NO_COLUMN;
		for (size_t i = 0; i < keys->count; i++) {
			if (!is(keys->names[i].text, wanted[cell]))
				continue;
			if (columns->at[cell] != NO_COLUMN)
				columns->error = repeated_key;
			columns->at[cell] = i;
		}
	}
	for (size_t i = 0; i < keys->count; i++) {
		if (is(keys->names[i].text, "plivo_cause"))
			columns->error = added_key;
	}
	columns->is_record = columns->at[CELL_CODE] != NO_COLUMN || columns->at[CELL_SOURCE] != NO_COLUMN;
}

static const char *const cell_names[CELL_COUNT] = {
	[CELL_CODE] = "0",
	[CELL_NAME] = "1",
	[CELL_SOURCE] = "2",
	[CELL_UUID] = "3",
	[CELL_BY] = "4",
	[CELL_TRUNK] = "trunk",
	[CELL_INITIATOR] = "initiator",
	[CELL_TIME] = "time",
};

void json_found_print(FILE *out, const struct json_found *found)
{
	fprintf(out, "%zu line %llu", found->place, (unsigned long long)found->line);
	if (found->is_alone)
		fputs(" alone", out);
	if (found->error != NULL) {
		fprintf(out, " %s\n", found->error);
		return;
	}
	fprintf(out, " members %zu", found->count);
	for (size_t cell = 0; cell < CELL_COUNT; cell++) {
		if (found->cells[cell].bytes == NULL)
			continue;
		fprintf(out, " %s=%zu:", cell_names[cell], found->cells[cell].length);
		fwrite(found->cells[cell].bytes, 1, found->cells[cell].length, out);
	}
	putc('\n', out);
}

/* A member of an object: the key, and where the value stands. */
struct member {
	char *key;
	size_t length, begin, end;
};

struct open_object {
	size_t begin;
	struct member *members;
	size_t count;
	bool is_long, is_record;
	struct open_object *outer;
};

struct found_list {
	struct json_found *items;
	size_t count;
};

struct descent {
	const unsigned char *bytes;
	size_t size, at;
	size_t levels, values;
	struct open_object *objects;
	struct found_list found;
	bool is_resumed; /* after trouble: commas and closing brackets may be left of a document */
	bool may_divide; /* a comma may come: a value has, and no comma since */
	jmp_buf trouble;
};

static bool is_left(const struct descent *d, int byte)
{
	return d->is_resumed && (byte == ',' || byte == ']' || byte == '}');
}

/* Memory of a run, given back at its end. */
static void **owned;
static size_t owned_count;

/* Room for one more of an array; it doubles, for under the sanitizers each realloc copies. */
static void *room_for_one(void *array, size_t count, size_t size)
{
	return (count & (count - 1)) == 0 ? realloc(array, (count == 0 ? 1 : 2 * count) * size) : array;
}

static void *own(size_t size)
{
	owned = room_for_one(owned, owned_count, sizeof *owned);
	return owned[owned_count++] = calloc(1, size + 1);
}

static uint64_t line_of(const struct descent *d, size_t at)
{
	uint64_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += d->bytes[i] == '\n' || (d->bytes[i] == '\r' && !(i + 1 < at && d->bytes[i + 1] == '\n'));
	/* Between a CR and its LF the line has ended already. No line comes behind the input's last line end. */
	return line - (at > 0 && at == d->size && (d->bytes[at - 1] == '\n' || d->bytes[at - 1] == '\r'));
}

static struct json_found *find(struct descent *d, size_t place, size_t begin)
{
	d->found.items = room_for_one(d->found.items, d->found.count, sizeof *d->found.items);
	struct json_found *found = &d->found.items[d->found.count++];
	*found = (struct json_found){ .place = place, .line = line_of(d, begin) };
	return found;
}

static void choose_of(const struct open_object *object, struct columns *columns)
{
	struct header header = { .names = calloc(object->count + 1, sizeof *header.names), .count = object->count };

	for (size_t i = 0; i < object->count; i++)
		header.names[i].text = text_trim((struct text){ object->members[i].key, object->members[i].length });
	choose_keys(NULL, &header, columns);
	free(header.names);
}

/* Looks at the next byte: -1 at the end. What is open and 64 KiB long by now is too long. */
static int peek(struct descent *d)
{
	struct open_object *oldest_first[LEVELS];
	size_t count = 0;

	for (struct open_object *object = d->objects; object != NULL; object = object->outer)
		oldest_first[count++] = object;
	while (count-- > 0) {
		struct open_object *object = oldest_first[count];
		if (object->is_long || d->at < object->begin + LIMIT)
			continue;
		object->is_long = true;
		if (object->is_record)
			find(d, object->begin + LIMIT, object->begin)->error = reference_limit;
	}
	return d->at < d->size ? d->bytes[d->at] : -1;
}

static void fail(struct descent *d)
{
	longjmp(d->trouble, 1);
}

static void take(struct descent *d, int byte)
{
	if (peek(d) != byte)
		fail(d);
	d->at++;
}

static void blanks(struct descent *d)
{
	for (int c = peek(d); c == ' ' || c == '\t' || c == '\n' || c == '\r'; c = peek(d))
		d->at++;
}

static unsigned four_digits(struct descent *d)
{
	unsigned value = 0;

	for (int i = 0; i < 4; i++) {
		int c = peek(d);
		const char *digits = "0123456789abcdef0123456789ABCDEF";
		const char *digit = c > 0 ? strchr(digits, c) : NULL;
		if (digit == NULL)
			fail(d);
		value = value * 16 + (unsigned)(digit - digits) % 16;
		/* The last digit tells what is wrong with halves of pairs: the caller looks while standing on it. */
		if (i < 3)
			d->at++;
	}
	return value;
}

static size_t encode(char *to, unsigned long point)
{
	if (point < 0x80)
		return (size_t)(*to = (char)point, 1);
	if (point < 0x800) {
		to[0] = (char)(0xc0 + point / 64);
		to[1] = (char)(0x80 + point % 64);
		return 2;
	}
	if (point < 0x10000) {
		to[0] = (char)(0xe0 + point / 4096);
		to[1] = (char)(0x80 + point / 64 % 64);
		to[2] = (char)(0x80 + point % 64);
		return 3;
	}
	to[0] = (char)(0xf0 + point / 262144);
	to[1] = (char)(0x80 + point / 4096 % 64);
	to[2] = (char)(0x80 + point / 64 % 64);
	to[3] = (char)(0x80 + point % 64);
	return 4;
}

static size_t escape(struct descent *d, char *to)
{
	const char *from = "\"\\/bfnrt";
	int c = peek(d);

	if (c != 'u') {
		const char *found = c > 0 ? strchr(from, c) : NULL;
		if (found == NULL)
			fail(d);
		d->at++;
		*to = "\"\\/\b\f\n\r\t"[found - from];
		return 1;
	}
	d->at++;
	unsigned long point = four_digits(d);
	if (point >= 0xdc00 && point <= 0xdfff)
		fail(d);
	d->at++;
	if (point >= 0xd800 && point <= 0xdbff) {
		take(d, '\\');
		take(d, 'u');
		unsigned low = four_digits(d);
		if (low < 0xdc00 || low > 0xdfff)
			fail(d);
		d->at++;
		point = 0x10000 + (point - 0xd800) * 1024 + (low - 0xdc00);
	}
	return encode(to, point);
}

/* A character over 127, as RFC 3629's table has them. */
static size_t character(struct descent *d, char *to)
{
	static const struct {
		int first, last;
		int ranges[3][2];
	} rows[] = {
		{ 0xc2, 0xdf, { { 0x80, 0xbf } } },
		{ 0xe0, 0xe0, { { 0xa0, 0xbf }, { 0x80, 0xbf } } },
		{ 0xe1, 0xec, { { 0x80, 0xbf }, { 0x80, 0xbf } } },
		{ 0xed, 0xed, { { 0x80, 0x9f }, { 0x80, 0xbf } } },
		{ 0xee, 0xef, { { 0x80, 0xbf }, { 0x80, 0xbf } } },
		{ 0xf0, 0xf0, { { 0x90, 0xbf }, { 0x80, 0xbf }, { 0x80, 0xbf } } },
		{ 0xf1, 0xf3, { { 0x80, 0xbf }, { 0x80, 0xbf }, { 0x80, 0xbf } } },
		{ 0xf4, 0xf4, { { 0x80, 0x8f }, { 0x80, 0xbf }, { 0x80, 0xbf } } },
	};
	int c = peek(d);
	size_t length = 0;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (c < rows[i].first || c > rows[i].last)
			continue;
		to[length++] = (char)c;
		d->at++;
		for (size_t more = 0; more < 3 && rows[i].ranges[more][0] != 0; more++) {
			c = peek(d);
			if (c < rows[i].ranges[more][0] || c > rows[i].ranges[more][1])
				fail(d);
			to[length++] = (char)c;
			d->at++;
		}
		return length;
	}
	fail(d);
	return 0;
}

/* From behind its opening quote up to its closing one. Returns what it says. */
static char *string(struct descent *d, size_t *length)
{
	size_t begin = d->at;
	char *said = own(0);
	size_t owner = owned_count - 1;
	size_t room = 0;

	*length = 0;
	for (;;) {
		if (*length + 8 > room) {
			room = 2 * room + 64;
			said = owned[owner] = realloc(said, room);
		}
		int c = peek(d);
		if (c == '"')
			return d->at - begin > LIMIT ? NULL : said;
		if (c < 0x20)
			fail(d);
		if (c == '\\') {
			d->at++;
			*length += escape(d, said + *length);
		} else if (c > 127) {
			*length += character(d, said + *length);
		} else {
			said[(*length)++] = (char)c;
			d->at++;
		}
	}
}

static void digits(struct descent *d)
{
	if (peek(d) < '0' || peek(d) > '9')
		fail(d);
	while (peek(d) >= '0' && peek(d) <= '9')
		d->at++;
}

static void number(struct descent *d)
{
	if (peek(d) == '-')
		d->at++;
	if (peek(d) == '0') {
		d->at++;
		if (peek(d) >= '0' && peek(d) <= '9')
			fail(d);
	} else {
		digits(d);
	}
	if (peek(d) == '.') {
		d->at++;
		digits(d);
	}
	if (peek(d) == 'e' || peek(d) == 'E') {
		d->at++;
		if (peek(d) == '+' || peek(d) == '-')
			d->at++;
		digits(d);
	}
}

static void word(struct descent *d, const char *letters)
{
	while (*letters != '\0')
		take(d, *letters++);
}

static void value(struct descent *d);

static void array(struct descent *d)
{
	take(d, '[');
	blanks(d);
	if (peek(d) != ']') {
		value(d);
		for (blanks(d); peek(d) == ','; blanks(d)) {
			take(d, ',');
			blanks(d);
			value(d);
		}
	}
	take(d, ']');
}

/* A key has been read, its closing quote is next. */
static void look_at_key(struct descent *d, struct open_object *object, char *key, size_t length)
{
	struct open_object alone = { .members = &(struct member){ .key = key, .length = length }, .count = 1 };
	struct columns columns = { .is_record = false };

	if (key != NULL)
		choose_of(&alone, &columns);
	if (columns.is_record && object->is_long && !object->is_record)
		find(d, d->at, object->begin)->error = reference_limit;
	object->is_record |= columns.is_record;
}

/* Where the one value of a list or an object begins and ends, if it has no other and that is neither of both. */
static bool find_only(struct descent *d, size_t *begin, size_t *end)
{
	struct descent again = { .bytes = d->bytes, .size = d->size, .at = *begin + 1 };
	int closing = d->bytes[*begin] == '[' ? ']' : '}';
	size_t length;

	blanks(&again);
	if (closing == '}' && peek(&again) == '"') {
		take(&again, '"');
		string(&again, &length);
		take(&again, '"');
		blanks(&again);
		take(&again, ':');
		blanks(&again);
	}
	size_t first = again.at;
	if (strchr("[{]}", peek(&again)) != NULL)
		return false;
	value(&again);
	size_t last = again.at;
	blanks(&again);
	if (peek(&again) != closing)
		return false;
	*begin = first;
	*end = last;
	return true;
}

static struct text cell_text(struct descent *d, const struct member *member)
{
	size_t begin = member->begin;
	size_t end = member->end;

	if (d->bytes[begin] == '[' || d->bytes[begin] == '{')
		find_only(d, &begin, &end);
	struct text raw = { (const char *)d->bytes + begin, end - begin };
	if (*raw.bytes == '"') {
		struct descent again = { .bytes = d->bytes, .size = d->size, .at = begin + 1 };
		struct text said;
		said.bytes = string(&again, &said.length);
		return said;
	}
	if (*raw.bytes == 'n')
		return text_of("");
	if (*raw.bytes == '[' || *raw.bytes == '{')
		raw.length = 1;
	return raw;
}

/* Where the UUID that an object tells stands among its first members; SIZE_MAX: it has none. */
static size_t uuid_of(const struct open_object *object, size_t count)
{
	struct open_object known = { .members = object->members, .count = count };
	struct columns columns;

	choose_of(&known, &columns);
	return columns.at[CELL_UUID];
}

/* A record without an UUID has that of the innermost object around it that told one before. */
static void borrow(struct descent *d, const struct open_object *object, struct json_found *found)
{
	for (const struct open_object *around = object->outer; around != NULL; around = around->outer) {
		size_t at = around->is_long ? NO_COLUMN : uuid_of(around, around->count - 1);
		if (at == NO_COLUMN)
			continue;
		found->cells[CELL_UUID] = cell_text(d, &around->members[at]);
		found->lender = around->begin + 1;
		return;
	}
}

/* An object tells an UUID behind records in it, on their line: they have no nearer one. */
static void lend(struct descent *d, const struct open_object *object, size_t first)
{
	const struct member *told = &object->members[object->count - 1];

	if (object->is_long || d->at >= object->begin + LIMIT || uuid_of(object, object->count) != object->count - 1)
		return;
	for (size_t i = first; i < d->found.count; i++) {
		struct json_found *found = &d->found.items[i];
		if (found->error != NULL || found->has_own || line_of(d, d->at) != line_of(d, found->end) ||
		    found->lender > object->begin + 1 || (found->lender == object->begin + 1 && !found->is_behind))
			continue;
		found->cells[CELL_UUID] = cell_text(d, told);
		found->lender = object->begin + 1;
		found->is_behind = true;
	}
}

static void find_record(struct descent *d, const struct open_object *object)
{
	struct columns columns;

	choose_of(object, &columns);
	struct json_found *found = find(d, object->members[object->count - 1].end, object->begin);
	found->count = object->count;
	found->error = columns.error;
	if (columns.error != NULL)
		found->place = d->at;
	for (size_t cell = 0; cell < CELL_COUNT; cell++)
		if (columns.at[cell] != NO_COLUMN)
			found->cells[cell] = cell_text(d, &object->members[columns.at[cell]]);
	found->end = d->at;
	found->has_own = columns.at[CELL_UUID] != NO_COLUMN || columns.at[CELL_CODE] == NO_COLUMN;
	if (!found->has_own)
		borrow(d, object, found);
}

static void members(struct descent *d, struct open_object *object)
{
	size_t first = d->found.count;
	struct member *member;

	do {
		blanks(d);
		take(d, '"');
		object->members = room_for_one(object->members, object->count, sizeof *object->members);
		member = &object->members[object->count];
		member->key = string(d, &member->length);
		look_at_key(d, object, member->key, member->length);
		object->count++;
		take(d, '"');
		blanks(d);
		take(d, ':');
		blanks(d);
		member->begin = d->at;
		value(d);
		object->members[object->count - 1].end = d->at;
		lend(d, object, first);
		blanks(d);
		if (peek(d) != ',')
			return;
		take(d, ',');
	} while (true);
}

static void object(struct descent *d)
{
	struct open_object *object = own(sizeof *object);

	*object = (struct open_object){ .begin = d->at, .outer = d->objects };
	d->objects = object;
	take(d, '{');
	blanks(d);
	if (peek(d) != '}')
		members(d, object);
	take(d, '}');
	d->objects = object->outer;
	if (object->is_record && !object->is_long)
		find_record(d, object);
	free(object->members);
}

static void value(struct descent *d)
{
	int c = peek(d);

	if ((c == '{' || c == '[') && d->levels == LEVELS)
		fail(d);
	d->levels++;
	if (c == '{') {
		object(d);
	} else if (c == '[') {
		array(d);
	} else if (c == '"') {
		size_t length;
		take(d, '"');
		string(d, &length);
		take(d, '"');
	} else if (c == 't' || c == 'f' || c == 'n') {
		word(d, c == 't' ? "true" : c == 'f' ? "false" : "null");
	} else {
		number(d);
	}
	d->levels--;
}

static size_t line_end(const struct descent *d, size_t at)
{
	while (at < d->size && d->bytes[at] != '\n' && d->bytes[at] != '\r')
		at++;
	return at;
}

static size_t next_line(const struct descent *d, size_t end)
{
	if (end + 1 < d->size && d->bytes[end] == '\r' && d->bytes[end + 1] == '\n')
		return end + 2;
	return end < d->size ? end + 1 : end;
}

/* Values up to a line end at which nothing is open. Returns false on trouble. */
static bool values(struct descent *d)
{
	if (setjmp(d->trouble) != 0) {
		for (struct open_object *open = d->objects; open != NULL; open = open->outer)
			free(open->members);
		return false;
	}
	for (;;) {
		int c = peek(d);
		if (c == -1 || c == '\n' || c == '\r')
			return true;
		bool divides = c == ',' && d->may_divide && !is_left(d, c);
		d->values += c != ' ' && c != '\t' && !divides;
		d->may_divide = d->may_divide && !divides;
		if (c == ' ' || c == '\t' || divides || is_left(d, c)) {
			d->at++;
		} else {
			value(d);
			d->may_divide = true;
		}
	}
}

static bool is_opening(const struct descent *d, size_t at)
{
	return at < d->size && (d->bytes[at] == '{' || d->bytes[at] == '[');
}

/* Whether the trouble is the first thing on its line, and something that opens: the line before has broken off. */
static bool is_late(const struct descent *d, size_t at)
{
	size_t first = at;

	while (first > 0 && (d->bytes[first - 1] == ' ' || d->bytes[first - 1] == '\t'))
		first--;
	return is_opening(d, at) && (first == 0 || d->bytes[first - 1] == '\n' || d->bytes[first - 1] == '\r');
}

/* Where reading begins anew after trouble in a document. */
static size_t resume(const struct descent *d, size_t at)
{
	if (is_late(d, at))
		return at;
	for (;;) {
		size_t begin = next_line(d, line_end(d, at));
		size_t first = begin;
		while (first < d->size &&
		       (d->bytes[first] == ' ' || d->bytes[first] == '\t' || is_left(d, d->bytes[first])))
			first++;
		if (begin == d->size || is_opening(d, first))
			return begin;
		at = first;
	}
}

/* One line, or a document that begins on it. Returns where the next line begins. */
static size_t line(struct descent *d, size_t begin, FILE *out)
{
	size_t end = line_end(d, begin);
	bool is_long = end - begin > LIMIT;

	d->at = begin;
	d->levels = d->values = d->found.count = 0;
	d->objects = NULL;
	bool is_well = values(d);
	d->is_resumed |= !is_well;
	if (!is_well && (is_long ? d->at < begin + LIMIT : d->at <= end)) {
		size_t place = is_long ? begin + LIMIT : next_line(d, end);
		struct json_found bad = { .place = place, .line = line_of(d, begin), .error = reference_grammar };
		json_found_print(out, &bad);
		return next_line(d, end);
	}
	if (!is_well) {
		struct json_found *bad = find(d, d->at, d->at);
		bad->error = reference_grammar;
		bad->line -= is_late(d, d->at);
	}
	if (is_well && d->found.count == 1 && d->values == 1 && d->at == end && !is_long) {
		d->found.items[0].is_alone = true;
		if (d->found.items[0].error != NULL)
			d->found.items[0].place = next_line(d, end);
	} else if (is_well && d->at == end && !is_long && d->found.count > 0) {
		struct json_found *last = &d->found.items[d->found.count - 1];
		if (last->error != NULL)
			last->place = next_line(d, end);
	}
	for (size_t i = 0; i < d->found.count; i++)
		json_found_print(out, &d->found.items[i]);
	return is_well ? next_line(d, line_end(d, d->at)) : resume(d, d->at);
}

void json_reference(const unsigned char *bytes, size_t size, FILE *out)
{
	struct descent *d = calloc(1, sizeof *d);

	*d = (struct descent){ .bytes = bytes, .size = size };
	for (size_t at = 0; at < size;)
		at = line(d, at, out);
	while (owned_count > 0)
		free(owned[--owned_count]);
	free(owned);
	owned = NULL;
	free(d->found.items);
	free(d);
}
