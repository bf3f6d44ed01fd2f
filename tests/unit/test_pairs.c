/* SPDX-License-Identifier: MIT */
/* The reader of text: which pairs it finds on a line, which of them are one call, and that it loses no byte. */
#include <check.h>
#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "annotating.h"
#include "counting.h"
#include "reader/pairs.h"
#include "records/text_names.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

Suite *pairs_suite(void);

static const struct pairs_field fields[] = {
	{ "hangupcausecode", CELL_CODE },
	{ "hangupcausename", CELL_NAME },
	{ "hangupsource", CELL_SOURCE },
	{ "calluuid", CELL_UUID },
	{ "endtime", CELL_TIME },
	{ "time", CELL_TIME },
	{ "plivohangupcausecode", CELL_COUNT + CELL_CODE },
	{ "plivohangupcausename", CELL_COUNT + CELL_NAME },
	{ "plivohangupsource", CELL_COUNT + CELL_SOURCE },
	{ "calluuid", CELL_COUNT + CELL_UUID },
	{ "dialbleghangupcausecode", 2 * CELL_COUNT + CELL_CODE },
	{ "dialbleghangupcausename", 2 * CELL_COUNT + CELL_NAME },
	{ "dialbleghangupsource", 2 * CELL_COUNT + CELL_SOURCE },
	{ "dialbleguuid", 2 * CELL_COUNT + CELL_UUID },
	{ "trunkdomain", CELL_TRUNK },
	{ "hangupinitiator", CELL_INITIATOR },
	{ "hangupcause", PAIRS_WORD },
	{ "plivohangupcause", PAIRS_WORD + 1 },
	{ "dialbleghangupcause", PAIRS_WORD + 2 },
	{ "dialhangupcause", PAIRS_OTHER },
};

/* What a reader has made of an input: its records, a line each, and its items' bytes. */
struct outcome {
	char *records;
	size_t records_length;
	FILE *to;
	unsigned char *bytes;
	size_t length;
	size_t items;
	bool begins_line; /* no call of the line has been written */
};

static void write_cells(FILE *to, const struct record *record)
{
	static const char *const legs[LEG_COUNT] = { "", "plivo.", "b." };
	static const char *const cells[CELL_COUNT] = { "code",  "name",      "source", "uuid",
						       "trunk", "initiator", "time",   "by" };
	size_t count = 0;

	for (size_t i = 0; i < CELLS_MAX; i++) {
		struct text cell = record->cells[i];
		/* The A leg's UUID again. */
		if (cell.bytes == NULL || i == CELL_COUNT + CELL_UUID)
			continue;
		fprintf(to, " %s%s=%.*s", legs[i / CELL_COUNT], cells[i % CELL_COUNT], (int)cell.length, cell.bytes);
		count++;
	}
	ck_assert_uint_ge(record->count, count);
	if (record->other_cause.bytes != NULL)
		fprintf(to, " other=%.*s", (int)record->other_cause.length, record->other_cause.bytes);
	fputs(record->is_disputed ? " disputed" : "", to);
}

static void note_record(struct outcome *outcome, const struct record *record)
{
	if (outcome->begins_line)
		fprintf(outcome->to, "%ju:", (uintmax_t)record->line);
	else
		fputs(" +", outcome->to);
	ck_assert_int_eq(record->is_alone, outcome->begins_line && !record->is_continued);
	if (!outcome->begins_line)
		ck_assert_uint_eq(record->head, 0);
	if (record->is_continued)
		ck_assert_uint_eq(record->tail, 0);
	write_cells(outcome->to, record);
	fputs(record->is_continued ? "" : "\n", outcome->to);
	outcome->begins_line = !record->is_continued;
}

/* Reads all of it, in pieces of that size. */
static struct outcome outcome_of(const struct pairs_field *wanted, size_t count, const struct pairs_options *options,
				 struct text text, size_t read_size)
{
	struct outcome outcome = { .bytes = malloc(text.length + 1), .begins_line = true };
	struct input input;
	struct pairs_reader reader;
	struct record record = { .bytes = NULL };

	outcome.to = open_memstream(&outcome.records, &outcome.records_length);
	input_open(&input);
	input.read_size = read_size;
	input_use_memory(&input, text);
	pairs_reader_open(&reader, wanted, count, options);
	pairs_reader_begin(&reader, &input, 1);
	for (enum item item = ITEM_MORE; item != ITEM_END;) {
		const unsigned char *window = input_bytes(&input);
		size_t size = input_size(&input);
		item = pairs_reader_next(&reader, &record);
		if (item == ITEM_MORE || item == ITEM_END) {
			ck_assert_uint_eq(input_size(&input), size);
			/* A second has passed without a byte. */
			input.is_late = input.is_hasty;
			input.is_hasty = false;
			ck_assert_int_eq(item == ITEM_MORE && !input.is_late ? input_fill(&input) : 0, 0);
			continue;
		}
		size_t length = record.head + record.tail;
		ck_assert_ptr_eq(record.bytes, window);
		ck_assert_uint_eq(input_size(&input), size - length);
		ck_assert_uint_le(outcome.length + length, text.length);
		memcpy(outcome.bytes + outcome.length, window, length);
		outcome.length += length;
		outcome.items++;
		if (item == ITEM_RECORD)
			note_record(&outcome, &record);
		if (item == ITEM_MALFORMED)
			fprintf(outcome.to, "%ju: %s\n", (uintmax_t)record.line, record.error);
	}
	ck_assert(outcome.begins_line);
	ck_assert_uint_eq(outcome.length, text.length);
	ck_assert_int_eq(memcmp(outcome.bytes, text.bytes, text.length), 0);
	pairs_reader_close(&reader);
	input_close(&input);
	fclose(outcome.to);
	return outcome;
}

static void close_outcome(struct outcome *outcome)
{
	free(outcome->records);
	free(outcome->bytes);
}

/* Without a word of the table, for a file; for what explain reads; and with what the table knows. */
static const struct pairs_options plain = { .takes_all = false };
static const struct pairs_options thorough = { .takes_all = true };
static const struct pairs_options known = {
	.source_length = text_names_source,
	.cause_length = text_names_cause,
	.is_time = text_names_is_time,
	.is_cause = text_names_is_cause,
};

static void check_sizes(const struct pairs_options *options, struct text text, const char *records, const size_t *sizes,
			size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct outcome outcome = outcome_of(fields, COUNT(fields), options, text, sizes[i]);
		ck_assert_str_eq(outcome.records, records);
		close_outcome(&outcome);
	}
}

static void check_all(const struct pairs_options *options, struct text text, const char *records)
{
	static const size_t sizes[] = { INPUT_SIZE, 1, 2, 3, 7, 63, 64, 65 };

	check_sizes(options, text, records, sizes, COUNT(sizes));
}

static const size_t large_sizes[] = { INPUT_SIZE, 4095, 65536 };

