/* SPDX-License-Identifier: MIT */
#include "commands/miss.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/pass.h"
#include "records/unreadable.h"
#include "support/escape.h"
#include "support/memory.h"
#include "support/nearest.h"
#include "support/retry.h"
#include "support/strbuf.h"
#include "table/key.h"
#include "table/scope.h"

enum { SUGGESTIONS = 6, WORD_MIN = 4, CODE_SIZE = 4, HEAD_SIZE = 64 * 1024 };

/* The names a word is compared with: all causes, then all sources, then the commands; "": out of scope. */
static struct text candidate_at(const void *data, size_t i)
{
	const struct scope *scope = data;
	const char *name = "";

	if (i < cause_count)
		name = scope_has(scope->tables, causes[i].table) ? causes[i].name : "";
	else if ((i -= cause_count) < source_count)
		name = scope->sources && scope_has(scope->tables, sources[i].table) ? sources[i].name : "";
	else
		name = scope->commands ? command_name(i - source_count) : NULL;
	return name != NULL ? text_of(name) : (struct text){ .bytes = NULL };
}

static size_t suggestions(struct text word, struct scope scope, size_t *found)
{
	const struct candidates candidates = { .at = candidate_at, .data = &scope, .key = name_key };
	size_t count = nearest_find(word, &candidates, found, SUGGESTIONS);
	char key[NAME_KEY_SIZE];

	/* A few letters stand in many of a trunk's names. */
	if (count > 0 || scope.tables != SCOPE_AUTO || name_key(word, key) < WORD_MIN)
		return count;
	scope.tables = SCOPE_TRUNK;
	return nearest_find(word, &candidates, found, SUGGESTIONS);
}

bool miss_has_suggestion(struct text word, struct scope scope)
{
	size_t found[SUGGESTIONS];

	return suggestions(word, scope, found) > 0;
}

bool miss_is_command(struct text word)
{
	size_t found[SUGGESTIONS];

	return suggestions(word, (struct scope){ .sources = true, .commands = true }, found) > 0 &&
	       found[0] >= cause_count + source_count;
}

/* "Busy Line (3010)", "the source Carrier", "the command lookup" */
static void gather_candidate(struct strbuf *list, const char *between, size_t i)
{
	if (i < cause_count)
		strbuf_add(list, "%s%s (%u)", between, causes[i].name, (unsigned)causes[i].code);
	else if (i < cause_count + source_count)
		strbuf_add(list, "%sthe source %s", between, sources[i - cause_count].name);
	else
		strbuf_add(list, "%sthe command %s", between, command_name(i - cause_count - source_count));
}

/* Whether one of the words of a name is the key but for a slip: stricter than for whole names, as there are so many. */
static bool has_near_word(const char *name, const char *key)
{
	char word_key[NAME_KEY_SIZE];

	for (size_t length; *name != '\0'; name += length + strspn(name + length, " ")) {
		length = strcspn(name, " ");
		if (name_key((struct text){ name, length }, word_key) >= WORD_MIN &&
		    text_distance(key, word_key) <= (strlen(key) + WORD_MIN) / (2 * (size_t)WORD_MIN))
			return true;
	}
	return false;
}

/* The causes with a word in their names that was misspelt. */
static size_t misspelt(struct text word, size_t *found)
{
	char key[NAME_KEY_SIZE];
	size_t count = 0;

	if (name_key(word, key) < WORD_MIN)
		return 0;
	for (size_t i = 0; i < tables[TABLE_VOICE].causes.end && count < SUGGESTIONS; i++)
		if (has_near_word(causes[i].name, key))
			found[count++] = i;
	return count;
}

/* Returns whether there are any. */
static bool say_suggestions(const struct context *context, struct text word, struct scope scope)
{
	struct strbuf list = { .used = 0 };
	size_t found[SUGGESTIONS];
	size_t count = suggestions(word, scope, found);

	if (count == 0 && scope_has(scope.tables, TABLE_VOICE))
		count = misspelt(word, found);
	for (size_t i = 0; i < count; i++)
		gather_candidate(&list, i > 0 ? ", " : "", found[i]);
	if (count > 0)
		say_hint(context->diagnostics, "did you mean %s?", list.text);
	return count > 0;
}

