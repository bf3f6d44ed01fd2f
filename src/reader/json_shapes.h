/*
 * Objects like one that has been read: the same bytes between other values. What stands between the values (brackets,
 * keys, blanks) is compared as it stands and the values are skipped, many bytes at a time. Only fast: what is not the
 * same beyond doubt is read by json.c, and without this no byte of any output changes.
 */
#ifndef HANGUP_JSON_SHAPES_H
#define HANGUP_JSON_SHAPES_H

#include "reader/record.h"

enum { JSON_WORD = 8 };

/*
 * How many of the JSON_WORD bytes at p come before the first that ends plain text in a string: a quote, a backslash, a
 * control byte or one over 127. All at once: the top bit of a byte is set where it is less than what is taken from it.
 * Borrows may set it in bytes above such a one, but not below. A quote with its bit of two turned comes right behind the
 * control bytes.
 */
static inline size_t json_plain_length(const unsigned char *p)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t word;

	memcpy(&word, p, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	uint64_t backslashes = (word ^ ones * '\\') - ones;
	uint64_t others = (word ^ ones * 2) - ones * 0x21;
	uint64_t found = (backslashes | others | word) & ones * 0x80;
	return found == 0 ? JSON_WORD : (size_t)__builtin_ctzll(found) / 8;
}

enum {
	SHAPES = 4,        /* that are remembered */
	SHAPE_VALUES = 64, /* strings, numbers and words of an object, those of inner ones too */
	SHAPE_GLUE = 64,   /* bytes before each value */
	SHAPE_RECORDS = 4, /* the object and inner ones */
	SHAPE_SIZE = 8192  /* larger objects are not looked at */
};

/* A record that has been found. Places in the input, cut to 32 bits: they are less than 64 KiB apart. */
struct json_item {
	uint64_t line;
	const char *error; /* malformed */
	uint32_t place, end;
	uint32_t count; /* members */
	uint32_t spans; /* the first of its cells */
	bool is_trunk, is_alone;
};

/* Where the value of a wanted cell stands. */
struct json_span {
	uint32_t begin, end;
	unsigned cell;
};

/* A place: so many values and then so many bytes behind the object's beginning. */
struct json_mark {
	unsigned values, bytes;
};

struct json_shape {
	unsigned char glue[SHAPE_VALUES * SHAPE_GLUE + 2 * SHAPE_GLUE]; /* before each value and behind the last one */
	unsigned char lengths[SHAPE_VALUES + 1];
	unsigned count; /* of values */
	unsigned levels, lines;
	struct {
		struct json_mark place, end;
		uint32_t count;
		bool is_trunk;
		unsigned cell_count;
		unsigned char cells[CELLS_MAX], values[CELLS_MAX];
	} records[SHAPE_RECORDS];
	unsigned record_count;
};

/* Where the values of an object stand. */
struct json_match {
	const unsigned char *begin, *end; /* without a match, end is how far it was the same */
	const unsigned char *begins[SHAPE_VALUES], *ends[SHAPE_VALUES];
};

/* One way of looking at many bytes at once. */
struct json_kernel {
	const char *name;
	bool (*is_supported)(void); /* by the machine it runs on */
	/* The object that may begin at match->begin. At end stands a line end, 64 bytes behind it may be read. */
	bool (*match)(const struct json_shape *shape, const unsigned char *end, struct json_match *match);
};

extern const struct json_kernel *const json_kernels[]; /* the fastest first, the portable one last; ends with NULL */

struct json_shapes {
	const struct json_kernel *kernel; /* the fastest; NULL: nothing is learned */
	struct json_shape *shapes;
	struct json_shape *order[SHAPES]; /* the last used first */
	size_t count;
	/* Where little that is learned is met again, more and more objects are passed over before the next is. */
	unsigned pause, wait;
};

void json_shapes_open(struct json_shapes *shapes);
void json_shapes_close(struct json_shapes *shapes);

/* Knows no shape any more: another input follows, whose keys are to be asked about anew. */
void json_shapes_forget(struct json_shapes *shapes);

/*
 * The shape of the object that may begin at begin, NULL if it has none, and where its values stand: *match, of which the
 * caller need have filled nothing. At end stands a line end; no_lines: only shapes without one.
 */
const struct json_shape *json_shapes_find(struct json_shapes *shapes, const unsigned char *begin,
					  const unsigned char *end, bool no_lines, struct json_match *match);

/* Remembers a well-formed object, which begins at that place, and the records found in it, all on its first line. */
void json_shapes_learn(struct json_shapes *shapes, struct text object, uint32_t place, const struct json_item *items,
		       size_t count, const struct json_span *spans, size_t span_count);

#endif
