/* SPDX-License-Identifier: MIT */
#include "stats/threshold.h"

#include <string.h>

#include "stats/before.h"
#include "support/percent.h"
#include "support/strbuf.h"

enum { PERCENT_DECIMALS = 6, PERCENT = PERCENT_SCALE_MAX / 100, PERCENT_TOO_MUCH = 101 };

/* What stands behind the point of a percentage, in millionths. */
static bool read_decimals(struct text *text, uint64_t *millionths)
{
	size_t before = text->length;

	if (!text_number(text, millionths) || before - text->length > PERCENT_DECIMALS)
		return false;
	for (size_t i = before - text->length; i < PERCENT_DECIMALS; i++)
		*millionths *= 10;
	return true;
}

/* Reads "5", "0.5" or ".5", in millionths. Returns false where that is not all of it. */
static bool read_percentage(struct text text, uint64_t *value)
{
	uint64_t whole = 0;
	uint64_t millionths = 0;
	bool is_bare = text.length > 0 && *text.bytes == '.';

	if (!is_bare && !text_number(&text, &whole))
		return false;
	if (text.length > 0 && *text.bytes == '.') {
		text.bytes++;
		text.length--;
		if (!read_decimals(&text, &millionths))
			return false;
	}
	*value = (whole < PERCENT_TOO_MUCH ? whole : PERCENT_TOO_MUCH) * PERCENT + millionths;
	return text.length == 0;
}

/* Takes the sign of a percentage away: "%", or "pct" where a % would end the line. Returns whether there was one. */
static bool take_sign(struct text *text)
{
	static const char *const signs[] = { "%", "pct" };

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t length = strlen(signs[i]);
		size_t rest = text->length - length;
		if (text->length < length || !text_is((struct text){ text->bytes + rest, length }, signs[i]))
			continue;
		*text = text_trim((struct text){ text->bytes, rest });
		return true;
	}
	return false;
}

/* Returns NULL, or what is wrong with it. */
static const char *parse_value(struct threshold *threshold, struct text text)
{
	const char *format = threshold->is_min
				     ? "has no LIMIT (valid: a count, such as 100; a percentage, such as 5% or 0.5%)"
				     : "has no LIMIT (valid: a count, such as 100; a percentage, such as 5% or 0.5%; a "
				       "rise of one, such as +2%)";
	bool is_rise = text.length > 0 && *text.bytes == '+' && !threshold->is_min;

	text.bytes += is_rise;
	text.length -= is_rise;
	if (!take_sign(&text))
		return !is_rise && text_number(&text, &threshold->value) && text.length == 0 ? NULL : format;
	if (!read_percentage(text, &threshold->value))
		return format;
	threshold->kind = is_rise ? THRESHOLD_RISE : THRESHOLD_PERCENTAGE;
	if (threshold->value <= PERCENT_SCALE_MAX)
		return NULL;
	return threshold->is_min ? "would always trip: its percentage is over 100"
				 : "could never trip: its percentage is over 100";
}

bool threshold_parse(struct threshold *threshold, const char *argument, bool is_min,
		     const struct diagnostics *diagnostics)
{
	const char *equals = strrchr(argument, '=');
	const char *option = is_min ? "--min" : "--max";

	*threshold = (struct threshold){ .is_min = is_min, .text = equals != NULL ? equals + 1 : "" };
	if (equals == NULL) {
		say(diagnostics, "%s: '%s' is not WHICH=LIMIT", option, show_string(argument).text);
		say_hint(diagnostics, "for example %s 3130=100, %s carrier-errors=5%%, %s unknown=0", option, option,
			 option);
		return false;
	}
	threshold->name = text_trim((struct text){ argument, (size_t)(equals - argument) });
	threshold->is_calls = text_is(threshold->name, "calls");
	threshold->which = which_all;
	if (!threshold->is_calls && !which_parse(&threshold->which, threshold->name, option, diagnostics))
		return false;
	const char *wrong = parse_value(threshold, text_trim(text_of(threshold->text)));
	if (wrong == NULL && threshold->is_calls && threshold->kind != THRESHOLD_COUNT)
		wrong = "needs a count: calls are all records, of which the share is always 100%";
	if (wrong != NULL)
		say(diagnostics, "%s: '%s' %s", option, show_string(argument).text, wrong);
	return wrong == NULL;
}

bool threshold_same(const struct threshold *a, const struct threshold *b)
{
	return a->is_min == b->is_min && a->kind == b->kind && a->is_calls == b->is_calls &&
	       which_same(&a->which, &b->which);
}

static struct part part_of(const struct threshold *threshold, const struct tally *tally)
{
	return (struct part){ which_calls(&threshold->which, tally), tally_records(tally) };
}

