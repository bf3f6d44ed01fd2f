/*
 * What an operand asks of the table: a code, a name, a range, a pattern, a source; and, when it is none of them, what
 * to say about it. No I/O, no allocation: whether a file of that name exists is for the caller.
 */
#ifndef HANGUP_QUERY_H
#define HANGUP_QUERY_H

#include "table/cause.h"

enum query_result {
	QUERY_FOUND,
	QUERY_MISS,
	QUERY_USAGE /* a range whose end lies before its beginning */
};

/* Why a miss is a miss, for the words of its message. */
enum miss {
	MISS_WORD,         /* no such name */
	MISS_EMPTY,        /* nothing there: '', blanks, null */
	MISS_CODE,         /* a number of the right size that is not in the table: below, above */
	MISS_SMALL_NUMBER, /* under 1000, also all of a range or pattern: perhaps SIP or Q.850, without a mapping here */
	MISS_NUMBER,       /* digits, but too many to be a code, also in a range or pattern */
	MISS_RANGE,        /* a range or pattern without a cause in it */
	MISS_FOREIGN,      /* a word of another vocabulary */
	MISS_UUID          /* the UUID of a call */
};

struct query {
	enum query_result result;
	/* QUERY_FOUND: a stretch of the table, count 0 where there is none, and the source, if the word names one. */
	const struct cause *first;
	size_t count;
	const struct source *source;
	/* QUERY_MISS */
	enum miss miss;
	const struct cause *below, *above; /* MISS_CODE: of the same thousand, or NULL */
};

/*
 * Answers one operand: a code or name as read_code reads it, a range `3000-3050` (also with blanks around the dash, or
 * with the longer dash of a web page), a pattern `31xx` (x or X for any digit, at least one digit before them, the first
 * no 0), a source's name (which may be a cause's as well). *query is overwritten.
 */
void query_answer(struct query *query, struct text operand);

/*
 * The codes from first to last, which need not be in the table, that digits, a range or a pattern mean, as query_answer
 * reads them.
 */
enum span_result {
	SPAN_READ,
	SPAN_REVERSED,  /* it ends before it begins */
	SPAN_TOO_LARGE, /* too many digits for a code */
	SPAN_NONE       /* it is none of these */
};
enum span_result query_span(struct text text, uint32_t *first, uint32_t *last);

#endif
