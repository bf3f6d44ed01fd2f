/* SPDX-License-Identifier: MIT */
#include "support/retry.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>

enum { PIPE_WANTED = 1024 * 1024 };

bool retry_call(int error, int descriptor, short events)
{
	struct pollfd ready = { .fd = descriptor, .events = events };

	if (error == EAGAIN)
		poll(&ready, 1, -1);
	return error == EAGAIN || error == EINTR;
}

int retry_open(const char *name)
{
	int descriptor;

	do
		descriptor = open(name, O_RDONLY | O_CLOEXEC);
	while (descriptor < 0 && errno == EINTR);
	return descriptor;
}

void pipe_enlarge(int descriptor)
{
#ifdef F_SETPIPE_SZ
	int size = fcntl(descriptor, F_GETPIPE_SZ);

	for (int wanted = PIPE_WANTED; size > 0 && wanted > size; wanted /= 2)
		if (fcntl(descriptor, F_SETPIPE_SZ, wanted) != -1)
			return;
#else
	(void)descriptor;
#endif
}
