#include "records/header_search.h"

#include <limits.h>
#include <string.h>

/*
 * How much is read in search of a header: all lines under all delimiters, several times over. Quotes that stay open
 * would have each line read on to the end.
 */
enum { SEARCH_LIMIT = 16 * RECORD_LIMIT };

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
		if (input_file_fill(search->file) != STATUS_DONE)
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

/* The header at a spot, under the first delimiter that makes one: *is_found. */
static enum status try_header(struct header_search *search, bool is_first, bool *is_found)
{
	unsigned char given = search->delimiter;

	*is_found = false;
	for (size_t i = 0; i < (given != 0 ? 1 : sizeof usual_delimiters); i++) {
		enum header_result result;
		unsigned char delimiter = given != 0 ? given : usual_delimiters[i];
		if (read_header(search, delimiter, &result) != STATUS_DONE)
			return STATUS_TROUBLE;
		*is_found = result == HEADER_READ && columns_are_header(&search->found.header, &search->file->wanted,
									given != 0 ? 0 : delimiter, is_first);
		if (*is_found)
			return STATUS_DONE;
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

/* Goes from line to line until one is a header or holds a pair. A line with # is a header only where no other is one. */
static enum status search_lines(struct header_search *search, uint64_t line)
{
	struct found_header *found = &search->found;
	struct spot commented = { .line = 0 };
	size_t before = 0;
	bool is_found = false;

	for (size_t at = 0, end; at < RECORD_LIMIT; before = at, at = end, line++) {
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
		if (commented.line == 0 && search->text != NULL &&
		    holds_pair(search, (struct text){ text.bytes + before, end - before })) {
			search->what = FOUND_PAIR;
			return STATUS_DONE;
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

/* How many fields the first two records have, if that is the same number; else 0. One alone has to have a code. */
static size_t common_fields(struct header_search *search, unsigned char delimiter)
{
	struct text text = head_of(search);
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
static unsigned char common_delimiter(struct header_search *search, size_t fields)
{
	for (size_t i = 0; i < sizeof usual_delimiters; i++)
		if (common_fields(search, usual_delimiters[i]) >= fields)
			return usual_delimiters[i];
	return 0;
}

/* Whether the first line is of words, and no record of a few fields: of two words, too, if nothing divides fields. */
static bool is_sentence(struct header_search *search)
{
	struct text text = head_of(search);
	size_t blanks = 0;
	bool is_divided = false;

	for (size_t at = 0; at < text.length && !is_line_end((unsigned char)text.bytes[at]); at++) {
		blanks += text.bytes[at] == ' ';
		is_divided = is_divided || memchr(usual_delimiters, text.bytes[at], sizeof usual_delimiters) != NULL;
	}
	return blanks > (is_divided ? 2 : 0) && common_delimiter(search, 2) == 0;
}

/* Whether the first record is a header under a delimiter, of as many columns as the second has fields. */
static bool would_be_header(struct header_search *search, unsigned char delimiter)
{
	struct text text = head_of(search);
	struct header_place place;
	struct header header;
	enum header_result result =
		header_read(&header, &place, (const unsigned char *)text.bytes, text.length, true, delimiter);
	bool is_header = result == HEADER_READ && columns_are_header(&header, &search->file->wanted, delimiter, true) &&
			 common_fields(search, delimiter) > 0;

	header_close(&header);
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
	unsigned char delimiter = search->delimiter != 0 ? search->delimiter : common_delimiter(search, 2);
	enum header_result result;

	found->spot = (struct spot){ 0, line };
	if (read_header(search, delimiter != 0 ? delimiter : ',', &result) != STATUS_DONE)
		return STATUS_TROUBLE;
	if (result == HEADER_MALFORMED)
		return column_error_header(&search->file->origin, found->place.error, line);
	/* Of the legs that explain looks for, none has to be there. */
	if (search->file->wanted.every_leg)
		return text_source_no_record(search->file);
	struct column_choice choice;
	columns_choose(&choice, &found->header, &search->file->wanted);
	search->file->origin.delimiter = other_delimiter(search);
	return column_error(&search->file->origin, &found->header, &search->file->wanted, &choice, found->delimiter,
			    line);
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

enum status header_search_csv(struct header_search *search, uint64_t line, bool *is_csv)
{
	const struct input *input = &search->file->input;
	bool is_whole = input->ended && input_size(input) <= RECORD_LIMIT;
	enum header_result result;

	*is_csv = search->text == NULL || (is_whole && !is_sentence(search)) || common_delimiter(search, 3) != 0;
	if (*is_csv)
		return STATUS_DONE;
	search->found.spot = (struct spot){ 0, line };
	enum status status = read_header(search, ',', &result);
	*is_csv = result == HEADER_MALFORMED;
	return status;
}
