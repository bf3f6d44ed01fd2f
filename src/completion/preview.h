/*
 * A look at the beginning of a file of call records, for completion: the names of its columns, and what the first
 * record holds under them. It may not keep anyone waiting: nothing but a regular file is opened, and no more than
 * PREVIEW_SIZE bytes of it are read.
 */
#ifndef HANGUP_PREVIEW_H
#define HANGUP_PREVIEW_H

#include "reader/header.h"

enum { PREVIEW_SIZE = 64 * 1024 };

struct preview {
	struct header header; /* the first record; the keys of a JSON object */
	struct header first;  /* the cells of the record after it, the values of the keys; there may be fewer */
	bool is_json;
	bool has_record; /* JSON: the keys are those of a call record */
};

/*
 * Reads a file under a delimiter; 0: under the one its header tells. JSON is looked for only if may_be_json. Returns
 * false if there is nothing to tell: no such file, one that is not regular, no header within PREVIEW_SIZE bytes, no text.
 * Close it whatever is returned.
 */
bool preview_open(struct preview *preview, const char *file, unsigned char delimiter, bool may_be_json);
void preview_close(struct preview *preview);

#endif
