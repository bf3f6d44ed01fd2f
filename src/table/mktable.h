/* SPDX-License-Identifier: MIT */
/*
 * The host tool that reads the CSV files of the tables and makes from them the C rows, the index and the lists of the
 * manual. It knows how the files are written, and what it cannot write C without; what else rows must hold is tested
 * where they have been compiled (tests/unit/test_table.c). It runs while the program is built and is no part of it; what
 * it allocates it keeps until it ends.
 */
#ifndef HANGUP_MKTABLE_H
#define HANGUP_MKTABLE_H

#include <stdio.h>

#include "table/cause.h"

enum { FILE_CELLS_MAX = 8 };
enum { CELL_CODE, CELL_CAUSE, CELL_GROUP, CELL_ACTION, CELL_BY, CELL_DESCRIPTION, CELL_NEXT_STEPS, CELL_URL };
enum { CELL_NAME, CELL_SLUG, CELL_FIRST, CELL_LAST, CELL_GROUP_DESCRIPTION };
enum { CELL_SOURCE, CELL_IN_DATA, CELL_SOURCE_DESCRIPTION };
enum { CELL_TABLE, CELL_DATE, CELL_PAGE };

/* A row, and the line on which it begins. */
struct row {
	size_t line;
	char *cells[FILE_CELLS_MAX];
};

/* The rows of a file, without its header. */
struct sheet {
	char path[4096];
	struct row *rows;
	size_t count;
};

/* The files of a table, which is called as its directory is. */
struct table_files {
	const char *name;
	struct sheet about, sources, groups, causes;
};

/*
 * Reads the four files of a directory. Returns false if one cannot be read, is no CSV or has not the cells that it is to
 * have, after a line on standard error for each fault, FILE:LINE: message.
 */
bool table_files_read(struct table_files *files, const char *directory);

/* The group of a cause, a place in groups; their count, after a message, if there is no such group. */
size_t table_files_group(const struct table_files *files, const struct row *cause);

/* The codes of a group as the page says them, "0, 1000-1999" where 0 is one of them; how many of them have a cause. */
struct range {
	char text[64];
	size_t causes;
};
struct range table_files_range(const struct table_files *files, size_t group);

/* A word in capitals behind a prefix. */
void print_upper(FILE *out, const char *prefix, const char *word);

/* The lists of hangup-causes(7). Returns true. */
bool print_manual(FILE *out, const struct table_files *files, size_t count);

#endif
