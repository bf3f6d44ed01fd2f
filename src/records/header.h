/*
 * Which column holds the code: the names of a header, or the keys of a JSON object, and the rules by which one of them
 * is chosen. No I/O; what to say about a choice that failed is for the caller.
 */
#ifndef HANGUP_HEADER_H
#define HANGUP_HEADER_H

#include "records/record.h"

/* What a call record tells of the end of a leg. */
enum field { FIELD_CODE, FIELD_NAME, FIELD_SOURCE, FIELD_UUID, FIELD_COUNT };

enum { CALL_LEGS = 3 };

/*
 * The one list of the names that those fields have, by letters and digits in lower case: in the API, callbacks and the
 * console's export; in number masking; in the callbacks of a Dial, of its B leg. In the order in which they are looked
 * for.
 */
extern const char *const call_fields[CALL_LEGS][FIELD_COUNT];

struct name {
	struct text text; /* unquoted, blanks around it trimmed */
	bool is_quoted;
};

/* The names of a header. */
struct header {
	struct name *names;
	size_t count;
	size_t room;
	char *bytes; /* the names' */
	size_t bytes_used;
};

/* A header without names yet, with room for that many bytes of them. */
void header_open(struct header *header, size_t bytes);

/* Frees what it holds; a header of zeros may be closed too. */
void header_close(struct header *header);

/* Adds a name, a copy of whose bytes must still fit. */
void header_add(struct header *header, struct text name, bool is_quoted);

/* Forgets the names; the room stays. */
void header_clear(struct header *header);

/* What the user said about a column. */
enum wish_kind { WISH_RULE, WISH_NUMBER, WISH_NAME, WISH_NONE };

struct wish {
	enum wish_kind kind;
	size_t number; /* from 1 */
	const char *name;
};

/*
 * Reads a NAME|N of the command line. Returns NULL, or what is wrong with it: a number of 0, an empty name. A number
 * too large for any header is SIZE_MAX.
 */
const char *wish_parse(struct wish *wish, const char *value);

enum choice_result {
	CHOICE_FOUND,
	CHOICE_MISSING,
	CHOICE_SHARED, /* two names fit as well */
	CHOICE_PAST    /* a number past the last */
};

struct choice {
	enum choice_result result;
	size_t column; /* of CHOICE_FOUND and CHOICE_SHARED (the first), else NO_COLUMN */
	size_t other;  /* CHOICE_SHARED: the second; CHOICE_FOUND by rule: another column of the kind, or NO_COLUMN */
};

/*
 * The column of the codes, of the sources: by number, by name (exact, then by letters and digits), else the first of
 * the names that call records use.
 */
struct choice header_code_column(const struct header *header, const struct wish *wish);
struct choice header_source_column(const struct header *header, const struct wish *wish);

/*
 * The column of the cause names that the codes are checked against: as wished, else the one whose name follows from
 * the code column's. CHOICE_MISSING where there is none or no certain one.
 */
struct choice header_name_column(const struct header *header, const struct wish *wish, size_t code_column);

/*
 * Whether it is a header in which this delimiter was meant: it has the wanted code column, in a cell that is quoted or
 * holds none of the other usual delimiters; under a number, enough columns.
 */
bool header_fits(const struct header *header, const struct wish *wish, unsigned char delimiter);

/* The column that marks SIP-trunk records, whose codes mean other things; NO_COLUMN if there is none. */
size_t header_trunk_column(const struct header *header);

/* Whether a name is one that only such records have. */
bool header_is_trunk_name(struct text name);

/* The column of that name, compared by letters and digits: the first of two; NO_COLUMN if there is none. */
size_t header_find(const struct header *header, const char *name);

/* Whether both have the same names in the same order. */
bool header_same(const struct header *a, const struct header *b);

/* The usual delimiters, in the order in which they are tried. */
extern const unsigned char usual_delimiters[4];

enum header_result {
	HEADER_READ,
	HEADER_MORE, /* not all there yet */
	HEADER_MALFORMED,
	HEADER_ABSENT /* the input holds no record */
};

/* What was read as a header. */
struct header_place {
	size_t length;       /* up to its line end */
	const char *trouble; /* HEADER_MALFORMED: what is wrong with it */
};

/*
 * Reads the first record of a file, under a delimiter. The bytes are all there is when ended. *header is opened; close
 * it whatever is returned.
 */
enum header_result header_read(struct header *header, struct header_place *place, const unsigned char *bytes,
			       size_t size, bool ended, unsigned char delimiter);

#endif
