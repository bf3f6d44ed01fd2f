/* SPDX-License-Identifier: MIT */
#include "records/which.h"

#include <string.h>

#include "support/escape.h"
#include "support/nearest.h"
#include "support/options.h"
#include "support/strbuf.h"
#include "table/key.h"
#include "table/query.h"

/* The words a WHICH can be: statuses, and those of a WHAT, which are actions, `failed`, groups. */
static const char *what_name(size_t i)
{
	if (i < ACTION_COUNT)
		return action_name((enum action)i);
	i -= ACTION_COUNT;
	return i == 0 ? "failed" : i - 1 < group_count ? groups[i - 1].slug : NULL;
}

static const char *what_help(size_t i)
{
	if (i <= ACTION_COUNT)
		return i < ACTION_COUNT ? action_meaning((enum action)i) : failed_meaning;
	return groups[i - ACTION_COUNT - 1].name;
}

static const char *which_name(size_t i)
{
	return i < VERDICT_COUNT ? verdict_status_name((enum verdict_status)i) : what_name(i - VERDICT_COUNT);
}

static const char *which_help(size_t i)
{
	return i < VERDICT_COUNT ? "the status of a record" : what_help(i - VERDICT_COUNT);
}

const struct choices which_choices = { .what = "WHICH", .name = which_name, .help = which_help };
const struct choices what_choices = { .what = "WHAT", .name = what_name, .help = what_help };

const struct which which_all = { .causes = CAUSE_SET_ALL, .statuses = (1U << VERDICT_COUNT) - 1 };

static bool add_status(struct which *which, struct text word)
{
	static const struct cause_set all = CAUSE_SET_ALL;

	for (int i = 0; i < VERDICT_COUNT; i++) {
		if (!text_is(word, verdict_status_name((enum verdict_status)i)))
			continue;
		if (i == VERDICT_OK)
			which->causes = all;
		else
			which->statuses |= 1U << i;
		return true;
	}
	return false;
}

/* Whether the word means something; then it is added. */
static bool add_word(struct which *which, struct text word, const struct choices *words)
{
	struct query query;

	if (words == &which_choices && add_status(which, word))
		return true;
	query_answer(&query, word, SCOPE_AUTO);
	if (query.result == QUERY_USAGE ||
	    (query.count == 0 && (query.kind != QUERY_CODES || query.miss == MISS_NUMBER)))
		return false;
	/* Records may be of any table. */
	if (query.kind == QUERY_ACTION)
		query.causes = cause_set_of_action(query.action);
	else if (query.kind == QUERY_FAILED)
		query.causes = cause_set_of_failed();
	else if (query.kind == QUERY_CODES)
		query.causes = cause_set_of_codes(query.first, query.last);
	else if (query.kind == QUERY_NAME)
		cause_set_unite(&query.causes, cause_set_named(TABLE_TRUNK, word));
	cause_set_unite(&which->causes, query.causes);
	which->has_unknown = which->has_unknown || query.kind == QUERY_FAILED;
	if (query.kind == QUERY_CODES) {
		which->ranges[which->range_count].first = query.first;
		which->ranges[which->range_count++].last = query.last;
	}
	return true;
}

static struct text cause_at(const void *data, size_t i)
{
	(void)data;
	return i < tables[TABLE_VOICE].causes.end ? text_of(causes[i].name) : (struct text){ .bytes = NULL };
}

/* What a word that means nothing may have meant: a word of the list or, where none is near, a cause's name. */
static const char *nearest(struct text word, const struct choices *words)
{
	const struct candidates names = { cause_at, NULL, name_key, false };
	const char *near = choice_near(words, word);
	size_t found;

	return near == NULL && nearest_find(word, &names, &found, 1) > 0 ? causes[found].name : near;
}

/* "fix support": words that blanks join, each of which means something: the same with commas; "" if it is not so. */
static struct strbuf with_commas(struct text text, const struct choices *words)
{
	struct strbuf list = { .used = 0 };
	struct which unused = { .statuses = 0 };

	for (size_t at = 0, end; at < text.length; at = end) {
		for (end = at; end < text.length && text.bytes[end] != ' ';)
			end++;
		struct text word = { text.bytes + at, end - at };
		if (unused.range_count == WHICH_RANGES || !add_word(&unused, word, words))
			return (struct strbuf){ .used = 0 };
		strbuf_add(&list, "%s%.*s", at > 0 ? "," : "", (int)word.length, word.bytes);
		while (end < text.length && text.bytes[end] == ' ')
			end++;
	}
	return list;
}

