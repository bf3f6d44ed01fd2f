/* SPDX-License-Identifier: MIT */
/*
 * The idea: 64 bytes at a time become four words of 64 bits, one each for quotes, delimiters, LF and CR. The bytes
 * between quotes are those after an odd number of them: the exclusive or of all lower bits of the quotes' word (Geoff
 * Langdale and Daniel Lemire, "Parsing Gigabytes of JSON per Second", VLDB Journal 28, 2019, section 3.1). Delimiters
 * and line ends there do not count. The first line end that does is the record's end; fields are counted by popcount;
 * single bytes are looked at only in the wanted cells.
 *
 * Beyond doubt means: no quote stands at a field's beginning, so that none is more than a character; or else each quote
 * that opens follows a delimiter, the record's beginning or a quote that closes (then
 * the two are one doubled quote), and each that closes precedes a delimiter, a line end or a quote that opens.
 *
 * Each record is scanned from its own first byte, so there is no state between records; the part of a block that is
 * looked at twice costs less than keeping it.
 */
#include "reader/scanner.h"

#include <string.h>

#include "reader/simd.h"

/* A bit for each byte of a block, the first byte's lowest. */
struct masks {
	uint64_t quotes, delimiters, line_feeds, returns;
};

typedef void read_masks(const unsigned char *block, unsigned char delimiter, struct masks *masks);
typedef size_t find_place(uint64_t bits, size_t n);

#define INLINE static inline __attribute__((always_inline))

INLINE uint64_t parity_of_lower(uint64_t bits)
{
	for (unsigned shift = 1; shift < 64; shift *= 2)
		bits ^= bits << shift;
	return bits;
}

/* What is carried from one block to the next. */
struct carry {
	uint64_t inside;   /* all ones: inside quotes */
	uint64_t may_open; /* 1: a quote may open at the next byte */
	uint64_t closed;   /* 1: a quote closed at the last byte */
	uint64_t returned; /* 1: the last byte was a CR */
};

/*
 * Takes from the masks what stands between quotes. Returns the places that leave a doubt.
 */
INLINE uint64_t take_quoted(struct masks *masks, struct carry *carry, uint64_t *inner_lines)
{
	uint64_t inside = parity_of_lower(masks->quotes) ^ carry->inside;
	uint64_t opening = masks->quotes & inside;
	uint64_t closing = masks->quotes & ~inside;
	uint64_t after_closing = closing << 1 | carry->closed;

	*inner_lines = ((masks->line_feeds & ~(masks->returns << 1 | carry->returned)) | masks->returns) & inside;
	masks->delimiters &= ~inside;
	masks->line_feeds &= ~inside;
	carry->returned = masks->returns >> 63;
	masks->returns &= ~inside;

	uint64_t separators = masks->delimiters | masks->line_feeds | masks->returns;
	uint64_t doubt = (opening & ~(masks->delimiters << 1 | after_closing | carry->may_open)) |
			 (after_closing & ~(separators | opening));
	carry->inside = 0 - (inside >> 63);
	carry->closed = closing >> 63;
	carry->may_open = (masks->delimiters | closing) >> 63;
	return doubt;
}

/* The place of the n-th lowest bit that is set, from 0. */
INLINE size_t place_of(uint64_t bits, size_t n)
{
	while (n-- > 0)
		bits &= bits - 1;
	return (size_t)__builtin_ctzll(bits);
}

/*
 * Whether every one of these quotes is an ordinary character: none of them stands at a field's beginning, blanks before
 * it or not, so no field is quoted.
 */
INLINE bool are_literal(uint64_t quotes, const unsigned char *block, size_t at, unsigned char delimiter)
{
	for (; quotes != 0; quotes &= quotes - 1) {
		size_t place = (size_t)__builtin_ctzll(quotes);
		if (at + place == 0)
			return false;
		unsigned char before = (block + place)[-1];
		if (before == delimiter || before == ' ' || before == '\t')
			return false;
	}
	return true;
}

