/* SPDX-License-Identifier: MIT */
/*
 * The words of JSON: strings, numbers, true, false and null, by the grammar of RFC 8259. Behind the bytes that are
 * looked at there must stand one that no word can have, a line end; 16 more may be read.
 */
#ifndef HANGUP_JSON_WORDS_H
#define HANGUP_JSON_WORDS_H

#include <string.h>

#include "support/text.h"

enum { JSON_STEP = 8 };

/*
 * How many of the JSON_STEP bytes at p come before the first that ends plain text in a string: a quote, a backslash, a
 * control byte or one over 127. All at once: the top bit of a byte is set where it is less than what is taken from it.
 * Borrows may set it in bytes above such a one, but not below. A quote with its bit of two turned comes right behind the
 * control bytes.
 */
static inline size_t json_plain_length(const unsigned char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word;

	memcpy(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	uint64_t backslashes = (word ^ ones * '\\') - ones;
	uint64_t others = (word ^ ones * 2) - ones * 0x21;
	uint64_t found = (backslashes | others | word) & ones * 0x80;
	return found == 0 ? JSON_STEP : (size_t)__builtin_ctzll(found) / 8;
}

/* The first byte that cannot stand where it does, and why. */
struct json_wrong {
	const unsigned char *at;
	const char *why;
};

extern const char json_no_json[]; /* the reason with whatever is no string */

/* Behind what begins at p and is no plain text: an escape, a pair of them, or a character over 127. NULL: it is wrong. */
const unsigned char *json_skip_glyph(const unsigned char *p, struct json_wrong *wrong);

/* How much of a number has been read. */
enum json_part { JSON_PART_NONE, JSON_PART_ZERO, JSON_PART_INTEGER, JSON_PART_FRACTION, JSON_PART_EXPONENT };

/*
 * Behind as much of a number as there is from p on, where *part of it has been read already. wrong->at is NULL, or
 * something is wrong with the part that begins there: a sign, a point or an e, and its first digit.
 */
static inline const unsigned char *json_skip_number(const unsigned char *p, enum json_part *part,
						    struct json_wrong *wrong)
{
	*wrong = (struct json_wrong){ NULL, json_no_json };
	for (;;) {
		while (*part > JSON_PART_ZERO && text_is_digit(*p))
			p++;
		const unsigned char *digit = p;
		enum json_part next = JSON_PART_FRACTION;
		if (*part == JSON_PART_NONE) {
			digit += *p == '-';
			next = *digit == '0' ? JSON_PART_ZERO : JSON_PART_INTEGER;
		} else if (*p == '.' && *part < JSON_PART_FRACTION) {
			digit++;
		} else if ((*p | 0x20) == 'e' && *part < JSON_PART_EXPONENT) {
			digit += p[1] == '+' || p[1] == '-' ? 2 : 1;
			next = JSON_PART_EXPONENT;
		} else {
			if (*part == JSON_PART_ZERO && text_is_digit(*p))
				wrong->at = p;
			return p;
		}
		if (!text_is_digit(*digit)) {
			wrong->at = digit;
			return p;
		}
		*part = next;
		p = digit + 1;
	}
}

/* Behind the true, false or null at p. NULL: it is none. */
static inline const unsigned char *json_skip_literal(const unsigned char *p, struct json_wrong *wrong)
{
	if (memcmp(p, "null", 4) == 0 || memcmp(p, "true", 4) == 0)
		return p + 4;
	if (memcmp(p, "false", 5) == 0)
		return p + 5;
	const char *word = *p == 'n' ? "null" : *p == 't' ? "true" : "false";
	while (*p == (unsigned char)*word) {
		p++;
		word++;
	}
	*wrong = (struct json_wrong){ p, json_no_json };
	return NULL;
}

/* Behind the string, number or literal at p, which is well formed. */
const unsigned char *json_word_end(const unsigned char *p);

/* Writes what a string says, its escapes undone, given as it stands between its quotes. Returns its length. */
size_t json_unescape(struct text string, char *to);

#endif
