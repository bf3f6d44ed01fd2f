/* What a file is by its beginning, and which of its columns holds the codes. */
#include <check.h>
#include <string.h>

#include "reader/header.h"
#include "reader/sniff.h"

Suite *header_suite(void);

#define BYTES(string) string, sizeof(string) - 1

static const struct {
	const char *bytes;
	size_t size;
	enum shape shape; /* if there may be more of it */
	bool is_foreign;
	const char *wide;
} beginnings[] = {
	{ BYTES(""), SHAPE_CSV, false, NULL },
	{ BYTES("a,b"), SHAPE_CSV, false, NULL },
	{ BYTES(" \n{"), SHAPE_JSON, false, NULL },
	{ BYTES("\xef\xbb["), SHAPE_CSV, false, NULL },
	{ BYTES("["), SHAPE_MORE, false, NULL },
	{ BYTES("\t[ \r\n"), SHAPE_MORE, false, NULL },
	{ BYTES("[{"), SHAPE_ARRAY, false, NULL },
	{ BYTES("[ ]"), SHAPE_ARRAY, false, NULL },
	{ BYTES("[a],b"), SHAPE_CSV, false, NULL },
	{ BYTES("\x1f\x8b"), SHAPE_CSV, true, NULL },
	{ BYTES("\x1f"), SHAPE_CSV, false, NULL },
	{ BYTES("BZh11AY&SY"), SHAPE_CSV, true, NULL },
	{ BYTES("BZh9\x17\x72\x45\x38\x50\x90"), SHAPE_CSV, true, NULL },
	{ BYTES("BZh9\x17\x72\x45\x38\x50"), SHAPE_CSV, false, NULL },
	{ BYTES("BZh01AY&SY"), SHAPE_CSV, false, NULL },
	{ BYTES("BZhang,hangup_cause_code"), SHAPE_CSV, false, NULL },
	{ BYTES("BZh1,hangup_cause_code"), SHAPE_CSV, false, NULL },
	{ BYTES("a\0b\0"), SHAPE_CSV, false, "UTF-16LE" },
	{ BYTES("\0a\0b"), SHAPE_CSV, false, "UTF-16BE" },
	{ BYTES("a\0\0\0"), SHAPE_CSV, false, "UTF-32LE" },
	{ BYTES("\0\0\0a"), SHAPE_CSV, false, "UTF-32BE" },
	/* Too little of it to be sure, or another character of that alphabet. */
	{ BYTES("a\0\0"), SHAPE_CSV, false, "UTF-16LE" },
	{ BYTES("a\0\0\x04"), SHAPE_CSV, false, "UTF-16LE" },
};

START_TEST(a_beginning_tells_what_it_is)
{
	const unsigned char *bytes = (const unsigned char *)beginnings[_i].bytes;
	const struct foreign *wide = sniff_wide(bytes, beginnings[_i].size);

	size_t at;

	ck_assert_int_eq(sniff_shape(bytes, beginnings[_i].size, false, &at), beginnings[_i].shape);
	ck_assert_int_eq(sniff_foreign(bytes, beginnings[_i].size) != NULL, beginnings[_i].is_foreign);
	ck_assert_int_eq(wide != NULL, beginnings[_i].wide != NULL);
	if (wide != NULL)
		ck_assert_ptr_nonnull(strstr(wide->command, beginnings[_i].wide));
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
	bool fits;
} fitting[] = {
	{ "a,hangup_cause_code", ',', { .kind = SPEC_RULE }, true },
	{ "a,hangup_cause_code", ';', { .kind = SPEC_RULE }, false },
	{ "a,b", ',', { .kind = SPEC_RULE }, false },
	{ "a,b", ',', { .kind = SPEC_NUMBER, .number = 2 }, true },
	{ "a,b", ',', { .kind = SPEC_NUMBER, .number = 3 }, false },
	{ "a", ',', { .kind = SPEC_NUMBER, .number = 1 }, false },
	{ "a,b;", ',', { .kind = SPEC_NAME, .name = "b" }, false },
	{ "a,\"b;\"", ',', { .kind = SPEC_NAME, .name = "b" }, true },
	/* One of two columns of codes is enough. */
	{ "hangup_cause_code;,plivo_hangup_cause_code", ',', { .kind = SPEC_RULE }, true },
	{ "hangup_cause_code;,plivo_hangup_cause_code|", ',', { .kind = SPEC_RULE }, false },
};

START_TEST(a_delimiter_fits_a_header)
{
	struct header header = header_of(fitting[_i].header, fitting[_i].delimiter);

	ck_assert_int_eq(header_fits(&header, &fitting[_i].spec, fitting[_i].delimiter), fitting[_i].fits);
	header_close(&header);
}
END_TEST

static const struct {
	const char *header;
	enum column_result result;
	size_t column, other;
} chosen[] = {
	{ "a", COLUMN_MISSING, NO_COLUMN, NO_COLUMN },
	{ "dial_bleg_hangup_cause_code,plivo_hangup_cause_code,hangup_cause_code", COLUMN_FOUND, 2, 1 },
	{ "dial_bleg_hangup_cause_code,plivo_hangup_cause_code", COLUMN_FOUND, 1, 0 },
	{ "dial_bleg_hangup_cause_code,HangupCauseCode,hangup_cause_code", COLUMN_AMBIGUOUS, 1, 2 },
	{ "hangup_cause_code,hangup_cause_name", COLUMN_FOUND, 0, NO_COLUMN },
	{ "hangup_cause_name,plivo_hangup_cause_name", COLUMN_FOUND, 0, 1 },
};

START_TEST(the_column_of_codes_by_rule)
{
	const struct column_spec by_rule = { .kind = SPEC_RULE };
	struct header header = header_of(chosen[_i].header, ',');
	struct column_match choice = header_code_column(&header, &by_rule);

	ck_assert_int_eq(choice.result, chosen[_i].result);
	ck_assert_uint_eq(choice.column, chosen[_i].column);
	ck_assert_uint_eq(choice.other, chosen[_i].other);
	header_close(&header);
}
END_TEST

START_TEST(a_name_too_long_to_compare_has_no_column_of_names)
{
	static const struct column_spec by_rule = { .kind = SPEC_RULE };
	char names[512] = "hangup_cause_name,hangup_cause_code";

	memset(names + strlen(names), 'x', 200);
	struct header header = header_of(names, ',');
	ck_assert_int_eq(header_name_column(&header, &by_rule, 1).result, COLUMN_MISSING);
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
	tcase_add_loop_test(cases, the_column_of_codes_by_rule, 0, COUNT(chosen));
	tcase_add_test(cases, a_name_too_long_to_compare_has_no_column_of_names);
	suite_add_tcase(suite, cases);
	return suite;
}
