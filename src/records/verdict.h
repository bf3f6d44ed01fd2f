/* SPDX-License-Identifier: MIT */
/*
 * What a record says about why its call ended: the meaning of its code cell in the table that it is of, checked against
 * what stands beside it. No I/O.
 */
#ifndef HANGUP_VERDICT_H
#define HANGUP_VERDICT_H

#include "reader/record.h"
#include "table/cause.h"

enum verdict_status {
	VERDICT_OK,
	VERDICT_UNKNOWN,  /* a code that is not in its table */
	VERDICT_MISMATCH, /* what stands beside the code contradicts it, or itself */
	VERDICT_INVALID,  /* no code and no cause's name */
	VERDICT_RAGGED, /* a cell has moved, nobody knows which: it has more fields than its header, or another header */
	VERDICT_EMPTY,
	VERDICT_COUNT
};

/* What tells that a record is of a SIP trunk. */
enum trunk_sign {
	TRUNK_BY_NOTHING,
	TRUNK_BY_KEY,    /* a trunk_domain or hangup_initiator that is not empty */
	TRUNK_BY_SOURCE, /* customer or zentrunk, or carrier beside a code that only trunks have */
	TRUNK_BY_NAME,   /* one that only trunks have */
	TRUNK_BY_OPTION  /* --table trunk */
};

/* What makes a mismatch. */
enum contradiction {
	NO_CONTRADICTION,
	NAME_CONTRADICTS,   /* another cause's name, or one of no table */
	SOURCE_CONTRADICTS, /* one that only Voice has, in a trunk's record */
	TABLE_NOT_TOLD,     /* both tables have the code, and a source carrier may be of either */
	TOLD_TWICE          /* two names or two sources that differ */
};

struct verdict {
	enum verdict_status status;
	uint32_t code;             /* of VERDICT_OK, UNKNOWN and MISMATCH */
	const struct cause *cause; /* of VERDICT_OK, else NULL */
	enum trunk_sign sign;      /* TRUNK_BY_NOTHING: it is of Voice */
	enum contradiction why;    /* of VERDICT_MISMATCH */
};

/* scope: SCOPE_AUTO, or the one table that it is to be judged by. */
struct verdict verdict_of(const struct record *record, enum table_scope scope);

/* The table that a record was judged by. */
static inline enum table_id verdict_table(const struct verdict *verdict)
{
	return verdict->sign == TRUNK_BY_NOTHING ? TABLE_VOICE : TABLE_TRUNK;
}

/* "ok", "unknown", "mismatch", "invalid", "ragged", "empty": what the status column holds. */
const char *verdict_status_name(enum verdict_status status);

#endif
