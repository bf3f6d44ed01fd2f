/* SPDX-License-Identifier: MIT */
#include "records/copy.h"

#include <stdlib.h>
#include <string.h>

#include "support/memory.h"

void copy_open(struct copy *copy, struct sink *out, bool selects)
{
	*copy = (struct copy){ .out = out, .selects = selects && out != NULL };
	copy->seam.last_end = (struct line_end){ { '\0', '\n' } };
}

/* What an earlier file lacks: its last line end. */
static void put_missing_newline(struct copy *copy)
{
	const unsigned char *bytes = copy->seam.missing_newline.bytes;
	size_t skip = bytes[0] != '\r' || bytes[1] != '\n';

	copy->seam.has_begun = true;
	if (!copy->seam.lacks_newline)
		return;
	sink_put_bytes(copy->out, bytes + skip, 2 - skip);
	copy->seam.lacks_newline = false;
}

void copy_begin_file(struct copy *copy)
{
	copy->seam.lacks_newline = copy->seam.has_begun && copy->seam.line_is_open;
	copy->seam.missing_newline = copy->seam.last_end;
	copy->seam.last_byte = '\0';
	copy->has_begun_records = false;
}

/* Bytes that the next item follows, of which so many end with the last line end among them. */
static inline void note_end(struct seam *seam, const unsigned char *bytes, size_t length, size_t end, bool is_left_out)
{
	if (end > 0)
		seam->last_end = (struct line_end){ { end > 1 ? bytes[end - 2] : seam->last_byte, bytes[end - 1] } };
	seam->last_byte = bytes[length - 1];
	seam->is_left_out = is_left_out;
	if (!is_left_out)
		seam->line_is_open = end < length;
}

/* The same for bytes that no line end is the last of; out of line, for nearly all records have theirs. */
__attribute__((noinline)) static void note_open_bytes(struct seam *seam, const unsigned char *bytes, size_t length,
						      bool is_left_out)
{
	const unsigned char *feed = memrchr(bytes, '\n', length);
	size_t behind = feed != NULL ? (size_t)(feed - bytes) + 1 : 0;
	const unsigned char *back = memrchr(bytes + behind, '\r', length - behind);

	note_end(seam, bytes, length, back != NULL ? (size_t)(back - bytes) + 1 : behind, is_left_out);
}

static void note_bytes(struct copy *copy, const unsigned char *bytes, size_t length, bool is_left_out)
{
	if (length > 0 && is_line_end(bytes[length - 1]))
		note_end(&copy->seam, bytes, length, length, is_left_out);
	else if (length > 0)
		note_open_bytes(&copy->seam, bytes, length, is_left_out);
}

static void put_bytes(struct copy *copy, const unsigned char *bytes, size_t length)
{
	put_missing_newline(copy);
	sink_put_bytes(copy->out, bytes, length);
	note_bytes(copy, bytes, length, false);
}

void copy_other(struct copy *copy, const void *bytes, size_t length)
{
	const unsigned char *from = bytes;

	if (copy->out == NULL || length == 0)
		return;
	if (!copy->selects || !copy->has_begun_records) {
		put_bytes(copy, from, length);
		return;
	}
	/* What is left of a line end that came in two pieces. */
	size_t rest = *from == '\n' && copy->seam.last_byte == '\r' && !copy->seam.is_left_out ? 1 : 0;
	if (rest > 0)
		put_bytes(copy, from, rest);
	note_bytes(copy, from + rest, length - rest, true);
}

void copy_bom(struct copy *copy, size_t mark)
{
	copy->bom = mark;
	if (!copy->seam.has_begun)
		copy_other(copy, "\xef\xbb\xbf", mark);
}

void copy_hold(struct copy *copy)
{
	copy->held = copy->seam;
	copy->bom = 0;
}

bool copy_discard(struct copy *copy)
{
	if (copy->out == NULL || !sink_discard(copy->out))
		return false;
	copy->seam = copy->held;
	return true;
}

void copy_drop_blank_lines(struct copy *copy)
{
	if (copy->selects && copy_discard(copy))
		copy_bom(copy, copy->bom);
}

/*
 * A record that the next item follows. Within a CSV's line ends are cells' own; of JSON all of it is looked at, for how
 * much of what stands before a record comes with it is chance.
 */
static void note_record(struct copy *copy, const struct record *record, bool is_left_out)
{
	size_t skip = record->head - (record->tail == 0 && record->head > 0);

	if (copy->splice.style == SPLICE_JSON)
		skip = 0;
	note_bytes(copy, record->bytes + skip, record->head + record->tail - skip, is_left_out);
}

void copy_leave_out(struct copy *copy, const struct record *record)
{
	note_record(copy, record, true);
}

static void put_record(struct copy *copy, const struct record *record, const struct cells *cells)
{
	put_missing_newline(copy);
	splice_put(&copy->splice, copy->out, record, cells);
	note_record(copy, record, false);
}

/* --only in text: a line is written whole if one of its calls is wanted. Its bytes stay where they are until then. */
static void hold_record(struct copy *copy, const struct record *record, const struct verdict *verdict, bool is_chosen)
{
	copy->line = make_room(copy->line, copy->line_count, &copy->line_room, sizeof *copy->line);
	copy->line[copy->line_count++] = (struct held_call){ *record, *verdict, is_chosen };
	if (record->is_continued)
		return;
	bool is_wanted = false;
	for (size_t i = 0; i < copy->line_count; i++)
		is_wanted = is_wanted || copy->line[i].is_chosen;
	for (size_t i = 0; is_wanted && i < copy->line_count; i++)
		put_record(copy, &copy->line[i].record, splice_cells(&copy->splice, &copy->line[i].verdict));
	if (!is_wanted)
		note_record(copy, record, true);
	copy->line_count = 0;
}

void copy_record(struct copy *copy, const struct record *record, const struct verdict *verdict, bool is_chosen)
{
	if (copy->out == NULL)
		return;
	if (!copy->selects || (copy->splice.style != SPLICE_TEXT && is_chosen))
		put_record(copy, record, splice_cells(&copy->splice, verdict));
	else if (copy->splice.style == SPLICE_TEXT)
		hold_record(copy, record, verdict, is_chosen);
	else
		copy_leave_out(copy, record);
}

void copy_close(struct copy *copy)
{
	splice_close(&copy->splice);
	free(copy->line);
	*copy = (struct copy){ .out = NULL };
}

void copy_header(struct copy *copy, const struct record *header)
{
	if (copy->out != NULL)
		put_record(copy, header, &copy->splice.header);
}

void copy_no_call(struct copy *copy, const struct record *record)
{
	if (copy->out != NULL && copy->selects)
		copy_leave_out(copy, record);
	else if (copy->out != NULL)
		put_record(copy, record, &copy->splice.empty);
}
