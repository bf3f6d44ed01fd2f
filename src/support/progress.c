#include "support/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { FIRST = 1000, BETWEEN = 200, SECOND = 1000, MINUTE = 60, HOUR = 60 * MINUTE, SECONDS_MAX = 9999 * HOUR };

static uint64_t now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_MONOTONIC, &time) != 0)
		return 0;
	return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, int messages, int results, uint64_t total)
{
	*progress = (struct progress){ .descriptor = messages, .total = total };
	progress->is_wanted = isatty(messages) == 1 && isatty(results) == 0;
	if (progress->is_wanted)
		progress->began = now();
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

/* A line that cannot be written is no loss. */
static void put_line(const struct progress *progress, const char *text)
{
	char line[PROGRESS_WIDTH + 3];
	int length = snprintf(line, sizeof line, "\r%-*.*s\r", PROGRESS_WIDTH, PROGRESS_WIDTH, text);
	ssize_t ignored = write(progress->descriptor, line, (size_t)length);

	(void)ignored;
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
	put_line(progress, progress_describe(done, progress->total, time - progress->began).text);
}

void progress_erase(struct progress *progress)
{
	if (progress->is_shown)
		put_line(progress, "");
	progress->is_shown = false;
}
