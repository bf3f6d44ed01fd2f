/*
 * An input is opened in these steps, none of which looks at a byte that an earlier one has settled: what it is by its
 * first four bytes; its byte order mark; Excel's line about the delimiter; blank lines; JSON or not; then, from line to
 * line, a header or a pair. What stands before the first record goes into the sink, which holds it back (is_held) until
 * the input is accepted; a refusal discards it. Whatever is decided here depends on bytes and line ends alone, never on
 * how much of them has come in: where too little has, more is read.
 */
#include "records/open_records.h"

#include <limits.h>
#include <string.h>

#include "reader/sniff.h"
#include "records/foreign.h"
#include "records/input_file.h"
#include "support/escape.h"

/* Where a header may stand. */
struct spot {
	size_t at;     /* from the window's beginning */
	uint64_t line; /* of the file */
};

/* A header that has been read. */
struct found_header {
	struct header header;
	struct header_place place;
	unsigned char delimiter;
	struct spot spot;
	size_t work; /* bytes that have been read for headers */
};

/*
 * How much is read in search of a header: all lines under all delimiters, several times over. Quotes that stay open
 * would have each line read on to the end.
 */
enum { SEARCH_LIMIT = 16 * RECORD_LIMIT };

static struct text window(const struct pass *pass)
{
	return (struct text){ (const char *)input_bytes(&pass->input), input_size(&pass->input) };
}

/* Whether the input is one of CSV, whatever it looks like, for the command line says so. */
static bool must_be_csv(const struct pass *pass)
{
	const struct pass_settings *settings = pass->settings;

	return settings->delimiter != 0 || pass->is_separated || settings->has_no_header ||
	       settings->columns.code.kind == SPEC_NUMBER;
}

static enum status open_splice(struct pass *pass, enum splice_style style, size_t columns)
{
	const struct added_list *added = pass->settings->added;

	if (added == NULL || pass->copy.splice.for_cause != NULL)
		return STATUS_DONE;
	if (!splice_can_name(style, added->prefix, pass->delimiter)) {
		pass->is_over = true;
		return file_error(pass, "--prefix: \"%s\" %s", show_string(added->prefix).text,
				  style == SPLICE_JSON ? "is no UTF-8, as JSON must be" : "holds the delimiter");
	}
	splice_open(&pass->copy.splice, style, added, pass->delimiter, columns);
	return STATUS_DONE;
}

static void open_csv(struct pass *pass, uint64_t line)
{
	pass->is_moved = false;
	csv_reader_close(&pass->csv);
	csv_reader_open(&pass->csv, &pass->input, pass->settings->kernel, pass->delimiter, &pass->columns, line);
}

/* Whether a file may have this shape: where records are written, all must have one. */
static bool take_shape(struct pass *pass, enum pass_shape shape)
{
	static const char *const names[] = { [PASS_CSV] = "CSV", [PASS_JSON] = "JSON", [PASS_TEXT] = "text" };

	if (pass->shape == PASS_UNDECIDED)
		pass->shape = shape;
	if (pass->shape == shape)
		return true;
	file_error(pass, "is %s, not %s like the files before: skipped", names[shape], names[pass->shape]);
	return false;
}

/* The columns of the header, or a message why not. */
static enum status choose_columns(struct pass *pass, const struct found_header *found)
{
	struct column_choice choice;

	columns_choose(&choice, &found->header, &pass->columns_wanted);
	progress_erase(&pass->progress);
	if (choice.failure != COLUMNS_CHOSEN)
		return column_error(&pass->origin, &found->header, &pass->columns_wanted, &choice, found->delimiter,
				    found->spot.line);
	if (choice.match.other != NO_COLUMN && !pass->settings->is_quiet)
		column_note_several(&pass->origin, &found->header, &choice.match);
	if (pass->settings->columns.code.kind == SPEC_NUMBER && !pass->settings->is_quiet)
		column_note_data(&pass->origin, &found->header, &pass->columns_wanted, found->delimiter,
				 found->spot.line);
	pass->columns = choice.columns;
	pass->columns.fields = found->header.count;
	if (choice.columns.at[CELL_CODE] != NO_COLUMN)
		pass->code_name = show(found->header.names[choice.columns.at[CELL_CODE]].text);
	if (choice.columns.at[CELL_BY] != NO_COLUMN)
		pass->by_name = show(found->header.names[choice.columns.at[CELL_BY]].text);
	return STATUS_DONE;
}