INLINE enum scan scan(const struct scanner *scanner, const unsigned char *bytes, size_t size, struct scanned *found,
		      bool is_literal, read_masks *read, find_place *place)
{
	struct carry carry = { .may_open = 1 };
	size_t bound = 1;
	size_t delimiters = 0;
	size_t lines = 0;

	found->bounds[0] = 0;
	for (size_t at = 0; at < size; at += SCANNER_BLOCK) {
		struct masks masks;
		uint64_t doubt = 0;
		uint64_t inner_lines = 0;
		uint64_t there = size - at >= SCANNER_BLOCK ? UINT64_MAX : (UINT64_C(1) << (size - at)) - 1;

		read(bytes + at, scanner->delimiter, &masks);
		if (is_literal) {
			uint64_t all = masks.line_feeds | masks.returns;
			uint64_t line = ((all & (0 - all)) - 1) & there;
			if (!are_literal(masks.quotes & line, bytes + at, at, scanner->delimiter))
				return SCAN_DOUBT;
		} else if ((masks.quotes | carry.inside | carry.closed) != 0) {
			doubt = take_quoted(&masks, &carry, &inner_lines);
		} else {
			carry.may_open = masks.delimiters >> 63;
		}

		uint64_t ends = (masks.line_feeds | masks.returns) & there;
		uint64_t before_end = ((ends & (0 - ends)) - 1) & there;
		if ((doubt & before_end) != 0)
			return SCAN_DOUBT;
		lines += (size_t)__builtin_popcountll(inner_lines & before_end);
		masks.delimiters &= before_end;

		size_t here = (size_t)__builtin_popcountll(masks.delimiters);
		for (; bound < scanner->bound_count && scanner->ordinals[bound] <= delimiters + here; bound++)
			found->bounds[bound] =
				at + place(masks.delimiters, scanner->ordinals[bound] - delimiters - 1) + 1;
		delimiters += here;
		if (ends != 0) {
			found->length = at + (size_t)__builtin_ctzll(ends);
			found->fields = delimiters + 1;
			found->lines = lines;
			for (; bound < scanner->bound_count; bound++)
				found->bounds[bound] = found->length + 1;
			return SCAN_RECORD;
		}
	}
	return SCAN_OPEN;
}

#if defined(__x86_64__)

SIMD_WIDE static inline uint64_t equal_wide(__m256i low, __m256i high, unsigned char byte)
{
	__m256i wanted = _mm256_set1_epi8((char)byte);
	uint32_t low_bits = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
	uint32_t high_bits = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));

	return low_bits | (uint64_t)high_bits << 32;
}

SIMD_WIDE static inline void read_wide(const unsigned char *block, unsigned char delimiter, struct masks *masks)
{
	__m256i low = _mm256_loadu_si256((const __m256i *)(const void *)block);
	__m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(block + 32));

	masks->quotes = equal_wide(low, high, '"');
	masks->delimiters = equal_wide(low, high, delimiter);
	masks->line_feeds = equal_wide(low, high, '\n');
	masks->returns = equal_wide(low, high, '\r');
}

SIMD_WIDE static inline size_t place_wide(uint64_t bits, size_t n)
{
	return (size_t)__builtin_ctzll(_pdep_u64(UINT64_C(1) << n, bits));
}

#elif defined(SIMD_WIDE)

static inline uint64_t equal_wide(uint8x16x4_t every_fourth, unsigned char byte)
{
	uint8x16_t wanted = vdupq_n_u8(byte);

	return neon_bits(vceqq_u8(every_fourth.val[0], wanted), vceqq_u8(every_fourth.val[1], wanted),
			 vceqq_u8(every_fourth.val[2], wanted), vceqq_u8(every_fourth.val[3], wanted));
}

static inline void read_wide(const unsigned char *block, unsigned char delimiter, struct masks *masks)
{
	uint8x16x4_t every_fourth = vld4q_u8(block);

	masks->quotes = equal_wide(every_fourth, '"');
	masks->delimiters = equal_wide(every_fourth, delimiter);
	masks->line_feeds = equal_wide(every_fourth, '\n');
	masks->returns = equal_wide(every_fourth, '\r');
}

static inline size_t place_wide(uint64_t bits, size_t n)
{
	return place_of(bits, n);
}

#endif

#ifdef SIMD_WIDE

SIMD_WIDE static enum scan scan_wide(const struct scanner *scanner, const unsigned char *bytes, size_t size,
				     struct scanned *found, bool is_literal)
{
	return is_literal ? scan(scanner, bytes, size, found, true, read_wide, place_wide)
			  : scan(scanner, bytes, size, found, false, read_wide, place_wide);
}

static const struct kernel kernel_wide = { .name = SIMD_NAME, .is_supported = simd_has_wide, .scan = scan_wide };

#endif

/*
 * Eight bytes at a time in a plain word: a byte of the difference is zero where it is equal; the top bit of each zero
 * byte, and of no other, is set without carries between bytes (Henry S. Warren, "Hacker's Delight", 2nd edition,
 * section 6-1), and a multiplication gathers the eight bits.
 */
static inline uint64_t equal_portable(uint64_t word, unsigned char byte)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t low = UINT64_C(0x7f7f7f7f7f7f7f7f);
	uint64_t difference = word ^ ones * byte;
	uint64_t zero = ~(((difference & low) + low) | difference | low);

	return ((zero >> 7) * UINT64_C(0x0102040810204080)) >> 56;
}

