/* SPDX-License-Identifier: MIT */
#include "records/columns.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "table/cause.h"

enum { KEY_SIZE = 128 };

const char *const leg_fields[LEG_COUNT][CELL_UUID + 1] = {
	{
		[CELL_CODE] = "hangupcausecode",
		[CELL_NAME] = "hangupcausename",
		[CELL_SOURCE] = "hangupsource",
		[CELL_UUID] = "calluuid",
	},
	{
		[CELL_CODE] = "plivohangupcausecode",
		[CELL_NAME] = "plivohangupcausename",
		[CELL_SOURCE] = "plivohangupsource",
		[CELL_UUID] = "calluuid",
	},
	{
		[CELL_CODE] = "dialbleghangupcausecode",
		[CELL_NAME] = "dialbleghangupcausename",
		[CELL_SOURCE] = "dialbleghangupsource",
		[CELL_UUID] = "dialbleguuid",
	},
};
const char *const leg_words[LEG_COUNT] = { "hangupcause", "plivohangupcause", "dialbleghangupcause" };
const char *const trunk_names[TRUNK_NAMES] = { "trunkdomain", "hangupinitiator" };
const char *const old_trunk_fields[CELL_SOURCE + 1] = {
	[CELL_CODE] = "hangupcode",
	[CELL_NAME] = "hangupcause",
	[CELL_SOURCE] = "hangupinitiator",
};
const char *const time_names[TIME_NAMES] = {
	"endtime", "hanguptime", "initiationtime", "starttime", "answertime", "timestamp",
	"time",    "datetime",   "date",           "createdat", "ts",
};

static const struct column_match missing = { COLUMN_MISSING, NO_COLUMN, NO_COLUMN };

/* "1,2", "1-2": digits and marks, which would be found in any time of day. */
static bool is_no_name(struct text text)
{
	bool has_digit = false;

	for (size_t i = 0; i < text.length; i++) {
		if (text_is_letter(text.bytes[i]) || (unsigned char)text.bytes[i] > 127)
			return false;
		has_digit = has_digit || text_is_digit(text.bytes[i]);
	}
	return has_digit;
}

const char *column_spec_parse(struct column_spec *spec, const char *value)
{
	struct text text = text_trim(text_of(value));

	*spec = (struct column_spec){ .kind = SPEC_NAME, .name = value };
	if (text.length == 0)
		return "an empty column name";
	if (!text_all_digits(text))
		return is_no_name(text) ? "one column, by its name or its number" : NULL;
	uint64_t number;
	text_number(&text, &number);
	spec->kind = SPEC_NUMBER;
	spec->number = number < SIZE_MAX ? (size_t)number : SIZE_MAX;
	return spec->number == 0 ? "columns are counted from 1" : NULL;
}

/* What stands before the last dot of a name, with it; and what stands behind it. */
static struct text path_of(struct text name)
{
	while (name.length > 0 && name.bytes[name.length - 1] != '.')
		name.length--;
	return name;
}

static struct text last_part(struct text name)
{
	size_t path = path_of(name).length;

	return (struct text){ name.bytes + path, name.length - path };
}

static struct text whole(struct text name)
{
	return name;
}

/* The column of which that part matches a name, one way or the other. */
static struct column_match match(const struct header *names, struct text name, struct text (*part)(struct text),
				 bool (*matches)(struct text, struct text))
{
	struct column_match found = missing;

	for (size_t i = 0; i < names->count; i++) {
		if (!matches(part(names->names[i].text), name))
			continue;
		if (found.result == COLUMN_FOUND)
			return (struct column_match){ COLUMN_AMBIGUOUS, found.column, i };
		found = (struct column_match){ COLUMN_FOUND, i, NO_COLUMN };
	}
	return found;
}

static struct column_match match_whole(const struct header *names, const char *key)
{
	return match(names, text_of(key), whole, text_same_key);
}

/* A name of the rules: what stands before its last dot is no part of it, unless the whole of it fits. */
static struct column_match match_key(const struct header *names, const char *key)
{
	struct column_match found = match_whole(names, key);

