/*
 * annotate on CSV. The first four bytes choose the options, the others are the file, or two files.
 *
 * Demanded: delete the inserted cells and there is the input, record by record as a reader of a few plain lines here
 * sees them; the scanner off, each of its kernels and every read size make the same output, the same messages and the
 * same counts; so does counting alone, as stats does it; nothing is written where the input is refused.
 */
#include "fuzz.h"

#include <jansson.h>

#include "commands/input_options.h"
#include "records/summary.h"

enum { OPTION_BYTES = 4, SIZE_MAX_FUZZED = 300 * 1024, SMALL = 8 * 1024, NAME_SIZE = 32, FILES = 2 };

/* One of several, chosen by a byte. */
#define CHOSEN(array, byte) ((array)[(byte) % (sizeof(array) / sizeof(array)[0])])

struct request {
	struct pass_settings settings;
	struct added_list added;
	char names[FILES][NAME_SIZE];
	size_t count;
};

/* What a run came to. */
struct outcome {
	enum status status;
	struct buffer output, messages;
	struct tally tally; /* its arrays are freed */
	uint64_t records;
	enum pass_shape shape;
	bool is_over;
	unsigned char delimiter;
	size_t columns;
};

/* The summary looks at each of 100,000 counts: for most runs it would take longer than all else. */
static struct outcome run(const struct request *request, const struct kernel *kernel, size_t read_size, bool writes,
			  bool sums_up)
{
	struct diagnostics diagnostics = { .descriptor = file_of("", 0) };
	struct pass_settings settings = request->settings;
	char *files[FILES];
	struct outcome outcome;
	struct pass pass;
	struct sink sink;
	int out = file_of("", 0);

	for (size_t i = 0; i < request->count; i++)
		files[i] = (char *)(uintptr_t)request->names[i];
	DEMAND(sink_open(&sink, dup(out)) == 0);
	settings.diagnostics = &diagnostics;
	settings.kernel = kernel;
	settings.read_size = read_size;
	settings.out = &sink;
	settings.added = writes ? &request->added : NULL;
	DEMAND(pass_open(&pass, &settings));
	outcome.status = pass_files(&pass, files, request->count, -1);
	DEMAND(sink_close(&sink) == 0);
	if (sums_up && !pass.is_over) {
		struct shown column = pass_code_column(&pass);
		struct summary summary = { .diagnostics = &diagnostics,
					   .label = files[0],
					   .column = column.text,
					   .malformed = "copied as they were" };
		summary_print(&summary, &pass.tally);
	}
	outcome.output = contents_of(out);
	outcome.messages = contents_of(diagnostics.descriptor);
	outcome.tally = pass.tally;
	outcome.records = tally_records(&pass.tally);
	outcome.shape = pass.shape;
	outcome.is_over = pass.is_over;
	outcome.delimiter = pass.delimiter;
	outcome.columns = pass.header.count;
	pass_close(&pass);
	close(out);
	close(diagnostics.descriptor);
	return outcome;
}

static void forget(struct outcome *outcome)
{
	free(outcome->output.bytes);
	free(outcome->messages.bytes);
}

static void demand_same_counts(const struct outcome *a, const struct outcome *b)
{
	DEMAND(a->status == b->status);
	DEMAND(a->records == b->records);
	DEMAND(memcmp(a->tally.by_status, b->tally.by_status, sizeof a->tally.by_status) == 0);
	DEMAND(a->tally.shorter == b->tally.shorter && a->tally.longer == b->tally.longer);
	DEMAND(a->tally.malformed == b->tally.malformed);
	for (size_t kind = 0; kind < FINDING_COUNT; kind++)
		DEMAND(a->tally.first[kind].line == b->tally.first[kind].line);
}

static void compare(const struct request *request, const struct outcome *first, const struct kernel *kernel,
		    size_t read_size, bool sums_up)
{
	struct outcome other = run(request, kernel, read_size, true, sums_up);

	demand_same_counts(first, &other);
	DEMAND(is_same(first->output, other.output));
	if (sums_up)
		DEMAND(is_same(first->messages, other.messages));
	forget(&other);
}

/* What a plain reader of single bytes comes to: a record, a malformed line, or a line of blanks. */
struct piece {
	enum { PIECE_RECORD, PIECE_MALFORMED, PIECE_BLANK } kind;
	size_t head, tail, fields;
};

