/* SPDX-License-Identifier: MIT */
/*
 * hangup __complete N [WORD...]: what may stand in the place of the Nth WORD, for the shells' completion scripts, which
 * know nothing themselves. WORD... is the command line without the program's name, as the program would be given it:
 * the scripts have taken quotes and backslashes away and put the home folder in place of "~". Of the Nth WORD, which
 * may be missing at the end, only what stands before the cursor is given; the words after it are looked at for the
 * file whose headers can be named, and for how it is to be read.
 *
 * Prints one candidate a line: the value, a tab, and what it means. A line ":files", which has no tab, asks for the
 * names of files as well. Values that begin with the word as it is written are all there are; only where none does,
 * those that differ from it in case. No value is there twice. Always exit status 0: where there is nothing to complete,
 * it prints nothing. Quoting the values is for the scripts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "completion/completions.h"
#include "records/which.h"

static void offer_files(const struct completion *to)
{
	*to->is_any = true;
	sink_put(to->out, ":files\n");
}

/* Whether a word of a table is offered: a trunk's where Voice lacks it, unless --table names one of them. */
static bool is_meant(const struct completion *to, enum table_id table, bool is_in_voice)
{
	if (to->scope == SCOPE_VOICE || to->scope == SCOPE_TRUNK)
		return scope_has(to->scope, table);
	return table == TABLE_VOICE || !is_in_voice;
}

/* Codes for a word of digits or none, names for a word of letters: but for those that mean another thing there. */
static void offer_causes(const struct completion *to, const struct choices *others)
{
	bool is_name = to->word.length > 0 && !text_all_digits(to->word);

	for (const struct cause *cause = causes; cause < causes + cause_count; cause++) {
		const char *whose = cause->table == TABLE_TRUNK ? ", SIP trunk" : "";
		struct text name = text_of(cause->name);
		char code[8];
		char help[128];
		snprintf(code, sizeof code, "%u", (unsigned)cause->code);
		snprintf(help, sizeof help, "%s%s", is_name ? code : cause->name, whose);
		if (!is_name && is_meant(to, cause->table, cause_by_code(TABLE_VOICE, cause->code) != NULL))
			completion_offer(to, code, help);
		/* One that stands for several codes is offered once. */
		if (is_name && is_meant(to, cause->table, read_code(TABLE_VOICE, name).meaning == MEANS_CAUSE) &&
		    choice_of(others, name) < 0 && cause == cause_named(causes_named(cause->table, name).first))
			completion_offer(to, cause->name, help);
	}
}

/* Those that are no causes as well. */
static void offer_sources(const struct completion *to)
{
	for (size_t i = 0; i < source_count && to->word.length > 0; i++) {
		struct text name = text_of(sources[i].name);
		bool is_trunk = sources[i].table == TABLE_TRUNK;
		if (is_meant(to, sources[i].table, source_by_name(TABLE_VOICE, name) != NULL) &&
		    cause_by_name(sources[i].table, name) == NULL)
			completion_offer(to, sources[i].name, is_trunk ? "hangup source, SIP trunk" : "hangup source");
	}
}

static void offer_commands(const struct completion *to)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (!commands[i]->hidden)
			completion_offer(to, commands[i]->name, commands[i]->summary);
}

/* Case always counts: -f is not -F. */
static void offer_options(struct completion to, const struct option_row *rows)
{
	const struct option_row *row;
	char name[64];

	to.ignores_case = false;
	for (size_t i = 0; (row = option_at(rows, i)) != NULL; i++) {
		if (row->is_hidden)
			continue;
		snprintf(name, sizeof name, "--%s", row->name);
		completion_offer(&to, name, row->help);
		snprintf(name, sizeof name, "-%c", row->letter);
		if (row->letter != 0)
			completion_offer(&to, name, row->help);
	}
}

static void offer_choices(const struct completion *to, const struct choices *choices)
{
	const char *value;

	for (size_t i = 0; choices != NULL && (value = choices->name(i)) != NULL; i++)
		completion_offer(to, value, choices->help != NULL ? choices->help(i) : "");
}