	return found.result != COLUMN_MISSING ? found : match(names, text_of(key), last_part, text_same_key);
}

/* What the user said, which is no rule. */
static struct column_match match_spec(const struct header *names, const struct column_spec *spec)
{
	if (spec->kind == SPEC_NONE)
		return missing;
	if (spec->kind == SPEC_NUMBER && spec->number > names->count)
		return (struct column_match){ COLUMN_OUT_OF_RANGE, NO_COLUMN, NO_COLUMN };
	if (spec->kind == SPEC_NUMBER)
		return (struct column_match){ COLUMN_FOUND, spec->number - 1, NO_COLUMN };

	struct text name = text_trim(text_of(spec->name));
	struct column_match found = match(names, name, whole, text_same);
	if (found.result == COLUMN_MISSING)
		found = match(names, name, whole, text_same_key);
	if (found.result == COLUMN_MISSING)
		found = match(names, name, last_part, text_same);
	return found.result != COLUMN_MISSING ? found : match(names, name, last_part, text_same_key);
}

/* The first of several keys that is there; in other, a later one that is there as well. */
static struct column_match match_first(const struct header *names, const char *const *keys, size_t count)
{
	struct column_match first = missing;

	for (size_t i = 0; i < count; i++) {
		struct column_match found = match_key(names, keys[i]);
		if (found.result == COLUMN_MISSING)
			continue;
		if (first.result == COLUMN_MISSING)
			first = found;
		else if (first.result == COLUMN_FOUND && first.other == NO_COLUMN)
			first.other = found.column;
	}
	return first;
}

/* The first leg of which that field is there. */
static struct column_match match_field(const struct header *names, enum cell cell)
{
	const char *keys[LEG_COUNT];

	for (size_t leg = 0; leg < LEG_COUNT; leg++)
		keys[leg] = leg_fields[leg][cell];
	return match_first(names, keys, LEG_COUNT);
}

/* Whether these are the names of SIP-trunk records. */
static bool are_of_trunk(const struct header *names)
{
	return match_first(names, trunk_names, TRUNK_NAMES).result != COLUMN_MISSING;
}

/* A field by the name that it has in any leg, or else in the old records of SIP trunks. */
static struct column_match match_any(const struct header *names, enum cell cell)
{
	struct column_match found = match_field(names, cell);

	return found.result != COLUMN_MISSING || !are_of_trunk(names) ? found
								      : match_key(names, old_trunk_fields[cell]);
}

static struct column_match match_code(const struct header *names, const struct column_spec *spec)
{
	if (spec->kind != SPEC_RULE)
		return match_spec(names, spec);
	struct column_match code = match_any(names, CELL_CODE);
	return code.result != COLUMN_MISSING ? code : match_any(names, CELL_NAME);
}

/* The column whose key is that of another name with one part of it replaced, and so the same before its dot. */
static struct column_match match_beside(const struct header *names, struct text name, const char *part,
					const char *replacement)
{
	char key[KEY_SIZE];
	char wanted[KEY_SIZE + sizeof "source"];
	char *place = NULL;

	if (text_key(name, key, sizeof key) == sizeof key)
		return missing;
	for (char *found = strstr(key, part); found != NULL; found = strstr(found + 1, part))
		place = found;
	if (place == NULL)
		return missing;
	size_t before = (size_t)(place - key);
	memcpy(wanted, key, before);
	strcpy(stpcpy(wanted + before, replacement), place + strlen(part));
	return match_whole(names, wanted);
}

/* The cause's name beside a code, to check it against. */
static struct column_match match_name(const struct header *names, struct text code)
{
	size_t leg = 0;

	while (leg < LEG_COUNT && !text_has_key(code, leg_words[leg]))
		leg++;
	if (leg == LEG_COUNT)
		return missing;
	struct column_match found = match_beside(names, code, "code", "name");
	return found.result != COLUMN_MISSING ? found : match_beside(names, code, "code", "");
}

