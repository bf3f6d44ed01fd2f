/* SPDX-License-Identifier: MIT */
#include "support/escape.h"

#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "support/memory.h"

enum { SHOWN_CHARACTERS = 80, ESCAPE_ROOM = 16 };

/*
 * Decodes one UTF-8 sequence (RFC 3629: no overlong forms, no surrogates). Returns its length, or 0 if the bytes are
 * not one.
 */
static size_t decode(const unsigned char *bytes, size_t length, uint32_t *point)
{
	static const struct {
		unsigned char mask, lead;
		uint32_t least;
	} forms[] = { { 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 } };

	for (size_t more = 0; more < sizeof forms / sizeof forms[0]; more++) {
		if ((bytes[0] & forms[more].mask) != forms[more].lead)
			continue;
		if (more >= length)
			return 0;
		uint32_t value = bytes[0] & (unsigned char)~forms[more].mask;
		for (size_t i = 1; i <= more; i++) {
			if ((bytes[i] & 0xc0) != 0x80)
				return 0;
			value = value << 6 | (bytes[i] & 0x3f);
		}
		if (value < forms[more].least || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
			return 0;
		*point = value;
		return more + 1;
	}
	return 0;
}

bool is_utf8(struct text text)
{
	size_t length = 1;
	uint32_t point;

	for (size_t at = 0; at < text.length && length > 0; at += length)
		length = decode((const unsigned char *)text.bytes + at, text.length - at, &point);
	return length > 0;
}

bool is_utf8_locale(void)
{
	return setlocale(LC_CTYPE, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* Characters that move the cursor, change what stands beside them, or cannot be seen at all. */
static bool is_unsafe(uint32_t point)
{
	return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0xad || point == 0x61c || point == 0x180e ||
	       (point >= 0x200b && point <= 0x200f) || (point >= 0x2028 && point <= 0x202e) ||
	       (point >= 0x2060 && point <= 0x206f) || point == 0xfeff || (point >= 0xfff9 && point <= 0xfffb) ||
	       (point >= 0xe0000 && point <= 0xe007f);
}

static size_t write_escape(char *out, size_t size, uint32_t point, bool is_byte)
{
	unsigned value = point;

	if (value == '\n' || value == '\r' || value == '\t')
		return (size_t)snprintf(out, size, "\\%c", value == '\n' ? 'n' : value == '\r' ? 'r' : 't');
	if (is_byte || value < 0x80)
		return (size_t)snprintf(out, size, "\\x%02x", value);
	if (value <= 0xffff)
		return (size_t)snprintf(out, size, "\\u%04x", value);
	return (size_t)snprintf(out, size, "\\U%08x", value);
}

/* By the locale: on a terminal that is not one of UTF-8 the bytes of what is not ASCII may be anything. */
static struct shown show_in(struct text text, bool by_locale)
{
	struct shown shown;
	size_t used = 0;
	size_t at = 0;

	for (size_t count = 0; at < text.length && count < SHOWN_CHARACTERS; count++) {
		const unsigned char *bytes = (const unsigned char *)text.bytes + at;
		uint32_t point = bytes[0];
		size_t length = decode(bytes, text.length - at, &point);

		if (used + ESCAPE_ROOM > sizeof shown.text)
			break;
		if (length == 0 || is_unsafe(point) || (by_locale && point > 0x7e && !is_utf8_locale())) {
			used += write_escape(shown.text + used, sizeof shown.text - used, point, length == 0);
			at += length > 0 ? length : 1;
		} else {
			memcpy(shown.text + used, bytes, length);
			used += length;
			at += length;
		}
	}
	memcpy(shown.text + used, at < text.length ? "..." : "", at < text.length ? 4 : 1);
	return shown;
}

struct shown show(struct text text)
{
	return show_in(text, true);
}

bool is_harmless(const char *string)
{
	return strcmp(show_in(text_of(string), false).text, string) == 0;
}

/* One UTF-16 unit or ASCII character of a JSON string. Returns how many bytes it took. */
static size_t write_json(char *out, uint32_t unit)
{
	static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt";

	for (const char *name = named; *name != '\0'; name += 2)
		if (unit == (unsigned char)*name)
			return (size_t)sprintf(out, "\\%c", name[1]);
	if (unit < 0x20 || unit > 0x7e)
		return (size_t)sprintf(out, "\\u%04x", (unsigned)unit);
	*out = (char)unit;
	return 1;
}

char *escape_json(struct text text)
{
	enum { LONGEST = 6 }; /* \u0000 for a byte; a character of four bytes takes two of them */
	struct shown shown;

	if (!is_utf8(text)) {
		shown = show_in(text, false);
		text = text_of(shown.text);
	}
	char *string = allocate(1, text.length * LONGEST + sizeof "\"\"");
	size_t used = (size_t)sprintf(string, "\"");
	for (size_t at = 0; at < text.length;) {
		uint32_t point;
		at += decode((const unsigned char *)text.bytes + at, text.length - at, &point);
		if (point > 0xffff) {
			used += write_json(string + used, 0xd800 + ((point - 0x10000) >> 10));
			point = 0xdc00 + (point & 0x3ff);
		}
		used += write_json(string + used, point);
	}
	strcpy(string + used, "\"");
	return string;
}

struct shown show_string(const char *string)
{
	return show(text_of(string));
}

/*
 * Adds one character of a word that stands in quotes, $'...' if some of its bytes are escaped, else '...'. Returns how
 * many bytes it took. What is unsafe is escaped by bytes: \u means other bytes in another locale. Where one is, all but
 * ASCII is.
 */
static size_t write_quoted(char *out, size_t size, const unsigned char *bytes, size_t length, bool escaped)
{
	uint32_t point = bytes[0];
	size_t used = 0;

	if (point == '\'' || (escaped && point == '\\'))
		return (size_t)snprintf(out, size, escaped ? "\\%c" : "'\\%c'", (int)point);
	if (decode(bytes, length, &point) == length && !is_unsafe(point) && !(escaped && point > 0x7e)) {
		memcpy(out, bytes, length);
		return length;
	}
	for (size_t i = 0; i < length; i++)
		used += write_escape(out + used, size - used, bytes[i], true);
	return used;
}

/* Whether anything in it is escaped where it is shown on this terminal. */
static bool is_escaped(const unsigned char *bytes, size_t length)
{
	for (size_t at = 0, step; at < length; at += step) {
		uint32_t point = bytes[at];
		step = decode(bytes + at, length - at, &point);
		if (step == 0 || is_unsafe(point) || (point > 0x7e && !is_utf8_locale()))
			return true;
	}
	return false;
}

struct word show_word(const char *string)
{
	static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%_+=:,./-";
	const unsigned char *bytes = (const unsigned char *)string;
	size_t length = strlen(string);
	bool escaped = is_escaped(bytes, length);
	bool is_plain = length > 0 && strspn(string, harmless) == length;
	struct word word = { "FILE" };
	size_t used;

	if (length > NAME_LIMIT)
		return word;
	used = (size_t)snprintf(word.text, sizeof word.text, "%s%s", escaped ? "$" : "", is_plain ? "" : "'");
	for (size_t at = 0, step; at < length; at += step) {
		uint32_t point;
		step = decode(bytes + at, length - at, &point);
		step = step > 0 ? step : 1;
		used += write_quoted(word.text + used, sizeof word.text - used, bytes + at, step, escaped);
	}
	strcpy(word.text + used, is_plain ? "" : "'");
	return word;
}
