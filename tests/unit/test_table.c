#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "must.h"
#include "sheet.h"
#include "table/cause.h"
#include "table/cause_set.h"

Suite *table_suite(void);

/* Small letters, with blanks for hyphens: how a text is searched for the words
 * it must mention. */
static void fold(char *text)
{
	for (char *c = text; *c != '\0'; c++)
		*c = *c == '-' ? ' ' : *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
}

/* Fails unless the text mentions each of the words, which semicolons part. */
static void must_mention(const char *where, const char *text, const char *words)
{
	char folded[2048];
	char wanted[512];
	char *rest = wanted;

	ck_assert_uint_gt(strlen(words), 0);
	snprintf(folded, sizeof folded, "%s", text);
	snprintf(wanted, sizeof wanted, "%s", words);
	fold(folded);
	fold(wanted);
	for (char *word = strtok_r(wanted, ";", &rest); word != NULL; word = strtok_r(NULL, ";", &rest))
		ck_assert_msg(strstr(folded, word) != NULL, "%s does not mention \"%s\": %s", where, word, text);
}

START_TEST(every_fact_of_a_cause_is_there)
{
	struct sheet *facts = sheet_open("tests/data/facts.csv");

	ck_assert_uint_eq(sheet_rows(facts), cause_count);
	for (size_t i = 0; i < sheet_rows(facts); i++) {
		const struct cause *cause = cause_by_code(strtoul(sheet_cell(facts, i, "code"), NULL, 10));
		char text[2048];
		ck_assert_msg(cause != NULL, "no code %s", sheet_cell(facts, i, "code"));
		ck_assert_str_eq(cause->name, sheet_cell(facts, i, "cause"));
		ck_assert_str_eq(cause->group->name, sheet_cell(facts, i, "group"));
		ck_assert_uint_eq(cause->group->first, strtoul(sheet_cell(facts, i, "group_first"), NULL, 10));
		ck_assert_uint_eq(cause->group->last, strtoul(sheet_cell(facts, i, "group_last"), NULL, 10));
		ck_assert_str_eq(action_name(cause->action), sheet_cell(facts, i, "action"));
		snprintf(text, sizeof text, "%s %s %s", cause->description, cause->next_steps,
			 cause->url != NULL ? cause->url : "");
		must_mention(sheet_cell(facts, i, "code"), text, sheet_cell(facts, i, "must_mention"));
	}
	sheet_close(facts);
}
END_TEST

START_TEST(what_the_called_party_did_has_not_failed)
{
	static const unsigned done[] = { 3000, 3010, 3100, 3110, 6010, 9110 };
	size_t failed = 0;

	for (size_t i = 0; i < cause_count; i++) {
		bool is_done = causes[i].action == ACTION_NONE;
		for (size_t j = 0; j < sizeof done / sizeof done[0]; j++)
			is_done |= causes[i].code == done[j];
		ck_assert_msg(cause_failed(&causes[i]) == !is_done, "%u", causes[i].code);
		failed += !is_done;
	}
	ck_assert_uint_eq(failed, cause_count - 9 - 6);
}
END_TEST

START_TEST(every_fact_of_a_group_is_there)
{
	struct sheet *facts = sheet_open("tests/data/facts-groups.csv");

	ck_assert_uint_eq(sheet_rows(facts), group_count);
	for (size_t i = 0; i < sheet_rows(facts); i++) {
		const struct group *group = &groups[i];
		ck_assert_str_eq(group->name, sheet_cell(facts, i, "group"));
		ck_assert_str_eq(group->slug, sheet_cell(facts, i, "slug"));
		ck_assert_uint_eq(group->first, strtoul(sheet_cell(facts, i, "first"), NULL, 10));
		ck_assert_uint_eq(group->last, strtoul(sheet_cell(facts, i, "last"), NULL, 10));
		must_mention(group->slug, group->description, sheet_cell(facts, i, "must_mention"));
	}
	sheet_close(facts);
}
END_TEST

