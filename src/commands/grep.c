/* hangup grep: the causes that say something. */
#include <errno.h>
#include <regex.h>
#include <string.h>

#include "commands/results.h"
#include "support/escape.h"
#include "support/memory.h"

/* regcomp goes down as deep as the pattern nests, on the stack: one that is longer than this is refused. */
enum { PATTERN_MAX = 1000 };

enum { OPTION_FIXED = 1, OPTION_CASE, OPTION_IGNORE_CASE, OPTION_EXTENDED };

static const struct option_row options[] = {
	RESULT_OPTIONS,
	{ .id = OPTION_FIXED, .letter = 'F', .name = "fixed-strings", .help = "PATTERN is plain text" },
	{ .id = OPTION_CASE, .name = "case-sensitive", .help = "upper and lower case differ" },
	{ .id = OPTION_IGNORE_CASE, .letter = 'i', .name = "ignore-case", .help = "they do not (the default)" },
	{ .id = OPTION_EXTENDED,
	  .letter = 'E',
	  .name = "extended-regexp",
	  .help = "PATTERN is an extended regular expression (the default)" },
	{ .name = NULL },
};

struct pattern {
	const char *text;
	bool is_fixed, is_case_sensitive;
	regex_t regex; /* compiled unless is_fixed */
};

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static bool begins(const struct pattern *pattern, const char *text)
{
	const char *wanted = pattern->text;

	for (; *wanted != '\0'; wanted++, text++)
		if (pattern->is_case_sensitive ? *wanted != *text : lower(*wanted) != lower(*text))
			return false;
	return true;
}

/* A find function of struct highlight. */
static bool find(const void *pattern_, const char *text, size_t from, size_t *start, size_t *length)
{
	const struct pattern *pattern = pattern_;
	size_t text_length = strlen(text);
	regmatch_t match = { .rm_so = (regoff_t)from, .rm_eo = (regoff_t)text_length };

	if (!pattern->is_fixed) {
		errno = 0;
		int error = regexec(&pattern->regex, text, 1, &match, REG_STARTEND);
		/* glibc says of any error that there is no match. */
		if (error == REG_ESPACE || errno == ENOMEM)
			end_out_of_memory();
		if (error != 0)
			return false;
		*start = (size_t)match.rm_so;
		*length = (size_t)(match.rm_eo - match.rm_so);
		return true;
	}
	*length = strlen(pattern->text);
	for (*start = from; *start + *length <= text_length; ++*start)
		if (begins(pattern, text + *start))
			return true;
	return false;
}

static bool matches(const struct pattern *pattern, const struct cause *cause)
{
	struct number_text number;
	size_t start;
	size_t length;

	for (int id = 0; id < COLUMN_COUNT; id++) {
		const char *text = column_value(cause, (enum column_id)id, &number);
		if (text != NULL && find(pattern, text, 0, &start, &length))
			return true;
	}
	return false;
}

static enum status print_matches(const struct context *context, const struct pattern *pattern,
				 struct result_options how, bool colors)
{
	struct highlight highlight = { .find = find, .pattern = pattern };
	struct results results;
	enum status status = STATUS_MISS;

	how.highlight = colors ? &highlight : NULL;
	results_begin(&results, context->out, &how);
	for (size_t i = 0; i < cause_count; i++) {
		if (!matches(pattern, &causes[i]))
			continue;
		results_put(&results, &causes[i]);
		status = STATUS_DONE;
	}
	results_end(&results);
	return status;
}

static bool compile(struct pattern *pattern, const struct diagnostics *diagnostics)
{
	int flags = REG_EXTENDED | (pattern->is_case_sensitive ? 0 : REG_ICASE);
	char reason[128];

	if (strlen(pattern->text) > PATTERN_MAX) {
		say(diagnostics, "pattern '%s' is too long: %zu bytes, of %d at most", show_string(pattern->text).text,
		    strlen(pattern->text), PATTERN_MAX);
		return false;
	}
	if (pattern->is_fixed)
		return true;
	int error = regcomp(&pattern->regex, pattern->text, flags);
	if (error == 0)
		return true;
	regerror(error, &pattern->regex, reason, sizeof reason);
	say(diagnostics, "pattern '%s': %s", show_string(pattern->text).text, show_string(reason).text);
	say_hint(diagnostics, "-F takes it as plain text");
	return false;
}

static bool take(struct pattern *pattern, struct result_options *how, int id, const struct options *line)
{
	switch (id) {
	case OPTION_FIXED:
		pattern->is_fixed = true;
		return true;
	case OPTION_EXTENDED:
		pattern->is_fixed = false;
		return true;
	case OPTION_CASE:
		pattern->is_case_sensitive = true;
		return true;
	case OPTION_IGNORE_CASE:
		pattern->is_case_sensitive = false;
		return true;
	default:
		return result_option(how, id, line);
	}
}

static enum status run(const struct context *context, int count, char **arguments)
{
	struct result_options how = { .format = FORMAT_PLAIN };
	struct pattern pattern = { .is_fixed = false };
	struct command_line line;
	int id;

	command_line_begin(&line, context, &command_grep, count, arguments);
	while ((id = command_line_next(&line)) > OPTIONS_END)
		if (!take(&pattern, &how, id, &line.options))
			return STATUS_TROUBLE;
	if (id == OPTIONS_BAD)
		return line.status;
	int first = line.options.first_operand;
	if (count - first != 1) {
		say(context->diagnostics, "grep takes one pattern, not %d", count - first);
		say_hint(context->diagnostics,
			 count == first ? "hangup help grep" : "a pattern with blanks needs quotes");
		return STATUS_TROUBLE;
	}
	pattern.text = arguments[first];
	if (!compile(&pattern, context->diagnostics))
		return STATUS_TROUBLE;
	enum status status = print_matches(context, &pattern, how, color_wanted(line.color, context->out->descriptor));
	if (!pattern.is_fixed)
		regfree(&pattern.regex);
	return status;
}

const struct command command_grep = {
	.name = "grep",
	.operand_help = "PATTERN",
	.summary = "the causes that say something",
	.help = "Prints the causes one of whose fields (code, name, group, action, description, next steps, link) PATTERN "
		"matches.\n"
		"\n"
		"Exit status: 0 something matched, 1 nothing did, 2 usage or output trouble.",
	.options = options,
	.operands = OPERANDS_ANY,
	.run = run,
};
