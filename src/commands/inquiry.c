#include "commands/inquiry.h"

#include "commands/miss.h"
#include "support/escape.h"

static bool is_answer(const struct inquiry *inquiry, const struct query *query)
{
	return query->result == QUERY_FOUND && (query->count > 0 || (inquiry->with_sources && query->source != NULL));
}

/* Operands none of which matches are one in several words; or nearly one, which makes for the better suggestion. */
static enum status try_joined(struct inquiry *inquiry)
{
	struct scope scope = { .sources = inquiry->with_sources };
	struct operands joined;
	struct query query;

	if (!operands_join(&joined, inquiry->operands)) {
		operands_free(&joined);
		say(inquiry->context->diagnostics, "operands: out of memory");
		return STATUS_TROUBLE;
	}
	query_answer(&query, joined.items[0]);
	bool is_near =
		query.result == QUERY_MISS && query.miss == MISS_WORD && miss_has_suggestion(joined.items[0], scope);
	if (is_answer(inquiry, &query) || is_near) {
		struct operands before = *inquiry->operands;
		*inquiry->operands = joined;
		inquiry->is_joined = true;
		joined = before;
	}
	operands_free(&joined);
	return STATUS_DONE;
}

enum status inquiry_begin(struct inquiry *inquiry, const struct context *context, struct operands *operands,
			  bool with_sources)
{
	struct query query;
	bool any = false;

	*inquiry = (struct inquiry){ .context = context, .operands = operands, .with_sources = with_sources };
	for (size_t i = 0; i < operands->count; i++) {
		query_answer(&query, operands->items[i]);
		if (query.result == QUERY_USAGE) {
			say(context->diagnostics, "the range '%s' ends before it begins",
			    show(operands->items[i]).text);
			return STATUS_TROUBLE;
		}
		any = any || is_answer(inquiry, &query);
	}
	if (any || operands->count < 2 || operands->has_input)
		return STATUS_DONE;
	return try_joined(inquiry);
}

bool inquiry_next(struct inquiry *inquiry, struct query *query)
{
	while (inquiry->next < inquiry->operands->count) {
		query_answer(query, inquiry->operands->items[inquiry->next++]);
		if (is_answer(inquiry, query))
			return true;
	}
	return false;
}

enum status inquiry_end(struct inquiry *inquiry)
{
	const struct context *context = inquiry->context;
	enum status status = STATUS_DONE;
	struct query query;

	sink_flush(context->out);
	for (size_t i = 0; i < inquiry->operands->count; i++) {
		struct scope scope = { .sources = inquiry->with_sources };
		query_answer(&query, inquiry->operands->items[i]);
		if (is_answer(inquiry, &query))
			continue;
		scope.commands = i == 0 && !context->explicit_command && !inquiry->is_joined;
		say_miss(context, inquiry->operands->items[i], &query, scope);
		status = STATUS_MISS;
	}
	if (inquiry->operands->count == 0) {
		say(context->diagnostics, "standard input: nothing to look up");
		status = STATUS_MISS;
	}
	return status;
}
