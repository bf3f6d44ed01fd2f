/* SPDX-License-Identifier: MIT */
/* The call records of text: pairs of a field's name and its value, of whichever leg of a call. */
#ifndef HANGUP_TEXT_SOURCE_H
#define HANGUP_TEXT_SOURCE_H

#include "reader/pairs.h"
#include "records/record_source.h"

/* Names that the command line gives, those of the legs and their words, of times, of trunks, and one more. */
enum { TEXT_FIELDS = CELL_COUNT + CELLS_MAX + TIME_NAMES + TRUNK_NAMES + 1 };

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

/* A message that there is no code in the text at hand. Returns STATUS_TROUBLE. */
enum status text_source_no_record(struct input_file *file);

#endif
