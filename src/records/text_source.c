/* SPDX-License-Identifier: MIT */
#include "records/text_source.h"

#include <string.h>

#include "records/text_names.h"

/* A name that the command line gives. Returns whether it does. */
static bool add_named(struct text_source *text, size_t *count, const struct column_spec *spec, enum cell cell)
{
	if (spec->kind != SPEC_NAME)
		return false;
	text_key(text_of(spec->name), text->keys[cell], PAIRS_KEY_SIZE);
	text->fields[(*count)++] = (struct pairs_field){ text->keys[cell], cell };
	return true;
}

/* A leg's fields, to the cells of that leg or of another; but for what the command line names or does without. */
static void add_leg(struct text_source *text, size_t *count, size_t leg, size_t to, enum cell first, enum cell last)
{
	bool has_name = text->file->wanted.of[CELL_NAME].kind == SPEC_RULE;
	bool has_source = text->file->wanted.of[CELL_SOURCE].kind == SPEC_RULE;

	for (enum cell cell = first; cell <= last; cell++)
		if ((cell != CELL_NAME || has_name) && (cell != CELL_SOURCE || has_source))
			text->fields[(*count)++] =
				(struct pairs_field){ leg_fields[leg][cell], to * CELL_COUNT + cell };
	if (has_name)
		text->fields[(*count)++] = (struct pairs_field){ leg_words[leg], PAIRS_WORD + to };
}

/* The fields that are looked for in text. Returns how many there are. */
static size_t choose_fields(struct text_source *text)
{
	const struct column_specs *specs = &text->file->wanted;
	size_t count = 0;

	bool is_named = add_named(text, &count, &specs->of[CELL_CODE], CELL_CODE);
	add_named(text, &count, &specs->of[CELL_NAME], CELL_NAME);
	add_named(text, &count, &specs->of[CELL_SOURCE], CELL_SOURCE);
	for (size_t leg = 0; leg < LEG_COUNT; leg++)
		if (!is_named)
			add_leg(text, &count, leg, leg, CELL_CODE, CELL_UUID);
		else if (strcmp(text->keys[CELL_CODE], leg_fields[leg][CELL_CODE]) == 0)
			add_leg(text, &count, leg, 0, CELL_NAME, CELL_UUID);
	add_named(text, &count, &specs->of[CELL_BY], CELL_BY);
	if (specs->wants_time && !add_named(text, &count, &specs->of[CELL_TIME], CELL_TIME))
		for (size_t i = 0; i < TIME_NAMES; i++)
			text->fields[count++] = (struct pairs_field){ time_names[i], CELL_TIME };
	if (!is_named) {
		text->fields[count++] = (struct pairs_field){ trunk_names[0], CELL_TRUNK };
		text->fields[count++] = (struct pairs_field){ trunk_names[1], CELL_INITIATOR };
		text->fields[count++] = (struct pairs_field){ old_trunk_fields[CELL_CODE], PAIRS_OLD_CODE };
	}
	if (specs->every_leg)
		text->fields[count++] = (struct pairs_field){ "dialhangupcause", PAIRS_OTHER };
	return count;
}

/* A record of text: of its legs, the first that has a code counts, or else the first that has a name in its place. */
static void take_leg(const struct text_source *text, struct record *record)
{
	struct text *cells = record->cells;
	size_t taken = 0;
	enum cell wanted = CELL_CODE;

	for (; wanted <= CELL_NAME; wanted++) {
		for (taken = 0; taken < LEG_COUNT && cells[taken * CELL_COUNT + wanted].bytes == NULL;)
			taken++;
		if (taken < LEG_COUNT)
			break;
	}
	taken = taken == LEG_COUNT ? 0 : taken;
	struct text time = cells[CELL_TIME];
	struct text by = text->file->wanted.by_source ? cells[taken * CELL_COUNT + CELL_SOURCE] : cells[CELL_BY];
	/* What tells a trunk, of whatever leg, stays where it is. */
	memmove(cells, cells + taken * CELL_COUNT, CELL_TRUNK * sizeof *cells);
	if (wanted == CELL_NAME) {
		cells[CELL_CODE] = cells[CELL_NAME];
		cells[CELL_NAME] = (struct text){ NULL, 0 };
	}
	cells[CELL_TIME] = time;
	cells[CELL_BY] = by;
}

/* A record without a time has that of its line, of which it may be one of several calls. */
static void take_line_time(struct text_source *text, struct record *record)
{
	struct text line = { (const char *)record->bytes, record->head };

	if (!text->is_in_line) {
		line = moment_of_line(line);
		text->line_time_length = line.length < sizeof text->line_time ? line.length : 0;
		if (text->line_time_length > 0)
			memcpy(text->line_time, line.bytes, line.length);
	}
	text->is_in_line = record->is_continued;
	struct text time = record->cells[CELL_TIME];
	if (text->line_time_length > 0 && (time.bytes == NULL || !text_names_is_time(time)))
		record->cells[CELL_TIME] = (struct text){ text->line_time, text->line_time_length };
}

/* A call as it has been found. Unknown, which is said of any call, stands for no code. */
static void take_call(const struct text_source *text, struct record *record)
{
	for (size_t leg = 0; leg < LEG_COUNT; leg++) {
		struct text *cells = record->cells + leg * CELL_COUNT;
		if (cells[CELL_CODE].bytes == NULL && cells[CELL_NAME].bytes != NULL &&
		    text_same_key(cells[CELL_NAME], text_of("Unknown")))
			cells[CELL_NAME] = (struct text){ NULL, 0 };
	}
	if (!text->file->wanted.every_leg)
		take_leg(text, record);
}