static void say_word(struct text word, const struct choices *words, const char *option,
		     const struct diagnostics *diagnostics)
{
	struct strbuf list = with_commas(word, words);
	const char *near = nearest(word, words);
	struct query query;

	query_answer(&query, word, SCOPE_AUTO);
	if (query.result == QUERY_USAGE)
		say(diagnostics, "%s: the range '%s' ends before it begins", option, show(word).text);
	else if (text_is(word, "calls"))
		say(diagnostics, "%s: 'calls', all records, stands alone, with a count: --max calls=100", option);
	else if (query.miss == MISS_NUMBER)
		say(diagnostics, "%s: '%s' is too large to be a code", option, show(word).text);
	else if (list.used > 0)
		say(diagnostics, "%s: '%s' has no commas; did you mean '%s'?", option, show(word).text,
		    show_string(list.text).text);
	else if (near != NULL)
		say(diagnostics, "%s: nothing is called '%s'; did you mean %s?", option, show(word).text, near);
	else {
		say(diagnostics, "%s: nothing is called '%s'", option, show(word).text);
		say_hint(diagnostics, "codes, 31xx, 3000-3050, names, groups, failed, none, retry, fix, support%s",
			 words == &which_choices ? ", ok, unknown, mismatch, invalid, empty, ragged" : "");
	}
}

static bool parse(struct which *which, struct text text, const struct choices *words, const char *option,
		  const struct diagnostics *diagnostics)
{
	bool any = false;

	*which = (struct which){ .statuses = 0 };
	for (struct text word; query_next_word(&text, &word); any = true) {
		if (which->range_count == WHICH_RANGES) {
			say(diagnostics, "%s: more than %d codes and ranges", option, WHICH_RANGES);
			return false;
		}
		if (!add_word(which, word, words)) {
			say_word(word, words, option, diagnostics);
			return false;
		}
	}
	if (!any)
		say_word(text_of(""), words, option, diagnostics);
	return any;
}

bool which_parse(struct which *which, struct text text, const char *option, const struct diagnostics *diagnostics)
{
	return parse(which, text, &which_choices, option, diagnostics);
}

bool what_parse(struct cause_set *set, struct text text, const char *option, const struct diagnostics *diagnostics)
{
	struct which which;
	bool is_read = parse(&which, text, &what_choices, option, diagnostics);

	cause_set_unite(set, which.causes);
	return is_read;
}

/* Whether a code that is not in the table is meant. */
static bool has_code(const struct which *which, uint32_t code)
{
	if (which->has_unknown)
		return true;
	for (size_t i = 0; i < which->range_count; i++)
		if (code >= which->ranges[i].first && code <= which->ranges[i].last)
			return true;
	return false;
}

bool which_matches(const struct which *which, const struct verdict *verdict)
{
	if (verdict->status == VERDICT_OK)
		return cause_set_has(&which->causes, cause_index(verdict->cause));
	return (which->statuses >> verdict->status & 1) != 0 ||
	       (verdict->status == VERDICT_UNKNOWN && has_code(which, verdict->code));
}

bool which_same(const struct which *a, const struct which *b)
{
	return memcmp(&a->causes, &b->causes, sizeof a->causes) == 0 && a->statuses == b->statuses &&
	       a->has_unknown == b->has_unknown && a->range_count == b->range_count &&
	       memcmp(a->ranges, b->ranges, a->range_count * sizeof *a->ranges) == 0;
}

uint64_t which_status_calls(const struct which *which, const struct tally *tally, enum verdict_status status)
{
	uint64_t calls = 0;

	if ((which->statuses >> status & 1) != 0)
		return tally->by_status[status];
	if (status != VERDICT_UNKNOWN || tally->by_code == NULL || (which->range_count == 0 && !which->has_unknown))
		return 0;
	for (uint32_t code = 0; code < CODE_COUNT; code++)
		if (tally->by_code[code] > 0 && has_code(which, code))
			calls += tally->by_code[code];
	return calls;
}

uint64_t which_calls(const struct which *which, const struct tally *tally)
{
	uint64_t calls = tally_causes(tally, &which->causes);

	for (enum verdict_status status = VERDICT_UNKNOWN; status < VERDICT_COUNT; status++)
		calls += which_status_calls(which, tally, status);
	return calls;
}
