/* SPDX-License-Identifier: MIT */
/* hangup grep: the causes that say something. */
#include <errno.h>
#include <regex.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include "commands/results.h"
#include "support/escape.h"

#ifndef __has_feature /* gcc before 14 */
#define __has_feature(feature) 0
#endif

enum { MIB = 1024 * 1024, DATA_LIMIT = 56 * MIB, STACK_LIMIT = 8 * MIB, SIGNAL_STACK_SIZE = 64 * 1024 };

enum { OPTION_FIXED = 1, OPTION_CASE, OPTION_IGNORE_CASE, OPTION_EXTENDED };

static const struct option_row options[] = {
	RESULT_OPTIONS("plain"),
	{ .id = OPTION_FIXED, .letter = 'F', .name = "fixed-strings", .help = "PATTERN is plain text" },
	{ .id = OPTION_CASE, .name = "case-sensitive", .help = "upper and lower case differ" },
	{ .id = OPTION_IGNORE_CASE,
	  .letter = 'i',
	  .name = "ignore-case",
	  .help = "upper and lower case are the same (the default)",
	  .is_hidden = true },
	{ .id = OPTION_EXTENDED,
	  .letter = 'E',
	  .name = "extended-regexp",
	  .help = "PATTERN is an extended regular expression (the default)",
	  .is_hidden = true },
	{ .name = NULL },
};

struct pattern {
	const char *text;
	bool is_fixed, is_case_sensitive;
	regex_t regex; /* compiled unless is_fixed */
};

/* Called by signals too, at any moment. All that has been found by then is held back in the sink, and lost with it. */
static void refuse(int signal_number)
{
	static const char message[] = "hangup: the pattern takes too much memory or time: over 64 MiB or a second\n";
	ssize_t count = write(STDERR_FILENO, message, sizeof message - 1);

	(void)count; /* a message that cannot be written has nowhere else to go */
	(void)signal_number;
	_exit(STATUS_TROUBLE);
}

static void on_limit(void (*handler)(int))
{
	/* No time left; no stack left, in two ways; no memory left, where a library is not prepared for that. */
	static const int signals[] = { SIGPROF, SIGSEGV, SIGBUS, SIGABRT };
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_ONSTACK };
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) {
		sigaddset(&set, signals[i]);
		sigaction(signals[i], &action, NULL);
	}
	/* What the process before this one held back. */
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

/*
 * Regular expressions know no bounds: a short one may want gigabytes, minutes, or a recursion of any depth. So the
 * process gets some, and patterns that run into them are refused. Time is counted from here (RLIMIT_CPU would count
 * what the process has done before it became this program).
 */
static void limit_pattern(unsigned char *signal_stack)
{
	const stack_t stack = { .ss_sp = signal_stack, .ss_size = SIGNAL_STACK_SIZE };
	const struct itimerval second = { .it_value.tv_sec = 1 };
	struct rlimit limit;

	sigaltstack(&stack, NULL);
	on_limit(refuse);
	setitimer(ITIMER_PROF, &second, NULL);
	if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur > STACK_LIMIT) {
		limit.rlim_cur = STACK_LIMIT;
		setrlimit(RLIMIT_STACK, &limit);
	}
#if !defined __SANITIZE_ADDRESS__ && !__has_feature(address_sanitizer) /* that one needs terabytes for itself */
	if (getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur > DATA_LIMIT) {
		limit.rlim_cur = DATA_LIMIT;
		setrlimit(RLIMIT_DATA, &limit);
	}
#endif
}

static bool begins(const struct pattern *pattern, const char *text)
{
	const char *wanted = pattern->text;

	for (; *wanted != '\0'; wanted++, text++)
		if (pattern->is_case_sensitive ? *wanted != *text : text_lower(*wanted) != text_lower(*text))
			return false;
	return true;
}

/* The first match at or after from. */
static bool find_regex(const regex_t *regex, const char *text, size_t from, regmatch_t *match)
{
	errno = 0;
#ifdef REG_STARTEND
	*match = (regmatch_t){ .rm_so = (regoff_t)from, .rm_eo = (regoff_t)strlen(text) };
	int error = regexec(regex, text, 1, match, REG_STARTEND);
#else
	/* musl. It does not see what is before: \< and \b hold in a word too, if a match has ended there. */
	int error = regexec(regex, text + from, 1, match, from > 0 ? REG_NOTBOL : 0);
	match->rm_so += (regoff_t)from;
	match->rm_eo += (regoff_t)from;
#endif
	/* glibc says of any error that there is no match. */
	if (error == REG_ESPACE || errno == ENOMEM)
		refuse(0);
	return error == 0;
}

