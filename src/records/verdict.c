/* SPDX-License-Identifier: MIT */
#include "records/verdict.h"

#include <string.h>

#include "table/key.h"

/* Whether a cell holds something. */
static bool is_told(struct text cell)
{
	return cell.length > 0 && !key_is_nothing(text_trim(cell));
}

static bool is_same(struct text text, const char *string)
{
	return text_same(text, text_of(string));
}

/* The sources of trunks, of which carrier leaves the table open. */
enum trunk_source { NO_TRUNK, OPEN, TRUNK };

static enum trunk_source trunk_source(struct text source)
{
	/* Nearly every source begins with a capital. */
	if (source.length == 0 || (*source.bytes >= 'A' && *source.bytes <= 'Z'))
		return NO_TRUNK;
	source = text_trim(source);
	if (is_same(source, "carrier"))
		return OPEN;
	return is_same(source, "customer") || is_same(source, "zentrunk") ? TRUNK : NO_TRUNK;
}

/* Whether a name stands for a cause. What belongs to another vocabulary stands for none. */
static bool names(struct text name, const struct cause *cause)
{
	struct stretch places = causes_named(cause->table, name);

	while (places.first < places.end && cause_named(places.first) != cause)
		places.first++;
	return places.first < places.end && !cause_is_other_vocabulary(name);
}

/* Whether a name stands for any cause of a table, but for Unknown, which says nothing. */
static bool names_any(enum table_id table, struct text name)
{
	struct stretch places = causes_named(table, name);

	return places.first < places.end && !cause_is_other_vocabulary(name) &&
	       (table == TABLE_TRUNK || cause_named(places.first)->code != 0);
}

/* Whether a name is, byte for byte, one of a trunk: one word with an underscore, or that of this code. */
static bool is_trunk_name(struct text name, uint32_t code)
{
	struct stretch places = causes_named(TABLE_TRUNK, name);
	bool is_word = memchr(name.bytes, '_', name.length) != NULL;

	for (; places.first < places.end; places.first++) {
		const struct cause *cause = cause_named(places.first);
		if ((is_word || cause->code == code) && is_same(name, cause->name))
			return true;
	}
	return false;
}

/* What of Voice alone contradicts a key or a source that makes a record a trunk's. */
static enum contradiction torn_by(struct text name, struct text source)
{
	if (names_any(TABLE_VOICE, name) && !names_any(TABLE_TRUNK, name))
		return NAME_CONTRADICTS;
	return source_by_name(TABLE_VOICE, source) != NULL && source_by_name(TABLE_TRUNK, source) == NULL
		       ? SOURCE_CONTRADICTS
		       : NO_CONTRADICTION;
}

/* Whether a name, not empty, says another cause than this. */
static bool contradicts(struct text name, const struct cause *cause)
{
	return !names(name, cause) && (names_any(TABLE_VOICE, name) || names_any(TABLE_TRUNK, name));
}

/* Whether a name is spelled as a trunk's and is in no table. */
static bool is_nobodys(struct text name)
{
	return cause_is_small_word(name) && !names_any(TABLE_VOICE, name) && !names_any(TABLE_TRUNK, name);
}

/* What has been found out of a record. */
struct judged {
	struct reading reading; /* of its code, in its table */
	struct text name;       /* trimmed; empty where it is Voice's of this code byte for byte, as most are */
	bool is_named;          /* ... which is so */
	bool is_open;           /* both tables have the code, and nothing tells which is meant */
	enum trunk_sign sign;
};

/* The code in Voice, which most are of, and the name beside it. */
static void judge(struct judged *judged, const struct record *record)
{
	struct text name = record->cells[CELL_NAME];

	*judged = (struct judged){ .reading = read_code(TABLE_VOICE, record->cells[CELL_CODE]) };
	const struct cause *cause = judged->reading.cause;
	judged->is_named =
		cause != NULL && name.length == cause->name_length && memcmp(name.bytes, cause->name, name.length) == 0;
	if (!judged->is_named && name.length > 0)
		judged->name = text_trim(name);
}

