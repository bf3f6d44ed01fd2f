/* Codes in what people have at hand, by the function that finds them; what is said about them is tested at the command. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "commands/at_hand.h"
#include "support/strbuf.h"

Suite *at_hand_suite(void);

static const char *or_none(struct text text)
{
	return text.bytes != NULL ? text.bytes : "-";
}

static int length_or_one(struct text text)
{
	return text.bytes != NULL ? (int)text.length : 1;
}

/* "value/name/uuid/source" of each leg, its trouble before it, a space between two. */
static void tell(void *data, const struct leg *leg)
{
	static const char *const troubles[] = {
		[LEG_TOLD] = "", [LEG_NO_CODE] = "none:", [LEG_OTHER_FIELD] = "other:", [LEG_TWICE] = "twice:"
	};
	struct strbuf *told = data;

	strbuf_add(told, "%s%s%.*s/%.*s/%.*s/%.*s%s", told->used > 0 ? " " : "", troubles[leg->trouble],
	       length_or_one(leg->value), or_none(leg->value), length_or_one(leg->name), or_none(leg->name),
	       length_or_one(leg->uuid), or_none(leg->uuid), length_or_one(leg->source), or_none(leg->source),
	       leg->is_trunk ? "/trunk" : "");
}

#define CODE "\"hangup_cause_code\":3130"

