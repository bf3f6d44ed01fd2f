/* SPDX-License-Identifier: MIT */
/* The output layer and the options: what each format writes, how text wraps, when colours are on. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/color.h"
#include "output/wrap.h"
#include "output/writer.h"
#include "support/options.h"

Suite *output_suite(void);

enum { CAPTURE_SIZE = 64 * 1024 };

/* A sink into an unnamed file, and what came out of it. */
struct capture {
	struct sink sink;
	char text[CAPTURE_SIZE];
};

static void capture_begin(struct capture *capture)
{
	FILE *file = tmpfile();

	ck_assert_ptr_nonnull(file);
	sink_open(&capture->sink, dup(fileno(file)));
	fclose(file);
}

static const char *capture_end(struct capture *capture)
{
	ck_assert_int_eq(sink_flush(&capture->sink), 0);
	ssize_t count = pread(capture->sink.descriptor, capture->text, sizeof capture->text - 1, 0);
	ck_assert_int_ge(count, 0);
	capture->text[count] = '\0';
	ck_assert_int_eq(sink_close(&capture->sink), 0);
	return capture->text;
}

static const struct column columns[] = {
	{ .name = "code", .is_number = true },
	{ .name = "cause", .wraps = true },
	{ .name = "next_steps", .wraps = true },
};

typedef const char *row[3];

static const char *write_rows(struct capture *capture, enum format_id format, size_t width, const row *rows,
			      size_t count)
{
	struct writer writer;

	capture_begin(capture);
	writer_begin(&writer, format, &capture->sink, columns, 3, width);
	for (size_t i = 0; i < count; i++)
		writer_row(&writer, rows[i]);
	writer_end(&writer);
	return capture_end(capture);
}

static struct capture capture;

static const row hostile[] = {
	{ "1", "plain", "a blank" }, { "2", "a,comma", "a \"quote\"" },       { "3", "a\nnewline", "a\rreturn" },
	{ "4", "", NULL },           { "5", " blanks ", "tab\tback\\slash" },
};

START_TEST(csv_quotes_only_where_needed)
{
	ck_assert_str_eq(write_rows(&capture, FORMAT_CSV, 0, hostile, 5), "code,cause,next_steps\n"
									  "1,plain,a blank\n"
									  "2,\"a,comma\",\"a \"\"quote\"\"\"\n"
									  "3,\"a\nnewline\",\"a\rreturn\"\n"
									  "4,,\n"
									  "5, blanks ,tab\tback\\slash\n");
}
END_TEST

START_TEST(csv_without_rows_is_a_header)
{
	ck_assert_str_eq(write_rows(&capture, FORMAT_CSV, 0, NULL, 0), "code,cause,next_steps\n");
}
END_TEST

START_TEST(json_escapes_and_has_numbers_and_nulls)
{
	ck_assert_str_eq(write_rows(&capture, FORMAT_JSON, 0, hostile, 5),
			 "[\n"
			 "{\"code\": 1, \"cause\": \"plain\", \"next_steps\": \"a blank\"},\n"
			 "{\"code\": 2, \"cause\": \"a,comma\", \"next_steps\": \"a \\\"quote\\\"\"},\n"
			 "{\"code\": 3, \"cause\": \"a\\nnewline\", \"next_steps\": \"a\\rreturn\"},\n"
			 "{\"code\": 4, \"cause\": \"\", \"next_steps\": null},\n"
			 "{\"code\": 5, \"cause\": \" blanks \", \"next_steps\": \"tab\\tback\\\\slash\"}\n"
			 "]\n");
}
END_TEST

START_TEST(json_shows_what_is_no_utf8)
{
	static const row rows[] = { { "1", "\xff\x1b", "\xc3\xa9" } };

	ck_assert_str_eq(write_rows(&capture, FORMAT_JSON, 0, rows, 1),
			 "[\n{\"code\": 1, \"cause\": \"\\\\xff\\\\x1b\", \"next_steps\": \"\\u00e9\"}\n]\n");
}
END_TEST

START_TEST(json_without_rows_is_an_empty_array)
{
	ck_assert_str_eq(write_rows(&capture, FORMAT_JSON, 0, NULL, 0), "[]\n");
}
END_TEST

START_TEST(plain_has_tabs_and_no_header)
{
	ck_assert_str_eq(write_rows(&capture, FORMAT_PLAIN, 0, hostile, 2), "1\tplain\ta blank\n"
									    "2\ta,comma\ta \"quote\"\n");
}
END_TEST

