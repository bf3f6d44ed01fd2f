#include "records/walk.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/sniff.h"
#include "support/again.h"

static const char standard_input_name[] = "standard input";

struct walk_settings walk_defaults(const char *command, const struct diagnostics *diagnostics, struct sink *out)
{
	return (struct walk_settings){
		.command = command,
		.diagnostics = diagnostics,
		.out = out,
		.kernel = scanner_kernel(),
	};
}

static enum status out_of_memory(struct walk *walk)
{
	progress_erase(&walk->progress);
	say(walk->settings->diagnostics, "out of memory");
	walk->is_over = true;
	return STATUS_TROUBLE;
}

bool walk_open(struct walk *walk, const struct walk_settings *settings)
{
	*walk = (struct walk){ .settings = settings, .last_end = "\n" };
	if (tally_open(&walk->tally) && input_open(&walk->input) == 0) {
		walk->input.read_size = settings->read_size;
		return true;
	}
	out_of_memory(walk);
	return false;
}

void walk_close(struct walk *walk)
{
	csv_reader_close(&walk->reader);
	json_reader_close(&walk->json);
	splice_close(&walk->splice);
	header_close(&walk->header);
	input_close(&walk->input);
	tally_close(&walk->tally);
}

/* A message about the file at hand. */
static enum status PRINTF_LIKE(2, 3) trouble(struct walk *walk, const char *format, ...)
{
	char message[512];
	va_list arguments;

	progress_erase(&walk->progress);
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	say_at(walk->settings->diagnostics, walk->origin.file, 0, "%s", message);
	return STATUS_TROUBLE;
}

/* Reads more; what has been done so far is written first, so that nobody waits for a record that is in. */
static enum status fill(struct walk *walk)
{
	if (walk->settings->out != NULL && sink_flush(walk->settings->out) != 0) {
		walk->is_over = true;
		return STATUS_TROUBLE;
	}
	int error = input_fill(&walk->input);
	progress_update(&walk->progress, walk->input.bytes);
	if (error == 0)
		return STATUS_DONE;
	walk->is_cut = true;
	return trouble(walk, "cannot be read: %s", strerror(error));
}

/* Writes bytes that are no record; for stats there is nothing to write. */
static void pass(struct walk *walk, const void *bytes, size_t length)
{
	const char *last = (const char *)bytes + length - 1;

	if (walk->settings->added == NULL || length == 0)
		return;
	put(walk->settings->out, walk->owed_end);
	walk->owed_end[0] = '\0';
	put_bytes(walk->settings->out, bytes, length);
	walk->has_output = true;
	walk->line_is_open = !is_line_end((unsigned char)*last);
	if (walk->line_is_open)
		return;
	bool is_pair = *last == '\n' && (length > 1 ? last[-1] == '\r' : strcmp(walk->last_end, "\r") == 0);
	strcpy(walk->last_end, is_pair ? "\r\n" : *last == '\n' ? "\n" : "\r");
}

static void pass_item(struct walk *walk, const struct record *item)
{
	pass(walk, item->bytes, item->head + item->tail);
}

/* Whether a record ends in a line end, which in JSON stands behind the closing brace. */
static bool has_line_end(const struct record *record)
{
	return record->tail > 0 && is_line_end(record->bytes[record->head + record->tail - 1]);
}

/* The style of the file at hand. */
static void note_line_end(struct walk *walk, const struct record *record)
{
	const unsigned char *last = record->bytes + record->head + record->tail - 1;

	if (!has_line_end(record))
		return;
	bool is_pair = *last == '\n' && record->tail > 1 && last[-1] == '\r';
	strcpy(walk->last_end, is_pair ? "\r\n" : *last == '\n' ? "\n" : "\r");
}

/* Before and after a record is spliced: the line end owed, the line end written. */
static void put_record(struct walk *walk, const struct record *record, const struct verdict *verdict)
{
	put(walk->settings->out, walk->owed_end);
	walk->owed_end[0] = '\0';
	if (verdict != NULL)
		splice_record(&walk->splice, walk->settings->out, record, verdict);
	else
		splice_header(&walk->splice, walk->settings->out, record);
	walk->has_output = true;
	walk->line_is_open = !has_line_end(record);
	note_line_end(walk, record);
}

static bool count_record(struct walk *walk, const struct record *record)
{
	struct verdict verdict = judge(record);

	if (!tally_record(&walk->tally, &verdict, record, walk->origin.file))
		return false;
	if (walk->header.count > 0 && record->count != walk->header.count)
		tally_uneven(&walk->tally, record, walk->header.count, walk->origin.file);
	if (walk->settings->wants_source)
		tally_source(&walk->tally, record->cells[CELL_SOURCE]);
	if (walk->settings->added != NULL)
		put_record(walk, record, &verdict);
	return true;
}

