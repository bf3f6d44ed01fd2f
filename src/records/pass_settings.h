/* SPDX-License-Identifier: MIT */
/* What the command line says about call records, and what is to be done with them. */
#ifndef HANGUP_PASS_SETTINGS_H
#define HANGUP_PASS_SETTINGS_H

#include "reader/scanner.h"
#include "records/columns.h"
#include "records/splice.h"
#include "records/times.h"
#include "records/verdict.h"
#include "records/which.h"

struct pass_settings {
	const char *command; /* "annotate", or with its options, for hints */
	const char *inputs;  /* its files, as words behind it: " a.csv b.csv"; "" */
	const struct diagnostics *diagnostics;
	struct column_specs columns;
	enum table_scope table;  /* by which records are judged */
	unsigned char delimiter; /* 0: the input tells */
	bool has_no_header;
	const struct added_list *added; /* NULL: nothing is written */
	const struct which *only;       /* annotate writes these records alone; NULL: all */
	struct period period;           /* the others are neither written nor counted */
	struct sink *out;               /* flushed before waiting for input */
	bool shows_progress;
	bool is_quiet; /* nothing is said of what is worth knowing and no trouble */
	/* Who takes the records, malformed ones (with their error) among them; NULL: they are counted and written. */
	void (*take)(void *data, const struct record *record);
	/* Who counts them as well; NULL: nobody. The moment is NULL where a record has no time. */
	void (*count)(void *data, const struct verdict *verdict, const struct record *record,
		      const struct moment *moment, const char *file);
	void *data;
	/* For tests: how the scanner looks at bytes (NULL: it is off), and the most to read at once (0: no limit). */
	const struct kernel *kernel;
	size_t read_size;
};

#endif
