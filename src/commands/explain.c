/* SPDX-License-Identifier: MIT */
/* hangup explain: the long answer, for people. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/operands.h"
#include "commands/results.h"
#include "output/color.h"
#include "output/wrap.h"
#include "support/memory.h"

enum { OPTION_ANSWER_FORMAT = 1 };

/* The text; every other format is one more than lookup's. */
enum { ANSWER_TEXT, ANSWER_OTHERS };

/* The text is never wider than this, and below the second width labels stand above their text instead of before it. */
enum { WIDTH_MAX = 80, WIDTH_WITH_LABELS = 40 };

enum { LABEL_INDENT = 2, TEXT_COLUMN = 17, NARROW_COLUMN = 4, NAME_COLUMN = 6 };

/* Calls beneath a code. */
enum { CALLS_MAX = 20 };

static const char *answer_format(size_t i)
{
	return i == ANSWER_TEXT ? "text" : format_choices.name(i - ANSWER_OTHERS);
}

static const char *answer_format_help(size_t i)
{
	return i == ANSWER_TEXT ? "what happened and what to do" : format_choices.help(i - ANSWER_OTHERS);
}

static const struct choices answer_formats = { .what = "format", .name = answer_format, .help = answer_format_help };

static const struct option_row options[] = {
	{ .id = OPTION_ANSWER_FORMAT,
	  .letter = 'f',
	  .name = "format",
	  .argument = "FORMAT",
	  .help = "how to print; default text",
	  .choices = &answer_formats },
	TABLE_OPTION,
	{ .name = NULL },
};

/* A page of answers. */
struct page {
	struct sink *out;
	size_t width;
	bool colors;
	size_t answers; /* so far */
};

/* The heading with a word in brackets at the right end of its last line, or on a line of its own if that has no room. */
static void put_heading(struct page *page, const char *heading, size_t indent, const char *word, enum color color)
{
	struct text rest = text_of(heading);
	size_t word_length = strlen(word) + 2;
	size_t column = 0;

	if (page->answers++ > 0)
		sink_put(page->out, "\n");
	while (rest.length > 0) {
		size_t begin = column == 0 ? 0 : indent;
		struct text line = wrap_next(&rest, page->width > begin ? page->width - begin : 0);
		sink_put_format(page->out, "%s%*s", column == 0 ? "" : "\n", (int)begin, "");
		color_put(page->out, page->colors, COLOR_HEADING, line.bytes, line.length);
		column = begin + line.length;
	}
	if (column + 2 + word_length <= page->width)
		sink_put_format(page->out, "%*s[", (int)(page->width - word_length - column), "");
	else
		sink_put_format(page->out, "\n%*s[", (int)indent, "");
	color_put(page->out, page->colors, color, word, strlen(word));
	sink_put(page->out, "]\n");
}

/* Where the text of a label begins. */
static int text_column(const struct page *page)
{
	return page->width < WIDTH_WITH_LABELS ? NARROW_COLUMN : TEXT_COLUMN;
}

static void put_label(const struct page *page, const char *label)
{
	sink_put_format(page->out, "%*s%s", LABEL_INDENT, "", label);
	if (page->width < WIDTH_WITH_LABELS)
		sink_put_format(page->out, "\n%*s", NARROW_COLUMN, "");
	else
		sink_put_format(page->out, "%*s", TEXT_COLUMN - LABEL_INDENT - (int)strlen(label), "");
}

/* More text below that of the last label. */
static void put_text(const struct page *page, const char *text)
{
	size_t column = (size_t)text_column(page);

	wrap_put(page->out, text, column, column, page->width);
}

static void put_labelled(const struct page *page, const char *label, const char *text)
{
	put_label(page, label);
	put_text(page, text);
}

static void explain_cause(struct page *page, const struct cause *cause)
{
	char line[256];

	snprintf(line, sizeof line, "%u  %s", (unsigned)cause->code, cause->name);
	put_heading(page, line, NAME_COLUMN, action_name(cause->action), action_color(cause->action));
	snprintf(line, sizeof line, "%s (%s)%s%s", cause->group->name, cause->group->range,
		 cause->table == TABLE_TRUNK ? ", of calls on a " : "",
		 cause->table == TABLE_TRUNK ? tables[TABLE_TRUNK].name : "");
	wrap_put(page->out, line, 0, NAME_COLUMN, page->width);
	sink_put(page->out, "\n");
	put_labelled(page, "What happened", cause->description);
	put_labelled(page, "What to do", cause->next_steps);
	if (cause->url != NULL && strstr(cause->next_steps, cause->url) == NULL) {
		sink_put_format(page->out, "%*s", text_column(page), "");
		put_text(page, cause->url);
	}
	if (cause->action == ACTION_NONE)
		return;
	if (cause->table == TABLE_TRUNK)
		snprintf(line, sizeof line,
			 "Check the debug logs in Console > Zentrunk > Logs (https://cx.plivo.com/sip-trunking), "
			 "download the SIP PCAP from them, and contact https://support.plivo.com with the Call UUID "
			 "and code %u.",
			 (unsigned)cause->code);
	else
		snprintf(line, sizeof line,
			 "View the debug logs in Console > Voice > Logs > Calls "
			 "(https://cx.plivo.com/logs?tab=voice), note the Call UUID and code %u, and contact "
			 "https://support.plivo.com with them.",
			 (unsigned)cause->code);
	put_labelled(page, "Still failing", line);
}

