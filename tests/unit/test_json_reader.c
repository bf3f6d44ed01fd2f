/* SPDX-License-Identifier: MIT */
/* JSON in any layout: which records are found, where, and what trouble costs. */
#include <check.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annotating.h"
#include "damage.h"
#include "json_reference.h"
#include "reader/json.h"
#include "support/memory.h"

Suite *json_reader_suite(void);

#define CODE "\"hangup_cause_code\":"

/* One run of the reader. */
struct run {
	size_t read_size;                 /* 0: all there may be room for */
	const struct json_kernel *kernel; /* NULL: nothing is learned, unless: */
	bool is_fastest;
	bool names_grammar; /* errors of the grammar as the reference has them */
	size_t malformed;   /* by the grammar */
	size_t values;      /* on the last line */
	size_t asked;       /* about keys */
	char *found;
};

static bool is_grammar(const char *error)
{
	return error != repeated_key && error != added_key && strcmp(error, reference_limit) != 0;
}

static void note(struct run *run, FILE *out, const struct record *record, struct text input, size_t begin)
{
	struct json_found found = {
		.place = begin + record->head,
		.line = record->line,
		.is_alone = record->is_alone,
		.count = record->count,
	};

	memcpy(found.cells, record->cells, sizeof found.cells);
	if (record->error != NULL) {
		found.error = run->names_grammar && is_grammar(record->error) ? reference_grammar : record->error;
		run->malformed += is_grammar(record->error);
		/* Whether the LF of a CRLF was in already is no matter. */
		if (strcmp(found.error, reference_limit) != 0 && found.place > 0 && found.place < input.length &&
		    input.bytes[found.place - 1] == '\r' && input.bytes[found.place] == '\n')
			found.place++;
	}
	json_found_print(out, &found);
}

/* Reads it all, and checks that the bytes of the items are those of the input. */
static void read_all(struct run *run, const void *bytes, size_t size)
{
	struct input input;
	struct json_reader reader;
	struct record record;
	size_t length;
	size_t at = 0;
	enum item item;
	FILE *out = open_memory(&run->found, &length);

	run->malformed = run->asked = 0;
	input_open(&input);
	input_use_memory(&input, (struct text){ bytes, size });
	if (run->read_size != 0)
		input.read_size = run->read_size;
	json_reader_open(&reader, choose_keys, &run->asked, NULL);
	reader.lendable = 1U << CELL_UUID;
	if (!run->is_fastest)
		reader.templates.kernel = run->kernel;
	json_reader_begin(&reader, &input, 1);
	while ((item = json_reader_next(&reader, &record)) != ITEM_END) {
		if (item == ITEM_MORE) {
			ck_assert_int_eq(input_fill(&input), 0);
			continue;
		}
		if (item != ITEM_OTHER)
			note(run, out, &record, (struct text){ bytes, size }, at);
		ck_assert_uint_le(at + record.head + record.tail, size);
		ck_assert_mem_eq(record.bytes, (const char *)bytes + at, record.head + record.tail);
		ck_assert_ptr_eq(record.bytes + record.head + record.tail, input_bytes(&input));
		at += record.head + record.tail;
	}
	ck_assert_uint_eq(at, size);
	run->values = reader.values;
	json_reader_close(&reader);
	input_close(&input);
	close_memory(out, &run->found);
}

/* A text as jansson judges it: one value, of any kind. NULs after a number it forgets, so it is given other bytes. */
static json_t *judge(const char *bytes, size_t size, json_error_t *error)
{
	char *copy = allocate(1, size + 1);

	for (size_t i = 0; i < size; i++)
		copy[i] = bytes[i] == '\0' ? '\x01' : bytes[i];
	json_t *value = json_loadb(copy, size, JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL, error);
	free(copy);
	return value;
}

/* Whether the reader takes a text for one value, and no comma is behind it. */
static bool accepts(const char *bytes, size_t size)
{
	struct run run = { .is_fastest = true };

	while (size > 0 && memchr(" \t\r\n", bytes[size - 1], 4) != NULL)
		size--;
	if (size > 0 && bytes[size - 1] == ',')
		return false;

	read_all(&run, bytes, size);
	free(run.found);
	return run.malformed == 0 && run.values == 1;
}

/* Where it differs from jansson on purpose. */
static bool is_exempt(const json_error_t *error)
{
	return json_error_code(error) == json_error_numeric_overflow ||
	       json_error_code(error) == json_error_null_byte_in_key;
}

static void check_judged(const char *bytes, size_t size)
{
	json_error_t error;
	json_t *value = judge(bytes, size, &error);
	bool is_accepted = accepts(bytes, size);

	if (is_accepted != (value != NULL) && !(value == NULL && is_exempt(&error)))
		ck_abort_msg("jansson %s, the reader %s: %.*s", value != NULL ? "accepts" : error.text,
			     is_accepted ? "accepts" : "refuses", (int)size, bytes);
	json_decref(value);
}

