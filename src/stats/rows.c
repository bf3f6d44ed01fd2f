/* The rows of stats for programs: csv and json. */
#include <stdio.h>

#include "stats/stats_view.h"
#include "support/percent.h"

enum {
	ROW_CODE,
	ROW_LABEL,
	ROW_GROUP,
	ROW_ACTION,
	ROW_STATUS,
	ROW_CALLS_BEFORE,
	ROW_CALLS,
	ROW_SHARE_BEFORE,
	ROW_SHARE,
	ROW_CHANGE,
	ROW_SIGNIFICANT,
	ROW_COUNT
};

/* The columns of a row that counts causes; the others have some of them. */
static const struct column all_columns[ROW_COUNT] = {
	[ROW_CODE] = { .name = "code", .is_number = true },
	[ROW_LABEL] = { .name = "cause" },
	[ROW_GROUP] = { .name = "group" },
	[ROW_ACTION] = { .name = "action" },
	[ROW_STATUS] = { .name = "status" },
	[ROW_CALLS_BEFORE] = { .name = "calls_before", .is_number = true },
	[ROW_CALLS] = { .name = "calls", .is_number = true },
	[ROW_SHARE_BEFORE] = { .name = "share_before", .is_number = true },
	[ROW_SHARE] = { .name = "share", .is_number = true },
	[ROW_CHANGE] = { .name = "change", .is_number = true },
	[ROW_SIGNIFICANT] = { .name = "significant", .is_json = true },
};

static const char other[] = "other";

static const char *status_of(const struct slice *slice)
{
	switch (slice->kind) {
	case SLICE_CODE:
		return verdict_status_name(VERDICT_UNKNOWN);
	case SLICE_STATUS:
		return verdict_status_name((enum verdict_status)slice->index);
	case SLICE_OTHER:
		return other;
	default:
		return verdict_status_name(VERDICT_OK);
	}
}

static void put_slice(struct writer *writer, const size_t *ids, const struct breakdown *breakdown,
		      const struct slice *slice)
{
	uint64_t records = breakdown->records;
	uint64_t records_before = breakdown->records_before;
	struct percent_text share_before = percent_fraction(slice->before, records_before);
	struct percent_text share = percent_fraction(slice->calls, records);
	struct percent_text change = percent_change(slice->before, records_before, slice->calls, records);
	struct number_text code, calls_before, calls;
	const char *all[ROW_COUNT] = {
		[ROW_LABEL] = slice->kind == SLICE_OTHER ? other : slice_name(slice),
		[ROW_STATUS] = status_of(slice),
		[ROW_CALLS_BEFORE] = calls_before.text,
		[ROW_CALLS] = calls.text,
		[ROW_SHARE_BEFORE] = share_before.text,
		[ROW_SHARE] = share.text,
		[ROW_CHANGE] = change.text,
		[ROW_SIGNIFICANT] = slice->has_changed ? "true" : "false",
	};
	const char *cells[ROW_COUNT];

	snprintf(calls_before.text, sizeof calls_before.text, "%llu", (unsigned long long)slice->before);
	snprintf(calls.text, sizeof calls.text, "%llu", (unsigned long long)slice->calls);
	if (slice->kind == SLICE_CAUSE) {
		const struct cause *cause = &causes[slice->index];
		all[ROW_CODE] = column_value(cause, COLUMN_CODE, &code);
		all[ROW_GROUP] = cause->group->name;
		all[ROW_ACTION] = action_name(cause->action);
	} else if (slice->kind == SLICE_CODE) {
		snprintf(code.text, sizeof code.text, "%zu", slice->index);
		all[ROW_CODE] = code.text;
	}
	for (size_t i = 0; i < writer->column_count; i++)
		cells[i] = all[ids[i]];
	writer_row(writer, cells);
}

/* The columns of the rows. Returns how many. */
static size_t choose_columns(const struct stats_view *view, size_t *ids)
{
	bool is_compared = view->breakdown.before != NULL;
	const bool is_shown[ROW_COUNT] = {
		[ROW_CODE] = view->breakdown.by == BY_CAUSE,
		[ROW_LABEL] = true,
		[ROW_GROUP] = view->breakdown.by == BY_CAUSE,
		[ROW_ACTION] = view->breakdown.by == BY_CAUSE,
		[ROW_STATUS] = view->breakdown.by != BY_SOURCE,
		[ROW_CALLS_BEFORE] = is_compared,
		[ROW_CALLS] = true,
		[ROW_SHARE_BEFORE] = is_compared,
		[ROW_SHARE] = true,
		[ROW_CHANGE] = is_compared,
		[ROW_SIGNIFICANT] = is_compared,
	};
	size_t count = 0;

	for (size_t id = 0; id < ROW_COUNT; id++)
		if (is_shown[id])
			ids[count++] = id;
	return count;
}

void stats_rows(const struct stats_view *view)
{
	size_t ids[ROW_COUNT];
	size_t count = choose_columns(view, ids);
	struct column columns[ROW_COUNT];
	struct breakdown breakdown;
	struct slice slice;
	struct writer writer;

	breakdown_open(&breakdown, &view->pass->tally, &view->breakdown);
	for (size_t i = 0; i < count; i++) {
		columns[i] = all_columns[ids[i]];
		if (ids[i] == ROW_LABEL)
			columns[i].name = by_name(view->breakdown.by);
	}
	writer_begin(&writer, view->format, view->out, columns, count, 0);
	for (size_t i = 0; breakdown_at(&breakdown, i, &slice); i++)
		put_slice(&writer, ids, &breakdown, &slice);
	writer_end(&writer);
	breakdown_close(&breakdown);
}
