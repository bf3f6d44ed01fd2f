/* SPDX-License-Identifier: MIT */
/*
 * What is said on standard error after call records have been read: how many, and one line for each kind of thing that
 * a person should look at, with the first place.
 */
#ifndef HANGUP_SUMMARY_H
#define HANGUP_SUMMARY_H

#include "records/pass.h"

struct record_files {
	char *const *names;
	size_t count;
};

/* The file, as it is and not yet fit to be shown; "standard input"; or "1 of 3 files", which is written to room. */
const char *summary_label(const struct record_files *files, size_t files_read, struct figure *room);

/* The summary of what a pass has read of them. */
void summary_of_files(const struct record_files *files, const struct pass *pass);

struct summary {
	const struct diagnostics *diagnostics;
	const char *command; /* "annotate", and its files, for hints */
	const char *inputs;
	const char *label;        /* the file, or "3 files" */
	const char *column;       /* the code column's name, "" if it has none */
	bool is_text;             /* it has no columns */
	bool has_keys;            /* JSON: -c takes no number, and a column that is nowhere has been reported already */
	bool is_always;           /* the first line even if every record is ok */
	const struct which *only; /* the records that were written; NULL: all */
	const char *malformed;    /* what became of malformed lines: "copied as they were" */
};

void summary_print(const struct summary *summary, const struct tally *tally);

/* Times that cannot be read, and zones that differ: part of the summary, or said where there is none. */
void summary_print_times(const struct diagnostics *diagnostics, const struct tally *tally);

#endif
