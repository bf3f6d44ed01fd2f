/* SPDX-License-Identifier: MIT */
/* Finds the command, runs it, closes the output, returns the status. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "commands/input_options.h"

/*
 * Fills the standard descriptors that are closed, so that no file opened later becomes one of them, each in the
 * direction in which it cannot be used: reading a closed input and writing to a closed output still fail.
 */
static bool fill_standard_descriptors(void)
{
	static const int unusable[] = { O_WRONLY, O_RDONLY, O_RDONLY };

	for (int descriptor = 0; descriptor <= STDERR_FILENO; descriptor++) {
		if (fcntl(descriptor, F_GETFD) != -1)
			continue;
		int filled;
		do
			filled = open("/dev/null", unusable[descriptor]);
		while (filled < 0 && errno == EINTR);
		if (filled != descriptor)
			return false;
	}
	return true;
}

/* What stands before the command. */
struct beginning {
	enum color_when color;
	int first; /* where the command's name, or the first operand of explain, stands */
	bool help, version;
	bool is_bad; /* a message has been printed */
};

/* Only the options of every command may stand before a command; any other is one of explain. */
static struct beginning read_beginning(const struct context *context, int count, char **arguments)
{
	static const struct option_row none[] = { { .name = NULL } };
	struct beginning beginning = { .first = 1 };

	while (beginning.first < count) {
		const char *word = arguments[beginning.first];
		bool separate = strcmp(word, "--color") == 0 && beginning.first + 1 < count;

		beginning.help = strcmp(word, "-h") == 0 || strcmp(word, "--help") == 0;
		beginning.version = strcmp(word, "-V") == 0 || strcmp(word, "--version") == 0;
		if (!separate && strncmp(word, "--color=", strlen("--color=")) != 0)
			break;
		int words = separate ? 2 : 1;
		struct options options = { .rows = none,
					   .count = 1 + words,
					   .arguments = arguments + beginning.first - 1,
					   .diagnostics = context->diagnostics };
		beginning.is_bad = options_next(&options) != OPTION_COLOR;
		if (beginning.is_bad)
			break;
		beginning.color = (enum color_when)options.choice;
		beginning.first += words;
	}
	return beginning;
}

static enum status run(struct context *context, int count, char **arguments)
{
	static char explain[] = "explain";
	struct beginning beginning = read_beginning(context, count, arguments);
	const struct command *command;

	if (beginning.is_bad)
		return STATUS_TROUBLE;
	if (beginning.help || beginning.version) {
		beginning.help ? print_usage(context->out) : print_version(context->out);
		return STATUS_DONE;
	}
	if (beginning.first >= count && input_is_ready(context->input)) {
		say(context->diagnostics, "nothing is asked: standard input is read by - and by commands");
		say_hint(context->diagnostics,
			 "... | hangup - for one call or codes, ... | hangup stats for call records");
		return STATUS_TROUBLE;
	}
	if (beginning.first >= count) {
		struct sink messages;
		sink_open(&messages, dup(context->diagnostics->descriptor));
		print_usage(&messages);
		sink_close(&messages);
		return STATUS_TROUBLE;
	}
	context->color = beginning.color;
	command = command_find(arguments[beginning.first]);
	context->explicit_command = command != NULL;
	if (command == NULL) {
		command = &command_explain;
		arguments[--beginning.first] = explain;
	}
	return command->run(context, count - beginning.first, arguments + beginning.first);
}

int main(int count, char **arguments)
{
	struct diagnostics diagnostics = { .descriptor = STDERR_FILENO };
	struct sink out;
	struct context context = { .out = &out, .diagnostics = &diagnostics, .input = STDIN_FILENO };
	enum status status;

	/* A file that may not grow any further is a full disk like any other: an error to report, not an end at once. */
	(void)signal(SIGXFSZ, SIG_IGN);
	if (!fill_standard_descriptors())
		return STATUS_TROUBLE;
	sink_open(&out, STDOUT_FILENO);
	status = run(&context, count, arguments);
	int error = sink_close(&out);
	/* A reader that went away needs no message, only an end. */
	if (error != 0 && error != EPIPE)
		say(&diagnostics, "standard output: %s", strerror(error));
	if (error != 0)
		status = STATUS_TROUBLE;
	return (int)status;
}
