/* SPDX-License-Identifier: MIT */
#include "reader/call.h"

static uint64_t fields_of(const struct call_fields *fields, enum cell cell)
{
	uint64_t found = 0;

	for (size_t i = 0; i < fields->names.count; i++)
		if (fields->names.fields[i].cell < CELLS_MAX && fields->names.fields[i].cell % CELL_COUNT == cell)
			found |= UINT64_C(1) << i;
	return found;
}

void call_fields_open(struct call_fields *fields, const struct pairs_field *all, size_t count,
		      const struct pairs_options *options)
{
	*fields = (struct call_fields){ .options = *options };
	pair_names_open(&fields->names, all, count);
	fields->names.source_length = options->source_length;
	fields->makes_record = fields_of(fields, CELL_CODE);
	fields->words = fields_of(fields, CELL_NAME);
	fields->evidence = fields->words | fields_of(fields, CELL_SOURCE);
	fields->uuids = fields_of(fields, CELL_UUID);
	fields->times = fields_of(fields, CELL_TIME) | fields_of(fields, CELL_BY);
	fields->codes = fields->makes_record;
	if (options->takes_all || fields->codes == 0)
		fields->makes_record |= fields->words;
	for (size_t i = 0; i < count; i++) {
		uint64_t field = UINT64_C(1) << i;
		if (all[i].cell == PAIRS_OLD_CODE) {
			fields->old_codes = field;
			fields->codes |= field;
			continue;
		}
		fields->words |= all[i].cell >= PAIRS_WORD ? field : 0;
		fields->evidence |= all[i].cell >= PAIRS_WORD ? field : 0;
		fields->makes_record |= options->takes_all && all[i].cell >= PAIRS_OTHER ? field : 0;
	}
}

/* The first of a call's fields whose value goes to that cell; a place past all of them if it has none. */
static size_t field_of(const struct call_fields *fields, const struct found_call *call, size_t cell)
{
	size_t i = 0;

	while (i < fields->names.count && ((call->fields >> i & 1) == 0 || fields->names.fields[i].cell != cell))
		i++;
	return i;
}

/*
 * Whether one of two values of a cell goes before the other: a time before what is none, as `time=0.2s`, and else that of
 * the earlier field.
 */
static bool goes_before(const struct call_fields *fields, size_t cell, struct text value, size_t field,
			struct text other, size_t other_field)
{
	bool (*is_time)(struct text) = fields->options.is_time;

	if (cell == CELL_TIME && is_time != NULL && is_time(value) != is_time(other))
		return is_time(value);
	return field < other_field;
}

/* Whether a word stands where a code should that is a cause's name: of a bare one nobody knows what it is said of. */
static bool is_word(const struct call_fields *fields, const struct pair *pair)
{
	return (pair->fields & fields->codes) != 0 && pair->is_bare && pair->value.length > 0 &&
	       !text_all_digits(pair->value) && fields->options.cause_length != NULL &&
	       fields->options.cause_length(pair->value) == pair->value.length;
}

void call_add(const struct call_fields *fields, struct found_call *call, const struct pair *pair)
{
	if (is_word(fields, pair))
		return;
	if (call->pairs == 0) {
		call->begin = pair->begin;
		call->is_nested = pair->is_nested;
		call->is_element = pair->is_element;
		call->is_heading = pair->is_heading;
	}
	for (uint64_t left = pair->fields; left != 0; left &= left - 1) {
		size_t field = (size_t)__builtin_ctzll(left);
		size_t cell = fields->names.fields[field].cell;
		uint32_t mark = UINT32_C(1) << cell;
		if (call->cells[cell].bytes != NULL &&
		    !goes_before(fields, cell, pair->value, field, call->cells[cell], field_of(fields, call, cell)))
			continue;
		call->cells[cell] = pair->value;
		call->paths[cell] = pair->path;
		call->bare = (call->bare & ~mark) | (pair->is_bare ? mark : 0);
		call->printable = (call->printable & ~mark) | (pair->is_printable ? mark : 0);
	}
	call->fields |= pair->fields;
	call->times += (pair->fields & ~fields->times) == 0;
	call->pairs++;
}

bool call_agree(const struct call_fields *fields, const struct found_call *a, const struct found_call *b,
		uint64_t which)
{
	for (uint64_t left = a->fields & b->fields & which; left != 0; left &= left - 1) {
		size_t cell = fields->names.fields[__builtin_ctzll(left)].cell;
		if (!text_same(a->cells[cell], b->cells[cell]))
			return false;
	}
	return true;
}

