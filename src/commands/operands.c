#include "commands/operands.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "records/at_hand.h"
#include "support/again.h"

enum {
	INPUT_MAX = 16 * 1024 * 1024,
	FIRST_SIZE = 64 * 1024,
	FIRST_COUNT = 16,
	KEPT_SIZE = 16 * 1024,
	CODES = 100000 /* codes have at most 5 digits */
};

/* Copied bytes, a block of them. */
struct kept {
	struct kept *next;
	size_t used, size;
	char bytes[];
};

/* A copy of a text; *done turns false when out of memory. */
static struct text keep(struct operands *operands, struct text text, bool *done)
{
	struct kept *kept = operands->kept;

	if (text.bytes == NULL)
		return text;
	if (kept == NULL || kept->size - kept->used < text.length) {
		size_t size = text.length > KEPT_SIZE ? text.length : KEPT_SIZE;
		kept = malloc(sizeof *kept + size);
		*done = *done && kept != NULL;
		if (kept == NULL)
			return (struct text){ NULL, 0 };
		*kept = (struct kept){ .next = operands->kept, .size = size };
		operands->kept = kept;
	}
	char *copy = kept->bytes + kept->used;
	memcpy(copy, text.bytes, text.length);
	kept->used += text.length;
	return (struct text){ copy, text.length };
}

/* gcc 12's analyzer takes the array for leaked where it is reached through the void pointer of take_leg. */
#if !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wanalyzer-malloc-leak"
#endif
static bool add(struct operands *operands, struct text text)
{
	if (operands->count == operands->size) {
		size_t size = operands->size > 0 ? 2 * operands->size : FIRST_COUNT;
		struct operand *items = reallocarray(operands->items, size, sizeof *items);
		if (items == NULL)
			return false;
		operands->items = items;
		operands->size = size;
	}
	operands->items[operands->count++] = (struct operand){ .text = text };
	return true;
}
#if !defined(__clang__)
#pragma GCC diagnostic pop
#endif

/* Reads a descriptor to its end into memory that the caller frees. Returns 0 or an errno value; EFBIG: it is endless. */
static int read_all(int descriptor, char **bytes, size_t *length)
{
	size_t size = 0;

	for (;;) {
		if (*length == size) {
			size = size > 0 ? 2 * size : FIRST_SIZE;
			char *grown = size <= INPUT_MAX ? realloc(*bytes, size) : NULL;
			if (grown == NULL)
				return size <= INPUT_MAX ? ENOMEM : EFBIG;
			*bytes = grown;
		}
		ssize_t count = read(descriptor, *bytes + *length, size - *length);
		if (count == 0)
			return 0;
		if (count > 0)
			*length += (size_t)count;
		else if (!call_again(errno, descriptor, POLLIN))
			return errno;
	}
}

/* One walk over what a word of the command line, or standard input, holds. */
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

static bool add_call(struct operand *operand, struct call call)
{
	if (operand->call_count == operand->call_room) {
		size_t room = operand->call_room > 0 ? 2 * operand->call_room : 1;
		struct call *calls = reallocarray(operand->calls, room, sizeof *calls);
		if (calls == NULL)
			return false;
		operand->calls = calls;
		operand->call_room = room;
	}
	operand->calls[operand->call_count++] = call;
	return true;
}

/* A code that is asked for once, whatever the number of calls. */
static bool add_code(struct operands *operands, const struct leg *leg)
{
	uint32_t code = leg->verdict.code;
	char digits[16];
	bool done = true;

	if (operands->by_code == NULL)
		operands->by_code = calloc(CODES, sizeof *operands->by_code);
	if (operands->by_code == NULL)
		return false;
	if (operands->by_code[code] == 0) {
		snprintf(digits, sizeof digits, "%u", (unsigned)code);
		struct text text = keep(operands, text_of(digits), &done);
		if (!done || !add(operands, text))
			return false;
		operands->by_code[code] = operands->count;
	}
	struct call call = { keep(operands, leg->uuid, &done), keep(operands, leg->source, &done) };
	return done && add_call(&operands->items[operands->by_code[code] - 1], call);
}

