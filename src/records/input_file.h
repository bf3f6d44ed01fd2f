/* SPDX-License-Identifier: MIT */
/*
 * The file that a pass is at, and all that a source of its records works with: what was asked for, its bytes, its name,
 * where they are copied to, and what messages call its columns by.
 */
#ifndef HANGUP_INPUT_FILE_H
#define HANGUP_INPUT_FILE_H

#include "reader/input.h"
#include "records/column_errors.h"
#include "records/copy.h"
#include "records/pass_settings.h"
#include "support/progress.h"

/* What a column is called: the first name it was met by, "" as long as it has none, and whether others were met. */
struct column_name {
	struct shown first;
	bool has_others;
};

/* What stands in the file at hand and those before it, for messages alone. */
struct file_names {
	const struct header *all; /* its columns, or the keys of its first record; NULL: it has none so far */
	unsigned char delimiter;  /* between fields; 0: there are none */
	/* The column, key or name that the codes came from; the same of times, and of what stats --by counts. */
	struct column_name of[CELL_COUNT];
	struct shown other; /* a second key of codes beside the first; "" if there is none */
};

struct input_file {
	const struct pass_settings *settings;
	struct column_specs wanted; /* the settings', with the names of what is added */
	struct added_name added[ADDED_COUNT];
	const char *added_names[ADDED_COUNT + 1];
	struct input input;
	struct origin origin; /* of the file, for messages */
	struct file_names names;
	struct copy copy;
	struct progress progress;
	bool is_over; /* nothing more may be read or written */
	bool is_cut;  /* not all the records of a file could be read */
	bool is_held; /* what has been put so far may yet be taken back */
};

/* Close it in the end. It may not be moved. */
void input_file_open(struct input_file *file, const struct pass_settings *settings);
void input_file_close(struct input_file *file);

/* Another file follows: as messages name it and, unless it is NULL, as commands do. */
void input_file_name(struct input_file *file, const char *name, const char *operand);

/* Keeps what the columns of the codes, the times and the values are called in a header or an object. */
void input_file_note_names(struct input_file *file, const struct header *names, const struct columns *columns);

/* What has been read and not yet been consumed. */
struct text input_file_window(const struct input_file *file);

/* Writes what has been done so far, unless it is held back. */
enum status input_file_flush(struct input_file *file);

/* Reads more; what has been done so far is written first, so that nobody waits for a record that is in. */
enum status input_file_fill(struct input_file *file);

/*
 * Waits for the end of the line that begins at a place of the window. *end: where it is, behind its line end; the limit
 * for a longer one.
 */
enum status input_file_line(struct input_file *file, size_t at, size_t *end);

/* A message about the file at hand. Returns STATUS_TROUBLE. */
enum status input_file_error(struct input_file *file, const char *format, ...) PRINTF_LIKE(2, 3);

/* Whether what is worth knowing and no trouble may be said; the line of progress makes room for it. */
bool input_file_may_note(struct input_file *file);

/* Renders the new cells in a style, once for all files. STATUS_TROUBLE after a message: their names cannot be. */
enum status input_file_add_cells(struct input_file *file, enum splice_style style, unsigned char delimiter);

#endif
