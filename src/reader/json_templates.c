/* SPDX-License-Identifier: MIT */
#include "reader/json_templates.h"

#include <stdlib.h>

#include "reader/json_words.h"
#include "reader/simd.h"
#include "support/memory.h"

enum { PAUSE_MAX = 255 };

#define INLINE static inline __attribute__((always_inline))

/* The block of 64 bytes that was looked at last: a bit for each byte that ends plain text, the first byte's lowest. */
struct block {
	uint64_t stops;
	const unsigned char *end;
};

/* The first byte from p on that ends plain text in a string: a quote, a backslash, a control byte, one over 127. */
typedef const unsigned char *find_stop(struct block *block, const unsigned char *p);

/*
 * A bit for each of 64 bytes. A quote comes right behind the control bytes when its bit of two is turned, and bytes over
 * 127 are below both when they are compared as signed: one comparison finds all but the backslash.
 */
typedef uint64_t read_stops(const unsigned char *bytes);

/* Whether that many bytes, at most TEMPLATE_GLUE, are the same; as many as that may be read of both. */
typedef bool same_bytes(const unsigned char *a, const unsigned char *b, size_t length);

/* p stands behind the opening quote. Returns behind the closing one; NULL: something is wrong with it. */
INLINE const unsigned char *skip_string(const unsigned char *p, struct block *block, find_stop *find)
{
	struct json_wrong wrong;

	while (p != NULL) {
		p = find(block, p);
		if (__builtin_expect(*p == '"', 1))
			return p + 1;
		p = json_skip_glyph(p, &wrong);
	}
	return NULL;
}

INLINE const unsigned char *skip_value(const unsigned char *p, struct block *block, find_stop *find)
{
	enum json_part part = JSON_PART_NONE;
	struct json_wrong wrong;

	if (__builtin_expect(*p == '"', 1))
		return skip_string(p + 1, block, find);
	if (*p >= 'a')
		return json_skip_literal(p, &wrong);
	p = json_skip_number(p, &part, &wrong);
	return wrong.at == NULL ? p : NULL;
}

INLINE bool match_template(const struct json_template *template, const unsigned char *end, struct json_match *match,
			   find_stop *find, same_bytes *same)
{
	struct block block = { .end = match->begin };
	const unsigned char *p = match->begin;
	const unsigned char *glue = template->glue;

	for (unsigned i = 0; i <= template->count; i++) {
		match->end = p;
		if (!same(p, glue, template->lengths[i]))
			return false;
		p += template->lengths[i];
		glue += template->lengths[i];
		if (i == template->count)
			break;
		if (p >= end)
			return false;
		match->begins[i] = p;
		p = skip_value(p, &block, find);
		if (p == NULL)
			return false;
		match->ends[i] = p;
	}
	match->end = p;
	return p <= end;
}

INLINE uint64_t next_block(struct block *block, read_stops *read)
{
	block->stops = read(block->end);
	block->end += 64;
	return block->stops;
}

/* Blocks follow each other whatever is found: the processor looks at the next one while it waits for what is in this. */
INLINE const unsigned char *find_in_blocks(struct block *block, const unsigned char *p, read_stops *read)
{
	while (p >= block->end)
		next_block(block, read);
	uint64_t stops = block->stops >> ((uintptr_t)(p - block->end) & 63);
	while (stops == 0) {
		p = block->end;
		stops = next_block(block, read);
	}
	return p + __builtin_ctzll(stops);
}

#if defined(__x86_64__)

SIMD_WIDE static inline uint64_t half_wide(const unsigned char *p)
{
	__m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i backslashes = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'));
	__m256i others = _mm256_cmpgt_epi8(_mm256_set1_epi8(0x21), _mm256_xor_si256(bytes, _mm256_set1_epi8(2)));

	return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(backslashes, others));
}

SIMD_WIDE static inline uint64_t stops_wide(const unsigned char *bytes)
{
	return half_wide(bytes) | half_wide(bytes + 32) << 32;
}

SIMD_WIDE static inline bool same_wide(const unsigned char *a, const unsigned char *b, size_t length)
{
	for (size_t at = 0; at < length; at += 32) {
		__m256i of_a = _mm256_loadu_si256((const __m256i *)(const void *)(a + at));
		__m256i of_b = _mm256_loadu_si256((const __m256i *)(const void *)(b + at));
		uint32_t same = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(of_a, of_b));
		if (_bzhi_u32(~same, (unsigned)(length - at)) != 0)
			return false;
	}
	return true;
}

#elif defined(SIMD_WIDE)

