#include "commands/threshold.h"

#include <stdio.h>
#include <string.h>

#include "support/percent.h"

enum { PERCENT_DECIMALS = 6, PERCENT = 1000000, FRACTION_DECIMALS = PERCENT_DECIMALS + 2 };

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
static const char *parse_value(struct threshold *threshold, struct text text)
{
	static const char format[] = "has no LIMIT: it is a count, such as 100, or a percentage, such as 5% or 0.5%";
	uint64_t millionths = 0;

	if (!read_digits(&text, &threshold->value))
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
	threshold->is_percentage = true;
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
	if (!threshold->is_calls && !which_parse(&threshold->which, threshold->name, option, diagnostics))
		return false;
	const char *wrong = parse_value(threshold, text_trim(text_of(threshold->text)));
	if (wrong == NULL && threshold->is_calls && threshold->is_percentage)
		wrong = "needs a count: calls are all records, of which the share is always 100%";
	if (wrong != NULL)
		say(diagnostics, "%s: '%s' %s", option, show_string(argument).text, wrong);
	return wrong == NULL;
}

static uint64_t calls_of(const struct threshold *threshold, const struct tally *tally)
{
	return threshold->is_calls ? tally_records(tally) : which_calls(&threshold->which, tally);
}

bool threshold_trips(const struct threshold *threshold, const struct tally *tally, uint64_t min_calls)
{
	uint64_t calls = calls_of(threshold, tally);
	uint64_t records = tally_records(tally);
	uint64_t rest = 0;
	uint64_t value = calls;

	if (threshold->is_percentage) {
		if (records == 0 || records < min_calls)
			return false;
		value = percent_scaled(calls, records, FRACTION_DECIMALS, &rest);
	}
	if (threshold->is_min)
		return value < threshold->value;
	return value > threshold->value || (value == threshold->value && rest > 0);
}

/* The cause among those that count which most calls have; NULL if none has any. */
static const struct cause *most_frequent(const struct threshold *threshold, const struct tally *tally)
{
	const struct cause *most = NULL;

	for (size_t i = 0; i < cause_count; i++) {
		struct verdict verdict = { VERDICT_OK, causes[i].code, &causes[i] };
		if (!threshold->is_calls && which_matches(&threshold->which, &verdict) && tally->by_cause[i] > 0 &&
		    (most == NULL || tally->by_cause[i] > tally->by_cause[cause_index(most)]))
			most = &causes[i];
	}
	return most;
}

void threshold_say(const struct threshold *threshold, const struct tally *tally, const struct diagnostics *diagnostics)
{
	const struct cause *most = most_frequent(threshold, tally);
	uint64_t calls = calls_of(threshold, tally);
	uint64_t records = tally_records(tally);
	const char *side = threshold->is_min ? "less" : "more";
	char figures[160];
	uint32_t code;

	if (threshold->is_calls)
		snprintf(figures, sizeof figures, "calls: %s", figure(calls).text);
	else
		snprintf(figures, sizeof figures, "%.64s: %s of %s records, %s", show(threshold->name).text,
			 figure(calls).text, figure(records).text, percent_text(calls, records).text);
	if (most != NULL)
		say(diagnostics, "%s, %s than %s; most often %u %s (%s): %s", figures, side,
		    show_string(threshold->text).text, (unsigned)most->code, most->name,
		    figure(tally->by_cause[cause_index(most)]).text, most->next_steps);
	else if (!threshold->is_calls && calls > 0 && calls == tally->by_status[VERDICT_UNKNOWN] &&
		 tally_unknown_codes(tally, &code, 1) > 0)
		say(diagnostics, "%s, %s than %s; most often %u (%s): not in the table of %s", figures, side,
		    show_string(threshold->text).text, (unsigned)code, figure(tally->by_code[code]).text, table_date);
	else
		say(diagnostics, "%s, %s than %s", figures, side, show_string(threshold->text).text);
}
