#include "commands/threshold.h"

#include <stdio.h>
#include <string.h>

#include "support/strbuf.h"
#include "support/options.h"
#include "support/percent.h"

enum { PERCENT_DECIMALS = 6, PERCENT = 1000000, FRACTION_DECIMALS = PERCENT_DECIMALS + 2 };

/* The words a WHAT can be, but for codes: unknown, the actions, the groups. */
static const char *word_name(size_t i)
{
	if (i == 0)
		return "unknown";
	if (i <= ACTION_COUNT)
		return action_name((enum action)(i - 1));
	i -= 1 + ACTION_COUNT;
	return i < group_count ? groups[i].slug : NULL;
}

static const struct choices words = { .what = "WHAT of --max", .name = word_name };

static bool parse_code(struct threshold *limit, struct text what, const struct diagnostics *diagnostics)
{
	struct reading reading = read_code(what);

	limit->kind = THRESHOLD_CAUSE;
	limit->cause = reading.cause;
	if (reading.cause != NULL)
		return true;
	say(diagnostics, "--max: %s is no code of the table of %s", show(what).text, table_date);
	say_hint(diagnostics, "--max unknown=LIMIT is for codes that are not in it; hangup list shows those that are");
	return false;
}

static bool parse_what(struct threshold *limit, struct text what, const struct diagnostics *diagnostics)
{
	if (text_all_digits(what))
		return parse_code(limit, what, diagnostics);
	long choice = choice_find(&words, what, diagnostics);
	if (choice < 0) {
		say_hint(diagnostics, "or a code: --max 3130=100");
		return false;
	}
	if (choice == 0) {
		limit->kind = THRESHOLD_UNKNOWN;
	} else if (choice <= ACTION_COUNT) {
		limit->kind = THRESHOLD_ACTION;
		limit->action = (enum action)(choice - 1);
	} else {
		limit->kind = THRESHOLD_GROUP;
		limit->group = &groups[choice - 1 - ACTION_COUNT];
	}
	return true;
}

/* Digits up to the first other byte: false if there are none or too many. */
static bool read_digits(struct text *text, uint64_t *value)
{
	size_t i = 0;

	*value = 0;
	for (; i < text->length && text->bytes[i] >= '0' && text->bytes[i] <= '9'; i++) {
		uint64_t digit = (uint64_t)(text->bytes[i] - '0');
		if (*value > (UINT64_MAX - digit) / 10)
			return false;
		*value = 10 * *value + digit;
	}
	text->bytes += i;
	text->length -= i;
	return i > 0;
}

/* What stands between the point and the sign of a percentage, in millionths. */
static bool read_decimals(struct text *text, uint64_t *millionths)
{
	size_t before = text->length;

	if (!read_digits(text, millionths) || before - text->length > PERCENT_DECIMALS)
		return false;
	for (size_t i = before - text->length; i < PERCENT_DECIMALS; i++)
		*millionths *= 10;
	return true;
}

/* Returns NULL, or what is wrong with it. */
static const char *parse_value(struct threshold *limit, struct text text)
{
	static const char format[] = "has no LIMIT: it is a count, such as 100, or a percentage, such as 5% or 0.5%";
	uint64_t millionths = 0;

	if (!read_digits(&text, &limit->value))
		return format;
	if (text.length == 0)
		return NULL;
	if (*text.bytes == '.') {
		text.bytes++;
		text.length--;
		if (!read_decimals(&text, &millionths))
			return format;
	}
	text = text_trim(text);
	if (text.length != 1 || *text.bytes != '%')
		return format;
	limit->is_percentage = true;
	if (limit->value > 100 || (limit->value == 100 && millionths > 0))
		return "could never trip: its percentage is over 100";
	limit->value = limit->value * PERCENT + millionths;
	return NULL;
}

/* It is no WHAT=LIMIT at all: what would be one. */
static void say_form(const char *argument, const struct diagnostics *diagnostics)
{
	struct strbuf valid = { .used = 0 };
	const char *word;

	for (size_t i = 0; (word = word_name(i)) != NULL; i++)
		strbuf_add(&valid, ", %s", word);
	say(diagnostics, "--max: '%s' is not WHAT=LIMIT (valid WHAT: a code%s)", show_string(argument).text,
	    valid.text);
	say_hint(diagnostics, "for example --max 3130=100, --max carrier-errors=5%%, --max unknown=0");
}

