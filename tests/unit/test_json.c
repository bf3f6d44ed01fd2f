/* SPDX-License-Identifier: MIT */
/* JSON through annotate: what a record gets, and where; how it is read is for the suite of its reader. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annotating.h"
#include "damage.h"

Suite *json_suite(void);

static const char *const add_status[] = { "--add", "status", NULL };

static const struct annotated *annotate(struct annotating *annotating, const char *const *arguments, const void *bytes,
					size_t size)
{
	const struct surroundings plain = { .kernel = scanner_kernel() };

	return annotating_run(annotating, arguments, bytes, size, &plain);
}

/* What status the line's object gets; "none": it is no record; "malformed": the line is, and passes through. */
static void check_line(const char *line, const char *status)
{
	static const char first[] = "{\"hangup_cause_code\":4000}\n"; /* the line is not alone */
	bool is_record = strcmp(status, "malformed") != 0 && strcmp(status, "none") != 0;
	struct annotating annotating;
	char wanted[1024];
	char with[1024];

	annotating_open(&annotating);
	size_t size = (size_t)snprintf(with, sizeof with, "%s%s\n", first, line);
	const struct annotated *done = annotate(&annotating, add_status, with, size);
	const char *second = strchr((const char *)done->out, '\n');
	ck_assert_ptr_nonnull(second);
	if (is_record)
		snprintf(wanted, sizeof wanted, "%.*s,\"plivo_status\":\"%s\"}\n",
			 (int)(line[strlen(line) - 2] == ' ' ? strlen(line) - 2 : strlen(line) - 1), line, status);
	else
		snprintf(wanted, sizeof wanted, "%s\n", line);
	if (is_record && line[strlen(line) - 2] == ' ')
		strcpy(wanted + strlen(wanted) - 2, " }\n");
	ck_assert_msg(strcmp(second + 1, wanted) == 0, "%s: %s", line, second + 1);
	ck_assert_uint_eq(done->counts[COUNT_BAD], strcmp(status, "malformed") == 0);
	ck_assert_uint_eq(done->counts[COUNT_RECORDS], 1U + is_record);
	annotating_close(&annotating);
}

