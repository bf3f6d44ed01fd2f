/* SPDX-License-Identifier: MIT */
#include "annotating.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "commands/input_options.h"
#include "records/summary.h"

const char *const count_names[COUNT_COUNT] = {
	[COUNT_OK] = "ok",           [COUNT_UNKNOWN] = "unknown", [COUNT_MISMATCH] = "mismatch",
	[COUNT_INVALID] = "invalid", [COUNT_RAGGED] = "ragged",   [COUNT_EMPTY] = "empty",
	[COUNT_BAD] = "bad",         [COUNT_SHORT] = "short",     [COUNT_LONG] = "long",
	[COUNT_RECORDS] = "records",
};

size_t all_kernels(const struct kernel *kernels[KERNELS])
{
	size_t count = 0;

	for (size_t i = 0; scanner_kernels[i] != NULL; i++)
		if (scanner_kernels[i]->is_supported())
			kernels[count++] = scanner_kernels[i];
	kernels[count++] = NULL;
	return count;
}

const char *kernel_name(const struct kernel *kernel)
{
	return kernel != NULL ? kernel->name : "off";
}

void annotating_open(struct annotating *annotating)
{
	*annotating = (struct annotating){
		.out = memfd_create("out", MFD_CLOEXEC),
		.messages = memfd_create("messages", MFD_CLOEXEC),
	};
	ck_assert_msg(annotating->out >= 0, "%s", strerror(errno));
	ck_assert_msg(annotating->messages >= 0, "%s", strerror(errno));
}

void annotating_close(struct annotating *annotating)
{
	close(annotating->out);
	close(annotating->messages);
	annotated_free(&annotating->done);
}

static void put_all(int descriptor, const unsigned char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t count = write(descriptor, bytes, size);
		if (count < 0 && errno == EINTR)
			continue;
		ck_assert_msg(count > 0, "%s", strerror(errno));
		bytes += count;
		size -= (size_t)count;
	}
}

static void empty(int descriptor)
{
	ck_assert_msg(ftruncate(descriptor, 0) == 0, "%s", strerror(errno));
	ck_assert_msg(lseek(descriptor, 0, SEEK_SET) == 0, "%s", strerror(errno));
}

/* What has been written to a file in memory, with a NUL after it. */
static void *take_all(int descriptor, void *old, size_t *room, size_t *size)
{
	off_t end = lseek(descriptor, 0, SEEK_CUR);

	ck_assert_msg(end >= 0, "%s", strerror(errno));
	*size = (size_t)end;
	if (old == NULL || *room < *size + 1) {
		*room = 2 * *size + 4096;
		free(old);
		old = malloc(*room);
		ck_assert_msg(old != NULL, "out of memory");
	}
	ck_assert_msg(pread(descriptor, old, *size, 0) == end, "%s", strerror(errno));
	((char *)old)[*size] = '\0';
	return old;
}

/* A thread that writes an input into a pipe. */
struct feeder {
	pthread_t thread;
	int from, to;
	const unsigned char *bytes;
	size_t size;
};

static void *feed(void *data)
{
	struct feeder *feeder = data;

	while (feeder->size > 0) {
		ssize_t count = write(feeder->to, feeder->bytes, feeder->size);
		if (count <= 0)
			break;
		feeder->bytes += count;
		feeder->size -= (size_t)count;
	}
	close(feeder->to);
	return NULL;
}

static void feeder_start(struct feeder *feeder, const void *bytes, size_t size)
{
	enum { PIPE_SIZE = 4096 }; /* what surely fits without a reader */
	int ends[2];

	ck_assert_msg(pipe(ends) == 0, "%s", strerror(errno));
	*feeder = (struct feeder){ .from = ends[0], .to = ends[1], .bytes = bytes, .size = size };
	if (size > PIPE_SIZE) {
		ck_assert_msg(pthread_create(&feeder->thread, NULL, feed, feeder) == 0, "%s", strerror(errno));
		return;
	}
	put_all(feeder->to, bytes, size);
	close(feeder->to);
	feeder->to = -1;
}

static void feeder_end(struct feeder *feeder)
{
	/* What nobody has read stays with the thread, unless its pipe goes: annotate may refuse an input early. */
	char rest[65536];

	while (read(feeder->from, rest, sizeof rest) > 0)
		continue;
	close(feeder->from);
	if (feeder->to >= 0)
		pthread_join(feeder->thread, NULL);
}

