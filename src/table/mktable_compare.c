#include "table/mktable.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "support/escape.h"

enum { MOST_PAGE = 4 * 1024 * 1024, MOST_CELLS = 8 };

/* What the page says of a cause, a group or a source. Texts belong to the page. */
struct page_cause {
	unsigned long code;
	const char *name;
	size_t group; /* of the page's groups; NO_GROUP: it stands under none */
};

struct page_group {
	const char *name;
	char range[RANGE_SIZE];
};

#define NO_GROUP SIZE_MAX

enum section { SECTION_NONE, SECTION_CAUSES, SECTION_SOURCES };

struct page {
	const char *file;
	char *bytes;
	struct page_cause causes[MOST_ROWS];
	struct page_group groups[MOST_ROWS];
	const char *sources[MOST_ROWS];
	size_t cause_count, group_count, source_count;
	enum section section; /* of the table that is being read */
	size_t errors;
};

/* One comparison: where it is printed, and how much differs. */
struct comparison {
	FILE *out;
	const struct table *table;
	const struct page *page;
	size_t differences;
};

static char *trim(char *text)
{
	size_t length;

	text += strspn(text, " \t\r");
	length = strlen(text);
	while (length > 0 && strchr(" \t\r", text[length - 1]) != NULL)
		text[--length] = '\0';
	return text;
}

/* Takes the marks of Markdown off a cell, in place: backticks, stars and the backslash before a mark. */
static char *plain(char *cell)
{
	char *to = cell;

	for (const char *from = cell; *from != '\0'; from++) {
		if (*from == '`' || *from == '*')
			continue;
		if (*from == '\\' && from[1] != '\0' && strchr("`*_|()[]-.\\", from[1]) != NULL)
			from++;
		*to++ = *from;
	}
	*to = '\0';
	return trim(cell);
}

/* Cuts `| a | b |` into its cells, in place. Returns how many there are. */
static size_t split_row(char *line, char *cells[MOST_CELLS])
{
	size_t count = 0;
	char *cell = line + 1;

	for (char *c = cell; count < MOST_CELLS; c++) {
		if (*c == '\\' && c[1] != '\0') {
			c++;
			continue;
		}
		if (*c != '|' && *c != '\0')
			continue;
		bool is_last = *c == '\0';
		*c = '\0';
		if (!is_last || *trim(cell) != '\0')
			cells[count++] = plain(cell);
		if (is_last)
			break;
		cell = c + 1;
	}
	return count;
}

static void page_wrong(struct page *page, size_t line, const char *what, const char *text)
{
	fprintf(stderr, "%s:%zu: %s: \"%s\"\n", show_string(page->file).text, line, what, show_string(text).text);
	page->errors++;
}

/* A heading `Carrier Errors (3070-3140)`, as an accordion's title or a Markdown heading. */
static void read_heading(struct page *page, char *line)
{
	static const char title[] = "title=\"";
	char *start = line[0] == '#' ? line + strspn(line, "#") : strstr(line, title);
	static const char digits[] = "0123456789";
	char *range;
	size_t first;
	size_t last;

	if (start == NULL)
		return;
	if (line[0] != '#') {
		start += sizeof title - 1;
		start[strcspn(start, "\"")] = '\0';
	}
	range = strrchr(start, '(');
	if (range == NULL || page->group_count == MOST_ROWS)
		return;
	*range++ = '\0';
	first = strspn(range, digits);
	last = range[first] == '-' ? strspn(range + first + 1, digits) : 0;
	if (first == 0 || last == 0 || range[first + 1 + last] != ')' || first + 1 + last >= RANGE_SIZE)
		return;
	struct page_group *group = &page->groups[page->group_count++];
	group->name = plain(trim(start));
	snprintf(group->range, sizeof group->range, "%.*s", (int)(first + 1 + last), range);
}

static void read_cause(struct page *page, size_t line, const char *code, const char *name)
{
	size_t length = strlen(code);
	struct page_cause cause = { .name = name, .group = page->group_count > 0 ? page->group_count - 1 : NO_GROUP };

	if (length == 0 || length > 5 || strspn(code, "0123456789") != length) {
		page_wrong(page, line, "no code", code);
		return;
	}
	cause.code = strtoul(code, NULL, 10);
	for (size_t i = 0; i < page->cause_count; i++)
		if (page->causes[i].code == cause.code)
			page_wrong(page, line, "a code that was there before", code);
	if (page->cause_count == MOST_ROWS)
		page_wrong(page, line, "one row too many", code);
	else
		page->causes[page->cause_count++] = cause;
}

