/* SPDX-License-Identifier: MIT */
/*
 * The new cells: which they are, what they hold for each cause and status, rendered once, and put into the records'
 * bytes. Nothing but inserted cells ever differs from the input.
 */
#ifndef HANGUP_SPLICE_H
#define HANGUP_SPLICE_H

#include "reader/header.h"
#include "records/verdict.h"
#include "support/sink.h"
#include "table/columns.h"

/* The columns that can be added: some of a cause's, and the status. Indices of added_choices. */
enum { ADDED_COUNT = 8 };

extern const struct choices added_choices; /* the values of --add, "all" after the columns */

struct added_list {
	size_t columns[ADDED_COUNT + 1]; /* one more while "all" is being read */
	size_t count;
	const char *prefix; /* of their names */
};

/* cause,group,action,status, and the prefix plivo_. */
struct added_list added_default(void);

/* Reads a --add list. Returns false after a message. */
bool added_parse(struct added_list *list, const char *names, const struct diagnostics *diagnostics);

/* The name of one of them in a header: prefix and name. Returns it in buffer, which a longer name is cut to fit. */
struct added_name {
	char text[256];
};
struct added_name added_name(const struct added_list *list, size_t i);

/* Whether a column is called as annotate calls a new one where nothing else is asked for. */
bool added_is_usual(struct text name);

/* A row of cells, as it stands in the splice's text. */
struct cells {
	size_t at, length;
};

/* How the cells are written. */
enum splice_style { SPLICE_CSV, SPLICE_JSON, SPLICE_TEXT };

struct splice {
	enum splice_style style;
	unsigned char delimiter;
	char *text;                             /* all the rows, one behind the other */
	struct cells *for_cause;                /* cause_count of them */
	struct cells for_status[VERDICT_COUNT]; /* all but VERDICT_OK */
	struct cells header, empty;
};

/* Whether names with this prefix can be written so: without the delimiter in CSV and text, as UTF-8 in JSON. */
bool splice_can_name(enum splice_style style, const char *prefix, unsigned char delimiter);

/* Renders the cells. */
void splice_open(struct splice *splice, enum splice_style style, const struct added_list *list,
		 unsigned char delimiter);
void splice_close(struct splice *splice);

/* The cells of a record with that verdict. */
static inline const struct cells *splice_cells(const struct splice *splice, const struct verdict *verdict)
{
	return verdict->status == VERDICT_OK ? &splice->for_cause[cause_index(verdict->cause)]
					     : &splice->for_status[verdict->status];
}

/* Writes a record, padded to the columns of its header, with these of the splice's cells; a header with their names. */
void splice_put(const struct splice *splice, struct sink *out, const struct record *record, const struct cells *cells);

#endif
