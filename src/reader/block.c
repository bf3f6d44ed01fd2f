/* SPDX-License-Identifier: MIT */
#include "reader/block.h"

enum { TEXT_MAX = 128 }; /* the length of a line of which a page's label or value is all */

/* What the looking works on. */
struct look {
	struct block *block;
	const struct call_fields *fields;
	const struct input *input;
	struct found_call *call;
	char **values;
};

/* What may stand between the beginning that lines share and a name. */
static bool is_mark(unsigned char byte)
{
	return byte != '\0' && strchr(" \t\"'`,:;<|*-\\([{", byte) != NULL;
}

bool block_may_begin(const struct call_fields *fields, const struct found_call *call, const unsigned char *line,
		     size_t size)
{
	const struct pair_cursor cursor = { .bytes = line, .size = size };
	struct pair_entry entry;
	bool is_tag = call->is_element && size - call->end > 1 && memcmp(line + call->end, "</", 2) == 0;

	if (call->pairs - call->times != 1 || call_rank(fields, call) == PAIRS_CELLS)
		return false;
	if (!is_tag && pair_marks(&cursor, call->end) != size)
		return false;
	if (call->is_labelled)
		return true;
	size_t begin = call->begin;
	while (begin > 0 && is_mark(line[begin - 1]))
		begin--;
	pair_entry(&cursor, begin, &entry);
	return entry.begin == call->begin;
}

/* Where digits, or blanks, that begin at that place end. */
static size_t run_end(const unsigned char *bytes, size_t size, size_t at)
{
	bool is_number = text_is_digit(bytes[at]);

	for (at++; at < size && (is_number ? text_is_digit(bytes[at]) : bytes[at] == ' ');)
		at++;
	return at;
}

/* How much of a line is the beginning that the lines of the block share. False: it has another. */
static bool shares_beginning(const struct look *look, const struct pair_cursor *line, size_t *length)
{
	const unsigned char *bytes = input_bytes(look->input);
	size_t shared = look->block->shared;
	size_t i = 0;
	size_t at = 0;

	while (i < shared) {
		if (at == line->size)
			return false;
		bool is_run = (text_is_digit(bytes[i]) && text_is_digit(line->bytes[at])) ||
			      (bytes[i] == ' ' && line->bytes[at] == ' ');
		if (!is_run && bytes[i] != line->bytes[at])
			return false;
		i = is_run ? run_end(bytes, shared, i) : i + 1;
		at = is_run ? run_end(line->bytes, line->size, at) : at + 1;
	}
	*length = at;
	return true;
}

/* Follows brackets to the end, or to where one closes that none has opened: *depth is below zero there. */
static void follow(const unsigned char *bytes, size_t at, size_t end, long *depth)
{
	for (; at < end && *depth >= 0; at++)
		*depth += pair_bracket(bytes, at);
}

/* The same backwards, to the beginning, or to behind the bracket that opens all: returns where that is. */
static size_t follow_back(const unsigned char *bytes, size_t begin, size_t end, long *depth)
{
	for (; end > begin; end--) {
		*depth -= pair_bracket(bytes, end - 1);
		if (*depth < 0)
			return end;
	}
	return begin;
}

/* Adds what a line has. False: it is of another call. */
static bool add_fields(const struct look *look, const struct found_call *more)
{
	const struct call_fields *fields = look->fields;
	size_t rank = call_rank(fields, more);

	if ((more->fields & look->call->fields & fields->codes) != 0 || rank == look->block->rank)
		return false;
	look->block->has_other = !call_agree(fields, look->call, more, ~fields->times);
	if (look->block->has_other)
		return false;
	look->block->has_better |= rank < look->block->rank;
	look->block->has_again = (more->fields & ~look->call->fields) == 0;
	call_merge(fields, look->call, more, false);
	return true;
}

/*
 * Takes the field whose name is at that place, so deep in brackets; the value of a name without one is the line below,
 * if it is any. False: the line is of another call, for a code stands elsewhere in it, or another value.
 */
static bool take_field(const struct look *look, struct pair_cursor line, size_t name, long depth,
		       const struct pair_cursor *below)
{
	const struct pair_names *names = &look->fields->names;
	char *kept = *look->values;
	struct found_call more = { .fields = 0 };
	struct pair pair;

	for (line.at = name; pair_next(names, &line, &pair, look->values); *look->values = kept) {
		bool is_own = pair.begin == name && depth == pair.is_nested;
		struct pair_cursor value = below != NULL ? *below : (struct pair_cursor){ .size = 0 };
		if (pair.is_label && !pair_label_value(names, &value, &pair, look->values))
			continue;
		if (!is_own && (pair.fields & look->fields->codes) != 0) {
			*look->values = kept;
			return false;
		}
		if (is_own) {
			call_add(look->fields, &more, &pair);
			kept = *look->values;
		}
	}
	return more.fields == 0 || add_fields(look, &more);
}