/* A leg of a call, for at_hand_read. */
static bool take_leg(void *data, const struct leg *leg)
{
	static const enum hitch hitches[] = {
		[LEG_NO_CODE] = HITCH_NO_CODE,
		[LEG_OTHER_FIELD] = HITCH_OTHER_FIELD,
		[LEG_TWICE] = HITCH_TWICE,
	};
	struct gathering *gathering = data;

	if (leg->trouble != LEG_TOLD) {
		note(gathering, hitches[leg->trouble], leg->trouble == LEG_OTHER_FIELD ? leg->value : leg->uuid);
		return true;
	}
	switch (leg->verdict.status) {
	case VERDICT_EMPTY:
		note(gathering, HITCH_EMPTY, leg->uuid);
		return true;
	case VERDICT_INVALID:
		note(gathering, HITCH_INVALID, leg->value);
		return true;
	case VERDICT_MISMATCH:
		note_mismatch(gathering, leg);
		return true;
	default:
		return add_code(gathering->operands, leg);
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
static bool take_plain(struct gathering *gathering, struct text line)
{
	while (line.length > 0 && (line.bytes[line.length - 1] == '\n' || line.bytes[line.length - 1] == '\r'))
		line.length--;
	if (line.length <= AT_HAND_LINE || gathering->line == 0)
		return add(&gathering->lines, line);
	note(gathering, HITCH_LONG, (struct text){ NULL, 0 });
	return true;
}

/* Reads what a text holds, piece by piece. Returns 0 or ENOMEM. */
static int gather(struct gathering *gathering, struct text rest)
{
	while (rest.length > 0) {
		/* Blanks before a piece on its line are part of the operand that it may be. */
		size_t blank = 0;
		size_t begin = 0;
		while (blank < rest.length && is_space(rest.bytes[blank]))
			if (rest.bytes[blank++] == '\n')
				begin = blank;
		if (blank == rest.length)
			return 0;
		pass(gathering, &rest, begin);
		blank -= begin;
		struct text piece = { rest.bytes + blank, rest.length - blank };
		struct at_hand_result result = at_hand_read(piece, take_leg, gathering);
		if (result.kind == AT_HAND_NO_MEMORY)
			return ENOMEM;
		struct text line = { rest.bytes, blank + result.length };
		if (result.kind == AT_HAND_PLAIN && !take_plain(gathering, line))
			return ENOMEM;
		if (result.kind == AT_HAND_BAD)
			note(gathering, HITCH_BAD, text_of(result.trouble));
		gathering->any = gathering->any || result.kind != AT_HAND_PLAIN;
		pass(gathering, &rest, line.length);
	}
	return 0;
}

/*
 * The lines that are no calls. Where there are calls, too, they are lines of a log, unless they are answers. All of a
 * word is one operand.
 */
static bool add_lines(struct gathering *gathering, struct text all)
{
	struct operands *operands = gathering->operands;
	bool is_input = gathering->line > 0;

	operands->has_shapes = operands->has_shapes || gathering->any;
	if (!gathering->any && !is_input)
		return add(operands, all);
	for (size_t i = 0; i < gathering->lines.count; i++) {
		struct text line = gathering->lines.items[i].text;
		if (!gathering->any || read_code(line).meaning == MEANS_CAUSE) {
			if (!add(operands, line))
				return false;
			continue;
		}
		gathering->line =
			is_input ? 1 + count_lines((struct text){ all.bytes, (size_t)(line.bytes - all.bytes) }) : 0;
		if (operands->hitches[HITCH_LINE].count > 0)
			gathering->line = 0;
		note(gathering, HITCH_LINE, text_trim(line));
	}
	return true;
}

/* What a word of the command line, or standard input, asks for. Returns 0 or ENOMEM. */
static int take(struct operands *operands, struct text text, bool is_input)
{
	struct gathering gathering = { .operands = operands, .line = is_input ? 1 : 0 };

	int error = gather(&gathering, text);
	if (error == 0 && !add_lines(&gathering, text))
		error = ENOMEM;
	free(gathering.lines.items);
	return error;
}

static int read_input(struct operands *operands, int descriptor)
{
	size_t length = 0;

	if (operands->has_input)
		return 0; /* a second `-` finds nothing left */
	operands->has_input = true;
	int error = read_all(descriptor, &operands->input, &length);
	return error == 0 ? take(operands, (struct text){ operands->input, length }, true) : error;
}

enum status operands_read(struct operands *operands, const struct context *context, int count, char **words)
{
	*operands = (struct operands){ .items = NULL };
	for (int i = 0; i < count; i++) {
		bool is_input = strcmp(words[i], "-") == 0;
		int error = is_input ? read_input(operands, context->input) : take(operands, text_of(words[i]), false);
		if (error == 0)
			continue;
		say(context->diagnostics, "%s: %s", is_input ? "standard input" : "operands",
		    error == EFBIG ? "over 16 MiB, which is more than is looked at" : strerror(error));
		if (error == EFBIG)
			say_hint(context->diagnostics, "for a file of call records: hangup annotate, hangup stats");
		return STATUS_TROUBLE;
	}
	return STATUS_DONE;
}

bool operands_join(struct operands *joined, const struct operands *operands)
{
	size_t length = 0;
	char *to;

	*joined = (struct operands){ .items = NULL };
	for (size_t i = 0; i < operands->count; i++)
		length += operands->items[i].text.length + 1;
	to = joined->input = malloc(length + 1);
	if (to == NULL)
		return false;
	for (size_t i = 0; i < operands->count; i++) {
		memcpy(to, operands->items[i].text.bytes, operands->items[i].text.length);
		to += operands->items[i].text.length;
		*to++ = ' ';
	}
	return add(joined, (struct text){ joined->input, length > 0 ? length - 1 : 0 });
}

void operands_free(struct operands *operands)
{
	for (size_t i = 0; i < operands->count; i++)
		free(operands->items[i].calls);
	while (operands->kept != NULL) {
		struct kept *next = operands->kept->next;
		free(operands->kept);
		operands->kept = next;
	}
	free(operands->by_code);
	free(operands->items);
	free(operands->input);
	*operands = (struct operands){ .items = NULL };
}
