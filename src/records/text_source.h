/* SPDX-License-Identifier: MIT */
/* The call records of text: pairs of a field's name and its value, of whichever leg of a call. */
#ifndef HANGUP_TEXT_SOURCE_H
#define HANGUP_TEXT_SOURCE_H

#include "reader/pairs.h"
#include "records/record_source.h"

/* Names that the command line gives, those of the legs and their words, of times, of trunks, and one more. */
enum { TEXT_FIELDS = CELL_COUNT + CELLS_MAX + TIME_NAMES + TRUNK_NAMES + 2 };

struct text_source {
	struct input_file *file;
	struct pairs_field fields[TEXT_FIELDS];
	char keys[CELL_COUNT][PAIRS_KEY_SIZE]; /* of the names that the command line gives */
	struct pairs_reader reader;
	/* The time that the line at hand begins with. */
	char line_time[64];
	size_t line_time_length; /* 0: it begins with none */
	bool is_in_line;         /* more of its calls follow */
};

extern const struct shape text_shape; /* its state is a text_source */

/* It may not be moved. */
void text_source_open(struct text_source *text, struct input_file *file);
void text_source_close(struct text_source *text);

/*
 * The calls that a text in memory tells of, a string or a cell, one after the other; false: there is no other. Their
 * cells are as those of a line's, and nothing else of the record matters.
 */
void text_source_begin_told(struct text_source *text, struct text told);
bool text_source_next_told(struct text_source *text, struct record *call);

/* The first of them, for a record that is written and so can be only one: others that differ are a doubt of it. */
bool text_source_one_told(struct text_source *text, struct text told, struct record *call);

/* Gives a record what a call in its strings says: what else is wanted the record may have beside them. */
void text_source_take_told(const struct text_source *text, struct record *record, const struct record *call);

/* By what a call is known again: of each leg its code and its UUID, with NULs behind them. */
struct call_mark {
	char text[512];
	size_t length; /* 0: there is no code, or all of it is too long */
	bool has_uuid;
};

/* The mark of a call with so many cells. Whether two calls are one: without an UUID they are not known to be. */
struct call_mark text_source_mark(const struct record *call, size_t cells);
bool text_source_is_same(const struct call_mark *a, const struct call_mark *b);

/* A message that there is no code in the text at hand. Returns STATUS_TROUBLE. */
enum status text_source_no_record(struct input_file *file);

#endif
