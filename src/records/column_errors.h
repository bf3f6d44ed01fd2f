/* SPDX-License-Identifier: MIT */
/*
 * What to say when no column can be chosen: what was looked for, which there are, what to type instead. Every hint that
 * is a command works as it stands.
 */
#ifndef HANGUP_COLUMN_ERRORS_H
#define HANGUP_COLUMN_ERRORS_H

#include "records/columns.h"
#include "support/diagnostics.h"

/* Where records come from, for messages and for the commands they suggest. */
struct origin {
	const struct diagnostics *diagnostics;
	const char *command;     /* "annotate -c code --only fix": with its options */
	const char *inputs;      /* and its files: " a.csv b.csv"; "" */
	const char *file;        /* as messages name it */
	const char *operand;     /* as commands name it; NULL for standard input */
	unsigned char delimiter; /* that its fields seem to have instead; 0: none */
};

/* A hint: that this command, given the file, makes of it what can be read in its place. */
void origin_hint(const struct origin *origin, const char *filter);

/* A column that is looked for, as messages speak of it. */
struct column_role {
	const char *option; /* that chooses it */
	const char *what;   /* it holds */
	const char *usual;  /* its usual name */
};

extern const struct column_role column_roles[CELL_COUNT]; /* of the cells that have an option */

/* Why columns could not be chosen from a header, on that line. Returns STATUS_TROUBLE. */
enum status column_error(const struct origin *origin, const struct header *header, const struct column_specs *specs,
			 const struct column_choice *choice, unsigned char delimiter, uint64_t line);

/* A header that cannot be read, on that line. Returns STATUS_TROUBLE. */
enum status column_error_header(const struct origin *origin, const char *error, uint64_t line);

/* Under -c N: the header looks like a record, if it does. */
void column_note_data(const struct origin *origin, const struct header *header, const struct column_specs *specs,
		      unsigned char delimiter, uint64_t line);

/* Keys of JSON objects, of which none is the wanted one, or has no number as the command line says. Returns STATUS_TROUBLE. */
enum status column_error_keys(const struct origin *origin, const struct header *keys, const struct column_specs *specs,
			      enum cell cell);

/* Several columns or keys hold codes: which was taken. file: NULL if they are of several. */
void column_note_several(const struct diagnostics *diagnostics, const char *file, const char *taken, const char *other);

#endif