/* Whether a line is nothing but the name of a field that is looked for. */
static bool is_heading(const struct look *look, struct pair_cursor line, size_t name)
{
	struct pair pair;
	char *values = *look->values;

	line.at = name;
	return pair_next(&look->fields->names, &line, &pair, &values) && pair.is_heading;
}

/* The line that ends before that place of the buffer. False: there is none, or it is too far. */
static bool line_before(const struct input *input, size_t end, struct pair_cursor *line, size_t *begin)
{
	const unsigned char *bytes = input->buffer;
	size_t at = end;

	if (at > 0 && bytes[at - 1] == '\n')
		at--;
	if (at > 0 && bytes[at - 1] == '\r' && (at == end || bytes[at] == '\n'))
		at--;
	size_t last = at;
	while (at > 0 && input->begin - at <= RECORD_LIMIT && !is_line_end(bytes[at - 1]))
		at--;
	if (last == end || input->begin - at > RECORD_LIMIT || (at == 0 && input->is_cut))
		return false;
	size_t mark = at == 0 && last >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	*line = (struct pair_cursor){ .bytes = bytes + at + mark, .size = last - at - mark };
	*begin = at;
	return text_trim((struct text){ (const char *)line->bytes, line->size }).length > 0;
}

/*
 * Takes what a line before has. *value is the line below it, if that was no pair and so may be its value, and this line
 * where it is none. False: the block begins behind it.
 */
static bool take_line_before(const struct look *look, const struct pair_cursor *line, long *depth,
			     struct pair_cursor *value)
{
	const struct pair_cursor below = *value;
	bool is_page = look->call->is_heading;
	struct pair_entry entry;
	size_t begin;

	if (!shares_beginning(look, line, &begin))
		return false;
	long inner = *depth;
	size_t at = follow_back(line->bytes, begin, line->size, depth);
	bool is_entry = pair_entry(line, at, &entry);
	*value = (struct pair_cursor){ .size = 0 };
	if (!is_entry && entry.begin < line->size && !(is_page && is_heading(look, *line, entry.begin))) {
		*value = *line;
		return *depth >= 0 && (below.size == 0 || is_page) && (!is_page || line->size <= TEXT_MAX);
	}
	if (below.size > 0 && is_entry && !entry.is_label)
		return false;
	follow_back(line->bytes, entry.begin, line->size, &inner);
	return entry.begin == line->size || take_field(look, *line, entry.begin, inner, &below);
}

/* Takes what the lines have that end there, so deep in brackets, as far back as they are of no call before; or farther. */
static void look_back(const struct look *look, size_t end, long depth, bool is_farther)
{
	const struct input *input = look->input;
	struct block *block = look->block;
	uint64_t here = input->bytes - input_size(input);
	struct pair_cursor value = { .size = 0 };
	struct pair_cursor line;
	size_t begin;

	while (depth >= 0 && line_before(input, end, &line, &begin)) {
		block->has_stopped = !is_farther && here - (input->begin - begin) < block->taken;
		block->depth_there = depth;
		if (block->has_stopped || !take_line_before(look, &line, &depth, &value))
			return;
		end = begin;
		block->before = input->begin - begin;
	}
}

/* The same from the call's own line on. */
static void begin_back(const struct look *look)
{
	struct pair_cursor line = { .bytes = input_bytes(look->input) };
	size_t end = look->input->begin;
	long depth = look->call->is_nested;

	follow_back(line.bytes, look->block->shared, look->call->begin, &depth);
	/* The label is the name of the call's own field. */
	if (look->call->is_labelled && depth >= 0 && line_before(look->input, end, &line, &end))
		follow_back(line.bytes, 0, line.size, &depth);
	look_back(look, end, depth, false);
}

void block_begin(struct block *block, const struct call_fields *fields, const struct input *input, size_t length,
		 struct found_call *call, char **values)
{
	const struct look look = { block, fields, input, call, values };
	const unsigned char *bytes = input_bytes(input);
	size_t begin = call->begin;

