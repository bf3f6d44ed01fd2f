/* SPDX-License-Identifier: MIT */
#include "commands/input_options.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/miss.h"
#include "support/escape.h"
#include "table/query.h"

bool input_column(struct pass_settings *settings, enum cell cell, const char *value)
{
	struct column_spec *spec = &settings->columns.of[cell];

	if ((cell == CELL_NAME || cell == CELL_SOURCE) && text_is(text_of(value), "none")) {
		*spec = (struct column_spec){ .kind = SPEC_NONE };
		return true;
	}
	const char *wrong = column_spec_parse(spec, value);
	if (wrong != NULL)
		say(settings->diagnostics, "%s: %s", column_roles[cell].option, wrong);
	return wrong == NULL;
}

/* One byte that can stand between fields; 0 if the value is none. */
static unsigned char read_delimiter(const char *value)
{
	if (text_is(text_of(value), "tab") || strcmp(value, "\\t") == 0)
		return '\t';
	return value[0] != '\0' && value[1] == '\0' && columns_can_delimit(value[0]) ? (unsigned char)value[0] : 0;
}

int input_option(struct pass_settings *settings, int id, const char *value)
{
	switch (id) {
	case OPTION_CODE_COLUMN:
		return input_column(settings, CELL_CODE, value) ? 1 : -1;
	case OPTION_NAME_COLUMN:
		return input_column(settings, CELL_NAME, value) ? 1 : -1;
	case OPTION_SOURCE_COLUMN:
		return input_column(settings, CELL_SOURCE, value) ? 1 : -1;
	case OPTION_DELIMITER:
		settings->delimiter = read_delimiter(value);
		if (settings->delimiter != 0)
			return 1;
		say(settings->diagnostics,
		    "-d: \"%s\" cannot delimit fields: give one character, such as ; or |, or the word tab",
		    show_string(value).text);
		return -1;
	case OPTION_RECORD_TABLE:
		settings->table = (enum table_scope)choice_find(&record_scopes, text_of(value), settings->diagnostics);
		return 1;
	case OPTION_NO_HEADER:
		settings->has_no_header = true;
		return 1;
	case OPTION_TIME_COLUMN:
		return input_column(settings, CELL_TIME, value) ? 1 : -1;
	case OPTION_FROM:
		return bound_read(&settings->period.from, "--from", value, settings->diagnostics) ? 1 : -1;
	case OPTION_TO:
		return bound_read(&settings->period.to, "--to", value, settings->diagnostics) ? 1 : -1;
	default:
		return 0;
	}
}

/* Returns false after a message. */
static bool check_times(const struct pass_settings *settings)
{
	if (!period_check(&settings->period, settings->diagnostics))
		return false;
	if (settings->columns.of[CELL_TIME].kind != SPEC_RULE && !settings->columns.wants_time) {
		say(settings->diagnostics,
		    "--time-column changes nothing without --from, --to or, of stats, --by minute, hour or day");
		return false;
	}
	return !settings->columns.wants_time || input_has_number(settings, CELL_TIME);
}

bool input_has_number(const struct pass_settings *settings, enum cell cell)
{
	if (!settings->has_no_header || settings->columns.of[cell].kind == SPEC_NUMBER)
		return true;
	say(settings->diagnostics, "-H needs %s N: without a header the column of the %s has only a number",
	    column_roles[cell].option, column_roles[cell].what);
	return false;
}

bool input_options_check(const struct pass_settings *settings)
{
	if (!check_times(settings))
		return false;
	if (!settings->has_no_header)
		return true;
	if (settings->columns.of[CELL_CODE].kind == SPEC_RULE) {
		say(settings->diagnostics, "-H needs -c N: without a header the column of the codes has only a number");
		return false;
	}
	for (size_t i = 0; i < CELL_COUNT; i++) {
		if (settings->columns.of[i].kind != SPEC_NAME)
			continue;
		say(settings->diagnostics, "-H needs %s by number: without a header \"%s\" names no column",
		    column_roles[i].option, show_string(settings->columns.of[i].name).text);
		return false;
	}
	return true;
}

struct strbuf input_words(const struct record_files *files, size_t without)
{
	struct strbuf words = { .used = 0 };

	for (size_t i = 0; i < files->count; i++) {
		char name[PATH_MAX];
		snprintf(name, sizeof name, "%s", files->names[i]);
		size_t length = strlen(name);
		if (length > 1 && name[length - 1] == ',')
			name[length - 1] = '\0';
		if (i != without)
			strbuf_add(&words, " %s%s", name[0] == '-' && length > 1 ? "./" : "", show_word(name).text);
	}
	return words;
}

/* A name that no file has. Returns whether something else was meant; then after a message. */
static bool is_misplaced(const struct pass_settings *settings, const struct record_files *files, size_t i)
{
	const struct diagnostics *to = settings->diagnostics;
	const char *name = files->names[i];
	struct text word = text_of(name);
	struct strbuf others = input_words(files, i);
	struct query query;

	query_answer(&query, word, SCOPE_AUTO);
	if (miss_is_url(word)) {
		say(to, "'%s' is a URL, and nothing is fetched", show(word).text);
		say_hint(to, "curl -s %s | hangup %s", show_word(name).text, settings->command);
	} else if (word.length > 1 && word.bytes[word.length - 1] == ',') {
		say(to, "'%s': blanks stand between files, no commas", show(word).text);
		say_hint(to, "hangup %s%s", settings->command, input_words(files, files->count).text);
	} else if (files->count == 1 && text_is(word, "help")) {
		say(to, "no file is called 'help'");
		say_hint(to, "hangup help %.*s", (int)strcspn(settings->command, " "), settings->command);
	} else if (query.count > 0) {
		say(to, "'%s' is no file here, but a code or a name", show(word).text);
		if (files->count == 1)
			say_hint(to, "hangup %s", show_word(name).text);
		else
			say_hint(to, "hangup %s --only %s%s", settings->command, show_word(name).text, others.text);
	} else {
		return false;
	}
	return true;
}

bool input_is_there(const struct pass_settings *settings, const struct record_files *files, int standard_input)
{
	for (size_t i = 0; i < files->count; i++)
		if (strcmp(files->names[i], "-") != 0 && access(files->names[i], F_OK) != 0 &&
		    is_misplaced(settings, files, i))
			return false;
	if (files->count > 0 || !isatty(standard_input))
		return true;
	say(settings->diagnostics, "no file given, and standard input is a terminal");
	say_hint(settings->diagnostics, "hangup %s FILE, or - for standard input", settings->command);
	return false;
}

bool input_is_ready(int standard_input)
{
	struct stat in;

	return fstat(standard_input, &in) == 0 && (S_ISFIFO(in.st_mode) || (S_ISREG(in.st_mode) && in.st_size > 0));
}