START_TEST(every_fact_of_a_source_is_there)
{
	struct sheet *facts = sheet_open("tests/data/facts-sources.csv");

	ck_assert_uint_eq(sheet_rows(facts), source_count);
	for (size_t i = 0; i < sheet_rows(facts); i++) {
		ck_assert_str_eq(sources[i].name, sheet_cell(facts, i, "source"));
		ck_assert_str_eq(sources[i].in_data, sheet_cell(facts, i, "in_data"));
		must_mention(sources[i].name, sources[i].description, sheet_cell(facts, i, "must_mention"));
	}
	sheet_close(facts);
}
END_TEST

START_TEST(the_table_has_its_date_and_page)
{
	struct sheet *about = sheet_open("src/table/about.csv");

	ck_assert_uint_eq(sheet_rows(about), 1);
	ck_assert_str_eq(table_date, sheet_cell(about, 0, "date"));
	ck_assert_str_eq(table_page, "https://plivo.com/docs/voice/troubleshooting/hangup-causes");
	sheet_close(about);
}
END_TEST

START_TEST(groups_count_their_causes)
{
	for (size_t i = 0; i < group_count; i++) {
		char range[32];
		size_t count = 0;
		bool has_zero = false;
		for (size_t j = 0; j < cause_count; j++) {
			if (causes[j].group != &groups[i])
				continue;
			count++;
			has_zero |= causes[j].code == 0;
			if (causes[j].code != 0)
				ck_assert(causes[j].code >= groups[i].first && causes[j].code <= groups[i].last);
		}
		ck_assert_uint_eq(groups[i].causes, count);
		snprintf(range, sizeof range, "%s%u-%u", has_zero ? "0, " : "", groups[i].first, groups[i].last);
		ck_assert_str_eq(groups[i].range, range);
	}
	ck_assert_str_eq(cause_by_code(0)->group->range, "0, 1000-1020");
}
END_TEST

/* ASCII without control bytes, and nothing that a spreadsheet would take for a
 * formula. */
static void check_text(const char *text)
{
	ck_assert_ptr_nonnull(text);
	ck_assert_uint_gt(strlen(text), 0);
	ck_assert_msg(strchr("=+-@\t\r", text[0]) == NULL, "begins like a formula: %s", text);
	for (const char *c = text; *c != '\0'; c++)
		ck_assert_msg(*c >= 0x20 && *c < 0x7f, "not plain ASCII: %s", text);
}

/* The same for a text that people read: whole sentences, and no blank too many.
 */
static void check_sentences(const char *text)
{
	check_text(text);
	ck_assert_msg(text[0] >= 'A' && text[0] <= 'Z', "no sentence: %s", text);
	ck_assert_msg(text[strlen(text) - 1] == '.', "no sentence: %s", text);
	ck_assert_msg(strstr(text, "  ") == NULL, "two blanks: %s", text);
}

START_TEST(texts_are_fit_to_be_shown)
{
	for (size_t i = 0; i < cause_count; i++) {
		check_text(causes[i].name);
		check_sentences(causes[i].description);
		check_sentences(causes[i].next_steps);
	}
	for (size_t i = 0; i < group_count; i++) {
		check_text(groups[i].name);
		check_text(groups[i].slug);
		check_sentences(groups[i].description);
	}
	for (size_t i = 0; i < source_count; i++) {
		check_text(sources[i].name);
		check_text(sources[i].in_data);
		check_sentences(sources[i].description);
	}
}
END_TEST

START_TEST(next_steps_begin_with_the_action)
{
	static const char *const starts[ACTION_COUNT] = {
		[ACTION_NONE] = "None", [ACTION_RETRY] = "Retry", [ACTION_SUPPORT] = "Contact https://support.plivo.com"
	};

	for (size_t i = 0; i < cause_count; i++)
		for (size_t action = 0; action < ACTION_COUNT; action++)
			if (starts[action] != NULL)
				ck_assert_msg((strncmp(causes[i].next_steps, starts[action], strlen(starts[action])) ==
					       0) == (causes[i].action == action),
					      "%u is %s: %s", causes[i].code, action_name(causes[i].action),
					      causes[i].next_steps);
}
END_TEST

