/*
 * The host tool that reads the CSV files of this directory, refuses what is wrong with them and makes from them the C
 * rows, the index and the lists of the manual. It runs while the program is built and is no part of it; what it
 * allocates it keeps until it ends.
 */
#ifndef HANGUP_MKTABLE_H
#define HANGUP_MKTABLE_H

#include <stdio.h>

#include "table/cause.h"

enum { MOST_ROWS = CAUSES_MAX, RANGE_SIZE = 24 };

/* The exit statuses of the tool. */
enum made { MADE = 0, WRONG = 1, TROUBLE = 2 };

/* The table as its files have it. */
struct table {
	struct cause causes[MOST_ROWS];
	struct group groups[MOST_ROWS];
	struct source sources[MOST_ROWS];
	char ranges[MOST_ROWS][RANGE_SIZE]; /* of groups */
	size_t group_lines[MOST_ROWS];      /* where they stand in their file */
	size_t cause_count, group_count, source_count;
	const char *date, *page;
};

/*
 * Reads and checks about.csv, sources.csv, groups.csv and causes.csv of a directory, up to the first file with
 * something wrong in it: every fault of that file is one line on standard error, FILE:LINE: message.
 */
enum made table_load(struct table *table, const char *directory);

/* The lists of hangup-causes(7). */
void print_manual(FILE *out, const struct table *table);

#endif