/* The same in an old record of a SIP trunk. */
static struct column_match match_old_name(const struct header *names, struct text code)
{
	bool is_old = text_same_key(code, text_of(old_trunk_fields[CELL_CODE])) && are_of_trunk(names);

	return is_old ? match_key(names, old_trunk_fields[CELL_NAME]) : match_name(names, code);
}

/* The source beside a code, or beside the name that stands in for it: that of another leg is no evidence. */
static struct column_match match_source(const struct header *names, struct text code)
{
	struct column_match found = missing;

	for (size_t leg = 0; leg < LEG_COUNT && found.result == COLUMN_MISSING; leg++) {
		const char *const *fields = leg_fields[leg];
		found = match_beside(names, code, fields[CELL_CODE], fields[CELL_SOURCE]);
		if (found.result == COLUMN_MISSING)
			found = match_beside(names, code, fields[CELL_NAME], fields[CELL_SOURCE]);
	}
	return found.result != COLUMN_MISSING ? found : match_key(names, old_trunk_fields[CELL_SOURCE]);
}

static void fail(struct column_choice *choice, enum column_failure failure, struct column_match match)
{
	if (choice->failure != COLUMNS_CHOSEN)
		return;
	choice->failure = failure;
	choice->match = match;
}

/* What is wrong with a choice, whatever else is: two fit, or a name is taken. */
static void doubt(struct column_choice *choice, enum column_failure failure)
{
	if (choice->doubt == COLUMNS_CHOSEN)
		choice->doubt = failure;
}

/* Where a rule finds two, or none, there is none; what the user named must be there. Two are a doubt. */
static void keep(struct column_choice *choice, size_t cell, struct column_match found, bool is_needed)
{
	enum column_failure failure = COLUMNS_NO_CELL + cell % CELL_COUNT;

	choice->columns.at[cell] = found.result == COLUMN_FOUND ? found.column : NO_COLUMN;
	if (found.result != COLUMN_FOUND && is_needed)
		fail(choice, failure, found);
	if (found.result == COLUMN_AMBIGUOUS)
		doubt(choice, failure);
}

static bool is_named(const struct column_spec *spec)
{
	return spec->kind == SPEC_NAME || spec->kind == SPEC_NUMBER;
}

/* The first name of a time that is there; and behind the other cells those whose value counts where its is no time. */
static void choose_times(struct column_choice *choice, const struct header *names)
{
	struct column_match first = match_first(names, time_names, TIME_NAMES);

	keep(choice, CELL_TIME, first, true);
	for (size_t i = 0; i < TIME_NAMES; i++) {
		struct column_match found = match_key(names, time_names[i]);
		if (found.result == COLUMN_FOUND && found.column != first.column)
			choice->columns.at[choice->columns.count++] = found.column;
	}
}

/* What a record is counted or chosen by. Of sources that which is evidence comes first, but any will do. */
static void choose_by(struct column_choice *choice, const struct header *names, const struct column_specs *specs)
{
	struct column_match found = missing;

	if (specs->wants_time && is_named(&specs->of[CELL_TIME]))
		keep(choice, CELL_TIME, match_spec(names, &specs->of[CELL_TIME]), true);
	else if (specs->wants_time)
		choose_times(choice, names);
	if (specs->by_source) {
		if (is_named(&specs->of[CELL_SOURCE]))
			found = match_spec(names, &specs->of[CELL_SOURCE]);
		else if (choice->columns.at[CELL_SOURCE] != NO_COLUMN)
			found = (struct column_match){ COLUMN_FOUND, choice->columns.at[CELL_SOURCE], NO_COLUMN };
		else
			found = match_field(names, CELL_SOURCE);
		keep(choice, CELL_BY, found, true);
	} else if (is_named(&specs->of[CELL_BY])) {
		found = match_spec(names, &specs->of[CELL_BY]);
		keep(choice, CELL_BY, found, true);
		if (found.column != NO_COLUMN && found.column == choice->columns.at[CELL_CODE])
			fail(choice, COLUMNS_BY_CODE, found);
	}
}

