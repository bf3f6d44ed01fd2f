#include "records/open_records.h"

#include <string.h>

#include "records/input_file.h"
#include "reader/sniff.h"

/* The columns of the header, or a message why not. */
static enum status choose_columns(struct pass *pass, const struct header *header)
{
	const struct pass_settings *settings = pass->settings;
	struct column_match code = header_code_column(header, &settings->code);
	size_t trunk = header_trunk_column(header);

	progress_erase(&pass->progress);
	if (settings->code.kind == SPEC_RULE && trunk != NO_COLUMN) {
		column_error_trunk(&pass->origin, header, trunk);
		return STATUS_TROUBLE;
	}
	if (code.result != COLUMN_FOUND) {
		column_error(&pass->origin, header, &settings->code, &code, &role_code);
		return STATUS_TROUBLE;
	}
	struct column_match name = header_name_column(header, &settings->name, code.column);
	if (name.result != COLUMN_FOUND && settings->name.kind != SPEC_RULE && settings->name.kind != SPEC_NONE) {
		column_error(&pass->origin, header, &settings->name, &name, &role_name);
		return STATUS_TROUBLE;
	}
	struct column_match source = { .column = NO_COLUMN };
	if (settings->wants_source) {
		source = header_source_column(header, &settings->source);
		if (source.result != COLUMN_FOUND) {
			column_error(&pass->origin, header, &settings->source, &source, &role_source);
			return STATUS_TROUBLE;
		}
	}
	for (size_t i = 0; settings->added != NULL && i < settings->added->count; i++) {
		struct added_name added = added_name(settings->added, i);
		size_t taken = header_find(header, added.text);
		if (taken == NO_COLUMN)
			continue;
		file_trouble(pass, "the header already has a column \"%s\"", show(header->names[taken].text).text);
		say_hint(settings->diagnostics,
			 "has it been annotated before? --prefix TEXT names the new columns differently");
		return STATUS_TROUBLE;
	}
	if (code.other != NO_COLUMN)
		column_note_several(&pass->origin, header, &code);
	pass->columns[CELL_CODE] = code.column;
	pass->columns[CELL_NAME] = name.column;
	pass->columns[CELL_SOURCE] = source.column;
	return STATUS_DONE;
}

static enum status open_splice(struct pass *pass, enum splice_style style, size_t columns)
{
	const struct added_list *added = pass->settings->added;

	if (added == NULL)
		return STATUS_DONE;
	if (!splice_can_name(style, added->prefix, pass->delimiter)) {
		pass->is_over = true;
		return file_trouble(pass, "--prefix: \"%s\" %s", show_string(added->prefix).text,
				    style == SPLICE_CSV ? "holds the delimiter" : "is no UTF-8, as JSON must be");
	}
	splice_open(&pass->copy.splice, style, added, pass->delimiter, columns);
	return STATUS_DONE;
}

static void open_reader(struct pass *pass, uint64_t line)
{
	csv_reader_close(&pass->reader);
	csv_reader_open(&pass->reader, &pass->input, pass->settings->kernel, pass->delimiter, pass->columns, line);
}

/* The delimiter on the command line or, beginning with the second file, that of the first; 0: the header tells. */
static unsigned char given_delimiter(const struct pass *pass)
{
	return pass->shape == PASS_CSV ? pass->delimiter : pass->settings->delimiter;
}

static enum status refuse(struct pass *pass, const struct foreign *foreign)
{
	const char *operand = pass->origin.operand;
	size_t length = operand != NULL ? strlen(operand) : 0;

	file_trouble(pass, "is %s", foreign->what);
	if (length > 5 && strcasecmp(operand + length - 5, ".xlsx") == 0)
		say_hint(pass->settings->diagnostics, "a spreadsheet: save it as CSV");
	else
		say_hint(pass->settings->diagnostics, "%s %s | hangup %s", foreign->command,
			 operand != NULL ? show_word(operand).text : "FILE", pass->settings->command);
	return STATUS_TROUBLE;
}

/* A JSON document must be taken apart first. */
static enum status refuse_document(struct pass *pass, const char *what, const char *filter)
{
	const char *operand = pass->origin.operand;

	file_trouble(pass, "%s, not one object a line", what);
	say_hint(pass->settings->diagnostics, "%sjq -c '%s'%s%s%s | hangup %s", operand == NULL ? "... | " : "", filter,
		 operand != NULL ? " " : "", operand != NULL && *operand == '-' ? "./" : "",
		 operand != NULL ? show_word(operand).text : "", pass->settings->command);
	return STATUS_TROUBLE;
}

