/* SPDX-License-Identifier: MIT */
#include "records/csv_source.h"

#include <stdlib.h>
#include <string.h>

#include "records/verdict.h"

/* So many UUIDs are looked up in their records; where more are asked for, they are looked at in each. */
enum { UUIDS_ASKED_MAX = 1000 };

void csv_source_open(struct csv_source *csv, struct input_file *file, struct text_source *text)
{
	*csv = (struct csv_source){ .file = file, .delimiter = file->settings->delimiter, .cells = { .text = text } };
}

void csv_source_close(struct csv_source *csv)
{
	csv_reader_close(&csv->reader);
	free(csv->cells.said);
	csv->cells.said = NULL;
	header_close(&csv->header);
	header_close(&csv->found.header);
	header_close(&csv->cells_asked);
}

void csv_source_forget(struct csv_source *csv)
{
	header_close(&csv->found.header);
	csv->is_moved = false;
	if (csv->file->copy.out != NULL)
		return;
	header_close(&csv->header);
	csv->cells.is_on = false;
	csv->delimiter = csv->file->settings->delimiter;
}

static void open_reader(struct csv_source *csv, uint64_t line)
{
	csv_reader_close(&csv->reader);
	csv_reader_open(&csv->reader, &csv->file->input, csv->file->settings->kernel, csv->delimiter, &csv->columns,
			line);
}

static void use_columns(struct csv_source *csv, const struct column_choice *choice, size_t fields)
{
	csv->columns = choice->columns;
	csv->columns.fields = fields;
	csv->uuid_column = NO_COLUMN;
	if (csv->file->wanted.wants_uuid && csv->uuids_asked < UUIDS_ASKED_MAX) {
		csv->uuid_column = csv->columns.at[CELL_UUID];
		csv->columns.at[CELL_UUID] = NO_COLUMN;
	}
}

/* The columns of the header, or a message why not. */
static enum status choose_columns(struct csv_source *csv)
{
	const struct found_header *found = &csv->found;
	struct input_file *file = csv->file;
	struct column_choice choice;
	bool may_note = input_file_may_note(file);

	columns_choose(&choice, &found->header, &file->wanted);
	if (csv->found.has_calls) {
		csv->cells.delimiter = found->delimiter;
		csv->cells.is_on = true;
		csv->cells.is_telling = false;
		if (choice.doubt == COLUMNS_TAKEN)
			return input_file_error(
				file, "has a column already that would be added: choose other names with --prefix");
		choice.failure = COLUMNS_CHOSEN;
	}
	if (choice.failure != COLUMNS_CHOSEN)
		return column_error(&file->origin, &found->header, &file->wanted, &choice, found->delimiter,
				    found->spot.line);
	if (choice.match.other != NO_COLUMN && may_note)
		column_note_several(file->settings->diagnostics, file->origin.file,
				    show(found->header.names[choice.match.column].text).text,
				    show(found->header.names[choice.match.other].text).text);
	if (file->wanted.of[CELL_CODE].kind == SPEC_NUMBER && may_note)
		column_note_data(&file->origin, &found->header, &file->wanted, found->delimiter, found->spot.line);
	use_columns(csv, &choice, found->header.count);
	input_file_note_names(file, &found->header, &choice.columns);
	return STATUS_DONE;
}

/* The header of a file, or of the first of those that are written. */
static enum status use_header(struct csv_source *csv)
{
	struct record record = { .count = csv->found.header.count };

	csv->delimiter = csv->found.delimiter;
	if (choose_columns(csv) != STATUS_DONE ||
	    input_file_add_cells(csv->file, SPLICE_CSV, csv->delimiter) != STATUS_DONE)
		return STATUS_TROUBLE;
	open_reader(csv, csv->found.spot.line);
	csv_reader_take(&csv->reader, &record, csv->found.place.length);
	copy_header(&csv->file->copy, &record);
	csv->header = csv->found.header;
	csv->found.header = (struct header){ .count = 0 };
	csv->file->names.all = &csv->header;
	csv->file->names.delimiter = csv->delimiter;
	return STATUS_DONE;
}

/* A later header: the same names, or the file is passed over. It is not written again. */
static enum status skip_header(struct csv_source *csv)
{
	struct record record = { .bytes = NULL };
	struct column_choice choice;

	if (!header_same(&csv->found.header, &csv->header))
		return input_file_error(csv->file, "its header differs from the first file's: skipped");
	columns_choose(&choice, &csv->header, &csv->file->wanted);
	use_columns(csv, &choice, csv->header.count);
	open_reader(csv, csv->found.spot.line);
	csv_reader_take(&csv->reader, &record, csv->found.place.length);
	copy_leave_out(&csv->file->copy, &record);
	return STATUS_DONE;
}

/* Passes what stands before the header on. */
static void pass_lines_before(struct csv_source *csv, uint64_t first_line)
{
	const struct spot *spot = &csv->found.spot;
	struct input_file *file = csv->file;

	if (!csv_source_has_header(csv))
		copy_other(&file->copy, input_bytes(&file->input), spot->at);
	input_consume(&file->input, spot->at);
	if (spot->line != first_line && input_file_may_note(file))
		say_at(file->settings->diagnostics, file->origin.file, 0,
		       "the header is line %llu; what stands before it is not counted", (unsigned long long)spot->line);
}