static bool take_value(struct pass_settings *settings, struct added_list *added, struct which *only, const char *option,
		       const char *value)
{
	static const struct {
		const char *name;
		int code;
	} options[] = {
		{ "-c", OPTION_CODE_COLUMN },
		{ "--name-column", OPTION_NAME_COLUMN },
		{ "--source-column", OPTION_SOURCE_COLUMN },
		{ "-d", OPTION_DELIMITER },
		{ "--table", OPTION_RECORD_TABLE },
	};

	if (strcmp(option, "--add") == 0)
		return added_parse(added, value, settings->diagnostics);
	if (strcmp(option, "--only") == 0) {
		settings->only = only;
		return which_parse(only, text_of(value), option, settings->diagnostics);
	}
	for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
		if (strcmp(option, options[i].name) == 0)
			return input_option(settings, options[i].code, value) == 1;
	return false;
}

/* Returns whether there are such options and values. */
static bool take_arguments(struct pass_settings *settings, struct added_list *added, struct which *only,
			   const char *const *arguments)
{
	for (; *arguments != NULL; arguments++) {
		const char *option = *arguments;
		if (strcmp(option, "-H") == 0)
			settings->has_no_header = true;
		else if (*++arguments == NULL || !take_value(settings, added, only, option, *arguments))
			return false;
	}
	return input_options_check(settings);
}

static void take_counts(uint64_t counts[COUNT_COUNT], const struct tally *tally)
{
	counts[COUNT_OK] = tally_ok(tally);
	counts[COUNT_UNKNOWN] = tally->by_status[VERDICT_UNKNOWN];
	counts[COUNT_MISMATCH] = tally->by_status[VERDICT_MISMATCH];
	counts[COUNT_INVALID] = tally->by_status[VERDICT_INVALID];
	counts[COUNT_RAGGED] = tally->by_status[VERDICT_RAGGED];
	counts[COUNT_EMPTY] = tally->by_status[VERDICT_EMPTY];
	counts[COUNT_BAD] = tally->malformed;
	counts[COUNT_SHORT] = tally->shorter;
	counts[COUNT_LONG] = tally->longer;
	counts[COUNT_RECORDS] = tally_records(tally);
}

/* What the command does with its settings, without its process. */
static void run(struct annotated *done, const struct pass_settings *settings, char *const *files, size_t count, int in)
{
	struct pass pass;

	pass_open(&pass, settings);
	done->status = pass_files(&pass, files, count, in);
	ck_assert_msg(sink_flush(settings->out) == 0, "%s", strerror(errno));
	if (pass.tally.malformed > 0)
		done->status = STATUS_TROUBLE;
	if (!pass.file.is_over) {
		struct summary summary = { .diagnostics = settings->diagnostics,
					   .command = settings->command,
					   .inputs = settings->inputs,
					   .label = "input",
					   .column = pass.file.names.of[CELL_CODE].first.text,
					   .is_always = true,
					   .malformed = "copied as they were" };
		summary_print(&summary, &pass.tally);
	}
	take_counts(done->counts, &pass.tally);
	pass_close(&pass);
}

/* An input to read from: a file in memory, or a pipe that is fed. */
struct test_input {
	struct feeder feeder;
	int in;
	bool is_pipe;
};

static void test_input_open(struct test_input *test_input, const void *bytes, size_t size, bool is_pipe)
{
	test_input->is_pipe = is_pipe;
	if (is_pipe) {
		feeder_start(&test_input->feeder, bytes, size);
		test_input->in = test_input->feeder.from;
		return;
	}
	test_input->in = memfd_create("in", MFD_CLOEXEC);
	ck_assert_msg(test_input->in >= 0, "%s", strerror(errno));
	put_all(test_input->in, bytes, size);
	ck_assert_msg(lseek(test_input->in, 0, SEEK_SET) == 0, "%s", strerror(errno));
}

static void test_input_close(struct test_input *test_input)
{
	if (test_input->is_pipe)
		feeder_end(&test_input->feeder);
	else
		close(test_input->in);
}

/* Two files, whose names shall be the same in every run. */
static void run_two(struct annotated *done, const struct pass_settings *settings, const unsigned char *bytes,
		    size_t size, size_t second, bool is_pipe)
{
	enum { FIRST = 200 };
	char first_name[] = "/dev/fd/200";
	char second_name[] = "/dev/fd/201";
	char *const files[] = { first_name, second_name };
	struct test_input inputs[2];

	for (size_t i = 0; i < 2; i++) {
		test_input_open(&inputs[i], bytes + i * second, i == 0 ? second : size - second, is_pipe);
		ck_assert_msg(dup2(inputs[i].in, FIRST + (int)i) >= 0, "%s", strerror(errno));
	}
	run(done, settings, files, 2, -1);
	for (size_t i = 0; i < 2; i++) {
		close(FIRST + (int)i);
		test_input_close(&inputs[i]);
	}
}