/* One line each: what is found in it, line by line. */
static const struct {
	const char *line;
	const char *record;
} notations[] = {
	{ "HangupCauseCode=3010", "code=3010" },
	{ "hangup_cause_code=3010", "code=3010" },
	{ "hangupCauseCode: 3010", "code=3010" },
	{ "Hangup cause code: 3010", "code=3010" },
	{ "Hangup-Cause-Code: 3010", "code=3010" },
	{ "HANGUP_CAUSE_CODE=3010", "code=3010" },
	{ "HangupCauseCode = 3010", "code=3010" },
	{ "HangupCauseCode\t=\t3010", "code=3010" },
	{ "HangupCauseCode->3010", "code=3010" },
	{ "call ended with hangup cause code: 3010.", "code=3010" },
	{ "[HangupCauseCode] => 3010", "code=3010" },
	{ "[\"HangupCauseCode\"]=> string(4) \"3010\"", "code=3010" },
	{ "[\"HangupCauseCode\"]=> int(3010)", "code=3010" },
	{ "[\"HangupCauseName\"]=> string(23) \"End Of XML Instructions\" [\"HangupCauseCode\"]=> string(4) \"4010\"",
	  "code=4010 name=End Of XML Instructions" },
	{ "'HangupCauseCode' => string '3010' (length=4)", "code=3010" },
	{ "'HangupCauseCode' => int 3010", "code=3010" },
	{ "<HangupCauseCode>3010</HangupCauseCode>", "code=3010" },
	{ "<Call><HangupCauseCode>3010</HangupCauseCode><HangupCauseName>Busy Line</HangupCauseName></Call>",
	  "code=3010 name=Busy Line" },
	{ "<HangupCauseCode></HangupCauseCode>", "code=" },
	{ "('HangupCauseCode', '3010')", "code=3010" },
	{ "('HangupCauseCode', 3010)", "code=3010" },
	{ "(u'HangupCauseCode', u'3010')", "code=3010" },
	{ "ImmutableMultiDict([('CallUUID', 'a1'), ('HangupCauseCode', '3010'), ('HangupCauseName', 'Busy Line')])",
	  "code=3010 name=Busy Line uuid=a1" },
	{ "map[CallUUID:[a1] HangupCauseCode:[3010] HangupCauseName:[Busy Line] HangupSource:[Carrier]]",
	  "code=3010 name=Busy Line source=Carrier uuid=a1" },
	{ "map[HangupCauseCode:3010 HangupCauseName:Busy Line HangupSource:Carrier]",
	  "code=3010 name=Busy Line source=Carrier" },
	{ "{HangupCauseCode=3010, HangupCauseName=Busy Line, HangupSource=Carrier}",
	  "code=3010 name=Busy Line source=Carrier" },
	{ "Call(hangup_cause_code=3010, hangup_cause_name='Busy Line')", "code=3010 name=Busy Line" },
	{ "{:hangup_cause_code=>3010, :hangup_cause_name=>\"Busy Line\"}", "code=3010 name=Busy Line" },
	{ "Parameters: {\"HangupCauseCode\"=>\"4010\", \"HangupCauseName\"=>\"End Of XML Instructions\"}",
	  "code=4010 name=End Of XML Instructions" },
	{ "%{\"HangupCauseCode\" => \"3010\", \"HangupSource\" => \"Carrier\"}", "code=3010 source=Carrier" },
	{ "{ HangupCauseCode: '3010', HangupCauseName: 'Busy Line' }", "code=3010 name=Busy Line" },
	{ "{ HangupCauseCode: [ '3010' ] }", "code=3010" },
	{ "{'answer_time': None, 'hangup_cause_code': 4010, 'hangup_cause_name': 'End Of XML Instructions'}",
	  "code=4010 name=End Of XML Instructions" },
	{ "{u'hangup_cause_code': 4010, u'hangup_source': u'Plivo'}", "code=4010 source=Plivo" },
	{ "{'hangup_cause_code': 3010L}", "code=3010" },
	{ "{ hangup_cause_code: 3010n }", "code=3010" },
	{ "{'HangupCauseCode': ['3010']}", "code=3010" },
	{ "Decimal: {'hangup_cause_code': Decimal('3010')}", "code=3010" },
	{ "[\"HangupCauseCode\": Optional(\"3010\")]", "code=3010" },
	{ "[\"HangupCauseCode\"] = \"3010\",", "code=3010" },
	{ "{\"call_uuid\":\"a1\",\"hangup_cause_code\":3010}", "code=3010 uuid=a1" },
	{ "{\"msg\":\"{\\\"HangupCauseCode\\\":\\\"3010\\\",\\\"HangupCauseName\\\":\\\"Busy Line\\\"}\"}",
	  "code=3010 name=Busy Line" },
	{ "\"{\\\"m\\\":\\\"{\\\\\\\"HangupCauseCode\\\\\\\":\\\\\\\"3010\\\\\\\"}\\\"}\"", "code=3010" },
	{ "{\"log\":\"POST CallUUID=a1\\u0026HangupCauseCode=3010\\u0026HangupSource=Carrier\\n\",\"stream\":\"x\"}",
	  "code=3010 source=Carrier uuid=a1" },
	{ "{\"log\":\"Event: x\\nHangupCauseCode: 3010\\nHangupCauseName: Busy Line\\n\"}",
	  "code=3010 name=Busy Line" },
	{ "\"HangupCauseCode\": \"\\\"3010\\\"\"", "code=3010" },
	{ "HangupCauseCode=\"'3010\"", "code=3010" },
	{ "HangupCauseCode=\"\"", "code=" },
	{ "HangupSource=\"\\ud83d\\ude00 \\ud83dx\" HangupCauseCode=3010",
	  "code=3010 source=\xf0\x9f\x98\x80 \xed\xa0\xbdx" },
	{ "HangupCauseName=\"a\\\"b\\u0026\\u00e9c\\\\\" HangupCauseCode=3010", "code=3010 name=a\"b&\xc3\xa9"
										"c\\" },
	{ "level=info msg=\"call ended\" hangup_cause_code=3010 hangup_cause_name=\"Busy Line\" call_uuid=a1",
	  "code=3010 name=Busy Line uuid=a1" },
	{ "hangup_cause_code=\"3010\" hangup_source=\"Carrier\"", "code=3010 source=Carrier" },
	{ "hangup_cause_name=Busy Line hangup_cause_code=3010", "code=3010 name=Busy Line" },
	{ "Hangup cause name: Busy Line Hangup cause code: 3010 Hangup source: Carrier",
	  "code=3010 name=Busy Line source=Carrier" },
	{ "HangupCauseCode: 3010 | HangupCauseName: Busy Line | HangupSource: Carrier",
	  "code=3010 name=Busy Line source=Carrier" },
	{ "HangupSource=Carrier {\"HangupCauseCode\": 3010}", "code=3010 source=Carrier" },
	{ "HangupCauseName=Unknown Caller ID, HangupCauseCode=2000", "code=2000 name=Unknown Caller ID" },
	{ "{HangupCauseName=Canceled (Out Of Credits), HangupCauseCode=1010}",
	  "code=1010 name=Canceled (Out Of Credits)" },
	{ "(HangupCauseCode=1010, HangupCauseName=Canceled (Out Of Credits))",
	  "code=1010 name=Canceled (Out Of Credits)" },
	{ "[HangupCauseName] => Canceled (Out Of Credits) [HangupCauseCode] => 1010",
	  "code=1010 name=Canceled (Out Of Credits)" },
	{ "[HangupCauseCode] => 3010 [HangupCauseName] => Busy Line [Duration] => 0", "code=3010 name=Busy Line" },
	{ "CallUUID=a1&HangupCause=USER_BUSY&HangupCauseCode=3010&HangupCauseName=Busy+Line&HangupSource=API%20Request",
	  "code=3010 name=Busy Line source=API Request uuid=a1 other=USER_BUSY" },
	{ "HangupCauseName=Canceled+%28Out+Of+Credits%29&HangupCauseCode=1010",
	  "code=1010 name=Canceled (Out Of Credits)" },
	{ "CallUUID=a1&HangupCauseName=Busy Line&HangupCauseCode=3010", "code=3010 name=Busy Line uuid=a1" },
	{ "HangupCauseCode=3010&HangupCauseName=Busy Line", "code=3010 name=Busy" },
	{ "GET /hangup?HangupCauseCode=3010&HangupCauseName=Busy+Line HTTP/1.1\" 200", "code=3010 name=Busy Line" },
	{ "GET /hangup?x=1&HangupCauseCode=3010&HangupSource=Carrier HTTP/1.1", "code=3010 source=Carrier" },
	{ "x=1&amp;HangupCauseCode=3010&amp;HangupSource=Carrier&amp;y=2", "code=3010 source=Carrier" },
	{ "calls%5B0%5D%5BHangupCauseCode%5D=3010&calls%5B0%5D%5BHangupCauseName%5D=Busy+Line&x=1",
	  "code=3010 name=Busy Line" },
	{ "calls[0][HangupCauseCode]=3010&calls[0][HangupCauseName]=Busy+Line", "code=3010 name=Busy Line" },
	{ "body=CallUUID%3Da1%26HangupCauseCode%3D3010%26HangupSource%3DCarrier%26x%3D1",
	  "code=3010 source=Carrier uuid=a1" },
	{ "EndTime=2024-10-22+16%3A41%3A21&HangupCauseCode=3010", "code=3010 time=2024-10-22 16:41:21" },
	{ "end_time: 2018-10-29 10:14:58+00:00 hangup_cause_code: 3010", "code=3010 time=2018-10-29 10:14:58+00:00" },
	{ "DialBLegHangupCauseCode=6010&HangupCauseCode=4000", "code=4000 b.code=6010" },
	{ "DialBLegHangupCauseCode: 6010, DialBLegHangupSource: Plivo, DialBLegUUID: b1",
	  "b.code=6010 b.source=Plivo b.uuid=b1" },
	{ "PlivoHangupCauseCode=3010&CallUUID=a1", "uuid=a1 plivo.code=3010" },
	{ "Hangup cause code: 3010, Call UUID: a1, Parent call UUID: p1, Hangup cause name: Busy Line",
	  "code=3010 name=Busy Line uuid=a1" },
	{ "HangupCauseCode:               3010", "code=3010" },
	{ "{\\\"HangupCauseName\\\":\\\"a\\\\\\\"b\\\\u0026c\\\",\\\"HangupCauseCode\\\":\\\"3010\\\"}",
	  "code=3010 name=a\"b&c" },
	{ "\"{\\\"HangupCauseName\\\":\\\"Busy, Line\" HangupCauseCode=\\\"3010\\\"", "code=3010 name=Busy, Line" },
	{ "{\"log\":\"HangupCauseCode=3010\\u0026HangupCauseName=Busy+Line\\n\"}", "code=3010 name=Busy Line" },
	{ "HangupCauseCode=3010&HangupCauseName=Busy+Line done", "code=3010 name=Busy Line" },
	{ "\\u0022HangupCauseCode\\u0022:\\u00223010\\u0022}\"", "code=3010" },
	{ "HangupCause=A&DialBLegHangupCause=B&HangupCauseCode=3010", "code=3010 name=A other=A" },
	{ "hangup_cause=b, hangup_cause_code=1, hangup_cause_name=a", "code=1 name=a other=b" },
	{ "DialBLegHangupCause=b&DialBLegHangupCauseCode=1&HangupCauseCode=2", "code=2 b.code=1 b.name=b other=b" },
	{ "PlivoHangupCause=b&HangupCauseCode=2&DialHangupCause=c", "code=2 other=b" },
	{ "PlivoHangupCauseCode=1&PlivoHangupCause=b", "plivo.code=1 plivo.name=b other=b" },
	{ "HangupCauseCode =>", "code=" },
	{ "HangupCauseCode->", "code=" },
	{ "Parent call UUID: p1, Call UUID: a1, Hangup cause code: 3010", "code=3010 uuid=a1" },
	{ "HangupCauseCode=", "code=" },
	{ "HangupCauseCode= HangupSource=Carrier", "code= source=Carrier" },
	{ "HangupCauseCode=&HangupSource=Carrier", "code= source=Carrier" },
	{ "[HangupCauseCode] => ", "code=" },
	{ "HangupCauseCode=null HangupSource=Carrier", "code=null source=Carrier" },
	{ "HangupCauseCode: None, x", "code=None" },
	{ "HangupCauseCode=\\N", "code=\\N" },
	{ "HangupCauseCode=-", "code=-" },
	{ "HangupCauseCode=-1", "code=-1" },
	{ "HangupCauseCode=4294970426", "code=4294970426" },
	{ "HangupCauseCode=3130.0", "code=3130.0" },
	{ "HangupCauseCode=3130.", "code=3130" },
	{ "HangupCauseCode=0x10 x", "code=0x10" },
	{ "HangupCauseCode=1e3", "code=1e3" },
	{ "HangupCauseCode=3010n,", "code=3010" },
	{ "HangupCauseCode=3000-3050 x", "code=3000-3050" },
	{ "HangupCauseCode=3010/3130", "code=3010/3130" },
	{ "HangupCauseCode=3000..3050", "code=3000..3050" },
	{ "HangupCauseCode=3010_x", "code=3010_x" },
	{ "HangupCauseCode=3010.5.6", "code=3010.5.6" },
	{ "HangupCauseCode=3010- x", "code=3010" },
	{ "HangupCauseCode=3010/", "code=3010" },
	{ "HangupCauseCode=3010...", "code=3010" },
	{ "HangupCauseCode=3010_", "code=3010" },
	{ "HangupCauseCode=3010|HangupSource=Carrier", "code=3010 source=Carrier" },
	{ "HangupCauseCode=3010-HangupSource=Carrier", "code=3010-HangupSource=Carrier" },
	{ "the HangupCauseCode: see below", "code=see" },
	{ "hangup_cause_code=3010 trunk_domain=x.zt.plivo.com", "code=3010 trunk=x.zt.plivo.com" },
	{ "hangup_initiator: \"carrier\", hangup_cause_code: 3010", "code=3010 initiator=carrier" },
	{ "HangupCauseCode=int(3130) \"y\"", "code=3130" },
	{ "HangupCauseCode=string(4) \"3130\"", "code=3130" },
	/* The same told twice is one call; with another value, of UUIDs too, it is another. */
	{ "HangupCauseCode=3010 then HangupCauseCode=3010", "code=3010" },
	{ "HangupCauseCode=3010 then HangupCauseCode=4000", "code=3010 + code=4000" },
	{ "HangupCauseCode=3010 CallUUID=a HangupCauseCode=3010 CallUUID=b", "code=3010 uuid=a + code=3010 uuid=b" },
	{ "CallUUID=a DialBLegHangupCauseCode=3010 CallUUID=b HangupCauseCode=4000",
	  "uuid=a b.code=3010 + code=4000 uuid=b" },
	{ "CallUUID=a HangupSource=x CallUUID=b HangupCauseCode=3010", "code=3010 uuid=b" },
	{ "HangupCauseCode=3010 CallUUID=a CallUUID=b HangupSource=x", "code=3010 uuid=a" },
	/* So it is where the bracket closes in which it stands. */
	{ "[{'hangup_cause_code': 3010}, {'hangup_cause_code': 3010}]", "code=3010 + code=3010" },
	{ "[{'hangup_cause_code': 3010}, {'hangup_source': 'Carrier', 'hangup_cause_code': 4000}]",
	  "code=3010 + code=4000 source=Carrier" },
	{ "[{'hangup_source': 'Carrier'}, {'hangup_cause_code': 3010}]", "code=3010" },
	{ "{'hangup_cause_code': 3010, 'x': {'y': [1]}, 'hangup_source': 'Carrier'}", "code=3010 source=Carrier" },
	{ "Array ( [HangupCauseCode] => 3010 ) Array ( [HangupSource] => Carrier )", "code=3010" },
	{ "HangupCauseCode=3010&HangupSource=Carrier HangupCauseCode=4000&HangupSource=Callee; x HangupCauseCode=1",
	  "code=3010 source=Carrier + code=4000 source=Callee + code=1" },
	{ "CallUUID=a1 HangupCauseCode=3010 CallUUID=a1", "code=3010 uuid=a1" },
	/* What comes again without a code is that of the call before it or, where that is none, behind it. */
	{ "HangupCauseCode=1 HangupSource=a HangupSource=b", "code=1 source=a disputed" },
	{ "HangupSource=a HangupSource=b HangupCauseCode=1", "code=1 source=b disputed" },
	{ "HangupSource=a HangupSource=a HangupCauseCode=1 HangupSource=a", "code=1 source=a" },
	{ "HangupCauseName=a HangupCauseCode=1 HangupCauseName=b", "code=1 name=a disputed" },
	{ "HangupCause=a HangupCauseCode=1 HangupCause=b", "code=1 name=a other=a disputed" },
	{ "DialHangupCause=a HangupCauseCode=1 DialHangupCause=b", "code=1 other=a" },
	{ "EndTime=1 EndTime=2 HangupCauseCode=1 CallUUID=a CallUUID=b EndTime=3", "code=1 uuid=a time=2" },
	{ "HangupCauseCode=1 CallUUID=a CallUUID=a HangupSource=b", "code=1 source=b uuid=a" },
	{ "HangupCauseCode=1 CallUUID=a CallUUID=a trunk_domain=b", "code=1 uuid=a trunk=b" },
	{ "HangupCauseCode=1 HangupSource=a HangupSource=b HangupSource=c HangupCauseCode=2",
	  "code=1 source=a disputed + code=2 source=c" },
	{ "\xef\xbb\xbfHangupCauseCode=3010", "code=3010" },
	{ "\xff\xfe HangupCauseCode=3010\xff", "code=3010" },
	{ "(HangupCauseCode 3000) HangupCauseCode=3010", "code=3010" },
	{ "HangupCauseCode:                                               3010", "code=3010" },
	/* Quotes and blanks in whatever spelling. */
	{ "{\xe2\x80\x9c"
	  "CallUUID\xe2\x80\x9d: \xe2\x80\x9c"
	  "a1\xe2\x80\x9d, \xe2\x80\x98HangupCauseCode\xe2\x80\x99: "
	  "\xe2\x80\x9c"
	  "3010\xe2\x80\x9d, \xe2\x80\x9eHangupSource\xe2\x80\x9f: \xe2\x80\x9a"
	  "API Request\xe2\x80\x9b}",
	  "code=3010 source=API Request uuid=a1" },
	{ "HangupCauseCode:\xc2\xa0"
	  "3010\xc2\xa0HangupSource\xe2\x80\xaf=\xe2\x80\xaf"
	  "Carrier",
	  "code=3010 source=Carrier" },
	{ "{&quot;CallUUID&quot;: &#34;a1&#34;, &#39;HangupCauseCode&#39;: &apos;3010&apos;,&nbsp;HangupSource=Plivo}",
	  "code=3010 source=Plivo uuid=a1" },
	{ "{\"\"HangupCauseCode\"\":\"\"3010\"\",\"\"HangupCauseName\"\":\"\"\"\",\"\"HangupSource\"\":\"\"Carrier\"\"}",
	  "code=3010 name= source=Carrier" },
	{ "HangupCauseName=\"\" HangupCauseCode=''3010''", "code=3010 name=" },
	{ "INFO[0012] hangup \x1b[36mCallUUID\x1b[0m=a1 \x1b[36mHangupCauseCode\x1b[0m=3010 "
	  "\x1b[36mHangupSource\x1b[0m=Carrier \x1b[36mx\x1b[0m=1",
	  "code=3010 source=Carrier uuid=a1" },
	{ "HangupCauseCode: \x1b[1;32m'3010'\x1b[39m, HangupSource: \\u001b[32mPlivo\\u001b[0m",
	  "code=3010 source=Plivo" },
	{ "hangup \x1b[1;38;5;12mHangupCauseCode\x1b[0m=3010", "code=3010" },
	{ "#033[36mHangupCauseCode#033[0m=3010 \\x1b[36mHangupSource\\x1b[0m=Plivo", "code=3010 source=Plivo" },
	{ "call:#012  HangupCauseCode: 3010#012#011HangupSource: Carrier#015#012", "code=3010 source=Carrier" },
	{ "- **HangupCauseCode:** 3010", "code=3010" },
	{ "- **HangupCauseCode**: `3010`", "code=3010" },
	{ "CallUUID=3Da1&HangupCauseCode=3D3010&HangupCauseName=3DBusy+Line&HangupSource=3DCarrier",
	  "code=3010 name=Busy Line source=Carrier uuid=a1" },
	{ "CallUUID=3Da1&HangupCauseCode=3010", "code=3010 uuid=3Da1" },
	{ "HangupCauseCode=3D", "code=3D" },
	/* Elements with a name, two cells, thousands, a list of one. */
	{ "<Data Name=\"CallUUID\">a1</Data><Data Name='HangupCauseCode'>3010</Data>", "code=3010 uuid=a1" },
	{ "<entry key=\\\"HangupCauseCode\\\">3010</entry>", "code=3010" },
	{ "Hangup cause code,3010", "code=3010" },
	{ "\"Hangup cause code\",\"3010\"", "code=3010" },
	{ "HangupCauseCode\t3010", "code=3010" },
	{ "HangupCauseCode, 3010", "code=3010" },
	{ "| Hangup cause code | 3010 |", "code=3010" },
	{ "HangupCauseCode=3,130", "code=3,130" },
	{ "HangupCauseCode: 13,130, x", "code=13,130" },
	{ "HangupCauseCode=3,1305", "code=3" },
	{ "HangupCauseCode=3010,313", "code=3010" },
	{ "HangupCauseCode: (3010), 4000", "code=3010" },
	{ "HangupCauseCode=NumberInt(3010) HangupSource: NumberLong(\"4000\")", "code=3010 source=4000" },
	{ "HangupCauseCode=+3010", "code=+3010" },
	{ "HangupCauseCode=3010+5", "code=3010+5" },
	{ "HangupCauseCode=3010\xc3\xa9", "code=3010\xc3\xa9" },
	{ "HangupCauseCode=3010\xe2\x80\x9d", "code=3010" },
	{ "url.Values{\"CallUUID\":[]string{\"a1\"}, \"HangupCauseCode\":[]string{\"3010\"}}", "code=3010 uuid=a1" },
	{ "\"HangupCauseCode\": json.Number(\"3010\")", "code=3010" },
	{ "HangupCauseCode: (int) 3010", "code=3010" },
	/* Where a value ends. */
	{ "HangupCauseName=a | b HangupCauseCode=3010", "code=3010 name=a" },
	{ "HangupCauseName=a b word =>1 HangupCauseCode=3010", "code=3010 name=a b" },
	{ "HangupCauseName=a b _w->1 HangupCauseCode=3010", "code=3010 name=a b" },
	{ "HangupCauseName=>a b :HangupCauseCode=>3010", "code=3010 name=a b" },
	{ "HangupCauseName=a GET /cb?HangupCauseCode=3010", "code=3010 name=a GET /cb?" },
	{ "CallUUID=a1 ended HangupCauseCode=3010", "code=3010 uuid=a1" },
	{ "GET /v1/Account/MA/Call/a1/?HangupCauseCode=3010", "code=3010" },
	{ "GET /cb/Call/?HangupCauseCode=3010", "code=3010" },
	/* What stands before a dot tells whose a name, a source or a UUID is. */
	{ "body.HangupCauseCode=3010 body.HangupSource=Carrier", "code=3010 source=Carrier" },
	{ "a.HangupCauseCode=3010 b.HangupSource=Carrier CallUUID=x", "code=3010" },
};

