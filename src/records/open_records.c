/* SPDX-License-Identifier: MIT */
/*
 * An input is opened in these steps, none of which looks at a byte that an earlier one has settled: what it is by its
 * first four bytes; its byte order mark; Excel's line about the delimiter; blank lines; JSON or not; then, from line to
 * line, a header or a pair. What stands before the first record goes into the sink, which holds it back (is_held) until
 * the input is accepted; a refusal discards it. Whatever is decided here depends on bytes and line ends alone, never on
 * how much of them has come in: where too little has, more is read.
 */
#include "records/open_records.h"

#include <string.h>

#include "reader/sniff.h"
#include "records/unreadable.h"

void shapes_open(struct shapes *shapes, struct input_file *file)
{
	*shapes = (struct shapes){ .shape = NULL };
	csv_source_open(&shapes->csv, file, &shapes->text);
	text_source_open(&shapes->text, file);
	json_source_open(&shapes->json, file, &shapes->text);
}

void shapes_close(struct shapes *shapes)
{
	csv_source_close(&shapes->csv);
	json_source_close(&shapes->json);
	text_source_close(&shapes->text);
}

/* What is being opened. */
struct opening {
	struct shapes *shapes;
	struct input_file *file;
	struct record_source *source; /* that is to read it */
	struct lines lines;           /* up to the first that is not blank */
	bool must_be_csv;             /* the command line says so, or a line of the file, whatever it looks like */
	unsigned char delimiter;
};

/* Hands over to a source. Where records are written, all files must have one shape. */
static enum status begin(struct opening *opening, const struct shape *shape, void *state)
{
	const struct shape **known = &opening->shapes->shape;

	if (*known == NULL)
		*known = shape;
	if (*known != shape)
		return input_file_error(opening->file, "is %s, not %s like the files before: skipped", shape->name,
					(*known)->name);
	*opening->source = (struct record_source){ shape, state };
	return shape->begin(state, opening->lines.line);
}

static enum status begin_text(struct opening *opening)
{
	return begin(opening, &text_shape, &opening->shapes->text);
}

/* Neither a header nor a pair in the first 64 KiB: a binary file, a CSV without the column, or text all the same. */
static enum status begin_unknown(struct opening *opening, struct header_search *search)
{
	progress_erase(&opening->file->progress);
	if (unreadable_binary(&opening->file->origin, input_file_window(opening->file)))
		return STATUS_TROUBLE;
	bool is_csv = header_search_csv(search);
	if (is_csv && search->status == STATUS_DONE && header_search_may_go_on(search, opening->lines.line)) {
		if (opening->file->copy.out == NULL) {
			opening->shapes->csv.found = search->found;
			search->found.header = (struct header){ .count = 0 };
			return begin(opening, &csv_shape, &opening->shapes->csv);
		}
		say_at(opening->file->settings->diagnostics, opening->file->origin.file, 0,
		       "its first 64 KiB hold no call in a cell");
	}
	if (search->status != STATUS_DONE)
		return STATUS_TROUBLE;
	return is_csv ? header_search_refuse(search, opening->lines.line) : begin_text(opening);
}

static enum status begin_csv_or_text(struct opening *opening)
{
	struct csv_source *csv = &opening->shapes->csv;
	uint64_t line = opening->lines.line;
	struct header_search search = {
		.file = opening->file,
		.cells = opening->must_be_csv ? NULL : &csv->cells,
		.delimiter = opening->delimiter,
	};
	bool is_first = opening->file->wanted.of[CELL_CODE].kind == SPEC_NUMBER;
	enum found_what what = is_first ? header_search_first(&search, line) : header_search(&search, line);

	if (what == FOUND_PAIR && search.status == STATUS_DONE && header_search_cells(&search, line))
		what = FOUND_HEADER;
	enum status status = search.status;
	if (status == STATUS_DONE && what == FOUND_HEADER) {
		csv->found = search.found;
		return begin(opening, &csv_shape, csv);
	}
	if (status == STATUS_DONE)
		status = what == FOUND_PAIR ? begin_text(opening) : begin_unknown(opening, &search);
	header_close(&search.found.header);
	return status;
}

/* Whether a line of JSON leaves what it has begun to the next, and holds no whole object: as printed over lines. */
static bool is_unfinished(struct text line)
{
	line = text_trim(line);
	char last = line.length > 0 ? line.bytes[line.length - 1] : '}';
	return (last == '{' || last == '[' || last == ',') && memchr(line.bytes, '}', line.length) == NULL;
}

/* What the first line that is not blank begins, if it is JSON; only more of it may tell. */
static enum status find_json(struct opening *opening, bool *is_json)
{
	struct input *input = &opening->file->input;
	enum sniffed sniffed;
	struct text line;
	size_t end = 0;

