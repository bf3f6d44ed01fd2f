/* SPDX-License-Identifier: MIT */
#include "table/key.h"

#include <string.h>

bool key_is_nothing(struct text text)
{
	static const char *const words[] = { "null", "none", "nan", "na", "n/a", "nil", "undefined" };
	static const char opening[] = "<[(";
	static const char closing[] = ">])";

	if (text.length == 0 || text_is(text, "-") || (text.length == 2 && memcmp(text.bytes, "\\N", 2) == 0))
		return true;
	const char *open = text.length > 2 ? memchr(opening, *text.bytes, sizeof opening - 1) : NULL;
	if (open != NULL && text.bytes[text.length - 1] == closing[open - opening])
		text = (struct text){ text.bytes + 1, text.length - 2 };
	else if (*text.bytes == '#')
		text = (struct text){ text.bytes + 1, text.length - 1 };
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_is(text, words[i]))
			return true;
	return false;
}

size_t name_key(struct text name, char *key)
{
	static const char old[] = "cancelled";
	static const size_t kept = sizeof "cancel" - 1;
	size_t length = text_key(name, key, NAME_KEY_SIZE);

	if (length >= NAME_KEY_SIZE) {
		key[0] = '\0';
		return 0;
	}
	for (char *found = strstr(key, old); found != NULL; found = strstr(found, old)) {
		memmove(found + kept, found + kept + 1, strlen(found + kept + 1) + 1);
		length--;
	}
	return length;
}
