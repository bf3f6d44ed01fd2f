/* SPDX-License-Identifier: MIT */
/*
 * Calls in the cells of a CSV that has no column of codes: a callback as JSON, a message with pairs. The quoted cells of
 * a record are read as text is, by what they say.
 */
#ifndef HANGUP_CSV_CELLS_H
#define HANGUP_CSV_CELLS_H

#include "records/text_source.h"

struct csv_cells {
	struct text_source *text;
	unsigned char delimiter;
	char *said;      /* what the quoted cells of a record say, a blank line behind each; to be freed */
	bool is_on;      /* records are looked into */
	bool is_telling; /* more of the record's calls may follow */
};

/* Whether a call stands in a quoted cell of these bytes, a record without its line end. */
bool csv_cells_has_call(struct csv_cells *cells, const unsigned char *bytes, size_t size);

/*
 * Gives a record the first call that its cells tell of; false: there is none. Where they tell of different ones, of a
 * record that is written that is a doubt; else csv_cells_more has the others, each as a record of no bytes.
 */
bool csv_cells_tell(struct csv_cells *cells, struct record *record);
bool csv_cells_more(struct csv_cells *cells, struct record *record);

#endif