static const row wordy[] = {
	{ "7", "one two three", "alpha beta gamma delta" },
	{ "1000", "incomprehensibilities", "https://example.org/a/very/long/address is long" },
};

START_TEST(table_wraps_at_words)
{
	ck_assert_str_eq(write_rows(&capture, FORMAT_TABLE, 50, wordy, 2),
			 "CODE  CAUSE                  NEXT_STEPS\n"
			 "   7  one two three          alpha beta gamma delta\n"
			 "1000  incomprehensibilities  https://example.org/a/very/long/address\n"
			 "                             is long\n");
}
END_TEST

START_TEST(table_as_wide_as_its_text_at_most)
{
	ck_assert_str_eq(write_rows(&capture, FORMAT_TABLE, 1000, wordy, 1),
			 "CODE  CAUSE          NEXT_STEPS\n"
			 "   7  one two three  alpha beta gamma delta\n");
}
END_TEST

/* Whatever the width, joining the lines of a cell again gives the cell: nothing is cut, lost or doubled. */
START_TEST(table_never_cuts_a_word)
{
	static const char *const words[] = { "incomprehensibilities", "https://example.org/a/very/long/address",
					     "three", "gamma" };
	const char *text = write_rows(&capture, FORMAT_TABLE, (size_t)_i, wordy, 2);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		ck_assert_msg(strstr(text, words[i]) != NULL, "width %d cuts %s:\n%s", _i, words[i], text);
	ck_assert_msg(strstr(text, " \n") == NULL, "width %d leaves trailing blanks:\n%s", _i, text);
}
END_TEST

START_TEST(table_without_rows_is_nothing)
{
	ck_assert_str_eq(write_rows(&capture, FORMAT_TABLE, 80, NULL, 0), "");
}
END_TEST

START_TEST(table_keeps_within_the_width_if_words_allow)
{
	const char *text = write_rows(&capture, FORMAT_TABLE, (size_t)_i, wordy, 1);

	for (size_t length; *text != '\0'; text += length + 1) {
		length = strcspn(text, "\n");
		ck_assert_msg(length <= (size_t)_i, "width %d: a line of %zu", _i, length);
	}
}
END_TEST

static const struct {
	const char *text;
	size_t width;
	const char *lines; /* with | at each break */
} wraps[] = {
	{ "", 10, "" },
	{ "word", 10, "word" },
	{ "one two three", 7, "one two|three" },
	{ "one two three", 6, "one|two|three" },
	{ "one two three", 13, "one two three" },
	{ "one two three", 12, "one two|three" },
	{ "one  two", 8, "one  two" },
	{ "one  two", 7, "one|two" },
	{ "incomprehensible it is", 5, "incomprehensible|it is" },
	{ "it is incomprehensible", 5, "it is|incomprehensible" },
	{ "a b c", 0, "a|b|c" },
	{ "a b\nc d", 80, "a b|c d" },
	{ "a\n\nb", 80, "a||b" },
	{ " led by blanks ", 80, "led by blanks" },
};

START_TEST(wrap)
{
	struct text rest = text_of(wraps[_i].text);
	char lines[256] = "";

	while (rest.length > 0) {
		struct text line = wrap_next(&rest, wraps[_i].width);
		strncat(lines, line.bytes, line.length);
		strcat(lines, rest.length > 0 ? "|" : "");
	}
	ck_assert_str_eq(lines, wraps[_i].lines);
}
END_TEST

START_TEST(wrapped_paragraph_has_a_hanging_indent)
{
	capture_begin(&capture);
	sink_put(&capture.sink, "label ");
	wrap_put(&capture.sink, "alpha beta gamma delta", 6, 2, 16);
	ck_assert_str_eq(capture_end(&capture), "label alpha beta\n  gamma delta\n");
}
END_TEST

static const struct {
	enum color_when when;
	struct color_environment environment;
	bool wanted;
} color_cases[] = {
	{ COLOR_ALWAYS, { .no_color = "1", .term = "dumb" }, true },
	{ COLOR_NEVER, { .clicolor_force = "1", .is_terminal = true }, false },
	{ COLOR_AUTO, { .is_terminal = true }, true },
	{ COLOR_AUTO, { .is_terminal = false }, false },
	{ COLOR_AUTO, { .no_color = "", .is_terminal = true }, true },
	{ COLOR_AUTO, { .no_color = "0", .is_terminal = true }, false },
	{ COLOR_AUTO, { .no_color = "1", .clicolor_force = "1", .is_terminal = true }, false },
	{ COLOR_AUTO, { .clicolor_force = "1" }, true },
	{ COLOR_AUTO, { .clicolor_force = "0" }, false },
	{ COLOR_AUTO, { .clicolor_force = "" }, false },
	{ COLOR_AUTO, { .clicolor_force = "1", .term = "dumb" }, true },
	{ COLOR_AUTO, { .term = "dumb", .is_terminal = true }, false },
	{ COLOR_AUTO, { .term = "xterm", .is_terminal = true }, true },
};