START_TEST(links_are_those_of_the_page)
{
	static const struct {
		unsigned code;
		const char *url;
	} links[] = { { 2020, "https://plivo.com/docs/sdk/client/troubleshooting-guide/" },
		      { 2030, "https://cx.plivo.com/geo-permissions/voice" },
		      { 5000, "https://support.plivo.com" },
		      { 5010, "https://support.plivo.com" },
		      { 5020, "https://support.plivo.com" },
		      { 5030, "https://plivo.com/docs/voice/concepts/india-concurrency/" } };
	size_t linked = 0;

	for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
		ck_assert_pstr_eq(cause_by_code(links[i].code)->url, links[i].url);
	for (size_t i = 0; i < cause_count; i++)
		linked += causes[i].url != NULL;
	ck_assert_uint_eq(linked, sizeof links / sizeof links[0]);
}
END_TEST

START_TEST(codes_are_found)
{
	size_t found = 0;

	for (size_t i = 0; i < cause_count; i++) {
		ck_assert_ptr_eq(cause_by_code(causes[i].code), &causes[i]);
		ck_assert_uint_eq(cause_index(&causes[i]), i);
		ck_assert(i == 0 || causes[i - 1].code < causes[i].code);
		/* Numbers that would be this code if they were cut to 16 or 32 bits. */
		ck_assert_ptr_null(cause_by_code(causes[i].code + 65536UL));
		if (ULONG_MAX > 4294967295)
			ck_assert_ptr_null(cause_by_code((unsigned long)(causes[i].code + 4294967296ULL)));
	}
	for (unsigned long code = 0; code <= 100001; code++)
		found += cause_by_code(code) != NULL;
	ck_assert_uint_eq(found, cause_count);
	ck_assert_ptr_null(cause_by_code((unsigned long)-1));
}
END_TEST

/* Names as other hands write them: the case turned round, and other marks
 * between the words. */
static void vary(const char *name, char *varied)
{
	for (; *name != '\0'; name++) {
		char c = *name;
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
			*varied++ = (char)(c ^ 0x20);
		else if (c == ' ')
			varied = stpcpy(varied, "- ");
	}
	strcpy(varied, "!");
}

START_TEST(names_are_found)
{
	for (size_t i = 0; i < cause_count; i++) {
		char varied[128];
		vary(causes[i].name, varied);
		ck_assert_str_ne(varied, causes[i].name);
		ck_assert_ptr_eq(cause_by_name(text_of(causes[i].name)), &causes[i]);
		ck_assert_ptr_eq(cause_by_name(text_of(varied)), &causes[i]);
		/* A name with a letter more or less is no name. */
		strcpy(varied + strlen(varied), "s");
		ck_assert_ptr_null(cause_by_name(text_of(varied)));
		ck_assert_ptr_null(
			cause_by_name((struct text){ causes[i].name, causes[i].name[strlen(causes[i].name) - 1] == ')'
									     ? strlen(causes[i].name) - 2
									     : strlen(causes[i].name) - 1 }));
	}
}
END_TEST

START_TEST(names_have_two_spellings_of_canceled)
{
	ck_assert_uint_eq(cause_by_name(text_of("Cancelled"))->code, 1000);
	ck_assert_uint_eq(cause_by_name(text_of("CANCELLED (OUT OF CREDITS)"))->code, 1010);
	ck_assert_uint_eq(cause_by_name(text_of("cancelled simultaneous dial limit reached"))->code, 1020);
	ck_assert_ptr_null(cause_by_name(text_of("Canceledd")));
	ck_assert_ptr_null(cause_by_name(text_of("Cancellled")));
}
END_TEST

START_TEST(what_is_no_name_is_not_found)
{
	char long_name[4096];

	memset(long_name, 'a', sizeof long_name);
	ck_assert_ptr_null(cause_by_name((struct text){ long_name, sizeof long_name }));
	ck_assert_ptr_null(cause_by_name(text_of("")));
	ck_assert_ptr_null(cause_by_name(text_of("()")));
	ck_assert_ptr_null(cause_by_name(text_of("3130")));
	ck_assert_ptr_null(cause_by_name((struct text){ NULL, 0 }));
	ck_assert_ptr_null(source_by_name(text_of("...")));
}
END_TEST

