/* SPDX-License-Identifier: MIT */
#include "table/columns.h"

#include <stdio.h>

const struct column cause_columns[COLUMN_COUNT] = {
	[COLUMN_CODE] = { .name = "code", .help = "the hangup code", .is_number = true },
	[COLUMN_CAUSE] = { .name = "cause", .help = "its name", .wraps = true },
	[COLUMN_GROUP] = { .name = "group", .help = "the group of causes it belongs to" },
	[COLUMN_ACTION] = { .name = "action", .help = "what to do in a word", .is_action = true },
	[COLUMN_DESCRIPTION] = { .name = "description", .help = "what happened", .wraps = true },
	[COLUMN_NEXT_STEPS] = { .name = "next_steps", .help = "what to do", .wraps = true },
	[COLUMN_URL] = { .name = "url", .help = "the page that helps" },
	[COLUMN_TABLE] = { .name = "table", .help = "voice, or trunk for calls of SIP trunks" },
};

static const char *column_name(size_t i)
{
	return i < COLUMN_COUNT ? cause_columns[i].name : NULL;
}

static const char *column_help(size_t i)
{
	return cause_columns[i].help;
}

const struct choices column_choices = { .what = "column", .name = column_name, .help = column_help };

const char *column_value(const struct cause *cause, enum column_id id, struct number_text *number)
{
	switch (id) {
	case COLUMN_CODE:
		snprintf(number->text, sizeof number->text, "%u", (unsigned)cause->code);
		return number->text;
	case COLUMN_CAUSE:
		return cause->name;
	case COLUMN_GROUP:
		return cause->group->name;
	case COLUMN_ACTION:
		return action_name(cause->action);
	case COLUMN_DESCRIPTION:
		return cause->description;
	case COLUMN_NEXT_STEPS:
		return cause->next_steps;
	case COLUMN_URL:
		return cause->url;
	case COLUMN_TABLE:
		return tables[cause->table].word;
	case COLUMN_COUNT:
		break;
	}
	return NULL;
}

bool column_list_parse(struct column_list *list, const char *names, const struct diagnostics *diagnostics)
{
	return choice_list(&column_choices, names, list->ids, &list->count, diagnostics);
}
