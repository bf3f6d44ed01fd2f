/* SPDX-License-Identifier: MIT */
/*
 * Whether the share that something has of the records has changed: beyond chance, and beyond what days differ by anyway.
 *
 * Beyond chance: the two-sided test of two proportions at p < 0.001. Where every count that would be expected without a
 * difference is 100 or more, the chi-squared test with the correction for continuity of Yates (1934); else Fisher's exact
 * test (1935), the probabilities of all tables that are no likelier than the one at hand.
 *
 * Beyond the ordinary: of many calls any difference is beyond chance, and no two days are alike. What shares differ by is
 * told in log-odds, as one number for all causes: several files tell it, by the excess of the variance of their shares
 * over the binomial one (a method of moments, as DerSimonian and Laird's of 1986). No I/O.
 */
#ifndef HANGUP_SIGNIFICANCE_H
#define HANGUP_SIGNIFICANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* So many of the records; at most all of them. */
struct part {
	uint64_t calls, records;
};

/* Beyond chance. */
bool significance_differs(struct part before, struct part now);

/*
 * The square of what shares differ by from file to file, in log-odds: parts[cause * files + file] are a cause's calls in
 * a file that has records. Of less than three files it is taken to be 0.07 squared.
 */
double significance_drift(const struct part *parts, size_t files, size_t causes);

/* Beyond chance and beyond the ordinary, where so many files make up the records of before. */
bool significance_changed(struct part before, struct part now, size_t files, double drift);

/* Of both tests, for tests: the statistic, which has one degree of freedom, and p. Neither row nor column may be empty. */
double significance_chi_squared(struct part before, struct part now);
double significance_fisher(struct part before, struct part now);

#endif
