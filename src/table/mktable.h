/*
 * The host tool that reads the CSV files of this directory, refuses what is wrong with them and makes from them the C
 * rows, the index and the lists of the manual, and compares them with the page. It runs while the program is built and
 * is no part of it.
 */
#ifndef HANGUP_MKTABLE_H
#define HANGUP_MKTABLE_H

#include <stdbool.h>
#include <stdio.h>

#include "table/cause.h"
#include "table/key.h"

enum { MOST_ROWS = 255, RANGE_SIZE = 24 };

/* The exit statuses of the tool. */
enum { MADE = 0, WRONG = 1, TROUBLE = 2 };

/* The table as its files have it. Texts belong to the table. */
struct table {
	struct cause causes[MOST_ROWS];
	struct group groups[MOST_ROWS];
	struct source sources[MOST_ROWS];
	char name_keys[MOST_ROWS][NAME_KEY_SIZE]; /* of causes */
	char ranges[MOST_ROWS][RANGE_SIZE];       /* of groups */
	size_t cause_count, group_count, source_count;
	const char *date, *page;
	void *store; /* what the texts live in */
};

/*
 * Reads and checks causes.csv, groups.csv, sources.csv and about.csv of a directory. Whatever is wrong is one line on
 * standard error, FILE:LINE: message. Returns MADE, WRONG or TROUBLE; the table is to be freed in any case.
 */
int table_load(struct table *table, const char *directory);
void table_free(struct table *table);

/* The lists of hangup-causes(7). */
void print_manual(FILE *out, const struct table *table);

#endif
