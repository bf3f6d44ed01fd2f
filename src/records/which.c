#include "records/which.h"

#include <stdio.h>
#include <string.h>

#include "support/escape.h"
#include "support/options.h"
#include "table/query.h"

/* The words a WHICH can be: statuses, actions, groups. */
static const char *word_name(size_t i)
{
	if (i < VERDICT_COUNT)
		return verdict_status_name((enum verdict_status)i);
	i -= VERDICT_COUNT;
	if (i < ACTION_COUNT)
		return action_name((enum action)i);
	i -= ACTION_COUNT;
	return i < group_count ? groups[i].slug : NULL;
}

static const char *word_help(size_t i)
{
	if (i < VERDICT_COUNT)
		return "the status of a record";
	i -= VERDICT_COUNT;
	return i < ACTION_COUNT ? action_meaning((enum action)i) : groups[i - ACTION_COUNT].name;
}

const struct choices which_choices = { .what = "WHICH", .name = word_name, .help = word_help };

static void add_word(struct which *which, size_t word)
{
	static const struct cause_set all = CAUSE_SET_ALL;

	if (word == VERDICT_OK)
		which->causes = all;
	else if (word < VERDICT_COUNT)
		which->statuses |= 1U << word;
	else if (word < (size_t)VERDICT_COUNT + ACTION_COUNT)
		cause_set_unite(&which->causes, cause_set_of_action((enum action)(word - VERDICT_COUNT)));
	else
		cause_set_unite(&which->causes, cause_set_of_group(&groups[word - VERDICT_COUNT - ACTION_COUNT]));
}

const struct which which_all = { .causes = CAUSE_SET_ALL, .statuses = (1U << VERDICT_COUNT) - 1 };

static void add_codes(struct which *which, uint32_t first, uint32_t last)
{
	for (size_t i = 0; i < cause_count; i++)
		if (causes[i].code >= first && causes[i].code <= last)
			cause_set_add(&which->causes, i);
	which->ranges[which->range_count].first = first;
	which->ranges[which->range_count++].last = last;
}

static bool parse_one(struct which *which, struct text text, const char *option, const struct diagnostics *diagnostics)
{
	uint32_t first;
	uint32_t last;

	switch (query_span(text, &first, &last)) {
	case SPAN_READ:
		if (which->range_count < WHICH_RANGES) {
			add_codes(which, first, last);
			return true;
		}
		say(diagnostics, "%s: more than %d codes and ranges", option, WHICH_RANGES);
		return false;
	case SPAN_REVERSED:
		say(diagnostics, "%s: the range '%s' ends before it begins", option, show(text).text);
		return false;
	case SPAN_TOO_LARGE:
		say(diagnostics, "%s: '%s' is too large to be a code", option, show(text).text);
		return false;
	case SPAN_NONE:
		break;
	}
	struct choices words = which_choices;
	struct shown what;
	snprintf(what.text, sizeof what.text, "value of %s", option);
	words.what = what.text;
	long word = choice_find(&words, text, diagnostics);
	if (word < 0) {
		say_hint(diagnostics, "or a code, a range or a pattern: %s 3130, %s 3000-3050, %s 31xx", option, option,
			 option);
		return false;
	}
	add_word(which, (size_t)word);
	return true;
}

bool which_parse(struct which *which, struct text text, const char *option, const struct diagnostics *diagnostics)
{
	*which = (struct which){ .statuses = 0 };
	for (size_t at = 0, end; at <= text.length; at = end + 1) {
		for (end = at; end < text.length && text.bytes[end] != ',';)
			end++;
		if (!parse_one(which, text_trim((struct text){ text.bytes + at, end - at }), option, diagnostics))
			return false;
	}
	return true;
}

static bool has_code(const struct which *which, uint32_t code)
{
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
	       a->range_count == b->range_count &&
	       memcmp(a->ranges, b->ranges, a->range_count * sizeof *a->ranges) == 0;
}

uint64_t which_status_calls(const struct which *which, const struct tally *tally, enum verdict_status status)
{
	uint64_t calls = 0;

	if ((which->statuses >> status & 1) != 0)
		return tally->by_status[status];
	if (status != VERDICT_UNKNOWN || tally->by_code == NULL || which->range_count == 0)
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
