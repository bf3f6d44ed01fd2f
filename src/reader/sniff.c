/* SPDX-License-Identifier: MIT */
#include "reader/sniff.h"

#include <string.h>

#include "reader/record.h"

/* Magic numbers as the file(1) database has them; UTF-32 before UTF-16, whose mark it begins with. */
static const struct {
	const char *bytes;
	size_t length;
	struct unreadable unreadable;
} magics[] = {
	{ "\x1f\x8b", 2, { "gzip-compressed", "zcat" } },
	{ "BZh", 3, { "bzip2-compressed", "bzcat" } },
	{ "\xfd\x37zXZ\0", 6, { "xz-compressed", "xzcat" } },
	{ "\x28\xb5\x2f\xfd", 4, { "zstd-compressed", "zstdcat" } },
	{ "PK\x03\x04", 4, { "a zip archive", "unzip -p" } },
	{ "PK\x05\x06", 4, { "a zip archive", "unzip -p" } },
	{ "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8, { "a spreadsheet (.xls)", NULL } },
	{ "\xff\xfe\0\0", 4, { "UTF-32 text", "iconv -f UTF-32 -t UTF-8" } },
	{ "\0\0\xfe\xff", 4, { "UTF-32 text", "iconv -f UTF-32 -t UTF-8" } },
	{ "\xff\xfe", 2, { "UTF-16 text", "iconv -f UTF-16 -t UTF-8" } },
	{ "\xfe\xff", 2, { "UTF-16 text", "iconv -f UTF-16 -t UTF-8" } },
};

/* Text of two or four bytes a character: which of its first four bytes are NUL. */
static const struct {
	unsigned char nul[4];
	struct unreadable unreadable;
} wide[] = {
	{ { 0, 1, 1, 1 }, { "UTF-32 text", "iconv -f UTF-32LE -t UTF-8" } },
	{ { 1, 1, 1, 0 }, { "UTF-32 text", "iconv -f UTF-32BE -t UTF-8" } },
	{ { 0, 1, 0, 1 }, { "UTF-16 text", "iconv -f UTF-16LE -t UTF-8" } },
	{ { 1, 0, 1, 0 }, { "UTF-16 text", "iconv -f UTF-16BE -t UTF-8" } },
};

size_t sniff_bom(const unsigned char *bytes, size_t size)
{
	return size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* Where the first byte stands that is no blank and no line end; size if there is none. */
static size_t skip_space(const unsigned char *bytes, size_t size, size_t at)
{
	while (at < size && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r'))
		at++;
	return at;
}

/* bzip2's "BZh" could be a word: the size digit and the magic of a block, or of the end, follow. */
static bool is_bzip2(const unsigned char *bytes, size_t size)
{
	return size >= 10 && bytes[3] >= '1' && bytes[3] <= '9' &&
	       (memcmp(bytes + 4, "1AY&SY", 6) == 0 || memcmp(bytes + 4, "\x17\x72\x45\x38\x50\x90", 6) == 0);
}

static const struct unreadable *wide_text(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; size >= 4 && i < sizeof wide / sizeof wide[0]; i++) {
		size_t same = 0;
		while (same < 4 && (bytes[same] == '\0') == (wide[i].nul[same] != 0))
			same++;
		if (same == 4)
			return &wide[i].unreadable;
	}
	return NULL;
}

const struct unreadable *sniff_unreadable(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
		if (size < magics[i].length || memcmp(bytes, magics[i].bytes, magics[i].length) != 0)
			continue;
		if (bytes[0] != 'B' || is_bzip2(bytes, size))
			return &magics[i].unreadable;
	}
	return wide_text(bytes, size);
}

/* Behind a brace: a brace, or a string and a colon. */
static enum sniffed sniff_object(const unsigned char *bytes, size_t size, size_t at)
{
	at = skip_space(bytes, size, at);
	if (at < size && bytes[at] == '}')
		return SNIFF_YES;
	if (at < size && bytes[at] != '"')
		return SNIFF_NO;
	for (at++; at < size && bytes[at] != '"'; at++)
		at += bytes[at] == '\\';
	at = skip_space(bytes, size, at + 1);
	if (at >= size)
		return SNIFF_MORE;
	return bytes[at] == ':' ? SNIFF_YES : SNIFF_NO;
}

enum sniffed sniff_json(const unsigned char *bytes, size_t size, bool ended)
{
	size_t limit = size < RECORD_LIMIT ? size : RECORD_LIMIT;
	size_t at = skip_space(bytes, limit, 0);
	enum sniffed sniffed = SNIFF_MORE;
	bool has_bracket = false;

	while (at < limit && bytes[at] == '[') {
		has_bracket = true;
		at = skip_space(bytes, limit, at + 1);
	}
	if (at < limit && bytes[at] == '{')
		sniffed = sniff_object(bytes, limit, at + 1);
	else if (at < limit)
		sniffed = has_bracket && bytes[at] == ']' ? SNIFF_YES : SNIFF_NO;
	return sniffed == SNIFF_MORE && (ended || size >= RECORD_LIMIT) ? SNIFF_NO : sniffed;
}
