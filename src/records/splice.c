/* SPDX-License-Identifier: MIT */
#include "records/splice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <csv.h>

#include "support/escape.h"
#include "support/memory.h"

/* No column of a cause, but one of what is added. */
enum { STATUS_COLUMN = COLUMN_COUNT };

static const size_t added_columns[ADDED_COUNT] = {
	COLUMN_CAUSE,       COLUMN_GROUP,      COLUMN_ACTION, STATUS_COLUMN,
	COLUMN_DESCRIPTION, COLUMN_NEXT_STEPS, COLUMN_URL,    COLUMN_TABLE,
};

static const char *column_name(size_t i)
{
	return added_columns[i] == STATUS_COLUMN ? "status" : cause_columns[added_columns[i]].name;
}

static const char *choice_name(size_t i)
{
	if (i == ADDED_COUNT)
		return "all";
	return i < ADDED_COUNT ? column_name(i) : NULL;
}

static const char *choice_help(size_t i)
{
	if (i == ADDED_COUNT)
		return "all of them";
	return added_columns[i] == STATUS_COLUMN ? "ok, or what is wrong with the code"
						 : cause_columns[added_columns[i]].help;
}

const struct choices added_choices = { .what = "column to add", .name = choice_name, .help = choice_help };

struct added_list added_default(void)
{
	return (struct added_list){ .columns = { 0, 1, 2, 3 }, .count = 4, .prefix = "plivo_" };
}

bool added_parse(struct added_list *list, const char *names, const struct diagnostics *diagnostics)
{
	if (!choice_list(&added_choices, names, list->columns, &list->count, diagnostics))
		return false;
	for (size_t i = 0; i < list->count; i++) {
		if (list->columns[i] != ADDED_COUNT)
			continue;
		if (list->count > 1) {
			say(diagnostics, "--add: all stands for every column, alone");
			return false;
		}
		for (list->count = 0; list->count < ADDED_COUNT; list->count++)
			list->columns[list->count] = list->count;
	}
	return true;
}

struct added_name added_name(const struct added_list *list, size_t i)
{
	struct added_name name;

	snprintf(name.text, sizeof name.text, "%s%s", list->prefix, column_name(list->columns[i]));
	return name;
}

bool added_is_usual(struct text name)
{
	const struct added_list usual = added_default();
	size_t i = 0;

	while (i < usual.count && !text_same(name, text_of(added_name(&usual, i).text)))
		i++;
	return i < usual.count;
}

/* What one of the new cells holds; NULL: nothing. cause is NULL unless the status is VERDICT_OK. */
static const char *value_of(size_t added, enum verdict_status status, const struct cause *cause,
			    struct number_text *number)
{
	size_t column = added_columns[added];

	if (column == STATUS_COLUMN)
		return verdict_status_name(status);
	return cause != NULL ? column_value(cause, (enum column_id)column, number) : NULL;
}

/* A cell after its delimiter: quoted only if it holds the delimiter, a quote or a line end. */
static void print_cell(FILE *to, const char *value, unsigned char delimiter)
{
	bool is_plain = strchr(value, delimiter) == NULL && strpbrk(value, "\"\r\n") == NULL;

	fputc(delimiter, to);
	if (is_plain)
		fputs(value, to);
	else
		csv_fwrite(to, value, strlen(value));
}

static void print_text(FILE *to, const char *text)
{
	char *quoted = escape_json(text_of(text));

	fputs(quoted, to);
	free(quoted);
}

/* A member after its comma. */
static void print_member(FILE *to, const char *key, const char *value)
{
	fputc(',', to);
	print_text(to, key);
	fputc(':', to);
	if (value != NULL)
		print_text(to, value);
	else
		fputs("null", to);
}

/* A pair after its blank; nothing for no value. */
static void print_pair(FILE *to, const char *key, const char *value)
{
	if (value == NULL)
		return;
	fprintf(to, " %s=", key);
	if (strpbrk(value, " \t\"\\=") == NULL && *value != '\0') {
		fputs(value, to);
		return;
	}
	fputc('"', to);
	for (; *value != '\0'; value++)
		fprintf(to, "%s%c", *value == '"' || *value == '\\' ? "\\" : "", *value);
	fputc('"', to);
}

enum part { PART_HEADER, PART_CELLS, PART_EMPTY };

/* One row of new cells, or their names. */
static struct cells render(FILE *to, const struct splice *splice, const struct added_list *list, enum part part,
			   enum verdict_status status, const struct cause *cause)
{
	size_t at = (size_t)ftell(to);

	for (size_t i = 0; i < list->count; i++) {
		struct added_name name = added_name(list, i);
		struct number_text number;
		const char *value = part == PART_HEADER  ? name.text
				    : part == PART_EMPTY ? NULL
							 : value_of(list->columns[i], status, cause, &number);

		if (splice->style == SPLICE_JSON)
			print_member(to, name.text, value);
		else if (splice->style == SPLICE_TEXT)
			print_pair(to, name.text, value);
		else
			print_cell(to, value != NULL ? value : "", splice->delimiter);
	}
	return (struct cells){ at, (size_t)ftell(to) - at };
}

bool splice_can_name(enum splice_style style, const char *prefix, unsigned char delimiter)
{
	if (style == SPLICE_CSV)
		return strchr(prefix, delimiter) == NULL;
	if (style == SPLICE_TEXT)
		return strpbrk(prefix, " =") == NULL;
	return is_utf8(text_of(prefix));
}

void splice_open(struct splice *splice, enum splice_style style, const struct added_list *list, unsigned char delimiter)
{
	size_t length;
	FILE *to;

	*splice = (struct splice){ .style = style, .delimiter = delimiter };
	/* One for all: to open one costs as much as what a row of cells holds. */
	to = open_memory(&splice->text, &length);
	splice->for_cause = allocate(cause_count, sizeof *splice->for_cause);
	for (size_t i = 0; i < cause_count; i++)
		splice->for_cause[i] = render(to, splice, list, PART_CELLS, VERDICT_OK, &causes[i]);
	for (enum verdict_status status = VERDICT_UNKNOWN; status < VERDICT_COUNT; status++)
		splice->for_status[status] = render(to, splice, list, PART_CELLS, status, NULL);
	splice->header = render(to, splice, list, PART_HEADER, VERDICT_OK, NULL);
	splice->empty = render(to, splice, list, PART_EMPTY, VERDICT_OK, NULL);
	close_memory(to, &splice->text);
}

void splice_close(struct splice *splice)
{
	free(splice->text);
	free(splice->for_cause);
	*splice = (struct splice){ .for_cause = NULL };
}

void splice_put(const struct splice *splice, struct sink *out, const struct record *record, const struct cells *cells)
{
	bool is_short = record->count < record->columns && cells != &splice->header;
	size_t padding = is_short ? record->columns - record->count : 0;
	/* The first member of a JSON object has no comma before it. */
	size_t skip = splice->style == SPLICE_JSON && record->count == 0 ? 1 : 0;
	size_t length = cells->length - skip;
	unsigned char *room = sink_room(out, record->head + padding + length + record->tail);

	if (room == NULL)
		return;
	memcpy(room, record->bytes, record->head);
	room += record->head;
	if (padding > 0)
		memset(room, splice->delimiter, padding);
	room += padding;
	memcpy(room, splice->text + cells->at + skip, length);
	room += length;
	memcpy(room, record->bytes + record->head, record->tail);
	sink_took(out, record->head + padding + length + record->tail);
}