/* What is told apart by those who know the table's names. */
static const struct {
	const char *line;
	const char *record;
} named[] = {
	{ "HangupCauseCode=3010 hangup_source=zentrunk (200)", "code=3010 source=zentrunk" },
	{ "HangupCauseCode=3010 HangupSource: customer | id 7", "code=3010 source=customer" },
	{ "HangupSource=Carrier GET /cb?HangupCauseCode=3010", "code=3010 source=Carrier" },
	{ "HangupSource=>Carrier :HangupCauseCode=>3010", "code=3010 source=Carrier" },
	{ "HangupSource=API Request done HangupCauseCode=3010", "code=3010 source=API Request" },
	{ "HangupSource=api_request done HangupCauseCode=3010", "code=3010 source=api_request" },
	{ "HangupSource=Carriers x HangupCauseCode=3010", "code=3010 source=Carriers x" },
	{ "HangupSource=Carrier1 HangupCauseCode=3010", "code=3010 source=Carrier1" },
	{ "HangupCauseCode=1000 HangupCauseName=Canceled - done", "code=1000 name=Canceled" },
	{ "HangupCauseCode=1000 HangupCauseName=Canceled 3", "code=1000 name=Canceled" },
	{ "HangupCauseCode=3020 HangupCauseName=Rejected by carrier", "code=3020 name=Rejected by carrier" },
	{ "HangupCauseCode=1010 HangupCauseName=Canceled (Out Of Credits) - x",
	  "code=1010 name=Canceled (Out Of Credits)" },
	{ "HangupCauseCode=3010 HangupCauseName=\"Busy Line - x\"", "code=3010 name=Busy Line - x" },
	/* A word is no bare code, whatever cause has it for a name. */
	{ "seen in `HangupCauseCode`: unknown, not 1600", "" },
	{ "HangupCauseCode=Rejected HangupSource=Carrier", "" },
	{ "HangupCauseCode=null HangupSource=Carrier", "code=null source=Carrier" },
	{ "\"HangupCauseCode\": \"Rejected\"", "code=Rejected" },
	/* Of several times the first in the order of the names, among those that are one. */
	{ "time=2026-11-03 HangupCauseCode=3010 EndTime=2026-11-04", "code=3010 time=2026-11-04" },
	{ "time=2026-11-03 HangupCauseCode=3010 EndTime=0.2s", "code=3010 time=2026-11-03" },
	{ "time=0.2s HangupCauseCode=3010 time=2026-11-03", "code=3010 time=2026-11-03" },
	/* A whole cause's name may stand for the code, in HangupCause, too. */
	{ "HangupCauseName=Busy Line", "name=Busy Line" },
	{ "Hangup cause: Busy Line", "name=Busy Line other=Busy Line" },
	{ "HangupCause=Busy Line&HangupSource=Carrier", "name=Busy Line source=Carrier other=Busy Line" },
	{ "HangupCause=Busy+Line&HangupSource=Carrier", "name=Busy Line source=Carrier other=Busy Line" },
	{ "HangupCauseName=Busy Line - done", "" },
	{ "HangupCauseName=Unknown", "" },
	{ "Hangup cause: Unknown", "" },
	{ "HangupCause=USER_BUSY", "" },
	{ "HangupCauseName=normal_hangup", "" },
};

