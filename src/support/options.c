#include "support/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "support/escape.h"

enum { OPERAND = 1, LONG_BASE = 256, ROWS_MAX = 32, LIST_SIZE = 1024, WORD_SIZE = 64 };

static const struct {
	const char *name, *help;
} color_words[] = {
	[COLOR_AUTO] = { "auto", "on a terminal, unless the environment says otherwise" },
	[COLOR_ALWAYS] = { "always", "whatever the output is" },
	[COLOR_NEVER] = { "never", "no escape sequences" },
};

static const char *color_name(size_t i)
{
	return i < sizeof color_words / sizeof color_words[0] ? color_words[i].name : NULL;
}

static const char *color_help(size_t i)
{
	return color_words[i].help;
}

static const struct choices color_choices = { .what = "WHEN", .name = color_name, .help = color_help };

const struct option_row common_options[] = {
	{ .id = OPTION_COLOR,
	  .name = "color",
	  .argument = "WHEN",
	  .help = "colour the output",
	  .choices = &color_choices },
	{ .id = OPTION_HELP, .letter = 'h', .name = "help", .help = "show this help and exit" },
	{ .id = OPTION_VERSION, .letter = 'V', .name = "version", .help = "show the version and exit" },
	{ .name = NULL },
};

const struct option_row *option_at(const struct option_row *rows, size_t i)
{
	size_t own = 0;

	while (rows[own].name != NULL)
		own++;
	if (i < own)
		return &rows[i];
	if (i - own < sizeof common_options / sizeof common_options[0] - 1)
		return &common_options[i - own];
	return NULL;
}

/* A list of words for a message. What does not fit is left out: no list of ours comes near. */
struct list {
	char text[LIST_SIZE];
	size_t length;
};

static void list_add(struct list *list, const char *dashes, const char *word)
{
	size_t room = sizeof list->text - list->length;
	int wanted = snprintf(list->text + list->length, room, "%s%s%s", list->length > 0 ? ", " : "", dashes, word);

	if (wanted > 0 && (size_t)wanted < room)
		list->length += (size_t)wanted;
	list->text[list->length] = '\0';
}

/* The candidate a mistyped word most likely means. */
struct nearest {
	char key[WORD_SIZE];
	const char *name; /* NULL: none is near enough */
	size_t distance;
};

static struct nearest nearest_to(struct text word)
{
	struct nearest nearest = { .name = NULL };
	size_t length = text_key(word, nearest.key, sizeof nearest.key);

	if (length == 0 || length == sizeof nearest.key)
		nearest.key[0] = '\0';
	nearest.distance = text_near(nearest.key) + 1;
	return nearest;
}

/* How far a candidate is from what was typed. One may have typed only its beginning, or a part of it. */
static size_t distance_to(const char *typed, char *candidate)
{
	size_t length = strlen(typed);
	size_t best = text_distance(typed, candidate);

	if (strncmp(candidate, typed, length) == 0)
		return 0;
	if (strstr(candidate, typed) != NULL)
		best = best < text_near(typed) ? best : text_near(typed);
	for (size_t end = length + 1; end >= length && length > 0; end--) {
		if (strlen(candidate) <= end)
			continue;
		candidate[end] = '\0';
		size_t beginning = text_distance(typed, candidate) + 1;
		best = beginning < best ? beginning : best;
	}
	return best;
}

static void consider(struct nearest *nearest, const char *name)
{
	char key[WORD_SIZE];

	if (nearest->key[0] == '\0')
		return;
	text_key(text_of(name), key, sizeof key);
	size_t distance = distance_to(nearest->key, key);
	if (distance >= nearest->distance)
		return;
	nearest->name = name;
	nearest->distance = distance;
}

/* "; did you mean --format?", or nothing */
static struct shown suggestion(const struct nearest *nearest, const char *dashes)
{
	struct shown shown = { "" };

	if (nearest->name != NULL)
		snprintf(shown.text, sizeof shown.text, "; did you mean %s%s?", dashes, nearest->name);
	return shown;
}

static void say_help_hint(const struct options *options)
{
	say_hint(options->diagnostics, "hangup help %s", options->command);
}

static void say_unknown_letter(const struct options *options, char letter)
{
	char word[2] = { '-', letter };
	struct list valid = { .length = 0 };
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(options->rows, i)) != NULL; i++) {
		char short_name[2] = { row->letter, '\0' };
		list_add(&valid, row->letter != 0 ? "-" : "--", row->letter != 0 ? short_name : row->name);
	}
	say(options->diagnostics, "unknown option '%s' (valid: %s)", show((struct text){ word, 2 }).text, valid.text);
	if (letter >= '0' && letter <= '9')
		say_hint(options->diagnostics, "write -- before operands that begin with a dash");
	else
		say_help_hint(options);
}

static void say_unknown_name(const struct options *options, const char *argument)
{
	struct text word = { argument, strcspn(argument, "=") };
	struct text name = { word.bytes + 2, word.length - 2 };
	struct nearest nearest = nearest_to(name);
	struct list valid = { .length = 0 };
	struct list begun = { .length = 0 };
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(options->rows, i)) != NULL; i++) {
		list_add(&valid, "--", row->name);
		consider(&nearest, row->name);
		if (strncmp(row->name, name.bytes, name.length) == 0)
			list_add(&begun, "--", row->name);
	}
	if (begun.length > 0)
		say(options->diagnostics, "option '%s' is ambiguous (%s)", show(word).text, begun.text);
	else
		say(options->diagnostics, "unknown option '%s'%s (valid: %s)", show(word).text,
		    suggestion(&nearest, "--").text, valid.text);
	say_help_hint(options);
}

