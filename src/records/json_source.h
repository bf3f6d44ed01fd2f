/* The call records of JSON: objects that have a code's key, or a source's. */
#ifndef HANGUP_JSON_SOURCE_H
#define HANGUP_JSON_SOURCE_H

#include "reader/json.h"
#include "records/record_source.h"

/* What a file has shown, for messages alone. */
struct json_seen {
	struct header keys;       /* of the file's first record or, as long as there is none, of all its objects */
	bool has_record_keys;     /* they are a record's */
	bool has_key[CELL_COUNT]; /* some record of the file has a key of that */
	bool is_hidden;           /* no record in the file so far, but a code in a string */
};

struct json_source {
	struct input_file *file;
	struct json_reader reader;
	struct json_seen seen;
};

extern const struct shape json_shape; /* its state is a json_source */

/* It may not be moved. */
void json_source_open(struct json_source *json, struct input_file *file);
void json_source_close(struct json_source *json);

#endif
