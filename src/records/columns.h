/* SPDX-License-Identifier: MIT */
/*
 * Which columns matter: the one rule by which the columns of a header and the keys of a JSON object are chosen. No I/O;
 * what to say about a choice that failed is for column_errors.
 */
#ifndef HANGUP_RECORD_COLUMNS_H
#define HANGUP_RECORD_COLUMNS_H

#include "reader/header.h"
#include "support/options.h"

/*
 * The one list of the names that the fields of a call have, by letters and digits in lower case, for each leg: in the
 * API, callbacks and the console's export; in number masking; in the callbacks of a Dial, of its B leg. In the order in
 * which they are looked for.
 */
extern const char *const leg_fields[LEG_COUNT][CELL_UUID + 1];

/* Of each leg the word beside a code that may take the place of the cause's name, and that code and name begin with. */
extern const char *const leg_words[LEG_COUNT];

/*
 * The names that only SIP-trunk records have, from CELL_TRUNK on; and those that the code, the name and the source have
 * in old ones.
 */
enum { TRUNK_NAMES = CELL_INITIATOR + 1 - CELL_TRUNK };
extern const char *const trunk_names[TRUNK_NAMES];
extern const char *const old_trunk_fields[CELL_SOURCE + 1];

/* The names of times, in the order in which they are looked for. */
enum { TIME_NAMES = 11 };
extern const char *const time_names[TIME_NAMES];

/* What the user said about a column. */
enum column_spec_kind { SPEC_RULE, SPEC_NUMBER, SPEC_NAME, SPEC_NONE };

struct column_spec {
	enum column_spec_kind kind;
	size_t number; /* from 1 */
	const char *name;
	const struct choices *words; /* what else its option takes, for messages; NULL: nothing */
};

/*
 * Reads a NAME|N of the command line. Returns NULL, or what is wrong with it: a number of 0, an empty name. A number
 * too large for any header is SIZE_MAX.
 */
const char *column_spec_parse(struct column_spec *spec, const char *value);

/* What is wanted of a header or an object. */
struct column_specs {
	/* By cell; that of CELL_BY is what stats --by counts, SPEC_RULE: no column of its own. */
	struct column_spec of[CELL_COUNT];
	bool by_source;           /* it counts sources */
	bool wants_time;          /* records are chosen or counted by their times, and each has one */
	bool wants_uuid;          /* of the leg that the code is of, if there is one */
	bool every_leg;           /* by rule alone, and with UUIDs: for explain and lookup */
	const char *const *added; /* names that none may have already, ending with NULL; NULL: there are none */
};

/* Of which cell a column that is looked for is: what is counted by may be the source. */
static inline enum cell column_asked(const struct column_specs *specs, enum cell cell)
{
	return cell == CELL_BY && specs->by_source ? CELL_SOURCE : cell;
}

enum column_result {
	COLUMN_FOUND,
	COLUMN_MISSING,
	COLUMN_AMBIGUOUS,   /* two names fit as well */
	COLUMN_OUT_OF_RANGE /* a number past the last */
};

struct column_match {
	enum column_result result;
	size_t column; /* of COLUMN_FOUND and COLUMN_AMBIGUOUS (the first), else NO_COLUMN */
	size_t other;  /* COLUMN_AMBIGUOUS: the second; COLUMN_FOUND by rule: another of the kind, or NO_COLUMN */
};

/* What is wrong with a choice: the first of these that applies. match says which column, or why there is none. */
enum column_failure {
	COLUMNS_CHOSEN,  /* nothing; match is that of the code */
	COLUMNS_NO_CELL, /* from here on, in their order: there is none for that cell, or two fit */
	COLUMNS_BY_CODE = COLUMNS_NO_CELL + CELL_COUNT, /* what is to be counted by is the code */
	COLUMNS_TAKEN                                   /* a column that has the name of one to be added */
};

struct column_choice {
	struct columns columns;
	enum column_failure failure;
	struct column_match match;
	/* Of an object, whatever else is wrong: two names fit, by rule or not, or one is taken; COLUMNS_CHOSEN: nothing. */
	enum column_failure doubt;
};

/* Chooses among names. */
void columns_choose(struct column_choice *choice, const struct header *names, const struct column_specs *specs);

/* Whether a name is that of the code, or the name in its place, where other names tell a SIP trunk. */
bool columns_is_old_trunks(struct text name, const struct column_specs *specs);

/*
 * The code column of what may be a header, by rule or by the name of that column, in a cell that is quoted or holds none
 * of the usual delimiters but this (0: it is known); under a number, among enough columns. NO_COLUMN: it is no header.
 * The rules keep a record and a sentence from being taken for one.
 */
size_t columns_header_code(const struct header *header, const struct column_specs *specs, unsigned char delimiter);

/* Whether in a text the name of a code's column can stand at all: it holds what each of them has. */
bool columns_may_name_code(struct text text, const struct column_specs *specs);

/*
 * Whether these look like the names of columns none of which has codes: two at least, each like a word, and none of them
 * stands again under itself in the next record, which is NULL where there is none.
 */
bool columns_are_names(const struct header *header, const struct header *next);

/* Whether a cell holds a field's name, as a label or the cell of a header does. */
bool columns_are_field(struct text cell, const struct column_specs *specs);

/* Whether a line between bars draws a rule: nothing but "-=+|:" and blanks, two of the first two side by side. */
bool columns_are_rule(struct text line);

/* Whether a byte can stand between fields: no quote, line end, blank, letter, digit, "_", "." and none over 127. */
bool columns_can_delimit(char byte);

/* The first cell of a header that is a code of a table, as in a record; NO_COLUMN if none is. */
size_t columns_code_cell(const struct header *header, bool zero_counts);

#endif