bool threshold_trips(const struct threshold *threshold, const struct tally *tally, const struct before *before,
		     uint64_t ignore_below)
{
	struct part now = part_of(threshold, tally);

	if (threshold->kind == THRESHOLD_COUNT)
		return threshold->is_min ? now.calls < threshold->value : now.calls > threshold->value;
	if (now.records == 0 || now.records < ignore_below)
		return false;
	if (threshold->kind == THRESHOLD_PERCENTAGE)
		return percent_compare(now.calls, now.records, threshold->value) == (threshold->is_min ? -1 : 1);
	struct part then = part_of(threshold, &before->pass.tally);
	return percent_scaled(now.calls, now.records, PERCENT_SCALE_MAX) >
		       percent_scaled(then.calls, then.records, PERCENT_SCALE_MAX) + threshold->value &&
	       significance_changed(then, now, before->files, before->drift);
}

/*
 * The code that most records have of those that are meant or, of a minimum, are not, the smaller of two. Returns how
 * many have it: 0 where none has a code.
 */
static uint64_t most_frequent(const struct threshold *threshold, const struct tally *tally, struct verdict *most)
{
	uint64_t calls = 0;

	for (size_t i = 0; i < cause_count; i++) {
		struct verdict verdict = { .status = VERDICT_OK, .code = causes[i].code, .cause = &causes[i] };
		if (tally->by_cause[i] <= calls || which_matches(&threshold->which, &verdict) == threshold->is_min)
			continue;
		calls = tally->by_cause[i];
		*most = verdict;
	}
	for (uint32_t code = 0; tally->by_code != NULL && code < CODE_COUNT; code++) {
		struct verdict verdict = { .status = VERDICT_UNKNOWN, .code = code };
		if (tally->by_code[code] <= calls || which_matches(&threshold->which, &verdict) == threshold->is_min)
			continue;
		calls = tally->by_code[code];
		*most = verdict;
	}
	return calls;
}

/* How many decimals of the shares it takes to see that they are beyond the limit. */
static int decimals_needed(const struct threshold *threshold, struct part now, struct part before)
{
	bool is_end = threshold->value == 0 || threshold->value == PERCENT_SCALE_MAX;
	uint64_t unit = PERCENT_SCALE_MAX / 1000;
	int decimals = 1;

	for (; decimals < PERCENT_DECIMALS; decimals++, unit /= 10) {
		int64_t share = (int64_t)(unit * percent_scaled(now.calls, now.records, PERCENT_SCALE_MAX / unit));
		int64_t past = threshold->kind != THRESHOLD_RISE
				       ? 0
				       : (int64_t)(unit * percent_scaled(before.calls, before.records,
									 PERCENT_SCALE_MAX / unit));
		int64_t beyond = share - past - (int64_t)threshold->value;
		bool is_bound = decimals == 1 && !text_is_digit(*percent_text(now.calls, now.records).text);
		if (is_bound ? is_end : threshold->is_min ? beyond < 0 : beyond > 0)
			break;
	}
	return decimals;
}

/* What was counted: "fix: 4 of 100 records, 4.0 %" */
static struct strbuf describe(const struct threshold *threshold, const struct tally *tally, const struct before *before)
{
	struct part now = part_of(threshold, tally);
	struct part then = { 0, 0 };
	struct strbuf text = { .used = 0 };

	if (threshold->is_calls) {
		strbuf_add(&text, "calls: %s", figure(now.calls).text);
		return text;
	}
	if (before != NULL)
		then = part_of(threshold, &before->pass.tally);
	int decimals = threshold->kind == THRESHOLD_COUNT ? 1 : decimals_needed(threshold, now, then);
	strbuf_add(&text, "%.64s: %s of %s records, %s", show(threshold->name).text, figure(now.calls).text,
		   figure(now.records).text, percent_text_of(now.calls, now.records, decimals).text);
	if (threshold->kind == THRESHOLD_RISE)
		strbuf_add(&text, ", %s before", percent_text_of(then.calls, then.records, decimals).text);
	return text;
}

/* What most of the records have, and what to do about it; nothing where they have no code. */
static struct strbuf most_often(const struct threshold *threshold, const struct tally *tally)
{
	struct strbuf text = { .used = 0 };
	struct verdict most;
	uint64_t calls = threshold->is_calls ? 0 : most_frequent(threshold, tally, &most);

	if (calls == 0)
		return text;
	strbuf_add(&text, "; %s %u ", threshold->is_min ? "most of the others" : "most often", (unsigned)most.code);
	if (most.status == VERDICT_UNKNOWN)
		strbuf_add(&text, "(%s): not in %s", figure(calls).text, tally_unknown_table(tally).text);
	else
		strbuf_add(&text, "%s (%s)%s%s", most.cause->name, figure(calls).text,
			   most.cause->action != ACTION_NONE ? ": " : "",
			   most.cause->action != ACTION_NONE ? most.cause->next_steps : "");
	return text;
}

void threshold_say(const struct threshold *threshold, const struct tally *tally, const struct before *before,
		   const struct diagnostics *diagnostics)
{
	say(diagnostics, "%s, %s than %s%s", describe(threshold, tally, before).text,
	    !threshold->is_min                   ? "more"
	    : threshold->kind == THRESHOLD_COUNT ? "fewer"
						 : "less",
	    show(text_trim(text_of(threshold->text))).text, most_often(threshold, tally).text);
}
