/* SPDX-License-Identifier: MIT */
#include "completion/preview.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/retry.h"

/* Reads as much of a file as may be read. To open a pipe or a device may already have effects: it is asked before. */
static bool read_beginning(struct input *input, const char *file)
{
	struct stat status;

	if (stat(file, &status) != 0 || !S_ISREG(status.st_mode))
		return false;
	int descriptor = retry_open(file);
	if (descriptor < 0)
		return false;
	int error = input_read_head(input, descriptor, PREVIEW_SIZE);
	close(descriptor);
	return error == 0 && (input->ended || line_end_find(input_bytes(input), input_size(input)) < input_size(input));
}

static void take_first(void *data, const struct record *record)
{
	struct preview *preview = data;
	unsigned char delimiter = preview->pass.file.names.delimiter;
	struct header_place place;

	preview->has_record = true;
	if (preview->first.bytes == NULL && delimiter != 0)
		header_read(&preview->first, &place, record->bytes, record->head + record->tail, true, delimiter);
}

/* An object is a record as it is for the pass; of its values the first are wanted. */
static void choose_values(void *data, const struct header *keys, struct columns *columns)
{
	const struct preview *preview = data;
	struct column_choice choice;

	columns_choose(&choice, keys, &preview->settings.columns);
	*columns = (struct columns){ .count = CELLS_MAX, .is_record = choice.columns.is_record };
	for (size_t i = 0; i < CELLS_MAX; i++)
		columns->at[i] = i < keys->count ? i : NO_COLUMN;
}

static void read_values(struct preview *preview, struct text bytes)
{
	struct record record = { .bytes = NULL };
	struct json_reader reader;
	struct input input;
	enum item item;

	input_open(&input);
	input_use_memory(&input, bytes);
	json_reader_open(&reader, choose_values, preview, NULL);
	json_reader_begin(&reader, &input, 1);
	while ((item = json_reader_next(&reader, &record)) != ITEM_RECORD && item != ITEM_END)
		if (item == ITEM_MORE)
			input_fill(&input);
	header_open(&preview->first, PREVIEW_SIZE);
	for (size_t i = 0; item == ITEM_RECORD && i < preview->names->count && i < CELLS_MAX; i++) {
		struct text cell = record.cells[i];
		bool is_plain = cell.length > 0 && strchr("{[", *cell.bytes) == NULL;
		header_add(&preview->first, is_plain ? cell : text_of(""), true);
	}
	json_reader_close(&reader);
	input_close(&input);
}

/* Goes over the bytes as annotate would. Returns whether that is how to read them. */
static bool look_at(struct preview *preview, struct text bytes)
{
	pass_open(&preview->pass, &preview->settings);
	pass_memory(&preview->pass, bytes);
	const struct shape *shape = preview->pass.shapes.shape;
	const struct header *names = preview->pass.file.names.all;
	preview->names = names != NULL ? names : &preview->first;
	preview->is_json = shape == &json_shape;
	if (preview->is_json)
		read_values(preview, bytes);
	return preview->names->count > 0 || (shape == &text_shape && preview->has_record);
}

bool preview_open(struct preview *preview, const char *file, const struct pass_settings *settings)
{
	struct input input;
	bool is_found = false;

	*preview = (struct preview){ .settings = *settings };
	preview->settings.take = take_first;
	preview->settings.data = preview;
	input_open(&input);
	if (read_beginning(&input, file)) {
		struct text bytes = { (const char *)input_bytes(&input), input_size(&input) };
		if (!look_at(preview, bytes)) {
			/* No column holds codes by rule: someone is about to name one. */
			preview_close(preview);
			preview->settings.columns.of[CELL_CODE] =
				(struct column_spec){ .kind = SPEC_NUMBER, .number = 1 };
			look_at(preview, bytes);
		}
		is_found = preview->names->count > 0;
	}
	input_close(&input);
	return is_found;
}

/* A pass that has not been opened is of zeros, and may be closed too. */
void preview_close(struct preview *preview)
{
	pass_close(&preview->pass);
	header_close(&preview->first);
}
