/* SPDX-License-Identifier: MIT */
#include "records/times.h"

#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "support/escape.h"

enum { DATE_LENGTH = 10, HOUR_SECONDS = 60 * 60, ZONE_LETTERS_MIN = 2, ZONE_LETTERS_MAX = 5 };

static struct text behind(struct text text, size_t length)
{
	return (struct text){ text.bytes + length, text.length - length };
}

static bool begins_with(struct text text, char byte)
{
	return text.length > 0 && *text.bytes == byte;
}

/* Takes a number of so many digits off the text. Returns how many there were, 0 if too few. */
static size_t take_digits(struct text *text, size_t least, size_t most, uint32_t *number)
{
	size_t count = 0;

	*number = 0;
	for (; count < most && count < text->length && text_is_digit(text->bytes[count]); count++)
		*number = 10 * *number + (uint32_t)(text->bytes[count] - '0');
	if (count < least)
		return 0;
	*text = behind(*text, count);
	return count;
}

static bool take_byte(struct text *text, char byte)
{
	if (!begins_with(*text, byte))
		return false;
	*text = behind(*text, 1);
	return true;
}

static bool is_leap(uint32_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from the year's first to that of a month, which may be one past the last. */
static uint32_t days_before(uint32_t year, uint32_t month)
{
	static const uint16_t days[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365 };

	return days[month - 1] + (month > 2 && is_leap(year) ? 1U : 0U);
}

/* Days from the first of the year 0, which is a leap year, to the first of another. */
static uint32_t days_to_year(uint32_t year)
{
	uint32_t past = year - 1;

	return year == 0 ? 0 : 365 * year + past / 4 - past / 100 + past / 400 + 1;
}

/* "2026-11-03", "2026/11/03" */
static bool take_date(struct text *text, uint32_t *day)
{
	uint32_t year, month, number;

	if (text->length < DATE_LENGTH || take_digits(text, 4, 4, &year) == 0)
		return false;
	char between = *text->bytes == '/' ? '/' : '-';
	if (!take_byte(text, between) || take_digits(text, 2, 2, &month) == 0 || !take_byte(text, between) ||
	    take_digits(text, 2, 2, &number) == 0 || month < 1 || month > 12 || number < 1 ||
	    number > days_before(year, month + 1) - days_before(year, month))
		return false;
	*day = days_to_year(year) + days_before(year, month) + number - 1;
	return true;
}

/* "AM", "pm", "a.m.", behind blanks or none. Returns the letter in lower case, 0 if there is none. */
static int take_half(struct text *text)
{
	struct text rest = *text;

	while (take_byte(&rest, ' '))
		;
	int half = rest.length > 0 ? text_lower(*rest.bytes) : 0;
	if (half != 'a' && half != 'p')
		return 0;
	rest = behind(rest, 1);
	bool is_dotted = take_byte(&rest, '.');
	if (!take_byte(&rest, 'm') && !take_byte(&rest, 'M'))
		return 0;
	if ((is_dotted && !take_byte(&rest, '.')) ||
	    (rest.length > 0 && (text_is_letter(*rest.bytes) || text_is_digit(*rest.bytes))))
		return 0;
	*text = rest;
	return half;
}

/* "9:30", "09:30:59.123", "9:30 PM" */
static bool take_clock(struct text *text, uint32_t *second)
{
	uint32_t hour, minute, seconds = 0, fraction;

	if (take_digits(text, 1, 2, &hour) == 0 || !take_byte(text, ':') || take_digits(text, 2, 2, &minute) == 0)
		return false;
	if (begins_with(*text, ':')) {
		*text = behind(*text, 1);
		if (take_digits(text, 2, 2, &seconds) == 0)
			return false;
		if ((begins_with(*text, '.') || begins_with(*text, ',')) && text->length > 1 &&
		    text_is_digit(text->bytes[1])) {
			*text = behind(*text, 1);
			while (take_digits(text, 1, 9, &fraction) > 0)
				;
		}
	}
	if (text->length > 0 && text_is_digit(*text->bytes))
		return false;
	int half = take_half(text);
	if (half != 0 && (hour < 1 || hour > 12))
		return false;
	if (half != 0)
		hour = hour % 12 + (half == 'p' ? 12 : 0);
	*second = hour * HOUR_SECONDS + minute * 60 + seconds;
	return hour < 24 && minute < 60 && seconds < 61; /* a leap second */
}

/* "Z" or an offset, and of a value capitals. Returns its length: 0 where there is none. */
static size_t zone_length(struct text text, bool has_names)
{
	struct text rest = text;
	uint32_t number;
	size_t letters = 0;

	if (take_byte(&rest, '+') || take_byte(&rest, '-')) {
		if (take_digits(&rest, 2, 2, &number) == 0)
			return 0;
		struct text minutes = rest;
		take_byte(&minutes, ':');
		if (take_digits(&minutes, 2, 2, &number) > 0)
			rest = minutes;
		return text.length - rest.length;
	}
	while (letters < text.length && text.bytes[letters] >= 'A' && text.bytes[letters] <= 'Z')
		letters++;
	if (letters < text.length && (text_is_letter(text.bytes[letters]) || text_is_digit(text.bytes[letters])))
		return 0;
	if (letters == 1)
		return *text.bytes == 'Z';
	return has_names && letters >= ZONE_LETTERS_MIN && letters <= ZONE_LETTERS_MAX ? letters : 0;
}

/*
 * Three numbers of two digits each, "00:00:00", the bytes between them as `like` has them: eight bytes at a time. Each
 * minus its own of `like` is at most nine for a digit, and nothing between.
 */
static bool read_three(const char *at, const char *like, uint32_t numbers[3])
{
	uint64_t word, expected;

	memcpy(&word, at, sizeof word);
	memcpy(&expected, like, sizeof expected);
	word = le64toh(word ^ expected);
	if (((word + UINT64_C(0x76767f76767f7676)) | word) & UINT64_C(0x8080808080808080))
		return false;
	word = 10 * word + (word >> 8);
	numbers[0] = word & 0xff;
	numbers[1] = word >> 24 & 0xff;
	numbers[2] = word >> 48 & 0xff;
	return true;
}

/* "2026-11-03 14:30:00", at the end or before an offset: nearly every time is written so, and is read at once. */
static bool take_usual(struct text *text, struct moment *moment)
{
	enum { LENGTH = 19, DAYS_OF_ANY_MONTH = 28 };
	const char *at = text->bytes;
	uint32_t year, date[3], clock[3];

	if (text->length < LENGTH || at[4] != '-' || (text->length > LENGTH && at[19] != '+' && at[19] != 'Z') ||
	    !text_four_digits((struct text){ at, 4 }, &year) ||
	    !read_three(at + 5, at[10] == 'T' ? "00-00T00" : "00-00 00", date) ||
	    !read_three(at + 11, "00:00:00", clock))
		return false;
	if (date[0] < 1 || date[0] > 12 || date[1] < 1 || date[1] > DAYS_OF_ANY_MONTH || clock[0] > 23 ||
	    clock[1] > 59 || clock[2] > 59)
		return false;
	*moment = (struct moment){ .day = days_to_year(year) + days_before(year, date[0]) + date[1] - 1,
				   .second = clock[0] * HOUR_SECONDS + clock[1] * 60 + clock[2] };
	*text = behind(*text, LENGTH);
	return true;
}

/* Takes a date, or a date and a time of day. What is behind a date that is none of it stays. */
static bool take_moment(struct text *text, struct moment *moment)
{
	*moment = (struct moment){ .second = NO_CLOCK };
	if (!take_date(text, &moment->day))
		return false;
	struct text rest = *text;
	if (rest.length < 2 || (*rest.bytes != 'T' && *rest.bytes != ' '))
		return true;
	rest = behind(rest, 1);
	if (!take_clock(&rest, &moment->second)) {
		moment->second = NO_CLOCK;
		return true;
	}
	if (moment->second == NO_CLOCK) /* a leap second at the end of a day */
		moment->second--;
	*text = rest;
	return true;
}

bool moment_read(struct moment *moment, struct text value)
{
	if (value.bytes == NULL)
		return false;
	struct text rest = value;
	if (!take_usual(&rest, moment)) {
		rest = text_trim(value);
		if (!take_moment(&rest, moment) || (moment->second == NO_CLOCK && rest.length > 0))
			return false;
	}
	moment->zone = (struct text){ rest.bytes, zone_length(rest, true) };
	if (moment->zone.length < rest.length) {
		rest = text_trim(rest);
		moment->zone = (struct text){ rest.bytes, zone_length(rest, true) };
	}
	return moment->zone.length == rest.length;
}

int moment_offset(struct text zone)
{
	uint32_t hours, minutes = 0;
	struct text rest = zone;

	if (text_is(zone, "Z") || text_is(zone, "UTC") || text_is(zone, "GMT"))
		return 0;
	if (!take_byte(&rest, '+') && !take_byte(&rest, '-'))
		return NO_OFFSET;
	take_digits(&rest, 2, 2, &hours);
	take_byte(&rest, ':');
	take_digits(&rest, 2, 2, &minutes);
	int offset = (int)(60 * hours + minutes);
	return *zone.bytes == '-' ? -offset : offset;
}

struct text moment_of_line(struct text line)
{
	for (int words = 0; words < 2; words++) {
		struct moment moment;
		line = text_trim(line);
		if (take_byte(&line, '|')) /* docker compose's, behind a name */
			line = text_trim(line);
		if (begins_with(line, '[') || begins_with(line, '('))
			line = behind(line, 1);
		struct text rest = line;
		if (take_moment(&rest, &moment) && moment.second != NO_CLOCK) {
			rest = behind(rest, zone_length(rest, false));
			return (struct text){ line.bytes, line.length - rest.length };
		}
		while (line.length > 0 && *line.bytes != ' ' && *line.bytes != '\t')
			line = behind(line, 1);
	}
	return (struct text){ NULL, 0 };
}

struct moment_text moment_show(const struct moment *moment)
{
	struct moment_text shown;
	uint32_t days = moment->day;
	uint32_t year = days / 366; /* or a later one */
	uint32_t month = 1;

	while (days_to_year(year + 1) <= days)
		year++;
	days -= days_to_year(year);
	while (days_before(year, month + 1) <= days)
		month++;
	days -= days_before(year, month);
	int length = snprintf(shown.text, sizeof shown.text, "%04u-%02u-%02u", (unsigned)year, (unsigned)month,
			      (unsigned)days + 1);
	if (moment->second < NO_CLOCK)
		snprintf(shown.text + length, sizeof shown.text - (size_t)length, " %02u:%02u",
			 (unsigned)(moment->second / HOUR_SECONDS), (unsigned)(moment->second / 60 % 60));
	return shown;
}

bool bound_read(struct bound *bound, const char *option, const char *value, const struct diagnostics *diagnostics)
{
	struct text text = text_trim(text_of(value));
	struct text rest = text;
	uint32_t hour;

	*bound = (struct bound){ .kind = BOUND_DATE, .text = value };
	if (!take_moment(&rest, &bound->at)) {
		rest = text;
		bound->kind = BOUND_CLOCK;
		if (!take_clock(&rest, &bound->at.second))
			bound->kind = BOUND_NONE;
	} else if (bound->at.second == NO_CLOCK && (take_byte(&rest, 'T') || take_byte(&rest, ' '))) {
		/* the hour alone */
		if (take_digits(&rest, 1, 2, &hour) == 0 || hour > 23)
			bound->kind = BOUND_NONE;
		bound->at.second = hour * HOUR_SECONDS;
	}
	struct text zone = text_trim(rest);
	if (zone.length > 0 && (bound->at.second == NO_CLOCK || zone_length(zone, true) != zone.length))
		bound->kind = BOUND_NONE;
	if (bound->kind == BOUND_NONE)
		say(diagnostics,
		    "%s: '%s' is no time (valid: a day, 2026-11-03; a time, 2026-11-03 14:30; a time of every day, 14:30)",
		    option, show(text).text);
	else if (zone.length > 0)
		say(diagnostics, "%s: the zone '%s' is ignored: times are taken as they are written", option,
		    show(zone).text);
	return bound->kind != BOUND_NONE;
}

/* In seconds since the year 0; of a time of day, of that day. */
static uint64_t seconds_of(const struct moment *moment)
{
	return (uint64_t)moment->day * DAY_SECONDS + (moment->second < NO_CLOCK ? moment->second : 0);
}

bool period_check(const struct period *period, const struct diagnostics *diagnostics)
{
	uint64_t from = seconds_of(&period->from.at);
	uint64_t to = seconds_of(&period->to.at);

	if (period->from.kind == BOUND_NONE || period->to.kind == BOUND_NONE)
		return true;
	struct shown from_text = show_string(period->from.text);
	struct shown to_text = show_string(period->to.text);
	if (period->from.kind != period->to.kind) {
		say(diagnostics, "--from '%s' and --to '%s': one is a time of every day, the other is a day's",
		    from_text.text, to_text.text);
		return false;
	}
	if (period->from.kind == BOUND_CLOCK ? from != to : from < to)
		return true;
	struct moment next = { .day = period->to.at.day + 1, .second = NO_CLOCK };
	if (from == to && period->to.at.second == NO_CLOCK && period->from.at.second == NO_CLOCK)
		say(diagnostics,
		    "nothing is between --from '%s' and --to '%s', which is the first day left out: --to %s",
		    from_text.text, to_text.text, moment_show(&next).text);
	else
		say(diagnostics, "nothing is between --from '%s' and --to '%s'", from_text.text, to_text.text);
	return false;
}

bool period_holds(const struct period *period, const struct moment *moment)
{
	const struct bound *from = &period->from;
	const struct bound *to = &period->to;
	bool has_clock = (from->kind != BOUND_NONE && from->at.second < NO_CLOCK) ||
			 (to->kind != BOUND_NONE && to->at.second < NO_CLOCK);

	if (has_clock && moment->second == NO_CLOCK)
		return false;
	struct moment at = *moment;
	if (from->kind == BOUND_CLOCK || to->kind == BOUND_CLOCK)
		at.day = 0;
	bool is_begun = from->kind == BOUND_NONE || seconds_of(&at) >= seconds_of(&from->at);
	bool is_over = to->kind != BOUND_NONE && seconds_of(&at) >= seconds_of(&to->at);
	/* From 22:00 to 06:00 is over midnight. */
	if (from->kind == BOUND_CLOCK && to->kind == BOUND_CLOCK && from->at.second > to->at.second)
		return is_begun || !is_over;
	return is_begun && !is_over;
}
