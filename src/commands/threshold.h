/*
 * Limits on what a file of call records may hold: --max WHAT=LIMIT. A count, or a percentage of all records, exactly.
 */
#ifndef HANGUP_THRESHOLD_H
#define HANGUP_THRESHOLD_H

#include "records/tally.h"
#include "support/diagnostics.h"

enum threshold_kind { THRESHOLD_UNKNOWN, THRESHOLD_ACTION, THRESHOLD_GROUP, THRESHOLD_CAUSE };

struct threshold {
	enum threshold_kind kind;
	enum action action;
	const struct group *group;
	const struct cause *cause;
	bool is_percentage;
	uint64_t value;   /* calls, or millionths of a percent */
	const char *text; /* LIMIT as it was given */
};

/* Reads "carrier-errors=5%". Returns false after a message. The argument must outlive the limit. */
bool threshold_parse(struct threshold *limit, const char *argument, const struct diagnostics *diagnostics);

/* Whether there are more than it allows; a percentage of fewer than min_calls records never is. */
bool threshold_trips(const struct threshold *limit, const struct tally *tally, uint64_t min_calls);

/* One line: the figures, the limit, what to do about the cause that is met most often. */
void threshold_say(const struct threshold *limit, const struct tally *tally, const struct diagnostics *diagnostics);

#endif
