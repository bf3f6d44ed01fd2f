/* SPDX-License-Identifier: MIT */
#include "records/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/memory.h"
#include "table/key.h"

void tally_open(struct tally *tally)
{
	*tally = (struct tally){ .malformed = 0 };
	tally->by_cause = allocate(cause_count, sizeof *tally->by_cause);
	tally->examples = allocate(cause_count, sizeof *tally->examples);
}

void tally_close(struct tally *tally)
{
	free(tally->by_cause);
	free(tally->by_code);
	free(tally->examples);
	*tally = (struct tally){ .malformed = 0 };
}

/* Remembers the first of a kind. Returns where its example goes, NULL if it is not the first. */
static struct shown *remember(struct tally *tally, enum finding kind, const struct record *record, const char *file)
{
	struct first_seen *place = &tally->first[kind];

	if (place->line != 0)
		return NULL;
	place->file = file;
	place->line = record->line;
	return &place->example;
}

/* Whether a zone is that of the first time: most are spelled alike, and some words mean the same. */
static bool zone_is(const struct tally *tally, struct text zone)
{
	struct text first = { tally->zone, tally->zone_length };

	return text_same(first, zone) ||
	       (moment_offset(first) == moment_offset(zone) && moment_offset(zone) != NO_OFFSET);
}

void tally_trunk(struct tally *tally, const struct verdict *verdict, const struct record *record, const char *file)
{
	static const struct {
		const char *name;
		enum cell cell;
	} signs[] = {
		[TRUNK_BY_KEY] = { "trunk_domain", CELL_TRUNK },
		[TRUNK_BY_SOURCE] = { "hangup_source", CELL_SOURCE },
		[TRUNK_BY_NAME] = { "hangup_cause_name", CELL_NAME },
	};
	struct shown *example = remember(tally, FINDING_TRUNK, record, file);

	if (example == NULL)
		return;
	if (verdict->sign == TRUNK_BY_OPTION) {
		snprintf(example->text, sizeof example->text, "--table trunk");
		return;
	}
	bool is_old = verdict->sign == TRUNK_BY_KEY && record->cells[CELL_TRUNK].length == 0;
	snprintf(example->text, sizeof example->text, "%s \"%.200s\"",
		 is_old ? "hangup_initiator" : signs[verdict->sign].name,
		 show(text_trim(record->cells[is_old ? CELL_INITIATOR : signs[verdict->sign].cell])).text);
}

/* Under which --table a record would be ok. */
static void note_settled(struct first_seen *place, const struct record *record)
{
	place->is_voice = verdict_of(record, SCOPE_VOICE).status == VERDICT_OK;
	place->is_trunk = verdict_of(record, SCOPE_TRUNK).status == VERDICT_OK;
}

static void show_mismatch(struct first_seen *place, const struct verdict *verdict, const struct record *record)
{
	struct shown *example = &place->example;
	struct text beside = text_trim(record->cells[verdict->why == NAME_CONTRADICTS ? CELL_NAME : CELL_SOURCE]);

	place->why = verdict->why;
	note_settled(place, record);
	if (verdict->why == TOLD_TWICE)
		snprintf(example->text, sizeof example->text, "%u beside two names, two sources or two calls",
			 (unsigned)verdict->code);
	else
		snprintf(example->text, sizeof example->text, "%u \"%.200s\"", (unsigned)verdict->code,
			 show(beside).text);
}

void tally_trouble(struct tally *tally, const struct verdict *verdict, const struct record *record, const char *file)
{
	struct shown *example;

	tally->by_status[verdict->status]++;
	switch (verdict->status) {
	case VERDICT_UNKNOWN:
		if (tally->by_code == NULL)
			tally->by_code = allocate(CODE_COUNT, sizeof *tally->by_code);
		tally->by_code[verdict->code]++;
		remember(tally, FINDING_UNKNOWN, record, file);
		tally->first[FINDING_UNKNOWN].is_voice |= verdict_table(verdict) == TABLE_VOICE;
		tally->first[FINDING_UNKNOWN].is_trunk |= verdict_table(verdict) == TABLE_TRUNK;
		break;
	case VERDICT_MISMATCH:
		example = remember(tally, FINDING_MISMATCH, record, file);
		if (example != NULL)
			show_mismatch(&tally->first[FINDING_MISMATCH], verdict, record);
		break;
	case VERDICT_INVALID:
		example = remember(tally, FINDING_INVALID, record, file);
		if (example == NULL)
			break;
		*example = show(text_trim(record->cells[CELL_CODE]));
		note_settled(&tally->first[FINDING_INVALID], record);
		break;
	case VERDICT_RAGGED:
		example = remember(tally, FINDING_RAGGED, record, file);
		if (example == NULL)
			break;
		snprintf(example->text, sizeof example->text, "%zu fields", record->count);
		tally->first[FINDING_RAGGED].is_moved = record->is_moved;
		break;
	default:
		break;
	}
}

