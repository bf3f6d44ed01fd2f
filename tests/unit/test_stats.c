/* SPDX-License-Identifier: MIT */
/* What stats counts and how it shows it: shares, bars, rows, limits, progress; counts past 2^32. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "output/bar.h"
#include "stats/before.h"
#include "stats/breakdown.h"
#include "stats/counter.h"
#include "stats/threshold.h"
#include "support/percent.h"
#include "support/progress.h"

Suite *stats_suite(void);

static const uint64_t billion = 1000000000;

START_TEST(percentages_are_rounded_and_honest)
{
	static const struct {
		uint64_t part, whole;
		const char *percent, *fraction;
	} cases[] = {
		{ 0, 0, "", "0.000000" },
		{ 0, 7, "0.0 %", "0.000000" },
		{ 1, 1, "100 %", "1.000000" },
		{ 1, 2, "50.0 %", "0.500000" },
		{ 1, 3, "33.3 %", "0.333333" },
		{ 2, 3, "66.7 %", "0.666667" },
		/* The edges of one decimal: below, at and above 0.05 %, and from there to the next. */
		{ 4999, 10000000, "<0.1 %", "0.000500" },
		{ 5000, 10000000, "0.1 %", "0.000500" },
		{ 14999, 10000000, "0.1 %", "0.001500" },
		{ 15000, 10000000, "0.2 %", "0.001500" },
		{ 9994, 10000, "99.9 %", "0.999400" },
		{ 9995, 10000, ">99.9 %", "0.999500" },
		{ 9999999, 10000000, ">99.9 %", "1.000000" },
		{ 1, 10000000, "<0.1 %", "0.000000" },
		{ 5, 10000000, "<0.1 %", "0.000001" },
		{ 49, 100000000, "<0.1 %", "0.000000" },
		/* Past 2^32, and as far as counts can go. */
		{ 5000000000, 10000000000, "50.0 %", "0.500000" },
		{ 4294967297, 8589934594, "50.0 %", "0.500000" },
		{ 1, 92000000000, "<0.1 %", "0.000000" },
		{ 46000, 92000000000, "<0.1 %", "0.000001" },
		{ UINT64_MAX / 40, UINT64_MAX / 10, "25.0 %", "0.250000" },
		{ UINT64_MAX / 10, UINT64_MAX / 10, "100 %", "1.000000" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		ck_assert_str_eq(percent_text(cases[i].part, cases[i].whole).text, cases[i].percent);
		ck_assert_str_eq(percent_fraction(cases[i].part, cases[i].whole).text, cases[i].fraction);
	}
}
END_TEST

