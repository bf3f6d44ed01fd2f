/*
 * A tally as rows: how many calls had each cause, group, action or source, most calls first, and what stands beside
 * them. It is at hand row by row, so that a hundred thousand unknown codes need no more memory than their numbers. No
 * I/O.
 */
#ifndef HANGUP_BREAKDOWN_H
#define HANGUP_BREAKDOWN_H

#include "records/tally.h"

enum by { BY_CAUSE, BY_GROUP, BY_ACTION, BY_SOURCE, BY_COUNT };

/* "cause", "group", "action", "source" */
const char *by_name(enum by by);

/* What a row counts, in the order of the rows. */
enum slice_kind {
	SLICE_CAUSE,  /* index: in causes[] */
	SLICE_GROUP,  /* in groups[] */
	SLICE_ACTION, /* an enum action */
	SLICE_SOURCE, /* in sources[] */
	SLICE_CODE,   /* the code, which is not in the table */
	SLICE_MORE,   /* how many such codes are left out */
	SLICE_OTHER,  /* what is beyond the top; among sources, those that are none of the table as well */
	SLICE_STATUS, /* an enum verdict_status: records without a cause */
	SLICE_NO_SOURCE
};

struct slice {
	enum slice_kind kind;
	size_t index;
	uint64_t calls;
};

struct breakdown_settings {
	enum by by;
	size_t top;         /* the rest is folded into one row; 0: nothing is */
	size_t codes_limit; /* most unknown codes to list, those with most calls; SIZE_MAX: all */
};

enum { BREAKDOWN_REST = 8 };

struct breakdown {
	const struct tally *tally;
	struct slice *known; /* causes, groups, actions or sources: most calls first, then in the table's order */
	size_t known_count;
	uint32_t *codes; /* unknown ones, by number */
	size_t code_count;
	struct slice rest[BREAKDOWN_REST]; /* what follows */
	size_t rest_count;
};

/* The tally must outlive it and stay as it is. */
void breakdown_open(struct breakdown *breakdown, const struct tally *tally, const struct breakdown_settings *settings);
void breakdown_close(struct breakdown *breakdown);

/* The i-th row, none of which has 0 calls. Returns false past the last. */
bool breakdown_at(const struct breakdown *breakdown, size_t i, struct slice *slice);

/* The name of the cause, group, action or source that a row counts; NULL where it is nothing of the table. */
const char *slice_name(const struct slice *slice);

/* Whether a row counts something to be looked at: not what needs no action, and not what is no one thing. */
bool slice_matters(const struct slice *slice);

#endif
