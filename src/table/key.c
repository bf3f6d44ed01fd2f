#include "table/key.h"

#include <string.h>

bool is_nothing(struct text text)
{
	return text.length == 0 || text_is(text, "null") || text_is(text, "none") || text_is(text, "nan");
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