void call_merge(const struct call_fields *fields, struct found_call *call, const struct found_call *more,
		bool more_is_first)
{
	for (size_t i = 0; i < PAIRS_CELLS; i++) {
		size_t field = field_of(fields, call, i);
		size_t other = field_of(fields, more, i);
		uint32_t mark = UINT32_C(1) << i;
		bool is_first = field == fields->names.count || (other == field && more_is_first) ||
				goes_before(fields, i, more->cells[i], other, call->cells[i], field);
		if (other == fields->names.count || !is_first)
			continue;
		call->cells[i] = more->cells[i];
		call->paths[i] = more->paths[i];
		call->bare = (call->bare & ~mark) | (more->bare & mark);
		call->printable = (call->printable & ~mark) | (more->printable & mark);
	}
	call->fields |= more->fields;
	call->pairs += more->pairs;
	call->times += more->times;
	call->end = more->end;
	call->is_closed = more->is_closed;
}

/* Whether what looks like an old record of a SIP trunk is one. */
static bool is_of_trunk(const struct found_call *call)
{
	return call->cells[CELL_TRUNK].bytes != NULL || call->cells[CELL_INITIATOR].bytes != NULL;
}

/* The fields of a call that make it a record: of one without a code the names that are wholly a cause's, too. */
static uint64_t record_fields(const struct call_fields *fields, const struct found_call *call)
{
	uint64_t codes = is_of_trunk(call) ? fields->codes : fields->codes & ~fields->old_codes;
	uint64_t found = call->fields & (fields->makes_record | codes);

	if ((call->fields & codes) != 0 || fields->options.is_cause == NULL)
		return found;
	for (uint64_t left = call->fields & fields->words; left != 0; left &= left - 1)
		if (fields->options.is_cause(call->cells[fields->names.fields[__builtin_ctzll(left)].cell]))
			found |= left & -left;
	return found;
}

bool call_is_record(const struct call_fields *fields, const struct found_call *call)
{
	return record_fields(fields, call) != 0;
}

size_t call_rank(const struct call_fields *fields, const struct found_call *call)
{
	size_t best = PAIRS_CELLS;

	/* What tells a trunk may yet come. */
	for (uint64_t left = record_fields(fields, call) | (call->fields & fields->old_codes); left != 0;
	     left &= left - 1) {
		size_t cell = fields->names.fields[__builtin_ctzll(left)].cell;
		/* The codes of all legs, then their names, then what may take the place of these. */
		size_t rank = cell < CELLS_MAX ? cell % CELL_COUNT * LEG_COUNT + cell / CELL_COUNT : cell;
		best = rank < best ? rank : best;
	}
	return best;
}

/* What a bare name says of a code: a cause's name that begins it. What a mail's source has put before a value goes. */
static void trim_cells(const struct call_fields *fields, const struct found_call *call, struct text *cells, size_t leg)
{
	bool is_printable = (call->printable >> (leg * CELL_COUNT + CELL_CODE) & 1) != 0;

	for (size_t i = CELL_NAME; i <= CELL_UUID; i++) {
		struct text *cell = &cells[i];
		size_t bit = leg * CELL_COUNT + i;
		/* What stands before their dots tells whose they are. */
		if (cell->bytes != NULL && call->paths[bit] != call->paths[leg * CELL_COUNT + CELL_CODE])
			*cell = (struct text){ NULL, 0 };
		if (cell->bytes != NULL && is_printable && (call->printable >> bit & 1) != 0)
			*cell = (struct text){ cell->bytes + 2, cell->length - 2 };
		if (i != CELL_NAME || cell->bytes == NULL || (call->bare >> bit & 1) == 0)
			continue;
		size_t length = fields->options.cause_length != NULL ? fields->options.cause_length(*cell) : 0;
		cell->length = length > 0 ? length : cell->length;
	}
}

void call_fill(const struct call_fields *fields, const struct found_call *call, struct record *record)
{
	memcpy(record->cells, call->cells, sizeof record->cells);
	record->is_disputed = call->is_disputed;
	record->other_cause = call->cells[PAIRS_OTHER];
	record->count = call->pairs;
	if (record->cells[CELL_CODE].bytes == NULL && is_of_trunk(call)) {
		record->cells[CELL_CODE] = call->cells[PAIRS_OLD_CODE];
		if (record->cells[CELL_CODE].bytes != NULL && record->cells[CELL_SOURCE].bytes == NULL)
			record->cells[CELL_SOURCE] = call->cells[CELL_INITIATOR];
	}
	for (size_t leg = LEG_COUNT; leg-- > 0;) {
		struct text *cells = record->cells + leg * CELL_COUNT;
		struct text word = call->cells[PAIRS_WORD + leg];
		if (cells[CELL_CODE].bytes != NULL)
			trim_cells(fields, call, cells, leg);
		if (word.bytes == NULL)
			continue;
		record->other_cause = word;
		bool is_name = cells[CELL_CODE].bytes != NULL ||
			       (fields->options.is_cause != NULL && fields->options.is_cause(word));
		if (is_name && cells[CELL_NAME].bytes == NULL)
			cells[CELL_NAME] = word;
	}
}
