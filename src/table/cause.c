/* SPDX-License-Identifier: MIT */
#include "table/cause.h"

#include <string.h>

#include "table/index.h"
#include "table/key.h"

const char *action_name(enum action action)
{
	static const char *const names[ACTION_COUNT] = {
		[ACTION_NONE] = "none", [ACTION_RETRY] = "retry", [ACTION_FIX] = "fix", [ACTION_SUPPORT] = "support"
	};

	return names[action];
}

const char *action_meaning(enum action action)
{
	static const char *const meanings[ACTION_COUNT] = {
		[ACTION_NONE] = "the call went as it should: nothing to do",
		[ACTION_RETRY] = "it may work later",
		[ACTION_FIX] = "change something on your side",
		[ACTION_SUPPORT] = "only Plivo can help",
	};

	return meanings[action];
}

const char failed_meaning[] = "the network or the set-up did not bring the call about";

const struct cause *cause_by_code(enum table_id table, unsigned long code)
{
	/* No two codes of a table share a slot; an empty slot points to a row whose code is another. */
	const struct cause *cause = &causes[code_slots[table][code % CODE_SLOTS]];

	return cause->code == code ? cause : NULL;
}

struct stretch causes_named(enum table_id table, struct text name)
{
	/* A cause has one name: those of a table stand where its causes stand. */
	size_t low = tables[table].causes.first;
	size_t high = tables[table].causes.end;
	char key[NAME_KEY_SIZE];

	if (name_key(name, key) == 0)
		return (struct stretch){ low, low };
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(key, name_keys[middle].key) <= 0)
			high = middle;
		else
			low = middle + 1;
	}
	while (high < tables[table].causes.end && strcmp(key, name_keys[high].key) == 0)
		high++;
	return (struct stretch){ low, high };
}

const struct cause *cause_named(size_t place)
{
	return &causes[name_keys[place].cause];
}

const struct cause *cause_by_name(enum table_id table, struct text name)
{
	struct stretch places = causes_named(table, name);

	return places.end - places.first == 1 ? cause_named(places.first) : NULL;
}

/* Letters from one to another, and an underscore at least. */
static bool is_joined(struct text word, char first, char last)
{
	bool has_letter = false;
	bool has_underscore = false;

	word = text_trim(word);
	for (size_t i = 0; i < word.length; i++) {
		char c = word.bytes[i];
		if (c >= first && c <= last)
			has_letter = true;
		else if (c == '_')
			has_underscore = true;
		else
			return false;
	}
	return has_letter && has_underscore;
}

bool cause_is_other_vocabulary(struct text word)
{
	return is_joined(word, 'A', 'Z');
}

bool cause_is_small_word(struct text word)
{
	return is_joined(word, 'a', 'z');
}

static bool is_exactly(struct text text, const char *name)
{
	return text.length > 0 && *text.bytes == *name && strlen(name) == text.length &&
	       memcmp(text.bytes, name, text.length) == 0;
}

/* Whether a name is the one with this key. It begins with a letter: most are told apart by that. */
static bool has_source_key(const char *name, const char *wanted)
{
	char key[NAME_KEY_SIZE];

	return (*name | 0x20) == *wanted && name_key(text_of(name), key) > 0 && strcmp(key, wanted) == 0;
}

const struct group *group_by_name(struct text name)
{
	for (size_t i = 0; i < group_count; i++)
		if (text_same_key(name, text_of(groups[i].name)))
			return &groups[i];
	return NULL;
}

const struct source *source_by_name(enum table_id table, struct text name)
{
	struct stretch places = tables[table].sources;
	char key[NAME_KEY_SIZE];

	/* Nearly every record spells it so. */
	for (size_t i = places.first; i < places.end; i++)
		if (is_exactly(name, sources[i].in_data))
			return &sources[i];
	if (name_key(name, key) == 0)
		return NULL;
	for (size_t i = places.first; i < places.end; i++)
		if (has_source_key(sources[i].name, key) || has_source_key(sources[i].in_data, key))
			return &sources[i];
	return NULL;
}

bool read_code_digits(struct text digits, uint32_t *code)
{
	char joined[CODE_DIGITS];

	if ((digits.length == 5 || digits.length == 6) && digits.bytes[digits.length - 4] == ',') {
		size_t comma = digits.length - 4;

		memcpy(joined, digits.bytes, comma);
		memcpy(joined + comma, digits.bytes + comma + 1, 3);
		digits = (struct text){ joined, comma + 3 };
	}
	while (digits.length > 1 && *digits.bytes == '0')
		digits = (struct text){ digits.bytes + 1, digits.length - 1 };
	if (digits.length > CODE_DIGITS || !text_all_digits(digits))
		return false;
	*code = 0;
	for (size_t i = 0; i < digits.length; i++)
		*code = *code * 10 + (uint32_t)(digits.bytes[i] - '0');
	return true;
}

/* The value in what spreadsheets put around one to keep it text, 'VALUE or ="VALUE". */
static struct text without_guard(struct text text)
{
	struct text value = text;

	if (text.length > 0 && *text.bytes == '\'')
		value = (struct text){ text.bytes + 1, text.length - 1 };
	else if (text.length > 2 && memcmp(text.bytes, "=\"", 2) == 0 && text.bytes[text.length - 1] == '"')
		value = (struct text){ text.bytes + 2, text.length - 3 };
	value = text_trim(value);
	return value.length > 0 ? value : text;
}

static struct reading reading_of_code(enum table_id table, uint32_t code)
{
	const struct cause *cause = cause_by_code(table, code);

	return (struct reading){ .meaning = cause != NULL ? MEANS_CAUSE : MEANS_UNKNOWN, .code = code, .cause = cause };
}

static struct reading read_any(enum table_id table, struct text text)
{
	const struct cause *cause;
	uint32_t code;

	text = without_guard(text_trim(text));
	struct text whole = { text.bytes, text.length > 2 ? text.length - 2 : 0 };
	bool is_decimal = text_all_digits(whole) && memcmp(text.bytes + whole.length, ".0", 2) == 0;
	if (read_code_digits(is_decimal ? whole : text, &code))
		return reading_of_code(table, code);
	if (cause_is_other_vocabulary(text) || (table != TABLE_TRUNK && cause_is_small_word(text)))
		return (struct reading){ .meaning = MEANS_FOREIGN };
	cause = cause_by_name(table, text);
	if (cause != NULL)
		return (struct reading){ .meaning = MEANS_CAUSE, .code = cause->code, .cause = cause };
	/* Last, as it takes longest: no name is one of those words. */
	return (struct reading){ .meaning = key_is_nothing(text) ? MEANS_NOTHING : MEANS_INVALID };
}

struct reading read_code(enum table_id table, struct text text)
{
	uint32_t code;

	return text_four_digits(text, &code) ? reading_of_code(table, code) : read_any(table, text);
}