static size_t to_line_end(const unsigned char *bytes, size_t size)
{
	size_t at = 0;

	while (at < size && bytes[at] != '\n' && bytes[at] != '\r')
		at++;
	return at;
}

static size_t past_blanks(const unsigned char *bytes, size_t size, size_t at, unsigned char delimiter)
{
	while (at < size && is_blank(bytes[at], delimiter))
		at++;
	return at;
}

/* Where the field that begins at that place ends; SIZE_MAX: it is malformed. */
static size_t past_field(const unsigned char *bytes, size_t size, size_t at, unsigned char delimiter)
{
	at = past_blanks(bytes, size, at, delimiter);
	if (at == size || bytes[at] != '"') {
		while (at < size && bytes[at] != delimiter && !is_line_end(bytes[at]))
			at++;
		return at;
	}
	for (at++; at < size; at++) {
		if (bytes[at] != '"')
			continue;
		if (at + 1 == size || bytes[at + 1] != '"')
			break;
		at++;
	}
	if (at >= size)
		return SIZE_MAX;
	at = past_blanks(bytes, size, at + 1, delimiter);
	return at == size || bytes[at] == delimiter || is_line_end(bytes[at]) ? at : SIZE_MAX;
}

static struct piece next_piece(const unsigned char *bytes, size_t size, unsigned char delimiter)
{
	struct piece piece = { .kind = PIECE_RECORD, .head = past_blanks(bytes, size, 0, delimiter) };

	if (piece.head == size || is_line_end(bytes[piece.head])) {
		piece.kind = piece.head > RECORD_LIMIT ? PIECE_MALFORMED : PIECE_BLANK;
	} else {
		piece.head = past_field(bytes, size, 0, delimiter);
		for (piece.fields = 1; piece.head < size && bytes[piece.head] == delimiter; piece.fields++)
			piece.head = past_field(bytes, size, piece.head + 1, delimiter);
		if (piece.head > RECORD_LIMIT) {
			piece.kind = PIECE_MALFORMED;
			piece.head = to_line_end(bytes, size);
		}
	}
	if (piece.head < size)
		piece.tail = size - piece.head > 1 && memcmp(bytes + piece.head, "\r\n", 2) == 0 ? 2 : 1;
	return piece;
}

/* Takes a delimiter and an added cell off the output. Returns what is left of it. */
static struct buffer skip_cell(struct buffer out, unsigned char delimiter)
{
	DEMAND(out.size > 0 && *out.bytes == delimiter);
	out.bytes++;
	out.size--;
	DEMAND(out.size == 0 || *out.bytes == delimiter || strchr("=+-@\t", *out.bytes) == NULL);
	size_t length = past_field(out.bytes, out.size, 0, delimiter);
	DEMAND(length != SIZE_MAX);
	return (struct buffer){ out.bytes + length, out.size - length };
}

static struct buffer skip_same(struct buffer out, const unsigned char *bytes, size_t size)
{
	DEMAND(out.size >= size && memcmp(out.bytes, bytes, size) == 0);
	return (struct buffer){ out.bytes + size, out.size - size };
}

/* Nothing is written of a file that is refused, but blank lines before a header that fill the window. */
static void demand_refused(const struct outcome *outcome, const unsigned char *bytes, size_t size)
{
	struct buffer out = outcome->output;
	size_t begin = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	DEMAND(outcome->status == STATUS_TROUBLE && outcome->messages.size > 0);
	DEMAND(out.size == 0 || size > RECORD_LIMIT);
	DEMAND(out.size <= size && memcmp(out.bytes, bytes, out.size) == 0);
	for (size_t at = begin; at < out.size; at++)
		DEMAND(strchr(" \t\r\n", out.bytes[at]) != NULL);
}

static size_t line_length(const unsigned char *bytes, size_t size)
{
	size_t end = line_end_find(bytes, size);

	return end < size ? end + 1 : size;
}