void text_source_open(struct text_source *text, struct input_file *file)
{
	const struct pairs_options options = {
		.takes_all = file->wanted.every_leg,
		.reads_long = file->wanted.every_leg,
		.is_live = file->settings->added != NULL,
		.source_length = text_names_source,
		.cause_length = text_names_cause,
		.is_time = text_names_is_time,
		.is_cause = file->wanted.of[CELL_NAME].kind == SPEC_RULE ? text_names_is_cause : NULL,
	};

	*text = (struct text_source){ .file = file };
	pairs_reader_open(&text->reader, text->fields, choose_fields(text), &options);
}

void text_source_close(struct text_source *text)
{
	pairs_reader_close(&text->reader);
}

void text_source_begin_told(struct text_source *text, struct text told)
{
	pairs_reader_begin_memory(&text->reader, told);
}

bool text_source_next_told(struct text_source *text, struct record *call)
{
	if (!pairs_reader_call(&text->reader, call))
		return false;
	take_call(text, call);
	return true;
}

/* Adds a cell to what a call is known by; too long a one makes it unknown. */
static void add_cell(struct call_mark *mark, struct text cell)
{
	cell = text_trim(cell);
	if (cell.length >= sizeof mark->text - mark->length) {
		mark->length = sizeof mark->text;
		return;
	}
	if (cell.length > 0)
		memcpy(mark->text + mark->length, cell.bytes, cell.length);
	mark->length += cell.length;
	mark->text[mark->length++] = '\0';
}

struct call_mark text_source_mark(const struct record *call, size_t cells)
{
	struct call_mark mark;

	mark.length = 0;
	mark.has_uuid = false;
	*mark.text = '\0';
	for (size_t leg = 0; leg < cells; leg += CELL_COUNT) {
		add_cell(&mark, call->cells[leg + CELL_CODE]);
		add_cell(&mark, call->cells[leg + CELL_UUID]);
		mark.has_uuid = mark.has_uuid || call->cells[leg + CELL_UUID].length > 0;
	}
	if (mark.length >= sizeof mark.text)
		mark.length = 0;
	return mark;
}

bool text_source_is_same(const struct call_mark *a, const struct call_mark *b)
{
	return a->has_uuid && a->length > 0 && a->length == b->length && memcmp(a->text, b->text, a->length) == 0;
}

bool text_source_one_told(struct text_source *text, struct text told, struct record *call)
{
	bool is_disputed = false;

	text_source_begin_told(text, told);
	if (!text_source_next_told(text, call))
		return false;
	struct call_mark first = text_source_mark(call, CELL_COUNT);
	uint64_t line = text->reader.lines_read;
	struct record more;
	while (text_source_next_told(text, &more)) {
		struct call_mark other = text_source_mark(&more, CELL_COUNT);
		/* As far as both have a code and an UUID. */
		is_disputed = is_disputed || (first.has_uuid && other.has_uuid ? !text_source_is_same(&first, &other)
									       : strcmp(first.text, other.text) != 0);
	}
	/* Other lines have overwritten what the first says. */
	if (text->reader.lines_read != line) {
		text_source_begin_told(text, told);
		text_source_next_told(text, call);
	}
	call->is_disputed = call->is_disputed || is_disputed;
	return true;
}

void text_source_take_told(const struct text_source *text, struct record *record, const struct record *call)
{
	for (size_t i = 0; i < (text->file->wanted.every_leg ? CELLS_MAX : CELL_COUNT); i++)
		if (i % CELL_COUNT < CELL_UUID || call->cells[i].bytes != NULL)
			record->cells[i] = call->cells[i];
	record->is_disputed = call->is_disputed;
	record->other_cause = call->other_cause;
	struct text *time = &record->cells[CELL_TIME];
	struct text line = { (const char *)call->bytes, call->head };
	if (text->file->wanted.wants_time && record->times == 0 &&
	    (time->bytes == NULL || !text_names_is_time(*time))) {
		line = moment_of_line(line);
		*time = line.bytes != NULL ? line : *time;
	}
}

static enum status begin(void *state, uint64_t line)
{
	struct text_source *text = state;

	if (input_file_add_cells(text->file, SPLICE_TEXT, 0) != STATUS_DONE)
		return STATUS_TROUBLE;
	copy_drop_blank_lines(&text->file->copy);
	pairs_reader_begin(&text->reader, &text->file->input, line);
	return STATUS_DONE;
}

static enum item next(void *state, struct record *record)
{
	struct text_source *text = state;
	enum item item = pairs_reader_next(&text->reader, record);

	if (item != ITEM_RECORD)
		return item;
	take_call(text, record);
	if (!text->file->wanted.every_leg && text->file->wanted.wants_time &&
	    text->file->wanted.of[CELL_TIME].kind == SPEC_RULE)
		take_line_time(text, record);
	return item;
}

enum status text_source_no_record(struct input_file *file)
{
	input_file_error(file, "no hangup cause code in it: a code has its field's name beside it");
	say_hint(file->settings->diagnostics, "such as HangupCauseCode=3130; CSV has a header with hangup_cause_code");
	return STATUS_TROUBLE;
}

static enum status end(void *state, bool is_empty)
{
	struct text_source *text = state;

	return is_empty ? text_source_no_record(text->file) : STATUS_DONE;
}

const struct shape text_shape = { .name = "text", .begin = begin, .next = next, .end = end };
