/* SPDX-License-Identifier: MIT */
#include "records/column_errors.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "support/escape.h"
#include "support/nearest.h"
#include "support/strbuf.h"

enum { LISTED = 40 };

void origin_hint(const struct origin *origin, const char *filter)
{
	const char *name = origin->operand;

	if (name == NULL)
		say_hint(origin->diagnostics, "%s | hangup %s", filter, origin->command);
	else
		say_hint(origin->diagnostics, "%s %s%s | hangup %s", filter, *name == '-' ? "./" : "",
			 show_word(name).text, origin->command);
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
	return list;
}

const struct column_role role_code = { "-c", "hangup cause codes", "hangup_cause_code" };
const struct column_role role_name = { "--name-column", "cause names", "hangup_cause_name" };
const struct column_role role_source = { "--source-column", "hangup sources", "hangup_source" };
const struct column_role role_time = { "--time-column", "times", "end_time" };
const struct column_role role_by = { "--by", "values to count by", "to_country_iso" };

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

/* The header's name nearest to what was looked for; NULL if none is near, or has nothing to do with it. */
static const struct text *nearest_name(const struct header *header, const struct column_spec *spec,
				       const struct column_role *role)
{
	const struct candidates names = { .at = name_at, .data = header, .key = nearest_plain_key };
	struct text word = text_of(spec->kind == SPEC_NAME ? spec->name : role->usual);
	bool may_be_usual = spec->kind != SPEC_NAME || text_has_key(word, "hang") || text_has_key(word, "code");
	size_t found;

	if (nearest_find(word, &names, &found, 1) == 0 && may_be_usual && spec->kind == SPEC_NAME)
		word = text_of(role->usual);
	if (nearest_find(word, &names, &found, 1) == 0 &&
	    (spec->kind == SPEC_NAME || nearest_find(text_of(strrchr(role->usual, '_') + 1), &names, &found, 1) == 0))
		return NULL;
	bool is_kin = spec->kind == SPEC_NAME || shares_word(header->names[found].text, role->usual);
	return is_kin ? &header->names[found].text : NULL;
}

/* A delimiter as -d takes it, in a shell. */
static struct word delimiter_word(unsigned char delimiter)
{
	const char string[] = { (char)delimiter, '\0' };

	return show_word(delimiter == '\t' ? "tab" : string);
}