static inline uint8x16_t quarter_wide(uint8x16_t bytes)
{
	uint8x16_t backslashes = vceqq_u8(bytes, vdupq_n_u8('\\'));
	uint8x16_t others = vcltq_s8(vreinterpretq_s8_u8(veorq_u8(bytes, vdupq_n_u8(2))), vdupq_n_s8(0x21));

	return vorrq_u8(backslashes, others);
}

static inline uint64_t stops_wide(const unsigned char *bytes)
{
	uint8x16x4_t every_fourth = vld4q_u8(bytes);

	return neon_bits(quarter_wide(every_fourth.val[0]), quarter_wide(every_fourth.val[1]),
			 quarter_wide(every_fourth.val[2]), quarter_wide(every_fourth.val[3]));
}

static inline bool same_wide(const unsigned char *a, const unsigned char *b, size_t length)
{
	for (size_t at = 0; at < length; at += 16) {
		uint8x16_t same = vceqq_u8(vld1q_u8(a + at), vld1q_u8(b + at));
		/* Four bits for each byte. */
		uint8x8_t halves = vshrn_n_u16(vreinterpretq_u16_u8(same), 4);
		uint64_t other = ~vget_lane_u64(vreinterpret_u64_u8(halves), 0);
		if (length - at < 16)
			other &= (UINT64_C(1) << 4 * (length - at)) - 1;
		if (other != 0)
			return false;
	}
	return true;
}

#endif

#ifdef SIMD_WIDE

SIMD_WIDE static inline const unsigned char *find_stop_wide(struct block *block, const unsigned char *p)
{
	return find_in_blocks(block, p, stops_wide);
}

SIMD_WIDE static bool match_wide(const struct json_template *template, const unsigned char *end,
				 struct json_match *match)
{
	return match_template(template, end, match, find_stop_wide, same_wide);
}

static const struct json_kernel kernel_wide = { .name = SIMD_NAME, .is_supported = simd_has_wide, .match = match_wide };

#endif

static inline const unsigned char *find_stop_portable(struct block *block, const unsigned char *p)
{
	(void)block;
	size_t length;

	do {
		length = json_plain_length(p);
		p += length;
	} while (length == JSON_STEP);
	return p;
}

static inline bool same_portable(const unsigned char *a, const unsigned char *b, size_t length)
{
	size_t at = 0;

	for (; length - at >= 8; at += 8) {
		uint64_t of_a;
		uint64_t of_b;

		memcpy(&of_a, a + at, sizeof of_a);
		memcpy(&of_b, b + at, sizeof of_b);
		if (of_a != of_b)
			return false;
	}
	for (; at < length; at++)
		if (a[at] != b[at])
			return false;
	return true;
}

static bool match_portable(const struct json_template *template, const unsigned char *end, struct json_match *match)
{
	return match_template(template, end, match, find_stop_portable, same_portable);
}

static const struct json_kernel kernel_portable = { .name = "portable",
						    .is_supported = simd_has_words,
						    .match = match_portable };

const struct json_kernel *const json_kernels[] = { SIMD_KERNELS(kernel_wide, kernel_portable) };

void json_templates_open(struct json_templates *templates)
{
	*templates = (struct json_templates){ .templates = allocate(TEMPLATES, sizeof *templates->templates) };
	for (size_t i = 0; i < TEMPLATES; i++)
		templates->order[i] = &templates->templates[i];
	templates->kernel = json_kernels[simd_fastest()];
}

void json_templates_forget(struct json_templates *templates)
{
	templates->count = 0;
	templates->pause = templates->wait = 0;
}

void json_templates_close(struct json_templates *templates)
{
	free(templates->templates);
	*templates = (struct json_templates){ .count = 0 };
}

/* Puts the template at that place of the order first. */
static void put_first(struct json_templates *templates, size_t at)
{
	struct json_template *template = templates->order[at];

	for (; at > 0; at--)
		templates->order[at] = templates->order[at - 1];
	templates->order[0] = template;
}

const struct json_template *json_templates_find(struct json_templates *templates, const unsigned char *begin,
						const unsigned char *end, bool no_lines, struct json_match *match)
{
	const unsigned char *farthest = begin;

	match->begin = begin;
	for (size_t i = 0; i < templates->count; i++) {
		const struct json_template *template = templates->order[i];
		if (no_lines && template->lines > 0)
			continue;
		if (templates->kernel->match(template, end, match)) {
			templates->pause -= templates->pause > 0;
			if (i > 0)
				put_first(templates, i);
			return template;
		}
		if (match->end > farthest)
			farthest = match->end;
	}
	match->end = farthest;
	return NULL;
}

