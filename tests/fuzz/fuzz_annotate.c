/* SPDX-License-Identifier: MIT */
/*
 * annotate and what it reads, and what stats counts of it by hour or by a column. The first four bytes choose the
 * options, the others are the file, or two files.
 *
 * Demanded: CSV comes out as the reference of the unit tests has it; of JSON and text, delete what has been inserted and
 * there is the input; the scanner off, each of its kernels and every read size make the same output, the same messages
 * and the same counts, row by row; so does counting alone, as stats does it, and reading the files as those of before;
 * nothing is written where the input is refused.
 */
#include "fuzz.h"

/* The reference asks what it must as the unit tests do; here that ends the program. */
#include <check.h>
#undef ck_assert_msg
#undef ck_abort_msg
#define ck_assert_msg(condition, ...) DEMAND(condition)
#define ck_abort_msg(...)             abort()
#include "../unit/reference.c"

void annotated_free(struct annotated *annotated)
{
	free(annotated->out);
}

#include "commands/input_options.h"
#include "records/summary.h"
#include "stats/before.h"
#include "stats/counter.h"

enum { OPTION_BYTES = 4, SIZE_MAX_FUZZED = 300 * 1024, SMALL = 8 * 1024, NAME_SIZE = 32, FILES = 2 };

/* One of several, chosen by a byte. */
#define CHOSEN(array, byte) ((array)[(byte) % (sizeof(array) / sizeof(array)[0])])

struct request {
	struct pass_settings settings;
	struct added_list added;
	char names[FILES][NAME_SIZE];
	size_t count;
	struct stats_request stats; /* by what records are counted, too: BY_CAUSE is nothing more */
	bool is_default;            /* what is added, and its names */
};

/* What a run came to. */
struct outcome {
	enum status status;
	struct buffer output, messages, rows;
	struct tally tally; /* its arrays are freed */
	uint64_t records;
	const struct shape *shape;
	bool is_over;
};

/* The rows of a cross table, one after the other: the key, how many records it has and how many of them failed. */
static struct buffer rows_of(const struct counter *counter)
{
	const struct cross *cross = &counter->cross;
	struct buffer rows = { NULL, 0 };
	FILE *stream = open_memstream((char **)&rows.bytes, &rows.size);

	DEMAND(stream != NULL);
	for (size_t row = 0; row < cross->row_count; row++) {
		struct text key = cross_key(cross, row);
		fwrite(key.bytes, 1, key.length, stream);
		fprintf(stream, "=%ju/%ju\n", (uintmax_t)cross->rows[row].counted, (uintmax_t)cross->rows[row].calls);
	}
	DEMAND(fclose(stream) == 0);
	return rows;
}

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
	struct counter counter;
	int out = file_of("", 0);

	for (size_t i = 0; i < request->count; i++)
		files[i] = (char *)(uintptr_t)request->names[i];
	sink_open(&sink, dup(out));
	settings.diagnostics = &diagnostics;
	settings.kernel = kernel;
	settings.read_size = read_size;
	settings.out = &sink;
	settings.added = writes ? &request->added : NULL;
	counter_open(&counter, &request->stats);
	if (by_is_cross(request->stats.by)) {
		settings.count = counter_add;
		settings.data = &counter;
	}
	pass_open(&pass, &settings);
	outcome.status = pass_files(&pass, files, request->count, -1);
	DEMAND(sink_close(&sink) == 0);
	if (sums_up && !pass.file.is_over) {
		struct summary summary = { .diagnostics = &diagnostics,
					   .command = settings.command,
					   .inputs = settings.inputs,
					   .label = files[0],
					   .column = pass.file.names.of[CELL_CODE].first.text,
					   .malformed = "copied as they were" };
		summary_print(&summary, &pass.tally);
	}
	outcome.output = contents_of(out);
	outcome.messages = contents_of(diagnostics.descriptor);
	outcome.tally = pass.tally;
	outcome.records = tally_records(&pass.tally);
	outcome.shape = pass.shapes.shape;
	outcome.is_over = pass.file.is_over;
	cross_flush(&counter.cross);
	outcome.rows = rows_of(&counter);
	counter_close(&counter);
	pass_close(&pass);
	close(out);
	close(diagnostics.descriptor);
	return outcome;
}

static void forget(struct outcome *outcome)
{
	free(outcome->output.bytes);
	free(outcome->messages.bytes);
	free(outcome->rows.bytes);
}

