#include "table/mktable.h"

#include <csv.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "support/diagnostics.h"
#include "support/escape.h"

enum { MOST_COLUMNS = 7, MOST_LINE = 8192 };

struct column_rule {
	const char *name;
	bool may_be_empty;
};

struct csv_record {
	size_t line;
	char *cells[MOST_COLUMNS]; /* owned */
	size_t count;
};

/* One file as rows of text, and what is wrong with it. */
struct sheet {
	const char *file; /* without its directory, for messages */
	const struct column_rule *columns;
	size_t column_count;
	struct csv_record rows[MOST_ROWS];
	size_t count;
	struct csv_record row; /* the one that is being read; its line is the one it began on */
	bool past_header;
	size_t line; /* of the file */
	size_t errors;
};

/* All four files. */
struct store {
	struct sheet causes, groups, sources, about;
};

static const struct column_rule cause_columns[] = { { .name = "code" },
						    { .name = "cause" },
						    { .name = "group" },
						    { .name = "action" },
						    { .name = "description" },
						    { .name = "next_steps" },
						    { .name = "url", .may_be_empty = true } };
static const struct column_rule group_columns[] = {
	{ .name = "name" }, { .name = "slug" }, { .name = "first" }, { .name = "last" }, { .name = "description" }
};
static const struct column_rule source_columns[] = { { .name = "source" },
						     { .name = "in_data" },
						     { .name = "description" } };
static const struct column_rule about_columns[] = { { .name = "date" }, { .name = "page" } };

enum { CELL_CODE, CELL_CAUSE, CELL_GROUP, CELL_ACTION, CELL_DESCRIPTION, CELL_NEXT_STEPS, CELL_URL };
enum { CELL_NAME, CELL_SLUG, CELL_FIRST, CELL_LAST, CELL_GROUP_DESCRIPTION };
enum { CELL_SOURCE, CELL_IN_DATA, CELL_SOURCE_DESCRIPTION };
enum { CELL_DATE, CELL_PAGE };

PRINTF_LIKE(3, 4) static void wrong(struct sheet *sheet, size_t line, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s:%zu: ", sheet->file, line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	sheet->errors++;
}

static void row_clear(struct csv_record *row)
{
	for (size_t i = 0; i < row->count && i < MOST_COLUMNS; i++)
		free(row->cells[i]);
	*row = (struct csv_record){ 0 };
}

static void take_cell(void *bytes, size_t length, void *data)
{
	struct sheet *sheet = data;
	struct csv_record *row = &sheet->row;
	const char *cell = bytes;

	if (row->count < MOST_COLUMNS) {
		row->cells[row->count] = malloc(length + 1);
		if (row->cells[row->count] == NULL) {
			fprintf(stderr, "mktable: out of memory\n");
			abort();
		}
		/* A NUL would end the cell early: a control byte that stands for it is refused as well. */
		for (size_t i = 0; i < length; i++)
			row->cells[row->count][i] = cell[i] != '\0' ? cell[i] : '\x01';
		row->cells[row->count][length] = '\0';
	}
	row->count++;
}

static void check_header(struct sheet *sheet)
{
	const struct csv_record *row = &sheet->row;

	for (size_t i = 0; i < sheet->column_count; i++) {
		const char *wanted = sheet->columns[i].name;
		if (i >= row->count)
			wrong(sheet, row->line, "missing header \"%s\"", wanted);
		else if (strcmp(row->cells[i], wanted) != 0)
			wrong(sheet, row->line, "unknown header \"%s\" where \"%s\" belongs",
			      show_string(row->cells[i]).text, wanted);
	}
	if (row->count > sheet->column_count)
		wrong(sheet, row->line, "%zu headers, not %zu", row->count, sheet->column_count);
}

