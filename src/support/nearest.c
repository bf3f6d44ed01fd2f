/* SPDX-License-Identifier: MIT */
#include "support/nearest.h"

#include <string.h>

size_t nearest_plain_key(struct text text, char *key)
{
	size_t length = text_key(text, key, NEAREST_KEY_SIZE);

	return length < NEAREST_KEY_SIZE ? length : 0;
}

/*
 * How well a candidate fits a word, by their keys; the smaller the better: 0 if the word begins it, 1 if the candidate
 * contains it, else their distance and 2.
 */
enum { FIT_BEGINS, FIT_CONTAINS, FIT_DISTANCE };

static size_t fit_of(const char *word, char *candidate, bool by_beginning)
{
	const char *found = strstr(candidate, word);
	size_t length = strlen(word);
	size_t distance = text_distance(word, candidate);

	if (found != NULL)
		return found == candidate ? FIT_BEGINS : FIT_CONTAINS;
	/* Beginnings from the longest to the shortest: each cuts the one before. */
	for (size_t end = length + 1; by_beginning && end > 0 && end + 1 >= length; end--) {
		if (strlen(candidate) <= end)
			continue;
		candidate[end] = '\0';
		size_t beginning = text_distance(word, candidate) + 1;
		distance = beginning < distance ? beginning : distance;
	}
	return FIT_DISTANCE + distance;
}

size_t nearest_find(struct text word, const struct candidates *candidates, size_t *found, size_t limit)
{
	char key[NEAREST_KEY_SIZE];
	char candidate_key[NEAREST_KEY_SIZE];
	size_t count = 0;

	if (candidates->key(word, key) == 0)
		return 0;
	/* In the order of their fit, and those of one fit in their own order. Near ones only where none is better. */
	size_t farthest = FIT_DISTANCE + text_near(key);
	for (size_t fit = 0; fit <= farthest && count < limit; fit++) {
		struct text candidate;
		if (fit == FIT_DISTANCE && count > 0)
			break;
		for (size_t i = 0; count < limit && (candidate = candidates->at(candidates->data, i)).bytes != NULL;
		     i++)
			if (candidates->key(candidate, candidate_key) > 0 &&
			    fit_of(key, candidate_key, candidates->by_beginning) == fit)
				found[count++] = i;
	}
	return count;
}
