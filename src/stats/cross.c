/* SPDX-License-Identifier: MIT */
#include "stats/cross.h"

#include <stdlib.h>
#include <string.h>

#include "support/memory.h"

enum { SLOTS_FIRST = 1024, MANY_ROWS = 4096 };

#define NO_ROW UINT32_MAX

static struct cross_slots new_slots(size_t size)
{
	return (struct cross_slots){ allocate(size, sizeof(struct cross_slot)), size - 1 };
}

void cross_open(struct cross *cross, size_t rows_max)
{
	*cross = (struct cross){ .rows_max = rows_max };
	for (size_t row = 0; row < CROSS_FIRST; row++) {
		cross->rows = make_room(cross->rows, row, &cross->row_room, sizeof *cross->rows);
		cross->rows[cross->row_count++] = (struct cross_row){ .most = CROSS_NO_PAIR };
	}
	cross->keys = make_room(cross->keys, 0, &cross->keys_room, sizeof *cross->keys);
	cross->keys[cross->keys_used++] = 0;
	cross->row_slots = new_slots(SLOTS_FIRST);
	cross->pair_slots = allocate(SLOTS_FIRST, sizeof *cross->pair_slots);
	cross->pair_mask = SLOTS_FIRST - 1;
}

void cross_close(struct cross *cross)
{
	free(cross->rows);
	free(cross->pairs);
	free(cross->keys);
	free(cross->row_slots.slots);
	free(cross->pair_slots);
	*cross = (struct cross){ .rows = NULL };
}

/* Eight bytes at a time. Where the table lies is chance, so that nobody can write a file whose keys all meet. */
static uint32_t hash_of(const struct cross *cross, const void *bytes, size_t length)
{
	const unsigned char *at = bytes;
	uint64_t hash = (uintptr_t)cross ^ length * UINT64_C(0x9e3779b97f4a7c15);

	for (size_t step; length > 0; at += step, length -= step) {
		uint64_t word = 0;
		step = length < sizeof word ? length : sizeof word;
		memcpy(&word, at, step);
		hash = (hash ^ word) * UINT64_C(0xff51afd7ed558ccd);
		hash ^= hash >> 32;
	}
	hash *= UINT64_C(0xc4ceb9fe1a85ec53);
	return (uint32_t)(hash >> 32);
}

static uint32_t pair_hash(const struct cross *cross, uint32_t row, uint32_t cause)
{
	const uint32_t both[] = { row, cause };

	return hash_of(cross, both, sizeof both);
}

static void put_slot(struct cross_slots *slots, struct cross_slot slot)
{
	size_t at = slot.hash & slots->mask;

	while (slots->slots[at].number != 0)
		at = (at + 1) & slots->mask;
	slots->slots[at] = slot;
}

/* A number, from 0 on, that nothing stands for so far; in twice the room where three quarters of it are taken. */
static void add_slot(struct cross_slots *slots, uint32_t hash, size_t number)
{
	if (number > slots->mask / 4 * 3) {
		struct cross_slots larger = new_slots(2 * (slots->mask + 1));
		for (size_t i = 0; i <= slots->mask; i++)
			if (slots->slots[i].number != 0)
				put_slot(&larger, slots->slots[i]);
		free(slots->slots);
		*slots = larger;
	}
	put_slot(slots, (struct cross_slot){ hash, (uint32_t)number + 1 });
}

struct text cross_key(const struct cross *cross, size_t row)
{
	const unsigned char *key = cross->keys + cross->rows[row].key;

	return (struct text){ (const char *)key + 1, *key };
}

static size_t new_row(struct cross *cross, struct text key, uint32_t hash)
{
	if (cross->row_count >= cross->rows_max) {
		cross->is_full = true;
		return CROSS_OTHERS;
	}
	while (cross->keys_used + 1 + key.length > cross->keys_room)
		cross->keys = make_room(cross->keys, cross->keys_room, &cross->keys_room, sizeof *cross->keys);
	size_t row = cross->row_count;
	cross->rows = make_room(cross->rows, row, &cross->row_room, sizeof *cross->rows);
	cross->rows[row] = (struct cross_row){ .key = (uint32_t)cross->keys_used, .most = CROSS_NO_PAIR };
	cross->row_count++;
	cross->keys[cross->keys_used] = (unsigned char)key.length;
	memcpy(cross->keys + cross->keys_used + 1, key.bytes, key.length);
	cross->keys_used += 1 + key.length;
	add_slot(&cross->row_slots, hash, row);
	return row;
}