/* Texts as the JSON test suite of Nicolas Seriot has them ("Parsing JSON is a Minefield"), and their like. */
#define BYTES(string) string, sizeof(string) - 1
static const struct {
	const char *bytes;
	size_t size;
	bool is_json;
} texts[] = {
	{ BYTES("[]"), true },
	{ BYTES("{}"), true },
	{ BYTES(" [] "), true },
	{ BYTES("[\"\"]"), true },
	{ BYTES("[0]"), true },
	{ BYTES("[-0]"), true },
	{ BYTES("[1,2]"), true },
	{ BYTES("[null,true,false]"), true },
	{ BYTES("[1e1]"), true },
	{ BYTES("[1E+2]"), true },
	{ BYTES("[1E-2]"), true },
	{ BYTES("[0e+1]"), true },
	{ BYTES("[0e1]"), true },
	{ BYTES("[20e1]"), true },
	{ BYTES("[-1]"), true },
	{ BYTES("[-123]"), true },
	{ BYTES("[123.456e78]"), true },
	{ BYTES("[123.456789]"), true },
	{ BYTES("[ 4]"), true },
	{ BYTES("[1\x09]"), true },
	{ BYTES("[-0.000000000000000000000000000000000000000000000000000000000000000000000000000001]"), true },
	{ BYTES("{\"a\":\"b\"}"), true },
	{ BYTES("{\"\":0}"), true },
	{ BYTES("{\"a\":[]}"), true },
	{ BYTES("{\"a\":\"\\u041f\"}"), true },
	{ BYTES("[\"\\u0060\\u012a\\u12AB\"]"), true },
	{ BYTES("[\"\\uD801\\udc37\"]"), true },
	{ BYTES("[\"\\ud83d\\ude39\\ud83d\\udc8d\"]"), true },
	{ BYTES("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]"), true },
	{ BYTES("[\"\\\\u0000\"]"), true },
	{ BYTES("[\"\\u0000\"]"), true },
	{ BYTES("[\"a/*b*/c/*d//e\"]"), true },
	{ BYTES("[\"\\uDBFF\\uDFFE\"]"), true },
	{ BYTES("[\"\\u0022\"]"), true },
	{ BYTES("[\"\x7f\"]"), true },
	{ BYTES("[\"\xc2\x80\"]"), true },
	{ BYTES("[\"\xdf\xbf\"]"), true },
	{ BYTES("[\"\xe0\xa0\x80\"]"), true },
	{ BYTES("[\"\xed\x9f\xbf\"]"), true },
	{ BYTES("[\"\xee\x80\x80\"]"), true },
	{ BYTES("[\"\xef\xbf\xbf\"]"), true },
	{ BYTES("[\"\xf0\x90\x80\x80\"]"), true },
	{ BYTES("[\"\xf4\x8f\xbf\xbf\"]"), true },
	{ BYTES("[\"\xe2\x80\xa8\"]"), true },
	{ BYTES("42"), true },
	{ BYTES("-0.1"), true },
	{ BYTES("\"asd\""), true },
	{ BYTES("true"), true },
	{ BYTES("false"), true },
	{ BYTES("null"), true },
	{ BYTES("\"\""), true },
	{ BYTES(" 0 "), true },
	{ BYTES("[[[]]]"), true },
	{ BYTES("[{}]"), true },
	{ BYTES("[[],[[]]]"), true },
	{ BYTES("{\"a\":{\"b\":{}}}"), true },
	{ BYTES("{\"min\": -1.0e+28, \"max\": 1.0e+28}"), true },
	{ BYTES("[1.5E9]"), true },
	{ BYTES("[\"new\\u000Aline\"]"), true },
	{ BYTES("{\"a\":1,\"a\":2}"), true },
	{ BYTES("[0.0]"), true },
	{ BYTES(""), false },
	{ BYTES(" "), false },
	{ BYTES("["), false },
	{ BYTES("]"), false },
	{ BYTES("{"), false },
	{ BYTES("}"), false },
	{ BYTES("[1"), false },
	{ BYTES("[1,"), false },
	{ BYTES("[,"), false },
	{ BYTES("[,1]"), false },
	{ BYTES("[1,]"), false },
	{ BYTES("[1,,2]"), false },
	{ BYTES("[1 2]"), false },
	{ BYTES("[\"a\" \"b\"]"), false },
	{ BYTES("[\"a\":1]"), false },
	{ BYTES("[\"\""), false },
	{ BYTES("[\"\",]"), false },
	{ BYTES("[\"x\""), false },
	{ BYTES("[x"), false },
	{ BYTES("[x]"), false },
	{ BYTES("[-]"), false },
	{ BYTES("[--1]"), false },
	{ BYTES("[+1]"), false },
	{ BYTES("[++1]"), false },
	{ BYTES("[-01]"), false },
	{ BYTES("[01]"), false },
	{ BYTES("[00]"), false },
	{ BYTES("[-1.]"), false },
	{ BYTES("[2.]"), false },
	{ BYTES("[.1]"), false },
	{ BYTES("[.-1]"), false },
	{ BYTES("[1.e1]"), false },
	{ BYTES("[2.e+3]"), false },
	{ BYTES("[0.e1]"), false },
	{ BYTES("[0E]"), false },
	{ BYTES("[0e+]"), false },
	{ BYTES("[0.3e]"), false },
	{ BYTES("[0.3e+]"), false },
	{ BYTES("[1.0e-]"), false },
	{ BYTES("[1eE2]"), false },
	{ BYTES("[1+2]"), false },
	{ BYTES("[1 000.0]"), false },
	{ BYTES("[0x1]"), false },
	{ BYTES("[0x42]"), false },
	{ BYTES("[1a]"), false },
	{ BYTES("[-1x]"), false },
	{ BYTES("[1ea]"), false },
	{ BYTES("[Infinity]"), false },
	{ BYTES("[-Infinity]"), false },
	{ BYTES("[NaN]"), false },
	{ BYTES("[-NaN]"), false },
	{ BYTES("[-foo]"), false },
	{ BYTES("[- 1]"), false },
	{ BYTES("[nul]"), false },
	{ BYTES("[tru]"), false },
	{ BYTES("[fals]"), false },
	{ BYTES("[True]"), false },
	{ BYTES("[nulll]"), false },
	{ BYTES("[truee]"), false },
	{ BYTES("nul"), false },
	{ BYTES("tru"), false },
	{ BYTES("[\xef\xbc\x91]"), false },
	{ BYTES("{a:1}"), false },
	{ BYTES("{'a':1}"), false },
	{ BYTES("{1:1}"), false },
	{ BYTES("{\"a\"}"), false },
	{ BYTES("{\"a\",1}"), false },
	{ BYTES("{\"a\":}"), false },
	{ BYTES("{\"a\":1,}"), false },
	{ BYTES("{\"a\":1,,}"), false },
	{ BYTES("{,}"), false },
	{ BYTES("{\"a\" 1}"), false },
	{ BYTES("{\"a\":1 \"b\":2}"), false },
	{ BYTES("{\"a\":\"b\""), false },
	{ BYTES("{\"a\":\"b\"}#"), false },
	{ BYTES("{\"a\":\"b\"}/**/"), false },
	{ BYTES("{\"a\":/*c*/1}"), false },
	{ BYTES("{\"a\":\"b\"}}"), false },
	{ BYTES("[1]]"), false },
	{ BYTES("[]x"), false },
	{ BYTES("{}x"), false },
	{ BYTES("[}"), false },
	{ BYTES("{]"), false },
	{ BYTES("[{\"a\":1]}"), false },
	{ BYTES("[\"a\x00"
		"b\"]"),
	  false },
	{ BYTES("[\"\x1f\"]"), false },
	{ BYTES("[\"\x09\"]"), false },
	{ BYTES("[\"\\x00\"]"), false },
	{ BYTES("[\"\\a\"]"), false },
	{ BYTES("[\"\\\\\\\"]"), false },
	{ BYTES("[\"\\\"]"), false },
	{ BYTES("[\"\\u\"]"), false },
	{ BYTES("[\"\\u0\"]"), false },
	{ BYTES("[\"\\u00\"]"), false },
	{ BYTES("[\"\\u00A\"]"), false },
	{ BYTES("[\"\\u00G0\"]"), false },
	{ BYTES("[\"\\U0041\"]"), false },
	{ BYTES("[\"\\u 041\"]"), false },
	{ BYTES("[\"\\ud800\"]"), false },
	{ BYTES("[\"\\ud800\\u\"]"), false },
	{ BYTES("[\"\\ud800\\u0041\"]"), false },
	{ BYTES("[\"\\ud800\\n\"]"), false },
	{ BYTES("[\"\\ud800x\"]"), false },
	{ BYTES("[\"\\ud800\\ud800\"]"), false },
	{ BYTES("[\"\\ud800\\ue000\"]"), false },
	{ BYTES("[\"\\udc00\"]"), false },
	{ BYTES("[\"\\udc00\\ud800\"]"), false },
	{ BYTES("[\"\x80\"]"), false },
	{ BYTES("[\"\xc0\x80\"]"), false },
	{ BYTES("[\"\xc1\xbf\"]"), false },
	{ BYTES("[\"\xc2\"]"), false },
	{ BYTES("[\"\xc2\x7f\"]"), false },
	{ BYTES("[\"\xc2\xc0\"]"), false },
	{ BYTES("[\"\xe0\x9f\xbf\"]"), false },
	{ BYTES("[\"\xe0\xa0\"]"), false },
	{ BYTES("[\"\xe1\x80\xc0\"]"), false },
	{ BYTES("[\"\xed\xa0\x80\"]"), false },
	{ BYTES("[\"\xed\xbf\xbf\"]"), false },
	{ BYTES("[\"\xf0\x8f\xbf\xbf\"]"), false },
	{ BYTES("[\"\xf0\x90\x80\"]"), false },
	{ BYTES("[\"\xf4\x90\x80\x80\"]"), false },
	{ BYTES("[\"\xf5\x80\x80\x80\"]"), false },
	{ BYTES("[\"\xff\"]"), false },
	{ BYTES("[\"\xfe\"]"), false },
	{ BYTES("\xef\xbb\xbf[]"), false },
	{ BYTES("\xef\xbb"), false },
	{ BYTES("[\x00]"), false },
	{ BYTES("\x00"), false },
	{ BYTES("1\x00"), false },
	{ BYTES("[1\x00]"), false },
	{ BYTES("[\x0b"
		"1]"),
	  false },
	{ BYTES("[\x0c]"), false },
	{ BYTES("[\xa0]"), false },
	{ BYTES("\xe2\x81\xa0"), false },
	{ BYTES("abc"), false },
	{ BYTES("\""), false },
	{ BYTES("\"a"), false },
	{ BYTES("\"\\"), false },
	{ BYTES("\"\\u12"), false },
	{ BYTES("\"\xc2"), false },
	{ BYTES("-"), false },
	{ BYTES("1."), false },
	{ BYTES("1e"), false },
	{ BYTES("1e-"), false },
	{ BYTES("*"), false },
	{ BYTES("<null>"), false },
	{ BYTES("[<null>]"), false },
	{ BYTES("{\"x\": true,"), false },
	{ BYTES("[1,\x1a]"), false },
	{ BYTES("a\xe5"), false },
	{ BYTES("\xe5"), false },
	{ BYTES("[\"\\\xf0\x9f\x8c\x80\"]"), false },
	{ BYTES("{\"\\ud800\":1}"), false },
	{ BYTES("{\"\xff\":1}"), false },
	{ BYTES("{\"a\x09"
		"b\":1}"),
	  false },
	{ BYTES("[1,2}"), false },
	{ BYTES("{\"a\":[1,2}"), false },
	{ BYTES("\"a\"b"), false },
	{ BYTES("[[1]"), false },
	{ BYTES("{\"a\":{}"), false },
	{ BYTES("[\"a\\"), false },
	{ BYTES("[\\u000A\"\"]"), false },
	{ BYTES("[\"asd]"), false },
	{ BYTES("[*]"), false },
	{ BYTES("{*}"), false },
	{ BYTES("[1:2]"), false },
	{ BYTES("{\"a\":1:2}"), false },
	{ BYTES("{:1}"), false },
	{ BYTES("{[]:1}"), false },
};

