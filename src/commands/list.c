/* SPDX-License-Identifier: MIT */
/* hangup list: the whole table, or a part of it, its groups or its sources. */
#include <stdio.h>
#include <unistd.h>

#include "commands/results.h"
#include "records/which.h"
#include "support/escape.h"
#include "table/query.h"

enum { OPTION_GROUP = 1, OPTION_ACTION, OPTION_SOURCES, OPTION_GROUPS };

static const struct option_row options[] = {
	RESULT_OPTIONS("table on a terminal, else plain"),
	{ .id = OPTION_GROUP,
	  .letter = 'g',
	  .name = "group",
	  .argument = "WHAT",
	  .help = "only the causes of these groups, by commas",
	  .choices = &what_choices,
	  .takes_codes = true,
	  .is_list = true },
	{ .id = OPTION_ACTION,
	  .letter = 'a',
	  .name = "action",
	  .argument = "WHAT",
	  .help = "only the causes with these actions, by commas",
	  .choices = &what_choices,
	  .takes_codes = true,
	  .is_list = true },
	{ .id = OPTION_SOURCES, .name = "sources", .help = "the hangup sources instead of the causes" },
	{ .id = OPTION_GROUPS, .name = "groups", .help = "the groups instead of the causes" },
	{ .name = NULL },
};

/* What is wanted: the causes of the set, which -g and -a cut down; Voice's unless they say otherwise. */
struct wanted {
	struct result_options how;
	struct cause_set groups, actions; /* of those that are given */
	bool has_groups, has_actions;
	bool sources, group_list;
};

static enum status list_causes(const struct context *context, const struct wanted *wanted)
{
	struct cause_set set = CAUSE_SET_ALL;

	if (wanted->has_groups)
		set = cause_set_common(set, wanted->groups);
	if (wanted->has_actions)
		set = cause_set_common(set, wanted->actions);
	if (results_print_set(context->out, &wanted->how, set))
		return STATUS_DONE;
	sink_flush(context->out);
	say(context->diagnostics, "no cause of %s is among %s", scope_phrase(wanted->how.scope).text,
	    wanted->has_groups && wanted->has_actions ? "both" : "them");
	return STATUS_MISS;
}

static void list_sources(const struct context *context, enum format_id format, enum table_scope scope)
{
	static const struct column columns[] = {
		{ .name = "source" },
		{ .name = "in_data" },
		{ .name = "description", .wraps = true },
	};
	struct writer writer;

	writer_begin(&writer, format, context->out, columns, 3, terminal_width(context->out->descriptor));
	for (size_t i = 0; i < source_count; i++)
		if (scope_has(scope, sources[i].table))
			writer_row(&writer,
				   (const char *[]){ sources[i].name, sources[i].in_data, sources[i].description });
	writer_end(&writer);
}

static void list_groups(const struct context *context, enum format_id format, enum table_scope scope)
{
	static const struct column short_columns[] = {
		{ .name = "group" },
		{ .name = "range" },
		{ .name = "causes", .is_number = true },
		{ .name = "description", .wraps = true },
	};
	static const struct column columns[] = {
		{ .name = "slug" },
		{ .name = "group" },
		{ .name = "first", .is_number = true },
		{ .name = "last", .is_number = true },
		{ .name = "causes", .is_number = true },
		{ .name = "description" },
	};
	bool is_table = format == FORMAT_TABLE;
	struct writer writer;

	writer_begin(&writer, format, context->out, is_table ? short_columns : columns, is_table ? 4 : 6,
		     terminal_width(context->out->descriptor));
	for (size_t i = 0; i < group_count; i++) {
		if (!scope_has(scope, groups[i].table))
			continue;
		const struct group *group = &groups[i];
		struct number_text first, last, count;
		/* 0 stands outside the range that the page heads its group with. */
		snprintf(first.text, sizeof first.text, "%u", group == causes[0].group ? 0 : (unsigned)group->first);
		snprintf(last.text, sizeof last.text, "%u", (unsigned)group->last);
		snprintf(count.text, sizeof count.text, "%u", (unsigned)group->causes);
		if (is_table)
			writer_row(&writer,
				   (const char *[]){ group->name, group->range, count.text, group->description });
		else
			writer_row(&writer, (const char *[]){ group->slug, group->name, first.text, last.text,
							      count.text, group->description });
	}
	writer_end(&writer);
}

