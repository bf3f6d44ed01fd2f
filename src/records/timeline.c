#include "records/timeline.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/memory.h"

/* Different codes in a row of which each is kept: those of the table, and others. */
enum { CODES_MAX = 128 };

enum { DAY = 10, HOUR = 13, HOURS = 24, NO_OFFSET = INT_MIN };

/*
 * A year by the hour with every cause of the table in every hour has room, and so have 100,000 hours with three each.
 * With what the program needs otherwise, this stays below 8 MiB.
 */
enum { MEMORY_LIMIT = 5000000, NODES_MAX = (1 << 19) - 1, CODE_MASK = (1 << 17) - 1, CALLS_MAX = (1 << 28) - 1 };

void timeline_open(struct timeline *timeline, bool is_hourly, size_t room, const struct which *counted)
{
	*timeline = (struct timeline){ .is_hourly = is_hourly, .counted = *counted, .room = room, .first = UINT32_MAX };
	timeline->rows = allocate(room + 1, sizeof *timeline->rows);
	timeline->node_count = 1;
}

void timeline_close(struct timeline *timeline)
{
	free(timeline->rows);
	free(timeline->nodes);
	*timeline = (struct timeline){ .rows = NULL };
}

/* The number that so many digits write, UINT32_MAX if they are none. */
static uint32_t number(const char *digits, size_t count)
{
	uint32_t value = 0;

	for (size_t i = 0; i < count; i++) {
		if (!text_is_digit(digits[i]))
			return UINT32_MAX;
		value = 10 * value + (uint32_t)(digits[i] - '0');
	}
	return value;
}

static uint32_t leap_days(uint32_t years)
{
	return years / 4 - years / 100 + years / 400;
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
	return year == 0 ? 0 : 365 * year + leap_days(year - 1) + 1;
}

/* Of the year that a time begins with: most times have the same. Returns whether there is one. */
static bool read_year(struct timeline *timeline, const char *digits)
{
	if (memcmp(digits, timeline->year, sizeof timeline->year) == 0)
		return true;
	uint32_t year = number(digits, sizeof timeline->year);
	if (year > 9999)
		return false;
	memcpy(timeline->year, digits, sizeof timeline->year);
	for (uint32_t month = 1; month <= 13; month++)
		timeline->month_begins[month - 1] = days_to_year(year) + days_before(year, month);
	return true;
}

static bool read_step(struct timeline *timeline, struct text time, uint32_t *step)
{
	if (time.bytes == NULL || time.length < (timeline->is_hourly ? HOUR : DAY) || time.bytes[4] != '-' ||
	    time.bytes[7] != '-' || !read_year(timeline, time.bytes))
		return false;
	uint32_t month = number(time.bytes + 5, 2) - 1;
	uint32_t day = number(time.bytes + 8, 2) - 1;
	if (month > 11 || day >= timeline->month_begins[month + 1] - timeline->month_begins[month])
		return false;
	*step = timeline->month_begins[month] + day;
	if (!timeline->is_hourly)
		return true;
	uint32_t hour = number(time.bytes + 11, 2);
	*step = *step * HOURS + hour;
	return hour < HOURS && (time.bytes[10] == 'T' || time.bytes[10] == ' ');
}

struct step_text timeline_step_text(const struct timeline *timeline, uint32_t step)
{
	struct step_text shown;
	uint32_t days = timeline->is_hourly ? step / HOURS : step;
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
	if (timeline->is_hourly)
		snprintf(shown.text + length, sizeof shown.text - (size_t)length, " %02u:00", (unsigned)(step % HOURS));
	return shown;
}

/* Where the offset of a time begins: "Z", "UTC", "+05:30", "-0800". Its length if it has none. */
static size_t offset_at(struct text time)
{
	size_t at = time.length;

	while (at > HOUR && (text_is_digit(time.bytes[at - 1]) || time.bytes[at - 1] == ':'))
		at--;
	if (at > HOUR && at < time.length && (time.bytes[at - 1] == '+' || time.bytes[at - 1] == '-'))
		return at - 1;
	at = time.length;
	while (at > HOUR && time.bytes[at - 1] >= 'A' && time.bytes[at - 1] <= 'Z')
		at--;
	return at;
}

/* In minutes. A word that is not Z, UTC or GMT counts as one that no other is like. */
static int read_offset(struct text offset)
{
	uint32_t digits[4];
	size_t count = 0;

	if (offset.length == 0)
		return NO_OFFSET;
	if (*offset.bytes != '+' && *offset.bytes != '-')
		return text_is(offset, "Z") || text_is(offset, "UTC") || text_is(offset, "GMT") ? 0 : INT_MAX;
	for (size_t i = 1; i < offset.length && count < 4; i++)
		if (offset.bytes[i] != ':')
			digits[count++] = number(offset.bytes + i, 1);
	for (; count < 4; count++)
		digits[count] = 0;
	int minutes = (int)(600 * digits[0] + 60 * digits[1] + 10 * digits[2] + digits[3]);
	return *offset.bytes == '-' ? -minutes : minutes;
}

/* Whether the time ends like the one before, or there is nothing more to find out. */
static bool is_offset_known(const struct timeline *timeline, struct text time)
{
	size_t size = sizeof timeline->offset_end;

	return timeline->other_offset.line != 0 ||
	       (timeline->offset_shown.text[0] != '\0' &&
		memcmp(time.bytes + time.length - size, timeline->offset_end, size) == 0);
}

