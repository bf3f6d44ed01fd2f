/* SPDX-License-Identifier: MIT */
#include "records/pass.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/retry.h"

static const char standard_input_name[] = "standard input";

struct pass_settings pass_defaults(const char *command, const struct diagnostics *diagnostics, struct sink *out)
{
	return (struct pass_settings){
		.command = command,
		.inputs = "",
		.diagnostics = diagnostics,
		.out = out,
		.kernel = scanner_kernel(),
	};
}

void pass_open(struct pass *pass, const struct pass_settings *settings)
{
	*pass = (struct pass){ .settings = settings };
	tally_open(&pass->tally);
	input_file_open(&pass->file, settings);
	shapes_open(&pass->shapes, &pass->file);
}

void pass_close(struct pass *pass)
{
	shapes_close(&pass->shapes);
	input_file_close(&pass->file);
	tally_close(&pass->tally);
}

/* Whether --from and --to choose a record. */
static bool is_within(const struct pass_settings *settings, const struct moment *moment)
{
	return !period_is_given(&settings->period) || (moment != NULL && period_holds(&settings->period, moment));
}

/* The UUID of a record, as an example of its cause. */
static void note_example(struct pass *pass, const struct record_source *source, const struct cause *cause,
			 const struct record *record)
{
	struct text uuid = record->cells[CELL_UUID];

	if (uuid.bytes == NULL && source->shape->uuid != NULL)
		uuid = source->shape->uuid(source->state, record);
	tally_example(&pass->tally, cause, uuid);
}

/* The one place where a record is counted: once, if what it says has not been said already and its time is wanted. */
static void count_record(struct pass *pass, const struct record_source *source, const struct record *record)
{
	const struct pass_settings *settings = pass->settings;
	const char *file = pass->file.origin.file;
	struct verdict verdict = verdict_of(record, settings->table);
	bool is_chosen = settings->only == NULL || which_matches(settings->only, &verdict);
	struct moment moment;

	bool has_time = settings->columns.wants_time && tally_time(&pass->tally, &moment, record, file);
	bool is_wanted = is_within(settings, has_time ? &moment : NULL);
	copy_record(&pass->file.copy, record, &verdict, is_chosen && is_wanted);
	if (record->is_again)
		return;
	if (!is_wanted) {
		pass->tally.outside += has_time;
		pass->tally.untimed += !has_time;
		return;
	}
	tally_record(&pass->tally, &verdict, record, file);
	if (settings->columns.wants_uuid && verdict.status == VERDICT_OK &&
	    tally_wants_example(&pass->tally, verdict.cause))
		note_example(pass, source, verdict.cause, record);
	if (record->columns > 0 && record->count != record->columns)
		tally_uneven(&pass->tally, record, record->columns, file);
	if (settings->count != NULL)
		settings->count(settings->data, &verdict, record, has_time ? &moment : NULL, file);
}

/* Takes an item: a record is counted, and whatever it is, copied. */
static void take_item(struct pass *pass, const struct record_source *source, enum item item,
		      const struct record *record)
{
	switch (item) {
	case ITEM_RECORD:
		count_record(pass, source, record);
		return;
	case ITEM_HEADER:
		tally_header(&pass->tally, record, pass->file.origin.file);
		copy_header(&pass->file.copy, record);
		return;
	case ITEM_NO_CALL:
		copy_no_call(&pass->file.copy, record);
		return;
	case ITEM_MALFORMED:
		tally_malformed(&pass->tally, record, pass->file.origin.file);
		break;
	default:
		break;
	}
	copy_other(&pass->file.copy, record->bytes, record->head + record->tail);
}

/* Hands a record, or what is malformed, to who takes them. */
static void offer_item(struct pass *pass, enum item item, struct record *record)
{
	if (item != ITEM_RECORD && item != ITEM_MALFORMED)
		return;
	record->error = item == ITEM_MALFORMED ? record->error : NULL;
	pass->settings->take(pass->settings->data, record);
}

/* Reads the file at hand to its end. */
static enum status read_records(struct pass *pass, const struct record_source *source)
{
	struct record record = { .bytes = NULL };