bool threshold_parse(struct threshold *limit, const char *argument, const struct diagnostics *diagnostics)
{
	const char *equals = strchr(argument, '=');

	*limit = (struct threshold){ .text = equals != NULL ? equals + 1 : "" };
	if (equals == NULL) {
		say_form(argument, diagnostics);
		return false;
	}
	if (!parse_what(limit, text_trim((struct text){ argument, (size_t)(equals - argument) }), diagnostics))
		return false;
	const char *wrong = parse_value(limit, text_trim(text_of(limit->text)));
	if (wrong != NULL)
		say(diagnostics, "--max: '%s' %s", show_string(argument).text, wrong);
	return wrong == NULL;
}

static bool counts(const struct threshold *limit, const struct cause *cause)
{
	switch (limit->kind) {
	case THRESHOLD_ACTION:
		return cause->action == limit->action;
	case THRESHOLD_GROUP:
		return cause->group == limit->group;
	case THRESHOLD_CAUSE:
		return cause == limit->cause;
	default:
		return false;
	}
}

/* The calls that a limit counts. */
static uint64_t calls_of(const struct threshold *limit, const struct tally *tally)
{
	uint64_t calls = 0;

	if (limit->kind == THRESHOLD_UNKNOWN)
		return tally->by_status[VERDICT_UNKNOWN];
	for (size_t i = 0; i < cause_count; i++)
		if (counts(limit, &causes[i]))
			calls += tally->by_cause[i];
	return calls;
}

bool threshold_trips(const struct threshold *limit, const struct tally *tally, uint64_t min_calls)
{
	uint64_t calls = calls_of(limit, tally);
	uint64_t records = tally_records(tally);
	uint64_t rest;

	if (!limit->is_percentage)
		return calls > limit->value;
	if (records == 0 || records < min_calls)
		return false;
	uint64_t share = percent_scaled(calls, records, FRACTION_DECIMALS, &rest);
	return share > limit->value || (share == limit->value && rest > 0);
}

static const char *what_name(const struct threshold *limit)
{
	switch (limit->kind) {
	case THRESHOLD_ACTION:
		return action_name(limit->action);
	case THRESHOLD_GROUP:
		return limit->group->slug;
	case THRESHOLD_CAUSE:
		return limit->cause->name;
	default:
		return "unknown";
	}
}

static const struct cause *most_frequent(const struct threshold *limit, const struct tally *tally)
{
	const struct cause *most = NULL;

	for (size_t i = 0; i < cause_count; i++)
		if (counts(limit, &causes[i]) &&
		    (most == NULL || tally->by_cause[i] > tally->by_cause[cause_index(most)]))
			most = &causes[i];
	return most;
}

void threshold_say(const struct threshold *limit, const struct tally *tally, const struct diagnostics *diagnostics)
{
	const struct cause *most = most_frequent(limit, tally);
	uint64_t calls = calls_of(limit, tally);
	uint64_t records = tally_records(tally);
	char figures[128];
	uint32_t code;

	snprintf(figures, sizeof figures, "%s of %s records, %s", figure(calls).text, figure(records).text,
		 percent_text(calls, records).text);
	if (limit->kind == THRESHOLD_CAUSE) {
		say(diagnostics, "%u %s: %s, more than %s: %s", (unsigned)limit->cause->code, what_name(limit), figures,
		    show_string(limit->text).text, limit->cause->next_steps);
	} else if (most != NULL) {
		say(diagnostics, "%s: %s, more than %s; most often %u %s (%s): %s", what_name(limit), figures,
		    show_string(limit->text).text, (unsigned)most->code, most->name,
		    figure(tally->by_cause[cause_index(most)]).text, most->next_steps);
	} else {
		tally_unknown_codes(tally, &code, 1);
		say(diagnostics, "%s: %s, more than %s; most often %u (%s): not in the table of %s", what_name(limit),
		    figures, show_string(limit->text).text, (unsigned)code, figure(tally->by_code[code]).text,
		    table_date);
	}
}
