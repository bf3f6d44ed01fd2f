/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "support/nearest.h"
#include "table/key.h"
#include "table/query.h"

Suite *query_suite(void);

static struct query ask(const char *operand)
{
	struct query query;

	memset(&query, 0xff, sizeof query);
	query_answer(&query, text_of(operand), SCOPE_AUTO);
	return query;
}

static const struct {
	const char *operand;
	unsigned codes[16]; /* one 0 past the first ends them */
	const char *source;
} found[] = {
	{ "3130", { 3130 }, NULL },
	{ "3130.0", { 3130 }, NULL },
	{ " 03130 ", { 3130 }, NULL },
	{ "0", { 0 }, NULL },
	{ "Spam block", { 3130 }, NULL },
	{ "SPAM-BLOCK", { 3130 }, NULL },
	{ "Cancelled", { 1000 }, NULL },
	{ "3000-3050", { 3000, 3010, 3020, 3030, 3040, 3050 }, NULL },
	{ "3001-3049", { 3010, 3020, 3030, 3040 }, NULL },
	{ "3000-3000", { 3000 }, NULL },
	{ " 3000 - 3010 ", { 3000, 3010 }, NULL },
	{ "3000\xe2\x80\x93"
	  "3010",
	  { 3000, 3010 },
	  NULL },
	{ "3000\xe2\x80\x94"
	  "3010",
	  { 3000, 3010 },
	  NULL },
	{ "03000-000000003010", { 3000, 3010 }, NULL },
	{ "0-1010", { 0, 1000, 1010 }, NULL },
	{ "9100-99999", { 9100, 9110 }, NULL },
	{ "31xx", { 3100, 3110, 3120, 3130, 3140 }, NULL },
	{ "31XX", { 3100, 3110, 3120, 3130, 3140 }, NULL },
	{ "313x", { 3130 }, NULL },
	{ " 701X ", { 7011, 7012, 7013, 7014 }, NULL },
	{ "1xXx", { 1000, 1010, 1020 }, NULL },
	{ "Unknown", { 0 }, "Unknown" },
	{ "unknown", { 0 }, "Unknown" },
	/* What people put around a code. */
	{ "3130.", { 3130 }, NULL },
	{ "(3130)", { 3130 }, NULL },
	{ "(3130),", { 3130 }, NULL },
	{ "3130;", { 3130 }, NULL },
	{ "#3130", { 3130 }, NULL },
	{ "code:3130", { 3130 }, NULL },
	{ "Code: 3130", { 3130 }, NULL },
	{ "code 3130.", { 3130 }, NULL },
	{ "3,130", { 3130 }, NULL },
	{ "-3130", { 3130 }, NULL },
	{ "`3130`", { 3130 }, NULL },
	{ "31*", { 3100, 3110, 3120, 3130, 3140 }, NULL },
	{ "313*", { 3130 }, NULL },
	{ "3000..3010", { 3000, 3010 }, NULL },
	{ "(31xx)", { 3100, 3110, 3120, 3130, 3140 }, NULL },
	/* Groups. */
	{ "carrier-errors", { 3070, 3080, 3090, 3100, 3110, 3120, 3130, 3140 }, NULL },
	{ "Carrier Errors", { 3070, 3080, 3090, 3100, 3110, 3120, 3130, 3140 }, NULL },
	{ "carrier_errors", { 3070, 3080, 3090, 3100, 3110, 3120, 3130, 3140 }, NULL },
	{ "canceled-calls", { 0, 1000, 1010, 1020 }, NULL },
};

START_TEST(what_is_asked_is_found)
{
	struct query query = ask(found[_i].operand);
	size_t count = 1;

	while (found[_i].codes[count] != 0)
		count++;
	ck_assert_int_eq(query.result, QUERY_FOUND);
	ck_assert_uint_eq(query.count, count);
	for (size_t i = 0; i < count; i++)
		ck_assert(cause_set_has(&query.causes, cause_index(cause_by_code(TABLE_VOICE, found[_i].codes[i]))));
	ck_assert_pstr_eq(query.source != NULL ? query.source->name : NULL, found[_i].source);
}
END_TEST

START_TEST(every_row_is_found_by_code_and_name)
{
	for (size_t i = 0; i < tables[TABLE_VOICE].causes.end; i++) {
		struct query query = ask(causes[i].name);
		ck_assert_int_eq(query.result, QUERY_FOUND);
		ck_assert_uint_eq(query.count, 1);
		ck_assert(cause_set_has(&query.causes, i));
	}
	struct query all = ask("0-99999");
	ck_assert_uint_eq(all.count, tables[TABLE_VOICE].causes.end);
}
END_TEST