START_TEST(a_name_of_the_table_is_known)
{
	char records[512] = "";

	if (*named[_i].record != '\0')
		snprintf(records, sizeof records, "1: %s\n", named[_i].record);
	check_all(&known, text_of(named[_i].line), records);
}
END_TEST

START_TEST(a_notation_is_read)
{
	char records[512];
	char line[512];

	snprintf(records, sizeof records, "1: %s\n", notations[_i].record);
	snprintf(line, sizeof line, "%s\r\n", notations[_i].line);
	check_all(&plain, text_of(notations[_i].line), records);
	check_all(&plain, text_of(line), records);
	check_all(&thorough, text_of(line), records);
}
END_TEST

/* What looks like a pair and is none. */
static const char *const false_pairs[] = {
	"",
	"nothing at all 3010",
	"HangupCauseCode",
	"HangupCauseCode 3010",
	"WHERE hangup_cause_code > 3000",
	"hangup_cause_code >= 3000",
	"hangup_cause_code == 3000",
	"hangup_cause_code != 3000",
	"hangup_cause_code <= 3000",
	"hangup_cause_code := 3000",
	"NotHangupCauseCode2=3130",
	"HangupCauseCode2=3130",
	"2HangupCauseCode=3130",
	"my_hangup_cause_code=3010",
	"--hangup-cause-code=3010",
	"hangup_cause_code_old=3010",
	"hangup_cause_code-old=3010",
	"\xc3\xa9HangupCauseCode=3010",
	"HangupCauseCode\xc3\xa9=3010",
	"hangup__cause_code=3010",
	"Hangup  cause code: 3010",
	"Hangup/cause/code: 3010",
	"call_uuid, hangup_cause_code, hangup_cause_name",
	"(\"call_uuid\", \"hangup_cause_code\", \"hangup_cause_name\")",
	"(\"hangup_cause_code\", \"hangup_cause_name\", \"call_uuid\")",
	"[\"hangup_cause_code\", \"3010\"]",
	"HangupCauseCode>3010",
	"WHERE \"HangupCauseCode\">3010",
	"</HangupCauseCode>3010",
	"HangupCauseCode:                                                3010",
	"<HangupCauseCode >3010",
	"\\u0122HangupCauseCode=3010",
	"HangupCause=USER_BUSY",
	"HangupCauseName=Busy Line&HangupSource=Carrier",
	"termination_cause_code=3010 hangup_code=3010",
	"WHERE hangup_cause_code IN (3010, 3020)",
	"WHERE hangup_cause_code in ('3010')",
	"WHERE hangup_cause_code <> 3010",
	"WHERE hangup_cause_code BETWEEN 3000 AND 3050",
	"WHERE hangup_cause_code is not null",
	"filter: {hangup_cause_code: [3010, 3020]}",
	"filter: {hangup_cause_code: ['3010', '3020']}",
	"hangup_cause_code: [3010 3020]",
	"hangup_cause_code=(3010, 3020)",
	"hangup_cause_code: []int{3010, 3020}",
	"SELECT hangup_cause_code,",
	"hangup_cause_code, duration",
	"hangup_cause_code,hangup_cause_name",
	"hangup_cause_code\tcall_uuid",
	"| hangup_cause_code | hangup_source |",
	"| hangup_cause_code | 3010 | 3020 |",
	"hangup_cause_code,3010,3020",
	"hangup_cause_code\t3010\tx",
	"hangup_cause_code | see 3010",
	"x,hangup_cause_code,3010",
	"GET /v1/Account/MAXX/Call/?hangup_cause_code=3010&hangup_source=carrier&limit=20 HTTP/1.1",
	"GET https://api.plivo.com/v1/Account/MAXX/Call?limit=20&hangup_cause_code=3010",
	"GET /v1/Account/MAXX/Zentrunk/Call/?hangup_cause_code=3010",
	"HangupCauseCode is 3010",
	"HangupCauseCode of 3010",
	"the hangup cause code 3010",
	"hangup_cause_code ~ 3010",
	"hangup_cause_code | 3010 | Busy Line",
	"hangup_cause_code === 3010",
	"hangup_cause_code =~ 3010",
	"if (hangup_cause_code == 3010)",
	"hangup_cause_code += 3010",
	"hangup_cause_code ?? 3010",
	"hangup_cause_code; 3010",
	"hangup_cause_code<3010",
	"hangup_cause_code/3010",
	"hangup_cause_code.3010",
	"&quote;HangupCauseCode&quote;3010",
	"<HangupCauseCode type=3010",
	"{\"code\":3010}",
};

START_TEST(a_false_pair_is_none)
{
	check_all(&plain, text_of(false_pairs[_i]), "");
}
END_TEST

