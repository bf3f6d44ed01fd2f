/* SPDX-License-Identifier: MIT */
#include "records/unreadable.h"

#include <string.h>

#include "reader/sniff.h"

static bool is_spreadsheet(const char *operand)
{
	size_t length = operand != NULL ? strlen(operand) : 0;

	return length > 5 && strcasecmp(operand + length - 5, ".xlsx") == 0;
}

bool unreadable_packed(const struct origin *origin, struct text input)
{
	const unsigned char *bytes = (const unsigned char *)input.bytes;
	/* Of the first line and its end alone, for how much behind it has been read is chance. */
	size_t end = line_end_find(bytes, input.length);
	const struct unreadable *unreadable = sniff_unreadable(bytes, end + (end < input.length));

	if (unreadable == NULL)
		return false;
	say_at(origin->diagnostics, origin->file, 0, "is %s", unreadable->what);
	if (unreadable->command == NULL || is_spreadsheet(origin->operand))
		say_hint(origin->diagnostics, "a spreadsheet: save it as CSV");
	else if (strcmp(unreadable->command, "unzip -p") == 0 && origin->operand == NULL)
		origin_hint(origin, "funzip"); /* unzip alone reads no standard input */
	else
		origin_hint(origin, unreadable->command);
	return true;
}

bool unreadable_binary(const struct origin *origin, struct text input)
{
	if (memchr(input.bytes, '\0', input.length < RECORD_LIMIT ? input.length : RECORD_LIMIT) == NULL)
		return false;
	say_at(origin->diagnostics, origin->file, 0,
	       "is a binary file: there are NULs in it, and no header of call records");
	return true;
}
