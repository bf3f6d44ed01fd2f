/* SPDX-License-Identifier: MIT */
#include "records/json_source.h"

#include <stdio.h>
#include <string.h>

enum {
	FIRST_KEYS = 1000, /* that messages look at */
	KEY_SIZE = 128     /* of a key that the command line gives, in what is suggested */
};

static const char *const ambiguous_keys[] = {
	[COLUMNS_NO_CELL + CELL_CODE] = "two keys may each be that of the code: choose with -c NAME",
	[COLUMNS_NO_CELL + CELL_NAME] = "two keys may each be that of the cause's name: choose with --name-column NAME",
	[COLUMNS_NO_CELL + CELL_SOURCE] = "two keys may each be that of the source: choose with --source-column NAME",
	[COLUMNS_NO_CELL + CELL_TIME] = "two keys may each be that of the time: choose with --time-column NAME",
	[COLUMNS_NO_CELL + CELL_BY] = "two keys may each be that to count by",
	[COLUMNS_NO_CELL + CELL_TRUNK] = "a key that tells a SIP trunk stands in it twice",
	[COLUMNS_NO_CELL + CELL_INITIATOR] = "a key that tells a SIP trunk stands in it twice",
	[COLUMNS_TAKEN] = "it has a key already that would be added: choose other names with --prefix",
};

/* For messages: all keys so far or, once there is one, those of the first record. */
static void keep_keys(struct json_seen *seen, const struct header *keys, bool is_record)
{
	if (is_record)
		header_close(&seen->keys);
	if (seen->keys.bytes == NULL)
		header_open(&seen->keys, RECORD_LIMIT);
	for (size_t i = 0; i < keys->count && seen->keys.count < FIRST_KEYS; i++)
		if (seen->keys.bytes_used + keys->names[i].text.length < RECORD_LIMIT)
			header_add(&seen->keys, keys->names[i].text, true);
	seen->has_record_keys = is_record;
}

/* What an object tells of the page that a list of the API is read in; of one key alone, whether it may. */
static void choose_page(const struct header *keys, struct columns *columns)
{
	size_t at[] = { [PAGE_NEXT] = NO_COLUMN, [PAGE_TOTAL] = NO_COLUMN };
	bool has_limit = keys->count == 1;

	for (size_t i = 0; i < keys->count; i++) {
		has_limit = has_limit || text_is(keys->names[i].text, "limit");
		if (text_is(keys->names[i].text, "next"))
			at[PAGE_NEXT] = i;
		else if (text_is(keys->names[i].text, "total_count"))
			at[PAGE_TOTAL] = i;
	}
	columns->is_page = has_limit && at[PAGE_NEXT] != NO_COLUMN;
	if (columns->is_page)
		memcpy(columns->at, at, sizeof at);
}

/* Which members of an object matter; for the JSON reader. */
static void choose_keys(void *data, const struct header *keys, struct columns *columns)
{
	struct json_source *json = data;
	struct column_choice choice;
	struct file_names *names = &json->file->names;
	bool is_alone = columns->count == 0;

	columns_choose(&choice, keys, &json->specs);
	*columns = choice.columns;
	if (!columns->is_record)
		choose_page(keys, columns);
	if ((is_alone || columns->is_record) && !json->seen.has_record_keys)
		keep_keys(&json->seen, keys, !is_alone);
	/* Beside a key of a trunk, which is not seen here, it may be that of the code. */
	if (is_alone)
		columns->is_record |= columns_is_old_trunks(keys->names[0].text, &json->file->wanted);
	if (is_alone || columns->is_page)
		return;
	/* What is no record may become one by what its strings tell. */
	if (columns->is_record || choice.doubt == COLUMNS_TAKEN)
		columns->error = ambiguous_keys[choice.doubt];
	if (!columns->is_record)
		return;
	/* What is wrong with the keys is said of the record: none of them is missing as well. */
	for (size_t i = 0; i < CELL_COUNT; i++)
		json->seen.has_key[i] = json->seen.has_key[i] || columns->at[i] != NO_COLUMN || columns->error != NULL;
	if (columns->error != NULL || columns->at[CELL_CODE] == NO_COLUMN)
		return;
	input_file_note_names(json->file, keys, columns);
	if (choice.failure == COLUMNS_CHOSEN && choice.match.other != NO_COLUMN && *names->other.text == '\0')
		names->other = show(keys->names[choice.match.other].text);
}

