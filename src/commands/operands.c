#include "commands/operands.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/at_hand.h"
#include "support/retry.h"
#include "support/memory.h"

enum {
	INPUT_MAX = 16 * 1024 * 1024,
	FIRST_SIZE = 64 * 1024,
	KEPT_SIZE = 16 * 1024,
	CODES = 100000 /* codes have at most 5 digits */
};

/* Copied bytes, a block of them. */
struct arena {
	struct arena *next;
	size_t used, size;
	char bytes[];
};

/* A copy of a text. */
static struct text keep(struct operands *operands, struct text text)
{
	struct arena *kept = operands->kept;

	if (text.bytes == NULL)
		return text;
	if (kept == NULL || kept->size - kept->used < text.length) {
		size_t size = text.length > KEPT_SIZE ? text.length : KEPT_SIZE;
		kept = allocate(1, sizeof *kept + size);
		*kept = (struct arena){ .next = operands->kept, .size = size };
		operands->kept = kept;
	}
	char *copy = kept->bytes + kept->used;
	memcpy(copy, text.bytes, text.length);
	kept->used += text.length;
	return (struct text){ copy, text.length };
}

static void add(struct operands *operands, struct text text)
{
	operands->items = make_room(operands->items, operands->count, &operands->size, sizeof *operands->items);
	struct operand *operand = &operands->items[operands->count++];
	*operand = (struct operand){ .text = text };
	query_answer(&operand->query, text);
}

/* Reads a descriptor to its end into memory that the caller frees. Returns 0 or an errno value; EFBIG: it is endless. */
static int read_all(int descriptor, char **bytes, size_t *length)
{
	size_t size = 0;

	for (;;) {
		if (*length == size) {
			size = size > 0 ? 2 * size : FIRST_SIZE;
			if (size > INPUT_MAX)
				return EFBIG;
			*bytes = reallocate(*bytes, size);
		}
		ssize_t count = read(descriptor, *bytes + *length, size - *length);
		if (count == 0)
			return 0;
		if (count > 0)
			*length += (size_t)count;
		else if (!retry_call(errno, descriptor, POLLIN))
			return errno;
	}
}

/* One pass over what a word of the command line, or standard input, holds. */
struct gathering {
	struct operands *operands;
	size_t line;           /* of standard input, from 1; 0: it is a word */
	bool any;              /* legs of calls, or what should have been one */
	struct operands lines; /* those that are neither; their texts alone */
};

static void note(struct gathering *gathering, enum hitch hitch, struct text example)
{
	struct hitches *hitches = &gathering->operands->hitches[hitch];

	if (hitches->count++ > 0)
		return;
	hitches->line = gathering->line;
	if (example.bytes != NULL)
		hitches->example = show(example);
}

static void note_mismatch(struct gathering *gathering, const struct leg *leg)
{
	struct hitches *hitches = &gathering->operands->hitches[leg->is_trunk ? HITCH_TRUNK : HITCH_MISMATCH];
	bool is_first = hitches->count == 0;

	note(gathering, leg->is_trunk ? HITCH_TRUNK : HITCH_MISMATCH, leg->name);
	if (!is_first)
		return;
	struct shown name = hitches->example;
	if (leg->is_trunk)
		snprintf(hitches->example.text, sizeof hitches->example.text, "%u", (unsigned)leg->verdict.code);
	else
		snprintf(hitches->example.text, sizeof hitches->example.text, "%u stands beside the name \"%.200s\"",
			 (unsigned)leg->verdict.code, name.text);
}

static void add_call(struct operand *operand, struct call call)
{
	operand->calls = make_room(operand->calls, operand->call_count, &operand->call_room, sizeof *operand->calls);
	operand->calls[operand->call_count++] = call;
}

/* A code that is asked for once, whatever the number of calls. */
static void add_code(struct operands *operands, const struct leg *leg)
{
	uint32_t code = leg->verdict.code;
	char digits[16];

	if (operands->by_code == NULL)
		operands->by_code = allocate(CODES, sizeof *operands->by_code);
	if (operands->by_code[code] == 0) {
		snprintf(digits, sizeof digits, "%u", (unsigned)code);
		add(operands, keep(operands, text_of(digits)));
		operands->by_code[code] = operands->count;
	}
	add_call(&operands->items[operands->by_code[code] - 1],
		 (struct call){ keep(operands, leg->uuid), keep(operands, leg->source) });
}

/* A leg of a call, for at_hand_read. */
static void take_leg(void *data, const struct leg *leg)
{
	static const enum hitch hitches[] = {
		[LEG_NO_CODE] = HITCH_NO_CODE,
		[LEG_OTHER_FIELD] = HITCH_OTHER_FIELD,
		[LEG_TWICE] = HITCH_TWICE,
	};
	struct gathering *gathering = data;

	if (leg->trouble != LEG_TOLD) {
		note(gathering, hitches[leg->trouble], leg->trouble == LEG_OTHER_FIELD ? leg->value : leg->uuid);
		return;
	}
	switch (leg->verdict.status) {
	case VERDICT_EMPTY:
		note(gathering, HITCH_EMPTY, leg->uuid);
		break;
	case VERDICT_INVALID:
		note(gathering, HITCH_INVALID, leg->value);
		break;
	case VERDICT_MISMATCH:
		note_mismatch(gathering, leg);
		break;
	default:
		add_code(gathering->operands, leg);
	}
}

