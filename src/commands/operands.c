/* SPDX-License-Identifier: MIT */
#include "commands/operands.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/input_options.h"
#include "commands/miss.h"
#include "reader/sniff.h"
#include "records/pass.h"
#include "records/unreadable.h"
#include "support/memory.h"
#include "support/retry.h"

/* MISSES_SAID: of what standard input holds and of the codes of calls, so many misses have a message each. */
enum { INPUT_MAX = 16 * 1024 * 1024, FIRST_SIZE = 64 * 1024, MISSES_SAID = 5 };

static struct operand *add(struct operands *operands, struct text text)
{
	operands->items = make_room(operands->items, operands->count, &operands->room, sizeof *operands->items);
	struct operand *operand = &operands->items[operands->count++];
	*operand = (struct operand){ .text = text };
	query_answer(&operand->query, text, operands->scope);
	return operand;
}

/* What calls are looked for in. */
struct search {
	struct operands *operands;
	bool is_input;
	bool any; /* a call, or what should have been one */
};

static void note(struct search *search, enum call_problem which, const struct record *record, struct text example)
{
	struct problem *problem = &search->operands->problems[which];

	if (problem->count++ > 0)
		return;
	problem->line = search->is_input ? record->line : 0;
	if (example.bytes != NULL)
		problem->example = show(text_trim(example));
}

static struct call copy_call(struct call call)
{
	char *bytes = allocate(1, call.uuid.length + call.source.length + 1);

	call.bytes = bytes;
	if (call.uuid.bytes != NULL)
		call.uuid.bytes = memcpy(bytes, call.uuid.bytes, call.uuid.length);
	if (call.source.bytes != NULL)
		call.source.bytes = memcpy(bytes + call.uuid.length, call.source.bytes, call.source.length);
	return call;
}

/* A code of a table that is asked for once, whatever the number of calls. */
static void add_code(struct operands *operands, const struct verdict *verdict, struct call call)
{
	char digits[16];

	if (operands->by_code == NULL)
		operands->by_code = allocate(TABLE_COUNT * CODE_COUNT, sizeof *operands->by_code);
	size_t *place = &operands->by_code[verdict_table(verdict) * CODE_COUNT + verdict->code];
	if (*place == 0) {
		snprintf(digits, sizeof digits, "%u", (unsigned)verdict->code);
		char *bytes = copy_string(digits);
		struct operand *added = add(operands, text_of(bytes));
		added->bytes = bytes;
		query_answer(&added->query, added->text,
			     verdict_table(verdict) == TABLE_TRUNK ? SCOPE_TRUNK : SCOPE_VOICE);
		*place = operands->count;
	}
	struct operand *operand = &operands->items[*place - 1];
	operand->calls = make_room(operand->calls, operand->call_count, &operand->call_room, sizeof *operand->calls);
	operand->calls[operand->call_count++] = copy_call(call);
}

static void note_mismatch(struct search *search, const struct record *leg, const struct verdict *verdict)
{
	static const char *const beside[] = {
		[NO_CONTRADICTION] = "",
		[NAME_CONTRADICTS] = " stands beside the name ",
		[SOURCE_CONTRADICTS] = " stands beside a source that only Voice has, ",
		[TABLE_NOT_TOLD] = " may be of Voice or of a SIP trunk: it stands beside the source ",
	};
	struct text cell = leg->cells[verdict->why == NAME_CONTRADICTS ? CELL_NAME : CELL_SOURCE];
	char example[SHOWN_SIZE + 128];

	if (verdict->why == TOLD_TWICE)
		snprintf(example, sizeof example, "%u stands beside two names or two sources", (unsigned)verdict->code);
	else
		snprintf(example, sizeof example, "%u%s\"%s\"", (unsigned)verdict->code, beside[verdict->why],
			 show(text_trim(cell)).text);
	bool is_of_trunk = verdict->why == TABLE_NOT_TOLD || verdict->why == SOURCE_CONTRADICTS;
	note(search, is_of_trunk ? CALL_TRUNK : CALL_MISMATCH, leg, text_of(example));
}

