/*
 * What an input is, by its first bytes: call records, or something that must be unpacked or converted first. No I/O.
 */
#ifndef HANGUP_SNIFF_H
#define HANGUP_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

enum shape {
	SHAPE_CSV,
	SHAPE_JSON,   /* begins like a JSON object: NDJSON, or a document */
	SHAPE_ARRAY,  /* a JSON array: a brace or bracket follows its first within 64 KiB */
	SHAPE_FOREIGN /* no text that can be read here: see struct foreign */
};

/* What must be done first to such an input. */
struct foreign {
	const char *what;    /* "gzip-compressed" */
	const char *command; /* the command that makes it readable, before the file's name */
};

/* The length of the byte order mark of UTF-8 that bytes begin with: 3 or 0. */
size_t sniff_mark(const unsigned char *bytes, size_t size);

/* *foreign is set for SHAPE_FOREIGN. With more bytes the answer may change from SHAPE_CSV to another, never back. */
enum shape sniff(const unsigned char *bytes, size_t size, const struct foreign **foreign);

/* Where the text begins, behind blanks and line ends; size if it has not begun. A mark is text here. */
size_t sniff_text(const unsigned char *bytes, size_t size);

/* Whether more bytes may make a JSON array of what sniff takes for CSV: so far there is a bracket and blanks. */
bool sniff_is_bracket(const unsigned char *bytes, size_t size);

/* Which encoding a text of two or four bytes a character without a mark is in, by its NULs; NULL: it has none. */
const struct foreign *sniff_wide(const unsigned char *bytes, size_t size);

#endif
