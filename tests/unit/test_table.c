/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "sheet.h"
#include "table/cause.h"
#include "table/cause_set.h"
#include "table/key.h"

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

/* The facts of each table, in the order of enum table_id. */
static const struct {
	const char *causes, *groups, *sources, *about;
	const char *page;
	size_t actions[ACTION_COUNT];
} facts_of[TABLE_COUNT] = {
	[TABLE_VOICE] = { "tests/data/facts.csv",
			  "tests/data/facts-groups.csv",
			  "tests/data/facts-sources.csv",
			  "src/table/voice/about.csv",
			  "https://plivo.com/docs/voice/troubleshooting/hangup-causes",
			  { [ACTION_NONE] = 9, [ACTION_RETRY] = 7, [ACTION_FIX] = 35, [ACTION_SUPPORT] = 3 } },
	[TABLE_TRUNK] = { "tests/data/facts-trunk.csv",
			  "tests/data/facts-trunk-groups.csv",
			  "tests/data/facts-trunk-sources.csv",
			  "src/table/trunk/about.csv",
			  "https://plivo.com/docs/sip-trunking/troubleshooting/zentrunk-hangup-codes",
			  { [ACTION_NONE] = 3, [ACTION_RETRY] = 13, [ACTION_FIX] = 59, [ACTION_SUPPORT] = 4 } },
};

static size_t length_of(struct stretch stretch)
{
	return stretch.end - stretch.first;
}

START_TEST(every_fact_of_a_cause_is_there)
{
	struct sheet *facts = sheet_open(facts_of[_i].causes);
	size_t actions[ACTION_COUNT] = { 0 };

	ck_assert_uint_eq(sheet_rows(facts), length_of(tables[_i].causes));
	for (size_t i = 0; i < sheet_rows(facts); i++) {
		const char *code = sheet_cell(facts, i, "code");
		const struct cause *cause = cause_by_code((enum table_id)_i, strtoul(code, NULL, 10));
		char text[2048];
		ck_assert_msg(cause != NULL, "no code %s", code);
		ck_assert_str_eq(cause->name, sheet_cell(facts, i, "cause"));
		ck_assert_str_eq(cause->group->name, sheet_cell(facts, i, "group"));
		ck_assert_str_eq(action_name(cause->action), sheet_cell(facts, i, "action"));
		actions[cause->action]++;
		snprintf(text, sizeof text, "%s %s %s", cause->description, cause->next_steps,
			 cause->url != NULL ? cause->url : "");
		must_mention(code, text, sheet_cell(facts, i, "must_mention"));
	}
	for (size_t i = 0; i < ACTION_COUNT; i++)
		ck_assert_uint_eq(actions[i], facts_of[_i].actions[i]);
	sheet_close(facts);
}
END_TEST

START_TEST(every_fact_of_a_group_is_there)
{
	struct sheet *facts = sheet_open(facts_of[_i].groups);

	ck_assert_uint_eq(sheet_rows(facts), length_of(tables[_i].groups));
	for (size_t i = 0; i < sheet_rows(facts); i++) {
		const struct group *group = &groups[tables[_i].groups.first + i];
		ck_assert_str_eq(group->name, sheet_cell(facts, i, "group"));
		ck_assert_uint_eq(group->first, strtoul(sheet_cell(facts, i, "first"), NULL, 10));
		ck_assert_uint_eq(group->last, strtoul(sheet_cell(facts, i, "last"), NULL, 10));
		if (_i == TABLE_TRUNK) {
			ck_assert_uint_eq(group->causes, strtoul(sheet_cell(facts, i, "causes"), NULL, 10));
			continue;
		}
		ck_assert_str_eq(group->slug, sheet_cell(facts, i, "slug"));
		must_mention(group->slug, group->description, sheet_cell(facts, i, "must_mention"));
	}
	sheet_close(facts);
}
END_TEST

START_TEST(every_fact_of_a_source_is_there)
{
	struct sheet *facts = sheet_open(facts_of[_i].sources);

	ck_assert_uint_eq(sheet_rows(facts), length_of(tables[_i].sources));
	for (size_t i = 0; i < sheet_rows(facts); i++) {
		const struct source *source = &sources[tables[_i].sources.first + i];
		ck_assert_str_eq(source->name, sheet_cell(facts, i, "source"));
		ck_assert_str_eq(source->in_data, sheet_cell(facts, i, "in_data"));
		if (_i == TABLE_VOICE)
			must_mention(source->name, source->description, sheet_cell(facts, i, "must_mention"));
	}
	sheet_close(facts);
}
END_TEST

