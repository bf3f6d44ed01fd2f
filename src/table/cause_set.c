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