/* Whether a name is that of a leg's code, or of the name in its place. */
static bool is_of_leg(struct text name, size_t leg)
{
	return text_same_key(name, text_of(leg_fields[leg][CELL_CODE])) ||
	       text_same_key(name, text_of(leg_fields[leg][CELL_NAME]));
}

/* The UUID of a leg: behind the same as the name of the leg's code. */
static struct column_match match_uuid(const struct header *names, struct text code, size_t leg)
{
	struct text path = is_of_leg(code, leg) ? (struct text){ code.bytes, 0 } : path_of(code);
	char key[KEY_SIZE];
	char wanted[2 * KEY_SIZE];

	if (text_key(path, key, sizeof key) == sizeof key)
		return missing;
	snprintf(wanted, sizeof wanted, "%s%s", key, leg_fields[leg][CELL_UUID]);
	return match_whole(names, wanted);
}

/* The UUID of the code's leg; where there is no code that is a leg's, the first there is. */
static void choose_uuid(struct column_choice *choice, const struct header *names)
{
	size_t column = choice->columns.at[CELL_CODE];
	struct text code = column != NO_COLUMN ? names->names[column].text : text_of("");
	size_t leg = 0;

	while (leg < LEG_COUNT && !is_of_leg(code, leg) && !is_of_leg(last_part(code), leg))
		leg++;
	struct column_match found = leg < LEG_COUNT ? match_uuid(names, code, leg) : match_field(names, CELL_UUID);
	/* Of two neither is told: that is no doubt. */
	if (found.result == COLUMN_FOUND)
		choice->columns.at[CELL_UUID] = found.column;
}

/* What tells a SIP trunk, of whatever leg. */
static void keep_trunk(struct column_choice *choice, const struct header *names)
{
	for (size_t i = 0; i < TRUNK_NAMES; i++)
		keep(choice, CELL_TRUNK + i, match_key(names, trunk_names[i]), false);
}

/* What a code is checked against. */
static void choose_evidence(struct column_choice *choice, const struct header *names, const struct column_specs *specs)
{
	struct column_match name = missing;
	struct column_match source = missing;

	if (specs->of[CELL_NAME].kind != SPEC_RULE)
		name = match_spec(names, &specs->of[CELL_NAME]);
	else if (choice->columns.at[CELL_CODE] != NO_COLUMN)
		name = match_old_name(names, names->names[choice->columns.at[CELL_CODE]].text);
	if (specs->of[CELL_SOURCE].kind != SPEC_RULE)
		source = match_spec(names, &specs->of[CELL_SOURCE]);
	else if (choice->columns.at[CELL_CODE] != NO_COLUMN)
		source = match_source(names, names->names[choice->columns.at[CELL_CODE]].text);
	keep(choice, CELL_NAME, name, is_named(&specs->of[CELL_NAME]));
	keep(choice, CELL_SOURCE, source, is_named(&specs->of[CELL_SOURCE]));
	keep_trunk(choice, names);
}

/* A field of a leg; an old record of a SIP trunk is its first. */
static struct column_match match_of_leg(const struct header *names, size_t leg, enum cell cell)
{
	struct column_match found = match_key(names, leg_fields[leg][cell]);

	return leg > 0 || found.result != COLUMN_MISSING || !are_of_trunk(names)
		       ? found
		       : match_key(names, old_trunk_fields[cell]);
}

/*
 * Every leg that has a code, or a name in its place, by the names of its own fields. Two codes are one too many; of two
 * UUIDs neither is told, and what else there is of a leg without a code is not looked at.
 */
