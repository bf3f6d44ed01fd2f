/* SPDX-License-Identifier: MIT */
/*
 * An input: a descriptor, or bytes in memory, and the window of its bytes that have been read and not yet been
 * consumed. Knows nothing of records.
 */
#ifndef HANGUP_INPUT_H
#define HANGUP_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/text.h"

enum {
	INPUT_SIZE = 256 * 1024,
	INPUT_SLACK = 64 /* bytes that may be read, and one that may be written, past the end of the window */
};

struct input {
	int descriptor;
	struct text memory;    /* what is read instead of the descriptor, where bytes is not NULL */
	unsigned char *buffer; /* size + INPUT_SLACK bytes */
	size_t size;           /* INPUT_SIZE, or more */
	size_t begin, end;     /* the window */
	size_t keep;           /* how much of what has been consumed stays before the window, for who looks back */
	bool is_cut;           /* what stood before the buffer's beginning has gone */
	bool is_hasty;         /* who asks for more waits no longer than a second for a byte, this time */
	bool is_late;          /* ... and none has come */
	bool ended;            /* nothing comes after the window */
	size_t read_size;      /* the most to ask for at once: all there may be room for, unless set to less */
	uint64_t bytes;        /* read so far */
};

/* One input serves all files, one after the other: input_use. */
void input_open(struct input *input);
void input_close(struct input *input);
void input_use(struct input *input, int descriptor);

/* The same with bytes in memory, which must stay there. */
void input_use_memory(struct input *input, struct text bytes);

/* Makes room for a window of that size. */
void input_enlarge(struct input *input, size_t size);

/*
 * Reads more, waiting if need be; moves the window to the front of the buffer first, or behind what is kept. At the end
 * of the input sets ended. Returns 0 or an errno value: ENOBUFS if the window is full, which is for the caller to see to.
 */
int input_fill(struct input *input);

/* Reads the first bytes of a descriptor, waiting for them; ended is set if there are fewer. Returns 0 or an errno value. */
int input_read_head(struct input *input, int descriptor, size_t size);

/*
 * How many bytes the files hold, "-" being standard input from where it stands; 0 if that cannot be known, as with a
 * pipe among them.
 */
uint64_t input_total(char *const *files, size_t count, int standard_input);

static inline const unsigned char *input_bytes(const struct input *input)
{
	return input->buffer + input->begin;
}

static inline size_t input_size(const struct input *input)
{
	return input->end - input->begin;
}

static inline void input_consume(struct input *input, size_t length)
{
	input->begin += length;
}

#endif
