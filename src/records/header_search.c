/* SPDX-License-Identifier: MIT */
#include "records/header_search.h"

#include <limits.h>
#include <string.h>

/*
 * How much is read in search of a header: all lines under all delimiters, several times over. Quotes that stay open
 * would have each line read on to the end.
 */
enum { SEARCH_LIMIT = 16 * RECORD_LIMIT };

/* A record that is not complete is so at the next line end at the earliest: until then it is not read again. */
static bool wait_for_line(struct header_search *search)
{
	size_t end;

	if (search->status == STATUS_DONE)
		search->status = input_file_line(search->file, input_file_window(search->file).length, &end);
	return search->status == STATUS_DONE;
}

/* Reads the header at a spot under one delimiter, waiting for as much of it as that takes. */
static enum header_result read_header(struct header_search *search, unsigned char delimiter)
{
	struct found_header *found = &search->found;

	found->delimiter = delimiter;
	for (;;) {
		struct text text = input_file_window(search->file);
		const unsigned char *bytes = (const unsigned char *)text.bytes + found->spot.at;
		size_t size = text.length - found->spot.at;
		bool ended = search->file->input.ended;

		header_close(&found->header);
		enum header_result result = header_read(&found->header, &found->place, bytes, size, ended, delimiter);
		/* Of a CRLF both halves must be there, for the second is no line of its own. */
		bool is_cut = result == HEADER_READ && !ended && found->place.length + 1 == size &&
			      bytes[found->place.length] == '\r';
		if (result != HEADER_MORE && !is_cut) {
			search->work += found->place.length;
			return result;
		}
		if (!wait_for_line(search))
			return HEADER_ABSENT;
	}
}

/* Whether a line can be a header at all: it holds the name that is looked for, or a quote, behind which a line may end. */
static bool may_be_header(const struct header_search *search, struct text line)
{
	return memchr(line.bytes, '"', line.length) != NULL || columns_may_name_code(line, &search->file->wanted);
}

/* How far behind a header its records are looked at. */
enum { LOOK_LIMIT = 3 * RECORD_LIMIT };

/*
 * Reads the next record from a place of the window on, blank lines and rules aside, waiting for it; *at moves behind it.
 * HEADER_ABSENT: there is none, or none so near. Of one that is malformed the line is passed. Close *row in any case.
 */
static enum header_result next_row(struct header_search *search, unsigned char delimiter, size_t *at,
				   struct header *row)
{
	*row = (struct header){ .count = 0 };
	for (;;) {
		struct text text = input_file_window(search->file);
		const unsigned char *bytes = (const unsigned char *)text.bytes;
		text.length = text.length < LOOK_LIMIT ? text.length : LOOK_LIMIT;
		bool ended = search->file->input.ended || text.length >= LOOK_LIMIT;
		struct header_place place;
		uint64_t lines = 0;
		size_t from = *at + lines_blank_length(bytes + *at, text.length - *at, delimiter, &lines);
		struct text rest = { text.bytes + from, text.length - from };

		header_close(row);
		if (ended && text_trim(rest).length == 0)
			return HEADER_ABSENT;
		enum header_result result = header_read(row, &place, bytes + from, rest.length, ended, delimiter);
		size_t length = line_end_find(bytes + from, rest.length);
		bool is_cut = result == HEADER_MALFORMED && length == rest.length && !ended;
		if (result == HEADER_MORE || is_cut) {
			if (!wait_for_line(search))
				return HEADER_ABSENT;
			continue;
		}
		*at = from + (result == HEADER_READ ? place.length : length);
		search->work += place.length;
		if (delimiter != '|' || !columns_are_rule((struct text){ rest.bytes, length }))
			return result;
	}
}

/* Whether a cell is a code and nothing else, in a table or not. */
static bool is_bare_code(struct text cell)
{
	enum meaning meaning = read_code(TABLE_VOICE, cell).meaning;

	return cell.length > 0 && text_is_digit(*cell.bytes) && (meaning == MEANS_CAUSE || meaning == MEANS_UNKNOWN);
}

/*
 * Whether the records behind a header bear it out: one of the first three reaches its code's cell, in which no field's
 * name stands, or there is none at all. One name alone could be a label, or any word: on the first line no field's name
 * is on the next two, further down these are codes.
 */
