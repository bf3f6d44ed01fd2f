/* SPDX-License-Identifier: MIT */
#include "reader/letters.h"

#include <stdint.h>

void letters_add(struct letters *letters, const char *name)
{
	const unsigned char *letter = (const unsigned char *)name;

	letters->is_useless = letters->is_useless || strlen(name) < 3;
	if (letters->is_useless)
		return;
	for (size_t i = 0; i < letters->count; i++) {
		const byte_block *known = letters->of[i];
		if (known[0][0] == letter[0] && known[1][0] == letter[1] && known[2][0] == letter[2])
			return;
	}
	for (size_t i = 0; i < 3; i++)
		letters->of[letters->count][i] = (byte_block){ 0 } + letter[i];
	letters->count++;
}

/* Marks bytes that divide words, the bit being set that tells cases apart. */
static void mark_dividers(byte_block *marks, const byte_block *bytes)
{
	*marks = (byte_block)((*bytes == ' ') | (*bytes == '-') | (*bytes == ('_' | 0x20)));
}

/* Marks where names may begin: behind a divider, the third byte is the second letter. Returns whether there is one. */
static bool mark_names(byte_block *marks, const struct letters *letters, const unsigned char *bytes)
{
	byte_block at[3];
	byte_block divides[3];
	uint64_t halves[2];

	for (size_t i = 0; i < 3; i++) {
		block_load(&at[i], bytes + i);
		at[i] |= 0x20;
		mark_dividers(&divides[i], &at[i]);
	}
	*marks = (byte_block){ 0 };
	for (size_t i = 0; i < letters->count; i++) {
		const byte_block *letter = letters->of[i];
		byte_block second = (byte_block)(at[1] == letter[1]) & (divides[2] | (byte_block)(at[2] == letter[2]));
		byte_block divided = divides[1] & (byte_block)(at[2] == letter[1]);
		*marks |= (byte_block)(at[0] == letter[0]) & (second | divided);
	}
	memcpy(halves, marks, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

size_t letters_find(const struct letters *letters, const unsigned char *bytes, size_t at, size_t size)
{
	enum { LOOKED_AT = sizeof(byte_block) + 2 }; /* bytes for one block of places */
	unsigned char last[LOOKED_AT] = { 0 };
	byte_block marks;

	if (letters->is_useless)
		return at;
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
