/* SPDX-License-Identifier: MIT */
#include "commands/command.h"

#include <string.h>

#include "support/escape.h"

enum { LIST_MAX = 120 };

/* What other tools have. */
static const struct foreign_option {
	const char *name;      /* NULL: a letter alone */
	char letter;           /* 0: it has none */
	const char *ours;      /* the option that does it; NULL: none has to */
	const char *here;      /* what to write, for a command that has it */
	const char *elsewhere; /* for another */
} foreign_options[] = {
	{ "json", 0, "format", "-f json", "hangup stats -f json, hangup lookup -f json" },
	{ "csv", 0, "format", "-f csv", "hangup stats -f csv, hangup lookup -f csv" },
	{ "output", 'o', NULL, ">FILE: results go to standard output", NULL },
	{ "input", 0, NULL, "FILE, without an option", NULL },
	{ "in-place", 'i', NULL, "no file is ever changed: write >NEW, then mv NEW FILE", NULL },
	{ "limit", 'n', "top", "--top N", "| head -n N" },
	{ "head", 0, "top", "--top N", "| head -n N" },
	{ "tab", 't', "delimiter", "-d tab, or -d CHAR", "| column -t" },
	{ "quiet", 'q', NULL, "2>/dev/null: the exit status tells", NULL },
	{ "silent", 's', NULL, "2>/dev/null: the exit status tells", NULL },
	{ "no-color", 0, "color", "--color=never", NULL },
	{ "compare", 0, "against", "--against FILE, the calls of before", "hangup stats --against OLD NEW" },
	{ "diff", 0, "against", "--against FILE, the calls of before", "hangup stats --against OLD NEW" },
	{ "filter", 0, "only", "--only WHICH, such as --only fix,3130", "hangup annotate --only WHICH" },
	{ "where", 0, "only", "--only WHICH, such as --only fix,3130", "hangup annotate --only WHICH" },
	{ "exclude", 0, "only", "--only says what to keep, such as --only failed", "hangup annotate --only WHICH" },
	{ "group", 'g', "by", "--by group", NULL },
	{ "action", 'a', "by", "--by action", NULL },
	{ "per", 0, "by", "--by WHAT", "hangup stats --by WHAT" },
	{ "group-by", 0, "by", "--by WHAT", "hangup stats --by WHAT" },
	{ "since", 0, "from", "--from TIME", "hangup stats --from TIME" },
	{ "until", 0, "to", "--to TIME", "hangup stats --to TIME" },
	{ "min-calls", 0, "ignore-below", "--ignore-below N", "hangup stats --ignore-below N" }, /* of 0.1.0 */
	{ "threshold", 0, "max", "--max WHICH=LIMIT", "hangup stats --max WHICH=LIMIT" },
	{ "sort", 0, NULL, "rows stand by calls or by code; another order: -f csv | sort", NULL },
	{ "reverse", 'r', NULL, "| tac", NULL },
	{ "count", 0, NULL, "hangup stats counts", NULL },
};

static bool is_meant(const struct unknown_option *unknown, char letter, const char *name)
{
	if (unknown->letter != 0)
		return unknown->letter == letter;
	return name != NULL && text_same(text_of(name), unknown->name);
}

/* Whether a command has an option, and that value of it, which another has not. */
static bool has_unknown(const struct command *command, const struct unknown_option *unknown)
{
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(command->options, i)) != NULL; i++) {
		if (!is_meant(unknown, row->letter, row->name))
			continue;
		if (unknown->value == NULL)
			return true;
		if (row->choices != NULL && choice_of(row->choices, text_of(unknown->value)) >= 0)
			return true;
	}
	return false;
}

/* What another tool's option is here; NULL: none has it, or none of the commands like this one. */
static const char *translation(const struct command_line *line)
{
	const struct unknown_option *unknown = &line->options.unknown;

	for (size_t i = 0; i < sizeof foreign_options / sizeof foreign_options[0] && unknown->value == NULL; i++) {
		const struct foreign_option *foreign = &foreign_options[i];
		if (!is_meant(unknown, foreign->letter, foreign->name))
			continue;
		const struct unknown_option ours = { .name = text_of(foreign->ours != NULL ? foreign->ours : "") };
		return foreign->ours == NULL || has_unknown(line->command, &ours) ? foreign->here : foreign->elsewhere;
	}
	return NULL;
}

/* All that the command has, if that is not long, else its help. */
static void hint_valid(const struct command_line *line)
{
	struct strbuf list = { .used = 0 };
	const struct option_row *row;

	for (size_t i = 0; (row = option_at(line->command->options, i)) != NULL; i++)
		if (!row->is_hidden)
			strbuf_add(&list, "%s--%s", i > 0 ? ", " : "", row->name);
	if (list.used <= LIST_MAX && (line->options.unknown.letter != 0 || line->options.unknown.name.length > 0))
		say_hint(line->context->diagnostics, "valid: %s", list.text);
	else
		say_hint(line->context->diagnostics, "hangup help %s", line->command->name);
}

/* The commands that have what this one has not. */
static struct strbuf who_has(const struct unknown_option *unknown)
{
	struct strbuf names = { .used = 0 };

	for (size_t i = 0; commands[i] != NULL; i++)
		if (!commands[i]->hidden && has_unknown(commands[i], unknown))
			strbuf_add(&names, "%s%s", names.used > 0 ? ", " : "", commands[i]->name);
	return names;
}

void unknown_option_say(const struct command_line *line)
{
	const struct unknown_option *unknown = &line->options.unknown;
	const struct diagnostics *diagnostics = line->context->diagnostics;
	const char *here = translation(line);
	struct strbuf names = who_has(unknown);
	struct shown option = show(unknown->letter != 0 ? (struct text){ &unknown->letter, 1 } : unknown->name);
	const char *dashes = unknown->letter != 0 ? "-" : "--";
	bool is_value = unknown->value != NULL;

	bool is_near = here == NULL && names.used == 0 && *unknown->near != '\0';

	if (*option.text != '\0' && !is_value)
		say(diagnostics, "unknown option '%s%s'%s%s%s", dashes, option.text, is_near ? "; did you mean " : "",
		    is_near ? unknown->near : "", is_near ? "?" : "");
	if (text_is_digit(unknown->letter))
		say_hint(diagnostics, "write -- before operands that begin with a dash");
	else if (here != NULL)
		say_hint(diagnostics, "%s", here);
	else if (names.used > 0)
		say_hint(diagnostics, "%s%s%s%s is for hangup %s", dashes, option.text, is_value ? " " : "",
			 is_value ? unknown->value : "", names.text);
	else if (*unknown->near == '\0' && !is_value)
		hint_valid(line);
}