START_TEST(jansson_agrees_on_each_text)
{
	json_error_t error;
	json_t *value = judge(texts[_i].bytes, texts[_i].size, &error);

	ck_assert_msg((value != NULL) == texts[_i].is_json, "jansson, %s", texts[_i].bytes);
	ck_assert_msg(accepts(texts[_i].bytes, texts[_i].size) == texts[_i].is_json, "%s", texts[_i].bytes);
	json_decref(value);
}
END_TEST

/* What is read otherwise than jansson does: how many values; no value: malformed. */
static const struct {
	const char *text;
	size_t values;
} others[] = {
	{ "[1e999]", 1 }, { "[-1e999]", 1 },   { "[123123e100000]", 1 },  { "{\"a\":1}{\"b\":2}", 2 }, { "{} []", 2 },
	{ "1 2", 2 },     { "\"a\"\"b\"", 2 }, { "1\"a\"-2[]null{}", 6 }, { "truefalse", 2 },          { "{}{", 0 },
	{ "[][1", 0 },
};

START_TEST(some_texts_are_read_otherwise_than_by_jansson)
{
	struct run run = { .is_fastest = true };

	read_all(&run, others[_i].text, strlen(others[_i].text));
	ck_assert_uint_eq(run.malformed, others[_i].values == 0);
	if (others[_i].values > 0)
		ck_assert_uint_eq(run.values, others[_i].values);
	free(run.found);
	ck_assert_ptr_null(judge(others[_i].text, strlen(others[_i].text), &(json_error_t){ .line = 0 }));
}
END_TEST

/* Texts of all kinds, made from a seed. */
struct maker {
	uint64_t state;
	FILE *out;
	bool is_on_one_line;
	const char *blank; /* between tokens */
};

static void make_value(struct maker *maker, size_t levels);

static const char *one_of(struct maker *maker, const char *const *strings, size_t count)
{
	return strings[draw(&maker->state, count)];
}
#define ONE_OF(maker, strings) one_of(maker, strings, sizeof strings / sizeof *strings)

static void make_blank(struct maker *maker)
{
	static const char *const odd[] = { " ", "\t", "  ", "\n", "\r\n", "\r", "\n\n " };
	const char *blank = draw(&maker->state, 20) == 0 ? ONE_OF(maker, odd) : maker->blank;

	if (!maker->is_on_one_line || strpbrk(blank, "\r\n") == NULL)
		fputs(blank, maker->out);
}

static void make_key(struct maker *maker)
{
	static const char *const keys[] = {
		"hangup_cause_code",
		"hangup_cause_code",
		"hangup_cause_code",
		"hangup_cause_c\\u006fde",
		"hangup_cause_name",
		"hangup_source",
		"call_uuid",
		"call_\\u0075uid",
		"trunk_domain",
		"plivo_cause",
		"",
		"id",
		"a key of more than sixty-four bytes, which is a few too many to be remembered by anyone",
		"\\\\",
		"schl\xc3\xbcssel",
		"\\ud83d\\ude39",
		"to",
		"from",
	};
	/* Most keys are new ones now and then. */
	if (draw(&maker->state, 20) == 0)
		fprintf(maker->out, "\"key-%zu\"", draw(&maker->state, 1000));
	else
		fprintf(maker->out, "\"%s\"", ONE_OF(maker, keys));
}

static void make_members(struct maker *maker, size_t levels)
{
	size_t count = draw(&maker->state, 6);

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			putc(',', maker->out);
		make_blank(maker);
		make_key(maker);
		make_blank(maker);
		putc(':', maker->out);
		make_blank(maker);
		make_value(maker, levels);
		make_blank(maker);
	}
}

static void make_scalar(struct maker *maker)
{
	static const char *const scalars[] = {
		"null",
		"true",
		"false",
		"0",
		"-0",
		"4000",
		"\"3130\"",
		"3010.0",
		"1e3",
		"-1.5E-7",
		"1E+2",
		"\"\"",
		"\"Busy Line\"",
		"\"\\\\\"",
		"\"\\\"\\/\\b\\f\\n\\r\\t\"",
		"\"\\u0041\\u00e9\\u0416\\u20ac\"",
		"\"\\ud83d\\ude39\"",
		"\"\\u0000\"",
		"\"\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\xb9\"",
		"\"2018-10-29 10:14:58+00:00\"",
		"\"73b3b6cc-2d6c-4566-8d19-10e6fda55df8\"",
		"\"{\"",
		"\"}\"",
	};

	fputs(ONE_OF(maker, scalars), maker->out);
}

static void make_value(struct maker *maker, size_t levels)
{
	size_t kind = draw(&maker->state, 10);

	if (kind > 2 || levels == 0) {
		make_scalar(maker);
	} else if (kind == 0) {
		putc('[', maker->out);
		make_blank(maker);
		for (size_t i = draw(&maker->state, 4); i > 0; i--) {
			make_value(maker, levels - 1);
			make_blank(maker);
			if (i > 1)
				putc(',', maker->out);
			make_blank(maker);
		}
		putc(']', maker->out);
	} else {
		putc('{', maker->out);
		make_members(maker, levels - 1);
		putc('}', maker->out);
	}
}

/* The same record, but for its values, several times: what a reader may learn from. */
static void make_alike(struct maker *maker)
{
	static const char *const shapes[] = {
		"{\"hangup_cause_code\":%zu,\"call_uuid\":\"%zu\"}",
		"{ \"hangup_source\" : \"Carrier %zu\" , \"n\" : %zu }",
		"{\"level\":%zu,\"req\":{\"body\":{\"hangup_cause_code\":\"%zu\",\"b\":[]},\"c\":[1]}}",
		"{\"id\":%zu,\"raw\":{\"hangup_cause_code\":%zu},\"hangup_cause_code\":1}",
		"{\"trunk_domain\":%zu,\"hangup_cause_code\":%zu}",
		"{\"hangup_cause_code\":%zu,\"plivo_cause\":%zu}",
		"{\"hangup_cause_code\":%zu,\"hangup_cause_code\":%zu}",
		"{\"id\":[%zu,{}],\"x\":\"\\\"%zu\"}",
	};
	const char *shape = ONE_OF(maker, shapes);
	bool is_array = draw(&maker->state, 2) == 0;

	if (is_array)
		putc('[', maker->out);
	for (size_t i = draw(&maker->state, 8); i > 0; i--) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
		fprintf(maker->out, shape, draw(&maker->state, 5000), draw(&maker->state, 5000));
#pragma GCC diagnostic pop
		if (is_array && i > 1)
			putc(',', maker->out);
		if (!is_array && i > 1)
			fputs(maker->is_on_one_line ? " " : "\n", maker->out);
	}
	if (is_array)
		putc(']', maker->out);
}

