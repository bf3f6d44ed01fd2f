/* SPDX-License-Identifier: MIT */
/*
 * annotate held to its promise on CSV: worked cases, every short string, generated files; each in many surroundings,
 * which may make no difference, and against a reader written for these tests alone (reference.h). Whoever deletes from
 * the output what was inserted must get the input back: the reference's output is the input with cells inserted by
 * construction, so equality with it says that and more.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annotating.h"
#include "counting.h"
#include "damage.h"
#include "reference.h"

Suite *records_suite(void);

/* The worked cases */

static const char vectors[] = "tests/data/annotate-vectors.jsonl";

/* Bytes that stand in JSON as the characters U+0000 to U+00FF. */
static unsigned char *bytes_of(const json_t *string, size_t *size)
{
	const unsigned char *from = (const unsigned char *)json_string_value(string);
	size_t length = json_string_length(string);
	unsigned char *bytes = malloc(length + 1);

	*size = 0;
	ck_assert_ptr_nonnull(bytes);
	for (size_t i = 0; i < length; i++) {
		unsigned char c = from[i];
		if (c >= 0x80) {
			ck_assert_msg(c == 0xc2 || c == 0xc3, "no byte: %s", (const char *)from);
			c = (unsigned char)((c & 3) << 6 | (from[++i] & 0x3f));
		}
		bytes[(*size)++] = c;
	}
	bytes[*size] = '\0';
	return bytes;
}

/* What is wrong with what was made of a worked case, in a word; NULL: nothing. */
static const char *wrong_with(const struct annotated *done, const json_t *vector)
{
	const json_t *counts = json_object_get(vector, "counts");
	size_t size;
	unsigned char *out = bytes_of(json_object_get(vector, "out"), &size);
	bool is_output = done->size == size && memcmp(done->out, out, size) == 0;

	free(out);
	if (!is_output)
		return "output";
	if (done->status != json_integer_value(json_object_get(vector, "status")))
		return "status";
	ck_assert_uint_eq(json_object_size(counts), COUNT_COUNT);
	for (size_t i = 0; i < COUNT_COUNT; i++) {
		const json_t *wanted = json_object_get(counts, count_names[i]);
		ck_assert_ptr_nonnull(wanted);
		if ((json_int_t)done->counts[i] != json_integer_value(wanted))
			return count_names[i];
	}
	return NULL;
}

static void check_vector(struct annotating *annotating, const json_t *vector)
{
	enum { ARGUMENTS = 10 };
	const char *label = json_string_value(json_object_get(vector, "case"));
	const json_t *arguments = json_object_get(vector, "args");
	const char *words[ARGUMENTS] = { NULL };
	size_t size;

	ck_assert_uint_gt(json_array_size(arguments), 0);
	ck_assert_uint_lt(json_array_size(arguments), ARGUMENTS);
	ck_assert_str_eq(json_string_value(json_array_get(arguments, 0)), "annotate");
	for (size_t i = 1; i < json_array_size(arguments); i++)
		words[i - 1] = json_string_value(json_array_get(arguments, i));
	unsigned char *in = bytes_of(json_object_get(vector, "in"), &size);
	const struct annotated *done = annotating_everywhere(annotating, words, in, size, read_sizes, READ_SIZES);
	const char *wrong = wrong_with(done, vector);
	ck_assert_msg(wrong == NULL, "%s: wrong %s, status %d\n%.*s", label, wrong, done->status, (int)done->size,
		      (const char *)done->out);
	free(in);
}

START_TEST(worked_case)
{
	FILE *file = fopen(vectors, "r");
	struct annotating annotating;
	char *line = NULL;
	size_t room = 0;

	ck_assert_ptr_nonnull(file);
	for (int i = 0; i <= _i; i++)
		ck_assert_msg(getline(&line, &room, file) > 0, "no line %d", i + 1);
	json_t *vector = json_loads(line, JSON_ALLOW_NUL, NULL);
	ck_assert_msg(vector != NULL, "no JSON: %s", line);
	annotating_open(&annotating);
	check_vector(&annotating, vector);
	annotating_close(&annotating);
	json_decref(vector);
	free(line);
	fclose(file);
}
END_TEST

static int vector_count(void)
{
	FILE *file = fopen(vectors, "r");
	int count = 0;
	int c;

	while (file != NULL && (c = getc(file)) != EOF)
		count += c == '\n';
	if (file != NULL)
		fclose(file);
	/* Without any the first fails. */
	return count > 0 ? count : 1;
}

/* Every short string */

static const char alphabet[] = ",\"\r\na ";
enum { LETTERS = sizeof alphabet - 1 };

/* The strings in the order of their length, as numbers from 0. Returns the length, which the last exceeds. */
static size_t string_of(size_t number, char *string)
{
	size_t length = 0;

	for (size_t all = 1; number >= all; all *= LETTERS) {
		number -= all;
		length++;
	}
	for (size_t i = 0; i < length; i++) {
		string[i] = alphabet[number % LETTERS];
		number /= LETTERS;
	}
	string[length] = '\0';
	return length;
}

/* A reader fed by hand, piece by piece, compared item by item with the reference. */
struct comparing {
	struct input input;
	struct csv_reader reader;
	struct reference reference;
	const unsigned char *bytes;
	size_t size;
	size_t fed; /* to the reader */
	size_t at;  /* where its next item begins */
	char label[256];
	size_t piece; /* how much it is fed at once */
};