/* A source that leaves it open, and no name that tells: the table that alone has the code. */
static void close_open(struct judged *judged, struct text code)
{
	if (judged->is_named || names_any(TABLE_VOICE, judged->name) || names_any(TABLE_TRUNK, judged->name) ||
	    read_code(TABLE_TRUNK, code).cause == NULL)
		return;
	if (judged->reading.cause != NULL)
		judged->is_open = true;
	else
		judged->sign = TRUNK_BY_SOURCE;
}

/* Which table a record is of, by what stands beside the code. Where a cell has moved only a name that fits tells. */
static void choose_table(struct judged *judged, const struct record *record, bool has_moved)
{
	enum trunk_source source = has_moved ? NO_TRUNK : trunk_source(record->cells[CELL_SOURCE]);
	const struct cause *voice = judged->reading.cause;

	if (!has_moved && (is_told(record->cells[CELL_TRUNK]) || is_told(record->cells[CELL_INITIATOR])))
		judged->sign = TRUNK_BY_KEY;
	else if (source == TRUNK)
		judged->sign = TRUNK_BY_SOURCE;
	else if (judged->name.length > 0 && is_trunk_name(judged->name, judged->reading.code) &&
		 (voice == NULL || !names(judged->name, voice)))
		judged->sign = TRUNK_BY_NAME;
	else if (source == OPEN)
		close_open(judged, record->cells[CELL_CODE]);
}

/* Whether the code is one of either table. */
static bool is_known(const struct judged *judged)
{
	enum table_id other = judged->sign == TRUNK_BY_NOTHING ? TABLE_TRUNK : TABLE_VOICE;

	return judged->reading.cause != NULL ||
	       (judged->reading.meaning == MEANS_UNKNOWN && cause_by_code(other, judged->reading.code) != NULL);
}

/* What beside a code contradicts it, or itself. Under --table names alone are looked at. */
static enum contradiction contradiction_of(const struct judged *judged, const struct record *record)
{
	const struct cause *cause = judged->reading.cause;

	if (judged->is_open)
		return TABLE_NOT_TOLD;
	if (judged->name.length > 0 && ((cause != NULL && contradicts(judged->name, cause)) ||
					(judged->sign == TRUNK_BY_NOTHING && is_nobodys(judged->name))))
		return record->is_disputed ? TOLD_TWICE : NAME_CONTRADICTS;
	if (record->is_disputed)
		return TOLD_TWICE;
	return judged->sign == TRUNK_BY_KEY || judged->sign == TRUNK_BY_SOURCE
		       ? torn_by(judged->name, text_trim(record->cells[CELL_SOURCE]))
		       : NO_CONTRADICTION;
}

struct verdict verdict_of(const struct record *record, enum table_scope scope)
{
	static const enum verdict_status statuses[] = {
		[MEANS_CAUSE] = VERDICT_OK,        [MEANS_UNKNOWN] = VERDICT_UNKNOWN, [MEANS_NOTHING] = VERDICT_EMPTY,
		[MEANS_FOREIGN] = VERDICT_INVALID, [MEANS_INVALID] = VERDICT_INVALID,
	};
	bool has_moved = record->is_ragged || record->is_moved;
	struct judged judged;

	judge(&judged, record);
	if (scope == SCOPE_AUTO)
		choose_table(&judged, record, has_moved);
	else if (scope == SCOPE_TRUNK)
		judged.sign = TRUNK_BY_OPTION;
	if (judged.sign != TRUNK_BY_NOTHING) {
		judged.reading = read_code(TABLE_TRUNK, record->cells[CELL_CODE]);
		judged.name = text_trim(record->cells[CELL_NAME]);
	}
	struct verdict verdict = { statuses[judged.reading.meaning], judged.reading.code, judged.reading.cause,
				   judged.sign, NO_CONTRADICTION };
	if (has_moved && (verdict.cause == NULL || !names(text_trim(record->cells[CELL_NAME]), verdict.cause))) {
		verdict.status = VERDICT_RAGGED;
		verdict.cause = NULL;
		return verdict;
	}
	if (verdict.status <= VERDICT_UNKNOWN && is_known(&judged))
		verdict.why = contradiction_of(&judged, record);
	if (verdict.why != NO_CONTRADICTION) {
		verdict.status = VERDICT_MISMATCH;
		verdict.cause = NULL;
	}
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