/* Several values, each on a line of its own or not. The caller frees it. */
static char *make_text(uint64_t seed, bool is_on_one_line, size_t *size)
{
	static const char *const blanks[] = { "", "", "", " ", "\n", "\n  ", "\r\n\t" };
	static const char *const between[] = { "\n", "\n", "\n", "\r\n", "\r", "\n\n", "", " ", "\n \t\n" };
	struct maker maker = { .state = seed, .is_on_one_line = is_on_one_line };
	char *text;

	maker.out = open_memory(&text, size);
	do {
		maker.blank = ONE_OF(&maker, blanks);
		if (is_on_one_line && strpbrk(maker.blank, "\n") != NULL)
			maker.blank = "";
		if (draw(&maker.state, 3) == 0)
			make_alike(&maker);
		else
			make_value(&maker, 5);
		if (!is_on_one_line)
			fputs(ONE_OF(&maker, between), maker.out);
	} while (!is_on_one_line && draw(&maker.state, 6) > 0);
	close_memory(maker.out, &text);
	return text;
}

/* Replaces, removes or doubles some bytes. The text has room for as many more. */
enum { DAMAGES = 4 };
static void damage(char *text, size_t *size, uint64_t *state, const char *bytes, size_t count)
{
	for (size_t i = draw(state, DAMAGES + 1); i > 0 && *size > 0; i--) {
		size_t at = draw(state, *size);
		char byte = bytes[draw(state, count)];
		switch (draw(state, 4)) {
		case 0:
			memmove(text + at, text + at + 1, *size - at - 1);
			--*size;
			break;
		case 1:
			memmove(text + at + 1, text + at, *size - at);
			text[at] = byte;
			++*size;
			break;
		case 2:
			text[at] = byte;
			break;
		default:
			if (draw(state, 8) == 0)
				*size = at;
		}
	}
}

static char *make_damaged(uint64_t seed, bool is_on_one_line, size_t *size)
{
	static const char bytes[] = "\"\"\"\\{}[]::,, 0123456789eE+-.tfnu/x\t\0\x1f\x7f\xc2\x80\xed\xa0\xf4\xff\n\n\r";
	uint64_t state = seed ^ UINT64_C(0x5bf0635);
	char *text = make_text(seed, is_on_one_line, size);

	text = reallocate(text, *size + DAMAGES);
	damage(text, size, &state, bytes, sizeof bytes - 1 - (is_on_one_line ? 3 : 0));
	return text;
}

START_TEST(jansson_agrees_on_damaged_texts)
{
	for (uint64_t seed = 1; seed <= by_length(100, 2000, 6000); seed++) {
		size_t size;
		char *text = seed % 4 == 0 ? make_text(seed, true, &size) : make_damaged(seed, true, &size);
		struct run run = { .is_fastest = true };

		read_all(&run, text, size);
		/* Several values on a line are none to jansson. */
		if (run.malformed > 0 || run.values == 1)
			check_judged(text, size);
		free(run.found);
		free(text);
	}
}
END_TEST

static void check_same(const char *label, uint64_t seed, const char *found, const char *wanted)
{
	size_t line = 0;

	for (size_t i = 0; found[i] == wanted[i]; i++) {
		if (found[i] == '\0')
			return;
		if (found[i] == '\n')
			line = i + 1;
	}
	ck_abort_msg("%s, seed %llu:\nfound:\n%s\nwanted:\n%s", label, (unsigned long long)seed, found + line,
		     wanted + line);
}

static char *reference_of(const char *text, size_t size)
{
	char *found;
	size_t length;
	FILE *out = open_memory(&found, &length);

	json_reference((const unsigned char *)text, size, out);
	close_memory(out, &found);
	return found;
}

static void check_run(const char *label, uint64_t seed, const char *text, size_t size, struct run run,
		      const char *wanted)
{
	read_all(&run, text, size);
	check_same(label, seed, run.found, wanted);
	free(run.found);
}

/* The reader finds what the reference finds, however the bytes come in and whatever it learns. */
static void check_text(uint64_t seed, const char *text, size_t size)
{
	char *wanted = reference_of(text, size);
	struct run whole = { .is_fastest = true };

	read_all(&whole, text, size);
	/* The long texts are not read in the smallest pieces, which would take long. */
	for (size_t i = size < 10000 ? 0 : 5; i < unless_short(READ_SIZES); i++)
		check_run("read in pieces", seed, text, size,
			  (struct run){ .is_fastest = true, .read_size = read_sizes[i] }, whole.found);
	check_run("nothing learned", seed, text, size, (struct run){ .kernel = NULL }, whole.found);
	for (const struct json_kernel *const *kernel = json_kernels; *kernel != NULL; kernel++)
		if ((*kernel)->is_supported())
			check_run((*kernel)->name, seed, text, size, (struct run){ .kernel = *kernel }, whole.found);
	check_run("as the reference", seed, text, size, (struct run){ .is_fastest = true, .names_grammar = true },
		  wanted);
	free(whole.found);
	free(wanted);
}

START_TEST(damaged_texts_are_read_as_by_the_reference)
{
	for (uint64_t seed = 1; seed <= by_length(40, 500, 3000); seed++) {
		size_t size;
		char *text = seed % 4 == 0 ? make_text(seed, false, &size) : make_damaged(seed, false, &size);
		check_text(seed, text, size);
		free(text);
	}
}
END_TEST

