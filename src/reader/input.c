/* SPDX-License-Identifier: MIT */
#include "reader/input.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/memory.h"
#include "support/retry.h"

void input_open(struct input *input)
{
	*input = (struct input){ .descriptor = -1, .read_size = INPUT_SIZE, .size = INPUT_SIZE };
	input->buffer = allocate(1, INPUT_SIZE + INPUT_SLACK);
}

void input_enlarge(struct input *input, size_t size)
{
	if (size <= input->size)
		return;
	input->buffer = reallocate(input->buffer, size + INPUT_SLACK);
	input->size = size;
}

void input_close(struct input *input)
{
	free(input->buffer);
	input->buffer = NULL;
}

void input_use(struct input *input, int descriptor)
{
	input->descriptor = descriptor;
	input->memory = (struct text){ NULL, 0 };
	input->begin = 0;
	input->end = 0;
	input->keep = 0;
	input->is_cut = false;
	input->is_hasty = false;
	input->is_late = false;
	input->ended = false;
}

void input_use_memory(struct input *input, struct text bytes)
{
	input_use(input, -1);
	input->memory = bytes;
}

/* As read(2). */
static ssize_t read_some(struct input *input, unsigned char *to, size_t room)
{
	if (input->memory.bytes == NULL)
		return read(input->descriptor, to, room);
	size_t count = input->memory.length < room ? input->memory.length : room;
	memcpy(to, input->memory.bytes, count);
	input->memory.bytes += count;
	input->memory.length -= count;
	return (ssize_t)count;
}

/* Makes room behind the window; where what was before it is kept, not before there is need. */
static void make_window_room(struct input *input)
{
	size_t kept = input->begin < input->keep ? input->begin : input->keep;
	size_t gone = input->begin - kept;

	if (input->keep > 0 && input->size - input->end >= input->size / 4)
		return;
	memmove(input->buffer, input->buffer + gone, input->end - gone);
	input->begin -= gone;
	input->end -= gone;
	input->is_cut = input->is_cut || gone > 0;
}

/* Whether a second passes without a byte. */
static bool is_late(const struct input *input)
{
	enum { PATIENCE = 1000 /* milliseconds */ };
	struct pollfd wanted = { .fd = input->descriptor, .events = POLLIN };

	return input->is_hasty && input->memory.bytes == NULL && poll(&wanted, 1, PATIENCE) == 0;
}

int input_fill(struct input *input)
{
	make_window_room(input);
	size_t room = input->size - input->end;
	if (room > input->read_size)
		room = input->read_size;
	/* To ask for nothing would look like the end of the input. */
	if (room == 0)
		return ENOBUFS;
	input->is_late = is_late(input);
	input->is_hasty = false;
	while (!input->is_late) {
		ssize_t count = read_some(input, input->buffer + input->end, room);
		if (count >= 0) {
			input->end += (size_t)count;
			input->bytes += (uint64_t)count;
			input->ended = count == 0;
			return 0;
		}
		if (!retry_call(errno, input->descriptor, POLLIN))
			return errno;
	}
	return 0;
}

int input_read_head(struct input *input, int descriptor, size_t size)
{
	int error = 0;

	input_use(input, descriptor);
	while (error == 0 && !input->ended && input_size(input) < size) {
		input->read_size = size - input_size(input);
		error = input_fill(input);
	}
	return error;
}

uint64_t input_total(char *const *files, size_t count, int standard_input)
{
	uint64_t total = 0;

	for (size_t i = 0; i < count; i++) {
		bool is_standard = strcmp(files[i], "-") == 0;
		off_t begin = is_standard ? lseek(standard_input, 0, SEEK_CUR) : 0;
		struct stat status;
		if ((is_standard ? fstat(standard_input, &status) : stat(files[i], &status)) != 0)
			continue; /* nothing of it will be read */
		if (!S_ISREG(status.st_mode))
			return 0;
		total += status.st_size > begin ? (uint64_t)(status.st_size - begin) : 0;
	}
	return total;
}
