#include "table/mktable.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "table/key.h"

static const char made_by[] = "/* Made by mktable from the CSV files in src/table, the master copy: edit those. */\n";

static void print_string(FILE *out, const char *field, const char *string)
{
	if (string == NULL) {
		fprintf(out, "\t\t.%s = NULL,\n", field);
		return;
	}
	fprintf(out, "\t\t.%s = \"", field);
	for (const char *c = string; *c != '\0'; c++)
		fprintf(out, *c == '"' || *c == '\\' ? "\\%c" : "%c", *c);
	fprintf(out, "\",\n");
}

static void print_groups(FILE *out, const struct table *table)
{
	fprintf(out, "\nconst struct group groups[] = {\n");
	for (size_t i = 0; i < table->group_count; i++) {
		const struct group *group = &table->groups[i];
		fprintf(out, "\t{\n");
		print_string(out, "name", group->name);
		print_string(out, "slug", group->slug);
		print_string(out, "range", group->range);
		print_string(out, "description", group->description);
		fprintf(out, "\t\t.first = %u,\n\t\t.last = %u,\n\t\t.causes = %u,\n\t},\n", group->first, group->last,
			group->causes);
	}
	fprintf(out, "};\nconst size_t group_count = %zu;\n", table->group_count);
}

static void print_causes(FILE *out, const struct table *table)
{
	fprintf(out, "\nconst struct cause causes[] = {\n");
	for (size_t i = 0; i < table->cause_count; i++) {
		const struct cause *cause = &table->causes[i];
		fprintf(out, "\t{\n\t\t.code = %u,\n\t\t.name_length = %zu,\n\t\t.action = ACTION_", cause->code,
			strlen(cause->name));
		for (const char *c = action_name(cause->action); *c != '\0'; c++)
			fputc(toupper((unsigned char)*c), out);
		fprintf(out, ",\n\t\t.by_callee = %d,\n\t\t.group = &groups[%zu],\n", cause->by_callee,
			(size_t)(cause->group - table->groups));
		print_string(out, "name", cause->name);
		print_string(out, "description", cause->description);
		print_string(out, "next_steps", cause->next_steps);
		print_string(out, "url", cause->url);
		fprintf(out, "\t},\n");
	}
	fprintf(out, "};\nconst size_t cause_count = %zu;\n", table->cause_count);
}

static void print_rows(FILE *out, const struct table *table)
{
	fprintf(out, "%s#include \"table/cause.h\"\n", made_by);
	print_groups(out, table);
	print_causes(out, table);
	fprintf(out, "\nconst struct source sources[] = {\n");
	for (size_t i = 0; i < table->source_count; i++) {
		fprintf(out, "\t{\n");
		print_string(out, "name", table->sources[i].name);
		print_string(out, "in_data", table->sources[i].in_data);
		print_string(out, "description", table->sources[i].description);
		fprintf(out, "\t},\n");
	}
	fprintf(out, "};\nconst size_t source_count = %zu;\n", table->source_count);
	fprintf(out, "\nconst char table_date[] = \"%s\";\nconst char table_page[] = \"%s\";\n", table->date,
		table->page);
}

/* The smallest modulus under which all codes differ: there is one, the largest code and one more at the latest. */
static unsigned find_modulus(const struct table *table)
{
	for (unsigned modulus = 1;; modulus++) {
		bool taken[UINT16_MAX + 1] = { false };
		size_t i = 0;
		while (i < table->cause_count && !taken[table->causes[i].code % modulus])
			taken[table->causes[i++].code % modulus] = true;
		if (i == table->cause_count)
			return modulus;
	}
}

static void print_slots(FILE *out, const struct table *table)
{
	unsigned modulus = find_modulus(table);
	uint8_t slots[UINT16_MAX + 1] = { 0 };

	/* An empty slot holds 0, and the code of row 0 is in a slot of its own: a wrong code never compares equal. */
	for (size_t i = 0; i < table->cause_count; i++)
		slots[table->causes[i].code % modulus] = (uint8_t)i;
	fprintf(out, "\n/* The place in causes[] of the one code that leaves this remainder. */\n");
	fprintf(out, "enum { CODE_SLOTS = %u };\nstatic const uint8_t code_slots[CODE_SLOTS] = {", modulus);
	for (unsigned i = 0; i < modulus; i++)
		fprintf(out, "%s%u,", i % 16 == 0 ? "\n\t" : " ", slots[i]);
	fprintf(out, "\n};\n");
}

struct named {
	char key[NAME_KEY_SIZE];
	size_t cause;
};

static int compare_keys(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->key, ((const struct named *)b)->key);
}

static void print_index(FILE *out, const struct table *table)
{
	struct named names[MOST_ROWS] = { 0 };

	fprintf(out, "%s#include <stdint.h>\n\n#include \"table/key.h\"\n", made_by);
	print_slots(out, table);
	for (size_t i = 0; i < table->cause_count; i++) {
		name_key(text_of(table->causes[i].name), names[i].key);
		names[i].cause = i;
	}
	qsort(names, table->cause_count, sizeof names[0], compare_keys);
	fprintf(out, "\n/* The causes in the order of the keys of their names. */\n");
	fprintf(out, "static const struct {\n\tchar key[NAME_KEY_SIZE];\n\tuint8_t cause;\n} name_keys[] = {\n");
	for (size_t i = 0; i < table->cause_count; i++)
		fprintf(out, "\t{ \"%s\", %zu },\n", names[i].key, names[i].cause);
	fprintf(out, "};\n");
}

int main(int count, char **arguments)
{
	static const struct {
		const char *name;
		void (*print)(FILE *out, const struct table *table);
	} modes[] = { { "rows", print_rows }, { "index", print_index }, { "manual", print_manual } };
	struct table table = { 0 };
	size_t mode = 0;
	enum made made;

	while (count == 3 && mode < 3 && strcmp(arguments[1], modes[mode].name) != 0)
		mode++;
	if (count != 3 || mode == 3) {
		fprintf(stderr, "usage: mktable rows|index|manual DIR\n");
		return TROUBLE;
	}
	made = table_load(&table, arguments[2]);
	if (made == MADE)
		modes[mode].print(stdout, &table);
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("mktable: standard output");
		return TROUBLE;
	}
	return (int)made;
}
