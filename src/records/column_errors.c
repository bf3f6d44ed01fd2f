#include "records/column_errors.h"

#include <string.h>

#include "support/escape.h"
#include "support/strbuf.h"
#include "support/nearest.h"
#include "table/cause.h"

enum { LISTED = 40 };

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

static struct text name_at(const void *data, size_t i)
{
	const struct header *header = data;

	return i < header->count ? header->names[i].text : (struct text){ .bytes = NULL };
}

/* The header's name nearest to what was looked for; NULL if none is near. */
static const struct text *nearest_name(const struct header *header, const struct column_spec *spec,
				       const struct column_role *role)
{
	const struct candidates names = { .at = name_at, .data = header, .key = nearest_plain_key };
	struct text word = text_of(spec->kind == SPEC_NAME ? spec->name : role->usual);
	size_t found;

	if (nearest(word, &names, &found, 1) == 0 &&
	    (spec->kind == SPEC_NAME || nearest(text_of(strrchr(role->usual, '_') + 1), &names, &found, 1) == 0))
		return NULL;
	return &header->names[found].text;
}

/* The first cell that would be a code, were this no header; NO_COLUMN if there is none. */
static size_t code_like_column(const struct header *header)
{
	for (size_t i = 0; i < header->count; i++) {
		struct text name = header->names[i].text;
		if (name.length > 0 && name.bytes[0] >= '0' && name.bytes[0] <= '9' &&
		    read_code(name).meaning == MEANS_CAUSE)
			return i;
	}
	return NO_COLUMN;
}

/* A hint, where the header looks like a record. Returns whether there was one. */
static bool hint_data(const struct origin *origin, const struct header *header)
{
	size_t column = code_like_column(header);

	if (column == NO_COLUMN)
		return false;
	say_hint(origin->diagnostics, "line 1 looks like data; without a header: hangup %s -H -c %zu%s%s",
		 origin->command, column + 1, origin->operand != NULL ? " " : "",
		 origin->operand != NULL ? show_word(origin->operand).text : "");
	return true;
}

static void column_error_missing(const struct origin *origin, const struct header *header, const struct column_spec *spec,
			     const struct column_role *role)
{
	struct strbuf names = list_names(header);
	const struct text *near = nearest_name(header, spec, role);

	if (spec->kind == SPEC_NAME)
		say_at(origin->diagnostics, origin->file, 0, "%s: no column \"%s\" among: %s", role->option,
		       show_string(spec->name).text, names.text);
	else
		say_at(origin->diagnostics, origin->file, 0, "no column of %s among: %s", role->what, names.text);
	if (hint_data(origin, header))
		return;
	if (near != NULL)
		say_hint(origin->diagnostics, "the nearest is \"%s\"; choose a column with %s NAME or %s N",
			 show(*near).text, role->option, role->option);
	else
		say_hint(origin->diagnostics, "choose a column with %s NAME or %s N", role->option, role->option);
}

static void column_error_ambiguous(const struct origin *origin, const struct header *header, const struct column_match *choice,
			    const char *option)
{
	say_at(origin->diagnostics, origin->file, 0, "cannot choose between column %zu, \"%s\", and column %zu, \"%s\"",
	       choice->column + 1, show(header->names[choice->column].text).text, choice->other + 1,
	       show(header->names[choice->other].text).text);
	if (!hint_data(origin, header))
		say_hint(origin->diagnostics, "choose one by number: %s %zu or %s %zu", option, choice->column + 1,
			 option, choice->other + 1);
}

static void column_error_out_of_range(const struct origin *origin, const struct header *header, const struct column_spec *spec,
			  const char *option)
{
	say_at(origin->diagnostics, origin->file, 0, "%s: no column %s%zu, the header has %zu: %s", option,
	       spec->number == SIZE_MAX ? "past " : "", spec->number, header->count, list_names(header).text);
	hint_data(origin, header);
}

void column_error(const struct origin *origin, const struct header *header, const struct column_spec *spec,
		     const struct column_match *choice, const struct column_role *role)
{
	if (choice->result == COLUMN_AMBIGUOUS)
		column_error_ambiguous(origin, header, choice, role->option);
	else if (choice->result == COLUMN_OUT_OF_RANGE)
		column_error_out_of_range(origin, header, spec, role->option);
	else
		column_error_missing(origin, header, spec, role);
}

void column_error_trunk(const struct origin *origin, const struct header *header, size_t column)
{
	say_at(origin->diagnostics, origin->file, 0,
	       "a SIP-trunk record (it has \"%s\"): its codes mean other things than those of voice calls",
	       show(header->names[column].text).text);
	say_hint(origin->diagnostics, "if its codes are those of voice calls all the same, name their column with -c");
}

void column_note_several(const struct origin *origin, const struct header *header, const struct column_match *choice)
{
	say_at(origin->diagnostics, origin->file, 0, "codes are taken from \"%s\", not from \"%s\"",
	       show(header->names[choice->column].text).text, show(header->names[choice->other].text).text);
	say_hint(origin->diagnostics, "choose with -c NAME");
}

enum status column_error_header(const struct origin *origin, const char *trouble, uint64_t line)
{
	say_at(origin->diagnostics, origin->file, line, "the header is malformed: %s", trouble);
	say_hint(origin->diagnostics, "correct that line, or say what stands between its fields with -d");
	return STATUS_TROUBLE;
}

void column_error_key_number(const struct origin *origin, const struct column_role *role)
{
	say_at(origin->diagnostics, origin->file, 0, "%s: the members of JSON objects have names, not numbers",
	       role->option);
	say_hint(origin->diagnostics, "choose the key of %s with %s NAME", role->what, role->option);
}

void column_error_key_missing(const struct diagnostics *diagnostics, const struct header *keys, const struct column_spec *spec,
			  const struct column_role *role)
{
	struct strbuf names = list_names(keys);
	const struct text *near = nearest_name(keys, spec, role);

	if (spec->kind == SPEC_NAME)
		say(diagnostics, "%s: no record has a key \"%s\"; the first has: %s", role->option,
		    show_string(spec->name).text, keys->count > 0 ? names.text : "none");
	else
		say(diagnostics, "no record has a key of %s; the first has: %s", role->what,
		    keys->count > 0 ? names.text : "none");
	if (near != NULL)
		say_hint(diagnostics, "the nearest is \"%s\"; choose a key with %s NAME", show(*near).text,
			 role->option);
	else
		say_hint(diagnostics, "choose a key with %s NAME", role->option);
}

void column_note_keys_several(const struct diagnostics *diagnostics, const char *taken, const char *other)
{
	say(diagnostics, "codes are taken from \"%s\", not from \"%s\"", taken, other);
	say_hint(diagnostics, "choose with -c NAME");
}
