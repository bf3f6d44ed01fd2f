/* SPDX-License-Identifier: MIT */
/*
 * Which records are meant: WHICH of --only, --max and --min. Whatever a word asks of the table (query.h), or a status;
 * several joined by commas mean any of them. One meaning for all. And which causes: WHAT of list, the same but statuses.
 * No I/O but messages.
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
	bool has_unknown; /* every code that is not in the table, for `failed` */
};

/* Reads a WHICH, the value of an option such as "--only". Returns false after a message that names what is nearest. */
bool which_parse(struct which *which, struct text text, const char *option, const struct diagnostics *diagnostics);

/* Adds the causes of a WHAT; the same. */
bool what_parse(struct cause_set *set, struct text text, const char *option, const struct diagnostics *diagnostics);

/* Every record is meant. */
extern const struct which which_all;

/* Whether both are written alike. */
bool which_same(const struct which *a, const struct which *b);

/* Whether a record with this verdict is meant. */
bool which_matches(const struct which *which, const struct verdict *verdict);

/* How many of the records that have been counted are meant; of those with one status that is not VERDICT_OK. */
uint64_t which_calls(const struct which *which, const struct tally *tally);
uint64_t which_status_calls(const struct which *which, const struct tally *tally, enum verdict_status status);

/* The words that complete a WHICH and a WHAT, beside codes and names. */
extern const struct choices which_choices, what_choices;

#endif
