/* SPDX-License-Identifier: MIT */
#include "reader/json_words.h"

const char json_no_json[] = "text that is not JSON";

static const char no_utf8[] = "JSON with bytes that are not UTF-8";
static const char no_escape[] = "JSON with an unknown escape";
static const char half_pair[] = "JSON with half of a surrogate pair";
static const char control[] = "a JSON string with a line end or another control character in it";

static const char escapes[] = "\"\\/bfnrt";

/* What makes a pair together is told apart by its upper bits. */
enum { HIGH_HALF = 0xd800, LOW_HALF = 0xdc00, HALF_MASK = 0xfc00 };

static const unsigned char *say_wrong(struct json_wrong *wrong, const unsigned char *at, const char *why)
{
	*wrong = (struct json_wrong){ at, why };
	return NULL;
}

/* Behind the u of an escape: the four digits, which say a character or half of one. */
static const unsigned char *skip_unit(const unsigned char *p, bool is_second, struct json_wrong *wrong)
{
	for (size_t i = 0; i < 4; i++)
		if (text_hex_value(p[i]) < 0)
			return say_wrong(wrong, p + i, no_escape);
	int half = text_hex_number(p, 4, 4) & HALF_MASK;
	if ((half == LOW_HALF) != is_second)
		return say_wrong(wrong, p + 3, half_pair);
	p += 4;
	if (half != HIGH_HALF)
		return p;
	if (*p != '\\' || p[1] != 'u')
		return say_wrong(wrong, p + (*p == '\\'), half_pair);
	return skip_unit(p + 2, true, wrong);
}

/* A character over 127 (RFC 3629: no overlong forms, no surrogates). */
static const unsigned char *skip_character(const unsigned char *p, struct json_wrong *wrong)
{
	unsigned char low = *p == 0xe0 ? 0xa0 : *p == 0xf0 ? 0x90 : 0x80;
	unsigned char high = *p == 0xed ? 0x9f : *p == 0xf4 ? 0x8f : 0xbf;
	size_t length = *p < 0xc2 || *p > 0xf4 ? 0 : *p < 0xe0 ? 2 : *p < 0xf0 ? 3 : 4;

	if (length == 0)
		return say_wrong(wrong, p, no_utf8);
	for (size_t i = 1; i < length; i++) {
		if (p[i] < low || p[i] > high)
			return say_wrong(wrong, p + i, no_utf8);
		low = 0x80;
		high = 0xbf;
	}
	return p + length;
}

const unsigned char *json_skip_glyph(const unsigned char *p, struct json_wrong *wrong)
{
	if (*p >= 0x80)
		return skip_character(p, wrong);
	if (*p != '\\')
		return say_wrong(wrong, p, control);
	if (p[1] == 'u')
		return skip_unit(p + 2, false, wrong);
	return p[1] != '\0' && strchr(escapes, p[1]) != NULL ? p + 2 : say_wrong(wrong, p + 1, no_escape);
}

const unsigned char *json_word_end(const unsigned char *p)
{
	if (*p != '"')
		return p + strcspn((const char *)p, " \t\r\n,]}");
	for (p++; *p != '"'; p++)
		p += *p == '\\';
	return p + 1;
}

size_t json_unescape(struct text string, char *to)
{
	static const char meant[] = "\"\\/\b\f\n\r\t";
	const unsigned char *from = (const unsigned char *)string.bytes;
	const unsigned char *end = from + string.length;
	char *begin = to;

	while (from < end) {
		if (*from != '\\') {
			const unsigned char *escape = memchr(from, '\\', (size_t)(end - from));
			size_t length = (size_t)((escape != NULL ? escape : end) - from);
			to = (char *)memcpy(to, from, length) + length;
			from += length;
			continue;
		}
		if (from[1] != 'u') {
			*to++ = meant[strchr(escapes, from[1]) - escapes];
			from += 2;
			continue;
		}
		uint32_t point = (uint32_t)text_hex_number(from + 2, 4, 4);
		from += 6;
		if ((point & HALF_MASK) == HIGH_HALF) {
			uint32_t low = (uint32_t)text_hex_number(from + 2, 4, 4);
			point = 0x10000 + ((point - HIGH_HALF) << 10) + (low - LOW_HALF);
			from += 6;
		}
		to += text_put_utf8(to, point);
	}
	return (size_t)(to - begin);
}
