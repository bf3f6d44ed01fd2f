#include "records/pass.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/input_file.h"
#include "records/open_records.h"
#include "support/retry.h"

enum { FIRST_KEYS = 1000 }; /* that messages look at */

static const char standard_input_name[] = "standard input";

struct pass_settings pass_defaults(const char *command, const struct diagnostics *diagnostics, struct sink *out)
{
	return (struct pass_settings){
		.command = command,
		.diagnostics = diagnostics,
		.out = out,
		.kernel = scanner_kernel(),
	};
}

static const char *const ambiguous_keys[] = {
	[COLUMNS_NO_CODE] = "two keys may each be that of the code: choose with -c NAME",
	[COLUMNS_NO_NAME] = "two keys may each be that of the cause's name: choose with --name-column NAME",
	[COLUMNS_NO_SOURCE] = "two keys may each be that of the source: choose with --source-column NAME",
	[COLUMNS_NO_TIME] = "two keys may each be that of the time: choose with --time-column NAME",
	[COLUMNS_TAKEN] = "it has a key already that would be added: choose other names with --prefix",
};

/* For messages: all keys so far or, once there is one, those of the first record. */
static void keep_keys(struct pass *pass, const struct header *keys, bool is_record)
{
	if (is_record)
		header_close(&pass->first_keys);
	if (pass->first_keys.bytes == NULL)
		header_open(&pass->first_keys, RECORD_LIMIT);
	for (size_t i = 0; i < keys->count && pass->first_keys.count < FIRST_KEYS; i++)
		if (pass->first_keys.bytes_used + keys->names[i].text.length < RECORD_LIMIT)
			header_add(&pass->first_keys, keys->names[i].text, true);
	pass->has_record_keys = is_record;
}

/* Which members of an object matter; for the JSON reader. */
static void choose_keys(void *data, const struct header *keys, struct columns *columns)
{
	struct pass *pass = data;
	struct column_choice choice;
	bool is_alone = columns->count == 0;

	columns_choose(&choice, keys, &pass->columns_wanted);
	*columns = choice.columns;
	if ((is_alone || columns->is_record) && !pass->has_record_keys)
		keep_keys(pass, keys, !is_alone);
	if (is_alone || !columns->is_record)
		return;
	columns->error = ambiguous_keys[choice.doubt];
	/* What is wrong with the keys is said of the record: none of them is missing as well. */
	for (size_t i = 0; i < CELL_COUNT; i++)
		pass->has_key[i] = pass->has_key[i] || columns->at[i] != NO_COLUMN || columns->error != NULL;
	if (columns->error != NULL || columns->at[CELL_CODE] == NO_COLUMN)
		return;
	if (*pass->by_name.text == '\0' && columns->at[CELL_BY] != NO_COLUMN)
		pass->by_name = show(keys->names[columns->at[CELL_BY]].text);
	if (*pass->code_name.text == '\0')
		pass->code_name = show(keys->names[columns->at[CELL_CODE]].text);
	if (choice.failure == COLUMNS_CHOSEN && choice.match.other != NO_COLUMN && *pass->other_key.text == '\0')
		pass->other_key = show(keys->names[choice.match.other].text);
}

/* A name that the command line gives. Returns whether it does. */
static bool add_named(struct pass *pass, size_t *count, const struct column_spec *spec, enum cell cell)
{
	if (spec->kind != SPEC_NAME)
		return false;
	text_key(text_of(spec->name), pass->keys[cell], PAIRS_KEY_SIZE);
	pass->fields[(*count)++] = (struct pairs_field){ pass->keys[cell], cell };
	return true;
}

/* A leg's fields, to the cells of that leg or of another; but for what the command line names or does without. */
static void add_leg(struct pass *pass, size_t *count, size_t leg, size_t to, enum cell first, enum cell last)
{
	bool has_name = pass->settings->columns.name.kind == SPEC_RULE;
	bool has_source = pass->settings->columns.source.kind == SPEC_RULE;

	for (enum cell cell = first; cell <= last; cell++)
		if ((cell != CELL_NAME || has_name) && (cell != CELL_SOURCE || has_source))
			pass->fields[(*count)++] =
				(struct pairs_field){ leg_fields[leg][cell], to * CELL_COUNT + cell };
	if (has_name)
		pass->fields[(*count)++] = (struct pairs_field){ leg_words[leg], PAIRS_WORD + to };
}

