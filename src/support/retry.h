/* SPDX-License-Identifier: MIT */
/*
 * Descriptors, and calls of the system that fail for now: a signal came in between, or a descriptor that does not block
 * is not ready.
 */
#ifndef HANGUP_RETRY_H
#define HANGUP_RETRY_H

#include <stdbool.h>

/*
 * Whether a read or write on this descriptor that failed with that errno value is to be made again; waits first if the
 * descriptor was not ready. events: what to wait for, POLLIN or POLLOUT.
 */
bool retry_call(int error, int descriptor, short events);

/* open(2) of a file to be read, again if a signal came in between. */
int retry_open(const char *name);

/*
 * Lets a pipe hold as much as the system allows, up to a MiB, so that both its ends wait less; never less than it held.
 * Does nothing to other descriptors.
 */
void pipe_enlarge(int descriptor);

#endif
