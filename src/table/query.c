/* SPDX-License-Identifier: MIT */
#include "table/query.h"

#include <string.h>

enum { SMALLEST_USUAL = 1000, USUAL_DIGITS = 4 }; /* what is under it may be a SIP or Q.850 number */

static struct text skip(struct text text, size_t count)
{
	return (struct text){ text.bytes + count, text.length - count };
}

/* The digits at the beginning of a text. */
static struct text leading_digits(struct text text)
{
	size_t length = 0;

	while (length < text.length && text_is_digit(text.bytes[length]))
		length++;
	return (struct text){ text.bytes, length };
}

/* How many bytes at the beginning of a text are a dash, as typed or as word processors and web pages have it, or dots. */
static size_t dash_length(struct text text)
{
	static const char *const dashes[] = { "-", "..", "\xe2\x80\x93", "\xe2\x80\x94" };

	for (size_t i = 0; i < sizeof dashes / sizeof dashes[0]; i++) {
		size_t length = strlen(dashes[i]);
		if (text.length >= length && memcmp(text.bytes, dashes[i], length) == 0)
			return length;
	}
	return 0;
}

static void miss(struct query *query, enum miss why)
{
	query->result = QUERY_MISS;
	query->miss = why;
}

static void add_causes(struct query *query, struct cause_set set)
{
	query->causes = set;
	query->count = cause_set_count(&set);
}

static struct cause_set of_table(const struct query *query, struct cause_set set)
{
	return cause_set_common(set, cause_set_of_table(query->table));
}

/* The codes from one to another, in the table or not. */
enum span_result {
	SPAN_READ,
	SPAN_REVERSED,  /* it ends before it begins */
	SPAN_TOO_LARGE, /* too many digits for a code */
	SPAN_NONE       /* it is none of these */
};

static void answer_span(struct query *query, uint32_t first, uint32_t last)
{
	query->kind = QUERY_CODES;
	query->first = first;
	query->last = last;
	add_causes(query, of_table(query, cause_set_of_codes(first, last)));
	if (query->count == 0)
		miss(query, last < SMALLEST_USUAL ? MISS_SMALL_NUMBER : MISS_RANGE);
}

/* `3000-3050`, with or without blanks around the dash. */
static enum span_result read_range(struct text text, uint32_t *from, uint32_t *to)
{
	struct text first = leading_digits(text);
	struct text rest = text_trim(skip(text, first.length));
	size_t dash = dash_length(rest);
	struct text last = text_trim(skip(rest, dash));

	if (first.length == 0 || dash == 0 || !text_all_digits(last))
		return SPAN_NONE;
	if (!read_code_digits(first, from) || !read_code_digits(last, to))
		return SPAN_TOO_LARGE;
	return *from > *to ? SPAN_REVERSED : SPAN_READ;
}

/*
 * `31xx`: the codes of as many digits that begin so; `31*`: of four. The first digit is no 0, as no code begins with one
 * (0x10 is a hexadecimal number).
 */
static enum span_result read_pattern(struct text text, uint32_t *first, uint32_t *last)
{
	struct text digits = leading_digits(text);
	bool is_star = digits.length + 1 == text.length && text.bytes[digits.length] == '*';
	size_t length = is_star ? USUAL_DIGITS : text.length;
	uint32_t span = 1;

	if (digits.length == 0 || digits.length == text.length || digits.bytes[0] == '0' || digits.length > length)
		return SPAN_NONE;
	for (size_t i = digits.length; i < text.length && !is_star; i++)
		if (text.bytes[i] != 'x' && text.bytes[i] != 'X')
			return SPAN_NONE;
	if (length > CODE_DIGITS || !read_code_digits(digits, first))
		return SPAN_TOO_LARGE;
	for (size_t i = digits.length; i < length; i++)
		span *= 10;
	*first *= span;
	*last = *first + span - 1;
	return SPAN_READ;
}

/* Digits that are no code of those that can be, a range, or a pattern. */
static enum span_result read_span(struct text text, uint32_t *first, uint32_t *last)
{
	if (text_all_digits(text))
		return SPAN_TOO_LARGE;
	enum span_result result = read_range(text, first, last);
	return result != SPAN_NONE ? result : read_pattern(text, first, last);
}