/* A hint, where the header looks like a record. Returns whether there was one. */
static bool hint_data(const struct origin *origin, const struct header *header, unsigned char delimiter, uint64_t line)
{
	size_t column = columns_code_cell(header, true);

	if (column == NO_COLUMN)
		return false;
	say_hint(origin->diagnostics, "line %llu looks like data: add %s%s%s-H -c %zu", (unsigned long long)line,
		 delimiter != ',' ? "-d " : "", delimiter != ',' ? delimiter_word(delimiter).text : "",
		 delimiter != ',' ? " " : "", column + 1);
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
static bool hint_other_codes(const struct origin *origin, const struct header *header, const char *kind)
{
	for (size_t i = 0; i < header->count; i++) {
		size_t row = other_codes_row(header->names[i].text);
		if (!has_other_codes(header->names[i].text))
			continue;
		say_hint(origin->diagnostics,
			 "\"%s\" %s; the %s to look for is hangup_cause_code (HangupCauseCode in callbacks)",
			 show(header->names[i].text).text, other_codes[row].what, kind);
		return true;
	}
	return false;
}

/* The last hint there is: a word that the option takes, a name that is near, or how to choose one. */
static void hint_choose(const struct origin *origin, const struct header *names, const struct column_spec *spec,
			const struct column_role *role, bool are_keys)
{
	const char *word = spec->words != NULL ? choice_near(spec->words, text_of(spec->name)) : NULL;
	const struct text *near = nearest_name(names, spec, role);
	struct strbuf hint = { .used = 0 };

	if (word != NULL) {
		say_hint(origin->diagnostics, "did you mean %s %s?", role->option, word);
		return;
	}
	if (near != NULL)
		strbuf_add(&hint, "the nearest is \"%s\"; ", show(*near).text);
	strbuf_add(&hint, "choose a %s with %s NAME", are_keys ? "key" : "column", role->option);
	if (!are_keys)
		strbuf_add(&hint, " or %s N", role->option);
	for (size_t i = 0; near == NULL && spec->words != NULL && spec->words->name(i) != NULL; i++)
		strbuf_add(&hint, "%s%s", i > 0 ? ", " : "; known besides: ", spec->words->name(i));
	say_hint(origin->diagnostics, "%s", hint.text);
}

static void say_missing(const struct origin *origin, const struct header *header, const struct column_spec *spec,
			const struct column_role *role, unsigned char delimiter, uint64_t line)
{
	struct strbuf names = list_names(header);

	if (spec->kind == SPEC_NAME)
		say_at(origin->diagnostics, origin->file, 0, "%s: no column \"%s\" among: %s", role->option,
		       show_string(spec->name).text, names.text);
	else
		say_at(origin->diagnostics, origin->file, 0, "no column of %s among: %s", role->what, names.text);
	if (hint_data(origin, header, delimiter, line))
		return;
	if (spec->kind != SPEC_NAME && role == &role_code &&
	    (hint_delimiter(origin) || hint_other_codes(origin, header, "column")))
		return;
	hint_choose(origin, header, spec, role, false);
}

static void say_ambiguous(const struct origin *origin, const struct header *header, const struct column_match *match,
			  const struct column_role *role, unsigned char delimiter, uint64_t line)
{
	say_at(origin->diagnostics, origin->file, 0, "cannot choose between column %zu, \"%s\", and column %zu, \"%s\"",
	       match->column + 1, show(header->names[match->column].text).text, match->other + 1,
	       show(header->names[match->other].text).text);
	if (!hint_data(origin, header, delimiter, line))
		say_hint(origin->diagnostics, "choose one by number: %s %zu or %s %zu", role->option, match->column + 1,
			 role->option, match->other + 1);
}

static void say_out_of_range(const struct origin *origin, const struct header *header, const struct column_spec *spec,
			     const struct column_role *role, unsigned char delimiter, uint64_t line)
{
	say_at(origin->diagnostics, origin->file, 0, "%s: no column %s%zu, the header has %zu: %s", role->option,
	       spec->number == SIZE_MAX ? "past " : "", spec->number, header->count, list_names(header).text);
	hint_data(origin, header, delimiter, line);
}

enum status column_error(const struct origin *origin, const struct header *header, const struct column_specs *specs,
			 const struct column_choice *choice, unsigned char delimiter, uint64_t line)
{
	const struct {
		const struct column_spec *spec;
		const struct column_role *role;
	} wanted[] = {
		[COLUMNS_NO_CODE] = { &specs->code, &role_code },
		[COLUMNS_NO_NAME] = { &specs->name, &role_name },
		[COLUMNS_NO_SOURCE] = { &specs->source, &role_source },
		[COLUMNS_NO_TIME] = { &specs->time, &role_time },
		[COLUMNS_NO_BY] = { &specs->by, &role_by },
		[COLUMNS_BY_CODE] = { &specs->by, &role_by },
		/* The column is there, but a code beside it, or a byte in its name, says that this is no header. */
		[COLUMNS_CHOSEN] = { &specs->code, &role_code },
		/* Where it is no column of these that is missing: not looked at. */
		[COLUMNS_TAKEN] = { &specs->code, &role_code },
	};
	const struct column_spec *spec = wanted[choice->failure].spec;
	const struct column_role *role = wanted[choice->failure].role;

	if (choice->failure == COLUMNS_TAKEN) {
		say_at(origin->diagnostics, origin->file, 0, "the header already has a column \"%s\"",
		       show(header->names[choice->match.column].text).text);
		say_hint(origin->diagnostics,
			 "has it been annotated before? --prefix TEXT names the new columns differently");
	} else if (choice->failure == COLUMNS_BY_CODE) {
		say_at(origin->diagnostics, origin->file, 0,
		       "--by: \"%s\" is the column of the codes: --by cause counts them",
		       show(header->names[choice->match.column].text).text);
	} else if (choice->match.result == COLUMN_AMBIGUOUS) {
		say_ambiguous(origin, header, &choice->match, role, delimiter, line);
	} else if (choice->match.result == COLUMN_OUT_OF_RANGE) {
		say_out_of_range(origin, header, spec, role, delimiter, line);
	} else {
		say_missing(origin, header, spec, role, delimiter, line);
	}
	return STATUS_TROUBLE;
}

enum status column_error_header(const struct origin *origin, const char *error, uint64_t line)
{
	say_at(origin->diagnostics, origin->file, line, "the header is malformed: %s", error);
	say_hint(origin->diagnostics, "correct that line, or say what stands between its fields with -d");
	return STATUS_TROUBLE;
}

void column_note_several(const struct origin *origin, const struct header *header, const struct column_match *match)
{
	say_at(origin->diagnostics, origin->file, 0, "codes are taken from \"%s\", not from \"%s\"",
	       show(header->names[match->column].text).text, show(header->names[match->other].text).text);
	say_hint(origin->diagnostics, "choose with -c NAME");
}

void column_note_data(const struct origin *origin, const struct header *header, const struct column_specs *specs,
		      unsigned char delimiter, uint64_t line)
{
	size_t column = columns_code_cell(header, false);

	if (column == NO_COLUMN || column != specs->code.number - 1)
		return;
	say_at(origin->diagnostics, origin->file, line, "taken for the header, though it has the code %s in column %zu",
	       show(header->names[column].text).text, column + 1);
	hint_data(origin, header, delimiter, line);
}

enum status column_error_key_number(const struct origin *origin, const struct column_role *role)
{
	say_at(origin->diagnostics, origin->file, 0, "%s: the members of JSON objects have names, not numbers",
	       role->option);
	say_hint(origin->diagnostics, "choose the key of %s with %s NAME", role->what, role->option);
	return STATUS_TROUBLE;
}

void column_error_key_missing(const struct origin *origin, const struct header *keys, const struct column_spec *spec,
			      const struct column_role *role)
{
	struct strbuf names = list_names(keys);

	if (spec->kind == SPEC_NAME)
		say_at(origin->diagnostics, origin->file, 0, "%s: no record has a key \"%s\" among: %s", role->option,
		       show_string(spec->name).text, keys->count > 0 ? names.text : "none");
	else
		say_at(origin->diagnostics, origin->file, 0, "no record has a key of %s among: %s", role->what,
		       keys->count > 0 ? names.text : "none");
	if (spec->kind != SPEC_NAME && role == &role_code && hint_other_codes(origin, keys, "key"))
		return;
	hint_choose(origin, keys, spec, role, true);
}

void column_note_keys_several(const struct diagnostics *diagnostics, const char *taken, const char *other)
{
	say(diagnostics, "codes are taken from \"%s\", not from \"%s\"", taken, other);
	say_hint(diagnostics, "choose with -c NAME");
}
