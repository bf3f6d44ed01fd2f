/* SPDX-License-Identifier: MIT */
#include "stats/breakdown.h"

#include <stdlib.h>
#include <string.h>

#include "support/memory.h"

/* A row is a kind above an index; codes are the largest of these. The top bit says that its share has changed. */
enum { KIND_SHIFT = 20, INDEX_MASK = (1 << KIND_SHIFT) - 1, KIND_MASK = 15 };

/* Behind causes and codes: sums, and statuses. */
enum { LAST_ROWS = 2 + VERDICT_COUNT };

static const uint32_t changed_bit = UINT32_C(1) << 31;

/* The calls with a cause of a set, as far as they are chosen. */
static uint64_t calls_among(const struct which *only, const struct tally *tally, struct cause_set set)
{
	set = cause_set_common(set, only->causes);
	return tally_causes(tally, &set);
}

/* The calls of one of what is counted. */
static uint64_t calls_of(const struct which *only, const struct tally *tally, enum slice_kind kind, size_t index)
{
	switch (kind) {
	case SLICE_CAUSE:
		return cause_set_has(&only->causes, index) ? tally->by_cause[index] : 0;
	case SLICE_GROUP:
		return calls_among(only, tally, cause_set_of_group(&groups[index]));
	case SLICE_ACTION:
		return calls_among(only, tally, cause_set_of_action((enum action)index));
	case SLICE_CODE:
		return tally->by_code != NULL ? tally->by_code[index] : 0;
	case SLICE_STATUS:
		return which_status_calls(only, tally, (enum verdict_status)index);
	default:
		return 0;
	}
}

static bool has_changed(const struct breakdown *breakdown, uint64_t calls, uint64_t before)
{
	const struct before *compared = breakdown->settings.before;

	return compared != NULL &&
	       significance_changed((struct part){ before, breakdown->records_before },
				    (struct part){ calls, breakdown->records }, compared->files, compared->drift);
}

static struct slice slice_of(const struct breakdown *breakdown, uint32_t row)
{
	const struct breakdown_settings *settings = &breakdown->settings;
	struct slice slice = { .kind = row >> KIND_SHIFT & KIND_MASK, .index = row & INDEX_MASK };

	if (slice.kind == SLICE_MORE)
		return breakdown->more;
	if (slice.kind == SLICE_OTHER)
		return breakdown->other;
	slice.calls = calls_of(settings->only, breakdown->tally, slice.kind, slice.index);
	slice.has_changed = (row & changed_bit) != 0;
	if (settings->before != NULL)
		slice.before = calls_of(settings->only, &settings->before->pass.tally, slice.kind, slice.index);
	return slice;
}

double breakdown_change(const struct breakdown *breakdown, const struct slice *slice)
{
	double share = breakdown->records > 0 ? (double)slice->calls / (double)breakdown->records : 0;

	return share - (double)slice->before / (double)breakdown->records_before;
}

static void add_row(struct breakdown *breakdown, enum slice_kind kind, size_t index)
{
	breakdown->rows = make_room(breakdown->rows, breakdown->count, &breakdown->room, sizeof *breakdown->rows);
	breakdown->rows[breakdown->count++] = (uint32_t)kind << KIND_SHIFT | (uint32_t)index;
}

/* A row, where there is something to count. */
static void add_counted(struct breakdown *breakdown, enum slice_kind kind, size_t index)
{
	struct slice slice = slice_of(breakdown, (uint32_t)kind << KIND_SHIFT | (uint32_t)index);

	if (slice.calls + slice.before == 0)
		return;
	add_row(breakdown, kind, index);
	if (has_changed(breakdown, slice.calls, slice.before))
		breakdown->rows[breakdown->count - 1] |= changed_bit;
}

/* The tally of before; NULL where there is none. */
static const struct tally *tally_before(const struct breakdown *breakdown)
{
	return breakdown->settings.before != NULL ? &breakdown->settings.before->pass.tally : NULL;
}

static bool has_code(const struct tally *tally, uint32_t code)
{
	return tally != NULL && tally->by_code != NULL && tally->by_code[code] > 0;
}

/*
 * Codes that are not in the table: of a hundred thousand, those that were met. Their rows are counted first: a list that
 * grew by and by would leave as much behind.
 */
static void add_codes(struct breakdown *breakdown)
{
	const struct tally *before = tally_before(breakdown);
	size_t count = breakdown->count + LAST_ROWS;

	if (breakdown->tally->by_code == NULL && (before == NULL || before->by_code == NULL))
		return;
	for (uint32_t code = 0; code < CODE_COUNT; code++)
		count += has_code(breakdown->tally, code) || has_code(before, code);
	breakdown->rows = reallocate(breakdown->rows, count * sizeof *breakdown->rows);
	breakdown->room = count;
	for (uint32_t code = 0; code < CODE_COUNT; code++) {
		struct verdict verdict = { .status = VERDICT_UNKNOWN, .code = code };
		if ((has_code(breakdown->tally, code) || has_code(before, code)) &&
		    which_matches(breakdown->settings.only, &verdict))
			add_counted(breakdown, SLICE_CODE, code);
	}
}

/* Causes, groups, actions, and codes that are not in the table. */
static void add_known(struct breakdown *breakdown)
{
	const struct {
		enum slice_kind kind;
		size_t count;
	} counted[] = {
		[BY_CAUSE] = { SLICE_CAUSE, cause_count },
		[BY_GROUP] = { SLICE_GROUP, group_count },
		[BY_ACTION] = { SLICE_ACTION, ACTION_COUNT },
	};
	enum by by = breakdown->settings.by;

	for (size_t i = 0; i < counted[by].count; i++)
		add_counted(breakdown, counted[by].kind, i);
	if (by == BY_CAUSE)
		add_codes(breakdown);
}

