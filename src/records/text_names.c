/* SPDX-License-Identifier: MIT */
#include "records/text_names.h"

#include "records/times.h"
#include "table/cause.h"

enum { NAME_MAX_LENGTH = 64 }; /* of what may be a name of the table, more than any has */

/* Whether no word goes on at that place of a text. */
static bool ends_word(struct text text, size_t at)
{
	return at == text.length || !(text_is_letter(text.bytes[at]) || text_is_digit(text.bytes[at]) ||
				      text.bytes[at] == '_' || (unsigned char)text.bytes[at] > 127);
}

/* How much of the text is that name, by letters and digits; between two of them one byte may stand that is neither. */
static size_t name_length(struct text text, const char *name)
{
	size_t at = 0;

	for (; *name != '\0'; name++) {
		if (!text_is_letter(*name) && !text_is_digit(*name))
			continue;
		at += at > 0 && at < text.length &&
		      (text.bytes[at] == ' ' || text.bytes[at] == '_' || text.bytes[at] == '-');
		if (at == text.length || text_lower(text.bytes[at]) != text_lower(*name))
			return 0;
		at++;
	}
	return ends_word(text, at) ? at : 0;
}

size_t text_names_source(struct text text)
{
	size_t longest = 0;

	for (size_t i = 0; text.length > 0 && i < source_count; i++) {
		int first = text_lower(*text.bytes);
		if (text_lower(*sources[i].in_data) != first && text_lower(*sources[i].name) != first)
			continue;
		size_t length = name_length(text, sources[i].in_data);
		size_t other = name_length(text, sources[i].name);
		length = other > length ? other : length;
		longest = length > longest ? length : longest;
	}
	return longest;
}

/* Whether a text is a name of some cause. */
static bool is_named(struct text name)
{
	for (enum table_id table = 0; table < TABLE_COUNT; table++) {
		struct stretch rows = causes_named(table, name);
		if (rows.end > rows.first)
			return !cause_is_other_vocabulary(name);
	}
	return false;
}

size_t text_names_cause(struct text text)
{
	size_t longest = 0;

	if (text.length <= NAME_MAX_LENGTH && is_named(text))
		return text.length;
	for (size_t at = 1; at <= text.length && at <= NAME_MAX_LENGTH; at++) {
		bool is_end = ends_word(text, at) && (text.bytes[at - 1] == ')' || !ends_word(text, at - 1));
		longest = is_end && is_named((struct text){ text.bytes, at }) ? at : longest;
	}
	size_t behind = longest;
	while (behind < text.length && (text.bytes[behind] == ' ' || text.bytes[behind] == '\t'))
		behind++;
	return behind < text.length && text_is_letter(text.bytes[behind]) ? 0 : longest;
}

bool text_names_is_cause(struct text text)
{
	text = text_trim(text);
	return !cause_is_other_vocabulary(text) && !cause_is_small_word(text) &&
	       cause_by_name(TABLE_VOICE, text) != NULL && !text_same_key(text, text_of("Unknown"));
}

bool text_names_is_time(struct text text)
{
	struct moment moment;

	return moment_read(&moment, text_trim(text));
}
