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
static enum status wait_for_line(struct input_file *file)
{
	size_t end;

	return input_file_line(file, input_file_window(file).length, &end);
}

/* Reads the header at a spot under one delimiter, waiting for as much of it as that takes. */
static enum status read_header(struct header_search *search, unsigned char delimiter, enum header_result *result)
{
	struct found_header *found = &search->found;
	for (;;) {
		struct text text = input_file_window(search->file);
		const unsigned char *bytes = (const unsigned char *)text.bytes + found->spot.at;
		size_t size = text.length - found->spot.at;

		header_close(&found->header);
		found->delimiter = delimiter;
		*result = header_read(&found->header, &found->place, bytes, size, search->file->input.ended, delimiter);
		/* Of a CRLF both halves must be there, for the second is no line of its own. */
		bool is_cut = *result == HEADER_READ && !search->file->input.ended && found->place.length + 1 == size &&
			      bytes[found->place.length] == '\r';
		if (*result != HEADER_MORE && !is_cut) {
			search->work += found->place.length;
			return STATUS_DONE;
		}
		if (wait_for_line(search->file) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
}

/* Whether a line can be a header at all: it holds the name that is looked for, or a quote, behind which a line may end. */
static bool may_be_header(const struct header_search *search, struct text line)
{
	const struct column_spec *code = &search->file->wanted.code;
	const char *word = code->kind == SPEC_RULE ? "hangup" : code->name;

	return memchr(line.bytes, '"', line.length) != NULL || text_has_key(line, word);
}

/* How far behind a header its records are looked at. */
enum { LOOK_LIMIT = 3 * RECORD_LIMIT };

/*
 * Reads the next record from a place of the window on, blank lines and rules aside, waiting for it; *at moves behind it.
 * HEADER_ABSENT: there is none, or none so near. Of one that is malformed the line is passed. Close *row in any case.
 */
static enum status next_row(struct header_search *search, unsigned char delimiter, size_t *at, struct header *row,
			    enum header_result *result)
{
	const struct input *input = &search->file->input;

	*row = (struct header){ .count = 0 };
	for (;;) {
		struct text text = input_file_window(search->file);
		const unsigned char *bytes = (const unsigned char *)text.bytes;
		text.length = text.length < LOOK_LIMIT ? text.length : LOOK_LIMIT;
		bool ended = input->ended || text.length >= LOOK_LIMIT;
		struct header_place place;
		uint64_t lines = 0;
		size_t from = *at + lines_blank_length(bytes + *at, text.length - *at, delimiter, &lines);
		struct text rest = { text.bytes + from, text.length - from };

		header_close(row);
		*result = HEADER_ABSENT;
		if (ended && text_trim(rest).length == 0)
			return STATUS_DONE;
		*result = header_read(row, &place, bytes + from, rest.length, ended, delimiter);
		if (*result == HEADER_MORE) {
			if (wait_for_line(search->file) != STATUS_DONE)
				return STATUS_TROUBLE;
			continue;
		}
		size_t length = line_end_find(bytes + from, rest.length);
		*at = from + (*result == HEADER_READ ? place.length : length);
		search->work += place.length;
		if (delimiter != '|' || !columns_are_rule((struct text){ rest.bytes, length }))
			return STATUS_DONE;
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
static enum status bear_out(struct header_search *search, bool is_first, bool *holds)
{
	enum { BAD_MOST = 3 };
	const struct found_header *found = &search->found;
	const struct column_specs *specs = &search->file->wanted;
	size_t bad = 0;
	bool is_alone = found->header.count == 1;
	size_t code = columns_fit(&found->header, specs, 0);
	size_t at = found->spot.at + found->place.length;
	size_t codes = 0;
	enum status status = STATUS_DONE;

	*holds = is_alone && is_first;
	for (size_t i = 0; i < (is_alone ? 2 : 3) && status == STATUS_DONE;) {
		struct header row;
		enum header_result result;
		status = next_row(search, found->delimiter, &at, &row, &result);
		struct text cell = code < row.count ? row.names[code].text : text_of("");
		bool is_there = status == STATUS_DONE && result == HEADER_READ && code < row.count;
		bool is_field = is_there && columns_are_field(cell, specs);
		codes += is_there && is_bare_code(cell);
		header_close(&row);
		/* Malformed lines are none of the records; of too many quotes that stay open all would be read again. */
		bad += result != HEADER_READ;
		if (result == HEADER_ABSENT || bad == BAD_MOST) {
			*holds = *holds || (i == 0 && !is_alone);
			break;
		}
		i += result == HEADER_READ;
		if (is_alone)
			*holds = is_first ? *holds && !is_field : codes == 2;
		else if (is_there && !is_field) {
			*holds = true;
			break;
		}
	}
	return status;
}

/* The header at a spot, under the first delimiter that makes one: *is_found. */
static enum status try_header(struct header_search *search, bool is_first, bool *is_found)
{
	unsigned char given = search->delimiter;

	*is_found = false;
	for (size_t i = 0; i < (given != 0 ? 1 : sizeof usual_delimiters) && !*is_found; i++) {
		enum header_result result;
		unsigned char delimiter = given != 0 ? given : usual_delimiters[i];
		if (read_header(search, delimiter, &result) != STATUS_DONE)
			return STATUS_TROUBLE;
		*is_found = result == HEADER_READ && columns_are_header(&search->found.header, &search->file->wanted,
									given != 0 ? 0 : delimiter);
		if (*is_found && search->file->wanted.code.kind != SPEC_NUMBER &&
		    bear_out(search, is_first, is_found) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	return STATUS_DONE;
}

/* Whether a code stands in these lines with its name beside it. */
static bool holds_pair(struct header_search *search, struct text lines)
{
	struct record record;

	pairs_reader_begin_memory(&search->text->reader, lines);
	return pairs_reader_call(&search->text->reader, &record);
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
 * Goes from line to line until one is a header or holds a pair. A line with # is a header only where no other is one;
 * behind a title that holds a pair the next three lines may still be one.
 */
static enum status search_lines(struct header_search *search, uint64_t line)
{
	enum { BEHIND_TITLE = 3 };
	struct found_header *found = &search->found;
	struct spot commented = { .line = 0 };
	size_t before = 0;
	bool is_found = false;
	size_t behind = 0; /* a title: so many lines, it among them */

	for (size_t at = 0, end; at < RECORD_LIMIT && behind <= BEHIND_TITLE; before = at, at = end, line++) {
		if (input_file_line(search->file, at, &end) != STATUS_DONE)
			return STATUS_TROUBLE;
		struct text text = input_file_window(search->file);
		if (at == end)
			break;
		found->spot = (struct spot){ at, line };
		bool is_comment = text.bytes[at] == '#';
		if (search->work < SEARCH_LIMIT && may_be_header(search, (struct text){ text.bytes + at, end - at }) &&
		    (!is_comment || commented.line == 0) && try_header(search, at == 0, &is_found) != STATUS_DONE)
			return STATUS_TROUBLE;
		if (is_found && !is_comment) {
			search->what = FOUND_HEADER;
			return STATUS_DONE;
		}
		if (is_found && commented.line == 0)
			commented = found->spot;
		is_found = false;
		text = input_file_window(search->file);
		if (behind > 0) {
			behind++;
		} else if (commented.line == 0 && search->text != NULL &&
			   holds_pair(search, (struct text){ text.bytes + before, end - before })) {
			search->what = FOUND_PAIR;
			if (!may_be_title((struct text){ text.bytes + at, end - at }))
				return STATUS_DONE;
			behind = 1;
		}
	}
	if (commented.line == 0)
		return STATUS_DONE;
	search->what = FOUND_HEADER;
	found->spot = commented;
	return try_header(search, commented.at == 0, &is_found);
}

enum status header_search(struct header_search *search, uint64_t line)
{
	search->what = FOUND_NOTHING;
	return search_lines(search, line);
}

/* What of the window is looked at. */
static struct text head_of(const struct header_search *search)
{
	struct text text = input_file_window(search->file);

	text.length = text.length < RECORD_LIMIT ? text.length : RECORD_LIMIT;
	return text;
}

/* The first records, under a delimiter. */
enum { ROWS = 3 };

struct first_rows {
	struct header rows[ROWS];
	size_t count;
	bool is_malformed; /* one of them is */
};

static void close_rows(struct first_rows *first)
{
	for (size_t i = 0; i < ROWS; i++)
		header_close(&first->rows[i]);
}

static enum status read_rows(struct header_search *search, unsigned char delimiter, size_t wanted,
			     struct first_rows *first)
{
	size_t at = 0;

	*first = (struct first_rows){ .count = 0 };
	for (size_t i = 0; i < wanted; i++) {
		enum header_result result;
		if (next_row(search, delimiter, &at, &first->rows[i], &result) != STATUS_DONE)
			return STATUS_TROUBLE;
		if (result == HEADER_ABSENT)
			break;
		first->is_malformed = first->is_malformed || result != HEADER_READ;
		first->count++;
	}
	return STATUS_DONE;
}

/* How many fields all of the first records have; 0: they differ, or one is malformed. */
static size_t common_fields(const struct first_rows *first)
{
	for (size_t i = 1; i < first->count; i++)
		if (first->rows[i].count != first->rows[0].count)
			return 0;
	return first->is_malformed ? 0 : first->rows[0].count;
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

/* Whether the first records are those of a CSV without the column, or without a header. */
static bool are_csv(const struct first_rows *first)
{
	size_t fields = common_fields(first);
	const struct header *next = first->count > 1 ? &first->rows[1] : NULL;

	return (fields > 1 && columns_are_names(&first->rows[0], next)) || (fields > 0 && has_codes(first));
}

/* Whether the first record is a header under a delimiter, of as many columns as the next ones have fields. */
static bool would_be_header(struct header_search *search, unsigned char delimiter)
{
	struct first_rows first;
	bool is_header = read_rows(search, delimiter, ROWS, &first) == STATUS_DONE && common_fields(&first) > 0 &&
			 columns_are_header(&first.rows[0], &search->file->wanted, delimiter);

	close_rows(&first);
	return is_header;
}

/* The first byte of the first line that may have been meant to delimit fields; 0: none. */
static unsigned char other_delimiter(struct header_search *search)
{
	struct text text = head_of(search);
	bool is_tried[UCHAR_MAX + 1] = { false };

	for (size_t at = 0; at < text.length && !is_line_end((unsigned char)text.bytes[at]); at++) {
		unsigned char c = (unsigned char)text.bytes[at];
		if (!is_tried[c] && columns_can_delimit(text.bytes[at]) && would_be_header(search, c))
			return c;
		is_tried[c] = true;
	}
	return 0;
}

enum status header_search_refuse(struct header_search *search, uint64_t line)
{
	struct found_header *found = &search->found;
	struct origin *origin = &search->file->origin;
	const struct column_specs *specs = &search->file->wanted;
	struct column_choice choice;
	enum header_result result;

	if (found->delimiter == 0)
		found->delimiter = search->delimiter != 0 ? search->delimiter : ',';
	found->spot = (struct spot){ 0, line };
	if (read_header(search, found->delimiter, &result) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (result == HEADER_MALFORMED)
		return column_error_header(origin, found->place.error, line);
	/* Of the legs that explain looks for, none has to be there. */
	if (specs->every_leg)
		return text_source_no_record(search->file);
	columns_choose(&choice, &found->header, specs);
	origin->delimiter = other_delimiter(search);
	return column_error(origin, &found->header, specs, &choice, found->delimiter, line);
}

/* The first line that draws no rule: behind those that a drawn table begins with. */
static enum status pass_rules(struct header_search *search, struct spot *spot)
{
	for (size_t end; spot->at < RECORD_LIMIT; spot->at = end, spot->line++) {
		if (input_file_line(search->file, spot->at, &end) != STATUS_DONE)
			return STATUS_TROUBLE;
		const char *bytes = input_file_window(search->file).bytes + spot->at;
		size_t length = line_end_find((const unsigned char *)bytes, end - spot->at);
		if (!columns_are_rule((struct text){ bytes, length }))
			break;
	}
	return STATUS_DONE;
}

/* The delimiter is the first that makes enough fields, else the comma. */
enum status header_search_first(struct header_search *search, uint64_t line)
{
	struct found_header *found = &search->found;
	enum header_result result;
	bool is_found;

	found->spot = (struct spot){ 0, line };
	if (pass_rules(search, &found->spot) != STATUS_DONE || try_header(search, true, &is_found) != STATUS_DONE)
		return STATUS_TROUBLE;
	/* Only where bars delimit is a rule none of the records. */
	if (found->spot.at > 0 && (!is_found || found->delimiter != '|')) {
		found->spot = (struct spot){ 0, line };
		if (try_header(search, true, &is_found) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
	if (!is_found) {
		unsigned char given = search->delimiter;
		if (read_header(search, given != 0 ? given : ',', &result) != STATUS_DONE)
			return STATUS_TROUBLE;
		if (result == HEADER_MALFORMED)
			return column_error_header(&search->file->origin, found->place.error, line);
	}
	search->what = FOUND_HEADER;
	return STATUS_DONE;
}

/* Whether the first record is a header all the same, but for its quotes: the name that is looked for stands on its line. */
static bool is_malformed_header(const struct header_search *search, const struct first_rows *first)
{
	const struct column_spec *code = &search->file->wanted.code;
	struct text line = head_of(search);

	line.length = line_end_find((const unsigned char *)line.bytes, line.length);
	return first->is_malformed && first->rows[0].count == 0 &&
	       text_has_key(line, code->kind == SPEC_RULE ? "hangupcause" : code->name);
}

enum status header_search_csv(struct header_search *search, bool *is_csv)
{
	enum status status = STATUS_DONE;

	*is_csv = false;
	search->found.delimiter = 0;
	for (size_t i = 0; i < sizeof usual_delimiters && !*is_csv && status == STATUS_DONE; i++) {
		struct first_rows first;
		unsigned char delimiter = search->delimiter != 0 ? search->delimiter : usual_delimiters[i];
		status = read_rows(search, delimiter, ROWS, &first);
		*is_csv = status == STATUS_DONE && (are_csv(&first) || is_malformed_header(search, &first));
		if (*is_csv)
			search->found.delimiter = delimiter;
		close_rows(&first);
	}
	*is_csv = *is_csv || search->text == NULL || other_delimiter(search) != 0;
	return status;
}

/* Whether the pair that was found on a line stands in a quoted cell, where the first record is a header of names alone. */
static enum status look_into_cells(struct header_search *search, unsigned char delimiter, struct csv_cells *cells,
				   bool *is_csv)
{
	struct first_rows first;
	size_t pair = search->found.spot.at;
	/* A line of a log that is still being written does not wait for the next one: it holds no names alone. */
	enum status status = read_rows(search, delimiter, 1, &first);

	*is_csv = status == STATUS_DONE && first.count > 0 && columns_are_names(&first.rows[0], NULL);
	close_rows(&first);
	if (!*is_csv)
		return status;
	status = read_rows(search, delimiter, 2, &first);
	*is_csv = status == STATUS_DONE && first.count > 1 && first.rows[0].count == first.rows[1].count &&
		  columns_are_names(&first.rows[0], &first.rows[1]);
	close_rows(&first);
	for (size_t at = 0, begin = 0; *is_csv && status == STATUS_DONE && at <= pair;) {
		struct header row;
		enum header_result result;
		begin = at;
		status = next_row(search, delimiter, &at, &row, &result);
		header_close(&row);
		if (status != STATUS_DONE || result != HEADER_READ)
			*is_csv = false;
		else if (at > pair) {
			const unsigned char *bytes = input_bytes(&search->file->input);
			while (is_line_end(bytes[begin]))
				begin++;
			cells->delimiter = delimiter;
			*is_csv = csv_cells_has_call(cells, bytes + begin, at - begin);
		}
	}
	return status;
}

enum status header_search_cells(struct header_search *search, uint64_t line, struct csv_cells *cells, bool *is_csv)
{
	enum header_result result;
	enum status status = STATUS_DONE;

	*is_csv = false;
	for (size_t i = 0; i < sizeof usual_delimiters && !*is_csv && status == STATUS_DONE; i++) {
		unsigned char delimiter = search->delimiter != 0 ? search->delimiter : usual_delimiters[i];
		status = look_into_cells(search, delimiter, cells, is_csv);
		if (!*is_csv || status != STATUS_DONE)
			continue;
		search->found.spot = (struct spot){ 0, line };
		search->found.has_calls = true;
		status = read_header(search, delimiter, &result);
	}
	return status;
}
