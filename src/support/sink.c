/* SPDX-License-Identifier: MIT */
#include "support/sink.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/memory.h"
#include "support/retry.h"

void sink_open(struct sink *sink, int descriptor)
{
	struct stat status;

	*sink = (struct sink){ .descriptor = descriptor };
	sink->is_regular = fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
	sink->buffer = allocate(1, SINK_SIZE);
}

/*
 * A write that failed half way leaves half a record at the end of a regular file: takes it off again, if the end of the
 * file is still ours.
 */
static void take_back(const struct sink *sink, size_t written)
{
	off_t end = lseek(sink->descriptor, 0, SEEK_CUR);
	struct stat status;

	if (written == 0 || end < (off_t)written || fstat(sink->descriptor, &status) != 0 || status.st_size != end)
		return;
	if (ftruncate(sink->descriptor, end - (off_t)written) == 0)
		lseek(sink->descriptor, end - (off_t)written, SEEK_SET);
}

static void write_out(struct sink *sink)
{
	size_t done = 0;

	while (done < sink->used && sink->error == 0) {
		ssize_t count = write(sink->descriptor, sink->buffer + done, sink->used - done);
		if (count >= 0)
			done += (size_t)count;
		else if (!retry_call(errno, sink->descriptor, POLLOUT))
			sink->error = errno;
	}
	if (sink->error != 0 && sink->is_regular)
		take_back(sink, done);
	sink->used = 0;
}

int sink_flush(struct sink *sink)
{
	sigset_t stop;
	sigset_t before;

	sink->is_partly_out = false;
	if (sink->used == 0 || sink->error != 0) {
		sink->used = 0;
		return sink->error;
	}
	if (!sink->is_regular) {
		write_out(sink);
		return sink->error;
	}
	/* The kernel cuts a write to a file short for a signal that ends the process: such a signal has to wait. */
	sigemptyset(&stop);
	sigaddset(&stop, SIGINT);
	sigaddset(&stop, SIGTERM);
	sigaddset(&stop, SIGHUP);
	sigprocmask(SIG_BLOCK, &stop, &before);
	write_out(sink);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return sink->error;
}

bool sink_discard(struct sink *sink)
{
	if (!sink->is_partly_out)
		sink->used = 0;
	return !sink->is_partly_out;
}

/* sink_room where there is none yet, or will be none. */
unsigned char *sink_emptied(struct sink *sink, size_t length)
{
	if (length > SINK_SIZE - sink->used) {
		sink_flush(sink);
		sink->is_partly_out = true;
	}
	return sink->error == 0 && length <= SINK_SIZE ? sink->buffer + sink->used : NULL;
}

void sink_put_bytes(struct sink *sink, const void *bytes, size_t length)
{
	const unsigned char *from = bytes;

	while (length > 0) {
		size_t piece = length < SINK_SIZE ? length : SINK_SIZE;
		unsigned char *room = sink_room(sink, piece);
		if (room == NULL)
			return;
		memcpy(room, from, piece);
		sink_took(sink, piece);
		from += piece;
		length -= piece;
	}
}

void sink_put(struct sink *sink, const char *string)
{
	sink_put_bytes(sink, string, strlen(string));
}

void sink_put_format(struct sink *sink, const char *format, ...)
{
	char *text = NULL;
	va_list arguments;

	va_start(arguments, format);
	int length = vasprintf(&text, format, arguments);
	va_end(arguments);
	if (length < 0)
		end_out_of_memory();
	sink_put_bytes(sink, text, (size_t)length);
	free(text);
}

int sink_close(struct sink *sink)
{
	sink_flush(sink);
	/* Interrupted, the descriptor is closed all the same, and all bytes have been written before. */
	if (close(sink->descriptor) != 0 && errno != EINTR && sink->error == 0)
		sink->error = errno;
	free(sink->buffer);
	sink->buffer = NULL;
	return sink->error;
}

bool sink_is_input(const struct sink *out, const struct stat *in, const char *name,
		   const struct diagnostics *diagnostics)
{
	struct stat own;

	if (!S_ISREG(in->st_mode) || fstat(out->descriptor, &own) != 0 || in->st_dev != own.st_dev ||
	    in->st_ino != own.st_ino)
		return false;
	say_at(diagnostics, name, 0, "input and output are the same file");
	say_hint(diagnostics, "%swrite to another file, then rename it",
		 in->st_size == 0 ? "the shell has emptied it already; " : "");
	return true;
}
