/* SPDX-License-Identifier: MIT */
/*
 * Writers print rows of text in one format: plain (tab-separated), table, csv or json. They know nothing of causes.
 * A new format is one file with its functions, and one row in formats[]. csv and json never ask the terminal or the
 * locale for anything.
 */
#ifndef HANGUP_WRITER_H
#define HANGUP_WRITER_H

#include "output/color.h"
#include "support/sink.h"
#include "table/columns.h"

enum format_id { FORMAT_PLAIN, FORMAT_TABLE, FORMAT_CSV, FORMAT_JSON, FORMAT_COUNT };

struct writer;

struct format {
	const char *name;
	const char *help;
	/* begin and end may be NULL. */
	void (*begin)(struct writer *writer);
	void (*row)(struct writer *writer, const char *const *cells);
	void (*end)(struct writer *writer);
};

extern const struct format formats[FORMAT_COUNT];
extern const struct choices format_choices;

struct writer {
	const struct format *format;
	struct sink *out;
	const struct column *columns;
	size_t column_count;
	size_t width;                      /* of a table, in columns of the terminal */
	const struct highlight *highlight; /* plain: what to colour; NULL: nothing */
	size_t rows;                       /* so far */
	bool colors;                       /* table: headings, actions and bars in colour */
	bool has_blocks;                   /* table: bars are made of blocks */
	void *state;                       /* the format's own */
};

/* Starts a table of these columns, which must outlive the writer. */
void writer_begin(struct writer *writer, enum format_id format, struct sink *out, const struct column *columns,
		  size_t column_count, size_t width);

/* One row; a NULL cell is empty, in JSON null. */
void writer_row(struct writer *writer, const char *const *cells);

/* Other columns for the rows that follow. Only json can do that: its objects need not be alike. */
void writer_columns(struct writer *writer, const struct column *columns, size_t column_count);

/* Ends the table and frees what the writer holds. */
void writer_end(struct writer *writer);

/* The functions of formats[], each pair or triple in the file of its name. */
void plain_row(struct writer *writer, const char *const *cells);
void table_row(struct writer *writer, const char *const *cells);
void table_end(struct writer *writer);
void csv_begin(struct writer *writer);
void csv_row(struct writer *writer, const char *const *cells);
void json_row(struct writer *writer, const char *const *cells);
void json_end(struct writer *writer);

/* The width to wrap at: COLUMNS if it is a sensible number, else that of the terminal on descriptor, else 80. */
size_t terminal_width(int descriptor);

#endif
