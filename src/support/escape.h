/* SPDX-License-Identifier: MIT */
/*
 * Text from outside (operands, headers, file names, patterns, cells) made fit to be shown: control characters, bidi
 * controls and invalid UTF-8 are written as escapes, so is all but ASCII where the locale is none of UTF-8, and what is
 * long is cut. Nothing else may put such text into a message.
 */
#ifndef HANGUP_ESCAPE_H
#define HANGUP_ESCAPE_H

#include "support/text.h"

enum { SHOWN_SIZE = 256 };

/* Shown text by value, so that show(x).text may stand in an argument list: it lives until the end of the expression. */
struct shown {
	char text[SHOWN_SIZE];
};

/* Whether the locale that the environment names is one of UTF-8, and so the terminal. */
bool is_utf8_locale(void);

/* Whether it is UTF-8 throughout. */
bool is_utf8(struct text text);

/*
 * The text as a JSON string, in quotes, of ASCII alone; what is no UTF-8 cannot be said in JSON and is as in messages.
 * The caller frees it.
 */
char *escape_json(struct text text);

/* At most 80 characters of it, "..." after them if there were more. */
struct shown show(struct text text);
struct shown show_string(const char *string);

/* Whether it is short and nothing in it is ever escaped where the locale is one of UTF-8. */
bool is_harmless(const char *string);

/*
 * A file name or operand as one word of a shell command that the reader may copy, whole: as it is if it is harmless,
 * else in single quotes, or as $'...' if bytes of it had to be escaped. What is longer than any file's name, in bytes,
 * becomes "FILE".
 */
enum { NAME_LIMIT = 4096, WORD_SIZE = 4 * NAME_LIMIT + sizeof "$''" };

struct word {
	char text[WORD_SIZE];
};

struct word show_word(const char *string);

#endif
