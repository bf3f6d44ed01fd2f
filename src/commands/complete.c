/*
 * hangup __complete WORD...: what may stand in the place of the last WORD, for the shells' completion scripts, which
 * know nothing themselves. WORD... is the command line without the program's name; the last may be ''. Prints one
 * candidate a line: the value, and after a tab what it means. A line `:files` asks for the names of files as well.
 * Always exit status 0: where there is nothing to complete, it prints nothing.
 */
#include <stdio.h>
#include <string.h>

#include "commands/command.h"
#include "table/cause.h"

struct completion {
	struct sink *out;
	struct text word;   /* what the candidates begin with */
	struct text before; /* what stands in front of that in the same word, kept: "--columns=code," */
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool begins(struct text word, const char *value)
{
	size_t i = 0;

	while (i < word.length && value[i] != '\0' && lower(word.bytes[i]) == lower(value[i]))
		i++;
	return i == word.length;
}

static void offer(const struct completion *to, const char *value, const char *help)
{
	if (!begins(to->word, value))
		return;
	put_bytes(to->out, to->before.bytes, to->before.length);
	put(to->out, value);
	put(to->out, "\t");
	put(to->out, help != NULL ? help : "");
	put(to->out, "\n");
}

static void offer_files(const struct completion *to)
{
	put(to->out, ":files\n");
}

/* Codes for a word of digits or none, names for a word of letters. */
static void offer_causes(const struct completion *to)
{
	bool is_name = to->word.length > 0 && !text_all_digits(to->word);
	char code[8];

	for (size_t i = 0; i < cause_count; i++) {
		snprintf(code, sizeof code, "%u", (unsigned)causes[i].code);
		offer(to, is_name ? causes[i].name : code, is_name ? code : causes[i].name);
	}
}

static void offer_sources(const struct completion *to)
{
	for (size_t i = 0; i < source_count && to->word.length > 0; i++)
		offer(to, sources[i].name, "hangup source");
}

static void offer_commands(const struct completion *to)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (!commands[i]->hidden)
			offer(to, commands[i]->name, commands[i]->summary);
}

static void offer_options(const struct completion *to, const struct option_row *rows)
{
	const struct option_row *row;
	char name[64];

	for (size_t i = 0; (row = option_at(rows, i)) != NULL; i++) {
		snprintf(name, sizeof name, "--%s", row->name);
		offer(to, name, row->help);
		snprintf(name, sizeof name, "-%c", row->letter);
		if (row->letter != 0)
			offer(to, name, row->help);
	}
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

/* The values of an option. In a comma-separated list the last is completed, and none is offered twice. */
static void offer_values(struct completion to, const struct option_row *row)
{
	const char *comma = row->is_list ? memrchr(to.word.bytes, ',', to.word.length) : NULL;
	struct text listed = { to.word.bytes, comma != NULL ? (size_t)(comma - to.word.bytes) : 0 };
	const char *value;

	if (row->choices == NULL)
		return; /* any text will do */
	if (comma != NULL) {
		size_t taken = listed.length + 1;
		/* what is kept stands right in front of the word: one stretch of the same argument */
		to.before = (struct text){ to.word.bytes - to.before.length, to.before.length + taken };
		to.word.bytes += taken;
		to.word.length -= taken;
	}
	for (size_t i = 0; (value = row->choices->name(i)) != NULL; i++)
		if (!is_listed(listed, value))
			offer(&to, value, row->choices->help != NULL ? row->choices->help(i) : "");
}

static void offer_operands(const struct completion *to, enum operand_kind kind)
{
	switch (kind) {
	case OPERANDS_CODES_AND_SOURCES:
		offer_causes(to);
		offer_sources(to);
		return;
	case OPERANDS_CODES:
		offer_causes(to);
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

static const struct option_row *row_by_letter(const struct option_row *rows, char letter)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(rows, i)) != NULL; i++)
		if (row->letter == letter)
			return row;
	return NULL;
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
		row = row_by_letter(rows, word[i]);
		if (row == NULL)
			return NULL;
		if (row->argument != NULL)
			return word[i + 1] == '\0' ? row : NULL;
	}
	return NULL;
}

/* What the words before the last one mean for it. */
struct place {
	const struct command *command;    /* NULL: none is named yet */
	const struct option_row *awaited; /* the option whose argument the last word is */
	bool only_operands;               /* after "--" */
	bool any_operand;
};

static const struct option_row *rows_of(const struct place *place)
{
	return (place->command != NULL ? place->command : &command_explain)->options;
}

static struct place find_place(int count, char **words)
{
	struct place place = { .command = NULL };

	for (int i = 0; i < count; i++) {
		if (place.awaited != NULL) {
			place.awaited = NULL;
		} else if (!place.only_operands && strcmp(words[i], "--") == 0) {
			place.only_operands = true;
		} else if (!place.only_operands && words[i][0] == '-' && words[i][1] != '\0') {
			place.awaited = awaits_argument(rows_of(&place), words[i]);
		} else if (place.command == NULL && !place.any_operand && !place.only_operands) {
			place.command = command_find(words[i]);
			place.any_operand = place.command == NULL;
		} else {
			place.any_operand = true;
		}
	}
	return place;
}

static void complete_option(struct completion to, const struct option_row *rows)
{
	const char *equals = memchr(to.word.bytes, '=', to.word.length);

	if (equals == NULL || to.word.length < 2 || to.word.bytes[1] != '-') {
		offer_options(&to, rows);
		return;
	}
	struct text name = { to.word.bytes + 2, (size_t)(equals - to.word.bytes) - 2 };
	const struct option_row *row = row_by_name(rows, name);
	if (row == NULL || row->argument == NULL)
		return;
	to.before = (struct text){ to.word.bytes, (size_t)(equals - to.word.bytes) + 1 };
	to.word.bytes += to.before.length;
	to.word.length -= to.before.length;
	offer_values(to, row);
}

static enum status run(const struct context *context, int count, char **arguments)
{
	int words = count - 1;
	struct place place = find_place(words > 0 ? words - 1 : 0, arguments + 1);
	struct completion to = { .out = context->out, .word = text_of(words > 0 ? arguments[count - 1] : "") };

	if (place.awaited != NULL) {
		offer_values(to, place.awaited);
		return STATUS_DONE;
	}
	if (!place.only_operands && to.word.length > 0 && *to.word.bytes == '-') {
		complete_option(to, rows_of(&place));
		return STATUS_DONE;
	}
	if (place.command == NULL && !place.any_operand && !place.only_operands)
		offer_commands(&to);
	offer_operands(&to, place.command != NULL ? place.command->operands : OPERANDS_CODES_AND_SOURCES);
	return STATUS_DONE;
}

static const struct option_row options[] = {
	{ .name = NULL },
};

const struct command command_complete = {
	.name = "__complete",
	.operand_help = "WORD...",
	.summary = "what may stand in the place of the last word",
	.help = "Asked by the completion scripts of the shells. Prints the candidates for the last WORD, one a line, each "
		"with a tab and what it means; a line \":files\" asks for the names of files as well.",
	.options = options,
	.operands = OPERANDS_ANY,
	.hidden = true,
	.run = run,
};
