#include "table/mktable.h"

#include <csv.h>
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "support/diagnostics.h"
#include "support/escape.h"
#include "support/memory.h"
#include "table/key.h"

enum { MOST_COLUMNS = 8 };

struct column {
	const char *name; /* NULL: there are no more */
	bool may_be_empty;
};

/* A file that is being read: each row is checked and taken as it ends. */
struct sheet {
	const struct file *file;
	struct table *table;
	char *cells[MOST_COLUMNS]; /* of the row that is being read */
	size_t cell_count;
	size_t row_line;  /* on which that row began */
	size_t row_count; /* with the header */
	size_t line;      /* of the file */
	size_t errors;
	bool has_header; /* the right one */
};

/* What a file is to be. */
struct file {
	const char *name; /* without its directory, for messages */
	struct column columns[MOST_COLUMNS + 1];
	void (*take)(struct sheet *sheet, char *const *cells);
};

enum { CELL_CODE, CELL_CAUSE, CELL_GROUP, CELL_ACTION, CELL_BY, CELL_DESCRIPTION, CELL_NEXT_STEPS, CELL_URL };
enum { CELL_NAME, CELL_SLUG, CELL_FIRST, CELL_LAST, CELL_GROUP_DESCRIPTION };
enum { CELL_SOURCE, CELL_IN_DATA, CELL_SOURCE_DESCRIPTION };
enum { CELL_DATE, CELL_PAGE };

/* About the row that is being read. */
PRINTF_LIKE(2, 3) static void wrong(struct sheet *sheet, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s:%zu: ", sheet->file->name, sheet->row_line);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	sheet->errors++;
}

/* A code as the files write it, digits without a leading zero: written again it is the same, neither more nor cut. */
static bool read_plain_code(const char *cell, uint16_t *code)
{
	uint16_t value = (uint16_t)strtoul(cell, NULL, 10);
	char again[8];

	snprintf(again, sizeof again, "%u", value);
	if (strcmp(again, cell) != 0)
		return false;
	*code = value;
	return true;
}

/* Words of small letters and digits with single dashes between them. */
static bool is_slug(const char *cell)
{
	for (const char *c = cell; *c != '\0'; c++) {
		bool is_letter = (*c >= 'a' && *c <= 'z') || text_is_digit(*c);
		if (!is_letter && (*c != '-' || c == cell || c[-1] == '-' || c[1] == '\0'))
			return false;
	}
	return true;
}

/* An https address that can stand in a line of text and in quotes. */
static bool is_address(const char *cell)
{
	static const char start[] = "https://";

	return strncmp(cell, start, sizeof start - 1) == 0 && strlen(cell) > sizeof start - 1 &&
	       strcspn(cell, " \"'<>\\`{}|^") == strlen(cell);
}

/* What is no day of the calendar becomes another date. */
static bool is_date(const char *cell)
{
	struct tm date = { 0 };
	char again[16];

	if (strptime(cell, "%Y-%m-%d", &date) == NULL)
		return false;
	timegm(&date);
	return strftime(again, sizeof again, "%Y-%m-%d", &date) == 10 && strcmp(again, cell) == 0;
}

static void take_about(struct sheet *sheet, char *const *cells)
{
	if (sheet->table->date != NULL) {
		wrong(sheet, "more than one row");
		return;
	}
	sheet->table->date = cells[CELL_DATE];
	sheet->table->page = cells[CELL_PAGE];
	if (!is_date(cells[CELL_DATE]))
		wrong(sheet, "bad date \"%s\" (it is written 2026-11-20)", cells[CELL_DATE]);
	if (!is_address(cells[CELL_PAGE]))
		wrong(sheet, "bad address \"%s\"", cells[CELL_PAGE]);
}

static bool has_spelling(const struct source *source, const char *name)
{
	return text_same_key(text_of(source->name), text_of(name)) ||
	       text_same_key(text_of(source->in_data), text_of(name));
}

static void take_source(struct sheet *sheet, char *const *cells)
{
	struct table *table = sheet->table;
	struct source *source = &table->sources[table->source_count++];

	*source = (struct source){ .name = cells[CELL_SOURCE],
				   .in_data = cells[CELL_IN_DATA],
				   .description = cells[CELL_SOURCE_DESCRIPTION] };
	for (const struct source *other = table->sources; other < source; other++)
		if (has_spelling(other, source->name) || has_spelling(other, source->in_data))
			wrong(sheet, "duplicate source \"%s\"", source->name);
}