static inline void read_portable(const unsigned char *block, unsigned char delimiter, struct masks *masks)
{
	*masks = (struct masks){ .quotes = 0 };
	for (unsigned i = 0; i < SCANNER_BLOCK / 8; i++) {
		uint64_t word;

		memcpy(&word, block + 8 * i, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
		word = __builtin_bswap64(word);
#endif
		masks->quotes |= equal_portable(word, '"') << 8 * i;
		masks->delimiters |= equal_portable(word, delimiter) << 8 * i;
		masks->line_feeds |= equal_portable(word, '\n') << 8 * i;
		masks->returns |= equal_portable(word, '\r') << 8 * i;
	}
}

static enum scan scan_portable(const struct scanner *scanner, const unsigned char *bytes, size_t size,
			       struct scanned *found, bool is_literal)
{
	return is_literal ? scan(scanner, bytes, size, found, true, read_portable, place_of)
			  : scan(scanner, bytes, size, found, false, read_portable, place_of);
}

static const struct kernel kernel_portable = { .name = "portable",
					       .is_supported = simd_has_words,
					       .scan = scan_portable };

const struct kernel *const scanner_kernels[] = { SIMD_KERNELS(kernel_wide, kernel_portable) };

const struct kernel *scanner_kernel(void)
{
	return scanner_kernels[simd_fastest()];
}

/* Puts an ordinal in the ascending list, unless it is there; those behind it move up. */
static void add_bound(struct scanner *scanner, size_t ordinal)
{
	size_t i = scanner->bound_count;

	while (i > 0 && scanner->ordinals[i - 1] > ordinal)
		i--;
	if (i > 0 && scanner->ordinals[i - 1] == ordinal)
		return;
	memmove(scanner->ordinals + i + 1, scanner->ordinals + i, (scanner->bound_count - i) * sizeof(size_t));
	scanner->ordinals[i] = ordinal;
	scanner->bound_count++;
}

static size_t find_bound(const struct scanner *scanner, size_t ordinal)
{
	size_t i = 0;

	while (scanner->ordinals[i] != ordinal)
		i++;
	return i;
}

void scanner_prepare(struct scanner *scanner, const struct kernel *kernel, unsigned char delimiter,
		     const struct columns *columns)
{
	size_t end = columns->fields > 0 ? columns->fields : SIZE_MAX;

	*scanner = (struct scanner){ .kernel = kernel, .delimiter = delimiter, .columns = columns };
	add_bound(scanner, 0);
	add_bound(scanner, end);
	for (size_t i = 0; i < columns->count; i++) {
		if (columns->at[i] == NO_COLUMN)
			continue;
		scanner->wanted[scanner->wanted_count].cell = i;
		scanner->wanted[scanner->wanted_count++].column = columns->at[i];
		add_bound(scanner, columns->at[i]);
		add_bound(scanner, columns->at[i] + 1);
	}
	scanner->end = find_bound(scanner, end);
	for (size_t w = 0; w < scanner->wanted_count; w++) {
		scanner->wanted[w].before = find_bound(scanner, scanner->wanted[w].column);
		scanner->wanted[w].behind = find_bound(scanner, scanner->wanted[w].column + 1);
	}
}

/* A cell without its quotes, doubled ones undone in the room, or without the blanks around it. Returns the room left. */
static char *unquote(struct text *cell, unsigned char delimiter, char *room)
{
	if (cell->length == 0)
		return room;
	if (*cell->bytes == '"') {
		cell->bytes++;
		cell->length -= 2;
		if (memchr(cell->bytes, '"', cell->length) == NULL)
			return room;
		char *to = room;
		for (size_t i = 0; i < cell->length; i++) {
			*to++ = cell->bytes[i];
			i += cell->bytes[i] == '"';
		}
		*cell = (struct text){ room, (size_t)(to - room) };
		return to;
	}
	while (cell->length > 0 && is_blank((unsigned char)cell->bytes[cell->length - 1], delimiter))
		cell->length--;
	while (cell->length > 0 && is_blank((unsigned char)*cell->bytes, delimiter)) {
		cell->bytes++;
		cell->length--;
	}
	return room;
}

enum scan scanner_next(const struct scanner *scanner, const unsigned char *bytes, size_t size, struct record *record,
		       size_t *lines, char *room)
{
	struct scanned found;

	if (scanner->kernel == NULL)
		return SCAN_DOUBT;
	enum scan result = scanner->kernel->scan(scanner, bytes, size, &found, false);
	if (result == SCAN_DOUBT)
		result = scanner->kernel->scan(scanner, bytes, size, &found, true);
	if (result != SCAN_RECORD)
		return result;
	record->head = found.bounds[scanner->end] - 1;
	record->tail = found.length - record->head;
	record->count = found.fields;
	*lines = found.lines;
	for (size_t w = 0; w < scanner->wanted_count; w++) {
		struct text cell = { NULL, 0 };

		if (scanner->wanted[w].column < found.fields) {
			size_t begin = found.bounds[scanner->wanted[w].before];
			cell.bytes = (const char *)bytes + begin;
			cell.length = found.bounds[scanner->wanted[w].behind] - 1 - begin;
			room = unquote(&cell, scanner->delimiter, room);
		}
		record->cells[scanner->wanted[w].cell] = cell;
	}
	return SCAN_RECORD;
}
