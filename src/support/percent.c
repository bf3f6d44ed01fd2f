#include "support/percent.h"

#include <stdio.h>

enum { FRACTION_DECIMALS = 6, FRACTION_ONE = 1000000 };

uint64_t percent_scaled(uint64_t part, uint64_t whole, unsigned decimals, uint64_t *rest)
{
	uint64_t digits = part / whole;
	uint64_t left = part % whole;

	/* As on paper, so that nothing overflows. */
	for (unsigned i = 0; i < decimals; i++) {
		left *= 10;
		digits = 10 * digits + left / whole;
		left %= whole;
	}
	*rest = left;
	return digits;
}

/* The nearest number, halves up. */
static uint64_t rounded(uint64_t part, uint64_t whole, unsigned decimals)
{
	uint64_t rest;
	uint64_t digits = percent_scaled(part, whole, decimals, &rest);

	return digits + (rest >= whole - rest);
}

struct percent_text percent_text(uint64_t part, uint64_t whole)
{
	struct percent_text share = { "" };

	if (whole == 0)
		return share;
	unsigned tenths = (unsigned)rounded(part, whole, 3);
	if (part == whole)
		snprintf(share.text, sizeof share.text, "100 %%");
	else if (tenths == 1000)
		snprintf(share.text, sizeof share.text, ">99.9 %%");
	else if (tenths == 0 && part > 0)
		snprintf(share.text, sizeof share.text, "<0.1 %%");
	else
		snprintf(share.text, sizeof share.text, "%u.%u %%", tenths / 10, tenths % 10);
	return share;
}

struct percent_text percent_fraction(uint64_t part, uint64_t whole)
{
	uint64_t digits = whole > 0 ? rounded(part, whole, FRACTION_DECIMALS) : 0;
	struct percent_text share;

	snprintf(share.text, sizeof share.text, "%u.%06u", (unsigned)(digits / FRACTION_ONE),
		 (unsigned)(digits % FRACTION_ONE));
	return share;
}
