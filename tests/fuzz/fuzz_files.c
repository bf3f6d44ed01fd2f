/* SPDX-License-Identifier: MIT */
/*
 * stats with its questions, annotate --only and completion of a column, as they are typed, on any file. The first byte
 * chooses the command, the second its options; the first line of the rest is a word for them (a WHICH, a time, a
 * column), what stands behind it the file, or two of them.
 *
 * Demanded: messages and completions that are clean, a status that fits them, JSON that is an array, and the same again
 * the second time.
 */
#include "fuzz.h"

#include <jansson.h>

#include "commands/command.h"

enum { ARGUMENTS = 16, NAME_SIZE = 32, WORD_SIZE = 128 };

struct outcome {
	enum status status;
	struct buffer output, messages;
};

struct words {
	const char *arguments[ARGUMENTS];
	int count;
};

static void add(struct words *words, const char *word)
{
	DEMAND(words->count < ARGUMENTS);
	words->arguments[words->count++] = word;
}

static struct outcome run(const struct command *command, const struct words *words, const int *files)
{
	struct diagnostics diagnostics = { .descriptor = file_of("", 0) };
	char *arguments[ARGUMENTS];
	struct sink sink;
	struct context context = {
		.out = &sink, .diagnostics = &diagnostics, .input = files[0], .explicit_command = true
	};
	int out = file_of("", 0);

	for (int i = 0; i < words->count; i++)
		arguments[i] = (char *)(uintptr_t)words->arguments[i];
	DEMAND(lseek(files[0], 0, SEEK_SET) == 0 && lseek(files[1], 0, SEEK_SET) == 0);
	sink_open(&sink, dup(out));
	struct outcome outcome = { .status = command->run(&context, words->count, arguments) };
	DEMAND(sink_close(&sink) == 0);
	outcome.output = contents_of(out);
	outcome.messages = contents_of(diagnostics.descriptor);
	close(out);
	close(diagnostics.descriptor);
	return outcome;
}

static void ask_stats(struct words *words, uint8_t options, const char *word, const char *second)
{
	static const char *const formats[] = { "table", "csv", "json", "json" };
	const char *const bys[] = { "cause", "group", "action", "source", "hour", "day", word, word };

	add(words, "-f");
	add(words, formats[options & 3]);
	switch (options >> 6) {
	case 1:
		add(words, "--against");
		add(words, second);
		break;
	case 2:
		add(words, "--only");
		add(words, word);
		break;
	case 3:
		add(words, "--from");
		add(words, word);
		break;
	default:
		break;
	}
	if (options >> 6 != 1) {
		add(words, "--by");
		add(words, bys[options >> 2 & 7]);
	}
	if ((options & 0x20) != 0) {
		add(words, "--max");
		add(words, (options & 4) != 0 ? "fix=0" : word);
	}
}

static void demand_array(struct buffer output)
{
	json_t *array = json_loadb((const char *)output.bytes, output.size, JSON_ALLOW_NUL, NULL);

	DEMAND(json_is_array(array));
	json_decref(array);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char word[WORD_SIZE];
	char names[2][NAME_SIZE];
	const uint8_t *line_end = size > 2 ? memchr(data + 2, '\n', size - 2) : NULL;

	if (line_end == NULL || line_end - data - 2 >= WORD_SIZE)
		return 0;
	size_t length = (size_t)(line_end - data) - 2;
	memcpy(word, data + 2, length);
	word[length] = '\0';
	size_t left = size - length - 3;
	size_t half = (data[0] & 8) != 0 ? left / 2 : left;
	const int files[2] = { file_of(line_end + 1, half), file_of(line_end + 1 + half, left - half) };
	for (size_t i = 0; i < 2; i++)
		snprintf(names[i], NAME_SIZE, "/proc/self/fd/%d", files[i]);

	static const struct command *const commands[] = { &command_stats, &command_stats, &command_annotate,
							  &command_complete };
	const struct command *command = commands[data[0] & 3];
	struct words words = { .arguments = { command->name }, .count = 1 };
	if (command == &command_stats) {
		ask_stats(&words, data[1], word, names[1]);
	} else if (command == &command_annotate) {
		add(&words, "--only");
		add(&words, word);
	} else {
		add(&words, "3");
		add(&words, (data[1] & 1) != 0 ? "stats" : "annotate");
		add(&words, (data[1] & 2) != 0 ? "--by" : "-c");
		add(&words, word);
	}
	add(&words, names[0]);

	struct outcome first = run(command, &words, files);
	struct outcome second = run(command, &words, files);
	demand_clean(first.messages);
	DEMAND(first.status >= STATUS_DONE && first.status <= STATUS_TROUBLE);
	DEMAND(first.status != STATUS_TROUBLE || first.messages.size > 0);
	if (command == &command_stats && first.output.size > 0 && (data[1] & 2) != 0)
		demand_array(first.output);
	for (size_t i = 0; command == &command_complete && i < first.output.size; i++)
		DEMAND(first.output.bytes[i] >= ' ' || memchr("\t\n", first.output.bytes[i], 2) != NULL);
	DEMAND(first.status == second.status);
	DEMAND(is_same(first.output, second.output) && is_same(first.messages, second.messages));
	for (size_t i = 0; i < 2; i++)
		close(files[i]);
	free(first.output.bytes);
	free(first.messages.bytes);
	free(second.output.bytes);
	free(second.messages.bytes);
	return 0;
}
