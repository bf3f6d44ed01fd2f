#include "table/query.h"

#include <string.h>

enum { SMALLEST_USUAL = 1000 }; /* what is under it may be a SIP or Q.850 number */

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

/* How many bytes at the beginning of a text are a dash, as typed or as word processors and web pages have it. */
static size_t dash_length(struct text text)
{
	static const char *const dashes[] = { "-", "\xe2\x80\x93", "\xe2\x80\x94" };

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

static void answer_span(struct query *query, uint32_t first, uint32_t last)
{
	for (const struct cause *cause = causes; cause < causes + tables[TABLE_VOICE].causes.end; cause++) {
		if (cause->code < first || cause->code > last)
			continue;
		if (query->count++ == 0)
			query->first = cause;
	}
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
 * `31xx`: the codes of as many digits that begin so. The first digit is no 0, as no code begins with one (0x10 is a
 * hexadecimal number).
 */
static enum span_result read_pattern(struct text text, uint32_t *first, uint32_t *last)
{
	struct text digits = leading_digits(text);
	uint32_t span = 1;

	if (digits.length == 0 || digits.length == text.length || digits.bytes[0] == '0')
		return SPAN_NONE;
	for (size_t i = digits.length; i < text.length; i++)
		if (text.bytes[i] != 'x' && text.bytes[i] != 'X')
			return SPAN_NONE;
	if (text.length > CODE_DIGITS || !read_code_digits(digits, first))
		return SPAN_TOO_LARGE;
	for (size_t i = digits.length; i < text.length; i++)
		span *= 10;
	*first *= span;
	*last = *first + span - 1;
	return SPAN_READ;
}

enum span_result query_span(struct text text, uint32_t *first, uint32_t *last)
{
	text = text_trim(text);
	if (text_all_digits(text)) {
		bool is_code = read_code_digits(text, first);
		*last = *first;
		return is_code ? SPAN_READ : SPAN_TOO_LARGE;
	}
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
	miss(query, code < SMALLEST_USUAL ? MISS_SMALL_NUMBER : MISS_CODE);
	for (size_t i = 0; i < tables[TABLE_VOICE].causes.end && query->miss == MISS_CODE; i++) {
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

	switch (query_span(text, &first, &last)) {
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

void query_answer(struct query *query, struct text operand)
{
	struct reading reading = read_code(TABLE_VOICE, operand);

	*query = (struct query){ .result = QUERY_FOUND, .source = source_by_name(TABLE_VOICE, operand) };
	switch (reading.meaning) {
	case MEANS_CAUSE:
		query->first = reading.cause;
		query->count = 1;
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
		answer_other(query, text_trim(operand));
		break;
	}
}
