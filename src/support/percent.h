/* SPDX-License-Identifier: MIT */
/*
 * What part of a whole something is, as people and programs read it: part is at most whole. Plain 64-bit numbers, exact
 * to the record for any file that could be read: up to 184 billion records. No I/O, no floating point.
 */
#ifndef HANGUP_PERCENT_H
#define HANGUP_PERCENT_H

#include <stdint.h>

/* The largest scale: millionths of a percent. */
enum { PERCENT_SCALE_MAX = 100000000 };

/* part / whole * scale, rounded, halves up; 0 of a whole of 0. */
uint64_t percent_scaled(uint64_t part, uint64_t whole, uint64_t scale);

/* Whether part / whole is less than, as much as or more than limit / PERCENT_SCALE_MAX: -1, 0 or 1. */
int percent_compare(uint64_t part, uint64_t whole, uint64_t limit);

struct percent_text {
	char text[16];
};

/*
 * "12.1 %", rounded; "<0.1 %" for what is not nothing but would round to it, ">99.9 %" for what is not all; "100 %".
 * Empty if the whole is 0.
 */
struct percent_text percent_text(uint64_t part, uint64_t whole);

/* The same with 1 to 6 decimals. */
struct percent_text percent_text_of(uint64_t part, uint64_t whole, int decimals);

/* "0.120616", rounded; of a whole of 0 everything is "0.000000". */
struct percent_text percent_fraction(uint64_t part, uint64_t whole);

/* How much larger a share is now than before, in the same form: "-0.012345". */
struct percent_text percent_change(uint64_t part_before, uint64_t whole_before, uint64_t part, uint64_t whole);

/* The same in percentage points for people: "+3.4", "-0.02", "<0.001". */
struct percent_text percent_points(uint64_t part_before, uint64_t whole_before, uint64_t part, uint64_t whole);

#endif
