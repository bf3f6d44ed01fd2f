/* SPDX-License-Identifier: MIT */
#include "damage.h"

#include <stdlib.h>
#include <string.h>

#include "annotating.h"

enum { FIELDS = 5 };

static void add(struct damaged *file, const void *bytes, size_t size)
{
	if (size == 0)
		return;
	if (file->size + size > file->room) {
		file->room = 2 * (file->size + size) + 65536;
		file->bytes = realloc(file->bytes, file->room);
		ck_assert_msg(file->bytes != NULL, "out of memory");
	}
	memcpy(file->bytes + file->size, bytes, size);
	file->size += size;
}

static void add_string(struct damaged *file, const char *string)
{
	add(file, string, strlen(string));
}

static void add_delimiter(struct damaged *file)
{
	add(file, &file->delimiter, 1);
}

/* splitmix64 (Steele, Lea, Flood 2014) */
size_t draw(uint64_t *state, size_t limit)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (size_t)((z ^ z >> 31) % limit);
}

static bool one_in(struct damaged *file, size_t n)
{
	return draw(&file->state, n) == 0;
}

static void add_line_end(struct damaged *file)
{
	static const char *const ends[] = { "\n", "\r\n", "\r" };

	if (one_in(file, 500))
		file->line_end = ends[draw(&file->state, 3)];
	add_string(file, one_in(file, 50) ? ends[draw(&file->state, 3)] : file->line_end);
}

/* A value, as plain text or between quotes, with blanks around it or none. */
static void add_value(struct damaged *file, const char *value, size_t length)
{
	static const char *const blanks[] = { "", "", "", "", " ", "   ", "  " };
	bool is_quoted = one_in(file, 3);

	add_string(file, blanks[draw(&file->state, 7)]);
	add(file, "\"", is_quoted);
	add(file, value, length);
	add(file, "\"", is_quoted);
	add_string(file, blanks[draw(&file->state, 7)]);
}

static void add_code(struct damaged *file)
{
	static const char *const codes[] = { "3130",      "4000",          "4000",      "3010", "0",
					     "00",        "3130.0",        "9999",      "4240", "",
					     "null",      "None",          "abc",       "+313", "3130.",
					     " 3000",     "0000003130",    "99999",     "1e3",  "NO_ANSWER",
					     "Busy Line", "normal_hangup", "4294970426" };
	const char *code = codes[draw(&file->state, sizeof codes / sizeof codes[0])];

	add_value(file, code, strlen(code));
}

static void add_name(struct damaged *file)
{
	static const char *const names[] = { "",           "Spam block",    "Busy Line",
					     "spam_block", "USER_BUSY",     "normal_hangup",
					     "no idea",    "Normal Hangup", "Unknown" };
	const char *name = names[draw(&file->state, sizeof names / sizeof names[0])];

	add_value(file, name, strlen(name));
}

/* A cell with everything that a cell may hold. */
static void add_note(struct damaged *file)
{
	static const char *const pieces[] = { "x",  "call", "\"\"", ",", ";",    "\t",      "|",
					      "\n", "\r",   "\r\n", " ", "\xff", "\xc3\xa9" };
	size_t count = one_in(file, 4) ? draw(&file->state, 40) : draw(&file->state, 4);

	if (one_in(file, 3)) {
		add_string(file, one_in(file, 4) ? " \"" : "\"");
		for (; count > 0; count--)
			add_string(file, pieces[draw(&file->state, sizeof pieces / sizeof pieces[0])]);
		add(file, "\0", one_in(file, 9));
		add_string(file, one_in(file, 4) ? "\" " : "\"");
		return;
	}
	add(file, "5\" pipe", one_in(file, 9) ? 7 : 0);
	add(file, "nul\0nul", one_in(file, 9) ? 7 : 0);
	for (; count > 0; count--)
		add(file, "abcdefgh \xfe\x80", 1 + draw(&file->state, 11));
}

