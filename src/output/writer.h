/*
 * Writers print rows of text in one format: plain (tab-separated), table, csv or json. They know nothing of causes.
 * A new format is one row in formats[] and one file.
 */
#ifndef HANGUP_WRITER_H
#define HANGUP_WRITER_H

#include "output/columns.h"
#include "support/sink.h"

enum format_id { FORMAT_PLAIN, FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON, FORMAT_COUNT };

struct writer;

struct format {
	const char *name;
	const char *help;
	/* Each returns 0 or an errno value. begin and end may be NULL. */
	int (*begin)(struct writer *writer);
	int (*row)(struct writer *writer, const char *const *cells);
	int (*end)(struct writer *writer);
};

extern const struct format formats[FORMAT_COUNT];
extern const struct choices format_choices;

struct writer {
	const struct format *format;
	struct sink *out;
	const struct column *columns;
	size_t column_count;
	size_t width; /* of a table, in columns of the terminal */
	size_t rows;  /* printed so far */
	void *state;  /* the format's own */
	int error;
};

/* Starts a table of these columns, which must outlive the writer. */
void writer_begin(struct writer *writer, enum format_id format, struct sink *out, const struct column *columns,
		  size_t column_count, size_t width);

/* One row; a NULL cell is empty, in JSON null. */
void writer_row(struct writer *writer, const char *const *cells);

/* Ends the table and frees what the writer holds. Returns 0 or the first error, an errno value. */
int writer_end(struct writer *writer);

/* The width to wrap at: COLUMNS if it is a sensible number, else that of the terminal on descriptor, else 80. */
size_t terminal_width(int descriptor);

#endif
