/* SPDX-License-Identifier: MIT */
/*
 * The records of --against, of one file or several: what those of now are compared with.
 */
#ifndef HANGUP_BEFORE_H
#define HANGUP_BEFORE_H

#include "stats/request.h"
#include "stats/significance.h"

struct before {
	struct pass pass; /* its tally is that of all files */
	size_t files;
	double drift; /* what shares differ by from file to file: significance_drift */
};

/*
 * Reads the files. Returns STATUS_TROUBLE after a message where there is nothing to compare with. Close its pass in any case;
 * the request must outlive it.
 */
enum status before_open(struct before *before, const struct stats_request *request, int standard_input);

/* Whether so many records, of which so many have a known code, can be compared with others. A message otherwise. */
bool before_can_compare(const struct diagnostics *diagnostics, const char *label, uint64_t records, uint64_t known);

#endif
