/* SPDX-License-Identifier: MIT */
#include "reader/json_keys.h"

#include <stdlib.h>
#include <string.h>

#include "reader/json_words.h"
#include "support/memory.h"

void json_keys_open(struct json_keys *keys, json_choose *choose, void *data)
{
	*keys = (struct json_keys){
		.choose = choose,
		.data = data,
		.keys = allocate(JSON_KEYS, sizeof *keys->keys),
		.sets = allocate(JSON_SETS, sizeof *keys->sets),
		.unescaped = allocate(1, RECORD_LIMIT),
	};
	header_open(&keys->names, RECORD_LIMIT);
	json_keys_forget(keys);
}

void json_keys_close(struct json_keys *keys)
{
	free(keys->keys);
	free(keys->sets);
	free(keys->unescaped);
	header_close(&keys->names);
	*keys = (struct json_keys){ .count = 0 };
}

void json_keys_forget(struct json_keys *keys)
{
	keys->count = 0;
	memset(keys->slots, JSON_KEYS, sizeof keys->slots);
	memset(keys->sets, 0, JSON_SETS * sizeof *keys->sets);
}

void json_keys_refresh(struct json_keys *keys)
{
	if (keys->count == JSON_KEYS)
		json_keys_forget(keys);
}

static void add_name(struct json_keys *keys, struct text key)
{
	if (memchr(key.bytes, '\\', key.length) != NULL)
		key = (struct text){ keys->unescaped, json_unescape(key, keys->unescaped) };
	header_add(&keys->names, key, true);
}

static struct json_meaning ask_alone(struct json_keys *keys, struct text key)
{
	struct columns columns = { .count = 0 };

	header_clear(&keys->names);
	add_name(keys, key);
	keys->choose(keys->data, &keys->names, &columns);
	struct json_meaning meaning = { .is_record = columns.is_record, .is_page = columns.is_page };
	for (size_t i = 0; i < columns.count && !columns.is_page; i++)
		if (json_is_lent(i) && columns.at[i] != NO_COLUMN)
			meaning.lent |= UINT32_C(1) << i;
	return meaning;
}

/* Eight bytes of which so many count, zeros in place of the others. */
static uint64_t load_bytes(const char *bytes, size_t count)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof word);
	if (count >= sizeof word)
		return word;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	return word & ((UINT64_C(1) << (8 * count)) - 1);
#else
	return count == 0 ? 0 : word >> (64 - 8 * count);
#endif
}

/* Sets the ends of a key. Returns where it is to be looked for. */
static size_t look_at(struct json_key *ends, struct text key)
{
	size_t skip = key.length < sizeof ends->last ? 0 : key.length - sizeof ends->last;

	ends->first = load_bytes(key.bytes, key.length);
	ends->last = load_bytes(key.bytes + skip, key.length);
	return (size_t)(((ends->first ^ key.length) * UINT64_C(0x9e3779b97f4a7c15) ^
			 ends->last * UINT64_C(0xd6e8feb86659fd93)) >>
			40);
}

/* Between the ends there may be more. */
static bool is_same_key(const struct json_key *known, const struct json_key *ends, struct text key)
{
	return known->first == ends->first && known->last == ends->last && known->length == key.length &&
	       (key.length <= sizeof known->first + sizeof known->last ||
		memcmp(known->bytes, key.bytes, key.length) == 0);
}

size_t json_key_number(struct json_keys *keys, struct text key, struct json_meaning *meaning)
{
	struct json_key ends;

	if (key.length > JSON_KEY_SIZE) {
		*meaning = ask_alone(keys, key);
		return JSON_KEYS;
	}
	size_t slot = look_at(&ends, key) % sizeof keys->slots;
	for (; keys->slots[slot] != JSON_KEYS; slot = (slot + 1) % sizeof keys->slots) {
		const struct json_key *known = &keys->keys[keys->slots[slot]];
		if (!is_same_key(known, &ends, key))
			continue;
		*meaning = known->meaning;
		return keys->slots[slot];
	}
	*meaning = ask_alone(keys, key);
	if (keys->count == JSON_KEYS)
		return JSON_KEYS;
	struct json_key *added = &keys->keys[keys->count];
	*added = (struct json_key){
		.first = ends.first, .last = ends.last, .length = (unsigned char)key.length, .meaning = *meaning
	};
	memcpy(added->bytes, key.bytes, key.length);
	keys->slots[slot] = (unsigned char)keys->count;
	return keys->count++;
}

/* Asks about all keys of an object. */
static void ask(struct json_keys *keys, const void *object, size_t members, json_key_at *key_at,
		struct columns *columns)
{
	struct text key;

	header_clear(&keys->names);
	for (size_t i = 0; i < members; i++) {
		key_at(object, i, &key);
		add_name(keys, key);
	}
	*columns = (struct columns){ .count = keys->names.count };
	keys->choose(keys->data, &keys->names, columns);
}

static struct json_set *find_set(struct json_keys *keys, const uint64_t bits[4])
{
	uint64_t mixed = (bits[0] + 3 * bits[1] + 5 * bits[2] + 7 * bits[3]) * UINT64_C(0x9e3779b97f4a7c15);
	struct json_set *set = &keys->sets[mixed >> 32 & (JSON_SETS - 1)];

	if (memcmp(set->keys, bits, sizeof set->keys) != 0)
		set->is_used = false;
	memcpy(set->keys, bits, sizeof set->keys);
	return set;
}

void json_keys_choose(struct json_keys *keys, const void *object, size_t members, json_key_at *key_at,
		      struct columns *columns)
{
	uint64_t bits[4] = { 0 };
	size_t places[JSON_KEYS];
	size_t numbers[JSON_KEYS];

	for (size_t i = 0; i < members; i++) {
		size_t number = key_at(object, i, NULL);
		/* A key that is not remembered, or one that repeats: these are no set. */
		if (number == JSON_KEYS || (bits[number / 64] >> number % 64 & 1) != 0) {
			ask(keys, object, members, key_at, columns);
			return;
		}
		bits[number / 64] |= UINT64_C(1) << number % 64;
		places[number] = i;
		numbers[i] = number;
	}
	struct json_set *set = find_set(keys, bits);
	if (!set->is_used) {
		ask(keys, object, members, key_at, columns);
		set->columns = *columns;
		for (size_t i = 0; i < columns->count; i++)
			if (columns->at[i] != NO_COLUMN)
				set->columns.at[i] = numbers[columns->at[i]];
		set->is_used = true;
	}
	*columns = set->columns;
	for (size_t i = 0; i < columns->count; i++)
		if (columns->at[i] != NO_COLUMN)
			columns->at[i] = places[columns->at[i]];
}
