/*
 * The way of all call records: open each input, see what it is, find which columns matter, read record after record,
 * judge, count and, for annotate, write them with their new cells. annotate and stats both go this way, so they cannot
 * disagree; explain and lookup go it up to the verdict.
 */
#ifndef HANGUP_PASS_H
#define HANGUP_PASS_H

#include "reader/csv.h"
#include "reader/json.h"
#include "reader/pairs.h"
#include "records/column_errors.h"
#include "records/copy.h"
#include "records/timeline.h"
#include "support/progress.h"

/* What the command line says about the input, and what to do with it. */
struct pass_settings {
	const char *command; /* "annotate", for hints with its options */
	const struct diagnostics *diagnostics;
	struct column_specs columns;
	unsigned char delimiter; /* 0: the input tells */
	bool has_no_header;
	const struct added_list *added; /* NULL: nothing is written */
	const struct which *only;  /* annotate writes, and stats counts sources of, these records alone; NULL: all */
	struct timeline *timeline; /* counts the records by their times; NULL: none does */
	struct sink *out;          /* flushed before waiting for input */
	bool is_text;              /* whatever it looks like */
	bool shows_progress;
	bool is_quiet; /* nothing is said of what is worth knowing and no trouble */
	/* Who takes the records, malformed ones (with their error) among them; NULL: they are counted and written. */
	void (*take)(void *data, const struct record *record);
	void *data;
	/* For tests: how the scanner looks at bytes (NULL: it is off), and the most to read at once (0: no limit). */
	const struct kernel *kernel;
	size_t read_size;
};

/* The defaults: columns by rule, the fastest kernel. */
struct pass_settings pass_defaults(const char *command, const struct diagnostics *diagnostics, struct sink *out);

enum pass_shape { PASS_UNDECIDED, PASS_CSV, PASS_JSON, PASS_TEXT };

/* Names that the command line gives, those of the legs and their words, of times, of trunks, and one more. */
enum { PASS_FIELDS = CELL_COUNT + CELLS_MAX + TIME_NAMES + TRUNK_NAMES + 1 };

struct pass {
	const struct pass_settings *settings;
	struct tally tally;
	size_t files_read;     /* those that were read to their end, or as far as they could be */
	enum pass_shape shape; /* of the file at hand; where records are written, of all files */
	/* Of CSV: */
	struct header header; /* of the file at hand; where records are written, the first file's */
	unsigned char delimiter;
	struct columns columns;
	bool is_separated; /* a line sep= has given the delimiter */
	bool is_moved;     /* the last header that was met again has other columns */
	/* Of JSON and text: */
	struct header first_keys; /* of the file's first record or, as long as there is none, of all its objects */
	bool has_record_keys;     /* they are a record's */
	bool is_hidden;           /* no record in the file so far, but a code in a string */
	bool has_key[CELL_COUNT]; /* some record of the file has a key of that */
	struct shown other_key;   /* a second key of codes beside the first; "" if there is none */
	struct shown code_name;   /* the column, key or name that the codes came from first; "" so far none */
	struct shown by_name;     /* the same of what stats --by counts */
	struct pairs_field fields[PASS_FIELDS];
	char keys[CELL_COUNT][PAIRS_KEY_SIZE]; /* of the names that the command line gives */
	struct column_specs columns_wanted;    /* the settings', with the names of what is added */
	struct added_name added[ADDED_COUNT];
	const char *added_names[ADDED_COUNT + 1];
	struct copy copy;
	struct input input;
	struct progress progress;
	struct csv_reader csv;
	struct json_reader json;
	struct pairs_reader pairs;
	struct origin origin; /* the file at hand */
	bool is_over;         /* nothing more may be read or written */
	bool is_cut;          /* not all the records of a file could be read */
	bool is_held;         /* what has been put so far may yet be taken back */
};

/* Close it in the end. */
void pass_open(struct pass *pass, const struct pass_settings *settings);
void pass_close(struct pass *pass);

/*
 * Goes over the files, "-" or no files at all being standard input. Prints messages about what cannot be read. Returns
 * STATUS_DONE or STATUS_TROUBLE; malformed lines are counted and no trouble yet.
 */
enum status pass_files(struct pass *pass, char *const *files, size_t count, int standard_input);

/* The same for bytes in memory. */
enum status pass_memory(struct pass *pass, struct text bytes);

/* Of the file at hand, or the last one: its shape, and what that has for names. Valid until the pass is closed. */
struct pass_file {
	enum pass_shape shape;
	unsigned char delimiter;    /* of CSV */
	const struct header *names; /* of CSV, the header; of JSON, the keys of the first record, or of all objects */
};

struct pass_file pass_file(const struct pass *pass);

/* The same for the pass's input, of which some may be in the window already. */
enum status pass_input(struct pass *pass);

#endif
