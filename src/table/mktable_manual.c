/* SPDX-License-Identifier: MIT */
#include "table/mktable.h"

#include <string.h>

/* Text for roff: dashes stay the ASCII dashes that people copy, and neither backslash nor quote means anything. */
static void print_escaped(FILE *out, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const char *special = text[i] == '-'    ? "\\-"
				      : text[i] == '\\' ? "\\e"
				      : text[i] == '"'  ? "\\(dq"
							: NULL;
		if (special != NULL)
			fputs(special, out);
		else
			fputc(text[i], out);
	}
}

/* Lines of text, of which none begins a request, and every sentence begins one, as mdoc wants it. */
static void print_text(FILE *out, const char *text)
{
	enum { LINE = 72 };
	size_t column = 0;

	while (*text != '\0') {
		size_t length = strcspn(text, " ");
		bool ends_sentence = text[length - 1] == '.';
		if (column > 0)
			fputc(' ', out);
		else if (*text == '.' || *text == '\'')
			fputs("\\&", out);
		print_escaped(out, text, length);
		column += length + 1;
		text += length + strspn(text + length, " ");
		if (*text == '\0' || ends_sentence || column + strcspn(text, " ") > LINE) {
			fputc('\n', out);
			column = 0;
		}
	}
}

/* One argument of a macro, never taken for a macro's name. */
static void print_argument(FILE *out, const char *text)
{
	fputs(" \"\\&", out);
	print_escaped(out, text, strlen(text));
	fputc('"', out);
}

static void print_cause(FILE *out, char *const *cells)
{
	const char *url = cells[CELL_URL];

	fprintf(out, ".It Sy %s", cells[CELL_CODE]);
	print_argument(out, cells[CELL_CAUSE]);
	fprintf(out, " Pq %s\n", cells[CELL_ACTION]);
	print_text(out, cells[CELL_DESCRIPTION]);
	fprintf(out, ".br\nWhat to do:\n");
	print_text(out, cells[CELL_NEXT_STEPS]);
	if (*url != '\0' && strstr(cells[CELL_NEXT_STEPS], url) == NULL) {
		fprintf(out, ".Lk");
		print_argument(out, url);
		fputc('\n', out);
	}
}

static void print_group(FILE *out, const struct table_files *files, size_t i)
{
	char *const *cells = files->groups.rows[i].cells;
	char heading[256];

	snprintf(heading, sizeof heading, "%s (%s)", cells[CELL_NAME], table_files_range(files, i).text);
	fprintf(out, ".Ss");
	print_argument(out, heading);
	fputc('\n', out);
	print_text(out, cells[CELL_GROUP_DESCRIPTION]);
	fprintf(out, "In options it is called\n.Cm");
	print_argument(out, cells[CELL_SLUG]);
	fprintf(out, " .\n.Bl -tag -width Ds\n");
	for (size_t j = 0; j < files->causes.count; j++)
		if (strcmp(files->causes.rows[j].cells[CELL_GROUP], cells[CELL_SLUG]) == 0)
			print_cause(out, files->causes.rows[j].cells);
	fprintf(out, ".El\n");
}

static void print_section(FILE *out, const struct table_files *files, const char *what)
{
	fprintf(out, ".Sh HANGUP %s", what);
	print_upper(out, ": ", files->about.rows[0].cells[CELL_TABLE]);
	fputc('\n', out);
}

static void print_source(FILE *out, char *const *cells)
{
	fprintf(out, ".It Sy");
	print_argument(out, cells[CELL_SOURCE]);
	fputc('\n', out);
	print_text(out, cells[CELL_SOURCE_DESCRIPTION]);
	if (strcmp(cells[CELL_SOURCE], cells[CELL_IN_DATA]) == 0)
		return;
	fprintf(out, "In call records it is spelled\n.Dq");
	print_argument(out, cells[CELL_IN_DATA]);
	fprintf(out, " .\n");
}

bool print_manual(FILE *out, const struct table_files *files, size_t count)
{
	for (const struct table_files *table = files; table < files + count; table++) {
		print_section(out, table, "CAUSES");
		for (size_t i = 0; i < table->groups.count; i++)
			print_group(out, table, i);
		print_section(out, table, "SOURCES");
		fprintf(out, ".Bl -tag -width Ds\n");
		for (size_t i = 0; i < table->sources.count; i++)
			print_source(out, table->sources.rows[i].cells);
		fprintf(out, ".El\n");
	}
	return true;
}