void tally_example(struct tally *tally, const struct cause *cause, struct text uuid)
{
	struct example *example = &tally->examples[cause_index(cause)];

	uuid = text_trim(uuid);
	for (size_t i = 0; i < uuid.length; i++)
		if (!text_is_letter(uuid.bytes[i]) && !text_is_digit(uuid.bytes[i]) && uuid.bytes[i] != '-')
			return;
	if (uuid.length > 0 && uuid.length < sizeof example->text)
		memcpy(example->text, uuid.bytes, uuid.length);
}

bool tally_time(struct tally *tally, struct moment *moment, const struct record *record, const char *file)
{
	struct text cell = record->cells[CELL_TIME];

	if (record->is_ragged || record->is_moved)
		return false;
	bool is_time = moment_read(moment, cell);
	for (size_t i = 0; i < record->times && !is_time; i++) {
		is_time = moment_read(moment, record->cells[CELL_COUNT + i]);
		if (is_time || key_is_nothing(text_trim(cell)))
			cell = record->cells[CELL_COUNT + i];
	}
	if (!is_time) {
		cell = text_trim(cell);
		if (key_is_nothing(cell))
			return false;
		tally->unread++;
		struct shown *example = remember(tally, FINDING_TIME, record, file);
		if (example != NULL)
			*example = show(cell);
		return false;
	}
	if (moment->second == NO_CLOCK || tally->first[FINDING_ZONE].line != 0)
		return true;
	if (!tally->has_zone) {
		tally->has_zone = true;
		tally->zone_length = moment->zone.length;
		if (moment->zone.length > 0)
			memcpy(tally->zone, moment->zone.bytes, moment->zone.length);
	}
	if (!zone_is(tally, moment->zone)) {
		struct shown *example = remember(tally, FINDING_ZONE, record, file);
		if (example != NULL)
			*example = moment->zone.length > 0 ? show(moment->zone) : (struct shown){ "none" };
	}
	return true;
}

void tally_uneven(struct tally *tally, const struct record *record, size_t columns, const char *file)
{
	struct shown *example = remember(tally, FINDING_UNEVEN, record, file);

	if (record->count < columns)
		tally->shorter++;
	else
		tally->longer++;
	if (example != NULL)
		snprintf(example->text, sizeof example->text, "%zu %s where the header has %zu", record->count,
			 record->count == 1 ? "field" : "fields", columns);
}

void tally_header(struct tally *tally, const struct record *header, const char *file)
{
	tally->headers++;
	remember(tally, FINDING_HEADER, header, file);
}

void tally_malformed(struct tally *tally, const struct record *line, const char *file)
{
	struct shown *example = remember(tally, FINDING_MALFORMED, line, file);

	tally->malformed++;
	if (example == NULL)
		return;
	snprintf(example->text, sizeof example->text, "%s", line->error);
	tally->first[FINDING_MALFORMED].has_backslash = memmem(line->bytes, line->head + line->tail, "\\\"", 2) != NULL;
}

uint64_t tally_causes(const struct tally *tally, const struct cause_set *set)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < cause_count; i++)
		if (cause_set_has(set, i))
			sum += tally->by_cause[i];
	return sum;
}

uint64_t tally_of_table(const struct tally *tally, enum table_id table)
{
	uint64_t sum = 0;

	for (size_t i = tables[table].causes.first; i < tables[table].causes.end; i++)
		sum += tally->by_cause[i];
	return sum;
}

uint64_t tally_ok(const struct tally *tally)
{
	return tally_of_table(tally, TABLE_VOICE) + tally_of_table(tally, TABLE_TRUNK);
}

uint64_t tally_records(const struct tally *tally)
{
	uint64_t sum = tally_ok(tally);

	for (size_t i = 0; i < VERDICT_COUNT; i++)
		sum += tally->by_status[i];
	return sum;
}

struct table_phrase tally_unknown_table(const struct tally *tally)
{
	const struct first_seen *first = &tally->first[FINDING_UNKNOWN];

	if (first->is_voice && first->is_trunk) {
		struct table_phrase phrase = { "its table" };
		if (strcmp(tables[TABLE_VOICE].date, tables[TABLE_TRUNK].date) == 0)
			snprintf(phrase.text, sizeof phrase.text, "its table of %s", tables[TABLE_VOICE].date);
		return phrase;
	}
	return scope_phrase(first->is_trunk ? SCOPE_TRUNK : SCOPE_VOICE);
}

size_t tally_unknown_codes(const struct tally *tally, uint32_t *codes, size_t limit)
{
	size_t kept = 0;
	size_t all = 0;

	for (uint32_t code = 0; tally->by_code != NULL && code < CODE_COUNT; code++) {
		uint64_t count = tally->by_code[code];
		size_t at = kept;

		if (count == 0)
			continue;
		all++;
		while (at > 0 && tally->by_code[codes[at - 1]] < count)
			at--;
		if (at == limit)
			continue;
		if (kept < limit)
			kept++;
		memmove(codes + at + 1, codes + at, (kept - at - 1) * sizeof *codes);
		codes[at] = code;
	}
	return all;
}