/* What is being compared, for messages. Lives until the next call. */
static const char *label_of(struct comparing *c)
{
	snprintf(c->label, sizeof c->label, "pieces of %zu, scanner %s: >%.150s<", c->piece,
		 kernel_name(c->reader.scanner.kernel), (const char *)c->bytes);
	return c->label;
}

/* As input_fill, but from memory; and what stands behind the window is a trap. */
static void feed_some(struct comparing *c, size_t piece)
{
	struct input *input = &c->input;
	size_t size = input_size(input);
	size_t more = c->size - c->fed;

	ck_assert_msg(!input->ended, "more wanted after the end: %s", label_of(c));
	memmove(input->buffer, input_bytes(input), size);
	if (piece != 0 && more > piece)
		more = piece;
	if (more > INPUT_SIZE - size)
		more = INPUT_SIZE - size;
	memcpy(input->buffer + size, c->bytes + c->fed, more);
	c->fed += more;
	input->begin = 0;
	input->end = size + more;
	input->bytes += more;
	input->ended = more == 0;
	for (size_t i = 0; i < INPUT_SLACK; i++)
		input->buffer[input->end + i] = (unsigned char)"\"\n,"[i % 3];
}

static void compare_cells(struct comparing *c, const struct record *record, const struct piece *piece)
{
	char small[256];
	size_t length = piece->end - piece->begin;
	char *room = length < sizeof small ? small : malloc(length);
	struct text wanted;

	for (size_t i = 0; i < CELL_COUNT; i++) {
		struct text found = record->cells[i];
		bool is_there = reference_cell(&c->reference, piece, c->reader.scanner.columns->at[i], room, &wanted);
		ck_assert_msg(is_there == (found.bytes != NULL), "cell %zu: %s", i, label_of(c));
		if (!is_there)
			continue;
		ck_assert_msg(found.length == wanted.length && memcmp(found.bytes, wanted.bytes, found.length) == 0,
			      "cell %zu is \"%.*s\": %s", i, (int)found.length, found.bytes, label_of(c));
	}
	if (room != small)
		free(room);
}

static void compare_item(struct comparing *c, enum item item, const struct record *record)
{
	struct piece piece;
	size_t length = record->head + record->tail;

	ck_assert_msg(length > 0, "an empty item: %s", label_of(c));
	ck_assert_msg(c->at + length <= c->size && memcmp(record->bytes, c->bytes + c->at, length) == 0,
		      "bytes changed at %zu: %s", c->at, label_of(c));
	if (item != ITEM_OTHER) {
		do {
			ck_assert_msg(reference_next(&c->reference, &piece), "an item too many: %s", label_of(c));
		} while (piece.kind == PIECE_BLANK);
		ck_assert_msg((item == ITEM_RECORD) == (piece.kind == PIECE_RECORD), "record or malformed: %s",
			      label_of(c));
		ck_assert_msg(c->at == piece.begin && record->line == piece.line, "place: %s", label_of(c));
	}
	if (item == ITEM_RECORD) {
		size_t place = reference_field_end(&c->reference, &piece, c->reader.scanner.columns->fields - 1);
		ck_assert_msg(record->head == place - piece.begin && length >= piece.end - piece.begin, "place %zu: %s",
			      record->head, label_of(c));
		ck_assert_msg(record->is_ragged ==
				      reference_has_more(&c->reference, &piece, c->reader.scanner.columns->fields),
			      "ragged %d: %s", record->is_ragged, label_of(c));
		ck_assert_msg(record->count == piece.fields, "%zu fields: %s", record->count, label_of(c));
		compare_cells(c, record, &piece);
	}
	if (item == ITEM_MALFORMED)
		ck_assert_msg(record->error != NULL, "no error: %s", label_of(c));
	c->at += length;
}

static void compare(struct comparing *c, const void *bytes, size_t size, unsigned char delimiter,
		    const struct kernel *kernel, size_t piece)
{
	static const struct columns columns = { .at = { 1, 0, 2, NO_COLUMN, NO_COLUMN },
						.count = CELL_COUNT,
						.fields = 2 };
	struct record record = { .bytes = NULL };
	struct piece left;
	enum item item;

	c->bytes = bytes;
	c->size = size;
	c->piece = piece;
	c->at = 0;
	c->fed = 0;
	c->reference = (struct reference){ bytes, size, delimiter, 0, 1 };
	input_use(&c->input, -1);
	c->input.bytes = 0;
	csv_reader_open(&c->reader, &c->input, kernel, delimiter, &columns, 1);
	while ((item = csv_reader_next(&c->reader, &record)) != ITEM_END) {
		if (item == ITEM_MORE)
			feed_some(c, piece);
		else
			compare_item(c, item, &record);
	}
	ck_assert_msg(c->at == size, "only %zu bytes: %s", c->at, label_of(c));
	while (reference_next(&c->reference, &left))
		ck_assert_msg(left.kind == PIECE_BLANK, "an item is missing: %s", label_of(c));
	csv_reader_close(&c->reader);
}

