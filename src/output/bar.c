#include "output/bar.h"

#include <string.h>

enum { EIGHTHS = 8 };

static void append(struct bar *bar, const char *text)
{
	strcat(bar->text, text);
}

/* value / largest * units, rounded. */
static size_t scale(uint64_t value, uint64_t largest, size_t units)
{
	/* Beyond any count of calls: what is lost here is less than could be seen. */
	while (largest > UINT64_MAX / (2 * BAR_WIDTH_MAX * EIGHTHS + 1)) {
		largest /= 2;
		value /= 2;
	}
	return largest > 0 ? (size_t)((2 * value * units + largest) / (2 * largest)) : 0;
}

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
	size_t length = scale(value, largest, has_blocks ? width * EIGHTHS : width);
	if (!has_blocks) {
		memset(bar.text, '#', length);
		return bar;
	}
	for (size_t i = 0; i < length / EIGHTHS; i++)
		append(&bar, "\xe2\x96\x88");
	append(&bar, parts[length % EIGHTHS]);
	return bar;
}