/* What it means that causes have been asked for by an action, or by `failed`; they come after it. */
static void explain_word(struct page *page, const struct query *query)
{
	char word[64];
	bool is_action = query->kind == QUERY_ACTION;
	enum color color = is_action ? action_color(query->action) : COLOR_HEADING;

	snprintf(word, sizeof word, "%zu causes", query->count);
	put_heading(page, is_action ? action_name(query->action) : "failed", NAME_COLUMN, word, color);
	sink_put(page->out, "\n");
	put_labelled(page, "What it means", is_action ? action_meaning(query->action) : failed_meaning);
}

static void explain_source(struct page *page, const struct source *source)
{
	put_heading(page, source->name, NAME_COLUMN, "hangup source", COLOR_HEADING);
	if (source->table == TABLE_TRUNK)
		sink_put_format(page->out, "In data: %s, of calls on a %s\n", source->in_data,
				tables[TABLE_TRUNK].name);
	else if (strcmp(source->name, source->in_data) != 0)
		sink_put_format(page->out, "In data: %s\n", source->in_data);
	sink_put(page->out, "\n");
	put_labelled(page, "Who ended it", source->description);
}

/* The calls that a code was found in, and who ended them. */
static void put_calls(struct page *page, const struct operand *operand)
{
	int column = text_column(page);

	if (operand->call_count == 0)
		return;
	put_label(page, operand->call_count == 1 ? "Call" : "Calls");
	for (size_t i = 0; i < operand->call_count && i < CALLS_MAX; i++) {
		struct text uuid = text_trim(operand->calls[i].uuid);
		struct text source = text_trim(operand->calls[i].source);
		sink_put_format(page->out, "%*s%s, ended by %s\n", i > 0 ? column : 0, "",
				uuid.length > 0 ? show(uuid).text : "(no UUID)",
				source.length > 0 ? show(source).text : "(not told)");
	}
	if (operand->call_count > CALLS_MAX)
		sink_put_format(page->out, "%*sand %s more\n", column, "",
				figure(operand->call_count - CALLS_MAX).text);
}

/* A code that a SIP trunk has as well. */
static void mention_trunk(const struct page *page, const struct query *query)
{
	const struct cause *trunk = cause_by_code(TABLE_TRUNK, query->first);
	char line[256];

	if (query->kind != QUERY_CODES || query->table != TABLE_VOICE || query->count != 1 ||
	    query->first != query->last || trunk == NULL)
		return;
	snprintf(line, sizeof line, "On a SIP trunk %u is %s [%s]: hangup --table trunk %u", (unsigned)trunk->code,
		 trunk->name, action_name(trunk->action), (unsigned)trunk->code);
	wrap_put(page->out, line, 0, NAME_COLUMN, page->width);
}

static void print_text(const struct context *context, struct operands *operands, enum color_when when)
{
	size_t width = terminal_width(context->out->descriptor);
	struct page page = { .out = context->out,
			     .width = width < WIDTH_MAX ? width : WIDTH_MAX,
			     .colors = color_wanted(when, context->out->descriptor) };

	for (const struct operand *operand; (operand = operands_next(operands)) != NULL;) {
		const struct query *query = &operand->query;
		if (query->kind == QUERY_ACTION || query->kind == QUERY_FAILED)
			explain_word(&page, query);
		for (size_t i = cause_set_next(&query->causes, 0); i < cause_count;
		     i = cause_set_next(&query->causes, i + 1))
			explain_cause(&page, &causes[i]);
		put_calls(&page, operand);
		if (operands->scope == SCOPE_AUTO && operand->calls == NULL)
			mention_trunk(&page, query);
		if (query->source != NULL)
			explain_source(&page, query->source);
	}
}

/* The columns of a cause, with its group's range after its group; then its calls. */
enum { RANGE_AT = COLUMN_GROUP + 1, CALLS_AT = COLUMN_COUNT + 1, SOURCE_KEYS = 3 };

static void print_json_text(FILE *to, const char *key, struct text text)
{
	char *quoted = text.bytes != NULL ? escape_json(text) : NULL;

	fprintf(to, "\"%s\": %s", key, quoted != NULL ? quoted : "null");
	free(quoted);
}