START_TEST(bars_are_rounded_to_eighths)
{
	static const struct {
		uint64_t value, largest;
		size_t width;
		const char *blocks, *hashes;
	} cases[] = {
		{ 0, 0, 20, "", "" },
		{ 0, 8, 1, "", "" },
		{ 1, 8, 1, "▏", "" },
		{ 2, 8, 1, "▎", "" },
		{ 3, 8, 1, "▍", "" },
		{ 4, 8, 1, "▌", "#" },
		{ 5, 8, 1, "▋", "#" },
		{ 6, 8, 1, "▊", "#" },
		{ 7, 8, 1, "▉", "#" },
		{ 8, 8, 1, "█", "#" },
		{ 9, 16, 2, "█▏", "#" },
		/* half an eighth goes up, less does not */
		{ 1, 16, 1, "▏", "" },
		{ 99, 1600, 1, "", "" },
		{ 11870, 11870, 20, "████████████████████", "####################" },
		{ 5906, 11870, 20, "██████████", "##########" },
		{ 3444, 11870, 20, "█████▊", "######" },
		{ 201, 11870, 20, "▍", "" },
		{ 13, 11870, 20, "", "" },
		/* never wider than it may be, whatever is asked for */
		{ 1, 1, 1000, "████████████████████████████████████████", "########################################" },
		{ 5000000000, 10000000000, 4, "██", "##" },
		{ UINT64_MAX / 2, UINT64_MAX, 4, "██", "##" },
		{ UINT64_MAX, UINT64_MAX, 4, "████", "####" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		ck_assert_str_eq(bar_of(cases[i].value, cases[i].largest, cases[i].width, true).text, cases[i].blocks);
		ck_assert_str_eq(bar_of(cases[i].value, cases[i].largest, cases[i].width, false).text, cases[i].hashes);
	}
}
END_TEST

/* Calls of a code, known or not. */
static void count(struct tally *tally, uint32_t code, uint64_t calls)
{
	const struct cause *cause = cause_by_code(TABLE_VOICE, code);

	if (cause != NULL) {
		tally->by_cause[cause_index(cause)] += calls;
		return;
	}
	struct record record = { .line = 2 };
	struct verdict verdict = { .status = VERDICT_UNKNOWN, .code = code };
	tally_trouble(tally, &verdict, &record, "file");
	tally->by_code[code] += calls - 1;
	tally->by_status[VERDICT_UNKNOWN] += calls - 1;
}

/* The rows as a word each: code, name or number, and calls. */
static const char *describe(const struct tally *tally, enum by by, size_t top, size_t codes_limit)
{
	static char text[4096];
	struct breakdown_settings settings = { .by = by, .only = &which_all, .top = top, .codes_limit = codes_limit };
	struct breakdown breakdown;
	struct slice slice;
	size_t used = 0;
	static const char *const kinds[] = { "", "g", "a", "?", "more", "other", "status" };

	breakdown_open(&breakdown, tally, &settings);
	text[0] = '\0';
	for (size_t i = 0; breakdown_at(&breakdown, i, &slice); i++) {
		size_t number = slice.kind == SLICE_CAUSE ? causes[slice.index].code : slice.index;
		used += (size_t)snprintf(text + used, sizeof text - used, "%s%s%zu:%llu", i > 0 ? " " : "",
					 kinds[slice.kind], number, (unsigned long long)slice.calls);
		ck_assert_uint_lt(used, sizeof text);
	}
	breakdown_close(&breakdown);
	return text;
}

START_TEST(rows_come_most_calls_first_then_by_code)
{
	struct tally tally;

	tally_open(&tally);
	ck_assert_str_eq(describe(&tally, BY_CAUSE, 0, SIZE_MAX), "");
	count(&tally, 4000, 5);
	count(&tally, 3130, 7);
	count(&tally, 3000, 5);
	count(&tally, 0, 5);
	count(&tally, 99999, 1);
	count(&tally, 4250, 9);
	count(&tally, 4240, 9);
	tally.by_status[VERDICT_EMPTY] = 3;
	tally.by_status[VERDICT_INVALID] = 2;
	tally.by_status[VERDICT_MISMATCH] = 4;
	tally.malformed = 11;
	ck_assert_str_eq(describe(&tally, BY_CAUSE, 0, SIZE_MAX),
			 "3130:7 0:5 3000:5 4000:5 ?4240:9 ?4250:9 ?99999:1 status5:3 status3:2 status2:4");
	ck_assert_str_eq(describe(&tally, BY_CAUSE, 0, 2),
			 "3130:7 0:5 3000:5 4000:5 ?4240:9 ?4250:9 more1:1 status5:3 status3:2 status2:4");
	ck_assert_str_eq(describe(&tally, BY_CAUSE, 0, 1),
			 "3130:7 0:5 3000:5 4000:5 ?4240:9 more2:10 status5:3 status3:2 status2:4");
	/* The top is of known and unknown codes together. */
	ck_assert_str_eq(describe(&tally, BY_CAUSE, 1, SIZE_MAX), "?4240:9 other0:32 status5:3 status3:2 status2:4");
	ck_assert_str_eq(describe(&tally, BY_CAUSE, 4, SIZE_MAX),
			 "3130:7 0:5 ?4240:9 ?4250:9 other0:11 status5:3 status3:2 status2:4");
	ck_assert_str_eq(describe(&tally, BY_CAUSE, 7, SIZE_MAX), describe(&tally, BY_CAUSE, 0, SIZE_MAX));
	ck_assert_str_eq(describe(&tally, BY_CAUSE, SIZE_MAX, SIZE_MAX), describe(&tally, BY_CAUSE, 0, SIZE_MAX));
	tally_close(&tally);
}
END_TEST

START_TEST(groups_and_actions_are_sums_of_causes)
{
	struct tally tally;
	size_t of[ACTION_COUNT] = { 0 };
	char wanted[128];

	tally_open(&tally);
	for (size_t i = 0; i < tables[TABLE_VOICE].causes.end; i++) {
		tally.by_cause[i] = 1;
		of[causes[i].action]++;
	}
	count(&tally, 4240, 6);
	/* By how many there are, fix, none, retry, support; unknown codes as one. */
	snprintf(wanted, sizeof wanted, "a2:%zu a0:%zu a1:%zu a3:%zu status1:6", of[ACTION_FIX], of[ACTION_NONE],
		 of[ACTION_RETRY], of[ACTION_SUPPORT]);
	ck_assert_str_eq(describe(&tally, BY_ACTION, 0, SIZE_MAX), wanted);
	snprintf(wanted, sizeof wanted, "a2:%zu other0:%zu status1:6", of[ACTION_FIX],
		 tables[TABLE_VOICE].causes.end - of[ACTION_FIX]);
	ck_assert_str_eq(describe(&tally, BY_ACTION, 1, SIZE_MAX), wanted);
	uint64_t sum = 0;
	struct breakdown breakdown;
	struct breakdown_settings settings = { .by = BY_GROUP, .only = &which_all };
	struct slice slice;
	breakdown_open(&breakdown, &tally, &settings);
	for (size_t i = 0; breakdown_at(&breakdown, i, &slice); i++) {
		if (slice.kind == SLICE_GROUP)
			ck_assert_uint_eq(slice.calls, groups[slice.index].causes);
		sum += slice.calls;
	}
	breakdown_close(&breakdown);
	ck_assert_uint_eq(sum, tally_records(&tally));
	tally_close(&tally);
}
END_TEST

/* Counts records: of each a code and what stands in its cell, of times its time. */
static void add(struct counter *counter, uint32_t code, const char *cell, uint64_t line)
{
	struct record record = { .line = line };
	struct verdict verdict = { .status = VERDICT_OK, .code = code, .cause = cause_by_code(TABLE_VOICE, code) };
	struct moment moment;

	if (verdict.cause == NULL)
		verdict.status = VERDICT_UNKNOWN;
	if (cell != NULL)
		record.cells[CELL_BY] = text_of(cell);
	bool has_time = by_is_time(counter->by) && moment_read(&moment, record.cells[CELL_BY]);
	counter_add(counter, &verdict, &record, has_time ? &moment : NULL, "file");
}

/* All rows in their order: the key or the step, calls, counted, the most frequent code; then the others and none. */
static const char *rows(struct counter *counter, size_t most)
{
	static char text[4096];
	uint32_t *order = counter_order(counter, most);
	const struct cross *cross = &counter->cross;
	size_t used = 0;

	for (size_t i = 0; i < cross->row_count; i++) {
		size_t number = i + CROSS_FIRST < cross->row_count ? order[i] : i + CROSS_FIRST - cross->row_count;
		const struct cross_row *row = &cross->rows[number];
		const struct cause *cause;
		struct text key = cross_key(cross, number);
		uint32_t code = row->most != CROSS_NO_PAIR ? counter_code(cross->pairs[row->most].cause, &cause) : 0;
		if (row->calls == 0)
			continue;
		if (number >= CROSS_FIRST && by_is_time(counter->by))
			used += (size_t)snprintf(text + used, sizeof text - used, "%s",
						 counter_step_text(counter, counter_step(counter, number)).text);
		else
			used += (size_t)snprintf(text + used, sizeof text - used, "%.*s", (int)key.length,
						 number >= CROSS_FIRST ? key.bytes : "");
		used += (size_t)snprintf(text + used, sizeof text - used, "%s=%llu/%llu/%u ",
					 number == CROSS_OTHERS ? "others"
					 : number == CROSS_NONE ? "none"
								: "",
					 (unsigned long long)row->calls, (unsigned long long)row->counted,
					 (unsigned)code);
		ck_assert_uint_lt(used, sizeof text);
	}
	text[used > 0 ? used - 1 : 0] = '\0';
	free(order);
	return text;
}

START_TEST(values_are_counted_most_failed_first)
{
	struct stats_request request = { .by = BY_COLUMN, .only = { .statuses = 1U << VERDICT_UNKNOWN } };
	struct counter counter;
	char longest[CROSS_KEY_MAX + 2];

	cause_set_add(&request.only.causes, cause_index(cause_by_code(TABLE_VOICE, 3130)));
	counter_open(&counter, &request);
	ck_assert(!counter_has_any(&counter));
	add(&counter, 3130, NULL, 2);
	add(&counter, 3130, "  ", 2);
	ck_assert(!counter_has_any(&counter));
	add(&counter, 4000, "US", 2);
	add(&counter, 4000, " US ", 2);
	add(&counter, 3130, "IN", 2);
	add(&counter, 4240, "IN", 2);
	add(&counter, 4000, "us", 2);
	add(&counter, 4000, "null", 2);
	memset(longest, 'x', sizeof longest);
	longest[CROSS_KEY_MAX] = '\0';
	add(&counter, 4240, longest, 2);
	ck_assert(!counter.cross.is_full);
	longest[CROSS_KEY_MAX] = 'x';
	longest[CROSS_KEY_MAX + 1] = '\0';
	add(&counter, 3130, longest, 2);
	ck_assert(counter.cross.is_full);
	longest[CROSS_KEY_MAX] = '\0';
	char wanted[256];
	snprintf(wanted, sizeof wanted,
		 "IN=2/2/3130 %s=1/1/4240 US=2/0/0 null=1/0/0 us=1/0/0 others=1/1/3130 none=2/2/3130", longest);
	ck_assert_str_eq(rows(&counter, SIZE_MAX), wanted);
	/* What is beyond the top is folded, causes too. */
	ck_assert_str_eq(rows(&counter, 1), "IN=2/2/3130 others=6/2/3130 none=2/2/3130");
	counter_close(&counter);
}
END_TEST

START_TEST(sources_by_any_spelling)
{
	static const char *const spellings[] = { "Callee",         "callee",         " Callee\t",
						 "Call recipient", "CALL_RECIPIENT", "call recipient" };
	static const char *const nothing[] = { "", " ", "null", "None", "NaN", "-", "\\N", NULL };
	struct stats_request request = { .by = BY_SOURCE };
	struct counter counter;

	counter_open(&counter, &request);
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		add(&counter, 4000, spellings[i], 2);
	for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
		add(&counter, 4000, nothing[i], 2);
	add(&counter, 4000, "Calle", 2);
	ck_assert_str_eq(rows(&counter, SIZE_MAX), "Call recipient=6/0/0 Calle=1/0/0 none=8/0/0");
	counter_close(&counter);
	for (size_t i = 0; i < source_count; i++) {
		ck_assert_ptr_eq(source_by_name(sources[i].table, text_of(sources[i].name)), &sources[i]);
		ck_assert_ptr_eq(source_by_name(sources[i].table, text_of(sources[i].in_data)), &sources[i]);
	}
}
END_TEST

START_TEST(a_cross_table_is_bounded_and_exact_until_it_is_full)
{
	struct stats_request request = { .by = BY_COLUMN, .only = which_all };
	struct counter counter;
	char value[32];

	counter_open(&counter, &request);
	/* As many values as there may be, each with the same code, and one more. */
	for (unsigned i = 0; i <= COUNTER_VALUES; i++) {
		ck_assert(!counter.cross.is_full);
		snprintf(value, sizeof value, "%u", i);
		add(&counter, 3130, value, 2);
	}
	cross_flush(&counter.cross);
	ck_assert(counter.cross.is_full);
	/* As many pairs: two more codes and some of a fourth for each value, then they are others'. */
	for (uint32_t code = 90000; code < 90003; code++)
		for (unsigned i = 0; i < COUNTER_VALUES; i++) {
			snprintf(value, sizeof value, "%u", i);
			add(&counter, code, value, 2);
		}
	cross_flush(&counter.cross);
	ck_assert_uint_ge(counter.cross.pair_count, CROSS_PAIRS_MAX);
	ck_assert_uint_le(counter.cross.pair_count, CROSS_PAIRS_MAX + 3);
	uint64_t calls = 0;
	for (size_t i = 0; i < counter.cross.row_count; i++)
		calls += counter.cross.rows[i].calls;
	ck_assert_uint_eq(calls, 4 * (uint64_t)COUNTER_VALUES + 1);
	counter_close(&counter);
}
END_TEST

/* Runs a function with a descriptor for what it writes, and returns that. */
struct capture {
	int descriptor;
	char text[16384];
};

static void capture_begin(struct capture *capture)
{
	FILE *file = tmpfile();

	ck_assert_ptr_nonnull(file);
	capture->descriptor = dup(fileno(file));
	fclose(file);
}

static const char *capture_end(struct capture *capture)
{
	ssize_t size = pread(capture->descriptor, capture->text, sizeof capture->text - 1, 0);

	ck_assert_int_ge(size, 0);
	capture->text[size] = '\0';
	return capture->text;
}

START_TEST(limits_are_read)
{
	static const struct {
		const char *argument;
		enum threshold_kind kind;
		uint64_t value;
	} good[] = {
		{ "3130=100", THRESHOLD_COUNT, 100 },
		{ "0=0", THRESHOLD_COUNT, 0 },
		{ "unknown=0", THRESHOLD_COUNT, 0 },
		{ "4240=1", THRESHOLD_COUNT, 1 },
		{ "calls=7", THRESHOLD_COUNT, 7 },
		{ "31xx,fix=1", THRESHOLD_COUNT, 1 },
		{ "FIX=5%", THRESHOLD_PERCENTAGE, 5000000 },
		{ "support=0.5%", THRESHOLD_PERCENTAGE, 500000 },
		{ "support=.5%", THRESHOLD_PERCENTAGE, 500000 },
		{ "support=5pct", THRESHOLD_PERCENTAGE, 5000000 },
		{ "support=+.25 PCT", THRESHOLD_RISE, 250000 },
		{ "carrier-errors=12.345678%", THRESHOLD_PERCENTAGE, 12345678 },
		{ "Carrier Errors = 100 %", THRESHOLD_PERCENTAGE, 100000000 },
		{ "timeouts=100.000%", THRESHOLD_PERCENTAGE, 100000000 },
		{ "fix=+0%", THRESHOLD_RISE, 0 },
		{ "fix=+2.5%", THRESHOLD_RISE, 2500000 },
		{ "fix=18446744073709551615", THRESHOLD_COUNT, UINT64_MAX },
	};
	static const char *const bad[] = {
		"",         "5%",         "carrier-errors",
		"=5",       "carrier=5",  "carrier-errors=",
		"nosuch=1", "fix=%",      "99999999999999999999=1",
		"fix=5%%",  "fix=.5",     "fix=5.%",
		"fix=5.5",  "fix=-1",     "fix=+1",
		"fix=1e3",  "fix=0x10",   "fix=1,000",
		"fix=101%", "fix=100.1%", "fix=0.1234567%",
		"fix=5=5",  "fix=5 5%",   "fix=18446744073709551616",
		"fix=++1%", "calls=5%",   "calls=+5%",
	};
	struct capture capture;

	capture_begin(&capture);
	struct diagnostics diagnostics = { .descriptor = capture.descriptor };
	struct threshold limit;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		ck_assert_msg(threshold_parse(&limit, good[i].argument, false, &diagnostics), "%s", good[i].argument);
		ck_assert_int_eq(limit.kind, good[i].kind);
		ck_assert_uint_eq(limit.value, good[i].value);
		ck_assert_int_eq(threshold_parse(&limit, good[i].argument, true, &diagnostics),
				 good[i].kind != THRESHOLD_RISE);
	}
	size_t said = strlen(capture_end(&capture));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		ck_assert_msg(!threshold_parse(&limit, bad[i], false, &diagnostics), "%s", bad[i]);
		size_t now = strlen(capture_end(&capture));
		ck_assert_uint_gt(now, said);
		said = now;
	}
	close(capture.descriptor);
}
END_TEST