/* 8-4-4-4-12 hexadecimal digits, or 32 of them in a row. */
static bool is_uuid(struct text text)
{
	static const char dashed[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	bool has_dashes = text.length == sizeof dashed - 1;

	if (!has_dashes && text.length != 32)
		return false;
	for (size_t i = 0; i < text.length; i++) {
		char c = text.bytes[i];
		if (has_dashes && dashed[i] == '-' ? c != '-' : text_hex_value(c) < 0)
			return false;
	}
	return true;
}

/* A number that is no code of the table: what stands beside it in its thousand. */
static void miss_number(struct query *query, uint32_t code)
{
	query->kind = QUERY_CODES;
	query->first = query->last = code;
	miss(query, code < SMALLEST_USUAL ? MISS_SMALL_NUMBER : MISS_CODE);
	struct stretch stretch = tables[query->table].causes;
	for (size_t i = stretch.first; i < stretch.end && query->miss == MISS_CODE; i++) {
		if (causes[i].code / 1000 != code / 1000)
			continue;
		if (causes[i].code < code)
			query->below = &causes[i];
		else if (query->above == NULL)
			query->above = &causes[i];
	}
}

/* What is neither a code nor a cause's name. */
static void answer_other(struct query *query, struct text text)
{
	uint32_t first;
	uint32_t last;

	switch (read_span(text, &first, &last)) {
	case SPAN_READ:
		answer_span(query, first, last);
		break;
	case SPAN_REVERSED:
		query->result = QUERY_USAGE;
		break;
	case SPAN_TOO_LARGE:
		miss(query, MISS_NUMBER);
		break;
	case SPAN_NONE:
		if (is_uuid(text))
			miss(query, MISS_UUID);
		else if (query->source == NULL)
			miss(query, MISS_WORD);
		break;
	}
}

/* An action, `failed`, a group. `none` is one as it is written here: in other letters it says that there is nothing. */
static bool answer_set(struct query *query, struct text word)
{
	const struct group *group = group_by_name(word);

	for (int i = 0; i < ACTION_COUNT; i++) {
		struct text name = text_of(action_name((enum action)i));
		if (i == ACTION_NONE ? !text_same(word, name) : !text_is(word, name.bytes))
			continue;
		query->kind = QUERY_ACTION;
		query->action = (enum action)i;
		add_causes(query, of_table(query, cause_set_of_action((enum action)i)));
	}
	if (text_is(word, "failed")) {
		query->kind = QUERY_FAILED;
		add_causes(query, of_table(query, cause_set_of_failed()));
	} else if (group != NULL && group->table == query->table) {
		query->kind = QUERY_GROUP;
		add_causes(query, cause_set_of_group(group));
	}
	return query->count > 0;
}

/* A code without what people put around it. */
static struct text without_marks(struct text text)
{
	static const char before[] = "#(['\"`-", behind[] = ".;:,)]'\"`!?";
	static const char word[] = "code";

	if (text.length > sizeof word && text_is((struct text){ text.bytes, sizeof word - 1 }, word) &&
	    strchr(":=# \t", text.bytes[sizeof word - 1]) != NULL)
		text = text_trim(skip(text, sizeof word));
	while (text.length > 0 && *text.bytes != '\0' && strchr(before, *text.bytes) != NULL)
		text = skip(text, 1);
	while (text.length > 0 && text.bytes[text.length - 1] != '\0' &&
	       strchr(behind, text.bytes[text.length - 1]) != NULL)
		text.length--;
	return text_trim(text);
}

/* A name of SIP trunks, which may stand for several codes. */
static bool answer_name(struct query *query, struct text word)
{
	if (query->table != TABLE_TRUNK || cause_is_other_vocabulary(word))
		return false;
	add_causes(query, cause_set_named(TABLE_TRUNK, word));
	query->kind = query->count > 0 ? QUERY_NAME : query->kind;
	return query->count > 0;
}

static void answer_word(struct query *query, enum table_id table, struct text word)
{
	struct reading reading = read_code(table, word);

	*query = (struct query){ .result = QUERY_FOUND, .table = table, .source = source_by_name(table, word) };
	if (answer_set(query, word) || answer_name(query, word))
		return;
	switch (reading.meaning) {
	case MEANS_CAUSE:
		cause_set_add(&query->causes, cause_index(reading.cause));
		query->count = 1;
		query->kind = cause_by_name(table, word) != NULL ? QUERY_NAME : QUERY_CODES;
		query->first = query->last = reading.code;
		break;
	case MEANS_UNKNOWN:
		miss_number(query, reading.code);
		break;
	case MEANS_NOTHING:
		miss(query, MISS_EMPTY);
		break;
	case MEANS_FOREIGN:
		query->source = NULL;
		miss(query, MISS_FOREIGN);
		break;
	case MEANS_INVALID:
		answer_other(query, word);
		break;
	}
}

/* What one table answers. */
static void answer_in(struct query *query, enum table_id table, struct text operand)
{
	operand = text_trim(operand);
	answer_word(query, table, operand);
	if (query->result != QUERY_MISS || query->miss != MISS_WORD)
		return;
	struct query marked;
	answer_word(&marked, table, without_marks(operand));
	if (marked.kind == QUERY_CODES || marked.result == QUERY_USAGE)
		*query = marked;
}

static bool is_found(const struct query *query)
{
	return query->result == QUERY_FOUND && (query->count > 0 || query->source != NULL);
}

void query_answer(struct query *query, struct text operand, enum table_scope scope)
{
	struct query trunk;

	answer_in(query, scope == SCOPE_TRUNK ? TABLE_TRUNK : TABLE_VOICE, operand);
	if (scope == SCOPE_VOICE || scope == SCOPE_TRUNK || (scope == SCOPE_AUTO && is_found(query)))
		return;
	answer_in(&trunk, TABLE_TRUNK, operand);
	if (!is_found(&trunk))
		return;
	if (!is_found(query)) {
		*query = trunk;
		return;
	}
	cause_set_unite(&query->causes, trunk.causes);
	query->count += trunk.count;
}

bool query_next_word(struct text *rest, struct text *word)
{
	uint32_t code;
	bool is_number = read_code_digits(text_trim(*rest), &code); /* with a comma in it, perhaps */

	while (rest->length > 0) {
		const char *comma = is_number ? NULL : memchr(rest->bytes, ',', rest->length);
		size_t length = comma != NULL ? (size_t)(comma - rest->bytes) : rest->length;
		*word = text_trim((struct text){ rest->bytes, length });
		*rest = skip(*rest, length + (comma != NULL));
		if (word->length > 0)
			return true;
	}
	return false;
}
