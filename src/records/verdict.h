/*
 * What a record says about why its call ended: the meaning of its code cell, checked against what stands beside it. No
 * I/O.
 */
#ifndef HANGUP_VERDICT_H
#define HANGUP_VERDICT_H

#include "reader/record.h"
#include "table/cause.h"

enum verdict_status {
	VERDICT_OK,
	VERDICT_UNKNOWN,  /* a code that is not in the table */
	VERDICT_MISMATCH, /* its name, its source or its being a trunk record contradicts the code */
	VERDICT_INVALID,  /* no code and no cause's name */
	VERDICT_RAGGED, /* a cell has moved, nobody knows which: it has more fields than its header, or another header */
	VERDICT_EMPTY,
	VERDICT_COUNT
};

struct verdict {
	enum verdict_status status;
	uint32_t code;             /* of VERDICT_OK, UNKNOWN and MISMATCH */
	const struct cause *cause; /* of VERDICT_OK, else NULL */
};

struct verdict verdict_of(const struct record *record);

/* Whether a source is one that only SIP-trunk records have: "customer", "zentrunk" or, in lower case, "carrier". */
bool is_trunk_source(struct text source);

/* "ok", "unknown", "mismatch", "invalid", "ragged", "empty": what the status column holds. */
const char *verdict_status_name(enum verdict_status status);

#endif