static bool trips(const char *argument, const struct tally *tally, uint64_t ignore_below)
{
	struct diagnostics diagnostics = { .descriptor = STDERR_FILENO };
	struct threshold limit;

	ck_assert(threshold_parse(&limit, argument, false, &diagnostics));
	return threshold_trips(&limit, tally, NULL, ignore_below);
}

START_TEST(limits_trip_when_there_is_more)
{
	struct tally tally;

	tally_open(&tally);
	ck_assert_uint_eq(tally_unknown_codes(&tally, &(uint32_t){ 0 }, 1), 0);
	ck_assert(!trips("3130=0", &tally, 0));
	ck_assert(!trips("3130=0%", &tally, 0));
	count(&tally, 3130, 5);
	count(&tally, 3070, 1);
	count(&tally, 4000, 90);
	count(&tally, 4240, 4);
	ck_assert(!trips("3130=5", &tally, 0));
	ck_assert(trips("3130=4", &tally, 0));
	ck_assert(!trips("3130=5%", &tally, 0));
	ck_assert(trips("3130=4.999999%", &tally, 0));
	ck_assert(trips("carrier-errors=5%", &tally, 0));
	ck_assert(!trips("carrier-errors=6%", &tally, 0));
	ck_assert(trips("none=89", &tally, 0));
	ck_assert(!trips("none=90", &tally, 0));
	ck_assert(trips("unknown=3.5%", &tally, 0));
	ck_assert(!trips("unknown=4%", &tally, 0));
	ck_assert(!trips("support=0", &tally, 0));
	/* Too few records for percentages; counts are counts. */
	ck_assert(trips("3130=4%", &tally, 100));
	ck_assert(!trips("3130=4%", &tally, 101));
	ck_assert(trips("3130=4", &tally, 101));
	/* One in three is more than any 33.333333 %. */
	tally_close(&tally);
	tally_open(&tally);
	count(&tally, 3130, billion);
	count(&tally, 4000, 2 * billion);
	ck_assert(trips("3130=33.333333%", &tally, 0));
	ck_assert(!trips("3130=33.333334%", &tally, 0));
	/* Past 2^32 to the record: half and one more. */
	count(&tally, 3130, 40 * billion);
	count(&tally, 4000, 39 * billion - 1);
	ck_assert(trips("3130=50%", &tally, 0));
	count(&tally, 4000, 1);
	ck_assert(!trips("3130=50%", &tally, 0));
	tally_close(&tally);
}
END_TEST

