/* SPDX-License-Identifier: MIT */
/*
 * Objects like one that has been read: the same bytes between other values. What stands between the values (brackets,
 * keys, blanks) is compared as it stands and the values are skipped, many bytes at a time. Only fast: what is not the
 * same beyond doubt is read by json.c, and without this no byte of any output changes.
 */
#ifndef HANGUP_JSON_TEMPLATES_H
#define HANGUP_JSON_TEMPLATES_H

#include "reader/record.h"

enum {
	TEMPLATES = 4,        /* that are remembered */
	TEMPLATE_VALUES = 64, /* strings, numbers and words of an object, those of inner ones too */
	TEMPLATE_GLUE = 64,   /* bytes before each value */
	TEMPLATE_RECORDS = 4, /* the object and inner ones */
	TEMPLATE_SIZE = 8192  /* larger objects are not looked at */
};

/* A record that has been found. Places in the input, cut to 32 bits: they are less than 64 KiB apart. */
struct json_item {
	uint64_t line;
	const char *error; /* malformed */
	uint32_t place, end;
	uint32_t count; /* members */
	uint32_t spans; /* the first of its cells */
	bool is_alone, is_told, is_outermost;
	uint64_t value, list; /* as the record has them */
};

/* Where the value of a wanted cell stands, or a string that tells of a call. */
struct json_span {
	uint32_t begin, end; /* the same: nothing so far */
	unsigned cell;
	unsigned depth; /* of the object around that it is of, the outermost's is 1; JSON_OWN: the record's */
};

enum { JSON_OWN = UINT16_MAX, JSON_TOLD = CELLS_MAX };

/* A place: so many values and then so many bytes behind the object's beginning. */
struct json_mark {
	unsigned values, bytes;
};

struct json_template {
	unsigned char glue[TEMPLATE_VALUES * TEMPLATE_GLUE +
			   2 * TEMPLATE_GLUE]; /* before each value and behind the last one */
	unsigned char lengths[TEMPLATE_VALUES + 1];
	unsigned count; /* of values */
	unsigned levels, lines;
	struct {
		struct json_mark place, end;
		uint32_t count;
		uint32_t lacked; /* cells that are to be looked for around the object: bit i for cell i */
		unsigned cell_count;
		unsigned char cells[CELLS_MAX], values[CELLS_MAX];
	} records[TEMPLATE_RECORDS];
	unsigned record_count;
};

/* Where the values of an object stand. */
struct json_match {
	const unsigned char *begin, *end; /* without a match, end is how far it was the same */
	const unsigned char *begins[TEMPLATE_VALUES], *ends[TEMPLATE_VALUES];
};

/* One way of looking at many bytes at once. */
struct json_kernel {
	const char *name;
	bool (*is_supported)(void); /* by the machine it runs on */
	/* The object that may begin at match->begin. At end stands a line end, 64 bytes behind it may be read. */
	bool (*match)(const struct json_template *template, const unsigned char *end, struct json_match *match);
};

extern const struct json_kernel *const json_kernels[]; /* the fastest first, the portable one last; ends with NULL */

struct json_templates {
	const struct json_kernel *kernel; /* the fastest; NULL: nothing is learned */
	struct json_template *templates;
	struct json_template *order[TEMPLATES]; /* the last used first */
	size_t count;
	/* Where little that is learned is met again, more and more objects are passed over before the next is. */
	unsigned pause, wait;
};

void json_templates_open(struct json_templates *templates);
void json_templates_close(struct json_templates *templates);

/* Knows no template any more: another input follows, whose keys are to be asked about anew. */
void json_templates_forget(struct json_templates *templates);

/*
 * The template of the object that may begin at begin, NULL if it has none, and where its values stand: *match, of which the
 * caller need have filled nothing. At end stands a line end; no_lines: only templates without one.
 */
const struct json_template *json_templates_find(struct json_templates *templates, const unsigned char *begin,
						const unsigned char *end, bool no_lines, struct json_match *match);

/* Remembers a well-formed object, which begins at that place, at that depth, and the records found in it, all on its first line. */
void json_templates_learn(struct json_templates *templates, struct text object, uint32_t place, size_t depth,
			  const struct json_item *items, size_t count, const struct json_span *spans,
			  size_t span_count);

#endif
