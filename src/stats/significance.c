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
