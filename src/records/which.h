/*
 * Which records are meant: WHICH of --only, --max and --min. A code, a range, a pattern, a group's slug, an action or a
 * status; several joined by commas mean any of them. One meaning for all. No I/O but messages.
 */
#ifndef HANGUP_WHICH_H
#define HANGUP_WHICH_H

#include "records/tally.h"
#include "support/diagnostics.h"

enum { WHICH_RANGES = 32 };

struct which {
	struct text text; /* as it was given */
	uint64_t causes;   /* a bit for each of causes[]: records that are ok */
	unsigned statuses; /* a bit for each enum verdict_status */
	struct {
		uint32_t first, last;
	} ranges[WHICH_RANGES]; /* of codes, for those that are not in the table */
	size_t range_count;
};

/*
 * Reads a WHICH, for that option. Returns false after a message that names what is nearest. what: the words for it in
 * messages, such as "--only".
 */
bool which_parse(struct which *which, struct text text, const char *option, const struct diagnostics *diagnostics);

/* Whether a record with this verdict is meant. */
bool which_matches(const struct which *which, const struct verdict *verdict);

/* How many of the records that have been counted are meant. */
uint64_t which_calls(const struct which *which, const struct tally *tally);

/* The values that complete a WHICH: slugs, actions, statuses. */
extern const struct choices which_choices;

#endif