static bool bear_out(struct header_search *search, size_t code, bool is_first)
{
	enum { BAD_MOST = 3 };
	const struct found_header *found = &search->found;
	bool is_alone = found->header.count == 1;
	size_t at = found->spot.at + found->place.length;
	size_t rows = 0;
	size_t bad = 0;
	size_t codes = 0;

	/* Malformed lines are none of the records; of too many quotes that stay open all would be read again. */
	while (rows < (is_alone ? 2 : 3) && bad < BAD_MOST) {
		struct header row;
		enum header_result result = next_row(search, found->delimiter, &at, &row);
		bool is_there = result == HEADER_READ && code < row.count;
		struct text cell = is_there ? row.names[code].text : text_of("");
		bool is_field = is_there && columns_are_field(cell, &search->file->wanted);
		codes += is_there && is_bare_code(cell);
		header_close(&row);
		if (result == HEADER_ABSENT)
			break;
		bad += result != HEADER_READ;
		rows += result == HEADER_READ;
		if (is_alone && is_first && is_field)
			return false;
		if (!is_alone && is_there && !is_field)
			return true;
	}
	return is_alone ? is_first || codes == 2 : rows == 0;
}

/* The delimiters that may be meant. */
static struct text delimiters_of(const struct header_search *search)
{
	return search->delimiter != 0 ? (struct text){ (const char *)&search->delimiter, 1 }
				      : (struct text){ (const char *)usual_delimiters, sizeof usual_delimiters };
}

/* Whether a header is at the spot, under the first delimiter that makes one. */
static bool try_header(struct header_search *search, bool is_first)
{
	const struct column_specs *specs = &search->file->wanted;
	struct text delimiters = delimiters_of(search);

	for (size_t i = 0; i < delimiters.length && search->status == STATUS_DONE; i++) {
		unsigned char delimiter = (unsigned char)delimiters.bytes[i];
		if (read_header(search, delimiter) != HEADER_READ)
			continue;
		size_t code = columns_header_code(&search->found.header, specs, delimiters.length > 1 ? delimiter : 0);
		if (code != NO_COLUMN && (specs->of[CELL_CODE].kind == SPEC_NUMBER || bear_out(search, code, is_first)))
			return true;
	}
	return false;
}

/* Whether a code stands in these lines with its name beside it. */
static bool holds_pair(struct header_search *search, struct text lines)
{
	struct record record;

	pairs_reader_begin_memory(&search->cells->text->reader, lines);
	return pairs_reader_call(&search->cells->text->reader, &record);
}

/* Whether a line with a pair may be a title all the same: a remark, or one that writes the name with blanks. */
static bool may_be_title(struct text line)
{
	static const char word[] = "hangup";
	size_t length = sizeof word - 1;

	for (size_t at = 0; at + length < line.length; at++)
		if (strncasecmp(line.bytes + at, word, length) == 0 && line.bytes[at + length] == ' ')
			return true;
	return *line.bytes == '#';
}

/*
 * Goes from line to line until one is a header or holds a pair. A line with # is a header only where no other one is;
 * behind a title that holds a pair the next three lines may still be one.
 */
enum found_what header_search(struct header_search *search, uint64_t line)
{
	enum { BEHIND_TITLE = 3 };
	struct found_header *found = &search->found;
	struct spot commented = { .line = 0 };
	size_t before = 0;
	size_t behind = 0; /* a title: so many lines, it among them */

	for (size_t at = 0, end; at < RECORD_LIMIT && behind <= BEHIND_TITLE && search->status == STATUS_DONE;
	     before = at, at = end, line++) {
		search->status = input_file_line(search->file, at, &end);
		struct text text = input_file_window(search->file);
		if (search->status != STATUS_DONE || at == end)
			break;
		found->spot = (struct spot){ at, line };
		struct text here = { text.bytes + at, end - at };
		bool is_comment = *here.bytes == '#';
		if (search->work < SEARCH_LIMIT && may_be_header(search, here) &&
		    (!is_comment || commented.line == 0) && try_header(search, at == 0)) {
			if (!is_comment)
				return FOUND_HEADER;
			commented = found->spot;
		}
		text = input_file_window(search->file);
		if (behind > 0) {
			behind++;
		} else if (commented.line == 0 && search->cells != NULL &&
			   holds_pair(search, (struct text){ text.bytes + before, end - before })) {
			behind = 1;
			if (!may_be_title((struct text){ text.bytes + at, end - at }))
				break;
		}
	}
	if (commented.line == 0)
		return behind > 0 ? FOUND_PAIR : FOUND_NOTHING;
	found->spot = commented;
	try_header(search, commented.at == 0);
	return FOUND_HEADER;
}