START_TEST(a_set_has_a_place_for_each_cause)
{
	struct cause_set thirds = { { 0 } };
	struct cause_set fifths = { { 0 } };

	for (size_t i = 0; i < CAUSES_MAX; i += 3)
		cause_set_add(&thirds, i);
	for (size_t i = 0; i < CAUSES_MAX; i += 5)
		cause_set_add(&fifths, i);
	struct cause_set both = cause_set_common(thirds, fifths);
	cause_set_unite(&fifths, thirds);
	for (size_t i = 0; i < CAUSES_MAX; i++) {
		ck_assert_msg(cause_set_has(&thirds, i) == (i % 3 == 0), "%zu", i);
		ck_assert_msg(cause_set_has(&both, i) == (i % 15 == 0), "%zu", i);
		ck_assert_msg(cause_set_has(&fifths, i) == (i % 3 == 0 || i % 5 == 0), "%zu", i);
	}
	ck_assert_uint_le(cause_count, CAUSES_MAX);
	for (size_t i = 0; i < cause_count; i++) {
		struct cause_set group = cause_set_of_group(&groups[2]);
		struct cause_set action = cause_set_of_action(ACTION_RETRY);
		ck_assert(cause_set_has(&group, i) == (causes[i].group == &groups[2]));
		ck_assert(cause_set_has(&action, i) == (causes[i].action == ACTION_RETRY));
	}
}
END_TEST

START_TEST(words_of_other_vocabularies_are_known)
{
	static const char *const foreign[] = { "NO_ANSWER",        "NORMAL_CLEARING", "USER_BUSY",
					       "ALLOTTED_TIMEOUT", "normal_hangup",   "rtp_timeout",
					       "no_answer",        "spam_block",      "_A",
					       " NO_ANSWER ",      "\tCALL_REJECTED" };
	static const char *const native[] = {
		"",          "_",           "__",        "Spam_Block", "Normal_Hangup", "REJECTED",
		"no answer", "NO_ANSWER_2", "NO-ANSWER", "3130",       "NO ANSWER_",    "n\xc3\xb6_way"
	};

	for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
		ck_assert_msg(is_other_vocabulary(text_of(foreign[i])), "%s", foreign[i]);
		ck_assert_int_eq(read_code(text_of(foreign[i])).meaning, MEANS_FOREIGN);
	}
	for (size_t i = 0; i < sizeof native / sizeof native[0]; i++)
		ck_assert_msg(!is_other_vocabulary(text_of(native[i])), "%s", native[i]);
}
END_TEST

START_TEST(no_name_in_capitals_with_underscores_is_a_cause)
{
	for (size_t i = 0; i < cause_count; i++) {
		char upper[128];
		char lower[128];
		size_t length = 0;
		bool is_word = true;
		for (const char *c = causes[i].name; *c != '\0'; c++) {
			bool is_letter = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z');
			is_word &= is_letter || *c == ' ';
			upper[length] = *c == ' ' ? '_' : (char)(*c & ~0x20);
			lower[length++] = *c == ' ' ? '_' : (char)(*c | 0x20);
		}
		if (!is_word || strchr(causes[i].name, ' ') == NULL)
			continue;
		ck_assert_int_eq(read_code((struct text){ upper, length }).meaning, MEANS_FOREIGN);
		ck_assert_int_eq(read_code((struct text){ lower, length }).meaning, MEANS_FOREIGN);
	}
}
END_TEST

START_TEST(sources_are_found)
{
	for (size_t i = 0; i < source_count; i++) {
		ck_assert_ptr_eq(source_by_name(text_of(sources[i].name)), &sources[i]);
		ck_assert_ptr_eq(source_by_name(text_of(sources[i].in_data)), &sources[i]);
	}
	ck_assert_pstr_eq(source_by_name(text_of("call-RECIPIENT"))->in_data, "Callee");
	ck_assert_pstr_eq(source_by_name(text_of("callee"))->name, "Call recipient");
	ck_assert_ptr_null(source_by_name(text_of("customer")));
}
END_TEST

