#include "commands/breakdown.h"

#include <stdlib.h>
#include <string.h>

#include "support/memory.h"

const char *by_name(enum by by)
{
	static const char *const names[BY_COUNT] = {
		[BY_CAUSE] = "cause",
		[BY_GROUP] = "group",
		[BY_ACTION] = "action",
		[BY_SOURCE] = "source",
	};

	return names[by];
}

/* The calls of one of what is counted. */
static uint64_t calls_of(const struct tally *tally, enum slice_kind kind, size_t index)
{
	uint64_t calls = 0;

	if (kind == SLICE_CAUSE)
		return tally->by_cause[index];
	if (kind == SLICE_SOURCE)
		return tally->by_source[index];
	for (size_t i = 0; i < cause_count; i++)
		if (kind == SLICE_GROUP ? causes[i].group == &groups[index] : causes[i].action == (enum action)index)
			calls += tally->by_cause[i];
	return calls;
}

static int compare_slices(const void *left, const void *right)
{
	const struct slice *a = left;
	const struct slice *b = right;

	if (a->calls != b->calls)
		return a->calls > b->calls ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static void take_known(struct breakdown *breakdown, enum by by)
{
	const struct {
		enum slice_kind kind;
		size_t count;
	} counted[BY_COUNT] = {
		[BY_CAUSE] = { SLICE_CAUSE, cause_count },
		[BY_GROUP] = { SLICE_GROUP, group_count },
		[BY_ACTION] = { SLICE_ACTION, ACTION_COUNT },
		[BY_SOURCE] = { SLICE_SOURCE, source_count },
	};

	breakdown->known = allocate(counted[by].count, sizeof *breakdown->known);
	for (size_t i = 0; i < counted[by].count; i++) {
		uint64_t calls = calls_of(breakdown->tally, counted[by].kind, i);
		if (calls > 0)
			breakdown->known[breakdown->known_count++] =
				(struct slice){ .kind = counted[by].kind, .index = i, .calls = calls };
	}
	qsort(breakdown->known, breakdown->known_count, sizeof *breakdown->known, compare_slices);
}

/* Most calls first, the smaller of two with as many. */
static int compare_codes_by_calls(const void *left, const void *right, void *by_code)
{
	const uint32_t *a = left;
	const uint32_t *b = right;
	const uint64_t *calls = by_code;

	if (calls[*a] != calls[*b])
		return calls[*a] > calls[*b] ? -1 : 1;
	return *a < *b ? -1 : *a > *b;
}

static int compare_codes(const void *left, const void *right)
{
	const uint32_t *a = left;
	const uint32_t *b = right;

	return *a < *b ? -1 : *a > *b;
}

static void take_codes(struct breakdown *breakdown)
{
	uint64_t *by_code = breakdown->tally->by_code;
	size_t room = 0;

	for (uint32_t code = 0; by_code != NULL && code < CODE_COUNT; code++) {
		if (by_code[code] == 0)
			continue;
		breakdown->codes = make_room(breakdown->codes, breakdown->code_count, &room, sizeof *breakdown->codes);
		breakdown->codes[breakdown->code_count++] = code;
	}
	if (breakdown->code_count > 0)
		qsort_r(breakdown->codes, breakdown->code_count, sizeof *breakdown->codes, compare_codes_by_calls,
			by_code);
}

static void add_rest(struct breakdown *breakdown, enum slice_kind kind, size_t index, uint64_t calls)
{
	if (calls > 0)
		breakdown->rest[breakdown->rest_count++] =
			(struct slice){ .kind = kind, .index = index, .calls = calls };
}

/* Cuts off the codes past the first `keep`. Returns their calls. */
static uint64_t cut_codes(struct breakdown *breakdown, size_t keep)
{
	uint64_t calls = 0;

	while (breakdown->code_count > keep)
		calls += breakdown->tally->by_code[breakdown->codes[--breakdown->code_count]];
	return calls;
}

/* Cuts off what is beyond the top. Returns its calls. Both lists are in the order of calls here. */
static uint64_t cut_to_top(struct breakdown *breakdown, size_t top)
{
	uint64_t calls = 0;
	size_t known = 0;
	size_t codes = 0;

	while (known + codes < top) {
		bool has_known = known < breakdown->known_count;
		bool has_code = codes < breakdown->code_count;
		if (!has_known && !has_code)
			break;
		if (has_known &&
		    (!has_code || breakdown->known[known].calls >= breakdown->tally->by_code[breakdown->codes[codes]]))
			known++;
		else
			codes++;
	}
	while (breakdown->known_count > known)
		calls += breakdown->known[--breakdown->known_count].calls;
	return calls + cut_codes(breakdown, codes);
}

/* What stands under the causes, groups, actions or sources. */
static void take_rest(struct breakdown *breakdown, enum by by, size_t more, uint64_t more_calls, uint64_t other_calls)
{
	static const enum verdict_status order[] = { VERDICT_UNKNOWN, VERDICT_EMPTY, VERDICT_INVALID, VERDICT_MISMATCH,
						     VERDICT_RAGGED };
	const struct tally *tally = breakdown->tally;

	if (by == BY_SOURCE) {
		add_rest(breakdown, SLICE_OTHER, 0, other_calls + tally->by_source[source_count]);
		add_rest(breakdown, SLICE_NO_SOURCE, 0, tally->by_source[source_count + 1]);
		return;
	}
	add_rest(breakdown, SLICE_MORE, more, more_calls);
	add_rest(breakdown, SLICE_OTHER, 0, other_calls);
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		if (order[i] != VERDICT_UNKNOWN || by != BY_CAUSE)
			add_rest(breakdown, SLICE_STATUS, order[i], tally->by_status[order[i]]);
}

void breakdown_open(struct breakdown *breakdown, const struct tally *tally, const struct breakdown_settings *settings)
{
	*breakdown = (struct breakdown){ .tally = tally };
	take_known(breakdown, settings->by);
	if (settings->by == BY_CAUSE)
		take_codes(breakdown);
	uint64_t other = settings->top > 0 ? cut_to_top(breakdown, settings->top) : 0;
	size_t more = breakdown->code_count > settings->codes_limit ? breakdown->code_count - settings->codes_limit : 0;
	uint64_t more_calls = cut_codes(breakdown, settings->codes_limit);
	if (breakdown->code_count > 0)
		qsort(breakdown->codes, breakdown->code_count, sizeof *breakdown->codes, compare_codes);
	take_rest(breakdown, settings->by, more, more_calls, other);
}

void breakdown_close(struct breakdown *breakdown)
{
	free(breakdown->known);
	free(breakdown->codes);
	*breakdown = (struct breakdown){ .tally = NULL };
}

bool breakdown_at(const struct breakdown *breakdown, size_t i, struct slice *slice)
{
	if (i < breakdown->known_count) {
		*slice = breakdown->known[i];
		return true;
	}
	i -= breakdown->known_count;
	if (i < breakdown->code_count) {
		uint32_t code = breakdown->codes[i];
		*slice = (struct slice){ SLICE_CODE, code, breakdown->tally->by_code[code] };
		return true;
	}
	i -= breakdown->code_count;
	if (i >= breakdown->rest_count)
		return false;
	*slice = breakdown->rest[i];
	return true;
}

/* Whether calls of the group may need something done. */
static bool group_matters(const struct group *group)
{
	for (size_t i = 0; i < cause_count; i++)
		if (causes[i].group == group && causes[i].action != ACTION_NONE)
			return true;
	return false;
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
	case SLICE_SOURCE:
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
	case SLICE_SOURCE:
		return sources[slice->index].name;
	default:
		return NULL;
	}
}