static void add_source(struct damaged *file)
{
	static const char *const values[] = { "", "Callee", "Carrier", "API Request", "carrier", "customer", "nobody" };
	const char *source = values[draw(&file->state, sizeof values / sizeof values[0])];

	add_value(file, source, strlen(source));
}

/* The header; where files were joined it comes again. */
static void add_header(struct damaged *file)
{
	static const char *const names[] = { "id", " hangup_cause_code ", "\"Hangup cause name\"", "hangup_source",
					     "note" };
	static const char *const again[] = { "\"id\"", "hangup_cause_code", " Hangup cause name", "hangup_source",
					     "\"note\" " };
	bool is_again = one_in(file, 2);

	for (size_t i = 0; i < FIELDS; i++) {
		if (i > 0)
			add_delimiter(file);
		add_string(file, is_again ? again[i] : names[i]);
	}
	add_line_end(file);
}

/* What stands behind the last field of some records. */
static void add_excess(struct damaged *file)
{
	static const char *const cells[] = { "", "", " ", "\t", "\"\"", "\" \"", "x", "\"\"\"\"", "3130" };

	if (!one_in(file, 6))
		return;
	for (size_t i = 1 + draw(&file->state, 3); i > 0; i--) {
		add_delimiter(file);
		add_string(file, cells[draw(&file->state, one_in(file, 2) ? 6 : 9)]);
	}
}

static void add_record(struct damaged *file)
{
	size_t fields = one_in(file, 12) ? 1 + draw(&file->state, FIELDS) : FIELDS;

	for (size_t i = 0; i < fields; i++) {
		if (i > 0)
			add_delimiter(file);
		if (i == 1)
			add_code(file);
		else if (i == 2)
			add_name(file);
		else if (i == 3)
			add_source(file);
		else
			add_note(file);
	}
	if (fields == FIELDS)
		add_excess(file);
	add_line_end(file);
}

/* The rules of drawn tables. */
static void add_rule(struct damaged *file)
{
	static const char *const rules[] = {
		"----+------+---",           "|---|:--:|", "+====+ ", "-", "| - |", "(2 rows)", "(1 row)", "(rows)",
		"---|---|---|---|---|---|--"
	};

	add_string(file, rules[draw(&file->state, sizeof rules / sizeof rules[0])]);
	add_line_end(file);
}

static void add_damage(struct damaged *file)
{
	switch (draw(&file->state, 11)) {
	case 8:
		add_rule(file);
		return;
	case 9:
		add_string(file, one_in(file, 3) ? "\xef\xbb\xbf" : "");
		add_header(file);
		return;
	case 10:
		add_string(file, "sep=,");
		break;
	case 0:
		add_string(file, "\"open"); /* until the next quote */
		break;
	case 1:
		add_string(file, "\"closed\" and more");
		break;
	case 2:
		for (size_t i = draw(&file->state, 30); i > 0; i--) {
			add_string(file, "a\"");
			add_delimiter(file);
			add_string(file, "\"\n");
		}
		return;
	case 3:
		for (size_t i = draw(&file->state, 9); i > 0; i--)
			add_string(file, "\"");
		break;
	case 4:
		for (size_t i = draw(&file->state, 9); i > 0; i--)
			add_delimiter(file);
		break;
	case 5:
		for (size_t i = draw(&file->state, 200); i > 0; i--)
			add_string(file, " ");
		break;
	case 6:
		for (size_t i = draw(&file->state, 9); i > 0; i--)
			add_line_end(file);
		return;
	default:
		add_string(file, "   ");
		break;
	}
	add_line_end(file);
}

static void add_records(struct damaged *file, size_t until)
{
	while (file->size < until) {
		if (one_in(file, 20))
			add_damage(file);
		else
			add_record(file);
	}
}