static enum item next_item(struct walk *walk, struct record *record)
{
	return walk->shape == WALK_JSON ? json_reader_next(&walk->json, record)
					: csv_reader_next(&walk->reader, record);
}

/* Reads the file at hand to its end. */
static enum status read_records(struct walk *walk)
{
	struct record record = { .bytes = NULL };

	for (;;) {
		switch (next_item(walk, &record)) {
		case ITEM_RECORD:
			if (!count_record(walk, &record))
				return out_of_memory(walk);
			break;
		case ITEM_MALFORMED:
			tally_malformed(&walk->tally, &record, walk->origin.file);
			pass_item(walk, &record);
			break;
		case ITEM_PASS:
			pass_item(walk, &record);
			break;
		case ITEM_MORE:
			if (fill(walk) != STATUS_DONE)
				return STATUS_TROUBLE;
			break;
		case ITEM_END:
			return STATUS_DONE;
		case ITEM_NO_MEMORY:
			return out_of_memory(walk);
		}
	}
}

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
		complain_column(&walk->origin, header, &settings->code, &code, "-c", "hangup cause codes");
		return STATUS_TROUBLE;
	}
	struct choice name = header_name_column(header, &settings->name, code.column);
	if (name.result != CHOICE_FOUND && settings->name.kind != WISH_RULE && settings->name.kind != WISH_NONE) {
		complain_column(&walk->origin, header, &settings->name, &name, "--name-column", "cause names");
		return STATUS_TROUBLE;
	}
	struct choice source = { .column = NO_COLUMN };
	if (settings->wants_source) {
		source = header_source_column(header, &settings->source);
		if (source.result != CHOICE_FOUND) {
			complain_column(&walk->origin, header, &settings->source, &source, "--source-column",
					"hangup sources");
			return STATUS_TROUBLE;
		}
	}
	for (size_t i = 0; settings->added != NULL && i < settings->added->count; i++) {
		struct added_name added = added_name(settings->added, i);
		size_t taken = header_find(header, added.text);
		if (taken == NO_COLUMN)
			continue;
		trouble(walk, "the header already has a column \"%s\"", show(header->names[taken]).text);
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
		return trouble(walk, "--prefix: \"%s\" %s", show_string(added->prefix).text,
			       style == SPLICE_CSV ? "holds the delimiter" : "is no UTF-8, as JSON must be");
	}
	if (!splice_open(&walk->splice, style, added, walk->delimiter, columns))
		return out_of_memory(walk);
	return STATUS_DONE;
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
	bool is_given = walk->settings->delimiter != 0 || walk->shape == WALK_CSV;
	enum header_result result;

	for (size_t i = 0; i < sizeof usual_delimiters && !is_given; i++) {
		*delimiter = usual_delimiters[i];
		result = header_read(header, place, bytes, size, walk->input.ended, *delimiter);
		if (result == HEADER_READ && header_fits(header, &walk->settings->code, *delimiter))
			return result;
		if (result == HEADER_MORE || result == HEADER_NO_MEMORY)
			return result;
		header_close(header);
	}
	*delimiter = walk->shape == WALK_CSV ? walk->delimiter : is_given ? walk->settings->delimiter : ',';
	return header_read(header, place, bytes, size, walk->input.ended, *delimiter);
}

/* Blank lines before a header could be endless: once they fill the window they are passed on. */
static void pass_blank_lines(struct walk *walk, size_t mark, uint64_t *line)
{
	const unsigned char *bytes = input_bytes(&walk->input);
	struct header none;
	struct header_place place;

	header_read(&none, &place, bytes, input_size(&walk->input), false, ',');
	header_close(&none);
	if (walk->shape == WALK_UNDECIDED && !walk->has_output)
		pass(walk, "\xef\xbb\xbf", mark);
	pass(walk, bytes, place.begin);
	*line += place.line - 1;
	input_consume(&walk->input, place.begin);
}