/* Several lines: the block of lines around a code that is alone on its line; what else is said of names alone. */
static const struct {
	const char *text;
	const char *records;
	const char *thorough; /* NULL: the same */
} texts[] = {
	{ "CallUUID=a1&HangupCauseCode=3010\nCallUUID=a2&HangupCauseCode=3010\n",
	  "1: code=3010 uuid=a1\n2: code=3010 uuid=a2\n", NULL },
	{ "Call UUID\na1\nDuration\n0\nHangup cause code\n3010\n", "6: code=3010 uuid=a1\n", NULL },
	{ "Hangup cause code\nHangup cause name\nCall UUID\n", "", NULL },
	{ "hangup_cause_code\nFROM calls\n", "", NULL },
	{ "hangup_cause_code\n\n3010\n", "", NULL },
	{ "hangup_cause_code\n3010", "2: code=3010\n", NULL },
	{ "Hangup cause name\r\nBusy Line\r\nHangup cause code\r\n3010\r\n", "4: code=3010 name=Busy Line\n", NULL },
	{ "array(2) {\n  [\"HangupCauseCode\"]=>\n  string(4) \"3010\"\n  [\"HangupCauseName\"]=>\n  string(9) \"Busy Line\"\n}\n",
	  "3: code=3010 name=Busy Line\n", NULL },
	{ "  [\"HangupCauseCode\"]=>\n  int(3010)\n", "2: code=3010\n", NULL },
	{ "  [\"HangupCauseCode\"]=>\n  NULL\n", "2: code=NULL\n", NULL },
	{ "Event=DialHangup\nDialBLegUUID=b1\nDialBLegHangupCause=NO_ANSWER\nDialBLegHangupCauseCode=6010\nDialBLegHangupCauseName=Ring Timeout Reached\nDialBLegHangupSource=Plivo\n",
	  "4: b.code=6010 b.name=Ring Timeout Reached b.source=Plivo b.uuid=b1 other=NO_ANSWER\n", NULL },
	{ "Hangup: {\n  BillDuration: '60',\n  CallUUID: 'a1',\n  Duration: '5',\n  HangupCauseCode: '6000',\n  HangupCauseName: 'Scheduled Hangup',\n  HangupSource: 'Plivo'\n}\nHangupSource: 'Carrier'\n",
	  "5: code=6000 name=Scheduled Hangup source=Plivo uuid=a1\n", NULL },
	{ "Array\n(\n    [CallUUID] => a1\n    [Duration] => 0\n    [HangupCause] => USER_BUSY\n    [HangupCauseCode] => 3010\n    [HangupCauseName] => Busy Line\n)\n",
	  "6: code=3010 name=Busy Line uuid=a1 other=USER_BUSY\n", NULL },
	{ "{u'call_duration': 3,\n u'call_uuid': u'a1',\n u'hangup_cause_code': 4010,\n u'hangup_source': u'Plivo',\n u'parent_call_uuid': None}\n",
	  "3: code=4010 source=Plivo uuid=a1\n", NULL },
	{ "[{'hangup_cause_code': 4010,\n  'hangup_source': 'Plivo'},\n {'call_uuid': 'a2',\n  'hangup_cause_code': 3010}]\n",
	  "1: code=4010 source=Plivo\n4: code=3010 uuid=a2\n", NULL },
	{ "[\n  {\n    code: 1,\n    hangup_cause_code: 4010\n  },\n  {\n    call_uuid: 'a2',\n    hangup_cause_code: 3010\n  }\n]",
	  "4: code=4010\n8: code=3010 uuid=a2\n", NULL },
	{ "MultiDict([('CallUUID', 'a1'),\n           ('HangupCauseCode', '3010')])\n", "2: code=3010 uuid=a1\n",
	  NULL },
	{ "hangup_source: Carrier\n\nhangup_cause_code: 3010\n", "3: code=3010\n", NULL },
	{ "call_uuid: a1\n2026-11-03 09:04:30 GET / 200\nhangup_cause_code: 3010\n", "3: code=3010\n", NULL },
	/* A line that contradicts begins a call of its own, with all that stands on it. */
	{ "HangupCauseCode=3010&CallUUID=a1\nHangupSource=Plivo&CallUUID=a2&HangupCauseCode=3010\n",
	  "1: code=3010 uuid=a1\n2: code=3010 source=Plivo uuid=a2\n", NULL },
	{ "CallUUID: a1\nHangupCauseCode=3010 HangupCauseCode=4000\n", "2: code=3010 + code=4000\n", NULL },
	{ "  [\"HangupCauseCode\"]=>\n  3010\n", "", NULL },
	{ "Call UUID: a1\nBill Duration: 0\nHangup cause code: 3010\n", "3: code=3010 uuid=a1\n", NULL },
	{ "Hangup cause code\n3010\nHangup cause code\n4000\n", "2: code=3010\n4: code=4000\n", NULL },
	{ "HangupCause=USER_BUSY\n", "", "1: other=USER_BUSY\n" },
	{ "HangupCauseName=Busy Line\n", "", "1: name=Busy Line\n" },
	{ "HangupCauseName=a HangupCauseName=b\n", "", "1: name=a + name=b\n" },
	{ "a\rHangupCauseCode=3010\rb\r\nHangupCauseCode=4000", "2: code=3010\n4: code=4000\n", NULL },
	{ "\n\r\n\r HangupCauseCode=3010\n\n", "4: code=3010\n", NULL },
	/* A line of a code and another field is complete. */
	{ "CallUUID: a1\nHangupCauseCode=3010 HangupSource=Carrier\n", "2: code=3010 source=Carrier\n", NULL },
	{ "CallUUID: a1\nHangupCauseCode=3010 x\n", "2: code=3010\n", NULL },
	/* Lines that share a beginning, digits and blanks apart. */
	{ "web-1   | CallUUID: a1\nweb-10  | HangupCauseCode: 3010\nweb-1  |   HangupSource: 'Carrier',\n",
	  "2: code=3010 source=Carrier uuid=a1\n", NULL },
	{ "web-1  | CallUUID: a1\napi-1  | HangupCauseCode: 3010\nweb-1  | HangupSource: Carrier\n", "2: code=3010\n",
	  NULL },
	{ "2026-11-03 09:00:01,123 INFO call CallUUID: a1\n2026-11-03 09:00:01,124 INFO call HangupCauseCode: 3010\n"
	  "2026-11-03 09:00:01,99 INFO call HangupSource: Carrier\n2026-11-03 09:00:01,99 INFO calls CallUUID: x\n",
	  "2: code=3010 source=Carrier uuid=a1\n", NULL },
	/* Of two calls without a blank line between them each has its own, whether its code comes first or last. */
	{ "CallUUID: a1\nHangupCauseCode: 4000\nHangupSource: Callee\nCallUUID: b2\nHangupCauseCode: 4000\nHangupSource: customer\n",
	  "2: code=4000 source=Callee uuid=a1\n5: code=4000 source=customer uuid=b2\n", NULL },
	{ "- HangupCauseCode: 3010\n  HangupSource: Carrier\n- HangupCauseCode: 4000\n  HangupSource: customer\n- HangupCauseCode: 3130\n  HangupSource: Carrier\n",
	  "1: code=3010 source=Carrier\n3: code=4000 source=customer\n5: code=3130 source=Carrier\n", NULL },
	{ "HangupSource: Callee\nHangupCauseCode: 3010\nHangupSource: customer\nHangupCauseCode: 4000\n",
	  "2: code=3010 source=Callee\n4: code=4000 source=customer\n", NULL },
	{ "HangupSource: Callee\nHangupCauseCode: 3010\nHangupSource: Callee\nHangupCauseCode: 4000\n",
	  "2: code=3010 source=Callee\n4: code=4000 source=Callee\n", NULL },
	{ "- call_uuid: a\n  hangup_cause_code: 3010\n  hangup_cause_name: Busy Line\n- call_uuid: b\n  hangup_cause_code: 4000\n  hangup_cause_name: Normal Hangup\n",
	  "2: code=3010 name=Busy Line uuid=a\n5: code=4000 name=Normal Hangup uuid=b\n", NULL },
	{ "HangupSource: Carrier\nCallUUID: a\nHangupCauseCode: 3010\nHangupCauseName: Busy Line\nHangupSource: Carrier\nCallUUID: b\nHangupCauseCode: 4000\n",
	  "3: code=3010 name=Busy Line source=Carrier uuid=a\n7: code=4000 source=Carrier uuid=b\n", NULL },
	/* Up to another code, the same too; a field again with another value; a bracket that closes; a blank line. */
	{ "HangupCauseCode: 3010\nHangupSource: Carrier\nHangupCauseCode: 3010\nCallUUID: a2\n",
	  "1: code=3010 source=Carrier\n3: code=3010 source=Carrier uuid=a2\n", NULL },
	{ "CallUUID: a1\nHangupCauseCode: 3010\nCallUUID: a2\nHangupSource: Carrier\n", "2: code=3010 uuid=a1\n",
	  NULL },
	{ "CallUUID: a1\nHangupCauseCode: 3010\nCallUUID: a1\nHangupSource: Carrier\n",
	  "2: code=3010 source=Carrier uuid=a1\n", NULL },
	{ "x {\n HangupCauseCode: 3010\n}\nHangupSource: Carrier\n", "2: code=3010\n", NULL },
	{ "HangupSource: Carrier\nx: {\n HangupCauseCode: 3010,\n y: {\n  CallUUID: b\n },\n CallUUID: a }\n",
	  "3: code=3010 uuid=a\n", NULL },
	{ "HangupCauseCode: 3010\n\nHangupSource: Carrier\n", "1: code=3010\n", NULL },
	{ "HangupCauseCode: 3010\n2026 GET /x\nHangupSource: Carrier\n", "1: code=3010\n", NULL },
	{ "HangupCauseCode: 3010\nurl: http://x/?a=1&HangupCauseCode=4000&CallUUID=b\nHangupSource: Carrier\n",
	  "1: code=3010\n2: code=4000 uuid=b\n", NULL },
	{ "HangupCauseCode: 3010\nurl: http://x/?a=1&CallUUID=b\nHangupSource: Carrier\n",
	  "1: code=3010 source=Carrier\n", NULL },
	/* The legs of one call; the line is that of the code which counts. */
	{ "DialBLegHangupCauseCode: 6010\nHangupCauseCode: 4000\nDialBLegUUID: b\n",
	  "2: code=4000 b.code=6010 b.uuid=b\n", NULL },
	{ "HangupCauseCode: 4000\nDialBLegHangupCauseCode: 6010\n", "1: code=4000 b.code=6010\n", NULL },
	/* YAML, Markdown, elements, two cells. */
	{ "call:\n  hangup_cause_code:\n    3010\n  hangup_source:\n    Carrier\n  to: x\n",
	  "3: code=3010 source=Carrier\n", NULL },
	{ "call:\n- hangup_cause_code:\n  hangup_source: Carrier\n", "", NULL },
	{ "- **CallUUID:** a1\n- **HangupCauseCode:** 3010\n* **HangupSource:** Carrier\n",
	  "2: code=3010 source=Carrier uuid=a1\n", NULL },
	{ "<Call>\n <CallUUID>a1</CallUUID>\n <HangupCauseCode>3010</HangupCauseCode>\n <HangupSource>Carrier</HangupSource>\n</Call>\n",
	  "3: code=3010 source=Carrier uuid=a1\n", NULL },
	{ "<Data Name=\"CallUUID\">a1</Data>\n<Data Name=\"HangupCauseCode\">3010</Data>\n", "2: code=3010 uuid=a1\n",
	  NULL },
	{ "CallUUID\ta1\nDuration\t0\nHangupCauseCode\t3010\nHangupSource\tCarrier\n",
	  "3: code=3010 source=Carrier uuid=a1\n", NULL },
	{ "<HangupCauseCode>\n  3010\n</HangupCauseCode>\n", "2: code=3010\n", NULL },
	{ "Nov 10 09:00:01 host app[123]:   HangupCauseCode: 3010,\nNov 10 09:00:01 host app[123]:   HangupSource: Carrier,\n",
	  "1: code=3010 source=Carrier\n", NULL },
	{ "I, [2026-11-10T09:00:01.1 #12]  INFO -- : CallUUID: a1\nI, [2026-11-10T09:00:01.1 #12]  INFO -- : HangupCauseCode: 3010\n",
	  "2: code=3010 uuid=a1\n", NULL },
	{ "Call UUID,a1\nHangup cause,\"x, y\"\nHangup cause code,3010\n",
	  "3: code=3010 name=x, y uuid=a1 other=x, y\n", NULL },
	{ "| Call UUID | a1 |\n| --- | --- |\n| Hangup cause code | 3010 |\n| Hangup source | Carrier |\n",
	  "3: code=3010 source=Carrier uuid=a1\n", NULL },
	{ "hangup {\n  CallUUID: \x1b[32m'a1'\x1b[39m,\n  HangupCauseCode: \x1b[32m'3010'\x1b[39m,\n}\n",
	  "3: code=3010 uuid=a1\n", NULL },
	{ "hangup_cause_code: 3010,\r\nhangup_source: Plivo\r\nx\r\n", "1: code=3010 source=Plivo\n", NULL },
	{ "call_uuid: a\rhangup_cause_code: 3010\rhangup_source: Plivo", "2: code=3010 source=Plivo uuid=a\n", NULL },
};