	while (begin > 0 && is_mark(bytes[begin - 1]))
		begin--;
	*block = (struct block){ .is_open = true,
				 .length = length,
				 .shared = begin,
				 .at = length,
				 .taken = block->taken,
				 .is_divided = block->is_divided };
	block->rank = call_rank(fields, call);
	block->depth = call->is_nested;
	follow(bytes, call->begin, length, &block->depth);
	begin_back(&look);
	block->is_over = block->depth < 0;
}

/* The line at a place of the window, and where the next begins. False: it is not all there, or there is none. */
static bool line_at(const struct input *input, size_t at, struct pair_cursor *line, size_t *next)
{
	const unsigned char *bytes = input_bytes(input) + at;
	size_t size = input_size(input) - at;
	size_t length = line_end_find(bytes, size);

	if (!input->ended && (length == size || (bytes[length] == '\r' && length + 1 == size)))
		return false;
	*line = (struct pair_cursor){ .bytes = bytes, .size = length };
	length += length < size;
	*next = at + length + (length < size && bytes[length - 1] == '\r' && bytes[length] == '\n');
	return size > 0;
}

/* Whether the window, with what the block has before it, holds all that a block may. */
static bool is_full(const struct block *block, const struct input *input)
{
	return block->before + input_size(input) > RECORD_LIMIT;
}

/* The line below a name without a value: it may be the value, unless it is a pair itself. False: it is not all there. */
static bool value_below(const struct look *look, size_t *next, struct pair_cursor *value)
{
	struct pair_cursor line;
	struct pair_entry entry;
	size_t behind;

	if (!line_at(look->input, *next, &line, &behind))
		return look->input->ended || is_full(look->block, look->input);
	if (!pair_entry(&line, 0, &entry) && look->block->before + behind <= RECORD_LIMIT) {
		*next = behind;
		*value = line;
	}
	return true;
}

/* Takes what the next line has. False: its value is not all there. */
static bool take_line_behind(const struct look *look, const struct pair_cursor *line, size_t next)
{
	struct block *block = look->block;
	struct pair_cursor value = { .size = 0 };
	struct pair_entry entry;
	size_t begin;

	block->is_over = true;
	block->has_again = block->has_other = false;
	if (!shares_beginning(look, line, &begin))
		return true;
	bool is_entry = pair_entry(line, begin, &entry);
	bool is_label = (is_entry && entry.is_label) ||
			(!is_entry && look->call->is_heading && is_heading(look, *line, entry.begin));
	bool is_text = look->call->is_heading && line->size <= TEXT_MAX;
	long depth = block->depth;
	follow(line->bytes, begin, entry.begin, &depth);
	if (depth < 0 || (!is_entry && !is_label && !is_text && entry.begin < line->size))
		return true;
	if (is_label && !value_below(look, &next, &value)) {
		block->is_over = false;
		return false;
	}
	if ((is_entry || is_label) && !take_field(look, *line, entry.begin, depth, &value))
		return true;
	if (block->has_again && block->again == 0)
		block->again = block->at;
	follow(line->bytes, entry.begin, line->size, &depth);
	block->depth = depth;
	block->is_over = depth < 0;
	block->at = next;
	return true;
}

void block_end(struct block *block, const struct call_fields *fields, const struct input *input,
	       struct found_call *call, char **values)
{
	const struct look look = { block, fields, input, call, values };

	block->is_open = false;
	if (block->has_stopped && !block->is_divided)
		look_back(&look, input->begin - block->before, block->depth_there, true);
}

void block_take(struct block *block, const struct input *input)
{
	block->is_divided = block->has_other || block->again > 0;
	block->taken = input->bytes - input_size(input) + (block->again > 0 ? block->again : block->at);
}

bool block_go_on(struct block *block, const struct call_fields *fields, const struct input *input,
		 struct found_call *call, char **values)
{
	const struct look look = { block, fields, input, call, values };
	struct pair_cursor line;
	size_t next;

	/* The end of the call's own line; a LF may belong to it that is yet to come. */
	if (block->at == block->length && !line_at(input, 0, &line, &block->at))
		return false;
	while (!block->is_over && line_at(input, block->at, &line, &next)) {
		bool is_blank = text_trim((struct text){ (const char *)line.bytes, line.size }).length == 0;
		block->is_over = is_blank || block->before + next > RECORD_LIMIT;
		if (!block->is_over && !take_line_behind(&look, &line, next))
			return false;
	}
	return block->is_over || input->ended || is_full(block, input);
}