/* What is no day of the calendar becomes another date. */
static void check_date(const char *text)
{
	struct tm date = { 0 };
	char again[16];

	ck_assert_ptr_nonnull(strptime(text, "%Y-%m-%d", &date));
	timegm(&date);
	ck_assert_uint_eq(strftime(again, sizeof again, "%Y-%m-%d", &date), 10);
	ck_assert_str_eq(again, text);
}

START_TEST(a_table_has_its_date_and_page)
{
	struct sheet *about = sheet_open(facts_of[_i].about);

	ck_assert_uint_eq(sheet_rows(about), 1);
	ck_assert_str_eq(tables[_i].date, sheet_cell(about, 0, "date"));
	ck_assert_str_eq(tables[_i].page, facts_of[_i].page);
	check_date(tables[_i].date);
	sheet_close(about);
}
END_TEST

/* Where a row stands in the master copy, for what is said of it. */
struct place {
	char text[64];
};

static struct place place_of(enum table_id table, const char *file, const char *what)
{
	struct place place;

	snprintf(place.text, sizeof place.text, "%s/%s: %.40s", tables[table].word, file, what);
	return place;
}

static struct place cause_place(const struct cause *cause)
{
	char code[8];

	snprintf(code, sizeof code, "%u", cause->code);
	return place_of(cause->table, "causes.csv", code);
}

START_TEST(rows_stand_with_their_table)
{
	ck_assert_uint_eq(tables[TABLE_TRUNK].causes.end, cause_count);
	ck_assert_uint_eq(tables[TABLE_TRUNK].groups.end, group_count);
	ck_assert_uint_eq(tables[TABLE_TRUNK].sources.end, source_count);
	for (size_t i = 0; i < cause_count; i++) {
		struct stretch stretch = tables[causes[i].table].causes;
		ck_assert_msg(i >= stretch.first && i < stretch.end && causes[i].group->table == causes[i].table, "%s",
			      cause_place(&causes[i]).text);
		ck_assert_msg(i == stretch.first || causes[i - 1].code < causes[i].code, "%s: order of the codes",
			      cause_place(&causes[i]).text);
	}
	for (size_t i = 0; i < group_count; i++)
		ck_assert(i >= tables[groups[i].table].groups.first && i < tables[groups[i].table].groups.end);
	for (size_t i = 0; i < source_count; i++)
		ck_assert(i >= tables[sources[i].table].sources.first && i < tables[sources[i].table].sources.end);
}
END_TEST

/* Names must be told from numbers, from what stands for nothing, and Voice's from words with an underscore. */
START_TEST(names_are_names)
{
	for (size_t i = 0; i < cause_count; i++) {
		char key[NAME_KEY_SIZE];
		struct place place = cause_place(&causes[i]);
		size_t length = name_key(text_of(causes[i].name), key);
		struct stretch same = causes_named(causes[i].table, text_of(causes[i].name));
		ck_assert_msg(length > 0 && causes[i].name_length == strlen(causes[i].name), "%s: %s", place.text,
			      causes[i].name);
		ck_assert_msg(strspn(key, "0123456789") < length && !key_is_nothing(text_of(causes[i].name)), "%s: %s",
			      place.text, causes[i].name);
		if (causes[i].table == TABLE_TRUNK)
			continue;
		ck_assert_msg(same.end - same.first == 1, "%s: \"%s\" twice", place.text, causes[i].name);
		ck_assert_msg(strchr(causes[i].name, '_') == NULL, "%s: \"%s\"", place.text, causes[i].name);
	}
}
END_TEST

