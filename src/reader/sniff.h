/* SPDX-License-Identifier: MIT */
/*
 * What an input is, by its first bytes: call records, or something that must be unpacked or converted first. No I/O.
 */
#ifndef HANGUP_SNIFF_H
#define HANGUP_SNIFF_H

#include <stdbool.h>
#include <stddef.h>

/* What must be done first to such an input. */
struct unreadable {
	const char *what;    /* "gzip-compressed" */
	const char *command; /* that makes it readable, from its standard input; NULL: it is to be saved as CSV */
};

/* The length of the byte order mark of UTF-8 that bytes begin with: 3 or 0. */
size_t sniff_bom(const unsigned char *bytes, size_t size);

/* What the bytes that begin a file are instead of text; NULL: text. */
const struct unreadable *sniff_unreadable(const unsigned char *bytes, size_t size);

/* Whether an input is JSON, by what stands behind its byte order mark and blank lines. */
enum sniffed {
	SNIFF_NO,
	SNIFF_YES,
	SNIFF_MORE /* more bytes will tell */
};

/*
 * Any number of brackets and blanks, then a brace with a brace or a string and a colon behind it; or brackets that close
 * at once. Told by 64 KiB.
 */
enum sniffed sniff_json(const unsigned char *bytes, size_t size, bool ended);

#endif
