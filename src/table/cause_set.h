/* SPDX-License-Identifier: MIT */
/* Sets of causes, by value: a bit for each of causes[]. No I/O. */
#ifndef HANGUP_CAUSE_SET_H
#define HANGUP_CAUSE_SET_H

#include "table/cause.h"

enum { CAUSE_SET_WORDS = (CAUSES_MAX + 63) / 64 };

struct cause_set {
	uint64_t words[CAUSE_SET_WORDS];
};

/* Every cause: an initializer. What lies behind the last of them is never looked at. */
#define CAUSE_SET_ALL                                                                                                  \
	{                                                                                                              \
		{                                                                                                      \
			UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX                                                 \
		}                                                                                                      \
	}
_Static_assert(CAUSE_SET_WORDS == 4, "CAUSE_SET_ALL fills all words");

/* index: a place in causes[]. */
static inline void cause_set_add(struct cause_set *set, size_t index)
{
	set->words[index / 64] |= UINT64_C(1) << index % 64;
}

static inline bool cause_set_has(const struct cause_set *set, size_t index)
{
	return (set->words[index / 64] >> index % 64 & 1) != 0;
}

/* Adds those of another. */
void cause_set_unite(struct cause_set *set, struct cause_set other);

/* Those that are in both. */
struct cause_set cause_set_common(struct cause_set a, struct cause_set b);

/* The first of the set at a place or behind it; cause_count if there is none: how a set is walked through. */
size_t cause_set_next(const struct cause_set *set, size_t index);

/* How many there are. */
size_t cause_set_count(const struct cause_set *set);

/* Those of a table; of a table with a name; of a group; with an action; that failed; with a code from first to last. */
struct cause_set cause_set_of_table(enum table_id table);
struct cause_set cause_set_named(enum table_id table, struct text name);
struct cause_set cause_set_of_group(const struct group *group);
struct cause_set cause_set_of_action(enum action action);
struct cause_set cause_set_of_failed(void);
struct cause_set cause_set_of_codes(uint32_t first, uint32_t last);

#endif