/* With -H: the columns are given, the first record is like any other. */
static enum status begin_without_header(struct csv_source *csv)
{
	const struct column_specs *specs = &csv->file->wanted;

	csv->delimiter = csv->delimiter != 0 ? csv->delimiter : ',';
	csv->file->names.delimiter = csv->delimiter;
	csv->columns = (struct columns){ .count = CELL_COUNT };
	for (enum cell i = 0; i < CELL_COUNT; i++) {
		const struct column_spec *spec = &specs->of[column_asked(specs, i)];
		csv->columns.at[i] = spec->kind == SPEC_NUMBER ? spec->number - 1 : NO_COLUMN;
	}
	if (input_file_add_cells(csv->file, SPLICE_CSV, csv->delimiter) != STATUS_DONE)
		return STATUS_TROUBLE;
	open_reader(csv, 1);
	return STATUS_DONE;
}

static enum status begin(void *state, uint64_t line)
{
	struct csv_source *csv = state;

	if (csv->file->settings->has_no_header)
		return begin_without_header(csv);
	if (csv->found.header.count == 0) {
		open_reader(csv, line);
		return STATUS_DONE;
	}
	bool is_later = csv_source_has_header(csv);
	pass_lines_before(csv, line);
	return is_later ? skip_header(csv) : use_header(csv);
}

/* Takes a word off the beginning of a text, if it begins so. */
static bool take_word(struct text *text, const char *word)
{
	size_t length = strlen(word);

	if (text->length < length || memcmp(text->bytes, word, length) != 0)
		return false;
	*text = (struct text){ text->bytes + length, text->length - length };
	return true;
}

/* Whether a line of a drawn table only draws: a rule, "(3 rows)", "3 rows in set (0.00 sec)". */
static bool is_drawn(const struct csv_source *csv, const struct record *record)
{
	struct text line = { (const char *)record->bytes, line_end_find(record->bytes, record->head + record->tail) };
	uint64_t rows;

	if (csv->delimiter != '|')
		return false;
	if (columns_are_rule(line))
		return true;
	line = text_trim(line);
	bool has_bracket = take_word(&line, "(");
	if (!text_number(&line, &rows) || !(take_word(&line, " rows") || take_word(&line, " row")))
		return false;
	return has_bracket ? text_is(line, ")") : take_word(&line, " in set (");
}

/* Whether a record is the header of a file that has another word for its codes: no cell of it has a digit. */
static bool is_header_of_others(struct text cell, struct text bytes)
{
	static const char code[] = "code";
	size_t length = sizeof code - 1;

	if (cell.length <= length ||
	    !text_same_key((struct text){ cell.bytes + cell.length - length, length }, text_of(code)))
		return false;
	for (size_t i = 0; i < bytes.length; i++)
		if (text_is_digit(bytes.bytes[i]))
			return false;
	return true;
}

/* Whether a record whose code cell is no code may be a header: worth reading it as one. */
static bool may_be_header(const struct csv_source *csv, const struct record *record, struct text bytes)
{
	const struct column_spec *code = &csv->file->wanted.of[CELL_CODE];
	struct text cell = text_trim(record->cells[CELL_CODE]);

	if (code->kind == SPEC_NUMBER)
		return text_same(cell, csv->header.names[csv->columns.at[CELL_CODE]].text);
	/* Many calls have no code; no header is without a name in that place. */
	return (cell.bytes == NULL || cell.length > 0) && columns_may_name_code(bytes, &csv->file->wanted);
}

/*
 * Whether a record is a header further down, as where files were joined: the records behind it are read by it. Where its
 * columns cannot be told nobody knows what they say.
 */
static bool is_header_again(struct csv_source *csv, struct record *record)
{
	const struct column_specs *specs = &csv->file->wanted;
	struct text bytes = { (const char *)record->bytes, record->head + record->tail };
	struct text cell = text_trim(record->cells[CELL_CODE]);
	struct column_choice choice = { .failure = COLUMNS_NO_CELL + CELL_CODE };
	struct header header = { .count = 0 };
	struct header_place place;

	if (csv->header.count == 0 || record->count == 0)
		return false;
	bool is_header = may_be_header(csv, record, bytes);
	is_header = is_header &&
		    header_read(&header, &place, record->bytes, bytes.length, true, csv->delimiter) == HEADER_READ;
	if (is_header && !header_same(&header, &csv->header))
		is_header = specs->of[CELL_CODE].kind != SPEC_NUMBER && header.count > 1 &&
			    columns_header_code(&header, specs, 0) != NO_COLUMN;
	if (is_header) {
		columns_choose(&choice, &header, specs);
		csv->is_moved = choice.failure != COLUMNS_CHOSEN;
	} else if (record->count > 1 && specs->of[CELL_CODE].kind != SPEC_NUMBER && is_header_of_others(cell, bytes)) {
		csv->is_moved = true;
	}
	is_header = choice.failure == COLUMNS_CHOSEN;
	if (is_header) {
		use_columns(csv, &choice, header.count);
		csv_reader_use_columns(&csv->reader);
		/* All of its own fields stand before the new names. */
		record->tail += record->head - place.length;
		record->head = place.length;
	}
	header_close(&header);
	return is_header;
}

