#include "reader/json_object.h"

#include <string.h>

static void skip(struct text *text, size_t length)
{
	text->bytes += length;
	text->length -= length;
}

/* Why jansson refused something. Its own words quote the bytes at hand, which belong in no message. */
static const char *trouble_of(const json_error_t *error)
{
	switch (json_error_code(error)) {
	case json_error_stack_overflow:
		return "JSON nested too deeply";
	case json_error_invalid_utf8:
		return "JSON with bytes that are no UTF-8";
	case json_error_premature_end_of_input:
		return "JSON that breaks off";
	case json_error_end_of_input_expected:
		return "text after a JSON object";
	case json_error_null_byte_in_key:
		return "a JSON key with a NUL";
	case json_error_duplicate_key:
		return "a JSON key that stands twice";
	case json_error_numeric_overflow:
		return "a number too large for JSON readers";
	default:
		return "no JSON object";
	}
}

/*
 * Hands jansson the next of the bytes. It forgets a NUL that it has looked at and put back, so that one after a number
 * would be taken for nothing at all; another control character is refused wherever a NUL should be.
 */
static size_t hand_over(void *to, size_t size, void *data)
{
	struct text *rest = data;
	size_t length = rest->length < size ? rest->length : size;
	char *nul = to;

	memcpy(to, rest->bytes, length);
	while ((nul = memchr(nul, '\0', (size_t)((char *)to + length - nul))) != NULL)
		*nul = '\x01';
	skip(rest, length);
	return length;
}

struct json_result json_read(struct text bytes, enum json_extent extent)
{
	struct text rest = bytes;
	size_t flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;
	json_error_t error = { .position = 0 };
	struct json_result result = { .value = NULL };

	if (extent == JSON_FIRST)
		flags |= JSON_DISABLE_EOF_CHECK;
	result.value = json_load_callback(hand_over, &rest, flags, &error);
	result.length = error.position > 0 ? (size_t)error.position : 0;
	if (result.value == NULL) {
		result.trouble = trouble_of(&error);
		result.is_cut = json_error_code(&error) == json_error_premature_end_of_input;
		result.may_go_on = result.length == bytes.length;
	}
	return result;
}