static void compare_everywhere(struct comparing *c, const void *bytes, size_t size, unsigned char delimiter)
{
	static const size_t pieces[] = { 0, 1, 2, 3, 4, 5 };
	const struct kernel *kernels[KERNELS];
	size_t count = all_kernels(kernels);

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < sizeof pieces / sizeof pieces[0]; k++)
			compare(c, bytes, size, delimiter, kernels[i], pieces[k]);
}

START_TEST(every_short_string_reads_as_the_rules_say)
{
	struct comparing c;
	char string[16];
	size_t most = by_length(3, 4, 6);

	input_open(&c.input);
	for (size_t i = 0, length; (length = string_of(i, string)) <= most; i++)
		compare_everywhere(&c, string, length, ',');
	input_close(&c.input);
}
END_TEST

START_TEST(every_short_string_reads_so_with_tabs)
{
	struct comparing c;
	char string[16];
	size_t most = by_length(3, 4, 5);

	input_open(&c.input);
	for (size_t i = 0, length; (length = string_of(i, string)) <= most; i++) {
		for (size_t k = 0; k < length; k++)
			string[k] = string[k] == ',' ? '\t' : string[k];
		compare_everywhere(&c, string, length, '\t');
		/* And the other way: a tab for the blank, where commas delimit. */
		for (size_t k = 0; k < length; k++)
			string[k] = string[k] == '\t' ? ',' : string[k] == ' ' ? '\t' : string[k];
		compare_everywhere(&c, string, length, ',');
	}
	input_close(&c.input);
}
END_TEST

/* The strings where the scanner's blocks of 64 bytes meet, outside quotes and inside. */
START_TEST(every_short_string_reads_so_across_blocks)
{
	static const char *const beginnings[] = { "", "\"", "a,\"\"," };
	const struct kernel *kernels[KERNELS];
	size_t count = all_kernels(kernels);
	struct comparing c;
	char bytes[128];
	char string[16];
	size_t most = by_length(2, 3, 4);

	input_open(&c.input);
	for (size_t i = 0, length; (length = string_of(i, string)) <= most; i++) {
		for (size_t k = 0; k < 3 * 8; k++) {
			size_t begin = (size_t)snprintf(bytes, sizeof bytes, "%s", beginnings[k / 8]);
			size_t size = 58 + k % 8;
			memset(bytes + begin, 'x', size - begin);
			size += (size_t)snprintf(bytes + size, sizeof bytes - size, "%s\nb", string);
			for (size_t j = 0; j < count; j++)
				compare(&c, bytes, size, ',', kernels[j], k % 8 == 0 ? 1 : 0);
		}
	}
	input_close(&c.input);
}
END_TEST

static const char *const without_header[] = { "-H", "-c", "2", NULL };
static const char *const second_column[] = { "-c", "2", NULL };

/* Up to three in all surroundings, longer ones once. */
START_TEST(every_short_string_is_annotated_as_the_rules_say)
{
	static const struct {
		const char *const *arguments;
		const char *before, *after;
		size_t longest;
	} ways[] = {
		{ no_arguments, "a,hangup_cause_code\n", "", 6 },
		{ no_arguments, "", "a,hangup_cause_code\n1,3130", 5 },
		{ without_header, "", "", 5 },
		{ second_column, "", "", 5 },
	};
	struct surroundings plain = { .kernel = scanner_kernel() };
	struct annotating annotating;
	char string[16];
	char bytes[64];

	annotating_open(&annotating);
	for (size_t k = 0; k < sizeof ways / sizeof ways[0]; k++) {
		size_t most = by_length(2, 4, ways[k].longest);
		for (size_t i = 0; string_of(i, string) <= most; i++) {
			const struct annotated *done;
			size_t size =
				(size_t)snprintf(bytes, sizeof bytes, "%s%s%s", ways[k].before, string, ways[k].after);
			if (strlen(string) <= by_length(1, 2, 3))
				done = annotating_everywhere(&annotating, ways[k].arguments, bytes, size, read_sizes,
							     READ_SIZES);
			else
				done = annotating_run(&annotating, ways[k].arguments, bytes, size, &plain);
			reference_check(done, ways[k].arguments, bytes, size, bytes);
		}
	}
	annotating_close(&annotating);
}
END_TEST

/* Every short sequence of pieces */

struct pieces {
	const char *label;
	const char *const *arguments;
	const char *before;
	const char *pieces[16];
	size_t longest;
};

static const char *const first_column[] = { "-c", "1", NULL };
static const char *const semicolons[] = { "-d", ";", NULL };
static const char *const by_name[] = { "-c", "x", NULL };

