/* SPDX-License-Identifier: MIT */
/*
 * The header of a CSV, wherever in the first 64 KiB it stands, or a pair of text before it: which of them decides of
 * what shape a file is. What is found depends on bytes and line ends alone, never on how much of them has come in: where
 * too little has, more is read.
 */
#ifndef HANGUP_HEADER_SEARCH_H
#define HANGUP_HEADER_SEARCH_H

#include "reader/header.h"
#include "records/csv_cells.h"

/* Where a header may stand. */
struct spot {
	size_t at;     /* from the window's beginning */
	uint64_t line; /* of the file */
};

/* A header that has been read. */
struct found_header {
	struct header header;
	struct header_place place;
	unsigned char delimiter;
	struct spot spot;
	bool has_calls; /* no column has codes, but quoted cells behind it tell of calls */
	bool is_unsure; /* ... or may, farther down than has been looked */
};

enum found_what { FOUND_NOTHING, FOUND_HEADER, FOUND_PAIR };

struct header_search {
	struct input_file *file;
	struct csv_cells *cells;   /* tell pairs; NULL: none is looked for, the file is CSV whatever it looks like */
	unsigned char delimiter;   /* that is given; 0: the usual ones are tried */
	enum status status;        /* STATUS_TROUBLE: the file cannot be read, and no answer counts */
	struct found_header found; /* FOUND_HEADER; to be closed in any case */
	size_t work;               /* bytes that have been read for headers */
};

/* Looks from the window's beginning on, which is that line of the file. */
enum found_what header_search(struct header_search *search, uint64_t line);

/* The same under -c N: the header is the first record that draws no rule. */
enum found_what header_search_first(struct header_search *search, uint64_t line);

/*
 * Where a pair has been found: whether it stands in a quoted cell of a CSV whose header names no column of codes. Then
 * found is that header.
 */
bool header_search_cells(struct header_search *search, uint64_t line);

/* Where nothing has been found: whether the file looks like a CSV all the same. */
bool header_search_csv(struct header_search *search);

/*
 * Whether calls may yet stand in quoted cells of such a one, whose columns are found by rule: it is longer than what has
 * been looked at. Then found is its header.
 */
bool header_search_may_go_on(struct header_search *search, uint64_t line);

/* What is wrong with the first record of such a one, which is no header. Returns STATUS_TROUBLE. */
enum status header_search_refuse(struct header_search *search, uint64_t line);

#endif