static void demand_same_counts(const struct outcome *a, const struct outcome *b)
{
	DEMAND(a->status == b->status);
	DEMAND(a->records == b->records);
	DEMAND(is_same(a->rows, b->rows));
	DEMAND(memcmp(a->tally.by_status, b->tally.by_status, sizeof a->tally.by_status) == 0);
	DEMAND(a->tally.shorter == b->tally.shorter && a->tally.longer == b->tally.longer);
	DEMAND(a->tally.malformed == b->tally.malformed);
	for (size_t kind = 0; kind < FINDING_COUNT; kind++)
		DEMAND(a->tally.first[kind].line == b->tally.first[kind].line);
}

/* The files as those of --against: as a whole they have the same records. */
static void demand_same_before(const struct request *request, const struct outcome *counted)
{
	struct diagnostics nowhere = { .descriptor = -1 };
	struct stats_request stats = request->stats;
	char *files[FILES];
	struct before before;
	struct sink sink;

	sink_open(&sink, file_of("", 0));
	for (size_t i = 0; i < request->count; i++)
		files[i] = (char *)(uintptr_t)request->names[i];
	stats.settings = request->settings;
	stats.settings.diagnostics = &nowhere;
	stats.settings.out = &sink;
	stats.against = files;
	stats.against_count = request->count;
	enum status status = before_open(&before, &stats, -1);
	DEMAND(before.drift > 0);
	if (status == STATUS_DONE)
		DEMAND(counted->status == STATUS_DONE && memcmp(counted->tally.by_status, before.pass.tally.by_status,
								sizeof before.pass.tally.by_status) == 0);
	pass_close(&before.pass);
	DEMAND(sink_close(&sink) == 0);
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

/* How long what has been inserted is, at the output's beginning: members of JSON. */
static size_t members_length(const struct request *request, const unsigned char *out, size_t size)
{
	const char *text = (const char *)out;
	size_t at = 0;

	for (size_t i = 0; i < request->added.count; i++) {
		struct added_name name = added_name(&request->added, i);
		size_t length = strlen(name.text);
		at += at < size && text[at] == ',';
		const char *colon = memmem(text + at, size - at, "\":", 2);
		DEMAND(at < size && text[at] == '"' && colon != NULL);
		/* Escaped, where it is not ASCII. */
		DEMAND(strchr(name.text, '\xc3') != NULL || strncmp(text + at + 1, name.text, length) == 0);
		at = (size_t)(colon - text) + 2;
		if (strncmp(text + at, "null", 4) == 0) {
			at += 4;
			continue;
		}
		DEMAND(text[at] == '"');
		for (at++; at < size && text[at] != '"'; at++)
			at += text[at] == '\\';
		at++;
	}
	return at;
}

/* The same in text: pairs, up to the end of the line. */
static size_t pairs_length(const struct request *request, const unsigned char *out, size_t size)
{
	DEMAND(request->added.count == 0 || *out == ' ');
	return line_end_find(out, size);
}

/* What is inserted begins otherwise than what stands behind it: a line end, a brace. */
static void demand_kept_but(const struct request *request, struct buffer out, const unsigned char *bytes, size_t size,
			    size_t length_of(const struct request *, const unsigned char *, size_t))
{
	size_t at = 0;

	for (size_t kept = 0; kept < size || at < out.size;) {
		if (kept < size && at < out.size && out.bytes[at] == bytes[kept]) {
			at++;
			kept++;
			continue;
		}
		DEMAND(at < out.size);
		size_t length = length_of(request, out.bytes + at, out.size - at);
		DEMAND(length > 0);
		at += length;
	}
}

/* Options as the reference takes them, for a request that it knows how to fulfil. */
static bool can_refer(const struct request *request, const unsigned char *bytes, size_t size)
{
	size_t delimiters = 0;

	for (size_t at = 0; at < size && at < 2 * RECORD_LIMIT; at++) {
		delimiters += bytes[at] == request->settings.delimiter || strchr(",;\t|", bytes[at]) != NULL;
		if (bytes[at] == '\0')
			return false;
	}
	return delimiters < COLUMNS_MOST - 2 && size < RECORD_LIMIT && request->is_default;
}

static void demand_reference(const struct request *request, const struct outcome *outcome, const unsigned char *bytes,
			     size_t size)
{
	const struct pass_settings *settings = &request->settings;
	char numbers[2][32];
	char delimiter[] = { (char)settings->delimiter, '\0' };
	const char *arguments[12] = { NULL };
	size_t count = 0;
	bool has_header;

	if (settings->has_no_header)
		arguments[count++] = "-H";
	if (settings->delimiter != 0) {
		arguments[count++] = "-d";
		arguments[count++] = delimiter;
	}
	const struct column_spec *specs[] = { &settings->columns.of[CELL_CODE], &settings->columns.of[CELL_NAME] };
	for (size_t i = 0; i < 2; i++) {
		if (specs[i]->kind == SPEC_RULE)
			continue;
		snprintf(numbers[i], sizeof numbers[i], "%zu", specs[i]->number);
		arguments[count++] = i == 0 ? "-c" : "--name-column";
		arguments[count++] = specs[i]->kind == SPEC_NAME   ? specs[i]->name
				     : specs[i]->kind == SPEC_NONE ? "none"
								   : numbers[i];
	}
	struct annotated wanted = reference_annotate(arguments, bytes, size, &has_header);
	if (has_header || outcome->output.size == 0) {
		DEMAND(wanted.status == STATUS_TROUBLE ||
		       (outcome->status == STATUS_TROUBLE) == (outcome->tally.malformed > 0));
		DEMAND(wanted.size == outcome->output.size &&
		       memcmp(wanted.out, outcome->output.bytes, wanted.size) == 0);
		DEMAND(wanted.counts[COUNT_RECORDS] == outcome->records);
		DEMAND(wanted.counts[COUNT_BAD] == outcome->tally.malformed);
	}
	annotated_free(&wanted);
}

/* One file's input and output, side by side. */
static void demand_kept(const struct request *request, const struct outcome *outcome, const unsigned char *bytes,
			size_t size)
{
	if (outcome->is_over) {
		/* --prefix may be none for JSON or text; or the input is refused. More blank lines than are held are out. */
		DEMAND(outcome->status == STATUS_TROUBLE && outcome->messages.size > 0);
		for (size_t i = 0; i < outcome->output.size; i++)
			DEMAND(outcome->output.size > SINK_SIZE &&
			       memchr(" \t\r\n", outcome->output.bytes[i], 4) != NULL);
		return;
	}
	if (outcome->shape == &json_shape)
		demand_kept_but(request, outcome->output, bytes, size, members_length);
	else if (outcome->shape == &text_shape)
		demand_kept_but(request, outcome->output, bytes, size, pairs_length);
	else if (can_refer(request, bytes, size))
		demand_reference(request, outcome, bytes, size);
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

	static const char *const whichs[] = { NULL, "failed", "3010,3130,mismatch", "none,unknown" };
	static const enum by bys[] = { BY_CAUSE, BY_HOUR, BY_SOURCE, BY_COLUMN };
	struct diagnostics nowhere = { .descriptor = -1 };
	const char *only = CHOSEN(whichs, data[0] >> 3);

	request->settings = pass_defaults("annotate", NULL, NULL);
	request->stats = (struct stats_request){ .by = CHOSEN(bys, data[2] >> 7 | (data[3] & 1) << 1) };
	DEMAND(which_parse(&request->stats.only, text_of(only != NULL ? only : "failed"), "--only", &nowhere));
	request->settings.only = only != NULL ? &request->stats.only : NULL;
	request->settings.columns.by_source = request->stats.by == BY_SOURCE;
	request->settings.columns.wants_time = by_is_time(request->stats.by);
	if (request->stats.by == BY_COLUMN)
		request->settings.columns.of[CELL_BY] = (struct column_spec){ .kind = SPEC_NAME, .name = "n" };
	request->settings.delimiter = CHOSEN(delimiters, data[0] & 7);
	request->settings.has_no_header = (data[0] & 0x80) != 0;
	request->settings.columns.of[CELL_CODE] = CHOSEN(codes, data[1] & 7);
	request->settings.columns.of[CELL_NAME] = CHOSEN(names, data[1] >> 3);
	request->added = added_default();
	request->added.prefix = CHOSEN(prefixes, data[1] >> 5);
	request->is_default =
		(data[2] & 0x7f) == 0 && strcmp(request->added.prefix, "plivo_") == 0 && request->stats.by == BY_CAUSE;
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
	if ((data[3] & 2) != 0)
		demand_same_before(&request, &counted);
	/* Names to add may be refused where there is nothing to add, files whose headers differ where nothing is written. */
	if (!first.is_over && (request.count == 1 || first.status == STATUS_DONE))
		demand_same_counts(&first, &counted);
	if (request.count == 1 && request.settings.only == NULL)
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
