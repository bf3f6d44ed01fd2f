#include "reader/json_reader.h"

#include <string.h>

void json_reader_open(struct json_reader *reader, const struct json_specs *specs)
{
	*reader = (struct json_reader){ .specs = *specs };
	header_open(&reader->keys, RECORD_LIMIT);
	header_open(&reader->alike, RECORD_LIMIT);
	header_open(&reader->first, RECORD_LIMIT);
}

void json_reader_begin(struct json_reader *reader, struct input *input, uint64_t line)
{
	reader->lines = (struct lines){ .input = input, .line = line };
}

void json_reader_close(struct json_reader *reader)
{
	json_decref(reader->object);
	header_close(&reader->keys);
	header_close(&reader->alike);
	header_close(&reader->first);
	*reader = (struct json_reader){ .object = NULL };
}

static const char *const shared[CELL_COUNT] = {
	[CELL_CODE] = "two keys may each be that of the code: choose with -c NAME",
	[CELL_NAME] = "two keys may each be that of the cause's name: choose with --name-column NAME",
	[CELL_SOURCE] = "two keys may each be that of the source: choose with --source-column NAME",
};

/* Takes a choice of a member over, or the trouble with it. */
static void choose(struct json_reader *reader, enum cell cell, struct column_match choice)
{
	reader->columns[cell] = choice.result == COLUMN_FOUND ? choice.column : NO_COLUMN;
	if (choice.result == COLUMN_AMBIGUOUS)
		reader->trouble = shared[cell];
}

/* Finds out about an object with these keys. */
static void look_at_keys(struct json_reader *reader)
{
	const struct header *keys = &reader->keys;
	const struct json_specs *specs = &reader->specs;
	struct column_match code = header_code_column(keys, specs->code);
	struct column_match name = { COLUMN_MISSING, NO_COLUMN, NO_COLUMN };
	struct column_match source = name;

	reader->trouble = NULL;
	if (specs->source != NULL)
		source = header_source_column(keys, specs->source);
	if (specs->name->kind != SPEC_RULE || code.result == COLUMN_FOUND)
		name = header_name_column(keys, specs->name, code.column);
	choose(reader, CELL_SOURCE, source);
	choose(reader, CELL_NAME, name);
	choose(reader, CELL_CODE, code);
	reader->is_trunk = specs->code->kind == SPEC_RULE && header_trunk_column(keys) != NO_COLUMN;
	for (size_t i = 0; specs->added != NULL && i < specs->added->count; i++)
		if (header_find(keys, added_name(specs->added, i).text) != NO_COLUMN)
			reader->trouble = "it has a key already that would be added: choose other names with --prefix";
	if (reader->trouble != NULL || code.result != COLUMN_FOUND)
		return;
	if (*reader->code_key.text == '\0')
		reader->code_key = show(keys->names[code.column].text);
	if (code.other != NO_COLUMN && *reader->other_key.text == '\0')
		reader->other_key = show(keys->names[code.other].text);
}

/* Reads the object's keys and, unless they are those of the one before, finds out about them. */
static void read_keys(struct json_reader *reader)
{
	header_clear(&reader->keys);
	json_keys(&reader->keys, reader->object);
	if (reader->first.count == 0)
		json_keys(&reader->first, reader->object);
	if (reader->alike.count > 0 && header_same(&reader->keys, &reader->alike))
		return;
	look_at_keys(reader);
	struct header keys = reader->alike;
	reader->alike = reader->keys;
	reader->keys = keys;
}

/* The texts of the wanted members. */
static void read_cells(struct json_reader *reader, struct text bytes, struct record *record)
{
	struct json_cursor cursor = json_cursor_begin(bytes);
	void *at = json_object_iter(reader->object);
	size_t last = 0;

	for (enum cell cell = CELL_CODE; cell < CELL_COUNT; cell++) {
		record->cells[cell] = (struct text){ NULL, 0 };
		if (reader->columns[cell] == NO_COLUMN)
			continue;
		reader->has_key[cell] = true;
		if (reader->columns[cell] > last)
			last = reader->columns[cell];
	}
	for (size_t member = 0; member <= last && json_cursor_next(&cursor); member++) {
		for (enum cell cell = CELL_CODE; cell < CELL_COUNT; cell++)
			if (reader->columns[cell] == member)
				record->cells[cell] = json_text(json_object_iter_value(at), cursor.value);
		at = json_object_iter_next(reader->object, at);
	}
}

/* The line of that length at the window's beginning. */
static enum item take_object(struct json_reader *reader, struct record *record, size_t length)
{
	struct text bytes = { (const char *)input_bytes(reader->lines.input), length };
	struct json_result result = json_read(bytes, JSON_ALL);

	json_decref(reader->object);
	reader->object = result.value;
	if (result.value == NULL)
		return lines_bad(&reader->lines, record, result.trouble);
	if (!json_is_object(result.value))
		return lines_bad(&reader->lines, record, "no JSON object");
	read_keys(reader);
	if (reader->trouble != NULL)
		return lines_bad(&reader->lines, record, reader->trouble);
	read_cells(reader, bytes, record);
	record->count = json_object_size(result.value);
	record->is_trunk = reader->is_trunk;
	lines_take(&reader->lines, record, ITEM_RECORD, length);

	/* Behind the closing brace there is nothing but blanks. */
	size_t brace = length;
	while (bytes.bytes[--brace] != '}')
		;
	record->tail += length - brace;
	record->head = brace;
	return ITEM_RECORD;
}

enum item json_reader_next(struct json_reader *reader, struct record *record)
{
	struct input *input = reader->lines.input;
	enum item item = lines_resume(&reader->lines, record);

	if (item == ITEM_RECORD)
		item = lines_blank(&reader->lines, record, ',');
	if (item != ITEM_RECORD)
		return item;
	size_t size = input_size(input);
	size_t length = line_end_find(input_bytes(input), size);
	if (length > RECORD_LIMIT)
		return lines_bad(&reader->lines, record, lines_too_long);
	if (length == size && !input->ended)
		return ITEM_MORE;
	return take_object(reader, record, length);
}