static const struct {
	const char *text;
	enum meaning meaning;
	unsigned code;
} cells[] = {
	{ "3130", MEANS_CAUSE, 3130 },
	{ "03130", MEANS_CAUSE, 3130 },
	{ "0000003130", MEANS_CAUSE, 3130 },
	{ "3130.0", MEANS_CAUSE, 3130 },
	{ "003130.0", MEANS_CAUSE, 3130 },
	{ " 3130", MEANS_CAUSE, 3130 },
	{ "\t3130\t ", MEANS_CAUSE, 3130 },
	{ "0", MEANS_CAUSE, 0 },
	{ "00", MEANS_CAUSE, 0 },
	{ "0000", MEANS_CAUSE, 0 },
	{ "000000000000", MEANS_CAUSE, 0 },
	{ "0.0", MEANS_CAUSE, 0 },
	{ "9999", MEANS_UNKNOWN, 9999 },
	{ "99999", MEANS_UNKNOWN, 99999 },
	{ "99999.0", MEANS_UNKNOWN, 99999 },
	{ "0486", MEANS_UNKNOWN, 486 },
	{ "16", MEANS_UNKNOWN, 16 },
	{ "", MEANS_NOTHING, 0 },
	{ " \t", MEANS_NOTHING, 0 },
	{ "null", MEANS_NOTHING, 0 },
	{ "NULL", MEANS_NOTHING, 0 },
	{ "None", MEANS_NOTHING, 0 },
	{ " none ", MEANS_NOTHING, 0 },
	{ "NaN", MEANS_NOTHING, 0 },
	{ "nan", MEANS_NOTHING, 0 },
	{ "NA", MEANS_NOTHING, 0 },
	{ "na", MEANS_NOTHING, 0 },
	{ "N/A", MEANS_NOTHING, 0 },
	{ "n/a", MEANS_NOTHING, 0 },
	{ "<NA>", MEANS_NOTHING, 0 },
	{ "<na>", MEANS_NOTHING, 0 },
	{ "nil", MEANS_NOTHING, 0 },
	{ "Nil", MEANS_NOTHING, 0 },
	{ "undefined", MEANS_NOTHING, 0 },
	{ "UNDEFINED", MEANS_NOTHING, 0 },
	{ "-", MEANS_NOTHING, 0 },
	{ "\t- ", MEANS_NOTHING, 0 },
	{ "\\N", MEANS_NOTHING, 0 },
	{ "'NULL", MEANS_NOTHING, 0 },
	{ "'-", MEANS_NOTHING, 0 },
	{ "=\"N/A\"", MEANS_NOTHING, 0 },
	{ "\\n", MEANS_INVALID, 0 },
	{ "\\NN", MEANS_INVALID, 0 },
	{ "\\", MEANS_INVALID, 0 },
	{ "N", MEANS_INVALID, 0 },
	{ "--", MEANS_INVALID, 0 },
	{ "N/B", MEANS_INVALID, 0 },
	{ "N A", MEANS_INVALID, 0 },
	{ "<N/A>", MEANS_INVALID, 0 },
	{ "<NA", MEANS_INVALID, 0 },
	{ "#N/A", MEANS_INVALID, 0 },
	{ "nan.0", MEANS_INVALID, 0 },
	{ "nils", MEANS_INVALID, 0 },
	{ "'3130", MEANS_CAUSE, 3130 },
	{ " ' 3130.0 ", MEANS_CAUSE, 3130 },
	{ "'0", MEANS_CAUSE, 0 },
	{ "'4240", MEANS_UNKNOWN, 4240 },
	{ "=\"3130\"", MEANS_CAUSE, 3130 },
	{ "\t=\" 03130\" ", MEANS_CAUSE, 3130 },
	{ "=\"0\"", MEANS_CAUSE, 0 },
	{ "=\"4240\"", MEANS_UNKNOWN, 4240 },
	{ "'Spam block", MEANS_CAUSE, 3130 },
	{ "=\"Spam block\"", MEANS_CAUSE, 3130 },
	{ "'NO_ANSWER", MEANS_FOREIGN, 0 },
	{ "=\"no_answer\"", MEANS_FOREIGN, 0 },
	{ "'", MEANS_INVALID, 0 },
	{ "=\"\"", MEANS_INVALID, 0 },
	{ "=\" \"", MEANS_INVALID, 0 },
	{ "=\"", MEANS_INVALID, 0 },
	{ "''3130", MEANS_INVALID, 0 },
	{ "'3130'", MEANS_INVALID, 0 },
	{ "=\"3130", MEANS_INVALID, 0 },
	{ "=3130", MEANS_INVALID, 0 },
	{ "=3130\"", MEANS_INVALID, 0 },
	{ "= \"3130\"", MEANS_INVALID, 0 },
	{ "\"3130\"", MEANS_INVALID, 0 },
	{ "='3130'", MEANS_INVALID, 0 },
	{ "'=\"3130\"", MEANS_INVALID, 0 },
	{ "=\"'3130\"", MEANS_INVALID, 0 },
	{ "'+3130", MEANS_INVALID, 0 },
	{ "=\"3130.00\"", MEANS_INVALID, 0 },
	{ "'100000", MEANS_INVALID, 0 },
	{ "100000", MEANS_INVALID, 0 },
	{ "100000.0", MEANS_INVALID, 0 },
	{ "4294970426", MEANS_INVALID, 0 },
	{ "18446744073709554746", MEANS_INVALID, 0 },
	{ "+3130", MEANS_INVALID, 0 },
	{ "-1", MEANS_INVALID, 0 },
	{ "-0", MEANS_INVALID, 0 },
	{ "0x10", MEANS_INVALID, 0 },
	{ "1e3", MEANS_INVALID, 0 },
	{ "3130.", MEANS_INVALID, 0 },
	{ "3130.00", MEANS_INVALID, 0 },
	{ "3130.0.0", MEANS_INVALID, 0 },
	{ "3130.1", MEANS_INVALID, 0 },
	{ "4.000", MEANS_INVALID, 0 },
	{ ".0", MEANS_INVALID, 0 },
	{ "0.", MEANS_INVALID, 0 },
	{ ".", MEANS_INVALID, 0 },
	{ "3 130", MEANS_INVALID, 0 },
	{ "313 ", MEANS_UNKNOWN, 313 },
	{ "3130 .0", MEANS_INVALID, 0 },
	{ "3130abc", MEANS_INVALID, 0 },
	{ "\xe0\xa5\xa9", MEANS_INVALID, 0 },
	{ "3130\n", MEANS_INVALID, 0 },
	{ "nulls", MEANS_INVALID, 0 },
	{ "n.a.n", MEANS_INVALID, 0 },
	{ "Spam block", MEANS_CAUSE, 3130 },
	{ "spam_block", MEANS_FOREIGN, 0 },
	{ "Cancelled", MEANS_CAUSE, 1000 },
	{ "Canceled (Out Of Credits)", MEANS_CAUSE, 1010 },
	{ "REJECTED", MEANS_CAUSE, 3020 },
	{ "NO_ANSWER", MEANS_FOREIGN, 0 },
	{ "no_answer", MEANS_FOREIGN, 0 },
	{ "NORMAL_CLEARING", MEANS_FOREIGN, 0 },
	{ "normal_hangup", MEANS_FOREIGN, 0 },
	{ "nope", MEANS_INVALID, 0 },
	{ "Busy Line", MEANS_CAUSE, 3010 },
	{ "busy line", MEANS_CAUSE, 3010 },
	{ "Unknown", MEANS_CAUSE, 0 },
};

