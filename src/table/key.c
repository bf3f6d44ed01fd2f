/* SPDX-License-Identifier: MIT */
#include "table/key.h"

#include <string.h>

bool is_nothing(struct text text)
{
	static const char *const words[] = { "", "null", "none", "nan", "na", "n/a", "<na>", "nil", "undefined", "-" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_is(text, words[i]))
			return true;
	return text.length == 2 && memcmp(text.bytes, "\\N", 2) == 0;
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