static const struct {
	const char *bytes;
	const char *legs;
	enum at_hand kind;
	size_t length; /* 0: all of them */
} rows[] = {
	{ "{" CODE "}", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "{" CODE "} {", "3130/-/-/-", AT_HAND_LEGS, 26 },
	{ "{}", "none:-/-/-/-", AT_HAND_LEGS, 0 },
	{ "[ \t\r\n{" CODE "} ]", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "[{" CODE "},1,{" CODE "}]", "3130/-/-/- 3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "{\"objects\":[1]}", "none:-/-/-/-", AT_HAND_LEGS, 0 },
	{ "{\"objects\":{}}", "none:-/-/-/-", AT_HAND_LEGS, 0 },
	{ "{\"HangupCause\":\"BUSY\",\"CallUUID\":\"u\"}", "other:BUSY/-/u/-", AT_HAND_LEGS, 0 },
	{ "{" CODE ",\"hangupInitiator\":\"x\"}", "3130/-/-/-/trunk", AT_HAND_LEGS, 0 },
	/* One field in two spellings: the same value is no contradiction. */
	{ "{" CODE ",\"HangupCauseCode\":\"3130\"}", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "{" CODE ",\"HangupCauseCode\":\"3131\"}", "twice:-/-/-/-", AT_HAND_LEGS, 0 },
	{ "{" CODE ",\"HangupCauseCode\":\"313\"}", "twice:-/-/-/-", AT_HAND_LEGS, 0 },
	{ "{\"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggg\":1," CODE "}", "3130/-/-/-",
	  AT_HAND_LEGS, 0 },
	/* No JSON. */
	{ "{\"a\":tru", "", AT_HAND_BAD, 0 },
	{ "{\"a\":\n1,,\n}\n", "", AT_HAND_BAD, 6 },
	{ "{\"a\":1,,\n}\n", "", AT_HAND_BAD, 9 },
	{ "{\"a\":\n1,\nx,\n}\n", "", AT_HAND_BAD, 9 },
	{ "[", "", AT_HAND_PLAIN, 0 },
	{ "[ ", "", AT_HAND_PLAIN, 0 },
	{ "[3130]", "", AT_HAND_PLAIN, 0 },
	{ "{a}", "", AT_HAND_PLAIN, 0 },
	{ "", "", AT_HAND_PLAIN, 0 },
	{ "\r\n", "", AT_HAND_PLAIN, 0 },
	{ "3130\nmore", "", AT_HAND_PLAIN, 5 },
	/* JSON in a line. */
	{ "at noon: {" CODE "} {}\n", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "{a} {\"b\":1} {" CODE "}", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "at noon: {\"a\":{" CODE "},}", "", AT_HAND_PLAIN, 0 },
	{ "{a}{a}{a}{a}{a}{a}{a}{" CODE "}", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "{a}{a}{a}{a}{a}{a}{a}{a}{" CODE "}", "", AT_HAND_PLAIN, 0 },
	/* Forms. */
	{ "HangupCauseCode=3130", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "a=b&&HangupCauseCode=3130&", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "a&=&HangupCauseCode=3130", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "HangupCauseName=Spam+block&HangupCauseCode=%33%31%330&CallUUID=%3c%3E", "3130/Spam block/<>/-", AT_HAND_LEGS,
	  0 },
	/* An escape that is none stands for itself. */
	{ "HangupCauseCode=3130&CallUUID=%3&HangupSource=%", "3130/-/%3/%", AT_HAND_LEGS, 0 },
	{ "HangupCauseCode=3130&CallUUID=%!1%3!%g1%:1%3", "3130/-/%!1%3!%g1%:1%3/-", AT_HAND_LEGS, 0 },
	{ "\xe2\x80\x9cHangup%43ause-Code=3130", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "{HangupCauseCode=3130", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "x?HangupCauseCode=3130#top", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "'HangupCauseCode=3130'", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "`HangupCauseCode=3130`", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "<HangupCauseCode=3130>", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "\"HangupCauseCode=3130\"", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "a=1&HangupCauseCode=3130\tuuid=9", "3130/-/-/-", AT_HAND_LEGS, 0 },
	{ "HangupCauseName=Spam block&HangupCauseCode=3130", "3130/Spam block/-/-", AT_HAND_LEGS, 0 },
	{ "HangupCauseCode", "", AT_HAND_PLAIN, 0 },
};

START_TEST(legs_are_found)
{
	struct text bytes = text_of(rows[_i].bytes);
	struct strbuf told = { .used = 0 };
	struct at_hand_result result = at_hand_read(bytes, tell, &told);

	ck_assert_str_eq(told.text, rows[_i].legs);
	ck_assert_int_eq(result.kind, rows[_i].kind);
	ck_assert_uint_eq(result.length, rows[_i].length > 0 ? rows[_i].length : bytes.length);
	ck_assert_int_eq(result.trouble != NULL, result.kind == AT_HAND_BAD);
}
END_TEST

/* Wherever in a number or in a character the limit falls. */
START_TEST(json_over_the_limit_is_said_to_be_long)
{
	static char bytes[AT_HAND_JSON + 100];
	static const struct {
		const char *beginning, *unit;
	} kinds[] = { { "{\"a\":[", "1.5," }, { "{\"a\":\"", "\xf0\x9f\x98\x80" } };
	struct strbuf told = { .used = 0 };

	for (size_t i = 0; i < 8; i++) {
		const char *beginning = kinds[i / 4].beginning;
		memset(bytes, ' ', sizeof bytes);
		memcpy(bytes, beginning, strlen(beginning));
		for (size_t at = strlen(beginning) + i % 4; at + 4 <= sizeof bytes; at += 4)
			memcpy(bytes + at, kinds[i / 4].unit, 4);
		struct at_hand_result result = at_hand_read((struct text){ bytes, sizeof bytes }, tell, &told);
		ck_assert_int_eq(result.kind, AT_HAND_BAD);
		ck_assert_str_eq(result.trouble, "JSON over 1 MiB");
		ck_assert_uint_eq(result.length, sizeof bytes);
	}
}
END_TEST

/* Bytes with nothing after them, so that a sanitizer sees a read too far. */
START_TEST(no_byte_is_read_past_the_end)
{
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		for (size_t length = 1; length <= strlen(rows[i].bytes); length++) {
			struct strbuf told = { .used = 0 };
			char *copy = strndup(rows[i].bytes, length);
			char *bytes = realloc(copy, length);
			struct at_hand_result result = at_hand_read((struct text){ bytes, length }, tell, &told);
			ck_assert_uint_gt(result.length, 0);
			ck_assert_uint_le(result.length, length);
			free(bytes);
		}
	}
}
END_TEST

Suite *at_hand_suite(void)
{
	Suite *suite = suite_create("at_hand");
	TCase *cases = tcase_create("at_hand");

	tcase_add_loop_test(cases, legs_are_found, 0, sizeof rows / sizeof rows[0]);
	tcase_add_test(cases, json_over_the_limit_is_said_to_be_long);
	tcase_add_test(cases, no_byte_is_read_past_the_end);
	suite_add_tcase(suite, cases);
	return suite;
}
