#include "records/copy.h"

#include <stdlib.h>
#include <string.h>

#include "support/memory.h"

/* What an earlier file lacks: its last line end. */
static void put_missing_newline(struct copy *copy)
{
	const unsigned char *bytes = copy->seam.missing_newline.bytes;
	size_t skip = bytes[0] == '\0';

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
	copy->has_begun_records = false;
}

static inline void note_line_end(struct copy *copy, unsigned char before, unsigned char last)
{
	bool is_pair = before == '\r' && last == '\n';

	copy->seam.last_end = (struct line_end){ { is_pair ? '\r' : '\0', last } };
}

void copy_other(struct copy *copy, const void *bytes, size_t length)
{
	if (copy->out == NULL || length == 0 || (copy->only != NULL && copy->has_begun_records))
		return;
	const unsigned char *last = (const unsigned char *)bytes + length - 1;
	put_missing_newline(copy);
	sink_put_bytes(copy->out, bytes, length);
	copy->seam.line_is_open = !is_line_end(*last);
	/* A LF alone may be the other half of a CR that has been passed before. */
	if (!copy->seam.line_is_open)
		note_line_end(copy, length > 1 ? last[-1] : copy->seam.last_end.bytes[1], *last);
}

void copy_bom(struct copy *copy, size_t mark)
{
	if (!copy->seam.has_begun)
		copy_other(copy, "\xef\xbb\xbf", mark);
}

/* Whether a record ends in a line end, which in JSON stands behind the closing brace. */
static bool has_line_end(const struct record *record)
{
	return record->tail > 0 && is_line_end(record->bytes[record->head + record->tail - 1]);
}

void copy_note(struct copy *copy, const struct record *record)
{
	const unsigned char *tail = record->bytes + record->head;
	size_t size = record->tail;

	if (has_line_end(record))
		note_line_end(copy, size > 1 ? tail[size - 2] : '\0', tail[size - 1]);
}

/* After a record has been put. */
static void note_record(struct copy *copy, const struct record *record)
{
	copy->seam.line_is_open = !has_line_end(record);
	copy_note(copy, record);
}

static void put_record(struct copy *copy, const struct record *record, const struct verdict *verdict)
{
	put_missing_newline(copy);
	splice_record(&copy->splice, copy->out, record, verdict);
	note_record(copy, record);
}

/* --only in text: a line is written whole if one of its calls is wanted. Its bytes stay where they are until then. */
static void hold_record(struct copy *copy, const struct record *record, const struct verdict *verdict)
{
	copy->line = make_room(copy->line, copy->line_count, &copy->line_room, sizeof *copy->line);
	copy->line[copy->line_count++] = (struct held_call){ *record, *verdict };
	if (record->is_continued)
		return;
	bool is_wanted = false;
	for (size_t i = 0; i < copy->line_count; i++)
		is_wanted = is_wanted || which_matches(copy->only, &copy->line[i].verdict);
	for (size_t i = 0; is_wanted && i < copy->line_count; i++)
		put_record(copy, &copy->line[i].record, &copy->line[i].verdict);
	copy->line_count = 0;
}

void copy_record(struct copy *copy, const struct record *record, const struct verdict *verdict)
{
	if (copy->out == NULL)
		return;
	if (copy->only == NULL || (copy->splice.style != SPLICE_TEXT && which_matches(copy->only, verdict)))
		put_record(copy, record, verdict);
	else if (copy->splice.style == SPLICE_TEXT)
		hold_record(copy, record, verdict);
}

void copy_close(struct copy *copy)
{
	splice_close(&copy->splice);
	free(copy->line);
	*copy = (struct copy){ .out = NULL };
}

void copy_header(struct copy *copy, const struct record *header)
{
	if (copy->out == NULL)
		return;
	put_missing_newline(copy);
	splice_header(&copy->splice, copy->out, header);
	note_record(copy, header);
}
