/* SPDX-License-Identifier: MIT */
#include "records/column_errors.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "support/escape.h"
#include "support/nearest.h"
#include "support/strbuf.h"

enum { LISTED = 40 };

/* A column, or a key, that is looked for among names. */
struct column_question {
	const struct origin *origin;
	const struct header *names;
	const struct column_spec *spec;
	enum cell cell;
	unsigned char delimiter;
	uint64_t line; /* of the header; 0: they are keys */
};

/* Where these words stand in others, behind a blank; NULL: nowhere. */
static const char *find_words(const char *all, const char *words)
{
	size_t length = strlen(words);

	while ((all = strstr(all, words)) != NULL && (all[-1] != ' ' || (all[length] != ' ' && all[length] != '\0')))
		all++;
	return all;
}

void origin_hint(const struct origin *origin, const char *filter)
{
	const char *name = origin->operand;
	const char *command = origin->command;
	const char *inputs = name == NULL && strcmp(origin->inputs, " -") == 0 ? "" : origin->inputs;
	struct strbuf file = { .used = 0 };

	if (name == NULL) {
		say_hint(origin->diagnostics, "%s | hangup %s%s", filter, command, inputs);
		return;
	}
	strbuf_add(&file, "--against %s%s", *name == '-' ? "./" : "", show_word(name).text);
	const char *word = file.text + strlen("--against ");
	const char *before = find_words(command, file.text);
	const char *place = before != NULL ? before + (word - file.text) : find_words(inputs, word);
	size_t length = strlen(word);
	if (find_words(command, "--against -") != NULL || find_words(inputs, "-") != NULL)
		return; /* standard input is another one already */
	if (before != NULL)
		say_hint(origin->diagnostics, "%s %s | hangup %.*s-%s%s", filter, word, (int)(place - command), command,
			 place + length, inputs);
	else if (place == NULL || length + 1 == strlen(inputs))
		say_hint(origin->diagnostics, "%s %s | hangup %s", filter, word, command);
	else
		say_hint(origin->diagnostics, "%s %s | hangup %s%.*s-%s", filter, word, command, (int)(place - inputs),
			 inputs, place + length);
}

/* The names of a header as a list, cut when it gets long. */
static struct strbuf list_names(const struct header *header)
{
	struct strbuf list = { .used = 0 };

	for (size_t i = 0; i < header->count; i++) {
		struct shown name = show(header->names[i].text);
		const char *between = i > 0 ? ", " : "";

		/* The next name, however long, and the number of the others have room. */
		if (i == LISTED || list.used + sizeof name + 32 > sizeof list.text) {
			strbuf_add(&list, " and %zu more", header->count - i);
			break;
		}
		strbuf_add(&list, "%s%s", between, *name.text != '\0' ? name.text : "\"\"");
	}
	return list.used == 0 ? (struct strbuf){ "none", 4, false } : list;
}

const struct column_role column_roles[CELL_COUNT] = {
	[CELL_CODE] = { "-c", "hangup cause codes", "hangup_cause_code" },
	[CELL_NAME] = { "--name-column", "cause names", "hangup_cause_name" },
	[CELL_SOURCE] = { "--source-column", "hangup sources", "hangup_source" },
	[CELL_TIME] = { "--time-column", "times", "end_time" },
	[CELL_BY] = { "--by", "values to count by", "to_country_iso" },
};

/* Columns that hold codes of another kind: never the one that was meant. */
static const struct {
	const char *name, *what;
} other_codes[] = {
	{ "terminationcausecode", "tells why a multiparty call ended, by codes of its own" },
	{ "hangupcode", "is that of old SIP-trunk records, whose codes mean other things" },
	{ "hangupcause", "has words that stand for several codes each (NORMAL_CLEARING)" },
	{ "dialhangupcause", "has words that stand for several codes each (NORMAL_CLEARING)" },
};

/* The index of such a column's row, or their number. */
static size_t other_codes_row(struct text name)
{
	size_t row = 0;

	while (row < sizeof other_codes / sizeof *other_codes && !text_same_key(name, text_of(other_codes[row].name)))
		row++;
	return row;
}

static bool has_other_codes(struct text name)
{
	return other_codes_row(name) < sizeof other_codes / sizeof *other_codes;
}

static struct text name_at(const void *data, size_t i)
{
	const struct header *header = data;

	if (i >= header->count)
		return (struct text){ .bytes = NULL };
	return has_other_codes(header->names[i].text) ? text_of("") : header->names[i].text;
}

/* Whether in a name one of the words begins that `_` divides: at its beginning, behind no letter, at a capital. */
static bool shares_word(struct text name, const char *words)
{
	for (; *words != '\0'; words += strcspn(words, "_") + (strchr(words, '_') != NULL)) {
		size_t length = strcspn(words, "_");
		for (size_t i = 0; i + length <= name.length; i++) {
			bool begins = i == 0 || !text_is_letter((unsigned char)name.bytes[i - 1]) ||
				      text_lower((unsigned char)name.bytes[i]) != (unsigned char)name.bytes[i];
			if (begins && strncasecmp(name.bytes + i, words, length) == 0)
				return true;
		}
	}
	return false;
}

