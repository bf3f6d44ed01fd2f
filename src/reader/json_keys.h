/* SPDX-License-Identifier: MIT */
/*
 * The keys of JSON objects: which of them make an object a record, and where among an object's members the wanted ones
 * stand. Each key and each set of keys is asked about once and remembered; what they mean is for who is asked. Knows
 * nothing of grammar.
 */
#ifndef HANGUP_JSON_KEYS_H
#define HANGUP_JSON_KEYS_H

#include "reader/header.h"

/*
 * Chooses among an object's keys, which may repeat: fills *columns with indexes among them. What it chooses may not
 * depend on the order of different keys. An object is a record only where one of its keys alone may make it one, it may
 * tell of a page only where one alone does, and what records within it lack (is_lent) it has only where a key alone has:
 * of each key that is asked once, with a columns->count of 0.
 */
typedef void json_choose(void *data, const struct header *keys, struct columns *columns);

/* A record that lacks one of these cells has that of an object around it: UUIDs, times, what is counted by. */
static inline bool json_is_lent(size_t cell)
{
	return cell % CELL_COUNT == CELL_UUID || cell % CELL_COUNT >= CELL_TIME;
}

/* What an object with a key is or has. */
struct json_meaning {
	uint32_t lent; /* cells: bit i for cell i */
	bool is_record, is_page;
};

_Static_assert(CELLS_MAX <= 32, "a bit for each cell in lent");

enum {
	JSON_KEYS = 255,    /* that are remembered at a time; also the number of a key that is not */
	JSON_KEY_SIZE = 64, /* longer keys are not remembered */
	JSON_SETS = 64
};

struct json_key {
	uint64_t first, last; /* eight bytes; of a shorter key both are all of it */
	unsigned char length;
	struct json_meaning meaning;
	char bytes[JSON_KEY_SIZE]; /* as it stands */
};

/* A set of keys, and the choice among them: by the keys' numbers. */
struct json_set {
	uint64_t keys[4]; /* a bit for each */
	struct columns columns;
	bool is_used;
};

struct json_keys {
	json_choose *choose;
	void *data;
	struct json_key *keys;
	size_t count;
	unsigned char slots[512]; /* numbers by hash; JSON_KEYS: none */
	struct json_set *sets;
	struct header names; /* to ask with */
	char *unescaped;     /* room for one of them */
};

void json_keys_open(struct json_keys *keys, json_choose *choose, void *data);
void json_keys_close(struct json_keys *keys);

/* Asks about every key and every set of keys anew: of another input. */
void json_keys_forget(struct json_keys *keys);

/* Makes room for other keys where there is none left: numbers handed out before mean nothing any more. */
void json_keys_refresh(struct json_keys *keys);

/* The number of a key as it stands between its quotes, past which 8 bytes must be readable. */
size_t json_key_number(struct json_keys *keys, struct text key, struct json_meaning *meaning);

/* The number of a key; key, if it is not NULL: its text as it stands between the quotes. */
typedef size_t json_key_at(const void *object, size_t member, struct text *key);

/* The choice among an object's members, given by a function that tells their keys. */
void json_keys_choose(struct json_keys *keys, const void *object, size_t members, json_key_at *key_at,
		      struct columns *columns);

#endif
