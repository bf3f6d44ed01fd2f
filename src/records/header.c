#include "records/header.h"

#include <stdlib.h>
#include <string.h>

#include "records/row.h"
#include "support/memory.h"

enum { KEY_SIZE = 128 };

const unsigned char usual_delimiters[4] = { ',', ';', '\t', '|' };

const char *const call_fields[CALL_LEGS][FIELD_COUNT] = {
	{
		[FIELD_CODE] = "hangupcausecode",
		[FIELD_NAME] = "hangupcausename",
		[FIELD_SOURCE] = "hangupsource",
		[FIELD_UUID] = "calluuid",
	},
	{
		[FIELD_CODE] = "plivohangupcausecode",
		[FIELD_NAME] = "plivohangupcausename",
		[FIELD_SOURCE] = "plivohangupsource",
		[FIELD_UUID] = "calluuid",
	},
	{
		[FIELD_CODE] = "dialbleghangupcausecode",
		[FIELD_NAME] = "dialbleghangupcausename",
		[FIELD_SOURCE] = "dialbleghangupsource",
		[FIELD_UUID] = "dialbleguuid",
	},
};
static const char *const trunk_names[] = { "trunkdomain", "hangupinitiator" };

void header_open(struct header *header, size_t bytes)
{
	*header = (struct header){ .bytes = allocate(1, bytes + 1) };
}

void header_close(struct header *header)
{
	free(header->names);
	free(header->bytes);
	*header = (struct header){ .count = 0 };
}

void header_clear(struct header *header)
{
	header->count = 0;
	header->bytes_used = 0;
}

void header_add(struct header *header, struct text name, bool is_quoted)
{
	char *copy = header->bytes + header->bytes_used;

	header->names = make_room(header->names, header->count, &header->room, sizeof *header->names);
	memcpy(copy, name.bytes, name.length);
	header->bytes_used += name.length;
	header->names[header->count++] = (struct name){ text_trim((struct text){ copy, name.length }), is_quoted };
}

const char *wish_parse(struct wish *wish, const char *value)
{
	struct text text = text_trim(text_of(value));

	*wish = (struct wish){ .kind = WISH_NAME, .name = value };
	if (text.length == 0)
		return "an empty column name";
	if (!text_all_digits(text))
		return NULL;
	wish->kind = WISH_NUMBER;
	for (size_t i = 0; i < text.length; i++) {
		size_t digit = (size_t)(text.bytes[i] - '0');
		if (wish->number > (SIZE_MAX - digit) / 10)
			wish->number = SIZE_MAX;
		else
			wish->number = wish->number * 10 + digit;
	}
	return wish->number == 0 ? "columns are counted from 1" : NULL;
}

