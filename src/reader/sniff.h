/*
 * What an input is, by its first bytes: call records, or something that must be unpacked or converted first. No I/O.
 */
#ifndef HANGUP_SNIFF_H
#define HANGUP_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

enum shape {
	SHAPE_CSV,
	SHAPE_JSON,  /* begins like a JSON object: NDJSON, or a document */
	SHAPE_ARRAY, /* a JSON array: a brace or bracket follows its first within 64 KiB */
	SHAPE_MORE   /* a bracket: what follows it will tell */
};

/* What must be done first to such an input. */
struct foreign {
	const char *what;    /* "gzip-compressed" */
	const char *command; /* the command that makes it readable, before the file's name */
};

/* The length of the byte order mark of UTF-8 that bytes begin with: 3 or 0. */
size_t sniff_bom(const unsigned char *bytes, size_t size);

/* What the bytes that begin a file are instead of text; NULL: text. */
const struct foreign *sniff_foreign(const unsigned char *bytes, size_t size);

/* What a file is whose first line with text on it begins there; *at: where that text begins. */
enum shape sniff_shape(const unsigned char *bytes, size_t size, bool ended, size_t *at);

/* Which encoding a text of two or four bytes a character without a mark is in, by its NULs; NULL: it has none. */
const struct foreign *sniff_wide(const unsigned char *bytes, size_t size);

#endif
