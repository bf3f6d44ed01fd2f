/*
 * One JSON object: jansson decides whether it is one and what its strings say; where its members stand in its bytes is
 * found here, for a number is what its digits say (3130.0) and not what a machine makes of them. No I/O.
 */
#ifndef HANGUP_JSON_OBJECT_H
#define HANGUP_JSON_OBJECT_H

#include <jansson.h>

#include "reader/header.h"

/* What jansson made of some bytes. */
struct json_result {
	json_t *value;       /* NULL: it refused them; else release it with json_decref */
	const char *trouble; /* why, in words */
	bool is_cut;         /* they break off, and are no worse than that */
	bool may_go_on; /* it lies at their very end, where more of them might mend it: a number, say, cut after its sign */
	size_t length; /* of the value, or up to where the trouble is */
};

enum json_extent { JSON_ALL, JSON_FIRST };

/*
 * Text that begins with a bracket or a brace, without the beginning of a character of which the rest is not there: it
 * would be no UTF-8.
 */
struct text json_whole_characters(struct text text);

/*
 * Reads an object or array. A key that stands twice, invalid UTF-8 and lone surrogates are refused; numbers may have
 * any number of digits. JSON_ALL: nothing but blanks may follow; JSON_FIRST: anything may. Out of memory is no result:
 * jansson's allocator ends the program then (main.c).
 */
struct json_result json_read(struct text bytes, enum json_extent extent);

/* Adds the keys of an object to a header that has room for as many bytes. */
void json_keys(struct header *header, json_t *object);

/*
 * A cursor over the values of an object or an array, in the order in which they stand, by their bytes alone: these are
 * such as jansson accepts, or the beginning of such.
 */
struct json_cursor {
	struct text rest;
	struct text key;   /* with its quotes and escapes; empty in an array */
	struct text value; /* as it stands; what there is of it if the bytes end */
};

struct json_cursor json_cursor_begin(struct text bytes);
bool json_cursor_next(struct json_cursor *cursor);

/*
 * What a value says: the characters of a string, the digits of a number, nothing for null. true, false, arrays and
 * objects say nothing that could be a code or a name: a text that is neither. Points into value or raw.
 */
struct text json_text(const json_t *value, struct text raw);

/* What an input that begins with { is. */
enum json_shape {
	JSON_LINES,  /* one object a line, or something malformed among such */
	JSON_PAGE,   /* a document with its records in "objects" */
	JSON_SPREAD, /* an object over several lines */
	JSON_MORE    /* more bytes will tell */
};

/* The bytes begin with {; is_all: no more come, or no more can be looked at. */
enum json_shape json_shape(struct text bytes, bool is_all);

#endif