/* The fields that are looked for in text. Returns how many there are. */
static size_t choose_fields(struct pass *pass)
{
	const struct column_specs *specs = &pass->settings->columns;
	size_t count = 0;

	bool is_named = add_named(pass, &count, &specs->code, CELL_CODE);
	add_named(pass, &count, &specs->name, CELL_NAME);
	add_named(pass, &count, &specs->source, CELL_SOURCE);
	for (size_t leg = 0; leg < LEG_COUNT; leg++)
		if (!is_named)
			add_leg(pass, &count, leg, leg, CELL_CODE, CELL_UUID);
		else if (strcmp(pass->keys[CELL_CODE], leg_fields[leg][CELL_CODE]) == 0)
			add_leg(pass, &count, leg, 0, CELL_NAME, CELL_UUID);
	if (specs->by == COLUMN_BY_TIME && !add_named(pass, &count, &specs->time, CELL_BY))
		for (size_t i = 0; i < TIME_NAMES; i++)
			pass->fields[count++] = (struct pairs_field){ time_names[i], CELL_BY };
	if (!is_named) {
		pass->fields[count++] = (struct pairs_field){ trunk_names[0], PAIRS_TRUNK };
		pass->fields[count++] = (struct pairs_field){ trunk_names[1], PAIRS_TRUNK };
	}
	if (specs->every_leg)
		pass->fields[count++] = (struct pairs_field){ "dialhangupcause", PAIRS_OTHER };
	return count;
}

/* The file that is read, as messages name it and as commands do. */
static void set_origin(struct pass *pass, const char *file, const char *operand)
{
	pass->origin = (struct origin){
		.diagnostics = pass->settings->diagnostics,
		.command = pass->settings->command,
		.file = file,
		.operand = operand,
	};
}

void pass_open(struct pass *pass, const struct pass_settings *settings)
{
	*pass = (struct pass){ .settings = settings, .copy = { .seam = { .last_end = { { '\0', '\n' } } } } };
	pass->copy.out = settings->added != NULL ? settings->out : NULL;
	pass->copy.only = pass->copy.out != NULL ? settings->only : NULL;
	set_origin(pass, "", NULL);
	pass->delimiter = settings->delimiter;
	pass->columns_wanted = settings->columns;
	for (size_t i = 0; settings->added != NULL && i < settings->added->count; i++) {
		pass->added[i] = added_name(settings->added, i);
		pass->added_names[i] = pass->added[i].text;
	}
	pass->columns_wanted.added = pass->added_names;
	tally_open(&pass->tally);
	input_open(&pass->input);
	if (settings->read_size != 0)
		pass->input.read_size = settings->read_size;
	json_reader_open(&pass->json, choose_keys, pass);
	pairs_reader_open(&pass->pairs, pass->fields, choose_fields(pass), settings->columns.every_leg);
}

void pass_close(struct pass *pass)
{
	csv_reader_close(&pass->csv);
	json_reader_close(&pass->json);
	pairs_reader_close(&pass->pairs);
	copy_close(&pass->copy);
	header_close(&pass->header);
	header_close(&pass->first_keys);
	input_close(&pass->input);
	tally_close(&pass->tally);
}

struct pass_file pass_file(const struct pass *pass)
{
	return (struct pass_file){
		.shape = pass->shape,
		.delimiter = pass->shape == PASS_CSV ? pass->delimiter : 0,
		.names = pass->shape == PASS_JSON ? &pass->first_keys : &pass->header,
	};
}

/* A record of text: of its legs, the first that has a code counts, or else the first that has a name in its place. */
static void take_leg(const struct pass *pass, struct record *record)
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
	struct text by =
		pass->settings->columns.by == COLUMN_BY_TIME ? cells[CELL_BY] : cells[taken * CELL_COUNT + CELL_SOURCE];
	memmove(cells, cells + taken * CELL_COUNT, CELL_COUNT * sizeof *cells);
	if (wanted == CELL_NAME) {
		cells[CELL_CODE] = cells[CELL_NAME];
		cells[CELL_NAME] = (struct text){ NULL, 0 };
	}
	cells[CELL_BY] = by;
}