/* The name nearest to what was looked for; NULL if none is near, or has nothing to do with it. */
static const struct text *nearest_name(const struct column_question *question)
{
	const struct header *header = question->names;
	const struct column_spec *spec = question->spec;
	const char *usual = column_roles[question->cell].usual;
	const struct candidates names = { .at = name_at, .data = header, .key = nearest_plain_key };
	bool is_named = spec->kind == SPEC_NAME;
	struct text word = text_of(is_named ? spec->name : usual);
	struct text other = text_of(is_named ? usual : strrchr(usual, '_') + 1);
	bool has_other = !is_named || text_has_key(word, "hang") || text_has_key(word, "code");
	size_t found;

	if (nearest_find(word, &names, &found, 1) == 0 && (!has_other || nearest_find(other, &names, &found, 1) == 0))
		return NULL;
	return is_named || shares_word(header->names[found].text, usual) ? &header->names[found].text : NULL;
}

/* A delimiter as -d takes it, in a shell. */
static struct word delimiter_word(unsigned char delimiter)
{
	const char string[] = { (char)delimiter, '\0' };

	return show_word(delimiter == '\t' ? "tab" : string);
}

/* A hint, where the header looks like a record. Returns whether there was one. */
static bool hint_data(const struct column_question *question)
{
	unsigned char delimiter = question->delimiter;
	size_t column = question->line == 0 ? NO_COLUMN : columns_code_cell(question->names, true);

	if (column == NO_COLUMN)
		return false;
	say_hint(question->origin->diagnostics, "line %llu looks like data: add %s%s%s-H -c %zu",
		 (unsigned long long)question->line, delimiter != ',' ? "-d " : "",
		 delimiter != ',' ? delimiter_word(delimiter).text : "", delimiter != ',' ? " " : "", column + 1);
	return true;
}

/* A hint, where another delimiter would make a header of the record. Returns whether there was one. */
static bool hint_delimiter(const struct origin *origin)
{
	if (origin->delimiter == 0)
		return false;
	say_hint(origin->diagnostics, "its fields seem to be delimited otherwise: add -d %s",
		 delimiter_word(origin->delimiter).text);
	return true;
}

/* A hint about a column that holds codes, or words, of another kind. */
static bool hint_other_codes(const struct column_question *question)
{
	for (size_t i = 0; i < question->names->count; i++) {
		struct text name = question->names->names[i].text;
		if (!has_other_codes(name))
			continue;
		say_hint(question->origin->diagnostics,
			 "\"%s\" %s; the %s to look for is hangup_cause_code (HangupCauseCode in callbacks)",
			 show(name).text, other_codes[other_codes_row(name)].what,
			 question->line == 0 ? "key" : "column");
		return true;
	}
	return false;
}

/* The last hint there is: a word that the option takes, a name that is near, or how to choose one. */
static void hint_choose(const struct column_question *question)
{
	const struct diagnostics *diagnostics = question->origin->diagnostics;
	const struct column_spec *spec = question->spec;
	const char *option = column_roles[question->cell].option;
	const char *word = spec->words != NULL ? choice_near(spec->words, text_of(spec->name)) : NULL;
	const struct text *near = nearest_name(question);
	struct strbuf hint = { .used = 0 };

	if (word != NULL) {
		say_hint(diagnostics, "did you mean %s %s?", option, word);
		return;
	}
	if (near != NULL)
		strbuf_add(&hint, "the nearest is \"%s\"; ", show(*near).text);
	strbuf_add(&hint, "choose a %s with %s NAME", question->line == 0 ? "key" : "column", option);
	if (question->line != 0)
		strbuf_add(&hint, " or %s N", option);
	for (size_t i = 0; near == NULL && spec->words != NULL && spec->words->name(i) != NULL; i++)
		strbuf_add(&hint, "%s%s", i > 0 ? ", " : "; known besides: ", spec->words->name(i));
	say_hint(diagnostics, "%s", hint.text);
}

static void say_missing(const struct column_question *question)
{
	const struct origin *origin = question->origin;
	const struct column_role *role = &column_roles[question->cell];
	bool is_named = question->spec->kind == SPEC_NAME;
	const char *none = question->line == 0 ? "no record has a key" : "no column";
	struct strbuf names = list_names(question->names);

	if (is_named)
		say_at(origin->diagnostics, origin->file, 0, "%s: %s \"%s\" among: %s", role->option, none,
		       show_string(question->spec->name).text, names.text);
	else
		say_at(origin->diagnostics, origin->file, 0, "%s of %s among: %s", none, role->what, names.text);
	if (hint_data(question) ||
	    (!is_named && question->cell == CELL_CODE && (hint_delimiter(origin) || hint_other_codes(question))))
		return;
	hint_choose(question);
}