START_TEST(every_source_is_found)
{
	for (size_t i = 0; i < tables[TABLE_VOICE].sources.end; i++) {
		ck_assert_ptr_eq(ask(sources[i].name).source, &sources[i]);
		ck_assert_ptr_eq(ask(sources[i].in_data).source, &sources[i]);
		ck_assert_int_eq(ask(sources[i].name).result, QUERY_FOUND);
		ck_assert_uint_eq(ask(sources[i].name).count, strcmp(sources[i].name, "Unknown") == 0);
	}
}
END_TEST

static const struct {
	const char *operand;
	enum miss miss;
	unsigned below, above; /* 0: none */
} missed[] = {
	{ "3060", MISS_CODE, 3050, 3070 },
	{ "3131", MISS_CODE, 3130, 3140 },
	{ "1500", MISS_CODE, 1020, 0 },
	{ "7000", MISS_CODE, 0, 7011 },
	{ "9999", MISS_CODE, 9110, 0 },
	{ "99999", MISS_CODE, 0, 0 },
	{ "13130", MISS_CODE, 0, 0 },
	{ "4240.0", MISS_CODE, 4030, 0 },
	{ "999", MISS_SMALL_NUMBER, 0, 0 },
	{ "486", MISS_SMALL_NUMBER, 0, 0 },
	{ "16", MISS_SMALL_NUMBER, 0, 0 },
	{ "4xx", MISS_SMALL_NUMBER, 0, 0 },
	{ "400-499", MISS_SMALL_NUMBER, 0, 0 },
	{ "1-999", MISS_SMALL_NUMBER, 0, 0 },
	{ "100000", MISS_NUMBER, 0, 0 },
	{ "4294970426", MISS_NUMBER, 0, 0 },
	{ "12345678901234567890123456789012", MISS_NUMBER, 0, 0 },
	{ "3000-4294970426", MISS_NUMBER, 0, 0 },
	{ "31xxxx", MISS_NUMBER, 0, 0 },
	{ "3060-3065", MISS_RANGE, 0, 0 },
	{ "5041-5179", MISS_RANGE, 0, 0 },
	{ "32xx", MISS_RANGE, 0, 0 },
	{ "3130x", MISS_RANGE, 0, 0 },
	{ "", MISS_EMPTY, 0, 0 },
	{ " \t", MISS_EMPTY, 0, 0 },
	{ "null", MISS_EMPTY, 0, 0 },
	{ "NaN", MISS_EMPTY, 0, 0 },
	{ "NA", MISS_EMPTY, 0, 0 },
	{ "\\N", MISS_EMPTY, 0, 0 },
	{ "-", MISS_EMPTY, 0, 0 },
	{ "'-", MISS_EMPTY, 0, 0 },
	{ "'3060", MISS_CODE, 3050, 3070 },
	{ "NO_ANSWER", MISS_FOREIGN, 0, 0 },
	{ "busy_line", MISS_FOREIGN, 0, 0 },
	{ "API_REQUEST", MISS_FOREIGN, 0, 0 },
	{ "73b3b6cc-2d6c-4566-8d19-10e6fda55df8", MISS_UUID, 0, 0 },
	{ "73B3B6CC-2D6C-4566-8D19-10E6FDA55DF8", MISS_UUID, 0, 0 },
	{ "12345678-1234-1234-1234-123456789012", MISS_UUID, 0, 0 },
	{ "73b3b6cc2d6c45668d1910e6fda55df8", MISS_UUID, 0, 0 },
	{ "73b3b6cc-2d6c-4566-8d19-10e6fda55df", MISS_WORD, 0, 0 },
	{ "73b3b6cc-2d6c-4566-8d19010e6fda55df8", MISS_WORD, 0, 0 },
	{ "73b3b6cg-2d6c-4566-8d19-10e6fda55df8", MISS_WORD, 0, 0 },
	{ "-1", MISS_SMALL_NUMBER, 0, 0 },
	{ "None", MISS_EMPTY, 0, 0 },
	{ "NONE", MISS_EMPTY, 0, 0 },
	{ "#3060", MISS_CODE, 3050, 3070 },
	{ "3,060", MISS_CODE, 3050, 3070 },
	{ "32*", MISS_RANGE, 0, 0 },
	{ "31300*", MISS_WORD, 0, 0 },
	{ "3,13", MISS_WORD, 0, 0 },
	{ "300,000", MISS_WORD, 0, 0 },
	{ "code", MISS_WORD, 0, 0 },
	{ "codec 3130", MISS_WORD, 0, 0 },
	{ "#", MISS_WORD, 0, 0 },
	{ "+3130", MISS_WORD, 0, 0 },
	{ "3130abc", MISS_WORD, 0, 0 },
	{ "0x10", MISS_WORD, 0, 0 },
	{ "0xx", MISS_WORD, 0, 0 },
	{ "x130", MISS_WORD, 0, 0 },
	{ "xxxx", MISS_WORD, 0, 0 },
	{ "3x30", MISS_WORD, 0, 0 },
	{ "3000-", MISS_WORD, 0, 0 },
	{ "3000--3050", MISS_WORD, 0, 0 },
	{ "3000-3050-3100", MISS_WORD, 0, 0 },
	{ "3000-x", MISS_WORD, 0, 0 },
	{ "3130.00", MISS_WORD, 0, 0 },
	{ "???", MISS_WORD, 0, 0 },
};