START_TEST(groups_and_sources_differ)
{
	for (size_t i = 0; i < group_count; i++) {
		struct place place = place_of(groups[i].table, "groups.csv", groups[i].slug);
		size_t length = strlen(groups[i].slug);
		ck_assert_msg(strspn(groups[i].slug, "abcdefghijklmnopqrstuvwxyz0123456789-") == length &&
				      strstr(groups[i].slug, "--") == NULL && groups[i].slug[0] != '-' &&
				      groups[i].slug[length - 1] != '-',
			      "%s", place.text);
		ck_assert_msg(groups[i].causes > 0 && groups[i].first <= groups[i].last, "%s", place.text);
		ck_assert_msg(group_by_name(text_of(groups[i].slug)) == &groups[i], "%s: twice", place.text);
		ck_assert_msg(group_by_name(text_of(groups[i].name)) == &groups[i], "%s: twice", place.text);
	}
	for (size_t i = 0; i < source_count; i++) {
		struct place place = place_of(sources[i].table, "sources.csv", sources[i].name);
		ck_assert_msg(source_by_name(sources[i].table, text_of(sources[i].name)) == &sources[i], "%s: twice",
			      place.text);
		ck_assert_msg(source_by_name(sources[i].table, text_of(sources[i].in_data)) == &sources[i], "%s: twice",
			      place.text);
	}
}
END_TEST

START_TEST(what_the_called_party_did_has_not_failed)
{
	static const unsigned done[TABLE_COUNT][6] = {
		[TABLE_VOICE] = { 3000, 3010, 3100, 3110, 6010, 9110 }, [TABLE_TRUNK] = { 4410, 6000, 6030 }
	};
	size_t failed = 0;

	for (size_t i = 0; i < cause_count; i++) {
		bool is_done = causes[i].action == ACTION_NONE;
		for (size_t j = 0; j < 6; j++)
			is_done |= causes[i].code == done[causes[i].table][j] && causes[i].code != 0;
		ck_assert_msg(cause_failed(&causes[i]) == !is_done, "%s", cause_place(&causes[i]).text);
		failed += !is_done;
	}
	ck_assert_uint_eq(failed, cause_count - 9 - 6 - 3 - 3);
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
				ck_assert_msg(causes[j].code >= groups[i].first && causes[j].code <= groups[i].last,
					      "%s: outside the range of %s", cause_place(&causes[j]).text,
					      groups[i].slug);
		}
		ck_assert_uint_eq(groups[i].causes, count);
		snprintf(range, sizeof range, "%s%u-%u", has_zero ? "0, " : "", groups[i].first, groups[i].last);
		ck_assert_str_eq(groups[i].range, range);
	}
	ck_assert_str_eq(cause_by_code(TABLE_VOICE, 0)->group->range, "0, 1000-1020");
}
END_TEST

/* ASCII without control bytes, nothing that a spreadsheet would take for a formula, and no blank too many. */
static void check_text(struct place place, const char *text)
{
	size_t length = strlen(text);

	ck_assert_msg(length > 0, "%s: an empty cell", place.text);
	ck_assert_msg(strchr("=+-@", text[0]) == NULL, "%s: begins like a formula: %s", place.text, text);
	ck_assert_msg(text[0] != ' ' && text[length - 1] != ' ' && strstr(text, "  ") == NULL, "%s: blanks: %s",
		      place.text, text);
	for (const char *c = text; *c != '\0'; c++)
		ck_assert_msg(*c >= 0x20 && *c < 0x7f, "%s: not plain ASCII: %s", place.text, text);
}

/* The same for a text that people read: whole sentences. */
static void check_sentences(struct place place, const char *text)
{
	check_text(place, text);
	ck_assert_msg(text[0] >= 'A' && text[0] <= 'Z' && text[strlen(text) - 1] == '.', "%s: no sentence: %s",
		      place.text, text);
}

/* An https address that can stand in a line of text and in quotes. */
static void check_address(struct place place, const char *text)
{
	static const char start[] = "https://";

	check_text(place, text);
	ck_assert_msg(strncmp(text, start, sizeof start - 1) == 0 && strlen(text) > sizeof start - 1 &&
			      strcspn(text, " \"'<>\\`{}|^") == strlen(text),
		      "%s: no address: %s", place.text, text);
}