static void note_offset(struct timeline *timeline, struct text time, uint64_t line, const char *file)
{
	struct text trimmed = text_trim(time);
	size_t at = offset_at(trimmed);
	struct text text = { trimmed.bytes + at, trimmed.length - at };
	int offset = read_offset(text);
	struct shown shown = text.length > 0 ? show(text) : show_string("none");

	if (timeline->offset_shown.text[0] == '\0') {
		timeline->offset = offset;
		timeline->offset_shown = shown;
	} else if (offset != timeline->offset) {
		timeline->other_offset = (struct first_seen){ .file = file, .line = line, .example = shown };
	}
	memcpy(timeline->offset_end, time.bytes + time.length - sizeof timeline->offset_end,
	       sizeof timeline->offset_end);
}

/* Gives back what a row has, for another step. */
static void clear_row(struct timeline *timeline, struct time_row *row)
{
	uint32_t last = row->first;

	while (last != 0 && timeline->nodes[last].next != 0)
		last = timeline->nodes[last].next;
	if (last != 0) {
		timeline->nodes[last].next = timeline->free_nodes & NODES_MAX;
		timeline->free_nodes = row->first;
	}
	timeline->row_count--;
	*row = (struct time_row){ .step = 0 };
}

/* The row of a step; NULL where it is older than those that are kept. */
static struct time_row *row_of(struct timeline *timeline, uint32_t step)
{
	struct time_row *row = &timeline->rows[step % timeline->room];

	timeline->first = step < timeline->first ? step : timeline->first;
	timeline->last = step > timeline->last ? step : timeline->last;
	if (timeline->last - step >= timeline->room)
		return NULL;
	if (row->calls > 0 && row->step != step)
		clear_row(timeline, row);
	if (row->calls == 0)
		timeline->row_count++;
	row->step = step;
	return row;
}

/* A node for one record of a code; 0 where there is no room. */
static uint32_t new_node(struct timeline *timeline, uint32_t code)
{
	uint32_t node = timeline->free_nodes;

	if (node != 0) {
		timeline->free_nodes = timeline->nodes[node].next;
	} else {
		size_t used =
			timeline->node_count * sizeof *timeline->nodes + timeline->row_count * sizeof *timeline->rows;
		timeline->is_full = timeline->node_count > NODES_MAX || used > MEMORY_LIMIT;
		if (timeline->is_full)
			return 0;
		timeline->nodes =
			make_room(timeline->nodes, timeline->node_count, &timeline->node_room, sizeof *timeline->nodes);
		node = (uint32_t)timeline->node_count++;
	}
	timeline->nodes[node] = (struct time_node){ .calls = 1, .code = code & CODE_MASK };
	return node;
}

/*
 * Counts a record of a code. The list stays in order: a node that grows takes the place of the first with as many. When
 * a row has as many codes as it may, a new one takes over the count of the last ("Space-Saving": Metwally, Agrawal, El
 * Abbadi, 2005): whatever more than one in CODES_MAX of the records have is never lost, and hostile files cost no time.
 */
static void count_code(struct timeline *timeline, struct time_row *row, uint32_t code)
{
	struct time_node *nodes = timeline->nodes;
	uint32_t first = row->first;
	uint32_t last = 0;
	size_t count = 0;
	bool is_met = false;

	for (uint32_t at = row->first; at != 0 && !is_met; at = nodes[at].next) {
		if (nodes[at].calls != nodes[first].calls)
			first = at;
		last = at;
		is_met = nodes[at].code == code || ++count == CODES_MAX;
	}
	if (is_met) {
		nodes[last].code = nodes[first].code;
		nodes[first].code = code & CODE_MASK;
		if (nodes[first].calls < CALLS_MAX)
			nodes[first].calls++;
		return;
	}
	uint32_t node = new_node(timeline, code);
	if (last == 0)
		row->first = node;
	else
		timeline->nodes[last].next = node & NODES_MAX;
}

/* The row for a time; NULL where none is kept. */
static struct time_row *find_row(struct timeline *timeline, struct text time, uint64_t line, const char *file)
{
	size_t length = timeline->is_hourly ? HOUR : DAY;
	uint32_t step;

	if (timeline->at == NULL || time.length <= HOUR || memcmp(time.bytes, timeline->before, length) != 0) {
		time = time.bytes != NULL ? text_trim(time) : time;
		if (!read_step(timeline, time, &step))
			return &timeline->rows[timeline->room];
		memcpy(timeline->before, time.bytes, length);
		timeline->at = row_of(timeline, step);
	}
	if (time.length > HOUR && !is_offset_known(timeline, time))
		note_offset(timeline, time, line, file);
	return timeline->at;
}

void timeline_add(struct timeline *timeline, const struct verdict *verdict, struct text time, uint64_t line,
		  const char *file)
{
	struct time_row *row = timeline->is_full ? NULL : find_row(timeline, time, line, file);

	if (row == NULL)
		return;
	row->calls++;
	if (!which_matches(&timeline->counted, verdict))
		return;
	row->counted++;
	if (verdict->status <= VERDICT_UNKNOWN)
		count_code(timeline, row, verdict->code);
}

uint64_t timeline_steps(const struct timeline *timeline)
{
	return timeline->first <= timeline->last ? (uint64_t)timeline->last - timeline->first + 1 : 0;
}

struct time_row timeline_row(const struct timeline *timeline, uint32_t step)
{
	struct time_row row = timeline->rows[step % timeline->room];

	return row.step == step ? row : (struct time_row){ .step = step };
}

struct time_row timeline_no_time(const struct timeline *timeline)
{
	return timeline->rows[timeline->room];
}

bool timeline_most(const struct timeline *timeline, const struct time_row *row, uint32_t *code)
{
	const struct time_node *nodes = timeline->nodes;

	if (row->first == 0)
		return false;
	*code = nodes[row->first].code;
	for (uint32_t at = row->first; at != 0 && nodes[at].calls == nodes[row->first].calls; at = nodes[at].next)
		*code = nodes[at].code < *code ? nodes[at].code : *code;
	return true;
}
