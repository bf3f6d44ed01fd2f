/* SPDX-License-Identifier: MIT */
#include "stats/counter.h"

#include <stdlib.h>
#include <string.h>

#include "support/memory.h"
#include "table/key.h"

/* A cause in the cross table is its code, by which ties are settled, above its place among the causes, from 1 on. */
enum { CAUSE_SHIFT = 9, CAUSE_MASK = (1 << CAUSE_SHIFT) - 1 };

void counter_open(struct counter *counter, const struct stats_request *request)
{
	bool is_time = by_is_time(request->by);

	*counter = (struct counter){
		.by = request->by,
		.counted = &request->only,
		.newest = request->top > 0 && request->top < COUNTER_STEPS ? request->top : COUNTER_STEPS,
		.first = UINT64_MAX,
	};
	cross_open(&counter->cross, is_time ? COUNTER_STEPS_ROOM : COUNTER_VALUES + CROSS_FIRST);
}

void counter_close(struct counter *counter)
{
	cross_close(&counter->cross);
}

/* In seconds. */
static uint32_t step_length(enum by by)
{
	return by == BY_MINUTE ? 60 : by == BY_HOUR ? 60 * 60 : DAY_SECONDS;
}

uint64_t counter_step(const struct counter *counter, size_t row)
{
	uint64_t step;

	memcpy(&step, cross_key(&counter->cross, row).bytes, sizeof step);
	return step;
}

struct moment_text counter_step_text(const struct counter *counter, uint64_t step)
{
	uint64_t second = step * step_length(counter->by);
	struct moment moment = { (uint32_t)(second / DAY_SECONDS), (uint32_t)(second % DAY_SECONDS), { NULL, 0 } };

	if (counter->by == BY_DAY)
		moment.second = NO_CLOCK;
	return moment_show(&moment);
}

/* Gives the room of steps that have grown too old to others. */
static void forget_old(struct counter *counter)
{
	struct cross *cross = &counter->cross;
	bool *is_kept = allocate(cross->row_count, sizeof *is_kept);

	for (size_t row = CROSS_FIRST; row < cross->row_count; row++)
		is_kept[row] = counter_step(counter, row) + counter->newest > counter->last;
	cross_keep(cross, is_kept, false);
	memset(counter->recent, 0, sizeof counter->recent);
	free(is_kept);
}

/* The row of a record's time; CROSS_OTHERS where it is older than what is kept. */
static size_t time_row(struct counter *counter, const struct record *record, const struct moment *moment,
		       const char *file)
{
	if (moment == NULL || (moment->second == NO_CLOCK && counter->by != BY_DAY))
		return CROSS_NONE;
	uint64_t second = (uint64_t)moment->day * DAY_SECONDS + (moment->second < NO_CLOCK ? moment->second : 0);
	uint64_t step = second / step_length(counter->by);
	size_t place = step % COUNTER_RECENT;
	if (step == counter->recent[place].step && counter->recent[place].row != 0)
		return counter->recent[place].row;
	if (step < counter->first) {
		counter->first = step;
		counter->at_first = (struct first_seen){ .file = file, .line = record->line };
	}
	if (step > counter->last || counter->at_last.line == 0) {
		counter->last = step;
		counter->at_last = (struct first_seen){ .file = file, .line = record->line };
	}
	if (step + counter->newest <= counter->last)
		return CROSS_OTHERS;
	if (counter->cross.row_count == COUNTER_STEPS_ROOM)
		forget_old(counter);
	counter->recent[place].step = step;
	return counter->recent[place].row =
		       cross_find(&counter->cross, (struct text){ (const char *)&step, sizeof step });
}

/* What is counted of a record's cell: empty where it has none. */
static struct text value_of(const struct counter *counter, const struct verdict *verdict, const struct record *record)
{
	static const struct text nothing = { NULL, 0 };
	struct text value = record->cells[CELL_BY];

	if (value.bytes == NULL || record->is_ragged || record->is_moved)
		return nothing;
	value = text_trim(value);
	if (counter->by != BY_SOURCE)
		return value;
	const struct source *source = NULL;
	/* That of its table, or else the other's: --table says nothing of how it is spelled. */
	for (enum table_id i = 0; i < TABLE_COUNT && source == NULL; i++)
		source = source_by_name((verdict_table(verdict) + i) % TABLE_COUNT, value);
	if (source != NULL)
		return text_of(source->name);
	return key_is_nothing(value) ? nothing : value;
}