const struct annotated *annotating_run(struct annotating *annotating, const char *const *arguments, const void *bytes,
				       size_t size, const struct surroundings *surroundings)
{
	struct annotated *done = &annotating->done;
	struct diagnostics diagnostics = { .descriptor = annotating->messages };
	struct test_input test_input;
	struct which only;
	struct sink out;
	size_t messages_size;

	empty(annotating->out);
	empty(annotating->messages);
	sink_open(&out, dup(annotating->out));
	struct pass_settings settings = pass_defaults("annotate", &diagnostics, &out);
	struct added_list added = added_default();
	settings.added = &added;
	settings.kernel = surroundings->kernel;
	settings.read_size = surroundings->read_size;

	if (!take_arguments(&settings, &added, &only, arguments)) {
		memset(done->counts, 0, sizeof done->counts);
		done->status = STATUS_TROUBLE;
	} else if (annotating->second > 0) {
		run_two(done, &settings, bytes, size, annotating->second, surroundings->is_pipe);
	} else {
		test_input_open(&test_input, bytes, size, surroundings->is_pipe);
		run(done, &settings, NULL, 0, test_input.in);
		test_input_close(&test_input);
	}
	ck_assert_msg(sink_close(&out) == 0, "%s", strerror(errno));
	done->out = take_all(annotating->out, done->out, &annotating->out_room, &done->size);
	done->messages = take_all(annotating->messages, done->messages, &annotating->messages_room, &messages_size);
	return done;
}

void annotated_same(const struct annotated *a, const struct annotated *b, const char *label)
{
	ck_assert_msg(a->status == b->status, "status %d and %d: %s", a->status, b->status, label);
	for (size_t i = 0; i < COUNT_COUNT; i++)
		ck_assert_msg(a->counts[i] == b->counts[i], "%s %ju and %ju: %s", count_names[i],
			      (uintmax_t)a->counts[i], (uintmax_t)b->counts[i], label);
	ck_assert_msg(a->size == b->size && memcmp(a->out, b->out, a->size) == 0, "outputs differ: %s\n%.400s\n%.400s",
		      label, a->out, b->out);
	ck_assert_msg(strcmp(a->messages, b->messages) == 0, "messages differ: %s\n%s\n%s", label, a->messages,
		      b->messages);
}

struct annotated annotated_copy(const struct annotated *annotated)
{
	struct annotated copy = *annotated;

	copy.out = malloc(annotated->size + 1);
	copy.messages = strdup(annotated->messages);
	ck_assert_msg(copy.out != NULL, "out of memory");
	memcpy(copy.out, annotated->out, annotated->size + 1);
	return copy;
}

void annotated_free(struct annotated *annotated)
{
	free(annotated->out);
	free(annotated->messages);
	*annotated = (struct annotated){ .size = 0 };
}

const size_t read_sizes[READ_SIZES] = { 1, 2, 3, 7, 63, 64, 65, 4095, 65536, 0 };
const char *const no_arguments[] = { NULL };

const struct annotated *annotating_everywhere(struct annotating *annotating, const char *const *arguments,
					      const void *bytes, size_t size, const size_t *sizes, size_t count)
{
	const struct kernel *kernels[KERNELS];
	size_t kernel_count = all_kernels(kernels);
	struct surroundings first = { .kernel = scanner_kernel() };
	const struct annotated *done = annotating_run(annotating, arguments, bytes, size, &first);
	struct annotated wanted = annotated_copy(done);
	char label[256];

	/* In a short run some of each, others with other inputs. */
	size_t step = by_length(5, 1, 1);
	for (size_t i = size % step; i < 2 * kernel_count * count; i += step) {
		struct surroundings other = { .is_pipe = i % 2 == 1,
					      .kernel = kernels[i / 2 % kernel_count],
					      .read_size = sizes[i / 2 / kernel_count] };
		done = annotating_run(annotating, arguments, bytes, size, &other);
		snprintf(label, sizeof label, "%s, reads of %zu, scanner %s: %.100s", other.is_pipe ? "pipe" : "file",
			 other.read_size, kernel_name(other.kernel), size < 1000 ? (const char *)bytes : "");
		annotated_same(&wanted, done, label);
	}
	annotated_free(&wanted);
	return done;
}

size_t by_length(size_t least, size_t usual, size_t whole)
{
	const char *wanted = getenv("HANGUP_TEST_LENGTH");

	if (wanted == NULL || *wanted == '\0')
		return usual;
	ck_assert_msg(strcmp(wanted, "least") == 0 || strcmp(wanted, "whole") == 0, "HANGUP_TEST_LENGTH is %s", wanted);
	return *wanted == 'l' ? least : whole;
}

bool is_short_run(void)
{
	return by_length(true, false, false);
}

size_t unless_short(size_t count)
{
	return is_short_run() ? 0 : count;
}