START_TEST(a_cell_means_what_it_says)
{
	struct reading reading = read_code(text_of(cells[_i].text));

	ck_assert_msg(reading.meaning == cells[_i].meaning, "\"%s\": %d, not %d", cells[_i].text, reading.meaning,
		      cells[_i].meaning);
	ck_assert_uint_eq(reading.code, cells[_i].code);
	ck_assert_ptr_eq(reading.cause, reading.meaning == MEANS_CAUSE ? cause_by_code(reading.code) : NULL);
	ck_assert((reading.meaning == MEANS_CAUSE) == (reading.cause != NULL));
}
END_TEST

/* The row of a code, found the slow way. */
static const struct cause *search(unsigned long code)
{
	for (size_t i = 0; i < cause_count; i++)
		if (causes[i].code == code)
			return &causes[i];
	return NULL;
}

START_TEST(every_number_means_itself)
{
	static const char *const shapes[] = { "%u", "%04u", "%09u", "%u.0", " %u\t" };

	for (unsigned number = 0; number <= 100001; number++) {
		for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
			char cell[32];
			const struct cause *cause = search(number);
			enum meaning wanted = number > 99999  ? MEANS_INVALID
					      : cause != NULL ? MEANS_CAUSE
							      : MEANS_UNKNOWN;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(cell, sizeof cell, shapes[i], number);
#pragma GCC diagnostic pop
			struct reading reading = read_code(text_of(cell));
			must(reading.meaning == wanted, "\"%s\": %d", cell, reading.meaning);
			must(reading.cause == cause, "\"%s\": another cause", cell);
			must(reading.code == (wanted == MEANS_INVALID ? 0 : number), "\"%s\": code %u", cell,
			     reading.code);
		}
	}
}
END_TEST

