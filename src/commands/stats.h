/*
 * How stats prints what it has counted: as a table for people, or as rows for programs.
 */
#ifndef HANGUP_STATS_H
#define HANGUP_STATS_H

#include "commands/breakdown.h"
#include "commands/record_files.h"
#include "output/writer.h"

struct stats_view {
	const struct pass *pass; /* what has been read */
	const struct record_files *files;
	struct breakdown_settings breakdown;
	enum format_id format; /* any but FORMAT_PLAIN */
	struct sink *out;
	/* Of the table: */
	size_t width;
	bool colors;
	bool has_blocks; /* the locale has them for bars */
};

void stats_table(const struct stats_view *view);
void stats_rows(const struct stats_view *view);

#endif