/* The next item of the input at hand: of text, the cells of the leg that counts stand first. */
static enum item next_item(struct pass *pass, struct record *record)
{
	enum item item;

	switch (pass->shape) {
	case PASS_JSON:
		return json_reader_next(&pass->json, record);
	case PASS_TEXT:
		item = pairs_reader_next(&pass->pairs, record);
		if (item == ITEM_RECORD && !pass->settings->columns.every_leg)
			take_leg(pass, record);
		return item;
	default:
		return csv_reader_next(&pass->csv, record);
	}
}

/* Takes a word off the beginning of a text, if it begins so. */
static bool take_word(struct text *text, const char *word)
{
	size_t length = strlen(word);

	if (text->length < length || memcmp(text->bytes, word, length) != 0)
		return false;
	*text = (struct text){ text->bytes + length, text->length - length };
	return true;
}

/* Whether a line of a drawn table only draws: a rule, "(3 rows)", "3 rows in set (0.00 sec)". */
static bool is_drawn(const struct pass *pass, const struct record *record)
{
	struct text line = { (const char *)record->bytes, line_end_find(record->bytes, record->head + record->tail) };
	uint64_t rows;

	if (pass->shape != PASS_CSV || pass->delimiter != '|')
		return false;
	if (columns_are_rule(line))
		return true;
	line = text_trim(line);
	bool has_bracket = take_word(&line, "(");
	if (!text_number(&line, &rows) || !(take_word(&line, " rows") || take_word(&line, " row")))
		return false;
	return has_bracket ? text_is(line, ")") : take_word(&line, " in set (");
}

/* Whether a record is the header of a file that has another word for its codes: no cell of it has a digit. */
static bool is_header_of_others(struct text cell, struct text bytes)
{
	static const char code[] = "code";
	size_t length = sizeof code - 1;

	if (cell.length <= length ||
	    !text_same_key((struct text){ cell.bytes + cell.length - length, length }, text_of(code)))
		return false;
	for (size_t i = 0; i < bytes.length; i++)
		if (text_is_digit(bytes.bytes[i]))
			return false;
	return true;
}

/*
 * Whether a record whose code cell is no code is the header again, as where files were joined. Another file's header may
 * have its columns elsewhere: then nobody knows what the records behind it say.
 */
static bool is_header_again(struct pass *pass, const struct record *record)
{
	const struct column_specs *specs = &pass->settings->columns;
	struct text bytes = { (const char *)record->bytes, record->head + record->tail };
	struct column_choice choice;
	struct header header;
	struct header_place place;

	if (pass->shape != PASS_CSV || pass->header.count == 0 || record->count == 0)
		return false;
	size_t code = pass->columns.at[CELL_CODE];
	struct text cell = text_trim(record->cells[CELL_CODE]);
	bool may_be_same = code != NO_COLUMN && text_same(cell, pass->header.names[code].text);
	const char *key = specs->code.kind == SPEC_NAME ? pass->keys[CELL_CODE] : "hangupcause";
	/* Many calls have no code; no header is without a name in that place. */
	bool has_no_name = cell.bytes != NULL && cell.length == 0;
	if (!may_be_same && record->count > 1 && specs->code.kind != SPEC_NUMBER && is_header_of_others(cell, bytes)) {
		pass->is_moved = true;
		return false;
	}
	if (!may_be_same && (specs->code.kind == SPEC_NUMBER || has_no_name || !text_has_key(bytes, key)))
		return false;
	enum header_result result = header_read(&header, &place, record->bytes, bytes.length, true, pass->delimiter);
	bool is_same = result == HEADER_READ && header_same(&header, &pass->header);
	if (is_same) {
		pass->is_moved = false;
	} else if (result == HEADER_READ && specs->code.kind != SPEC_NUMBER &&
		   columns_are_header(&header, specs, 0, false)) {
		columns_choose(&choice, &header, specs);
		pass->is_moved = memcmp(choice.columns.at, pass->columns.at, sizeof choice.columns.at) != 0 ||
				 choice.columns.is_trunk;
	}
	header_close(&header);
	return is_same;
}