START_TEST(a_miss_says_why)
{
	struct query query = ask(missed[_i].operand);

	ck_assert_int_eq(query.result, QUERY_MISS);
	ck_assert_msg(query.miss == missed[_i].miss, "\"%s\": %d", missed[_i].operand, query.miss);
	ck_assert_uint_eq(query.count, 0);
	ck_assert_ptr_null(query.source);
	ck_assert_uint_eq(query.below != NULL ? query.below->code : 0, missed[_i].below);
	ck_assert_uint_eq(query.above != NULL ? query.above->code : 0, missed[_i].above);
}
END_TEST

START_TEST(a_reversed_range_is_a_usage_error)
{
	ck_assert_int_eq(ask("3050-3000").result, QUERY_USAGE);
	ck_assert_int_eq(ask("1-0").result, QUERY_USAGE);
	ck_assert_int_eq(ask("3050 - 3000").result, QUERY_USAGE);
	ck_assert_int_eq(ask("(3050-3000)").result, QUERY_USAGE);
}
END_TEST

/* An action, and failed, are the causes that they say; by what kind of word, and which codes are meant, is for WHICH. */
START_TEST(what_kind_of_word_it_is)
{
	for (int action = 0; action < ACTION_COUNT; action++) {
		struct query query = ask(action_name((enum action)action));
		ck_assert_int_eq(query.kind, QUERY_ACTION);
		ck_assert_int_eq(query.action, action);
		for (size_t i = 0; i < cause_count; i++)
			ck_assert_int_eq(cause_set_has(&query.causes, i),
					 causes[i].table == TABLE_VOICE && (int)causes[i].action == action);
	}
	struct query failed = ask("failed");
	ck_assert_int_eq(failed.kind, QUERY_FAILED);
	for (size_t i = 0; i < cause_count; i++)
		ck_assert_int_eq(cause_set_has(&failed.causes, i),
				 causes[i].table == TABLE_VOICE && cause_failed(&causes[i]));
	ck_assert_int_eq(ask("url-errors").kind, QUERY_GROUP);
	ck_assert_int_eq(ask("busy line").kind, QUERY_NAME);
	ck_assert_int_eq(ask("qqq").kind, QUERY_NAME);
	static const char *const codes[] = { "4240", "4240.0", "#4240", "4240-4240", "4,240" };
	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		struct query query = ask(codes[i]);
		ck_assert_int_eq(query.kind, QUERY_CODES);
		ck_assert_uint_eq(query.first, 4240);
		ck_assert_uint_eq(query.last, 4240);
	}
	ck_assert_int_eq(ask("3130").kind, QUERY_CODES);
	ck_assert_uint_eq(ask("31xx").first, 3100);
	ck_assert_uint_eq(ask("31*").last, 3199);
}
END_TEST

/* words: joined by slashes. */
static const struct {
	const char *text, *words;
} joined[] = {
	{ "3130", "3130/" },
	{ "3130,3010", "3130/3010/" },
	{ " spam block , 31xx ,", "spam block/31xx/" },
	{ ",,", "" },
	{ "", "" },
	{ "3,130", "3,130/" },
	{ "3,130,4", "3/130/4/" },
	{ "0,3130", "0/3130/" },
	{ "fix,support", "fix/support/" },
};

START_TEST(commas_join_words)
{
	struct text rest = text_of(joined[_i].text);
	char words[64] = "";
	size_t used = 0;

	for (struct text word; query_next_word(&rest, &word);)
		used += (size_t)snprintf(words + used, sizeof words - used, "%.*s/", (int)word.length, word.bytes);
	ck_assert_str_eq(words, joined[_i].words);
}
END_TEST

enum { SUGGESTIONS = 6 };

static struct text cause_name_at(const void *data, size_t i)
{
	(void)data;
	return i < tables[TABLE_VOICE].causes.end ? text_of(causes[i].name) : (struct text){ .bytes = NULL };
}