	pass->file.copy.has_begun_records = true;
	for (;;) {
		enum item item = source->shape->next(source->state, &record);
		if (item == ITEM_END)
			return STATUS_DONE;
		if (item == ITEM_REFUSED || (item == ITEM_MORE && input_file_fill(&pass->file) != STATUS_DONE))
			return STATUS_TROUBLE;
		if (item == ITEM_MORE)
			continue;
		if (pass->settings->take != NULL)
			offer_item(pass, item, &record);
		else
			take_item(pass, source, item, &record);
	}
}

/* The same for the pass's input, of which some may be in the window already. */
static enum status pass_input(struct pass *pass)
{
	struct record_source source;

	copy_begin_file(&pass->file.copy);
	enum status status = open_records(&pass->shapes, &pass->file, &source);
	if (status != STATUS_DONE)
		return status;
	uint64_t before = tally_records(&pass->tally) + pass->tally.malformed;
	pass->files_read++;
	status = read_records(pass, &source);
	if (status != STATUS_DONE || pass->settings->take != NULL)
		return status;
	progress_erase(&pass->file.progress);
	bool is_empty = tally_records(&pass->tally) + pass->tally.malformed == before;
	return source.shape->end != NULL ? source.shape->end(source.state, is_empty) : STATUS_DONE;
}

enum status pass_memory(struct pass *pass, struct text bytes)
{
	/* A line may be all of it. */
	if (bytes.length > RECORD_LIMIT)
		input_enlarge(&pass->file.input, bytes.length + INPUT_SIZE);
	input_use_memory(&pass->file.input, bytes);
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

/* Whether the columns of the file at hand are those of a file that annotate has written. */
static void note_columns(struct pass *pass)
{
	const struct header *names = pass->file.names.all;
	size_t i = 0;

	if (names == NULL || names->count == 0)
		return;
	while (i < names->count && !added_is_usual(names->names[i].text))
		i++;
	const char **kind = i < names->count ? &pass->annotated : &pass->bare;
	if (*kind == NULL)
		*kind = pass->file.origin.file;
}

static enum status read_file(struct pass *pass, const char *file, int standard_input)
{
	bool is_standard = strcmp(file, "-") == 0;
	int descriptor = is_standard ? standard_input : retry_open(file);
	struct stat status;
	enum status result = STATUS_TROUBLE;

	input_file_name(&pass->file, is_standard ? standard_input_name : file, is_standard ? NULL : file);
	if (descriptor < 0)
		return input_file_error(&pass->file, "cannot be opened: %s", strerror(errno));
	if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode)) {
		input_file_error(&pass->file, "is a directory");
		say_hint(pass->settings->diagnostics, "name the files in it: hangup %s FILE...",
			 pass->settings->command);
	} else {
		/* It would be written over what is typed. */
		pass->file.progress.is_wanted = pass->file.progress.is_wanted && isatty(descriptor) == 0;
		pipe_enlarge(descriptor);
		input_use(&pass->file.input, descriptor);
		result = pass_input(pass);
		note_columns(pass);
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
		pass->file.is_over = true;
		return STATUS_TROUBLE;
	}
	if (pass->settings->shows_progress)
		progress_begin(&pass->file.progress, pass->settings->diagnostics->descriptor,
			       pass->file.copy.out != NULL ? pass->file.copy.out->descriptor : -1,
			       input_total(files, count, standard_input));
	if (pass->file.copy.out != NULL)
		pipe_enlarge(pass->file.copy.out->descriptor);
	for (size_t i = 0; i < count && !pass->file.is_over; i++)
		status = status_worse(status, read_file(pass, files[i], standard_input));
	progress_erase(&pass->file.progress);
	if (!pass->file.is_over && !pass->settings->is_quiet && *pass->file.names.other.text != '\0')
		column_note_several(pass->settings->diagnostics, NULL, pass->file.names.of[CELL_CODE].first.text,
				    pass->file.names.other.text);
	if (pass->file.copy.out == NULL && !pass->settings->is_quiet && pass->annotated != NULL && pass->bare != NULL) {
		say_at(pass->settings->diagnostics, pass->annotated, 0,
		       "has been annotated before: calls that are in %s too are counted twice",
		       show_string(pass->bare).text);
		say_hint(pass->settings->diagnostics, "name either what annotate has read or what it has written");
	}
	return status;
}
