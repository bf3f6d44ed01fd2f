/*
 * One call record as the readers hand it on: where its bytes stand, where the new cells go, and the few cells that
 * matter. Points into the reader's buffers: valid until the reader's next call.
 */
#ifndef HANGUP_RECORD_H
#define HANGUP_RECORD_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "support/text.h"

/* A record over this many bytes, its line ending not counted, is malformed; so memory stays bounded. */
enum { RECORD_LIMIT = 64 * 1024 };

/* The cells that are looked at. */
enum cell { CELL_CODE, CELL_NAME, CELL_SOURCE, CELL_COUNT };

#define NO_COLUMN SIZE_MAX

struct record {
	const unsigned char *bytes;
	size_t head;         /* bytes before the new cells */
	size_t tail;         /* bytes after them: the line ending; in JSON the closing brace before it as well */
	size_t count;        /* fields of a CSV record, members of a JSON object */
	uint64_t line;       /* the physical line on which it begins, from 1 */
	const char *trouble; /* what is wrong with a malformed line */
	bool is_trunk;       /* a JSON object with a key that only SIP-trunk records have */
	struct text cells[CELL_COUNT]; /* unquoted; bytes is NULL where the record has none */
};

/* What a reader has come to. */
enum item {
	ITEM_RECORD,
	ITEM_PASS,      /* bytes that are no record: blank lines, the rest of a long line */
	ITEM_MALFORMED, /* the malformed line, or its beginning, where the rest follows as ITEM_PASS */
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