/* One leg of a call: its cells stand first. */
static void take_leg(struct search *search, const struct record *leg)
{
	struct verdict verdict =
		verdict_of(leg, search->operands->scope == SCOPE_ALL ? SCOPE_AUTO : search->operands->scope);

	switch (verdict.status) {
	case VERDICT_OK:
	case VERDICT_UNKNOWN:
		add_code(search->operands, &verdict,
			 (struct call){ .uuid = leg->cells[CELL_UUID], .source = leg->cells[CELL_SOURCE] });
		break;
	case VERDICT_EMPTY:
		note(search, CALL_NO_CODE, leg, leg->cells[CELL_UUID]);
		break;
	case VERDICT_INVALID:
		note(search, CALL_INVALID, leg, leg->cells[CELL_CODE]);
		break;
	case VERDICT_RAGGED:
		note(search, CALL_RAGGED, leg, leg->cells[CELL_UUID]);
		break;
	default:
		note_mismatch(search, leg, &verdict);
		break;
	}
}

/* A record, each leg of which is judged by its own name and source. */
static void take_record(void *data, const struct record *record)
{
	struct search *search = data;
	bool any = false;

	search->any = true;
	if (record->error != NULL) {
		search->operands->is_damaged |= search->is_input;
		note(search, CALL_MALFORMED, record, text_of(record->error));
		return;
	}
	for (size_t i = 0; i < LEG_COUNT; i++) {
		const struct text *cells = record->cells + i * CELL_COUNT;
		struct record leg = *record;
		if (cells[CELL_CODE].bytes == NULL && cells[CELL_NAME].bytes == NULL)
			continue;
		memcpy(leg.cells, cells, CELL_TRUNK * sizeof *cells);
		if (leg.cells[CELL_CODE].bytes == NULL)
			leg.cells[CELL_CODE] = leg.cells[CELL_NAME];
		take_leg(search, &leg);
		any = true;
	}
	if (!any && record->other_cause.bytes != NULL)
		note(search, CALL_OTHER_FIELD, record, record->other_cause);
	else if (!any)
		note(search, CALL_NO_CODE, record, record->cells[CELL_UUID]);
}

/* Looks for calls in a text: as a file of call records would be read, each leg of each. Returns whether there are any. */
static bool find_calls(struct operands *operands, struct text text, bool is_input)
{
	const struct diagnostics silent = { .descriptor = -1 };
	struct search search = { .operands = operands, .is_input = is_input };
	struct pass_settings settings = pass_defaults("explain", &silent, NULL);
	struct pass pass;

	settings.columns.every_leg = true;
	settings.take = take_record;
	settings.data = &search;
	pass_open(&pass, &settings);
	pass_memory(&pass, text);
	pass_close(&pass);
	operands->has_calls = operands->has_calls || search.any;
	return search.any;
}

/* Whether a word may hold a call: all fields of one have this in their names. */
static bool may_hold_call(struct text text)
{
	return text_has_key(text, "hangup") ||
	       sniff_json((const unsigned char *)text.bytes, text.length, true) == SNIFF_YES;
}

static bool is_file(struct text word)
{
	struct stat status;
	char path[PATH_MAX];

	return word.length < sizeof path && snprintf(path, sizeof path, "%.*s", (int)word.length, word.bytes) > 0 &&
	       stat(path, &status) == 0;
}

/* A word the table has no answer for may be several, but for an object of JSON, or a field's name with no call behind it. */
static void take_words(struct operands *operands, struct text word, bool is_line)
{
	struct operand *operand = add(operands, word);

	operand->is_line = is_line;
	if (operand->query.result != QUERY_MISS || memchr(word.bytes, ',', word.length) == NULL ||
	    *text_trim(word).bytes == '{' || text_has_key(word, "hangupcause") || (!is_line && is_file(word)))
		return;
	operands->count--;
	for (struct text one; query_next_word(&word, &one);)
		add(operands, one)->is_line = is_line;
}

static void take_word(struct operands *operands, struct text word)
{
	size_t bom = sniff_bom((const unsigned char *)word.bytes, word.length);
	struct query query;

	word = (struct text){ word.bytes + bom, word.length - bom };
	query_answer(&query, word, operands->scope);
	if (query.result != QUERY_MISS || !may_hold_call(word) || !find_calls(operands, word, false))
		take_words(operands, word, false);
}

