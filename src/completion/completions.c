/* SPDX-License-Identifier: MIT */
#include "completion/completions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/input_options.h"
#include "completion/preview.h"
#include "support/escape.h"
#include "support/memory.h"

enum { CELL_SHOWN = 30 };

static bool begins(const struct completion *to, const char *value)
{
	struct text word = to->word;
	size_t i = 0;

	while (i < word.length && value[i] != '\0' &&
	       (word.bytes[i] == value[i] || (to->ignores_case && text_lower(word.bytes[i]) == text_lower(value[i]))))
		i++;
	return i == word.length;
}

static bool is_listed(struct text list, const char *value)
{
	while (list.length > 0) {
		const char *comma = memchr(list.bytes, ',', list.length);
		size_t length = comma != NULL ? (size_t)(comma - list.bytes) : list.length;
		if (text_is((struct text){ list.bytes, length }, value))
			return true;
		list.bytes += length + (comma != NULL);
		list.length -= length + (comma != NULL);
	}
	return false;
}

void completion_offer(const struct completion *to, const char *value, const char *help)
{
	if (!begins(to, value) || is_listed(to->listed, value))
		return;
	*to->is_any = true;
	sink_put_bytes(to->out, to->before.bytes, to->before.length);
	sink_put(to->out, value);
	sink_put(to->out, to->after != NULL ? to->after : "");
	sink_put(to->out, "\t");
	sink_put(to->out, help != NULL ? help : "");
	sink_put(to->out, "\n");
}

/* A cell or a header beside a candidate: a few characters of it. */
static struct shown show_briefly(struct text text)
{
	struct shown shown = show(text);
	size_t end = CELL_SHOWN;

	if (strlen(shown.text) <= CELL_SHOWN)
		return shown;
	while (end > 0 && ((unsigned char)shown.text[end] & 0xc0) == 0x80)
		end--;
	memcpy(shown.text + end, "...", 4);
	return shown;
}

/* Whether the program, given that name, would take the i-th column, and a shell can hand it on. */
static bool names_column(const struct preview *preview, size_t i, const char *name, const struct option_row *row)
{
	struct column_spec spec;

	if (strlen(name) != preview->names->names[i].text.length || !is_harmless(name))
		return false;
	if (row->takes_none && text_is(text_of(name), "none"))
		return false;
	if (row->words != NULL && choice_of(row->words, text_of(name)) >= 0)
		return false;
	if (column_spec_parse(&spec, name) != NULL || spec.kind != SPEC_NAME)
		return false;
	struct column_choice choice;
	columns_choose(&choice, preview->names, &(struct column_specs){ .of[CELL_CODE] = spec });
	return choice.columns.at[CELL_CODE] == i;
}

/* A column by its header; by its number where the header will not do, or digits have been typed. */
static void offer_column(const struct completion *to, const struct preview *preview, size_t i,
			 const struct option_row *row)
{
	struct text header = preview->names->names[i].text;
	struct shown cell = show_briefly(i < preview->first.count ? preview->first.names[i].text : text_of(""));
	char name[SHOWN_SIZE] = "";
	char number[32];
	char help[2 * SHOWN_SIZE + 4];

	if (header.length < sizeof name)
		memcpy(name, header.bytes, header.length);
	bool is_named = names_column(preview, i, name, row);
	if (is_named) {
		snprintf(number, sizeof number, preview->is_json ? "key" : "column %zu", i + 1);
		snprintf(help, sizeof help, "%s%s%s", number, cell.text[0] != '\0' ? ": " : "", cell.text);
		completion_offer(to, name, help);
	}
	if (preview->is_json || header.length == 0 ||
	    (is_named && (to->word.length == 0 || !text_all_digits(to->word))))
		return;
	snprintf(number, sizeof number, "%zu", i + 1);
	snprintf(help, sizeof help, "%s%s%s", show_briefly(header).text, cell.text[0] != '\0' ? ": " : "", cell.text);
	completion_offer(to, number, help);
}

/* Without a header a column has only a number. */
static void offer_number(const struct completion *to, const struct preview *preview, size_t i)
{
	char number[32];

	snprintf(number, sizeof number, "%zu", i + 1);
	completion_offer(to, number, show_briefly(preview->names->names[i].text).text);
}

/* The columns of the first of the files that has any. */
static void offer_columns_of(const struct completion *to, const struct option_row *row,
			     const struct pass_settings *settings, char *const *files, int count)
{
	bool is_found = false;

	for (int file = 0; file < count && !is_found; file++) {
		struct preview preview;
		is_found = preview_open(&preview, files[file], settings);
		for (size_t i = 0; is_found && i < preview.names->count; i++) {
			if (settings->has_no_header)
				offer_number(to, &preview, i);
			else
				offer_column(to, &preview, i, row);
		}
		preview_close(&preview);
	}
}

void completion_offer_columns(const struct completion *to, const struct option_row *row, const struct typed *typed,
			      const struct cursor *cursor)
{
	static char any_column[] = "1"; /* in place of the word to complete */
	const struct diagnostics silent = { .descriptor = -1 };
	struct pass_settings settings = pass_defaults("annotate", &silent, NULL);
	char **arguments = allocate((size_t)typed->count + 2, sizeof *arguments);
	int id;

	if (row->takes_none)
		completion_offer(to, "none", "no column: the codes are not checked against names");
	struct options options = { .rows = cursor->command->options, .arguments = arguments, .diagnostics = &silent };
	for (int i = cursor->command_at; i < typed->count; i++) {
		if (i != typed->current)
			arguments[options.count++] = typed->words[i];
		else if (cursor->awaited != NULL)
			arguments[options.count++] = any_column;
	}
	if (typed->current == typed->count && cursor->awaited != NULL)
		arguments[options.count++] = any_column;
	while ((id = options_next(&options)) != OPTIONS_END)
		if (id != OPTIONS_BAD)
			input_option(&settings, id, options.value);
	/* Where the file begins is told by the column of the codes alone. */
	settings.columns = (struct column_specs){ .of[CELL_CODE] = settings.columns.of[CELL_CODE] };
	if (row->id == OPTION_CODE_COLUMN)
		settings.columns.of[CELL_CODE] = (struct column_spec){ .kind = SPEC_RULE };
	offer_columns_of(to, row, &settings, arguments + options.first_operand, options.count - options.first_operand);
	free(arguments);
}