/* The values of an object that is learned. */
struct values {
	size_t begins[TEMPLATE_VALUES], ends[TEMPLATE_VALUES];
	unsigned count;
};

static bool is_key(struct text object, size_t end)
{
	while (strchr(" \t\r\n", object.bytes[end]) != NULL)
		end++;
	return object.bytes[end] == ':';
}

/* Finds the values, and counts levels and line ends. Returns false if that is nothing to remember. */
static bool find_values(struct json_template *template, struct text object, struct values *values)
{
	unsigned level = 0;

	template->levels = template->lines = values->count = 0;
	for (size_t at = 0; at < object.length;) {
		char c = object.bytes[at];
		if (c == '\r' || values->count == TEMPLATE_VALUES)
			return false;
		template->lines += c == '\n';
		level += c == '{' || c == '[';
		level -= c == '}' || c == ']';
		if (level > template->levels)
			template->levels = level;
		if (strchr("{}[],: \t\n", c) != NULL) {
			at++;
			continue;
		}
		const unsigned char *bytes = (const unsigned char *)object.bytes;
		size_t end = (size_t)(json_word_end(bytes + at) - bytes);
		if (c != '"' || !is_key(object, end)) {
			values->begins[values->count] = at;
			values->ends[values->count++] = end;
		}
		at = end;
	}
	return true;
}

/* Copies what stands between the values. Returns false if something is too long. */
static bool learn_glue(struct json_template *template, struct text object, const struct values *values)
{
	unsigned char *to = template->glue;
	size_t last = 0;

	template->count = values->count;
	for (unsigned i = 0; i <= values->count; i++) {
		size_t begin = i < values->count ? values->begins[i] : object.length;
		if (begin - last > TEMPLATE_GLUE)
			return false;
		memcpy(to, object.bytes + last, begin - last);
		to += begin - last;
		template->lengths[i] = (unsigned char)(begin - last);
		last = i < values->count ? values->ends[i] : 0;
	}
	return true;
}

static struct json_mark mark_of(const struct values *values, size_t at)
{
	struct json_mark mark = { .values = 0 };

	while (mark.values < values->count && values->ends[mark.values] <= at)
		mark.values++;
	mark.bytes = (unsigned)(at - (mark.values > 0 ? values->ends[mark.values - 1] : 0));
	return mark;
}

static bool learn_record(struct json_template *template, const struct values *values, uint32_t place, size_t depth,
			 const struct json_item *item, const struct json_span *spans, size_t span_count)
{
	typeof(template->records[0]) *record = &template->records[template->record_count++];

	if (item->error != NULL)
		return false;
	record->place = mark_of(values, item->place - place);
	record->end = mark_of(values, item->end - place);
	record->count = item->count;
	record->lacked = 0;
	record->cell_count = 0;
	for (size_t i = 0; i < span_count; i++) {
		unsigned value = 0;
		/* In place of one that is empty this time. */
		if (memchr(record->cells, (int)spans[i].cell, record->cell_count) != NULL)
			return false;
		if (spans[i].depth < depth) {
			record->lacked |= UINT32_C(1) << spans[i].cell;
			continue;
		}
		while (value < values->count && values->begins[value] != spans[i].begin - place)
			value++;
		if (value == values->count)
			return false;
		record->cells[record->cell_count] = (unsigned char)spans[i].cell;
		record->values[record->cell_count++] = (unsigned char)value;
	}
	return true;
}

void json_templates_learn(struct json_templates *templates, struct text object, uint32_t place, size_t depth,
			  const struct json_item *items, size_t count, const struct json_span *spans, size_t span_count)
{
	struct values values;

	if (templates->wait > 0) {
		templates->wait--;
		return;
	}
	/* The one that was used least recently goes. */
	struct json_template *template =
		templates->order[templates->count < TEMPLATES ? templates->count : TEMPLATES - 1];
	templates->pause = templates->pause < PAUSE_MAX ? 2 * templates->pause + 1 : PAUSE_MAX;
	templates->wait = templates->pause;
	template->record_count = 0;
	bool is_learned = count <= TEMPLATE_RECORDS && find_values(template, object, &values) &&
			  learn_glue(template, object, &values);
	for (size_t i = 0; i < count && is_learned; i++) {
		size_t end = i + 1 < count ? items[i + 1].spans : span_count;
		is_learned = learn_record(template, &values, place, depth, &items[i], spans + items[i].spans,
					  end - items[i].spans);
	}
	if (is_learned) {
		templates->count += templates->count < TEMPLATES;
		put_first(templates, templates->count - 1);
	} else if (templates->count == TEMPLATES) {
		templates->count--;
	}
}