/* Reads until the window holds a line end, or more than a line may have, or all there is. */
static enum status read_line(struct pass *pass)
{
	for (;;) {
		size_t size = input_size(&pass->input);
		if (pass->input.ended || size > RECORD_LIMIT || line_end_find(input_bytes(&pass->input), size) < size)
			return STATUS_DONE;
		if (file_fill(pass) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
}

/* Passes blank lines on, until the window begins with another line: ITEM_RECORD. ITEM_MORE: no more can be read. */
static enum item pass_blank_lines(struct pass *pass, struct lines *lines)
{
	unsigned char delimiter = given_delimiter(pass);
	struct record record;

	for (;;) {
		enum item item = lines_resume(lines, &record);
		if (item == ITEM_RECORD)
			item = lines_blank(lines, &record, delimiter);
		if (item == ITEM_OTHER)
			copy_other(&pass->copy, record.bytes, record.head + record.tail);
		else if (lines->trouble != NULL)
			return ITEM_MALFORMED;
		else if (item != ITEM_MORE)
			return item;
		else if (file_fill(pass) != STATUS_DONE)
			return ITEM_MORE;
	}
}

/*
 * The header under the delimiters that may be meant: the one on the command line, that of the files before, or else the
 * first usual one under which it is well formed and has the wanted column, or else the comma.
 */
static enum header_result find_header(struct pass *pass, struct header *header, struct header_place *place,
				      unsigned char *delimiter)
{
	const unsigned char *bytes = input_bytes(&pass->input);
	size_t size = input_size(&pass->input);
	unsigned char given = given_delimiter(pass);
	enum header_result result;

	for (size_t i = 0; i < sizeof usual_delimiters && given == 0; i++) {
		*delimiter = usual_delimiters[i];
		result = header_read(header, place, bytes, size, pass->input.ended, *delimiter);
		if (result == HEADER_READ && header_fits(header, &pass->settings->code, *delimiter))
			return result;
		if (result == HEADER_MORE)
			return result;
		header_close(header);
	}
	*delimiter = given != 0 ? given : ',';
	return header_read(header, place, bytes, size, pass->input.ended, *delimiter);
}

/* The first header: its columns are chosen, it is written with the new names. */
static enum status use_header(struct pass *pass, struct header *header, size_t length, uint64_t line)
{
	struct record record = { .count = header->count };

	if (choose_columns(pass, header) != STATUS_DONE || open_splice(pass, SPLICE_CSV, header->count) != STATUS_DONE)
		return STATUS_TROUBLE;
	pass->shape = PASS_CSV;
	open_reader(pass, line);
	csv_reader_take(&pass->reader, &record, length);
	copy_header(&pass->copy, &record);
	pass->header = *header;
	*header = (struct header){ .count = 0 };
	return STATUS_DONE;
}

/* A later header: the same names, or the file is passed over. It is not written again. */
static enum status skip_header(struct pass *pass, const struct header *header, size_t length, uint64_t line)
{
	struct record record = { .bytes = NULL };

	if (!header_same(header, &pass->header))
		return file_trouble(pass, "its header differs from the first file's: skipped");
	open_reader(pass, line);
	csv_reader_take(&pass->reader, &record, length);
	copy_note(&pass->copy, &record);
	return STATUS_DONE;
}

/* Whether what is there of a header ends in CR, of which LF may be the other half. */
static bool is_cut(const struct pass *pass, const struct header_place *place)
{
	return !pass->input.ended && place->length + 1 == input_size(&pass->input) &&
	       input_bytes(&pass->input)[place->length] == '\r';
}

/* The header that begins at the window, on that line; then the reader is open at the first record. */
static enum status begin_with_header(struct pass *pass, uint64_t line)
{
	struct header header = { .count = 0 };
	struct header_place place;
	unsigned char delimiter;
	enum header_result result;
	enum status status = STATUS_TROUBLE;
	bool is_first = pass->shape == PASS_UNDECIDED;

	while ((result = find_header(pass, &header, &place, &delimiter)) == HEADER_MORE ||
	       (result == HEADER_READ && !is_first && is_cut(pass, &place))) {
		header_close(&header);
		if (file_fill(pass) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	/* A header with NULs is text of two or four bytes a character. */
	const struct foreign *wide = is_first ? sniff_wide(input_bytes(&pass->input), place.length) : NULL;
	if (wide != NULL) {
		refuse(pass, wide);
	} else if (result == HEADER_MALFORMED) {
		column_error_header(&pass->origin, place.trouble, line);
	} else if (is_first) {
		pass->delimiter = delimiter;
		status = use_header(pass, &header, place.length, line);
	} else {
		status = skip_header(pass, &header, place.length, line);
	}
	pass->is_over = pass->is_over || (is_first && status != STATUS_DONE);
	header_close(&header);
	return status;
}

/* With -H: the columns are given, the first record is like any other. */
static enum status begin_without_header(struct pass *pass)
{
	const struct pass_settings *settings = pass->settings;
	const struct column_spec *specs[CELL_COUNT] = { &settings->code, &settings->name, &settings->source };

	if (pass->shape == PASS_UNDECIDED) {
		pass->shape = PASS_CSV;
		pass->delimiter = settings->delimiter != 0 ? settings->delimiter : ',';
		for (size_t i = 0; i < CELL_COUNT; i++)
			pass->columns[i] = specs[i]->kind == SPEC_NUMBER ? specs[i]->number - 1 : NO_COLUMN;
		if (open_splice(pass, SPLICE_CSV, 0) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	open_reader(pass, 1);
	return STATUS_DONE;
}

/* The column that the command line gives by its number; NULL if there is none. */
static const struct column_role *numbered(const struct pass_settings *settings)
{
	if (settings->code.kind == SPEC_NUMBER)
		return &role_code;
	if (settings->name.kind == SPEC_NUMBER)
		return &role_name;
	return settings->wants_source && settings->source.kind == SPEC_NUMBER ? &role_source : NULL;
}

/* The first file of JSON records. */
static enum status open_json(struct pass *pass)
{
	const struct pass_settings *settings = pass->settings;
	struct json_specs specs = { .code = &settings->code, .name = &settings->name, .added = settings->added };
	const struct column_role *role = numbered(settings);

	if (settings->wants_source)
		specs.source = &settings->source;
	if (role != NULL) {
		column_error_key_number(&pass->origin, role);
		pass->is_over = true;
		return STATUS_TROUBLE;
	}
	if (open_splice(pass, SPLICE_JSON, 0) != STATUS_DONE)
		return STATUS_TROUBLE;
	json_reader_open(&pass->json, &specs);
	pass->shape = PASS_JSON;
	return STATUS_DONE;
}

/* What begins with a brace: NDJSON, unless it is a document. */
static enum status begin_json(struct pass *pass, size_t brace, uint64_t line)
{
	enum json_shape shape;

	for (;;) {
		struct text text = { (const char *)input_bytes(&pass->input) + brace,
				     input_size(&pass->input) - brace };
		shape = json_shape(text, pass->input.ended || input_size(&pass->input) == INPUT_SIZE);
		if (shape != JSON_MORE)
			break;
		if (file_fill(pass) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	if (shape == JSON_PAGE)
		return refuse_document(pass, "a JSON document with its records in \"objects\"", ".objects[]");
	if (shape == JSON_SPREAD)
		return refuse_document(pass, "a JSON object over several lines", ".");
	if (pass->shape == PASS_UNDECIDED && open_json(pass) != STATUS_DONE)
		return STATUS_TROUBLE;
	json_reader_begin(&pass->json, &pass->input, line);
	return STATUS_DONE;
}

/* What the first byte of a line that is not blank says; *at is its place. SHAPE_MORE: only what follows it will tell. */
static enum status find_shape(struct pass *pass, enum shape *shape, size_t *at)
{
	while ((*shape = sniff_shape(input_bytes(&pass->input), input_size(&pass->input), pass->input.ended, at)) ==
	       SHAPE_MORE)
		if (file_fill(pass) != STATUS_DONE)
			return STATUS_TROUBLE;
	return STATUS_DONE;
}

/* Begins at the first line that is not blank. */
static enum status begin_text(struct pass *pass, uint64_t line)
{
	enum shape shape = SHAPE_CSV;
	size_t at = 0;

	if (pass->settings->delimiter == 0 && find_shape(pass, &shape, &at) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (shape == SHAPE_ARRAY)
		return refuse_document(pass, "a JSON array", ".[]");
	if (pass->shape == PASS_CSV && shape == SHAPE_JSON)
		return file_trouble(pass, "is JSON, not CSV like the files before: skipped");
	if (pass->shape == PASS_JSON && shape != SHAPE_JSON)
		return file_trouble(pass, "is not JSON like the files before: skipped");
	return shape == SHAPE_JSON ? begin_json(pass, at, line) : begin_with_header(pass, line);
}

static enum status begin_input(struct pass *pass)
{
	struct lines lines = { .input = &pass->input, .line = 1 };
	const struct foreign *foreign;

	if (read_line(pass) != STATUS_DONE)
		return STATUS_TROUBLE;
	foreign = sniff_foreign(input_bytes(&pass->input), input_size(&pass->input));
	if (foreign != NULL)
		return refuse(pass, foreign);
	size_t mark = sniff_bom(input_bytes(&pass->input), input_size(&pass->input));
	copy_bom(&pass->copy, mark);
	input_consume(&pass->input, mark);
	if (pass->settings->has_no_header)
		return begin_without_header(pass);
	switch (pass_blank_lines(pass, &lines)) {
	case ITEM_RECORD:
		return begin_text(pass, lines.line);
	case ITEM_MALFORMED:
		pass->is_over = pass->shape == PASS_UNDECIDED;
		return column_error_header(&pass->origin, lines_too_long, lines.line);
	case ITEM_END:
		if (pass->shape == PASS_JSON)
			json_reader_begin(&pass->json, &pass->input, lines.line);
		else
			open_reader(pass, lines.line);
		return STATUS_DONE;
	default:
		return STATUS_TROUBLE;
	}
}

/* What is put is held back until it is clear that the file can be read, and taken back if it cannot. */
enum status open_records(struct pass *pass)
{
	struct seam before = pass->copy.seam;

	if (sink_flush(pass->settings->out) != 0) {
		pass->is_over = true;
		return STATUS_TROUBLE;
	}
	pass->is_held = true;
	enum status status = begin_input(pass);
	pass->is_held = false;
	if (status != STATUS_DONE && sink_discard(pass->settings->out))
		pass->copy.seam = before;
	return status;
}
