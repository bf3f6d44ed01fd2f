/* SPDX-License-Identifier: MIT */
/* The call records of JSON: objects that have a code's key, or a source's. */
#ifndef HANGUP_JSON_SOURCE_H
#define HANGUP_JSON_SOURCE_H

#include "reader/json.h"
#include "records/text_source.h"

/* What a file has shown, for messages alone. */
struct json_seen {
	struct header keys;       /* of the file's first record or, as long as there is none, of all its objects */
	bool has_record_keys;     /* they are a record's */
	bool has_key[CELL_COUNT]; /* some record of the file has a key of that */
	uint64_t calls;           /* so many of the file */
};

struct json_source {
	struct input_file *file;
	struct column_specs specs; /* the file's, with the UUID, by which a call is known again */
	struct json_reader reader;
	struct json_seen seen;
	struct text_source *text; /* reads what strings tell */
	struct call_mark last;    /* the call before, if it may be told again */
	uint64_t value, list;     /* as its record has them */
	bool is_telling;          /* strings of the last record may tell of more calls */
};

extern const struct shape json_shape; /* its state is a json_source */

/* It may not be moved, and the source of text must be open. */
void json_source_open(struct json_source *json, struct input_file *file, struct text_source *text);
void json_source_close(struct json_source *json);

#endif