static void read_row(struct page *page, size_t line, char *text)
{
	char *cells[MOST_CELLS];
	size_t count = split_row(text, cells);

	if (count < 2 || strspn(cells[0], "-: ") == strlen(cells[0]))
		return;
	if (strcmp(cells[0], "Code") == 0)
		page->section = SECTION_CAUSES;
	else if (strcmp(cells[0], "Source") == 0)
		page->section = SECTION_SOURCES;
	else if (page->section == SECTION_CAUSES)
		read_cause(page, line, cells[0], cells[1]);
	else if (page->section == SECTION_SOURCES && page->source_count < MOST_ROWS)
		page->sources[page->source_count++] = cells[0];
}

static void read_lines(struct page *page)
{
	size_t number = 0;

	for (char *line = page->bytes; line != NULL;) {
		char *end = strchr(line, '\n');
		number++;
		if (end != NULL)
			*end++ = '\0';
		line = trim(line);
		if (line[0] == '|') {
			read_row(page, number, line);
		} else {
			page->section = SECTION_NONE;
			read_heading(page, line);
		}
		line = end;
	}
}

/* Returns MADE, or TROUBLE after a message. */
static int page_read(struct page *page)
{
	FILE *in = fopen(page->file, "r");
	size_t length;

	page->bytes = malloc(MOST_PAGE + 1);
	if (in == NULL || page->bytes == NULL) {
		fprintf(stderr, "mktable: %s: %s\n", show_string(page->file).text, strerror(errno));
		if (in != NULL)
			fclose(in);
		return TROUBLE;
	}
	length = fread(page->bytes, 1, MOST_PAGE, in);
	page->bytes[length] = '\0';
	if (ferror(in) || length == MOST_PAGE || strlen(page->bytes) != length) {
		fprintf(stderr, "mktable: %s: cannot be read as a page of text\n", show_string(page->file).text);
		fclose(in);
		return TROUBLE;
	}
	fclose(in);
	read_lines(page);
	if (page->cause_count == 0) {
		fprintf(stderr, "mktable: %s: no table of causes (| Code | Cause | ...) in it\n",
			show_string(page->file).text);
		return TROUBLE;
	}
	return page->errors > 0 ? TROUBLE : MADE;
}

static const struct cause *table_code(const struct table *table, unsigned long code)
{
	for (size_t i = 0; i < table->cause_count; i++)
		if (table->causes[i].code == code)
			return &table->causes[i];
	return NULL;
}

static const struct page_cause *page_code(const struct page *page, unsigned long code)
{
	for (size_t i = 0; i < page->cause_count; i++)
		if (page->causes[i].code == code)
			return &page->causes[i];
	return NULL;
}

/* A cause of the page that the table lacks under its code: perhaps it has it under one that the page has no more. */
static void compare_missing(struct comparison *comparison, const struct page_cause *cause)
{
	const struct table *table = comparison->table;

	comparison->differences++;
	for (size_t i = 0; i < table->cause_count; i++) {
		if (text_same_key(text_of(table->causes[i].name), text_of(cause->name)) &&
		    page_code(comparison->page, table->causes[i].code) == NULL) {
			fprintf(comparison->out, "%lu %s: new number, in the table it is %u\n", cause->code,
				show_string(cause->name).text, table->causes[i].code);
			return;
		}
	}
	fprintf(comparison->out, "%lu %s: only on the page\n", cause->code, show_string(cause->name).text);
}

/* Whether the page has a cause of the table under another number. */
static bool is_renumbered(const struct comparison *comparison, const struct cause *cause)
{
	const struct page *page = comparison->page;

	for (size_t i = 0; i < page->cause_count; i++)
		if (text_same_key(text_of(page->causes[i].name), text_of(cause->name)) &&
		    table_code(comparison->table, page->causes[i].code) == NULL)
			return true;
	return false;
}

/* The range of a group as the page heads it, which has no word of code 0. */
static void heading_range(const struct group *group, char range[RANGE_SIZE])
{
	snprintf(range, RANGE_SIZE, "%u-%u", group->first, group->last);
}

/* The table's group that is one of the page: by its name, else by its range; NULL if there is none. */
static const struct group *same_group(const struct table *table, const struct page_group *theirs)
{
	char range[RANGE_SIZE];

	for (size_t i = 0; i < table->group_count; i++)
		if (strcmp(table->groups[i].name, theirs->name) == 0)
			return &table->groups[i];
	for (size_t i = 0; i < table->group_count; i++) {
		heading_range(&table->groups[i], range);
		if (strcmp(range, theirs->range) == 0)
			return &table->groups[i];
	}
	return NULL;
}