/* What is wrong with the bytes of a cell, whatever it means; NULL if nothing. */
static const char *cell_trouble(const char *cell)
{
	static const char formula[] = "=+-@";
	size_t length = strlen(cell);

	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)cell[i];
		if (c >= 0x80)
			return "holds a byte that is not ASCII";
		if (c < 0x20 || c == 0x7f)
			return "holds a control byte";
	}
	if (cell[0] == ' ' || cell[length - 1] == ' ')
		return "begins or ends with a blank";
	if (strchr(formula, cell[0]) != NULL)
		return "begins like a formula";
	return NULL;
}

static void check_cells(struct sheet *sheet)
{
	const struct csv_record *row = &sheet->row;

	for (size_t i = 0; i < sheet->column_count; i++) {
		const struct column_rule *column = &sheet->columns[i];
		bool empty = i < row->count && row->cells[i][0] == '\0';
		if (i >= row->count) {
			wrong(sheet, row->line, "missing cell \"%s\"", column->name);
		} else if (empty && !column->may_be_empty) {
			wrong(sheet, row->line, "empty cell \"%s\"", column->name);
		} else if (!empty && cell_trouble(row->cells[i]) != NULL) {
			wrong(sheet, row->line, "cell \"%s\" %s: \"%s\"", column->name, cell_trouble(row->cells[i]),
			      show_string(row->cells[i]).text);
		}
	}
	if (row->count > sheet->column_count)
		wrong(sheet, row->line, "%zu cells, not %zu", row->count, sheet->column_count);
}

/* A row ends. libcsv reports no row for a blank line. */
static void take_row(int end, void *data)
{
	struct sheet *sheet = data;
	size_t errors = sheet->errors;

	(void)end;
	if (!sheet->past_header) {
		check_header(sheet);
		sheet->past_header = true;
	} else {
		check_cells(sheet);
		if (sheet->count == MOST_ROWS)
			wrong(sheet, sheet->row.line, "more than %d rows", MOST_ROWS);
		if (sheet->errors == errors) {
			sheet->rows[sheet->count++] = sheet->row;
			sheet->row = (struct csv_record){ 0 };
		}
	}
	row_clear(&sheet->row);
	sheet->row.line = sheet->line + 1;
}

/* Hands the file to libcsv by lines, so that a row's line is known. Returns false at the first thing that is no CSV. */
static bool parse_lines(struct sheet *sheet, FILE *in, struct csv_parser *parser)
{
	char line[MOST_LINE];

	sheet->row.line = 1;
	while (fgets(line, sizeof line, in) != NULL) {
		size_t length = strlen(line);
		sheet->line++;
		if (sheet->row.count == 0 && parser->pstate == 0)
			sheet->row.line = sheet->line;
		if (length + 1 == sizeof line) {
			wrong(sheet, sheet->line, "a line of more than %d bytes", MOST_LINE - 2);
			return false;
		}
		if (csv_parse(parser, line, length, take_cell, take_row, sheet) != length) {
			wrong(sheet, sheet->row.line, "no well-formed CSV: a quote where none belongs");
			return false;
		}
	}
	if (csv_fini(parser, take_cell, take_row, sheet) != 0) {
		wrong(sheet, sheet->row.line, "no well-formed CSV: a quote that is never closed");
		return false;
	}
	return true;
}

/* Reads a file of the directory. Returns MADE, WRONG or TROUBLE. */
static int sheet_read(struct sheet *sheet, const char *directory)
{
	struct csv_parser parser;
	char path[4096];
	FILE *in;

	if (snprintf(path, sizeof path, "%s/%s", directory, sheet->file) >= (int)sizeof path ||
	    (in = fopen(path, "r")) == NULL) {
		fprintf(stderr, "mktable: %s: %s\n", show_string(path).text, strerror(errno));
		return TROUBLE;
	}
	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
		fclose(in);
		return TROUBLE;
	}
	if (parse_lines(sheet, in, &parser) && sheet->count == 0 && sheet->errors == 0)
		wrong(sheet, sheet->line + 1, "no rows");
	csv_free(&parser);
	row_clear(&sheet->row);
	if (ferror(in)) {
		fprintf(stderr, "mktable: %s: %s\n", show_string(path).text, strerror(errno));
		fclose(in);
		return TROUBLE;
	}
	fclose(in);
	return sheet->errors > 0 ? WRONG : MADE;
}