/* What of the window is looked at. */
static struct text head_of(const struct header_search *search)
{
	struct text text = input_file_window(search->file);

	text.length = text.length < RECORD_LIMIT ? text.length : RECORD_LIMIT;
	return text;
}

enum { ROWS = 3 };

/* The first records under a delimiter, as many as have been asked for. */
struct first_rows {
	unsigned char delimiter;
	struct header rows[ROWS];
	size_t count;
	size_t at;         /* behind the last */
	bool is_malformed; /* one of them is */
};

/* Reads on until there are so many, if there are. Returns how many fields all have; 0: they differ, or one is malformed. */
static size_t read_rows(struct header_search *search, struct first_rows *first, size_t wanted)
{
	size_t fields = 0;

	while (first->count < wanted) {
		enum header_result result = next_row(search, first->delimiter, &first->at, &first->rows[first->count]);
		if (result == HEADER_ABSENT)
			break;
		first->is_malformed = first->is_malformed || result != HEADER_READ;
		first->count++;
	}
	for (size_t i = 0; i < first->count; i++)
		fields = i == 0 || first->rows[i].count == fields ? first->rows[i].count : 0;
	return first->is_malformed ? 0 : fields;
}

/* The first of these delimiters under which the first records are of a kind; 0: none. */
static unsigned char find_delimiter(struct header_search *search, struct text delimiters,
				    bool (*are_of_kind)(struct header_search *, struct first_rows *))
{
	bool is_found = false;
	size_t i = 0;

	for (; i < delimiters.length && !is_found && search->status == STATUS_DONE; i++) {
		struct first_rows first = { .delimiter = (unsigned char)delimiters.bytes[i] };
		is_found = are_of_kind(search, &first);
		for (size_t row = 0; row < ROWS; row++)
			header_close(&first.rows[row]);
	}
	return is_found && search->status == STATUS_DONE ? (unsigned char)delimiters.bytes[i - 1] : 0;
}

/* Whether one column of the records holds codes of a table. */
static bool has_codes(const struct first_rows *first)
{
	for (size_t column = 0; column < first->rows[0].count; column++) {
		size_t codes = 0;
		for (size_t i = 0; i < first->count; i++) {
			struct header cell = { .names = &first->rows[i].names[column], .count = 1 };
			codes += columns_code_cell(&cell, true) == 0;
		}
		if (codes == first->count)
			return true;
	}
	return false;
}

/*
 * Whether the first records are those of a CSV without the column, or without a header; or the first is a header all the
 * same, but for its quotes: the name that is looked for stands on its line.
 */
static bool are_csv(struct header_search *search, struct first_rows *first)
{
	const struct column_spec *code = &search->file->wanted.of[CELL_CODE];
	size_t fields = read_rows(search, first, ROWS);
	struct text line = head_of(search);

	line.length = line_end_find((const unsigned char *)line.bytes, line.length);
	if (first->is_malformed)
		return first->rows[0].count == 0 &&
		       text_has_key(line, code->kind == SPEC_RULE ? leg_words[0] : code->name);
	return fields > 0 &&
	       (columns_are_names(&first->rows[0], first->count > 1 ? &first->rows[1] : NULL) || has_codes(first));
}

/* Whether the first record is a header, of as many columns as the next ones have fields. */
static bool are_under_header(struct header_search *search, struct first_rows *first)
{
	return read_rows(search, first, ROWS) > 0 &&
	       columns_header_code(&first->rows[0], &search->file->wanted, first->delimiter) != NO_COLUMN;
}

/* The first byte of the first line that may have been meant to delimit fields; 0: none. */
static unsigned char other_delimiter(struct header_search *search)
{
	struct text text = head_of(search);
	char bytes[UCHAR_MAX + 1];
	struct text tried = { bytes, 0 };

	for (size_t at = 0; at < text.length && !is_line_end((unsigned char)text.bytes[at]); at++)
		if (columns_can_delimit(text.bytes[at]) && memchr(bytes, text.bytes[at], tried.length) == NULL)
			bytes[tried.length++] = text.bytes[at];
	return find_delimiter(search, tried, are_under_header);
}

bool header_search_csv(struct header_search *search)
{
	search->found.delimiter = find_delimiter(search, delimiters_of(search), are_csv);
	search->file->origin.delimiter = other_delimiter(search);
	return search->found.delimiter != 0 || search->cells == NULL || search->file->origin.delimiter != 0;
}

