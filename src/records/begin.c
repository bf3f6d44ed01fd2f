#include "records/begin.h"

#include <string.h>

#include "records/file.h"
#include "records/sniff.h"

static void open_reader(struct walk *walk, uint64_t line)
{
	csv_reader_close(&walk->reader);
	csv_reader_open(&walk->reader, &walk->input, walk->settings->kernel, walk->delimiter, walk->columns, line);
}

/* The columns of the header, and the names to add to it, or a message why not. */
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
		file_trouble(walk, "the header already has a column \"%s\"", show(header->names[taken]).text);
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
	if (!splice_open(&walk->copy.splice, style, added, walk->delimiter, columns))
		return file_out_of_memory(walk);
	return STATUS_DONE;
}

/* The delimiter on the command line or, beginning with the second file, that of the first; 0: the header tells. */
static unsigned char given_delimiter(const struct walk *walk)
{
	return walk->shape == WALK_CSV ? walk->delimiter : walk->settings->delimiter;
}

/* The length of the blank lines that the window begins with, behind a mark of that length. */
static size_t blank_length(const struct walk *walk, size_t mark)
{
	uint64_t lines = 0;

	return lines_blank_length(input_bytes(&walk->input) + mark, input_size(&walk->input) - mark,
				  given_delimiter(walk), &lines);
}

/*
 * Looks for the header under the delimiters that may be meant: the one on the command line, that of the files before,
 * or else the first usual one under which it is well formed and has the wanted column, or else the comma.
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
		if (result == HEADER_MORE || result == HEADER_NO_MEMORY)
			return result;
		header_close(header);
	}
	*delimiter = given != 0 ? given : ',';
	return header_read(header, place, bytes, size, walk->input.ended, *delimiter);
}

/* How far the beginning of a file has been taken from the window. */
struct opening {
	size_t mark;    /* the length of its byte order mark */
	uint64_t line;  /* the line at which the window begins */
	bool has_begun; /* the mark, and perhaps blank lines, have been taken */
};

/* The length of the byte order mark that the window begins with, if it has not been taken: what comes next is text. */
static size_t mark_length(const struct walk *walk, const struct opening *opening)
{
	return opening->has_begun ? 0 : sniff_mark(input_bytes(&walk->input), input_size(&walk->input));
}

/* Where the window's text begins, behind the mark, blanks and line ends; its size if it has not begun. */
static size_t text_begin(const struct walk *walk, const struct opening *opening)
{
	size_t mark = mark_length(walk, opening);

	return mark + sniff_text(input_bytes(&walk->input) + mark, input_size(&walk->input) - mark);
}

/* Takes a byte order mark off the window; it is written with what follows it. */
static void take_mark(struct walk *walk, struct opening *opening)
{
	if (opening->has_begun)
		return;
	opening->mark = mark_length(walk, opening);
	opening->has_begun = true;
	input_consume(&walk->input, opening->mark);
}

/* Passes on the window's first bytes, which are blank lines. */
static void pass_blank(struct walk *walk, struct opening *opening, size_t length)
{
	const unsigned char *bytes = input_bytes(&walk->input);
	uint64_t lines = 0;

	lines_blank_length(bytes, length, ' ', &lines);
	copy_mark(&walk->copy, opening->mark);
	copy_pass(&walk->copy, bytes, length);
	opening->line += lines;
	input_consume(&walk->input, length);
}

/*
 * Blank lines before the first record could be endless: the last 64 KiB of them wait until it is clear that the file
 * can be read, the others are passed on. How many these are does not depend on how the bytes came in.
 */
static void pass_endless(struct walk *walk, struct opening *opening)
{
	size_t blank = blank_length(walk, mark_length(walk, opening));

	if (blank <= RECORD_LIMIT)
		return;
	take_mark(walk, opening);
	const unsigned char *bytes = input_bytes(&walk->input);
	size_t length = blank - RECORD_LIMIT;
	while (length > 0 && (!is_line_end(bytes[length - 1]) || (bytes[length - 1] == '\r' && bytes[length] == '\n')))
		length--;
	pass_blank(walk, opening, length);
}

/* What stands before a header is passed on, and the reader opened at it. */
static void pass_opening(struct walk *walk, const struct header_place *place, const struct opening *opening)
{
	copy_mark(&walk->copy, opening->mark);
	copy_pass(&walk->copy, input_bytes(&walk->input), place->begin);
	input_consume(&walk->input, place->begin);
	open_reader(walk, opening->line + place->line - 1);
}

/* The first header: its columns are chosen, it is written with the new names. */
static enum status use_header(struct walk *walk, struct header *header, const struct header_place *place,
			      struct opening *opening)
{
	struct record record = { .count = header->count };

