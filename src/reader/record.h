/* SPDX-License-Identifier: MIT */
/*
 * One call record as the readers hand it on: where its bytes stand, where the new cells go, and the few cells that
 * matter. Points into the reader's buffers: valid until the reader's next call. A reader knows where the wanted cells
 * stand, not what they mean.
 */
#ifndef HANGUP_RECORD_H
#define HANGUP_RECORD_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "support/text.h"

/* A record over this many bytes, its line ending not counted, is malformed; so memory stays bounded. */
enum { RECORD_LIMIT = 64 * 1024 };

/* The cells that are looked at, of each leg of a call. */
enum cell {
	CELL_CODE,
	CELL_NAME,
	CELL_SOURCE,
	CELL_UUID,
	CELL_TRUNK,     /* trunk_domain, of leg 0 for all of them */
	CELL_INITIATOR, /* hangup_initiator, the same */
	CELL_TIME,
	CELL_BY, /* what stats --by counts: a source, any value */
	CELL_COUNT
};

/* A record may tell of several legs of a call: leg i has its cells from i * CELL_COUNT on. */
enum { LEG_COUNT = 3, CELLS_MAX = LEG_COUNT * CELL_COUNT };

#define NO_COLUMN SIZE_MAX

/* What an object that is no record tells of the page of a list that it is in: where the next one is, how many calls. */
enum page_cell { PAGE_NEXT, PAGE_TOTAL };

/* Where the wanted cells stand: among the fields of a header, or among the members of a JSON object. */
struct columns {
	size_t at[CELLS_MAX]; /* NO_COLUMN: not wanted, or not there */
	size_t count; /* CELL_COUNT, and behind them others that may hold the time; CELLS_MAX where every leg is wanted */
	bool is_record;    /* an object with these keys is a record */
	bool is_page;      /* of an object that is none: it tells of a page of a list; at is by enum page_cell */
	const char *error; /* why no record with these names can be read; NULL: it can */
	size_t fields;     /* of a header, behind which the new cells stand; 0: at the record's end */
};

struct record {
	const unsigned char *bytes;
	size_t head;       /* bytes before the new cells */
	size_t tail;       /* bytes after them: the line ending, in JSON what closes the record and follows it */
	size_t count;      /* fields of a CSV record, members of a JSON object */
	size_t columns;    /* that its header has; 0: none */
	size_t times;      /* so many cells from CELL_COUNT on may hold the time, if that of CELL_TIME does not */
	uint64_t line;     /* the physical line on which it begins, from 1 */
	const char *error; /* what is wrong with a malformed line */
	bool is_disputed;  /* of text: it has a name or a source twice, and they differ */
	bool is_ragged;    /* it has more fields than its header, and they are not blank */
	bool is_moved;     /* it stands behind a header whose columns cannot be told */
	bool is_continued; /* of a line of text: another of its calls follows */
	bool is_outermost; /* of JSON: it is no part of another value */
	bool is_again;     /* of JSON: the call of a record before, told once more; it counts once */
	bool is_alone;     /* nothing but this record stands on its line, and all of it does */
	struct text cells[CELLS_MAX]; /* unquoted; bytes is NULL where the record has none */
	uint64_t value,
		list;     /* of JSON: tells apart outermost values, and the lists that it is an element of; 0: none */
	struct text told; /* of JSON: strings that tell of calls, by the rules of text; no cell of a code is there */
	struct text other_cause; /* of text: HangupCause, whose words stand for several codes; NULL: none */
};

/* What a reader has come to. */
enum item {
	ITEM_RECORD,
	ITEM_OTHER,     /* bytes that are no record: blank lines, the rest of a long line */
	ITEM_MALFORMED, /* the malformed line, or its beginning, where the rest follows as ITEM_OTHER */
	ITEM_HEADER,    /* of a source: names of columns again */
	ITEM_NO_CALL,   /* of a source: a record among others that tells of no call */
	ITEM_REFUSED,   /* of a source: it has said why nothing more may be read */
	ITEM_MORE,      /* the next item is not all there: fill the input */
	ITEM_END
};

static inline bool is_line_end(unsigned char byte)
{
	return byte == '\n' || byte == '\r';
}

/* A space, or a tab where tabs do not delimit. */
static inline bool is_blank(unsigned char byte, unsigned char delimiter)
{
	return byte == ' ' || (byte == '\t' && delimiter != '\t');
}

/* The offset of the first line end, size if there is none. Looks no farther past it than a step. */
static inline size_t line_end_find(const unsigned char *bytes, size_t size)
{
	enum { STEP = 256 };

	for (size_t at = 0; at < size; at += STEP) {
		size_t here = size - at < STEP ? size - at : STEP;
		const unsigned char *feed = memchr(bytes + at, '\n', here);
		size_t length = feed != NULL ? (size_t)(feed - bytes) - at : here;
		const unsigned char *back = memchr(bytes + at, '\r', length);

		if (back != NULL)
			return (size_t)(back - bytes);
		if (feed != NULL)
			return at + length;
	}
	return size;
}

#endif