START_TEST(a_tripped_limit_says_what_to_do)
{
	struct tally tally;
	struct capture capture;
	struct threshold limit;

	tally_open(&tally);
	count(&tally, 3130, 5 * billion);
	count(&tally, 3070, 5 * billion + 1);
	count(&tally, 4240, billion);
	capture_begin(&capture);
	struct diagnostics diagnostics = { .descriptor = capture.descriptor };
	ck_assert(threshold_parse(&limit, "carrier-errors=5%", false, &diagnostics));
	threshold_say(&limit, &tally, NULL, &diagnostics);
	ck_assert(threshold_parse(&limit, "unknown=0", false, &diagnostics));
	threshold_say(&limit, &tally, NULL, &diagnostics);
	char wanted[2048];
	snprintf(wanted, sizeof wanted,
		 "hangup: carrier-errors: 10,000,000,001 of 11,000,000,001 records, 90.9 %%, more than 5%%; most often "
		 "3070 Request timeout (5,000,000,001): %s\n"
		 "hangup: unknown: 1,000,000,000 of 11,000,000,001 records, 9.1 %%, more than 0; most often 4240 "
		 "(1,000,000,000): not in the table of %s\n",
		 cause_by_code(TABLE_VOICE, 3070)->next_steps, tables[TABLE_VOICE].date);
	ck_assert_str_eq(capture_end(&capture), wanted);
	close(capture.descriptor);
	tally_close(&tally);
}
END_TEST