/* The first header: its columns are chosen, it is written with the new names. */
static enum status use_header(struct walk *walk, struct header *header, const struct header_place *place, size_t mark,
			      uint64_t line)
{
	struct record record = { .count = header->count };

	if (choose_columns(walk, header) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (open_splice(walk, SPLICE_CSV, header->count) != STATUS_DONE)
		return STATUS_TROUBLE;
	walk->shape = WALK_CSV;
	if (!walk->has_output)
		pass(walk, "\xef\xbb\xbf", mark);
	pass(walk, input_bytes(&walk->input), place->begin);
	input_consume(&walk->input, place->begin);
	open_reader(walk, line + place->line - 1);
	csv_reader_take(&walk->reader, &record, place->end - place->begin);
	if (walk->settings->added != NULL)
		put_record(walk, &record, NULL);
	walk->header = *header;
	*header = (struct header){ .count = 0 };
	return STATUS_DONE;
}

/* A later header: the same names, or the file is passed over. It is not written again. */
static enum status skip_header(struct walk *walk, const struct header *header, const struct header_place *place,
			       uint64_t line)
{
	struct record record = { .bytes = NULL };

	if (!header_same(header, &walk->header))
		return trouble(walk, "its header differs from the first file's: skipped");
	pass(walk, input_bytes(&walk->input), place->begin);
	input_consume(&walk->input, place->begin);
	open_reader(walk, line + place->line - 1);
	csv_reader_take(&walk->reader, &record, place->end - place->begin);
	note_line_end(walk, &record);
	return STATUS_DONE;
}

/* A file without any record passes through. */
static void pass_whole(struct walk *walk, size_t mark)
{
	if (walk->shape == WALK_UNDECIDED && !walk->has_output)
		pass(walk, "\xef\xbb\xbf", mark);
	pass(walk, input_bytes(&walk->input), input_size(&walk->input));
	input_consume(&walk->input, input_size(&walk->input));
}

static enum status refuse(struct walk *walk, const struct foreign *foreign)
{
	const char *operand = walk->origin.operand;
	size_t length = operand != NULL ? strlen(operand) : 0;

	trouble(walk, "is %s", foreign->what);
	if (length > 5 && strcasecmp(operand + length - 5, ".xlsx") == 0)
		say_hint(walk->settings->diagnostics, "a spreadsheet: save it as CSV");
	else
		say_hint(walk->settings->diagnostics, "%s %s | hangup %s", foreign->command,
			 operand != NULL ? show_word(operand).text : "FILE", walk->settings->command);
	return STATUS_TROUBLE;
}

/* With -H: the columns are given, the first record is like any other. */
static void begin_without_header(struct walk *walk, size_t mark)
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
		pass(walk, "\xef\xbb\xbf", mark);
	}
	open_reader(walk, 1);
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
static enum status begin_with_header(struct walk *walk, size_t mark, uint64_t line)
{
	struct header header = { .count = 0 };
	struct header_place place;
	unsigned char delimiter;
	enum status status = STATUS_TROUBLE;

	for (;;) {
		enum header_result result = find_header(walk, &header, &place, &delimiter);
		if (result == HEADER_READ && walk->shape == WALK_CSV && is_cut(walk, &place))
			result = HEADER_MORE;
		switch (result) {
		case HEADER_MORE:
			header_close(&header);
			if (input_size(&walk->input) > INPUT_SIZE / 2)
				pass_blank_lines(walk, mark, &line);
			if (fill(walk) != STATUS_DONE)
				return STATUS_TROUBLE;
			continue;
		case HEADER_NO_MEMORY:
			out_of_memory(walk);
			break;
		case HEADER_MALFORMED:
			status = refuse_wide(walk, &place);
			if (status == STATUS_DONE)
				status = complain_header(&walk->origin, &place, line + place.line - 1);
			walk->is_over = walk->shape == WALK_UNDECIDED;
			break;
		case HEADER_ABSENT:
			pass_whole(walk, mark);
			open_reader(walk, line);
			status = STATUS_DONE;
			break;
		case HEADER_READ:
			if (walk->shape == WALK_CSV) {
				status = skip_header(walk, &header, &place, line);
				break;
			}
			walk->delimiter = delimiter;
			status = refuse_wide(walk, &place);
			if (status == STATUS_DONE)
				status = use_header(walk, &header, &place, mark, line);
			walk->is_over = status != STATUS_DONE;
			break;
		}
		header_close(&header);
		return status;
	}
}

/* Takes a byte order mark off the window. Returns its length. */
static size_t consume_mark(struct walk *walk)
{
	size_t mark = sniff_mark(input_bytes(&walk->input), input_size(&walk->input));

	input_consume(&walk->input, mark);
	return mark;
}

/* A JSON document must be taken apart first. */
static enum status refuse_document(struct walk *walk, const char *what, const char *filter)
{
	const char *operand = walk->origin.operand;

	trouble(walk, "%s, not one object a line", what);
	say_hint(walk->settings->diagnostics, "%sjq -c '%s'%s%s%s | hangup %s", operand == NULL ? "... | " : "", filter,
		 operand != NULL ? " " : "", operand != NULL && *operand == '-' ? "./" : "",
		 operand != NULL ? show_word(operand).text : "", walk->settings->command);
	return STATUS_TROUBLE;
}

