/* SPDX-License-Identifier: MIT */
/*
 * A tally as rows: how many calls had each cause, group or action, most calls first, and what stands beside them; or,
 * against a tally of before, what has changed first. A row is kept as a number, so that a hundred thousand unknown codes
 * need little memory. No I/O.
 */
#ifndef HANGUP_BREAKDOWN_H
#define HANGUP_BREAKDOWN_H

#include "stats/before.h"

/* What a row counts. */
enum slice_kind {
	SLICE_CAUSE,  /* index: in causes[] */
	SLICE_GROUP,  /* in groups[] */
	SLICE_ACTION, /* an enum action */
	SLICE_CODE,   /* the code, which is not in the table */
	SLICE_MORE,   /* how many such codes are left out */
	SLICE_OTHER,  /* what is beyond the top */
	SLICE_STATUS  /* an enum verdict_status: records without a cause */
};

struct slice {
	enum slice_kind kind;
	size_t index;
	uint64_t calls;
	uint64_t before;  /* calls then */
	bool has_changed; /* its share has: significance_changed */
};

struct breakdown_settings {
	enum by by;                  /* cause, group or action */
	const struct which *only;    /* rows of these records alone */
	const struct before *before; /* what it is compared with; NULL: nothing */
	bool changed_only;           /* what has not changed is folded into one row, unless top says */
	size_t top;                  /* the rest is folded into one row; 0: nothing is */
	size_t codes_limit;          /* most unknown codes to list, those with most calls; SIZE_MAX: all */
};

struct breakdown {
	struct breakdown_settings settings;
	const struct tally *tally;
	uint64_t records, records_before; /* of the tallies; what is compared with has some */
	uint32_t *rows;                   /* kind and index */
	size_t count, room;
	bool is_cut;              /* to the rows that are wanted, where nothing is compared */
	struct slice more, other; /* the rows that sum up */
};

/* The tallies must outlive it and stay as they are. */
void breakdown_open(struct breakdown *breakdown, const struct tally *tally, const struct breakdown_settings *settings);
void breakdown_close(struct breakdown *breakdown);

/* The i-th row, none of which has 0 calls now and before. Returns false past the last. */
bool breakdown_at(const struct breakdown *breakdown, size_t i, struct slice *slice);

/* How much larger its share is now than before, from -1 to 1. */
double breakdown_change(const struct breakdown *breakdown, const struct slice *slice);

/* The name of the cause, group or action that a row counts; NULL where it is nothing of the table. */
const char *slice_name(const struct slice *slice);

/* Whether a row counts something to be looked at: not what needs no action, and not what is no one thing. */
bool slice_matters(const struct slice *slice);

#endif
