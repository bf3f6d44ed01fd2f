/* SPDX-License-Identifier: MIT */
/*
 * The key by which names of the table are compared, and what is no value at all: for the program and for the host tool
 * that makes its rows, so that both see the same names as equal. No I/O, no allocation.
 */
#ifndef HANGUP_KEY_H
#define HANGUP_KEY_H

#include "support/text.h"

/* Room for the key of any name in the table, as mktable makes sure. */
enum { NAME_KEY_SIZE = 48 };

/*
 * Writes the key of a name to NAME_KEY_SIZE bytes: its ASCII letters and digits in lower case, with "cancelled" as
 * "canceled", and a NUL. Returns its length, or 0 for a text that is no name: one without letters and digits or with too
 * many.
 */
size_t name_key(struct text name, char *key);

/*
 * Whether a trimmed text stands for no value: it is empty, or what programs write then: null, None, NaN, NA, N/A, nil,
 * undefined, in any case, alone, in brackets ([NULL]) or behind # (#N/A); "-", or \N as databases dump it.
 */
bool key_is_nothing(struct text text);

#endif