static const struct {
	const char *word;
	unsigned codes[SUGGESTIONS + 1]; /* 0 ends them */
} suggested[] = {
	{ "busy", { 3010, 3100 } },
	{ "BUSY ", { 3010, 3100 } },
	{ "spam blok", { 3130 } },
	{ "spma block", { 3130 } },
	{ "declind", { 3110 } },
	{ "rejcted", { 3020 } },
	/* What a word begins comes before what contains it. */
	{ "ring", { 6010, 2070 } },
	{ "timeout", { 3070, 6010, 6020 } },
	/* Nine letters may be three edits away, not four. */
	{ "spxm blxcx", { 3130 } },
	{ "sxxm blxcx", { 0 } },
	{ "cancelled (out", { 1010 } },
	{ "qqq", { 0 } },
	{ "xyz lokup", { 0 } },
	{ "invalid", { 2000, 7022, 7023, 7024, 7032, 7033 } },
};

START_TEST(a_word_is_answered_with_names_like_it)
{
	const struct candidates names = { .at = cause_name_at, .key = name_key };
	struct query query = ask(suggested[_i].word);
	size_t indices[SUGGESTIONS];
	size_t count = 0;

	while (suggested[_i].codes[count] != 0)
		count++;
	ck_assert_int_eq(query.result, QUERY_MISS);
	ck_assert_int_eq(query.miss, MISS_WORD);
	ck_assert_uint_eq(nearest_find(text_of(suggested[_i].word), &names, indices, SUGGESTIONS), count);
	for (size_t i = 0; i < count; i++)
		ck_assert_uint_eq(causes[indices[i]].code, suggested[_i].codes[i]);
}
END_TEST

static struct text fruit(const void *data, size_t i)
{
	static const char *const fruits[] = { "pear", "Apple", "pine-apple", "grape", "peach", "a", "" };

	(void)data;
	return i < sizeof fruits / sizeof fruits[0] ? text_of(fruits[i]) : (struct text){ .bytes = NULL };
}

static size_t ask_fruits(const char *word, size_t *indices, size_t limit)
{
	const struct candidates fruits = { .at = fruit, .key = nearest_plain_key };

	return nearest_find(text_of(word), &fruits, indices, limit);
}

START_TEST(nearest_of_any_list)
{
	size_t indices[4];

	ck_assert_uint_eq(ask_fruits("apple", indices, 4), 2);
	ck_assert_uint_eq(indices[0], 1);
	ck_assert_uint_eq(indices[1], 2);
	/* Nothing begins or contains it: the nearest first, within a third of its length and at least one. */
	ck_assert_uint_eq(ask_fruits("peer", indices, 4), 1);
	ck_assert_uint_eq(indices[0], 0);
	ck_assert_uint_eq(ask_fruits("paech", indices, 4), 1);
	ck_assert_uint_eq(indices[0], 4);
	ck_assert_uint_eq(ask_fruits("graped", indices, 4), 1);
	ck_assert_uint_eq(indices[0], 3);
	ck_assert_uint_eq(ask_fruits("b", indices, 4), 1);
	ck_assert_uint_eq(ask_fruits("pe", indices, 1), 1);
	ck_assert_uint_eq(indices[0], 0);
	ck_assert_uint_eq(ask_fruits("", indices, 4), 0);
	ck_assert_uint_eq(ask_fruits("!", indices, 4), 0);
	ck_assert_uint_eq(ask_fruits("pe", indices, 0), 0);
}
END_TEST

START_TEST(an_endless_word_is_no_name)
{
	char word[5000];
	struct query query;

	memset(word, 'a', sizeof word);
	query_answer(&query, (struct text){ word, sizeof word }, SCOPE_AUTO);
	ck_assert_int_eq(query.miss, MISS_WORD);
	memset(word, '3', sizeof word);
	query_answer(&query, (struct text){ word, sizeof word }, SCOPE_AUTO);
	ck_assert_int_eq(query.miss, MISS_NUMBER);
	memset(word + 1, 'x', sizeof word - 1);
	query_answer(&query, (struct text){ word, sizeof word }, SCOPE_AUTO);
	ck_assert_int_eq(query.miss, MISS_NUMBER);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

Suite *query_suite(void)
{
	Suite *suite = suite_create("query");
	TCase *answers = tcase_create("answers");

	tcase_add_loop_test(answers, what_is_asked_is_found, 0, COUNT(found));
	tcase_add_test(answers, every_row_is_found_by_code_and_name);
	tcase_add_test(answers, every_source_is_found);
	tcase_add_loop_test(answers, a_miss_says_why, 0, COUNT(missed));
	tcase_add_test(answers, a_reversed_range_is_a_usage_error);
	tcase_add_test(answers, what_kind_of_word_it_is);
	tcase_add_loop_test(answers, commas_join_words, 0, COUNT(joined));
	tcase_add_loop_test(answers, a_word_is_answered_with_names_like_it, 0, COUNT(suggested));
	tcase_add_test(answers, nearest_of_any_list);
	tcase_add_test(answers, an_endless_word_is_no_name);
	suite_add_tcase(suite, answers);
	return suite;
}
