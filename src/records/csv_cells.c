/* SPDX-License-Identifier: MIT */
#include "records/csv_cells.h"

#include <string.h>

#include "reader/sniff.h"
#include "support/memory.h"

/* What a quoted cell says, up to its closing quote; *at is behind its opening quote, and then behind the other. */
static size_t put_cell(char *to, const unsigned char *bytes, size_t size, size_t *at)
{
	size_t used = 0;

	for (;;) {
		const unsigned char *quote = memchr(bytes + *at, '"', size - *at);
		size_t length = quote != NULL ? (size_t)(quote - bytes) - *at : size - *at;
		memcpy(to + used, bytes + *at, length);
		used += length;
		*at += length + (quote != NULL);
		if (quote == NULL || *at == size || bytes[*at] != '"')
			return used;
		to[used++] = '"';
		++*at;
	}
}

/* What the quoted cells say: no more than they are long, for each has two quotes around it. */
static struct text said_by(struct csv_cells *cells, const unsigned char *bytes, size_t size)
{
	size_t used = 0;

	if (cells->said == NULL)
		cells->said = allocate(1, RECORD_LIMIT);
	for (size_t at = sniff_bom(bytes, size); at < size; at++) {
		while (at < size && is_blank(bytes[at], cells->delimiter))
			at++;
		if (at < size && bytes[at] == '"') {
			at++;
			used += put_cell(cells->said + used, bytes, size, &at);
			memcpy(cells->said + used, "\n\n", 2);
			used += 2;
		}
		const unsigned char *next = at < size ? memchr(bytes + at, cells->delimiter, size - at) : NULL;
		at = next != NULL ? (size_t)(next - bytes) : size;
	}
	return (struct text){ cells->said, used };
}

bool csv_cells_has_call(struct csv_cells *cells, const unsigned char *bytes, size_t size)
{
	struct record call;

	if (size > RECORD_LIMIT)
		return false;
	text_source_begin_told(cells->text, said_by(cells, bytes, size));
	return text_source_next_told(cells->text, &call);
}

bool csv_cells_tell(struct csv_cells *cells, struct record *record)
{
	struct text said = said_by(cells, record->bytes, record->head + record->tail);
	struct record call;

	if (cells->text->file->copy.out == NULL) {
		text_source_begin_told(cells->text, said);
		cells->is_telling = true;
		return csv_cells_more(cells, record);
	}
	if (!text_source_one_told(cells->text, said, &call))
		return false;
	text_source_take_told(cells->text, record, &call);
	return true;
}

bool csv_cells_more(struct csv_cells *cells, struct record *record)
{
	struct record call;

	cells->is_telling = cells->is_telling && text_source_next_told(cells->text, &call);
	if (cells->is_telling)
		text_source_take_told(cells->text, record, &call);
	return cells->is_telling;
}
