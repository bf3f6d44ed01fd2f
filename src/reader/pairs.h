/* SPDX-License-Identifier: MIT */
/*
 * Call records out of text: lines with pairs of a field's name and its value, which reader/pair.h tells apart. Every
 * byte of the input is in exactly one item, in order. Knows which fields belong to one call, not what they mean.
 *
 * A call is a record if it has a code, of whichever leg, or else a name that is wholly a cause's. On one line a call ends
 * where the bracket closes that it stands in, and where a field comes again with another value; what comes again without
 * a code is the same call's once more, but for another UUID. Where such a field stands alone on its line, the block of
 * lines around it is looked at: reader/block.h.
 */
#ifndef HANGUP_PAIRS_H
#define HANGUP_PAIRS_H

#include "reader/block.h"
#include "reader/lines.h"

struct pairs_reader {
	struct lines lines;
	struct input memory; /* what is read instead of a file's input: a text at hand */
	struct call_fields fields;
	size_t limit;                /* the length of the longest line that is read */
	char anchor[PAIRS_KEY_SIZE]; /* what every line with a record holds; "": nothing can be said */
	struct letters anchor_letters;
	char *values; /* the calls', unescaped */
	char *values_end;
	/* The line in which calls are looked for. */
	struct pair_cursor cursor;
	struct pair pair; /* the one read last */
	bool is_held;     /* it belongs to the next call */
	bool is_labelled; /* its first call's first field has its name on the line before */
	bool is_in_line;  /* that line's bytes are consumed, but calls of it are to follow */
	struct found_call call;
	struct found_call next; /* what of the line comes behind that, as far as it has been read */
	uint64_t whole_until;   /* the place of the input up to which whole lines are known to be at hand */
	struct pair label;      /* the line before was a name alone */
	struct block block;     /* the lines around the call at the window's beginning */
	uint64_t lines_read;    /* in which pairs were looked for, ever: what a call says is there until the next */
	struct record peeked;
	bool has_peeked;
};

/* A reader for fields, at most PAIRS_FIELDS, which must outlive it. pairs_reader_close frees what it holds. */
void pairs_reader_open(struct pairs_reader *reader, const struct pairs_field *fields, size_t count,
		       const struct pairs_options *options);
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

/*
 * Whether there is one. pairs_reader_call gives it then, also if the same text at the same place is begun with again; who
 * writes something else there sets has_peeked to false.
 */
bool pairs_reader_peek(struct pairs_reader *reader);

#endif