START_TEST(lines_are_told_apart)
{
	const char *records = texts[_i].records;

	check_all(&plain, text_of(texts[_i].text), records);
	check_all(&thorough, text_of(texts[_i].text), texts[_i].thorough != NULL ? texts[_i].thorough : records);
}
END_TEST

/* What a line is has been said when it is handed on; what comes a second too late changes none of it. */
static const struct {
	const char *text;
	const char *records; /* where each byte comes too late */
} slow[] = {
	{ "HangupCauseCode: 3010\nHangupSource: Carrier\n", "1: code=3010\n" },
	{ "CallUUID: a\r\nHangupCauseCode: 3010\r\nHangupSource: Carrier\r\n", "2: code=3010 uuid=a\n" },
	{ "x\n\nHangupCauseCode=3010 CallUUID=a\n", "3: code=3010 uuid=a\n" },
	{ "Hangup cause code\n3010\nCall UUID\na\n", "2: code=3010\n" },
	/* A name is no record then: its code may yet come. */
	{ "HangupCauseName: Busy Line\nHangupCauseCode: 3010\n", "2: code=3010 name=Busy Line\n" },
	{ "HangupCauseName: Busy Line\n", "" },
};

START_TEST(what_comes_too_late_is_of_no_call)
{
	struct pairs_options live = known;

	live.is_live = true;
	check_sizes(&live, text_of(slow[_i].text), slow[_i].records, (size_t[]){ 1 }, 1);
}
END_TEST

START_TEST(no_byte_is_lost_by_pauses)
{
	struct pairs_options live = known;

	live.is_live = true;
	for (size_t size = 1; size <= 64; size += size < 16 ? 1 : 12) {
		struct outcome outcome = outcome_of(fields, COUNT(fields), &live, text_of(texts[_i].text), size);
		close_outcome(&outcome);
	}
}
END_TEST

/*
 * The rule once more, as slow and simple as can be: for one field, `kode`, on a line without escapes. Expressions are
 * tried at each place, and what fits is cut off.
 */
#define QUOTES "\"'`"
#define INNER  "[-A-Za-z0-9_\200-\377]"
#define NAME   "k[-_ ]?o[-_ ]?d[-_ ]?e"

/* The length of what the expression matches there, 0 if that is nothing. */
static size_t matched(const char *expression, const char *at)
{
	regex_t regex;
	regmatch_t found = { 0, 0 };

	ck_assert_int_eq(regcomp(&regex, expression, REG_EXTENDED | REG_ICASE), 0);
	bool matches = regexec(&regex, at, 1, &found, 0) == 0;
	regfree(&regex);
	return matches ? (size_t)found.rm_eo : 0;
}

static size_t type_word(const char *at)
{
	size_t length = strncmp(at, "string", 6) == 0 ? matched("^string\\([0-9]+\\) [" QUOTES "]", at) : 0;

	if (length > 0)
		return length - 2;
	length = matched("^[a-z][a-z0-9.]{0,15}[({][0-9" QUOTES "]", at);
	if (length == 0)
		length = matched("^[ub][" QUOTES "]", at);
	if (length == 0 && (strncmp(at, "int", 3) == 0 || strncmp(at, "string", 6) == 0))
		length = matched(at[-1] == '(' ? "^(int|string)([ \t]|\\).)" : "^(int|string)[ \t]", at);
	return length > 0 ? length - 1 : 0;
}

static size_t word_length(const char *at)
{
	size_t length = 0;
	int open = 0;

	for (; at[length] != '\0' && strchr(QUOTES "&,;|>< \t", at[length]) == NULL; length++) {
		bool may_be_name = length > 0 && matched("^" INNER, at + length - 1) == 0;
		if (may_be_name && matched("^" NAME "($|->|[^-A-Za-z0-9_\200-\377])", at + length) > 0)
			break;
		open += strchr("([{", at[length]) != NULL;
		open -= strchr(")]}", at[length]) != NULL;
		if (open < 0)
			break;
	}
	return length;
}

#define WORD "[a-z_][-A-Za-z0-9_.\200-\377]*"

static bool begins_pair(const char *at)
{
	return matched("^[[({:]?" WORD "([=:]|[ \t]*[=-]>)", at) > 0 ||
	       matched("^[[({]" WORD "[])} \t]*([=:]|[ \t]*[=-]>)", at) > 0 ||
	       matched("^[[({:]?" NAME "($|->|[^-A-Za-z0-9_\200-\377])", at) > 0;
}

/* The length of a number that is a bare code, whatever stands behind it. */
static size_t number_length(const char *at)
{
	size_t thousands = matched("^[0-9]{1,2},[0-9]{3}", at);

	if (thousands > 0 && (at[thousands] < '0' || at[thousands] > '9'))
		return thousands;
	return matched("^[0-9]+(\\.[0-9]+)?", at);
}

/* The value that begins there, its quote before it or 0; returns where it ends. */
static const char *value_end(const char *at, char quote)
{
	if (quote != '\0' && strchr(at, quote) != NULL)
		return strchr(at, quote);
	size_t number = number_length(at);
	bool has_suffix = number > 0 && strchr("Lln", at[number]) != NULL && matched("^" INNER, at + number + 1) == 0;
	bool goes_on = matched("^[-/_.+]{0,2}[A-Za-z\303-\341\344-\355]", at + number) > 0 ||
		       matched("^[-/_.+]{1,2}[0-9]", at + number) > 0;
	if (number > 0 && (!goes_on || has_suffix))
		return at + number;
	bool after_gap = strchr(" \t", at[-1]) != NULL;
	return after_gap && begins_pair(at) ? at : at + word_length(at);
}

/* The value of a line of two cells, the name being the first; NULL if it is none. */
static const char *reference_cell(const char *line, const char *name, const char *behind, const char **end)
{
	const char *divider = behind + strspn(behind, " \"");
	const char *at = divider + 1;

	if (strspn(line, " \t\"|") < (size_t)(name - line) || *divider == '\0' || strchr("\t,|", *divider) == NULL)
		return NULL;
	at += strspn(at, " \t");
	for (*end = at + strlen(at); *end > at && strchr(" \t", (*end)[-1]) != NULL;)
		(*end)--;
	if (*end - at > 1 && *at == '"' && (*end)[-1] == '"') {
		at++;
		(*end)--;
	}
	size_t number = number_length(at);
	return number > 0 && at + number == *end && memchr(at, *divider, number) == NULL ? at : NULL;
}