/* The row that getopt means by a letter or by LONG_BASE and the row's place. */
static const struct option_row *row_of(const struct options *options, int value)
{
	const struct option_row *row = NULL;

	if (value >= LONG_BASE)
		return option_at(options->rows, (size_t)(value - LONG_BASE));
	for (size_t i = 0; value != 0 && (row = option_at(options->rows, i)) != NULL; i++)
		if (row->letter == value)
			return row;
	return NULL;
}

static void say_bad_option(const struct options *options, bool lacks_argument)
{
	const struct option_row *row = row_of(options, optopt);

	if (lacks_argument && row != NULL && row->choices != NULL) {
		struct list valid = { .length = 0 };
		for (size_t i = 0; row->choices->name(i) != NULL; i++)
			list_add(&valid, "", row->choices->name(i));
		say(options->diagnostics, "option --%s lacks its %s (valid: %s)", row->name, row->argument, valid.text);
	} else if (lacks_argument && row != NULL) {
		say(options->diagnostics, "option --%s lacks its %s", row->name, row->argument);
	} else if (row != NULL) {
		say(options->diagnostics, "option --%s takes no argument", row->name);
	} else if (optopt != 0) {
		say_unknown_letter(options, (char)optopt);
		return;
	} else {
		say_unknown_name(options, options->arguments[optind - 1]);
		return;
	}
	say_help_hint(options);
}

/* getopt's view of the rows. */
struct getopt_rows {
	char letters[2 * ROWS_MAX + 3];
	struct option names[ROWS_MAX + 1];
};

static struct getopt_rows describe(const struct options *options)
{
	/* "-": operands come in their order, whatever POSIXLY_CORRECT says; ":": the messages are ours */
	struct getopt_rows rows = { .letters = "-:" };
	const struct option_row *row;
	size_t used = strlen(rows.letters);

	for (size_t i = 0; i < ROWS_MAX && (row = option_at(options->rows, i)) != NULL; i++) {
		rows.names[i] = (struct option){ .name = row->name,
						 .has_arg = row->argument != NULL ? required_argument : no_argument,
						 .val = LONG_BASE + (int)i };
		if (row->letter == 0)
			continue;
		rows.letters[used++] = row->letter;
		if (row->argument != NULL)
			rows.letters[used++] = ':';
	}
	return rows;
}

/*
 * The operands seen so far stand from arguments[1] on, in slots that have been read; those after "--" where they were.
 * Brings them together at the end, where the caller looks for them.
 */
static void gather_operands(struct options *options)
{
	size_t seen = (size_t)options->operands_seen;
	size_t rest = (size_t)(options->count - optind);

	options->first_operand = options->count - (int)(seen + rest);
	memmove(options->arguments + options->first_operand, options->arguments + 1, seen * sizeof *options->arguments);
}

static int take_option(struct options *options, int value)
{
	const struct option_row *row = row_of(options, value);

	options->value = row->argument != NULL ? optarg : NULL;
	if (row->choices == NULL || row->is_list)
		return row->id;
	long choice = choice_find(row->choices, text_of(optarg), options->diagnostics);
	if (choice < 0)
		return OPTIONS_BAD;
	options->choice = (size_t)choice;
	return row->id;
}

int options_next(struct options *options)
{
	struct getopt_rows rows = describe(options);
	int value;

	if (!options->started) {
		optind = 0; /* GNU: forget any walk before this one */
		opterr = 0;
		options->started = true;
		options->operands_seen = 0;
	}
	while ((value = getopt_long(options->count, options->arguments, rows.letters, rows.names, NULL)) == OPERAND)
		options->arguments[1 + options->operands_seen++] = optarg;
	if (value == -1) {
		gather_operands(options);
		return OPTIONS_END;
	}
	if (value == '?' || value == ':') {
		say_bad_option(options, value == ':');
		return OPTIONS_BAD;
	}
	return take_option(options, value);
}

static char folded(char c)
{
	if (c >= 'A' && c <= 'Z')
		return (char)(c - 'A' + 'a');
	return c == '-' || c == ' ' ? '_' : c;
}

static bool same_choice(struct text value, const char *name)
{
	size_t i = 0;

	while (i < value.length && name[i] != '\0' && folded(value.bytes[i]) == folded(name[i]))
		i++;
	return i == value.length && name[i] == '\0';
}

long choice_find(const struct choices *choices, struct text value, const struct diagnostics *diagnostics)
{
	struct nearest nearest = nearest_to(value);
	struct list valid = { .length = 0 };
	const char *name;

	for (size_t i = 0; (name = choices->name(i)) != NULL; i++) {
		if (same_choice(value, name))
			return (long)i;
		consider(&nearest, name);
		list_add(&valid, "", name);
	}
	say(diagnostics, "unknown %s '%s'%s (valid: %s)", choices->what, show(value).text,
	    suggestion(&nearest, "").text, valid.text);
	return OPTIONS_BAD;
}

bool choice_list(const struct choices *choices, const char *values, size_t *found, size_t *count,
		 const struct diagnostics *diagnostics)
{
	*count = 0;
	for (const char *at = values;; at++) {
		size_t length = strcspn(at, ",");
		long choice = choice_find(choices, text_trim((struct text){ at, length }), diagnostics);
		if (choice < 0)
			return false;
		for (size_t i = 0; i < *count; i++) {
			if (found[i] != (size_t)choice)
				continue;
			say(diagnostics, "%s '%s' is wanted twice", choices->what, choices->name((size_t)choice));
			return false;
		}
		found[(*count)++] = (size_t)choice;
		at += length;
		if (*at == '\0')
			return true;
	}
}
