#include "commands/at_hand.h"

#include <stdlib.h>
#include <string.h>

#include "support/memory.h"

enum { KEY_SIZE = 64, BRACES = 8 };

/* What has been found of the fields that matter. */
struct fields {
	struct text values[CALL_LEGS][FIELD_COUNT];
	struct text word; /* HangupCause */
	bool any, is_trunk, is_twice;
};

/* Fields of the other vocabulary, which hold words but no codes. */
static const char *const word_fields[] = {
	"hangupcause",
	"plivohangupcause",
	"dialbleghangupcause",
	"dialhangupcause",
};

static bool is_word_field(const char *key)
{
	for (size_t i = 0; i < sizeof word_fields / sizeof word_fields[0]; i++)
		if (strcmp(key, word_fields[i]) == 0)
			return true;
	return false;
}

static void note_value(struct fields *fields, struct text *to, struct text value)
{
	if (to->bytes != NULL && (to->length != value.length || memcmp(to->bytes, value.bytes, value.length) != 0))
		fields->is_twice = true;
	*to = value;
	fields->any = true;
}

static void note(struct fields *fields, struct text key, struct text value)
{
	char name[KEY_SIZE];

	if (text_key(key, name, sizeof name) == sizeof name)
		return;
	for (size_t leg = 0; leg < CALL_LEGS; leg++)
		for (enum field field = FIELD_CODE; field < FIELD_COUNT; field++)
			if (strcmp(name, call_fields[leg][field]) == 0)
				note_value(fields, &fields->values[leg][field], value);
	if (is_word_field(name)) {
		fields->word = value;
		fields->any = true;
	}
	fields->is_trunk = fields->is_trunk || header_is_trunk_name(key);
}

static void report_leg(const struct fields *fields, size_t leg, enum field field, at_hand_leg *report, void *data)
{
	struct text name = fields->values[leg][FIELD_NAME];
	struct record record = { .is_trunk = fields->is_trunk };
	struct leg told = {
		.value = fields->values[leg][field],
		.name = name.bytes != NULL ? name : fields->word,
		.uuid = fields->values[leg][FIELD_UUID],
		.source = fields->values[leg][FIELD_SOURCE],
		.is_trunk = fields->is_trunk,
	};

	record.cells[CELL_CODE] = told.value;
	record.cells[CELL_NAME] = told.name;
	told.verdict = verdict_of(&record);
	report(data, &told);
}

/* Reports the legs of one call. Without any code, names of causes are as good. */
static void report_call(const struct fields *fields, at_hand_leg *report, void *data)
{
	struct leg none = {
		.trouble = fields->is_twice             ? LEG_TWICE
			   : fields->word.bytes != NULL ? LEG_OTHER_FIELD
							: LEG_NO_CODE,
		.value = fields->word,
		.uuid = fields->values[0][FIELD_UUID],
		.source = fields->values[0][FIELD_SOURCE],
	};
	bool any = false;

	for (enum field field = FIELD_CODE; field <= FIELD_NAME && !any && !fields->is_twice; field++) {
		for (size_t leg = 0; leg < CALL_LEGS; leg++) {
			if (fields->values[leg][field].bytes == NULL)
				continue;
			any = true;
			report_leg(fields, leg, field, report, data);
		}
	}
	if (!any)
		report(data, &none);
}

/* The fields of an object that jansson has accepted, raw being its bytes. */
static struct fields object_fields(json_t *object, struct text raw)
{
	struct fields fields = { .any = false };
	struct json_cursor cursor = json_cursor_begin(raw);

	for (void *at = json_object_iter(object); at != NULL && json_cursor_next(&cursor);
	     at = json_object_iter_next(object, at))
		note(&fields, text_of(json_object_iter_key(at)), json_text(json_object_iter_value(at), cursor.value));
	return fields;
}

static void report_elements(json_t *array, struct text raw, at_hand_leg *report, void *data)
{
	static const struct leg none = { .trouble = LEG_NO_CODE };
	struct json_cursor cursor = json_cursor_begin(raw);
	bool any = false;

	for (size_t i = 0; i < json_array_size(array) && json_cursor_next(&cursor); i++) {
		if (!json_is_object(json_array_get(array, i)))
			continue;
		struct fields fields = object_fields(json_array_get(array, i), cursor.value);
		any = true;
		report_call(&fields, report, data);
	}
	if (!any)
		report(data, &none);
}