START_TEST(texts_are_fit_to_be_shown)
{
	for (size_t i = 0; i < cause_count; i++) {
		struct place place = cause_place(&causes[i]);
		check_text(place, causes[i].name);
		check_sentences(place, causes[i].description);
		check_sentences(place, causes[i].next_steps);
		if (causes[i].url != NULL)
			check_address(place, causes[i].url);
	}
	for (size_t i = 0; i < group_count; i++) {
		struct place place = place_of(groups[i].table, "groups.csv", groups[i].slug);
		check_text(place, groups[i].name);
		check_sentences(place, groups[i].description);
	}
	for (size_t i = 0; i < source_count; i++) {
		struct place place = place_of(sources[i].table, "sources.csv", sources[i].name);
		check_text(place, sources[i].name);
		check_text(place, sources[i].in_data);
		check_sentences(place, sources[i].description);
	}
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		struct place place = place_of((enum table_id)i, "about.csv", tables[i].name);
		check_text(place, tables[i].name);
		check_address(place, tables[i].page);
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
					      "%s is %s: %s", cause_place(&causes[i]).text,
					      action_name(causes[i].action), causes[i].next_steps);
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
		ck_assert_pstr_eq(cause_by_code(TABLE_VOICE, links[i].code)->url, links[i].url);
	for (size_t i = 0; i < cause_count; i++)
		linked += causes[i].url != NULL;
	ck_assert_uint_eq(linked, sizeof links / sizeof links[0]);
}
END_TEST

START_TEST(codes_are_found)
{
	enum table_id table = (enum table_id)_i;
	size_t found = 0;

	for (size_t i = tables[table].causes.first; i < tables[table].causes.end; i++) {
		ck_assert_ptr_eq(cause_by_code(table, causes[i].code), &causes[i]);
		ck_assert_uint_eq(cause_index(&causes[i]), i);
		/* Numbers that would be this code if they were cut to 16 or 32 bits. */
		ck_assert_ptr_null(cause_by_code(table, causes[i].code + 65536UL));
		if (ULONG_MAX > 4294967295)
			ck_assert_ptr_null(cause_by_code(table, (unsigned long)(causes[i].code + 4294967296ULL)));
	}
	for (unsigned long code = 0; code <= 100001; code++)
		found += cause_by_code(table, code) != NULL;
	ck_assert_uint_eq(found, length_of(tables[table].causes));
	ck_assert_ptr_null(cause_by_code(table, (unsigned long)-1));
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
		else if (c >= '0' && c <= '9')
			*varied++ = c;
		else if (c == ' ' || c == '_')
			varied = stpcpy(varied, "- ");
	}
	strcpy(varied, "!");
}

/* Whether a name of the cause's table stands for it, among others perhaps. */
static bool stands_for(const char *name, const struct cause *cause)
{
	struct stretch places = causes_named(cause->table, text_of(name));
	bool is_one = places.end - places.first == 1;

	ck_assert_ptr_eq(cause_by_name(cause->table, text_of(name)), is_one ? cause_named(places.first) : NULL);
	while (places.first < places.end && cause_named(places.first) != cause)
		places.first++;
	return places.first < places.end;
}

START_TEST(names_are_found)
{
	for (size_t i = 0; i < cause_count; i++) {
		char varied[128];
		vary(causes[i].name, varied);
		ck_assert_str_ne(varied, causes[i].name);
		ck_assert(stands_for(causes[i].name, &causes[i]));
		ck_assert(stands_for(varied, &causes[i]));
		/* A name with a letter more or less is no name. */
		strcpy(varied + strlen(varied), "s");
		ck_assert(!stands_for(varied, &causes[i]));
		snprintf(varied, sizeof varied, "%s", causes[i].name);
		varied[strcspn(varied, ")") - 1] = '\0';
		ck_assert(!stands_for(varied, &causes[i]));
	}
}
END_TEST

