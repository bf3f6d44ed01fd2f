/* SPDX-License-Identifier: MIT */
/*
 * What the reader of text is told of what it does not know: what begins with a source's or a cause's name of the table,
 * what is a time.
 * No I/O.
 */
#ifndef HANGUP_TEXT_NAMES_H
#define HANGUP_TEXT_NAMES_H

#include "reader/call.h"

/*
 * How much of a text is the longest source's name that begins it and ends where a word does; 0: none does. By letters
 * and digits, whatever their case.
 */
size_t text_names_source(struct text text);

/* The same of a cause's name, where no word follows: "Canceled - done", but not "Rejected by carrier". */
size_t text_names_cause(struct text text);

/* Whether a whole text is a cause's name that may stand for its code: Unknown may not, for it is said of any call. */
bool text_names_is_cause(struct text text);

/* Whether a text is a time, and nothing else. */
bool text_names_is_time(struct text text);

#endif
