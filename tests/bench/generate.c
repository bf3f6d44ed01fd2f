/* SPDX-License-Identifier: MIT */
/*
 * Call records in the shape of the calls API, the same bytes every time: `generate SHAPE BYTES` writes about that many.
 * 20 columns, about 230 bytes a record; the codes in the proportions of a busy account.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 20, CELL = 96 };

static const char *const header[COLUMNS] = {
	"answer_time",       "bill_duration", "billed_duration", "call_direction",   "call_duration",
	"call_state",        "call_uuid",     "end_time",        "from_number",      "hangup_cause_code",
	"hangup_cause_name", "hangup_source", "initiation_time", "parent_call_uuid", "resource_uri",
	"stir_verification", "to_number",     "total_amount",    "total_rate",       "voice_network_group",
};

static const struct {
	int share; /* of 100 */
	int code;
	const char *name;
	const char *source;
} causes[] = {
	{ 60, 4000, "Normal Hangup", "Callee" },
	{ 12, 3000, "No Answer", "Carrier" },
	{ 7, 3010, "Busy Line", "Carrier" },
	{ 5, 3020, "Rejected", "Callee" },
	{ 5, 6010, "Ring Timeout Reached", "Plivo" },
	{ 3, 3130, "Spam block", "Carrier" },
	{ 3, 1000, "Canceled", "API Request" },
	{ 2, 5010, "Internal Error", "Error" },
	{ 1, 7011, "Error Reaching Answer URL", "Error" },
	{ 1, 8011, "Invalid Answer XML", "Error" },
	{ 1, 4010, "End Of XML Instructions", "Plivo" },
};

/* xorshift64* (Sebastiano Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", 2016). */
static uint64_t next_random(uint64_t *state)
{
	*state ^= *state >> 12;
	*state ^= *state << 25;
	*state ^= *state >> 27;
	return *state * UINT64_C(0x2545f4914f6cdd1d);
}

static void print_time(char *cell, uint64_t random)
{
	snprintf(cell, CELL, "2024-%02u-%02u %02u:%02u:%02u+00:00", (unsigned)(random % 12 + 1),
		 (unsigned)(random / 16 % 28 + 1), (unsigned)(random / 512 % 24), (unsigned)(random / 16384 % 60),
		 (unsigned)(random / 1048576 % 60));
}

static void print_uuid(char *cell, uint64_t a, uint64_t b)
{
	snprintf(cell, CELL, "%08" PRIx64 "-%04" PRIx64 "-4%03" PRIx64 "-a%03" PRIx64 "-%012" PRIx64, a & 0xffffffff,
		 a >> 32 & 0xffff, a >> 48 & 0xfff, b & 0xfff, b >> 16);
}

static void make_record(char cells[COLUMNS][CELL], uint64_t *state)
{
	uint64_t random = next_random(state);
	int draw = (int)(random % 100);
	size_t cause = 0;
	unsigned seconds = (unsigned)(random >> 8 & 0x1ff);

	while (draw >= causes[cause].share)
		draw -= causes[cause++].share;
	if (causes[cause].code != 4000)
		seconds = 0;
	memset(cells, 0, COLUMNS * CELL);
	if (seconds > 0)
		print_time(cells[0], next_random(state));
	snprintf(cells[1], CELL, "%u", seconds);
	snprintf(cells[2], CELL, "%u", (seconds + 59) / 60 * 60);
	strcpy(cells[3], random & 1 << 20 ? "outbound" : "inbound");
	snprintf(cells[4], CELL, "%u", seconds);
	strcpy(cells[5], seconds > 0 ? "ANSWER" : "");
	print_uuid(cells[6], next_random(state), next_random(state));
	print_time(cells[7], next_random(state));
	snprintf(cells[8], CELL, "+1415555%04u", (unsigned)(random >> 21 & 0xfff));
	snprintf(cells[9], CELL, "%d", causes[cause].code);
	strcpy(cells[10], causes[cause].name);
	strcpy(cells[11], causes[cause].source);
	print_time(cells[12], next_random(state));
	strcpy(cells[14], "/v1/Account/MAXXXXXXXX/Call/");
	strcpy(cells[15], random & 1 << 19 ? "Verified" : "Not Verified");
	snprintf(cells[16], CELL, "91996%07u", (unsigned)(random >> 33 & 0xfffff));
	snprintf(cells[17], CELL, "0.%05u", (unsigned)(random >> 40 & 0xffff));
	strcpy(cells[18], "0.00680");
	strcpy(cells[19], "A");
}

/* Which columns are quoted: none, those a careful writer quotes, or all. */
static int is_quoted(const char *shape, int column)
{
	if (strcmp(shape, "quoted") == 0)
		return 1;
	return strcmp(shape, "part") == 0 && (column == 0 || column == 7 || column == 10 || column == 12);
}

static uint64_t write_row(const char *shape, const char *(*cell)(const void *row, int column), const void *row)
{
	uint64_t length = 0;

	for (int i = 0; i < COLUMNS; i++) {
		const char *quote = is_quoted(shape, i) ? "\"" : "";
		length += (uint64_t)printf("%s%s%s%c", quote, cell(row, i), quote, i + 1 < COLUMNS ? ',' : '\n');
	}
	return length;
}

static const char *header_cell(const void *row, int column)
{
	(void)row;
	return header[column];
}

static const char *record_cell(const void *row, int column)
{
	const char(*cells)[CELL] = row;

	return cells[column];
}

static void write_records(const char *shape, uint64_t wanted)
{
	static char cells[COLUMNS][CELL];
	uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t length = write_row(shape, header_cell, NULL);

	while (length < wanted) {
		make_record(cells, &state);
		length += write_row(shape, record_cell, cells);
	}
}

