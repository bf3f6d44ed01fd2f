/* SPDX-License-Identifier: MIT */
/*
 * Where call records come from: a source for each shape that a file may have. A shape is a reader, which cuts bytes into
 * items and does not know what they mean, and a source, which knows what the names in them mean, what among its items is
 * no record of a call, and what is said of it.
 */
#ifndef HANGUP_RECORD_SOURCE_H
#define HANGUP_RECORD_SOURCE_H

#include "records/input_file.h"

struct shape {
	const char *name; /* as messages call it */
	bool has_keys;    /* its fields have names alone, no numbers */
	/* Begins a file of that shape, whose records begin with the window, on that line. STATUS_TROUBLE: said why. */
	enum status (*begin)(void *state, uint64_t line);
	/*
	 * The next item, as the shape's reader hands it on, one of ITEM_HEADER and ITEM_REFUSED among them. *record is
	 * all zeros before the first.
	 */
	enum item (*next)(void *state, struct record *record);
	/*
	 * The UUID of the record that next() has just handed on, where that is no cell of it: few are asked for. It
	 * lives until the next call. NULL: it is a cell.
	 */
	struct text (*uuid)(void *state, const struct record *record);
	/* Has come to the file's end: what there is to be said of all of it. is_empty: it has shown no record. NULL: nothing. */
	enum status (*end)(void *state, bool is_empty);
};

/* A source, ready for a file. */
struct record_source {
	const struct shape *shape;
	void *state;
};

#endif
