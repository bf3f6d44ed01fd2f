/* SPDX-License-Identifier: MIT */
/*
 * How often stats --against takes ordinary days for a change, and how often it misses one: days of 20 causes of ordinary
 * shares, which differ from day to day by a log-normal factor, counted and judged as the program does. Exit status 1 if
 * it cries wolf, or is blind, more often than it may. The draws are the same each time.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "stats/significance.h"

enum { CAUSES = 20, FILES_MAX = 7, RUNS = 1000, SIZES = 4, NO_CAUSE = CAUSES, OF_FOUR_PERCENT = 3 };

static const double ordinary[CAUSES] = { 62,  17,  9,    4,   2,    1.5, 1,    0.8,  0.6,  0.5,
					 0.4, 0.3, 0.25, 0.2, 0.15, 0.1, 0.08, 0.06, 0.04, 0.02 };
static const uint64_t sizes[SIZES] = { 1000, 10000, 100000, 1000000 };

static uint64_t state = 88172645463325252;

static double uniform(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return ((double)(state * UINT64_C(2685821657736338717) >> 11) + 0.5) / (double)(UINT64_C(1) << 53);
}

static double normal(void)
{
	return sqrt(-2 * log(uniform())) * cos(6.283185307179586 * uniform());
}

/* Of so many calls, those with a share: one by one, by the gaps between them, or where there are many as a normal. */
static uint64_t binomial(uint64_t calls, double share)
{
	static const double many = 50;
	double expected = (double)calls * share;
	uint64_t count = 0;

	if (share >= 1)
		return calls;
	if (expected > many && (double)calls - expected > many) {
		double drawn = floor(expected + sqrt(expected * (1 - share)) * normal() + 0.5);
		return drawn < 0 ? 0 : drawn > (double)calls ? calls : (uint64_t)drawn;
	}
	if (share > 0.5)
		return calls - binomial(calls, 1 - share);
	for (double at = 0; share > 0; count++) {
		at += floor(log(uniform()) / log(1 - share)) + 1;
		if (at > (double)calls)
			break;
	}
	return count;
}

/* A day's calls of each cause: shares that differ from the ordinary ones by a factor, one of them by another as well. */
static void draw_day(uint64_t *calls, uint64_t records, double drift, size_t cause, double factor)
{
	double weights[CAUSES];
	double left = 0;
	uint64_t rest = records;

	for (size_t i = 0; i < CAUSES; i++) {
		weights[i] = ordinary[i] * exp(drift * normal()) * (i == cause ? factor : 1);
		left += weights[i];
	}
	for (size_t i = 0; i < CAUSES; i++) {
		calls[i] = i + 1 < CAUSES ? binomial(rest, weights[i] / left) : rest;
		rest -= calls[i];
		left -= weights[i];
	}
}

/* Draws days before and a day now. Returns how many causes have changed or, of one that was asked for, whether it has. */
static size_t changed(uint64_t records, double drift, size_t files, size_t cause, double factor)
{
	struct part parts[CAUSES * FILES_MAX];
	uint64_t day[CAUSES];
	size_t count = 0;

	for (size_t file = 0; file < files; file++) {
		draw_day(day, records, drift, NO_CAUSE, 1);
		for (size_t i = 0; i < CAUSES; i++)
			parts[i * files + file] = (struct part){ day[i], records };
	}
	draw_day(day, records, drift, cause, factor);
	double apart = significance_drift(parts, files, CAUSES);
	for (size_t i = 0; i < CAUSES; i++) {
		struct part before = { 0, files * records };
		for (size_t file = 0; file < files; file++)
			before.calls += parts[i * files + file].calls;
		if (significance_changed(before, (struct part){ day[i], records }, files, apart))
			count += cause == NO_CAUSE || i == cause;
	}
	return count;
}

/* In how many of a hundred runs something has changed. */
static double percentage(uint64_t records, double drift, size_t files, size_t cause, double factor)
{
	unsigned found = 0;

	for (unsigned run = 0; run < RUNS; run++)
		found += changed(records, drift, files, cause, factor) > 0;
	return 100.0 * found / RUNS;
}

/* One line; whether the percentages are at most, or at least, what they have to be. */
static bool check(double drift, size_t files, double factor, double limit)
{
	bool is_alarm = factor == 1;
	bool is_good = true;

	if (is_alarm)
		printf("nothing but days, which differ by %2.0f %%, %zu before: shown in", 100 * drift, files);
	else
		printf("4 %% times %.1f, days differ by %2.0f %%, %zu before: shown in", factor, 100 * drift, files);
	for (size_t i = is_alarm ? 0 : 1; i < SIZES; i++) {
		double found = percentage(sizes[i], drift, files, is_alarm ? NO_CAUSE : OF_FOUR_PERCENT, factor);
		printf(" %5.1f", found);
		is_good = is_good && (is_alarm ? found <= limit : found >= limit);
	}
	printf(" of 100, %s %.0f\n", is_alarm ? "at most" : "at least", limit);
	return is_good;
}

int main(void)
{
	static const size_t files[] = { 3, 4, 7 };
	static const double drifts[] = { 0.02, 0.05, 0.1, 0.2 };
	bool is_good = check(0.05, 1, 1, 1);

	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		for (size_t k = 0; k < sizeof drifts / sizeof *drifts; k++)
			is_good = check(drifts[k], files[i], 1, 12) && is_good;
	is_good = check(0.05, 1, 2, 95) && is_good;
	is_good = check(0.05, 4, 1.5, 90) && is_good;
	return is_good ? 0 : 1;
}