static bool is_same(struct text a, struct text b)
{
	return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

/* The columns that match a name, one way or the other. */
static struct choice match(const struct header *header, struct text name, bool (*matches)(struct text, struct text))
{
	struct choice choice = { CHOICE_MISSING, NO_COLUMN, NO_COLUMN };

	for (size_t i = 0; i < header->count; i++) {
		if (!matches(header->names[i].text, name))
			continue;
		if (choice.result == CHOICE_FOUND)
			return (struct choice){ CHOICE_SHARED, choice.column, i };
		choice = (struct choice){ CHOICE_FOUND, i, NO_COLUMN };
	}
	return choice;
}

static struct choice match_wish(const struct header *header, const struct wish *wish)
{
	if (wish->kind == WISH_NUMBER && wish->number > header->count)
		return (struct choice){ CHOICE_PAST, NO_COLUMN, NO_COLUMN };
	if (wish->kind == WISH_NUMBER)
		return (struct choice){ CHOICE_FOUND, wish->number - 1, NO_COLUMN };

	struct choice choice = match(header, text_trim(text_of(wish->name)), is_same);
	return choice.result != CHOICE_MISSING ? choice : match(header, text_of(wish->name), text_same_key);
}

/* The first leg of which that field is there; in other, the field of a later one that is there as well. */
static struct choice match_field(const struct header *header, enum field field)
{
	struct choice first = { CHOICE_MISSING, NO_COLUMN, NO_COLUMN };

	for (size_t leg = 0; leg < CALL_LEGS; leg++) {
		struct choice choice = match(header, text_of(call_fields[leg][field]), text_same_key);
		if (choice.result == CHOICE_MISSING)
			continue;
		if (first.result == CHOICE_MISSING)
			first = choice;
		else if (first.result == CHOICE_FOUND && first.other == NO_COLUMN)
			first.other = choice.column;
	}
	return first;
}

struct choice header_code_column(const struct header *header, const struct wish *wish)
{
	if (wish->kind != WISH_RULE)
		return match_wish(header, wish);
	struct choice choice = match_field(header, FIELD_CODE);
	return choice.result != CHOICE_MISSING ? choice : match_field(header, FIELD_NAME);
}

struct choice header_source_column(const struct header *header, const struct wish *wish)
{
	return wish->kind != WISH_RULE ? match_wish(header, wish) : match_field(header, FIELD_SOURCE);
}

struct choice header_name_column(const struct header *header, const struct wish *wish, size_t code_column)
{
	struct choice none = { CHOICE_MISSING, NO_COLUMN, NO_COLUMN };
	char key[KEY_SIZE];
	char wanted[KEY_SIZE];
	char *code = NULL;

	if (wish->kind == WISH_NONE)
		return none;
	if (wish->kind != WISH_RULE)
		return match_wish(header, wish);
	if (text_key(header->names[code_column].text, key, sizeof key) == sizeof key ||
	    strstr(key, "hangupcause") == NULL)
		return none;
	for (char *found = strstr(key, "code"); found != NULL; found = strstr(found + 1, "code"))
		code = found;
	if (code == NULL)
		return none;

	/* "code" and "name" are of one length. */
	memcpy(wanted, key, sizeof key);
	memcpy(wanted + (code - key), "name", 4); /* NOLINT(bugprone-not-null-terminated-result): in mid string */
	struct choice choice = match(header, text_of(wanted), text_same_key);
	if (choice.result == CHOICE_MISSING) {
		memmove(wanted + (code - key), code + 4, strlen(code + 4) + 1);
		choice = match(header, text_of(wanted), text_same_key);
	}
	return choice.result == CHOICE_FOUND ? choice : none;
}

/* Whether a cell of the header may have come about only because another delimiter was meant. */
static bool is_split_wrongly(const struct header *header, size_t column, unsigned char delimiter)
{
	for (size_t i = 0; i < sizeof usual_delimiters && !header->names[column].is_quoted; i++)
		if (usual_delimiters[i] != delimiter && memchr(header->names[column].text.bytes, usual_delimiters[i],
							       header->names[column].text.length) != NULL)
			return true;
	return false;
}

bool header_fits(const struct header *header, const struct wish *wish, unsigned char delimiter)
{
	if (wish->kind == WISH_NUMBER)
		return header->count >= wish->number && header->count >= 2;
	struct choice choice = header_code_column(header, wish);
	if (choice.result == CHOICE_MISSING)
		return false;
	return !is_split_wrongly(header, choice.column, delimiter) ||
	       (choice.other != NO_COLUMN && !is_split_wrongly(header, choice.other, delimiter));
}

size_t header_trunk_column(const struct header *header)
{
	for (size_t i = 0; i < header->count; i++)
		if (header_is_trunk_name(header->names[i].text))
			return i;
	return NO_COLUMN;
}

bool header_is_trunk_name(struct text name)
{
	for (size_t i = 0; i < sizeof trunk_names / sizeof trunk_names[0]; i++)
		if (text_same_key(name, text_of(trunk_names[i])))
			return true;
	return false;
}

size_t header_find(const struct header *header, const char *name)
{
	return match(header, text_of(name), text_same_key).column;
}

bool header_same(const struct header *a, const struct header *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++)
		if (!is_same(a->names[i].text, b->names[i].text))
			return false;
	return true;
}

/* Reading a header: its fields as libcsv reports them. */
struct collecting {
	struct header *header;
	const struct row *row;
};

static void collect(void *data, struct text value)
{
	struct collecting *collecting = data;

	header_add(collecting->header, value, row_field_is_quoted(collecting->row));
}

/* Feeds a header byte by byte, so that libcsv's state tells of each field whether it was quoted. */
static enum header_result feed_header(struct row *row, const unsigned char *bytes, size_t size, bool ended,
				      const char **trouble)
{
	enum row_state state = ROW_OPEN;

	while (state == ROW_OPEN && row->length < size && row->length <= RECORD_LIMIT)
		state = row_feed_line(row, bytes + row->length, 1);
	*trouble = row_text_after_quote;
	if (state == ROW_OPEN && size > RECORD_LIMIT) {
		*trouble = "it is over 64 KiB, or a quote in it is not closed";
		return HEADER_MALFORMED;
	}
	if (state == ROW_OPEN && !ended)
		return HEADER_MORE;
	if (state == ROW_OPEN) {
		*trouble = row_open_quote;
		state = row_finish(row);
	}
	return state == ROW_COMPLETE ? HEADER_READ : HEADER_MALFORMED;
}

enum header_result header_read(struct header *header, struct header_place *place, const unsigned char *bytes,
			       size_t size, bool ended, unsigned char delimiter)
{
	struct row row;

	*place = (struct header_place){ .length = 0 };
	header_open(header, size < RECORD_LIMIT ? size : RECORD_LIMIT);
	if (size == 0)
		return ended ? HEADER_ABSENT : HEADER_MORE;
	row_open(&row, delimiter);
	struct collecting collecting = { .header = header, .row = &row };
	row_restart(&row, collect, &collecting);
	enum header_result result = feed_header(&row, bytes, size, ended, &place->trouble);
	/* The line end, if one has been fed, is no part of it. */
	place->length = is_line_end(bytes[row.length - 1]) ? row.length - 1 : row.length;
	row_close(&row);
	return result;
}