/* The row of a key that is not too long, by its hash; a new one where there is none. */
static size_t find_row(struct cross *cross, struct text key, uint32_t hash)
{
	size_t mask = cross->row_slots.mask;

	for (size_t at = hash & mask; cross->row_slots.slots[at].number != 0; at = (at + 1) & mask) {
		struct cross_slot slot = cross->row_slots.slots[at];
		if (slot.hash == hash && text_same(cross_key(cross, slot.number - 1), key))
			return slot.number - 1;
	}
	return new_row(cross, key, hash);
}

size_t cross_find(struct cross *cross, struct text key)
{
	if (key.length > CROSS_KEY_MAX) {
		cross->is_full = true;
		return CROSS_OTHERS;
	}
	return find_row(cross, key, hash_of(cross, key.bytes, key.length));
}

static void put_pair(struct cross *cross, uint32_t hash, size_t number)
{
	size_t at = hash & cross->pair_mask;

	while (cross->pair_slots[at] != 0)
		at = (at + 1) & cross->pair_mask;
	cross->pair_slots[at] = (uint32_t)number + 1;
}

/* Makes room for another pair's slot. */
static void grow_pair_slots(struct cross *cross)
{
	size_t size = 2 * (cross->pair_mask + 1);

	free(cross->pair_slots);
	cross->pair_slots = allocate(size, sizeof *cross->pair_slots);
	cross->pair_mask = size - 1;
	for (size_t i = 0; i < cross->pair_count; i++)
		put_pair(cross, pair_hash(cross, cross->pairs[i].row, cross->pairs[i].cause), i);
}

/*
 * The pair of a row and a cause, a new one where there is none; CROSS_NO_PAIR where there are as many as may be, but of
 * the others, which have room of their own: there are only so many causes.
 */
static uint32_t find_pair(struct cross *cross, size_t row, uint32_t cause)
{
	uint32_t hash = pair_hash(cross, (uint32_t)row, cause);
	for (size_t at = hash & cross->pair_mask; cross->pair_slots[at] != 0; at = (at + 1) & cross->pair_mask) {
		uint32_t number = cross->pair_slots[at] - 1;
		if (cross->pairs[number].row == row && cross->pairs[number].cause == cause)
			return number;
	}
	if (cross->pair_count >= CROSS_PAIRS_MAX && row != CROSS_OTHERS)
		return CROSS_NO_PAIR;
	size_t number = cross->pair_count;
	cross->pairs = make_room(cross->pairs, number, &cross->pair_room, sizeof *cross->pairs);
	cross->pairs[number] = (struct cross_pair){ .row = (uint32_t)row, .cause = cause };
	if (number > cross->pair_mask / 4 * 3)
		grow_pair_slots(cross);
	cross->pair_count++;
	put_pair(cross, hash, number);
	return (uint32_t)number;
}

void cross_add(struct cross *cross, size_t row, bool is_counted, uint32_t cause)
{
	if (cause != CROSS_NO_CAUSE) {
		uint32_t pair = find_pair(cross, row, cause);
		if (pair == CROSS_NO_PAIR) {
			cross->is_full = true;
			row = CROSS_OTHERS;
			pair = find_pair(cross, CROSS_OTHERS, cause);
		}
		cross->pairs[pair].calls++;
	}
	cross->rows[row].calls++;
	cross->rows[row].counted += is_counted;
}

/* Has the rows of those that wait on their way, and then their keys. */
static void fetch_rows(struct cross *cross)
{
	const struct cross_slots *slots = &cross->row_slots;

	for (struct cross_waiting *one = cross->waiting; one < cross->waiting + cross->waiting_count; one++) {
		size_t at = one->hash & slots->mask;
		while (slots->slots[at].number != 0 && slots->slots[at].hash != one->hash)
			at = (at + 1) & slots->mask;
		one->row = slots->slots[at].number;
		if (one->row != 0)
			__builtin_prefetch(&cross->rows[one->row - 1]);
	}
	for (size_t i = 0; i < cross->waiting_count; i++)
		if (cross->waiting[i].row != 0)
			__builtin_prefetch(cross->keys + cross->rows[cross->waiting[i].row - 1].key);
}