static void say_ambiguous(const struct column_question *question, const struct column_match *match)
{
	const struct origin *origin = question->origin;
	const struct name *names = question->names->names;
	const char *option = column_roles[question->cell].option;

	say_at(origin->diagnostics, origin->file, 0, "cannot choose between column %zu, \"%s\", and column %zu, \"%s\"",
	       match->column + 1, show(names[match->column].text).text, match->other + 1,
	       show(names[match->other].text).text);
	if (!hint_data(question))
		say_hint(origin->diagnostics, "choose one by number: %s %zu or %s %zu", option, match->column + 1,
			 option, match->other + 1);
}

static void say_out_of_range(const struct column_question *question)
{
	const struct origin *origin = question->origin;
	size_t number = question->spec->number;

	say_at(origin->diagnostics, origin->file, 0, "%s: no column %s%zu, the header has %zu: %s",
	       column_roles[question->cell].option, number == SIZE_MAX ? "past " : "", number, question->names->count,
	       list_names(question->names).text);
	hint_data(question);
}

/* What is asked for a cell. */
static struct column_question ask(const struct origin *origin, const struct header *names,
				  const struct column_specs *specs, enum cell cell)
{
	cell = column_asked(specs, cell);
	return (struct column_question){ .origin = origin, .names = names, .spec = &specs->of[cell], .cell = cell };
}

enum status column_error(const struct origin *origin, const struct header *header, const struct column_specs *specs,
			 const struct column_choice *choice, unsigned char delimiter, uint64_t line)
{
	const struct column_match *match = &choice->match;
	/* Where all is chosen a code beside that column, or a byte in its name, says that this is no header. */
	bool is_of_cell = choice->failure >= COLUMNS_NO_CELL && choice->failure < COLUMNS_BY_CODE;
	struct column_question question =
		ask(origin, header, specs, is_of_cell ? choice->failure - COLUMNS_NO_CELL : CELL_CODE);

	question.delimiter = delimiter;
	question.line = line;
	if (choice->failure == COLUMNS_TAKEN) {
		say_at(origin->diagnostics, origin->file, 0, "the header already has a column \"%s\"",
		       show(header->names[match->column].text).text);
		say_hint(origin->diagnostics,
			 "has it been annotated before? --prefix TEXT names the new columns differently");
	} else if (choice->failure == COLUMNS_BY_CODE) {
		say_at(origin->diagnostics, origin->file, 0,
		       "--by: \"%s\" is the column of the codes: --by cause counts them",
		       show(header->names[match->column].text).text);
	} else if (match->result == COLUMN_AMBIGUOUS) {
		say_ambiguous(&question, match);
	} else if (match->result == COLUMN_OUT_OF_RANGE) {
		say_out_of_range(&question);
	} else {
		say_missing(&question);
	}
	return STATUS_TROUBLE;
}

enum status column_error_header(const struct origin *origin, const char *error, uint64_t line)
{
	say_at(origin->diagnostics, origin->file, line, "the header is malformed: %s", error);
	say_hint(origin->diagnostics, "correct that line, or say what stands between its fields with -d");
	return STATUS_TROUBLE;
}

void column_note_data(const struct origin *origin, const struct header *header, const struct column_specs *specs,
		      unsigned char delimiter, uint64_t line)
{
	struct column_question question = ask(origin, header, specs, CELL_CODE);
	size_t column = columns_code_cell(header, false);

	if (column == NO_COLUMN || column != question.spec->number - 1)
		return;
	say_at(origin->diagnostics, origin->file, line, "taken for the header, though it has the code %s in column %zu",
	       show(header->names[column].text).text, column + 1);
	question.delimiter = delimiter;
	question.line = line;
	hint_data(&question);
}

enum status column_error_keys(const struct origin *origin, const struct header *keys, const struct column_specs *specs,
			      enum cell cell)
{
	struct column_question question = ask(origin, keys, specs, cell);
	const struct column_role *role = &column_roles[question.cell];

	if (question.spec->kind != SPEC_NUMBER) {
		say_missing(&question);
		return STATUS_TROUBLE;
	}
	say_at(origin->diagnostics, origin->file, 0, "%s: the members of JSON objects have names, not numbers",
	       role->option);
	say_hint(origin->diagnostics, "choose the key of %s with %s NAME", role->what, role->option);
	return STATUS_TROUBLE;
}

void column_note_several(const struct diagnostics *diagnostics, const char *file, const char *taken, const char *other)
{
	static const char format[] = "codes are taken from \"%s\", not from \"%s\"";

	if (file != NULL)
		say_at(diagnostics, file, 0, format, taken, other);
	else
		say(diagnostics, format, taken, other);
	say_hint(diagnostics, "choose with -c NAME");
}