void json_source_open(struct json_source *json, struct input_file *file, struct text_source *text)
{
	*json = (struct json_source){ .file = file, .text = text };
	json_reader_open(&json->reader, choose_keys, json, &text->reader);
}

void json_source_close(struct json_source *json)
{
	json_reader_close(&json->reader);
	header_close(&json->seen.keys);
}

static enum status begin(void *state, uint64_t line)
{
	struct json_source *json = state;
	struct input_file *file = json->file;
	const struct column_specs *specs = &file->wanted;

	header_close(&json->seen.keys);
	json->seen = (struct json_seen){ .calls = 0 };
	json->value = UINT64_MAX;
	json->is_telling = false;
	json->specs = *specs;
	json->specs.wants_uuid = true;
	json->reader.lendable = UINT32_C(1) << CELL_UUID;
	if (specs->wants_time)
		json->reader.lendable |= UINT32_C(1) << CELL_TIME;
	if (specs->by_source || specs->of[CELL_BY].kind == SPEC_NAME)
		json->reader.lendable |= UINT32_C(1) << CELL_BY;
	for (size_t leg = 1; leg < LEG_COUNT && specs->every_leg; leg++)
		json->reader.lendable |= UINT32_C(1) << (leg * CELL_COUNT + CELL_UUID);
	file->names.all = &json->seen.keys;
	for (enum cell i = CELL_NAME; i < CELL_COUNT; i++) {
		if (specs->of[i].kind != SPEC_NUMBER)
			continue;
		file->is_over = file->copy.out != NULL;
		return column_error_keys(&file->origin, NULL, specs, i);
	}
	if (input_file_add_cells(file, SPLICE_JSON, 0) != STATUS_DONE)
		return STATUS_TROUBLE;
	copy_drop_blank_lines(&file->copy);
	json_reader_begin(&json->reader, &file->input, line);
	return STATUS_DONE;
}

/* --only writes lines: a record that shares its line, or stands on several, cannot be cut out. */
static enum item refuse_only(const struct json_source *json, const struct record *record)
{
	struct input_file *file = json->file;
	const struct column_spec *code = &file->wanted.of[CELL_CODE];
	char own[KEY_SIZE];
	const char *key = "(plivo|dialbleg)?hangup(cause(code|name)|source)|hangupcode";
	char filter[3 * SHOWN_SIZE];

	if (code->kind == SPEC_NAME) {
		text_key(text_of(code->name), own, sizeof own);
		key = own;
	}
	/*
	 * As a key makes an object a record, by its letters and digits; or a string, where no record is in it. A record
	 * within another goes to a line of its own.
	 */
	snprintf(
		filter, sizeof filter,
		*key != '\0'
			? "jq -c 'def has($name): strings | ascii_downcase | gsub(\"[^a-z0-9]\"; \"\") | test($name); "
			  "def record: objects | select(any(keys[]; has(\"^(%s)$\")) or (any(.[] | (arrays | flatten[]), .; "
			  "has(\"%s\")) and (any(.[] | ..; record) | not))); "
			  ".. | record | del(.[] | select(any(..; record)))'"
			: "jq -c 'def record: objects; .. | record | del(.[] | select(any(..; record)))'",
		key, json->text->reader.anchor);
	say_at(file->settings->diagnostics, file->origin.file, record->line,
	       "--only needs each JSON record on a line of its own");
	origin_hint(&file->origin, filter);
	file->is_over = true;
	return ITEM_REFUSED;
}

/* A call that has been told before in the same outermost value counts once: not two elements of one list. */
static enum item count_once(struct json_source *json, struct record *record)
{
	bool is_near =
		record->value == json->value && (record->list == 0 || record->list != json->list || json->is_telling);

	record->is_again = false;
	if (is_near || !record->is_outermost || record->told.bytes != NULL) {
		struct call_mark call = text_source_mark(record, json->specs.every_leg ? CELLS_MAX : CELL_COUNT);
		record->is_again = is_near && text_source_is_same(&call, &json->last);
		json->last = call;
		json->value = record->value;
		json->list = record->list;
	}
	json->seen.calls += !record->is_again;
	/* What a record has been lent, no key of its own says. */
	json->seen.has_key[CELL_TIME] |= record->cells[CELL_TIME].bytes != NULL;
	json->seen.has_key[CELL_BY] |= record->cells[CELL_BY].bytes != NULL;
	return record->is_again && json->file->copy.out == NULL ? ITEM_OTHER : ITEM_RECORD;
}