/* A cause that both have under the same number. */
static void compare_cause(struct comparison *comparison, const struct cause *ours, const struct page_cause *theirs)
{
	if (strcmp(ours->name, theirs->name) != 0) {
		fprintf(comparison->out, "%u %s: renamed, on the page it is %s\n", ours->code, ours->name,
			show_string(theirs->name).text);
		comparison->differences++;
	}
	if (theirs->group == NO_GROUP)
		return;
	const struct page_group *group = &comparison->page->groups[theirs->group];
	if (same_group(comparison->table, group) != ours->group) {
		fprintf(comparison->out, "%u %s: moved from %s, on the page it is under %s\n", ours->code, ours->name,
			ours->group->name, show_string(group->name).text);
		comparison->differences++;
	}
}

static void compare_causes(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->page->cause_count; i++) {
		const struct page_cause *theirs = &comparison->page->causes[i];
		const struct cause *ours = table_code(comparison->table, theirs->code);
		if (ours != NULL)
			compare_cause(comparison, ours, theirs);
		else
			compare_missing(comparison, theirs);
	}
	for (size_t i = 0; i < comparison->table->cause_count; i++) {
		const struct cause *ours = &comparison->table->causes[i];
		if (page_code(comparison->page, ours->code) == NULL && !is_renumbered(comparison, ours)) {
			fprintf(comparison->out, "%u %s: only in the table\n", ours->code, ours->name);
			comparison->differences++;
		}
	}
}

static void compare_group(struct comparison *comparison, const struct group *ours, const struct page_group *theirs)
{
	char range[RANGE_SIZE];

	heading_range(ours, range);
	if (strcmp(ours->name, theirs->name) != 0) {
		fprintf(comparison->out, "group %s (%s): renamed, on the page it is %s\n", ours->name, range,
			show_string(theirs->name).text);
		comparison->differences++;
	}
	if (strcmp(range, theirs->range) != 0) {
		fprintf(comparison->out, "group %s (%s): another range, on the page it is %s\n", ours->name, range,
			theirs->range);
		comparison->differences++;
	}
}

static void compare_groups(struct comparison *comparison)
{
	const struct table *table = comparison->table;
	const struct page *page = comparison->page;
	bool found[MOST_ROWS] = { false };

	for (size_t i = 0; i < page->group_count; i++) {
		const struct page_group *theirs = &page->groups[i];
		const struct group *ours = same_group(table, theirs);
		if (ours != NULL) {
			found[ours - table->groups] = true;
			compare_group(comparison, ours, theirs);
			continue;
		}
		fprintf(comparison->out, "group %s (%s): only on the page\n", show_string(theirs->name).text,
			theirs->range);
		comparison->differences++;
	}
	for (size_t i = 0; i < table->group_count; i++) {
		char range[RANGE_SIZE];
		if (found[i])
			continue;
		heading_range(&table->groups[i], range);
		fprintf(comparison->out, "group %s (%s): only in the table\n", table->groups[i].name, range);
		comparison->differences++;
	}
}

static void compare_sources(struct comparison *comparison)
{
	const struct table *table = comparison->table;
	const struct page *page = comparison->page;

	for (size_t i = 0; i < page->source_count; i++) {
		size_t j = 0;
		while (j < table->source_count && strcmp(table->sources[j].name, page->sources[i]) != 0)
			j++;
		if (j == table->source_count) {
			fprintf(comparison->out, "source %s: only on the page\n", show_string(page->sources[i]).text);
			comparison->differences++;
		}
	}
	for (size_t i = 0; i < table->source_count; i++) {
		size_t j = 0;
		while (j < page->source_count && strcmp(page->sources[j], table->sources[i].name) != 0)
			j++;
		if (j == page->source_count) {
			fprintf(comparison->out, "source %s: only in the table\n", table->sources[i].name);
			comparison->differences++;
		}
	}
}

int compare_page(FILE *out, const struct table *table, const char *file)
{
	struct page *page = calloc(1, sizeof *page);
	struct comparison comparison = { .out = out, .table = table, .page = page };
	int status;

	if (page == NULL) {
		fprintf(stderr, "mktable: out of memory\n");
		return TROUBLE;
	}
	page->file = file;
	status = page_read(page);
	if (status == MADE) {
		compare_causes(&comparison);
		compare_groups(&comparison);
		compare_sources(&comparison);
		if (comparison.differences == 0)
			fprintf(out, "no difference: %zu causes, %zu groups, %zu sources\n", page->cause_count,
				page->group_count, page->source_count);
		else
			status = WRONG;
	}
	free(page->bytes);
	free(page);
	return status;
}
