/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "support/diagnostics.h"
#include "support/escape.h"
#include "support/strbuf.h"
#include "support/text.h"

Suite *support_suite(void);

START_TEST(a_key_among_other_bytes)
{
	static const struct {
		const char *text, *key;
		bool is_there;
	} keys[] = {
		{ "a,Hangup Cause-Code,b", "hangupcausecode", true },
		{ "HANGUP_CAUSE", "hangupcause", true },
		{ "hhangup", "hangup", true },
		{ "xHa-hangup", "hangup", true },
		{ "hangu p", "hangup", true },
		{ "hangu", "hangup", false },
		{ "hang,hung", "hangup", false },
		{ "sip2xx", "2xx", true },
		{ "", "a", false },
		{ "a", "-", true },
		{ "", "", false },
	};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		ck_assert_msg(text_has_key(text_of(keys[i].text), keys[i].key) == keys[i].is_there, "%s in %s",
			      keys[i].key, keys[i].text);
}
END_TEST

START_TEST(behind_the_last_of_a_byte)
{
	ck_assert_uint_eq(text_behind_last(text_of("a,b,c"), ','), 4);
	ck_assert_uint_eq(text_behind_last(text_of(","), ','), 1);
	ck_assert_uint_eq(text_behind_last(text_of("abc"), ','), 0);
	ck_assert_uint_eq(text_behind_last(text_of(""), ','), 0);
	ck_assert_uint_eq(text_behind_last((struct text){ "a\0b", 3 }, '\0'), 2);
}
END_TEST

START_TEST(trimming_takes_spaces_and_tabs)
{
	static const char *const texts[][2] = { { " \ta b\t ", "a b" }, { "a", "a" },  { "", "" },   { " \t ", "" },
						{ "\na\r", "\na\r" },   { "a ", "a" }, { " a", "a" } };

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct text trimmed = text_trim(text_of(texts[i][0]));
		ck_assert_uint_eq(trimmed.length, strlen(texts[i][1]));
		ck_assert_mem_eq(trimmed.bytes, texts[i][1], trimmed.length);
	}
}
END_TEST

START_TEST(a_key_is_letters_and_digits)
{
	char key[8];

	ck_assert_uint_eq(text_key(text_of("A-b_9 !"), key, sizeof key), 3);
	ck_assert_str_eq(key, "ab9");
	ck_assert_uint_eq(text_key(text_of("\xc3\x84(\x80)"), key, sizeof key), 0);
	ck_assert_str_eq(key, "");
	ck_assert_uint_eq(text_key(text_of("@[`{/:zZaA09"), key, sizeof key), 6);
	ck_assert_str_eq(key, "zzaa09");
	/* Seven fit into eight bytes, eight do not. */
	ck_assert_uint_eq(text_key(text_of("a b c d e f g"), key, sizeof key), 7);
	ck_assert_str_eq(key, "abcdefg");
	ck_assert_uint_eq(text_key(text_of("abcdefgh"), key, sizeof key), sizeof key);
	ck_assert_uint_eq(text_key(text_of("abcdefg!!!"), key, sizeof key), 7);
}
END_TEST

START_TEST(keys_are_compared)
{
	ck_assert(text_same_key(text_of("Hangup Cause-Code"), text_of("hangup_causecode!")));
	ck_assert(text_same_key(text_of("--a"), text_of("A--")));
	ck_assert(!text_same_key(text_of("a"), text_of("ab")));
	ck_assert(!text_same_key(text_of("ab"), text_of("a-")));
	ck_assert(!text_same_key(text_of("ab"), text_of("ba")));
	ck_assert(!text_same_key(text_of(""), text_of("")));
	ck_assert(!text_same_key(text_of("-"), text_of("_")));
	ck_assert(!text_same_key(text_of("-"), text_of("a")));
	ck_assert(!text_same_key(text_of("\xc3\xa4"), text_of("\xc3\xb6")));
	/* The length counts, not a NUL. */
	ck_assert(text_same_key((struct text){ "abc", 2 }, text_of("ab")));
	ck_assert(text_same_key((struct text){ "a\0b", 3 }, text_of("ab")));
}
END_TEST

START_TEST(words_are_compared_ignoring_case)
{
	ck_assert(text_is(text_of("NaN"), "nan"));
	ck_assert(text_is(text_of(""), ""));
	ck_assert(!text_is(text_of("nan "), "nan"));
	ck_assert(!text_is(text_of("na"), "nan"));
	ck_assert(!text_is(text_of("nan"), "na"));
	ck_assert(!text_is(text_of("@"), "`"));
	ck_assert(text_is((struct text){ "nano", 3 }, "NAN"));
	ck_assert(!text_is((struct text){ "na\0", 3 }, "na"));
}
END_TEST