/* The lines of standard input, where it holds no call: operands, one a line. */
static void take_lines(struct operands *operands, struct text text)
{
	for (size_t at = 0, end; at < text.length; at = end + 1) {
		end = at + line_end_find((const unsigned char *)text.bytes + at, text.length - at);
		struct text line = { text.bytes + at, end - at };
		if (text_trim(line).length > 0)
			take_words(operands, line, true);
	}
}

/* Reads a descriptor to its end, into memory that the caller frees. Returns 0 or an errno value; EFBIG: it is endless. */
static int read_all(int descriptor, char **bytes, size_t *length)
{
	size_t size = FIRST_SIZE;
	int error = 0;

	*bytes = allocate(1, size);
	for (ssize_t count = 1; count != 0 && error == 0;) {
		if (*length > INPUT_MAX)
			error = EFBIG;
		else if (*length == size)
			*bytes = reallocate(*bytes, size *= 2);
		count = error == 0 ? read(descriptor, *bytes + *length, size - *length) : 0;
		if (count > 0)
			*length += (size_t)count;
		else if (count < 0 && !retry_call(errno, descriptor, POLLIN))
			error = errno;
	}
	return error;
}

/* Whether a row of cells is a call's: there is a code of the table, and what is too long for one or for a name: digits. */
static bool is_row(const struct header *row)
{
	enum { CELLS_MIN = 3, DIGITS_MIN = 6 };
	bool is_long = false;

	for (size_t i = 0; i < row->count; i++) {
		struct text cell = row->names[i].text;
		size_t digits = 0;
		for (size_t at = 0; at < cell.length; at++)
			digits += text_is_digit(cell.bytes[at]);
		is_long = is_long || digits >= DIGITS_MIN;
	}
	return is_long && row->count >= CELLS_MIN && columns_code_cell(row, false) != NO_COLUMN;
}

/* CSV without its header, as grep leaves it, which only stats and annotate are told how to read. Returns whether it is. */
static bool rows_refused(const struct origin *origin, struct text text)
{
	bool is_found = false;

	for (size_t i = 0; i < sizeof usual_delimiters && !is_found; i++) {
		struct header row;
		struct header_place place;
		const char delimiter[] = { (char)usual_delimiters[i], '\0' };
		is_found = header_read(&row, &place, (const unsigned char *)text.bytes, text.length, true,
				       usual_delimiters[i]) == HEADER_READ &&
			   is_row(&row);
		if (is_found) {
			say_at(origin->diagnostics, origin->file, 0, "call records without their header");
			say_hint(origin->diagnostics, "hangup stats %s%s%s-H -c %zu", i > 0 ? "-d " : "",
				 i > 0 ? show_word(*delimiter == '\t' ? "tab" : delimiter).text : "", i > 0 ? " " : "",
				 columns_code_cell(&row, false) + 1);
		}
		header_close(&row);
	}
	return is_found;
}

/* What standard input holds: calls or else operands, of which no file that is not text has any. */
static enum status take_text(struct operands *operands, const struct command_line *line, struct text text)
{
	struct strbuf command = line->words;

	for (int i = line->options.first_operand; i < line->options.count; i++)
		strbuf_add(&command, "%s%s", command.used > 0 ? " " : "", show_word(line->options.arguments[i]).text);
	const struct origin origin = {
		.diagnostics = line->context->diagnostics,
		.command = command.text,
		.inputs = "",
		.file = "standard input",
	};
	if (unreadable_packed(&origin, text))
		return STATUS_TROUBLE;
	size_t bom = sniff_bom((const unsigned char *)text.bytes, text.length);
	text = (struct text){ text.bytes + bom, text.length - bom };
	if (may_hold_call(text) && find_calls(operands, text, true))
		return STATUS_DONE;
	if (unreadable_binary(&origin, text) || rows_refused(&origin, text))
		return STATUS_TROUBLE;
	take_lines(operands, text);
	return STATUS_DONE;
}

static enum status take_input(struct operands *operands, const struct command_line *line)
{
	const struct context *context = line->context;
	size_t length = 0;
	struct stat in;

