/* SPDX-License-Identifier: MIT */
/*
 * The reading rules of JSON once more, by recursive descent and with the whole input at hand: slow, obvious, and not a
 * line of it shared with the program's reader. What that finds is compared with what this finds.
 */
#ifndef HANGUP_TEST_JSON_REFERENCE_H
#define HANGUP_TEST_JSON_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "reader/json_keys.h"

/* Which keys the tests want, and which make a record malformed. For the reader and for the reference. */
json_choose choose_keys;
extern const char repeated_key[], added_key[];

/* Something found in an input, as a line of text. */
struct json_found {
	size_t place; /* of the new members, or of the trouble */
	uint64_t line;
	const char *error; /* malformed */
	size_t count;
	bool is_alone;
	struct text cells[CELL_COUNT]; /* bytes is NULL where there is none */
	size_t end;                    /* of the record */
	bool has_own;                  /* an UUID, or no use for one */
	size_t lender;                 /* behind where the object begins whose UUID it has; 0: none */
	bool is_behind;                /* ... which stands behind it */
};

void json_found_print(FILE *out, const struct json_found *found);

/* Prints all that is to be found. Errors of the grammar are named alike, as reference_grammar. */
void json_reference(const unsigned char *bytes, size_t size, FILE *out);
extern const char reference_grammar[], reference_limit[];

#endif