/* Lines about a report, and what Excel says about it. */
static void add_lines_before(struct damaged *file)
{
	static const char *const lines[] = { "Voice call report",
					     "Account,MAXXXX",
					     "Period;2026-11-01 to 2026-11-03",
					     "# exported \"today",
					     "\"a title",
					     "",
					     " \t",
					     "a | b",
					     "3130,4000;3010",
					     "# id;hangup_cause_code;x;y;z" };

	if (one_in(file, 2)) {
		add_string(file, "sep=");
		add_delimiter(file);
		add_line_end(file);
	}
	if (one_in(file, 3))
		return;
	for (size_t i = draw(&file->state, 6); i > 0; i--) {
		add_string(file, lines[draw(&file->state, sizeof lines / sizeof lines[0])]);
		add_line_end(file);
	}
}

void damage_make(struct damaged *file, uint64_t seed, unsigned char delimiter, size_t size)
{
	*file = (struct damaged){ .state = seed, .delimiter = delimiter, .line_end = "\n" };
	if (one_in(file, 2))
		add_string(file, "\xef\xbb\xbf");
	add_lines_before(file);
	add_header(file);
	add_records(file, size);
}

void damage_free(struct damaged *file)
{
	free(file->bytes);
	*file = (struct damaged){ .size = 0 };
}

/* So many bytes, which begin and end with these. */
static void add_run(struct damaged *file, const char *begin, const char *fill, size_t size, const char *end)
{
	size_t from = file->size;
	size_t stop = from + size - strlen(end);

	add_string(file, begin);
	while (file->size < stop)
		add(file, fill, strlen(fill) < stop - file->size ? strlen(fill) : stop - file->size);
	add_string(file, end);
}

void damage_add_giants(struct damaged *file)
{
	static const size_t sizes[] = { 65535, 65536, 65537, 65538, 70000, 300000 };
	static const char *const runs[][3] = {
		{ "plain,4000,", "x", "" },    { "", " ", "" },         { "", " ", "x" },
		{ "\"", "q", "\"" },           { "\"", "q\n", "\"" },   { "\"", "q\r\n", "\",3130" },
		{ "\"open", "long line", "" }, { "\"", "\"\"", "\"x" }, { "a,3130,", ",", "" },
	};

	for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
		for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++) {
			add_run(file, runs[i][0], runs[i][1], sizes[k], runs[i][2]);
			add_line_end(file);
			add_records(file, file->size + 300);
		}
	}
}

void damage_make_pieces(struct damaged *file, uint64_t seed)
{
	static const char *const pieces[] = {
		"\n",
		"\r\n",
		"\r",
		"\"",
		"\"\"",
		",",
		";",
		"\t",
		" ",
		"x",
		"3130",
		"4240",
		"{",
		"}",
		"[",
		"]",
		"{\"a\":",
		"\xef\xbb\xbf",
		"hangup_cause_name",
		"hangup_cause_code",
		"id,hangup_cause_code\n",
		"1,3130\n",
		"\"1\",\"3130\"\n",
		"{\"hangup_cause_code\":3130}\n",
		"Spam block",
	};
	static const char filling[] = " \n\t\",x\r{[\"3;";
	/* The sizes that matter: of a record, and of the window. */
	static const size_t lengths[] = { 64, 4096, RECORD_LIMIT - 1, RECORD_LIMIT, RECORD_LIMIT + 1, INPUT_SIZE };
	size_t count;

	*file = (struct damaged){ .state = seed };
	count = 1 + draw(&file->state, 12);
	for (size_t i = 0; i < count; i++) {
		if (draw(&file->state, 2) == 0) {
			add_string(file, pieces[draw(&file->state, sizeof pieces / sizeof pieces[0])]);
			continue;
		}
		char byte = filling[draw(&file->state, sizeof filling - 1)];
		size_t length = lengths[draw(&file->state, sizeof lengths / sizeof lengths[0])];
		for (length -= draw(&file->state, 3); length > 0; length--)
			add(file, &byte, 1);
	}
}
