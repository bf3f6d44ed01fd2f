/* SPDX-License-Identifier: MIT */
/*
 * A text put together piece by piece, for a message: a list of names, of counts. It has one size; a piece that does not
 * fit is left out, and what comes after it, too. No I/O.
 */
#ifndef HANGUP_STRBUF_H
#define HANGUP_STRBUF_H

#include <stdbool.h>
#include <stddef.h>

#include "support/diagnostics.h"

enum { STRBUF_SIZE = 1536 };

struct strbuf {
	char text[STRBUF_SIZE]; /* ends in NUL; may be all zeros */
	size_t used;
	bool is_full;
};

/* Adds a piece. */
void strbuf_add(struct strbuf *gathered, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