/* Where the separator between a name and its value ends; NULL if there is none. *is_nested: the name is in brackets. */
static const char *separator_end(const char *line, const char *name, const char *behind, bool *is_nested)
{
	const char *at = behind + strspn(behind, "[](){}" QUOTES " \t");
	const char *before = name;

	while (before > line && strchr(QUOTES, before[-1]) != NULL)
		before--;
	bool is_closed = strcspn(behind, ")]}") < (size_t)(at - behind);
	size_t quotes = strspn(behind, QUOTES);
	bool is_attribute = before < name && before > line && before[-1] == '=' && behind[quotes] == '>';
	if ((*behind == '>' && name > line && name[-1] == '<') || is_attribute)
		return behind + quotes + 1;
	size_t length = matched("^(=>|->|=|:)", at);
	bool is_in_bracket = before > line && (before[-1] == '(' ||
					       (before - line > 1 && strchr("ub", before[-1]) && before[-2] == '('));
	*is_nested = is_closed || (length == 0 && *at == ',');
	if (length == 0 && *at == ',' && before < name && is_in_bracket)
		return at + 1;
	/* The value is on the next line, as var_dump and YAML have it. */
	bool is_printed = length == 2 && *at == '=' && at[2] == '\0' && is_closed;
	bool is_key = length == 1 && *at == ':' && strspn(at + 1, " \t") == strlen(at + 1) &&
		      strspn(line, " \t-*\"'") >= (size_t)(name - line);
	return length == 0 || is_printed || is_key ? NULL : at + length;
}

/* From behind a separator to the value, and its quote; NULL: there is none. */
static const char *reference_opening(const char *at, const char *behind, char *quote, bool *is_list)
{
	bool is_element = at[-1] == '>' && at[-2] != '=' && at[-2] != '-';

	for (size_t length;; at += length) {
		if (at - behind > 48)
			return NULL;
		length = is_element ? 0 : type_word(at);
		*is_list = *is_list || (length > 0 && at[length - 1] == '(') || (length > 0 && at[length - 1] == '{') ||
			   (*at != '\0' && strchr("[({", *at) != NULL);
		if (length > 0 || (*at == ']' && at[-1] == '[' && (length = 1) > 0))
			continue;
		if (*at == '\0' || strchr("=:>[({ \t" QUOTES, *at) == NULL || (is_element && *at == '>'))
			return at;
		if (strchr("=:>", *at) != NULL)
			return NULL;
		length = 1;
		if (strchr(QUOTES, *at) == NULL)
			continue;
		*quote = *at;
		for (length = 1; at[length] == *at;)
			length++;
		if (length > 1)
			length = isalnum((unsigned char)at[length]) ? length : 1;
		else if (at[1] != '\0' && strchr(QUOTES, at[1]) != NULL)
			continue;
		return at + length - behind > 48 ? NULL : at + length;
	}
}

/* The value of a pair whose name ends there; NULL if it is none. */
static const char *reference_value(const char *line, const char *name, const char *behind, const char **end,
				   bool *is_nested)
{
	char quote = '\0';
	bool is_list = false;
	const char *at = behind + strspn(behind, "[](){}" QUOTES " \t");

	*is_nested = false;
	if (strspn(line, " \t") >= (size_t)(name - line) && strspn(behind, " \t") == strlen(behind))
		return NULL;
	bool has_separator = *at != '\0' && strchr("=:>,-", *at) != NULL;
	const char *separator = separator_end(line, name, behind, is_nested);
	if (separator == NULL)
		return has_separator && *at != ',' && (*at != '-' || at[1] == '>') && *at != '>'
			       ? NULL
			       : reference_cell(line, name, behind, end);
	bool is_tuple = separator[-1] == ',';
	at = reference_opening(separator, behind, &quote, &is_list);
	if (at == NULL)
		return NULL;
	*end = value_end(at, quote);
	const char *close = *end + strspn(*end, QUOTES " \t");
	const char *next = close + (*close == ',');
	next += strspn(next, QUOTES " \t");
	is_list = is_list && (close > *end || *close == ',') && *next >= '0' && *next <= '9';
	return is_list || (is_tuple && *close != ')') ? NULL : at;
}

/* Whether a bracket closes before the end that none has opened since the beginning; a nested name is in one of its own. */
static bool closes_before(const char *at, const char *end, bool is_nested)
{
	int depth = is_nested;

	for (; at < end && depth >= 0; at++) {
		depth += *at == '(' || *at == '[' || *at == '{';
		depth -= *at == ')' || *at == ']' || *at == '}';
	}
	return depth < 0;
}

static void write_reference(FILE *to, const char *line)
{
	const char *begin = NULL; /* of the call before */
	struct text before = { NULL, 0 };
	bool is_nested = false;

	for (const char *at = line; *at != '\0';) {
		const char *end;
		bool is_in_own = false;
		size_t length = at > line && matched("^" INNER, at - 1) > 0 ? 0 : matched("^" NAME, at);
		bool is_whole =
			length > 0 && (matched("^" INNER, at + length) == 0 || strncmp(at + length, "->", 2) == 0);
		const char *value = is_whole ? reference_value(line, at, at + length, &end, &is_in_own) : NULL;
		if (value == NULL) {
			at++;
			continue;
		}
		struct text text = { value, (size_t)(end - value) };
		bool is_closed = begin != NULL && closes_before(begin, at, is_nested);
		if (begin == NULL || is_closed || !text_same(text, before)) {
			fprintf(to, "%s code=%.*s", begin != NULL ? " +" : "1:", (int)text.length, text.bytes);
			before = text;
		}
		begin = at;
		is_nested = is_in_own;
		at = end > at ? end : at + 1;
	}
	fputs(begin != NULL ? "\n" : "", to);
}

/* The same numbers everywhere: a linear congruential generator (Knuth's MMIX), of which the upper bits are used. */
static size_t chance(uint64_t *state, size_t below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(*state >> 33) % below;
}

/* A line of words that matter, put together by chance. */
static void make_line(uint64_t *state, char *line, size_t size)
{
	static const char *const words[] = { "kode",      "kode",
					     "K-ode",     "ko_de",
					     "kode",      "=",
					     ":",         ">",
					     "=>",        "->",
					     "<",         ",",
					     " ",         " ",
					     "\"",        "'",
					     "(",         ")",
					     "[",         "]",
					     "{",         "}",
					     "3010",      "12",
					     "x",         "y=",
					     "_",         "&",
					     ";",         "-",
					     "u",         "int ",
					     "int(",      "string(4) \"",
					     "\t",        "`",
					     "    ",      "null",
					     "\xe9",      ".",
					     "=",         ":",
					     "('kode', ", "kode=",
					     "a b" };
	size_t used = 0;

	for (size_t count = 1 + chance(state, 14); count > 0; count--) {
		const char *word = words[chance(state, COUNT(words))];
		if (used + strlen(word) >= size)
			break;
		used += (size_t)sprintf(line + used, "%s", word);
	}
	line[used] = '\0';
}

START_TEST(the_rule_is_kept)
{
	static const struct pairs_field kode[] = { { "kode", CELL_CODE } };
	uint64_t state = (uint64_t)_i;
	size_t pairs = 0;

	for (size_t i = 0; i < by_length(20, 150, 250); i++) {
		char line[256] = "";
		char *expected;
		size_t length;
		FILE *to = open_memstream(&expected, &length);
		make_line(&state, line, sizeof line);
		write_reference(to, line);
		fclose(to);
		struct outcome outcome = outcome_of(kode, 1, &plain, text_of(line), INPUT_SIZE);
		ck_assert_msg(strcmp(outcome.records, expected) == 0, "%s\n%s%s", line, outcome.records, expected);
		pairs += length > 0;
		close_outcome(&outcome);
		free(expected);
	}
	ck_assert_uint_gt(pairs, is_short_run() ? 0 : 10);
}
END_TEST

/* A line of that many bytes that ends in a code. */
static void add_long_line(FILE *to, size_t length, const char *end)
{
	static const char pair[] = " HangupCauseCode=3010";

	for (size_t i = 0; i < length - (sizeof pair - 1); i++)
		fputc('x', to);
	fprintf(to, "%s%s", pair, end);
}

START_TEST(a_line_over_the_limit_is_malformed)
{
	static const char *const ends[] = { "\n", "\r\n", "\r", "" };
	char *bytes;
	size_t length;
	char records[128];

	for (size_t i = 0; i < COUNT(ends); i++) {
		FILE *to = open_memstream(&bytes, &length);
		add_long_line(to, RECORD_LIMIT, "\n");
		add_long_line(to, RECORD_LIMIT + 1, "\n");
		fprintf(to, "\n%*s\n", RECORD_LIMIT + 1, "");
		fputs("HangupCauseCode=4000\r\nHangupCauseCode\n", to);
		add_long_line(to, 3 * (size_t)INPUT_SIZE, "\n");
		fputs("3010\n", to);
		add_long_line(to, RECORD_LIMIT + (size_t)_i, ends[i]);
		fclose(to);
		snprintf(
			records, sizeof records,
			"1: code=3010\n2: a line over 64 KiB\n4: a line over 64 KiB\n5: code=4000\n7: a line over 64 KiB\n"
			"9: %s\n",
			_i == 0 ? "code=3010" : lines_too_long);
		struct text text = { bytes, length };
		check_sizes(&plain, text, records, large_sizes, COUNT(large_sizes));
		check_sizes(&thorough, text, records, large_sizes, COUNT(large_sizes));
		free(bytes);
	}
}
END_TEST

