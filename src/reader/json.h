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

enum { JSON_LEVELS = 512 };

struct json_level;
struct json_member;

/* Places are offsets in the input, from its first byte. */
struct json_reader {
	struct input *input;
	struct json_keys keys;
	struct json_templates templates;
	uint64_t tried_until; /* no object that begins before has a template that is known */
	uint64_t at;          /* up to where it has been read */
	uint64_t origin;      /* added to a pointer into the window it is that place */
	uint64_t line;        /* the physical line there */
	uint64_t line_begin;
	uint64_t blank_end;  /* of the blanks that the line begins with, as far as they have been read */
	uint64_t return_end; /* behind the last CR: a LF there is the rest of its line end */
	bool is_tentative;   /* no value was open at the line's beginning, and it is not over 64 KiB */
	bool has_new_limit;  /* a line or an outermost object has begun: reading must stop elsewhere */
	bool is_resumed;     /* after trouble: commas and closing brackets may be left of a document */
	bool is_skipping;    /* after trouble in a document: only a bracket begins a value */
	size_t values;       /* that began on the line with nothing open */
	const char *error;   /* with the line */
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
	/* Bytes from the beginning of the outermost such object on, where the input no longer has them. */
	unsigned char *kept;
	uint64_t kept_begin, kept_end;
	/*
	 * What is found goes this way. An object that closes and is a record is found: it becomes an item, and its wanted
	 * cells spans, the last of which are the last item's. The first item_count items are at hand, and the first
	 * settled of them are certain: in a document each at once, on a tentative line none before the line's end, where
	 * trouble may have thrown all of them away. Of these the first taken have been handed out; when all are, the items
	 * are forgotten. While none is settled and the input moves on, the bytes of what is open are kept. What a cell's
	 * value says is made out as its record is taken, its escapes undone in values_said.
	 */
	struct json_item *items;
	size_t item_count, item_room, settled, taken;
	uint32_t found;       /* items ever; wraps around */
	uint64_t items_begin; /* what stands before is none of theirs */
	struct json_span *spans;
	size_t span_count, span_room;
	size_t cell_count; /* cells that a record has had, at most */
	char *values_said;
};

/* A reader for any number of inputs, one after the other. */
void json_reader_open(struct json_reader *reader, json_choose *choose, void *data);

/* Reads what comes at the window's beginning, on that line of the file. */
void json_reader_begin(struct json_reader *reader, struct input *input, uint64_t line);

/* Frees what it holds; a reader of zeros may be closed too. */
void json_reader_close(struct json_reader *reader);

/*
 * The next item, which is at the beginning of the input's window and as long as head and tail of *record together; it
 * has been consumed. Before ITEM_MORE and ITEM_END nothing has been. An item of no bytes is malformed: it says that the
 * trouble is at that place. The line is told of records and of what is malformed.
 */
enum item json_reader_next(struct json_reader *reader, struct record *record);

#endif
