/* SPDX-License-Identifier: MIT */
#include "commands/results.h"

/*
 * The columns of a table, unless --columns chooses others; where causes of a trunk are among them, the table as well.
 * The other formats have them all.
 */
static const struct column_list long_table = {
	.ids = { COLUMN_CODE, COLUMN_CAUSE, COLUMN_ACTION, COLUMN_DESCRIPTION, COLUMN_NEXT_STEPS },
	.count = 5,
};
static const struct column_list short_table = {
	.ids = { COLUMN_CODE, COLUMN_CAUSE, COLUMN_GROUP, COLUMN_ACTION },
	.count = 4,
};

/* What is being printed. */
struct results {
	const struct result_options *options;
	struct column_list list;
	struct column columns[COLUMN_COUNT];
	bool is_line; /* the plain line instead of columns */
	struct writer writer;
};

static struct column_list default_columns(const struct result_options *options, bool has_trunk)
{
	struct column_list list = options->is_short ? short_table : long_table;

	if (options->format != FORMAT_TABLE)
		for (list.count = 0; list.count < COLUMN_COUNT; list.count++)
			list.ids[list.count] = list.count;
	else if (has_trunk)
		list.ids[list.count++] = COLUMN_TABLE;
	return list;
}

bool result_option(void *data, int id, const struct options *options)
{
	struct result_options *to = data;

	if (id == OPTION_COLUMNS) {
		if (column_list_parse(&to->columns, options->value, options->diagnostics))
			return true;
		if (text_is(text_of(options->value), "all"))
			say_hint(options->diagnostics, "-f csv and -f json have all of them");
		return false;
	}
	if (id == OPTION_TABLE)
		to->scope = answer_scope(options->choice);
	else
		to->format = (enum format_id)options->choice;
	return true;
}

static bool has_trunk_cause(const struct cause_set *set)
{
	return cause_set_next(set, tables[TABLE_TRUNK].causes.first) < cause_count;
}

/* The options must outlive the results, which must not be moved. */
static void begin(struct results *results, struct sink *out, const struct result_options *options, bool has_trunk)
{
	*results = (struct results){ .options = options, .list = options->columns };
	if (results->list.count == 0)
		results->list = default_columns(options, has_trunk);
	results->is_line = options->format == FORMAT_PLAIN && options->columns.count == 0;
	for (size_t i = 0; i < results->list.count; i++)
		results->columns[i] = cause_columns[results->list.ids[i]];
	writer_begin(&results->writer, options->format, out, results->columns, results->list.count,
		     terminal_width(out->descriptor));
	results->writer.highlight = options->highlight;
	results->writer.colors = options->colors;
}

/* "3130 Spam block [fix]: DESCRIPTION Next: NEXT STEPS"; "4410 user_busy (SIP trunk) [retry]: ..." */
static void put_line(struct sink *out, const struct cause *cause, const struct highlight *highlight)
{
	static const struct {
		enum column_id id;
		const char *after;
	} parts[] = {
		{ COLUMN_CODE, " " },        { COLUMN_CAUSE, " [" },
		{ COLUMN_ACTION, "]: " },    { COLUMN_DESCRIPTION, " Next: " },
		{ COLUMN_NEXT_STEPS, "\n" },
	};
	struct number_text number;

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		writer_put_highlighted(out, highlight, column_value(cause, parts[i].id, &number));
		if (parts[i].id == COLUMN_CAUSE && cause->table != TABLE_VOICE)
			sink_put_format(out, " (%s)", tables[cause->table].name);
		sink_put(out, parts[i].after);
	}
}

static void put_cause(struct results *results, const struct cause *cause)
{
	const char *cells[COLUMN_COUNT];
	struct number_text numbers[COLUMN_COUNT];

	if (results->is_line) {
		put_line(results->writer.out, cause, results->options->highlight);
		return;
	}
	for (size_t i = 0; i < results->list.count; i++)
		cells[i] = column_value(cause, (enum column_id)results->list.ids[i], &numbers[i]);
	writer_row(&results->writer, cells);
}

static void put_set(struct results *results, const struct cause_set *set)
{
	for (size_t i = cause_set_next(set, 0); i < cause_count; i = cause_set_next(set, i + 1))
		put_cause(results, &causes[i]);
}

bool results_print_set(struct sink *out, const struct result_options *options, struct cause_set set)
{
	struct cause_set voice = cause_set_common(set, cause_set_of_table(TABLE_VOICE));
	bool is_in_voice = cause_set_count(&voice) > 0;
	struct results results;

	if (options->scope == SCOPE_VOICE || (options->scope == SCOPE_AUTO && is_in_voice))
		set = voice;
	else if (options->scope == SCOPE_TRUNK)
		set = cause_set_common(set, cause_set_of_table(TABLE_TRUNK));
	begin(&results, out, options, has_trunk_cause(&set));
	put_set(&results, &set);
	writer_end(&results.writer);
	return cause_set_count(&set) > 0;
}

void results_print(struct sink *out, const struct result_options *options, struct operands *operands)
{
	struct results results;
	bool has_trunk = false;

	for (size_t i = 0; i < operands->count; i++)
		has_trunk = has_trunk || has_trunk_cause(&operands->items[i].query.causes);
	begin(&results, out, options, has_trunk);
	for (const struct operand *operand; (operand = operands_next(operands)) != NULL;)
		put_set(&results, &operand->query.causes);
	writer_end(&results.writer);
}
