/* SPDX-License-Identifier: MIT */
#include "table/mktable.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "table/key.h"

static const char made_by[] = "/* Made by mktable from the CSV files in src/table, the master copy: edit those. */\n";

/* Where the next line comes from: what the compiler says of a row names the row. */
static void print_place(FILE *out, const struct sheet *sheet, size_t i)
{
	fprintf(out, "#line %zu \"%s\"\n", sheet->rows[i].line, sheet->path);
}

static void print_string(FILE *out, const char *field, const char *string)
{
	fprintf(out, " .%s = \"", field);
	for (const char *c = string; *c != '\0'; c++)
		fprintf(out, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
	fprintf(out, "\",");
}

void print_upper(FILE *out, const char *prefix, const char *word)
{
	fputs(prefix, out);
	for (; *word != '\0'; word++)
		fputc(toupper((unsigned char)*word), out);
}

static void print_groups(FILE *out, const struct table_files *files)
{
	for (size_t i = 0; i < files->groups.count; i++) {
		char *const *cells = files->groups.rows[i].cells;
		struct range range = table_files_range(files, i);
		print_place(out, &files->groups, i);
		print_upper(out, "\t{ .table = TABLE_", files->name);
		fprintf(out, ", .first = %s, .last = %s, .causes = %zu,", cells[CELL_FIRST], cells[CELL_LAST],
			range.causes);
		print_string(out, "name", cells[CELL_NAME]);
		print_string(out, "slug", cells[CELL_SLUG]);
		print_string(out, "range", range.text);
		print_string(out, "description", cells[CELL_GROUP_DESCRIPTION]);
		fprintf(out, " },\n");
	}
}

/* Returns false if a group is not there. */
static bool print_causes(FILE *out, const struct table_files *files, size_t first_group)
{
	bool is_good = true;

	for (size_t i = 0; i < files->causes.count; i++) {
		const struct row *row = &files->causes.rows[i];
		size_t group = table_files_group(files, row);
		is_good &= group < files->groups.count;
		print_place(out, &files->causes, i);
		print_upper(out, "\t{ .table = TABLE_", files->name);
		print_upper(out, ", .action = ACTION_", row->cells[CELL_ACTION]);
		fprintf(out, ", .code = %s, .name_length = %zu, .group = &groups[%zu],", row->cells[CELL_CODE],
			strlen(row->cells[CELL_CAUSE]), first_group + group);
		if (*row->cells[CELL_BY] != '\0')
			fprintf(out, " .by_%s = true,", row->cells[CELL_BY]);
		print_string(out, "name", row->cells[CELL_CAUSE]);
		print_string(out, "description", row->cells[CELL_DESCRIPTION]);
		print_string(out, "next_steps", row->cells[CELL_NEXT_STEPS]);
		if (*row->cells[CELL_URL] != '\0')
			print_string(out, "url", row->cells[CELL_URL]);
		fprintf(out, " },\n");
	}
	return is_good;
}

static void print_sources(FILE *out, const struct table_files *files)
{
	for (size_t i = 0; i < files->sources.count; i++) {
		char *const *cells = files->sources.rows[i].cells;
		print_place(out, &files->sources, i);
		print_upper(out, "\t{ .table = TABLE_", files->name);
		fprintf(out, ",");
		print_string(out, "name", cells[CELL_SOURCE]);
		print_string(out, "in_data", cells[CELL_IN_DATA]);
		print_string(out, "description", cells[CELL_SOURCE_DESCRIPTION]);
		fprintf(out, " },\n");
	}
}

static void print_stretch(FILE *out, const char *what, size_t *first, size_t count)
{
	fprintf(out, " .%s = { %zu, %zu },", what, *first, *first + count);
	*first += count;
}

static void print_tables(FILE *out, const struct table_files *files, size_t count)
{
	size_t cause = 0, group = 0, source = 0;

	for (size_t i = 0; i < count; i++) {
		print_place(out, &files[i].about, 0);
		print_upper(out, "\t[TABLE_", files[i].name);
		fprintf(out, "] = {");
		print_stretch(out, "causes", &cause, files[i].causes.count);
		print_stretch(out, "groups", &group, files[i].groups.count);
		print_stretch(out, "sources", &source, files[i].sources.count);
		print_string(out, "word", files[i].name);
		print_string(out, "name", files[i].about.rows[0].cells[CELL_TABLE]);
		print_string(out, "date", files[i].about.rows[0].cells[CELL_DATE]);
		print_string(out, "page", files[i].about.rows[0].cells[CELL_PAGE]);
		fprintf(out, " },\n");
	}
	fprintf(out, "};\nconst size_t cause_count = %zu, group_count = %zu, source_count = %zu;\n", cause, group,
		source);
	fprintf(out, "_Static_assert(%zu <= CAUSES_MAX, \"no room for so many causes: raise CAUSES_MAX\");\n", cause);
}

static bool print_rows(FILE *out, const struct table_files *files, size_t count)
{
	size_t first_group = 0;
	bool is_good = true;

	fprintf(out, "%s#include \"table/cause.h\"\n\nconst struct group groups[] = {\n", made_by);
	for (size_t i = 0; i < count; i++)
		print_groups(out, &files[i]);
	fprintf(out, "};\n\nconst struct cause causes[] = {\n");
	for (size_t i = 0; i < count; i++) {
		is_good &= print_causes(out, &files[i], first_group);
		first_group += files[i].groups.count;
	}
	fprintf(out, "};\n\nconst struct source sources[] = {\n");
	for (size_t i = 0; i < count; i++)
		print_sources(out, &files[i]);
	fprintf(out, "};\n\nconst struct table tables[TABLE_COUNT] = {\n");
	print_tables(out, files, count);
	return is_good;
}

static unsigned long code_of(const struct table_files *files, size_t i)
{
	return strtoul(files->causes.rows[i].cells[CELL_CODE], NULL, 10) % CODE_COUNT;
}

/* Whether the codes of a table all leave different remainders. */
static bool divides(const struct table_files *files, unsigned long modulus)
{
	bool taken[CODE_COUNT] = { false };

	for (size_t i = 0; i < files->causes.count; i++) {
		bool *place = &taken[code_of(files, i) % modulus];
		if (*place)
			return false;
		*place = true;
	}
	return true;
}

/* The smallest modulus under which the codes of each table differ; 0 if there is none, for two are the same. */
static unsigned long find_modulus(const struct table_files *files, size_t count)
{
	for (unsigned long modulus = 1; modulus <= CODE_COUNT; modulus++) {
		size_t i = 0;
		while (i < count && divides(&files[i], modulus))
			i++;
		if (i == count)
			return modulus;
	}
	return 0;
}

/* An empty slot holds its table's first cause, whose code is in a slot of its own: a wrong code never compares equal. */
static void print_slots(FILE *out, const struct table_files *files, unsigned long modulus, size_t first)
{
	size_t slots[CODE_COUNT] = { 0 };

	for (size_t i = 0; i < files->causes.count; i++)
		slots[code_of(files, i) % modulus] = i;
	print_upper(out, "\t[TABLE_", files->name);
	fprintf(out, "] = {");
	for (unsigned long i = 0; i < modulus; i++)
		fprintf(out, "%s%zu,", i % 16 == 0 ? "\n\t\t" : " ", first + slots[i]);
	fprintf(out, "\n\t},\n");
}

struct named {
	char key[NAME_KEY_SIZE];
	size_t cause;
};

static int compare_names(const void *a, const void *b)
{
	const struct named *one = a;
	const struct named *other = b;
	int order = strcmp(one->key, other->key);

	return order != 0 ? order : (one->cause > other->cause) - (one->cause < other->cause);
}

static void print_names(FILE *out, const struct table_files *files, size_t first)
{
	struct named *names = calloc(files->causes.count, sizeof *names);

	for (size_t i = 0; i < files->causes.count && names != NULL; i++) {
		name_key(text_of(files->causes.rows[i].cells[CELL_CAUSE]), names[i].key);
		names[i].cause = first + i;
	}
	if (names == NULL)
		abort();
	qsort(names, files->causes.count, sizeof *names, compare_names);
	for (size_t i = 0; i < files->causes.count; i++)
		fprintf(out, "\t{ \"%s\", %zu },\n", names[i].key, names[i].cause);
	free(names);
}

static bool print_index(FILE *out, const struct table_files *files, size_t count)
{
	unsigned long modulus = find_modulus(files, count);
	size_t first = 0;

	if (modulus == 0) {
		fprintf(stderr, "mktable: a code stands twice in a table\n");
		return false;
	}
	fprintf(out, "%s#include <stdint.h>\n\n#include \"table/key.h\"\n", made_by);
	fprintf(out, "\n/* The place in causes[] of the one code of a table that leaves this remainder. */\n");
	fprintf(out, "enum { CODE_SLOTS = %lu };\n", modulus);
	fprintf(out, "static const uint8_t code_slots[TABLE_COUNT][CODE_SLOTS] = {\n");
	for (size_t i = 0; i < count; first += files[i++].causes.count)
		print_slots(out, &files[i], modulus, first);
	fprintf(out, "};\n\n/* The causes of each table in the order of the keys of their names. */\n");
	fprintf(out, "static const struct {\n\tchar key[NAME_KEY_SIZE];\n\tuint8_t cause;\n} name_keys[] = {\n");
	first = 0;
	for (size_t i = 0; i < count; first += files[i++].causes.count)
		print_names(out, &files[i], first);
	fprintf(out, "};\n");
	return true;
}

int main(int count, char **arguments)
{
	static const struct {
		const char *name;
		bool (*print)(FILE *out, const struct table_files *files, size_t count);
	} modes[] = { { "rows", print_rows }, { "index", print_index }, { "manual", print_manual } };
	static struct table_files files[TABLE_COUNT];
	size_t mode = 0;
	bool is_good = true;

	while (count == 2 + TABLE_COUNT && mode < 3 && strcmp(arguments[1], modes[mode].name) != 0)
		mode++;
	if (count != 2 + TABLE_COUNT || mode == 3) {
		fprintf(stderr, "usage: mktable rows|index|manual DIR...\n");
		return 2;
	}
	for (size_t i = 0; i < TABLE_COUNT; i++)
		is_good &= table_files_read(&files[i], arguments[2 + i]);
	is_good = is_good && modes[mode].print(stdout, files, TABLE_COUNT);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("mktable: standard output");
		return 2;
	}
	return is_good ? 0 : 1;
}