static const struct pieces pieces[] = {
	{ "where the header stands",
	  no_arguments,
	  "",
	  { "\xef\xbb\xbf", "sep=;\n", "#", "\n", "\t", ",", ";", "hangup_cause_code", "\"hangup_cause_code\"", "a",
	    "3130", "\"" },
	  4 },
	{ "what begins a file, under -d",
	  semicolons,
	  "",
	  { "sep=,\n", "sep=;\n", "#", "\n", ";", "HangupCauseCode", "a", "3130", "\"" },
	  3 },
	{ "-c N, with data for a header",
	  first_column,
	  "",
	  { "sep=;\n", "#", "\n", ",", ";", "|", "3130", "a", "\"" },
	  4 },
	{ "-c NAME", by_name, "", { "#", "\n", ",", ";", "x", "X", "\"x;\"", "3130", " " }, 4 },
	{ "the header again",
	  no_arguments,
	  "a,hangup_cause_code\n",
	  { "\xef\xbb\xbf", "\n", ",", "a", "\"a\"", "hangup_cause_code", " \"hangup_cause_code \"", "3130", "sep=,\n",
	    "#" },
	  3 },
	{ "drawn tables",
	  no_arguments,
	  " a | hangup_cause_code \n",
	  { "|", "-", "=", "+", ":", "\t", "\n", "(2 rows)", "(1 row)", "(", "3130", "a", "\"" },
	  4 },
	{ "rules where no bar delimits",
	  no_arguments,
	  "a;hangup_cause_code\n",
	  { "|", "--", "=", ";", "\n", "(2 rows)", "3130" },
	  3 },
	{ "cells too many",
	  no_arguments,
	  "hangup_cause_code,hangup_cause_name,n\n3130",
	  { ",", " ", "\t", "\"\"", "\" \"", "\"\"\"\"", "x", "Spam block", "Busy Line", "\n" },
	  5 },
	{ "what stands beside a code",
	  no_arguments,
	  "hangup_cause_code,hangup_cause_name,hangup_source\n3130,",
	  { ",", " ", "\n", "3130", "Spam Block", "spam_block", "SPAM_BLOCK", "Unknown", "Busy Line", "rtp_timeout",
	    "carrier", "Carrier", "customer", "zentrunk" },
	  4 },
	{ "whose call it is",
	  no_arguments,
	  "hangup_cause_code,hangup_cause_name,hangup_source\n3010,",
	  { ",", "\n", "3010", "4410", "busy_line", "Busy Line", "normal_hangup", "user_busy", "NO_ANSWER", "carrier",
	    "customer", "Callee" },
	  4 },
	{ "a key of a trunk",
	  no_arguments,
	  "trunk_domain,hangup_cause_code,hangup_cause_name,hangup_source\n",
	  { ",", "\n", "3010", "x", " ", "Busy Line", "normal_hangup", "no_name", "carrier", "Callee" },
	  5 },
	{ "a name in place of the code",
	  no_arguments,
	  "PlivoHangupCauseName,Plivo Hangup Source\n",
	  { ",", " ", "\n", "Spam Block", "spam_block", "SPAM_BLOCK", "cancelled", "Canceled (", "3130", "carrier",
	    "customer" },
	  3 },
	{ "what a cell means",
	  no_arguments,
	  "hangup_cause_code,\n",
	  { "0", "3130", ".0", ".", "'", "=\"", "\"", "\"\"", "null", "N/A", "#", "-", "\\N", "_", " ", "," },
	  3 },
	{ "which columns",
	  no_arguments,
	  "",
	  { "hangup_cause_code,", "Hangup cause,", "HangupCauseName,", "DialBLeg Hangup Cause Code,", "hangup_source,",
	    "DialBLegHangupSource,", "trunk_domain,", "plivo-status,", "\"hangup_cause_code\",", "x\n",
	    "\n4000,Busy Line,customer\n" },
	  4 },
};

/* Sequences of pieces, in the order of their length, as numbers from 0. Returns how many pieces it has. */
static size_t sequence_of(size_t number, const struct pieces *from, char *string)
{
	size_t letters = 0;
	size_t length = 0;

	while (letters < sizeof from->pieces / sizeof from->pieces[0] && from->pieces[letters] != NULL)
		letters++;
	for (size_t all = 1; number >= all; all *= letters) {
		number -= all;
		length++;
	}
	char *to = stpcpy(string, from->before);
	for (size_t i = 0; i < length; i++, number /= letters)
		to = stpcpy(to, from->pieces[number % letters]);
	return length;
}

/* One or two in all surroundings, longer ones once. */
START_TEST(every_short_sequence_is_annotated_as_the_rules_say)
{
	const struct pieces *from = &pieces[_i];
	struct surroundings plain = { .kernel = scanner_kernel() };
	struct annotating annotating;
	char bytes[512];
	size_t most = by_length(1, 2, from->longest);
	size_t everywhere = by_length(1, 1, 2);

	annotating_open(&annotating);
	for (size_t i = 0, count; (count = sequence_of(i, from, bytes)) <= most; i++) {
		size_t size = strlen(bytes);
		const struct annotated *done =
			count <= everywhere ? annotating_everywhere(&annotating, from->arguments, bytes, size,
								    read_sizes, READ_SIZES)
					    : annotating_run(&annotating, from->arguments, bytes, size, &plain);
		char label[1024];
		snprintf(label, sizeof label, "%s: %s", from->label, bytes);
		reference_check(done, from->arguments, bytes, size, label);
	}
	annotating_close(&annotating);
}
END_TEST

/* What is left out */

static const char *const only_busy[] = { "--only", "3010", NULL };

/* Every boundary is the first between two reads in one of these. */
static void check_left_out(struct annotating *annotating, const char *const *arguments, const char *first,
			   const char *second, const char *wanted)
{
	enum { MOST = 256 };
	char bytes[MOST];
	size_t sizes[MOST];
	size_t size = (size_t)snprintf(bytes, sizeof bytes, "%s%s", first, second);

	ck_assert_msg(size < MOST, "too long: %s", bytes);
	for (size_t i = 0; i < size; i++)
		sizes[i] = i + 1;
	annotating->second = *second != '\0' ? strlen(first) : 0;
	const struct annotated *done = annotating_everywhere(annotating, arguments, bytes, size, sizes, size);
	ck_assert_str_eq((const char *)done->out, wanted);
}