/* How many records there are, or what should have been some. */
static void count_record(void *data, const struct record *record)
{
	(void)record;
	++*(size_t *)data;
}

/* What a file is read with. */
enum file_kind {
	FILE_UNREADABLE, /* nothing, before it is made text */
	FILE_CALL,       /* explain: it is one call */
	FILE_CALLS       /* stats */
};

/* By what its beginning holds: a long one is not read to its end. A message about what cannot be read. */
static enum file_kind look_at(const char *path, const struct diagnostics *diagnostics)
{
	const struct diagnostics silent = { .descriptor = -1 };
	const struct origin origin = {
		.diagnostics = diagnostics, .command = "stats", .inputs = "", .file = path, .operand = path
	};
	enum file_kind kind = FILE_CALLS;
	struct pass_settings settings = pass_defaults("stats", &silent, NULL);
	int descriptor = retry_open(path);
	size_t records = 0;
	struct input input;
	struct pass pass;

	settings.columns.every_leg = true;
	settings.take = count_record;
	settings.data = &records;
	input_open(&input);
	if (descriptor >= 0) {
		input_read_head(&input, descriptor, HEAD_SIZE);
		close(descriptor);
	}
	struct text head = { (const char *)input_bytes(&input), input_size(&input) };
	pass_open(&pass, &settings);
	pass_memory(&pass, head);
	pass_close(&pass);
	if (unreadable_packed(&origin, head) || (records == 0 && unreadable_binary(&origin, head)))
		kind = FILE_UNREADABLE;
	else if (records == 1 && input.ended)
		kind = FILE_CALL;
	input_close(&input);
	return kind;
}

/* The command that reads a file. */
static void say_file(const struct context *context, const char *path, struct scope scope)
{
	enum file_kind kind = look_at(path, context->diagnostics);
	const char *dashes = path[0] == '-' ? "-- " : "";

	if (kind == FILE_UNREADABLE)
		return;
	say(context->diagnostics, "'%s' is a file, not a code or a name", show_string(path).text);
	if (scope.only != NULL)
		say_hint(context->diagnostics, "hangup annotate --only %s %s%s", show_word(scope.only).text, dashes,
			 show_word(path).text);
	else if (kind == FILE_CALL)
		say_hint(context->diagnostics, "hangup %s%s- <%s", scope.typed != NULL ? scope.typed : "",
			 scope.typed != NULL && *scope.typed != '\0' ? " " : "", show_word(path).text);
	else
		say_hint(context->diagnostics, "hangup stats %s%s", dashes, show_word(path).text);
}