/* One record as an object, its members from the first-th on, as some clients have them in no fixed order. */
static uint64_t write_object(char cells[COLUMNS][CELL], int first)
{
	uint64_t length = (uint64_t)printf("{");

	for (int i = 0; i < COLUMNS; i++) {
		int at = (first + i) % COLUMNS;
		const char *quote = at == 9 ? "" : "\"";
		length += (uint64_t)printf("%s\"%s\": %s%s%s", i > 0 ? ", " : "", header[at], quote, cells[at], quote);
	}
	return length + (uint64_t)printf("}");
}

/* JSON in several layouts: one object a line, an array on one line, pages of the calls API, log entries around each. */
static void write_json(const char *shape, uint64_t wanted)
{
	static char cells[COLUMNS][CELL];
	static const struct {
		const char *shape, *begin, *before, *after, *end;
	} layouts[] = {
		{ "ndjson", "", "", "\n", "" },
		{ "shuffled", "", "", "\n", "" },
		{ "array", "[{}", ",", "", "]\n" },
		{ "entries", "",
		  "{\"level\":30,\"pid\":7,\"msg\":\"hangup\",\"req\":{\"method\":\"POST\",\"body\":", "}}\n", "" },
		{ "pages", "{\"api_id\": \"x\", \"meta\": {\"limit\": 20}, \"objects\": [\n  {}", ",\n  ", "",
		  "\n]}\n" },
	};
	uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
	size_t layout = 0;

	while (strcmp(layouts[layout].shape, shape) != 0)
		layout++;
	uint64_t length = (uint64_t)printf("%s", layouts[layout].begin);
	while (length < wanted) {
		make_record(cells, &state);
		int first = strcmp(shape, "shuffled") == 0 ? (int)(next_random(&state) % COLUMNS) : 0;
		length += (uint64_t)printf("%s", layouts[layout].before);
		length += write_object(cells, first);
		length += (uint64_t)printf("%s", layouts[layout].after);
	}
	printf("%s", layouts[layout].end);
}

/* A log in which one line in five holds a callback. */
static void write_log(uint64_t wanted)
{
	static char cells[COLUMNS][CELL];
	uint64_t state = UINT64_C(0x9e3779b97f4a7c15);

	for (uint64_t length = 0, line = 0; length < wanted; line++) {
		if (line % 5 != 0) {
			length += (uint64_t)printf("2026-11-03 09:04:30 INFO req=%" PRIu64 " GET /health 200 in 3 ms, "
						   "agent=\"curl/8.5.0\", host=web-1.example.org, bytes=512\n",
						   line);
			continue;
		}
		make_record(cells, &state);
		length += (uint64_t)printf("2026-11-03 09:04:30 INFO hangup CallUUID=%s&HangupCauseCode=%s&"
					   "HangupCauseName=%s&HangupSource=%s&From=%s\n",
					   cells[6], cells[9], cells[10], cells[11], cells[8]);
	}
}

/* Records whose plain cells hold quotes, whose names hold doubled ones, and of ten bytes. */
static void write_odd(const char *shape, uint64_t wanted)
{
	static char cells[COLUMNS][CELL];
	uint64_t state = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t length = 0;

	if (strcmp(shape, "short") == 0) {
		puts("id,hangup_cause_code");
		for (; length < wanted; length += 10)
			puts("abcd,3130");
		return;
	}
	write_row("plain", header_cell, NULL);
	while (length < wanted) {
		make_record(cells, &state);
		strcpy(cells[strcmp(shape, "literal") == 0 ? 13 : 10],
		       strcmp(shape, "literal") == 0 ? "5\" pipe" : "\"say \"\"hi\"\"\"");
		length += write_row("plain", record_cell, cells);
	}
}

/* After a header, nothing but one thing, over and over. */
static void write_hostile(const char *thing, uint64_t wanted)
{
	size_t length = strlen(thing);

	puts("id,hangup_cause_code");
	for (uint64_t i = 0; i < wanted; i++)
		putchar(thing[i % length]);
	putchar('\n');
}

int main(int count, char **arguments)
{
	static const char *const records[] = { "plain", "part", "quoted" };
	static const struct {
		const char *name;
		const char *thing;
	} hostile[] = {
		{ "quotes", "\"" },
		{ "delimiters", "," },
		{ "newlines", "\n" },
		/* Each line leaves a quote open, whether it begins inside quotes or outside. */
		{ "reopened", "a\",\"\n" },
	};

	if (count != 3) {
		fputs("usage: generate plain|part|quoted|open|quotes|delimiters|newlines|reopened|ndjson|shuffled|array|"
		      "entries|pages|log|literal|doubled|short BYTES\n",
		      stderr);
		return 2;
	}
	uint64_t wanted = strtoull(arguments[2], NULL, 10);
	for (size_t i = 0; i < sizeof records / sizeof records[0]; i++)
		if (strcmp(arguments[1], records[i]) == 0)
			write_records(arguments[1], wanted);
	for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++)
		if (strcmp(arguments[1], hostile[i].name) == 0)
			write_hostile(hostile[i].thing, wanted);
	static const char *const json[] = { "ndjson", "shuffled", "array", "entries", "pages" };
	static const char *const odd[] = { "literal", "doubled", "short" };
	for (size_t i = 0; i < sizeof json / sizeof json[0]; i++)
		if (strcmp(arguments[1], json[i]) == 0)
			write_json(json[i], wanted);
	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++)
		if (strcmp(arguments[1], odd[i]) == 0)
			write_odd(odd[i], wanted);
	if (strcmp(arguments[1], "log") == 0)
		write_log(wanted);
	if (strcmp(arguments[1], "open") == 0) {
		/* A quote that is never closed, before plain records. */
		puts("id,hangup_cause_code\n\"a,3130");
		write_records("plain", wanted);
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
