/* SPDX-License-Identifier: MIT */
/*
 * What a word that is in no list may have meant: the one rule for suggestions, of commands, options, values, names and
 * columns alike. No I/O.
 */
#ifndef HANGUP_NEAREST_H
#define HANGUP_NEAREST_H

#include <stdbool.h>

#include "support/text.h"

enum { NEAREST_KEY_SIZE = 64 };

/* What the word is compared with. */
struct candidates {
	struct text (*at)(const void *data, size_t i); /* the i-th; its bytes are NULL past the last */
	const void *data;
	/* Writes the key that is compared, at most NEAREST_KEY_SIZE with its NUL; returns its length, 0 for none. */
	size_t (*key)(struct text text, char *key);
	bool by_beginning; /* a word near to a candidate's beginning is near to it: "carier", "carrier-errors" */
};

/* The key of most lists: letters and digits, ignoring case. */
size_t nearest_plain_key(struct text text, char *key);

/*
 * The suggestions for a word: those it begins, in order, then those that contain it, else those within text_near of it,
 * nearest first. Writes their indices to found, at most limit, and returns how many.
 */
size_t nearest_find(struct text word, const struct candidates *candidates, size_t *found, size_t limit);

#endif
