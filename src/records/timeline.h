/*
 * Records counted by the hour or the day of a time that stands in them: how many, how many of those that matter, and of
 * these the most frequent cause. Times are taken as they are written, whatever their offset from UTC. Bounded in memory
 * whatever the input: only the newest steps are kept, and if these hold more different causes than there is room for,
 * the timeline is full. No I/O.
 */
#ifndef HANGUP_TIMELINE_H
#define HANGUP_TIMELINE_H

#include "records/which.h"

struct time_row {
	uint32_t step;  /* hours or days since the year 0 */
	uint32_t first; /* of its nodes, the one with most calls; 0: there is none */
	uint64_t calls; /* all of them; 0: there is no such row */
	uint64_t counted;
};

/* The records of a code in a row: those of one row are a list, most calls first. */
struct time_node {
	uint64_t calls : 28; /* or more, where it is at its largest */
	uint64_t code : 17;
	uint64_t next : 19; /* 0: the last */
};

struct timeline {
	bool is_hourly;
	struct which counted;
	size_t room; /* rows to keep: those of the newest steps */
	struct time_row
		*rows; /* the row of a step is the one with the number step % room; the last is that of no time */
	uint32_t first, last;    /* steps that have been met */
	struct time_node *nodes; /* from 1 on */
	size_t node_count, node_room, row_count;
	uint32_t free_nodes; /* a list */
	bool is_full;        /* what came then has not been counted */
	/* The time before, for most records have the same step. */
	struct time_row *at;
	char before[13];
	char year[4];
	uint32_t month_begins[13]; /* of the year before, in days since the year 0; the last is the next year's */
	/* Offsets from UTC. */
	int offset; /* of the first time, in minutes */
	char offset_end[6];
	struct shown offset_shown;
	struct first_seen other_offset; /* where another was met first; its example is that offset */
};

void timeline_open(struct timeline *timeline, bool is_hourly, size_t room, const struct which *counted);
void timeline_close(struct timeline *timeline);

/* Counts a record, which stands there, by its time: bytes is NULL if it has none. */
void timeline_add(struct timeline *timeline, const struct verdict *verdict, struct text time, uint64_t line,
		  const char *file);

/* How many steps there are from the first to the last, those without a record too. */
uint64_t timeline_steps(const struct timeline *timeline);

/* The row of a step among the newest that are kept; its calls may be 0. */
struct time_row timeline_row(const struct timeline *timeline, uint32_t step);

/* The records without a time. */
struct time_row timeline_no_time(const struct timeline *timeline);

/*
 * The code that most of the counted records of a row have, the smallest of several: false if none has one. Exact for up
 * to 128 different codes in a row; of more, a code that less than one in 128 of the records have may be taken for it.
 */
bool timeline_most(const struct timeline *timeline, const struct time_row *row, uint32_t *code);

/* "2026-11-03 09:00", "2026-11-03" */
struct step_text {
	char text[24];
};
struct step_text timeline_step_text(const struct timeline *timeline, uint32_t step);

#endif
