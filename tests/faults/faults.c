/* SPDX-License-Identifier: MIT */
/*
 * Runs the program on every line of a file of cases (tests/faults/cases), again and again: without a fault first, then
 * with the first, the second... allocation, read, write, open and close failing, once and from then on, until a run
 * meets no fault; from the hundredth on (under a sanitizer the sixteenth) those that are an eighth farther each. The
 * output goes to a regular file.
 *
 * Held against the run without a fault:
 * - EINTR, EAGAIN and half of what was asked for change nothing.
 * - Anything else changes nothing either, or the exit status is 2, something is said (but of a broken pipe, or if the
 *   fault lay in saying it), and the output is some of the same lines in the same order, each of them whole.
 *   Completion is silent, and what it cannot find out it does not offer, with any status.
 *
 * Usage: faults PROGRAM SHIM CASES [CALLS]; SHIM "-": the program is linked with it. In the directory of the cases' data.
 */
#include "faults.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WORDS = 32, LINE_SIZE = 512, EXIT_FINDING = 99, EXHAUSTIVE = 100, EXHAUSTIVE_SLOWLY = 16, PATIENCE = 30 };

struct fault {
	const char *calls;
	const char *name;
	int error; /* 0: half of what was asked for */
	bool is_survived;
	bool stays; /* worth trying from the n-th on, too */
};

static const struct fault kinds[] = {
	{ .calls = "alloc", .name = "ENOMEM", .error = ENOMEM, .stays = true },
	{ .calls = "read", .name = "EIO", .error = EIO, .stays = true },
	{ .calls = "read", .name = "EINTR", .error = EINTR, .is_survived = true },
	{ .calls = "read", .name = "EAGAIN", .error = EAGAIN, .is_survived = true },
	{ .calls = "read", .name = "short", .is_survived = true, .stays = true },
	{ .calls = "write", .name = "EIO", .error = EIO, .stays = true },
	{ .calls = "write", .name = "ENOSPC", .error = ENOSPC, .stays = true },
	{ .calls = "write", .name = "EPIPE", .error = EPIPE, .stays = true },
	{ .calls = "write", .name = "EINTR", .error = EINTR, .is_survived = true },
	{ .calls = "write", .name = "EAGAIN", .error = EAGAIN, .is_survived = true },
	{ .calls = "write", .name = "short", .is_survived = true, .stays = true },
	{ .calls = "open", .name = "EIO", .error = EIO, .stays = true },
	{ .calls = "open", .name = "ENFILE", .error = ENFILE, .stays = true },
	{ .calls = "open", .name = "EINTR", .error = EINTR, .is_survived = true },
	{ .calls = "close", .name = "EIO", .error = EIO, .stays = true },
	{ .calls = "close", .name = "ENOSPC", .error = ENOSPC, .stays = true },
	{ .calls = "close", .name = "EINTR", .error = EINTR, .is_survived = true },
};

struct test {
	char line[LINE_SIZE];
	char *words[WORDS];
	const char *input;
};

struct driver {
	char *program;
	const char *shim; /* NULL: linked in */
	int out, messages;
	unsigned long runs, findings;
};

struct text {
	char *bytes;
	size_t size;
};

struct outcome {
	bool met;
	int descriptor; /* that the fault was about */
	int status;     /* as wait has it */
	struct text out, messages;
};

__attribute__((noreturn)) static void give_up(const char *what)
{
	perror(what);
	exit(2);
}

static struct text contents(int file)
{
	struct stat status;

	if (fstat(file, &status) != 0)
		give_up("fstat");
	struct text text = { malloc((size_t)status.st_size + 1), (size_t)status.st_size };
	if (text.bytes == NULL || pread(file, text.bytes, text.size, 0) != status.st_size)
		give_up("contents");
	text.bytes[text.size] = '\0';
	return text;
}

static void forget(struct outcome *outcome)
{
	free(outcome->out.bytes);
	free(outcome->messages.bytes);
}