/* The header of a file, or of the first of those that are written. */
static enum status use_header(struct pass *pass, struct found_header *found)
{
	struct record record = { .count = found->header.count };

	pass->delimiter = found->delimiter;
	if (choose_columns(pass, found) != STATUS_DONE ||
	    open_splice(pass, SPLICE_CSV, found->header.count) != STATUS_DONE)
		return STATUS_TROUBLE;
	open_csv(pass, found->spot.line);
	csv_reader_take(&pass->csv, &record, found->place.length);
	copy_header(&pass->copy, &record);
	pass->header = found->header;
	found->header = (struct header){ .count = 0 };
	return STATUS_DONE;
}

/* A later header: the same names, or the file is passed over. It is not written again. */
static enum status skip_header(struct pass *pass, const struct found_header *found)
{
	struct record record = { .bytes = NULL };

	if (!header_same(&found->header, &pass->header))
		return file_error(pass, "its header differs from the first file's: skipped");
	open_csv(pass, found->spot.line);
	csv_reader_take(&pass->csv, &record, found->place.length);
	copy_leave_out(&pass->copy, &record);
	return STATUS_DONE;
}

/* Whether nothing of this file that stands before its records is written: it is not the first that is. */
static bool is_later_file(const struct pass *pass)
{
	return pass->header.count > 0;
}

/* Passes what stands before the header on. */
static void pass_lines_before(struct pass *pass, const struct spot *spot, uint64_t first_line)
{
	if (!is_later_file(pass))
		copy_other(&pass->copy, input_bytes(&pass->input), spot->at);
	input_consume(&pass->input, spot->at);
	if (spot->line == first_line || pass->settings->is_quiet)
		return;
	progress_erase(&pass->progress);
	say_at(pass->settings->diagnostics, pass->origin.file, 0,
	       "the header is line %llu; what stands before it is not counted", (unsigned long long)spot->line);
}

static enum status open_with_header(struct pass *pass, struct found_header *found, uint64_t first_line)
{
	bool is_later = is_later_file(pass);

	if (!take_shape(pass, PASS_CSV))
		return STATUS_TROUBLE;
	pass_lines_before(pass, &found->spot, first_line);
	return is_later ? skip_header(pass, found) : use_header(pass, found);
}

