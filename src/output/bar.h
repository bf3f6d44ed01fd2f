/* SPDX-License-Identifier: MIT */
/*
 * Bars for tables: a length in eighths of a block, or in # where blocks cannot be shown. No I/O.
 */
#ifndef HANGUP_BAR_H
#define HANGUP_BAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BAR_WIDTH_MAX = 40, BLOCK_BYTES = 3 };

struct bar {
	char text[BAR_WIDTH_MAX * BLOCK_BYTES + 1];
};

/*
 * The bar of a value where the largest fills width columns, at most BAR_WIDTH_MAX; rounded to the nearest eighth of a
 * block or the nearest #, so that it may be empty.
 */
struct bar bar_of(uint64_t value, uint64_t largest, size_t width, bool has_blocks);

#endif