START_TEST(digits_are_ascii_digits)
{
	ck_assert(text_all_digits(text_of("0123456789")));
	ck_assert(!text_all_digits(text_of("")));
	ck_assert(!text_all_digits(text_of("1 ")));
	ck_assert(!text_all_digits(text_of("/")));
	ck_assert(!text_all_digits(text_of(":")));
	ck_assert(!text_all_digits(text_of("\xb2")));
}
END_TEST

static const struct {
	const char *a, *b;
	size_t distance;
} distances[] = {
	{ "", "", 0 },
	{ "", "abc", 3 },
	{ "abc", "abc", 0 },
	{ "abc", "abd", 1 },
	{ "abc", "ab", 1 },
	{ "abc", "xabc", 1 },
	{ "abc", "bac", 1 },
	{ "ab", "ba", 1 },
	{ "abcd", "badc", 2 },
	{ "ca", "abc", 3 }, /* a swapped pair is not taken apart again */
	{ "kitten", "sitting", 3 },
	{ "lokup", "lookup", 1 },
	{ "lookup", "explain", 7 },
	{ "abcdef", "fedcba", 5 },
};

START_TEST(a_distance_counts_edits)
{
	ck_assert_uint_eq(text_distance(distances[_i].a, distances[_i].b), distances[_i].distance);
	ck_assert_uint_eq(text_distance(distances[_i].b, distances[_i].a), distances[_i].distance);
}
END_TEST

START_TEST(a_distance_has_a_limit)
{
	char longest[64];
	char longer[65];

	memset(longest, 'a', 63);
	longest[63] = '\0';
	memset(longer, 'a', 64);
	longer[64] = '\0';
	ck_assert_uint_eq(text_distance(longest, longest), 0);
	ck_assert_uint_eq(text_distance("", longest), 63);
	ck_assert_uint_eq(text_distance(longest, "b"), 63);
	ck_assert_uint_eq(text_distance(longer, longest), SIZE_MAX);
	ck_assert_uint_eq(text_distance("a", longer), SIZE_MAX);
}
END_TEST

START_TEST(near_is_a_third)
{
	ck_assert_uint_eq(text_near(""), 1);
	ck_assert_uint_eq(text_near("ab"), 1);
	ck_assert_uint_eq(text_near("abc"), 1);
	ck_assert_uint_eq(text_near("abcde"), 1);
	ck_assert_uint_eq(text_near("abcdef"), 2);
	ck_assert_uint_eq(text_near("abcdefghi"), 3);
}
END_TEST