/* A code as the files write it: digits without a leading zero. */
static bool read_plain_code(const char *cell, uint16_t *code)
{
	struct text text = text_of(cell);
	unsigned long value;

	if (!text_all_digits(text) || text.length > 5 || (cell[0] == '0' && text.length > 1))
		return false;
	value = strtoul(cell, NULL, 10);
	if (value > UINT16_MAX)
		return false;
	*code = (uint16_t)value;
	return true;
}

/* Words of small letters and digits with single dashes between them. */
static bool is_slug(const char *cell)
{
	for (const char *c = cell; *c != '\0'; c++) {
		bool is_letter = (*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9');
		if (!is_letter && (*c != '-' || c == cell || c[-1] == '-' || c[1] == '\0'))
			return false;
	}
	return cell[0] != '\0';
}

/* An https address that can stand in a line of text and in quotes. */
static bool is_address(const char *cell)
{
	static const char start[] = "https://";

	return strncmp(cell, start, sizeof start - 1) == 0 && strlen(cell) > sizeof start - 1 &&
	       strcspn(cell, " \"'<>\\`{}|^") == strlen(cell);
}

static bool is_date(const char *cell)
{
	static const unsigned days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	unsigned long year;
	unsigned long month;
	unsigned long day;

	if (strlen(cell) != 10 || strspn(cell, "0123456789") != 4 || cell[4] != '-' ||
	    strspn(cell + 5, "0123456789") != 2 || cell[7] != '-' || strspn(cell + 8, "0123456789") != 2)
		return false;
	year = strtoul(cell, NULL, 10);
	month = strtoul(cell + 5, NULL, 10);
	day = strtoul(cell + 8, NULL, 10);
	if (month < 1 || month > 12 || day < 1)
		return false;
	if (month == 2 && day == 29)
		return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return day <= days[month - 1];
}

/* What the next steps say to do, by how they begin. */
static enum action action_of(const char *next_steps)
{
	if (strncmp(next_steps, "None", 4) == 0)
		return ACTION_NONE;
	if (strncmp(next_steps, "Retry", 5) == 0)
		return ACTION_RETRY;
	return strncmp(next_steps, "Contact", 7) == 0 ? ACTION_SUPPORT : ACTION_FIX;
}

static void check_action(struct sheet *sheet, const struct csv_record *row, struct cause *cause)
{
	enum action action = ACTION_NONE;

	while (action < ACTION_COUNT && strcmp(row->cells[CELL_ACTION], action_name(action)) != 0)
		action++;
	cause->action = action;
	if (action == ACTION_COUNT)
		wrong(sheet, row->line, "unknown action \"%s\" (none, retry, fix, support)",
		      show_string(row->cells[CELL_ACTION]).text);
	else if (action != action_of(cause->next_steps))
		wrong(sheet, row->line, "action %s, but the next steps begin like %s: \"%s\"", action_name(action),
		      action_name(action_of(cause->next_steps)), show_string(cause->next_steps).text);
}

static void check_code(struct table *table, struct sheet *sheet, const struct csv_record *row, struct cause *cause)
{
	const char *code = row->cells[CELL_CODE];
	const struct cause *last = table->cause_count > 0 ? cause - 1 : NULL;

	if (!read_plain_code(code, &cause->code)) {
		wrong(sheet, row->line, "bad code \"%s\"", show_string(code).text);
		return;
	}
	for (size_t i = 0; i < table->cause_count; i++) {
		if (table->causes[i].code == cause->code) {
			wrong(sheet, row->line, "duplicate code %u", cause->code);
			return;
		}
	}
	if (last != NULL && cause->code < last->code)
		wrong(sheet, row->line, "code %u after %u: the order is that of the codes", cause->code, last->code);
}

static void check_group(struct table *table, struct sheet *sheet, const struct csv_record *row, struct cause *cause)
{
	struct group *group = table->groups;

	while (group < table->groups + table->group_count && strcmp(row->cells[CELL_GROUP], group->slug) != 0)
		group++;
	if (group == table->groups + table->group_count) {
		wrong(sheet, row->line, "unknown group \"%s\"", show_string(row->cells[CELL_GROUP]).text);
		return;
	}
	cause->group = group;
	group->causes++;
	/* The page lists code 0 under a group whose range does not hold it. */
	if (cause->code == 0)
		snprintf(table->ranges[group - table->groups], RANGE_SIZE, "0, %u-%u", group->first, group->last);
	else if (cause->code < group->first || cause->code > group->last)
		wrong(sheet, row->line, "code %u is outside the range of %s, %u-%u", cause->code, group->slug,
		      group->first, group->last);
}

/* A name must be one that read_code takes for a name, and no other cause's. */
static void check_name(struct table *table, struct sheet *sheet, const struct csv_record *row, struct cause *cause)
{
	char *key = table->name_keys[table->cause_count];
	size_t length = name_key(text_of(cause->name), key);

	if (length == 0) {
		wrong(sheet, row->line, "a name needs letters, and %d of them at most: \"%s\"", NAME_KEY_SIZE - 1,
		      cause->name);
		return;
	}
	if (strspn(key, "0123456789") == length || strchr(cause->name, '_') != NULL || is_nothing(text_of(key)))
		wrong(sheet, row->line, "not to be told from what is no name: \"%s\"", cause->name);
	for (size_t i = 0; i < table->cause_count; i++)
		if (strcmp(table->name_keys[i], key) == 0)
			wrong(sheet, row->line, "duplicate name \"%s\" (%u is \"%s\")", cause->name,
			      table->causes[i].code, table->causes[i].name);
}

static void take_causes(struct table *table, struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		const struct csv_record *row = &sheet->rows[i];
		struct cause *cause = &table->causes[table->cause_count];
		const char *url = row->count > CELL_URL ? row->cells[CELL_URL] : "";
		*cause = (struct cause){ .name = row->cells[CELL_CAUSE],
					 .description = row->cells[CELL_DESCRIPTION],
					 .next_steps = row->cells[CELL_NEXT_STEPS],
					 .url = *url != '\0' ? url : NULL };
		check_code(table, sheet, row, cause);
		check_name(table, sheet, row, cause);
		check_group(table, sheet, row, cause);
		check_action(sheet, row, cause);
		if (cause->url != NULL && !is_address(cause->url))
			wrong(sheet, row->line, "bad url \"%s\"", cause->url);
		table->cause_count++;
	}
}

