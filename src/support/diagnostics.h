/* SPDX-License-Identifier: MIT */
/*
 * Messages for the person at the keyboard: `hangup: [FILE:LINE: ]message`, at most one `hint:` line after, each in one
 * write so that lines of several processes do not mix. Text from outside goes through escape.h first.
 */
#ifndef HANGUP_DIAGNOSTICS_H
#define HANGUP_DIAGNOSTICS_H

#include <stdbool.h>
#include <stdint.h>

/* The exit statuses, everywhere. */
enum status {
	STATUS_DONE = 0,
	STATUS_MISS = 1,   /* something not found, no match, a limit tripped, --strict not satisfied */
	STATUS_TROUBLE = 2 /* usage, input or output trouble */
};

/* Trouble beats a miss beats done. */
static inline enum status status_worse(enum status a, enum status b)
{
	return a > b ? a : b;
}

struct diagnostics {
	int descriptor;
};

#define PRINTF_LIKE(string, first) __attribute__((format(printf, string, first)))

/* "hangup: ..." */
void say(const struct diagnostics *to, const char *format, ...) PRINTF_LIKE(2, 3);

/* "hangup: FILE:LINE: ..."; without ":LINE" if line is 0. The file name is escaped here. */
void say_at(const struct diagnostics *to, const char *file, uint64_t line, const char *format, ...) PRINTF_LIKE(4, 5);

/* "hint: ..." */
void say_hint(const struct diagnostics *to, const char *format, ...) PRINTF_LIKE(2, 3);

/* A count as people read it: 1,234,567. The text is in the returned value. */
struct figure {
	char text[32];
};
struct figure figure(uint64_t count);

#endif