/* A line of JSON records that is not the same: members have come in before its last brace, and it still is an object. */
static void demand_members(const struct request *request, const unsigned char *out, size_t out_size,
			   const unsigned char *line, size_t size)
{
	size_t brace = size;
	json_error_t error;
	size_t flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL;

	while (brace > 0 && line[brace - 1] != '}')
		brace--;
	DEMAND(brace > 0 && out_size > size);
	DEMAND(memcmp(out, line, brace - 1) == 0);
	DEMAND(memcmp(out + out_size - (size - brace + 1), line + brace - 1, size - brace + 1) == 0);
	json_t *before = json_loadb((const char *)line, size, flags, &error);
	json_t *after = json_loadb((const char *)out, out_size, flags, &error);
	DEMAND(json_is_object(before) && json_is_object(after));
	DEMAND(json_object_size(after) == json_object_size(before) + request->added.count);
	json_decref(before);
	json_decref(after);
}

static void demand_kept_json(const struct request *request, struct buffer out, const unsigned char *bytes, size_t size)
{
	size_t mark = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	out = skip_same(out, bytes, mark);
	bytes += mark;
	size -= mark;
	while (size > 0) {
		size_t length = line_length(bytes, size);
		size_t written = line_length(out.bytes, out.size);
		if (length != written || memcmp(bytes, out.bytes, length) != 0)
			demand_members(request, out.bytes, written, bytes, length);
		out.bytes += written;
		out.size -= written;
		bytes += length;
		size -= length;
	}
	DEMAND(out.size == 0);
}

/* The length of the whole lines of blanks that a file begins with, as far as they end within the limit. */
static size_t blank_lines(const unsigned char *bytes, size_t size, size_t limit)
{
	size_t done = 0;

	for (;;) {
		struct piece piece = next_piece(bytes + done, size - done, ',');
		size_t length = piece.head + piece.tail;
		if (piece.kind != PIECE_BLANK || piece.tail == 0 || length > limit - done)
			return done;
		done += length;
	}
}

/*
 * What has passed before the header can tell the delimiter, and whether a tab is a blank: of the blank lines before it
 * all but the last 64 KiB.
 */
static size_t passed_before_header(const unsigned char *bytes, size_t size)
{
	size_t blank = blank_lines(bytes, size, size);

	return blank > RECORD_LIMIT ? blank_lines(bytes, size, blank - RECORD_LIMIT) : 0;
}

/* One file's input and output, side by side. */
static void demand_kept(const struct request *request, const struct outcome *outcome, const unsigned char *bytes,
			size_t size)
{
	struct buffer out = outcome->output;
	uint64_t records = 0;
	uint64_t malformed = 0;

	if (outcome->shape == PASS_JSON && !outcome->is_over) {
		demand_kept_json(request, out, bytes, size);
		return;
	}
	if (outcome->is_over || (outcome->shape != PASS_CSV && outcome->status != STATUS_DONE)) {
		demand_refused(outcome, bytes, size);
		return;
	}
	if (outcome->shape != PASS_CSV) {
		skip_same(out, bytes, size);
		DEMAND(out.size == size);
		return;
	}
	if (size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		out = skip_same(out, bytes, 3);
		bytes += 3;
		size -= 3;
	}
	if (request->settings.delimiter == 0 && !request->settings.has_no_header) {
		size_t passed = passed_before_header(bytes, size);
		out = skip_same(out, bytes, passed);
		bytes += passed;
		size -= passed;
	}
	while (size > 0) {
		struct piece piece = next_piece(bytes, size, outcome->delimiter);
		out = skip_same(out, bytes, piece.head);
		records += piece.kind == PIECE_RECORD;
		malformed += piece.kind == PIECE_MALFORMED;
		for (size_t i = piece.fields; piece.kind == PIECE_RECORD && i < outcome->columns; i++)
			out = skip_same(out, &outcome->delimiter, 1);
		for (size_t i = 0; piece.kind == PIECE_RECORD && i < request->added.count; i++)
			out = skip_cell(out, outcome->delimiter);
		out = skip_same(out, bytes + piece.head, piece.tail);
		bytes += piece.head + piece.tail;
		size -= piece.head + piece.tail;
	}
	DEMAND(out.size == 0);
	DEMAND(outcome->records == records - !request->settings.has_no_header);
	DEMAND(outcome->tally.malformed == malformed);
}

