/* SPDX-License-Identifier: MIT */
/* What a file is by its beginning, and which of its columns matter. */
#include <check.h>
#include <string.h>

#include "reader/sniff.h"
#include "records/columns.h"

Suite *header_suite(void);

#define BYTES(string) string, sizeof(string) - 1

static const struct {
	const char *bytes;
	size_t size;
	enum sniffed json;      /* if there may be more of it */
	const char *unreadable; /* what it is instead of text; NULL: text */
} beginnings[] = {
	{ BYTES(""), SNIFF_MORE, NULL },
	{ BYTES("a,b"), SNIFF_NO, NULL },
	{ BYTES(" \n{"), SNIFF_MORE, NULL },
	{ BYTES(" \n{}"), SNIFF_YES, NULL },
	{ BYTES("{'a':1}"), SNIFF_NO, NULL },
	{ BYTES("{a: 1}"), SNIFF_NO, NULL },
	{ BYTES("{\"a\""), SNIFF_MORE, NULL },
	{ BYTES("{\"a\" \n:"), SNIFF_YES, NULL },
	{ BYTES("{\"a\\\":\""), SNIFF_MORE, NULL },
	{ BYTES("{\"a\\\":\" ,"), SNIFF_NO, NULL },
	{ BYTES("{\"a\" => 1}"), SNIFF_NO, NULL },
	{ BYTES("\xef\xbb["), SNIFF_NO, NULL },
	{ BYTES("["), SNIFF_MORE, NULL },
	{ BYTES("\t[ \r\n"), SNIFF_MORE, NULL },
	{ BYTES("[{"), SNIFF_MORE, NULL },
	{ BYTES("[\n[{\"a\":"), SNIFF_YES, NULL },
	{ BYTES("[ ]"), SNIFF_YES, NULL },
	{ BYTES("]"), SNIFF_NO, NULL },
	{ BYTES("[a],b"), SNIFF_NO, NULL },
	{ BYTES("[1]"), SNIFF_NO, NULL },
	{ BYTES("\x1f\x8b"), SNIFF_NO, "gzip" },
	{ BYTES("\x1f"), SNIFF_NO, NULL },
	{ BYTES("BZh11AY&SY"), SNIFF_NO, "bzip2" },
	{ BYTES("BZh9\x17\x72\x45\x38\x50\x90"), SNIFF_NO, "bzip2" },
	{ BYTES("BZh9\x17\x72\x45\x38\x50"), SNIFF_NO, NULL },
	{ BYTES("BZh01AY&SY"), SNIFF_NO, NULL },
	{ BYTES("BZhang,hangup_cause_code"), SNIFF_NO, NULL },
	{ BYTES("BZh1,hangup_cause_code"), SNIFF_NO, NULL },
	{ BYTES("PK\x03\x04"), SNIFF_NO, "zip" },
	{ BYTES("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), SNIFF_NO, ".xls" },
	{ BYTES("\xff\xfe\0\0"), SNIFF_NO, "UTF-32" },
	{ BYTES("\xff\xfe"
		"a\0"),
	  SNIFF_NO, "UTF-16" },
	{ BYTES("a\0b\0"), SNIFF_NO, "UTF-16" },
	{ BYTES("\0a\0b"), SNIFF_NO, "UTF-16" },
	{ BYTES("a\0\0\0"), SNIFF_NO, "UTF-32" },
	{ BYTES("\0\0\0a"), SNIFF_NO, "UTF-32" },
	/* A NUL astray, or too little to be sure. */
	{ BYTES("a\0\0"), SNIFF_NO, NULL },
	{ BYTES("a\0\0\x04"), SNIFF_NO, NULL },
	{ BYTES("a\0bc"), SNIFF_NO, NULL },
	{ BYTES("a,\0b"), SNIFF_NO, NULL },
};

START_TEST(a_beginning_tells_what_it_is)
{
	const unsigned char *bytes = (const unsigned char *)beginnings[_i].bytes;
	size_t size = beginnings[_i].size;
	enum sniffed json = beginnings[_i].json;
	const struct unreadable *unreadable = sniff_unreadable(bytes, size);

	ck_assert_int_eq(sniff_json(bytes, size, false), json);
	ck_assert_int_eq(sniff_json(bytes, size, true), json == SNIFF_MORE ? SNIFF_NO : json);
	ck_assert_int_eq(unreadable != NULL, beginnings[_i].unreadable != NULL);
	if (unreadable != NULL)
		ck_assert_ptr_nonnull(strstr(unreadable->what, beginnings[_i].unreadable));
}
END_TEST

static struct header header_of(const char *bytes, unsigned char delimiter)
{
	struct header header;
	struct header_place place;

	ck_assert_int_eq(header_read(&header, &place, (const unsigned char *)bytes, strlen(bytes), true, delimiter),
			 HEADER_READ);
	return header;
}

static const struct {
	const char *header;
	unsigned char delimiter;
	struct column_spec spec;
	size_t code;
} fitting[] = {
	{ "a,hangup_cause_code", ',', { .kind = SPEC_RULE }, 1 },
	{ "a,hangup_cause_code", ';', { .kind = SPEC_RULE }, NO_COLUMN },
	{ "a,b", ',', { .kind = SPEC_RULE }, NO_COLUMN },
	{ "a,b", ',', { .kind = SPEC_NUMBER, .number = 2 }, 1 },
	{ "a,b", ',', { .kind = SPEC_NUMBER, .number = 3 }, NO_COLUMN },
	{ "a", ',', { .kind = SPEC_NUMBER, .number = 1 }, NO_COLUMN },
	{ "a,b;", ',', { .kind = SPEC_NAME, .name = "b" }, NO_COLUMN },
	{ "a,\"b;\"", ',', { .kind = SPEC_NAME, .name = "b" }, 1 },
	/* The cell that is then taken, not another. */
	{ "hangup_cause_code;,plivo_hangup_cause_code", ',', { .kind = SPEC_RULE }, NO_COLUMN },
	{ "plivo_hangup_cause_code;,hangup_cause_code", ',', { .kind = SPEC_RULE }, 1 },
};

START_TEST(a_delimiter_fits_a_header)
{
	struct header header = header_of(fitting[_i].header, fitting[_i].delimiter);
	struct column_specs specs = { .of[CELL_CODE] = fitting[_i].spec };

	ck_assert_uint_eq(columns_header_code(&header, &specs, fitting[_i].delimiter), fitting[_i].code);
	header_close(&header);
}
END_TEST

#define NONE NO_COLUMN

static const struct {
	const char *header;
	enum column_failure failure;
	enum column_result result;
	size_t column, other; /* of the match */
	size_t code, name, source;
} chosen[] = {
	{ "a", COLUMNS_NO_CELL + CELL_CODE, COLUMN_MISSING, NONE, NONE, NONE, NONE, NONE },
	/* In this order. */
	{ "dial_bleg_hangup_cause_code,plivo_hangup_cause_code,hangup_cause_code", COLUMNS_CHOSEN, COLUMN_FOUND, 2, 1,
	  2, NONE, NONE },
	{ "dial_bleg_hangup_cause_code,plivo_hangup_cause_code", COLUMNS_CHOSEN, COLUMN_FOUND, 1, 0, 1, NONE, NONE },
	{ "dial_bleg_hangup_cause_code,HangupCauseCode,hangup_cause_code", COLUMNS_NO_CELL + CELL_CODE,
	  COLUMN_AMBIGUOUS, 1, 2, NONE, NONE, NONE },
	{ "hangup_cause_name,plivo_hangup_cause_name", COLUMNS_CHOSEN, COLUMN_FOUND, 0, 1, 0, NONE, NONE },
	{ "dial_bleg_hangup_cause_code,hangup_cause_name", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE, NONE },
	/* The name beside it. */
	{ "hangup_cause_code,hangup_cause_name", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, 1, NONE },
	{ "hangup_cause_code,Hangup cause", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, 1, NONE },
	{ "Hangup cause,hangup_cause_code,hangup_cause_name", COLUMNS_CHOSEN, COLUMN_FOUND, 1, NONE, 1, 2, NONE },
	{ "hangup_cause_code,hangup_cause_name,HangupCauseName", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE, NONE },
	{ "hangup_cause_code,hangup_cause_name,HangupCauseName,Hangup cause", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0,
	  NONE, NONE },
	{ "dial_bleg_hangup_cause_code,dial_bleg_hangup_cause_name,Hangup cause", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE,
	  0, 1, NONE },
	/* The source beside it: another leg's is no evidence. */
	{ "hangup_source,hangup_cause_code", COLUMNS_CHOSEN, COLUMN_FOUND, 1, NONE, 1, NONE, 0 },
	{ "hangup_source,hangup_cause_name", COLUMNS_CHOSEN, COLUMN_FOUND, 1, NONE, 1, NONE, 0 },
	{ "dial_bleg_hangup_cause_code,hangup_source", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE, NONE },
	{ "dial_bleg_hangup_cause_code,DialBLegHangupSource", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE, 1 },
	{ "hangup_cause_code,hangup_source,HangupSource", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE, NONE },
	/* What stands before the last dot is no part of a name, unless the whole fits; beside the code it is the same. */
	{ "calls.hangup_cause_code,calls.hangup_source,calls.Hangup cause", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, 2,
	  1 },
	{ "a.hangup_cause_code,hangup_source,b.hangup_cause_name", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE,
	  NONE },
	{ "hangup_cause_code,a.hangup_source,a.hangup_cause_name", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE,
	  NONE },
	{ "a.hangup_cause_code,hangup_cause_code", COLUMNS_CHOSEN, COLUMN_FOUND, 1, NONE, 1, NONE, NONE },
	{ "a.hangup_cause_code,b.hangup_cause_code", COLUMNS_NO_CELL + CELL_CODE, COLUMN_AMBIGUOUS, 0, 1, NONE, NONE,
	  NONE },
	{ "hangup.cause.code,hangup.cause.name", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, 1, NONE },
	{ "a.b.hangup_cause_code,a.plivo_status", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE, NONE },
	{ "hangup_cause_code.x", COLUMNS_NO_CELL + CELL_CODE, COLUMN_MISSING, NONE, NONE, NONE, NONE, NONE },
	/* Records of trunks. */
	{ "hangup_cause_code,Trunk Domain", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE, NONE },
	{ "hangup_initiator", COLUMNS_NO_CELL + CELL_CODE, COLUMN_MISSING, NONE, NONE, NONE, NONE, NONE },
	{ "hangup_cause,hangup_code,hangup_initiator", COLUMNS_CHOSEN, COLUMN_FOUND, 1, NONE, 1, 0, 2 },
	{ "hangup_cause,hangup_code,trunk_domain", COLUMNS_CHOSEN, COLUMN_FOUND, 1, NONE, 1, 0, NONE },
	{ "hangup_cause,trunk_domain", COLUMNS_CHOSEN, COLUMN_FOUND, 0, NONE, 0, NONE, NONE },
	{ "hangup_initiator,hangup_cause_code", COLUMNS_CHOSEN, COLUMN_FOUND, 1, NONE, 1, NONE, 0 },
	{ "hangup_cause,hangup_code", COLUMNS_NO_CELL + CELL_CODE, COLUMN_MISSING, NONE, NONE, NONE, NONE, NONE },
	{ "plivo status,hangup_cause_code", COLUMNS_TAKEN, COLUMN_FOUND, 0, NONE, 1, NONE, NONE },
};

START_TEST(columns_by_rule)
{
	static const char *const added[] = { "plivo_status", NULL };
	struct header header = header_of(chosen[_i].header, ',');
	const struct column_specs specs = { .added = added };
	struct column_choice choice;

	columns_choose(&choice, &header, &specs);
	ck_assert_int_eq(choice.failure, chosen[_i].failure);
	ck_assert_int_eq(choice.match.result, chosen[_i].result);
	ck_assert_uint_eq(choice.match.column, chosen[_i].column);
	ck_assert_uint_eq(choice.match.other, chosen[_i].other);
	ck_assert_uint_eq(choice.columns.at[CELL_CODE], chosen[_i].code);
	ck_assert_uint_eq(choice.columns.at[CELL_NAME], chosen[_i].name);
	ck_assert_uint_eq(choice.columns.at[CELL_SOURCE], chosen[_i].source);
	header_close(&header);
}
END_TEST

START_TEST(a_name_too_long_to_compare_has_no_column_of_names)
{
	static const struct column_specs first = { .of[CELL_CODE] = { .kind = SPEC_NUMBER, .number = 2 } };
	char names[512] = "hangup_cause_name,hangup_cause_code";
	struct column_choice choice;

	memset(names + strlen(names), 'x', 200);
	struct header header = header_of(names, ',');
	columns_choose(&choice, &header, &first);
	ck_assert_uint_eq(choice.columns.at[CELL_CODE], 1);
	ck_assert_uint_eq(choice.columns.at[CELL_NAME], NO_COLUMN);
	header_close(&header);
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

Suite *header_suite(void)
{
	Suite *suite = suite_create("header");
	TCase *cases = tcase_create("header");

	tcase_add_loop_test(cases, a_beginning_tells_what_it_is, 0, COUNT(beginnings));
	tcase_add_loop_test(cases, a_delimiter_fits_a_header, 0, COUNT(fitting));
	tcase_add_loop_test(cases, columns_by_rule, 0, COUNT(chosen));
	tcase_add_test(cases, a_name_too_long_to_compare_has_no_column_of_names);
	suite_add_tcase(suite, cases);
	return suite;
}
