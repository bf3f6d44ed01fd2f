/* SPDX-License-Identifier: MIT */
#include "support/text.h"

#include <stdint.h>
#include <string.h>

enum { DISTANCE_MAX = 63 };

static bool is_key_byte(int c)
{
	return (c >= 'a' && c <= 'z') || text_is_digit(c);
}

struct text text_of(const char *string)
{
	return (struct text){ string, strlen(string) };
}

struct text text_trim(struct text text)
{
	while (text.length > 0 && (*text.bytes == ' ' || *text.bytes == '\t')) {
		text.bytes++;
		text.length--;
	}
	while (text.length > 0 && (text.bytes[text.length - 1] == ' ' || text.bytes[text.length - 1] == '\t'))
		text.length--;
	return text;
}

size_t text_key(struct text text, char *key, size_t size)
{
	size_t used = 0;

	for (size_t i = 0; i < text.length; i++) {
		char c = (char)text_lower(text.bytes[i]);
		if (!is_key_byte(c))
			continue;
		if (used + 1 >= size) {
			key[0] = '\0';
			return size;
		}
		key[used++] = c;
	}
	key[used] = '\0';
	return used;
}

bool text_same_key(struct text a, struct text b)
{
	size_t i = 0;
	size_t j = 0;
	bool any = false;

	for (;;) {
		while (i < a.length && !is_key_byte(text_lower(a.bytes[i])))
			i++;
		while (j < b.length && !is_key_byte(text_lower(b.bytes[j])))
			j++;
		if (i == a.length || j == b.length)
			return any && i == a.length && j == b.length;
		if (text_lower(a.bytes[i++]) != text_lower(b.bytes[j++]))
			return false;
		any = true;
	}
}

bool text_same(struct text a, struct text b)
{
	return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

/* The first place from at on of a letter in either case, or of a digit; the text's length if there is none. */
static size_t next_of(struct text text, size_t at, char letter)
{
	const char *begin = text.bytes + at;
	size_t size = text.length - at;
	char other = letter >= 'a' && letter <= 'z' ? (char)(letter - 'a' + 'A') : letter;
	const char *small = memchr(begin, letter, size);
	const char *large = memchr(begin, other, small != NULL ? (size_t)(small - begin) : size);
	const char *found = large != NULL ? large : small;

	return found != NULL ? (size_t)(found - text.bytes) : text.length;
}

bool text_has_key(struct text text, const char *string)
{
	while (*string != '\0' && !is_key_byte(text_lower(*string)))
		string++;
	if (*string == '\0')
		return text.length > 0;
	for (size_t at = 0; at < text.length && (at = next_of(text, at, (char)text_lower(*string))) < text.length;
	     at++) {
		size_t i = at;
		const char *wanted = string;

		for (;;) {
			while (*wanted != '\0' && !is_key_byte(text_lower(*wanted)))
				wanted++;
			if (*wanted == '\0')
				return true;
			while (i < text.length && i > at && !is_key_byte(text_lower(text.bytes[i])))
				i++;
			if (i == text.length || text_lower(text.bytes[i]) != text_lower(*wanted))
				break;
			i++;
			wanted++;
		}
	}
	return false;
}

bool text_is(struct text text, const char *string)
{
	size_t i = 0;

	while (i < text.length && string[i] != '\0' && text_lower(text.bytes[i]) == text_lower(string[i]))
		i++;
	return i == text.length && string[i] == '\0';
}

size_t text_behind_last(struct text text, char byte)
{
	const char *last = text.length > 0 ? memrchr(text.bytes, byte, text.length) : NULL;

	return last != NULL ? (size_t)(last - text.bytes) + 1 : 0;
}

bool text_all_digits(struct text text)
{
	for (size_t i = 0; i < text.length; i++)
		if (!text_is_digit(text.bytes[i]))
			return false;
	return text.length > 0;
}

bool text_number(struct text *text, uint64_t *value)
{
	size_t digits = 0;
	bool has_room = true;

	*value = 0;
	for (; digits < text->length && text_is_digit(text->bytes[digits]); digits++) {
		uint64_t digit = (uint64_t)(text->bytes[digits] - '0');
		has_room = has_room && *value <= (UINT64_MAX - digit) / 10;
		*value = 10 * *value + digit;
	}
	*text = (struct text){ text->bytes + digits, text->length - digits };
	if (digits == 0 || !has_room)
		*value = UINT64_MAX;
	return digits > 0 && has_room;
}

size_t text_put_utf8(char *to, uint32_t point)
{
	if (point < 0x80) {
		to[0] = (char)point;
		return 1;
	}
	size_t more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
	for (size_t i = more; i > 0; i--, point >>= 6)
		to[i] = (char)(0x80 | (point & 0x3f));
	to[0] = (char)((0xff00u >> (more + 1) & 0xff) | point);
	return more + 1;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

size_t text_distance(const char *a, const char *b)
{
	size_t rows[3][DISTANCE_MAX + 1];
	size_t *before = rows[0]; /* the row two above, one above, and this one */
	size_t *above = rows[1];
	size_t *here = rows[2];
	size_t a_length = strlen(a);
	size_t b_length = strlen(b);

	if (a_length > DISTANCE_MAX || b_length > DISTANCE_MAX)
		return SIZE_MAX;
	for (size_t j = 0; j <= b_length; j++)
		above[j] = j;
	for (size_t i = 1; i <= a_length; i++) {
		here[0] = i;
		for (size_t j = 1; j <= b_length; j++) {
			size_t change = above[j - 1] + (a[i - 1] != b[j - 1]);
			here[j] = least(change, least(above[j], here[j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				here[j] = least(here[j], before[j - 2] + 1);
		}
		size_t *spare = before;
		before = above;
		above = here;
		here = spare;
	}
	return above[b_length];
}

size_t text_near(const char *word)
{
	size_t third = strlen(word) / 3;

	return third > 0 ? third : 1;
}
