/* SPDX-License-Identifier: MIT */
/*
 * The cross table: how many records each row has, how many of them count, and how many of those each cause has. A row is
 * a value or a step of time, by its bytes. Exact, in one pass and bounded memory: what comes when the rows or the pairs
 * of row and cause are all taken is counted in one row of others. No I/O.
 */
#ifndef HANGUP_CROSS_H
#define HANGUP_CROSS_H

#include <stdbool.h>

#include "support/text.h"

/* Rows of a number of their own; the others follow as they are met. */
enum { CROSS_OTHERS, CROSS_NONE, CROSS_FIRST };

enum { CROSS_KEY_MAX = 64, CROSS_PAIRS_MAX = 250000, CROSS_WAITING = 32 };

#define CROSS_NO_PAIR  UINT32_MAX
#define CROSS_NO_CAUSE UINT32_MAX

struct cross_row {
	uint64_t calls, counted;
	uint32_t key;  /* where in the keys its length stands, and its bytes behind that */
	uint32_t most; /* cross_finish: the pair with most calls, or CROSS_NO_PAIR */
};

/* The records that count of a row and a cause: any number the caller likes, the smaller the sooner of two as frequent. */
struct cross_pair {
	uint64_t calls;
	uint32_t row, cause;
};

/* An open hash of numbers of rows, from 1 on; 0: free. The hash beside a number saves looking at most other rows. */
struct cross_slot {
	uint32_t hash, number;
};
struct cross_slots {
	struct cross_slot *slots;
	size_t mask;
};

/* A record that waits to be counted. */
struct cross_waiting {
	uint32_t hash, cause, row;
	bool is_counted;
	unsigned char length;
	char key[CROSS_KEY_MAX];
};

struct cross {
	struct cross_row *rows;
	size_t row_count, row_room, rows_max;
	struct cross_pair *pairs;
	size_t pair_count, pair_room;
	unsigned char *keys;
	size_t keys_used, keys_room;
	struct cross_slots row_slots;
	uint32_t *pair_slots; /* the same of pairs, which are small enough to be looked at */
	size_t pair_mask;
	struct cross_waiting waiting[CROSS_WAITING];
	size_t waiting_count;
	bool is_full; /* something was counted as others for want of room */
};

void cross_open(struct cross *cross, size_t rows_max);
void cross_close(struct cross *cross);

/* The row of a key; CROSS_OTHERS where it is too long or there is no room. */
size_t cross_find(struct cross *cross, struct text key);
struct text cross_key(const struct cross *cross, size_t row);

/* Counts a record in a row; the cause is one that counts, or CROSS_NO_CAUSE. */
void cross_add(struct cross *cross, size_t row, bool is_counted, uint32_t cause);

/*
 * Counts a record by its key. Of many rows, it may wait for others: memory answers a question in the time of hundreds of
 * steps, but many questions in the time of one. cross_flush counts those that wait.
 */
void cross_put(struct cross *cross, struct text key, bool is_counted, uint32_t cause);
void cross_flush(struct cross *cross);

/*
 * Takes away the rows that are not kept, of which there is a flag each: what they have is folded into the others, or
 * forgotten. The rows that stay keep their order and get new numbers.
 */
void cross_keep(struct cross *cross, const bool *is_kept, bool folds);

/* Finds the most frequent cause of each row. */
void cross_finish(struct cross *cross);

#endif
