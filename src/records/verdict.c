#include "records/verdict.h"

#include <string.h>

/*
 * Whether a name contradicts a cause: another cause's name, but Unknown, which says nothing; or a lower-case word with
 * an underscore that is not this cause's name. Any other name is no evidence.
 */
static bool contradicts(struct text name, const struct cause *cause)
{
	if (name.length == cause->name_length && memcmp(name.bytes, cause->name, name.length) == 0)
		return false;
	name = text_trim(name);
	if (name.length == 0)
		return false;
	const struct cause *named = cause_by_name(TABLE_VOICE, name);
	if (is_other_vocabulary(name))
		return false;
	if (is_small_word(name))
		return named != cause;
	return named != NULL && named != cause && named->code != 0;
}

/* Whether a name is this cause's. NO_ANSWER is none of No Answer, for it is a word of another vocabulary. */
static bool names(struct text name, const struct cause *cause)
{
	return name.bytes != NULL && cause_by_name(TABLE_VOICE, text_trim(name)) == cause && !is_other_vocabulary(name);
}

bool is_trunk_source(struct text source)
{
	static const char *const trunks[] = { "customer", "zentrunk", "carrier" };

	/* Nearly every source begins with a capital. */
	if (source.length == 0 || (*source.bytes >= 'A' && *source.bytes <= 'Z'))
		return false;
	source = text_trim(source);
	for (size_t i = 0; i < sizeof trunks / sizeof trunks[0]; i++)
		if (text_same(source, text_of(trunks[i])))
			return true;
	return false;
}

/* Whether something beside a code says that it is not this cause's. A carrier beside the cause's own name is no trunk's. */
static bool is_contradicted(const struct record *record, const struct cause *cause)
{
	struct text name = record->cells[CELL_NAME];
	struct text source = record->cells[CELL_SOURCE];

	if (record->is_trunk || record->is_disputed || (name.bytes != NULL && contradicts(name, cause)))
		return true;
	return source.bytes != NULL && is_trunk_source(source) &&
	       (text_trim(source).bytes[1] != 'a' || !names(name, cause));
}

struct verdict verdict_of(const struct record *record)
{
	static const enum verdict_status statuses[] = {
		[MEANS_CAUSE] = VERDICT_OK,        [MEANS_UNKNOWN] = VERDICT_UNKNOWN, [MEANS_NOTHING] = VERDICT_EMPTY,
		[MEANS_FOREIGN] = VERDICT_INVALID, [MEANS_INVALID] = VERDICT_INVALID,
	};
	struct verdict verdict = { .status = VERDICT_EMPTY };

	if (record->cells[CELL_CODE].bytes != NULL) {
		struct reading reading = read_code(TABLE_VOICE, record->cells[CELL_CODE]);
		verdict = (struct verdict){ statuses[reading.meaning], reading.code, reading.cause };
	}
	if ((record->is_ragged || record->is_moved) &&
	    (verdict.cause == NULL || !names(record->cells[CELL_NAME], verdict.cause)))
		return (struct verdict){ .status = VERDICT_RAGGED, .code = verdict.code };
	if (verdict.status == VERDICT_OK && is_contradicted(record, verdict.cause))
		return (struct verdict){ .status = VERDICT_MISMATCH, .code = verdict.code };
	return verdict;
}

const char *verdict_status_name(enum verdict_status status)
{
	static const char *const names[VERDICT_COUNT] = {
		[VERDICT_OK] = "ok",           [VERDICT_UNKNOWN] = "unknown", [VERDICT_MISMATCH] = "mismatch",
		[VERDICT_INVALID] = "invalid", [VERDICT_RAGGED] = "ragged",   [VERDICT_EMPTY] = "empty",
	};

	return names[status];
}