static void check_range(struct table *table, struct sheet *sheet, const struct csv_record *row, struct group *group)
{
	if (!read_plain_code(row->cells[CELL_FIRST], &group->first) ||
	    !read_plain_code(row->cells[CELL_LAST], &group->last)) {
		wrong(sheet, row->line, "bad range \"%s\" to \"%s\"", row->cells[CELL_FIRST], row->cells[CELL_LAST]);
		return;
	}
	if (group->first > group->last)
		wrong(sheet, row->line, "reversed range %u-%u", group->first, group->last);
	for (const struct group *other = table->groups; other < group; other++)
		if (group->first <= other->last && other->first <= group->last)
			wrong(sheet, row->line, "range %u-%u overlaps that of %s", group->first, group->last,
			      other->slug);
}

static void take_groups(struct table *table, struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		const struct csv_record *row = &sheet->rows[i];
		struct group *group = &table->groups[i];
		*group = (struct group){ .name = row->cells[CELL_NAME],
					 .slug = row->cells[CELL_SLUG],
					 .range = table->ranges[i],
					 .description = row->cells[CELL_GROUP_DESCRIPTION] };
		if (!is_slug(group->slug))
			wrong(sheet, row->line, "bad slug \"%s\"", group->slug);
		for (const struct group *other = table->groups; other < group; other++)
			if (strcmp(other->slug, group->slug) == 0 ||
			    text_same_key(text_of(other->name), text_of(group->name)))
				wrong(sheet, row->line, "duplicate group \"%s\" (%s)", group->name, group->slug);
		check_range(table, sheet, row, group);
		snprintf(table->ranges[i], RANGE_SIZE, "%u-%u", group->first, group->last);
		table->group_count++;
	}
}

