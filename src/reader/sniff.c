#include "reader/sniff.h"

#include <string.h>

#include "reader/record.h"

/* Magic numbers as the file(1) database has them; UTF-32 before UTF-16, whose mark it begins with. */
static const struct {
	const char *bytes;
	size_t length;
	struct foreign foreign;
} magics[] = {
	{ "\x1f\x8b", 2, { "gzip-compressed", "zcat" } },
	{ "BZh", 3, { "bzip2-compressed", "bzcat" } },
	{ "\xfd\x37zXZ\0", 6, { "xz-compressed", "xzcat" } },
	{ "\x28\xb5\x2f\xfd", 4, { "zstd-compressed", "zstdcat" } },
	{ "PK\x03\x04", 4, { "a zip archive", "unzip -p" } },
	{ "PK\x05\x06", 4, { "a zip archive", "unzip -p" } },
	{ "\xff\xfe\0\0", 4, { "UTF-32 text", "iconv -f UTF-32 -t UTF-8" } },
	{ "\0\0\xfe\xff", 4, { "UTF-32 text", "iconv -f UTF-32 -t UTF-8" } },
	{ "\xff\xfe", 2, { "UTF-16 text", "iconv -f UTF-16 -t UTF-8" } },
	{ "\xfe\xff", 2, { "UTF-16 text", "iconv -f UTF-16 -t UTF-8" } },
};

static const struct foreign wide[] = {
	{ "UTF-16 text", "iconv -f UTF-16LE -t UTF-8" },
	{ "UTF-16 text", "iconv -f UTF-16BE -t UTF-8" },
	{ "UTF-32 text", "iconv -f UTF-32LE -t UTF-8" },
	{ "UTF-32 text", "iconv -f UTF-32BE -t UTF-8" },
};

size_t sniff_bom(const unsigned char *bytes, size_t size)
{
	return size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

/* Where the first byte stands that is no blank and no line end; size if there is none. */
static size_t first_of_text(const unsigned char *bytes, size_t size, size_t at)
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

const struct foreign *sniff_foreign(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++) {
		if (size < magics[i].length || memcmp(bytes, magics[i].bytes, magics[i].length) != 0)
			continue;
		if (bytes[0] != 'B' || is_bzip2(bytes, size))
			return &magics[i].foreign;
	}
	return NULL;
}

enum shape sniff_shape(const unsigned char *bytes, size_t size, bool ended, size_t *at)
{
	*at = first_of_text(bytes, size, 0);
	if (*at < size && bytes[*at] == '{')
		return SHAPE_JSON;
	if (*at == size || bytes[*at] != '[')
		return SHAPE_CSV;
	/* However much is there: what is farther off does not tell. */
	size_t limit = size - *at > RECORD_LIMIT ? *at + RECORD_LIMIT + 1 : size;
	size_t next = first_of_text(bytes, limit, *at + 1);
	if (next < limit)
		return bytes[next] == '{' || bytes[next] == ']' ? SHAPE_ARRAY : SHAPE_CSV;
	return ended || limit < size || size - *at > RECORD_LIMIT ? SHAPE_CSV : SHAPE_MORE;
}

const struct foreign *sniff_wide(const unsigned char *bytes, size_t size)
{
	size_t nul = 0;

	while (nul < size && bytes[nul] != '\0')
		nul++;
	if (nul == size)
		return NULL;
	if (nul + 2 < size && bytes[nul + 1] == '\0' && bytes[nul + 2] == '\0')
		return &wide[nul == 0 ? 3 : 2];
	return &wide[nul % 2 == 1 ? 0 : 1];
}
