/* SPDX-License-Identifier: MIT */
#include "support/options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "support/escape.h"
#include "support/nearest.h"
#include "support/strbuf.h"

enum { OPERAND = 1, LONG_BASE = 256, ROWS_MAX = 32 };

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

static const struct choices color_choices = { .what = "value of --color", .name = color_name, .help = color_help };

const struct option_row common_options[] = {
	{ .id = OPTION_COLOR,
	  .name = "color",
	  .argument = "WHEN",
	  .help = "colour the output; default auto",
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

const struct option_row *option_by_letter(const struct option_row *rows, int letter)
{
	const struct option_row *row;

	for (size_t i = 0; letter != 0 && (row = option_at(rows, i)) != NULL; i++)
		if (row->letter == letter)
			return row;
	return NULL;
}

/* One more word of a list for a message. */
static void list_add(struct strbuf *list, const char *dashes, const char *word)
{
	strbuf_add(list, "%s%s%s", list->used > 0 ? ", " : "", dashes, word);
}

static struct strbuf list_of(const struct choices *choices)
{
	struct strbuf list = { .used = 0 };

	for (size_t i = 0; choices->name(i) != NULL; i++)
		list_add(&list, "", choices->name(i));
	return list;
}

static struct text option_name_at(const void *data, size_t i)
{
	const struct option_row *row = option_at(data, i);

	return row != NULL ? text_of(row->name) : (struct text){ .bytes = NULL };
}

static struct text choice_name_at(const void *data, size_t i)
{
	const char *name = ((const struct choices *)data)->name(i);

	return name != NULL ? text_of(name) : (struct text){ .bytes = NULL };
}

static void note_unknown_letter(struct options *options, char letter)
{
	struct unknown_option *unknown = &options->unknown;
	const struct option_row *row;

	*unknown = (struct unknown_option){ .letter = letter };
	for (size_t i = 0; (row = option_at(options->rows, i)) != NULL; i++)
		if (row->letter != 0 && text_lower(row->letter) == text_lower(letter))
			snprintf(unknown->near, sizeof unknown->near, "-%c", row->letter);
}

static void note_unknown_name(struct options *options, const char *argument)
{
	struct unknown_option *unknown = &options->unknown;
	struct text word = { argument, strcspn(argument, "=") };
	struct text name = { word.bytes + 2, word.length - 2 };
	const struct candidates names = { option_name_at, options->rows, nearest_plain_key, true };
	struct strbuf begun = { .used = 0 };
	const struct option_row *row;
	size_t found;

	for (size_t i = 0; (row = option_at(options->rows, i)) != NULL; i++)
		if (strncmp(row->name, name.bytes, name.length) == 0)
			list_add(&begun, "--", row->name);
	if (begun.used > 0) {
		say(options->diagnostics, "option '%s' is ambiguous (%s)", show(word).text, begun.text);
		return;
	}
	*unknown = (struct unknown_option){ .name = name };
	if (nearest_find(name, &names, &found, 1) > 0 && (row = option_at(options->rows, found)) != NULL)
		snprintf(unknown->near, sizeof unknown->near, "--%s", row->name);
}

/* The row that getopt means by a letter or by LONG_BASE and the row's place. */
static const struct option_row *row_of(const struct options *options, int value)
{
	return value >= LONG_BASE ? option_at(options->rows, (size_t)(value - LONG_BASE))
				  : option_by_letter(options->rows, value);
}

static void say_bad_option(struct options *options, bool lacks_argument)
{
	const struct option_row *row = row_of(options, optopt);

	if (lacks_argument && row != NULL && row->choices != NULL && !row->is_list) {
		say(options->diagnostics, "option --%s needs a value: %s (valid: %s)", row->name, row->argument,
		    list_of(row->choices).text);
	} else if (lacks_argument && row != NULL) {
		say(options->diagnostics, "option --%s needs a value: %s", row->name, row->argument);
	} else if (row != NULL) {
		say(options->diagnostics, "option --%s takes no argument", row->name);
	} else if (optopt != 0) {
		note_unknown_letter(options, (char)optopt);
	} else {
		note_unknown_name(options, options->arguments[optind - 1]);
	}
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

	if (row == NULL)
		return OPTIONS_BAD;
	options->value = row->argument != NULL ? optarg : NULL;
	if (row->choices == NULL || row->is_list)
		return row->id;
	long choice = choice_find(row->choices, text_of(optarg), options->diagnostics);
	if (choice < 0) {
		if (row->id == OPTION_COLOR && optarg == options->arguments[optind - 1])
			say_hint(options->diagnostics, "a value stands behind --color: --color=always");
		options->unknown = (struct unknown_option){ .name = text_of(row->name), .value = optarg };
		return OPTIONS_BAD;
	}
	options->choice = (size_t)choice;
	return row->id;
}

int options_next(struct options *options)
{
	struct getopt_rows rows = describe(options);
	int value;

	if (!options->started) {
		optind = 0; /* GNU: forget any pass before this one */
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
	return c == '-' || c == ' ' ? '_' : (char)text_lower(c);
}

static bool choice_is(const char *name, struct text value)
{
	size_t i = 0;

	while (i < value.length && name[i] != '\0' && folded(value.bytes[i]) == folded(name[i]))
		i++;
	return i == value.length && name[i] == '\0';
}

long choice_of(const struct choices *choices, struct text value)
{
	const char *name;

	for (size_t i = 0; (name = choices->name(i)) != NULL; i++)
		if (choice_is(name, value))
			return (long)i;
	return OPTIONS_BAD;
}

const char *choice_near(const struct choices *choices, struct text value)
{
	const struct candidates names = { choice_name_at, choices, nearest_plain_key, true };
	size_t found;

	return nearest_find(value, &names, &found, 1) > 0 ? choices->name(found) : NULL;
}

long choice_find(const struct choices *choices, struct text value, const struct diagnostics *diagnostics)
{
	long choice = choice_of(choices, value);
	const char *near = choice < 0 ? choice_near(choices, value) : NULL;

	if (choice >= 0)
		return choice;
	if (near != NULL)
		say(diagnostics, "unknown %s '%s'; did you mean %s?", choices->what, show(value).text, near);
	else
		say(diagnostics, "unknown %s '%s' (valid: %s)", choices->what, show(value).text, list_of(choices).text);
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
			say(diagnostics, "%s '%s' is given twice", choices->what, choices->name((size_t)choice));
			return false;
		}
		found[(*count)++] = (size_t)choice;
		at += length;
		if (*at == '\0')
			return true;
	}
}
