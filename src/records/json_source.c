#include "records/json_source.h"

#include <stdio.h>
#include <string.h>

enum {
	FIRST_KEYS = 1000, /* that messages look at */
	KEY_SIZE = 128     /* of a key that the command line gives, in what is suggested */
};

static const char *const ambiguous_keys[] = {
	[COLUMNS_NO_CODE] = "two keys may each be that of the code: choose with -c NAME",
	[COLUMNS_NO_NAME] = "two keys may each be that of the cause's name: choose with --name-column NAME",
	[COLUMNS_NO_SOURCE] = "two keys may each be that of the source: choose with --source-column NAME",
	[COLUMNS_NO_TIME] = "two keys may each be that of the time: choose with --time-column NAME",
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

/* Which members of an object matter; for the JSON reader. */
static void choose_keys(void *data, const struct header *keys, struct columns *columns)
{
	struct json_source *json = data;
	struct column_choice choice;
	struct file_names *names = &json->file->names;
	bool is_alone = columns->count == 0;

	columns_choose(&choice, keys, &json->file->wanted);
	*columns = choice.columns;
	if ((is_alone || columns->is_record) && !json->seen.has_record_keys)
		keep_keys(&json->seen, keys, !is_alone);
	if (is_alone || !columns->is_record)
		return;
	columns->error = ambiguous_keys[choice.doubt];
	/* What is wrong with the keys is said of the record: none of them is missing as well. */
	for (size_t i = 0; i < CELL_COUNT; i++)
		json->seen.has_key[i] = json->seen.has_key[i] || columns->at[i] != NO_COLUMN || columns->error != NULL;
	if (columns->error != NULL || columns->at[CELL_CODE] == NO_COLUMN)
		return;
	if (*names->by.text == '\0' && columns->at[CELL_BY] != NO_COLUMN)
		names->by = show(keys->names[columns->at[CELL_BY]].text);
	if (*names->code.text == '\0')
		names->code = show(keys->names[columns->at[CELL_CODE]].text);
	if (choice.failure == COLUMNS_CHOSEN && choice.match.other != NO_COLUMN && *names->other.text == '\0')
		names->other = show(keys->names[choice.match.other].text);
}

void json_source_open(struct json_source *json, struct input_file *file)
{
	*json = (struct json_source){ .file = file };
	json_reader_open(&json->reader, choose_keys, json);
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
	json->seen = (struct json_seen){ .is_hidden = false };
	file->names.all = &json->seen.keys;
	if (specs->name.kind == SPEC_NUMBER || specs->source.kind == SPEC_NUMBER || specs->time.kind == SPEC_NUMBER) {
		file->is_over = file->copy.out != NULL;
		return column_error_key_number(&file->origin, specs->name.kind == SPEC_NUMBER     ? &role_name
							      : specs->source.kind == SPEC_NUMBER ? &role_source
												  : &role_time);
	}
	if (input_file_add_cells(file, SPLICE_JSON, 0) != STATUS_DONE)
		return STATUS_TROUBLE;
	copy_drop_blank_lines(&file->copy);
	json_reader_begin(&json->reader, &file->input, line);
	return STATUS_DONE;
}

/* --only writes lines: a record that shares its line, or stands on several, cannot be cut out. */
static enum item refuse_only(struct input_file *file, const struct record *record)
{
	const struct column_spec *code = &file->wanted.code;
	char own[KEY_SIZE];
	const char *key = "(plivo|dialbleg)?hangup(cause(code|name)|source)";
	char filter[2 * SHOWN_SIZE];

	if (code->kind == SPEC_NAME) {
		text_key(text_of(code->name), own, sizeof own);
		key = own;
	}
	/* As a key makes an object a record: by its letters and digits. A record within another goes to a line of its own. */
	snprintf(filter, sizeof filter,
		 *key != '\0'
			 ? "jq -c 'def record: objects | select(any(keys[]; ascii_downcase | gsub(\"[^a-z0-9]\"; \"\") "
			   "| test(\"^%s$\"))); .. | record | del(.[] | select(any(..; record)))'"
			 : "jq -c 'def record: objects; .. | record | del(.[] | select(any(..; record)))'",
		 key);
	say_at(file->settings->diagnostics, file->origin.file, record->line,
	       "--only needs each JSON record on a line of its own");
	origin_hint(&file->origin, filter);
	file->is_over = true;
	return ITEM_REFUSED;
}

static enum item next(void *state, struct record *record)
{
	struct json_source *json = state;
	struct json_seen *seen = &json->seen;
	enum item item = json_reader_next(&json->reader, record);

	if (item == ITEM_RECORD && json->file->copy.only != NULL && !record->is_alone)
		return refuse_only(json->file, record);
	/* As long as there is no record: whether a code is hidden in a string. */
	if (item == ITEM_OTHER && !seen->has_record_keys && !seen->is_hidden)
		seen->is_hidden = text_has_key(
			(struct text){ (const char *)record->bytes, record->head + record->tail }, "hangupcausecode");
	return item;
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
	const struct column_specs *specs = &json->file->wanted;

	if (json->seen.keys.bytes == NULL || json->seen.has_record_keys || is_empty_page(&json->seen.keys))
		return STATUS_DONE;
	if (json->seen.is_hidden && specs->code.kind == SPEC_RULE) {
		input_file_error(json->file, "no call record: a code is hidden in a string");
		origin_hint(&json->file->origin, "jq -r '.. | strings | select(test(\"hangup_?cause_?code\"; \"i\"))'");
	} else {
		column_error_key_missing(&json->file->origin, &json->seen.keys, &specs->code, &role_code);
	}
	return STATUS_TROUBLE;
}

/* What the command line asks for and no record of a JSON file has: as with the columns of CSV. */
static enum status say_missing_keys(const struct json_source *json)
{
	const struct column_specs *specs = &json->file->wanted;
	enum status status = STATUS_DONE;
	const struct {
		const struct column_spec *spec;
		const struct column_role *role;
		bool is_needed;
	} keys[CELL_COUNT] = {
		[CELL_CODE] = { &specs->code, &role_code, true },
		[CELL_NAME] = { &specs->name, &role_name, specs->name.kind == SPEC_NAME },
		[CELL_SOURCE] = { &specs->source, &role_source, specs->source.kind == SPEC_NAME },
		[CELL_BY] = { specs->by == COLUMN_BY_TIME ? &specs->time : &specs->source,
			      specs->by == COLUMN_BY_TIME ? &role_time : &role_source, specs->by != COLUMN_BY_NOTHING },
	};

	for (size_t i = 0; i < CELL_COUNT && json->seen.has_record_keys; i++) {
		if (!keys[i].is_needed || json->seen.has_key[i])
			continue;
		column_error_key_missing(&json->file->origin, &json->seen.keys, keys[i].spec, keys[i].role);
		status = STATUS_TROUBLE;
	}
	return status;
}

static enum status end(void *state, bool is_empty)
{
	const struct json_source *json = state;

	return is_empty ? say_no_record(json) : say_missing_keys(json);
}

const struct shape json_shape = { .name = "JSON", .has_keys = true, .begin = begin, .next = next, .end = end };