/* A find function of struct highlight. */
static bool find(const void *pattern_, const char *text, size_t from, size_t *start, size_t *length)
{
	const struct pattern *pattern = pattern_;
	size_t text_length = strlen(text);
	regmatch_t match;

	if (!pattern->is_fixed) {
		if (!find_regex(&pattern->regex, text, from, &match))
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

	for (int id = 0; id < COLUMN_TABLE; id++) {
		const char *text = column_value(cause, (enum column_id)id, &number);
		if (text != NULL && find(pattern, text, 0, &start, &length))
			return true;
	}
	return false;
}

static enum status print_matches(const struct context *context, struct pattern *pattern, struct result_options *given)
{
	struct highlight highlight = { .find = find, .pattern = pattern };
	struct result_options how = *given;
	struct cause_set found = { { 0 } };

	how.highlight = how.colors ? &highlight : NULL;
	for (size_t i = 0; i < cause_count; i++)
		if (matches(pattern, &causes[i]))
			cause_set_add(&found, i);
	return results_print_set(context->out, &how, found) ? STATUS_DONE : STATUS_MISS;
}

static bool compile(struct pattern *pattern, const struct diagnostics *diagnostics)
{
	int flags = REG_EXTENDED | (pattern->is_case_sensitive ? 0 : REG_ICASE);
	char reason[128];

	int error = regcomp(&pattern->regex, pattern->text, flags);
	if (error == 0)
		return true;
	if (error == REG_ESPACE)
		refuse(0);
	regerror(error, &pattern->regex, reason, sizeof reason);
	say(diagnostics, "pattern '%s': %s", show_string(pattern->text).text, show_string(reason).text);
	say_hint(diagnostics, "-F takes it as plain text");
	return false;
}

static enum status grep_regex(const struct context *context, struct pattern *pattern, struct result_options *how)
{
	unsigned char signal_stack[SIGNAL_STACK_SIZE];
	enum status status = STATUS_TROUBLE;

	limit_pattern(signal_stack);
	if (compile(pattern, context->diagnostics)) {
		status = print_matches(context, pattern, how);
		regfree(&pattern->regex);
	}
	on_limit(SIG_IGN);
	return status;
}

struct request {
	struct pattern pattern;
	struct result_options how;
};

static bool take(void *data, int id, const struct options *line)
{
	struct request *request = data;

	if (id == OPTION_FIXED || id == OPTION_EXTENDED)
		request->pattern.is_fixed = id == OPTION_FIXED;
	else if (id == OPTION_CASE || id == OPTION_IGNORE_CASE)
		request->pattern.is_case_sensitive = id == OPTION_CASE;
	else
		return result_option(&request->how, id, line);
	return true;
}

static enum status run(const struct context *context, int count, char **arguments)
{
	struct request request = { .how.format = FORMAT_PLAIN };
	struct command_line line;

	if (!command_line_read(&line, context, &command_grep, count, arguments, take, &request))
		return line.status;
	int first = line.options.first_operand;
	if (count - first != 1) {
		say(context->diagnostics, "grep takes one pattern, not %d", count - first);
		if (count > first && access(arguments[count - 1], F_OK) == 0)
			say_hint(context->diagnostics, "it looks in the table; what is in a file: hangup stats %s",
				 show_word(arguments[count - 1]).text);
		else
			say_hint(context->diagnostics,
				 count == first ? "hangup help grep" : "a pattern with blanks needs quotes");
		return STATUS_TROUBLE;
	}
	request.pattern.text = arguments[first];
	request.how.colors = color_wanted(line.color, context->out->descriptor);
	return (request.pattern.is_fixed ? print_matches : grep_regex)(context, &request.pattern, &request.how);
}

const struct command command_grep = {
	.name = "grep",
	.operand_help = "PATTERN",
	.summary = "the causes whose texts match",
	.examples = "  hangup grep 'caller id'\n"
		    "  hangup grep -F '(API)'\n"
		    "  hangup grep -f json 'stir/shaken'\n",
	.help = "Prints the causes one of whose fields (code, name, group, action, description, next steps, link) PATTERN, "
		"an extended regular expression, matches, whatever the case of letters. One that takes over 64 MiB or a "
		"second is refused.\n"
		"\n"
		"Exit status: 0 something matched, 1 nothing did, 2 usage or output trouble.",
	.options = options,
	.operands = OPERANDS_ANY,
	.run = run,
};
