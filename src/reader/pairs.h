/*
 * Call records out of text: lines with pairs of a field's name and its value, which reader/pair.h tells apart. Every
 * byte of the input is in exactly one item, in order. Knows which fields belong to one call, not what they mean.
 *
 * Line by line (annotate, stats) a call is a record if it has a code, of whichever leg; a name alone is none, for where
 * a call is printed a pair a line, its code and its name would be two. Where no code is looked for, a name stands in.
 * On one line a call ends where the bracket closes that it stands in, and where a field comes again with another value;
 * what comes again without a code is the same call's once more, but for another UUID.
 * Over lines (explain, lookup) a name alone is a record too, and so is a HangupCause alone.
 */
#ifndef HANGUP_PAIRS_H
#define HANGUP_PAIRS_H

#include "reader/lines.h"
#include "reader/pair.h"

/* What has been gathered of a call. */
struct pairs_call {
	struct text cells[PAIRS_CELLS];
	uint64_t fields; /* those that it has */
	size_t pairs;
	size_t begin;   /* where in its line the first of them begins */
	bool is_nested; /* ... in brackets of its own */
	bool is_closed; /* the bracket that it stands in has closed behind it: what follows is none of its */
	bool is_disputed;
};

struct pairs_reader {
	struct lines lines;
	struct input memory; /* what is read instead of a file's input: a text at hand */
	struct pair_names names;
	const char *anchor; /* what every line with a record holds; NULL: nothing can be said */
	struct letters anchor_letters;
	bool spans_lines;
	uint64_t codes;    /* fields */
	uint64_t evidence; /* those that a code is checked against */
	uint64_t uuids;
	uint64_t makes_record; /* those one of which a call must have to be a record */
	char *values;          /* the calls', unescaped */
	char *values_end;
	/* The line in which calls are looked for. */
	struct pair_cursor cursor;
	struct pair pair; /* the one read last */
	bool is_held;     /* it belongs to the next call */
	bool is_in_line;  /* that line's bytes are consumed, but calls of it are to follow */
	struct pairs_call call;
	struct pairs_call next; /* what of the line comes behind that, as far as it has been read */
	uint64_t whole_until;   /* the place of the input up to which whole lines are known to be at hand */
	struct pair label;      /* the line before was a name alone */
	/* A call over lines: those at the window's beginning. */
	size_t length; /* 0: none */
	uint64_t line_count;
	bool is_labelled;  /* its last pair was a label and its value */
	long depth, floor; /* of brackets, at the end of those lines; below the floor the call is over */
	bool is_over;
};

/* A reader for fields, at most PAIRS_FIELDS, which must outlive it. pairs_reader_close frees what it holds. */
void pairs_reader_open(struct pairs_reader *reader, const struct pairs_field *fields, size_t count, bool spans_lines);
void pairs_reader_close(struct pairs_reader *reader);

/* Goes on with what comes at the window's beginning, on that line of the file. */
void pairs_reader_begin(struct pairs_reader *reader, struct input *input, uint64_t line);

/*
 * The next item, which is at the beginning of the input's window and as long as head and tail of *record together; it
 * has been consumed. Before ITEM_MORE and ITEM_END nothing has been.
 *
 * An item for each call: of a line with several, the first one's head is the line, the others' is nothing, and only the
 * last one's tail is the line end, so that what is put behind each head comes before the line's end. cells: by the
 * fields' numbers; count: the call's pairs; is_alone: the only call of its line.
 */
enum item pairs_reader_next(struct pairs_reader *reader, struct record *record);

/*
 * Goes over the calls of a text in memory, which must stay there: a string or a cell, unescaped, as lines of a file.
 * Nothing is allocated and nothing past its end is read.
 */
void pairs_reader_begin_memory(struct pairs_reader *reader, struct text text);

/* The next of those calls, or false. Its cells are as pairs_reader_next has them, and nothing else of it matters. */
bool pairs_reader_call(struct pairs_reader *reader, struct record *record);

#endif
