/* SPDX-License-Identifier: MIT */
/*
 * The compiled-in tables of hangup causes, their groups and hangup sources: of Voice and of SIP trunks. The rows are
 * made by mktable.c from the CSV files in voice/ and trunk/, the master copy, and come from the reference pages named in
 * their about.csv. No I/O, no allocation.
 */
#ifndef HANGUP_CAUSE_H
#define HANGUP_CAUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "support/text.h"

/* What the next steps of a cause come down to. */
enum action { ACTION_NONE, ACTION_RETRY, ACTION_FIX, ACTION_SUPPORT, ACTION_COUNT };

enum table_id { TABLE_VOICE, TABLE_TRUNK, TABLE_COUNT };

struct group {
	enum table_id table;
	const char *name;  /* "Carrier Errors" */
	const char *slug;  /* "carrier-errors" */
	const char *range; /* "3070-3140"; Canceled Calls: "0, 1000-1020" */
	const char *description;
	uint16_t first, last; /* the range as the page heads it */
	uint16_t causes;      /* how many causes it has, code 0 included */
};

struct source {
	enum table_id table;
	const char *name;    /* "Call recipient", as the page has it */
	const char *in_data; /* "Callee", as records have it */
	const char *description;
};

struct cause {
	uint16_t code;
	uint16_t name_length;
	enum table_id table;
	enum action action;
	bool by_callee; /* the called party did it: nothing that the network or the set-up failed to bring about */
	const struct group *group;
	const char *name; /* exact spelling and case of the page */
	const char *description;
	const char *next_steps;
	const char *url; /* NULL: the page links none */
};

/* More causes than this the build refuses: what counts or chooses them has room for so many. */
enum { CAUSES_MAX = 255 };

/* Voice's stand first, then those of trunks. */
extern const struct cause causes[]; /* of each table in the order of their codes */
extern const size_t cause_count;
extern const struct group groups[]; /* of each table in the order of its page */
extern const size_t group_count;
extern const struct source sources[]; /* of each table in the order of its page */
extern const size_t source_count;

/* Which table is meant: what --table says. Without it, that of Voice, but for what is a trunk's alone. */
enum table_scope { SCOPE_AUTO, SCOPE_VOICE, SCOPE_TRUNK, SCOPE_ALL };

/* Places in an array: from the first to before the end. */
struct stretch {
	size_t first, end;
};

struct table {
	const char *word; /* "voice", "trunk" */
	const char *name; /* "Voice", "SIP trunk" */
	const char *date; /* "2026-11-20" */
	const char *page; /* the address of the reference page */
	struct stretch causes, groups, sources;
};

extern const struct table tables[TABLE_COUNT];

/* The row of a code in a table, NULL if there is none. */
const struct cause *cause_by_code(enum table_id table, unsigned long code);

/*
 * The row of a name in a table, NULL if there is none, or more than one: a name of SIP trunks may stand for several
 * codes. Names are compared by their ASCII letters and digits alone, ignoring case, with Cancelled = Canceled. Words of
 * another vocabulary (see below) are for the caller to sort out first.
 */
const struct cause *cause_by_name(enum table_id table, struct text name);

/* All rows of a name, in the order of their codes: count of them, which cause_named gives by the places from first on. */
struct stretch causes_named(enum table_id table, struct text name);
const struct cause *cause_named(size_t place);

/*
 * Whether a word belongs to another vocabulary: capitals with an underscore, as NO_ANSWER and NORMAL_CLEARING
 * (HangupCause, where one word stands for several codes). Some look like a cause's name and must never be taken for it.
 */
bool cause_is_other_vocabulary(struct text word);

/* Whether a word is spelled as most names of SIP trunks are: small letters with an underscore, as normal_hangup. */
bool cause_is_small_word(struct text word);

/* A source of a table by its name or its spelling in data, compared as cause names are; NULL if there is none. */
const struct source *source_by_name(enum table_id table, struct text name);

/* A group of any table by its name or its slug, NULL if there is none. */
const struct group *group_by_name(struct text name);

/*
 * Whether a call that ended so failed, as the network effectiveness ratio (NER, ITU-T E.425) counts it: it asks for
 * something, and is not what the called party did. Unknown codes failed, too.
 */
static inline bool cause_failed(const struct cause *cause)
{
	return cause->action != ACTION_NONE && !cause->by_callee;
}

/* "none", "retry", "fix" or "support". */
const char *action_name(enum action action);

/* What an action is for, and what `failed` means, which cause_failed tells: a few words. */
const char *action_meaning(enum action action);
extern const char failed_meaning[];

/* The place of a cause in causes[]. */
static inline size_t cause_index(const struct cause *cause)
{
	return (size_t)(cause - causes);
}

/* Codes have at most so many digits, leading zeros aside; so there can be so many of them. */
enum { CODE_DIGITS = 5, CODE_COUNT = 100000 };

/* The code that digits write, "3130" or, as Kibana does, "3,130"; false if they are something else or too many. */
bool read_code_digits(struct text digits, uint32_t *code);

/*
 * What a piece of text means as a code, for operands, cells and JSON values alike, so that they cannot disagree about
 * `3130.0`. Spaces and tabs at the ends do not count, nor what spreadsheets put around a value to keep it text ('3130,
 * ="3130"). Then the first that fits: such digits, or digits and ".0": a code; what key_is_nothing knows (key.h):
 * nothing; a word of another vocabulary, or where trunks are not meant one of small letters: foreign; a cause's name in
 * the table; anything else, also a name that stands for several codes: no code at all.
 */
enum meaning {
	MEANS_CAUSE,   /* a known code, or a cause's name: *cause is its row */
	MEANS_UNKNOWN, /* a code that is not in the table: code */
	MEANS_NOTHING, /* empty, null, NA */
	MEANS_FOREIGN, /* a word of another vocabulary */
	MEANS_INVALID  /* no code, no name */
};

struct reading {
	enum meaning meaning;
	uint32_t code;             /* of MEANS_CAUSE and MEANS_UNKNOWN */
	const struct cause *cause; /* of MEANS_CAUSE, else NULL */
};

struct reading read_code(enum table_id table, struct text text);

#endif
