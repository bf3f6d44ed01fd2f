/* NDJSON through annotate: every byte of the input comes out, with the new members before the closing braces. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "annotating.h"
#include "damage.h"

Suite *json_suite(void);

enum { INPUT_ROOM = 16 * 1024 * 1024 };

/* One run of annotate. */
struct run {
	const char *code; /* -c */
	const char *add;  /* --add */
	size_t read_size;
	/* What came of it. */
	enum status status;
	char *output, *messages;
	size_t length;
	uint64_t by_status[VERDICT_COUNT], malformed;
	uint64_t lines[FINDING_COUNT]; /* of the first of each kind */
};

static int file_of(const void *bytes, size_t length)
{
	int descriptor = memfd_create("test", 0);

	ck_assert_int_ge(descriptor, 0);
	ck_assert_int_eq(write(descriptor, bytes, length), (ssize_t)length);
	ck_assert_int_eq(lseek(descriptor, 0, SEEK_SET), 0);
	return descriptor;
}

static char *text_in(int descriptor, size_t *length)
{
	off_t size = lseek(descriptor, 0, SEEK_END);
	ck_assert_int_ge(size, 0);
	char *text = calloc(1, (size_t)size + 1);
	ssize_t count = pread(descriptor, text, (size_t)size, 0);

	ck_assert_int_eq(count, size);
	if (length != NULL)
		*length = (size_t)count;
	close(descriptor);
	return text;
}

static void annotate(struct run *run, const void *bytes, size_t length)
{
	struct diagnostics diagnostics = { .descriptor = file_of("", 0) };
	int input = file_of(bytes, length);
	int out = file_of("", 0);
	struct sink sink;
	struct pass pass;

	sink_open(&sink, dup(out));
	struct pass_settings settings = pass_defaults("annotate", &diagnostics, &sink);
	struct added_list added = added_default();
	if (run->add != NULL)
		ck_assert(added_parse(&added, run->add, &diagnostics));
	settings.added = &added;
	settings.read_size = run->read_size;
	if (run->code != NULL)
		ck_assert_ptr_null(column_spec_parse(&settings.code, run->code));
	pass_open(&pass, &settings);
	run->status = pass_files(&pass, NULL, 0, input);
	memcpy(run->by_status, pass.tally.by_status, sizeof run->by_status);
	run->by_status[VERDICT_OK] = tally_ok(&pass.tally);
	run->malformed = pass.tally.malformed;
	for (size_t kind = 0; kind < FINDING_COUNT; kind++)
		run->lines[kind] = pass.tally.first[kind].line;
	pass_close(&pass);
	ck_assert_int_eq(sink_close(&sink), 0);
	close(input);
	run->output = text_in(out, &run->length);
	run->messages = text_in(diagnostics.descriptor, NULL);
}

static void forget(struct run *run)
{
	free(run->output);
	free(run->messages);
}

