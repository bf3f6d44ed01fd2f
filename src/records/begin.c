#include "records/begin.h"

#include <string.h>

#include "records/file.h"
#include "records/sniff.h"

/* The columns of the header, or a message why not. */
static enum status choose_columns(struct walk *walk, const struct header *header)
{
	const struct walk_settings *settings = walk->settings;
	struct choice code = header_code_column(header, &settings->code);
	size_t trunk = header_trunk_column(header);

	progress_erase(&walk->progress);
	if (settings->code.kind == WISH_RULE && trunk != NO_COLUMN) {
		complain_trunk(&walk->origin, header, trunk);
		return STATUS_TROUBLE;
	}
	if (code.result != CHOICE_FOUND) {
		complain_column(&walk->origin, header, &settings->code, &code, &sought_code);
		return STATUS_TROUBLE;
	}
	struct choice name = header_name_column(header, &settings->name, code.column);
	if (name.result != CHOICE_FOUND && settings->name.kind != WISH_RULE && settings->name.kind != WISH_NONE) {
		complain_column(&walk->origin, header, &settings->name, &name, &sought_name);
		return STATUS_TROUBLE;
	}
	struct choice source = { .column = NO_COLUMN };
	if (settings->wants_source) {
		source = header_source_column(header, &settings->source);
		if (source.result != CHOICE_FOUND) {
			complain_column(&walk->origin, header, &settings->source, &source, &sought_source);
			return STATUS_TROUBLE;
		}
	}
	for (size_t i = 0; settings->added != NULL && i < settings->added->count; i++) {
		struct added_name added = added_name(settings->added, i);
		size_t taken = header_find(header, added.text);
		if (taken == NO_COLUMN)
			continue;
		file_trouble(walk, "the header already has a column \"%s\"", show(header->names[taken].text).text);
		say_hint(settings->diagnostics,
			 "has it been annotated before? --prefix TEXT names the new columns differently");
		return STATUS_TROUBLE;
	}
	if (code.other != NO_COLUMN)
		complain_several(&walk->origin, header, &code);
	walk->columns[CELL_CODE] = code.column;
	walk->columns[CELL_NAME] = name.column;
	walk->columns[CELL_SOURCE] = source.column;
	return STATUS_DONE;
}

static enum status open_splice(struct walk *walk, enum splice_style style, size_t columns)
{
	const struct added_list *added = walk->settings->added;

	if (added == NULL)
		return STATUS_DONE;
	if (!splice_can_name(style, added->prefix, walk->delimiter)) {
		walk->is_over = true;
		return file_trouble(walk, "--prefix: \"%s\" %s", show_string(added->prefix).text,
				    style == SPLICE_CSV ? "holds the delimiter" : "is no UTF-8, as JSON must be");
	}
	splice_open(&walk->copy.splice, style, added, walk->delimiter, columns);
	return STATUS_DONE;
}

static void open_reader(struct walk *walk, uint64_t line)
{
	csv_reader_close(&walk->reader);
	csv_reader_open(&walk->reader, &walk->input, walk->settings->kernel, walk->delimiter, walk->columns, line);
}

/* The delimiter on the command line or, beginning with the second file, that of the first; 0: the header tells. */
static unsigned char given_delimiter(const struct walk *walk)
{
	return walk->shape == WALK_CSV ? walk->delimiter : walk->settings->delimiter;
}

static enum status refuse(struct walk *walk, const struct foreign *foreign)
{
	const char *operand = walk->origin.operand;
	size_t length = operand != NULL ? strlen(operand) : 0;

	file_trouble(walk, "is %s", foreign->what);
	if (length > 5 && strcasecmp(operand + length - 5, ".xlsx") == 0)
		say_hint(walk->settings->diagnostics, "a spreadsheet: save it as CSV");
	else
		say_hint(walk->settings->diagnostics, "%s %s | hangup %s", foreign->command,
			 operand != NULL ? show_word(operand).text : "FILE", walk->settings->command);
	return STATUS_TROUBLE;
}

/* A JSON document must be taken apart first. */
static enum status refuse_document(struct walk *walk, const char *what, const char *filter)
{
	const char *operand = walk->origin.operand;

	file_trouble(walk, "%s, not one object a line", what);
	say_hint(walk->settings->diagnostics, "%sjq -c '%s'%s%s%s | hangup %s", operand == NULL ? "... | " : "", filter,
		 operand != NULL ? " " : "", operand != NULL && *operand == '-' ? "./" : "",
		 operand != NULL ? show_word(operand).text : "", walk->settings->command);
	return STATUS_TROUBLE;
}

