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

/* By what a call is known again: of each leg its code and its UUID, with NULs behind them. */
struct json_call {
	char text[512];
	size_t length; /* 0: there is no code, or all of it is too long */
	bool has_uuid;
	uint64_t value, list; /* as its record has them */
};

struct json_source {
	struct input_file *file;
	struct column_specs specs; /* the file's, with the UUID, by which a call is known again */
	struct json_reader reader;
	struct json_seen seen;
	struct text_source *text; /* reads what strings tell */
	struct json_call last;
	bool is_telling; /* strings of the last record may tell of more calls */
};

extern const struct shape json_shape; /* its state is a json_source */

/* It may not be moved, and the source of text must be open. */
void json_source_open(struct json_source *json, struct input_file *file, struct text_source *text);
void json_source_close(struct json_source *json);

#endif
