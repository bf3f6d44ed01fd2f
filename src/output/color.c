/* SPDX-License-Identifier: MIT */
#include "output/color.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const sequences[] = {
	[COLOR_HEADING] = "\033[1m",  [COLOR_MATCH] = "\033[1;31m", [COLOR_GOOD] = "\033[32m",
	[COLOR_WARNING] = "\033[33m", [COLOR_BAD] = "\033[31m",     [COLOR_PLAIN] = "",
};

bool color_decide(enum color_when when, const struct color_environment *environment)
{
	const char *force = environment->clicolor_force;

	if (when != COLOR_AUTO)
		return when == COLOR_ALWAYS;
	if (environment->no_color != NULL && *environment->no_color != '\0')
		return false;
	if (force != NULL && *force != '\0' && strcmp(force, "0") != 0)
		return true;
	if (environment->term != NULL && strcmp(environment->term, "dumb") == 0)
		return false;
	return environment->is_terminal;
}

bool color_wanted(enum color_when when, int descriptor)
{
	struct color_environment environment = {
		.no_color = getenv("NO_COLOR"),
		.clicolor_force = getenv("CLICOLOR_FORCE"),
		.term = getenv("TERM"),
		.is_terminal = isatty(descriptor) == 1,
	};

	return color_decide(when, &environment);
}

enum color action_color(enum action action)
{
	static const enum color colors[ACTION_COUNT] = {
		[ACTION_NONE] = COLOR_GOOD,
		[ACTION_RETRY] = COLOR_WARNING,
		[ACTION_FIX] = COLOR_BAD,
		[ACTION_SUPPORT] = COLOR_BAD,
	};

	return colors[action];
}

const char *color_sequence(enum color color)
{
	return sequences[color];
}

void color_put(struct sink *out, bool colors, enum color color, const char *text, size_t length)
{
	if (colors)
		sink_put(out, sequences[color]);
	sink_put_bytes(out, text, length);
	if (colors)
		sink_put(out, "\033[0m");
}

void writer_put_highlighted(struct sink *out, const struct highlight *highlight, const char *text)
{
	size_t text_length = strlen(text);
	size_t done = 0; /* printed */
	size_t from = 0; /* where to look on */
	size_t start;
	size_t length;

	while (highlight != NULL && from <= text_length &&
	       highlight->find(highlight->pattern, text, from, &start, &length)) {
		if (length > 0) {
			sink_put_bytes(out, text + done, start - done);
			color_put(out, true, COLOR_MATCH, text + start, length);
			done = start + length;
		}
		from = start + (length > 0 ? length : 1);
	}
	sink_put_bytes(out, text + done, text_length - done);
}
