/* SPDX-License-Identifier: MIT */
/*
 * Where results go: a descriptor, a buffer and the first error. Every result byte leaves through a sink. Records are
 * handed over whole, and every write ends at the end of one, so that whoever reads a file that is still growing, or
 * that was cut short by a full disk or a signal, never sees half a record.
 */
#ifndef HANGUP_SINK_H
#define HANGUP_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

#include "support/diagnostics.h"

enum { SINK_SIZE = 256 * 1024 };

struct sink {
	int descriptor;
	int error; /* errno of the first failure, 0 as long as there is none; after it bytes are dropped */
	bool is_regular;
	unsigned char *buffer;
	size_t used;
	bool is_partly_out; /* of what has been put since sink_flush was last called, something has been written */
};

void sink_open(struct sink *sink, int descriptor);

unsigned char *sink_emptied(struct sink *sink, size_t length);

/*
 * Room for length bytes (a whole record) in one piece, after writing out what is there if need be. Returns NULL after
 * an error and for more than SINK_SIZE: sink_put_bytes cuts such a record up. Follow with sink_took.
 */
static inline unsigned char *sink_room(struct sink *sink, size_t length)
{
	return sink->error == 0 && length <= SINK_SIZE - sink->used ? sink->buffer + sink->used
								    : sink_emptied(sink, length);
}

static inline void sink_took(struct sink *sink, size_t length)
{
	sink->used += length;
}

void sink_put_bytes(struct sink *sink, const void *bytes, size_t length);
void sink_put(struct sink *sink, const char *string);
void sink_put_format(struct sink *sink, const char *format, ...) PRINTF_LIKE(2, 3);

/* Drops what has been put since the last flush. False: some of that is written already, and so will be the rest. */
bool sink_discard(struct sink *sink);

/* Writes out what is there. Returns the sink's error. */
int sink_flush(struct sink *sink);

/* Flushes, closes the descriptor (some file systems report a full disk only then), frees. Returns the sink's error. */
int sink_close(struct sink *sink);

/*
 * Whether what is written goes to that input, a regular file, which would grow while it is read or has been emptied by
 * the shell already; then with a message, in which it has this name.
 */
bool sink_is_input(const struct sink *out, const struct stat *in, const char *name,
		   const struct diagnostics *diagnostics);

#endif