static void read_options(struct request *request, const uint8_t *data)
{
	static const unsigned char delimiters[] = { 0, ',', ';', '\t', '|', ':', '#', '\'' };
	static const struct column_spec codes[] = {
		{ .kind = SPEC_RULE },
		{ .kind = SPEC_NUMBER, .number = 1 },
		{ .kind = SPEC_NUMBER, .number = 2 },
		{ .kind = SPEC_NUMBER, .number = 70 },
		{ .kind = SPEC_NAME, .name = "code" },
		{ .kind = SPEC_NAME, .name = "Hangup Code\"" },
		{ .kind = SPEC_NUMBER, .number = SIZE_MAX },
		{ .kind = SPEC_RULE },
	};
	static const struct column_spec names[] = {
		{ .kind = SPEC_RULE },
		{ .kind = SPEC_NONE },
		{ .kind = SPEC_NUMBER, .number = 2 },
		{ .kind = SPEC_NAME, .name = "n" },
	};
	static const char *const prefixes[] = { "plivo_", "", "a:b;", "\xc3\xa9 " };

	request->settings = pass_defaults("annotate", NULL, NULL);
	request->settings.delimiter = CHOSEN(delimiters, data[0] & 7);
	request->settings.has_no_header = (data[0] & 0x80) != 0;
	request->settings.code = CHOSEN(codes, data[1] & 7);
	request->settings.name = CHOSEN(names, data[1] >> 3);
	request->added = added_default();
	request->added.prefix = CHOSEN(prefixes, data[1] >> 5);
	if ((data[2] & 0x7f) == 0)
		return;
	request->added.count = 0;
	for (size_t i = 0; i < ADDED_COUNT; i++)
		if ((data[2] >> i & 1) != 0)
			request->added.columns[request->added.count++] = i;
}

/* What is long cannot be found by trial: \x01, a count and a byte stand for that byte 257 times the count. */
static struct buffer unfold(const uint8_t *data, size_t size)
{
	struct buffer file = { malloc(SIZE_MAX_FUZZED), 0 };

	DEMAND(file.bytes != NULL);
	for (size_t at = 0; at < size && file.size < SIZE_MAX_FUZZED; at++) {
		if (data[at] != 1 || at + 2 >= size) {
			file.bytes[file.size++] = data[at];
			continue;
		}
		size_t count = (size_t)data[at + 1] * 257;
		if (count > SIZE_MAX_FUZZED - file.size)
			count = SIZE_MAX_FUZZED - file.size;
		memset(file.bytes + file.size, data[at + 2], count);
		file.size += count;
		at += 2;
	}
	return file;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t read_sizes[] = { 1, 2, 3, 5, 13, 31, 63, 64, 65, 100, 127, 128, 1000 };
	struct diagnostics nowhere = { .descriptor = -1 };
	struct request request;
	int files[FILES];

	if (size < OPTION_BYTES)
		return 0;
	read_options(&request, data);
	request.settings.diagnostics = &nowhere;
	if (!input_options_check(&request.settings))
		return 0;
	struct buffer file = unfold(data + OPTION_BYTES, size - OPTION_BYTES);
	request.count = (data[0] & 0x40) != 0 ? 2 : 1;
	size_t half = request.count == 2 ? file.size * data[3] / 256 : file.size;
	for (size_t i = 0; i < request.count; i++) {
		files[i] = i == 0 ? file_of(file.bytes, half) : file_of(file.bytes + half, file.size - half);
		snprintf(request.names[i], NAME_SIZE, "/proc/self/fd/%d", files[i]);
	}

	struct outcome first = run(&request, scanner_kernel(), 0, true, true);
	struct outcome counted = run(&request, scanner_kernel(), 0, false, false);
	demand_clean(first.messages);
	/* Names to add may be refused where there is nothing to add. */
	if (!first.is_over)
		demand_same_counts(&first, &counted);
	if (request.count == 1)
		demand_kept(&request, &first, file.bytes, file.size);
	compare(&request, &first, NULL, 0, false);
	for (size_t i = 0; scanner_kernels[i] != NULL; i++)
		if (scanner_kernels[i] != scanner_kernel() && scanner_kernels[i]->is_supported())
			compare(&request, &first, scanner_kernels[i], 0, false);
	size_t read_size = file.size < SMALL ? CHOSEN(read_sizes, data[3]) : 4096 + 257 * (size_t)data[3];
	compare(&request, &first, scanner_kernel(), read_size, false);
	compare(&request, &first, NULL, read_size, true);

	forget(&first);
	forget(&counted);
	free(file.bytes);
	for (size_t i = 0; i < request.count; i++)
		close(files[i]);
	return 0;
}
