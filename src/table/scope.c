/* SPDX-License-Identifier: MIT */
#include "table/scope.h"

#include <stdio.h>

static const char *scope_word(enum table_scope scope)
{
	static const char *const words[] = {
		[SCOPE_AUTO] = "auto", [SCOPE_VOICE] = "voice", [SCOPE_TRUNK] = "trunk", [SCOPE_ALL] = "all"
	};

	return words[scope];
}

static const char *scope_help(enum table_scope scope)
{
	static const char *const helps[] = { [SCOPE_AUTO] = "what stands beside the code tells",
					     [SCOPE_VOICE] = "calls of the Voice API",
					     [SCOPE_TRUNK] = "calls of SIP trunks",
					     [SCOPE_ALL] = "both" };

	return helps[scope];
}

static const char *answer_word(size_t i)
{
	return i < SCOPE_ALL ? scope_word(answer_scope(i)) : NULL;
}

static const char *answer_help(size_t i)
{
	return scope_help(answer_scope(i));
}

static const char *record_word(size_t i)
{
	return i < SCOPE_ALL ? scope_word((enum table_scope)i) : NULL;
}

static const char *record_help(size_t i)
{
	return scope_help((enum table_scope)i);
}

struct table_phrase scope_phrase(enum table_scope scope)
{
	struct table_phrase phrase = { "either table" };

	if (scope == SCOPE_TRUNK)
		snprintf(phrase.text, sizeof phrase.text, "the table of SIP trunks of %s", tables[TABLE_TRUNK].date);
	else if (scope != SCOPE_ALL)
		snprintf(phrase.text, sizeof phrase.text, "the table of %s", tables[TABLE_VOICE].date);
	return phrase;
}

const struct choices answer_scopes = { .what = "table", .name = answer_word, .help = answer_help };
const struct choices record_scopes = { .what = "table", .name = record_word, .help = record_help };
