/* SPDX-License-Identifier: MIT */
/*
 * One CSV record through libcsv, which decides what a field is. A record is fed in pieces that end at each line end, to
 * a parser in strict mode; when libcsv reports the row, the record has ended at the last byte of that piece, so its
 * original bytes are at hand. Where strict mode stops at a quote inside plain text, which is an ordinary character
 * here, a harmless byte is fed in its place and the quote put back into the value.
 */
#ifndef HANGUP_CSV_RECORD_H
#define HANGUP_CSV_RECORD_H

#include <csv.h>

#include "reader/record.h"

enum csv_record_state {
	CSV_RECORD_OPEN,     /* all bytes are taken, the record goes on */
	CSV_RECORD_COMPLETE, /* length bytes are the record, its first line-end byte included */
	CSV_RECORD_MALFORMED /* text after a closing quote */
};

/* What is wrong with a record: CSV_RECORD_MALFORMED, and a quote that is open where the input ends. */
extern const char csv_record_text_after_quote[];
extern const char csv_record_open_quote[];

/*
 * Called for each field as it ends, in order. The value lives until the call returns; is_quoted is true to fact only if
 * bytes are fed one by one.
 */
typedef void csv_record_field(void *data, struct text value, bool is_quoted);

struct csv_record {
	struct csv_parser parser;
	size_t length; /* bytes of the record fed so far */
	bool complete;
	csv_record_field *field; /* NULL: fields are not wanted */
	void *data;
};

void csv_record_open(struct csv_record *record, unsigned char delimiter);
void csv_record_close(struct csv_record *record);

/* Forgets what has been fed: the next byte begins a record. */
void csv_record_restart(struct csv_record *record, csv_record_field *field, void *data);

/* Feeds the byte order mark that the record begins with, if it does: no part of its first field. */
void csv_record_feed_bom(struct csv_record *record, const unsigned char *bytes, size_t size);

/* Feeds the record's next bytes: up to their first line end, it included, or all if there is none. */
enum csv_record_state csv_record_feed_line(struct csv_record *record, const unsigned char *bytes, size_t size);

/* The input has ended: CSV_RECORD_COMPLETE if the record ends with it, CSV_RECORD_MALFORMED if a quote is open. */
enum csv_record_state csv_record_finish(struct csv_record *record);

#endif
