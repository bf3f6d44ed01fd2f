/* SPDX-License-Identifier: MIT */
/*
 * Options as rows of a const table. The parser, the help, the messages about valid values, completion and the tests
 * all loop over the same rows, so an option exists once. Knows nothing of what an option means.
 */
#ifndef HANGUP_OPTIONS_H
#define HANGUP_OPTIONS_H

#include <stddef.h>

#include "support/diagnostics.h"
#include "support/text.h"

/*
 * The values an option takes, where they can be listed. name(i) gives the i-th, NULL past the last; help(i), which may
 * be missing, what it means.
 */
struct choices {
	const char *what; /* "format", "group": the word for messages */
	const char *(*name)(size_t i);
	const char *(*help)(size_t i);
};

struct option_row {
	int id;                        /* > 0, of the command's own enum */
	char letter;                   /* 0: it has none */
	const char *name;              /* the long name, without dashes */
	const char *argument;          /* as help shows it: "FORMAT"; NULL: it takes none */
	const char *help;              /* one line, no full stop */
	const struct choices *choices; /* NULL: any text */
	bool is_list;                  /* comma-separated values of choices */
	bool is_column;                /* for completion: a column of the file on the line */
	bool is_file;                  /* for completion: the name of a file */
	bool takes_none;               /* the same: or the word "none" */
	bool takes_codes;              /* the same: or a code, where digits have been typed */
	bool is_hidden;                /* it changes nothing: help and messages do not show it */
	const struct choices *words;   /* the same: what stands in the value before "=", or a code in its place */
};

/* Ids of the options that every command has; their rows follow the command's own. */
enum { OPTION_COLOR = 1000, OPTION_HELP, OPTION_VERSION };

/* The choices of --color. */
enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

extern const struct option_row common_options[]; /* ends with a row whose name is NULL */

/* The i-th option of a command with these rows: its own, then the common ones; NULL past the last. */
const struct option_row *option_at(const struct option_row *rows, size_t i);

/* The option of a letter; NULL if there is none. */
const struct option_row *option_by_letter(const struct option_row *rows, int letter);

enum {
	OPTIONS_END = 0, /* operands begin at argv[options->first_operand] */
	OPTIONS_BAD = -1 /* a message has been printed, but of an unknown option */
};

/* An option that the command has not, or a value that its option has not. */
struct unknown_option {
	char letter;       /* 0: it was given by its name */
	struct text name;  /* without dashes */
	const char *value; /* NULL: it is the option that is unknown */
	char near[64];     /* the option that it is near to, with its dashes; "": none */
};

/* One pass over a command line. */
struct options {
	const struct option_row *rows; /* the command's, ends with a row whose name is NULL */
	int count;
	char **arguments;  /* [0] is the command's name; the rest is reordered */
	int first_operand; /* at OPTIONS_END: the operands are arguments[first_operand] up to arguments[count - 1] */
	const char *value; /* of the option just returned, NULL if it takes none */
	size_t choice;     /* which of its choices it is, where it has some and is no list */
	const struct diagnostics *diagnostics;
	struct unknown_option unknown; /* at OPTIONS_BAD, for the caller to say; nothing set: it was something else */
	bool started;
	int operands_seen;
};

/*
 * The next option's id, OPTIONS_END or OPTIONS_BAD. Operands may stand before options. An unknown option is for the
 * caller to say; a missing
 * argument or a value that is none of the choices is one line that names the nearest; of values, where none is near, all.
 */
int options_next(struct options *options);

/* Which choice a value is, OPTIONS_BAD for none: case does not count, and a blank, "-" and "_" are the same. */
long choice_of(const struct choices *choices, struct text value);

/*
 * Which choice a value is: its index. For one that is none of them: a message that names the nearest or, where none is
 * near, lists them, and OPTIONS_BAD.
 */
long choice_find(const struct choices *choices, struct text value, const struct diagnostics *diagnostics);

/* The choice that a value is near to, which is none of them; NULL: none is. */
const char *choice_near(const struct choices *choices, struct text value);

/*
 * Reads a comma-separated list of choices: their indices to found, which has room for each once, and their number to
 * *count. Returns false after a message about one that is unknown, empty or there twice.
 */
bool choice_list(const struct choices *choices, const char *values, size_t *found, size_t *count,
		 const struct diagnostics *diagnostics);

#endif