START_TEST(a_name_of_a_trunk_may_stand_for_several)
{
	static const struct {
		const char *name;
		unsigned codes[4];
	} wanted[] = { { "normal_hangup", { 3000, 3010 } },        { "insufficient_plivo_credits", { 3030, 4030 } },
		       { "forbidden", { 4040, 4060, 4540 } },      { "temporary_unavailable", { 4330, 4340, 4350 } },
		       { "server_timeout", { 5200, 5330, 5340 } }, { "user_busy", { 4410 } },
		       { "carrier_canceled", { 4420 } },           { "busy_line", { 0 } } };

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		struct cause_set set = cause_set_named(TABLE_TRUNK, text_of(wanted[i].name));
		size_t at = cause_set_next(&set, 0);
		for (size_t j = 0; wanted[i].codes[j] != 0; j++, at = cause_set_next(&set, at + 1)) {
			ck_assert_msg(at < cause_count, "%s", wanted[i].name);
			ck_assert_uint_eq(causes[at].code, wanted[i].codes[j]);
			ck_assert_int_eq(causes[at].table, TABLE_TRUNK);
		}
		ck_assert_msg(at == cause_count, "%s", wanted[i].name);
	}
}
END_TEST

START_TEST(names_have_two_spellings_of_canceled)
{
	ck_assert_uint_eq(cause_by_name(TABLE_VOICE, text_of("Cancelled"))->code, 1000);
	ck_assert_uint_eq(cause_by_name(TABLE_VOICE, text_of("CANCELLED (OUT OF CREDITS)"))->code, 1010);
	ck_assert_uint_eq(cause_by_name(TABLE_VOICE, text_of("cancelled simultaneous dial limit reached"))->code, 1020);
	ck_assert_ptr_null(cause_by_name(TABLE_VOICE, text_of("Canceledd")));
	ck_assert_ptr_null(cause_by_name(TABLE_VOICE, text_of("Cancellled")));
}
END_TEST

START_TEST(what_is_no_name_is_not_found)
{
	char long_name[4096];

	memset(long_name, 'a', sizeof long_name);
	ck_assert_ptr_null(cause_by_name(TABLE_VOICE, (struct text){ long_name, sizeof long_name }));
	ck_assert_ptr_null(cause_by_name(TABLE_VOICE, text_of("")));
	ck_assert_ptr_null(cause_by_name(TABLE_VOICE, text_of("()")));
	ck_assert_ptr_null(cause_by_name(TABLE_VOICE, text_of("3130")));
	ck_assert_ptr_null(cause_by_name(TABLE_VOICE, (struct text){ NULL, 0 }));
	ck_assert_ptr_null(source_by_name(TABLE_VOICE, text_of("...")));
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
	static const char *const foreign[] = { "NO_ANSWER",   "NORMAL_CLEARING", "USER_BUSY", "ALLOTTED_TIMEOUT",
					       " NO_ANSWER ", "\tCALL_REJECTED", "_A" };
	static const char *const small[] = { "normal_hangup", "rtp_timeout", "no_answer", "spam_block", "_a " };
	static const char *const native[] = {
		"",          "_",           "__",        "Spam_Block", "Normal_Hangup", "REJECTED",
		"no answer", "NO_ANSWER_2", "NO-ANSWER", "3130",       "NO ANSWER_",    "n\xc3\xb6_way"
	};

	for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
		ck_assert_msg(cause_is_other_vocabulary(text_of(foreign[i])), "%s", foreign[i]);
		ck_assert_msg(!cause_is_small_word(text_of(foreign[i])), "%s", foreign[i]);
		ck_assert_int_eq(read_code(TABLE_VOICE, text_of(foreign[i])).meaning, MEANS_FOREIGN);
		ck_assert_int_eq(read_code(TABLE_TRUNK, text_of(foreign[i])).meaning, MEANS_FOREIGN);
	}
	for (size_t i = 0; i < sizeof small / sizeof small[0]; i++) {
		ck_assert_msg(cause_is_small_word(text_of(small[i])), "%s", small[i]);
		ck_assert_msg(!cause_is_other_vocabulary(text_of(small[i])), "%s", small[i]);
		ck_assert_int_eq(read_code(TABLE_VOICE, text_of(small[i])).meaning, MEANS_FOREIGN);
	}
	for (size_t i = 0; i < sizeof native / sizeof native[0]; i++)
		ck_assert_msg(!cause_is_other_vocabulary(text_of(native[i])) &&
				      !cause_is_small_word(text_of(native[i])),
			      "%s", native[i]);
}
END_TEST

START_TEST(no_name_in_capitals_with_underscores_is_a_cause)
{
	for (size_t i = 0; i < tables[TABLE_VOICE].causes.end; i++) {
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
		ck_assert_int_eq(read_code(TABLE_VOICE, (struct text){ upper, length }).meaning, MEANS_FOREIGN);
		ck_assert_int_eq(read_code(TABLE_VOICE, (struct text){ lower, length }).meaning, MEANS_FOREIGN);
	}
}
END_TEST