/* What is found, line by line: place, line, and so on. */
static const struct {
	const char *text, *found;
} layouts[] = {
	{ "", "" },
	{ "\n \n\r\n", "" },
	{ "42\n\"x\"\n{}\n[]\n{\"a\":1}\n", "" },
	{ "{" CODE "4000}\n{" CODE "\"3010\"}\n",
	  "25 line 1 alone members 1 0=4:4000\n54 line 2 alone members 1 0=4:3010\n" },
	{ "{" CODE "1}\r\n\r\n{" CODE "2}\r{" CODE "3}",
	  "22 line 1 alone members 1 0=1:1\n49 line 3 alone members 1 0=1:2\n73 line 4 alone members 1 0=1:3\n" },
	{ " {" CODE "1 } ", "23 line 1 alone members 1 0=1:1\n" },
	{ "{" CODE "1}{" CODE "2} 3", "22 line 1 members 1 0=1:1\n45 line 1 members 1 0=1:2\n" },
	{ "{" CODE "1} 3", "22 line 1 members 1 0=1:1\n" },
	{ "[{" CODE "1},{" CODE "2}]", "23 line 1 members 1 0=1:1\n47 line 1 members 1 0=1:2\n" },
	{ "[{" CODE "1}]", "23 line 1 alone members 1 0=1:1\n" },
	{ "{\"data\":{\"objects\":[\n  {\n    " CODE " 1,\n    \"call_uuid\": null\n  }\n]}}\n",
	  "74 line 2 members 2 0=1:1 3=0:\n" },
	{ "{\"level\":30,\"req\":{\"body\":{" CODE "\"1\",\"hangup_source\":\"Plivo\"}},\"n\":1}\n",
	  "74 line 1 alone members 2 0=1:1 2=5:Plivo 4=5:Plivo\n" },
	/* A list or an object of one value is that value. */
	{ "{" CODE "[\"1\"],\"call_uuid\":{\"S\":\"a\"},\"hangup_source\":[ null ]}\n",
	  "73 line 1 alone members 3 0=1:1 2=0: 3=1:a 4=0:\n" },
	{ "{" CODE "[1,2],\"call_uuid\":[[1]],\"hangup_source\":[]}\n",
	  "63 line 1 alone members 3 0=1:[ 2=1:[ 3=1:[ 4=1:[\n" },
	{ "{" CODE "{\"a\":1,\"b\":2},\"call_uuid\":{},\"hangup_source\":{ \"a\" : \"x\" } }\n",
	  "79 line 1 alone members 3 0=1:{ 2=1:x 3=1:{ 4=1:x\n" },
	/* Commas between values and behind them. */
	{ "{" CODE "1},\n{" CODE "2} \r\n,{" CODE "3}\n",
	  "22 line 1 alone members 1 0=1:1\n47 line 2 alone members 1 0=1:2\n74 line 3 alone members 1 0=1:3\n" },
	/* What a record lacks it has from around it. */
	{ "{\"call_uuid\":\"a\",\"b\":{" CODE "1},\"c\":[{" CODE "2,\"call_uuid\":\"b\"}]}\n",
	  "43 line 1 members 1 0=1:1 3=1:a\n88 line 1 members 2 0=1:2 3=1:b\n" },
	{ "{\"b\":{" CODE "1},\"call_uuid\":\"a\",\n\"x\":1}\n", "27 line 1 members 1 0=1:1 3=1:a\n" },
	{ "{\"b\":{\"b\":{" CODE "1},\"call_uuid\":\"b\"},\"call_uuid\":\"a\"}\n",
	  "32 line 1 alone members 1 0=1:1 3=1:b\n" },
	{ "[{\"b\":{" CODE "1},\"call_uuid\":\"a\"},\n{\"b\":{" CODE "2}, \"call_uuid\":\"b\"\n}, {\"b\":{" CODE
	  "3},\n\"call_uuid\":\"c\"}]\n",
	  "28 line 1 members 1 0=1:1 3=1:a\n75 line 2 members 1 0=1:2 3=1:b\n124 line 3 members 1 0=1:3\n" },
	/* A record in a record: each at its own end. */
	{ "{" CODE "1,\"raw\":{" CODE "2},\"call_uuid\":\"a\"}\n",
	  "51 line 1 members 1 0=1:2 3=1:a\n68 line 1 members 3 0=1:1 3=1:a\n" },
	{ "{" CODE "1,\"raw\":\n{" CODE "2},\"call_uuid\":\"a\"}\n",
	  "52 line 2 members 1 0=1:2 3=1:a\n69 line 1 members 3 0=1:1 3=1:a\n" },
	{ "{" CODE "{" CODE "true}}", "46 line 1 members 1 0=4:true\n47 line 1 members 1 0=4:true\n" },
	/* What the values say. */
	{ "{\"hangup_cause_c\\u006fde\":\"\\u0033\\u00e9\\ud83d\\ude39\\n\"}\n",
	  "54 line 1 alone members 1 0=8:3\xc3\xa9\xf0\x9f\x98\xb9\n\n" },
	{ "{" CODE "-1.50E+3,\"hangup_cause_name\":[1,{\"a\":2}],\"call_uuid\":false}\n",
	  "79 line 1 alone members 3 0=8:-1.50E+3 1=1:[ 3=5:false\n" },
	{ "{\"hangup_source\":null,\"trunk_domain\":1}\n", "38 line 1 alone members 2 2=0: trunk=1:1 4=0:\n" },
	/* What makes a record malformed. */
	{ "{" CODE "1," CODE "2}\n{" CODE "3}\n",
	  "46 line 1 alone a key that stands twice\n68 line 2 alone members 1 0=1:3\n" },
	{ "{" CODE "1,\"plivo_cause\":2}{" CODE "3}\n",
	  "39 line 1 a key that would be added\n61 line 1 members 1 0=1:3\n" },
	/* Trouble on a line costs the line. */
	{ "{" CODE "1} {" CODE "x\n{" CODE "2}\n",
	  "47 line 1 text that is not JSON\n69 line 2 alone members 1 0=1:2\n" },
	/* In a document it costs what follows, up to a line that begins with a bracket. */
	{ "[\n{" CODE "1},\n,\n{" CODE "2},\n3\n [{" CODE "4}]\n",
	  "24 line 2 members 1 0=1:1\n27 line 3 text that is not JSON\n51 line 4 members 1 0=1:2\n"
	  "80 line 6 alone members 1 0=1:4\n" },
	/* Of the document there are commas and closing brackets left, and no more. */
	{ "{\"a\":[{" CODE "x},\n{" CODE "1},\n{" CODE "2}\n],\n\"b\":1}\n",
	  "31 line 1 text that is not JSON\n53 line 2 members 1 0=1:1\n78 line 3 alone members 1 0=1:2\n"
	  "90 line 5 text that is not JSON\n" },
	{ "{\"a\":[\n{" CODE "x}\n, {" CODE "1}\n, {" CODE "2}\n]}\n{" CODE "3}\n",
	  "28 line 2 text that is not JSON\n55 line 3 members 1 0=1:1\n81 line 4 members 1 0=1:2\n"
	  "108 line 6 alone members 1 0=1:3\n" },
	{ "[\n {\n  " CODE "1,\n  \"a\":x\n },\n {\n  " CODE "2\n }\n]\n{" CODE "3},\n",
	  "36 line 4 text that is not JSON\n68 line 6 members 1 0=1:2\n96 line 10 members 1 0=1:3\n" },
	{ "]\n{" CODE "1},\n{" CODE "2}\n",
	  "2 line 1 text that is not JSON\n24 line 2 members 1 0=1:1\n49 line 3 alone members 1 0=1:2\n" },
	/* A line that breaks off costs nothing of the next one. */
	{ "{" CODE "1,\"a\":2\n{" CODE "3}\n{" CODE "4}\n",
	  "29 line 1 text that is not JSON\n51 line 2 alone members 1 0=1:3\n75 line 3 alone members 1 0=1:4\n" },
	{ "{" CODE "1,\"a\":\n{" CODE "2}\r\n \t{" CODE "3}\n",
	  "50 line 2 members 1 0=1:2\n55 line 2 text that is not JSON\n77 line 3 alone members 1 0=1:3\n" },
	{ "[\n{" CODE "1}\n\n[{" CODE "2}\n],{" CODE "3}\n",
	  "24 line 2 members 1 0=1:1\n27 line 3 text that is not JSON\n50 line 4 members 1 0=1:2\n"
	  "76 line 5 members 1 0=1:3\n" },
	{ "{\"a\":", "5 line 1 JSON that breaks off\n" },
	{ "{\"a\":\n", "6 line 1 JSON that breaks off\n" },
	{ "{\"a\":1\n}\n\"", "10 line 3 JSON that breaks off\n" },
	{ "{\"a\":1\n} \"", "10 line 2 JSON that breaks off\n" },
};

START_TEST(records_are_found_in_any_layout)
{
	struct run run = { .is_fastest = true };

	read_all(&run, layouts[_i].text, strlen(layouts[_i].text));
	ck_assert_str_eq(run.found, layouts[_i].found);
	free(run.found);
	check_text(0, layouts[_i].text, strlen(layouts[_i].text));
}
END_TEST

/* What is wrong, in words. */
static const struct {
	const char *text, *error;
} errors[] = {
	{ "{\"a\":tru}", "text that is not JSON" },
	{ "\"\xff\"", "JSON with bytes that are not UTF-8" },
	{ "\"\\x\"", "JSON with an unknown escape" },
	{ "\"\\udead\"", "JSON with half of a surrogate pair" },
	{ "\"a", "JSON that breaks off" },
	{ "\"a\n", "a JSON string with a line end or another control character in it" },
};

START_TEST(errors_are_told_in_words)
{
	struct run run = { .is_fastest = true };

	read_all(&run, errors[_i].text, strlen(errors[_i].text));
	ck_assert_ptr_nonnull(strstr(run.found, errors[_i].error));
	free(run.found);
}
END_TEST

/* A text, so many times the same byte, and more text. The caller frees it. */
static char *stretched(const char *before, char byte, size_t count, const char *after, size_t *size)
{
	char *text;
	FILE *out = open_memory(&text, size);

	fputs(before, out);
	while (count-- > 0)
		putc(byte, out);
	fputs(after, out);
	close_memory(out, &text);
	return text;
}

#define ALIKE "{" CODE "1,\"x\":\"\"}\n"

