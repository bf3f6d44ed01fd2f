/* SPDX-License-Identifier: MIT */
/*
 * Makes one allocation, read, write, open or close of the program fail, or all from that one on. Loaded before the
 * program (LD_PRELOAD) it stands before its libraries as well; linked in (--wrap, WRAP defined) before the program's
 * own calls alone, which leaves the allocator to AddressSanitizer.
 *
 * $FAULT is CALLS:N:HOW:WHICH; CALLS is alloc, read, write, open or close; HOW the number of an error, or "short" for
 * half of what was asked for; WHICH is once or on. When the fault is met, the number of the descriptor it was about is
 * written as one byte to descriptor 100.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "faults.h"

static struct {
	char calls[8];
	char how[8];
	char which[8];
	unsigned long at;
	unsigned long met;
} fault;

__attribute__((constructor)) static void arm(void)
{
	const char *text = getenv("FAULT");

	if (text == NULL || sscanf(text, "%7[^:]:%lu:%7[^:]:%7s", fault.calls, &fault.at, fault.how, fault.which) != 4)
		fault.calls[0] = '\0';
}

/* Whether this call is to fail. */
static bool is_due(const char *calls, int descriptor)
{
	unsigned char byte = (unsigned char)descriptor;

	if (fault.calls[0] == '\0' || strcmp(calls, fault.calls) != 0 || descriptor == FAULT_REPORT)
		return false;
	fault.met++;
	if (fault.met != fault.at && (fault.met < fault.at || strcmp(fault.which, "on") != 0))
		return false;
	if (fault.met == fault.at)
		syscall(SYS_write, FAULT_REPORT, &byte, 1);
	return true;
}

static bool is_short(void)
{
	return strcmp(fault.how, "short") == 0;
}

static int fail(void)
{
	errno = atoi(fault.how);
	return -1;
}

static bool is_out_of_memory(void)
{
	if (!is_due("alloc", 0))
		return false;
	errno = ENOMEM;
	return true;
}

#ifdef WRAP

#define INSTEAD(name) __wrap_##name
#define BEHIND(name)  __real_##name
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_reallocarray(void *block, size_t count, size_t size);
char *__real_strdup(const char *string);

void *__wrap_reallocarray(void *block, size_t count, size_t size);
void *__wrap_reallocarray(void *block, size_t count, size_t size)
{
	return is_out_of_memory() ? NULL : __real_reallocarray(block, count, size);
}

char *__wrap_strdup(const char *string);
char *__wrap_strdup(const char *string)
{
	return is_out_of_memory() ? NULL : __real_strdup(string);
}

#else

#define INSTEAD(name) name
#define BEHIND(name)  __libc_##name
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *block, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

int posix_memalign(void **block, size_t alignment, size_t size)
{
	if (is_out_of_memory())
		return ENOMEM;
	*block = __libc_memalign(alignment, size);
	return *block != NULL ? 0 : ENOMEM;
}

void *aligned_alloc(size_t alignment, size_t size)
{
	return is_out_of_memory() ? NULL : __libc_memalign(alignment, size);
}

#endif

void *INSTEAD(malloc)(size_t size);
void *INSTEAD(malloc)(size_t size)
{
	return is_out_of_memory() ? NULL : BEHIND(malloc)(size);
}

void *INSTEAD(calloc)(size_t count, size_t size);
void *INSTEAD(calloc)(size_t count, size_t size)
{
	return is_out_of_memory() ? NULL : BEHIND(calloc)(count, size);
}

void *INSTEAD(realloc)(void *block, size_t size);
void *INSTEAD(realloc)(void *block, size_t size)
{
	return is_out_of_memory() ? NULL : BEHIND(realloc)(block, size);
}

ssize_t INSTEAD(read)(int descriptor, void *bytes, size_t size);
ssize_t INSTEAD(read)(int descriptor, void *bytes, size_t size)
{
	if (size > 1 && is_due("read", descriptor)) {
		if (!is_short())
			return fail();
		size /= 2;
	}
	return syscall(SYS_read, descriptor, bytes, size);
}

/* What FORTIFY makes of read. */
ssize_t INSTEAD(__read_chk)(int descriptor, void *bytes, size_t size, size_t room);
ssize_t INSTEAD(__read_chk)(int descriptor, void *bytes, size_t size, size_t room)
{
	(void)room;
	return INSTEAD(read)(descriptor, bytes, size);
}

ssize_t INSTEAD(write)(int descriptor, const void *bytes, size_t size);
ssize_t INSTEAD(write)(int descriptor, const void *bytes, size_t size)
{
	if (size > 1 && is_due("write", descriptor)) {
		if (!is_short())
			return fail();
		size /= 2;
	}
	return syscall(SYS_write, descriptor, bytes, size);
}

int INSTEAD(open)(const char *name, int flags, ...);
int INSTEAD(open)(const char *name, int flags, ...)
{
	mode_t mode = 0;

	if ((flags & O_CREAT) != 0) {
		va_list arguments;
		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	return is_due("open", 0) ? fail() : (int)syscall(SYS_openat, AT_FDCWD, name, flags, mode);
}

/* Like Linux, which has closed the descriptor whatever close says. */
int INSTEAD(close)(int descriptor);
int INSTEAD(close)(int descriptor)
{
	int result = (int)syscall(SYS_close, descriptor);

	return is_due("close", descriptor) ? fail() : result;
}
