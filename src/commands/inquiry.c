#include "commands/inquiry.h"

#include "commands/miss.h"
#include "support/escape.h"

/* Misses that have a message each, of what standard input holds and of the codes of calls. */
enum { MISSES_SAID = 5 };

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

	operands_join(&joined, &inquiry->operands);
	const struct operand *one = &joined.items[0];
	bool is_near = one->query.result == QUERY_MISS && one->query.miss == MISS_WORD &&
		       miss_has_suggestion(one->text, scope);
	if (is_answer(inquiry, one) || is_near) {
		struct operands before = inquiry->operands;
		inquiry->operands = joined;
		inquiry->is_joined = true;
		joined = before;
	}
	operands_free(&joined);
}

enum status inquiry_begin(struct inquiry *inquiry, const struct command_line *line, bool with_sources)
{
	const struct context *context = line->context;
	struct operands *operands = &inquiry->operands;
	bool any = false;

	*inquiry = (struct inquiry){ .context = context, .with_sources = with_sources };
	enum status status = operands_read(operands, line);
	for (size_t i = 0; i < operands->count && status == STATUS_DONE; i++) {
		if (operands->items[i].query.result == QUERY_USAGE) {
			say(context->diagnostics, "the range '%s' ends before it begins",
			    show(operands->items[i].text).text);
			status = STATUS_TROUBLE;
		}
		any = any || is_answer(inquiry, &operands->items[i]);
	}
	if (status != STATUS_DONE)
		operands_free(operands);
	else if (!any && operands->count > 1 && !operands->has_input && !operands->has_calls)
		try_joined(inquiry);
	return status;
}

bool inquiry_next(struct inquiry *inquiry)
{
	while (inquiry->next < inquiry->operands.count) {
		inquiry->at = &inquiry->operands.items[inquiry->next++];
		if (is_answer(inquiry, inquiry->at))
			return true;
	}
	return false;
}

/* What was wrong with calls. Returns whether anything was. */
static bool say_problems(const struct inquiry *inquiry)
{
	bool any = false;

	for (size_t i = 0; i < CALL_PROBLEMS; i++) {
		if (inquiry->operands.problems[i].count == 0)
			continue;
		say_problem(inquiry->context, (enum call_problem)i, &inquiry->operands.problems[i]);
		any = true;
	}
	return any;
}

/*
 * Standard input none of whose many lines is an answer, and many are no codes either: a log, say. Returns whether it is
 * so.
 */
static bool say_no_call(const struct inquiry *inquiry, size_t missed)
{
	const struct operands *operands = &inquiry->operands;
	size_t words = 0;

	for (size_t i = 0; i < operands->count; i++)
		words += operands->items[i].query.miss == MISS_WORD;
	if (!operands->has_input || missed != operands->count || words <= MISSES_SAID || operands->has_calls)
		return false;
	say(inquiry->context->diagnostics, "standard input: no code, name or call in its %s lines",
	    figure(missed).text);
	say_hint(
		inquiry->context->diagnostics,
		"a call is told by a name beside its code, such as HangupCauseCode=3130 or \"hangup_cause_code\": 3130");
	return true;
}

/* Returns STATUS_DONE if nothing was missed. */
static enum status say_misses(const struct inquiry *inquiry)
{
	const struct context *context = inquiry->context;
	const struct operands *operands = &inquiry->operands;
	enum status status = STATUS_DONE;
	size_t missed = 0;
	size_t found = 0; /* among those that many may come of: lines, codes of calls */

	for (size_t i = 0; i < operands->count; i++)
		missed += !is_answer(inquiry, &operands->items[i]);
	if (say_no_call(inquiry, missed))
		return STATUS_MISS;
	for (size_t i = 0; i < operands->count; i++) {
		const struct operand *operand = &operands->items[i];
		struct scope scope = { .sources = inquiry->with_sources };
		if (is_answer(inquiry, operand))
			continue;
		status = STATUS_MISS;
		if ((operand->calls != NULL || operand->is_line) && found++ >= MISSES_SAID)
			continue;
		scope.commands = i == 0 && !context->explicit_command && !inquiry->is_joined;
		say_miss(context, operand->text, &operand->query, scope);
		if (scope.commands && missed == operands->count && miss_is_command(operand->text))
			return STATUS_MISS;
	}
	if (found > MISSES_SAID)
		say(context->diagnostics, "and %s more that are not in the table of %s",
		    figure(found - MISSES_SAID).text, tables[TABLE_VOICE].date);
	if (say_problems(inquiry))
		return operands->is_damaged ? STATUS_TROUBLE : STATUS_MISS;
	if (operands->count == 0) {
		say(context->diagnostics, "standard input: nothing to look up");
		status = STATUS_MISS;
	}
	return status;
}

enum status inquiry_end(struct inquiry *inquiry)
{
	sink_flush(inquiry->context->out);
	enum status status = say_misses(inquiry);
	operands_free(&inquiry->operands);
	return status;
}
