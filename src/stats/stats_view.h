/*
 * How stats prints what it has counted: as a table for people, or as rows for programs.
 */
#ifndef HANGUP_STATS_VIEW_H
#define HANGUP_STATS_VIEW_H

#include "output/writer.h"
#include "records/record_files.h"
#include "stats/breakdown.h"

struct stats_view {
	const struct pass *pass; /* what has been read */
	const struct record_files *files;
	struct breakdown_settings breakdown;
	const struct timeline *timeline; /* NULL: not counted by times */
	const char *counted;             /* WHICH of --only, or what counts by times; NULL: all records do */
	enum format_id format;           /* any but FORMAT_PLAIN */
	struct sink *out;
	/* Of the table: */
	size_t width;
	bool colors;
	bool has_blocks; /* the locale has them for bars */
};

/* By cause, group, action or source; against records of before, too. */
void stats_table(const struct stats_view *view);
void stats_rows(const struct stats_view *view);

/* By hour or day, in any format. */
void stats_times(const struct stats_view *view);

/* "cdr.csv: 98,412 call records, by hangup_cause_code" and a blank line. */
void stats_title(const struct stats_view *view);

/* How many columns a table leaves for bars: 0 if too few. used: those of the other columns and the gaps before bars. */
size_t stats_bar_width(const struct stats_view *view, size_t used);

#endif
