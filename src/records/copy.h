/*
 * What annotate writes: the input's bytes, the records among them with their new cells; over several files one byte
 * order mark, and a line end where a file lacks its last. For stats nothing is written.
 */
#ifndef HANGUP_COPY_H
#define HANGUP_COPY_H

#include "records/splice.h"
#include "records/which.h"

/* A line end: CR and LF, or one of them behind a NUL. */
struct line_end {
	unsigned char bytes[2];
};

/* Where one file ends and the next begins. */
struct seam {
	bool has_begun;                  /* something has been written */
	bool line_is_open;               /* what has been written last is no line end */
	bool lacks_newline;              /* before this file's first byte comes missing_newline */
	struct line_end last_end;        /* of the file at hand, as it stands there */
	struct line_end missing_newline; /* in the style of the file before */
};

/* A call of a line that is written whole or not at all. */
struct held_call {
	struct record record; /* without its cells */
	struct verdict verdict;
};

struct copy {
	struct sink *out;         /* NULL: nothing is written */
	const struct which *only; /* the records that are written; NULL: all, and what stands between them */
	bool has_begun_records;   /* of the file at hand */
	struct held_call *line;   /* --only in text: the calls of a line, as long as none of them is wanted */
	size_t line_count, line_room;
	struct splice splice;
	struct seam seam;
};

/* Frees what it holds; a copy of zeros may be closed too. */
void copy_close(struct copy *copy);

/* Another file follows. */
void copy_begin_file(struct copy *copy);

/* Bytes that are no record. */
void copy_other(struct copy *copy, const void *bytes, size_t length);

/* The byte order mark of a file, of that length; written only before anything else. */
void copy_bom(struct copy *copy, size_t mark);

void copy_record(struct copy *copy, const struct record *record, const struct verdict *verdict);
void copy_header(struct copy *copy, const struct record *header);

/* A record that is not written: its line end tells the file's style all the same. */
void copy_note(struct copy *copy, const struct record *record);

#endif
