/* SPDX-License-Identifier: MIT */
#include "support/progress.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FIRST = 1000, BETWEEN = 200, SECOND = 1000, MINUTE = 60, HOUR = 60 * MINUTE, SECONDS_MAX = 9999 * HOUR };

/* Where a line is shown, for a signal that ends the program; -1: nowhere. */
static volatile sig_atomic_t shown_on = -1;

static uint64_t now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		return 0;
	return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec / 1000000;
}

/* "1.2 GB" */
struct amount {
	char text[16];
};

static struct amount amount_of(uint64_t bytes)
{
	static const char *const units[] = { "B", "kB", "MB", "GB", "TB", "PB", "EB" };
	struct amount amount;
	uint64_t tenths = 0; /* of the unit, below one */
	size_t unit = 0;

	for (; bytes >= 1000; unit++) {
		tenths = bytes % 1000 / 100;
		bytes /= 1000;
	}
	if (unit > 0 && bytes < 10)
		snprintf(amount.text, sizeof amount.text, "%u.%u %s", (unsigned)bytes, (unsigned)tenths, units[unit]);
	else
		snprintf(amount.text, sizeof amount.text, "%u %s", (unsigned)bytes, units[unit]);
	return amount;
}

static struct amount time_of(uint64_t seconds)
{
	struct amount amount;

	if (seconds > SECONDS_MAX)
		seconds = SECONDS_MAX;
	if (seconds < MINUTE)
		snprintf(amount.text, sizeof amount.text, "%u s", (unsigned)seconds);
	else if (seconds < HOUR)
		snprintf(amount.text, sizeof amount.text, "%u min %u s", (unsigned)(seconds / MINUTE),
			 (unsigned)(seconds % MINUTE));
	else
		snprintf(amount.text, sizeof amount.text, "%u h %u min", (unsigned)(seconds / HOUR),
			 (unsigned)(seconds % HOUR / MINUTE));
	return amount;
}

struct progress_text progress_describe(uint64_t done, uint64_t total, uint64_t milliseconds)
{
	double rate = milliseconds > 0 ? (double)done * (double)SECOND / (double)milliseconds : 0;
	struct amount amount = amount_of(done);
	struct amount speed = amount_of((uint64_t)rate);
	struct progress_text line;

	/* A file may have grown since it was opened. */
	if (total < done || total == 0 || rate < 1) {
		snprintf(line.text, sizeof line.text, "%s  %s/s", amount.text, speed.text);
		return line;
	}
	snprintf(line.text, sizeof line.text, "%u %%  %s of %s  %s/s  %s left",
		 (unsigned)((double)done * 100 / (double)total), amount.text, amount_of(total).text, speed.text,
		 time_of((uint64_t)((double)(total - done) / rate)).text);
	return line;
}

/* May be called by a signal. A line that cannot be written is no loss. */
static void put_line(int descriptor, const char *text)
{
	char line[1 + PROGRESS_WIDTH + 1];

	memset(line, ' ', sizeof line);
	memcpy(line + 1, text, strnlen(text, PROGRESS_WIDTH));
	line[0] = line[sizeof line - 1] = '\r';
	ssize_t ignored = write(descriptor, line, sizeof line);
	(void)ignored;
}

/* No half line is left beside the prompt; then the signal does what it would have done. */
static void end_by_signal(int number)
{
	if (shown_on >= 0)
		put_line(shown_on, "");
	raise(number);
}

void progress_begin(struct progress *progress, int messages, int results, uint64_t total)
{
	static const int endings[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
	const struct sigaction action = { .sa_handler = end_by_signal, .sa_flags = (int)SA_RESETHAND };
	struct sigaction before;

	*progress = (struct progress){ .descriptor = messages, .total = total };
	progress->is_wanted = isatty(messages) == 1 && (results < 0 || isatty(results) == 0);
	if (!progress->is_wanted)
		return;
	progress->began = now();
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (sigaction(endings[i], NULL, &before) == 0 && before.sa_handler == SIG_DFL)
			sigaction(endings[i], &action, NULL);
}

void progress_update(struct progress *progress, uint64_t done)
{
	if (!progress->is_wanted)
		return;
	uint64_t time = now();
	if (time - progress->began < FIRST || (progress->is_shown && time - progress->last < BETWEEN))
		return;
	progress->last = time;
	progress->is_shown = true;
	shown_on = progress->descriptor;
	put_line(shown_on, progress_describe(done, progress->total, time - progress->began).text);
}

void progress_erase(struct progress *progress)
{
	if (progress->is_shown)
		put_line(progress->descriptor, "");
	progress->is_shown = false;
	shown_on = -1;
}
