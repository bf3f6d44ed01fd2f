/* SPDX-License-Identifier: MIT */
/*
 * What annotate and stats say alike about the files of call records they have read.
 */
#ifndef HANGUP_RECORD_FILES_H
#define HANGUP_RECORD_FILES_H

#include "records/pass.h"

struct record_files {
	char *const *names;
	size_t count;
};

/* The file, as it is and not yet fit to be shown; "standard input"; or "1 of 3 files", which is written to room. */
const char *record_files_label(const struct record_files *files, size_t files_read, struct figure *room);

/* The summary on standard error. */
void record_files_summary(const struct record_files *files, const struct pass *pass);

#endif