/* Something that begins behind the lead and ends with the last of the three parts, as long as is allowed or not. */
static const struct {
	const char *lead, *begin;
	char byte;
	const char *end, *rest;
} limits[] = {
	/* A record that is a line, and one in a document. */
	{ "", "{" CODE "1,\"x\":\"", 'x', "\"}", "\n{" CODE "2}\n" },
	{ "", "{" CODE "1,\"x\":\"", 'x', "\"}", "\r\n{" CODE "2}\n" },
	{ "", "{" CODE "1,\"x\":\"", 'x', "\"}", "\r{" CODE "2}\r" },
	{ "", "{" CODE "1,\"x\":\"", 'x', "\"}", "" },
	{ "", "{" CODE "1,\"x\":\"", 'x', "\"}", " {" CODE "2}" },
	{ "[\n", "{" CODE "1,\"x\":\"", 'x', "\"}", "\n,{" CODE "2}]\n" },
	{ "[\n", "{" CODE "1,\"x\":\"", 'x', "\"\r\n}", ",{" CODE "2}]\n" },
	{ "[\n", "{" CODE "1,\"x\":\"", 'x', "\"\r", "\n},{" CODE "2}]\n" },
	/* The key that makes it one comes last. */
	{ "", "{\"x\":\"", 'x', "\"," CODE, "1}\n{" CODE "2}\n" },
	{ "[\n", "{\"x\":\"", 'x', "\",\"hangup_cause_code\"", ":1," CODE "2},{" CODE "2}]\n" },
	/* Blanks count. */
	{ "", "", ' ', "{" CODE "1}", "\n{" CODE "2}\n" },
	{ "", "{" CODE "1}", ' ', "{" CODE "2}", "\n{" CODE "2}\n" },
	{ "", "", ' ', "", "\n{" CODE "2}\n" },
	{ "[\n", "{" CODE "1", ' ', "}", "]" },
	/* Trouble where the line is as long as a line may be. */
	{ "", "{" CODE "1} \"", 'x', "\"", "x\n{" CODE "2}\n" },
	{ "", "{" CODE "1} \"", 'x', "", "\n{" CODE "2}\n" },
	{ "", "{" CODE "1} x", 'x', "", "\n{" CODE "2}\n" },
	{ "", "{" CODE "1} \"", 'x', "", "" },
	{ "", "{" CODE "1} x", 'x', "", "" },
	/* A value that goes on, over a line or not. */
	{ "", "[{" CODE "1},", ' ', "", "\n{" CODE "2},x\n{" CODE "2}" },
	{ "", "[{" CODE "1},", ' ', "", "{" CODE "2},x\n{" CODE "2}" },
	/* Records in records, of which the inner ones have been handed out by then. */
	{ "[\n", "{" CODE "1,\"a\":{" CODE "2},\"call_uuid\":\"\\u0061\",\"x\":\"", 'x', "\",\"hangup_source\":\"s\"}",
	  "]\n" },
	{ "{\n\"a\":", "{" CODE "1,\"a\":{" CODE "2,\"b\":{" CODE "3},\"x\":\"", 'x', "\"}}", ",\"call_uuid\":1}\n" },
	{ "{" CODE "0,\n\"a\":", "{" CODE "1,\"a\":{" CODE "2,\"b\":[{" CODE "3}],\"x\":\"", 'x', "\"}}",
	  ",\"c\":{" CODE "1}}" },
	/* After trouble: the blanks before a bracket. */
	{ "[\nx\n", "", ' ', "{" CODE "1}", "\n{" CODE "2}\n" },
	{ "[\nx\n", "", '\t', "x", "\n{" CODE "2}\n" },
	/* Of a shape that is known. */
	{ ALIKE ALIKE ALIKE, "{" CODE "1,\"x\":\"", 'x', "\"}", "\n{" CODE "2}\n" },
	{ ALIKE ALIKE ALIKE "[\n", "{" CODE "1,\"x\":\"", 'x', "\"}", "\n]\n{" CODE "2}\n" },
	{ ALIKE ALIKE ALIKE, "[0,", ' ', "{" CODE "1,\"x\":\"\"}", "\n]\n{" CODE "2}\n" },
	{ ALIKE ALIKE ALIKE "[\n", "{" CODE "1,\"o\":\"", 'x', "\",\"i\":{" CODE "1,\"x\":\"\"}",
	  "}\n]\n{" CODE "2}\n" },
	/* A long key of an envelope. */
	{ "{\n", "\"", 'x', "", "\":1," CODE "1,\"hangup_source\":1}" },
	/* Deep inside a long object. */
	{ "[{\"a\":[{\n", "\"b\":\"", 'x', "\"", ",\"hangup_source\":{" CODE "2}},{" CODE "3}]," CODE "4}]" },
};

START_TEST(limits_hold_to_the_byte)
{
	size_t fixed = strlen(limits[_i].begin) + strlen(limits[_i].end);

	for (size_t length = RECORD_LIMIT - 2; length <= RECORD_LIMIT + 3; length++) {
		size_t size;
		size_t lead;
		char *begin = stretched(limits[_i].lead, 0, 0, limits[_i].begin, &lead);
		char *end = stretched(limits[_i].end, 0, 0, limits[_i].rest, &size);
		char *text = stretched(begin, limits[_i].byte, length - fixed, end, &size);
		check_text(length, text, size);
		free(text);
		free(begin);
		free(end);
	}
}
END_TEST

/* So many levels, a record in the innermost. */
static char *nested(size_t levels, char open, char close, size_t *size)
{
	char *inner = stretched("", open, levels - 1, "{" CODE "1}", size);
	char *text = stretched(inner, close, levels - 1, "\n{" CODE "2}\n", size);

	free(inner);
	return text;
}

START_TEST(there_are_at_most_512_levels)
{
	for (size_t levels = 511; levels <= 514; levels++) {
		size_t size;
		char *text = nested(levels, '[', ']', &size);
		struct run run = { .is_fastest = true };
		read_all(&run, text, size);
		ck_assert_int_eq(strstr(run.found, "nested more than 512 levels deep") != NULL, levels > 512);
		free(run.found);
		check_text(levels, text, size);
		free(text);
	}
}
END_TEST

/* One thing over and over. */
static const struct {
	const char *before, *thing, *after;
	size_t count;
} hostile[] = {
	{ "", "[", "\n{" CODE "1}\n", 100000 },
	{ "", "[\n", "\n{" CODE "1}\n", 100000 },
	{ "", "{}", "\n{" CODE "1}\n", 100000 },
	{ "", "[]", "\n{" CODE "1}\n", 100000 },
	{ "[", "{},", "{" CODE "1}]\n", 100000 },
	{ "", "{\"a\":", "\n{" CODE "1}\n", 100000 },
	{ "", "{" CODE "1}", "\n{" CODE "1}\n", 2000 },
	{ "\n\n", "{" CODE "1}", "x\n{" CODE "1}\n", 2849 },
	{ "\n\n", "{" CODE "1}", "x\n{" CODE "1}\n", 2850 },
	{ "{\"a\":\"", "\\", "\"}\n{" CODE "1}\n", 1000000 },
	{ "{\"a\":\"", "\\", "\"}\n{" CODE "1}\n", 1000001 },
	{ "{" CODE "1", ",\"\":1", "}\n{" CODE "2}\n", 13100 },
	{ "{\"a\":1", ",\"b\":1", "," CODE "1}\n{" CODE "2}\n", 100000 },
	{ "{\"a\":{" CODE "1},\"b\":[", "{\"a\":1},", "0]," CODE "1}\n{" CODE "2}\n", 20000 },
	{ "[", "\"\xc3\xa9\",\n", "1]\n{" CODE "2}\n", 50000 },
	{ "", "\n", "{" CODE "2}\n", 300000 },
	{ "", "\r", "\n{" CODE "2}\n", 300000 },
	{ "[1\n", " ", "]{" CODE "2}\n", 300000 },
	{ "[1\nx\n", " ", "{" CODE "2}\n", 300000 },
	{ "[1\n", "x\n", "{" CODE "2}\n", 100000 },
	{ "", "\"\n", "{" CODE "2}\n", 20000 },
	{ "", "1", "\n{" CODE "2}\n", 300000 },
};

START_TEST(hostile_texts_are_read_as_by_the_reference)
{
	char *text;
	size_t size;
	FILE *out = open_memory(&text, &size);
	size_t count = hostile[_i].count;

	if (count > 10000)
		count = by_length(count / 10, count, count);
	fputs(hostile[_i].before, out);
	for (size_t i = 0; i < count; i++)
		fputs(hostile[_i].thing, out);
	fputs(hostile[_i].after, out);
	close_memory(out, &text);
	check_text((uint64_t)_i, text, size);
	free(text);
}
END_TEST

