/* SPDX-License-Identifier: MIT */
/*
 * What a word asks of the table, as an operand and in WHICH: a code, a name, a range, a pattern, a group, an action,
 * `failed`, a source; and, when it is none of them, what to say about it. No I/O, no allocation: whether a file of that
 * name exists is for the caller.
 */
#ifndef HANGUP_QUERY_H
#define HANGUP_QUERY_H

#include "table/cause_set.h"

enum query_result {
	QUERY_FOUND,
	QUERY_MISS,
	QUERY_USAGE /* a range whose end lies before its beginning */
};

/* What kind of word it is. */
enum query_kind {
	QUERY_NAME,  /* of a cause or a source; or none of these */
	QUERY_CODES, /* a code, a range, a pattern */
	QUERY_GROUP,
	QUERY_ACTION,
	QUERY_FAILED
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
	enum query_kind kind;
	enum table_id table; /* that answered, the first of them; that was asked, where there is no answer */
	/* QUERY_FOUND: the causes, which may be none, and the source, if the word names one. */
	struct cause_set causes;
	size_t count; /* of causes */
	const struct source *source;
	uint32_t first,
		last;       /* QUERY_CODES, also where no cause is in it (but MISS_NUMBER): the codes that are meant */
	enum action action; /* QUERY_ACTION */
	/* QUERY_MISS */
	enum miss miss;
	const struct cause *below, *above; /* MISS_CODE: of the same thousand, or NULL */
};

/*
 * Answers one word: an action or `failed`; a group's name or slug; a code or name as read_code reads it; a range
 * `3000-3050` (also with blanks around the dash, with the longer dash of a web page, or two dots), a pattern `31xx` (x
 * or X for any digit, or * for the rest of four; at least one digit before them, the first no 0); a source's name (which
 * may be a cause's as well). What people put around a code is no part of it: #3130, 3130., (3130), code: 3130, 3,130,
 * -3130. *query is overwritten. SCOPE_AUTO: by Voice, and by the table of SIP trunks what Voice has no answer to.
 */
void query_answer(struct query *query, struct text operand, enum table_scope scope);

/*
 * The next of the words that commas join: false if there is none left. Blanks around it are no part of it, and nothing
 * between two commas is no word. A number such as 3,130, alone, is one.
 */
bool query_next_word(struct text *rest, struct text *word);

#endif
