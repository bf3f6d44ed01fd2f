/* SPDX-License-Identifier: MIT */
#include "output/wrap.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\n';
}

static void skip_blanks(struct text *text)
{
	while (text->length > 0 && *text->bytes == ' ') {
		text->bytes++;
		text->length--;
	}
}

static size_t word_end(struct text text, size_t from)
{
	while (from < text.length && !is_blank(text.bytes[from]))
		from++;
	return from;
}

size_t wrap_columns(struct text text)
{
	size_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += ((unsigned char)text.bytes[i] & 0xc0) != 0x80;
	return count;
}

struct text wrap_next(struct text *rest, size_t width)
{
	struct text line = *rest;
	size_t end = word_end(*rest, 0); /* of the line so far */
	size_t used = wrap_columns((struct text){ rest->bytes, end });

	while (end < rest->length && rest->bytes[end] == ' ') {
		size_t at = end;
		while (at < rest->length && rest->bytes[at] == ' ')
			at++;
		at = word_end(*rest, at);
		used += wrap_columns((struct text){ rest->bytes + end, at - end });
		if (used > width)
			break;
		end = at;
	}
	line.length = end;
	rest->bytes += end;
	rest->length -= end;
	skip_blanks(rest);
	if (rest->length > 0 && *rest->bytes == '\n') {
		rest->bytes++;
		rest->length--;
	}
	return text_trim(line);
}

size_t wrap_longest_word(struct text text)
{
	size_t longest = 0;
	size_t at = 0;

	while (at < text.length) {
		size_t end = word_end(text, at);
		size_t columns = wrap_columns((struct text){ text.bytes + at, end - at });
		longest = columns > longest ? columns : longest;
		at = end + 1;
	}
	return longest;
}

void wrap_put(struct sink *out, const char *text, size_t column, size_t indent, size_t width)
{
	struct text rest = text_of(text);
	struct text line = wrap_next(&rest, width > column ? width - column : 0);

	sink_put_bytes(out, line.bytes, line.length);
	while (rest.length > 0) {
		line = wrap_next(&rest, width > indent ? width - indent : 0);
		sink_put_format(out, "\n%*s", line.length > 0 ? (int)indent : 0, "");
		sink_put_bytes(out, line.bytes, line.length);
	}
	sink_put(out, "\n");
}