/* Reads until the window holds a line end, or more than a line may have, or all there is. */
static enum status read_line(struct walk *walk)
{
	for (;;) {
		size_t size = input_size(&walk->input);
		if (walk->input.ended || size > RECORD_LIMIT || line_end_find(input_bytes(&walk->input), size) < size)
			return STATUS_DONE;
		if (file_fill(walk) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
}

/* Passes blank lines on, until the window begins with another line: ITEM_RECORD. ITEM_MORE: no more can be read. */
static enum item pass_blank_lines(struct walk *walk, struct lines *lines)
{
	unsigned char delimiter = given_delimiter(walk);
	struct record record;

	for (;;) {
		enum item item = lines_resume(lines, &record);
		if (item == ITEM_RECORD)
			item = lines_blank(lines, &record, delimiter);
		if (item == ITEM_PASS)
			copy_pass(&walk->copy, record.bytes, record.head + record.tail);
		else if (lines->trouble != NULL)
			return ITEM_MALFORMED;
		else if (item != ITEM_MORE)
			return item;
		else if (file_fill(walk) != STATUS_DONE)
			return ITEM_MORE;
	}
}

/*
 * The header under the delimiters that may be meant: the one on the command line, that of the files before, or else the
 * first usual one under which it is well formed and has the wanted column, or else the comma.
 */
static enum header_result find_header(struct walk *walk, struct header *header, struct header_place *place,
				      unsigned char *delimiter)
{
	const unsigned char *bytes = input_bytes(&walk->input);
	size_t size = input_size(&walk->input);
	unsigned char given = given_delimiter(walk);
	enum header_result result;

	for (size_t i = 0; i < sizeof usual_delimiters && given == 0; i++) {
		*delimiter = usual_delimiters[i];
		result = header_read(header, place, bytes, size, walk->input.ended, *delimiter);
		if (result == HEADER_READ && header_fits(header, &walk->settings->code, *delimiter))
			return result;
		if (result == HEADER_MORE)
			return result;
		header_close(header);
	}
	*delimiter = given != 0 ? given : ',';
	return header_read(header, place, bytes, size, walk->input.ended, *delimiter);
}

/* The first header: its columns are chosen, it is written with the new names. */
static enum status use_header(struct walk *walk, struct header *header, size_t length, uint64_t line)
{
	struct record record = { .count = header->count };

	if (choose_columns(walk, header) != STATUS_DONE || open_splice(walk, SPLICE_CSV, header->count) != STATUS_DONE)
		return STATUS_TROUBLE;
	walk->shape = WALK_CSV;
	open_reader(walk, line);
	csv_reader_take(&walk->reader, &record, length);
	copy_header(&walk->copy, &record);
	walk->header = *header;
	*header = (struct header){ .count = 0 };
	return STATUS_DONE;
}

/* A later header: the same names, or the file is passed over. It is not written again. */
static enum status skip_header(struct walk *walk, const struct header *header, size_t length, uint64_t line)
{
	struct record record = { .bytes = NULL };

	if (!header_same(header, &walk->header))
		return file_trouble(walk, "its header differs from the first file's: skipped");
	open_reader(walk, line);
	csv_reader_take(&walk->reader, &record, length);
	copy_note(&walk->copy, &record);
	return STATUS_DONE;
}

/* Whether what is there of a header ends in CR, of which LF may be the other half. */
static bool is_cut(const struct walk *walk, const struct header_place *place)
{
	return !walk->input.ended && place->length + 1 == input_size(&walk->input) &&
	       input_bytes(&walk->input)[place->length] == '\r';
}

/* The header that begins at the window, on that line; then the reader is open at the first record. */
static enum status begin_with_header(struct walk *walk, uint64_t line)
{
	struct header header = { .count = 0 };
	struct header_place place;
	unsigned char delimiter;
	enum header_result result;
	enum status status = STATUS_TROUBLE;
	bool is_first = walk->shape == WALK_UNDECIDED;

	while ((result = find_header(walk, &header, &place, &delimiter)) == HEADER_MORE ||
	       (result == HEADER_READ && !is_first && is_cut(walk, &place))) {
		header_close(&header);
		if (file_fill(walk) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	/* A header with NULs is text of two or four bytes a character. */
	const struct foreign *wide = is_first ? sniff_wide(input_bytes(&walk->input), place.length) : NULL;
	if (wide != NULL) {
		refuse(walk, wide);
	} else if (result == HEADER_MALFORMED) {
		complain_header(&walk->origin, place.trouble, line);
	} else if (is_first) {
		walk->delimiter = delimiter;
		status = use_header(walk, &header, place.length, line);
	} else {
		status = skip_header(walk, &header, place.length, line);
	}
	walk->is_over = walk->is_over || (is_first && status != STATUS_DONE);
	header_close(&header);
	return status;
}

/* With -H: the columns are given, the first record is like any other. */
static enum status begin_without_header(struct walk *walk)
{
	const struct walk_settings *settings = walk->settings;
	const struct wish *wishes[CELL_COUNT] = { &settings->code, &settings->name, &settings->source };

	if (walk->shape == WALK_UNDECIDED) {
		walk->shape = WALK_CSV;
		walk->delimiter = settings->delimiter != 0 ? settings->delimiter : ',';
		for (size_t i = 0; i < CELL_COUNT; i++)
			walk->columns[i] = wishes[i]->kind == WISH_NUMBER ? wishes[i]->number - 1 : NO_COLUMN;
		if (open_splice(walk, SPLICE_CSV, 0) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	open_reader(walk, 1);
	return STATUS_DONE;
}

/* The column that the command line gives by its number; NULL if there is none. */
static const struct sought *numbered(const struct walk_settings *settings)
{
	if (settings->code.kind == WISH_NUMBER)
		return &sought_code;
	if (settings->name.kind == WISH_NUMBER)
		return &sought_name;
	return settings->wants_source && settings->source.kind == WISH_NUMBER ? &sought_source : NULL;
}

/* The first file of JSON records. */
static enum status open_json(struct walk *walk)
{
	const struct walk_settings *settings = walk->settings;
	struct json_wishes wishes = { .code = &settings->code, .name = &settings->name, .added = settings->added };
	const struct sought *sought = numbered(settings);

	if (settings->wants_source)
		wishes.source = &settings->source;
	if (sought != NULL) {
		complain_key_number(&walk->origin, sought);
		walk->is_over = true;
		return STATUS_TROUBLE;
	}
	if (open_splice(walk, SPLICE_JSON, 0) != STATUS_DONE)
		return STATUS_TROUBLE;
	json_reader_open(&walk->json, &wishes);
	walk->shape = WALK_JSON;
	return STATUS_DONE;
}

/* What begins with a brace: NDJSON, unless it is a document. */
static enum status begin_json(struct walk *walk, size_t brace, uint64_t line)
{
	enum json_shape shape;

	for (;;) {
		struct text text = { (const char *)input_bytes(&walk->input) + brace,
				     input_size(&walk->input) - brace };
		shape = json_shape(text, walk->input.ended || input_size(&walk->input) == INPUT_SIZE);
		if (shape != JSON_MORE)
			break;
		if (file_fill(walk) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	if (shape == JSON_PAGE)
		return refuse_document(walk, "a JSON document with its records in \"objects\"", ".objects[]");
	if (shape == JSON_SPREAD)
		return refuse_document(walk, "a JSON object over several lines", ".");
	if (walk->shape == WALK_UNDECIDED && open_json(walk) != STATUS_DONE)
		return STATUS_TROUBLE;
	json_reader_begin(&walk->json, &walk->input, line);
	return STATUS_DONE;
}

/* What the first byte of a line that is not blank says; *at is its place. SHAPE_MORE: only what follows it will tell. */
static enum status find_shape(struct walk *walk, enum shape *shape, size_t *at)
{
	while ((*shape = sniff_shape(input_bytes(&walk->input), input_size(&walk->input), walk->input.ended, at)) ==
	       SHAPE_MORE)
		if (file_fill(walk) != STATUS_DONE)
			return STATUS_TROUBLE;
	return STATUS_DONE;
}

/* Begins at the first line that is not blank. */
static enum status begin_text(struct walk *walk, uint64_t line)
{
	enum shape shape = SHAPE_CSV;
	size_t at = 0;

	if (walk->settings->delimiter == 0 && find_shape(walk, &shape, &at) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (shape == SHAPE_ARRAY)
		return refuse_document(walk, "a JSON array", ".[]");
	if (walk->shape == WALK_CSV && shape == SHAPE_JSON)
		return file_trouble(walk, "is JSON, not CSV like the files before: skipped");
	if (walk->shape == WALK_JSON && shape != SHAPE_JSON)
		return file_trouble(walk, "is not JSON like the files before: skipped");
	return shape == SHAPE_JSON ? begin_json(walk, at, line) : begin_with_header(walk, line);
}

static enum status begin_input(struct walk *walk)
{
	struct lines lines = { .input = &walk->input, .line = 1 };
	const struct foreign *foreign;

	if (read_line(walk) != STATUS_DONE)
		return STATUS_TROUBLE;
	foreign = sniff_foreign(input_bytes(&walk->input), input_size(&walk->input));
	if (foreign != NULL)
		return refuse(walk, foreign);
	size_t mark = sniff_mark(input_bytes(&walk->input), input_size(&walk->input));
	copy_mark(&walk->copy, mark);
	input_consume(&walk->input, mark);
	if (walk->settings->has_no_header)
		return begin_without_header(walk);
	switch (pass_blank_lines(walk, &lines)) {
	case ITEM_RECORD:
		return begin_text(walk, lines.line);
	case ITEM_MALFORMED:
		walk->is_over = walk->shape == WALK_UNDECIDED;
		return complain_header(&walk->origin, lines_too_long, lines.line);
	case ITEM_END:
		if (walk->shape == WALK_JSON)
			json_reader_begin(&walk->json, &walk->input, lines.line);
		else
			open_reader(walk, lines.line);
		return STATUS_DONE;
	default:
		return STATUS_TROUBLE;
	}
}

/* What is put is held back until it is clear that the file can be read, and taken back if it cannot. */
enum status begin(struct walk *walk)
{
	struct seam before = walk->copy.seam;

	if (sink_flush(walk->settings->out) != 0) {
		walk->is_over = true;
		return STATUS_TROUBLE;
	}
	walk->is_held = true;
	enum status status = begin_input(walk);
	walk->is_held = false;
	if (status != STATUS_DONE && sink_discard(walk->settings->out))
		walk->copy.seam = before;
	return status;
}