/* -H on a file that has a header: its first record is one. */
static void note_header_like(struct pass *pass, const struct record *record)
{
	struct text cell = text_trim(record->cells[CELL_CODE]);
	bool is_name = false;

	for (size_t leg = 0; leg < LEG_COUNT; leg++)
		is_name = is_name || text_same_key(cell, text_of(leg_fields[leg][CELL_CODE])) ||
			  text_same_key(cell, text_of(leg_fields[leg][CELL_NAME]));
	if (!is_name)
		return;
	progress_erase(&pass->progress);
	say_at(pass->settings->diagnostics, pass->origin.file, record->line,
	       "the first record looks like a header: it has \"%s\" for a code", show(cell).text);
	say_hint(pass->settings->diagnostics, "without -H the first line is the header, and names the columns");
}

/* What has a code is neither a header nor drawn. */
static bool may_be_no_call(const struct verdict *verdict)
{
	return verdict->status == VERDICT_INVALID || verdict->status == VERDICT_EMPTY ||
	       verdict->status == VERDICT_RAGGED;
}

static void offer_record(struct pass *pass, const struct record *record)
{
	struct verdict verdict = verdict_of(record);

	if (!may_be_no_call(&verdict) || (!is_drawn(pass, record) && !is_header_again(pass, record)))
		pass->settings->take(pass->settings->data, record);
}

/* What is counted by: of a record whose cells have moved, nothing is what it seems. */
static struct text counted_cell(const struct record *record)
{
	return record->is_ragged || record->is_moved ? (struct text){ NULL, 0 } : record->cells[CELL_BY];
}

static void count_record(struct pass *pass, const struct record *record)
{
	struct verdict verdict = verdict_of(record);

	if (may_be_no_call(&verdict)) {
		if (is_drawn(pass, record)) {
			copy_other(&pass->copy, record->bytes, record->head + record->tail);
			return;
		}
		if (is_header_again(pass, record)) {
			tally_header(&pass->tally, record, pass->origin.file);
			copy_header(&pass->copy, record);
			return;
		}
	}
	if (pass->settings->has_no_header && !pass->settings->is_quiet && verdict.status == VERDICT_INVALID &&
	    pass->tally.by_status[VERDICT_INVALID] == 0 && tally_records(&pass->tally) == 0)
		note_header_like(pass, record);
	tally_record(&pass->tally, &verdict, record, pass->origin.file);
	if (pass->header.count > 0 && pass->shape == PASS_CSV && record->count != pass->header.count)
		tally_uneven(&pass->tally, record, pass->header.count, pass->origin.file);
	if (pass->settings->timeline != NULL)
		timeline_add(pass->settings->timeline, &verdict, counted_cell(record), record->line, pass->origin.file);
	else if (pass->settings->columns.by == COLUMN_BY_SOURCE &&
		 (pass->settings->only == NULL || which_matches(pass->settings->only, &verdict)))
		tally_source(&pass->tally, counted_cell(record));
	copy_record(&pass->copy, record, &verdict);
}

/* --only writes lines: a record that shares its line, or stands on several, cannot be cut out. */
static enum status refuse_only(struct pass *pass, const struct record *record)
{
	const char *key = pass->settings->columns.code.kind == SPEC_NAME
				  ? pass->keys[CELL_CODE]
				  : "(plivo|dialbleg)?hangup(cause(code|name)|source)";
	char filter[2 * SHOWN_SIZE];

	/* As a key makes an object a record: by its letters and digits. A record within another goes to a line of its own. */
	snprintf(filter, sizeof filter,
		 *key != '\0'
			 ? "jq -c 'def record: objects | select(any(keys[]; ascii_downcase | gsub(\"[^a-z0-9]\"; \"\") "
			   "| test(\"^%s$\"))); .. | record | del(.[] | select(any(..; record)))'"
			 : "jq -c 'def record: objects; .. | record | del(.[] | select(any(..; record)))'",
		 key);
	say_at(pass->settings->diagnostics, pass->origin.file, record->line,
	       "--only needs each JSON record on a line of its own");
	origin_hint(&pass->origin, filter);
	pass->is_over = true;
	return STATUS_TROUBLE;
}