START_TEST(sources_are_found)
{
	ck_assert_pstr_eq(source_by_name(TABLE_VOICE, text_of("call-RECIPIENT"))->in_data, "Callee");
	ck_assert_pstr_eq(source_by_name(TABLE_VOICE, text_of("callee"))->name, "Call recipient");
	ck_assert_ptr_null(source_by_name(TABLE_VOICE, text_of("customer")));
	ck_assert_pstr_eq(source_by_name(TABLE_TRUNK, text_of("Carrier"))->in_data, "carrier");
	ck_assert_ptr_null(source_by_name(TABLE_TRUNK, text_of("Callee")));
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
	{ "<N/A>", MEANS_NOTHING, 0 },
	{ "[NULL]", MEANS_NOTHING, 0 },
	{ "(null)", MEANS_NOTHING, 0 },
	{ "#N/A", MEANS_NOTHING, 0 },
	{ "'#N/A", MEANS_NOTHING, 0 },
	{ "<NA", MEANS_INVALID, 0 },
	{ "[NULL)", MEANS_INVALID, 0 },
	{ ">NULL[", MEANS_INVALID, 0 },
	{ "[]", MEANS_INVALID, 0 },
	{ "#", MEANS_INVALID, 0 },
	{ "[-]", MEANS_INVALID, 0 },
	{ "##N/A", MEANS_INVALID, 0 },
	{ "[[NULL]]", MEANS_INVALID, 0 },
	{ "3,130", MEANS_CAUSE, 3130 },
	{ "13,130", MEANS_UNKNOWN, 13130 },
	{ "0,000", MEANS_CAUSE, 0 },
	{ "=\"3,130\"", MEANS_CAUSE, 3130 },
	{ "3,130.0", MEANS_INVALID, 0 },
	{ "3,13", MEANS_INVALID, 0 },
	{ "31,30", MEANS_INVALID, 0 },
	{ "3,1300", MEANS_INVALID, 0 },
	{ "113,130", MEANS_INVALID, 0 },
	{ ",130", MEANS_INVALID, 0 },
	{ "3,-30", MEANS_INVALID, 0 },
	{ "1,2,30", MEANS_INVALID, 0 },
	{ "3.130", MEANS_INVALID, 0 },
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

START_TEST(a_cell_of_a_trunk_means_what_it_says)
{
	static const struct {
		const char *text;
		enum meaning meaning;
		unsigned code;
	} wanted[] = { { "4410", MEANS_CAUSE, 4410 },      { "3010", MEANS_CAUSE, 3010 },
		       { "3130", MEANS_UNKNOWN, 3130 },    { "0", MEANS_UNKNOWN, 0 },
		       { "user_busy", MEANS_CAUSE, 4410 }, { "User Busy", MEANS_CAUSE, 4410 },
		       { "USER_BUSY", MEANS_FOREIGN, 0 },  { "busy_line", MEANS_INVALID, 0 },
		       { "Busy Line", MEANS_INVALID, 0 },  { "normal_hangup", MEANS_INVALID, 0 },
		       { "forbidden", MEANS_INVALID, 0 },  { "None", MEANS_NOTHING, 0 } };

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		struct reading reading = read_code(TABLE_TRUNK, text_of(wanted[i].text));
		ck_assert_msg(reading.meaning == wanted[i].meaning && reading.code == wanted[i].code, "\"%s\": %d, %u",
			      wanted[i].text, reading.meaning, reading.code);
		ck_assert((reading.meaning == MEANS_CAUSE) == (reading.cause != NULL));
		ck_assert(reading.cause == NULL || reading.cause->table == TABLE_TRUNK);
	}
}
END_TEST

START_TEST(a_cell_means_what_it_says)
{
	struct reading reading = read_code(TABLE_VOICE, text_of(cells[_i].text));

	ck_assert_msg(reading.meaning == cells[_i].meaning, "\"%s\": %d, not %d", cells[_i].text, reading.meaning,
		      cells[_i].meaning);
	ck_assert_uint_eq(reading.code, cells[_i].code);
	ck_assert_ptr_eq(reading.cause,
			 reading.meaning == MEANS_CAUSE ? cause_by_code(TABLE_VOICE, reading.code) : NULL);
	ck_assert((reading.meaning == MEANS_CAUSE) == (reading.cause != NULL));
}
END_TEST