/* What status a line gets; "malformed" if it passes through as it is. */
static void check_line(const char *line, const char *status)
{
	struct run run = { .add = "status" };
	char wanted[1024];
	char with[2048];
	size_t length = strlen(line);

	/* A record that is fine before it: the line is not alone. */
	snprintf(with, sizeof with, "{\"hangup_cause_code\":4000}\n%s\n", line);
	annotate(&run, with, strlen(with));
	const char *second = strchr(run.output, '\n') + 1;
	if (strcmp(status, "malformed") == 0)
		snprintf(wanted, sizeof wanted, "%s\n", line);
	else
		snprintf(wanted, sizeof wanted, "%.*s%s\"plivo_status\":\"%s\"}\n", (int)length - 1, line,
			 strcmp(line, "{}") == 0 ? "" : ",", status);
	ck_assert_str_eq(second, wanted);
	ck_assert_uint_eq(run.malformed, strcmp(status, "malformed") == 0);
	forget(&run);
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
		{ "0", "ok" },
		{ "-0", "invalid" },
		{ "4240", "unknown" },
		{ "99999", "unknown" },
		{ "100000", "invalid" },
		{ "4294970426", "invalid" },
		{ "18446744073709554746", "invalid" },
		{ "1234567890123456789012345678901234567890", "invalid" },
		{ "4.000", "invalid" },
		{ "3130.00", "invalid" },
		{ "3.13e3", "invalid" },
		{ "1e3", "invalid" },
		{ "-3130", "invalid" },
		{ "true", "invalid" },
		{ "false", "invalid" },
		{ "[3130]", "invalid" },
		{ "[\"Busy Line\"]", "invalid" },
		{ "{\"hangup_cause_code\":3130}", "invalid" },
		{ "{\"Unknown\":0}", "invalid" },
		{ "\"NORMAL_CLEARING\"", "invalid" },
		{ "\"3130\\u0000\"", "invalid" },
		{ "null", "empty" },
		{ "\"\"", "empty" },
		{ "\"None\"", "empty" },
		{ "\"NaN\"", "empty" },
		{ "1e400", "malformed" },
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
	check_line("{}", "empty");
	check_line("{\"a\":1}", "empty");
	check_line("{\"Hangup-Cause Code\":3130}", "ok");
	check_line("{\"PlivoHangupCauseCode\":3130}", "ok");
	check_line("{\"DialBLegHangupCauseCode\":\"x\",\"plivo_hangup_cause_code\":3130}", "ok");
	check_line("{\"hangup_cause_name\":\"Busy Line\"}", "ok");
	check_line("{\"hangup_cause_name\":\"NORMAL_CLEARING\"}", "invalid");
	check_line("{\"termination_cause_code\":1000}", "empty");
	/* Only the object's own members count. */
	check_line("{\"extra\":{\"hangup_cause_code\":3010}}", "empty");
	check_line("{\"extra\":{\"hangup_cause_code\":3010},\"hangup_cause_code\":null}", "empty");
	check_line("{\"hangup\\u005fcause\\u005fcode\":3130}", "ok");
	/* The name is checked against the code. */
	check_line("{\"hangup_cause_code\":3010,\"hangup_cause_name\":\"Busy Line\"}", "ok");
	check_line("{\"hangup_cause_code\":3010,\"hangup_cause_name\":\"No Answer\"}", "mismatch");
	check_line("{\"hangup_cause_code\":3010,\"hangup_cause_name\":null}", "ok");
	check_line("{\"hangup_cause_code\":3010,\"hangup_cause_name\":[\"No Answer\"]}", "ok");
	check_line("{\"hangup_cause_code\":3020,\"hangup_cause_name\":\"rtp_timeout\"}", "mismatch");
	/* Records of SIP trunks. */
	check_line("{\"hangup_cause_code\":4010,\"trunk_domain\":null}", "mismatch");
	check_line("{\"HangupInitiator\":\"carrier\",\"hangup_cause_code\":4010}", "mismatch");
	check_line("{\"hangup_cause_code\":4240,\"trunk_domain\":\"x\"}", "unknown");
	check_line("{\"trunk_domain\":\"x\"}", "empty");
}
END_TEST

START_TEST(lines_that_are_no_record)
{
	check_line("{\"hangup_cause_code\":4000", "malformed");
	check_line("{\"hangup_cause_code\":4000}}", "malformed");
	check_line("{\"hangup_cause_code\":4000},", "malformed");
	check_line("{\"hangup_cause_code\":4000}{}", "malformed");
	check_line("[{\"hangup_cause_code\":4000}]", "malformed");
	check_line("\"hangup_cause_code\"", "malformed");
	check_line("3130", "malformed");
	check_line("hangup_cause_code=3130", "malformed");
	check_line("{'hangup_cause_code':4000}", "malformed");
	check_line("{\"a\":1,\"a\":2,\"hangup_cause_code\":4000}", "malformed");
	check_line("{\"a\":1,\"\\u0061\":2,\"hangup_cause_code\":4000}", "malformed");
	check_line("{\"hangup_cause_code\":4000,\"a\\u0000\":1}", "malformed");
	check_line("{\"hangup_cause_code\":4000,\"HangupCauseCode\":4000}", "malformed");
	check_line("{\"hangup_cause_code\":4000,\"plivo_status\":\"ok\"}", "malformed");
	check_line("{\"hangup_cause_code\":4000,\"Plivo Status\":\"ok\"}", "malformed");
	/* A name that is not added now may be there. */
	check_line("{\"hangup_cause_code\":4000,\"plivo_cause\":\"x\"}", "ok");
}
END_TEST

