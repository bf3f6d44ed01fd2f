/* SPDX-License-Identifier: MIT */
/*
 * explain and lookup: operands of any bytes, some of them on standard input. The first byte chooses command, format and
 * how many of the lines that follow are words of the command line; the rest is what `-` reads.
 *
 * Demanded: messages that are clean, an exit status that fits what was said, output only where something was found,
 * JSON that is an array, and the same again the second time.
 */
#include "fuzz.h"

#include <jansson.h>

#include "commands/command.h"

enum { WORDS = 8, ARGUMENTS = WORDS + 8 };

struct outcome {
	enum status status;
	struct buffer output, messages;
};

struct words {
	char *arguments[ARGUMENTS];
	int count;
};

/* The command writes to its list of arguments: it gets its own each time. */
static struct outcome run(const struct command *command, struct words words, const char *input, size_t size)
{
	struct diagnostics diagnostics = { .descriptor = file_of("", 0) };
	struct sink sink;
	struct context context = {
		.out = &sink, .diagnostics = &diagnostics, .input = file_of(input, size), .explicit_command = true
	};
	int out = file_of("", 0);

	sink_open(&sink, dup(out));
	struct outcome outcome = { .status = command->run(&context, words.count, words.arguments) };
	DEMAND(sink_close(&sink) == 0);
	outcome.output = contents_of(out);
	outcome.messages = contents_of(diagnostics.descriptor);
	close(out);
	close(context.input);
	close(diagnostics.descriptor);
	return outcome;
}

static void forget(struct outcome *outcome)
{
	free(outcome->output.bytes);
	free(outcome->messages.bytes);
}

static void demand_array(struct buffer output)
{
	json_t *array =
		json_loadb((const char *)output.bytes, output.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);

	DEMAND(json_is_array(array));
	json_decref(array);
}

/* Whether what else there was has been answered all the same. */
static bool is_partial(const struct outcome *outcome)
{
	static const char unread[] = "a record that cannot be read";

	return memmem(outcome->messages.bytes, outcome->messages.size, unread, sizeof unread - 1) != NULL;
}

static void demand_sense(const struct outcome *outcome, bool is_json)
{
	demand_clean(outcome->messages);
	DEMAND(outcome->status >= STATUS_DONE && outcome->status <= STATUS_TROUBLE);
	DEMAND((outcome->status == STATUS_DONE) == (outcome->messages.size == 0));
	if (outcome->status == STATUS_DONE)
		DEMAND(outcome->output.size > 0);
	if (outcome->status == STATUS_TROUBLE && !is_partial(outcome))
		DEMAND(outcome->output.size == 0);
	else if (is_json)
		demand_array(outcome->output);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const lookup_formats[] = { "plain", "json", "csv", "table" };
	static const char *const explain_formats[] = { "text", "json" };

	if (size < 1)
		return 0;
	const struct command *command = (data[0] & 1) != 0 ? &command_lookup : &command_explain;
	const char *format =
		command == &command_lookup ? lookup_formats[data[0] >> 1 & 3] : explain_formats[data[0] >> 1 & 1];
	size_t wanted = data[0] >> 4 & 7;
	char *text = malloc(size);
	DEMAND(text != NULL);
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';

	struct words words = { .arguments = { (char *)(uintptr_t)command->name, (char *)(uintptr_t) "-f",
					      (char *)(uintptr_t)format, (char *)(uintptr_t) "--" },
			       .count = 4 };
	char *rest = text;
	char *end = text + size - 1;
	while (wanted-- > 0) {
		char *line_end = memchr(rest, '\n', (size_t)(end - rest));
		if (line_end == NULL)
			break;
		*line_end = '\0';
		words.arguments[words.count++] = rest;
		rest = line_end + 1;
	}
	if ((data[0] & 0x80) == 0)
		words.arguments[words.count++] = (char *)(uintptr_t) "-";

	struct outcome first = run(command, words, rest, (size_t)(end - rest));
	struct outcome second = run(command, words, rest, (size_t)(end - rest));
	demand_sense(&first, strcmp(format, "json") == 0);
	DEMAND(first.status == second.status);
	DEMAND(is_same(first.output, second.output) && is_same(first.messages, second.messages));
	forget(&first);
	forget(&second);
	free(text);
	return 0;
}