/* The next of the calls that strings tell, where each counts. */
static enum item next_told(struct json_source *json, struct record *record)
{
	struct record call;

	if (!text_source_next_told(json->text, &call)) {
		json->is_telling = false;
		return ITEM_OTHER;
	}
	text_source_take_told(json->text, record, &call);
	enum item item = count_once(json, record);
	json->is_telling = true;
	return item;
}

/* Of a record that is written: the first of the calls that its strings tell. */
static enum item take_all_told(struct json_source *json, struct record *record)
{
	struct record call;

	text_source_one_told(json->text, record->told, &call);
	text_source_take_told(json->text, record, &call);
	return count_once(json, record);
}

static enum item next(void *state, struct record *record)
{
	struct json_source *json = state;
	enum item item;

	if (json->is_telling) {
		record->head = record->tail = 0;
		if ((item = next_told(json, record)) != ITEM_OTHER || json->is_telling)
			return item;
	}
	record->is_disputed = record->is_again = false;
	record->other_cause = (struct text){ NULL, 0 };
	item = json_reader_next(&json->reader, record);
	if (item != ITEM_RECORD)
		return item;
	record->times = json->reader.cell_count - CELL_COUNT;
	if (json->file->copy.selects && !record->is_alone)
		return refuse_only(json, record);
	if (record->told.bytes == NULL)
		return count_once(json, record);
	if (json->file->copy.out != NULL)
		return take_all_told(json, record);
	text_source_begin_told(json->text, record->told);
	return next_told(json, record);
}

/* Whether JSON without a record is a page of a list without calls: all of its keys are those of a page. */
static bool is_empty_page(const struct header *keys)
{
	static const char *const envelope[] = { "objects", "data", "api_id",   "meta",       "limit",
						"offset",  "next", "previous", "total_count" };
	bool has_objects = false;

	for (size_t i = 0; i < keys->count; i++) {
		size_t at = 0;
		while (at < sizeof envelope / sizeof envelope[0] &&
		       !text_same_key(keys->names[i].text, text_of(envelope[at])))
			at++;
		if (at == sizeof envelope / sizeof envelope[0])
			return false;
		has_objects = has_objects || at == 0;
	}
	return has_objects;
}

/* No record in the file: it has been taken for JSON by mistake. */
static enum status say_no_record(const struct json_source *json)
{
	if (json->seen.keys.bytes == NULL || json->seen.has_record_keys || is_empty_page(&json->seen.keys))
		return STATUS_DONE;
	return column_error_keys(&json->file->origin, &json->seen.keys, &json->file->wanted, CELL_CODE);
}

/* What the command line asks for and no record of a JSON file has: as with the columns of CSV. */
static enum status say_missing_keys(const struct json_source *json)
{
	const struct column_specs *specs = &json->file->wanted;
	enum status status = STATUS_DONE;

	for (enum cell i = 0; i < CELL_COUNT && json->seen.has_record_keys; i++) {
		bool is_needed = i == CELL_CODE || specs->of[i].kind == SPEC_NAME ||
				 (i == CELL_TIME && specs->wants_time) || (i == CELL_BY && specs->by_source);
		if (is_needed && !json->seen.has_key[i])
			status = column_error_keys(&json->file->origin, &json->seen.keys, specs, i);
	}
	return status;
}

/* A page of the API, of which there is more. */
static void note_page(const struct json_source *json)
{
	const struct json_page *page = &json->reader.page;
	const struct input_file *file = json->file;

	if (!page->has_next || file->settings->is_quiet || (page->total > 0 && json->seen.calls >= page->total))
		return;
	if (page->total > 0)
		say_at(file->settings->diagnostics, file->origin.file, 0,
		       "a page of a list: %llu of its %llu calls are in it", (unsigned long long)json->seen.calls,
		       (unsigned long long)page->total);
	else
		say_at(file->settings->diagnostics, file->origin.file, 0, "a page of a list: more calls come after it");
}

static enum status end(void *state, bool is_empty)
{
	const struct json_source *json = state;

	note_page(json);
	return is_empty ? say_no_record(json) : say_missing_keys(json);
}

const struct shape json_shape = { .name = "JSON", .has_keys = true, .begin = begin, .next = next, .end = end };
