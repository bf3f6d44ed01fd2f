#include "records/foreign.h"

#include <string.h>

#include "reader/sniff.h"

static bool is_spreadsheet(const char *operand)
{
	size_t length = operand != NULL ? strlen(operand) : 0;

	return length > 5 && strcasecmp(operand + length - 5, ".xlsx") == 0;
}

bool foreign_refused(const struct origin *origin, struct text input)
{
	const unsigned char *bytes = (const unsigned char *)input.bytes;
	/* Of the first line and its end alone, for how much behind it has been read is chance. */
	size_t end = line_end_find(bytes, input.length);
	const struct foreign *foreign = sniff_foreign(bytes, end + (end < input.length));

	if (foreign == NULL)
		return false;
	say_at(origin->diagnostics, origin->file, 0, "is %s", foreign->what);
	if (foreign->command == NULL || is_spreadsheet(origin->operand))
		say_hint(origin->diagnostics, "a spreadsheet: save it as CSV");
	else if (strcmp(foreign->command, "unzip -p") == 0 && origin->operand == NULL)
		origin_hint(origin, "funzip"); /* unzip alone reads no standard input */
	else
		origin_hint(origin, foreign->command);
	return true;
}

bool binary_refused(const struct origin *origin, struct text input)
{
	if (memchr(input.bytes, '\0', input.length < RECORD_LIMIT ? input.length : RECORD_LIMIT) == NULL)
		return false;
	say_at(origin->diagnostics, origin->file, 0,
	       "is a binary file: there are NULs in it, and no header of call records");
	return true;
}