bool header_search_may_go_on(struct header_search *search, uint64_t line)
{
	const struct input *input = &search->file->input;
	struct found_header *found = &search->found;
	struct text head = head_of(search);

	if (search->cells == NULL || found->delimiter == 0 || search->file->wanted.of[CELL_CODE].kind != SPEC_RULE ||
	    (input->ended && input_size(input) <= RECORD_LIMIT) || memchr(head.bytes, '"', head.length) == NULL)
		return false;
	found->spot = (struct spot){ 0, line };
	found->has_calls = found->is_unsure = read_header(search, found->delimiter) == HEADER_READ;
	return found->has_calls;
}

enum status header_search_refuse(struct header_search *search, uint64_t line)
{
	struct found_header *found = &search->found;
	struct origin *origin = &search->file->origin;
	const struct column_specs *specs = &search->file->wanted;
	struct column_choice choice;

	if (found->delimiter == 0)
		found->delimiter = search->delimiter != 0 ? search->delimiter : ',';
	found->spot = (struct spot){ 0, line };
	enum header_result result = read_header(search, found->delimiter);
	if (search->status != STATUS_DONE)
		return STATUS_TROUBLE;
	if (result == HEADER_MALFORMED)
		return column_error_header(origin, found->place.error, line);
	/* Of the legs that explain looks for, none has to be there. */
	if (specs->every_leg)
		return text_source_no_record(search->file);
	columns_choose(&choice, &found->header, specs);
	return column_error(origin, &found->header, specs, &choice, found->delimiter, line);
}

/* The first line that draws no rule: behind those that a drawn table begins with. */
static void pass_rules(struct header_search *search)
{
	struct spot *spot = &search->found.spot;

	for (size_t end; spot->at < RECORD_LIMIT; spot->at = end, spot->line++) {
		search->status = input_file_line(search->file, spot->at, &end);
		if (search->status != STATUS_DONE)
			return;
		const char *bytes = input_file_window(search->file).bytes + spot->at;
		size_t length = line_end_find((const unsigned char *)bytes, end - spot->at);
		if (!columns_are_rule((struct text){ bytes, length }))
			return;
	}
}

/* The delimiter is the first that makes enough fields, else the comma. */
enum found_what header_search_first(struct header_search *search, uint64_t line)
{
	struct found_header *found = &search->found;
	unsigned char given = search->delimiter;

	found->spot = (struct spot){ 0, line };
	pass_rules(search);
	bool is_found = try_header(search, true);
	/* Only where bars delimit is a rule none of the records. */
	if (found->spot.at > 0 && (!is_found || found->delimiter != '|')) {
		found->spot = (struct spot){ 0, line };
		is_found = try_header(search, true);
	}
	if (!is_found && read_header(search, given != 0 ? given : ',') == HEADER_MALFORMED)
		search->status = column_error_header(&search->file->origin, found->place.error, line);
	return FOUND_HEADER;
}

/* Whether the pair that was found on a line stands in a quoted cell, where the first record is a header of names alone. */
static bool have_pair_in_cell(struct header_search *search, struct first_rows *first)
{
	struct csv_cells *cells = search->cells;
	size_t begin = 0;
	size_t end = 0;

	/* A line of a log that is still being written does not wait for the next one: it holds no names alone. */
	if (read_rows(search, first, 1) == 0 || !columns_are_names(&first->rows[0], NULL) ||
	    read_rows(search, first, 2) == 0 || first->count < 2 ||
	    !columns_are_names(&first->rows[0], &first->rows[1]))
		return false;
	for (size_t at = 0; at <= search->found.spot.at;) {
		struct header row;
		begin = at;
		enum header_result result = next_row(search, first->delimiter, &at, &row);
		header_close(&row);
		if (result != HEADER_READ)
			return false;
		end = at;
	}
	const unsigned char *bytes = input_bytes(&search->file->input);
	while (is_line_end(bytes[begin]))
		begin++;
	cells->delimiter = first->delimiter;
	return csv_cells_has_call(cells, bytes + begin, end - begin);
}

bool header_search_cells(struct header_search *search, uint64_t line)
{
	unsigned char delimiter = find_delimiter(search, delimiters_of(search), have_pair_in_cell);

	if (delimiter == 0)
		return false;
	search->found.spot = (struct spot){ 0, line };
	search->found.has_calls = true;
	return read_header(search, delimiter) == HEADER_READ;
}
