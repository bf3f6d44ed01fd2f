/*
 * One CSV record through libcsv, which decides what a field is. A record is fed in pieces that end at each line end, to
 * a parser in strict mode; when libcsv reports the row, the record has ended at the last byte of that piece, so its
 * original bytes are at hand. Where strict mode stops at a quote inside plain text, which is an ordinary character
 * here, a harmless byte is fed in its place and the quote put back into the value.
 */
#ifndef HANGUP_ROW_H
#define HANGUP_ROW_H

#include <csv.h>

#include "records/record.h"

enum row_state {
	ROW_OPEN,     /* all bytes are taken, the record goes on */
	ROW_COMPLETE, /* length bytes are the record, its first line-end byte included */
	ROW_MALFORMED /* text after a closing quote */
};

/* What is wrong with a row: ROW_MALFORMED, and a quote that is open where the input ends. */
extern const char row_text_after_quote[];
extern const char row_open_quote[];

/* Called for each field as it ends, in order. The value lives until the call returns. */
typedef void row_field(void *data, struct text value);

struct row {
	struct csv_parser parser;
	size_t length; /* bytes of the record fed so far */
	bool complete;
	row_field *field; /* NULL: fields are not wanted */
	void *data;
};

void row_open(struct row *row, unsigned char delimiter);
void row_close(struct row *row);

/* Forgets what has been fed: the next byte begins a record. */
void row_restart(struct row *row, row_field *field, void *data);

/* Feeds the record's next bytes: up to their first line end, it included, or all if there is none. */
enum row_state row_feed_line(struct row *row, const unsigned char *bytes, size_t size);

/* The input has ended: ROW_COMPLETE if the record ends with it, ROW_MALFORMED if a quote is open. */
enum row_state row_finish(struct row *row);

/* Whether the field whose end is being reported was quoted; true to fact only if bytes are fed one by one. */
bool row_field_is_quoted(const struct row *row);

#endif
