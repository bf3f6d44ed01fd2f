/* SPDX-License-Identifier: MIT */
/*
 * What was asked of stats, once: what was typed and what it means. Filled by the verb, then handed down and not changed;
 * and what is looked at when that is answered.
 */
#ifndef HANGUP_STATS_REQUEST_H
#define HANGUP_STATS_REQUEST_H

#include "output/writer.h"
#include "records/summary.h"
#include "stats/threshold.h"

/* What is counted by: causes and their sums, which are a breakdown; or the rows of a cross table. */
enum by { BY_CAUSE, BY_GROUP, BY_ACTION, BY_SOURCE, BY_MINUTE, BY_HOUR, BY_DAY, BY_COLUMN };

struct stats_request {
	struct pass_settings settings; /* the columns, the period and --only among them */
	enum format_id format;         /* any but FORMAT_PLAIN */
	enum by by;                    /* BY_COLUMN: the one of settings.columns.of[CELL_BY] */
	size_t top;                    /* 0: no limit */
	struct which only;             /* --only; without it all records, of a cross table those that failed */
	const char *only_text;         /* NULL: without it */
	struct period period;
	char **against;
	size_t against_count;
	struct threshold *limits;
	size_t limit_count;
	uint64_t ignore_below;
};

/* "cause", "group", "action", "source", "minute", "hour", "day"; NULL for BY_COLUMN, for which there is no word. */
const char *by_name(enum by by);

static inline bool by_is_time(enum by by)
{
	return by == BY_MINUTE || by == BY_HOUR || by == BY_DAY;
}

/* Whether rows are those of a cross table. */
static inline bool by_is_cross(enum by by)
{
	return by > BY_ACTION;
}

struct before;
struct counter;

struct stats_view {
	const struct stats_request *request;
	const struct pass *pass; /* what has been read */
	const struct record_files *files;
	const struct before *before; /* NULL: nothing to compare with */
	struct counter *counter;     /* NULL: not counted by a column; its rows are folded as they are shown */
	/* Of the table: */
	size_t width;
	bool colors;
	bool has_blocks; /* the locale has them for bars */
};

/* The whole answer on standard output. */
void stats_report(const struct stats_view *view);

/* The column that is counted by, as its files name it; "several columns" where they differ. */
struct shown stats_column_name(const struct stats_view *view);

/* Its rows, and for people the total. Returns how many of the first have changed since before. */
size_t stats_rows(const struct stats_view *view);

#endif
