/*
 * A look at the beginning of a file of call records, for completion: the names of its columns, and what the first
 * record holds under them. It may not keep anyone waiting: nothing but a regular file is opened, and no more than
 * PEEK_SIZE bytes of it are read.
 */
#ifndef HANGUP_PEEK_H
#define HANGUP_PEEK_H

#include "records/header.h"

enum { PEEK_SIZE = 64 * 1024 };

struct peek {
	struct header header; /* the first record; the keys of a JSON object */
	struct header first;  /* the cells of the record after it, the values of the keys; there may be fewer */
	bool is_json;
};

/*
 * Reads a file under a delimiter; 0: under the one its header tells. JSON is looked for only if may_be_json. Returns
 * false if there is nothing to tell: no such file, one that is not regular, no header within PEEK_SIZE bytes, no text.
 * Close it whatever is returned.
 */
bool peek_open(struct peek *peek, const char *file, unsigned char delimiter, bool may_be_json);
void peek_close(struct peek *peek);

#endif
