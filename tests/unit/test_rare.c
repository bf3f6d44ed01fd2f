/* SPDX-License-Identifier: MIT */
/*
 * Files that make the reader take a rare turn: found by fuzzing, by reading the code, or by putting pieces of all kinds
 * and lengths in any order. How the bytes come in may make no difference to any of them.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "annotating.h"
#include "counting.h"
#include "damage.h"
#include "reference.h"

Suite *rare_suite(void);

struct repeated {
	const char *text;
	size_t times;
};

#define HEADER "a,hangup_cause_code\n"
/* Quotes that are open at the end of each line, whether the line began inside of quotes or not: two lines over 64 KiB. */
#define STAY_OPEN "a\",\"\n", RECORD_LIMIT / 5 + 2

static const struct {
	const char *label;
	struct repeated pieces[4];
} rare[] = {
	{ "a record of an earlier one's quotes, closed by the input's last byte",
	  { { HEADER, 1 }, { STAY_OPEN }, { "3130\"", 1 } } },
	{ "a record of an earlier one's quotes", { { HEADER, 1 }, { STAY_OPEN }, { "3130\"\nx,4000\n", 1 } } },
	{ "a record of an earlier one's quotes, which ends outside of them",
	  { { HEADER, 1 }, { STAY_OPEN }, { "a\",3130", 1 } } },
	{ "the name before the code",
	  { { "hangup_cause_name,a,hangup_cause_code\n", 1 },
	    { "Spam block,1,3130\nBusy Line,\"2\",3130\n\"Spam block\",3,3130\n", 40 } } },
	{ "a wide header", { { "x\"y,", 100 }, { "hangup_cause_code\n", 1 }, { ",", 100 }, { "3130\n,,,4000\n", 1 } } },
	{ "blank lines with CRLF over 64 KiB before the header",
	  { { "\r\n", RECORD_LIMIT }, { HEADER "1,3130\n", 1 } } },
	{ "blank lines with CR over 64 KiB before the header",
	  { { "\r", RECORD_LIMIT + 100 }, { HEADER "1,3130\n", 1 } } },
	{ "lines of blanks over 64 KiB before the header",
	  { { " \t   \r\n", RECORD_LIMIT / 4 }, { HEADER "1,3130\n", 1 } } },
	{ "blank lines, then what would be gzip at the beginning",
	  { { "\n", RECORD_LIMIT + 100 }, { "\x1f\x8bx,hangup_cause_code\n1,3130\n", 1 } } },
	{ "blank lines, then blanks over 64 KiB", { { HEADER "1,3130\n\n\n", 1 }, { " ", RECORD_LIMIT + 1 } } },
	{ "blank lines, then blanks of 64 KiB", { { HEADER "1,3130\n\n\n", 1 }, { " ", RECORD_LIMIT } } },
	{ "a line of quotes over 192 KiB behind the header",
	  { { HEADER "\"", 1 }, { "\"\"", 2 * RECORD_LIMIT }, { "[\r\n1,3130", 1 } } },
	{ "a header with a quote that holds a line end", { { "\"a\nb\",hangup_cause_code", 1 }, { "\n1,3130", 3 } } },
};

START_TEST(a_tab_that_delimits_is_no_blank)
{
	static const char *const arguments[] = { "-d", "\t", "-c", "2", NULL };
	static const size_t sizes[] = { 4095, 65536, 0 };
	struct annotating annotating;
	char *bytes = malloc(3 * RECORD_LIMIT);
	size_t size = RECORD_LIMIT - 1;

	ck_assert_msg(bytes != NULL, "out of memory");
	memset(bytes, ' ', size);
	size = (size_t)(stpcpy(bytes + size, "\n\t\n") - bytes);
	memset(bytes + size, '\n', RECORD_LIMIT);
	size = (size_t)(stpcpy(bytes + size + RECORD_LIMIT, "1\t3130\n") - bytes);
	annotating_open(&annotating);
	reference_check(annotating_everywhere(&annotating, arguments, bytes, size, sizes,
					      unless_short(sizeof sizes / sizeof sizes[0])),
			arguments, bytes, size, "a header of a tab");
	annotating_close(&annotating);
	free(bytes);
}
END_TEST

START_TEST(files_that_take_a_rare_turn)
{
	static const size_t sizes[] = { 4095, 70000, 63, 65536, 0 };
	enum { MOST = 8 * RECORD_LIMIT };
	struct annotating annotating;
	char *bytes = malloc(MOST);
	size_t size = 0;

	ck_assert_msg(bytes != NULL, "out of memory");
	for (size_t piece = 0; piece < sizeof rare[_i].pieces / sizeof rare[_i].pieces[0]; piece++)
		for (size_t i = 0; i < rare[_i].pieces[piece].times; i++)
			size = (size_t)(stpcpy(bytes + size, rare[_i].pieces[piece].text) - bytes);
	annotating_open(&annotating);
	reference_check(annotating_everywhere(&annotating, no_arguments, bytes, size, sizes,
					      by_length(0, 2, sizeof sizes / sizeof sizes[0])),
			no_arguments, bytes, size, rare[_i].label);
	annotating_close(&annotating);
	free(bytes);
}
END_TEST

