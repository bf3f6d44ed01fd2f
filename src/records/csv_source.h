/* SPDX-License-Identifier: MIT */
/* The call records of CSV: a header, or numbers of columns, and records; what drawn tables draw; headers again. */
#ifndef HANGUP_CSV_SOURCE_H
#define HANGUP_CSV_SOURCE_H

#include "reader/csv.h"
#include "records/csv_cells.h"
#include "records/header_search.h"
#include "records/record_source.h"

struct csv_source {
	struct input_file *file;
	struct found_header found; /* the header of the file that is to begin; without one that is empty, or has -H */
	struct header header;      /* of the file at hand; where records are written, the first file's */
	struct columns
		columns; /* of the last header that was met; that of the UUID is not looked at, but stands here: */
	size_t uuid_column;
	size_t uuids_asked;
	struct header cells_asked; /* all cells of a record whose UUID was asked for */
	unsigned char delimiter;   /* 0: not known so far */
	bool is_moved;             /* behind a header whose columns cannot be told */
	bool has_record;           /* one has been handed on, of whatever file */
	struct csv_reader reader;
	struct csv_cells cells; /* that tell of calls, where no column has their codes */
};

extern const struct shape csv_shape; /* its state is a csv_source */

void csv_source_open(struct csv_source *csv, struct input_file *file, struct text_source *text);
void csv_source_close(struct csv_source *csv);

/* Another file follows. Where records are written, it must have the header of the first. */
void csv_source_forget(struct csv_source *csv);

/* Whether the header is known: of a later file, what stands before its records is not written again. */
static inline bool csv_source_has_header(const struct csv_source *csv)
{
	return csv->header.count > 0;
}

#endif
