/* SPDX-License-Identifier: MIT */
/*
 * How far long work has come, on one line of a terminal that is overwritten and in the end erased. It is silent unless
 * there is a terminal to write to, no results go there meanwhile, and the work has taken a second.
 */
#ifndef HANGUP_PROGRESS_H
#define HANGUP_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

enum { PROGRESS_WIDTH = 58 };

struct progress {
	int descriptor;
	bool is_wanted;
	bool is_shown;
	uint64_t total;       /* bytes; 0: not known */
	uint64_t began, last; /* milliseconds */
};

/*
 * The line goes to messages if that is a terminal and results, where something is written meanwhile, is not; results is
 * -1 if nothing is. A signal that ends the program erases it first. total: bytes, 0 if it is not known.
 */
void progress_begin(struct progress *progress, int messages, int results, uint64_t total);

/* So many bytes are done: shows it now and then. */
void progress_update(struct progress *progress, uint64_t done);

/* Erases the line, at the end and before any message. */
void progress_erase(struct progress *progress);

struct progress_text {
	char text[128]; /* at most PROGRESS_WIDTH columns of it are used */
};

/* "45 %  1.2 GB of 2.6 GB  310 MB/s  5 s left"; without a total "1.2 GB  310 MB/s". */
struct progress_text progress_describe(uint64_t done, uint64_t total, uint64_t milliseconds);

#endif
