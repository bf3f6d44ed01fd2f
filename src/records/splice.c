#include "records/splice.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

static const struct {
	const char *name;
	const char *help;
} added_rows[ADDED_COUNT] = {
	[ADDED_CAUSE] = { "cause", "the name of the cause" },
	[ADDED_GROUP] = { "group", "the group it belongs to" },
	[ADDED_ACTION] = { "action", "none, retry, fix or support" },
	[ADDED_STATUS] = { "status", "ok, unknown, mismatch, invalid or empty" },
	[ADDED_DESCRIPTION] = { "description", "what happened" },
	[ADDED_NEXT_STEPS] = { "next_steps", "what to do" },
	[ADDED_URL] = { "url", "where to read on" },
};

static const char *choice_name(size_t i)
{
	if (i == ADDED_COUNT)
		return "all";
	return i < ADDED_COUNT ? added_rows[i].name : NULL;
}

static const char *choice_help(size_t i)
{
	return i < ADDED_COUNT ? added_rows[i].help : "all of them";
}

const struct choices added_choices = { .what = "column to add", .name = choice_name, .help = choice_help };

struct added_list added_default(void)
{
	return (struct added_list){
		.columns = { ADDED_CAUSE, ADDED_GROUP, ADDED_ACTION, ADDED_STATUS },
		.count = 4,
		.prefix = "plivo_",
	};
}

static bool add_column(struct added_list *list, enum added column, const struct diagnostics *diagnostics)
{
	for (size_t i = 0; i < list->count; i++) {
		if (list->columns[i] == column) {
			say(diagnostics, "--add names %s twice", added_rows[column].name);
			return false;
		}
	}
	list->columns[list->count++] = column;
	return true;
}

bool added_parse(struct added_list *list, const char *names, const struct diagnostics *diagnostics)
{
	list->count = 0;
	for (const char *at = names;; at++) {
		size_t length = strcspn(at, ",");
		long found = choice_find(&added_choices, text_trim((struct text){ at, length }), diagnostics);
		size_t first = found == ADDED_COUNT ? 0 : (size_t)found;
		size_t last = found == ADDED_COUNT ? ADDED_COUNT - 1 : (size_t)found;

		if (found < 0)
			return false;
		for (size_t i = first; i <= last; i++)
			if (!add_column(list, (enum added)i, diagnostics))
				return false;
		at += length;
		if (*at == '\0')
			return true;
	}
}

struct added_name added_name(const struct added_list *list, size_t i)
{
	struct added_name name;

	snprintf(name.text, sizeof name.text, "%s%s", list->prefix, added_rows[list->columns[i]].name);
	return name;
}

/* What one of the new cells holds; NULL: nothing. cause is NULL unless the status is VERDICT_OK. */
static const char *value_of(enum added column, enum verdict_status status, const struct cause *cause)
{
	if (column == ADDED_STATUS)
		return verdict_status_name(status);
	if (cause == NULL)
		return NULL;
	switch (column) {
	case ADDED_CAUSE:
		return cause->name;
	case ADDED_GROUP:
		return cause->group->name;
	case ADDED_ACTION:
		return action_name(cause->action);
	case ADDED_DESCRIPTION:
		return cause->description;
	case ADDED_NEXT_STEPS:
		return cause->next_steps;
	default:
		return cause->url;
	}
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

static bool print_text(FILE *to, const char *text)
{
	json_t *string = json_string(text);
	char *quoted = string != NULL ? json_dumps(string, JSON_ENCODE_ANY | JSON_ENSURE_ASCII) : NULL;

	if (quoted != NULL)
		fputs(quoted, to);
	free(quoted);
	json_decref(string);
	return quoted != NULL;
}

/* A member after its comma. */
static bool print_member(FILE *to, const char *key, const char *value)
{
	fputc(',', to);
	bool done = print_text(to, key);
	fputc(':', to);
	if (value == NULL)
		fputs("null", to);
	else
		done = done && print_text(to, value);
	return done;
}

enum part { PART_HEADER, PART_CELLS };

/* Renders one row of new cells, or their names. */
static bool render(const struct splice *splice, const struct added_list *list, struct bytes *bytes, enum part part,
		   enum verdict_status status, const struct cause *cause)
{
	char *text = NULL;
	size_t length = 0;
	FILE *to = open_memstream(&text, &length);
	bool done = to != NULL;

	if (to == NULL)
		return false;
	for (size_t i = 0; i < list->count; i++) {
		struct added_name name = added_name(list, i);
		const char *value = part == PART_HEADER ? name.text : value_of(list->columns[i], status, cause);

		if (splice->style == SPLICE_JSON)
			done = print_member(to, name.text, value) && done;
		else
			print_cell(to, value != NULL ? value : "", splice->delimiter);
	}
	done = fclose(to) == 0 && done;
	*bytes = (struct bytes){ (unsigned char *)text, length };
	return done;
}

bool splice_open(struct splice *splice, enum splice_style style, const struct added_list *list, unsigned char delimiter,
		 size_t columns)
{
	*splice = (struct splice){ .style = style, .delimiter = delimiter, .columns = columns };
	splice->for_cause = calloc(cause_count, sizeof *splice->for_cause);
	if (splice->for_cause == NULL)
		return false;
	for (size_t i = 0; i < cause_count; i++)
		if (!render(splice, list, &splice->for_cause[i], PART_CELLS, VERDICT_OK, &causes[i]))
			return false;
	for (enum verdict_status status = VERDICT_UNKNOWN; status < VERDICT_COUNT; status++)
		if (!render(splice, list, &splice->for_status[status], PART_CELLS, status, NULL))
			return false;
	return render(splice, list, &splice->header, PART_HEADER, VERDICT_OK, NULL);
}

void splice_close(struct splice *splice)
{
	for (size_t i = 0; splice->for_cause != NULL && i < cause_count; i++)
		free(splice->for_cause[i].bytes);
	for (size_t i = 0; i < VERDICT_COUNT; i++)
		free(splice->for_status[i].bytes);
	free(splice->header.bytes);
	free(splice->for_cause);
	*splice = (struct splice){ .columns = 0 };
}

static void put_spliced(struct sink *out, const struct record *record, size_t padding, unsigned char delimiter,
			const struct bytes *cells, size_t skip)
{
	size_t length = cells->length - skip;
	unsigned char *room = sink_room(out, record->head + padding + length + record->tail);

	if (room == NULL)
		return;
	memcpy(room, record->bytes, record->head);
	room += record->head;
	if (padding > 0)
		memset(room, delimiter, padding);
	room += padding;
	memcpy(room, cells->bytes + skip, length);
	room += length;
	memcpy(room, record->bytes + record->head, record->tail);
	sink_took(out, record->head + padding + length + record->tail);
}

void splice_record(const struct splice *splice, struct sink *out, const struct record *record,
		   const struct verdict *verdict)
{
	const struct bytes *cells = verdict->status == VERDICT_OK ? &splice->for_cause[cause_index(verdict->cause)]
								  : &splice->for_status[verdict->status];
	size_t padding = record->count < splice->columns ? splice->columns - record->count : 0;
	/* The first member of a JSON object has no comma before it. */
	size_t skip = splice->style == SPLICE_JSON && record->count == 0 ? 1 : 0;

	put_spliced(out, record, padding, splice->delimiter, cells, skip);
}

void splice_header(const struct splice *splice, struct sink *out, const struct record *header)
{
	put_spliced(out, header, 0, splice->delimiter, &splice->header, 0);
}
