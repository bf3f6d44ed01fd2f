/* SPDX-License-Identifier: MIT */
/*
 * A look at the beginning of a file of call records, for completion: the names of its columns as annotate finds them,
 * and what the first record holds under them. It may not keep anyone waiting: nothing but a regular file is opened, and
 * no more than PREVIEW_SIZE bytes of it are read.
 */
#ifndef HANGUP_PREVIEW_H
#define HANGUP_PREVIEW_H

#include "records/pass.h"

enum { PREVIEW_SIZE = 64 * 1024 };

struct preview {
	struct pass_settings settings;
	struct pass pass;
	const struct header *names; /* of the columns, the keys of JSON; where there is no header, the first record */
	struct header first; /* the cells of the first record, the values of its first keys; there may be fewer */
	bool is_json;
	bool has_record;
};

/*
 * Reads a file as the settings say, but for who takes its records. Returns false if there is nothing to tell: no such
 * file, one that is not regular, no names within PREVIEW_SIZE bytes. Close it whatever is returned; it may not be moved.
 */
bool preview_open(struct preview *preview, const char *file, const struct pass_settings *settings);
void preview_close(struct preview *preview);

#endif