	if (operands->has_input)
		return STATUS_DONE; /* a second `-` finds nothing left */
	operands->has_input = true;
	if (isatty(context->input))
		say(context->diagnostics, "paste what you have, press Enter, then Ctrl-D");
	if (fstat(context->input, &in) == 0 && sink_is_input(context->out, &in, "standard input", context->diagnostics))
		return STATUS_TROUBLE;
	int error = read_all(context->input, &operands->input, &length);
	if (error == 0)
		return take_text(operands, line, (struct text){ operands->input, length });
	say(context->diagnostics, "standard input: %s",
	    error == EFBIG ? "more than 16 MiB, the most that is looked at" : strerror(error));
	if (error == EFBIG)
		say_hint(context->diagnostics, "for a file of call records: hangup annotate, hangup stats");
	return STATUS_TROUBLE;
}

static void operands_free(struct operands *operands)
{
	for (size_t i = 0; i < operands->count; i++) {
		struct operand *operand = &operands->items[i];
		for (size_t call = 0; call < operand->call_count; call++)
			free(operand->calls[call].bytes);
		free(operand->calls);
		free(operand->bytes);
	}
	free(operands->by_code);
	free(operands->input);
	free(operands->items);
}

static enum status read_words(struct operands *operands, const struct command_line *line)
{
	enum status status = STATUS_DONE;

	if (line->options.first_operand == line->options.count && line->context->explicit_command &&
	    input_is_ready(line->context->input))
		return take_input(operands, line);
	if (line->options.first_operand == line->options.count) {
		say(line->context->diagnostics, "%s needs a code, a name, a range, a pattern, a group or an action",
		    line->command->name);
		say_hint(line->context->diagnostics, "hangup help %s", line->command->name);
		return STATUS_TROUBLE;
	}
	for (int i = line->options.first_operand; i < line->options.count && status == STATUS_DONE; i++) {
		char *word = line->options.arguments[i];
		if (strcmp(word, "-") == 0)
			status = take_input(operands, line);
		else
			take_word(operands, text_of(word));
	}
	return status;
}

static bool is_answer(const struct operands *operands, const struct operand *operand)
{
	const struct query *query = &operand->query;

	return query->result == QUERY_FOUND && (query->count > 0 || (operands->with_sources && query->source != NULL));
}

/* Operands none of which matches are one in several words; or nearly one, which makes for the better suggestion. */
static void try_joined(struct operands *operands)
{
	struct scope scope = { .sources = operands->with_sources, .tables = operands->scope };
	size_t length = 0;

	for (size_t i = 0; i < operands->count; i++)
		length += operands->items[i].text.length + 1;
	char *bytes = allocate(1, length);
	char *to = bytes;
	for (size_t i = 0; i < operands->count; i++) {
		to = mempcpy(to, operands->items[i].text.bytes, operands->items[i].text.length);
		*to++ = ' ';
	}
	struct operand *one = add(operands, (struct text){ bytes, length - 1 });
	one->bytes = bytes;
	bool is_near = one->query.result == QUERY_MISS && one->query.miss == MISS_WORD &&
		       miss_has_suggestion(one->text, scope);
	if (is_answer(operands, one) || is_near) {
		operands->is_joined = true;
		operands->items[0] = *one; /* none of those before owns anything */
		operands->count = 1;
		return;
	}
	free(bytes);
	operands->count--;
}

enum status operands_begin(struct operands *operands, const struct command_line *line, bool with_sources,
			   enum table_scope scope)
{
	bool any = false;

	*operands = (struct operands){
		.context = line->context, .typed = line->words.text, .with_sources = with_sources, .scope = scope
	};
	enum status status = read_words(operands, line);
	for (size_t i = 0; i < operands->count && status == STATUS_DONE; i++) {
		if (operands->items[i].query.result == QUERY_USAGE) {
			say(line->context->diagnostics, "the range '%s' ends before it begins",
			    show(operands->items[i].text).text);
			status = STATUS_TROUBLE;
		}
		any = any || is_answer(operands, &operands->items[i]);
	}
	if (status != STATUS_DONE)
		operands_free(operands);
	else if (!any && operands->count > 1 && !operands->has_input && !operands->has_calls)
		try_joined(operands);
	return status;
}

const struct operand *operands_next(struct operands *operands)
{
	while (operands->next < operands->count) {
		const struct operand *operand = &operands->items[operands->next++];
		if (is_answer(operands, operand))
			return operand;
	}
	return NULL;
}