START_TEST(each_kind_of_value)
{
	static const struct {
		const char *value, *status;
	} rows[] = {
		{ "3130", "ok" },
		{ "\"3130\"", "ok" },
		{ "3130.0", "ok" },
		{ "\" 3130\\t\"", "ok" },
		{ "\"Busy Line\"", "ok" },
		{ "\"\\u0033130\"", "ok" },
		{ "\"'3130\"", "ok" },
		{ "\"=\\\"3130\\\"\"", "ok" },
		{ "0", "ok" },
		{ "-0", "invalid" },
		{ "4240", "unknown" },
		{ "99999", "unknown" },
		{ "100000", "invalid" },
		{ "4294970426", "invalid" },
		{ "18446744073709554746", "invalid" },
		{ "1234567890123456789012345678901234567890", "invalid" },
		{ "1e400", "invalid" },
		{ "4.000", "invalid" },
		{ "3130.00", "invalid" },
		{ "3.13e3", "invalid" },
		{ "1e3", "invalid" },
		{ "-3130", "invalid" },
		{ "true", "invalid" },
		{ "false", "invalid" },
		{ "[3130]", "ok" },
		{ "[ \"Busy Line\" ]", "ok" },
		{ "{\"$numberInt\":\"3010\"}", "ok" },
		{ "{ \"N\" : 3010 }", "ok" },
		{ "{\"Unknown\":\"\"}", "empty" },
		{ "[null]", "empty" },
		{ "[]", "invalid" },
		{ "{}", "invalid" },
		{ "[3010,3010]", "invalid" },
		{ "[[3010]]", "invalid" },
		{ "{\"a\":3010,\"b\":1}", "invalid" },
		{ "\"NORMAL_CLEARING\"", "invalid" },
		{ "\"3130\\u0000\"", "invalid" },
		{ "null", "empty" },
		{ "\"\"", "empty" },
		{ "\"None\"", "empty" },
		{ "\"NaN\"", "empty" },
		{ "\"\\\\N\"", "empty" },
		{ "\"-\"", "empty" },
		{ "NaN", "malformed" },
		{ "+3130", "malformed" },
		{ "03130", "malformed" },
		{ "0x10", "malformed" },
		{ "3130.", "malformed" },
		{ "\"\\ud800\"", "malformed" },
		{ "\"\xff\"", "malformed" },
		{ "\"\t\"", "malformed" },
		{ "", "malformed" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char line[256];
		snprintf(line, sizeof line, "{\"hangup_cause_code\":%s}", rows[i].value);
		check_line(line, rows[i].status);
		/* Not the last member, and blanks about. */
		snprintf(line, sizeof line,
			 "{ \"a\\\"}\" : {\"b\":[1,\"]}\"]} , \"HangupCauseCode\" : %s , \"z\":\"}\" }", rows[i].value);
		check_line(line, rows[i].status);
	}
}
END_TEST

START_TEST(keys_are_chosen_for_each_object)
{
	check_line("{}", "none");
	check_line("{\"a\":1}", "none");
	check_line("{\"termination_cause_code\":1000}", "none");
	check_line("{\"trunk_domain\":\"x\"}", "none");
	check_line("{\"hangup_source\":\"Callee\"}", "empty");
	check_line("{\"Hangup-Cause Code\":3130}", "ok");
	check_line("{\"PlivoHangupCauseCode\":3130}", "ok");
	check_line("{\"DialBLegHangupCauseCode\":\"x\",\"plivo_hangup_cause_code\":3130}", "ok");
	check_line("{\"hangup_cause_name\":\"Busy Line\"}", "ok");
	check_line("{\"hangup_cause_name\":\"NORMAL_CLEARING\"}", "invalid");
	check_line("{\"extra\":{\"a\":3010},\"hangup_cause_code\":null}", "empty");
	check_line("{\"hangup\\u005fcause\\u005fcode\":3130}", "ok");
	check_line("{\"a\":1,\"a\":2,\"hangup_cause_code\":4000}", "ok");
	check_line("{\"hangup_cause_code\":4000,\"a\\u0000\":1}", "ok");
	check_line("{\"body.HangupCauseCode\":3130,\"body.HangupSource\":\"Carrier\"}", "ok");
	check_line("{\"body.HangupCauseCode\":3010,\"body.HangupCauseName\":\"No Answer\"}", "mismatch");
	check_line("{\"body.HangupCauseCode\":3010,\"HangupCauseName\":\"No Answer\"}", "ok");
	check_line("{\"a.HangupCauseCode\":3010,\"b.HangupCauseCode\":3010}", "malformed");
	/* The name is checked against the code. */
	check_line("{\"hangup_cause_code\":3010,\"hangup_cause_name\":\"Busy Line\"}", "ok");
	check_line("{\"hangup_cause_code\":3010,\"hangup_cause_name\":\"No Answer\"}", "mismatch");
	check_line("{\"hangup_cause_code\":3010,\"hangup_cause_name\":null}", "ok");
	check_line("{\"hangup_cause_code\":3020,\"hangup_cause_name\":\"rtp_timeout\"}", "ok");
	/* So is the source. */
	check_line("{\"hangup_cause_code\":4000,\"hangup_source\":\"Carrier\"}", "ok");
	check_line("{\"hangup_cause_code\":4000,\"hangup_source\":\"carrier\"}", "mismatch");
	check_line("{\"hangup_cause_code\":4000,\"hangup_source\":\"customer\"}", "ok");
	check_line("{\"hangup_cause_code\":4000,\"hangup_source\":null}", "ok");
	check_line("{\"DialBLegHangupCauseCode\":4000,\"hangup_source\":\"customer\"}", "ok");
	/* Records of SIP trunks. */
	check_line("{\"hangup_cause_code\":4010,\"trunk_domain\":null}", "ok");
	check_line("{\"hangup_cause_code\":4410,\"trunk_domain\":null}", "unknown");
	check_line("{\"hangup_cause_code\":4410,\"trunk_domain\":\"x\"}", "ok");
	check_line("{\"hangup_code\":4410,\"trunk_domain\":\"x\",\"hangup_cause\":\"user_busy\"}", "ok");
	check_line("{\"hangup_code\":4410}", "none");
	check_line("{\"HangupInitiator\":\"carrier\",\"hangup_cause_code\":4010}", "ok");
	check_line("{\"hangup_cause_code\":4240,\"trunk_domain\":\"x\"}", "unknown");
}
END_TEST

START_TEST(lines_that_are_no_record)
{
	check_line("{\"hangup_cause_code\":4000}}", "malformed");
	check_line("{\"hangup_cause_code\":4000},,", "malformed");
	check_line("{'hangup_cause_code':4000}", "malformed");
	check_line("hangup_cause_code=3130", "malformed");
	check_line("\"hangup_cause_code\"", "none");
	check_line("3130", "none");
	/* Two that fit equally, a wanted one twice, an added one. */
	check_line("{\"hangup_cause_code\":4000,\"HangupCauseCode\":4000}", "malformed");
	check_line("{\"hangup_cause_code\":4000,\"hangup_cause_code\":4000}", "malformed");
	check_line("{\"hangup_cause_code\":4000,\"plivo_status\":\"ok\"}", "malformed");
	check_line("{\"hangup_cause_code\":4000,\"Plivo Status\":\"ok\"}", "malformed");
	/* Whatever else there is to be said: a trunk's key, a source without a code. */
	check_line("{\"hangup_cause_code\":4000,\"plivo_status\":\"ok\",\"trunk_domain\":\"x\"}", "malformed");
	check_line("{\"hangup_cause_code\":4000,\"HangupCauseCode\":4000,\"trunk_domain\":\"x\"}", "malformed");
	check_line("{\"hangup_cause_code\":4000,\"hangup_source\":\"x\",\"HangupSource\":\"x\",\"trunk_domain\":\"x\"}",
		   "malformed");
	check_line("{\"hangup_source\":\"Caller\",\"plivo_status\":\"empty\"}", "malformed");
	check_line("{\"hangup_source\":\"Caller\",\"HangupSource\":\"Callee\"}", "malformed");
	/* A name that is not added now may be there. */
	check_line("{\"hangup_cause_code\":4000,\"plivo_cause\":\"x\"}", "ok");
}
END_TEST

static const struct {
	const char *arguments[5];
	const char *in, *out;
	enum status status;
} whole[] = {
	{ { "--add", "status", "-c", "code" },
	  "{\"code\":3130,\"trunk_domain\":\"x\"}\n{\"Code\":4240,\"code\":3130}\n{\"Code\":4240,\"CODE\":3130}\n"
	  "{\"hangup_cause_code\":3130}\n",
	  "{\"code\":3130,\"trunk_domain\":\"x\",\"plivo_status\":\"unknown\"}\n"
	  "{\"Code\":4240,\"code\":3130,\"plivo_status\":\"ok\"}\n{\"Code\":4240,\"CODE\":3130}\n"
	  "{\"hangup_cause_code\":3130}\n",
	  STATUS_TROUBLE },
	{ { "--add", "status", "--name-column", "name" },
	  "{\"hangup_cause_code\":4000,\"plivo_status\":\"ok\"}\n",
	  "{\"hangup_cause_code\":4000,\"plivo_status\":\"ok\"}\n",
	  STATUS_TROUBLE },
	{ { "--name-column", "2" }, "{\"hangup_cause_code\":3130}\n", "", STATUS_TROUBLE },
	/* Records in any layout, and within records. */
	{ { "--add", "status" },
	  "[{\"hangup_cause_code\":3130},\n {\"hangup_cause_code\":4240}]\n",
	  "[{\"hangup_cause_code\":3130,\"plivo_status\":\"ok\"},\n {\"hangup_cause_code\":4240,"
	  "\"plivo_status\":\"unknown\"}]\n",
	  STATUS_DONE },
	{ { "--add", "status" },
	  "{\n  \"meta\": { \"n\": 1 },\n  \"objects\": [\n    {\n      \"hangup_cause_code\": 3130\n    }\n  ]\n}\n",
	  "{\n  \"meta\": { \"n\": 1 },\n  \"objects\": [\n    {\n      \"hangup_cause_code\": 3130,"
	  "\"plivo_status\":\"ok\"\n    }\n  ]\n}\n",
	  STATUS_DONE },
	{ { "--add", "status" },
	  "{\"level\":30,\"req\":{\"body\":{\"HangupCauseCode\":\"3010\"}}}\n",
	  "{\"level\":30,\"req\":{\"body\":{\"HangupCauseCode\":\"3010\",\"plivo_status\":\"ok\"}}}\n",
	  STATUS_DONE },
	{ { "--add", "status" },
	  "{\"hangup_cause_code\":3130},\n{\"hangup_cause_code\":4000} ,\n",
	  "{\"hangup_cause_code\":3130,\"plivo_status\":\"ok\"},\n{\"hangup_cause_code\":4000,\"plivo_status\":\"ok\"} ,\n",
	  STATUS_DONE },
	{ { "--add", "status" },
	  "{\"hangup_cause_code\":3130} {\"hangup_cause_code\":4000}\n",
	  "{\"hangup_cause_code\":3130,\"plivo_status\":\"ok\"} {\"hangup_cause_code\":4000,\"plivo_status\":\"ok\"}\n",
	  STATUS_DONE },
	{ { "--add", "status,cause" },
	  "{\"hangup_cause_code\":4240}",
	  "{\"hangup_cause_code\":4240,\"plivo_status\":\"unknown\",\"plivo_cause\":null}",
	  STATUS_DONE },
	/* Without any. */
	{ { NULL }, "[]\n", "[]\n", STATUS_DONE },
	{ { NULL }, "{\"objects\":[]}\n", "{\"objects\":[]}\n", STATUS_DONE },
	{ { NULL },
	  "{\"data\":{\"api_id\":\"x\",\"meta\":{\"limit\":20,\"next\":null,\"total_count\":0},\"objects\":[]}}",
	  "{\"data\":{\"api_id\":\"x\",\"meta\":{\"limit\":20,\"next\":null,\"total_count\":0},\"objects\":[]}}",
	  STATUS_DONE },
	{ { NULL }, "{\"objects\":[{\"a\":1}]}\n", "{\"objects\":[{\"a\":1}]}\n", STATUS_TROUBLE },
	{ { NULL }, "{\"meta\":{\"limit\":1}}\n", "{\"meta\":{\"limit\":1}}\n", STATUS_TROUBLE },
	{ { NULL }, "{\"a\":1}\n", "{\"a\":1}\n", STATUS_TROUBLE },
};

START_TEST(inputs_as_a_whole)
{
	struct annotating annotating;
	size_t size = strlen(whole[_i].in);

	annotating_open(&annotating);
	const struct annotated *done =
		annotating_everywhere(&annotating, whole[_i].arguments, whole[_i].in, size, read_sizes, READ_SIZES);
	ck_assert_str_eq((const char *)done->out, whole[_i].out);
	/* Malformed lines among the records are trouble in the end. */
	ck_assert_int_eq(done->status, whole[_i].status);
	annotating_close(&annotating);
}
END_TEST

static const char *const parts[] = {
	"{\"hangup_cause_code\":3130}",
	"{\"HangupCauseCode\":\"4000\",\"x\":\"\\u00e4}\\\"\"}",
	"{\"hangup_cause_code\":true}",
	"  { \"a\" : [ { } , [ ] ] , \"hangup_cause_code\" : 4240.0 }\t ",
	"{\"hangup_cause_code\":null,\"b\":{\"hangup_cause_code\":1}}",
	"{}",
	"{ }",
	"{\"hangup_cause_code\":3010,\"hangup_cause_name\":\"No Answer\"}",
	"{\"hangup_cause_code\":\"1e3\"}",
	"{\"hangup_source\":\"\"}",
	"{\"a\":1",
	"{\"a\":1,\"a\":2}",
	"}",
	"x",
	" ",
	"\t",
	"\n",
	"\n",
	"\n",
	"\r\n",
	"\r\n",
	"\r",
	"\r",
	"\xff",
};

static size_t make_input(uint64_t seed, char *bytes, size_t room)
{
	size_t length = 0;

	length +=
		(size_t)snprintf(bytes, room, "%s%s", seed % 3 == 0 ? "\xef\xbb\xbf" : "",
				 seed % 2 == 0 ? "\r\n {\"hangup_cause_code\":4010}\n" : "{\"HangupCauseCode\":1}\r\n");
	for (size_t i = 0; i < 40; i++) {
		if (draw(&seed, 60) == 0) {
			/* About the limit of a line, and far past it. */
			size_t filling = draw(&seed, 2) == 0 ? RECORD_LIMIT - 30 + draw(&seed, 60) : 3 * RECORD_LIMIT;
			length += (size_t)snprintf(bytes + length, room - length, "{\"HangupCauseCode\":\"");
			memset(bytes + length, ' ', filling);
			length += filling;
			length += (size_t)snprintf(bytes + length, room - length, "\"}\n");
			continue;
		}
		const char *part = parts[draw(&seed, sizeof parts / sizeof parts[0])];
		memcpy(bytes + length, part, strlen(part));
		length += strlen(part);
	}
	return length;
}

/* Whether deleting inserted members from the output gives the input. */
static void check_kept(const char *input, size_t length, const struct annotated *done)
{
	static const char begin[] = "\"plivo_status\":";
	const char *out = (const char *)done->out;
	size_t at = 0;
	size_t kept = 0;

	while (at < done->size) {
		size_t comma = out[at] == ',' ? 1 : 0;
		if (strncmp(out + at + comma, begin, sizeof begin - 1) == 0) {
			at += comma + sizeof begin - 1;
			at += 1 + strcspn(out + at + 1, "\"") + 1;
			continue;
		}
		ck_assert_uint_lt(kept, length);
		ck_assert_int_eq(out[at++], input[kept++]);
	}
	ck_assert_uint_eq(kept, length);
}

START_TEST(every_byte_is_kept_whatever_is_read_at_once)
{
	enum { INPUT_ROOM = 16 * 1024 * 1024 };
	struct annotating annotating;
	char *input = malloc(INPUT_ROOM);
	bool has_any[COUNT_COUNT] = { false };

	ck_assert_msg(input != NULL, "out of memory");
	annotating_open(&annotating);
	for (uint64_t seed = 1; seed <= by_length(5, 8, 20); seed++) {
		size_t length = make_input(seed, input, INPUT_ROOM);
		/* Tiny reads of long lines take long; few do. */
		size_t first = length > 100000 && seed % 5 != 0 ? 3 : 0;
		const struct annotated *done = annotating_everywhere(&annotating, add_status, input, length,
								     read_sizes + first, READ_SIZES - first);
		check_kept(input, length, done);
		for (size_t i = 0; i < COUNT_COUNT; i++)
			has_any[i] = has_any[i] || done->counts[i] > 0;
	}
	annotating_close(&annotating);
	/* The inputs have something of everything that JSON can have. */
	for (size_t i = 0; i < COUNT_COUNT; i++)
		ck_assert_msg(has_any[i] == (i != COUNT_RAGGED && i != COUNT_SHORT && i != COUNT_LONG), "%s",
			      count_names[i]);
	free(input);
}
END_TEST

START_TEST(a_record_may_have_64_kib)
{
	struct annotating annotating;

	annotating_open(&annotating);
	for (size_t over = 0; over < 2; over++) {
		size_t length = RECORD_LIMIT + over;
		char *input = malloc(length + 3);

		ck_assert_msg(input != NULL, "out of memory");
		memset(input, ' ', length);
		memcpy(input, "{\"hangup_cause_code\":4000", 25);
		input[length - 1] = '}';
		memcpy(input + length, "\r\n", 3);
		const struct annotated *done = annotate(&annotating, add_status, input, length + 2);
		ck_assert_uint_eq(done->counts[COUNT_BAD], over);
		ck_assert_uint_eq(done->counts[COUNT_OK], 1 - over);
		check_kept(input, length + 2, done);
		free(input);
	}
	annotating_close(&annotating);
}
END_TEST

Suite *json_suite(void)
{
	Suite *suite = suite_create("json");
	TCase *cases = tcase_create("json");

	tcase_add_test(cases, each_kind_of_value);
	tcase_add_test(cases, keys_are_chosen_for_each_object);
	tcase_add_test(cases, lines_that_are_no_record);
	tcase_add_loop_test(cases, inputs_as_a_whole, 0, sizeof whole / sizeof whole[0]);
	tcase_add_test(cases, every_byte_is_kept_whatever_is_read_at_once);
	tcase_add_test(cases, a_record_may_have_64_kib);
	suite_add_tcase(suite, cases);
	return suite;
}
