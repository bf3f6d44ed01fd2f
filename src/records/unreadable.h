/* SPDX-License-Identifier: MIT */
/*
 * Inputs that are no text: what is said of one, with the command that makes it an input that can be read.
 */
#ifndef HANGUP_UNREADABLE_H
#define HANGUP_UNREADABLE_H

#include "records/column_errors.h"

/* Whether an input must be unpacked or converted first, by its first line: true after a message. */
bool unreadable_packed(const struct origin *origin, struct text input);

/* Whether an input is a binary file, where neither a header nor a call has been found in it: true after a message. */
bool unreadable_binary(const struct origin *origin, struct text input);

#endif
