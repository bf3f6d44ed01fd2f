/* SPDX-License-Identifier: MIT */
#include "output/bar.h"

#include <string.h>

#include "support/percent.h"

enum { EIGHTHS = 8 };

struct bar bar_of(uint64_t value, uint64_t largest, size_t width, bool has_blocks)
{
	/* U+2588, and U+258F to U+2589 for one to seven eighths */
	static const char *const parts[EIGHTHS] = { "",
						    "\xe2\x96\x8f",
						    "\xe2\x96\x8e",
						    "\xe2\x96\x8d",
						    "\xe2\x96\x8c",
						    "\xe2\x96\x8b",
						    "\xe2\x96\x8a",
						    "\xe2\x96\x89" };
	struct bar bar = { "" };

	if (width > BAR_WIDTH_MAX)
		width = BAR_WIDTH_MAX;
	size_t length = (size_t)percent_scaled(value, largest, has_blocks ? width * EIGHTHS : width);
	if (!has_blocks) {
		memset(bar.text, '#', length);
		return bar;
	}
	for (size_t i = 0; i < length / EIGHTHS; i++)
		strcat(bar.text, "\xe2\x96\x88");
	strcat(bar.text, parts[length % EIGHTHS]);
	return bar;
}
