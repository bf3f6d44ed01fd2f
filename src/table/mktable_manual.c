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

static void print_cause(FILE *out, const struct cause *cause)
{
	fprintf(out, ".It Sy %u", cause->code);
	print_argument(out, cause->name);
	fprintf(out, " Pq %s\n", action_name(cause->action));
	print_text(out, cause->description);
	fprintf(out, ".br\nWhat to do:\n");
	print_text(out, cause->next_steps);
	if (cause->url != NULL && strstr(cause->next_steps, cause->url) == NULL) {
		fprintf(out, ".Lk");
		print_argument(out, cause->url);
		fputc('\n', out);
	}
}

void print_manual(FILE *out, const struct table *table)
{
	fprintf(out, ".Sh HANGUP CAUSES\n");
	for (size_t i = 0; i < table->group_count; i++) {
		const struct group *group = &table->groups[i];
		char heading[256];
		snprintf(heading, sizeof heading, "%s (%s)", group->name, group->range);
		fprintf(out, ".Ss");
		print_argument(out, heading);
		fputc('\n', out);
		print_text(out, group->description);
		fprintf(out, "In options it is called\n.Cm");
		print_argument(out, group->slug);
		fprintf(out, " .\n");
		fprintf(out, ".Bl -tag -width Ds\n");
		for (size_t j = 0; j < table->cause_count; j++)
			if (table->causes[j].group == group)
				print_cause(out, &table->causes[j]);
		fprintf(out, ".El\n");
	}
	fprintf(out, ".Sh HANGUP SOURCES\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < table->source_count; i++) {
		const struct source *source = &table->sources[i];
		fprintf(out, ".It Sy");
		print_argument(out, source->name);
		fputc('\n', out);
		print_text(out, source->description);
		if (strcmp(source->name, source->in_data) != 0) {
			fprintf(out, "In call records it is spelled\n.Dq");
			print_argument(out, source->in_data);
			fprintf(out, " .\n");
		}
	}
	fprintf(out, ".El\n");
}
