/* SPDX-License-Identifier: MIT */
/*
 * One pair on a line of text: the name of a field that is looked for, what stands between, its value. One rule for log
 * lines, forms, URLs and what languages print; it knows no language, no field and no cause. Looks at one line at a time.
 */
#ifndef HANGUP_PAIR_H
#define HANGUP_PAIR_H

#include "reader/letters.h"
#include "reader/record.h"

/* What a field's value may be, beside a cell of one of the legs. */
enum {
	PAIRS_OTHER = CELLS_MAX, /* the word of a HangupCause beside no code, which stands for several */
	PAIRS_WORD, /* ... and of a leg's: beside its code, where it has no name, it takes the name's place */
	PAIRS_OLD_CODE = PAIRS_WORD + LEG_COUNT, /* one of leg 0, where it has what tells a SIP trunk */
	PAIRS_CELLS
};

/* A field that is looked for: its name by letters and digits in lower case, and the cell its value goes to. */
struct pairs_field {
	const char *key;
	size_t cell;
};

enum {
	PAIRS_FIELDS = LETTERS_MAX, /* the most of them, for a set of fields is kept in one word */
	PAIRS_KEY_SIZE = 128        /* the most bytes of a key, with its NUL */
};

/* The fields; several may have one name. */
struct pair_names {
	const struct pairs_field *fields;
	size_t count;
	struct letters letters;
	uint64_t begins[256];        /* the fields whose name begins with that byte */
	size_t common[PAIRS_FIELDS]; /* how much of a field's key is that of the one before with the same first byte */
	bool is_inner[256];          /* the bytes that may not stand beside one */
	size_t (*source_length)(struct text); /* how much of a text is the name of a source; NULL: none is known */
};

/* Where in a line the looking has come to. */
struct pair_cursor {
	const unsigned char *bytes; /* the line, without its end */
	size_t size;
	size_t at;
	bool is_in_form; /* among pairs that `&` or `?` divides */
	bool is_filter;  /* in the query of a request for a list of calls */
};

struct pair {
	uint64_t fields;   /* those of that name: bit i for field i */
	size_t begin;      /* of the name */
	uint64_t path;     /* a number for what stands before the name's last dot; 0: it has none */
	bool is_nested;    /* the name stands in brackets of its own */
	bool is_element;   /* ... in an element's tag */
	bool is_label;     /* nothing else is on the line: the value is to be looked for on the next */
	bool is_heading;   /* ... and no separator either */
	bool is_printed;   /* ... as var_dump prints it, so that the value will have a type's word */
	bool is_bare;      /* the value has no quotes */
	bool is_printable; /* ... and may begin with the 3D of a mail's `=3D`; that of a code has gone */
	struct text value;
};

void pair_names_open(struct pair_names *names, const struct pairs_field *fields, size_t count);

/*
 * The next pair from the cursor on, or false. Its value is written to *to, which moves on by no more than the line is
 * long.
 */
bool pair_next(const struct pair_names *names, struct pair_cursor *cursor, struct pair *pair, char **to);

/* The value of a label, the line before; false: this line is none. The cursor is at the line's beginning. */
bool pair_label_value(const struct pair_names *names, struct pair_cursor *cursor, struct pair *label, char **to);

/* The length of a name with that key at the beginning of bytes, 0 if none is there; what is around it does not count. */
size_t pair_name_length(const unsigned char *bytes, size_t size, const char *key);

/* Whether the bracket at that place belongs to a colour sequence. */
bool pair_is_color(const unsigned char *bytes, size_t at);

/* 1: a bracket opens at that place; -1: one closes; 0: neither. */
static inline int pair_bracket(const unsigned char *bytes, size_t at)
{
	static const signed char brackets[256] = {
		['('] = 1, ['['] = 1, ['{'] = 1, [')'] = -1, [']'] = -1, ['}'] = -1
	};

	return bytes[at] == '[' && pair_is_color(bytes, at) ? 0 : brackets[bytes[at]];
}

/* Where the marks end that begin at that place: blanks, quotes, brackets, commas, what stands before a list's item. */
size_t pair_marks(const struct pair_cursor *line, size_t at);

/* The name of a pair, of whatever field, that begins a line. */
struct pair_entry {
	size_t begin;  /* behind marks; of what is no entry, too */
	bool is_label; /* no value stands behind the separator */
};

/* Whether behind that place, and marks, there is nothing but a name, a separator and a value, which may hold anything. */
bool pair_entry(const struct pair_cursor *line, size_t at, struct pair_entry *entry);

#endif
