/* SPDX-License-Identifier: MIT */
/*
 * Words compared as people mean them. No I/O, no locale: letters are ASCII letters, whatever the environment says.
 */
#ifndef HANGUP_TEXT_H
#define HANGUP_TEXT_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A byte string that need not end in NUL and is owned by someone else. */
struct text {
	const char *bytes;
	size_t length;
};

/* A letter in lower case, anything else as it is. These take bytes as char and as unsigned char. */
static inline int text_lower(int byte)
{
	return byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte;
}

static inline bool text_is_digit(int byte)
{
	return byte >= '0' && byte <= '9';
}

static inline bool text_is_letter(int byte)
{
	return text_lower(byte) >= 'a' && text_lower(byte) <= 'z';
}

/* What a hexadecimal digit is worth; -1: it is none. */
static inline int text_hex_value(int byte)
{
	if (text_is_digit(byte))
		return byte - '0';
	byte = text_lower(byte);
	return byte >= 'a' && byte <= 'f' ? byte - 'a' + 10 : -1;
}

/* The number that so many hexadecimal digits write; -1 if they are fewer, or something else. */
static inline int text_hex_number(const unsigned char *bytes, size_t size, size_t digits)
{
	int number = 0;

	if (size < digits)
		return -1;
	for (size_t i = 0; i < digits; i++) {
		int value = text_hex_value(bytes[i]);
		if (value < 0)
			return -1;
		number = number * 16 + value;
	}
	return number;
}

/* The number that a text of four digits writes, as nearly every code does: they are looked at together. */
static inline bool text_four_digits(struct text text, uint32_t *number)
{
	uint32_t four;

	if (text.length != sizeof four)
		return false;
	memcpy(&four, text.bytes, sizeof four);
	if (((four & 0xf0f0f0f0) | ((four + 0x06060606) & 0xf0f0f0f0) >> 4) != 0x33333333)
		return false;
	four = le32toh(four) & 0x0f0f0f0f;
	four = four * 10 + (four >> 8);
	*number = (four & 0xff) * 100 + (four >> 16 & 0xff);
	return true;
}

struct text text_of(const char *string);

/* The same text without the spaces and tabs at its ends. */
struct text text_trim(struct text text);

/*
 * Writes the key by which names are compared: the ASCII letters and digits of text, in lower case, and a NUL. Returns
 * its length without the NUL. A text whose key does not fit into size bytes has the length size and no meaningful key:
 * it matches nothing.
 */
size_t text_key(struct text text, char *key, size_t size);

/* Whether the ASCII letters and digits of both are the same, ignoring case. False if there are none. */
bool text_same_key(struct text a, struct text b);

/* Whether both are the same bytes. */
bool text_same(struct text a, struct text b);

/* Whether the letters and digits of the string stand in those of the text, ignoring case. */
bool text_has_key(struct text text, const char *string);

/* Whether text equals the string, ignoring the case of ASCII letters. */
bool text_is(struct text text, const char *string);

/* How many bytes the text has up to and with the last that is this one; 0 if none is. */
size_t text_behind_last(struct text text, char byte);

bool text_all_digits(struct text text);

/*
 * Takes the digits at the beginning off the text: *value is the number that they write. False if there are none, or if
 * they are too many for 64 bits; *value is UINT64_MAX then.
 */
bool text_number(struct text *text, uint64_t *value);

/* Writes a character, or half of a surrogate pair, as UTF-8: four bytes at most. Returns how many. */
size_t text_put_utf8(char *to, uint32_t point);

/*
 * The number of single-character insertions, removals, replacements and swaps of neighbours (optimal string alignment)
 * that turn a into b. Strings over 63 bytes are farther than anything: SIZE_MAX.
 */
size_t text_distance(const char *a, const char *b);

/* The largest distance at which a candidate is still worth suggesting for a word: a third of it, and at least one. */
size_t text_near(const char *word);

#endif