static void choose_legs(struct column_choice *choice, const struct header *names)
{
	for (size_t leg = 0; leg < LEG_COUNT; leg++) {
		const char *const *fields = leg_fields[leg];
		size_t first = leg * CELL_COUNT;
		struct column_match code = match_of_leg(names, leg, CELL_CODE);
		struct column_match source = match_of_leg(names, leg, CELL_SOURCE);
		bool is_name = code.result == COLUMN_MISSING;
		struct column_match name = is_name ? match_of_leg(names, leg, CELL_NAME)
						   : match_old_name(names, names->names[code.column].text);
		if (is_name)
			code = name;
		choice->columns.is_record |= code.column != NO_COLUMN || source.column != NO_COLUMN;
		struct column_match uuid = code.column != NO_COLUMN
						   ? match_uuid(names, names->names[code.column].text, leg)
						   : match_key(names, fields[CELL_UUID]);
		if (uuid.result == COLUMN_FOUND)
			choice->columns.at[first + CELL_UUID] = uuid.column;
		if (code.result == COLUMN_MISSING)
			continue;
		source = match_source(names, names->names[code.column].text);
		keep(choice, first + CELL_CODE, code, code.result == COLUMN_AMBIGUOUS);
		keep(choice, first + CELL_NAME, name, false);
		keep(choice, first + CELL_SOURCE, source, false);
	}
	keep_trunk(choice, names);
}

/* A column that has the name of one to be added. */
static size_t taken_column(const struct header *names, const char *const *added)
{
	size_t column = NO_COLUMN;

	for (; added != NULL && *added != NULL && column == NO_COLUMN; added++)
		column = match_whole(names, *added).column;
	return column;
}

void columns_choose(struct column_choice *choice, const struct header *names, const struct column_specs *specs)
{
	size_t taken = taken_column(names, specs->added);

	*choice = (struct column_choice){ .columns = { .count = specs->every_leg ? CELLS_MAX : CELL_COUNT },
					  .match = { COLUMN_FOUND, NO_COLUMN, NO_COLUMN } };
	for (size_t i = 0; i < CELLS_MAX; i++)
		choice->columns.at[i] = NO_COLUMN;
	if (specs->every_leg) {
		choose_legs(choice, names);
		return;
	}
	struct column_match code = match_code(names, &specs->of[CELL_CODE]);
	struct column_match source = specs->of[CELL_CODE].kind == SPEC_RULE ? match_any(names, CELL_SOURCE) : missing;
	choice->columns.is_record = code.column != NO_COLUMN || source.result != COLUMN_MISSING;
	keep(choice, CELL_CODE, code, true);
	choose_evidence(choice, names, specs);
	choose_by(choice, names, specs);
	if (specs->wants_uuid)
		choose_uuid(choice, names);
	if (code.result == COLUMN_MISSING && source.result == COLUMN_AMBIGUOUS)
		doubt(choice, COLUMNS_NO_CELL + CELL_SOURCE);
	if (taken != NO_COLUMN) {
		fail(choice, COLUMNS_TAKEN, (struct column_match){ COLUMN_FOUND, taken, NO_COLUMN });
		doubt(choice, COLUMNS_TAKEN);
	}
	if (choice->failure == COLUMNS_CHOSEN)
		choice->match = code;
}

bool columns_is_old_trunks(struct text name, const struct column_specs *specs)
{
	return specs->of[CELL_CODE].kind == SPEC_RULE && (text_same_key(name, text_of(old_trunk_fields[CELL_CODE])) ||
							  text_same_key(name, text_of(old_trunk_fields[CELL_NAME])));
}

/* Whether a cell of the header may have come about only because another delimiter was meant. */
static bool is_split_wrongly(const struct name *name, unsigned char delimiter)
{
	for (size_t i = 0; i < sizeof usual_delimiters && !name->is_quoted && delimiter != 0; i++)
		if (usual_delimiters[i] != delimiter &&
		    memchr(name->text.bytes, usual_delimiters[i], name->text.length) != NULL)
			return true;
	return false;
}

/* The code column of a header in which this delimiter was meant, in its cell; NO_COLUMN: it is none. */
static size_t fit(const struct header *header, const struct column_specs *specs, unsigned char delimiter)
{
	const struct column_spec *spec = &specs->of[CELL_CODE];

	if (spec->kind == SPEC_NUMBER)
		return header->count >= spec->number && header->count >= 2 ? spec->number - 1 : NO_COLUMN;
	size_t code = match_code(header, spec).column;
	return code != NO_COLUMN && !is_split_wrongly(&header->names[code], delimiter) ? code : NO_COLUMN;
}

