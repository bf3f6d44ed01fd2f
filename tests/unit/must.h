/* SPDX-License-Identifier: MIT */
/* What holds by the million is said only where it does not. */
#ifndef HANGUP_TEST_MUST_H
#define HANGUP_TEST_MUST_H

#include <check.h>

/*
 * ck_assert_msg writes a message to the test runner each time it holds; by the million that takes longer than what is
 * tested.
 */
#define must(condition, ...)                                                                                           \
	do {                                                                                                           \
		if (!(condition))                                                                                      \
			ck_abort_msg(__VA_ARGS__);                                                                     \
	} while (0)

#endif
