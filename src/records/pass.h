/* SPDX-License-Identifier: MIT */
/*
 * The way of all call records: open each input, see what it is, find which columns matter, read record after record,
 * judge, count and, for annotate, write them with their new cells. annotate and stats both go this way, so they cannot
 * disagree; explain and lookup go it up to the verdict.
 */
#ifndef HANGUP_PASS_H
#define HANGUP_PASS_H

#include "records/open_records.h"

struct pass {
	const struct pass_settings *settings;
	struct tally tally;
	size_t files_read;      /* those that were read to their end, or as far as they could be */
	struct input_file file; /* at hand */
	const char *annotated;  /* the first file whose columns annotate has added to, and the first of the others */
	const char *bare;
	struct shapes shapes;
};

/* The defaults: columns by rule, the fastest kernel. */
struct pass_settings pass_defaults(const char *command, const struct diagnostics *diagnostics, struct sink *out);

/* Close it in the end; it may not be moved. A pass of zeros may be closed too. */
void pass_open(struct pass *pass, const struct pass_settings *settings);
void pass_close(struct pass *pass);

/*
 * Goes over the files, "-" or no files at all being standard input. Prints messages about what cannot be read. Returns
 * STATUS_DONE or STATUS_TROUBLE; malformed lines are counted and no trouble yet.
 */
enum status pass_files(struct pass *pass, char *const *files, size_t count, int standard_input);

/* The same for bytes in memory. */
enum status pass_memory(struct pass *pass, struct text bytes);

#endif