static size_t count_lines(struct text text)
{
	size_t lines = 0;

	for (size_t at = 0; at < text.length; at++)
		lines += text.bytes[at] == '\n';
	return lines;
}

/* Passes over the first bytes. */
static void pass(struct gathering *gathering, struct text *rest, size_t length)
{
	if (gathering->line > 0)
		gathering->line += count_lines((struct text){ rest->bytes, length });
	rest->bytes += length;
	rest->length -= length;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Keeps a line of something else for later. */
static void take_plain(struct gathering *gathering, struct text line)
{
	while (line.length > 0 && (line.bytes[line.length - 1] == '\n' || line.bytes[line.length - 1] == '\r'))
		line.length--;
	if (line.length <= AT_HAND_LINE || gathering->line == 0)
		add(&gathering->lines, line);
	else
		note(gathering, HITCH_LONG, (struct text){ NULL, 0 });
}

/* Reads what a text holds, piece by piece. */
static void strbuf_add(struct gathering *gathering, struct text rest)
{
	while (rest.length > 0) {
		/* Blanks before a piece on its line are part of the operand that it may be. */
		size_t blank = 0;
		size_t begin = 0;
		while (blank < rest.length && is_space(rest.bytes[blank]))
			if (rest.bytes[blank++] == '\n')
				begin = blank;
		if (blank == rest.length)
			return;
		pass(gathering, &rest, begin);
		blank -= begin;
		struct text piece = { rest.bytes + blank, rest.length - blank };
		struct at_hand_result result = at_hand_read(piece, take_leg, gathering);
		struct text line = { rest.bytes, blank + result.length };
		if (result.kind == AT_HAND_PLAIN)
			take_plain(gathering, line);
		if (result.kind == AT_HAND_BAD)
			note(gathering, HITCH_BAD, text_of(result.trouble));
		gathering->any = gathering->any || result.kind != AT_HAND_PLAIN;
		pass(gathering, &rest, line.length);
	}
}

/*
 * The lines that are no calls. Where there are calls, too, they are lines of a log, unless they are answers. All of a
 * word is one operand.
 */
static void add_lines(struct gathering *gathering, struct text all)
{
	struct operands *operands = gathering->operands;
	bool is_input = gathering->line > 0;

	operands->has_shapes = operands->has_shapes || gathering->any;
	if (!gathering->any && !is_input) {
		add(operands, all);
		return;
	}
	for (size_t i = 0; i < gathering->lines.count; i++) {
		struct text line = gathering->lines.items[i].text;
		if (!gathering->any || read_code(line).meaning == MEANS_CAUSE) {
			add(operands, line);
			continue;
		}
		gathering->line =
			is_input ? 1 + count_lines((struct text){ all.bytes, (size_t)(line.bytes - all.bytes) }) : 0;
		if (operands->hitches[HITCH_LINE].count > 0)
			gathering->line = 0;
		note(gathering, HITCH_LINE, text_trim(line));
	}
}

/* What a word of the command line, or standard input, asks for. */
static void take(struct operands *operands, struct text text, bool is_input)
{
	struct gathering gathering = { .operands = operands, .line = is_input ? 1 : 0 };

	strbuf_add(&gathering, text);
	add_lines(&gathering, text);
	free(gathering.lines.items);
}

static enum status read_input(struct operands *operands, const struct context *context)
{
	size_t length = 0;

	if (operands->has_input)
		return STATUS_DONE; /* a second `-` finds nothing left */
	operands->has_input = true;
	int error = read_all(context->input, &operands->input, &length);
	if (error == 0) {
		take(operands, (struct text){ operands->input, length }, true);
		return STATUS_DONE;
	}
	say(context->diagnostics, "standard input: %s",
	    error == EFBIG ? "over 16 MiB, which is more than is looked at" : strerror(error));
	if (error == EFBIG)
		say_hint(context->diagnostics, "for a file of call records: hangup annotate, hangup stats");
	return STATUS_TROUBLE;
}

enum status operands_read(struct operands *operands, const struct context *context, int count, char **words)
{
	enum status status = STATUS_DONE;

	*operands = (struct operands){ .items = NULL };
	for (int i = 0; i < count && status == STATUS_DONE; i++) {
		if (strcmp(words[i], "-") == 0)
			status = read_input(operands, context);
		else
			take(operands, text_of(words[i]), false);
	}
	return status;
}

void operands_join(struct operands *joined, const struct operands *operands)
{
	size_t length = 0;

	*joined = (struct operands){ .items = NULL };
	for (size_t i = 0; i < operands->count; i++)
		length += operands->items[i].text.length + 1;
	char *to = joined->input = allocate(1, length + 1);
	for (size_t i = 0; i < operands->count; i++) {
		memcpy(to, operands->items[i].text.bytes, operands->items[i].text.length);
		to += operands->items[i].text.length;
		*to++ = ' ';
	}
	add(joined, (struct text){ joined->input, length > 0 ? length - 1 : 0 });
}

void operands_free(struct operands *operands)
{
	for (size_t i = 0; i < operands->count; i++)
		free(operands->items[i].calls);
	while (operands->kept != NULL) {
		struct arena *next = operands->kept->next;
		free(operands->kept);
		operands->kept = next;
	}
	free(operands->by_code);
	free(operands->items);
	free(operands->input);
	*operands = (struct operands){ .items = NULL };
}
