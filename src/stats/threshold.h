/* SPDX-License-Identifier: MIT */
/*
 * Limits on what a file of call records may hold: --max WHICH=LIMIT, --min WHICH=LIMIT. A count, a percentage of all
 * records, or a rise of that percentage over the records of before, exactly.
 */
#ifndef HANGUP_THRESHOLD_H
#define HANGUP_THRESHOLD_H

#include "records/which.h"

enum threshold_kind { THRESHOLD_COUNT, THRESHOLD_PERCENTAGE, THRESHOLD_RISE };

struct threshold {
	bool is_min;   /* it trips below the limit, else above it */
	bool is_calls; /* all records count */
	struct which which;
	struct text name; /* WHICH as it was given */
	enum threshold_kind kind;
	uint64_t value;   /* calls, or millionths of a percent */
	const char *text; /* LIMIT as it was given */
};

struct before;

/* Reads "carrier-errors=5%". Returns false after a message. The argument must outlive the threshold. */
bool threshold_parse(struct threshold *threshold, const char *argument, bool is_min,
		     const struct diagnostics *diagnostics);

/* Whether both limit the same in the same way, so that only one of them can be meant. */
bool threshold_same(const struct threshold *a, const struct threshold *b);

/*
 * Whether the records are on the wrong side of it: a percentage says nothing of fewer than ignore_below; a rise over
 * those of before, NULL where there are none, has to be more than chance as well.
 */
bool threshold_trips(const struct threshold *threshold, const struct tally *tally, const struct before *before,
		     uint64_t ignore_below);

/* One line: the figures, the limit, what to do about the cause that is met most often. */
void threshold_say(const struct threshold *threshold, const struct tally *tally, const struct before *before,
		   const struct diagnostics *diagnostics);

#endif
