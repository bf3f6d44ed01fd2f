/* SPDX-License-Identifier: MIT */
/*
 * How much work has been done, counted instead of timed: the bytes that libcsv was fed, and those that memchr looked
 * at. The test program is linked so that calls of both come by here.
 */
#ifndef HANGUP_TEST_COUNTING_H
#define HANGUP_TEST_COUNTING_H

#include <stdint.h>

struct work {
	uint64_t parsed, searched;
};

/* What has been done since the program began. */
struct work work_done(void);

#endif
