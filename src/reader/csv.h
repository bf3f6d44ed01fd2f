/* SPDX-License-Identifier: MIT */
/*
 * Call records out of CSV: blank lines, records, malformed lines, in order, every byte of the input in exactly one item.
 * The scanner recognises what is beyond doubt, libcsv decides on the rest; blank lines and the size limit are decided
 * here.
 */
#ifndef HANGUP_CSV_H
#define HANGUP_CSV_H

#include "reader/csv_record.h"
#include "reader/lines.h"
#include "reader/scanner.h"

struct csv_reader {
	struct lines lines;
	struct scanner scanner;
	/* The record in doubt at the window's beginning, as far as it has been fed. */
	struct csv_record fed;
	bool is_feeding;
	bool fields_are_lost; /* fed has not seen its beginning: that must be fed again for its cells */
	size_t field;         /* the next one's index */
	struct text cells[CELLS_MAX];
	char *values; /* copies of the cells */
	size_t values_used;
	/*
	 * What became of an earlier record whose quote stayed open: every line end before this place of the input stood
	 * inside its quotes. A later record that has a quote open at one of them is in the same state and will fare the
	 * same, so nothing is read twice and work grows no faster than the input.
	 */
	uint64_t open_until;    /* in bytes of the input; 0: none */
	const char *open_error; /* what it met there; if that is only the size limit, stopped can go on */
	struct csv_record stopped;
};

/*
 * A reader for what comes at the window's beginning, on that line of the file. The columns must outlive it; kernel may
 * be NULL. csv_reader_close frees what it holds; a reader of zeros may be closed too.
 */
void csv_reader_open(struct csv_reader *reader, struct input *input, const struct kernel *kernel,
		     unsigned char delimiter, const struct columns *columns, uint64_t line);
void csv_reader_close(struct csv_reader *reader);

/* The columns are others from the next record on. */
void csv_reader_use_columns(struct csv_reader *reader);

/*
 * The next item, which is at the beginning of the input's window and as long as head and tail of *record together; it
 * has been consumed. Before ITEM_MORE and ITEM_END nothing has been. Before the first call *record is all zeros: of its
 * cells only the wanted ones are written.
 */
enum item csv_reader_next(struct csv_reader *reader, struct record *record);

/* Hands on the window's first head bytes, which may hold line ends, and the line end behind them if one is there. */
void csv_reader_take(struct csv_reader *reader, struct record *record, size_t head);

#endif
