/* SPDX-License-Identifier: MIT */
/*
 * Text wrapped at words. A word that is longer than the room is never cut: it overflows.
 */
#ifndef HANGUP_WRAP_H
#define HANGUP_WRAP_H

#include "support/sink.h"
#include "support/text.h"

/* How many columns a text takes: one for each character of UTF-8, that is for all bytes but those that continue one. */
size_t wrap_columns(struct text text);

/* Takes the next line of at most width columns off rest. A newline in the text ends a line. */
struct text wrap_next(struct text *rest, size_t width);

/* The number of columns of the longest word. */
size_t wrap_longest_word(struct text text);

/*
 * Prints a paragraph: its first line goes on at column, the others begin at indent, none passes width, a newline is at
 * the end.
 */
void wrap_put(struct sink *out, const char *text, size_t column, size_t indent, size_t width);

#endif