/* The type of the file that a word names, as st_mode has it; 0: none. */
static mode_t type_of(struct text name, char path[PATH_MAX])
{
	struct stat status;

	if (name.length >= PATH_MAX || memchr(name.bytes, '\0', name.length) != NULL)
		return 0;
	snprintf(path, PATH_MAX, "%.*s", (int)name.length, name.bytes);
	return stat(path, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

/* Whether the word names a file or a directory; then after a message. */
static bool say_path(const struct context *context, struct text name, struct scope scope)
{
	char path[PATH_MAX];
	mode_t type = type_of(name, path);

	if (type == S_IFDIR) {
		say(context->diagnostics, "'%s' is a directory, not a code or a name", show(name).text);
		say_hint(context->diagnostics, "name the files in it: hangup stats FILE...");
	} else if (type == S_IFREG) {
		say_file(context, path, scope);
	}
	return type == S_IFDIR || type == S_IFREG;
}

bool miss_files(const struct operands *operands)
{
	const struct diagnostics silent = { .descriptor = -1 };
	struct strbuf words = { .used = 0 };
	char path[PATH_MAX];

	for (size_t i = 0; i < operands->count; i++) {
		if (type_of(operands->items[i].text, path) != S_IFREG || *path == '-' ||
		    look_at(path, &silent) == FILE_UNREADABLE)
			return false;
		strbuf_add(&words, " %s", show_word(path).text);
	}
	if (operands->count < 2)
		return false;
	say(operands->context->diagnostics, "'%s' is a file, not a code or a name, as are the others",
	    show(operands->items[0].text).text);
	say_hint(operands->context->diagnostics, "hangup stats%s", words.text);
	return true;
}

static void say_code(const struct context *context, struct text operand, const struct query *query,
		     enum table_scope scope)
{
	say(context->diagnostics, "%s is not in %s", show(text_trim(operand)).text, scope_phrase(scope).text);
	if (query->below != NULL && query->above != NULL)
		say_hint(context->diagnostics, "the nearest are %u %s and %u %s", (unsigned)query->below->code,
			 query->below->name, (unsigned)query->above->code, query->above->name);
	else if (query->below != NULL || query->above != NULL)
		say_hint(context->diagnostics, "the nearest is %u %s",
			 (unsigned)(query->below != NULL ? query->below : query->above)->code,
			 (query->below != NULL ? query->below : query->above)->name);
}

static void say_foreign(const struct context *context, struct text word, struct scope scope)
{
	bool is_upper = memchr(word.bytes, '_', word.length) != NULL && word.bytes[strspn(word.bytes, " \t_")] <= 'Z';

	if (is_upper)
		say(context->diagnostics, "'%s' is a word of HangupCause, where each word may stand for several codes",
		    show(word).text);
	else
		say(context->diagnostics, "'%s' is spelled as the causes of SIP trunks are, and none is called so",
		    show(word).text);
	scope.tables = SCOPE_TRUNK;
	if (is_upper || !say_suggestions(context, word, scope))
		say_hint(context->diagnostics, "the field to look at is HangupCauseCode");
}

/* "3O10", "3130-", "31x": nearly a code, or a pattern of its four digits; of a range's beginning, of its thousand. */
static bool say_nearly_code(const struct context *context, struct text word)
{
	char code[CODE_DIGITS + 1] = "";
	struct query query;
	size_t known;

	if (word.length > CODE_DIGITS)
		return false;
	for (size_t i = 0; i < word.length; i++) {
		char c = word.bytes[i];
		code[i] = c == 'O' || c == 'o' ? '0' : c == 'I' || c == 'l' ? '1' : c;
	}
	known = strspn(code, "0123456789");
	if (known == CODE_SIZE && strcmp(code + known, "-") == 0) {
		known = cause_by_code(TABLE_VOICE, strtoul(code, NULL, 10)) != NULL ? CODE_SIZE : 1;
		code[CODE_SIZE] = '\0';
	} else if (known + strspn(code + known, "xX") < word.length)
		return false;
	if (known < CODE_SIZE)
		snprintf(code + known, sizeof code - known, "%.*s", (int)(CODE_SIZE - known), "xxxx");
	query_answer(&query, text_of(code), SCOPE_AUTO);
	if (known == 0 || query.count == 0)
		return false;
	say_hint(context->diagnostics, "did you mean %s?", code);
	return true;
}

/* "calls.xlsx", "./calls": a name as files have it. */
static bool is_like_file(struct text word)
{
	size_t point = text_behind_last(word, '.');
	size_t length = word.length - point;

	if (text_behind_last(word, '/') > 0)
		return true;
	for (size_t i = point; i < word.length; i++)
		if (!text_is_letter(word.bytes[i]) && (i == point || !text_is_digit(word.bytes[i])))
			return false;
	return point > 1 && length > 1 && length < 8;
}

/* What is asked for by its name, and lies elsewhere. */
static const struct {
	const char *word, *hint;
} elsewhere[] = {
	{ "version", "hangup --version" },
	{ "groups", "hangup list --groups" },
	{ "sources", "hangup list --sources" },
	{ "causes", "hangup list" },
	{ "codes", "hangup list" },
	{ "actions", "hangup none,retry,fix,support" },
};

static const char *find_elsewhere(struct text word)
{
	for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
		if (text_is(word, elsewhere[i].word))
			return elsewhere[i].hint;
	return NULL;
}

bool miss_other_command(const struct operands *operands)
{
	static const struct {
		const char *word, *here;
	} others[] = {
		{ "cat", "annotate" },  { "show", "annotate" },        { "count", "stats" },
		{ "summary", "stats" }, { "diff", "stats --against" }, { "compare", "stats --against" },
	};
	struct strbuf words = { .used = 0 };
	struct text first = operands->items[0].text;
	const char *here = NULL;

	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (text_is(first, others[i].word))
			here = others[i].here;
	if (here == NULL || operands->count < 2)
		return false;
	for (size_t i = 1; i < operands->count; i++) {
		char *word = copy_bytes(operands->items[i].text.bytes, operands->items[i].text.length);
		strbuf_add(&words, " %s", show_word(word).text);
		free(word);
	}
	say(operands->context->diagnostics, "no command is called '%s'", show(first).text);
	say_hint(operands->context->diagnostics, "hangup %s%s", here, words.text);
	return true;
}

bool miss_is_url(struct text word)
{
	return word.length > 3 && memmem(word.bytes, word.length, "://", 3) != NULL;
}

/* What ends calls and is no cause, of the tables that were asked or of another. */
static void say_source(const struct context *context, struct text operand, const struct source *source,
		       enum table_scope asked)
{
	const char *whose = source->table == TABLE_TRUNK ? " of SIP trunks" : asked == SCOPE_TRUNK ? " of Voice" : "";
	bool is_hidden = source->table == TABLE_TRUNK && source_by_name(TABLE_VOICE, operand) != NULL;

	say(context->diagnostics, "'%s' is a hangup source%s, not a cause", show(operand).text, whose);
	say_hint(context->diagnostics, "hangup explain %s%s", is_hidden ? "--table trunk " : "",
		 show_word(source->in_data).text);
}

static void say_word(const struct context *context, struct text operand, const struct query *query, struct scope scope)
{
	const struct source *source = query->source;

	for (int table = 0; source == NULL && table < TABLE_COUNT; table++)
		source = source_by_name((enum table_id)table, operand);
	if (source != NULL) {
		say_source(context, operand, source, scope.tables);
		return;
	}
	if (miss_is_url(operand)) {
		say(context->diagnostics, "'%s' is a URL without a code, and nothing is fetched", show(operand).text);
		say_hint(context->diagnostics, "curl -s URL | hangup -");
		return;
	}
	if (is_like_file(operand) && !miss_has_suggestion(operand, scope)) {
		say(context->diagnostics, "no file, cause%s is called '%s'", scope.sources ? " or source" : "",
		    show(operand).text);
		return;
	}
	say(context->diagnostics, "no cause%s is called '%s'", scope.sources ? " or source" : "", show(operand).text);
	if (find_elsewhere(operand) != NULL)
		say_hint(context->diagnostics, "%s", find_elsewhere(operand));
	else if (!say_nearly_code(context, operand))
		say_suggestions(context, operand, scope);
}

/* What one table was asked for and only the other has, but for codes: a message. Returns whether it is so. */
static bool say_other_table(const struct context *context, struct text operand, enum table_scope asked)
{
	enum table_scope other = asked == SCOPE_VOICE ? SCOPE_TRUNK : SCOPE_VOICE;
	struct query query;

	if (asked != SCOPE_VOICE && asked != SCOPE_TRUNK)
		return false;
	query_answer(&query, operand, other);
	if (query.result != QUERY_FOUND || query.count == 0)
		return false;
	say(context->diagnostics, "'%s' is in %s alone", show(operand).text, scope_phrase(other).text);
	say_hint(context->diagnostics, "--table %s finds it", record_scopes.name(other));
	return true;
}

void say_miss(const struct context *context, struct text operand, const struct query *query, struct scope scope)
{
	const struct diagnostics *to = context->diagnostics;
	struct table_phrase table = scope_phrase(scope.tables);
	struct shown shown = show(operand);

	if ((query->miss == MISS_WORD || query->miss == MISS_NUMBER || query->miss == MISS_UUID) &&
	    say_path(context, operand, scope))
		return;
	if (query->miss != MISS_CODE && query->miss != MISS_SMALL_NUMBER &&
	    say_other_table(context, operand, scope.tables))
		return;
	switch (query->miss) {
	case MISS_WORD:
		say_word(context, operand, query, scope);
		break;
	case MISS_EMPTY:
		say(to, "'%s' means that there is no code", shown.text);
		say_hint(to, "a call record without a code tells no cause; its hangup source may still be known");
		break;
	case MISS_CODE:
		say_code(context, operand, query, scope.tables);
		break;
	case MISS_SMALL_NUMBER:
		if (text_all_digits(text_trim(operand)))
			say(to, "%s is not in %s", show(text_trim(operand)).text, table.text);
		else
			say(to, "no code of %s is in '%s'", table.text, shown.text);
		/* Of the numbers themselves first and alone: most are a SIP status or a Q.850 cause. */
		if (text_all_digits(text_trim(operand)) || !say_nearly_code(context, text_trim(operand)))
			say_hint(to,
				 "SIP and Q.850 numbers have no mapping here; the field to look at is HangupCauseCode");
		break;
	case MISS_NUMBER:
		say(to, "'%s' is too large to be a code of %s", shown.text, table.text);
		break;
	case MISS_RANGE:
		say(to, "no code of %s is in '%s'", table.text, shown.text);
		say_nearly_code(context, text_trim(operand));
		break;
	case MISS_FOREIGN:
		say_foreign(context, operand, scope);
		break;
	case MISS_UUID:
		say(to, "'%s' is the UUID of a call, and calls are not fetched", shown.text);
		say_hint(to, "its code is in its call record: hangup_cause_code in the API, "
			     "HangupCauseCode in callbacks, Console > Voice > Logs > Calls");
		break;
	}
}

void say_problem(const struct context *context, enum call_problem which, const struct problem *problem)
{
	static const char fields[] = "the fields to look at are HangupCauseCode, DialBLegHangupCauseCode, "
				     "PlivoHangupCauseCode and hangup_cause_code";
	static const char trunk[] = "--table voice or --table trunk says which is meant";
	static const struct {
		const char *what, *hint;
	} words[CALL_PROBLEMS] = {
		[CALL_NO_CODE] = { "a call without a hangup cause code", fields },
		[CALL_OTHER_FIELD] = { "HangupCause does not tell the cause: each of its words may stand for several codes",
				       "the field to look at is HangupCauseCode" },
		[CALL_INVALID] = { "not a hangup cause code", "the field to look at is HangupCauseCode" },
		[CALL_MISMATCH] = { "a name contradicts the code", NULL },
		[CALL_TRUNK] = { "a code of a SIP-trunk record", trunk },
		[CALL_RAGGED] = { "a record whose cells have moved: it has more fields than its header, or stands behind another one",
				  NULL },
		[CALL_MALFORMED] = { "a record that cannot be read", NULL },
	};
	const char *example = problem->example.text;
	const char *quote = which == CALL_INVALID ? "'" : "";
	struct strbuf said = { .used = 0 };

	strbuf_add(&said, "%s", words[which].what);
	if (*example != '\0')
		strbuf_add(&said, ": %s%s%s", quote, example, quote);
	if (problem->count > 1)
		strbuf_add(&said, " (the first of %s)", figure(problem->count).text);
	if (problem->line > 0)
		say_at(context->diagnostics, "standard input", problem->line, "%s", said.text);
	else
		say(context->diagnostics, "%s", said.text);
	if (words[which].hint != NULL)
		say_hint(context->diagnostics, "%s", words[which].hint);
}
