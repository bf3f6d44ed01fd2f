/* SPDX-License-Identifier: MIT */
#include "reader/letters.h"

#include <stdint.h>

void letters_add(struct letters *letters, const char *name)
{
	size_t known = strnlen(name, LETTERS_KNOWN);

	if (known == 0)
		return;
	for (size_t i = 0; i < letters->count; i++) {
		size_t same = 0;
		while (same < known && letters->of[i][same][0] == (unsigned char)name[same])
			same++;
		if (same == known && letters->known[i] == known)
			return;
	}
	for (size_t i = 0; i < known; i++)
		letters->of[letters->count][i] = (byte_block){ 0 } + (unsigned char)name[i];
	letters->known[letters->count++] = known;
}

/* Marks bytes that divide words, the bit being set that tells cases apart. */
static void mark_dividers(byte_block *marks, const byte_block *bytes)
{
	*marks = (byte_block)((*bytes == ' ') | (*bytes == '-') | (*bytes == ('_' | 0x20)));
}

/*
 * Marks where names may begin: behind a divider, the third byte is the second letter; of a shorter name, anything may be
 * what is past its letters. Returns whether there is one.
 */
static bool mark_names(byte_block *marks, const struct letters *letters, const unsigned char *bytes)
{
	const byte_block any = (byte_block){ 0 } + 0xff;
	byte_block at[LETTERS_KNOWN];
	byte_block divides[LETTERS_KNOWN];
	uint64_t halves[2];

	for (size_t i = 0; i < LETTERS_KNOWN; i++) {
		block_load(&at[i], bytes + i);
		at[i] |= 0x20;
		mark_dividers(&divides[i], &at[i]);
	}
	*marks = (byte_block){ 0 };
	for (size_t i = 0; i < letters->count; i++) {
		const byte_block *letter = letters->of[i];
		byte_block third = letters->known[i] > 2 ? divides[2] | (byte_block)(at[2] == letter[2]) : any;
		byte_block second = (byte_block)(at[1] == letter[1]) & third;
		byte_block divided = divides[1] & (byte_block)(at[2] == letter[1]);
		*marks |= (byte_block)(at[0] == letter[0]) & (letters->known[i] > 1 ? second | divided : any);
	}
	memcpy(halves, marks, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

size_t letters_find(const struct letters *letters, const unsigned char *bytes, size_t at, size_t size)
{
	enum { LOOKED_AT = sizeof(byte_block) + 2 }; /* bytes for one block of places */
	unsigned char last[LOOKED_AT] = { 0 };
	byte_block marks;

	for (; at < size; at += sizeof(byte_block)) {
		const unsigned char *here = bytes + at;
		size_t i = 0;
		if (size - at < LOOKED_AT)
			here = memcpy(last, here, size - at);
		if (!mark_names(&marks, letters, here))
			continue;
		while (marks[i] == 0)
			i++;
		return at + i < size ? at + i : size;
	}
	return size;
}
