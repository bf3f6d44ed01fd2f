/*
 * What to say when no column can be chosen: what was looked for, which there are, what to type instead.
 */
#ifndef HANGUP_COLUMN_ERRORS_H
#define HANGUP_COLUMN_ERRORS_H

#include "reader/header.h"
#include "support/diagnostics.h"

/* Where the header came from, for messages and for the commands they suggest. */
struct origin {
	const struct diagnostics *diagnostics;
	const char *command; /* "annotate" */
	const char *file;    /* as messages name it */
	const char *operand; /* as commands name it; NULL for standard input */
};

/* A column that is looked for, as messages speak of it. */
struct column_role {
	const char *option; /* that chooses it */
	const char *what;   /* it holds */
	const char *usual;  /* its usual name */
};

extern const struct column_role role_code, role_name, role_source;

/* A column that an option names, or that the rules look for. */
void column_error(const struct origin *origin, const struct header *header, const struct column_spec *spec,
		     const struct column_match *choice, const struct column_role *role);

/* A SIP-trunk record. */
void column_error_trunk(const struct origin *origin, const struct header *header, size_t column);

/* Several columns hold codes: which was taken. */
void column_note_several(const struct origin *origin, const struct header *header, const struct column_match *choice);

/* A header that cannot be read, on that line. Returns STATUS_TROUBLE. */
enum status column_error_header(const struct origin *origin, const char *trouble, uint64_t line);

/* Keys of JSON objects: an option that gives a number; keys of which no object has the wanted one. */
void column_error_key_number(const struct origin *origin, const struct column_role *role);
void column_error_key_missing(const struct diagnostics *diagnostics, const struct header *keys, const struct column_spec *spec,
			  const struct column_role *role);
void column_note_keys_several(const struct diagnostics *diagnostics, const char *taken, const char *other);

#endif