START_TEST(line_ends_stay_whole)
{
	static const char *const status[] = { "--add", "status", NULL };
	static const char *const only[] = { "--add", "status", "--only", "3010", NULL };
	static const struct {
		const char *const *arguments;
		const char *first, *second, *wanted;
	} cases[] = {
		{ only, "a,hangup_cause_code\r\n1,3010\r\n\r\n1,3130\r\n\r\n1,3010\r\n", "",
		  "a,hangup_cause_code,plivo_status\r\n1,3010,ok\r\n1,3010,ok\r\n" },
		{ only, "\r\na,hangup_cause_code\r\n\"open\r\n1,3010\r\na,hangup_cause_code\r\n", "",
		  "\r\na,hangup_cause_code,plivo_status\r\n1,3010,ok\r\na,hangup_cause_code,plivo_status\r\n" },
		{ only, "\r\n \r\nHangupCauseCode=3010\r\nx\r\nHangupCauseCode=3130\r\n\r\nHangupCauseCode=3010\r\n",
		  "", "HangupCauseCode=3010 plivo_status=ok\r\nHangupCauseCode=3010 plivo_status=ok\r\n" },
		{ only,
		  "\xef\xbb\xbf\r\n\r\n{\"HangupCauseCode\":3010}\r\n{\"HangupCauseCode\":1}\r\n{\"HangupCauseCode\":3010}\r\n",
		  "",
		  "\xef\xbb\xbf{\"HangupCauseCode\":3010,\"plivo_status\":\"ok\"}\r\n"
		  "{\"HangupCauseCode\":3010,\"plivo_status\":\"ok\"}\r\n" },
		{ only, "a,hangup_cause_code\r\n1,3010\r\n1,3130", "a,hangup_cause_code\r\n\r\n1,3010",
		  "a,hangup_cause_code,plivo_status\r\n1,3010,ok\r\n1,3010,ok" },
		{ only, "HangupCauseCode=3010", "\n\nHangupCauseCode=3010",
		  "HangupCauseCode=3010 plivo_status=ok\nHangupCauseCode=3010 plivo_status=ok" },
		{ status, "[\r\n{\"HangupCauseCode\":1},\r\n\r\n \r\n{\"HangupCauseCode\":1}]",
		  "{\"HangupCauseCode\":2}",
		  "[\r\n{\"HangupCauseCode\":1,\"plivo_status\":\"unknown\"},\r\n\r\n \r\n"
		  "{\"HangupCauseCode\":1,\"plivo_status\":\"unknown\"}]\r\n"
		  "{\"HangupCauseCode\":2,\"plivo_status\":\"unknown\"}" },
		{ status, "{\"x\":1,\r\n \"y\":{\"HangupCauseCode\":1} }", "\n{\"HangupCauseCode\":2}",
		  "{\"x\":1,\r\n \"y\":{\"HangupCauseCode\":1,\"plivo_status\":\"unknown\"} }\r\n\n"
		  "{\"HangupCauseCode\":2,\"plivo_status\":\"unknown\"}" },
		{ status, "a,hangup_cause_code\r1,3010", "\xef\xbb\xbfsep=,\ra,hangup_cause_code\n1,3010\n",
		  "a,hangup_cause_code,plivo_status\r1,3010,ok\r1,3010,ok\n" },
		{ status, "\"a,b\",hangup_cause_code\nx,3130\n\xef\xbb\xbf\"a,b\",hangup_cause_code\ny,4000\n", "",
		  "\"a,b\",hangup_cause_code,plivo_status\nx,3130,ok\n"
		  "\xef\xbb\xbf\"a,b\",hangup_cause_code,plivo_status\ny,4000,ok\n" },
		{ status, "title\n\xef\xbb\xbf\"a\n\",hangup_cause_code\nx,1\n\"a\n\",hangup_cause_code\n", "",
		  "title\n\xef\xbb\xbf\"a\n\",hangup_cause_code,plivo_status\nx,1,unknown\n"
		  "\"a\n\",hangup_cause_code,plivo_status\n" },
	};
	struct annotating annotating;

	annotating_open(&annotating);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check_left_out(&annotating, cases[i].arguments, cases[i].first, cases[i].second, cases[i].wanted);
	annotating_close(&annotating);
}
END_TEST

/* The length of the line that bytes begin with, its line end included. */
static size_t whole_line(const unsigned char *bytes, size_t size)
{
	size_t at = 0;

	while (at < size && bytes[at] != '\n' && bytes[at] != '\r')
		at++;
	if (at < size && bytes[at] == '\r' && at + 1 < size && bytes[at + 1] == '\n')
		at++;
	return at < size ? at + 1 : size;
}