static const struct {
	const char *arguments[3];
	const char *bytes;
	size_t size;
	enum status status;
	size_t passed; /* bytes of them that come out as they are, and nothing else */
} without_records[] = {
	{ { NULL }, "\x1f\x8b\x08\0\0\0\0\0", 8, STATUS_TROUBLE, 0 },
	{ { NULL }, "\xff\xfe\0\0", 4, STATUS_TROUBLE, 0 },
	{ { NULL }, "\xff\xfe", 2, STATUS_TROUBLE, 0 },
	{ { NULL }, "\n\0\0\0", 4, STATUS_TROUBLE, 0 }, /* the line end alone tells nothing yet */
	{ { NULL }, "BZh91AY&SY", 10, STATUS_TROUBLE, 0 },
	{ { NULL }, "[\n", 2, STATUS_TROUBLE, 2 },
	{ { NULL }, "[1]\n", 4, STATUS_TROUBLE, 4 },
	{ { NULL }, "{\n\"a\":-130}\n", 12, STATUS_TROUBLE, 12 },
	{ { "-c", "x", NULL }, "\xef\xbb\xbf\xef\xbb\xbf\n\n", 8, STATUS_TROUBLE, 8 }, /* a second mark is text */
	{ { NULL }, " \n\r\n ", 5, STATUS_DONE, 5 },
	{ { "-d", ";", NULL }, " \n\r\n ", 5, STATUS_DONE, 5 },
	{ { "-d", ";", NULL }, "\xef\xbb\xbf\n", 4, STATUS_DONE, 4 },
};

START_TEST(files_without_records)
{
	struct annotating annotating;

	annotating_open(&annotating);
	const struct annotated *done =
		annotating_everywhere(&annotating, without_records[_i].arguments, without_records[_i].bytes,
				      without_records[_i].size, read_sizes, READ_SIZES);
	ck_assert_int_eq(done->status, without_records[_i].status);
	ck_assert_uint_eq(done->size, without_records[_i].passed);
	ck_assert_mem_eq(done->out, without_records[_i].bytes, done->size);
	ck_assert_uint_eq(done->counts[COUNT_RECORDS], 0);
	annotating_close(&annotating);
}
END_TEST

/* A first line that begins with more blanks than a line may have is a malformed header, whatever comes after them. */
START_TEST(blanks_before_a_header)
{
	static const size_t counts[] = { RECORD_LIMIT, RECORD_LIMIT + 1, INPUT_SIZE, INPUT_SIZE + 1, 2 * INPUT_SIZE };
	static const char *const tails[] = { "", "\n", "\n" HEADER "1,3130\n", "{\"hangup_cause_code\":3130}\n", "x" };
	static const char *const comma[] = { "-d", ",", NULL };
	static const size_t sizes[] = { 4095, 65536, 0 };
	struct annotating annotating;
	char *bytes = malloc(2 * INPUT_SIZE + 100);

	ck_assert_msg(bytes != NULL, "out of memory");
	annotating_open(&annotating);
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		for (size_t tail = 0; tail < sizeof tails / sizeof tails[0]; tail++) {
			memset(bytes, ' ', counts[i]);
			strcpy(bytes + counts[i], tails[tail]);
			size_t size = counts[i] + strlen(tails[tail]);
			const struct annotated *done =
				annotating_everywhere(&annotating, tail % 2 > 0 ? comma : no_arguments, bytes, size,
						      sizes, unless_short(sizeof sizes / sizeof sizes[0]));
			bool is_fine = counts[i] == RECORD_LIMIT && tail < 3;
			ck_assert_int_eq(done->status, is_fine ? STATUS_DONE : STATUS_TROUBLE);
			ck_assert_uint_eq(done->counts[COUNT_RECORDS], is_fine && tail == 2);
			if (counts[i] > RECORD_LIMIT)
				ck_assert(done->size == 0 && strstr(done->messages, "is malformed") != NULL);
			else if (tail < 2)
				ck_assert_uint_eq(done->size, size);
		}
	}
	annotating_close(&annotating);
	free(bytes);
}
END_TEST

