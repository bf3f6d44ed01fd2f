/* SPDX-License-Identifier: MIT */
/*
 * What has been met, counted: verdicts by cause and code, malformed lines, records short or long; and of each kind the
 * first place. Bounded in memory whatever the input. No I/O.
 */
#ifndef HANGUP_TALLY_H
#define HANGUP_TALLY_H

#include "records/times.h"
#include "records/verdict.h"
#include "support/escape.h"
#include "table/cause_set.h"
#include "table/scope.h"

/* Kinds of things worth a line of their own afterwards. */
enum finding {
	FINDING_TRUNK, /* answered from the table of SIP trunks */
	FINDING_UNKNOWN,
	FINDING_MISMATCH,
	FINDING_INVALID,
	FINDING_RAGGED,
	FINDING_UNEVEN, /* fewer or more fields than the header */
	FINDING_MALFORMED,
	FINDING_HEADER, /* again */
	FINDING_TIME,   /* what stands in a time's place and is none */
	FINDING_ZONE,   /* another zone than that of the first time */
	FINDING_COUNT
};

/* The first of a kind. */
struct first_seen {
	const char *file;
	uint64_t line; /* 0: there is none yet */
	struct shown example;
	enum contradiction why; /* FINDING_MISMATCH */
	bool is_voice,
		is_trunk;   /* ... and FINDING_INVALID: it is ok under --table voice, trunk; FINDING_UNKNOWN: any is */
	bool has_backslash; /* FINDING_MALFORMED: a quote behind a backslash stands on the line */
	bool is_moved;      /* FINDING_RAGGED: it stands behind another header */
};

/* The UUID of the first call with a cause; "" if there is none. */
struct example {
	char text[64];
};

struct tally {
	uint64_t *by_cause;                /* cause_count of them, VERDICT_OK only */
	uint64_t *by_code;                 /* CODE_COUNT of them, VERDICT_UNKNOWN only; NULL until one is met */
	struct example *examples;          /* cause_count of them */
	uint64_t by_status[VERDICT_COUNT]; /* but VERDICT_OK: tally_ok */
	uint64_t shorter, longer;
	uint64_t malformed;         /* lines */
	uint64_t headers;           /* again */
	uint64_t outside;           /* records that --from and --to leave out, which are counted nowhere else */
	uint64_t untimed;           /* ... and those that they leave out for they have no time */
	uint64_t unread;            /* cells that should hold a time and do not */
	bool has_zone;              /* of the first time: */
	char zone[ZONE_LENGTH + 1]; /* "" if it has none */
	size_t zone_length;
	struct first_seen first[FINDING_COUNT];
};

void tally_open(struct tally *tally);
void tally_close(struct tally *tally);

/* Counts a verdict that is not VERDICT_OK. */
void tally_trouble(struct tally *tally, const struct verdict *verdict, const struct record *record, const char *file);

/* Remembers what tells that a record, the first of them, is of a SIP trunk. */
void tally_trunk(struct tally *tally, const struct verdict *verdict, const struct record *record, const char *file);

/* Counts a record by its verdict. */
static inline void tally_record(struct tally *tally, const struct verdict *verdict, const struct record *record,
				const char *file)
{
	if (verdict->status != VERDICT_OK) {
		tally_trouble(tally, verdict, record, file);
		return;
	}
	tally->by_cause[cause_index(verdict->cause)]++;
	if (verdict->sign != TRUNK_BY_NOTHING && tally->first[FINDING_TRUNK].line == 0)
		tally_trunk(tally, verdict, record, file);
}

/* Whether no record with this cause had a UUID so far; takes that of a record, which may be none. */
static inline bool tally_wants_example(const struct tally *tally, const struct cause *cause)
{
	return *tally->examples[cause_index(cause)].text == '\0';
}
void tally_example(struct tally *tally, const struct cause *cause, struct text uuid);

/*
 * Looks at the time of a record: whether it is one, and in which zone. Returns whether it has one, and then fills the
 * moment. A record whose cells have moved has none.
 */
bool tally_time(struct tally *tally, struct moment *moment, const struct record *record, const char *file);

/* Counts a header again. */
void tally_header(struct tally *tally, const struct record *header, const char *file);

/* Counts a record with fewer or more fields than its header. */
void tally_uneven(struct tally *tally, const struct record *record, size_t columns, const char *file);

/* Counts a malformed line. */
void tally_malformed(struct tally *tally, const struct record *line, const char *file);

/* Well-formed records, without headers. */
uint64_t tally_records(const struct tally *tally);
uint64_t tally_ok(const struct tally *tally);

/* Records that have been answered from a table. */
uint64_t tally_of_table(const struct tally *tally, enum table_id table);

/* Records that are ok and have a cause of the set. */
uint64_t tally_causes(const struct tally *tally, const struct cause_set *set);

/* The table that the unknown codes are not in: "the table of 2026-11-20", "its table of ..." where records are of both. */
struct table_phrase tally_unknown_table(const struct tally *tally);

/*
 * The unknown codes, most frequent first, the smaller of two as frequent; at most limit. Writes them to codes and
 * returns how many there are in all.
 */
size_t tally_unknown_codes(const struct tally *tally, uint32_t *codes, size_t limit);

#endif
