/*
 * Call records out of NDJSON: one object a line, blank lines, malformed lines, in order, every byte of the input in
 * exactly one item. Which member holds the code is decided for each object, by the rules for headers.
 */
#ifndef HANGUP_JSON_READER_H
#define HANGUP_JSON_READER_H

#include "reader/json_object.h"
#include "reader/lines.h"
#include "records/splice.h"
#include "support/escape.h"

/* What is looked for. Everything pointed to outlives the reader. */
struct json_specs {
	const struct column_spec *code, *name;
	const struct column_spec *source;      /* NULL: sources are not wanted */
	const struct added_list *added; /* names that no record may have already; NULL: none */
};

struct json_reader {
	struct lines lines;
	struct json_specs specs;
	json_t *object;      /* the record at hand */
	struct header keys;  /* its keys */
	struct header alike; /* the keys that what follows was found out for: most records have the same */
	const char *trouble;
	size_t columns[CELL_COUNT];
	bool is_trunk;
	/* Of all records so far, for messages. */
	struct header first; /* the keys of the first */
	bool has_key[CELL_COUNT];
	struct shown code_key;  /* the first key that codes came from; "" as long as there is none */
	struct shown other_key; /* a second one beside it; "": none */
};

/*
 * A reader for any number of inputs, one after the other: json_reader_begin for what comes at the window's beginning,
 * on that line of the file. A reader of zeros may be closed too.
 */
void json_reader_open(struct json_reader *reader, const struct json_specs *specs);
void json_reader_begin(struct json_reader *reader, struct input *input, uint64_t line);
void json_reader_close(struct json_reader *reader);

/*
 * The next item, as csv_reader_next has it. Of a record the head ends before the closing brace; its cells and is_trunk
 * are set.
 */
enum item json_reader_next(struct json_reader *reader, struct record *record);

#endif