/* A call object, a page or an array of such objects. */
static void report_json(json_t *value, struct text raw, at_hand_leg *report, void *data)
{
	struct json_cursor cursor = json_cursor_begin(raw);

	if (json_is_array(value)) {
		report_elements(value, raw, report, data);
		return;
	}
	for (void *at = json_object_iter(value); at != NULL && json_cursor_next(&cursor);
	     at = json_object_iter_next(value, at)) {
		if (strcmp(json_object_iter_key(at), "objects") == 0 && json_is_array(json_object_iter_value(at))) {
			report_elements(json_object_iter_value(at), cursor.value, report, data);
			return;
		}
	}
	struct fields fields = object_fields(value, raw);
	report_call(&fields, report, data);
}

size_t at_hand_line(struct text bytes)
{
	const char *feed = memchr(bytes.bytes, '\n', bytes.length);

	return feed != NULL ? (size_t)(feed - bytes.bytes) + 1 : bytes.length;
}

static struct text first_of(struct text bytes, size_t length)
{
	return (struct text){ bytes.bytes, length < bytes.length ? length : bytes.length };
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Writes what form-encoded text stands for. An escape that is cut short, or none, stands for itself. */
static struct text decode(struct text encoded, char **to)
{
	struct text decoded = { *to, 0 };