/* Four bytes take a way of their own: it must not differ from that of the same
 * text with a blank after it. */
START_TEST(four_bytes_mean_what_five_mean)
{
	static const char bytes[] = "013459/:. \t_aNx\xb1'-\\";
	size_t count = sizeof bytes - 1;

	for (size_t n = 0; n < count * count * count * count; n++) {
		char cell[5] = { bytes[n % count], bytes[n / count % count], bytes[n / count / count % count],
				 bytes[n / count / count / count], ' ' };
		struct reading four = read_code((struct text){ cell, 4 });
		struct reading five = read_code((struct text){ cell, 5 });
		must(four.meaning == five.meaning && four.code == five.code && four.cause == five.cause, "\"%.4s\"",
		     cell);
	}
}
END_TEST

Suite *table_suite(void)
{
	Suite *suite = suite_create("table");
	TCase *rows = tcase_create("rows");
	TCase *lookups = tcase_create("lookups");

	tcase_add_test(rows, every_fact_of_a_cause_is_there);
	tcase_add_test(rows, what_the_called_party_did_has_not_failed);
	tcase_add_test(rows, every_fact_of_a_group_is_there);
	tcase_add_test(rows, every_fact_of_a_source_is_there);
	tcase_add_test(rows, the_table_has_its_date_and_page);
	tcase_add_test(rows, groups_count_their_causes);
	tcase_add_test(rows, texts_are_fit_to_be_shown);
	tcase_add_test(rows, next_steps_begin_with_the_action);
	tcase_add_test(rows, links_are_those_of_the_page);
	tcase_add_test(lookups, codes_are_found);
	tcase_add_test(lookups, names_are_found);
	tcase_add_test(lookups, names_have_two_spellings_of_canceled);
	tcase_add_test(lookups, what_is_no_name_is_not_found);
	tcase_add_test(lookups, a_set_has_a_place_for_each_cause);
	tcase_add_test(lookups, words_of_other_vocabularies_are_known);
	tcase_add_test(lookups, no_name_in_capitals_with_underscores_is_a_cause);
	tcase_add_test(lookups, sources_are_found);
	tcase_add_loop_test(lookups, a_cell_means_what_it_says, 0, (int)(sizeof cells / sizeof cells[0]));
	tcase_add_test(lookups, every_number_means_itself);
	tcase_add_test(lookups, four_bytes_mean_what_five_mean);
	suite_add_tcase(suite, rows);
	suite_add_tcase(suite, lookups);
	return suite;
}
