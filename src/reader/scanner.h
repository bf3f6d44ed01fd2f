/* SPDX-License-Identifier: MIT */
/*
 * Finds the end of a CSV record, counts its fields and locates the wanted ones, for records that are well formed beyond
 * doubt; says so of every other one, and libcsv decides (csv_record.h). Only fast: without it no byte of any output
 * changes.
 */
#ifndef HANGUP_SCANNER_H
#define HANGUP_SCANNER_H

#include "reader/record.h"

enum {
	SCANNER_BLOCK = 64, /* past the last byte as many more must be readable, whatever they are */
	SCANNER_BOUNDS =
		2 * CELLS_MAX + 2 /* before and behind each wanted cell, the record's beginning, the header's end */
};

enum scan {
	SCAN_RECORD,
	SCAN_OPEN, /* no doubt so far, and no end: there may be more to come */
	SCAN_DOUBT
};

struct scanner;

/* What a scan has found out about the record. Offsets count from its first byte. */
struct scanned {
	size_t length; /* up to the first byte of its line ending */
	size_t fields;
	size_t lines;                  /* line ends inside quotes */
	size_t bounds[SCANNER_BOUNDS]; /* each behind its delimiter, or behind the record if there is none */
};

/* One way of looking at 64 bytes at once. */
struct kernel {
	const char *name;
	bool (*is_supported)(void); /* by the machine it runs on */
	/* is_literal: quotes are to be ordinary characters; in doubt where one is not. */
	enum scan (*scan)(const struct scanner *scanner, const unsigned char *bytes, size_t size, struct scanned *found,
			  bool is_literal);
};

extern const struct kernel *const scanner_kernels[]; /* the fastest first, the portable one last; ends with NULL */

struct scanner {
	const struct kernel *kernel; /* NULL: the scanner is off, everything is in doubt */
	unsigned char delimiter;
	const struct columns *columns; /* which cells are wanted */
	/* Made from columns. A bound with the ordinal n stands behind the n-th delimiter, the one with 0 at the beginning. */
	size_t ordinals[SCANNER_BOUNDS]; /* ascending, the first 0 */
	size_t bound_count;
	struct {
		size_t cell, column;
		size_t before, behind; /* the indices of its bounds */
	} wanted[CELLS_MAX];           /* the cells that have a column */
	size_t wanted_count;
	size_t end; /* the index of the bound that the new cells stand before */
};

/* The fastest kernel for this machine. */
const struct kernel *scanner_kernel(void);

/* The columns must outlive the scanner. */
void scanner_prepare(struct scanner *scanner, const struct kernel *kernel, unsigned char delimiter,
		     const struct columns *columns);

/*
 * Looks at the record that begins at bytes, which is no blank line. On SCAN_RECORD fills head, tail (up to the line end),
 * count and the wanted cells of *record, and *lines with the line ends inside quotes. room: for what doubled quotes say,
 * as much as the record for each cell.
 */
enum scan scanner_next(const struct scanner *scanner, const unsigned char *bytes, size_t size, struct record *record,
		       size_t *lines, char *room);

#endif