bool columns_are_rule(struct text line)
{
	bool has_two = false;

	for (size_t i = 0; i < line.length; i++) {
		char c = line.bytes[i];
		if (c == '\0' || strchr("-=+|: \t", c) == NULL)
			return false;
		has_two = has_two || ((c == '-' || c == '=') && i > 0 && line.bytes[i - 1] == c);
	}
	return has_two;
}

bool columns_can_delimit(char byte)
{
	unsigned char c = (unsigned char)byte;

	if (c == '\0' || c > 127 || strchr("\"\r\n _.", c) != NULL)
		return false;
	return !text_is_digit(c) && !text_is_letter(c);
}

size_t columns_code_cell(const struct header *header, bool zero_counts)
{
	for (size_t i = 0; i < header->count; i++) {
		struct text name = header->names[i].text;
		for (enum table_id table = 0; table < TABLE_COUNT; table++) {
			struct reading reading = read_code(table, name);
			if (name.length > 0 && text_is_digit(name.bytes[0]) && reading.meaning == MEANS_CAUSE &&
			    (reading.code != 0 || zero_counts))
				return i;
		}
	}
	return NO_COLUMN;
}

size_t columns_header_code(const struct header *header, const struct column_specs *specs, unsigned char delimiter)
{
	size_t code = fit(header, specs, delimiter);

	if (code == NO_COLUMN || specs->of[CELL_CODE].kind == SPEC_NUMBER)
		return code;
	struct text name = header->names[code].text;
	bool is_free = specs->of[CELL_CODE].kind == SPEC_NAME || header->names[code].is_quoted;
	for (size_t i = code == 0 && name.length > 0 && *name.bytes == '#' ? 1 : 0; i < name.length && !is_free; i++)
		if (!isalnum((unsigned char)name.bytes[i]) && strchr(" \t_-.", name.bytes[i]) == NULL)
			return NO_COLUMN;
	return columns_code_cell(header, false) == NO_COLUMN ? code : NO_COLUMN;
}

bool columns_may_name_code(struct text text, const struct column_specs *specs)
{
	const struct column_spec *code = &specs->of[CELL_CODE];

	if (code->kind == SPEC_NAME)
		return text_has_key(text, code->name);
	for (size_t leg = 0; leg < LEG_COUNT; leg++)
		if (text_has_key(text, leg_words[leg]))
			return true;
	return text_has_key(text, old_trunk_fields[CELL_CODE]);
}

/* 1 to 64 bytes that begin as a name does and say neither what something is nor when it was. */
static bool is_name(struct text cell)
{
	enum { LONGEST = 64 };

	if (cell.length == 0 || cell.length > LONGEST ||
	    (!text_is_letter(*cell.bytes) && *cell.bytes != '_' && *cell.bytes != '@'))
		return false;
	for (size_t i = 1; i < cell.length; i++) {
		char before = cell.bytes[i - 1];
		char c = cell.bytes[i];
		if (c == '=' || (before == ':' && c == ' ') || (text_is_digit(before) && text_is_digit(c)))
			return false;
	}
	return true;
}

bool columns_are_names(const struct header *header, const struct header *next)
{
	for (size_t i = 0; i < header->count; i++) {
		struct text name = header->names[i].text;
		if (!is_name(name) || (next != NULL && i < next->count && text_same(name, next->names[i].text)))
			return false;
	}
	return header->count > 1;
}

bool columns_are_field(struct text cell, const struct column_specs *specs)
{
	if (specs->of[CELL_CODE].kind == SPEC_NAME && text_same(cell, text_of(specs->of[CELL_CODE].name)))
		return true;
	for (size_t leg = 0; leg < LEG_COUNT; leg++) {
		for (enum cell i = CELL_CODE; i <= CELL_UUID; i++)
			if (text_same_key(cell, text_of(leg_fields[leg][i])))
				return true;
		if (text_same_key(cell, text_of(leg_words[leg])))
			return true;
	}
	return false;
}
