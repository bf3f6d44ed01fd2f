/* SPDX-License-Identifier: MIT */
/*
 * How a file of call records is begun: what it is, by its first bytes, whether it can be read, and which of the sources
 * reads it. Passes on what stands before the first record, once it is clear that the file can be read.
 */
#ifndef HANGUP_OPEN_RECORDS_H
#define HANGUP_OPEN_RECORDS_H

#include "records/csv_source.h"
#include "records/json_source.h"
#include "records/text_source.h"

struct shapes {
	struct csv_source csv;
	struct json_source json;
	struct text_source text;
	const struct shape *shape; /* of the file at hand; where records are written, of all files; NULL: not known */
};

/* Close them in the end. They may not be moved. */
void shapes_open(struct shapes *shapes, struct input_file *file);
void shapes_close(struct shapes *shapes);

/*
 * Looks at the file that the input is at, reading as much as that needs. STATUS_DONE: the source stands at its first
 * record. STATUS_TROUBLE after a message: the file is passed over.
 */
enum status open_records(struct shapes *shapes, struct input_file *file, struct record_source *source);

#endif
