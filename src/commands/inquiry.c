#include "commands/inquiry.h"

#include "commands/miss.h"
#include "support/escape.h"

/* Unknown codes of calls that have a message each. */
enum { UNKNOWN_SAID = 5 };

static bool is_answer(const struct inquiry *inquiry, const struct operand *operand)
{
	const struct query *query = &operand->query;

	return query->result == QUERY_FOUND && (query->count > 0 || (inquiry->with_sources && query->source != NULL));
}

/* Operands none of which matches are one in several words; or nearly one, which makes for the better suggestion. */
static void try_joined(struct inquiry *inquiry)
{
	struct scope scope = { .sources = inquiry->with_sources };
	struct operands joined;

	operands_join(&joined, inquiry->operands);
	const struct operand *one = &joined.items[0];
	bool is_near = one->query.result == QUERY_MISS && one->query.miss == MISS_WORD &&
		       miss_has_suggestion(one->text, scope);
	if (is_answer(inquiry, one) || is_near) {
		struct operands before = *inquiry->operands;
		*inquiry->operands = joined;
		inquiry->is_joined = true;
		joined = before;
	}
	operands_free(&joined);
}

enum status inquiry_begin(struct inquiry *inquiry, const struct context *context, struct operands *operands,
			  bool with_sources)
{
	bool any = false;

	*inquiry = (struct inquiry){ .context = context, .operands = operands, .with_sources = with_sources };
	for (size_t i = 0; i < operands->count; i++) {
		if (operands->items[i].query.result == QUERY_USAGE) {
			say(context->diagnostics, "the range '%s' ends before it begins",
			    show(operands->items[i].text).text);
			return STATUS_TROUBLE;
		}
		any = any || is_answer(inquiry, &operands->items[i]);
	}
	if (!any && operands->count > 1 && !operands->has_input && !operands->has_shapes)
		try_joined(inquiry);
	return STATUS_DONE;
}

bool inquiry_next(struct inquiry *inquiry)
{
	while (inquiry->next < inquiry->operands->count) {
		inquiry->at = &inquiry->operands->items[inquiry->next++];
		if (is_answer(inquiry, inquiry->at))
			return true;
	}
	return false;
}

/* The hitches with what was at hand. Returns whether there were any. */
static bool say_hitches(const struct inquiry *inquiry)
{
	bool any = false;

	for (size_t i = 0; i < HITCH_COUNT; i++) {
		if (inquiry->operands->hitches[i].count == 0)
			continue;
		say_hitch(inquiry->context, (enum hitch)i, &inquiry->operands->hitches[i]);
		any = true;
	}
	return any;
}

enum status inquiry_end(struct inquiry *inquiry)
{
	const struct context *context = inquiry->context;
	enum status status = STATUS_DONE;
	size_t unknown = 0;

	sink_flush(context->out);
	for (size_t i = 0; i < inquiry->operands->count; i++) {
		const struct operand *operand = &inquiry->operands->items[i];
		struct scope scope = { .sources = inquiry->with_sources };
		if (is_answer(inquiry, operand))
			continue;
		status = STATUS_MISS;
		if (operand->calls != NULL && unknown++ >= UNKNOWN_SAID)
			continue;
		scope.commands = i == 0 && !context->explicit_command && !inquiry->is_joined;
		say_miss(context, operand->text, &operand->query, scope);
	}
	if (unknown > UNKNOWN_SAID)
		say(context->diagnostics, "%s more codes of calls are not in the table of %s",
		    figure(unknown - UNKNOWN_SAID).text, table_date);
	if (say_hitches(inquiry))
		return STATUS_MISS;
	if (inquiry->operands->count == 0) {
		say(context->diagnostics, "standard input: nothing to look up");
		status = STATUS_MISS;
	}
	return status;
}
