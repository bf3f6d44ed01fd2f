/* SPDX-License-Identifier: MIT */
/* Which table is meant, as --table says it: one list of its words for what is asked, one for files of records. */
#ifndef HANGUP_SCOPE_H
#define HANGUP_SCOPE_H

#include "support/options.h"
#include "table/cause.h"

/* voice, trunk, all; without the option SCOPE_AUTO. */
extern const struct choices answer_scopes;

/* auto, voice, trunk. */
extern const struct choices record_scopes;

/* The scope of one of answer_scopes; those of record_scopes stand in the order of the enum. */
static inline enum table_scope answer_scope(size_t choice)
{
	return (enum table_scope)(choice + 1);
}

/* Whether a scope holds a table. SCOPE_AUTO holds Voice. */
static inline bool scope_has(enum table_scope scope, enum table_id table)
{
	return scope == SCOPE_ALL || (scope == SCOPE_TRUNK) == (table == TABLE_TRUNK);
}

/* "the table of 2026-11-20", "the table of SIP trunks of 2026-11-20", "either table": where something is missing. */
struct table_phrase {
	char text[64];
};
struct table_phrase scope_phrase(enum table_scope scope);

#endif