/* What follows the bracket is looked for in so many bytes, however many have come in. */
/* What follows the bracket is looked for in so many bytes, however many have come in. */
START_TEST(json_is_told_by_its_first_64_kib)
{
	static const size_t sizes[] = { 4095, 65536, 0 };
	static const char record[] = "{\"hangup_cause_code\":3130}]\n";
	struct annotating annotating;
	char bytes[RECORD_LIMIT + 100];

	annotating_open(&annotating);
	for (size_t over = 0; over < 2; over++) {
		/* The colon is the last byte that is looked at, or the first that is not. */
		size_t begin = RECORD_LIMIT - strlen("{\"hangup_cause_code\":") + over;
		memset(bytes, '\n', sizeof bytes);
		bytes[0] = '[';
		strcpy(bytes + begin, record);
		const struct annotated *done =
			annotating_everywhere(&annotating, no_arguments, bytes, begin + strlen(record), sizes,
					      unless_short(sizeof sizes / sizeof sizes[0]));
		/* As text it has its pairs behind the line. */
		ck_assert_uint_eq(done->counts[COUNT_OK], 1);
		ck_assert_int_eq(strstr((const char *)done->out, "3130,\"plivo_cause\"") != NULL, over == 0);
	}
	annotating_close(&annotating);
}
END_TEST

/* In search of a header a quote that stays open is not followed from every line. */
START_TEST(a_search_is_linear)
{
	static const char *const lines[] = { "a\",\"\n", "hangup\",\"\n", "[", "{}", "x\n", "hangup x=\n", "sep=;\n" };
	struct surroundings plain = { .kernel = scanner_kernel() };
	struct annotating annotating;
	enum { SIZE = 3 * RECORD_LIMIT };
	char *bytes = malloc(SIZE);

	ck_assert_msg(bytes != NULL, "out of memory");
	annotating_open(&annotating);
	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		for (size_t at = 0; at < SIZE; at++)
			bytes[at] = lines[i][at % strlen(lines[i])];
		struct work before = work_done();
		annotating_run(&annotating, no_arguments, bytes, SIZE, &plain);
		struct work after = work_done();
		ck_assert_msg(after.parsed - before.parsed < 20 * (uint64_t)SIZE, "%s: %ju bytes parsed", lines[i],
			      (uintmax_t)(after.parsed - before.parsed));
		ck_assert_msg(after.searched - before.searched < 300 * (uint64_t)SIZE, "%s: %ju bytes searched",
			      lines[i], (uintmax_t)(after.searched - before.searched));
	}
	annotating_close(&annotating);
	free(bytes);
}
END_TEST

START_TEST(a_full_window_is_no_end)
{
	int zeros = open("/dev/zero", O_RDONLY);
	struct input input;

	ck_assert_int_ge(zeros, 0);
	input_open(&input);
	input_use(&input, zeros);
	while (input_size(&input) < INPUT_SIZE)
		ck_assert_int_eq(input_fill(&input), 0);
	ck_assert_int_eq(input_fill(&input), ENOBUFS);
	ck_assert(!input.ended);
	input_close(&input);
	close(zeros);
}
END_TEST

START_TEST(pieces_in_any_order)
{
	static const char *const arguments[][5] = {
		{ NULL },
		{ NULL },
		{ "-c", "1", NULL },
		{ "-d", ",", NULL },
		{ "-d", "\t", "-c", "1", NULL },
		{ "-H", "-c", "2", NULL },
	};
	uint64_t state = (uint64_t)_i;
	const size_t sizes[] = { 4096 + draw(&state, RECORD_LIMIT), 0 };
	struct annotating annotating;
	struct damaged file;

	annotating_open(&annotating);
	damage_make_pieces(&file, state);
	annotating_everywhere(&annotating, arguments[draw(&state, sizeof arguments / sizeof arguments[0])], file.bytes,
			      file.size, sizes, unless_short(2));
	damage_free(&file);
	annotating_close(&annotating);
}
END_TEST

Suite *rare_suite(void)
{
	Suite *suite = suite_create("rare");
	TCase *cases = tcase_create("rare");

	tcase_add_loop_test(cases, files_that_take_a_rare_turn, 0, sizeof rare / sizeof rare[0]);
	tcase_add_loop_test(cases, files_without_records, 0, sizeof without_records / sizeof without_records[0]);
	tcase_add_test(cases, a_tab_that_delimits_is_no_blank);
	tcase_add_test(cases, blanks_before_a_header);
	tcase_add_test(cases, json_is_told_by_its_first_64_kib);
	tcase_add_test(cases, a_search_is_linear);
	tcase_add_test(cases, a_full_window_is_no_end);
	tcase_add_loop_test(cases, pieces_in_any_order, 0, (int)by_length(10, 10, 300));
	suite_add_tcase(suite, cases);
	return suite;
}
