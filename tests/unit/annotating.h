/* SPDX-License-Identifier: MIT */
/*
 * annotate run inside the test program: bytes in, bytes out, with everything about the surroundings that may make no
 * difference (file or pipe, how much is read at once, the scanner's kernel) for the caller to choose.
 */
#ifndef HANGUP_TEST_ANNOTATING_H
#define HANGUP_TEST_ANNOTATING_H

#include <check.h>

#include "records/pass.h"

/* What may make no difference. */
struct surroundings {
	const struct kernel *kernel; /* NULL: the scanner is off */
	size_t read_size;            /* 0: no limit */
	bool is_pipe;
};

enum count {
	COUNT_OK,
	COUNT_UNKNOWN,
	COUNT_MISMATCH,
	COUNT_INVALID,
	COUNT_RAGGED,
	COUNT_EMPTY,
	COUNT_BAD, /* malformed lines */
	COUNT_SHORT,
	COUNT_LONG,
	COUNT_RECORDS,
	COUNT_COUNT
};
extern const char *const count_names[COUNT_COUNT];

struct annotated {
	unsigned char *out;
	size_t size;
	char *messages;
	enum status status;
	uint64_t counts[COUNT_COUNT];
};

/* Descriptors and rooms for runs, one after the other. */
struct annotating {
	int out, messages;
	size_t second;         /* the input is two files, of which the second begins there; 0: standard input */
	struct annotated done; /* what the last run did; lives until the next */
	size_t out_room, messages_room;
};

void annotating_open(struct annotating *annotating);
void annotating_close(struct annotating *annotating);

/*
 * `hangup annotate ARGUMENTS... <bytes`; arguments end with NULL. Without those options it is trouble; what else cannot
 * be done fails the running test.
 */
const struct annotated *annotating_run(struct annotating *annotating, const char *const *arguments, const void *bytes,
				       size_t size, const struct surroundings *surroundings);

/* The sizes of reads that are tried where nothing speaks for others; the last is none. */
enum { READ_SIZES = 10 };
extern const size_t read_sizes[READ_SIZES];

/*
 * The same in every surroundings: file and pipe, all kernels and none, reads of each of those sizes. Fails the running
 * test unless the outcome is always the same.
 */
const struct annotated *annotating_everywhere(struct annotating *annotating, const char *const *arguments,
					      const void *bytes, size_t size, const size_t *sizes, size_t count);

extern const char *const no_arguments[];

/*
 * How much is tried. HANGUP_TEST_LENGTH=whole: all there is; least: as little as will do under valgrind and the like,
 * where one way to run is enough; else what a change may wait for.
 */
size_t by_length(size_t least, size_t usual, size_t whole);
bool is_short_run(void);

/* How many of the read sizes are tried: all, or in a short run none. */
size_t unless_short(size_t count);

/* Fails the running test unless both are the same: output, messages, status, counts. label says what was run. */
void annotated_same(const struct annotated *a, const struct annotated *b, const char *label);

/* A copy that outlives the next run; annotated_free frees it. */
struct annotated annotated_copy(const struct annotated *annotated);
void annotated_free(struct annotated *annotated);

/* All kernels that this machine supports and, last, none; returns how many, at most KERNELS. */
enum { KERNELS = 8 };
size_t all_kernels(const struct kernel *kernels[KERNELS]);

/* "portable", "off" */
const char *kernel_name(const struct kernel *kernel);

#endif
