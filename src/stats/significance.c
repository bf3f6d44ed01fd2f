/* SPDX-License-Identifier: MIT */
#include "stats/significance.h"

static const double expected_least = 100;
static const double p_most = 0.001;
/* Of one degree of freedom, the value that is exceeded with p = 0.001. */
static const double chi_squared_most = 10.827566170662733;

/* Of the tables with the margins of one, the likelihood beside that of the likeliest, by the calls of the first part. */
struct tables {
	double calls, first, second; /* calls of both parts, records of each */
};

/* How much likelier a table is with one call more in the first part than with so many. */
static double step_up(const struct tables *tables, double calls)
{
	return (tables->calls - calls) * (tables->first - calls) /
	       ((calls + 1) * (tables->second - tables->calls + calls + 1));
}

/*
 * Adds up all tables that are no likelier than one. Beyond the likeliest they get ever less likely: the sum ends where
 * nothing is left to add. Goes to the table with `wanted` calls on the way, whose likelihood is 0 where it was not met.
 */
static double sum_tables(const struct tables *tables, double no_likelier, double wanted, double *likelihood)
{
	static const double nothing = 1e-30;
	double middle =
		(double)(uint64_t)((tables->calls + 1) * (tables->first + 1) / (tables->first + tables->second + 2));
	double sum = 0;

	*likelihood = 0;
	double weight = 1;
	double calls = middle;
	while (weight > nothing) {
		sum += weight <= no_likelier ? weight : 0;
		*likelihood = calls == wanted ? weight : *likelihood;
		weight *= step_up(tables, calls++);
	}
	weight = middle > 0 ? 1 / step_up(tables, middle - 1) : 0;
	calls = middle - 1;
	while (calls >= 0 && weight > nothing) {
		sum += weight <= no_likelier ? weight : 0;
		*likelihood = calls == wanted ? weight : *likelihood;
		weight = calls > 0 ? weight / step_up(tables, calls - 1) : 0;
		calls--;
	}
	return sum;
}

double significance_fisher(struct part before, struct part now)
{
	static const double rounding = 1 + 1e-7; /* tables as likely as this one are so but for it */
	const struct tables tables = { (double)before.calls + (double)now.calls, (double)before.records,
				       (double)now.records };
	double likelihood;
	double all = sum_tables(&tables, 2, (double)before.calls, &likelihood);
	double unused;

	return sum_tables(&tables, likelihood * rounding, 0, &unused) / all;
}

double significance_chi_squared(struct part before, struct part now)
{
	double a = (double)before.calls;
	double b = (double)(before.records - before.calls);
	double c = (double)now.calls;
	double d = (double)(now.records - now.calls);
	double all = a + b + c + d;
	double apart = a * d > b * c ? a * d - b * c : b * c - a * d;

	apart = apart > all / 2 ? apart - all / 2 : 0;
	return all / (a + b) * apart / (c + d) * apart / (a + c) / (b + d);
}

static double smaller(double a, double b)
{
	return a < b ? a : b;
}

bool significance_differs(struct part before, struct part now)
{
	double calls = (double)before.calls + (double)now.calls;
	double all = (double)before.records + (double)now.records;
	double records = smaller((double)before.records, (double)now.records);

	if (records == 0 || calls == 0 || calls == all)
		return false;
	if (smaller(calls, all - calls) * records / all < expected_least)
		return significance_fisher(before, now) < p_most;
	return significance_chi_squared(before, now) > chi_squared_most;
}

/* The square of what the shares of days are taken to differ by, in log-odds, where too few files tell; and at least. */
static const double drift_assumed = 0.07 * 0.07;
static const double drift_least = 0.02 * 0.02;

/* A cause in the mean of the drift: what its shares say of it, and how much that weighs. */
static double drift_of_cause(const struct part *parts, size_t files, double *weight)
{
	static const double expected_in_each = 20, share_most = 0.95, weight_floor = 0.0025;
	double calls = 0, records = 0, fewest = (double)parts[0].records, inverses = 0, variance = 0;

	for (size_t i = 0; i < files; i++) {
		calls += (double)parts[i].calls;
		records += (double)parts[i].records;
		fewest = smaller(fewest, (double)parts[i].records);
		inverses += 1 / (double)parts[i].records;
	}
	double p = calls / records;
	*weight = 0;
	if (p * fewest < expected_in_each || p >= share_most)
		return 0;
	for (size_t i = 0; i < files; i++) {
		double apart = (double)parts[i].calls / (double)parts[i].records - p;
		variance += apart * apart / (double)(files - 1);
	}
	double odds = p * (1 - p); /* a difference in log-odds is so much of one in shares */
	double by_chance = odds * inverses / (double)files / (odds * odds);
	*weight = 1 / ((by_chance + weight_floor) * (by_chance + weight_floor));
	return variance / (odds * odds) - by_chance;
}

double significance_drift(const struct part *parts, size_t files, size_t causes)
{
	double sum = 0;
	double weights = 0;

	for (size_t cause = 0; cause < causes && files >= 3; cause++) {
		double weight;
		double drift = drift_of_cause(parts + cause * files, files, &weight);
		sum += weight * drift;
		weights += weight;
	}
	if (weights == 0)
		return drift_assumed;
	return sum / weights > drift_least ? sum / weights : drift_least;
}

bool significance_changed(struct part before, struct part now, size_t files, double drift)
{
	if (!significance_differs(before, now))
		return false;
	double n = (double)now.records;
	double m = (double)before.records;
	double apart = (double)now.calls / n - (double)before.calls / m;
	double p = ((double)now.calls + (double)before.calls) / (n + m);
	double odds = p * (1 - p);
	double ordinary = odds * (1 / n + 1 / m) + drift * odds * odds * (1 + 1 / (double)files);

	return apart * apart > chi_squared_most * ordinary;
}
