/* SPDX-License-Identifier: MIT */
/*
 * A CSV file as rows of cells by their header's name, read with libcsv. Tests run where the repository's
 * top is the working directory.
 */
#ifndef HANGUP_TEST_SHEET_H
#define HANGUP_TEST_SHEET_H

#include <stddef.h>

struct sheet;

/* Reads a file; what goes wrong fails the running test. The caller closes it. */
struct sheet *sheet_open(const char *path);
void sheet_close(struct sheet *sheet);

/* How many rows there are under the header. */
size_t sheet_rows(const struct sheet *sheet);

/* The cell of a row under a header; an unknown header or a missing cell fails the running test. */
const char *sheet_cell(const struct sheet *sheet, size_t row, const char *header);

#endif
