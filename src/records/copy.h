/* SPDX-License-Identifier: MIT */
/*
 * What annotate writes: the input's bytes, the records among them with their new cells; over several files one byte
 * order mark, and a line end where a file lacks its last. For stats nothing is written.
 */
#ifndef HANGUP_COPY_H
#define HANGUP_COPY_H

#include "records/splice.h"

/* A line end: CR and LF, or one of them behind a NUL. */
struct line_end {
	unsigned char bytes[2];
};

/* Where one item ends and the next begins, and one file and the next. */
struct seam {
	bool has_begun;                  /* something has been written */
	bool line_is_open;               /* what has been written last is no line end */
	bool lacks_newline;              /* before this file's first byte comes missing_newline */
	bool is_left_out;                /* the item before has not been written */
	unsigned char last_byte;         /* of the item before */
	struct line_end last_end;        /* of the file at hand, as it stands there */
	struct line_end missing_newline; /* in the style of the file before */
};

/* A call of a line that is written whole or not at all. */
struct held_call {
	struct record record; /* without its cells */
	struct verdict verdict;
	bool is_chosen;
};

struct copy {
	struct sink *out;       /* NULL: nothing is written */
	bool selects;           /* some of the records are written; else all, and what stands between them */
	bool has_begun_records; /* of the file at hand */
	struct held_call *line; /* --only in text: the calls of a line, as long as none of them is wanted */
	size_t line_count, line_room;
	struct splice splice;
	struct seam seam;
	struct seam held; /* as it was before what may yet be taken back */
	size_t bom;       /* that stands in front of that, and stays */
};

/* out, selects: as in struct copy. */
void copy_open(struct copy *copy, struct sink *out, bool selects);

/* Frees what it holds; a copy of zeros may be closed too. */
void copy_close(struct copy *copy);

/* Another file follows. */
void copy_begin_file(struct copy *copy);

/* Bytes that are no record; of a line end that they begin in the midst of, what is left goes where the rest of it went. */
void copy_other(struct copy *copy, const void *bytes, size_t length);

/* The byte order mark of a file, of that length; written only before anything else. */
void copy_bom(struct copy *copy, size_t mark);

/*
 * What a file begins with may be taken back: copy_hold, with nothing in the sink, then copy_discard, or for --only
 * copy_drop_blank_lines where all of it but the byte order mark is blank. What the sink has written by then stays.
 */
void copy_hold(struct copy *copy);
bool copy_discard(struct copy *copy);
void copy_drop_blank_lines(struct copy *copy);

/* A record, which is chosen or, where some are selected, left out. */
void copy_record(struct copy *copy, const struct record *record, const struct verdict *verdict, bool is_chosen);
void copy_no_call(struct copy *copy, const struct record *record); /* with new cells that are empty */
void copy_header(struct copy *copy, const struct record *header);

/* A record that is not written: its line end tells the file's style all the same. */
void copy_leave_out(struct copy *copy, const struct record *record);

#endif