	for (size_t at = 0; at < encoded.length; at++) {
		char c = encoded.bytes[at];
		bool is_escape = c == '%' && encoded.length - at > 2 && hex(encoded.bytes[at + 1]) >= 0 &&
				 hex(encoded.bytes[at + 2]) >= 0;
		if (is_escape) {
			c = (char)(hex(encoded.bytes[at + 1]) * 16 + hex(encoded.bytes[at + 2]));
			at += 2;
		} else if (c == '+') {
			c = ' ';
		}
		*(*to)++ = c;
		decoded.length++;
	}
	return decoded;
}

/* What cannot stand in a form that is encoded as it should be, but before one and after one in a log. */
static bool is_around(char c)
{
	return c == ' ' || c == '\t' || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`' || c == '#';
}

static bool is_of_key(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
	       c == '%';
}

/* `KEY=VALUE` with anything that is no key before it. */
static void note_pair(struct fields *fields, struct text pair, char **to)
{
	const char *equals = memchr(pair.bytes, '=', pair.length);

	if (equals == NULL)
		return;
	size_t end = (size_t)(equals - pair.bytes);
	size_t begin = end;
	while (begin > 0 && is_of_key(pair.bytes[begin - 1]))
		begin--;
	struct text key = decode((struct text){ pair.bytes + begin, end - begin }, to);
	note(fields, key, decode((struct text){ equals + 1, pair.length - end - 1 }, to));
}

static size_t around_find(struct text text)
{
	size_t at = 0;

	while (at < text.length && !is_around(text.bytes[at]))
		at++;
	return at;
}

/*
 * What stands between two ampersands. Blanks and quotes end a value where more pairs follow or nothing but a log's own
 * text can; between two pairs they belong to a value that was not encoded.
 */
static void note_segment(struct fields *fields, struct text segment, bool is_last, char **to)
{
	size_t end = around_find(segment);
	struct text rest = { segment.bytes + end, segment.length - end };

	if (rest.length > 0 && !is_last && memchr(rest.bytes, '=', rest.length) == NULL) {
		note_pair(fields, segment, to);
		return;
	}
	for (;;) {
		note_pair(fields, first_of(segment, end), to);
		if (end == segment.length)
			return;
		segment.bytes += end + 1;
		segment.length -= end + 1;
		end = around_find(segment);
	}
}

/* A form, wherever in the line it stands. Returns whether there is one. */
static bool read_form(struct text line, at_hand_leg *report, void *data)
{
	struct fields fields = { .any = false };

	if (memchr(line.bytes, '=', line.length) == NULL)
		return false;
	char *decoded = allocate(1, line.length + 1);
	char *to = decoded;
	for (bool is_last = false; !is_last;) {
		const char *ampersand = memchr(line.bytes, '&', line.length);
		size_t length = ampersand != NULL ? (size_t)(ampersand - line.bytes) : line.length;
		is_last = ampersand == NULL;
		note_segment(&fields, first_of(line, length), is_last, &to);
		line.bytes += length + !is_last;
		line.length -= length + !is_last;
	}
	if (fields.any)
		report_call(&fields, report, data);
	free(decoded);
	return fields.any;
}

static size_t spaces_of(struct text bytes, size_t at)
{
	while (at < bytes.length && (bytes.bytes[at] == ' ' || bytes.bytes[at] == '\t' || bytes.bytes[at] == '\n' ||
				     bytes.bytes[at] == '\r'))
		at++;
	return at;
}

/* Whether an object begins here, or an array of objects: other braces and brackets may stand about in a log. */
static bool begins_json(struct text bytes)
{
	bool is_array = bytes.length > 0 && *bytes.bytes == '[';
	size_t at = is_array ? spaces_of(bytes, 1) : 0;

	if (at == bytes.length || bytes.bytes[at] != '{')
		return false;
	at = spaces_of(bytes, at + 1);
	return at == bytes.length || bytes.bytes[at] == '"' || bytes.bytes[at] == '}';
}

/* An object with a field that matters, somewhere in a line; not one inside another that is no JSON. */
static bool read_inner_json(struct text line, at_hand_leg *report, void *data)
{
	for (size_t tried = 0; tried < BRACES; tried++) {
		const char *brace = memchr(line.bytes, '{', line.length);
		if (brace == NULL)
			return false;
		line.length -= (size_t)(brace - line.bytes);
		line.bytes = brace;
		struct json_result json = json_read(line, JSON_FIRST);
		if (json.value == NULL && begins_json(line))
			return false;
		struct text raw = first_of(line, json.value != NULL ? json.length : 1);
		struct fields fields = { .any = false };
		if (json.value != NULL)
			fields = object_fields(json.value, raw);
		if (fields.any)
			report_call(&fields, report, data);
		json_decref(json.value);
		if (fields.any)
			return true;
		line.bytes += raw.length;
		line.length -= raw.length;
	}
	return false;
}

static struct at_hand_result read_line(struct text bytes, at_hand_leg *report, void *data)
{
	size_t length = at_hand_line(bytes);
	struct text line = first_of(bytes, length);

	while (line.length > 0 && is_line_end((unsigned char)line.bytes[line.length - 1]))
		line.length--;
	bool any =
		line.length <= AT_HAND_LINE && (read_inner_json(line, report, data) || read_form(line, report, data));
	return (struct at_hand_result){ any ? AT_HAND_LEGS : AT_HAND_PLAIN, length, NULL };
}

/* Where to go on after bytes that are no JSON: at the line with the trouble, but past the first. */
static size_t length_of_bad(struct text bytes, size_t at)
{
	size_t line = at_hand_line(bytes);

	while (at > line && bytes.bytes[at - 1] != '\n')
		at--;
	return at > line ? at : line;
}

struct at_hand_result at_hand_read(struct text bytes, at_hand_leg *report, void *data)
{
	struct text first = first_of(bytes, AT_HAND_JSON);

	if (!begins_json(bytes))
		return read_line(bytes, report, data);
	if (first.length < bytes.length)
		first = json_whole_characters(first);
	struct json_result json = json_read(first, JSON_FIRST);
	if (json.value != NULL) {
		report_json(json.value, first_of(bytes, json.length), report, data);
		json_decref(json.value);
		return (struct at_hand_result){ AT_HAND_LEGS, json.length, NULL };
	}
	bool is_long = json.may_go_on && first.length < bytes.length;
	size_t length = json.is_cut || is_long ? bytes.length : length_of_bad(bytes, json.length);
	return (struct at_hand_result){ AT_HAND_BAD, length, is_long ? "JSON over 1 MiB" : json.trouble };
}