static void check_range(struct sheet *sheet, char *const *cells, struct group *group)
{
	if (!read_plain_code(cells[CELL_FIRST], &group->first) || !read_plain_code(cells[CELL_LAST], &group->last)) {
		wrong(sheet, "bad range \"%s\" to \"%s\"", cells[CELL_FIRST], cells[CELL_LAST]);
		return;
	}
	if (group->first > group->last)
		wrong(sheet, "reversed range %u-%u", group->first, group->last);
	for (const struct group *other = sheet->table->groups; other < group; other++)
		if (group->first <= other->last && other->first <= group->last)
			wrong(sheet, "range %u-%u overlaps that of %s", group->first, group->last, other->slug);
}

static void take_group(struct sheet *sheet, char *const *cells)
{
	struct table *table = sheet->table;
	size_t place = table->group_count++;
	struct group *group = &table->groups[place];

	*group = (struct group){ .name = cells[CELL_NAME],
				 .slug = cells[CELL_SLUG],
				 .range = table->ranges[place],
				 .description = cells[CELL_GROUP_DESCRIPTION] };
	table->group_lines[place] = sheet->row_line;
	if (!is_slug(group->slug))
		wrong(sheet, "bad slug \"%s\"", group->slug);
	for (const struct group *other = table->groups; other < group; other++)
		if (strcmp(other->slug, group->slug) == 0 || text_same_key(text_of(other->name), text_of(group->name)))
			wrong(sheet, "duplicate group \"%s\" (%s)", group->name, group->slug);
	check_range(sheet, cells, group);
	snprintf(table->ranges[place], RANGE_SIZE, "%u-%u", group->first, group->last);
}

static void check_code(struct sheet *sheet, const char *code, struct cause *cause)
{
	const struct cause *first = sheet->table->causes;

	if (!read_plain_code(code, &cause->code)) {
		wrong(sheet, "bad code \"%s\"", code);
		return;
	}
	for (const struct cause *other = first; other < cause; other++) {
		if (other->code == cause->code) {
			wrong(sheet, "duplicate code %u", cause->code);
			return;
		}
	}
	if (cause > first && cause->code < cause[-1].code)
		wrong(sheet, "code %u after %u: the order is that of the codes", cause->code, cause[-1].code);
}

/* A name must be one that read_code takes for a name, and no other cause's. */
static void check_name(struct sheet *sheet, const struct cause *cause)
{
	char key[NAME_KEY_SIZE];
	char other_key[NAME_KEY_SIZE];
	size_t length = name_key(text_of(cause->name), key);

	if (length == 0) {
		wrong(sheet, "a name needs letters, and %d of them at most: \"%s\"", NAME_KEY_SIZE - 1, cause->name);
		return;
	}
	if (strspn(key, "0123456789") == length || strchr(cause->name, '_') != NULL || is_nothing(text_of(key)))
		wrong(sheet, "not to be told from what is no name: \"%s\"", cause->name);
	for (const struct cause *other = sheet->table->causes; other < cause; other++)
		if (name_key(text_of(other->name), other_key) > 0 && strcmp(other_key, key) == 0)
			wrong(sheet, "duplicate name \"%s\" (%u is \"%s\")", cause->name, other->code, other->name);
}

