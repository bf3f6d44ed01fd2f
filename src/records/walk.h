/*
 * The way of all call records: open each input, see what it is, find its header and columns, read record after record,
 * judge, count and, for annotate, write them with their new cells. annotate and stats both go this way, so they cannot
 * disagree.
 */
#ifndef HANGUP_WALK_H
#define HANGUP_WALK_H

#include "records/complaint.h"
#include "records/copy.h"
#include "records/csv_reader.h"
#include "records/json_reader.h"
#include "records/tally.h"
#include "support/progress.h"

/* What the command line says about the input, and what to do with it. */
struct walk_settings {
	const char *command; /* "annotate" */
	const struct diagnostics *diagnostics;
	struct wish code, name, source;
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
struct walk_settings walk_defaults(const char *command, const struct diagnostics *diagnostics, struct sink *out);

enum walk_shape { WALK_UNDECIDED, WALK_CSV, WALK_JSON };

struct walk {
	const struct walk_settings *settings;
	struct tally tally;
	enum status status;
	enum walk_shape shape; /* of the first file with a record; the others must be of the same */
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

void walk_open(struct walk *walk, const struct walk_settings *settings);
void walk_close(struct walk *walk);

/*
 * Walks over the files, "-" or no files at all being standard input. Prints messages about what cannot be read. Returns
 * STATUS_DONE or STATUS_TROUBLE; malformed lines are counted and no trouble yet.
 */
enum status walk_files(struct walk *walk, char *const *files, size_t count, int standard_input);

/* The name of the column or the key that the codes came from, for messages. */
struct shown walk_code_column(const struct walk *walk);

#endif