START_TEST(color_precedence)
{
	ck_assert_int_eq(color_decide(color_cases[_i].when, &color_cases[_i].environment), color_cases[_i].wanted);
}
END_TEST

/* Finds runs of x, empty ones too. */
static bool find_x(const void *pattern, const char *text, size_t from, size_t *start, size_t *length)
{
	(void)pattern;
	*start = from;
	*length = strspn(text + from, "x");
	return true;
}

START_TEST(empty_matches_colour_nothing)
{
	struct highlight highlight = { .find = find_x };

	capture_begin(&capture);
	writer_put_highlighted(&capture.sink, &highlight, "axxb");
	writer_put_highlighted(&capture.sink, &highlight, "ab");
	writer_put_highlighted(&capture.sink, &highlight, "");
	writer_put_highlighted(&capture.sink, NULL, "x");
	ck_assert_str_eq(capture_end(&capture), "a\033[1;31mxx\033[0mbabx");
}
END_TEST

/* Finds one x at a time. */
static bool find_one_x(const void *pattern, const char *text, size_t from, size_t *start, size_t *length)
{
	const char *found = strchr(text + from, 'x');

	(void)pattern;
	*start = found != NULL ? (size_t)(found - text) : 0;
	*length = 1;
	return found != NULL;
}

START_TEST(matches_side_by_side_are_all_coloured)
{
	struct highlight highlight = { .find = find_one_x };

	capture_begin(&capture);
	writer_put_highlighted(&capture.sink, &highlight, "axx");
	ck_assert_str_eq(capture_end(&capture), "a\033[1;31mx\033[0m\033[1;31mx\033[0m");
}
END_TEST

static const struct {
	const char *columns;
	size_t width;
} width_cases[] = {
	{ "1", 1 },      { "60", 60 }, { "10000", 10000 }, { "0", 80 },
	{ "10001", 80 }, { "", 80 },   { "-5", 80 },       { "8x", 80 },
};

START_TEST(terminal_width_from_columns)
{
	int descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC);

	setenv("COLUMNS", width_cases[_i].columns, 1);
	ck_assert_uint_eq(terminal_width(descriptor), width_cases[_i].width);
	unsetenv("COLUMNS");
	ck_assert_uint_eq(terminal_width(descriptor), 80);
	close(descriptor);
}
END_TEST

enum { TEST_FORMAT = 1, TEST_FLAG, TEST_LONG };

static const char *test_choice(size_t i)
{
	static const char *const names[] = { "plain", "table", "two-words" };

	return i < 3 ? names[i] : NULL;
}

static const struct choices test_choices = { .what = "format", .name = test_choice };

static const struct option_row rows[] = {
	{ .id = TEST_FORMAT, .letter = 'f', .name = "format", .argument = "FORMAT", .choices = &test_choices },
	{ .id = TEST_FLAG, .letter = 'F', .name = "flag" },
	{ .id = TEST_LONG, .name = "long-only", .argument = "TEXT" },
	{ .name = NULL },
};

/* Walks a command line and writes down what it saw: "id=value ... : operand ... ! message". */
static const char *pass(const char *const *words, size_t count)
{
	static char seen[2048];
	char *arguments[16] = { (char *)"test" };
	FILE *messages = tmpfile();
	struct diagnostics diagnostics = { .descriptor = fileno(messages) };
	struct options options = {
		.rows = rows, .count = (int)count + 1, .arguments = arguments, .diagnostics = &diagnostics
	};
	int id;
	size_t used = 0;

	for (size_t i = 0; i < count; i++)
		arguments[i + 1] = (char *)words[i];
	while ((id = options_next(&options)) > OPTIONS_END)
		used += (size_t)sprintf(seen + used, "%d=%s ", id, options.value != NULL ? options.value : "");
	used += (size_t)sprintf(seen + used, id == OPTIONS_END ? ":" : "!");
	for (int i = options.first_operand; id == OPTIONS_END && i < options.count; i++)
		used += (size_t)sprintf(seen + used, " %s", arguments[i]);
	ssize_t length = pread(diagnostics.descriptor, seen + used, sizeof seen - used - 1, 0);
	seen[used + (size_t)length] = '\0';
	fclose(messages);
	return seen;
}

