/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "commands/command.h"
#include "output/wrap.h"
#include "support/escape.h"
#include "table/cause.h"

enum { HELP_WIDTH = 80, NAME_COLUMN = 2, HELP_COLUMN = 26 };

const struct command *const commands[] = {
	&command_explain, &command_lookup, &command_list,     &command_grep, &command_annotate,
	&command_stats,   &command_help,   &command_complete, NULL,
};

const struct command *command_find(const char *name)
{
	for (size_t i = 0; commands[i] != NULL; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

const char *command_name(size_t i)
{
	for (size_t at = 0; commands[at] != NULL; at++)
		if (!commands[at]->hidden && i-- == 0)
			return commands[at]->name;
	return NULL;
}

static void note_option(struct command_line *line, int id)
{
	const char *value = line->options.value;
	const char *between = line->words.used > 0 ? " " : "";
	size_t i = 0;

	while (option_at(line->command->options, i)->id != id)
		i++;
	const struct option_row *row = option_at(line->command->options, i);
	if (row->letter != 0)
		strbuf_add(&line->words, "%s-%c", between, row->letter);
	else
		strbuf_add(&line->words, "%s--%s", between, row->name);
	if (value != NULL)
		strbuf_add(&line->words, " %s", show_word(value).text);
}

/* What every command has, and the command's own. Returns false where the command is over. */
static bool take(struct command_line *line, int id, take_option *take_own, void *data)
{
	switch (id) {
	case OPTION_COLOR:
		line->color = (enum color_when)line->options.choice;
		return true;
	case OPTION_HELP:
		print_command_help(line->context->out, line->command);
		return false;
	case OPTION_VERSION:
		print_version(line->context->out);
		return false;
	case OPTIONS_BAD:
		unknown_option_say(line);
		line->status = STATUS_TROUBLE;
		return false;
	default:
		note_option(line, id);
		if (take_own(data, id, &line->options))
			return true;
		line->status = STATUS_TROUBLE;
		return false;
	}
}

bool command_line_read(struct command_line *line, const struct context *context, const struct command *command,
		       int count, char **arguments, take_option *take_own, void *data)
{
	*line = (struct command_line){
		.context = context,
		.command = command,
		.options = { .rows = command->options,
			     .count = count,
			     .arguments = arguments,
			     .diagnostics = context->diagnostics },
		.color = context->color,
		.status = STATUS_DONE,
	};
	strbuf_add(&line->words, "%s", context->explicit_command ? command->name : "");
	for (int id; (id = options_next(&line->options)) != OPTIONS_END;)
		if (!take(line, id, take_own, data))
			return false;
	return true;
}

void print_version(struct sink *out)
{
	sink_put_format(out, "hangup %s\n", HANGUP_VERSION);
	for (const struct table *table = tables; table < tables + TABLE_COUNT; table++)
		sink_put_format(out, "%s: %zu hangup causes, table of %s\n%s\n", table->name,
				table->causes.end - table->causes.first, table->date, table->page);
}

/* A name and what it means, in two columns. */
static void print_entry(struct sink *out, const char *name, const char *help)
{
	size_t used = NAME_COLUMN + strlen(name);

	sink_put_format(out, "%*s%s", NAME_COLUMN, "", name);
	if (used + 2 > HELP_COLUMN) {
		sink_put(out, "\n");
		used = 0;
	}
	sink_put_format(out, "%*s", HELP_COLUMN - (int)used, "");
	wrap_put(out, help, HELP_COLUMN, HELP_COLUMN, HELP_WIDTH);
}

static void print_option(struct sink *out, const struct option_row *row)
{
	char name[128];
	char help[1024];
	char letter[] = { '-', row->letter, ',', ' ', '\0' };
	size_t used;

	snprintf(name, sizeof name, "%s--%s%s%s", row->letter != 0 ? letter : "    ", row->name,
		 row->argument != NULL ? " " : "", row->argument != NULL ? row->argument : "");
	used = (size_t)snprintf(help, sizeof help, "%s", row->help);
	for (size_t i = 0; row->choices != NULL && row->choices->name(i) != NULL && used < sizeof help; i++)
		used += (size_t)snprintf(help + used, sizeof help - used, "%s%s", i > 0 ? ", " : ": ",
					 row->choices->name(i));
	print_entry(out, name, help);
}

static void print_options(struct sink *out, const struct option_row *rows)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(rows, i)) != NULL; i++)
		if (!row->is_hidden)
			print_option(out, row);
}

void print_usage(struct sink *out)
{
	sink_put(out, "Usage: hangup WHAT... | hangup COMMAND [OPTION...] [OPERAND...]\n"
		      "\n"
		      "Why voice calls on Plivo ended, who ended them and what to do next:\n"
		      "  hangup 3130                a code, name, range or pattern: hangup explain 3130\n"
		      "  hangup - <callback.txt     the calls in a callback, a log, a page of the API\n"
		      "  hangup stats calls.csv     what failed, how much of it, and what to do\n"
		      "  hangup annotate calls.csv  each call record with its cause\n"
		      "\n"
		      "Commands:\n");
	for (size_t i = 0; commands[i] != NULL; i++) {
		char name[128];
		snprintf(name, sizeof name, "%s %s", commands[i]->name, commands[i]->operand_help);
		if (!commands[i]->hidden)
			print_entry(out, name, commands[i]->summary);
	}
	sink_put(out, "\nOptions of every command:\n");
	for (const struct option_row *row = common_options; row->name != NULL; row++)
		print_option(out, row);
	sink_put(out, "\nMore: hangup help COMMAND, man hangup, man hangup-causes (all causes)\n");
}

void print_command_help(struct sink *out, const struct command *command)
{
	struct text rest = text_of(command->help);

	sink_put_format(out, "Usage: hangup %s [OPTION...]%s%s\n\n%s\n", command->name,
			*command->operand_help != '\0' ? " " : "", command->operand_help, command->examples);
	while (rest.length > 0) {
		struct text line = wrap_next(&rest, HELP_WIDTH);
		sink_put_bytes(out, line.bytes, line.length);
		sink_put(out, "\n");
	}
	sink_put(out, "\nOptions:\n");
	print_options(out, command->options);
	sink_put(out, "\nMore: man hangup\n");
}