/* What stats prints of a tally with counts past 2^32. */
static const char *render(struct capture *capture, enum format_id format)
{
	static char name[] = "cdr.csv";
	static char *names[] = { name };
	struct record_files files = { names, 1 };
	struct stats_request request = { .only = which_all, .format = format };
	struct pass pass = { .settings = &request.settings };
	struct sink sink;

	capture_begin(capture);
	sink_open(&sink, dup(capture->descriptor));
	tally_open(&pass.tally);
	count(&pass.tally, 4000, 20 * billion);
	count(&pass.tally, 3130, 5 * billion);
	count(&pass.tally, 5010, 4294967296);
	count(&pass.tally, 4240, 4294967297);
	pass.tally.by_status[VERDICT_EMPTY] = 1;
	request.settings.out = &sink;
	stats_report(&(struct stats_view){ .request = &request, .pass = &pass, .files = &files, .width = 80 });
	ck_assert_int_eq(sink_close(&sink), 0);
	tally_close(&pass.tally);
	capture_end(capture);
	close(capture->descriptor);
	return capture->text;
}

START_TEST(counts_past_32_bits_are_shown)
{
	struct capture capture;

	ck_assert_str_eq(render(&capture, FORMAT_TABLE),
			 "cdr.csv: 33,589,934,594 call records, by hangup cause code\n"
			 "\n"
			 "CODE  CAUSE           ACTION            CALLS   SHARE\n"
			 "4000  Normal Hangup   none     20,000,000,000  59.5 %\n"
			 "3130  Spam block      fix       5,000,000,000  14.9 %  #########################\n"
			 "5010  Internal Error  support   4,294,967,296  12.8 %  #####################\n"
			 "4240  (unknown code)            4,294,967,297  12.8 %  #####################\n"
			 "      (no code)                             1  <0.1 %\n"
			 "      Total                    33,589,934,594   100 %\n"
			 "\n"
			 "Next steps, most calls first:\n"
			 "  3130  Spam block      5,000,000,000  Register the number with STIR/SHAKEN, or\n"
			 "                                       consider a different caller ID.\n"
			 "  5010  Internal Error  4,294,967,296  Contact https://support.plivo.com with\n"
			 "                                       the call UUID.\n");
	ck_assert_str_eq(render(&capture, FORMAT_CSV),
			 "code,cause,group,action,status,calls,share,example,table\n"
			 "4000,Normal Hangup,Normal Completions,none,ok,20000000000,0.595416,,voice\n"
			 "3130,Spam block,Carrier Errors,fix,ok,5000000000,0.148854,,voice\n"
			 "5010,Internal Error,System Errors,support,ok,4294967296,0.127865,,voice\n"
			 "4240,,,,unknown,4294967297,0.127865,,\n"
			 ",,,,empty,1,0.000000,,\n");
}
END_TEST

START_TEST(differences_are_judged_as_in_the_literature)
{
	static const struct {
		struct part before, now;
		double chi_squared, fisher;
		bool differs;
	} cases[] = {
		/* Fisher, The Design of Experiments (1935): the lady tasting tea. */
		{ { 3, 4 }, { 1, 4 }, 0.5, 34.0 / 70, false },
		{ { 4, 4 }, { 0, 4 }, 4.5, 2.0 / 70, false },
		/* Fisher, The logic of inductive inference (1935): convicted twins; p as R's fisher.test gives it. */
		{ { 10, 13 }, { 2, 17 }, 10.458145, 0.00053672, true },
		/* Yates, Contingency tables involving small numbers (1934): malocclusion of breast-fed infants. */
		{ { 4, 20 }, { 1, 22 }, 1.139779, 0.17448405, false },
		/* Physicians' Health Study (1988), as in Agresti's Categorical Data Analysis: infarctions, aspirin and placebo. */
		{ { 104, 11037 }, { 189, 11034 }, 24.429057, 5.0328356e-7, true },
		/* Francis, the Salk vaccine trial (1955): paralytic polio, vaccinated and placebo. */
		{ { 57, 200745 }, { 142, 201229 }, 35.272806, 1.4736458e-9, true },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct part a = cases[i].before;
		struct part b = cases[i].now;
		double fisher = significance_fisher(a, b);
		ck_assert_double_eq_tol(significance_chi_squared(a, b), cases[i].chi_squared, 1e-6);
		ck_assert_double_eq_tol(fisher / cases[i].fisher, 1, 1e-5);
		ck_assert_double_eq_tol(significance_fisher(b, a) / fisher, 1, 1e-9);
		ck_assert_int_eq(significance_differs(a, b), cases[i].differs);
		ck_assert_int_eq(significance_differs(b, a), cases[i].differs);
	}
	/* Nothing to tell apart. */
	ck_assert(!significance_differs((struct part){ 0, 0 }, (struct part){ 5, 5 }));
	ck_assert(!significance_differs((struct part){ 0, 900 }, (struct part){ 0, 900 }));
	ck_assert(!significance_differs((struct part){ 900, 900 }, (struct part){ 900, 900 }));
	/* Yates's test begins where 100 are expected: both sides of its limit, 10.83. */
	ck_assert(!significance_differs((struct part){ 1000, 10000 }, (struct part){ 1142, 10000 }));
	ck_assert(significance_differs((struct part){ 1000, 10000 }, (struct part){ 1146, 10000 }));
	/* Past 2^32. */
	ck_assert(significance_differs((struct part){ 3 * billion, 9 * billion },
				       (struct part){ 4 * billion, 9 * billion }));
	ck_assert(significance_differs((struct part){ 0, 9 * billion }, (struct part){ 12, 9 * billion }));
	ck_assert(!significance_differs((struct part){ 0, 9 * billion }, (struct part){ 10, 9 * billion }));
}
END_TEST