START_TEST(calls_in_cells)
{
	static const char *const status[] = { "--add", "status", NULL };
	static const char *const only[] = { "--add", "status", "--only", "3010", NULL };
	static const char begin[] =
		"\xef\xbb\xbfid;payload\r\n1;\"{\"\"CallUUID\"\": \"\"a\"\",\r\n \"\"HangupCauseCode\"\": 3010}\"\r\n";
	static const char annotated[] = "\xef\xbb\xbfid;payload;plivo_status\r\n"
					"1;\"{\"\"CallUUID\"\": \"\"a\"\",\r\n \"\"HangupCauseCode\"\": 3010}\";ok\r\n";
	static const struct {
		const char *const *arguments;
		const char *rest, *second, *wanted;
	} cases[] = {
		/* no call, a short record, blank, the header again, a cell too many, several calls, malformed */
		{ status, "2;\"x\"\r\n3\r\n\r\nid;payload\r\n", "",
		  "2;\"x\";\r\n3;;\r\n\r\nid;payload;plivo_status\r\n" },
		{ status, "4;\"HangupCauseCode=4240\";\r\n", "", "4;\"HangupCauseCode=4240\";unknown;\r\n" },
		{ status, "5;\"HangupCauseCode=1 CallUUID=a\nHangupCauseCode=4000 CallUUID=b\"\n", "",
		  "5;\"HangupCauseCode=1 CallUUID=a\nHangupCauseCode=4000 CallUUID=b\";unknown\n" },
		{ status, "5;\"HangupCauseCode=3010 CallUUID=a\nHangupCauseCode=4000 CallUUID=b\"\n", "",
		  "5;\"HangupCauseCode=3010 CallUUID=a\nHangupCauseCode=4000 CallUUID=b\";mismatch\n" },
		{ status, "\"6;y\r\n7;HangupCauseCode=3010", "", "\"6;y\r\n7;HangupCauseCode=3010;" },
		{ only, "2;\"x\"\r\n3;\"HangupCauseCode=3010\"\r\n", "", "3;\"HangupCauseCode=3010\";ok\r\n" },
		{ status, "2;\"x\"", "id;payload\n3;\"HangupCauseCode=3010\"\n",
		  "2;\"x\";\r\n3;\"HangupCauseCode=3010\";ok\n" },
	};
	struct annotating annotating;
	char first[256];
	char wanted[512];

	annotating_open(&annotating);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		snprintf(first, sizeof first, "%s%s", begin, cases[i].rest);
		snprintf(wanted, sizeof wanted, "%s%s", annotated, cases[i].wanted);
		check_left_out(&annotating, cases[i].arguments, first, cases[i].second, wanted);
	}
	annotating_close(&annotating);
}
END_TEST

/* How much of a line, of so many bytes, is no line end. */
static size_t without_end(const unsigned char *bytes, size_t length)
{
	while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
		length--;
	return length;
}

/*
 * Whether the lines of one are some of those of the other, in the same order; the last may lack its line end, for that
 * is supplied only where something follows.
 */
static bool are_lines_of(const struct annotated *some, const struct annotated *all)
{
	size_t at = 0;

	for (size_t from = 0, length, other = 0; from < some->size; from += length) {
		length = whole_line(some->out + from, some->size - from);
		for (; at < all->size; at += other) {
			other = whole_line(all->out + at, all->size - at);
			bool is_open = without_end(some->out + from, length) == length;
			size_t compared = is_open ? without_end(all->out + at, other) : other;
			if (compared == length && memcmp(some->out + from, all->out + at, length) == 0)
				break;
		}
		if (at == all->size)
			return false;
		at += other;
	}
	return true;
}

static const struct pieces lines_left_out[] = {
	{ "CSV",
	  only_busy,
	  "a,hangup_cause_code\r\n",
	  { "1,3010", "2,3130", "\r", "\n", "\r\n", "\"", "a,hangup_cause_code" },
	  3 },
	{ "JSON",
	  only_busy,
	  "",
	  { "{\"HangupCauseCode\":3010}", "{\"HangupCauseCode\":3130}", "\r", "\n", "\r\n", " ", "{" },
	  3 },
	{ "text", only_busy, "", { "HangupCauseCode=3010", "HangupCauseCode=3130", "\r", "\n", "\r\n", " ", "x" }, 3 },
};

/* With --only, as one file and as two: lines of what is written without it, each of them whole. */
START_TEST(what_is_left_out_is_lines)
{
	static const size_t sizes[] = { 1, 2, 7, 0 };
	struct surroundings plain = { .kernel = scanner_kernel() };
	const struct pieces *from = &lines_left_out[_i];
	struct annotating annotating;
	char bytes[512];
	size_t most = by_length(2, 2, from->longest);

	annotating_open(&annotating);
	for (size_t i = 0; sequence_of(i, from, bytes) <= most; i++) {
		size_t size = strlen(bytes);
		bool is_in_end = memcmp(bytes + size / 2 - (size > 1), "\r\n", size > 1 ? 2 : 0) == 0;
		annotating.second = i % 2 == 1 && !is_in_end ? size / 2 : 0;
		struct annotated all = annotated_copy(annotating_run(&annotating, no_arguments, bytes, size, &plain));
		const struct annotated *some =
			annotating_everywhere(&annotating, from->arguments, bytes, size, sizes, unless_short(4));
		ck_assert_msg(are_lines_of(some, &all), "%s: %s\n%s\nare not lines of\n%s", from->label, bytes,
			      (const char *)some->out, (const char *)all.out);
		annotated_free(&all);
	}
	annotating_close(&annotating);
}
END_TEST