	if (choose_columns(walk, header) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (open_splice(walk, SPLICE_CSV, header->count) != STATUS_DONE)
		return STATUS_TROUBLE;
	walk->shape = WALK_CSV;
	pass_opening(walk, place, opening);
	csv_reader_take(&walk->reader, &record, place->end - place->begin);
	copy_header(&walk->copy, &record);
	walk->header = *header;
	*header = (struct header){ .count = 0 };
	return STATUS_DONE;
}

/* A later header: the same names, or the file is passed over. It is not written again. */
static enum status skip_header(struct walk *walk, const struct header *header, const struct header_place *place,
			       struct opening *opening)
{
	struct record record = { .bytes = NULL };

	if (!header_same(header, &walk->header))
		return file_trouble(walk, "its header differs from the first file's: skipped");
	pass_opening(walk, place, opening);
	csv_reader_take(&walk->reader, &record, place->end - place->begin);
	copy_note(&walk->copy, &record);
	return STATUS_DONE;
}

/* A file without any record passes through. */
static void pass_whole(struct walk *walk, const struct opening *opening)
{
	if (walk->shape == WALK_UNDECIDED)
		copy_mark(&walk->copy, opening->mark);
	copy_pass(&walk->copy, input_bytes(&walk->input), input_size(&walk->input));
	input_consume(&walk->input, input_size(&walk->input));
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

/* With -H: the columns are given, the first record is like any other. */
static void begin_without_header(struct walk *walk, const struct opening *opening)
{
	if (walk->shape == WALK_UNDECIDED) {
		walk->shape = WALK_CSV;
		walk->delimiter = walk->settings->delimiter != 0 ? walk->settings->delimiter : ',';
		walk->columns[CELL_CODE] = walk->settings->code.number - 1;
		walk->columns[CELL_NAME] = NO_COLUMN;
		walk->columns[CELL_SOURCE] = NO_COLUMN;
		if (walk->settings->name.kind == WISH_NUMBER)
			walk->columns[CELL_NAME] = walk->settings->name.number - 1;
		if (walk->settings->source.kind == WISH_NUMBER)
			walk->columns[CELL_SOURCE] = walk->settings->source.number - 1;
		if (open_splice(walk, SPLICE_CSV, 0) != STATUS_DONE)
			return;
		copy_mark(&walk->copy, opening->mark);
	}
	open_reader(walk, opening->line);
}

/* A header with NULs is text of two or four bytes a character. */
static enum status refuse_wide(struct walk *walk, const struct header_place *place)
{
	const unsigned char *bytes = input_bytes(&walk->input) + place->begin;
	const struct foreign *foreign = sniff_wide(bytes, place->end - place->begin);

	return foreign != NULL ? refuse(walk, foreign) : STATUS_DONE;
}

/* Whether what is there of a header ends in CR, of which LF may be the other half. */
static bool is_cut(const struct walk *walk, const struct header_place *place)
{
	return !walk->input.ended && place->end + 1 == input_size(&walk->input) &&
	       input_bytes(&walk->input)[place->end] == '\r';
}

/* Finds the header, reading as much as that needs; then the reader is open at the first record. */
static enum status begin_with_header(struct walk *walk, struct opening *opening)
{
	struct header header = { .count = 0 };
	struct header_place place;
	unsigned char delimiter;
	enum status status = STATUS_TROUBLE;

	for (;;) {
		pass_endless(walk, opening);
		enum header_result result = find_header(walk, &header, &place, &delimiter);
		if (result == HEADER_READ && walk->shape == WALK_CSV && is_cut(walk, &place))
			result = HEADER_MORE;
		switch (result) {
		case HEADER_MORE:
			header_close(&header);
			if (file_fill(walk) != STATUS_DONE)
				return STATUS_TROUBLE;
			continue;
		case HEADER_NO_MEMORY:
			file_out_of_memory(walk);
			break;
		case HEADER_MALFORMED:
			status = refuse_wide(walk, &place);
			if (status == STATUS_DONE)
				status = complain_header(&walk->origin, &place, opening->line + place.line - 1);
			walk->is_over = walk->shape == WALK_UNDECIDED;
			break;
		case HEADER_ABSENT:
			pass_whole(walk, opening);
			open_reader(walk, opening->line);
			status = STATUS_DONE;
			break;
		case HEADER_READ:
			if (walk->shape == WALK_CSV) {
				status = skip_header(walk, &header, &place, opening);
				break;
			}
			walk->delimiter = delimiter;
			status = refuse_wide(walk, &place);
			if (status == STATUS_DONE)
				status = use_header(walk, &header, &place, opening);
			walk->is_over = status != STATUS_DONE;
			break;
		}
		header_close(&header);
		return status;
	}
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
	if (!json_reader_open(&walk->json, &wishes))
		return file_out_of_memory(walk);
	walk->shape = WALK_JSON;
	return STATUS_DONE;
}

/* What begins with a brace: NDJSON, unless it is a document. */
static enum status begin_json(struct walk *walk, struct opening *opening)
{
	enum json_shape shape;

	for (;;) {
		const unsigned char *bytes = input_bytes(&walk->input);
		size_t size = input_size(&walk->input);
		size_t at = sniff_text(bytes, size);
		shape = json_shape((struct text){ (const char *)bytes + at, size - at },
				   walk->input.ended || size == INPUT_SIZE);
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
	copy_mark(&walk->copy, opening->mark);
	json_reader_begin(&walk->json, &walk->input, opening->line);
	return STATUS_DONE;
}

/* A file without any record, of whatever shape. */
static enum status begin_empty(struct walk *walk, const struct opening *opening)
{
	pass_whole(walk, opening);
	if (walk->shape == WALK_JSON)
		json_reader_begin(&walk->json, &walk->input, opening->line);
	else
		open_reader(walk, opening->line);
	return STATUS_DONE;
}

/*
 * Whether the first line that is not blank begins with more blanks than a line may have. Then it is taken for a header,
 * and a malformed one, whatever comes after them.
 */
static bool is_all_too_blank(const struct walk *walk, const struct opening *opening)
{
	size_t mark = mark_length(walk, opening);
	size_t line = mark + blank_length(walk, mark);

	return sniff_text(input_bytes(&walk->input) + line, input_size(&walk->input) - line) > RECORD_LIMIT;
}

/* Begins a file that may be of either shape, by its first bytes, of which there are enough. */
static enum status begin_shape(struct walk *walk, enum shape shape, struct opening *opening)
{
	bool is_empty = text_begin(walk, opening) == input_size(&walk->input);

	if (shape == SHAPE_ARRAY)
		return refuse_document(walk, "a JSON array", ".[]");
	if (is_empty && !is_all_too_blank(walk, opening))
		return begin_empty(walk, opening);
	if (walk->shape == WALK_CSV && shape == SHAPE_JSON)
		return file_trouble(walk, "is JSON, not CSV like the files before: skipped");
	if (walk->shape == WALK_JSON && shape != SHAPE_JSON)
		return file_trouble(walk, "is not JSON like the files before: skipped");
	return shape == SHAPE_JSON ? begin_json(walk, opening) : begin_with_header(walk, opening);
}

/* Whether what has come in so far is enough to tell what it is: a line with text on it. */
static bool is_enough(const struct walk *walk, const struct opening *opening, bool may_be_json)
{
	const unsigned char *bytes = input_bytes(&walk->input);
	size_t size = input_size(&walk->input);
	size_t at = may_be_json ? text_begin(walk, opening) : 0;

	if (walk->input.ended || size - at > RECORD_LIMIT)
		return true;
	return line_end_find(bytes + at, size - at) < size - at && !(may_be_json && sniff_is_bracket(bytes, size));
}

enum status begin(struct walk *walk)
{
	const struct walk_settings *settings = walk->settings;
	bool may_be_json = settings->delimiter == 0 && !settings->has_no_header;
	struct opening opening = { .line = 1 };
	const struct foreign *foreign;
	enum shape shape;

	/* Until its first line is in, an input may still turn out to be something else. */
	for (;;) {
		shape = sniff(input_bytes(&walk->input), input_size(&walk->input), &foreign);
		bool is_foreign = shape == SHAPE_FOREIGN;
		if (is_all_too_blank(walk, &opening)) {
			shape = SHAPE_CSV;
			break;
		}
		/* The mark of UTF-32 begins with that of UTF-16. */
		if (is_foreign && (input_size(&walk->input) >= 4 || walk->input.ended))
			return refuse(walk, foreign);
		if (!is_foreign && is_enough(walk, &opening, may_be_json))
			break;
		if (may_be_json)
			pass_endless(walk, &opening);
		if (file_fill(walk) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	take_mark(walk, &opening);
	if (may_be_json) {
		pass_endless(walk, &opening);
		return begin_shape(walk, shape, &opening);
	}
	if (!settings->has_no_header)
		return begin_with_header(walk, &opening);
	begin_without_header(walk, &opening);
	return walk->is_over ? STATUS_TROUBLE : STATUS_DONE;
}