/* n over k, exact for what is asked of it. */
static double choose(unsigned n, unsigned k)
{
	double product = 1;

	for (unsigned i = 1; i <= k; i++)
		product = product * (n - k + i) / i;
	return k > n ? 0 : product;
}

START_TEST(days_differ_and_have_not_changed)
{
	/* Of a cause that has the same share in all files there is no drift; of one whose shares differ by a third, much. */
	struct part even[3], uneven[3];

	for (size_t i = 0; i < 3; i++) {
		even[i] = (struct part){ 1000, 10000 };
		uneven[i] = (struct part){ 800 + 200 * i, 10000 };
	}
	ck_assert_double_eq_tol(significance_drift(even, 3, 1), 0.0004, 1e-12);
	/* By hand: p 0.1, variance 0.0004, by chance 0.000009, over 0.0081. */
	ck_assert_double_eq_tol(significance_drift(uneven, 3, 1), (0.0004 - 0.000009) / 0.0081, 1e-9);
	ck_assert_double_eq_tol(significance_drift(uneven, 2, 1), 0.0049, 1e-12);
	/* Too few are expected, or nearly all have it. */
	ck_assert_double_eq_tol(significance_drift((struct part[]){ { 1, 100 }, { 9, 100 }, { 5, 100 } }, 3, 1), 0.0049,
				1e-12);
	/* A tenth more of a million is beyond chance and within what days differ by; a half more is not. */
	struct part before = { 40000, 1000000 };
	ck_assert(significance_differs(before, (struct part){ 44000, 1000000 }));
	ck_assert(!significance_changed(before, (struct part){ 44000, 1000000 }, 1, 0.0049));
	ck_assert(significance_changed(before, (struct part){ 60000, 1000000 }, 1, 0.0049));
	ck_assert(significance_changed(before, (struct part){ 44000, 1000000 }, 7, 0.0004));
}
END_TEST

START_TEST(small_tables_are_summed_one_by_one)
{
	for (unsigned first = 1; first <= 12; first++)
		for (unsigned second = 1; second <= 9; second++)
			for (unsigned a = 0; a <= first; a++)
				for (unsigned b = 0; b <= second; b++) {
					unsigned calls = a + b;
					double wanted = 0;
					if (calls == 0 || calls == first + second)
						continue;
					double own = choose(first, a) * choose(second, b);
					for (unsigned x = calls > second ? calls - second : 0; x <= calls && x <= first;
					     x++) {
						double ways = choose(first, x) * choose(second, calls - x);
						wanted += ways <= own * (1 + 1e-7) ? ways : 0;
					}
					double p = significance_fisher((struct part){ a, first },
								       (struct part){ b, second });
					ck_assert_double_eq_tol(p, wanted / choose(first + second, calls), 1e-9);
				}
}
END_TEST

START_TEST(times_are_read_as_they_are_written)
{
	static const struct {
		const char *value, *shown, *zone;
	} good[] = {
		{ "2026-11-03", "2026-11-03", "" },
		{ "2026/11/03", "2026-11-03", "" },
		{ " 2026-11-03 14:30\t", "2026-11-03 14:30", "" },
		{ "2026-11-03T4:30:59.123456+05:30", "2026-11-03 04:30", "+05:30" },
		{ "2026-11-03 14:30:00,5 -0800", "2026-11-03 14:30", "-0800" },
		{ "2026-11-03 14:30:00 +00", "2026-11-03 14:30", "+00" },
		{ "2026-11-03T14:30:00Z \t", "2026-11-03 14:30", "Z" },
		{ "2026-11-03 14:30:00 UTC", "2026-11-03 14:30", "UTC" },
		{ "2026-11-03 14:30 AEST", "2026-11-03 14:30", "AEST" },
		{ "2026/11/03 02:30:00 PM", "2026-11-03 14:30", "" },
		{ "2026/11/03 2:30 p.m. PST", "2026-11-03 14:30", "PST" },
		{ "2026-11-03 12:00am", "2026-11-03 00:00", "" },
		{ "2026-11-03 12:59 A.M.", "2026-11-03 00:59", "" },
		{ "2026-11-03 12:59 PM", "2026-11-03 12:59", "" },
		{ "2024-02-29 00:00", "2024-02-29 00:00", "" },
		{ "0000-01-01 00:00", "0000-01-01 00:00", "" },
		{ "9999-12-31 23:59:60", "9999-12-31 23:59", "" },
	};
	static const char *const bad[] = {
		"",
		"soon",
		"2026-13-01",
		"2026-00-01",
		"2026-04-31",
		"2025-02-29",
		"1900-02-29",
		"2026-1-01",
		"20260101",
		"2026-01/01",
		"2026-01-01T",
		"2026-01-01 24:00",
		"2026-01-01 14",
		"2026-01-01 14:60",
		"2026-01-01 14:3",
		"2026-01-01 14:30:7",
		"2026-01-01 0:30 PM",
		"2026-01-01 13:30 PM",
		"2026-01-01 14:30 o'clock",
		"2026-01-01 14:30 Z Z",
		"2026-01-01 14:30 TOOLONG",
		"2026-01-01 14:30 X",
		"2026-01-01 UTC",
		"1767225600",
		"at 2026-01-01",
	};
	struct moment moment;

	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		ck_assert_msg(moment_read(&moment, text_of(good[i].value)), "%s", good[i].value);
		ck_assert_str_eq(moment_show(&moment).text, good[i].shown);
		ck_assert(text_same(moment.zone, text_of(good[i].zone)));
	}
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!moment_read(&moment, text_of(bad[i])), "%s", bad[i]);
	ck_assert(!moment_read(&moment, (struct text){ NULL, 0 }));
}
END_TEST