/* A source as the table, and so stats, calls it; what is none of the table's as it is. */
static struct text table_name(enum table_id table, struct text source)
{
	const struct source *known = source_by_name(table, source);

	return known != NULL ? text_of(known->name) : source;
}

/* The calls as a JSON array, which the caller frees; NULL for an operand that was typed. */
static char *json_calls(const struct operand *operand)
{
	char *text;
	size_t length;

	if (operand->calls == NULL)
		return NULL;
	FILE *to = open_memory(&text, &length);
	for (size_t i = 0; i < operand->call_count; i++) {
		fputs(i == 0 ? "[{" : ", {", to);
		print_json_text(to, "call_uuid", operand->calls[i].uuid);
		fputs(", ", to);
		print_json_text(to, "source", table_name(operand->query.table, operand->calls[i].source));
		fputc('}', to);
	}
	fputc(']', to);
	close_memory(to, &text);
	return text;
}

static void put_cause_object(struct writer *writer, const struct cause *cause, const char *calls)
{
	struct column columns[CALLS_AT + 1];
	const char *cells[CALLS_AT + 1];
	struct number_text number;

	columns[RANGE_AT] = (struct column){ .name = "group_range" };
	cells[RANGE_AT] = cause->group->range;
	for (size_t id = 0; id < COLUMN_COUNT; id++) {
		size_t at = id < RANGE_AT ? id : id + 1;
		columns[at] = cause_columns[id];
		cells[at] = column_value(cause, (enum column_id)id, &number);
	}
	columns[CALLS_AT] = (struct column){ .name = "calls", .is_json = true };
	cells[CALLS_AT] = calls;
	writer_columns(writer, columns, CALLS_AT + (calls != NULL));
	writer_row(writer, cells);
}

static void put_source_object(struct writer *writer, const struct source *source)
{
	static const struct column columns[SOURCE_KEYS] = {
		{ .name = "source" },
		{ .name = "in_data" },
		{ .name = "description" },
	};

	writer_columns(writer, columns, SOURCE_KEYS);
	writer_row(writer, (const char *[]){ source->name, source->in_data, source->description });
}

static void print_json(const struct context *context, struct operands *operands)
{
	struct writer writer;

	writer_begin(&writer, FORMAT_JSON, context->out, NULL, 0, 0);
	for (const struct operand *operand; (operand = operands_next(operands)) != NULL;) {
		const struct query *query = &operand->query;
		char *calls = json_calls(operand);
		for (size_t i = cause_set_next(&query->causes, 0); i < cause_count;
		     i = cause_set_next(&query->causes, i + 1))
			put_cause_object(&writer, &causes[i], calls);
		free(calls);
		if (query->source != NULL)
			put_source_object(&writer, query->source);
	}
	writer_end(&writer);
}

struct answer {
	struct result_options how;
	bool is_text;
};

static bool take(void *data, int id, const struct options *line)
{
	struct answer *answer = data;

	if (id == OPTION_TABLE)
		return result_option(&answer->how, id, line);
	answer->is_text = line->choice == ANSWER_TEXT;
	answer->how.format = answer->is_text ? FORMAT_PLAIN : (enum format_id)(line->choice - ANSWER_OTHERS);
	return true;
}

static enum status run(const struct context *context, int count, char **arguments)
{
	struct answer answer = { .how = { .format = FORMAT_PLAIN }, .is_text = true };
	struct result_options *how = &answer.how;
	struct command_line line;
	struct operands operands;

	if (!command_line_read(&line, context, &command_explain, count, arguments, take, &answer))
		return line.status;
	bool has_sources = answer.is_text || how->format == FORMAT_JSON;
	enum status status = operands_begin(&operands, &line, has_sources, how->scope);
	if (status != STATUS_DONE)
		return status;
	how->colors = color_wanted(line.color, context->out->descriptor);
	if (answer.is_text)
		print_text(context, &operands, line.color);
	else if (how->format == FORMAT_JSON)
		print_json(context, &operands);
	else
		results_print(context->out, how, &operands);
	return operands_end(&operands);
}

const struct command command_explain = {
	.name = "explain",
	.operand_help = "WHAT...",
	.summary = "what happened, what to do, how to get help",
	.examples = "  hangup 3130\n"
		    "  hangup busy line\n"
		    "  hangup fix                          what fix means, and its causes\n"
		    "  hangup callee                       a hangup source: who ended the call\n"
		    "  grep 106ab57d app.log | hangup -    who ended which call, and why\n",
	.help = WHAT_HELP(
		"explained",
		"a hangup source's name (callee), ") " Of an action it is first said what it means.\n"
						     "\n"
						     "-f plain, table and csv print what lookup prints.\n"
						     "\n"
						     "Exit status: 0 all were found, 1 something was not found, 2 usage, input or output trouble.",
	.options = options,
	.operands = OPERANDS_CODES_AND_SOURCES,
	.run = run,
};
