#include "reference.h"

#include <stdlib.h>
#include <string.h>

enum { LIMIT = 65536 };

static bool ends_line(unsigned char c)
{
	return c == '\n' || c == '\r';
}

static bool blank(const struct reference *r, size_t at)
{
	return at < r->size && (r->bytes[at] == ' ' || (r->bytes[at] == '\t' && r->delimiter != '\t'));
}

/* Past a line ending, if one is there. */
static size_t past_end(const struct reference *r, size_t at)
{
	if (at < r->size && r->bytes[at] == '\r')
		return at + 1 < r->size && r->bytes[at + 1] == '\n' ? at + 2 : at + 1;
	return at < r->size && r->bytes[at] == '\n' ? at + 1 : at;
}

static bool at_field_end(const struct reference *r, size_t at)
{
	return at == r->size || r->bytes[at] == r->delimiter || ends_line(r->bytes[at]);
}

/* A field from `at`: returns its end, SIZE_MAX if it is malformed; its value goes to room unless that is NULL. */
static size_t field(const struct reference *r, size_t at, char *room, size_t *length)
{
	size_t used = 0;

	while (blank(r, at))
		at++;
	if (at < r->size && r->bytes[at] == '"') {
		for (at++;; at++) {
			if (at == r->size)
				return SIZE_MAX;
			if (r->bytes[at] == '"' && (at + 1 == r->size || r->bytes[at + 1] != '"'))
				break;
			if (r->bytes[at] == '"')
				at++;
			if (room != NULL)
				room[used] = (char)r->bytes[at];
			used++;
		}
		for (at++; blank(r, at); at++)
			continue;
		*length = used;
		return at_field_end(r, at) ? at : SIZE_MAX;
	}
	size_t begin = at;
	while (!at_field_end(r, at))
		at++;
	size_t end = at;
	while (end > begin && blank(r, end - 1))
		end--;
	if (room != NULL)
		memcpy(room, r->bytes + begin, end - begin);
	*length = end - begin;
	return at;
}

bool reference_next(struct reference *r, struct piece *piece)
{
	size_t length;

	if (r->at == r->size)
		return false;
	*piece = (struct piece){ .begin = r->at, .line = r->line };
	size_t physical = r->at;
	while (physical < r->size && !ends_line(r->bytes[physical]))
		physical++;
	size_t text = r->at;
	while (blank(r, text))
		text++;
	if (text == physical && physical - r->at <= LIMIT) {
		piece->kind = PIECE_BLANK;
		piece->end = physical;
	} else {
		size_t at = field(r, r->at, NULL, &length);
		for (piece->fields = 1; at < r->size && r->bytes[at] == r->delimiter; piece->fields++)
			at = field(r, at + 1, NULL, &length);
		bool fits = at != SIZE_MAX && at - r->at <= LIMIT;
		piece->kind = fits ? PIECE_RECORD : PIECE_MALFORMED;
		piece->end = fits ? at : physical;
	}
	piece->next = past_end(r, piece->end);
	for (size_t at = piece->begin; at < piece->next; at++)
		r->line += past_end(r, at) == at + 1; /* the CR of a CRLF is two before it */
	r->at = piece->next;
	return true;
}

bool reference_cell(const struct reference *r, const struct piece *record, size_t column, char *room,
		    struct text *value)
{
	size_t at = record->begin;
	size_t length = 0;

	if (column >= record->fields)
		return false;
	for (size_t i = 0;; i++) {
		size_t end = field(r, at, i == column ? room : NULL, &length);
		if (i == column)
			break;
		at = end + 1;
	}
	*value = (struct text){ room, length };
	return true;
}

/* The output as it grows. */
struct growing {
	unsigned char *bytes;
	size_t size, room;
};

static void add(struct growing *to, const void *bytes, size_t length)
{
	if (to->size + length + 1 > to->room) {
		to->room = 2 * (to->size + length) + 4096;
		to->bytes = realloc(to->bytes, to->room);
		must(to->bytes != NULL, "out of memory");
	}
	memcpy(to->bytes + to->size, bytes, length);
	to->size += length;
	to->bytes[to->size] = '\0';
}

