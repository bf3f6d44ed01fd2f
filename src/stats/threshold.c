#include "stats/threshold.h"

#include <stdio.h>
#include <string.h>

#include "stats/significance.h"
#include "support/percent.h"
#include "support/strbuf.h"

enum { PERCENT_DECIMALS = 6, PERCENT = PERCENT_SCALE_MAX / 100 };

/* What stands between the point and the sign of a percentage, in millionths. */
static bool read_decimals(struct text *text, uint64_t *millionths)
{
	size_t before = text->length;

	if (!text_number(text, millionths) || before - text->length > PERCENT_DECIMALS)
		return false;
	for (size_t i = before - text->length; i < PERCENT_DECIMALS; i++)
		*millionths *= 10;
	return true;
}

/* Returns NULL, or what is wrong with it. */
static const char *parse_value(struct threshold *threshold, struct text text)
{
	const char *format = threshold->is_min
				     ? "has no LIMIT (valid: a count, such as 100; a percentage, such as 5% or 0.5%)"
				     : "has no LIMIT (valid: a count, such as 100; a percentage, such as 5% or 0.5%; a "
				       "rise of one, such as +2%)";
	uint64_t millionths = 0;
	bool is_rise = text.length > 0 && *text.bytes == '+' && !threshold->is_min;

	text.bytes += is_rise;
	text.length -= is_rise;
	if (!text_number(&text, &threshold->value))
		return format;
	if (text.length == 0)
		return is_rise ? format : NULL;
	if (*text.bytes == '.') {
		text.bytes++;
		text.length--;
		if (!read_decimals(&text, &millionths))
			return format;
	}
	text = text_trim(text);
	if (text.length != 1 || *text.bytes != '%')
		return format;
	threshold->kind = is_rise ? THRESHOLD_RISE : THRESHOLD_PERCENTAGE;
	if (threshold->value > 100 || (threshold->value == 100 && millionths > 0))
		return threshold->is_min ? "would always trip: its percentage is over 100"
					 : "could never trip: its percentage is over 100";
	threshold->value = threshold->value * PERCENT + millionths;
	return NULL;
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

bool threshold_trips(const struct threshold *threshold, const struct measured *measured)
{
	struct part now = { which_calls(&threshold->which, measured->tally), tally_records(measured->tally) };

	if (threshold->kind == THRESHOLD_COUNT)
		return threshold->is_min ? now.calls < threshold->value : now.calls > threshold->value;
	if (now.records == 0 || now.records < measured->min_calls)
		return false;
	if (threshold->kind == THRESHOLD_PERCENTAGE)
		return percent_compare(now.calls, now.records, threshold->value) == (threshold->is_min ? -1 : 1);
	struct part before = { which_calls(&threshold->which, measured->before), tally_records(measured->before) };
	return percent_scaled(now.calls, now.records, PERCENT_SCALE_MAX) >
		       percent_scaled(before.calls, before.records, PERCENT_SCALE_MAX) + threshold->value &&
	       significance_differs(before, now);
}

/* The cause among those that count which most calls have; NULL if none has any. */
static const struct cause *most_frequent(const struct threshold *threshold, const struct tally *tally)
{
	const struct cause *most = NULL;

	for (size_t i = 0; i < cause_count && !threshold->is_calls; i++)
		if (cause_set_has(&threshold->which.causes, i) && tally->by_cause[i] > 0 &&
		    (most == NULL || tally->by_cause[i] > tally->by_cause[cause_index(most)]))
			most = &causes[i];
	return most;
}

/* What was counted: "fix: 4 of 100 records, 4.0 %" */
static void describe(const struct threshold *threshold, const struct measured *measured, char *text, size_t size)
{
	uint64_t calls = which_calls(&threshold->which, measured->tally);
	uint64_t records = tally_records(measured->tally);
	int length;

	if (threshold->is_calls) {
		snprintf(text, size, "calls: %s", figure(calls).text);
		return;
	}
	length = snprintf(text, size, "%.64s: %s of %s records, %s", show(threshold->name).text, figure(calls).text,
			  figure(records).text, percent_text(calls, records).text);
	if (threshold->kind == THRESHOLD_RISE)
		snprintf(text + length, size - (size_t)length, ", %s before",
			 percent_text(which_calls(&threshold->which, measured->before), tally_records(measured->before))
				 .text);
}

/* What most of the records have, and what to do about it; nothing where they have no code. */
static struct strbuf most_often(const struct threshold *threshold, const struct tally *tally)
{
	const struct cause *most = most_frequent(threshold, tally);
	uint64_t calls = which_calls(&threshold->which, tally);
	struct strbuf text = { .used = 0 };
	uint32_t code;

	if (most != NULL)
		strbuf_add(&text, "; most often %u %s (%s): %s", (unsigned)most->code, most->name,
			   figure(tally->by_cause[cause_index(most)]).text, most->next_steps);
	else if (!threshold->is_calls && calls > 0 && calls == tally->by_status[VERDICT_UNKNOWN] &&
		 tally_unknown_codes(tally, &code, 1) > 0)
		strbuf_add(&text, "; most often %u (%s): not in the table of %s", (unsigned)code,
			   figure(tally->by_code[code]).text, tables[TABLE_VOICE].date);
	return text;
}

void threshold_say(const struct threshold *threshold, const struct measured *measured,
		   const struct diagnostics *diagnostics)
{
	char figures[256];

	describe(threshold, measured, figures, sizeof figures);
	say(diagnostics, "%s, %s than %s%s", figures,
	    !threshold->is_min                   ? "more"
	    : threshold->kind == THRESHOLD_COUNT ? "fewer"
						 : "less",
	    show(text_trim(text_of(threshold->text))).text, most_often(threshold, measured->tally).text);
}