static bool take(void *data, int id, const struct options *line)
{
	struct wanted *wanted = data;

	switch (id) {
	case OPTION_GROUP:
		wanted->has_groups = true;
		return what_parse(&wanted->groups, text_of(line->value), "-g", line->diagnostics);
	case OPTION_ACTION:
		wanted->has_actions = true;
		return what_parse(&wanted->actions, text_of(line->value), "-a", line->diagnostics);
	case OPTION_SOURCES:
		wanted->sources = true;
		return true;
	case OPTION_GROUPS:
		wanted->group_list = true;
		return true;
	default:
		return result_option(&wanted->how, id, line);
	}
}

/* A message about options that contradict each other; NULL: none do. */
static const char *contradiction(const struct wanted *wanted)
{
	if (wanted->sources && wanted->group_list)
		return "--sources and --groups cannot be given together";
	if (!wanted->sources && !wanted->group_list)
		return NULL;
	if (wanted->has_groups || wanted->has_actions)
		return "--group and --action choose causes: not with --sources or --groups";
	if (wanted->how.columns.count > 0)
		return "--columns chooses columns of causes: not with --sources or --groups";
	return NULL;
}

/* What one was meant for, where there is one. */
static enum status refuse_operands(const struct context *context, const char *operand, bool is_alone)
{
	struct query query;

	query_answer(&query, text_of(operand), SCOPE_AUTO);
	say(context->diagnostics, "list takes no operands");
	if (is_alone && (query.kind == QUERY_GROUP || query.kind == QUERY_ACTION))
		say_hint(context->diagnostics, "hangup list %s %s", query.kind == QUERY_GROUP ? "-g" : "-a",
			 show_word(operand).text);
	else if (is_alone && (text_is(text_of(operand), "groups") || text_is(text_of(operand), "sources")))
		say_hint(context->diagnostics, "hangup list --%s", operand);
	else if (is_alone && query.result == QUERY_FOUND)
		say_hint(context->diagnostics, "hangup %s", show_word(operand).text);
	else
		say_hint(context->diagnostics, "hangup help list");
	return STATUS_TROUBLE;
}

static enum status run(const struct context *context, int count, char **arguments)
{
	bool is_terminal = isatty(context->out->descriptor) == 1;
	struct wanted wanted = { .how = { .format = is_terminal ? FORMAT_TABLE : FORMAT_PLAIN, .is_short = true } };
	struct command_line line;

	if (!command_line_read(&line, context, &command_list, count, arguments, take, &wanted))
		return line.status;
	wanted.how.colors = color_wanted(line.color, context->out->descriptor);
	const char *trouble = contradiction(&wanted);
	if (line.options.first_operand < count)
		return refuse_operands(context, arguments[line.options.first_operand],
				       line.options.first_operand + 1 == count);
	if (trouble != NULL) {
		say(context->diagnostics, "%s", trouble);
		say_hint(context->diagnostics, "hangup help list");
		return STATUS_TROUBLE;
	}
	if (!wanted.sources && !wanted.group_list)
		return list_causes(context, &wanted);
	(wanted.sources ? list_sources : list_groups)(context, wanted.how.format, wanted.how.scope);
	return STATUS_DONE;
}

const struct command command_list = {
	.name = "list",
	.operand_help = "",
	.summary = "all causes or some, the groups or the sources",
	.examples = "  hangup list -g carrier-errors    the causes of a group\n"
		    "  hangup list -a none,retry        those that need nothing, or another try\n"
		    "  hangup list --sources            who can end a call\n"
		    "  hangup list -f csv >causes.csv   the table for a database\n",
	.help = "Lists the hangup causes, by code: as a table on a terminal, else as lines. --group and --action can be "
		"given more than once and take what explain takes; a cause must then be among those of both.\n"
		"\n" ACTIONS_HELP "\n"
		"\n"
		"Exit status: 0 done, 1 no cause is among those of both, 2 usage or output trouble.",
	.options = options,
	.operands = OPERANDS_NONE,
	.run = run,
};
