/* SPDX-License-Identifier: MIT */
/*
 * What the fuzz targets share: a file of given bytes, what has been written to one, and what is demanded of everything
 * that is said to people. Each target is one translation unit, so all of it stands here.
 */
#ifndef HANGUP_FUZZ_H
#define HANGUP_FUZZ_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEMAND(condition)                                                                                              \
	do {                                                                                                           \
		if (!(condition)) {                                                                                    \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                        \
			abort();                                                                                       \
		}                                                                                                      \
	} while (0)

/* Bytes of one's own: free them. */
struct buffer {
	unsigned char *bytes;
	size_t size;
};

/* A file in memory that holds these bytes, at its beginning. */
static inline int file_of(const void *bytes, size_t size)
{
	int file = memfd_create("fuzz", MFD_CLOEXEC);

	DEMAND(file >= 0);
	DEMAND(write(file, bytes, size) == (ssize_t)size);
	DEMAND(lseek(file, 0, SEEK_SET) == 0);
	return file;
}

/* What a file holds, a NUL after it. */
static inline struct buffer contents_of(int file)
{
	struct stat status;

	DEMAND(fstat(file, &status) == 0);
	struct buffer contents = { malloc((size_t)status.st_size + 1), (size_t)status.st_size };
	DEMAND(contents.bytes != NULL);
	DEMAND(pread(file, contents.bytes, contents.size, 0) == (ssize_t)contents.size);
	contents.bytes[contents.size] = '\0';
	return contents;
}

static inline bool is_same(struct buffer a, struct buffer b)
{
	return a.size == b.size && memcmp(a.bytes, b.bytes, a.size) == 0;
}

/* The character of UTF-8 at the bytes' beginning, its length in *length; UINT32_MAX if there is none. */
static inline uint32_t character_at(const unsigned char *bytes, size_t size, size_t *length)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = bytes[0];
	uint32_t character = first;

	*length = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
	if (*length == 0 || *length > size)
		return UINT32_MAX;
	if (*length > 1)
		character = first & (0x7fu >> *length);
	for (size_t i = 1; i < *length; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return UINT32_MAX;
		character = character << 6 | (bytes[i] & 0x3f);
	}
	if (character < least[*length] || character > 0x10ffff || (character >= 0xd800 && character < 0xe000))
		return UINT32_MAX;
	return character;
}

/* Messages are lines of valid UTF-8 that begin as all do, without a control character or one that turns text round. */
static inline void demand_clean(struct buffer messages)
{
	bool begins = true;
	size_t length;

	for (size_t at = 0; at < messages.size; at += length) {
		const char *line = (const char *)messages.bytes + at;
		uint32_t character = character_at(messages.bytes + at, messages.size - at, &length);
		if (begins)
			DEMAND(strncmp(line, "hangup: ", 8) == 0 || strncmp(line, "hint: ", 6) == 0);
		begins = character == '\n';
		DEMAND(character != UINT32_MAX);
		DEMAND(begins || character >= 0x20);
		DEMAND(character < 0x7f || character > 0x9f);
		DEMAND(character != 0x61c && character != 0x200e && character != 0x200f);
		DEMAND(character < 0x2028 || character > 0x202e);
		DEMAND(character < 0x2066 || character > 0x2069);
	}
	DEMAND(begins);
}

#endif