static const struct {
	const char *bytes, *shown;
} escapes[] = {
	{ "", "" },
	{ "plain text", "plain text" },
	{ "a\tb\nc\rd", "a\\tb\\nc\\rd" },
	{ "\x1b[31mred", "\\x1b[31mred" },
	{ "\x01\x1f\x7f", "\\x01\\x1f\\x7f" },
	/* Letters and signs of other scripts stay. */
	{ "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xe0\xa5\xa9", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80\xe0\xa5\xa9" },
	/* C1 controls, NEL and CSI. */
	{ "\xc2\x80\xc2\x85\xc2\x9b\xc2\x9f\xc2\xa1", "\\u0080\\u0085\\u009b\\u009f\xc2\xa1" },
	/* Soft hyphen, zero width, line separator, bidi, BOM, tags. */
	{ "\xc2\xad", "\\u00ad" },
	{ "\xe2\x80\x8b\xe2\x80\x8f", "\\u200b\\u200f" },
	{ "\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xae\xe2\x81\xa6\xd8\x9c", "\\u2028\\u2029\\u202e\\u2066\\u061c" },
	{ "\xef\xbb\xbf\xef\xbf\xb9\xe1\xa0\x8e", "\\ufeff\\ufff9\\u180e" },
	{ "\xf3\xa0\x81\x81", "\\U000e0041" },
	/* Invalid bytes: alone, cut short, overlong, surrogates, past the last code point. */
	{ "\xff\xfe", "\\xff\\xfe" },
	{ "\x80z", "\\x80z" },
	{ "\xe2\x82", "\\xe2\\x82" },
	{ "\xe2\x82z", "\\xe2\\x82z" },
	{ "\xc0\xaf\xc1\xbf", "\\xc0\\xaf\\xc1\\xbf" },
	{ "\xe0\x80\xaf", "\\xe0\\x80\\xaf" },
	{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },
	{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" },
	{ "\xf0\x8f\xbf\xbf", "\\xf0\\x8f\\xbf\\xbf" },
	{ "\xf8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80" },
};

START_TEST(unsafe_bytes_are_escaped)
{
	ck_assert_str_eq(show_string(escapes[_i].bytes).text, escapes[_i].shown);
}
END_TEST

/* Where bytes over 127 may mean anything, none is shown; JSON is the same everywhere. */
START_TEST(elsewhere_all_but_ascii_is_escaped)
{
	setenv("LC_ALL", "C", 1);
	for (size_t i = 0; i < sizeof escapes / sizeof escapes[0]; i++) {
		struct shown shown = show_string(escapes[i].bytes);
		for (const char *c = shown.text; *c != '\0'; c++)
			ck_assert_int_lt((unsigned char)*c, 0x7f);
	}
	ck_assert_str_eq(show_string("\xc3\xa4 \xf0\x9f\x98\x80").text, "\\u00e4 \\U0001f600");
	ck_assert_str_eq(show_word("\xc3\xa4").text, "$'\\xc3\\xa4'");
	ck_assert(is_harmless("\xc3\xa4"));
	ck_assert(!is_harmless("\xc2\x85"));
	char *string = escape_json(text_of("\xff\xc3\xa4"));
	ck_assert_str_eq(string, "\"\\\\xff\\u00e4\"");
	free(string);
	setenv("LC_ALL", "C.UTF-8", 1); /* for tests in the same process */
}
END_TEST

START_TEST(a_nul_is_escaped)
{
	ck_assert_str_eq(show((struct text){ "a\0b", 3 }).text, "a\\x00b");
}
END_TEST

/* Whatever the bytes, what is shown is short, ends, and holds no control byte. */
START_TEST(long_text_is_cut)
{
	char bytes[1000];

	memset(bytes, 'a', sizeof bytes);
	struct shown shown = show((struct text){ bytes, 80 });
	ck_assert_uint_eq(strlen(shown.text), 80);
	shown = show((struct text){ bytes, 81 });
	ck_assert_uint_eq(strlen(shown.text), 83);
	ck_assert_str_eq(shown.text + 80, "...");
	for (unsigned byte = 0; byte < 256; byte++) {
		memset(bytes, (int)byte, sizeof bytes);
		shown = show((struct text){ bytes, sizeof bytes });
		size_t length = strnlen(shown.text, sizeof shown.text);
		ck_assert_uint_lt(length, sizeof shown.text);
		ck_assert_uint_gt(length, 3);
		ck_assert_str_eq(shown.text + length - 3, "...");
		for (size_t i = 0; i < length; i++)
			ck_assert((unsigned char)shown.text[i] >= 0x20 && (unsigned char)shown.text[i] < 0x7f);
	}
	for (size_t i = 0; i + 4 <= sizeof bytes; i += 4)
		memcpy(bytes + i, "\xf3\xa0\x81\x81", 4);
	shown = show((struct text){ bytes, sizeof bytes });
	ck_assert_uint_lt(strnlen(shown.text, sizeof shown.text), sizeof shown.text);
	ck_assert_ptr_nonnull(strstr(shown.text, "..."));
}
END_TEST

static const struct {
	const char *bytes, *word;
} words[] = {
	{ "cdr.csv", "cdr.csv" },
	{ "./a/b-c_1:2,3+4=5@%", "./a/b-c_1:2,3+4=5@%" },
	{ "", "''" },
	{ "a b", "'a b'" },
	{ "it's", "'it'\\''s'" },
	{ "$(rm)", "'$(rm)'" },
	{ "a\\b", "'a\\b'" },
	{ "~", "'~'" },
	{ "*?", "'*?'" },
	{ "a\nb", "$'a\\nb'" },
	{ "a'\x1b", "$'a\\'\\x1b'" },
	{ "\xc3\xa4", "'\xc3\xa4'" },
	/* In $'...' a backslash of the name's own has to be doubled. */
	{ "a\\n\n", "$'a\\\\n\\n'" },
	/* Bytes, as \u depends on the locale. */
	{ "\xe2\x80\xae"
	  "a",
	  "$'\\xe2\\x80\\xaea'" },
	{ "\xff", "$'\\xff'" },
	/* An escape must not run into the digits that follow it. */
	{ "\x1b"
	  "1",
	  "$'\\x1b1'" },
};

START_TEST(a_word_can_be_copied_to_a_shell)
{
	ck_assert_str_eq(show_word(words[_i].bytes).text, words[_i].word);
}
END_TEST

START_TEST(a_word_is_whole_however_long)
{
	char bytes[NAME_LIMIT + 2] = "";
	struct word word;

	memset(bytes, 'a', NAME_LIMIT);
	ck_assert_str_eq(show_word(bytes).text, bytes);
	bytes[0] = ' ';
	ck_assert_uint_eq(strlen(show_word(bytes).text), NAME_LIMIT + 2);
	memset(bytes, '\'', NAME_LIMIT);
	ck_assert_uint_eq(strlen(show_word(bytes).text), 4 * NAME_LIMIT + 2);
	memset(bytes, 1, NAME_LIMIT);
	word = show_word(bytes);
	ck_assert_uint_eq(strlen(word.text), WORD_SIZE - 1);
	ck_assert_str_eq(word.text + WORD_SIZE - 6, "\\x01'");
	bytes[NAME_LIMIT] = 'a';
	ck_assert_str_eq(show_word(bytes).text, "FILE");
}
END_TEST

START_TEST(pieces_are_gathered_while_they_fit)
{
	struct strbuf gathered = { .used = 0 };
	char piece[STRBUF_SIZE - 3];

	memset(piece, 'x', sizeof piece);
	piece[sizeof piece - 1] = '\0';
	strbuf_add(&gathered, "%s", "a");
	strbuf_add(&gathered, "%d%s", 1, "");
	ck_assert_str_eq(gathered.text, "a1");
	strbuf_add(&gathered, "%s", piece);
	ck_assert_uint_eq(gathered.used, 2 + strlen(piece));
	strbuf_add(&gathered, "%s", "bc");
	ck_assert_uint_eq(strlen(gathered.text), 2 + strlen(piece));
	/* Nor anything after it, though it would fit: a list without its middle would be a lie. */
	strbuf_add(&gathered, "%s", "d");
	ck_assert_uint_eq(strlen(gathered.text), 2 + strlen(piece));
}
END_TEST

#define COUNT(array) ((int)(sizeof(array) / sizeof(array)[0]))

START_TEST(numbers_of_64_bits)
{
	static const struct {
		const char *text;
		bool is_number;
		uint64_t value;
		size_t left;
	} numbers[] = {
		{ "0", true, 0, 0 },
		{ "007.5", true, 7, 2 },
		{ "18446744073709551615%", true, UINT64_MAX, 1 },
		{ "18446744073709551616%", false, UINT64_MAX, 1 },
		{ "99999999999999999999999", false, UINT64_MAX, 0 },
		{ "", false, UINT64_MAX, 0 },
		{ "+1", false, UINT64_MAX, 2 },
	};

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		struct text text = text_of(numbers[i].text);
		uint64_t value;
		ck_assert_int_eq(text_number(&text, &value), numbers[i].is_number);
		ck_assert_uint_eq(value, numbers[i].value);
		ck_assert_uint_eq(text.length, numbers[i].left);
	}
}
END_TEST

START_TEST(a_message_is_a_line_of_bounded_length)
{
	static char long_text[40000];
	static char said[sizeof long_text];
	struct diagnostics diagnostics = { .descriptor = memfd_create("said", 0) };

	memset(long_text, 'x', sizeof long_text - 1);
	say(&diagnostics, "%s", long_text);
	ssize_t length = pread(diagnostics.descriptor, said, sizeof said, 0);
	close(diagnostics.descriptor);
	ck_assert_int_gt(length, WORD_SIZE);
	ck_assert_int_lt(length, WORD_SIZE + 8192);
	ck_assert_int_eq(said[length - 2], 'x');
	ck_assert_int_eq(said[length - 1], '\n');
}
END_TEST

Suite *support_suite(void)
{
	Suite *suite = suite_create("support");
	TCase *text = tcase_create("text");
	TCase *escape = tcase_create("escape");

	tcase_add_test(text, a_key_among_other_bytes);
	tcase_add_test(text, behind_the_last_of_a_byte);
	tcase_add_test(text, trimming_takes_spaces_and_tabs);
	tcase_add_test(text, a_key_is_letters_and_digits);
	tcase_add_test(text, keys_are_compared);
	tcase_add_test(text, words_are_compared_ignoring_case);
	tcase_add_test(text, digits_are_ascii_digits);
	tcase_add_loop_test(text, a_distance_counts_edits, 0, COUNT(distances));
	tcase_add_test(text, a_distance_has_a_limit);
	tcase_add_test(text, near_is_a_third);
	tcase_add_loop_test(escape, unsafe_bytes_are_escaped, 0, COUNT(escapes));
	tcase_add_test(escape, elsewhere_all_but_ascii_is_escaped);
	tcase_add_test(escape, a_nul_is_escaped);
	tcase_add_test(escape, long_text_is_cut);
	tcase_add_loop_test(escape, a_word_can_be_copied_to_a_shell, 0, COUNT(words));
	tcase_add_test(escape, a_word_is_whole_however_long);
	suite_add_tcase(suite, text);
	tcase_add_test(escape, pieces_are_gathered_while_they_fit);
	tcase_add_test(escape, numbers_of_64_bits);
	tcase_add_test(escape, a_message_is_a_line_of_bounded_length);
	suite_add_tcase(suite, escape);
	return suite;
}
