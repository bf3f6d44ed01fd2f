/* SPDX-License-Identifier: MIT */
/*
 * Times as they stand in records, whatever their zone: a day of the calendar and, where there is one, the time of that
 * day; and the stretch of them that --from and --to choose. No I/O but messages.
 */
#ifndef HANGUP_TIMES_H
#define HANGUP_TIMES_H

#include "support/diagnostics.h"
#include "support/text.h"

enum { DAY_SECONDS = 24 * 60 * 60, NO_CLOCK = DAY_SECONDS, ZONE_LENGTH = 6 };

struct moment {
	uint32_t day;     /* since the first of the year 0 */
	uint32_t second;  /* of the day; NO_CLOCK: it is a date alone */
	struct text zone; /* what stands behind it, in the text that was read: "Z", "+05:30", "PST"; may be empty; of
			     ZONE_LENGTH bytes at most */
};

/* A value: "2026-11-03", "2026/11/03 9:30 PM", "2026-11-03T21:30:09.5+00:00". Returns whether that is all it is. */
bool moment_read(struct moment *moment, struct text value);

/* What a zone is from UTC, in minutes; NO_OFFSET of a name that may be many, and where there is none. */
enum { NO_OFFSET = 100000 };
int moment_offset(struct text zone);

/*
 * The time that a line of a log begins with, behind a bracket or a word, in the line: bytes is NULL if there is none.
 * moment_read reads it.
 */
struct text moment_of_line(struct text line);

/* "2026-11-03", "2026-11-03 09:30" */
struct moment_text {
	char text[24];
};
struct moment_text moment_show(const struct moment *moment);

/* One end of a stretch of time. */
enum bound_kind { BOUND_NONE, BOUND_DATE, BOUND_CLOCK };
struct bound {
	enum bound_kind kind;
	struct moment at; /* of BOUND_CLOCK, any day's */
	const char *text; /* as it was given */
};

/* From one time, or from one time of each day, to before another. */
struct period {
	struct bound from, to;
};

static inline bool period_is_given(const struct period *period)
{
	return period->from.kind != BOUND_NONE || period->to.kind != BOUND_NONE;
}

/* Reads the value of --from or --to. Returns false after a message. */
bool bound_read(struct bound *bound, const char *option, const char *value, const struct diagnostics *diagnostics);

/* Whether there is anything between the two. Returns false after a message. */
bool period_check(const struct period *period, const struct diagnostics *diagnostics);

/* A date alone is outside of every bound that has a time of day. */
bool period_holds(const struct period *period, const struct moment *moment);

#endif