__attribute__((noreturn)) static void become(const struct driver *driver, const struct test *test, const char *fault,
					     int report)
{
	int input = open(test->input, O_RDONLY);

	if (input < 0 || dup2(input, 0) < 0 || dup2(driver->out, 1) < 0 || dup2(driver->messages, 2) < 0 ||
	    dup2(report, FAULT_REPORT) < 0)
		_exit(98);
	for (int descriptor = 3; descriptor < FAULT_REPORT; descriptor++)
		close(descriptor);
	if (driver->shim != NULL)
		setenv("LD_PRELOAD", driver->shim, 1);
	setenv("FAULT", fault, 1);
	alarm(PATIENCE);
	execv(driver->program, test->words);
	_exit(98);
}

static struct outcome run(struct driver *driver, const struct test *test, const char *fault)
{
	struct outcome outcome = { .met = false };
	unsigned char descriptor;
	int report[2];

	if (ftruncate(driver->out, 0) != 0 || lseek(driver->out, 0, SEEK_SET) != 0 ||
	    ftruncate(driver->messages, 0) != 0 || lseek(driver->messages, 0, SEEK_SET) != 0 || pipe(report) != 0)
		give_up("files");
	pid_t child = fork();
	if (child < 0)
		give_up("fork");
	if (child == 0)
		become(driver, test, fault, report[1]);
	close(report[1]);
	outcome.met = read(report[0], &descriptor, 1) == 1;
	outcome.descriptor = descriptor;
	close(report[0]);
	if (waitpid(child, &outcome.status, 0) != child)
		give_up("waitpid");
	outcome.out = contents(driver->out);
	outcome.messages = contents(driver->messages);
	driver->runs++;
	return outcome;
}

static bool is_same(struct text a, struct text b)
{
	return a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0;
}

/* Whether some is made of whole lines of all, in their order. */
static bool is_some(struct text some, struct text all)
{
	const char *at = all.bytes;
	const char *end = all.bytes + all.size;
	const char *line = some.bytes;

	while (line < some.bytes + some.size) {
		const char *line_end = memchr(line, '\n', (size_t)(some.bytes + some.size - line));
		/* The last one's end may be missing as in the input, but nothing else of it. */
		size_t length = line_end != NULL ? (size_t)(line_end - line) + 1 : strlen(line);
		const char *next = at;
		while ((size_t)(end - next) >= length && memcmp(next, line, length) != 0) {
			next = memchr(next, '\n', (size_t)(end - next));
			if (next++ == NULL)
				return false;
		}
		if ((size_t)(end - next) < length || (line_end == NULL && next + length < end && next[length] != '\n'))
			return false;
		at = next + length;
		line += length;
	}
	return true;
}

/* Where a file that cannot be read makes for other counts. */
static bool ends_well(struct text out)
{
	return out.size == 0 || out.bytes[out.size - 1] == '\n';
}

/* What is wrong with what came of a fault; NULL: nothing. */
static const char *judge(const struct test *test, const struct outcome *sound, const struct outcome *outcome,
			 const struct fault *kind, bool stays)
{
	bool is_silent = outcome->messages.size == 0;
	bool may_be_silent =
		kind->error == EPIPE || (strcmp(kind->calls, "write") == 0 && (stays || outcome->descriptor == 2));
	bool is_whole = is_same(sound->out, outcome->out);
	bool counts = strcmp(test->words[1], "stats") == 0;
	bool completes = strcmp(test->words[1], "__complete") == 0;

	if (!WIFEXITED(outcome->status))
		return "ended by a signal";
	if (is_whole && outcome->status == sound->status && is_same(sound->messages, outcome->messages))
		return NULL;
	if (kind->is_survived)
		return "not survived";
	if (!is_whole && !completes && WEXITSTATUS(outcome->status) != 2)
		return "output is missing, and the status is not 2";
	if (counts ? !ends_well(outcome->out) : !is_some(outcome->out, sound->out))
		return "half a record, or something else than without the fault";
	if (outcome->status != sound->status && WEXITSTATUS(outcome->status) != 2)
		return "a status that is neither 2 nor what it should be";
	if (WEXITSTATUS(outcome->status) == 2 && is_silent && !may_be_silent)
		return "nothing is said";
	return NULL;
}