/* The row of a code, found the slow way. */
static const struct cause *search(enum table_id table, unsigned long code)
{
	for (size_t i = 0; i < cause_count; i++)
		if (causes[i].table == table && causes[i].code == code)
			return &causes[i];
	return NULL;
}

START_TEST(every_number_means_itself)
{
	static const char *const shapes[] = { "%u", "%04u", "%09u", "%u.0", " %u\t" };

	for (unsigned number = 0; number <= 100001; number++) {
		for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
			char cell[32];
			const struct cause *cause = search((enum table_id)_i, number);
			enum meaning wanted = number > 99999  ? MEANS_INVALID
					      : cause != NULL ? MEANS_CAUSE
							      : MEANS_UNKNOWN;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
			snprintf(cell, sizeof cell, shapes[i], number);
#pragma GCC diagnostic pop
			struct reading reading = read_code((enum table_id)_i, text_of(cell));
			ck_assert_msg(reading.meaning == wanted, "\"%s\": %d", cell, reading.meaning);
			ck_assert_msg(reading.cause == cause, "\"%s\": another cause", cell);
			ck_assert_msg(reading.code == (wanted == MEANS_INVALID ? 0 : number), "\"%s\": code %u", cell,
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
		struct reading four = read_code(TABLE_VOICE, (struct text){ cell, 4 });
		struct reading five = read_code(TABLE_VOICE, (struct text){ cell, 5 });
		ck_assert_msg(four.meaning == five.meaning && four.code == five.code && four.cause == five.cause,
			      "\"%.4s\"", cell);
	}
}
END_TEST

Suite *table_suite(void)
{
	Suite *suite = suite_create("table");
	TCase *rows = tcase_create("rows");
	TCase *lookups = tcase_create("lookups");

	tcase_add_loop_test(rows, every_fact_of_a_cause_is_there, 0, TABLE_COUNT);
	tcase_add_test(rows, what_the_called_party_did_has_not_failed);
	tcase_add_loop_test(rows, every_fact_of_a_group_is_there, 0, TABLE_COUNT);
	tcase_add_loop_test(rows, every_fact_of_a_source_is_there, 0, TABLE_COUNT);
	tcase_add_loop_test(rows, a_table_has_its_date_and_page, 0, TABLE_COUNT);
	tcase_add_test(rows, rows_stand_with_their_table);
	tcase_add_test(rows, names_are_names);
	tcase_add_test(rows, groups_and_sources_differ);
	tcase_add_test(rows, groups_count_their_causes);
	tcase_add_test(rows, texts_are_fit_to_be_shown);
	tcase_add_test(rows, next_steps_begin_with_the_action);
	tcase_add_test(rows, links_are_those_of_the_page);
	tcase_add_loop_test(lookups, codes_are_found, 0, TABLE_COUNT);
	tcase_add_test(lookups, names_are_found);
	tcase_add_test(lookups, a_name_of_a_trunk_may_stand_for_several);
	tcase_add_test(lookups, names_have_two_spellings_of_canceled);
	tcase_add_test(lookups, what_is_no_name_is_not_found);
	tcase_add_test(lookups, a_set_has_a_place_for_each_cause);
	tcase_add_test(lookups, words_of_other_vocabularies_are_known);
	tcase_add_test(lookups, no_name_in_capitals_with_underscores_is_a_cause);
	tcase_add_test(lookups, sources_are_found);
	tcase_add_test(lookups, a_cell_of_a_trunk_means_what_it_says);
	tcase_add_loop_test(lookups, a_cell_means_what_it_says, 0, (int)(sizeof cells / sizeof cells[0]));
	tcase_add_loop_test(lookups, every_number_means_itself, 0, TABLE_COUNT);
	tcase_add_test(lookups, four_bytes_mean_what_five_mean);
	suite_add_tcase(suite, rows);
	suite_add_tcase(suite, lookups);
	return suite;
}
