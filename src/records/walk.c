#include "records/walk.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/begin.h"
#include "records/file.h"
#include "support/again.h"

static const char standard_input_name[] = "standard input";

struct walk_settings walk_defaults(const char *command, const struct diagnostics *diagnostics, struct sink *out)
{
	return (struct walk_settings){
		.command = command,
		.diagnostics = diagnostics,
		.out = out,
		.kernel = scanner_kernel(),
	};
}

void walk_open(struct walk *walk, const struct walk_settings *settings)
{
	*walk = (struct walk){ .settings = settings, .copy = { .seam = { .last_end = "\n" } } };
	walk->copy.out = settings->added != NULL ? settings->out : NULL;
	tally_open(&walk->tally);
	input_open(&walk->input);
	if (settings->read_size != 0)
		walk->input.read_size = settings->read_size;
}

void walk_close(struct walk *walk)
{
	csv_reader_close(&walk->reader);
	json_reader_close(&walk->json);
	splice_close(&walk->copy.splice);
	header_close(&walk->header);
	input_close(&walk->input);
	tally_close(&walk->tally);
}

static void count_record(struct walk *walk, const struct record *record)
{
	struct verdict verdict = judge(record);

	tally_record(&walk->tally, &verdict, record, walk->origin.file);
	if (walk->header.count > 0 && record->count != walk->header.count)
		tally_uneven(&walk->tally, record, walk->header.count, walk->origin.file);
	if (walk->settings->wants_source)
		tally_source(&walk->tally, record->cells[CELL_SOURCE]);
	copy_record(&walk->copy, record, &verdict);
}

static enum item next_item(struct walk *walk, struct record *record)
{
	return walk->shape == WALK_JSON ? json_reader_next(&walk->json, record)
					: csv_reader_next(&walk->reader, record);
}

/* Reads the file at hand to its end. */
static enum status read_records(struct walk *walk)
{
	struct record record = { .bytes = NULL };

	for (;;) {
		switch (next_item(walk, &record)) {
		case ITEM_RECORD:
			count_record(walk, &record);
			break;
		case ITEM_MALFORMED:
			tally_malformed(&walk->tally, &record, walk->origin.file);
			copy_pass(&walk->copy, record.bytes, record.head + record.tail);
			break;
		case ITEM_PASS:
			copy_pass(&walk->copy, record.bytes, record.head + record.tail);
			break;
		case ITEM_MORE:
			if (file_fill(walk) != STATUS_DONE)
				return STATUS_TROUBLE;
			break;
		case ITEM_END:
			return STATUS_DONE;
		}
	}
}

static enum status walk_input(struct walk *walk, int descriptor)
{
	input_use(&walk->input, descriptor);
	copy_begin_file(&walk->copy);

	enum status status = begin(walk);
	if (status == STATUS_DONE)
		status = read_records(walk);
	return status;
}

/* An output that is also an input would grow while it is read, or has been emptied by the shell already. */
static bool is_output(struct walk *walk, int descriptor)
{
	struct stat in;
	struct stat out;

	if (fstat(descriptor, &in) != 0 || !S_ISREG(in.st_mode) || fstat(walk->settings->out->descriptor, &out) != 0 ||
	    in.st_dev != out.st_dev || in.st_ino != out.st_ino)
		return false;
	file_trouble(walk, "input and output are the same file");
	say_hint(walk->settings->diagnostics, "%swrite to another file, then rename it",
		 in.st_size == 0 ? "the shell has emptied it already; " : "");
	return true;
}

static enum status walk_file(struct walk *walk, const char *file, int standard_input)
{
	bool is_standard = strcmp(file, "-") == 0;
	int descriptor = is_standard ? standard_input : open_to_read(file);
	struct stat status;
	enum status result = STATUS_TROUBLE;

	walk->origin = (struct origin){
		.diagnostics = walk->settings->diagnostics,
		.command = walk->settings->command,
		.file = is_standard ? standard_input_name : file,
		.operand = is_standard ? NULL : file,
	};
	if (descriptor < 0)
		return file_trouble(walk, "cannot be opened: %s", strerror(errno));
	if (fstat(descriptor, &status) == 0 && S_ISDIR(status.st_mode))
		file_trouble(walk, "is a directory");
	else if (!is_output(walk, descriptor))
		result = walk_input(walk, descriptor);
	if (!is_standard)
		close(descriptor);
	return result;
}

/* What the command line asks for and no JSON record has. */
static void complain_keys(struct walk *walk)
{
	const struct walk_settings *settings = walk->settings;
	const struct json_reader *json = &walk->json;
	const struct {
		const struct wish *wish;
		const struct sought *sought;
		bool is_needed;
	} keys[CELL_COUNT] = {
		[CELL_CODE] = { &settings->code, &sought_code, true },
		[CELL_NAME] = { &settings->name, &sought_name, settings->name.kind == WISH_NAME },
		[CELL_SOURCE] = { &settings->source, &sought_source, settings->wants_source },
	};

	if (*json->other_key.text != '\0')
		complain_keys_several(settings->diagnostics, json->code_key.text, json->other_key.text);
	for (size_t i = 0; i < CELL_COUNT && tally_records(&walk->tally) > 0; i++) {
		if (!keys[i].is_needed || json->has_key[i])
			continue;
		complain_key_missing(settings->diagnostics, &json->first, keys[i].wish, keys[i].sought);
		walk->status = STATUS_TROUBLE;
	}
}

enum status walk_files(struct walk *walk, char *const *files, size_t count, int standard_input)
{
	static char dash[] = "-";
	char *const only[] = { dash };

	if (count == 0) {
		files = only;
		count = 1;
	}
	if (walk->settings->shows_progress)
		progress_begin(&walk->progress, walk->settings->diagnostics->descriptor,
			       walk->settings->out->descriptor, input_total(files, count, standard_input));
	for (size_t i = 0; i < count && !walk->is_over; i++)
		walk->status = status_worse(walk->status, walk_file(walk, files[i], standard_input));
	progress_erase(&walk->progress);
	if (walk->shape == WALK_JSON && !walk->is_over)
		complain_keys(walk);
	return walk->status;
}

struct shown walk_code_column(const struct walk *walk)
{
	if (walk->header.count > 0)
		return show(walk->header.names[walk->columns[CELL_CODE]].text);
	return walk->json.code_key;
}