/* Reads the header at a spot under one delimiter, waiting for as much of it as that takes. */
static enum status read_header(struct pass *pass, struct found_header *found, unsigned char delimiter,
			       enum header_result *result)
{
	for (;;) {
		struct text text = window(pass);
		const unsigned char *bytes = (const unsigned char *)text.bytes + found->spot.at;
		size_t size = text.length - found->spot.at;

		header_close(&found->header);
		found->delimiter = delimiter;
		*result = header_read(&found->header, &found->place, bytes, size, pass->input.ended, delimiter);
		/* Of a CRLF both halves must be there, for the second is no line of its own. */
		bool is_cut = *result == HEADER_READ && !pass->input.ended && found->place.length + 1 == size &&
			      bytes[found->place.length] == '\r';
		if (*result != HEADER_MORE && !is_cut) {
			found->work += found->place.length;
			return STATUS_DONE;
		}
		if (file_fill(pass) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
}

/* Whether a line can be a header at all: it holds the name that is looked for, or a quote, behind which a line may end. */
static bool may_be_header(const struct pass *pass, struct text line)
{
	const struct column_spec *code = &pass->settings->columns.code;
	const char *word = code->kind == SPEC_RULE ? "hangup" : code->name;

	return memchr(line.bytes, '"', line.length) != NULL || text_has_key(line, word);
}

/* The header at a spot, under the first delimiter that makes one: *is_found. */
static enum status try_header(struct pass *pass, struct found_header *found, bool is_first, bool *is_found)
{
	unsigned char given = pass->delimiter;

	*is_found = false;
	for (size_t i = 0; i < (given != 0 ? 1 : sizeof usual_delimiters); i++) {
		enum header_result result;
		unsigned char delimiter = given != 0 ? given : usual_delimiters[i];
		if (read_header(pass, found, delimiter, &result) != STATUS_DONE)
			return STATUS_TROUBLE;
		*is_found = result == HEADER_READ && columns_are_header(&found->header, &pass->settings->columns,
									given != 0 ? 0 : delimiter, is_first);
		if (*is_found)
			return STATUS_DONE;
	}
	return STATUS_DONE;
}

/* Waits for the end of the line at a place. *end: where it is, behind its line end; the limit for a longer one. */
static enum status find_line_end(struct pass *pass, size_t at, size_t *end)
{
	for (;;) {
		struct text text = window(pass);
		size_t length = line_end_find((const unsigned char *)text.bytes + at, text.length - at);
		size_t place = at + length;
		bool is_pair = place + 1 < text.length && text.bytes[place] == '\r' && text.bytes[place + 1] == '\n';
		bool may_be_pair = place + 1 == text.length && text.bytes[place] == '\r' && !pass->input.ended;

		*end = place < text.length ? place + 1 + is_pair : text.length;
		if ((place < text.length && !may_be_pair) || pass->input.ended || length > RECORD_LIMIT)
			return STATUS_DONE;
		if (file_fill(pass) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
}

/* Whether a code stands in these lines with its name beside it. input: to read them with. */
static bool holds_pair(struct pass *pass, struct input *input, struct text lines)
{
	struct record record;
	enum item item;

	input_use_memory(input, lines);
	pairs_reader_begin(&pass->pairs, input, 1);
	while ((item = pairs_reader_next(&pass->pairs, &record)) != ITEM_RECORD && item != ITEM_END)
		if (item == ITEM_MORE)
			input_fill(input);
	return item == ITEM_RECORD;
}

/* What the first 64 KiB are found to be. */
enum finding_shape { FOUND_HEADER, FOUND_PAIR, FOUND_NOTHING };

/* Goes from line to line until one is a header or holds a pair. A line with # is a header only where no other is one. */
static enum status search_lines(struct pass *pass, struct input *input, uint64_t line, struct found_header *found,
				enum finding_shape *shape)
{
	struct spot commented = { .line = 0 };
	size_t before = 0;
	bool is_found = false;

	*shape = FOUND_NOTHING;
	for (size_t at = 0, end; at < RECORD_LIMIT; before = at, at = end, line++) {
		if (find_line_end(pass, at, &end) != STATUS_DONE)
			return STATUS_TROUBLE;
		struct text text = window(pass);
		if (at == end)
			break;
		found->spot = (struct spot){ at, line };
		bool is_comment = text.bytes[at] == '#';
		if (found->work < SEARCH_LIMIT && may_be_header(pass, (struct text){ text.bytes + at, end - at }) &&
		    (!is_comment || commented.line == 0) && try_header(pass, found, at == 0, &is_found) != STATUS_DONE)
			return STATUS_TROUBLE;
		if (is_found && !is_comment) {
			*shape = FOUND_HEADER;
			return STATUS_DONE;
		}
		if (is_found && commented.line == 0)
			commented = found->spot;
		is_found = false;
		text = window(pass);
		if (commented.line == 0 && !must_be_csv(pass) &&
		    holds_pair(pass, input, (struct text){ text.bytes + before, end - before })) {
			*shape = FOUND_PAIR;
			return STATUS_DONE;
		}
	}
	if (commented.line == 0)
		return STATUS_DONE;
	*shape = FOUND_HEADER;
	found->spot = commented;
	return try_header(pass, found, commented.at == 0, &is_found);
}

static enum status search(struct pass *pass, uint64_t line, struct found_header *found, enum finding_shape *shape)
{
	struct input input;

	input_open(&input);
	enum status status = search_lines(pass, &input, line, found, shape);
	input_close(&input);
	return status;
}

/* What of the window is looked at. */
static struct text head_of(const struct pass *pass)
{
	struct text text = window(pass);

	text.length = text.length < RECORD_LIMIT ? text.length : RECORD_LIMIT;
	return text;
}

/* How many fields the first two records have, if that is the same number; else 0. One alone has to have a code. */
static size_t common_fields(struct pass *pass, unsigned char delimiter)
{
	struct text text = head_of(pass);
	size_t counts[2] = { 0, 0 };
	size_t at = 0;

	for (size_t i = 0; i < 2; i++) {
		struct header header;
		struct header_place place;
		uint64_t lines = 0;
		at += lines_blank_length((const unsigned char *)text.bytes + at, text.length - at, delimiter, &lines);
		enum header_result result = header_read(&header, &place, (const unsigned char *)text.bytes + at,
							text.length - at, true, delimiter);
		counts[i] = result == HEADER_READ ? header.count : 0;
		at += place.length;
		bool is_row = result == HEADER_READ && columns_code_cell(&header, false) != NO_COLUMN;
		if (i == 0 && is_row &&
		    lines_blank_length((const unsigned char *)text.bytes + at, text.length - at, delimiter, &lines) ==
			    text.length - at)
			counts[++i] = counts[0];
		header_close(&header);
	}
	return counts[0] == counts[1] ? counts[0] : 0;
}

/* The first of the usual delimiters under which the first two records have as many fields, at least so many; 0: none. */
static unsigned char common_delimiter(struct pass *pass, size_t fields)
{
	for (size_t i = 0; i < sizeof usual_delimiters; i++)
		if (common_fields(pass, usual_delimiters[i]) >= fields)
			return usual_delimiters[i];
	return 0;
}

/* Whether the first line is of words, and no record of a few fields: of two words, too, if nothing divides fields. */
static bool is_sentence(struct pass *pass)
{
	struct text text = head_of(pass);
	size_t blanks = 0;
	bool is_divided = false;

	for (size_t at = 0; at < text.length && !is_line_end((unsigned char)text.bytes[at]); at++) {
		blanks += text.bytes[at] == ' ';
		is_divided = is_divided || memchr(usual_delimiters, text.bytes[at], sizeof usual_delimiters) != NULL;
	}
	return blanks > (is_divided ? 2 : 0) && common_delimiter(pass, 2) == 0;
}

/* Whether the first record is a header under a delimiter, of as many columns as the second has fields. */
static bool would_be_header(struct pass *pass, unsigned char delimiter)
{
	struct text text = head_of(pass);
	struct header_place place;
	struct header header;
	enum header_result result =
		header_read(&header, &place, (const unsigned char *)text.bytes, text.length, true, delimiter);
	bool is_header = result == HEADER_READ && columns_are_header(&header, &pass->columns_wanted, delimiter, true) &&
			 common_fields(pass, delimiter) > 0;

	header_close(&header);
	return is_header;
}

/* The first byte of the first line that may have been meant to delimit fields; 0: none. */
static unsigned char other_delimiter(struct pass *pass)
{
	struct text text = head_of(pass);
	bool is_tried[UCHAR_MAX + 1] = { false };

	for (size_t at = 0; at < text.length && !is_line_end((unsigned char)text.bytes[at]); at++) {
		unsigned char c = (unsigned char)text.bytes[at];
		if (!is_tried[c] && columns_can_delimit(text.bytes[at]) && would_be_header(pass, c))
			return c;
		is_tried[c] = true;
	}
	return 0;
}

/* The header that is none: what is wrong with the first record. */
static enum status refuse_header(struct pass *pass, struct found_header *found, uint64_t line)
{
	unsigned char delimiter = pass->delimiter != 0 ? pass->delimiter : common_delimiter(pass, 2);
	enum header_result result;

	found->spot = (struct spot){ 0, line };
	if (read_header(pass, found, delimiter != 0 ? delimiter : ',', &result) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (result == HEADER_MALFORMED)
		return column_error_header(&pass->origin, found->place.error, line);
	/* Of the legs that explain looks for, none has to be there. */
	if (pass->columns_wanted.every_leg)
		return file_no_record(pass);
	struct column_choice choice;
	columns_choose(&choice, &found->header, &pass->columns_wanted);
	pass->origin.delimiter = other_delimiter(pass);
	return column_error(&pass->origin, &found->header, &pass->columns_wanted, &choice, found->delimiter, line);
}

static enum status open_text(struct pass *pass, uint64_t line)
{
	if (!take_shape(pass, PASS_TEXT) || open_splice(pass, SPLICE_TEXT, 0) != STATUS_DONE)
		return STATUS_TROUBLE;
	copy_drop_blank_lines(&pass->copy);
	pairs_reader_begin(&pass->pairs, &pass->input, line);
	return STATUS_DONE;
}

/* Neither a header nor a pair in the first 64 KiB: a binary file, a CSV without the column, or text all the same. */
static enum status open_unknown(struct pass *pass, struct found_header *found, uint64_t line)
{
	enum header_result result;
	bool is_whole = pass->input.ended && input_size(&pass->input) <= RECORD_LIMIT;
	bool is_csv = must_be_csv(pass) || (is_whole && !is_sentence(pass));

	progress_erase(&pass->progress);
	if (binary_refused(&pass->origin, window(pass)))
		return STATUS_TROUBLE;
	is_csv = is_csv || common_delimiter(pass, 3) != 0;
	if (!is_csv) {
		found->spot = (struct spot){ 0, line };
		if (read_header(pass, found, ',', &result) != STATUS_DONE)
			return STATUS_TROUBLE;
		is_csv = result == HEADER_MALFORMED;
	}
	if (is_csv)
		return refuse_header(pass, found, line);
	return open_text(pass, line);
}

/* The first line that draws no rule: behind those that a drawn table begins with. */
static enum status pass_rules(struct pass *pass, struct spot *spot)
{
	for (size_t end; spot->at < RECORD_LIMIT; spot->at = end, spot->line++) {
		if (find_line_end(pass, spot->at, &end) != STATUS_DONE)
			return STATUS_TROUBLE;
		const char *bytes = window(pass).bytes + spot->at;
		size_t length = line_end_find((const unsigned char *)bytes, end - spot->at);
		if (!columns_are_rule((struct text){ bytes, length }))
			break;
	}
	return STATUS_DONE;
}

/* Under -c N the header is the first record; the delimiter is the first that makes enough fields, else the comma. */
static enum status open_numbered(struct pass *pass, struct found_header *found, uint64_t line)
{
	enum header_result result;
	bool is_found;

	found->spot = (struct spot){ 0, line };
	if (pass_rules(pass, &found->spot) != STATUS_DONE || try_header(pass, found, true, &is_found) != STATUS_DONE)
		return STATUS_TROUBLE;
	/* Only where bars delimit is a rule none of the records. */
	if (found->spot.at > 0 && (!is_found || found->delimiter != '|')) {
		found->spot = (struct spot){ 0, line };
		if (try_header(pass, found, true, &is_found) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	if (!is_found) {
		unsigned char given = pass->delimiter;
		if (read_header(pass, found, given != 0 ? given : ',', &result) != STATUS_DONE)
			return STATUS_TROUBLE;
		if (result == HEADER_MALFORMED)
			return column_error_header(&pass->origin, found->place.error, line);
	}
	return open_with_header(pass, found, line);
}

static enum status open_csv_or_text(struct pass *pass, uint64_t line)
{
	struct found_header found = { .delimiter = 0 };
	enum finding_shape shape;
	enum status status;

	if (pass->settings->columns.code.kind == SPEC_NUMBER)
		status = open_numbered(pass, &found, line);
	else if ((status = search(pass, line, &found, &shape)) == STATUS_DONE && shape == FOUND_HEADER)
		status = open_with_header(pass, &found, line);
	else if (status == STATUS_DONE && shape == FOUND_PAIR)
		status = open_text(pass, line);
	else if (status == STATUS_DONE)
		status = open_unknown(pass, &found, line);
	header_close(&found.header);
	return status;
}

/* With -H: the columns are given, the first record is like any other. */
static enum status open_without_header(struct pass *pass)
{
	const struct column_specs *specs = &pass->settings->columns;
	const struct column_spec *given[CELL_COUNT] = {
		[CELL_CODE] = &specs->code,
		[CELL_NAME] = &specs->name,
		[CELL_SOURCE] = &specs->source,
		[CELL_BY] = specs->by == COLUMN_BY_TIME ? &specs->time : &specs->source,
	};

	if (pass->shape == PASS_UNDECIDED) {
		pass->shape = PASS_CSV;
		pass->delimiter = pass->delimiter != 0 ? pass->delimiter : ',';
		pass->columns = (struct columns){ .count = CELL_COUNT };
		for (size_t i = 0; i < CELL_COUNT; i++)
			pass->columns.at[i] =
				given[i] != NULL && given[i]->kind == SPEC_NUMBER ? given[i]->number - 1 : NO_COLUMN;
		if (open_splice(pass, SPLICE_CSV, 0) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	open_csv(pass, 1);
	return STATUS_DONE;
}

static enum status open_json(struct pass *pass, uint64_t line)
{
	const struct column_specs *specs = &pass->settings->columns;

	if (!take_shape(pass, PASS_JSON))
		return STATUS_TROUBLE;
	if (specs->name.kind == SPEC_NUMBER || specs->source.kind == SPEC_NUMBER || specs->time.kind == SPEC_NUMBER) {
		pass->is_over = pass->copy.out != NULL;
		return column_error_key_number(&pass->origin, specs->name.kind == SPEC_NUMBER     ? &role_name
							      : specs->source.kind == SPEC_NUMBER ? &role_source
												  : &role_time);
	}
	if (open_splice(pass, SPLICE_JSON, 0) != STATUS_DONE)
		return STATUS_TROUBLE;
	copy_drop_blank_lines(&pass->copy);
	json_reader_begin(&pass->json, &pass->input, line);
	return STATUS_DONE;
}

/* Passes blank lines on, until the window begins with another line: ITEM_RECORD. ITEM_MORE: no more can be read. */
static enum item pass_blank_lines(struct pass *pass, struct lines *lines)
{
	struct record record;

	for (;;) {
		enum item item = lines_resume(lines, &record);
		if (item == ITEM_RECORD)
			item = lines_blank(lines, &record, pass->delimiter);
		if (item == ITEM_OTHER && !is_later_file(pass))
			copy_other(&pass->copy, record.bytes, record.head + record.tail);
		else if (lines->error != NULL)
			return ITEM_MALFORMED;
		else if (item != ITEM_MORE && item != ITEM_OTHER) {
			/* Its end may have been taken. */
			if (item == ITEM_MALFORMED)
				lines->line = record.line;
			return item;
		} else if (item == ITEM_MORE && file_fill(pass) != STATUS_DONE)
			return ITEM_MORE;
	}
}

/* An input without a record, of whatever shape. */
static enum status open_empty(struct pass *pass, uint64_t line)
{
	if (pass->shape == PASS_JSON)
		json_reader_begin(&pass->json, &pass->input, line);
	else if (pass->shape == PASS_TEXT)
		pairs_reader_begin(&pass->pairs, &pass->input, line);
	else
		open_csv(pass, line);
	return STATUS_DONE;
}

/* What the first line that is not blank begins, if it is JSON; only more of it may tell. */
static enum status find_json(struct pass *pass, bool *is_json)
{
	enum sniffed sniffed;

	*is_json = false;
	if (must_be_csv(pass))
		return STATUS_DONE;
	while ((sniffed = sniff_json(input_bytes(&pass->input), input_size(&pass->input), pass->input.ended)) ==
	       SNIFF_MORE)
		if (file_fill(pass) != STATUS_DONE)
			return STATUS_TROUBLE;
	*is_json = sniffed == SNIFF_YES;
	return STATUS_DONE;
}

/* Excel's line "sep=;" gives the delimiter, unless the command line does. */
static void take_separator_line(struct pass *pass, struct lines *lines)
{
	struct text text = window(pass);
	struct record record;
	size_t length = line_end_find((const unsigned char *)text.bytes, text.length);

	if (length != 5 || !text_is((struct text){ text.bytes, 4 }, "sep=") || !columns_can_delimit(text.bytes[4]))
		return;
	pass->is_separated = true;
	if (pass->delimiter == 0)
		pass->delimiter = (unsigned char)text.bytes[4];
	lines_take(lines, &record, ITEM_OTHER, length);
	if (!is_later_file(pass))
		copy_other(&pass->copy, record.bytes, record.head + record.tail);
}

static enum status open_input(struct pass *pass)
{
	struct lines lines = { .input = &pass->input, .line = 1 };
	size_t end;
	bool is_json;

	pass->is_separated = false;
	if (find_line_end(pass, 0, &end) != STATUS_DONE)
		return STATUS_TROUBLE;
	progress_erase(&pass->progress);
	if (foreign_refused(&pass->origin, window(pass)))
		return STATUS_TROUBLE;
	size_t bom = sniff_bom(input_bytes(&pass->input), input_size(&pass->input));
	copy_bom(&pass->copy, bom);
	input_consume(&pass->input, bom);
	if (pass->settings->has_no_header)
		return open_without_header(pass);
	take_separator_line(pass, &lines);
	switch (pass_blank_lines(pass, &lines)) {
	case ITEM_RECORD:
		break;
	case ITEM_MALFORMED:
		return column_error_header(&pass->origin, lines_too_long, lines.line);
	case ITEM_END:
		return open_empty(pass, lines.line);
	default:
		return STATUS_TROUBLE;
	}
	if (pass->settings->is_text)
		return open_text(pass, lines.line);
	if (find_json(pass, &is_json) != STATUS_DONE)
		return STATUS_TROUBLE;
	return is_json ? open_json(pass, lines.line) : open_csv_or_text(pass, lines.line);
}

enum status open_records(struct pass *pass)
{
	bool is_first = pass->shape == PASS_UNDECIDED;

	if (file_flush(pass) != STATUS_DONE)
		return STATUS_TROUBLE;
	pass->is_held = true;
	copy_hold(&pass->copy);
	enum status status = open_input(pass);
	pass->is_held = false;
	if (status == STATUS_DONE)
		return STATUS_DONE;
	/* Nothing is written where the first file cannot be. */
	pass->is_over = pass->is_over || (is_first && pass->copy.out != NULL);
	copy_discard(&pass->copy);
	return status;
}
