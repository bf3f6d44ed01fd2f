/*
 * Whether the shares that something has of two sets of records differ by more than chance: the two-sided test of two
 * proportions at p < 0.001. Where every count that would be expected without a difference is 100 or more, the chi-squared
 * test with the correction for continuity of Yates (1934); else Fisher's exact test (1935), the probabilities of all
 * tables that are no likelier than the one at hand. No I/O.
 */
#ifndef HANGUP_SIGNIFICANCE_H
#define HANGUP_SIGNIFICANCE_H

#include <stdbool.h>
#include <stdint.h>

/* So many of the records; at most all of them. */
struct part {
	uint64_t calls, records;
};

bool significance_differs(struct part before, struct part now);

/* Of both tests, for tests: the statistic, which has one degree of freedom, and p. Neither row nor column may be empty. */
double significance_chi_squared(struct part before, struct part now);
double significance_fisher(struct part before, struct part now);

#endif
