/* SPDX-License-Identifier: MIT */
/*
 * Runs shell commands in turn, round after round, and prints for each the best time and the largest resident set of any
 * of its processes: `measure ROUNDS COMMAND...` -> one line a command, "SECONDS KIBIBYTES".
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct result {
	double seconds;
	long memory;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/*
 * Runs one command. The child waits for its own children and tells their largest resident set through the pipe, as
 * getrusage counts only processes that have been waited for.
 */
static struct result run(const char *command)
{
	struct result result = { .memory = -1 };
	int report[2];
	double begin = now();

	if (pipe(report) != 0)
		return result;
	pid_t child = fork();
	if (child == 0) {
		struct rusage usage;
		pid_t shell = fork();
		int status = 1;
		if (shell == 0) {
			execl("/bin/sh", "sh", "-c", command, (char *)NULL);
			_exit(127);
		}
		waitpid(shell, &status, 0);
		getrusage(RUSAGE_CHILDREN, &usage);
		if (write(report[1], &usage.ru_maxrss, sizeof usage.ru_maxrss) < 0)
			_exit(1);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
	}
	close(report[1]);
	if (read(report[0], &result.memory, sizeof result.memory) < 0)
		result.memory = -1;
	close(report[0]);
	int status;
	waitpid(child, &status, 0);
	result.seconds = now() - begin;
	if (!WIFEXITED(status) || WEXITSTATUS(status) == 127)
		result.memory = -1;
	return result;
}

int main(int count, char **arguments)
{
	int rounds = count > 1 ? atoi(arguments[1]) : 0;
	struct result *best = calloc((size_t)count, sizeof *best);

	if (rounds < 1 || best == NULL) {
		fputs("usage: measure ROUNDS COMMAND...\n", stderr);
		return 2;
	}
	for (int round = 0; round < rounds; round++) {
		for (int i = 2; i < count; i++) {
			struct result result = run(arguments[i]);
			if (round == 0 || result.seconds < best[i].seconds)
				best[i].seconds = result.seconds;
			if (result.memory > best[i].memory)
				best[i].memory = result.memory;
		}
	}
	for (int i = 2; i < count; i++)
		printf("%.6f %ld\n", best[i].seconds, best[i].memory);
	free(best);
	return 0;
}
