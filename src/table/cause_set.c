/* SPDX-License-Identifier: MIT */
#include "table/cause_set.h"

void cause_set_unite(struct cause_set *set, struct cause_set other)
{
	for (size_t i = 0; i < CAUSE_SET_WORDS; i++)
		set->words[i] |= other.words[i];
}

struct cause_set cause_set_common(struct cause_set a, struct cause_set b)
{
	for (size_t i = 0; i < CAUSE_SET_WORDS; i++)
		a.words[i] &= b.words[i];
	return a;
}

size_t cause_set_next(const struct cause_set *set, size_t index)
{
	while (index < cause_count && !cause_set_has(set, index))
		index++;
	return index;
}

struct cause_set cause_set_named(enum table_id table, struct text name)
{
	struct stretch places = causes_named(table, name);
	struct cause_set set = { { 0 } };

	for (; places.first < places.end; places.first++)
		cause_set_add(&set, cause_index(cause_named(places.first)));
	return set;
}

size_t cause_set_count(const struct cause_set *set)
{
	size_t count = 0;

	for (size_t i = 0; i < cause_count; i++)
		count += cause_set_has(set, i);
	return count;
}

struct cause_set cause_set_of_table(enum table_id table)
{
	struct stretch places = tables[table].causes;
	struct cause_set set = { { 0 } };

	for (; places.first < places.end; places.first++)
		cause_set_add(&set, places.first);
	return set;
}

struct cause_set cause_set_of_group(const struct group *group)
{
	struct cause_set set = { { 0 } };

	for (size_t i = 0; i < cause_count; i++)
		if (causes[i].group == group)
			cause_set_add(&set, i);
	return set;
}

struct cause_set cause_set_of_action(enum action action)
{
	struct cause_set set = { { 0 } };

	for (size_t i = 0; i < cause_count; i++)
		if (causes[i].action == action)
			cause_set_add(&set, i);
	return set;
}

struct cause_set cause_set_of_failed(void)
{
	struct cause_set set = { { 0 } };

	for (size_t i = 0; i < cause_count; i++)
		if (cause_failed(&causes[i]))
			cause_set_add(&set, i);
	return set;
}

struct cause_set cause_set_of_codes(uint32_t first, uint32_t last)
{
	struct cause_set set = { { 0 } };

	for (size_t i = 0; i < cause_count; i++)
		if (causes[i].code >= first && causes[i].code <= last)
			cause_set_add(&set, i);
	return set;
}