START_TEST(nuls_are_no_json)
{
	check_text(0, BYTES("{" CODE "1\0}\n{" CODE "2}\0\n[\n\0\n{" CODE "3}"));
	check_text(0, BYTES("\0\0\0\n{" CODE "\"\0\"}\n{" CODE "3}"));
}
END_TEST

/* Records that are alike, @ standing for a value that is once another one. */
static const struct {
	const char *before, *record, *between, *after;
} alikes[] = {
	{ "", "{\"id\":0," CODE "@,\"x\":\"y\"}", "\n", "\n" },
	{ "", "{\"hangup_source\":@,\"x\":@}", "\r\n", "\r\n" },
	{ "[", "{" CODE "@}", ",", "]\n" },
	{ "[\n", "  {\n    " CODE " @,\n    \"x\": null\n  }", ",\n", "\n]\n" },
	{ "", "{\n  \"x\": 0,\n  " CODE " @\n}", "\n", "\n" },
	{ "", "{\r  \"x\": 0,\r  " CODE " @\r}", "\r", "" },
	{ "", "{\"level\":30,\"req\":{\"body\":{" CODE "@},\"n\":[]},\"msg\":@}", "\n", "\n" },
	{ "{\"objects\":[", "{\"raw\":{" CODE "@}," CODE "2}", ",", "]}\n" },
	{ "{\"objects\":[", "{\"raw\":\n{" CODE "@}," CODE "2}", ",", "]}\n" },
	{ "", "{" CODE "{\"a\":@},\"x\":1}", "\n", "\n" },
	{ "", "{\"level\":30,\"msg\":@}", "\n", "\n{" CODE "1}\n" },
};

static const struct {
	const char *bytes;
	size_t size;
} odd_values[] = {
	{ BYTES("0") },
	{ BYTES("-0") },
	{ BYTES("00") },
	{ BYTES("01") },
	{ BYTES("-") },
	{ BYTES("-a") },
	{ BYTES("1.") },
	{ BYTES("1.5") },
	{ BYTES(".5") },
	{ BYTES("1e5") },
	{ BYTES("1E+05") },
	{ BYTES("1e") },
	{ BYTES("1e-") },
	{ BYTES("0e0") },
	{ BYTES("1-") },
	{ BYTES("+1") },
	{ BYTES("0x1") },
	{ BYTES("true") },
	{ BYTES("false") },
	{ BYTES("null") },
	{ BYTES("nul") },
	{ BYTES("nulll") },
	{ BYTES("tRue") },
	{ BYTES("falsy") },
	{ BYTES("\"\"") },
	{ BYTES("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\"") },
	{ BYTES("\"\\\"") },
	{ BYTES("\"\\x\"") },
	{ BYTES("\"\\\0\"") },
	{ BYTES("\"\\u0041\\u00E9\\u20ac\"") },
	{ BYTES("\"\\u004\"") },
	{ BYTES("\"\\u00g0\"") },
	{ BYTES("\"\\u:000\"") },
	{ BYTES("\"\\u@000\"") },
	{ BYTES("\"\\u`000\"") },
	{ BYTES("\"\\u/000\"") },
	{ BYTES("\"\\ud7ff\\ue000\"") },
	{ BYTES("\"\\ud800\"") },
	{ BYTES("\"\\udfff\"") },
	{ BYTES("\"\\udbff\\udfff\"") },
	{ BYTES("\"\\ud83dx\"") },
	{ BYTES("\"\x7f\"") },
	{ BYTES("\"\x1f\"") },
	{ BYTES("\"\0\"") },
	{ BYTES("\"\n\"") },
	{ BYTES("\"\xc2\x80\xdf\xbf\"") },
	{ BYTES("\"\xc1\xbf\"") },
	{ BYTES("\"\xc2\"") },
	{ BYTES("\"\xc2\xc0\"") },
	{ BYTES("\"\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\"") },
	{ BYTES("\"\xe0\x9f\xbf\"") },
	{ BYTES("\"\xed\xa0\x80\"") },
	{ BYTES("\"\xe1\x80\"") },
	{ BYTES("\"\xe1\x80\xc0\"") },
	{ BYTES("\"\xf0\x90\x80\x80\xf4\x8f\xbf\xbf\"") },
	{ BYTES("\"\xf0\x8f\xbf\xbf\"") },
	{ BYTES("\"\xf4\x90\x80\x80\"") },
	{ BYTES("\"\xf1\x80\x80\"") },
	{ BYTES("\"\xf5\x80\x80\x80\"") },
	{ BYTES("\"\x80\"") },
	{ BYTES("\"\xff\"") },
	{ BYTES("[]") },
	{ BYTES("{}") },
	{ BYTES("[1]") },
	{ BYTES("{" CODE "1}") },
	{ BYTES("") },
	{ BYTES(" 1 ") },
	{ BYTES("1,\"x\":1") },
	{ BYTES("\"longer than any block of bytes that is looked at at once, whichever kernel it is\"") },
	{ BYTES("\"longer than any block of bytes that is looked at at once, whichever kernel it \xff\"") },
	{ BYTES("1}") },
	{ BYTES("\n") },
	{ BYTES("\t1\n") },
	{ BYTES("1\r\n") },
};

static void put_alike(FILE *out, const char *record, const char *value, size_t size)
{
	for (; *record != '\0'; record++) {
		if (*record == '@')
			fwrite(value, 1, size, out);
		else
			putc(*record, out);
	}
}

START_TEST(odd_values_in_known_shapes)
{
	enum { RECORDS = 9, ODD = 6 };

	for (size_t value = 0; value < sizeof odd_values / sizeof odd_values[0]; value++) {
		char *text;
		size_t size;
		FILE *out = open_memory(&text, &size);
		fputs(alikes[_i].before, out);
		for (size_t i = 0; i < RECORDS; i++) {
			fputs(i > 0 ? alikes[_i].between : "", out);
			if (i == ODD)
				put_alike(out, alikes[_i].record, odd_values[value].bytes, odd_values[value].size);
			else
				put_alike(out, alikes[_i].record, BYTES("4000"));
		}
		fputs(alikes[_i].after, out);
		close_memory(out, &text);
		check_text(value, text, size);
		/* And cut anywhere behind the odd one. */
		for (size_t cut = size - size / RECORDS; cut < size && value == 0; cut++)
			check_text(cut, text, cut);
		free(text);
	}
}
END_TEST

/* What is not plain makes an object unknown, and nothing else does, wherever it stands in a block. */
START_TEST(every_kernel_knows_plain_text)
{
	enum { LONG = 150 };
	struct json_templates templates;

	json_templates_open(&templates);
	json_templates_learn(&templates, (struct text){ BYTES("{\"a\":\"\"}") }, 0, 1, NULL, 0, NULL, 0);
	for (const struct json_kernel *const *kernel = json_kernels; *kernel != NULL; kernel++) {
		if (!(*kernel)->is_supported())
			continue;
		templates.kernel = *kernel;
		for (unsigned i = 0; i < 256 * LONG; i++) {
			unsigned char text[LONG + 2 * TEMPLATE_GLUE] = "{\"a\":\"";
			size_t begin = strlen((char *)text);
			unsigned char c = (unsigned char)(i / LONG);
			bool is_plain = c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
			struct json_match match;

			memset(text + begin, 'x', LONG);
			text[begin + i % LONG] = c;
			memcpy(text + begin + LONG, "\"}\n", 3);
			const unsigned char *end = text + begin + LONG + 2;
			bool is_known = json_templates_find(&templates, text, end, true, &match) != NULL;
			ck_assert_msg(is_known == is_plain, "%s: byte %u at %u", (*kernel)->name, i / LONG, i % LONG);
			if (is_known)
				ck_assert_ptr_eq(match.end, end);
		}
	}
	json_templates_close(&templates);
}
END_TEST

