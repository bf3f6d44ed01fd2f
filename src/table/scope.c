/* SPDX-License-Identifier: MIT */
#include "table/scope.h"

#include <stdio.h>

static const struct {
	const char *word, *help;
} scopes[] = {
	[SCOPE_AUTO] = { "auto", "what stands beside the code tells" },
	[SCOPE_VOICE] = { "voice", "calls of the Voice API" },
	[SCOPE_TRUNK] = { "trunk", "calls of SIP trunks" },
	[SCOPE_ALL] = { "all", "both" },
};

static const char *answer_word(size_t i)
{
	return i < SCOPE_ALL ? scopes[answer_scope(i)].word : NULL;
}

static const char *answer_help(size_t i)
{
	return scopes[answer_scope(i)].help;
}

static const char *record_word(size_t i)
{
	return i < SCOPE_ALL ? scopes[i].word : NULL;
}

static const char *record_help(size_t i)
{
	return scopes[i].help;
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
