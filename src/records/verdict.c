#include "records/verdict.h"

#include <string.h>

bool is_trunk_name(struct text name)
{
	if (!is_other_vocabulary(name))
		return false;
	for (size_t i = 0; i < name.length; i++)
		if (name.bytes[i] >= 'a')
			return true;
	return false;
}

/*
 * Whether a name contradicts a cause: another cause's name, but Unknown, which says nothing; or a lower-case word with
 * an underscore that is not this cause's name. Any other name is no evidence.
 */
static bool contradicts(struct text name, const struct cause *cause)
{
	if (name.length == strlen(cause->name) && memcmp(name.bytes, cause->name, name.length) == 0)
		return false;
	name = text_trim(name);
	if (name.length == 0)
		return false;
	const struct cause *named = cause_by_name(name);
	if (is_other_vocabulary(name))
		return is_trunk_name(name) && named != cause;
	return named != NULL && named != cause && named->code != 0;
}

struct verdict verdict_of(const struct record *record)
{
	static const enum verdict_status statuses[] = {
		[MEANS_CAUSE] = VERDICT_OK,        [MEANS_UNKNOWN] = VERDICT_UNKNOWN, [MEANS_NOTHING] = VERDICT_EMPTY,
		[MEANS_FOREIGN] = VERDICT_INVALID, [MEANS_INVALID] = VERDICT_INVALID,
	};

	if (record->cells[CELL_CODE].bytes == NULL)
		return (struct verdict){ .status = VERDICT_EMPTY };
	struct reading reading = read_code(record->cells[CELL_CODE]);
	struct verdict verdict = { statuses[reading.meaning], reading.code, reading.cause };
	if (verdict.status != VERDICT_OK)
		return verdict;
	struct text name = record->cells[CELL_NAME];
	if (record->is_trunk || (name.bytes != NULL && contradicts(name, reading.cause)))
		return (struct verdict){ .status = VERDICT_MISMATCH, .code = reading.code };
	return verdict;
}

const char *verdict_status_name(enum verdict_status status)
{
	static const char *const names[VERDICT_COUNT] = {
		[VERDICT_OK] = "ok",           [VERDICT_UNKNOWN] = "unknown", [VERDICT_MISMATCH] = "mismatch",
		[VERDICT_INVALID] = "invalid", [VERDICT_EMPTY] = "empty",
	};

	return names[status];
}
