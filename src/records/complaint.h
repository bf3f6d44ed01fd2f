/*
 * What to say when no column can be chosen: what was looked for, which there are, what to type instead.
 */
#ifndef HANGUP_COMPLAINT_H
#define HANGUP_COMPLAINT_H

#include "records/header.h"
#include "support/diagnostics.h"

/* Where the header came from, for messages and for the commands they suggest. */
struct origin {
	const struct diagnostics *diagnostics;
	const char *command; /* "annotate" */
	const char *file;    /* as messages name it */
	const char *operand; /* as commands name it; NULL for standard input */
};

/* A column that is looked for, as messages speak of it. */
struct sought {
	const char *option; /* that chooses it */
	const char *what;   /* it holds */
	const char *usual;  /* its usual name */
};

extern const struct sought sought_code, sought_name, sought_source;

/* A column that an option names, or that the rules look for. */
void complain_column(const struct origin *origin, const struct header *header, const struct wish *wish,
		     const struct choice *choice, const struct sought *sought);

/* A SIP-trunk record. */
void complain_trunk(const struct origin *origin, const struct header *header, size_t column);

/* Several columns hold codes: which was taken. */
void complain_several(const struct origin *origin, const struct header *header, const struct choice *choice);

/* A header that cannot be read, on that line. Returns STATUS_TROUBLE. */
enum status complain_header(const struct origin *origin, const char *trouble, uint64_t line);

/* Keys of JSON objects: an option that gives a number; keys of which no object has the wanted one. */
void complain_key_number(const struct origin *origin, const struct sought *sought);
void complain_key_missing(const struct diagnostics *diagnostics, const struct header *keys, const struct wish *wish,
			  const struct sought *sought);
void complain_keys_several(const struct diagnostics *diagnostics, const char *taken, const char *other);

#endif
