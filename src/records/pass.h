/*
 * The way of all call records: open each input, see what it is, find its header and columns, read record after record,
 * judge, count and, for annotate, write them with their new cells. annotate and stats both go this way, so they cannot
 * disagree.
 */
#ifndef HANGUP_PASS_H
#define HANGUP_PASS_H

#include "records/column_errors.h"
#include "records/copy.h"
#include "reader/csv.h"
#include "reader/json_reader.h"
#include "records/tally.h"
#include "support/progress.h"

/* What the command line says about the input, and what to do with it. */
struct pass_settings {
	const char *command; /* "annotate" */
	const struct diagnostics *diagnostics;
	struct column_spec code, name, source;
	bool wants_source;       /* a source column is needed */
	unsigned char delimiter; /* 0: the header tells */
	bool has_no_header;
	const struct added_list *added; /* NULL: nothing is written */
	struct sink *out;               /* flushed before waiting for input */
	bool shows_progress;
	/* For tests: how the scanner looks at bytes (NULL: it is off), and the most to read at once (0: no limit). */
	const struct kernel *kernel;
	size_t read_size;
};

/* The defaults: columns by rule, the fastest kernel. */
struct pass_settings pass_defaults(const char *command, const struct diagnostics *diagnostics, struct sink *out);

enum pass_shape { PASS_UNDECIDED, PASS_CSV, PASS_JSON };

struct pass {
	const struct pass_settings *settings;
	struct tally tally;
	enum status status;
	enum pass_shape shape; /* of the first file with a record; the others must be of the same */
	struct header header;  /* of the first file */
	unsigned char delimiter;
	size_t columns[CELL_COUNT];
	struct copy copy;
	struct input input;
	struct progress progress;
	struct csv_reader reader;
	struct json_reader json;
	struct origin origin; /* the file at hand */
	bool is_held;         /* what is put waits: the file may be refused */
	bool is_over;         /* nothing more may be read or written */
	bool is_cut;          /* not all the records of a file could be read */
};

void pass_open(struct pass *pass, const struct pass_settings *settings);
void pass_close(struct pass *pass);

/*
 * Walks over the files, "-" or no files at all being standard input. Prints messages about what cannot be read. Returns
 * STATUS_DONE or STATUS_TROUBLE; malformed lines are counted and no trouble yet.
 */
enum status pass_files(struct pass *pass, char *const *files, size_t count, int standard_input);

/* The name of the column or the key that the codes came from, for messages. */
struct shown pass_code_column(const struct pass *pass);

#endif
