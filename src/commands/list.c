/* hangup list: the whole table, or a part of it, its groups or its sources. */
#include <stdio.h>
#include <unistd.h>

#include "commands/results.h"
#include "support/escape.h"
#include "table/query.h"

enum { OPTION_GROUP = 1, OPTION_ACTION, OPTION_SOURCES, OPTION_GROUPS };

static const char *group_slug(size_t i)
{
	return i < tables[TABLE_VOICE].groups.end ? groups[i].slug : NULL;
}

static const char *group_help(size_t i)
{
	return groups[i].name;
}

static const char *action_word(size_t i)
{
	return i < ACTION_COUNT ? action_name((enum action)i) : NULL;
}

static const char *action_help(size_t i)
{
	return action_meaning((enum action)i);
}

static const struct choices group_choices = { .what = "group", .name = group_slug, .help = group_help };
static const struct choices action_choices = { .what = "action", .name = action_word, .help = action_help };

static const struct option_row options[] = {
	RESULT_OPTIONS("table on a terminal, else plain"),
	{ .id = OPTION_GROUP,
	  .letter = 'g',
	  .name = "group",
	  .argument = "GROUP",
	  .help = "only the causes of this group",
	  .choices = &group_choices },
	{ .id = OPTION_ACTION,
	  .letter = 'a',
	  .name = "action",
	  .argument = "ACTION",
	  .help = "only the causes with this action",
	  .choices = &action_choices },
	{ .id = OPTION_SOURCES, .name = "sources", .help = "the hangup sources instead of the causes" },
	{ .id = OPTION_GROUPS, .name = "groups", .help = "the groups instead of the causes" },
	{ .name = NULL },
};

/* What is wanted. The sets have a bit for each group or action; none set: all. */
struct wanted {
	struct result_options how;
	unsigned long groups, actions;
	bool sources, group_list;
};

static bool is_in(unsigned long set, size_t i)
{
	return set == 0 || (set >> i & 1) != 0;
}

static enum status list_causes(const struct context *context, const struct wanted *wanted)
{
	struct results results;
	size_t printed = 0;

	results_begin(&results, context->out, &wanted->how);
	for (size_t i = 0; i < tables[TABLE_VOICE].causes.end; i++) {
		if (!is_in(wanted->groups, (size_t)(causes[i].group - groups)) ||
		    !is_in(wanted->actions, causes[i].action))
			continue;
		results_put(&results, &causes[i]);
		printed++;
	}
	results_end(&results);
	if (printed > 0)
		return STATUS_DONE;
	sink_flush(context->out);
	say(context->diagnostics, "no cause has both that group and that action");
	return STATUS_MISS;
}

static void list_sources(const struct context *context, enum format_id format)
{
	static const struct column columns[] = {
		{ .name = "source" },
		{ .name = "in_data" },
		{ .name = "description", .wraps = true },
	};
	struct writer writer;

	writer_begin(&writer, format, context->out, columns, 3, terminal_width(context->out->descriptor));
	for (size_t i = 0; i < tables[TABLE_VOICE].sources.end; i++)
		writer_row(&writer, (const char *[]){ sources[i].name, sources[i].in_data, sources[i].description });
	writer_end(&writer);
}

static void list_groups(const struct context *context, enum format_id format)
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
	for (size_t i = 0; i < tables[TABLE_VOICE].groups.end; i++) {
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

static bool is_action(struct text word)
{
	for (size_t i = 0; action_word(i) != NULL; i++)
		if (choice_is(action_word(i), word))
			return true;
	return false;
}

static bool take(struct wanted *wanted, int id, const struct options *line)
{
	switch (id) {
	case OPTION_GROUP:
		wanted->groups |= 1UL << line->choice;
		return true;
	case OPTION_ACTION:
		wanted->actions |= 1UL << line->choice;
		return true;
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
	if (wanted->groups != 0 || wanted->actions != 0)
		return "--group and --action choose causes: not with --sources or --groups";
	if (wanted->how.columns.count > 0)
		return "--columns chooses columns of causes: not with --sources or --groups";
	return NULL;
}

/* What one was meant for, where there is one. */
static enum status refuse_operands(const struct context *context, char *const *operands, int count)
{
	struct text operand = text_of(operands[0]);
	const struct group *group = group_by_name(operand);
	struct query query;

	query_answer(&query, operand);
	say(context->diagnostics, "list takes no operands");
	if (count == 1 && group != NULL)
		say_hint(context->diagnostics, "hangup list -g %s", group->slug);
	else if (count == 1 && is_action(operand))
		say_hint(context->diagnostics, "hangup list -a %s", operands[0]);
	else if (count == 1 && (text_is(operand, "groups") || text_is(operand, "sources")))
		say_hint(context->diagnostics, "hangup list --%s", operands[0]);
	else if (count == 1 && query.result == QUERY_FOUND)
		say_hint(context->diagnostics, "hangup %s", show_word(operands[0]).text);
	else
		say_hint(context->diagnostics, "hangup help list");
	return STATUS_TROUBLE;
}

static enum status run(const struct context *context, int count, char **arguments)
{
	bool is_terminal = isatty(context->out->descriptor) == 1;
	struct wanted wanted = { .how = { .format = is_terminal ? FORMAT_TABLE : FORMAT_PLAIN, .is_short = true } };
	struct command_line line;
	int id;

	command_line_begin(&line, context, &command_list, count, arguments);
	while ((id = command_line_next(&line)) > OPTIONS_END)
		if (!take(&wanted, id, &line.options))
			return STATUS_TROUBLE;
	if (id == OPTIONS_BAD)
		return line.status;
	wanted.how.colors = color_wanted(line.color, context->out->descriptor);
	const char *trouble = contradiction(&wanted);
	if (line.options.first_operand < count)
		return refuse_operands(context, arguments + line.options.first_operand,
				       count - line.options.first_operand);
	if (trouble != NULL) {
		say(context->diagnostics, "%s", trouble);
		say_hint(context->diagnostics, "hangup help list");
		return STATUS_TROUBLE;
	}
	if (!wanted.sources && !wanted.group_list)
		return list_causes(context, &wanted);
	(wanted.sources ? list_sources : list_groups)(context, wanted.how.format);
	return STATUS_DONE;
}

const struct command command_list = {
	.name = "list",
	.operand_help = "",
	.summary = "all causes or some, the groups or the sources",
	.examples = "  hangup list -g carrier-errors    the causes of a group\n"
		    "  hangup list -a support           those for which only Plivo can help\n"
		    "  hangup list --sources            who can end a call\n"
		    "  hangup list -f csv >causes.csv   the table for a database\n",
	.help = "Lists the hangup causes, by code: as a table on a terminal, else as lines. --group and --action can be "
		"given more than once; a cause must then have one of the groups and one of the actions.\n"
		"\n" ACTIONS_HELP "\n"
		"\n"
		"Exit status: 0 done, 1 no cause has that group and action, 2 usage or output trouble.",
	.options = options,
	.operands = OPERANDS_NONE,
	.run = run,
};