void cross_flush(struct cross *cross)
{
	fetch_rows(cross);
	for (size_t i = 0; i < cross->waiting_count; i++) {
		struct cross_waiting *one = &cross->waiting[i];
		one->row = (uint32_t)find_row(cross, (struct text){ one->key, one->length }, one->hash);
		one->hash = pair_hash(cross, one->row, one->cause);
		__builtin_prefetch(&cross->pair_slots[one->hash & cross->pair_mask]);
	}
	for (size_t i = 0; i < cross->waiting_count; i++) {
		uint32_t number = cross->pair_slots[cross->waiting[i].hash & cross->pair_mask];
		if (number != 0)
			__builtin_prefetch(&cross->pairs[number - 1]);
	}
	for (size_t i = 0; i < cross->waiting_count; i++)
		cross_add(cross, cross->waiting[i].row, cross->waiting[i].is_counted, cross->waiting[i].cause);
	cross->waiting_count = 0;
}

void cross_put(struct cross *cross, struct text key, bool is_counted, uint32_t cause)
{
	if (cross->row_count < MANY_ROWS || key.length > CROSS_KEY_MAX) {
		cross_add(cross, cross_find(cross, key), is_counted, cause);
		return;
	}
	struct cross_waiting *one = &cross->waiting[cross->waiting_count++];
	one->hash = hash_of(cross, key.bytes, key.length);
	one->cause = cause;
	one->is_counted = is_counted;
	one->length = (unsigned char)key.length;
	memcpy(one->key, key.bytes, key.length);
	__builtin_prefetch(&cross->row_slots.slots[one->hash & cross->row_slots.mask]);
	if (cross->waiting_count == CROSS_WAITING)
		cross_flush(cross);
}

/* Moves what belongs to rows to their new numbers, which stand in `most`; what has none goes. */
static void renumber_pairs(struct cross *cross)
{
	size_t count = cross->pair_count;

	cross->pair_count = 0;
	memset(cross->pair_slots, 0, (cross->pair_mask + 1) * sizeof *cross->pair_slots);
	for (size_t i = 0; i < count; i++) {
		struct cross_pair pair = cross->pairs[i];
		uint32_t row = cross->rows[pair.row].most;
		uint32_t moved = row != NO_ROW ? find_pair(cross, row, pair.cause) : CROSS_NO_PAIR;
		if (moved != CROSS_NO_PAIR)
			cross->pairs[moved].calls += pair.calls;
	}
}

void cross_keep(struct cross *cross, const bool *is_kept, bool folds)
{
	struct cross_row *rows = cross->rows;
	size_t kept = CROSS_FIRST;
	size_t used = 1;

	for (size_t row = 0; row < cross->row_count; row++) {
		bool stays = row < CROSS_FIRST || is_kept[row];
		rows[row].most = (uint32_t)(row < CROSS_FIRST ? row : stays ? kept++ : folds ? CROSS_OTHERS : NO_ROW);
		rows[CROSS_OTHERS].calls += stays || !folds ? 0 : rows[row].calls;
		rows[CROSS_OTHERS].counted += stays || !folds ? 0 : rows[row].counted;
	}
	renumber_pairs(cross);
	for (size_t row = CROSS_FIRST; row < cross->row_count; row++) {
		uint32_t place = rows[row].most;
		size_t size = 1 + (size_t)cross->keys[rows[row].key];
		if (place == NO_ROW || place == CROSS_OTHERS)
			continue;
		memmove(cross->keys + used, cross->keys + rows[row].key, size);
		rows[row].key = (uint32_t)used;
		used += size;
		rows[place] = rows[row];
	}
	cross->row_count = kept;
	cross->keys_used = used;
	memset(cross->row_slots.slots, 0, (cross->row_slots.mask + 1) * sizeof *cross->row_slots.slots);
	for (size_t row = CROSS_FIRST; row < kept; row++) {
		struct text key = cross_key(cross, row);
		add_slot(&cross->row_slots, hash_of(cross, key.bytes, key.length), row);
	}
}

void cross_finish(struct cross *cross)
{
	for (size_t row = 0; row < cross->row_count; row++)
		cross->rows[row].most = CROSS_NO_PAIR;
	for (size_t i = 0; i < cross->pair_count; i++) {
		const struct cross_pair *pair = &cross->pairs[i];
		uint32_t *most = &cross->rows[pair->row].most;
		const struct cross_pair *best = *most != CROSS_NO_PAIR ? &cross->pairs[*most] : NULL;
		if (best == NULL || pair->calls > best->calls ||
		    (pair->calls == best->calls && pair->cause < best->cause))
			*most = (uint32_t)i;
	}
}