/* What stands under them. */
static void add_rest(struct breakdown *breakdown)
{
	static const enum verdict_status order[] = { VERDICT_UNKNOWN, VERDICT_EMPTY, VERDICT_INVALID, VERDICT_MISMATCH,
						     VERDICT_RAGGED };
	enum by by = breakdown->settings.by;

	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (order[i] != VERDICT_UNKNOWN || by != BY_CAUSE)
			add_counted(breakdown, SLICE_STATUS, order[i]);
}

/* What is sorted: qsort hands nothing on, and qsort_r is not the same function on every system. */
static const struct breakdown *sorted;

/*
 * What has changed first, by size of rise; of one tally alone, and once the rows are cut, unknown codes behind the
 * others; then most calls first, of codes that are last by number.
 */
static int compare(const void *left, const void *right)
{
	const uint32_t *rows[] = { left, right };
	struct slice a = slice_of(sorted, *rows[0]);
	struct slice b = slice_of(sorted, *rows[1]);
	bool is_compared = sorted->settings.before != NULL;
	bool are_codes_last = sorted->is_cut && (a.kind == SLICE_CODE || b.kind == SLICE_CODE);

	if (is_compared && a.has_changed != b.has_changed)
		return a.has_changed ? -1 : 1;
	double change_a = is_compared ? breakdown_change(sorted, &a) : 0;
	double change_b = is_compared ? breakdown_change(sorted, &b) : 0;
	if (change_a > change_b || change_a < change_b)
		return change_a > change_b ? -1 : 1;
	if (a.calls != b.calls && !are_codes_last)
		return a.calls > b.calls ? -1 : 1;
	if (a.kind != b.kind)
		return a.kind < b.kind ? -1 : 1;
	return a.index < b.index ? -1 : 1;
}

static void sort(struct breakdown *breakdown)
{
	sorted = breakdown;
	if (breakdown->count > 0)
		qsort(breakdown->rows, breakdown->count, sizeof *breakdown->rows, compare);
}

static void fold(struct slice *into, const struct slice *slice)
{
	into->calls += slice->calls;
	into->before += slice->before;
}

/* Keeps the rows that are wanted of those in order, and folds the others. */
static void cut(struct breakdown *breakdown)
{
	const struct breakdown_settings *settings = &breakdown->settings;
	size_t count = breakdown->count;
	size_t codes = 0;

	breakdown->count = 0;
	for (size_t i = 0; i < count; i++) {
		struct slice slice = slice_of(breakdown, breakdown->rows[i]);
		bool is_wanted = settings->top > 0 ? i < settings->top : !settings->changed_only || slice.has_changed;
		codes += is_wanted && slice.kind == SLICE_CODE;
		if (!is_wanted)
			fold(&breakdown->other, &slice);
		else if (slice.kind != SLICE_CODE || codes <= settings->codes_limit)
			breakdown->rows[breakdown->count++] = breakdown->rows[i];
		else
			fold(&breakdown->more, &slice);
	}
	breakdown->is_cut = settings->before == NULL;
	breakdown->more.index = codes > settings->codes_limit ? codes - settings->codes_limit : 0;
}

static void add_sum(struct breakdown *breakdown, struct slice *sum)
{
	if (sum->calls + sum->before == 0)
		return;
	sum->has_changed = has_changed(breakdown, sum->calls, sum->before);
	add_row(breakdown, sum->kind, 0);
}

void breakdown_open(struct breakdown *breakdown, const struct tally *tally, const struct breakdown_settings *settings)
{
	*breakdown = (struct breakdown){
		.settings = *settings,
		.tally = tally,
		.records = tally_records(tally),
		.records_before = settings->before != NULL ? tally_records(&settings->before->pass.tally) : 0,
		.more = { .kind = SLICE_MORE },
		.other = { .kind = SLICE_OTHER },
	};
	add_known(breakdown);
	if (settings->before != NULL)
		add_rest(breakdown);
	sort(breakdown);
	cut(breakdown);
	if (breakdown->is_cut)
		sort(breakdown);
	add_sum(breakdown, &breakdown->more);
	add_sum(breakdown, &breakdown->other);
	if (settings->before == NULL)
		add_rest(breakdown);
}

void breakdown_close(struct breakdown *breakdown)
{
	free(breakdown->rows);
	*breakdown = (struct breakdown){ .tally = NULL };
}

bool breakdown_at(const struct breakdown *breakdown, size_t i, struct slice *slice)
{
	if (i >= breakdown->count)
		return false;
	*slice = slice_of(breakdown, breakdown->rows[i]);
	return true;
}

/* Whether any of its causes asks for something. */
static bool group_matters(const struct group *group)
{
	size_t i = 0;

	while (i < cause_count && (causes[i].group != group || causes[i].action == ACTION_NONE))
		i++;
	return i < cause_count;
}

bool slice_matters(const struct slice *slice)
{
	switch (slice->kind) {
	case SLICE_CAUSE:
		return causes[slice->index].action != ACTION_NONE;
	case SLICE_GROUP:
		return group_matters(&groups[slice->index]);
	case SLICE_ACTION:
		return slice->index != ACTION_NONE;
	case SLICE_CODE:
		return true;
	case SLICE_STATUS:
		return slice->index == VERDICT_UNKNOWN;
	default:
		return false;
	}
}

const char *slice_name(const struct slice *slice)
{
	switch (slice->kind) {
	case SLICE_CAUSE:
		return causes[slice->index].name;
	case SLICE_GROUP:
		return groups[slice->index].name;
	case SLICE_ACTION:
		return action_name((enum action)slice->index);
	default:
		return NULL;
	}
}