void counter_add(void *data, const struct verdict *verdict, const struct record *record, const struct moment *moment,
		 const char *file)
{
	struct counter *counter = data;
	bool is_counted = which_matches(counter->counted, verdict);
	size_t place = verdict->status == VERDICT_OK ? cause_index(verdict->cause) + 1 : 0;
	uint32_t cause = is_counted && verdict->status <= VERDICT_UNKNOWN
				 ? verdict->code << CAUSE_SHIFT | (uint32_t)place
				 : CROSS_NO_CAUSE;

	if (by_is_time(counter->by)) {
		cross_add(&counter->cross, time_row(counter, record, moment, file), is_counted, cause);
		return;
	}
	struct text value = value_of(counter, verdict, record);
	if (value.length > 0)
		cross_put(&counter->cross, value, is_counted, cause);
	else
		cross_add(&counter->cross, CROSS_NONE, is_counted, cause);
}

uint32_t counter_code(uint32_t cause, const struct cause **known)
{
	*known = (cause & CAUSE_MASK) != 0 ? &causes[(cause & CAUSE_MASK) - 1] : NULL;
	return cause >> CAUSE_SHIFT;
}

uint64_t counter_steps(const struct counter *counter)
{
	return counter->first <= counter->last ? counter->last - counter->first + 1 : 0;
}

bool counter_has_any(const struct counter *counter)
{
	return counter->cross.row_count > CROSS_FIRST || counter->cross.rows[CROSS_OTHERS].calls > 0;
}

/* What is sorted: qsort hands nothing on, and qsort_r is not the same function on every system. */
static const struct counter *sorted;

static int compare_steps(const void *left, const void *right)
{
	uint64_t a = counter_step(sorted, *(const uint32_t *)left);
	uint64_t b = counter_step(sorted, *(const uint32_t *)right);

	return a < b ? -1 : a > b;
}

/* Most failed first, then most calls, then by the bytes of the value. */
static int compare_values(const void *left, const void *right)
{
	const uint32_t *numbers[] = { left, right };
	const struct cross_row *a = &sorted->cross.rows[*numbers[0]];
	const struct cross_row *b = &sorted->cross.rows[*numbers[1]];

	if (a->counted != b->counted)
		return a->counted > b->counted ? -1 : 1;
	if (a->calls != b->calls)
		return a->calls > b->calls ? -1 : 1;
	struct text key_a = cross_key(&sorted->cross, *numbers[0]);
	struct text key_b = cross_key(&sorted->cross, *numbers[1]);
	int order = memcmp(key_a.bytes, key_b.bytes, key_a.length < key_b.length ? key_a.length : key_b.length);
	return order != 0 ? order : key_a.length < key_b.length ? -1 : 1;
}

static void sort(const struct counter *counter, uint32_t *order)
{
	size_t count = counter->cross.row_count - CROSS_FIRST;

	for (size_t i = 0; i < count; i++)
		order[i] = (uint32_t)(CROSS_FIRST + i);
	sorted = counter;
	if (count > 0)
		qsort(order, count, sizeof *order, by_is_time(counter->by) ? compare_steps : compare_values);
}

uint32_t *counter_order(struct counter *counter, size_t most)
{
	struct cross *cross = &counter->cross;
	cross_flush(cross);
	uint32_t *order = allocate(cross->row_count, sizeof *order);
	sort(counter, order);
	if (cross->row_count - CROSS_FIRST > most) {
		bool *is_kept = allocate(cross->row_count, sizeof *is_kept);
		for (size_t i = 0; i < most; i++)
			is_kept[order[i]] = true;
		cross_keep(cross, is_kept, true);
		free(is_kept);
		sort(counter, order);
	}
	cross_finish(cross);
	return order;
}

const struct first_seen *counter_farthest(const struct counter *counter)
{
	const struct cross *cross = &counter->cross;
	size_t count = cross->row_count - CROSS_FIRST;
	uint32_t *order = allocate(cross->row_count, sizeof *order);
	uint64_t older = cross->rows[CROSS_OTHERS].calls;
	uint64_t calls = older;

	sort(counter, order);
	for (size_t i = 0; i < count; i++)
		calls += cross->rows[order[i]].calls;
	/* The step of the record in the middle; of those that are too old only how many they are is known. */
	uint64_t middle = counter->first;
	for (size_t i = 0; i < count && older <= calls / 2; i++) {
		middle = counter_step(counter, order[i]);
		older += cross->rows[order[i]].calls;
	}
	free(order);
	return counter->last - middle > middle - counter->first ? &counter->at_last : &counter->at_first;
}
