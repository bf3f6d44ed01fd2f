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
	struct cause_set causes; /* of records that are ok */
	unsigned statuses;       /* a bit for each enum verdict_status but VERDICT_OK */
	struct {
		uint32_t first, last;
	} ranges[WHICH_RANGES]; /* of codes, for those that are not in the table */
	size_t range_count;
};

/* Reads a WHICH, the value of an option such as "--only". Returns false after a message that names what is nearest. */
bool which_parse(struct which *which, struct text text, const char *option, const struct diagnostics *diagnostics);

/* Every record is meant. */
extern const struct which which_all;

/* Whether both are written alike. */
bool which_same(const struct which *a, const struct which *b);

/* Whether a record with this verdict is meant. */
bool which_matches(const struct which *which, const struct verdict *verdict);

/* How many of the records that have been counted are meant; of those with one status that is not VERDICT_OK. */
uint64_t which_calls(const struct which *which, const struct tally *tally);
uint64_t which_status_calls(const struct which *which, const struct tally *tally, enum verdict_status status);

/* The values that complete a WHICH: slugs, actions, statuses. */
extern const struct choices which_choices;

#endif
