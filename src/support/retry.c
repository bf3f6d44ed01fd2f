#include "support/retry.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>

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
