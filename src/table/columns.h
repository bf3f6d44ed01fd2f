/* SPDX-License-Identifier: MIT */
/*
 * The columns a cause has. One row a column feeds --columns, headers, help and completion; annotate has
 * its own list of those that it adds (records/splice.c).
 */
#ifndef HANGUP_COLUMNS_H
#define HANGUP_COLUMNS_H

#include "support/options.h"
#include "table/cause.h"

struct column {
	const char *name; /* "next_steps": --columns, csv header, json key */
	const char *help;
	bool is_number; /* right-aligned in tables, a number in JSON */
	bool is_json;   /* JSON already, for JSON alone */
	bool wraps;     /* wraps at words in tables */
	bool is_action; /* its cells are actions, which have a colour in tables */
	bool is_bar;    /* its cells are numbers, drawn in tables as bars in the colour of the action in their row */
	bool gives_way; /* in a table where bars would have no room beside it, it is left out */
};

enum column_id {
	COLUMN_CODE,
	COLUMN_CAUSE,
	COLUMN_GROUP,
	COLUMN_ACTION,
	COLUMN_DESCRIPTION,
	COLUMN_NEXT_STEPS,
	COLUMN_URL,
	COLUMN_TABLE,
	COLUMN_COUNT
};

extern const struct column cause_columns[COLUMN_COUNT];
extern const struct choices column_choices;

struct column_list {
	size_t ids[COLUMN_COUNT]; /* column_id */
	size_t count;
};

/* What a cause has in a column; NULL if nothing. Numbers are written to number, which the result may point to. */
struct number_text {
	char text[24];
};
const char *column_value(const struct cause *cause, enum column_id id, struct number_text *number);

/* Reads a --columns list. Returns false after a message. */
bool column_list_parse(struct column_list *list, const char *names, const struct diagnostics *diagnostics);

#endif