static void add_cell(struct growing *to, const char *value, unsigned char delimiter)
{
	bool is_quoted = strchr(value, delimiter) != NULL;

	add(to, &delimiter, 1);
	add(to, "\"", is_quoted);
	add(to, value, strlen(value));
	add(to, "\"", is_quoted);
}

/* The record's new cells: cause, group, action, status. */
static void add_cells(struct growing *to, const struct verdict *verdict, unsigned char delimiter)
{
	const struct cause *cause = verdict->cause;

	add_cell(to, cause != NULL ? cause->name : "", delimiter);
	add_cell(to, cause != NULL ? cause->group->name : "", delimiter);
	add_cell(to, cause != NULL ? action_name(cause->action) : "", delimiter);
	add_cell(to, verdict_status_name(verdict->status), delimiter);
}

static void count(struct annotated *expected, const struct verdict *verdict, size_t fields, size_t columns)
{
	static const enum count counts[VERDICT_COUNT] = {
		[VERDICT_OK] = COUNT_OK,
		[VERDICT_UNKNOWN] = COUNT_UNKNOWN,
		[VERDICT_MISMATCH] = COUNT_MISMATCH,
		[VERDICT_INVALID] = COUNT_INVALID,
		[VERDICT_EMPTY] = COUNT_EMPTY,
	};

	expected->counts[counts[verdict->status]]++;
	expected->counts[COUNT_RECORDS]++;
	if (columns > 0)
		expected->counts[COUNT_SHORT] += fields < columns;
	if (columns > 0)
		expected->counts[COUNT_LONG] += fields > columns;
}

static struct verdict judge_record(const struct reference *r, const struct piece *piece,
				   const struct reference_task *task, char *rooms[2])
{
	struct record record = { .bytes = NULL };

	reference_cell(r, piece, task->code, rooms[0], &record.cells[CELL_CODE]);
	if (task->name != NO_COLUMN)
		reference_cell(r, piece, task->name, rooms[1], &record.cells[CELL_NAME]);
	return verdict_of(&record);
}

struct annotated reference_annotate(const struct reference_task *task, const void *bytes, size_t size)
{
	size_t mark = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	struct reference r = { bytes, size, task->delimiter, mark, 1 };
	struct annotated expected = { .status = STATUS_DONE };
	struct growing out = { .bytes = NULL };
	char *rooms[2] = { malloc(LIMIT), malloc(LIMIT) };
	size_t columns = 0;
	bool wants_header = !task->has_no_header;
	struct piece piece;

	add(&out, bytes, mark);
	while (reference_next(&r, &piece)) {
		add(&out, r.bytes + piece.begin, piece.end - piece.begin);
		if (piece.kind == PIECE_MALFORMED) {
			must(!wants_header, "a malformed header");
			expected.counts[COUNT_BAD]++;
			expected.status = STATUS_TROUBLE;
		} else if (piece.kind == PIECE_RECORD && wants_header) {
			columns = piece.fields;
			wants_header = false;
			add(&out, task->header, strlen(task->header));
		} else if (piece.kind == PIECE_RECORD) {
			struct verdict verdict = judge_record(&r, &piece, task, rooms);
			for (size_t i = piece.fields; i < columns; i++)
				add(&out, &task->delimiter, 1);
			add_cells(&out, &verdict, task->delimiter);
			count(&expected, &verdict, piece.fields, columns);
		}
		add(&out, r.bytes + piece.end, piece.next - piece.end);
	}
	expected.out = out.bytes;
	expected.size = out.size;
	free(rooms[0]);
	free(rooms[1]);
	return expected;
}

void reference_check(const struct annotated *done, const struct reference_task *task, const void *bytes, size_t size,
		     const char *label)
{
	struct annotated wanted = reference_annotate(task, bytes, size);

	for (size_t i = 0; i < COUNT_COUNT; i++)
		must(wanted.counts[i] == done->counts[i], "%s: %ju, not %ju: %s", count_names[i],
		     (uintmax_t)done->counts[i], (uintmax_t)wanted.counts[i], label);
	must(wanted.status == done->status, "status %d: %s", done->status, label);
	must(wanted.size == done->size && memcmp(wanted.out, done->out, done->size) == 0,
	     "wrong output: %s\n%.2000s\nfor\n%.2000s", label, (const char *)done->out, (const char *)wanted.out);
	annotated_free(&wanted);
}