static void show(const struct driver *driver, const struct test *test, const char *fault, const char *wrong,
		 const struct outcome *outcome)
{
	printf("%s", driver->program);
	for (size_t i = 1; test->words[i] != NULL; i++)
		printf(" '%s'", test->words[i]);
	printf(" < %s, fault %s: %s (status %#x)\n%.400s", test->input, fault, wrong, (unsigned)outcome->status,
	       outcome->messages.bytes);
	fflush(stdout);
}

static void try_kind(struct driver *driver, const struct test *test, const struct outcome *sound,
		     const struct fault *kind, bool stays)
{
	char fault[64];

	/* Under a sanitizer a run takes ten times as long. */
	unsigned long exhaustive = driver->shim != NULL ? EXHAUSTIVE : EXHAUSTIVE_SLOWLY;
	for (unsigned long n = 1;; n += n < exhaustive ? 1 : 1 + n / 8) {
		if (kind->error != 0)
			snprintf(fault, sizeof fault, "%s:%lu:%d:%s", kind->calls, n, kind->error,
				 stays ? "on" : "once");
		else
			snprintf(fault, sizeof fault, "%s:%lu:short:%s", kind->calls, n, stays ? "on" : "once");
		struct outcome outcome = run(driver, test, fault);
		const char *wrong = judge(test, sound, &outcome, kind, stays);
		bool met = outcome.met;
		if (wrong != NULL) {
			show(driver, test, fault, wrong, &outcome);
			driver->findings++;
		}
		forget(&outcome);
		if (!met)
			return;
	}
}

static void try_test(struct driver *driver, const struct test *test, const char *calls)
{
	struct outcome sound = run(driver, test, "none:0:0:once");

	if (!WIFEXITED(sound.status) || WEXITSTATUS(sound.status) > 2) {
		show(driver, test, "none", "fails without a fault", &sound);
		driver->findings++;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
		if (calls != NULL && strcmp(kinds[i].calls, calls) != 0)
			continue;
		try_kind(driver, test, &sound, &kinds[i], false);
		if (kinds[i].stays)
			try_kind(driver, test, &sound, &kinds[i], true);
	}
	forget(&sound);
}

/* The words of a line of cases. Returns false if it has none. */
static bool read_test(struct test *test, char *program)
{
	size_t count = 1;
	char *state;

	test->words[0] = program;
	test->input = "/dev/null";
	for (char *word = strtok_r(test->line, " \n", &state); word != NULL; word = strtok_r(NULL, " \n", &state)) {
		if (*word == '#')
			break;
		if (*word == '<')
			test->input = strtok_r(NULL, " \n", &state);
		else if (count < WORDS - 1)
			test->words[count++] = word;
	}
	test->words[count] = NULL;
	return count > 1;
}

int main(int count, char **arguments)
{
	struct driver driver = { .out = memfd_create("out", MFD_CLOEXEC),
				 .messages = memfd_create("messages", MFD_CLOEXEC) };
	struct test test;

	if (count < 4 || driver.out < 0 || driver.messages < 0) {
		fprintf(stderr, "usage: faults PROGRAM SHIM CASES [CALLS]\n");
		return 2;
	}
	driver.program = arguments[1];
	driver.shim = strcmp(arguments[2], "-") == 0 ? NULL : arguments[2];
	FILE *cases = fopen(arguments[3], "re");
	if (cases == NULL)
		give_up(arguments[3]);
	while (fgets(test.line, sizeof test.line, cases) != NULL)
		if (read_test(&test, driver.program))
			try_test(&driver, &test, count > 4 ? arguments[4] : NULL);
	fclose(cases);
	printf("%lu runs, %lu findings\n", driver.runs, driver.findings);
	return driver.findings > 0;
}