static const struct {
	const char *words[6];
	const char *seen;
} walks[] = {
	{ { NULL }, ":" },
	{ { "a", "-f", "table", "b" }, "1=table : a b" },
	{ { "-ftable", "--", "-F", "a" }, "1=table : -F a" },
	{ { "a", "--", "b", "--" }, ": a b --" },
	{ { "-Ff", "TABLE", "-" }, "2= 1=TABLE : -" },
	{ { "--form=Two Words" }, "1=Two Words :" },
	{ { "--long-only", "-x", "" }, "3=-x : " },
	{ { "a", "-h" }, "1001= : a" },
	/* An unknown option is for the caller to say. */
	{ { "--colour" }, "!" },
	{ { "--f" }, "!hangup: option '--f' is ambiguous (--format, --flag)\n" },
	{ { "-x" }, "!" },
	{ { "-f" }, "!hangup: option --format needs a value: FORMAT (valid: plain, table, two-words)\n" },
	{ { "--long-only" }, "!hangup: option --long-only needs a value: TEXT\n" },
	{ { "--flag=1" }, "!hangup: option --flag takes no argument\n" },
	{ { "-f", "tabel" }, "!hangup: unknown format 'tabel'; did you mean table?\n" },
	{ { "-f", "wird" }, "!hangup: unknown format 'wird' (valid: plain, table, two-words)\n" },
	{ { "-f", "" }, "!hangup: unknown format '' (valid: plain, table, two-words)\n" },
};

START_TEST(options_walk)
{
	size_t count = 0;

	while (count < 6 && walks[_i].words[count] != NULL)
		count++;
	ck_assert_str_eq(pass(walks[_i].words, count), walks[_i].seen);
	setenv("POSIXLY_CORRECT", "1", 1);
	ck_assert_str_eq(pass(walks[_i].words, count), walks[_i].seen);
	unsetenv("POSIXLY_CORRECT");
}
END_TEST

START_TEST(column_lists)
{
	struct column_list list;
	struct diagnostics quiet = { .descriptor = -1 };

	ck_assert(column_list_parse(&list, "next_steps, CODE,next-steps", &quiet) == false);
	ck_assert(column_list_parse(&list, "url, CODE", &quiet));
	ck_assert_uint_eq(list.count, 2);
	ck_assert_uint_eq(list.ids[0], COLUMN_URL);
	ck_assert_uint_eq(list.ids[1], COLUMN_CODE);
	ck_assert(column_list_parse(&list, "code,cause,group,action,description,next_steps,url,table", &quiet));
	ck_assert_uint_eq(list.count, COLUMN_COUNT);
	ck_assert(!column_list_parse(&list, "", &quiet));
	ck_assert(!column_list_parse(&list, "code,", &quiet));
	ck_assert(!column_list_parse(&list, "code,code,code,code,code,code,code,code,code", &quiet));
	ck_assert(!column_list_parse(&list, "codex", &quiet));
}
END_TEST

#define LOOP(test, array) tcase_add_loop_test(tests, test, 0, sizeof(array) / sizeof(array)[0])

Suite *output_suite(void)
{
	Suite *suite = suite_create("output");
	TCase *tests = tcase_create("output");

	tcase_add_test(tests, csv_quotes_only_where_needed);
	tcase_add_test(tests, csv_without_rows_is_a_header);
	tcase_add_test(tests, json_escapes_and_has_numbers_and_nulls);
	tcase_add_test(tests, json_shows_what_is_no_utf8);
	tcase_add_test(tests, json_without_rows_is_an_empty_array);
	tcase_add_test(tests, plain_has_tabs_and_no_header);
	tcase_add_test(tests, table_wraps_at_words);
	tcase_add_test(tests, table_as_wide_as_its_text_at_most);
	tcase_add_loop_test(tests, table_never_cuts_a_word, 1, 100);
	tcase_add_loop_test(tests, table_keeps_within_the_width_if_words_allow, 24, 60);
	tcase_add_test(tests, table_without_rows_is_nothing);
	LOOP(wrap, wraps);
	tcase_add_test(tests, wrapped_paragraph_has_a_hanging_indent);
	LOOP(color_precedence, color_cases);
	tcase_add_test(tests, empty_matches_colour_nothing);
	tcase_add_test(tests, matches_side_by_side_are_all_coloured);
	LOOP(terminal_width_from_columns, width_cases);
	LOOP(options_walk, walks);
	tcase_add_test(tests, column_lists);
	suite_add_tcase(suite, tests);
	return suite;
}