static void take_sources(struct table *table, struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++) {
		const struct csv_record *row = &sheet->rows[i];
		struct source *source = &table->sources[i];
		*source = (struct source){ .name = row->cells[CELL_SOURCE],
					   .in_data = row->cells[CELL_IN_DATA],
					   .description = row->cells[CELL_SOURCE_DESCRIPTION] };
		for (const struct source *other = table->sources; other < source; other++)
			if (text_same_key(text_of(other->name), text_of(source->name)) ||
			    text_same_key(text_of(other->in_data), text_of(source->in_data)) ||
			    text_same_key(text_of(other->name), text_of(source->in_data)) ||
			    text_same_key(text_of(other->in_data), text_of(source->name)))
				wrong(sheet, row->line, "duplicate source \"%s\"", source->name);
		table->source_count++;
	}
}

static void take_about(struct table *table, struct sheet *sheet)
{
	const struct csv_record *row = &sheet->rows[0];

	if (sheet->count > 1)
		wrong(sheet, sheet->rows[1].line, "more than one row");
	table->date = row->cells[CELL_DATE];
	table->page = row->cells[CELL_PAGE];
	if (!is_date(table->date))
		wrong(sheet, row->line, "bad date \"%s\" (it is written 2026-11-20)", table->date);
	if (!is_address(table->page))
		wrong(sheet, row->line, "bad address \"%s\"", table->page);
}

/* Causes stand last: they lean on the groups. */
static size_t take_all(struct table *table, struct store *store)
{
	take_about(table, &store->about);
	take_sources(table, &store->sources);
	take_groups(table, &store->groups);
	take_causes(table, &store->causes);
	for (size_t i = 0; i < table->group_count; i++)
		if (table->groups[i].causes == 0)
			wrong(&store->groups, store->groups.rows[i].line, "group %s has no cause",
			      table->groups[i].slug);
	return store->about.errors + store->sources.errors + store->groups.errors + store->causes.errors;
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

int table_load(struct table *table, const char *directory)
{
	struct store *store = calloc(1, sizeof *store);
	int status = MADE;

	*table = (struct table){ .store = store };
	if (store == NULL) {
		fprintf(stderr, "mktable: out of memory\n");
		return TROUBLE;
	}
	store->causes =
		(struct sheet){ .file = "causes.csv", .columns = cause_columns, .column_count = COUNT(cause_columns) };
	store->groups =
		(struct sheet){ .file = "groups.csv", .columns = group_columns, .column_count = COUNT(group_columns) };
	store->sources = (struct sheet){ .file = "sources.csv",
					 .columns = source_columns,
					 .column_count = COUNT(source_columns) };
	store->about =
		(struct sheet){ .file = "about.csv", .columns = about_columns, .column_count = COUNT(about_columns) };
	struct sheet *const sheets[] = { &store->about, &store->sources, &store->groups, &store->causes };
	for (size_t i = 0; i < COUNT(sheets); i++) {
		int read = sheet_read(sheets[i], directory);
		status = read > status ? read : status;
	}
	if (status == MADE && take_all(table, store) > 0)
		status = WRONG;
	return status;
}

static void sheet_free(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->count; i++)
		row_clear(&sheet->rows[i]);
}

void table_free(struct table *table)
{
	struct store *store = table->store;

	if (store == NULL)
		return;
	sheet_free(&store->causes);
	sheet_free(&store->groups);
	sheet_free(&store->sources);
	sheet_free(&store->about);
	free(store);
	table->store = NULL;
}