/* Of words that commas join the last is completed, and none is offered twice. */
static struct completion last_of_list(struct completion to)
{
	size_t taken = text_behind_last(to.word, ',');

	if (taken == 0)
		return to;
	/* what is kept stands right in front of the word: one stretch of the same argument */
	to.before = (struct text){ to.word.bytes - to.before.length, to.before.length + taken };
	to.listed = (struct text){ to.word.bytes, taken - 1 };
	to.word.bytes += taken;
	to.word.length -= taken;
	return to;
}

/* The values of an option, or the WHICH of WHICH=LIMIT. */
static void offer_values(struct completion to, const struct option_row *row)
{
	bool is_limit = row->words != NULL;
	bool takes_codes = row->takes_codes || is_limit;
	const struct choices *choices = is_limit ? row->words : row->choices;

	if (row->is_list || is_limit)
		to = last_of_list(to);
	to.after = is_limit ? "=" : NULL;
	to.ignores_case = to.ignores_case || takes_codes;
	if (takes_codes && to.word.length > 0)
		offer_causes(&to, choices);
	offer_choices(&to, choices);
}

/*
 * A WHAT: codes and names, and what stands for several once something has been typed. Slugs are in small letters: they
 * may not hide a name, which a command's may.
 */
static void offer_what(struct completion to, bool takes_sources)
{
	to = last_of_list(to);
	to.ignores_case = to.ignores_case || !*to.is_any;
	offer_causes(&to, &what_choices);
	if (takes_sources)
		offer_sources(&to);
	if (to.word.length > 0)
		offer_choices(&to, &what_choices);
}

static void offer_operands(const struct completion *to, enum operand_kind kind)
{
	switch (kind) {
	case OPERANDS_CODES_AND_SOURCES:
	case OPERANDS_CODES:
		offer_what(*to, kind == OPERANDS_CODES_AND_SOURCES);
		return;
	case OPERANDS_FILES:
		offer_files(to);
		return;
	case OPERANDS_COMMANDS:
		offer_commands(to);
		return;
	case OPERANDS_NONE:
	case OPERANDS_ANY:
		return;
	}
}

/* The option of that long name; an abbreviation that only one has will do. */
static const struct option_row *row_by_name(const struct option_row *rows, struct text name)
{
	const struct option_row *found = NULL;
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(rows, i)) != NULL; i++) {
		if (strncmp(row->name, name.bytes, name.length) != 0)
			continue;
		if (row->name[name.length] == '\0')
			return row;
		if (found != NULL)
			return NULL;
		found = row;
	}
	return found;
}

/* The option whose argument is the next word: "--format", "-f", "-Ff"; NULL if this word asks for none. */
static const struct option_row *awaits_argument(const struct option_row *rows, const char *word)
{
	const struct option_row *row = NULL;

	if (strncmp(word, "--", 2) == 0) {
		if (word[2] != '\0' && strchr(word, '=') == NULL)
			row = row_by_name(rows, text_of(word + 2));
		return row != NULL && row->argument != NULL ? row : NULL;
	}
	for (size_t i = 1; word[0] == '-' && word[i] != '\0'; i++) {
		row = option_by_letter(rows, word[i]);
		if (row == NULL)
			return NULL;
		if (row->argument != NULL)
			return word[i + 1] == '\0' ? row : NULL;
	}
	return NULL;
}

static const struct option_row *rows_of(const struct cursor *cursor)
{
	return (cursor->command != NULL ? cursor->command : &command_explain)->options;
}

/* The value of --table, which tells whose codes are meant. */
static void note_table(struct cursor *cursor, const char *value)
{
	long choice = choice_of(&answer_scopes, text_of(value));

	if (choice >= 0)
		cursor->scope = answer_scope((size_t)choice);
}

static struct cursor find_cursor(const struct typed *typed)
{
	struct cursor cursor = { .command = NULL };

