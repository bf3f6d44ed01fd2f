#include "reader/json_shapes.h"

#include <stdlib.h>

#include "reader/neon.h"
#include "support/memory.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

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

/* Whether that many bytes, at most SHAPE_GLUE, are the same; as many as that may be read of both. */
typedef bool same_bytes(const unsigned char *a, const unsigned char *b, size_t length);

/* The length of the escape at p; 0: in doubt, as pairs are. */
static size_t escape_length(const unsigned char *p)
{
	static const char plain[] = "\"\\/bfnrt";

	if (p[1] != 'u')
		return p[1] != '\0' && strchr(plain, p[1]) != NULL ? 2 : 0;
	int unit = text_hex_number(p + 2, 4, 4);
	return unit >= 0 && (unit < 0xd800 || unit > 0xdfff) ? 6 : 0;
}

/* The length of the character over 127 at p (RFC 3629); 0: it is none. */
static size_t character_length(const unsigned char *p)
{
	unsigned char low = p[0] == 0xe0 ? 0xa0 : p[0] == 0xf0 ? 0x90 : 0x80;
	unsigned char high = p[0] == 0xed ? 0x9f : p[0] == 0xf4 ? 0x8f : 0xbf;
	size_t length = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if (p[0] < 0xc2 || p[0] > 0xf4 || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((p[i] & 0xc0) != 0x80)
			return 0;
	return length;
}

/* p stands behind the opening quote. Returns behind the closing one; NULL: in doubt. */
INLINE const unsigned char *skip_string(const unsigned char *p, struct block *block, find_stop *find)
{
	for (;;) {
		p = find(block, p);
		if (__builtin_expect(*p == '"', 1))
			return p + 1;
		size_t length = *p == '\\' ? escape_length(p) : *p >= 0x80 ? character_length(p) : 0;
		if (length == 0)
			return NULL;
		p += length;
	}
}

/* Behind the digits at p; NULL if there are none. */
INLINE const unsigned char *skip_digits(const unsigned char *p)
{
	if (!text_is_digit(*p))
		return NULL;
	do
		p++;
	while (text_is_digit(*p));
	return p;
}

INLINE const unsigned char *skip_number(const unsigned char *p)
{
	p += *p == '-';
	p = *p == '0' ? p + 1 : skip_digits(p);
	if (p != NULL && *p == '.')
		p = skip_digits(p + 1);
	if (p != NULL && (*p | 0x20) == 'e') {
		p++;
		p = skip_digits(p + (*p == '+' || *p == '-'));
	}
	return p;
}

INLINE const unsigned char *skip_value(const unsigned char *p, struct block *block, find_stop *find)
{
	if (__builtin_expect(*p == '"', 1))
		return skip_string(p + 1, block, find);
	switch (*p) {
	case 't':
		return memcmp(p, "true", 4) == 0 ? p + 4 : NULL;
	case 'f':
		return memcmp(p, "false", 5) == 0 ? p + 5 : NULL;
	case 'n':
		return memcmp(p, "null", 4) == 0 ? p + 4 : NULL;
	default:
		return skip_number(p);
	}
}

INLINE bool match_shape(const struct json_shape *shape, const unsigned char *end, struct json_match *match,
			find_stop *find, same_bytes *same)
{
	struct block block = { .end = match->begin };
	const unsigned char *p = match->begin;
	const unsigned char *glue = shape->glue;

	for (unsigned i = 0; i <= shape->count; i++) {
		match->end = p;
		if (!same(p, glue, shape->lengths[i]))
			return false;
		p += shape->lengths[i];
		glue += shape->lengths[i];
		if (i == shape->count)
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

/* Of the portable kernel and of that for ARM: every ARM of 64 bits has what it needs. */
static bool always(void)
{
	return true;
}

#if defined(__x86_64__)

#define AVX2 __attribute__((target("avx2,bmi,bmi2")))

AVX2 static inline uint64_t half_avx2(const unsigned char *p)
{
	__m256i bytes = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i backslashes = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'));
	__m256i others = _mm256_cmpgt_epi8(_mm256_set1_epi8(0x21), _mm256_xor_si256(bytes, _mm256_set1_epi8(2)));

	return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(backslashes, others));
}

AVX2 static inline uint64_t stops_avx2(const unsigned char *bytes)
{
	return half_avx2(bytes) | half_avx2(bytes + 32) << 32;
}

AVX2 static inline const unsigned char *find_stop_avx2(struct block *block, const unsigned char *p)
{
	return find_in_blocks(block, p, stops_avx2);
}

AVX2 static inline bool same_avx2(const unsigned char *a, const unsigned char *b, size_t length)
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

AVX2 static bool match_avx2(const struct json_shape *shape, const unsigned char *end, struct json_match *match)
{
	return match_shape(shape, end, match, find_stop_avx2, same_avx2);
}

static bool has_avx2(void)
{
	return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2");
}

static const struct json_kernel kernel_avx2 = { .name = "avx2", .is_supported = has_avx2, .match = match_avx2 };

#endif

#ifdef HAS_NEON

static inline uint8x16_t quarter_neon(uint8x16_t bytes)
{
	uint8x16_t backslashes = vceqq_u8(bytes, vdupq_n_u8('\\'));
	uint8x16_t others = vcltq_s8(vreinterpretq_s8_u8(veorq_u8(bytes, vdupq_n_u8(2))), vdupq_n_s8(0x21));

	return vorrq_u8(backslashes, others);
}

static inline uint64_t stops_neon(const unsigned char *bytes)
{
	uint8x16x4_t every_fourth = vld4q_u8(bytes);

	return neon_bits(quarter_neon(every_fourth.val[0]), quarter_neon(every_fourth.val[1]),
			 quarter_neon(every_fourth.val[2]), quarter_neon(every_fourth.val[3]));
}

static inline const unsigned char *find_stop_neon(struct block *block, const unsigned char *p)
{
	return find_in_blocks(block, p, stops_neon);
}

static inline bool same_neon(const unsigned char *a, const unsigned char *b, size_t length)
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

static bool match_neon(const struct json_shape *shape, const unsigned char *end, struct json_match *match)
{
	return match_shape(shape, end, match, find_stop_neon, same_neon);
}

static const struct json_kernel kernel_neon = { .name = "neon", .is_supported = always, .match = match_neon };

#endif

static inline const unsigned char *find_stop_portable(struct block *block, const unsigned char *p)
{
	(void)block;
	size_t length;

	do {
		length = json_plain_length(p);
		p += length;
	} while (length == JSON_WORD);
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

static bool match_portable(const struct json_shape *shape, const unsigned char *end, struct json_match *match)
{
	return match_shape(shape, end, match, find_stop_portable, same_portable);
}

static const struct json_kernel kernel_portable = { .name = "portable",
						    .is_supported = always,
						    .match = match_portable };

const struct json_kernel *const json_kernels[] = {
#if defined(__x86_64__)
	&kernel_avx2,
#elif defined(HAS_NEON)
	&kernel_neon,
#endif
	&kernel_portable,
	NULL,
};

void json_shapes_open(struct json_shapes *shapes)
{
	*shapes = (struct json_shapes){ .shapes = allocate(SHAPES, sizeof *shapes->shapes) };
	for (size_t i = 0; i < SHAPES; i++)
		shapes->order[i] = &shapes->shapes[i];
	for (size_t i = 0; json_kernels[i] != NULL && shapes->kernel == NULL; i++)
		if (json_kernels[i]->is_supported())
			shapes->kernel = json_kernels[i];
}

void json_shapes_forget(struct json_shapes *shapes)
{
	shapes->count = 0;
	shapes->pause = shapes->wait = 0;
}

void json_shapes_close(struct json_shapes *shapes)
{
	free(shapes->shapes);
	*shapes = (struct json_shapes){ .count = 0 };
}

/* Puts the shape at that place of the order first. */
static void put_first(struct json_shapes *shapes, size_t at)
{
	struct json_shape *shape = shapes->order[at];

	for (; at > 0; at--)
		shapes->order[at] = shapes->order[at - 1];
	shapes->order[0] = shape;
}

const struct json_shape *json_shapes_find(struct json_shapes *shapes, const unsigned char *begin,
					  const unsigned char *end, bool no_lines, struct json_match *match)
{
	const unsigned char *farthest = begin;

	match->begin = begin;
	for (size_t i = 0; i < shapes->count; i++) {
		const struct json_shape *shape = shapes->order[i];
		if (no_lines && shape->lines > 0)
			continue;
		if (shapes->kernel->match(shape, end, match)) {
			shapes->pause -= shapes->pause > 0;
			if (i > 0)
				put_first(shapes, i);
			return shape;
		}
		if (match->end > farthest)
			farthest = match->end;
	}
	match->end = farthest;
	return NULL;
}

/* The values of an object that is learned. */
struct values {
	size_t begins[SHAPE_VALUES], ends[SHAPE_VALUES];
	unsigned count;
};

/* Behind the string, number or word that begins there. */
static size_t token_end(struct text object, size_t at)
{
	if (object.bytes[at] != '"') {
		while (strchr(" \t\r\n,]}", object.bytes[at]) == NULL)
			at++;
		return at;
	}
	for (at++; object.bytes[at] != '"'; at++)
		at += object.bytes[at] == '\\';
	return at + 1;
}

static bool is_key(struct text object, size_t end)
{
	while (strchr(" \t\r\n", object.bytes[end]) != NULL)
		end++;
	return object.bytes[end] == ':';
}

/* Finds the values, and counts levels and line ends. Returns false if that is nothing to remember. */
static bool find_values(struct json_shape *shape, struct text object, struct values *values)
{
	unsigned level = 0;

	shape->levels = shape->lines = values->count = 0;
	for (size_t at = 0; at < object.length;) {
		char c = object.bytes[at];
		if (c == '\r' || values->count == SHAPE_VALUES)
			return false;
		shape->lines += c == '\n';
		level += c == '{' || c == '[';
		level -= c == '}' || c == ']';
		if (level > shape->levels)
			shape->levels = level;
		if (strchr("{}[],: \t\n", c) != NULL) {
			at++;
			continue;
		}
		size_t end = token_end(object, at);
		if (c != '"' || !is_key(object, end)) {
			values->begins[values->count] = at;
			values->ends[values->count++] = end;
		}
		at = end;
	}
	return true;
}

/* Copies what stands between the values. Returns false if something is too long. */
static bool learn_glue(struct json_shape *shape, struct text object, const struct values *values)
{
	unsigned char *to = shape->glue;
	size_t last = 0;

	shape->count = values->count;
	for (unsigned i = 0; i <= values->count; i++) {
		size_t begin = i < values->count ? values->begins[i] : object.length;
		if (begin - last > SHAPE_GLUE)
			return false;
		memcpy(to, object.bytes + last, begin - last);
		to += begin - last;
		shape->lengths[i] = (unsigned char)(begin - last);
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

static bool learn_record(struct json_shape *shape, const struct values *values, uint32_t place,
			 const struct json_item *item, const struct json_span *spans, size_t span_count)
{
	typeof(shape->records[0]) *record = &shape->records[shape->record_count++];

	if (item->error != NULL)
		return false;
	record->place = mark_of(values, item->place - place);
	record->end = mark_of(values, item->end - place);
	record->count = item->count;
	record->is_trunk = item->is_trunk;
	record->cell_count = 0;
	for (size_t i = 0; i < span_count; i++) {
		unsigned value = 0;
		while (value < values->count && values->begins[value] != spans[i].begin - place)
			value++;
		if (value == values->count)
			return false;
		record->cells[record->cell_count] = (unsigned char)spans[i].cell;
		record->values[record->cell_count++] = (unsigned char)value;
	}
	return true;
}

void json_shapes_learn(struct json_shapes *shapes, struct text object, uint32_t place, const struct json_item *items,
		       size_t count, const struct json_span *spans, size_t span_count)
{
	struct values values;

	if (shapes->wait > 0) {
		shapes->wait--;
		return;
	}
	/* The one that was used least recently goes. */
	struct json_shape *shape = shapes->order[shapes->count < SHAPES ? shapes->count : SHAPES - 1];
	shapes->pause = shapes->pause < PAUSE_MAX ? 2 * shapes->pause + 1 : PAUSE_MAX;
	shapes->wait = shapes->pause;
	shape->record_count = 0;
	bool is_learned =
		count <= SHAPE_RECORDS && find_values(shape, object, &values) && learn_glue(shape, object, &values);
	for (size_t i = 0; i < count && is_learned; i++) {
		size_t end = i + 1 < count ? items[i + 1].spans : span_count;
		is_learned =
			learn_record(shape, &values, place, &items[i], spans + items[i].spans, end - items[i].spans);
	}
	if (is_learned) {
		shapes->count += shapes->count < SHAPES;
		put_first(shapes, shapes->count - 1);
	} else if (shapes->count == SHAPES) {
		shapes->count--;
	}
}