/* Generated files */

static void check_damaged(const struct damaged *file, const size_t *sizes, size_t count)
{
	const struct annotated *done;
	struct annotating annotating;
	char label[64];

	snprintf(label, sizeof label, "%zu bytes, delimiter %c", file->size, file->delimiter);
	annotating_open(&annotating);
	done = annotating_everywhere(&annotating, no_arguments, file->bytes, file->size, sizes, count);
	reference_check(done, no_arguments, file->bytes, file->size, label);
	for (size_t i = 0; i < COUNT_COUNT; i++)
		ck_assert_msg(done->counts[i] > 0 || is_short_run(), "nothing %s: %s", count_names[i], label);
	annotating_close(&annotating);
}

START_TEST(damaged_files_in_all_dialects)
{
	static const unsigned char delimiters[] = { ',', ';', '\t', '|' };
	struct damaged file;

	for (uint64_t seed = 1; seed <= by_length(4, 4, 8); seed++) {
		damage_make(&file, seed, delimiters[seed % sizeof delimiters], by_length(5000, 25000, 100000));
		check_damaged(&file, read_sizes, READ_SIZES);
		damage_free(&file);
	}
}
END_TEST

/* What stands before the header is another in each. */
START_TEST(small_damaged_files)
{
	static const unsigned char delimiters[] = { ',', ';', '\t', '|' };
	static const size_t sizes[] = { 7 };
	struct annotating annotating;
	struct damaged file;
	char label[64];

	annotating_open(&annotating);
	for (uint64_t seed = 1; seed <= by_length(20, 200, 600); seed++) {
		damage_make(&file, seed, delimiters[seed % sizeof delimiters], 300);
		snprintf(label, sizeof label, "the damaged file %d", (int)seed);
		reference_check(
			annotating_everywhere(&annotating, no_arguments, file.bytes, file.size, sizes, unless_short(1)),
			no_arguments, file.bytes, file.size, label);
		damage_free(&file);
	}
	annotating_close(&annotating);
}
END_TEST

/* Small reads of giants are slow, not different; a few are enough. */
START_TEST(damaged_files_with_giants)
{
	static const size_t sizes[] = { 4095, 65536, 0 };
	struct damaged file;

	damage_make(&file, 7, ',', by_length(40, 1000, 1000));
	damage_add_giants(&file);
	check_damaged(&file, sizes, unless_short(3));
	damage_free(&file);
}
END_TEST

START_TEST(records_at_the_limit_in_small_reads)
{
	static const size_t sizes[] = { 7, 63, 64, 65 };
	static const char header[] = "a,hangup_cause_code\n";
	struct annotating annotating;

	annotating_open(&annotating);
	for (size_t i = 0; i < 4; i++) {
		size_t length = RECORD_LIMIT - 1 + i;
		size_t size = strlen(header) + length + 5;
		char *bytes = malloc(size);
		ck_assert_msg(bytes != NULL, "out of memory");
		memcpy(bytes, header, strlen(header));
		memset(bytes + strlen(header), i == 3 ? ' ' : 'x', length);
		memcpy(bytes + size - 5, "\r\na,0", 5);
		reference_check(annotating_everywhere(&annotating, no_arguments, bytes, size, sizes,
						      unless_short(sizeof sizes / sizeof sizes[0])),
				no_arguments, bytes, size, "a record at the limit");
		free(bytes);
	}
	annotating_close(&annotating);
}
END_TEST

/* Files of others */

static void check_file(struct annotating *annotating, const char *path)
{
	static const char *const with_header[] = { "-c", "1", "-d", ",", NULL };
	static const char *const headless[] = { "-c", "1", "-H", NULL };
	enum { MOST = 4 * 1024 * 1024 };
	static const char *const *const ways[] = { headless, with_header };
	char *bytes = malloc(MOST);
	FILE *file = fopen(path, "r");

	ck_assert_msg(file != NULL && bytes != NULL, "%s: %s", path, strerror(errno));
	size_t size = fread(bytes, 1, MOST, file);
	ck_assert_msg(size < MOST, "%s is too large", path);
	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
		/* Small reads of large files only take long. */
		size_t first = size > 200000 ? READ_SIZES - 3 : 0;
		reference_check(
			annotating_everywhere(annotating, ways[i], bytes, size, read_sizes + first, READ_SIZES - first),
			ways[i], bytes, size, path);
	}
	fclose(file);
	free(bytes);
}

/* The repository's, and those that HANGUP_TEST_FILES names, colons between them (tests/ci/csv-files). */
START_TEST(files_of_others)
{
	static const char own[] = "samples/api-calls.csv:samples/console-export.csv:tests/data/facts.csv";
	const char *more = getenv("HANGUP_TEST_FILES");
	char *paths = NULL;
	char *rest;
	struct annotating annotating;

	ck_assert_msg(asprintf(&paths, "%s:%s", own, more != NULL ? more : "") > 0, "out of memory");
	annotating_open(&annotating);
	for (char *path = strtok_r(paths, ":", &rest); path != NULL; path = strtok_r(NULL, ":", &rest))
		check_file(&annotating, path);
	annotating_close(&annotating);
	free(paths);
}
END_TEST

