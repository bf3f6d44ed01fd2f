/*
 * What part of a whole something is: exactly, and as people and programs read it. Counts of records, so that ten times
 * the whole fits into 64 bits. No I/O, no floating point.
 */
#ifndef HANGUP_PERCENT_H
#define HANGUP_PERCENT_H

#include <stdint.h>

/*
 * The whole number below part / whole * 10^decimals; what is left over goes to *rest, in units of which a whole has
 * `whole`. part is at most whole, and whole is not 0.
 */
uint64_t percent_scaled(uint64_t part, uint64_t whole, unsigned decimals, uint64_t *rest);

struct percent_text {
	char text[16];
};

/*
 * "12.1 %", rounded; "<0.1 %" for what is not nothing but would round to it, ">99.9 %" for what is not all; "100 %".
 * Empty if the whole is 0.
 */
struct percent_text percent_text(uint64_t part, uint64_t whole);

/* "0.120616", rounded; of a whole of 0 everything is "0.000000". */
struct percent_text percent_fraction(uint64_t part, uint64_t whole);

#endif