static void check_group(struct sheet *sheet, const char *slug, struct cause *cause)
{
	struct table *table = sheet->table;
	size_t place = 0;

	while (place < table->group_count && strcmp(slug, table->groups[place].slug) != 0)
		place++;
	if (place == table->group_count) {
		wrong(sheet, "unknown group \"%s\"", slug);
		return;
	}
	struct group *group = &table->groups[place];
	cause->group = group;
	group->causes++;
	/* The page lists code 0 under a group whose range does not hold it. */
	if (cause->code == 0)
		snprintf(table->ranges[place], RANGE_SIZE, "0, %u-%u", group->first, group->last);
	else if (cause->code < group->first || cause->code > group->last)
		wrong(sheet, "code %u is outside the range of %s, %u-%u", cause->code, slug, group->first, group->last);
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

static void check_action(struct sheet *sheet, const char *name, struct cause *cause)
{
	enum action wanted = action_of(cause->next_steps);

	while (cause->action < ACTION_COUNT && strcmp(name, action_name(cause->action)) != 0)
		cause->action++;
	if (cause->action == ACTION_COUNT)
		wrong(sheet, "unknown action \"%s\" (none, retry, fix, support)", name);
	else if (cause->action != wanted)
		wrong(sheet, "action %s, but the next steps begin like %s: \"%s\"", name, action_name(wanted),
		      show_string(cause->next_steps).text);
}

static void take_cause(struct sheet *sheet, char *const *cells)
{
	struct table *table = sheet->table;
	struct cause *cause = &table->causes[table->cause_count++];

	*cause = (struct cause){ .name = cells[CELL_CAUSE],
				 .description = cells[CELL_DESCRIPTION],
				 .next_steps = cells[CELL_NEXT_STEPS],
				 .url = *cells[CELL_URL] != '\0' ? cells[CELL_URL] : NULL };
	check_code(sheet, cells[CELL_CODE], cause);
	check_name(sheet, cause);
	check_group(sheet, cells[CELL_GROUP], cause);
	check_action(sheet, cells[CELL_ACTION], cause);
	cause->by_callee = strcmp(cells[CELL_BY], "callee") == 0;
	if (*cells[CELL_BY] != '\0' && !cause->by_callee)
		wrong(sheet, "\"%s\" is neither \"callee\" nor nothing", show_string(cells[CELL_BY]).text);
	if (cause->url != NULL && !is_address(cause->url))
		wrong(sheet, "bad url \"%s\"", cause->url);
}

/* Causes stand last: they lean on the groups. */
enum { ABOUT, SOURCES, GROUPS, CAUSES, FILE_COUNT };
static const struct file files[FILE_COUNT] = {
	[ABOUT] = { "about.csv", { [CELL_DATE] = { .name = "date" }, [CELL_PAGE] = { .name = "page" } }, take_about },
	[SOURCES] = { "sources.csv",
		      { [CELL_SOURCE] = { .name = "source" },
			[CELL_IN_DATA] = { .name = "in_data" },
			[CELL_SOURCE_DESCRIPTION] = { .name = "description" } },
		      take_source },
	[GROUPS] = { "groups.csv",
		     { [CELL_NAME] = { .name = "name" },
		       [CELL_SLUG] = { .name = "slug" },
		       [CELL_FIRST] = { .name = "first" },
		       [CELL_LAST] = { .name = "last" },
		       [CELL_GROUP_DESCRIPTION] = { .name = "description" } },
		     take_group },
	[CAUSES] = { "causes.csv",
		     { [CELL_CODE] = { .name = "code" },
		       [CELL_CAUSE] = { .name = "cause" },
		       [CELL_GROUP] = { .name = "group" },
		       [CELL_ACTION] = { .name = "action" },
		       [CELL_BY] = { .name = "by", .may_be_empty = true },
		       [CELL_DESCRIPTION] = { .name = "description" },
		       [CELL_NEXT_STEPS] = { .name = "next_steps" },
		       [CELL_URL] = { .name = "url", .may_be_empty = true } },
		     take_cause },
};

/* What is wrong with the bytes of a cell that is not empty, whatever it means; NULL if nothing. */
static const char *cell_trouble(const char *cell)
{
	for (const char *c = cell; *c != '\0'; c++) {
		if ((unsigned char)*c >= 0x80)
			return "holds a byte that is not ASCII";
		if (*c < 0x20 || *c == 0x7f)
			return "holds a control byte";
	}
	if (cell[0] == ' ' || cell[strlen(cell) - 1] == ' ')
		return "begins or ends with a blank";
	return strchr("=+-@", cell[0]) != NULL ? "begins like a formula" : NULL;
}

static void check_cell(struct sheet *sheet, const struct column *column, const char *cell)
{
	const char *trouble;

	if (sheet->row_count == 1) {
		if (strcmp(cell, column->name) != 0)
			wrong(sheet, "unknown header \"%s\" where \"%s\" belongs", show_string(cell).text,
			      column->name);
		return;
	}
	if (*cell == '\0') {
		if (!column->may_be_empty)
			wrong(sheet, "empty cell \"%s\"", column->name);
		return;
	}
	trouble = cell_trouble(cell);
	if (trouble != NULL)
		wrong(sheet, "cell \"%s\" %s: \"%s\"", column->name, trouble, show_string(cell).text);
}

/* The header or a row, whatever it means. */
static void check_cells(struct sheet *sheet)
{
	const char *what = sheet->row_count == 1 ? "header" : "cell";
	const struct column *columns = sheet->file->columns;
	size_t count = 0;

	for (; columns[count].name != NULL; count++) {
		if (count < sheet->cell_count)
			check_cell(sheet, &columns[count], sheet->cells[count]);
		else
			wrong(sheet, "missing %s \"%s\"", what, columns[count].name);
	}
	if (sheet->cell_count > count)
		wrong(sheet, "%zu %ss, not %zu", sheet->cell_count, what, count);
}

static void end_cell(void *bytes, size_t length, void *data)
{
	struct sheet *sheet = data;
	size_t place = sheet->cell_count++;

	if (place >= MOST_COLUMNS)
		return;
	/* A NUL would end the cell early: a control byte that stands for it is refused as well. */
	for (char *nul = memchr(bytes, '\0', length); nul != NULL; nul = memchr(bytes, '\0', length))
		*nul = '\x01';
	sheet->cells[place] = allocate(length + 1, 1);
	memcpy(sheet->cells[place], bytes, length);
}

/* libcsv reports no row for a blank line. */
static void end_row(int end, void *data)
{
	struct sheet *sheet = data;
	size_t errors = sheet->errors;

	(void)end;
	sheet->row_count++;
	check_cells(sheet);
	if (sheet->row_count > 1 + MOST_ROWS)
		wrong(sheet, "more than %d rows", MOST_ROWS);
	if (sheet->row_count == 1)
		sheet->has_header = sheet->errors == 0;
	else if (sheet->has_header && sheet->errors == errors)
		sheet->file->take(sheet, sheet->cells);
	sheet->cell_count = 0;
}

/* Hands the file to libcsv by lines, so that a row's line is known. Returns false if it cannot be read. */
static bool read_rows(struct sheet *sheet, FILE *in)
{
	struct csv_parser parser;
	bool is_csv = true;
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI);
	csv_set_realloc_func(&parser, reallocate);
	while (is_csv && (length = getline(&line, &room, in)) >= 0) {
		sheet->line++;
		if (sheet->cell_count == 0 && parser.pstate == 0)
			sheet->row_line = sheet->line;
		is_csv = csv_parse(&parser, line, (size_t)length, end_cell, end_row, sheet) == (size_t)length;
	}
	if (ferror(in))
		return false;
	if (!is_csv)
		wrong(sheet, "no well-formed CSV: a quote where none belongs");
	else if (csv_fini(&parser, end_cell, end_row, sheet) != 0)
		wrong(sheet, "no well-formed CSV: a quote that is never closed");
	sheet->row_line = sheet->line + 1;
	if (sheet->row_count < 2 && sheet->errors == 0)
		wrong(sheet, "no rows");
	return true;
}

static enum made read_file(struct table *table, const struct file *file, const char *directory)
{
	struct sheet sheet = { .file = file, .table = table };
	char path[4096];
	FILE *in;

	snprintf(path, sizeof path, "%s/%s", directory, file->name);
	in = fopen(path, "r");
	if (in == NULL || !read_rows(&sheet, in)) {
		fprintf(stderr, "mktable: %s: %s\n", show_string(path).text, strerror(errno));
		return TROUBLE;
	}
	return sheet.errors > 0 ? WRONG : MADE;
}

enum made table_load(struct table *table, const char *directory)
{
	enum made made = MADE;

	for (size_t i = 0; i < FILE_COUNT && made == MADE; i++)
		made = read_file(table, &files[i], directory);
	if (made != MADE)
		return made;
	for (size_t i = 0; i < table->group_count; i++) {
		struct sheet sheet = { .file = &files[GROUPS], .row_line = table->group_lines[i] };
		if (table->groups[i].causes > 0)
			continue;
		wrong(&sheet, "group %s has no cause", table->groups[i].slug);
		made = WRONG;
	}
	return made;
}
