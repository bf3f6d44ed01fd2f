#include "output/color.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const sequences[] = {
	[COLOR_HEADING] = "\033[1m",  [COLOR_MATCH] = "\033[1;31m", [COLOR_GOOD] = "\033[32m",
	[COLOR_WARNING] = "\033[33m", [COLOR_BAD] = "\033[31m",
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

void put_colored(struct sink *out, bool colors, enum color color, const char *text, size_t length)
{
	if (colors)
		put(out, sequences[color]);
	put_bytes(out, text, length);
	if (colors)
		put(out, "\033[0m");
}