/* An option that says which column by its number. Returns NULL if there is none. */
static const char *numbered_option(const struct walk_settings *settings, const char **what)
{
	*what = "the codes";
	if (settings->code.kind == WISH_NUMBER)
		return "-c";
	*what = "the cause names";
	if (settings->name.kind == WISH_NUMBER)
		return "--name-column";
	*what = "the hangup sources";
	return settings->wants_source && settings->source.kind == WISH_NUMBER ? "--source-column" : NULL;
}

/* The first file of JSON records. */
static enum status open_json(struct walk *walk)
{
	const struct walk_settings *settings = walk->settings;
	struct json_wishes wishes = { .code = &settings->code, .name = &settings->name, .added = settings->added };
	const char *what;
	const char *option = numbered_option(settings, &what);

	if (settings->wants_source)
		wishes.source = &settings->source;
	if (option != NULL) {
		complain_key_number(&walk->origin, option, what);
		walk->is_over = true;
		return STATUS_TROUBLE;
	}
	if (open_splice(walk, SPLICE_JSON, 0) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (!json_reader_open(&walk->json, &wishes))
		return out_of_memory(walk);
	walk->shape = WALK_JSON;
	return STATUS_DONE;
}

/* What begins with a brace: NDJSON, unless it is a document. */
static enum status begin_json(struct walk *walk, size_t mark, uint64_t line)
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
		if (fill(walk) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	if (shape == JSON_PAGE)
		return refuse_document(walk, "a JSON document with its records in \"objects\"", ".objects[]");
	if (shape == JSON_SPREAD)
		return refuse_document(walk, "a JSON object over several lines", ".");
	if (walk->shape == WALK_UNDECIDED && open_json(walk) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (!walk->has_output)
		pass(walk, "\xef\xbb\xbf", mark);
	json_reader_begin(&walk->json, &walk->input, line);
	return STATUS_DONE;
}

/* A file without any record, of whatever shape. */
static enum status begin_empty(struct walk *walk, size_t mark, uint64_t line)
{
	pass_whole(walk, mark);
	if (walk->shape == WALK_JSON)
		json_reader_begin(&walk->json, &walk->input, line);
	else
		open_reader(walk, line);
	return STATUS_DONE;
}

/* Begins a file that may be of either shape, by its first bytes, of which there are enough. */
static enum status begin_shape(struct walk *walk, enum shape shape, size_t mark, uint64_t line)
{
	bool has_text = sniff_text(input_bytes(&walk->input), input_size(&walk->input)) < input_size(&walk->input);

	if (shape == SHAPE_ARRAY)
		return refuse_document(walk, "a JSON array", ".[]");
	if (!has_text && walk->input.ended)
		return begin_empty(walk, mark, line);
	if (walk->shape == WALK_CSV && shape == SHAPE_JSON)
		return trouble(walk, "is JSON, not CSV like the files before: skipped");
	if (walk->shape == WALK_JSON && shape != SHAPE_JSON)
		return trouble(walk, "is not JSON like the files before: skipped");
	return shape == SHAPE_JSON ? begin_json(walk, mark, line) : begin_with_header(walk, mark, line);
}

/* Whether what has come in so far is enough to tell what it is: a line with text on it. */
static bool is_enough(const struct walk *walk, bool may_be_json)
{
	const unsigned char *bytes = input_bytes(&walk->input);
	size_t size = input_size(&walk->input);
	size_t at = may_be_json ? sniff_text(bytes, size) : 0;

	if (walk->input.ended || size - at > RECORD_LIMIT)
		return true;
	return line_end_find(bytes + at, size - at) < size - at && !(may_be_json && sniff_is_bracket(bytes, size));
}

/* Looks at what has come in so far until it is clear what the file is; then begins it. */
static enum status begin(struct walk *walk)
{
	const struct walk_settings *settings = walk->settings;
	bool may_be_json = settings->delimiter == 0 && !settings->has_no_header;
	const struct foreign *foreign;
	enum shape shape;
	size_t mark = 0;
	uint64_t line = 1;

	/* Until its first line is in, an input may still turn out to be something else. */
	for (;;) {
		shape = sniff(input_bytes(&walk->input), input_size(&walk->input), &foreign);
		bool is_foreign = shape == SHAPE_FOREIGN && line == 1;
		/* The mark of UTF-32 begins with that of UTF-16. */
		if (is_foreign && (input_size(&walk->input) >= 4 || walk->input.ended))
			return refuse(walk, foreign);
		if (!is_foreign && is_enough(walk, may_be_json))
			break;
		if (input_size(&walk->input) > INPUT_SIZE / 2) {
			mark = mark > 0 ? mark : consume_mark(walk);
			pass_blank_lines(walk, mark, &line);
		}
		if (fill(walk) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	if (mark == 0 && line == 1)
		mark = consume_mark(walk);
	if (may_be_json)
		return begin_shape(walk, shape, mark, line);
	if (!settings->has_no_header)
		return begin_with_header(walk, mark, line);
	begin_without_header(walk, mark);
	return walk->is_over ? STATUS_TROUBLE : STATUS_DONE;
}

static enum status walk_input(struct walk *walk, int descriptor)
{
	input_use(&walk->input, descriptor, walk->origin.file);
	strcpy(walk->owed_end, walk->has_output && walk->line_is_open ? walk->last_end : "");

	enum status status = begin(walk);
	if (status == STATUS_DONE)
		status = read_records(walk);
	return status;
}

/* An output that is also an input would grow while it is read, or has been emptied by the shell already. */
static bool is_output(struct walk *walk, int descriptor)
{
	struct stat in;
	struct stat out;

	if (walk->settings->out == NULL || fstat(descriptor, &in) != 0 || !S_ISREG(in.st_mode) ||
	    fstat(walk->settings->out->descriptor, &out) != 0 || in.st_dev != out.st_dev || in.st_ino != out.st_ino)
		return false;
	trouble(walk, "input and output are the same file");
	say_hint(walk->settings->diagnostics, "%swrite to another file, then rename it",
		 in.st_size == 0 ? "the shell has emptied it already; " : "");
	return true;
}

static enum status walk_file(struct walk *walk, const char *file, int standard_input)
{
	bool is_standard = strcmp(file, "-") == 0;
	int descriptor = is_standard ? standard_input : open_to_read(file);
	struct stat status;
	enum status result = STATUS_TROUBLE;

	walk->origin = (struct origin){
		.diagnostics = walk->settings->diagnostics,
		.command = walk->settings->command,
		.file = is_standard ? standard_input_name : file,
		.operand = is_standard ? NULL : file,
	};
	if (descriptor < 0)
		return trouble(walk, "cannot be opened: %s", strerror(errno));
	if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode))
		trouble(walk, "is a directory");
	else if (!is_output(walk, descriptor))
		result = walk_input(walk, descriptor);
	if (!is_standard)
		close(descriptor);
	return result;
}

/* What the command line asks for and no JSON record has. */
static void complain_keys(struct walk *walk)
{
	const struct walk_settings *settings = walk->settings;
	const struct json_reader *json = &walk->json;
	const struct {
		const struct wish *wish;
		const char *option, *what;
		bool is_needed;
	} keys[CELL_COUNT] = {
		[CELL_CODE] = { &settings->code, "-c", "hangup cause codes", true },
		[CELL_NAME] = { &settings->name, "--name-column", "cause names", settings->name.kind == WISH_NAME },
		[CELL_SOURCE] = { &settings->source, "--source-column", "hangup sources", settings->wants_source },
	};

	if (*json->other_key.text != '\0')
		complain_keys_several(settings->diagnostics, json->code_key.text, json->other_key.text);
	for (size_t i = 0; i < CELL_COUNT && tally_records(&walk->tally) > 0; i++) {
		if (!keys[i].is_needed || json->has_key[i])
			continue;
		complain_key_missing(settings->diagnostics, &json->first, keys[i].wish, keys[i].option, keys[i].what);
		walk->status = STATUS_TROUBLE;
	}
}

enum status walk_files(struct walk *walk, char *const *files, size_t count, int standard_input)
{
	static char dash[] = "-";
	char *const only[] = { dash };

	if (count == 0) {
		files = only;
		count = 1;
	}
	if (walk->settings->is_following)
		progress_begin(&walk->progress, walk->settings->diagnostics->descriptor,
			       walk->settings->out->descriptor, input_total(files, count, standard_input));
	for (size_t i = 0; i < count && !walk->is_over; i++)
		walk->status = status_worse(walk->status, walk_file(walk, files[i], standard_input));
	progress_erase(&walk->progress);
	if (walk->shape == WALK_JSON && !walk->is_over)
		complain_keys(walk);
	return walk->status;
}

struct shown walk_code_column(const struct walk *walk)
{
	if (walk->header.count > 0)
		return show(walk->header.names[walk->columns[CELL_CODE]]);
	return walk->json.code_key;
}