/* What was wrong with calls. Returns whether anything was. */
static bool say_problems(const struct operands *operands)
{
	bool any = false;

	for (size_t i = 0; i < CALL_PROBLEMS; i++) {
		if (operands->problems[i].count == 0)
			continue;
		say_problem(operands->context, (enum call_problem)i, &operands->problems[i]);
		any = true;
	}
	return any;
}

/*
 * Standard input none of whose lines is an answer, nor a code; of a few, nor nearly a name: a log, say. Returns whether
 * it is so.
 */
static bool say_no_call(const struct operands *operands, size_t missed)
{
	struct scope scope = { .sources = operands->with_sources, .tables = operands->scope };
	size_t words = 0;
	bool is_few = missed > 1 && missed <= MISSES_SAID;

	for (size_t i = 0; i < operands->count; i++) {
		words += operands->items[i].query.miss == MISS_WORD;
		is_few = is_few && !miss_has_suggestion(operands->items[i].text, scope);
	}
	if (!operands->has_input || missed != operands->count || operands->has_calls ||
	    (is_few ? words < missed : words <= MISSES_SAID))
		return false;
	say(operands->context->diagnostics, "standard input: no code, name or call in its %s lines",
	    figure(missed).text);
	say_hint(operands->context->diagnostics, "a code stands beside its field's name, such as HangupCauseCode=3130");
	return true;
}

/* "3130 busy-line calls.csv": what the operands before one that is missed chose, as a WHICH; "" if there are none. */
static struct strbuf before_file(const struct operands *operands)
{
	struct strbuf only = { .used = 0 };

	for (size_t i = 0; i < operands->count && is_answer(operands, &operands->items[i]); i++) {
		const struct operand *operand = &operands->items[i];
		if (operand->calls != NULL || operand->is_line || operand->query.count == 0)
			return (struct strbuf){ .used = 0 };
		strbuf_add(&only, "%s%.*s", i > 0 ? "," : "", (int)operand->text.length, operand->text.bytes);
	}
	return only;
}

/* Returns STATUS_DONE if nothing was missed. */
static enum status say_misses(const struct operands *operands)
{
	const struct context *context = operands->context;
	enum status status = STATUS_DONE;
	size_t missed = 0;
	size_t found = 0; /* among those that many may come of: lines, codes of calls */

	for (size_t i = 0; i < operands->count; i++)
		missed += !is_answer(operands, &operands->items[i]);
	if (say_no_call(operands, missed))
		return STATUS_MISS;
	bool may_be_command = !context->explicit_command && !operands->is_joined && missed == operands->count;
	if (missed > 0 && missed == operands->count && !operands->has_input && miss_files(operands))
		return STATUS_MISS;
	if (may_be_command && missed > 0 && miss_other_command(operands))
		return STATUS_MISS;
	struct strbuf only = before_file(operands);
	for (size_t i = 0; i < operands->count; i++) {
		const struct operand *operand = &operands->items[i];
		struct scope scope = { .sources = operands->with_sources,
				       .tables = operands->scope,
				       .typed = operands->typed,
				       .only = only.used > 0 ? only.text : NULL };
		if (is_answer(operands, operand))
			continue;
		status = STATUS_MISS;
		if ((operand->calls != NULL || operand->is_line) && found++ >= MISSES_SAID)
			continue;
		scope.commands = i == 0 && !context->explicit_command && !operands->is_joined;
		say_miss(context, operand->text, &operand->query, scope);
		if (scope.commands && missed == operands->count && miss_is_command(operand->text))
			return STATUS_MISS;
	}
	if (found > MISSES_SAID)
		say(context->diagnostics, "and %s more that are not in %s", figure(found - MISSES_SAID).text,
		    scope_phrase(operands->scope).text);
	if (say_problems(operands))
		return operands->is_damaged ? STATUS_TROUBLE : STATUS_MISS;
	if (operands->count == 0) {
		say(context->diagnostics, "%snothing to look up", operands->has_input ? "standard input: " : "");
		status = STATUS_MISS;
	}
	return status;
}

enum status operands_end(struct operands *operands)
{
	sink_flush(operands->context->out);
	enum status status = say_misses(operands);
	operands_free(operands);
	return status;
}