/* -H on a file that has a header: its first record is one. */
static void note_header_like(const struct csv_source *csv, const struct record *record)
{
	const struct diagnostics *diagnostics = csv->file->settings->diagnostics;
	struct text cell = text_trim(record->cells[CELL_CODE]);
	bool is_name = false;

	for (size_t leg = 0; leg < LEG_COUNT; leg++)
		is_name = is_name || text_same_key(cell, text_of(leg_fields[leg][CELL_CODE])) ||
			  text_same_key(cell, text_of(leg_fields[leg][CELL_NAME]));
	if (!is_name || !input_file_may_note(csv->file))
		return;
	say_at(diagnostics, csv->file->origin.file, record->line,
	       "the first record looks like a header: it has \"%s\" for a code", show(cell).text);
	say_hint(diagnostics, "without -H the first line is the header, and names the columns");
}

/* A record that does not have a number for its code may be none. Out of line, for the others are nearly all. */
__attribute__((noinline)) static enum item sort_out(struct csv_source *csv, struct record *record)
{
	struct verdict verdict = verdict_of(record, csv->file->settings->table);
	bool may_be_no_call = verdict.status == VERDICT_INVALID || verdict.status == VERDICT_EMPTY ||
			      verdict.status == VERDICT_RAGGED;

	if (may_be_no_call && is_drawn(csv, record))
		return ITEM_OTHER;
	if (may_be_no_call && is_header_again(csv, record))
		return ITEM_HEADER;
	if (csv->file->settings->has_no_header && !csv->has_record && verdict.status == VERDICT_INVALID)
		note_header_like(csv, record);
	csv->has_record = true;
	return ITEM_RECORD;
}

/* A record whose cells may tell of a call. */
static enum item look_into(struct csv_source *csv, struct record *record)
{
	struct text first = csv->header.names[0].text;
	struct header header;
	struct header_place place;

	record->is_moved = false;
	if (csv_cells_tell(&csv->cells, record))
		return ITEM_RECORD;
	if (is_drawn(csv, record))
		return ITEM_OTHER;
	/* Where files were joined the header stands again, written as it was. */
	if (record->count != csv->header.count ||
	    memmem(record->bytes, record->head, first.bytes, first.length) == NULL)
		return ITEM_NO_CALL;
	enum header_result result = header_read(&header, &place, record->bytes, record->head, true, csv->delimiter);
	bool is_same = result == HEADER_READ && header_same(&header, &csv->header);
	header_close(&header);
	return is_same ? ITEM_HEADER : ITEM_NO_CALL;
}

static enum item next(void *state, struct record *record)
{
	struct csv_source *csv = state;
	uint32_t code;

	if (csv->cells.is_telling && csv_cells_more(&csv->cells, record)) {
		record->head = record->tail = 0;
		return ITEM_RECORD;
	}
	enum item item = csv_reader_next(&csv->reader, record);
	if (item != ITEM_RECORD)
		return item;
	record->columns = csv->columns.fields;
	record->is_moved = csv->is_moved;
	record->times = csv->columns.count - CELL_COUNT;
	if (csv->cells.is_on)
		return look_into(csv, record);
	if (!text_four_digits(record->cells[CELL_CODE], &code) && !text_all_digits(record->cells[CELL_CODE]))
		return sort_out(csv, record);
	csv->has_record = true;
	return ITEM_RECORD;
}

static struct text uuid(void *state, const struct record *record)
{
	struct csv_source *csv = state;
	size_t column = csv->uuid_column;
	struct header_place place;

	if (column == NO_COLUMN)
		return (struct text){ NULL, 0 };
	header_close(&csv->cells_asked);
	header_read(&csv->cells_asked, &place, record->bytes, record->head + record->tail, true, csv->delimiter);
	if (++csv->uuids_asked == UUIDS_ASKED_MAX) {
		csv->columns.at[CELL_UUID] = column;
		csv->uuid_column = NO_COLUMN;
		csv_reader_use_columns(&csv->reader);
	}
	return column < csv->cells_asked.count ? csv->cells_asked.names[column].text : (struct text){ NULL, 0 };
}

/* Where a call might have stood in some cell and none did, the column of the codes is what was missing. */
static enum status end(void *state, bool is_empty)
{
	const struct csv_source *csv = state;
	const struct input_file *file = csv->file;
	struct column_choice choice;

	if (!csv->found.is_unsure || !is_empty)
		return STATUS_DONE;
	columns_choose(&choice, &csv->header, &file->wanted);
	return column_error(&file->origin, &csv->header, &file->wanted, &choice, csv->delimiter, csv->found.spot.line);
}

const struct shape csv_shape = { .name = "CSV", .begin = begin, .next = next, .uuid = uuid, .end = end };
