/* SPDX-License-Identifier: MIT */
/*
 * Counts records by what stands in one of their columns: a value, a source, or the step of time that a record's time
 * lies in. Of times only the newest steps are kept. No I/O.
 */
#ifndef HANGUP_COUNTER_H
#define HANGUP_COUNTER_H

#include "records/times.h"
#include "stats/cross.h"
#include "stats/request.h"

/* So many values; of steps, as many as csv and json show, and room to come and go. */
enum { COUNTER_VALUES = 65536, COUNTER_STEPS = 100000, COUNTER_STEPS_ROOM = 131072, COUNTER_RECENT = 8192 };

struct counter {
	enum by by;
	const struct which *counted;
	uint64_t newest; /* steps that are kept at least */
	struct cross cross;
	uint64_t first, last;                /* steps that were met */
	struct first_seen at_first, at_last; /* where: line is 0 as long as none was */
	struct {
		uint64_t step;
		size_t row;       /* 0: there is none */
	} recent[COUNTER_RECENT]; /* steps that records had, each at its number's remainder */
};

/* The request must outlive it. */
void counter_open(struct counter *counter, const struct stats_request *request);
void counter_close(struct counter *counter);

/* Counts a record, for a pass: data is the counter; the moment is NULL where the record has no time. */
void counter_add(void *data, const struct verdict *verdict, const struct record *record, const struct moment *moment,
		 const char *file);

/* How many steps there are from the first to the last, those without a record too. */
uint64_t counter_steps(const struct counter *counter);

/* The step of a row; the text of a step. */
uint64_t counter_step(const struct counter *counter, size_t row);
struct moment_text counter_step_text(const struct counter *counter, uint64_t step);

/*
 * The rows in their order, steps or, of values, most failed first, of which all but `most` are folded into the others:
 * an array of row_count - CROSS_FIRST numbers, to be freed. Ends the counting.
 */
uint32_t *counter_order(struct counter *counter, size_t most);

/* The cause that a pair of the cross table counts: the code, and NULL where it is none of the table. */
uint32_t counter_code(uint32_t cause, const struct cause **known);

/* Where the record lies that is farthest from the others in time: at_first or at_last. */
const struct first_seen *counter_farthest(const struct counter *counter);

/* Whether some record had a value, or a time. */
bool counter_has_any(const struct counter *counter);

#endif