/* The usual writing has a way of its own, the one with slashes has not. */
START_TEST(the_usual_time_is_any_other)
{
	static const unsigned years[] = { 0, 1900, 1999, 2000, 2024, 2026, 9999 };
	static const char *const clocks[] = { "00:00:00", "23:59:59", "24:00:00", "12:60:00", "12:00:60", "1a:00:00" };

	for (size_t i = 0; i < sizeof years / sizeof *years * 14 * 33; i++) {
		char usual[64], other[64];
		struct moment one = { 0 }, two = { 0 };
		const char *clock = clocks[i % (sizeof clocks / sizeof *clocks)];
		const char *zone = i % 3 == 0 ? "" : i % 3 == 1 ? "+05:30" : "Z";
		unsigned year = years[i / (14 * 33)], month = (unsigned)(i / 33 % 14), day = (unsigned)(i % 33);
		snprintf(usual, sizeof usual, "%04u-%02u-%02u%c%s%s", year, month, day, " T"[i % 2], clock, zone);
		snprintf(other, sizeof other, "%04u/%02u/%02u %s%s", year, month, day, clock, zone);
		bool is_read = moment_read(&one, text_of(usual));
		ck_assert_msg(is_read == moment_read(&two, text_of(other)), "%s", usual);
		ck_assert_msg(!is_read ||
				      (one.day == two.day && one.second == two.second && text_same(one.zone, two.zone)),
			      "%s", usual);
	}
}
END_TEST

START_TEST(a_line_may_begin_with_a_time)
{
	static const struct {
		const char *line, *time;
	} cases[] = {
		{ "2026-11-03T14:30:00Z INFO HangupCauseCode=3130", "2026-11-03T14:30:00Z" },
		{ "[2026-11-03 02:30:00 PM] call", "2026-11-03 02:30:00 PM" },
		{ "INFO [2026/11/03 14:30:00,123 main] call", "2026/11/03 14:30:00,123" },
		{ "worker 2026-11-03 14:30:00+0200 call", "2026-11-03 14:30:00+0200" },
		{ "2026-11-03 14:30:00 UTC call", "2026-11-03 14:30:00" },
		{ "web-1  | 2026-11-03T14:30:00Z call", "2026-11-03T14:30:00Z" },
		{ "a b 2026-11-03 14:30:00 call", NULL },
		{ "a | b 2026-11-03 14:30:00 call", NULL },
		{ "2026-11-03 14:30:591 call", NULL },
		{ "2026-11-03 call", NULL },
		{ "", NULL },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct text time = moment_of_line(text_of(cases[i].line));
		struct moment moment;
		ck_assert_msg((time.bytes == NULL) == (cases[i].time == NULL), "%s", cases[i].line);
		if (cases[i].time == NULL)
			continue;
		ck_assert_msg(text_same(time, text_of(cases[i].time)), "%s", cases[i].line);
		ck_assert(moment_read(&moment, time));
	}
}
END_TEST

START_TEST(zones_are_compared_by_their_offset)
{
	ck_assert_int_eq(moment_offset(text_of("Z")), moment_offset(text_of("utc")));
	ck_assert_int_eq(moment_offset(text_of("+05:30")), 330);
	ck_assert_int_eq(moment_offset(text_of("+0530")), 330);
	ck_assert_int_eq(moment_offset(text_of("+05")), 300);
	ck_assert_int_eq(moment_offset(text_of("-08:00")), -480);
	ck_assert_int_eq(moment_offset(text_of("PST")), NO_OFFSET);
}
END_TEST

START_TEST(only_the_newest_times_are_kept)
{
	struct stats_request request = { .by = BY_MINUTE, .only = which_all, .top = 3 };
	struct counter counter;

	counter_open(&counter, &request);
	add(&counter, 3130, "2026-12-31 23:59", 2);
	add(&counter, 3130, "2026-12-31", 3);
	add(&counter, 3000, "2027-01-01 00:01:59", 4);
	add(&counter, 3130, "2027-01-01 00:01:00", 5);
	ck_assert_uint_eq(counter_steps(&counter), 3);
	ck_assert_uint_eq(counter.at_first.line, 2);
	ck_assert_uint_eq(counter.at_last.line, 4);
	ck_assert_str_eq(rows(&counter, SIZE_MAX), "2026-12-31 23:59=1/1/3130 2027-01-01 00:01=2/2/3000 none=1/1/3130");
	/* Two years of minutes: most go, and take what they have with them. */
	char time[32];
	uint64_t step = counter.last;
	for (size_t i = 0; i < 1000000; i++) {
		snprintf(time, sizeof time, "%s", counter_step_text(&counter, ++step).text);
		add(&counter, 3130, time, 2);
	}
	ck_assert_uint_le(counter.cross.row_count, COUNTER_STEPS_ROOM);
	ck_assert(!counter.cross.is_full);
	uint32_t *order = counter_order(&counter, SIZE_MAX);
	size_t count = counter.cross.row_count - CROSS_FIRST;
	ck_assert_uint_ge(count, 3);
	for (size_t i = count - 3; i < count; i++)
		ck_assert_uint_eq(counter_step(&counter, order[i]), counter.last - (count - 1 - i));
	free(order);
	counter_close(&counter);
}
END_TEST