	for (int i = 0; i < typed->current; i++) {
		const char *word = typed->words[i];
		if (cursor.awaited != NULL) {
			note_table(&cursor, strcmp(cursor.awaited->name, "table") == 0 ? word : "");
			cursor.awaited = NULL;
		} else if (!cursor.only_operands && strcmp(word, "--") == 0) {
			cursor.only_operands = true;
		} else if (!cursor.only_operands && word[0] == '-' && word[1] != '\0') {
			cursor.awaited = awaits_argument(rows_of(&cursor), word);
			note_table(&cursor,
				   strncmp(word, "--table=", strlen("--table=")) == 0 ? strchr(word, '=') + 1 : "");
		} else if (cursor.command == NULL && !cursor.any_operand && !cursor.only_operands) {
			cursor.command = command_find(word);
			cursor.command_at = i;
			cursor.any_operand = cursor.command == NULL;
		} else {
			cursor.any_operand = true;
		}
	}
	return cursor;
}

static void offer_argument(const struct completion *to, const struct option_row *row, const struct typed *typed,
			   const struct cursor *cursor)
{
	if (row->is_column) {
		offer_choices(to, row->words);
		completion_offer_columns(to, row, typed, cursor);
	} else if (row->is_file) {
		offer_files(to);
	} else {
		offer_values(*to, row);
	}
}

static void complete_option(struct completion to, const struct typed *typed, const struct cursor *cursor)
{
	const char *equals = memchr(to.word.bytes, '=', to.word.length);

	if (equals == NULL || to.word.length < 2 || to.word.bytes[1] != '-') {
		offer_options(to, rows_of(cursor));
		return;
	}
	struct text name = { to.word.bytes + 2, (size_t)(equals - to.word.bytes) - 2 };
	const struct option_row *row = row_by_name(rows_of(cursor), name);
	if (row == NULL || row->argument == NULL)
		return;
	to.before = (struct text){ to.word.bytes, (size_t)(equals - to.word.bytes) + 1 };
	to.word.bytes += to.before.length;
	to.word.length -= to.before.length;
	offer_argument(&to, row, typed, cursor);
}

/* Which word N is, from 0; -1: none of the line's, nor the one after its last. */
static int read_place(const char *digits, int words)
{
	unsigned long number = strtoul(digits, NULL, 10);

	if (!text_all_digits(text_of(digits)) || number == 0 || number > (unsigned long)words + 1)
		return -1;
	return (int)number - 1;
}

static void complete(const struct completion *to, const struct typed *typed, const struct cursor *cursor)
{
	bool is_first = cursor->command == NULL && !cursor->any_operand && !cursor->only_operands;

	if (cursor->awaited != NULL) {
		offer_argument(to, cursor->awaited, typed, cursor);
		return;
	}
	if (!cursor->only_operands && to->word.length > 0 && *to->word.bytes == '-') {
		complete_option(*to, typed, cursor);
		return;
	}
	if (is_first)
		offer_commands(to);
	/* The commands fit one screen; all the codes with them would not. */
	if (!is_first || to->word.length > 0)
		offer_operands(to, cursor->command != NULL ? cursor->command->operands : OPERANDS_CODES_AND_SOURCES);
}

static enum status run(const struct context *context, int count, char **arguments)
{
	struct typed typed = { .words = arguments + 2, .count = count - 2, .current = -1 };

	if (count >= 2)
		typed.current = read_place(arguments[1], typed.count);
	if (typed.current < 0)
		return STATUS_DONE;
	struct cursor cursor = find_cursor(&typed);
	bool is_any = false;
	struct completion to = { .out = context->out, .scope = cursor.scope, .is_any = &is_any };
	to.word = text_of(typed.current < typed.count ? typed.words[typed.current] : "");
	complete(&to, &typed, &cursor);
	to.ignores_case = true;
	if (!is_any)
		complete(&to, &typed, &cursor);
	return STATUS_DONE;
}

static const struct option_row options[] = {
	{ .name = NULL },
};

const struct command command_complete = {
	.name = "__complete",
	.operand_help = "N [WORD...]",
	.examples = "",
	.summary = "what may stand in the place of the Nth word",
	.help = "Asked by the completion scripts of the shells. Prints the candidates for the Nth WORD, one a line, each "
		"with a tab and what it means; a line \":files\" asks for the names of files as well.",
	.options = options,
	.operands = OPERANDS_ANY,
	.hidden = true,
	.run = run,
};
