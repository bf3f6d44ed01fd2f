#include "records/pass.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/open_records.h"
#include "records/input_file.h"
#include "support/retry.h"

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

void pass_open(struct pass *pass, const struct pass_settings *settings)
{
	*pass = (struct pass){ .settings = settings, .copy = { .seam = { .last_end = "\n" } } };
	pass->copy.out = settings->added != NULL ? settings->out : NULL;
	tally_open(&pass->tally);
	input_open(&pass->input);
	if (settings->read_size != 0)
		pass->input.read_size = settings->read_size;
}

void pass_close(struct pass *pass)
{
	csv_reader_close(&pass->reader);
	json_reader_close(&pass->json);
	splice_close(&pass->copy.splice);
	header_close(&pass->header);
	input_close(&pass->input);
	tally_close(&pass->tally);
}

static void count_record(struct pass *pass, const struct record *record)
{
	struct verdict verdict = verdict_of(record);

	tally_record(&pass->tally, &verdict, record, pass->origin.file);
	if (pass->header.count > 0 && record->count != pass->header.count)
		tally_uneven(&pass->tally, record, pass->header.count, pass->origin.file);
	if (pass->settings->wants_source)
		tally_source(&pass->tally, record->cells[CELL_SOURCE]);
	copy_record(&pass->copy, record, &verdict);
}

static enum item next_item(struct pass *pass, struct record *record)
{
	return pass->shape == PASS_JSON ? json_reader_next(&pass->json, record)
					: csv_reader_next(&pass->reader, record);
}

/* Reads the file at hand to its end. */
static enum status read_records(struct pass *pass)
{
	struct record record = { .bytes = NULL };

	for (;;) {
		switch (next_item(pass, &record)) {
		case ITEM_RECORD:
			count_record(pass, &record);
			break;
		case ITEM_MALFORMED:
			tally_malformed(&pass->tally, &record, pass->origin.file);
			copy_other(&pass->copy, record.bytes, record.head + record.tail);
			break;
		case ITEM_OTHER:
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

static enum status pass_input(struct pass *pass, int descriptor)
{
	input_use(&pass->input, descriptor);
	copy_begin_file(&pass->copy);

	enum status status = open_records(pass);
	if (status == STATUS_DONE)
		status = read_records(pass);
	return status;
}

/* An output that is also an input would grow while it is read, or has been emptied by the shell already. */
static bool is_output(struct pass *pass, int descriptor)
{
	struct stat in;
	struct stat out;

	if (fstat(descriptor, &in) != 0 || !S_ISREG(in.st_mode) || fstat(pass->settings->out->descriptor, &out) != 0 ||
	    in.st_dev != out.st_dev || in.st_ino != out.st_ino)
		return false;
	file_trouble(pass, "input and output are the same file");
	say_hint(pass->settings->diagnostics, "%swrite to another file, then rename it",
		 in.st_size == 0 ? "the shell has emptied it already; " : "");
	return true;
}

static enum status pass_file(struct pass *pass, const char *file, int standard_input)
{
	bool is_standard = strcmp(file, "-") == 0;
	int descriptor = is_standard ? standard_input : retry_open(file);
	struct stat status;
	enum status result = STATUS_TROUBLE;

	pass->origin = (struct origin){
		.diagnostics = pass->settings->diagnostics,
		.command = pass->settings->command,
		.file = is_standard ? standard_input_name : file,
		.operand = is_standard ? NULL : file,
	};
	if (descriptor < 0)
		return file_trouble(pass, "cannot be opened: %s", strerror(errno));
	if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode))
		file_trouble(pass, "is a directory");
	else if (!is_output(pass, descriptor))
		result = pass_input(pass, descriptor);
	if (!is_standard)
		close(descriptor);
	return result;
}

/* What the command line asks for and no JSON record has. */
static void complain_keys(struct pass *pass)
{
	const struct pass_settings *settings = pass->settings;
	const struct json_reader *json = &pass->json;
	const struct {
		const struct column_spec *spec;
		const struct column_role *role;
		bool is_needed;
	} keys[CELL_COUNT] = {
		[CELL_CODE] = { &settings->code, &role_code, true },
		[CELL_NAME] = { &settings->name, &role_name, settings->name.kind == SPEC_NAME },
		[CELL_SOURCE] = { &settings->source, &role_source, settings->wants_source },
	};

	if (*json->other_key.text != '\0')
		column_note_keys_several(settings->diagnostics, json->code_key.text, json->other_key.text);
	for (size_t i = 0; i < CELL_COUNT && tally_records(&pass->tally) > 0; i++) {
		if (!keys[i].is_needed || json->has_key[i])
			continue;
		column_error_key_missing(settings->diagnostics, &json->first, keys[i].spec, keys[i].role);
		pass->status = STATUS_TROUBLE;
	}
}

enum status pass_files(struct pass *pass, char *const *files, size_t count, int standard_input)
{
	static char dash[] = "-";
	char *const only[] = { dash };

	if (count == 0) {
		files = only;
		count = 1;
	}
	if (pass->settings->shows_progress)
		progress_begin(&pass->progress, pass->settings->diagnostics->descriptor,
			       pass->settings->out->descriptor, input_total(files, count, standard_input));
	for (size_t i = 0; i < count && !pass->is_over; i++)
		pass->status = status_worse(pass->status, pass_file(pass, files[i], standard_input));
	progress_erase(&pass->progress);
	if (pass->shape == PASS_JSON && !pass->is_over)
		complain_keys(pass);
	return pass->status;
}

struct shown pass_code_column(const struct pass *pass)
{
	if (pass->header.count > 0)
		return show(pass->header.names[pass->columns[CELL_CODE]].text);
	return pass->json.code_key;
}