	*is_json = false;
	if (opening->must_be_csv)
		return STATUS_DONE;
	while ((sniffed = sniff_json(input_bytes(input), input_size(input), input->ended)) == SNIFF_MORE)
		if (input_file_fill(opening->file) != STATUS_DONE)
			return STATUS_TROUBLE;
	if (sniffed == SNIFF_NO)
		return STATUS_DONE;
	/* The shell of mongo prints what is nearly JSON: the first lines of its first document tell. */
	do {
		size_t at = end;
		if (input_file_line(opening->file, at, &end) != STATUS_DONE)
			return STATUS_TROUBLE;
		line = (struct text){ (const char *)input_bytes(input) + at,
				      line_end_find(input_bytes(input) + at, end - at) };
	} while (is_unfinished(line) && end < RECORD_LIMIT);
	*is_json = !json_is_shell_print((struct text){ (const char *)input_bytes(input), end });
	return STATUS_DONE;
}

/* Passes on what stands before the records, but of a later file with the same header. */
static void pass_on(struct opening *opening, const struct record *record)
{
	if (!csv_source_has_header(&opening->shapes->csv))
		copy_other(&opening->file->copy, record->bytes, record->head + record->tail);
}

/* Passes blank lines on, until the window begins with another line: ITEM_RECORD. ITEM_MORE: no more can be read. */
static enum item pass_blank_lines(struct opening *opening)
{
	struct lines *lines = &opening->lines;
	struct record record;

	for (;;) {
		enum item item = lines_resume(lines, &record);
		if (item == ITEM_RECORD)
			item = lines_blank(lines, &record, opening->delimiter);
		if (item == ITEM_OTHER)
			pass_on(opening, &record);
		else if (lines->error != NULL)
			return ITEM_MALFORMED;
		else if (item != ITEM_MORE) {
			/* Its end may have been taken. */
			if (item == ITEM_MALFORMED)
				lines->line = record.line;
			return item;
		} else if (input_file_fill(opening->file) != STATUS_DONE)
			return ITEM_MORE;
	}
}

/* Excel's line "sep=;" gives the delimiter, unless the command line does. */
static void take_separator_line(struct opening *opening)
{
	struct text text = input_file_window(opening->file);
	struct record record;
	size_t length = line_end_find((const unsigned char *)text.bytes, text.length);

	if (length != 5 || !text_is((struct text){ text.bytes, 4 }, "sep=") || !columns_can_delimit(text.bytes[4]))
		return;
	opening->must_be_csv = true;
	if (opening->delimiter == 0)
		opening->delimiter = (unsigned char)text.bytes[4];
	lines_take(&opening->lines, &record, ITEM_OTHER, length);
	pass_on(opening, &record);
}

static enum status open_input(struct opening *opening)
{
	struct input_file *file = opening->file;
	struct csv_source *csv = &opening->shapes->csv;
	bool is_json;
	size_t end;

	if (input_file_line(file, 0, &end) != STATUS_DONE)
		return STATUS_TROUBLE;
	progress_erase(&file->progress);
	if (unreadable_packed(&file->origin, input_file_window(file)))
		return STATUS_TROUBLE;
	size_t bom = sniff_bom(input_bytes(&file->input), input_size(&file->input));
	copy_bom(&file->copy, bom);
	input_consume(&file->input, bom);
	if (file->settings->has_no_header)
		return begin(opening, &csv_shape, csv);
	take_separator_line(opening);
	switch (pass_blank_lines(opening)) {
	case ITEM_RECORD:
		break;
	case ITEM_MALFORMED:
		return column_error_header(&file->origin, lines_too_long, opening->lines.line);
	case ITEM_END:
		/* Nothing to tell its shape by: it has none, and no record. */
		*opening->source = (struct record_source){ &csv_shape, csv };
		return csv_shape.begin(csv, opening->lines.line);
	default:
		return STATUS_TROUBLE;
	}
	if (find_json(opening, &is_json) != STATUS_DONE)
		return STATUS_TROUBLE;
	return is_json ? begin(opening, &json_shape, &opening->shapes->json) : begin_csv_or_text(opening);
}

enum status open_records(struct shapes *shapes, struct input_file *file, struct record_source *source)
{
	bool is_first = shapes->shape == NULL;
	struct opening opening = {
		.shapes = shapes,
		.file = file,
		.source = source,
		.lines = { .input = &file->input, .line = 1 },
	};

	if (input_file_flush(file) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (file->copy.out == NULL)
		shapes->shape = NULL;
	file->names.all = NULL;
	file->names.delimiter = 0;
	csv_source_forget(&shapes->csv);
	opening.delimiter = shapes->csv.delimiter;
	opening.must_be_csv = file->settings->delimiter != 0 || file->settings->has_no_header ||
			      file->wanted.of[CELL_CODE].kind == SPEC_NUMBER;
	file->is_held = true;
	copy_hold(&file->copy);
	enum status status = open_input(&opening);
	file->is_held = false;
	if (status == STATUS_DONE)
		return STATUS_DONE;
	/* Nothing is written where the first file cannot be. */
	file->is_over = file->is_over || (is_first && file->copy.out != NULL);
	copy_discard(&file->copy);
	return status;
}
