/* SPDX-License-Identifier: MIT */
#include "support/percent.h"

#include <stdio.h>
#include <stdlib.h>

enum { MILLION = 1000000 };

/* Beyond any count of records: halves both, until the product with the largest scale fits. */
static void shrink(uint64_t *part, uint64_t *whole)
{
	while (*whole > UINT64_MAX / (2 * (uint64_t)PERCENT_SCALE_MAX + 1)) {
		*part /= 2;
		*whole /= 2;
	}
}

uint64_t percent_scaled(uint64_t part, uint64_t whole, uint64_t scale)
{
	shrink(&part, &whole);
	return whole > 0 ? (2 * part * scale + whole) / (2 * whole) : 0;
}

int percent_compare(uint64_t part, uint64_t whole, uint64_t limit)
{
	shrink(&part, &whole);
	uint64_t have = part * PERCENT_SCALE_MAX;
	uint64_t allowed = whole * limit;

	return have < allowed ? -1 : have > allowed;
}

struct percent_text percent_text(uint64_t part, uint64_t whole)
{
	return percent_text_of(part, whole, 1);
}

struct percent_text percent_text_of(uint64_t part, uint64_t whole, int decimals)
{
	struct percent_text share = { "" };
	unsigned one = 10;

	if (whole == 0)
		return share;
	for (int i = 1; i < decimals; i++)
		one *= 10;
	unsigned units = (unsigned)percent_scaled(part, whole, 100 * (uint64_t)one);
	const char *sign = "";
	if (units == 100 * one && part < whole) {
		sign = ">";
		units--;
	} else if (units == 0 && part > 0) {
		sign = "<";
		units++;
	}
	if (part == whole)
		snprintf(share.text, sizeof share.text, "100 %%");
	else
		snprintf(share.text, sizeof share.text, "%s%u.%0*u %%", sign, units / one, decimals, units % one);
	return share;
}

/* A number with a point before its last digits. */
static struct percent_text with_point(const char *sign, uint64_t number, unsigned one, int decimals)
{
	struct percent_text text;

	snprintf(text.text, sizeof text.text, "%s%u.%0*u", sign, (unsigned)(number / one), decimals,
		 (unsigned)(number % one));
	return text;
}

struct percent_text percent_fraction(uint64_t part, uint64_t whole)
{
	return with_point("", percent_scaled(part, whole, MILLION), MILLION, 6);
}

/* The difference of two shares, so many in a whole. */
static int64_t difference(uint64_t part_before, uint64_t whole_before, uint64_t part, uint64_t whole)
{
	return (int64_t)percent_scaled(part, whole, PERCENT_SCALE_MAX) -
	       (int64_t)percent_scaled(part_before, whole_before, PERCENT_SCALE_MAX);
}

struct percent_text percent_change(uint64_t part_before, uint64_t whole_before, uint64_t part, uint64_t whole)
{
	int64_t change = difference(part_before, whole_before, part, whole);
	uint64_t millionths = ((uint64_t)llabs(change) + 50) / 100;

	return with_point(change < 0 && millionths > 0 ? "-" : "", millionths, MILLION, 6);
}

struct percent_text percent_points(uint64_t part_before, uint64_t whole_before, uint64_t part, uint64_t whole)
{
	int64_t change = difference(part_before, whole_before, part, whole);
	uint64_t thousandths = ((uint64_t)llabs(change) + 500) / 1000;
	const char *sign = change < 0 ? "-" : "+";

	if (change == 0)
		return (struct percent_text){ "0.0" };
	if (thousandths == 0)
		return (struct percent_text){ "<0.001" };
	if (thousandths < 10)
		return with_point(sign, thousandths, 1000, 3);
	if (thousandths < 95)
		return with_point(sign, (thousandths + 5) / 10, 100, 2);
	return with_point(sign, (thousandths + 50) / 100, 10, 1);
}