void json_keys(struct header *header, json_t *object)
{
	for (void *at = json_object_iter(object); at != NULL; at = json_object_iter_next(object, at))
		header_add(header, text_of(json_object_iter_key(at)), true);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_spaces(struct text *text)
{
	while (text->length > 0 && is_space(*text->bytes))
		skip(text, 1);
}

/* The length of the string that a text begins with, its quotes included; of all of it if it has no end. */
static size_t string_length(struct text text)
{
	for (size_t at = 1; at < text.length; at++) {
		if (text.bytes[at] == '\\')
			at++;
		else if (text.bytes[at] == '"')
			return at + 1;
	}
	return text.length;
}

static bool ends_scalar(char c)
{
	return c == ',' || c == '}' || c == ']' || is_space(c);
}

static size_t value_length(struct text text)
{
	size_t depth = 0;
	size_t at = 0;

	if (text.length > 0 && *text.bytes != '"' && *text.bytes != '{' && *text.bytes != '[') {
		while (at < text.length && !ends_scalar(text.bytes[at]))
			at++;
		return at;
	}
	while (at < text.length) {
		char c = text.bytes[at];
		if (c == '"')
			at += string_length((struct text){ text.bytes + at, text.length - at });
		else
			at++;
		if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
		if (depth == 0)
			break;
	}
	return at;
}

struct json_cursor json_cursor_begin(struct text bytes)
{
	return (struct json_cursor){ .rest = bytes };
}

bool json_cursor_next(struct json_cursor *cursor)
{
	struct text *rest = &cursor->rest;

	/* The opening bracket before the first value, a comma before any other. */
	skip_spaces(rest);
	if (rest->length == 0 || *rest->bytes == '}' || *rest->bytes == ']')
		return false;
	bool is_first = cursor->value.bytes == NULL;
	bool is_member = is_first ? *rest->bytes == '{' : cursor->key.length > 0;
	skip(rest, 1);
	skip_spaces(rest);
	cursor->key = (struct text){ rest->bytes, 0 };
	if (rest->length == 0 || *rest->bytes == '}' || *rest->bytes == ']')
		return false;
	if (is_member) {
		cursor->key.length = string_length(*rest);
		skip(rest, cursor->key.length);
		skip_spaces(rest);
		skip(rest, rest->length > 0); /* the colon */
		skip_spaces(rest);
	}
	cursor->value = (struct text){ rest->bytes, value_length(*rest) };
	skip(rest, cursor->value.length);
	return cursor->value.length > 0;
}

struct text json_text(const json_t *value, struct text raw)
{
	switch (json_typeof(value)) {
	case JSON_STRING:
		return (struct text){ json_string_value(value), json_string_length(value) };
	case JSON_REAL: /* any number: see json_read */
		return raw;
	case JSON_NULL:
		return text_of("");
	case JSON_TRUE:
		return text_of("true");
	case JSON_FALSE:
		return text_of("false");
	default:
		return text_of(json_is_array(value) ? "[...]" : "{...}");
	}
}

/* Whether the bytes, or as much as there is of them, are an object with an array "objects": a page of the calls API. */
static bool is_page_object(struct text bytes)
{
	static const char objects[] = "\"objects\"";
	struct json_cursor cursor = json_cursor_begin(bytes);

	while (json_cursor_next(&cursor))
		if (cursor.key.length == sizeof objects - 1 && memcmp(cursor.key.bytes, objects, cursor.key.length) == 0)
			return *cursor.value.bytes == '[';
	return false;
}

/* What a first line that is the beginning of JSON, and no more, is the beginning of. */
static enum json_shape shape_of_cut(struct text bytes, size_t line, bool is_all)
{
	struct text rest = { bytes.bytes + line, bytes.length - line };

	skip_spaces(&rest);
	if (rest.length == 0)
		return is_all ? JSON_LINES : JSON_MORE;
	struct json_result all = json_read(bytes, JSON_FIRST);
	bool is_document = all.value != NULL || all.is_cut;
	json_decref(all.value);
	if (all.may_go_on && !is_all)
		return JSON_MORE;
	if (!is_document)
		return JSON_LINES;
	return is_page_object(bytes) ? JSON_PAGE : JSON_SPREAD;
}

struct text json_whole_characters(struct text text)
{
	size_t continued = 0;

	while (continued < 3 && ((unsigned char)text.bytes[text.length - 1 - continued] & 0xc0) == 0x80)
		continued++;
	unsigned char lead = (unsigned char)text.bytes[text.length - 1 - continued];
	size_t wanted = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc0 ? 1 : 0;
	if (continued < wanted)
		text.length -= continued + 1;
	return text;
}

enum json_shape json_shape(struct text bytes, bool is_all)
{
	bytes = json_whole_characters(bytes);

	size_t length = line_end_find((const unsigned char *)bytes.bytes, bytes.length);
	if (length == bytes.length && !is_all && length <= RECORD_LIMIT)
		return JSON_MORE;
	/* However much more of a long line there is: its beginning tells. */
	if (length > RECORD_LIMIT) {
		bytes = json_whole_characters((struct text){ bytes.bytes, RECORD_LIMIT });
		length = bytes.length;
	}
	struct text first = { bytes.bytes, length };
	struct json_result line = json_read(first, JSON_ALL);
	if (line.value == NULL && line.is_cut && length < bytes.length)
		return shape_of_cut(bytes, length, is_all);
	bool is_page = (line.value != NULL || line.may_go_on) && is_page_object(first);
	json_decref(line.value);
	return is_page ? JSON_PAGE : JSON_LINES;
}
