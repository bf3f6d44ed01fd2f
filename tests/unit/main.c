/* SPDX-License-Identifier: MIT */
/*
 * Runs every suite. A file tests/unit/test_NAME.c defines `Suite *NAME_suite(void)`; the build lists those files in
 * suites.h, a line SUITE(NAME) each, so that no suite can be written and then forgotten.
 *
 * Check's own variables work as ever: CK_FORK=no for debuggers, CK_RUN_SUITE=name for one suite, CK_VERBOSITY=verbose.
 */
#include <check.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <stdlib.h>

#define SUITE(name) Suite *name##_suite(void);
#include "tests/unit/suites.h"
#undef SUITE

static Suite *(*const suites[])(void) = {
#define SUITE(name) name##_suite,
#include "tests/unit/suites.h"
#undef SUITE
};

/* Large rooms come and go by the hundred thousand: they shall not be handed back to the kernel each time. */
static void keep_memory(void)
{
#ifdef __GLIBC__
	mallopt(M_MMAP_THRESHOLD, 32 * 1024 * 1024);
	mallopt(M_TRIM_THRESHOLD, 64 * 1024 * 1024);
#endif
}

/*
 * Check has the place of each assertion that holds written to its runner, for the case of a crash; by the million that
 * takes longer than what is tested. The linker's --wrap prescribes the name.
 */
void __wrap__mark_point(const char *file, int line);

void __wrap__mark_point(const char *file, int line)
{
	(void)file;
	(void)line;
}

int main(void)
{
	SRunner *runner = srunner_create(NULL);

	keep_memory();
	/* For a test that hangs. Check reads it as a case is made; its own limit, 4 seconds, is soon over where much runs. */
	setenv("CK_DEFAULT_TIMEOUT", "600", 0);
	/* What is shown of text that is not ASCII depends on it. */
	setenv("LC_ALL", "C.UTF-8", 1);
	for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++)
		srunner_add_suite(runner, suites[i]());
	srunner_run_all(runner, CK_ENV);
	/* A runner without tests would be a success to Check. */
	int failed = srunner_ntests_run(runner) == 0 || srunner_ntests_failed(runner) > 0;
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