START_TEST(a_period_is_of_days_or_of_every_day)
{
	static const struct {
		const char *from, *to, *time;
		bool holds;
	} cases[] = {
		{ "2026-11-03", NULL, "2026-11-03 00:00", true },
		{ "2026-11-03", NULL, "2026-11-02 23:59", false },
		{ NULL, "2026-11-03", "2026-11-03 00:00", false },
		{ "2026-11-03", "2026-11-04", "2026-11-03", true },
		{ "2026-11-03 14", "2026-11-03T14:30:30", "2026-11-03 14:30:29", true },
		{ "2026-11-03 14", "2026-11-03T14:30:30", "2026-11-03 14:30:30", false },
		{ "2026-11-03 14", "2026-11-03 15", "2026-11-03", false },
		{ "14:00", NULL, "2020-01-01 14:00", true },
		{ "14:00", "15:00", "2020-01-01 15:00", false },
		{ "22:00", "06:00", "2020-01-01 05:59", true },
		{ "22:00", "06:00", "2020-01-01 22:00", true },
		{ "22:00", "06:00", "2020-01-01 06:00", false },
		{ "22:00", "06:00", "2020-01-01", false },
	};
	struct diagnostics diagnostics = { .descriptor = STDERR_FILENO };

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct period period = { .from = { .kind = BOUND_NONE } };
		struct moment moment;
		ck_assert(cases[i].from == NULL || bound_read(&period.from, "--from", cases[i].from, &diagnostics));
		ck_assert(cases[i].to == NULL || bound_read(&period.to, "--to", cases[i].to, &diagnostics));
		ck_assert(period_check(&period, &diagnostics));
		ck_assert(moment_read(&moment, text_of(cases[i].time)));
		ck_assert_msg(period_holds(&period, &moment) == cases[i].holds, "%zu", i);
	}
}
END_TEST

START_TEST(progress_fits_the_line)
{
	static const struct {
		uint64_t done, total, milliseconds;
		const char *text;
	} cases[] = {
		{ 0, 0, 1000, "0 B  0 B/s" },
		{ 999, 0, 1000, "999 B  999 B/s" },
		{ 1500, 0, 1000, "1.5 kB  1.5 kB/s" },
		{ 12345678, 0, 2000, "12 MB  6.1 MB/s" },
		{ 1200000000, 2600000000, 4000, "46 %  1.2 GB of 2.6 GB  300 MB/s  4 s left" },
		{ 1000000, 1000000, 1000, "100 %  1.0 MB of 1.0 MB  1.0 MB/s  0 s left" },
		{ 1000000, 201000000, 1000, "0 %  1.0 MB of 201 MB  1.0 MB/s  3 min 20 s left" },
		{ 1000000, 7501000000, 1000, "0 %  1.0 MB of 7.5 GB  1.0 MB/s  2 h 5 min left" },
		{ 1000, 35000000000, 1000, "0 %  1.0 kB of 35 GB  1.0 kB/s  9722 h 13 min left" },
		{ 1000, UINT64_MAX, 1000, "0 %  1.0 kB of 18 EB  1.0 kB/s  9999 h 0 min left" },
		/* the file has grown */
		{ 2000, 1000, 1000, "2.0 kB  2.0 kB/s" },
		{ 5000000000, 10000000000, 0, "5.0 GB  0 B/s" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct progress_text text = progress_describe(cases[i].done, cases[i].total, cases[i].milliseconds);
		ck_assert_str_eq(text.text, cases[i].text);
		ck_assert_uint_le(strlen(text.text), PROGRESS_WIDTH);
	}
}
END_TEST

Suite *stats_suite(void)
{
	Suite *suite = suite_create("stats");
	TCase *tests = tcase_create("stats");

	tcase_set_timeout(tests, 600);
	tcase_add_test(tests, percentages_are_rounded_and_honest);
	tcase_add_test(tests, bars_are_rounded_to_eighths);
	tcase_add_test(tests, rows_come_most_calls_first_then_by_code);
	tcase_add_test(tests, groups_and_actions_are_sums_of_causes);
	tcase_add_test(tests, sources_by_any_spelling);
	tcase_add_test(tests, limits_are_read);
	tcase_add_test(tests, limits_trip_when_there_is_more);
	tcase_add_test(tests, a_tripped_limit_says_what_to_do);
	tcase_add_test(tests, counts_past_32_bits_are_shown);
	tcase_add_test(tests, differences_are_judged_as_in_the_literature);
	tcase_add_test(tests, days_differ_and_have_not_changed);
	tcase_add_test(tests, small_tables_are_summed_one_by_one);
	tcase_add_test(tests, zones_are_compared_by_their_offset);
	tcase_add_test(tests, only_the_newest_times_are_kept);
	tcase_add_test(tests, values_are_counted_most_failed_first);
	tcase_add_test(tests, a_cross_table_is_bounded_and_exact_until_it_is_full);
	tcase_add_test(tests, times_are_read_as_they_are_written);
	tcase_add_test(tests, the_usual_time_is_any_other);
	tcase_add_test(tests, a_line_may_begin_with_a_time);
	tcase_add_test(tests, a_period_is_of_days_or_of_every_day);
	tcase_add_test(tests, progress_fits_the_line);
	suite_add_tcase(suite, tests);
	return suite;
}