/* A call over lines is no longer than a record may be: what is more begins another. */
START_TEST(a_call_over_lines_is_bounded)
{
	char *bytes;
	size_t length;
	FILE *to = open_memstream(&bytes, &length);

	fputs("CallUUID: a1\n", to);
	for (size_t i = 0; i < RECORD_LIMIT / 16; i++)
		fputs("Direction: out.\n", to);
	fputs("HangupCauseCode: 3010\n", to);
	fclose(to);
	check_sizes(&thorough, (struct text){ bytes, length }, "4098: code=3010\n", large_sizes, COUNT(large_sizes));
	free(bytes);
}
END_TEST

/* A record at every place of a window. */
START_TEST(a_record_may_stand_anywhere)
{
	static const char *const ends[] = { "\n", "\r\n", "\r" };
	char *bytes;
	char *records;
	size_t length;
	size_t records_length;
	FILE *to = open_memstream(&bytes, &length);
	FILE *expected = open_memstream(&records, &records_length);
	size_t line = 1;

	for (size_t i = 0; i < 9000; i++, line += 2) {
		fprintf(to, "%*s%s", (int)(i % 97), ".", ends[i % 3]);
		fprintf(to, "%*s hangup cause %s: %zu|%s", (int)(i % 61), "that", i % 7 == 0 ? "name" : "code", i,
			ends[i % 3]);
		if (i % 7 != 0)
			fprintf(expected, "%zu: code=%zu\n", line + 1, i);
	}
	fclose(to);
	fclose(expected);
	check_sizes(&plain, (struct text){ bytes, length }, records, large_sizes, COUNT(large_sizes));
	free(bytes);
	free(records);
}
END_TEST

/* Lines that hold nothing are handed on together. */
START_TEST(other_lines_are_one_item)
{
	static const char *const ends[] = { "\n", "\r", "\r\n" };
	char *bytes;
	size_t length;
	FILE *to = open_memstream(&bytes, &length);

	for (size_t i = 0; i < 10000; i++)
		fprintf(to, "x%s", ends[_i]);
	fprintf(to, "HangupCauseCode=3010%sx", ends[_i]);
	fclose(to);
	struct outcome outcome = outcome_of(fields, COUNT(fields), &plain, (struct text){ bytes, length }, INPUT_SIZE);
	ck_assert_str_eq(outcome.records, "10001: code=3010\n");
	ck_assert_uint_eq(outcome.items, 3);
	close_outcome(&outcome);
	free(bytes);
}
END_TEST

/* The fields are the caller's. */
static const struct {
	struct pairs_field wanted[3];
	const char *text;
	const char *records;
} others[] = {
	{ { { "x", CELL_CODE } }, "x=1 X: 2 xx=3 ax=4 x 5\ny=1\n", "1: code=1 + code=2\n" },
	{ { { "blegcode", CELL_CODE } },
	  "b_leg_code=1\nB-Leg code: 2\nbl egcode=3\nb leg__code=3",
	  "1: code=1\n2: code=2\n3: code=3\n" },
	{ { { "code2", CELL_CODE }, { "2code", CELL_CODE } },
	  "code2=1\ncode\x12=1\n2code=3\n",
	  "1: code=1\n3: code=3\n" },
	{ { { "kode", CELL_CODE }, { "name", CELL_NAME } }, "name=a b\nname=a kode=1\n", "2: code=1 name=a\n" },
	/* Names that begin alike. */
	{ { { "kodename", CELL_NAME }, { "kode", CELL_CODE }, { "kods", CELL_SOURCE } },
	  "k_ode=1 kode_name=2 k-o d s=3 k-o-d-e=4\nkod=5 kodenam=6 ko_dename=7 ko-de=8\n",
	  "1: code=1 name=2 source=3 + code=4\n2: code=8 name=7\n" },
	/* No code is looked for: a name stands in. */
	{ { { "name", CELL_NAME } }, "name=a b\ncode=1\n", "1: name=a b\n" },
	{ { { "word", PAIRS_OTHER } }, "word=a b\n", "" },
};

START_TEST(fields_are_the_callers)
{
	size_t count = 0;

	while (count < COUNT(others[_i].wanted) && others[_i].wanted[count].key != NULL)
		count++;
	struct outcome outcome = outcome_of(others[_i].wanted, count, &plain, text_of(others[_i].text), INPUT_SIZE);
	ck_assert_str_eq(outcome.records, others[_i].records);
	close_outcome(&outcome);
}
END_TEST

/* A string or a cell in memory, of which nothing past the end may be looked at. */
START_TEST(calls_are_found_in_memory)
{
	static const char text[] = "x\n{\"HangupCauseCode\":3010,\"CallUUID\":\"a\"}\nHangupCauseCode=4000";
	static const char *const codes[] = { "3010", "4000" };
	struct pairs_reader reader;
	struct record record;
	size_t count = 0;

	pairs_reader_open(&reader, fields, COUNT(fields), &known);
	for (size_t length = 0; length < sizeof text; length++) {
		char *bytes = malloc(length > 0 ? length : 1);
		memcpy(bytes, text, length);
		pairs_reader_begin_memory(&reader, (struct text){ bytes, length });
		for (count = 0; pairs_reader_call(&reader, &record); count++)
			if (length == sizeof text - 1)
				ck_assert(text_is(record.cells[CELL_CODE], codes[count]));
		free(bytes);
	}
	ck_assert_uint_eq(count, 2);
	pairs_reader_close(&reader);
}
END_TEST

/* What is written over and over in a line of 64 KiB. */
static const char *const hostile[] = {
	"HangupCauseCode ",
	"HangupCauseCode=",
	"HangupCauseCode=\"",
	"HangupCauseCode='\"`",
	"HangupCauseCode=\\\"",
	"HangupSource=\\\"x\\\\\\\"y",
	"HangupSource=\"\\\"",
	"HangupSource=a;",
	"HangupSource='\\\"HangupSource=\\\"\\\\'",
	"&HangupSource=a b",
	"('HangupCauseCode',\"",
	"\"",
	"'",
	"\\",
	"hangup",
	"h a n g ",
};

/* The bytes that are looked at for one byte of input, counted where the searching is done. */
/* Every place at which a name begins is found, and where letters differ none is; names of one letter to four. */
START_TEST(letters_are_found)
{
	static const char *const names[] = { "t", "ts", "tsx", "tsxy" };
	static const char alphabet[] = "tTsSxX_- .";
	const char *name = names[_i];
	struct letters letters = { .count = 0 };
	unsigned char bytes[64 + sizeof(byte_block)];
	unsigned seed = 1;

	letters_add(&letters, name);
	letters_add(&letters, "");
	letters_add(&letters, name);
	ck_assert_uint_eq(letters.count, 1);
	for (int round = 0; round < 2000; round++) {
		for (size_t i = 0; i < sizeof bytes; i++) {
			seed = seed * 1103515245 + 12345;
			bytes[i] = (unsigned char)alphabet[(seed >> 16) % (sizeof alphabet - 1)];
		}
		for (size_t at = 0; at < 64; at++) {
			size_t found = letters_find(&letters, bytes, at, 64);
			for (size_t i = at; i < found; i++)
				ck_assert_msg(pair_name_length(bytes + i, 64 - i, name) == 0, "\"%.64s\": %zu", bytes,
					      i);
			ck_assert_msg(found == 64 || text_lower(bytes[found]) == 't', "\"%.64s\": %zu", bytes, found);
		}
	}
	memset(bytes, 'y', sizeof bytes);
	ck_assert_uint_eq(letters_find(&letters, bytes, 0, 64), 64);
}
END_TEST

START_TEST(work_is_linear)
{
	char *bytes;
	size_t length;
	FILE *to = open_memstream(&bytes, &length);

	fputs("HangupCauseCode=3010 ", to);
	while (ftell(to) < RECORD_LIMIT - 64)
		fputs(hostile[_i], to);
	fclose(to);
	uint64_t before = work_done().searched;
	struct outcome outcome = outcome_of(fields, COUNT(fields), _i % 2 == 0 ? &thorough : &known,
					    (struct text){ bytes, length }, INPUT_SIZE);
	ck_assert_uint_lt(work_done().searched - before, 50 * length);
	close_outcome(&outcome);
	free(bytes);
}
END_TEST

Suite *pairs_suite(void)
{
	Suite *suite = suite_create("pairs");
	TCase *tcase = tcase_create("pairs");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, a_notation_is_read, 0, COUNT(notations));
	tcase_add_loop_test(tcase, a_name_of_the_table_is_known, 0, COUNT(named));
	tcase_add_loop_test(tcase, a_false_pair_is_none, 0, COUNT(false_pairs));
	tcase_add_loop_test(tcase, lines_are_told_apart, 0, COUNT(texts));
	tcase_add_loop_test(tcase, what_comes_too_late_is_of_no_call, 0, COUNT(slow));
	tcase_add_loop_test(tcase, no_byte_is_lost_by_pauses, 0, COUNT(texts));
	tcase_add_loop_test(tcase, the_rule_is_kept, 0, 12);
	tcase_add_loop_test(tcase, a_line_over_the_limit_is_malformed, 0, 2);
	tcase_add_test(tcase, a_call_over_lines_is_bounded);
	tcase_add_test(tcase, a_record_may_stand_anywhere);
	tcase_add_loop_test(tcase, other_lines_are_one_item, 0, 3);
	tcase_add_loop_test(tcase, fields_are_the_callers, 0, COUNT(others));
	tcase_add_test(tcase, calls_are_found_in_memory);
	tcase_add_loop_test(tcase, letters_are_found, 0, 4);
	tcase_add_loop_test(tcase, work_is_linear, 0, COUNT(hostile));
	suite_add_tcase(suite, tcase);
	return suite;
}
