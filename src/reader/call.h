/* SPDX-License-Identifier: MIT */
/*
 * One call out of text: the fields that have been found of it, in whatever order, and what they make of a record. Knows
 * which fields belong together, not where they stood.
 */
#ifndef HANGUP_CALL_H
#define HANGUP_CALL_H

#include "reader/pair.h"

/* What a reader of text is for. */
struct pairs_options {
	bool takes_all;                       /* names that are no cause's are records, too, and a HangupCause alone */
	bool is_live;                         /* a second without a byte ends what a call waits for */
	bool reads_long;                      /* lines of any length that the input's buffer holds */
	size_t (*source_length)(struct text); /* how much of a text is a source's name; NULL: none is known */
	size_t (*cause_length)(struct text); /* ... is a cause's name, and none of a sentence's words; NULL: as above */
	bool (*is_time)(struct text);        /* whether a text is a time; NULL: any is as good */
	bool (*is_cause)(struct text);       /* whether a whole text names a cause, so that it may stand for the code */
};

/* The fields of a call. */
struct call_fields {
	struct pair_names names;
	struct pairs_options options;
	uint64_t codes;
	uint64_t old_codes; /* ... which are that only beside what tells a SIP trunk */
	uint64_t words;     /* names, and what may take their place */
	uint64_t evidence;  /* those that a code is checked against */
	uint64_t uuids;
	uint64_t times;
	uint64_t makes_record; /* those one of which a call must have to be a record, names of causes aside */
};

struct found_call {
	struct text cells[PAIRS_CELLS];
	uint64_t paths[PAIRS_CELLS]; /* what stands before the dots of their names */
	uint64_t fields;             /* those that it has */
	uint32_t bare, printable;    /* cells: as the pairs' */
	size_t pairs, times;         /* how many, and how many of them are times */
	size_t begin, end;           /* where in its line the first begins, and the last ends */
	bool is_nested;              /* the first stands in brackets of its own */
	bool is_element;             /* ... in an element's tag */
	bool is_labelled;            /* ... on the line before its value */
	bool is_heading;             /* ... without a separator */
	bool is_closed;   /* the bracket that it stands in has closed behind it: what follows is none of its */
	bool is_disputed; /* it has a name or a source twice, and they differ */
};

void call_fields_open(struct call_fields *fields, const struct pairs_field *all, size_t count,
		      const struct pairs_options *options);

/* Adds a pair, unless it has a cause's name for a bare code. Of several fields that go to one cell, as the names of times do, the first in their order counts. */
void call_add(const struct call_fields *fields, struct found_call *call, const struct pair *pair);

/* Whether none of those fields is in both with another value. */
bool call_agree(const struct call_fields *fields, const struct found_call *a, const struct found_call *b,
		uint64_t which);

/* Adds what more there is of a call; where both have a field, more may come first. */
void call_merge(const struct call_fields *fields, struct found_call *call, const struct found_call *more,
		bool more_is_first);

bool call_is_record(const struct call_fields *fields, const struct found_call *call);

/* Which of the cells that make a record a call has, the best that it has: the smaller the better; PAIRS_CELLS: none. */
size_t call_rank(const struct call_fields *fields, const struct found_call *call);

/* What a call makes of a record's cells. */
void call_fill(const struct call_fields *fields, const struct found_call *call, struct record *record);

#endif
