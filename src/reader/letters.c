#include "reader/letters.h"

#include <stdint.h>

void letters_add(struct letters *letters, const char *name)
{
	const unsigned char *letter = (const unsigned char *)name;

	letters->is_useless = letters->is_useless || strlen(name) < 3;
	if (letters->is_useless)
		return;
	for (size_t i = 0; i < letters->count; i++) {
		const block *known = letters->of[i];
		if (known[0][0] == letter[0] && known[1][0] == letter[1] && known[2][0] == letter[2])
			return;
	}
	for (size_t i = 0; i < 3; i++)
		letters->of[letters->count][i] = (block){ 0 } + letter[i];
	letters->count++;
}

/* Marks bytes that divide words, the bit being set that tells cases apart. */
static void mark_dividers(block *marks, const block *bytes)
{
	*marks = (block)((*bytes == ' ') | (*bytes == '-') | (*bytes == ('_' | 0x20)));
}

/* Marks where names may begin: behind a divider, the third byte is the second letter. Returns whether there is one. */
static bool mark_names(block *marks, const struct letters *letters, const unsigned char *bytes)
{
	block at[3];
	block divides[3];
	uint64_t halves[2];

	for (size_t i = 0; i < 3; i++) {
		block_load(&at[i], bytes + i);
		at[i] |= 0x20;
		mark_dividers(&divides[i], &at[i]);
	}
	*marks = (block){ 0 };
	for (size_t i = 0; i < letters->count; i++) {
		const block *letter = letters->of[i];
		block second = (block)(at[1] == letter[1]) & (divides[2] | (block)(at[2] == letter[2]));
		block divided = divides[1] & (block)(at[2] == letter[1]);
		*marks |= (block)(at[0] == letter[0]) & (second | divided);
	}
	memcpy(halves, marks, sizeof halves);
	return (halves[0] | halves[1]) != 0;
}

size_t letters_find(const struct letters *letters, const unsigned char *bytes, size_t at, size_t size)
{
	enum { LOOKED_AT = sizeof(block) + 2 }; /* bytes for one block of places */
	unsigned char last[LOOKED_AT] = { 0 };
	block marks;

	if (letters->is_useless)
		return at;
	for (; at < size; at += sizeof(block)) {
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
