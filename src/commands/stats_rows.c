/* The rows of stats for programs: csv and json. */
#include <stdio.h>

#include "commands/stats.h"
#include "support/percent.h"

enum { ROW_CODE, ROW_LABEL, ROW_GROUP, ROW_ACTION, ROW_STATUS, ROW_CALLS, ROW_SHARE, ROW_COUNT };

/* The columns of a row that counts causes; the others have some of them. */
static const struct column all_columns[ROW_COUNT] = {
	[ROW_CODE] = { .name = "code", .is_number = true },
	[ROW_LABEL] = { .name = "cause" },
	[ROW_GROUP] = { .name = "group" },
	[ROW_ACTION] = { .name = "action" },
	[ROW_STATUS] = { .name = "status" },
	[ROW_CALLS] = { .name = "calls", .is_number = true },
	[ROW_SHARE] = { .name = "share", .is_number = true },
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

static void put_slice(struct writer *writer, const size_t *ids, const struct slice *slice, uint64_t records)
{
	struct percent_text share = percent_fraction(slice->calls, records);
	struct number_text code, calls;
	const char *all[ROW_COUNT] = {
		[ROW_LABEL] = slice->kind == SLICE_OTHER ? other : slice_name(slice),
		[ROW_STATUS] = status_of(slice),
		[ROW_CALLS] = calls.text,
		[ROW_SHARE] = share.text,
	};
	const char *cells[ROW_COUNT];

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

void stats_rows(const struct stats_view *view)
{
	static const struct {
		size_t ids[ROW_COUNT];
		size_t count;
	} rows[BY_COUNT] = {
		[BY_CAUSE] = { { ROW_CODE, ROW_LABEL, ROW_GROUP, ROW_ACTION, ROW_STATUS, ROW_CALLS, ROW_SHARE }, 7 },
		[BY_GROUP] = { { ROW_LABEL, ROW_STATUS, ROW_CALLS, ROW_SHARE }, 4 },
		[BY_ACTION] = { { ROW_LABEL, ROW_STATUS, ROW_CALLS, ROW_SHARE }, 4 },
		[BY_SOURCE] = { { ROW_LABEL, ROW_CALLS, ROW_SHARE }, 3 },
	};
	enum by by = view->breakdown.by;
	uint64_t records = tally_records(&view->pass->tally);
	struct column columns[ROW_COUNT];
	struct breakdown breakdown;
	struct slice slice;
	struct writer writer;

	breakdown_open(&breakdown, &view->pass->tally, &view->breakdown);
	for (size_t i = 0; i < rows[by].count; i++) {
		columns[i] = all_columns[rows[by].ids[i]];
		if (rows[by].ids[i] == ROW_LABEL)
			columns[i].name = by_name(by);
	}
	writer_begin(&writer, view->format, view->out, columns, rows[by].count, 0);
	for (size_t i = 0; breakdown_at(&breakdown, i, &slice); i++)
		put_slice(&writer, rows[by].ids, &slice, records);
	writer_end(&writer);
	breakdown_close(&breakdown);
}
