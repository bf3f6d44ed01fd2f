/*
 * Limits on what a file of call records may hold: --max WHICH=LIMIT, --min WHICH=LIMIT. A count, or a percentage of all
 * records, exactly.
 */
#ifndef HANGUP_THRESHOLD_H
#define HANGUP_THRESHOLD_H

#include "records/which.h"

struct threshold {
	bool is_min;   /* it trips below the limit, else above it */
	bool is_calls; /* all records count */
	struct which which;
	struct text name; /* WHICH as it was given */
	bool is_percentage;
	uint64_t value;   /* calls, or millionths of a percent */
	const char *text; /* LIMIT as it was given */
};

/* Reads "carrier-errors=5%". Returns false after a message. The argument must outlive the threshold. */
bool threshold_parse(struct threshold *threshold, const char *argument, bool is_min,
		     const struct diagnostics *diagnostics);

/* Whether the records are on the wrong side of it; a percentage of fewer than min_calls records never is. */
bool threshold_trips(const struct threshold *threshold, const struct tally *tally, uint64_t min_calls);

/* One line: the figures, the limit, what to do about the cause that is met most often. */
void threshold_say(const struct threshold *threshold, const struct tally *tally, const struct diagnostics *diagnostics);

#endif