START_TEST(a_known_shape_may_be_too_deep)
{
	for (size_t levels = 507; levels <= 512; levels++) {
		static const char alike[] = "{" CODE "1,\"a\":[[0]]}\n";
		size_t size;
		char *inner = stretched(alike, '[', levels, alike, &size);
		char *more = stretched(inner, ']', levels, "\n{" CODE "2}\n", &size);
		char *text = stretched(alike, 0, 0, more, &size);
		check_text(levels, text, size);
		free(text);
		free(more);
		free(inner);
	}
}
END_TEST

/* Records with the same keys in any order, and more different keys than are remembered. */
static char *make_shuffled(size_t records, size_t different, size_t *size)
{
	static const char *const keys[] = { "hangup_cause_code", "hangup_source", "a", "b", "c", "d" };
	enum { KEYS = sizeof keys / sizeof keys[0] };
	uint64_t state = different;
	char *text;
	FILE *out = open_memory(&text, size);

	for (size_t i = 0; i < records; i++) {
		size_t first = draw(&state, KEYS);
		size_t step = draw(&state, 2) == 0 ? 1 : KEYS - 1;
		for (size_t k = 0; k < KEYS; k++, first += step)
			fprintf(out, "%c\"%s\":%zu", k == 0 ? '{' : ',', keys[first % KEYS], first % KEYS);
		if (different > 0)
			fprintf(out, ",\"%zu\":1,\"e%zu\":[{\"x%zu\":1}]", draw(&state, different), i % different, i);
		fputs("}\n", out);
	}
	close_memory(out, &text);
	return text;
}

START_TEST(keys_are_asked_about_once)
{
	struct run run = { .is_fastest = true };
	size_t size;
	char *text = make_shuffled(1000, 0, &size);

	read_all(&run, text, size);
	/* Each of the six alone, and all of them. */
	ck_assert_uint_eq(run.asked, 7);
	free(run.found);
	check_text(0, text, size);
	free(text);
}
END_TEST

START_TEST(there_may_be_more_keys_than_are_remembered)
{
	for (size_t different = 100; different <= 1000; different += 300) {
		size_t size;
		char *text = make_shuffled(1000, different, &size);
		check_text(different, text, size);
		free(text);
	}
}
END_TEST

/* An object with so many keys, then records. */
static char *after_keys(size_t keys, const char *before, const char *records, size_t *size)
{
	char *text;
	FILE *out = open_memory(&text, size);

	fprintf(out, "%s{\"0\":0", before);
	for (size_t i = 1; i < keys; i++)
		fprintf(out, ",\"%zu\":0", i);
	fprintf(out, "}%s\n", records);
	close_memory(out, &text);
	return text;
}

START_TEST(keys_that_are_not_remembered_are_told_apart)
{
	for (size_t keys = 250; keys <= 260; keys++) {
		size_t size;
		char *text = after_keys(keys, "{\"a\":[",
					",{" CODE "1,\"call_uuid\":2},{" CODE "1,\"hangup_source\":2},{\"x\":1," CODE
					"1},{" CODE "1,\"x\":2}]}",
					&size);
		check_text(keys, text, size);
		free(text);
	}
}
END_TEST

START_TEST(old_keys_make_room_for_new_ones)
{
	struct run run = { .is_fastest = true };
	size_t length;
	size_t size;
	char *shuffled = make_shuffled(1000, 0, &length);
	char *old = after_keys(300, "", "", &size);
	char *text = stretched(old, 0, 0, shuffled, &size);

	read_all(&run, text, size);
	ck_assert_uint_eq(run.asked, 300 + 7);
	free(run.found);
	free(text);
	free(old);
	free(shuffled);
}
END_TEST

/* What is complete is handed out before more is asked for. */
static const struct {
	const char *text;
	size_t records;
} lives[] = {
	{ "{" CODE "1}\n", 1 },
	{ "{" CODE "1}\r", 1 },
	{ "{" CODE "1}", 0 },
	{ "{" CODE "1}[\n", 1 },
	{ "{\"objects\":[\n{" CODE "1},{" CODE "2}", 2 },
	{ "{" CODE "1,\"a\":\n{" CODE "1}", 1 },
};

START_TEST(complete_records_are_not_held_back)
{
	struct input input;
	struct json_reader reader;
	struct record record;
	size_t records = 0;
	enum item item;

	input_open(&input);
	input_use_memory(&input, text_of(lives[_i].text));
	ck_assert_int_eq(input_fill(&input), 0);
	json_reader_open(&reader, choose_keys, NULL, NULL);
	json_reader_begin(&reader, &input, 1);
	while ((item = json_reader_next(&reader, &record)) != ITEM_MORE)
		records += item == ITEM_RECORD;
	ck_assert_uint_eq(records, lives[_i].records);
	json_reader_close(&reader);
	input_close(&input);
}
END_TEST

START_TEST(one_reader_reads_several_inputs)
{
	static const char *const texts_of_one[] = { "{" CODE "1}\r", "\n[{" CODE "2", "{" CODE "3}" };
	struct input input;
	struct json_reader reader;
	struct record record;
	enum item item;

	input_open(&input);
	json_reader_open(&reader, choose_keys, NULL, NULL);
	for (size_t i = 0; i < 3; i++) {
		input_use_memory(&input, text_of(texts_of_one[i]));
		ck_assert_int_eq(input_fill(&input), 0);
		json_reader_begin(&reader, &input, 10 * (i + 1));
		do {
			item = json_reader_next(&reader, &record);
			if (item == ITEM_MORE)
				ck_assert_int_eq(input_fill(&input), 0);
			if (item == ITEM_RECORD)
				ck_assert_uint_eq(record.line, 10 * (i + 1));
			if (item == ITEM_MALFORMED)
				ck_assert_uint_eq(record.line, 21);
		} while (item != ITEM_END);
	}
	json_reader_close(&reader);
	input_close(&input);
	reader = (struct json_reader){ .input = NULL };
	json_reader_close(&reader);
}
END_TEST

Suite *json_reader_suite(void)
{
	Suite *suite = suite_create("json_reader");
	TCase *judged = tcase_create("judged");
	TCase *read = tcase_create("read");

	tcase_set_timeout(judged, 600);
	tcase_add_loop_test(judged, jansson_agrees_on_each_text, 0, sizeof texts / sizeof texts[0]);
	tcase_add_loop_test(judged, some_texts_are_read_otherwise_than_by_jansson, 0, sizeof others / sizeof others[0]);
	tcase_add_test(judged, jansson_agrees_on_damaged_texts);
	suite_add_tcase(suite, judged);
	tcase_set_timeout(read, 600);
	tcase_add_loop_test(read, records_are_found_in_any_layout, 0, sizeof layouts / sizeof layouts[0]);
	tcase_add_loop_test(read, errors_are_told_in_words, 0, sizeof errors / sizeof errors[0]);
	tcase_add_loop_test(read, limits_hold_to_the_byte, 0, sizeof limits / sizeof limits[0]);
	tcase_add_loop_test(read, hostile_texts_are_read_as_by_the_reference, 0, sizeof hostile / sizeof hostile[0]);
	tcase_add_loop_test(read, complete_records_are_not_held_back, 0, sizeof lives / sizeof lives[0]);
	tcase_add_loop_test(read, odd_values_in_known_shapes, 0, sizeof alikes / sizeof alikes[0]);
	tcase_add_test(read, every_kernel_knows_plain_text);
	tcase_add_test(read, a_known_shape_may_be_too_deep);
	tcase_add_test(read, there_are_at_most_512_levels);
	tcase_add_test(read, nuls_are_no_json);
	tcase_add_test(read, keys_are_asked_about_once);
	tcase_add_test(read, there_may_be_more_keys_than_are_remembered);
	tcase_add_test(read, keys_that_are_not_remembered_are_told_apart);
	tcase_add_test(read, old_keys_make_room_for_new_ones);
	tcase_add_test(read, one_reader_reads_several_inputs);
	tcase_add_test(read, damaged_texts_are_read_as_by_the_reference);
	suite_add_tcase(suite, read);
	return suite;
}
