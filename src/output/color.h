/* SPDX-License-Identifier: MIT */
/*
 * Whether to colour, and how. Meaning is never carried by colour alone: whoever uses this prints words as well.
 */
#ifndef HANGUP_COLOR_H
#define HANGUP_COLOR_H

#include <stdbool.h>

#include "support/options.h"
#include "support/sink.h"
#include "table/cause.h"

enum color { COLOR_PLAIN, COLOR_HEADING, COLOR_MATCH, COLOR_GOOD, COLOR_WARNING, COLOR_BAD };

/* What the environment says about colour. NULL: the variable is not set. */
struct color_environment {
	const char *no_color;
	const char *clicolor_force;
	const char *term;
	bool is_terminal; /* the output */
};

/* --color, then NO_COLOR, CLICOLOR_FORCE, TERM=dumb and the terminal, the first that says something. */
bool color_decide(enum color_when when, const struct color_environment *environment);

/* The same for output to a descriptor in the environment of this process. */
bool color_wanted(enum color_when when, int descriptor);

/* The colour of an action, wherever it is shown. */
enum color action_color(enum action action);

/* What begins a colour on a terminal; empty for COLOR_PLAIN. */
const char *color_sequence(enum color color);

/* Text in a colour, or as it is if colours are off. */
void color_put(struct sink *out, bool colors, enum color color, const char *text, size_t length);

/* What to colour in a text: the stretches that find returns one after another. */
struct highlight {
	/* The first stretch at or after from: false if there is none. A stretch may be empty. */
	bool (*find)(const void *pattern, const char *text, size_t from, size_t *start, size_t *length);
	const void *pattern;
};

/* Text with its matches coloured; as it is if highlight is NULL. */
void writer_put_highlighted(struct sink *out, const struct highlight *highlight, const char *text);

#endif