/* jansson would forget a NUL after a number and take the line for an object. */
START_TEST(a_nul_is_no_json)
{
	static const char line[] = "{\"hangup_cause_code\":40000}";

	for (size_t at = 1; at < sizeof line; at++) {
		char bytes[sizeof line + 1];
		struct run run = { .add = "status" };

		memcpy(bytes, line, at);
		bytes[at] = '\0';
		memcpy(bytes + at + 1, line + at, sizeof line - at);
		annotate(&run, bytes, sizeof bytes - 1);
		ck_assert_uint_eq(run.malformed, 1);
		ck_assert_uint_eq(run.length, sizeof bytes - 1);
		ck_assert_mem_eq(run.output, bytes, run.length);
		forget(&run);
	}
}
END_TEST

START_TEST(a_column_by_name)
{
	struct run run = { .code = "code", .add = "status" };
	static const char input[] = "{\"code\":3130,\"trunk_domain\":\"x\"}\n{\"Code\":4240,\"code\":3130}\n"
				    "{\"Code\":4240,\"CODE\":3130}\n{\"hangup_cause_code\":3130}\n";

	annotate(&run, input, sizeof input - 1);
	ck_assert_str_eq(run.output, "{\"code\":3130,\"trunk_domain\":\"x\",\"plivo_status\":\"ok\"}\n"
				     "{\"Code\":4240,\"code\":3130,\"plivo_status\":\"ok\"}\n"
				     "{\"Code\":4240,\"CODE\":3130}\n"
				     "{\"hangup_cause_code\":3130,\"plivo_status\":\"empty\"}\n");
	ck_assert_uint_eq(run.malformed, 1);
	ck_assert_int_eq(run.status, STATUS_DONE);
	forget(&run);

	run = (struct run){ .code = "2" };
	annotate(&run, input, sizeof input - 1);
	ck_assert_str_eq(run.output, "");
	ck_assert_int_eq(run.status, STATUS_TROUBLE);
	forget(&run);
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
static void check_kept(const char *input, size_t length, const struct run *run)
{
	static const char begin[] = "\"plivo_status\":";
	size_t at = 0;
	size_t kept = 0;

	while (at < run->length) {
		size_t comma = run->output[at] == ',' ? 1 : 0;
		if (strncmp(run->output + at + comma, begin, sizeof begin - 1) == 0) {
			at += comma + sizeof begin - 1;
			at += 1 + strcspn(run->output + at + 1, "\"") + 1;
			ck_assert_int_eq(run->output[at], '}');
			continue;
		}
		ck_assert_uint_lt(kept, length);
		ck_assert_int_eq(run->output[at++], input[kept++]);
	}
	ck_assert_uint_eq(kept, length);
}

START_TEST(every_byte_is_kept_whatever_is_read_at_once)
{
	static const size_t sizes[] = { 1, 2, 3, 7, 63, 64, 65, 4095, 65536 };
	char *input = malloc(INPUT_ROOM);
	uint64_t statuses = 0;

	for (uint64_t seed = 1; seed <= 20; seed++) {
		size_t length = make_input(seed, input, INPUT_ROOM);
		struct run whole = { .add = "status" };
		annotate(&whole, input, length);
		check_kept(input, length, &whole);
		for (size_t i = 0; i < VERDICT_COUNT; i++)
			statuses |= whole.by_status[i] > 0 ? UINT64_C(1) << i : 0;
		/* Tiny reads of long lines take long; few do. */
		for (size_t i = length > 100000 && seed % 20 != 0 ? 3 : 0; i < sizeof sizes / sizeof sizes[0]; i++) {
			struct run run = { .add = "status", .read_size = sizes[i] };
			annotate(&run, input, length);
			ck_assert_uint_eq(run.length, whole.length);
			ck_assert_mem_eq(run.output, whole.output, run.length);
			ck_assert_uint_eq(run.malformed, whole.malformed);
			ck_assert_mem_eq(run.lines, whole.lines, sizeof run.lines);
			ck_assert_mem_eq(run.by_status, whole.by_status, sizeof run.by_status);
			ck_assert_int_eq(run.status, whole.status);
			forget(&run);
		}
		forget(&whole);
	}
	/* The inputs have something of everything. */
	ck_assert_uint_eq(statuses, (UINT64_C(1) << VERDICT_COUNT) - 1);
	free(input);
}
END_TEST

START_TEST(a_line_may_have_64_kib)
{
	for (size_t over = 0; over < 2; over++) {
		size_t length = RECORD_LIMIT + over;
		char *input = malloc(length + 3);
		struct run run = { .add = "status" };

		memset(input, ' ', length);
		memcpy(input, "{\"hangup_cause_code\":4000", 25);
		input[length - 1] = '}';
		memcpy(input + length, "\r\n", 3);
		annotate(&run, input, length + 2);
		ck_assert_uint_eq(run.malformed, over);
		ck_assert_uint_eq(run.by_status[VERDICT_OK], 1 - over);
		check_kept(input, length + 2, &run);
		forget(&run);
		free(input);
	}
}
END_TEST

/* Until its end such an input might be a document over several lines, so all of it is there when its lines are read. */
START_TEST(a_line_of_blanks_may_have_64_kib)
{
	for (size_t over = 0; over < 2; over++) {
		size_t length = RECORD_LIMIT + over;
		char *input = malloc(length + 5);
		struct run run = { .add = "status" };

		memcpy(input, "{\n\n\n", 5);
		memset(input + 4, ' ', length);
		annotate(&run, input, 4 + length);
		ck_assert_uint_eq(run.malformed, 1 + over);
		check_kept(input, 4 + length, &run);
		forget(&run);
		free(input);
	}
}
END_TEST

START_TEST(documents_are_told_from_lines)
{
	static const struct {
		const char *bytes;
		enum json_shape shape, at_end;
	} rows[] = {
		{ "{", JSON_MORE, JSON_LINES },
		{ "{\"a\":1}", JSON_MORE, JSON_LINES },
		{ "{\"a\":1}\n", JSON_LINES, JSON_LINES },
		{ "{\"a\":1}{\"b\":2}\n", JSON_LINES, JSON_LINES },
		{ "{\"objects\":[]}\n", JSON_PAGE, JSON_PAGE },
		{ "{\"a\":{\"objects\":[]}}\n", JSON_LINES, JSON_LINES },
		{ "{\"objects\":{}}\n", JSON_LINES, JSON_LINES },
		{ "{\"objekts\":[]}\n", JSON_LINES, JSON_LINES },
		{ "{\n", JSON_MORE, JSON_LINES },
		{ "{\n\n  ", JSON_MORE, JSON_LINES },
		{ "{\n\"a\":1", JSON_MORE, JSON_SPREAD },
		{ "{\n\"a\":1}", JSON_SPREAD, JSON_SPREAD },
		{ "{\r\n\"a\":1}\r\n{", JSON_SPREAD, JSON_SPREAD },
		{ "{\"m\":{},\n\"objects\":[", JSON_MORE, JSON_PAGE },
		{ "{\"m\":{},\n\"objects\":[]}", JSON_PAGE, JSON_PAGE },
		{ "{\"a\":1,\n{\"a\":2}\n", JSON_LINES, JSON_LINES },
		{ "{\"a\":\"b\n\"}", JSON_LINES, JSON_LINES },
		{ "{a\n}", JSON_LINES, JSON_LINES },
		{ "{\n\"a\":-", JSON_MORE, JSON_LINES },
		{ "{\n\"a\":tr", JSON_MORE, JSON_LINES },
		{ "{\n\"a\":\"\\u00", JSON_MORE, JSON_LINES },
		{ "{\n\"\xc3", JSON_MORE, JSON_SPREAD },
		{ "{\n\"\xe2\x82", JSON_MORE, JSON_SPREAD },
		{ "{\n\"\xf0\x9f\x98", JSON_MORE, JSON_SPREAD },
		{ "{\n\"\xe2\x82\xac", JSON_MORE, JSON_SPREAD },
		{ "{\n\"\xe2\x28", JSON_LINES, JSON_LINES },
		{ "{\x80\x80\x80\x80\n", JSON_LINES, JSON_LINES },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		ck_assert_int_eq(json_shape(text_of(rows[i].bytes), false), rows[i].shape);
		ck_assert_int_eq(json_shape(text_of(rows[i].bytes), true), rows[i].at_end);
	}
}
END_TEST

/* What is decided on the beginning of some bytes must hold for all of them. */
static void check_shape_of_beginnings(const char *bytes, size_t length)
{
	enum json_shape whole = json_shape((struct text){ bytes, length }, true);

	for (size_t cut = 1; cut <= length; cut++) {
		enum json_shape shape = json_shape((struct text){ bytes, cut }, false);
		if (shape != JSON_MORE)
			ck_assert_msg(shape == whole, "%d after %zu bytes of %.*s", (int)shape, cut, (int)length,
				      bytes);
	}
}

START_TEST(a_shape_does_not_depend_on_how_much_is_there)
{
	/* \x01 stands for a NUL. */
	static const char *const pieces[] = {
		"{",
		"}",
		"[",
		"]",
		",",
		":",
		"\"",
		"\n",
		"\r\n",
		" ",
		"\"a\"",
		"\"b\":",
		"\"objects\":[",
		"-1.5e+3",
		"0",
		"true",
		"null",
		"\"\\n\\u20ac\"",
		"\"\\ud83d\\ude00\"",
		"\"\xe2\x82\xac\"",
		"\xf0\x9f\x98\x80",
		"\x80",
		"-",
		"1.",
		"\x01",
	};
	uint64_t state = 3;

	for (size_t i = 0; i < (is_short_run() ? 300 : 30000); i++) {
		char bytes[256] = "{";
		size_t count = draw(&state, 10);

		strcat(bytes, draw(&state, 2) > 0 ? "\n" : "");
		for (size_t piece = 0; piece < count; piece++)
			strcat(bytes, pieces[draw(&state, sizeof pieces / sizeof pieces[0])]);
		size_t length = strlen(bytes);
		for (size_t at = 0; at < length; at++)
			if (bytes[at] == '\x01')
				bytes[at] = '\0';
		check_shape_of_beginnings(bytes, length);
	}
}
END_TEST

START_TEST(a_walk_over_any_bytes_ends)
{
	static const char alphabet[] = "{}[]\",:\\ a1";
	uint64_t state = 7;

	for (size_t i = 0; i < 200000; i++) {
		char bytes[12];
		size_t length = draw(&state, sizeof bytes + 1);
		for (size_t at = 0; at < length; at++)
			bytes[at] = alphabet[draw(&state, sizeof alphabet - 1)];
		struct json_cursor pass = json_cursor_begin((struct text){ bytes, length });
		size_t values = 0;
		while (json_cursor_next(&pass)) {
			ck_assert(pass.value.bytes >= bytes);
			ck_assert(pass.value.bytes + pass.value.length <= bytes + length);
			ck_assert_uint_le(++values, length);
		}
	}
}
END_TEST

Suite *json_suite(void)
{
	Suite *suite = suite_create("json");
	TCase *cases = tcase_create("json");

	tcase_add_test(cases, each_kind_of_value);
	tcase_add_test(cases, keys_are_chosen_for_each_object);
	tcase_add_test(cases, lines_that_are_no_record);
	tcase_add_test(cases, a_nul_is_no_json);
	tcase_add_test(cases, a_column_by_name);
	tcase_add_test(cases, every_byte_is_kept_whatever_is_read_at_once);
	tcase_add_test(cases, a_line_may_have_64_kib);
	tcase_add_test(cases, a_line_of_blanks_may_have_64_kib);
	tcase_add_test(cases, documents_are_told_from_lines);
	tcase_add_test(cases, a_shape_does_not_depend_on_how_much_is_there);
	tcase_add_test(cases, a_walk_over_any_bytes_ends);
	suite_add_tcase(suite, cases);
	return suite;
}