/* As long as JSON has shown no record: whether a code is hidden in one of its strings. */
static void look_for_hidden(struct pass *pass, const struct record *other)
{
	struct text bytes = { (const char *)other->bytes, other->head + other->tail };

	if (pass->shape == PASS_JSON && !pass->has_record_keys && !pass->is_hidden)
		pass->is_hidden = text_has_key(bytes, "hangupcausecode");
}

/* Reads the file at hand to its end. */
static enum status read_records(struct pass *pass)
{
	struct record record = { .bytes = NULL };

	pass->copy.has_begun_records = true;
	for (;;) {
		enum item item = next_item(pass, &record);
		if (pass->shape == PASS_CSV) {
			record.is_trunk = pass->columns.is_trunk;
			record.is_moved = pass->is_moved;
		}
		if (pass->settings->take != NULL && (item == ITEM_RECORD || item == ITEM_MALFORMED)) {
			record.error = item == ITEM_MALFORMED ? record.error : NULL;
			offer_record(pass, &record);
			continue;
		}
		switch (item) {
		case ITEM_RECORD:
			if (pass->copy.only != NULL && pass->shape == PASS_JSON && !record.is_alone)
				return refuse_only(pass, &record);
			count_record(pass, &record);
			break;
		case ITEM_MALFORMED:
			tally_malformed(&pass->tally, &record, pass->origin.file);
			copy_other(&pass->copy, record.bytes, record.head + record.tail);
			break;
		case ITEM_OTHER:
			look_for_hidden(pass, &record);
			copy_other(&pass->copy, record.bytes, record.head + record.tail);
			break;
		case ITEM_MORE:
			if (file_fill(pass) != STATUS_DONE)
				return STATUS_TROUBLE;
			break;
		case ITEM_END:
			return STATUS_DONE;
		}
	}
}

/* Each file has keys of its own and, where nothing is written, a shape of its own. */
static void forget_file(struct pass *pass)
{
	header_close(&pass->first_keys);
	memset(pass->has_key, 0, sizeof pass->has_key);
	pass->has_record_keys = false;
	pass->is_hidden = false;
	if (pass->copy.out != NULL)
		return;
	header_close(&pass->header);
	pass->shape = PASS_UNDECIDED;
	pass->delimiter = pass->settings->delimiter;
}

/* Whether JSON without a record is a page of a list without calls: all of its keys are those of a page. */
static bool is_empty_page(const struct header *keys)
{
	static const char *const envelope[] = { "objects", "data", "api_id",   "meta",       "limit",
						"offset",  "next", "previous", "total_count" };
	bool has_objects = false;

	for (size_t i = 0; i < keys->count; i++) {
		size_t at = 0;
		while (at < sizeof envelope / sizeof envelope[0] &&
		       !text_same_key(keys->names[i].text, text_of(envelope[at])))
			at++;
		if (at == sizeof envelope / sizeof envelope[0])
			return false;
		has_objects = has_objects || at == 0;
	}
	return has_objects;
}

/* No record in the file at hand: of CSV that is as may be; JSON and text were taken for what they are by mistake. */
static enum status say_no_record(struct pass *pass)
{
	const struct column_specs *specs = &pass->settings->columns;

	if (pass->shape == PASS_TEXT)
		return file_no_record(pass);
	if (pass->shape != PASS_JSON || pass->first_keys.bytes == NULL || pass->has_record_keys ||
	    is_empty_page(&pass->first_keys))
		return STATUS_DONE;
	if (pass->is_hidden && specs->code.kind == SPEC_RULE) {
		file_error(pass, "no call record: a code is hidden in a string");
		origin_hint(&pass->origin, "jq -r '.. | strings | select(test(\"hangup_?cause_?code\"; \"i\"))'");
	} else {
		column_error_key_missing(&pass->origin, &pass->first_keys, &specs->code, &role_code);
	}
	return STATUS_TROUBLE;
}

/* What the command line asks for and no record of a JSON file has: as with the columns of CSV. */
static enum status say_missing_keys(struct pass *pass)
{
	const struct column_specs *specs = &pass->settings->columns;
	enum status status = STATUS_DONE;
	const struct {
		const struct column_spec *spec;
		const struct column_role *role;
		bool is_needed;
	} keys[CELL_COUNT] = {
		[CELL_CODE] = { &specs->code, &role_code, true },
		[CELL_NAME] = { &specs->name, &role_name, specs->name.kind == SPEC_NAME },
		[CELL_SOURCE] = { &specs->source, &role_source, specs->source.kind == SPEC_NAME },
		[CELL_BY] = { specs->by == COLUMN_BY_TIME ? &specs->time : &specs->source,
			      specs->by == COLUMN_BY_TIME ? &role_time : &role_source, specs->by != COLUMN_BY_NOTHING },
	};

