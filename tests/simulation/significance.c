/* SPDX-License-Identifier: MIT */
/*
 * How often stats --against cries wolf: pairs of files drawn from one distribution of causes, of equal and of very
 * unequal size, each cause of each pair judged as the program does. Prints the shares of false alarms; exit status 1 if
 * one is over 1.3 times the p of the test. The draws are the same each time.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "stats/significance.h"

enum { CAUSES = 54 };

static uint64_t next_random(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state * UINT64_C(2685821657736338717) >> 11;
}

static double uniform(uint64_t *state)
{
	return (double)next_random(state) / (double)(UINT64_C(1) << 53);
}

/* A few causes that most calls have, and a long tail, as in real records: thresholds of a number from 0 to 1. */
static void make_distribution(double *upto, uint64_t *state)
{
	double sum = 0;

	for (size_t i = 0; i < CAUSES; i++) {
		double share = uniform(state);
		sum += share * share * share / (double)(i * i + 1);
		upto[i] = sum;
	}
	for (size_t i = 0; i < CAUSES; i++)
		upto[i] /= sum;
}

static void draw(uint64_t *calls, uint64_t records, const double *upto, uint64_t *state)
{
	for (size_t i = 0; i < CAUSES; i++)
		calls[i] = 0;
	for (uint64_t record = 0; record < records; record++) {
		double at = uniform(state);
		size_t i = 0;
		while (i + 1 < CAUSES && at >= upto[i])
			i++;
		calls[i]++;
	}
}

/* The share of false alarms among the tests of so many pairs of files. */
static double alarms(uint64_t before, uint64_t now, unsigned pairs, uint64_t *state)
{
	uint64_t tests = 0;
	uint64_t found = 0;

	for (unsigned pair = 0; pair < pairs; pair++) {
		double upto[CAUSES];
		uint64_t then[CAUSES];
		uint64_t after[CAUSES];
		make_distribution(upto, state);
		draw(then, before, upto, state);
		draw(after, now, upto, state);
		for (size_t i = 0; i < CAUSES; i++) {
			tests += then[i] + after[i] > 0;
			found += significance_differs((struct part){ then[i], before }, (struct part){ after[i], now });
		}
	}
	printf("%llu records against %llu: %llu of %llu tests, %.3f in a thousand\n", (unsigned long long)now,
	       (unsigned long long)before, (unsigned long long)found, (unsigned long long)tests,
	       1000.0 * (double)found / (double)tests);
	return (double)found / (double)tests;
}

int main(void)
{
	static const struct {
		uint64_t before, now;
		unsigned pairs;
	} sizes[] = { { 20000, 20000, 10000 }, { 200, 200, 200000 }, { 50000, 500, 8000 }, { 1000, 30000, 12000 } };
	uint64_t state = 88172645463325252;
	int status = 0;

	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
		if (alarms(sizes[i].before, sizes[i].now, sizes[i].pairs, &state) > 1.3 * 0.001)
			status = 1;
	return status;
}
