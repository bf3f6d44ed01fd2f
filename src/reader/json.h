/* SPDX-License-Identifier: MIT */
/*
 * Call records out of JSON in any layout: one a line, an array, a page, an envelope, a log entry around one. The input
 * is a sequence of values, and a record is any object whose keys make it one. Grammar: RFC 8259. Memory is bounded and
 * no value is built; what the values mean is not known here.
 *
 * A line at whose beginning no value is open is taken as a whole: trouble on it costs that line. Once a value goes on
 * past the line's end, or a line past 64 KiB, it is a document, whose records are handed out as they close: trouble
 * costs what follows, up to a line that begins with a bracket. Every decision is made by places in the input, so that
 * what is found does not depend on how the bytes came in.
 */
#ifndef HANGUP_JSON_H
#define HANGUP_JSON_H

#include "reader/input.h"
#include "reader/json_keys.h"
#include "reader/json_templates.h"
#include "reader/json_words.h"
#include "reader/pairs.h"

enum { JSON_LEVELS = 512 };

struct json_level;
struct json_member;

/* What the last page that an input told of says: of a list that is read in pages. */
struct json_page {
	bool has_next;
	uint64_t total; /* of the list's calls; 0: not told */
};

/* Places are offsets in the input, from its first byte. */
struct json_reader {
	struct input *input;
	struct json_keys keys;
	struct json_templates templates;
	struct pairs_reader *pairs; /* finds the calls that strings tell of; NULL: none is looked for */
	uint32_t lendable;     /* what is looked for around a record, of json_is_lent: bit i for cell i; the owner's */
	struct json_page page; /* of the input, so far */
	uint64_t tried_until;  /* no object that begins before has a template that is known */
	uint64_t at;           /* up to where it has been read */
	uint64_t origin;       /* added to a pointer into the window it is that place */
	uint64_t line;         /* the physical line there */
	uint64_t line_begin;
	uint64_t blank_end;  /* of the blanks that the line begins with, as far as they have been read */
	uint64_t return_end; /* behind the last CR: a LF there is the rest of its line end */
	bool is_tentative;   /* no value was open at the line's beginning, and it is not over 64 KiB */
	bool has_new_limit;  /* a line or an outermost object has begun: reading must stop elsewhere */
	bool is_resumed;     /* after trouble: commas and closing brackets may be left of a document */
	bool is_skipping;    /* after trouble in a document: only a bracket begins a value */
	bool may_divide;     /* a comma may stand between the outermost values here */
	size_t values;       /* that began on the line with nothing open */
	const char *error;   /* with the line */
	uint64_t wrong;      /* where the last trouble was */
	/* The token at hand. */
	unsigned state;
	bool is_key;         /* the string is one */
	bool is_cut;         /* more of it must come in before it can be read on */
	enum json_part part; /* of the number, that has been read */
	uint64_t string;     /* where the key begins, behind its quote */
	uint64_t seen;       /* up to where it has been looked at: limits that come before are passed first */
	/* What is open. */
	struct json_level *levels; /* JSON_LEVELS of them */
	size_t depth;
	size_t outer;                /* so many of the levels are not within an object that may still be a record */
	struct json_member *members; /* a ring */
	uint32_t member_count;       /* of the open objects that may still be records; wraps around */
	uint32_t page_count;         /* pages told of; wraps around */
	/* Where the names of codes stand in objects without a record, as far as those have been searched. */
	uint64_t *names;
	size_t name_count, name_room;
	uint64_t searched;
	/* Bytes from the beginning of the outermost such object on, where the input no longer has them. */
	unsigned char *kept;
	uint64_t kept_begin, kept_end;
	/*
	 * What is found goes this way. An object that closes and is a record is found: it becomes an item, and its wanted
	 * cells spans, the last of which are the last item's. The first item_count items are at hand, and the first
	 * settled of them are certain: in a document each at once, on a tentative line none before the line's end, where
	 * trouble may have thrown all of them away. Of these the first taken have been handed out; when all are, the items
	 * are forgotten. A record in a document that lacks a cell which an object around it may lend waits, and with it those
	 * behind it, up to the line's end or that of the object or its limit. While none is settled and the input moves on, the bytes of what is open are kept. What a cell's
	 * value says is made out as its record is taken, its escapes undone in values_said.
	 */
	struct json_item *items;
	size_t item_count, item_room, settled, taken;
	uint32_t found;       /* items ever; wraps around */
	uint64_t items_begin; /* what stands before is none of theirs */
	struct json_span *spans;
	size_t span_count, span_room;
	bool is_lacking;   /* a record that waits */
	size_t cell_count; /* cells that a record has had, at most */
	char *values_said; /* of cells, and what strings tell */
	/* The string whose call has been peeked at, as values_said has it, and where its quote is: cut to 32 bits. */
	struct text said;
	uint32_t said_place;
};

/* A reader for any number of inputs, one after the other. The pairs' reader is used between any two items. */
void json_reader_open(struct json_reader *reader, json_choose *choose, void *data, struct pairs_reader *pairs);

/* Reads what comes at the window's beginning, on that line of the file. */
void json_reader_begin(struct json_reader *reader, struct input *input, uint64_t line);

/* Frees what it holds; a reader of zeros may be closed too. */
void json_reader_close(struct json_reader *reader);

/*
 * The next item, which is at the beginning of the input's window and as long as head and tail of *record together; it
 * has been consumed. Before ITEM_MORE and ITEM_END nothing has been. An item of no bytes is malformed: it says that the
 * trouble is at that place. The line is told of records and of what is malformed.
 *
 * An object that is no record and holds none is one all the same if strings of its own tell of calls: those strings are
 * record->told, unescaped, with blank lines between them, and the calls are for the caller to read.
 */
enum item json_reader_next(struct json_reader *reader, struct record *record);

/* Whether a line begins JSON as the mongo shell prints it: the first trouble is a word before a parenthesis. */
bool json_is_shell_print(struct text line);

#endif