	for (size_t i = 0; i < CELL_COUNT && pass->has_record_keys; i++) {
		if (!keys[i].is_needed || pass->has_key[i])
			continue;
		column_error_key_missing(&pass->origin, &pass->first_keys, keys[i].spec, keys[i].role);
		status = STATUS_TROUBLE;
	}
	return status;
}

enum status pass_input(struct pass *pass)
{
	forget_file(pass);
	copy_begin_file(&pass->copy);

	enum status status = open_records(pass);
	if (status != STATUS_DONE)
		return status;
	uint64_t before = tally_records(&pass->tally) + pass->tally.malformed;
	pass->files_read++;
	status = read_records(pass);
	if (status != STATUS_DONE || pass->settings->take != NULL)
		return status;
	progress_erase(&pass->progress);
	bool is_empty = tally_records(&pass->tally) + pass->tally.malformed == before;
	return is_empty ? say_no_record(pass) : say_missing_keys(pass);
}

enum status pass_memory(struct pass *pass, struct text bytes)
{
	input_use_memory(&pass->input, bytes);
	return pass_input(pass);
}

/* Whether none of the inputs is the output; a message otherwise. All are looked at before anything is written. */
static bool check_outputs(const struct pass *pass, char *const *files, size_t count, int standard_input)
{
	for (size_t i = 0; i < count; i++) {
		struct stat in;
		bool is_standard = strcmp(files[i], "-") == 0;
		int error = is_standard ? fstat(standard_input, &in) : stat(files[i], &in);
		if (error == 0 && sink_is_input(pass->settings->out, &in, is_standard ? standard_input_name : files[i],
						pass->settings->diagnostics))
			return false;
	}
	return true;
}

static enum status read_file(struct pass *pass, const char *file, int standard_input)
{
	bool is_standard = strcmp(file, "-") == 0;
	int descriptor = is_standard ? standard_input : retry_open(file);
	struct stat status;
	enum status result = STATUS_TROUBLE;

	set_origin(pass, is_standard ? standard_input_name : file, is_standard ? NULL : file);
	if (descriptor < 0)
		return file_error(pass, "cannot be opened: %s", strerror(errno));
	if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
		file_error(pass, "is a directory");
		say_hint(pass->settings->diagnostics, "name the files in it: hangup %s FILE...",
			 pass->settings->command);
	} else {
		/* It would be written over what is typed. */
		pass->progress.is_wanted = pass->progress.is_wanted && isatty(descriptor) == 0;
		pipe_enlarge(descriptor);
		input_use(&pass->input, descriptor);
		result = pass_input(pass);
	}
	if (!is_standard)
		close(descriptor);
	return result;
}

enum status pass_files(struct pass *pass, char *const *files, size_t count, int standard_input)
{
	static char dash[] = "-";
	char *const only[] = { dash };
	enum status status = STATUS_DONE;

	if (count == 0) {
		files = only;
		count = 1;
	}
	if (!check_outputs(pass, files, count, standard_input)) {
		pass->is_over = true;
		return STATUS_TROUBLE;
	}
	if (pass->settings->shows_progress)
		progress_begin(&pass->progress, pass->settings->diagnostics->descriptor,
			       pass->copy.out != NULL ? pass->copy.out->descriptor : -1,
			       input_total(files, count, standard_input));
	if (pass->copy.out != NULL)
		pipe_enlarge(pass->copy.out->descriptor);
	for (size_t i = 0; i < count && !pass->is_over; i++)
		status = status_worse(status, read_file(pass, files[i], standard_input));
	progress_erase(&pass->progress);
	if (!pass->is_over && !pass->settings->is_quiet && *pass->other_key.text != '\0')
		column_note_keys_several(pass->settings->diagnostics, pass->code_name.text, pass->other_key.text);
	return status;
}