/* Work that grows faster than the input */

/* Lines that make a reader read on, and read again: each byte may be looked at a few times, whatever they are. */
START_TEST(work_is_linear_on_hostile_lines)
{
	static const char *const lines[] = { "a\",\"\n", "a\",\"\r", "a\",\"\r\n", "\"\n", "\"\"\"\n", " \"\"x\r",
					     "\"x\"y\n", "\"x\"y\r", " \r",        " \n",  "\n",       "\r",
					     "\"\",\r",  "a b\"\r",  "\"\"\"\"\r", ",",    "\"",       " " };
	const size_t most = by_length(256, 512, 1024) * 1024;
	const struct kernel *kernels[KERNELS];
	size_t kernel_count = all_kernels(kernels);
	static const char header[] = "x,hangup_cause_code\n\"open\n";
	struct annotating annotating;
	char *bytes = malloc(most);

	ck_assert_msg(bytes != NULL, "out of memory");
	annotating_open(&annotating);
	for (size_t i = 0; i < sizeof lines / sizeof lines[0] * kernel_count; i++) {
		const char *line = lines[i / kernel_count];
		struct surroundings surroundings = { .kernel = kernels[i % kernel_count] };
		size_t size = strlen(header);
		memcpy(bytes, header, size);
		for (; size + strlen(line) < most; size += strlen(line))
			memcpy(bytes + size, line, strlen(line));
		struct work before = work_done();
		annotating_run(&annotating, no_arguments, bytes, size, &surroundings);
		struct work after = work_done();
		ck_assert_msg(after.parsed - before.parsed < 8 * size, "%s: %ju bytes parsed of %zu", line,
			      (uintmax_t)(after.parsed - before.parsed), size);
		ck_assert_msg(after.searched - before.searched < 300 * size, "%s: %ju bytes searched of %zu", line,
			      (uintmax_t)(after.searched - before.searched), size);
	}
	annotating_close(&annotating);
	free(bytes);
}
END_TEST

/* What is quoted, or has quotes that are text, is read without libcsv, but for the header: it is slower many times. */
START_TEST(quotes_are_read_at_once)
{
	static const char *const records[] = { "5\" disk,3130\n", "\"a, b\",3130\n", "\"a\nb\",\"3130\"\n" };
	static const char header[] = "note,hangup_cause_code\n";
	const struct kernel *kernels[KERNELS];
	size_t kernel_count = all_kernels(kernels);
	struct annotating annotating;
	char bytes[16 * 1024];

	annotating_open(&annotating);
	for (size_t i = 0; i < sizeof records / sizeof records[0] * kernel_count; i++) {
		const char *record = records[i / kernel_count];
		struct surroundings surroundings = { .kernel = kernels[i % kernel_count] };
		size_t size = (size_t)snprintf(bytes, sizeof bytes, "%s", header);
		for (; size + strlen(record) < sizeof bytes; size += strlen(record))
			memcpy(bytes + size, record, strlen(record));
		struct work before = work_done();
		annotating_run(&annotating, no_arguments, bytes, size, &surroundings);
		struct work after = work_done();
		ck_assert_msg(surroundings.kernel == NULL || after.parsed - before.parsed < 4 * sizeof header,
			      "%s: %ju bytes", record, (uintmax_t)(after.parsed - before.parsed));
	}
	annotating_close(&annotating);
}
END_TEST

/* A case for each test, so that CK_RUN_CASE picks one. */
static void add_case(Suite *suite, const char *name, const TTest *test)
{
	TCase *tcase = tcase_create(name);

	tcase_add_test(tcase, test);
	suite_add_tcase(suite, tcase);
}

Suite *records_suite(void)
{
	Suite *suite = suite_create("records");

	TCase *worked = tcase_create("worked");
	tcase_add_loop_test(worked, worked_case, 0, vector_count());
	suite_add_tcase(suite, worked);
	add_case(suite, "reading", every_short_string_reads_as_the_rules_say);
	add_case(suite, "tabs", every_short_string_reads_so_with_tabs);
	add_case(suite, "blocks", every_short_string_reads_so_across_blocks);
	add_case(suite, "annotating", every_short_string_is_annotated_as_the_rules_say);
	TCase *sequences = tcase_create("sequences");
	tcase_add_loop_test(sequences, every_short_sequence_is_annotated_as_the_rules_say, 0,
			    sizeof pieces / sizeof pieces[0]);
	suite_add_tcase(suite, sequences);
	add_case(suite, "ends", line_ends_stay_whole);
	add_case(suite, "cells", calls_in_cells);
	TCase *left_out = tcase_create("left_out");
	tcase_add_loop_test(left_out, what_is_left_out_is_lines, 0, sizeof lines_left_out / sizeof lines_left_out[0]);
	suite_add_tcase(suite, left_out);
	add_case(suite, "damaged", damaged_files_in_all_dialects);
	add_case(suite, "small", small_damaged_files);
	add_case(suite, "giants", damaged_files_with_giants);
	add_case(suite, "limit", records_at_the_limit_in_small_reads);
	add_case(suite, "files", files_of_others);
	add_case(suite, "linear", work_is_linear_on_hostile_lines);
	add_case(suite, "quotes", quotes_are_read_at_once);
	return suite;
}
