#include "completion/preview.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reader/json.h"
#include "reader/lines.h"
#include "reader/sniff.h"
#include "records/columns.h"
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
	return error == 0;
}

static enum header_result read_under(struct preview *preview, const struct input *input, unsigned char delimiter)
{
	const unsigned char *bytes = input_bytes(input);
	size_t size = input_size(input);
	struct header_place place;
	uint64_t lines = 0;
	size_t at = lines_blank_length(bytes, size, delimiter, &lines);
	enum header_result result =
		header_read(&preview->header, &place, bytes + at, size - at, input->ended, delimiter);

	if (result != HEADER_READ)
		return result;
	/* Only for show: a record that cannot be read has no cells. */
	at += place.length;
	at += lines_blank_length(bytes + at, size - at, delimiter, &lines);
	result = header_read(&preview->first, &place, bytes + at, size - at, input->ended, delimiter);
	if (result != HEADER_READ)
		preview->first.count = 0;
	return HEADER_READ;
}

/* The delimiter under which there is a code column by rule; else the one that makes most columns. 0: none makes any. */
static unsigned char find_delimiter(const struct input *input)
{
	const struct column_specs by_rule = { .added = NULL };
	unsigned char best = 0;
	size_t most = 0;

	for (size_t i = 0; i < sizeof usual_delimiters; i++) {
		struct preview preview = { .is_json = false };
		enum header_result result = read_under(&preview, input, usual_delimiters[i]);
		size_t count = result == HEADER_READ ? preview.header.count : 0;
		bool fits = result == HEADER_READ &&
			    columns_fit(&preview.header, &by_rule, usual_delimiters[i]) != NO_COLUMN;

		preview_close(&preview);
		if (fits)
			return usual_delimiters[i];
		if (count > most) {
			best = usual_delimiters[i];
			most = count;
		}
	}
	return best;
}

/* The keys of the first record or, as long as there is none, of all objects. */
static void keep_keys(void *data, const struct header *keys, struct columns *columns)
{
	const struct column_specs by_rule = { .added = NULL };
	struct preview *preview = data;
	struct column_choice choice;
	bool is_alone = columns->count == 0;

	columns_choose(&choice, keys, &by_rule);
	*columns = (struct columns){ .count = CELLS_MAX, .is_record = choice.columns.is_record };
	for (size_t i = 0; i < CELLS_MAX; i++)
		columns->at[i] = i < keys->count ? i : NO_COLUMN;
	if (preview->has_record || (!is_alone && !columns->is_record))
		return;
	if (!is_alone)
		header_close(&preview->header);
	if (preview->header.bytes == NULL)
		header_open(&preview->header, 2 * PREVIEW_SIZE);
	for (size_t i = 0; i < keys->count; i++)
		header_add(&preview->header, keys->names[i].text, true);
	preview->is_json = true;
	preview->has_record = !is_alone;
}

/* Reads to the first record, whose first values are kept for show. */
static bool read_object(struct preview *preview, struct input *input)
{
	struct record record = { .bytes = NULL };
	struct json_reader reader;
	enum item item;

	json_reader_open(&reader, keep_keys, preview);
	json_reader_begin(&reader, input, 1);
	while ((item = json_reader_next(&reader, &record)) == ITEM_OTHER || item == ITEM_MALFORMED)
		;
	header_open(&preview->first, PREVIEW_SIZE);
	for (size_t i = 0; item == ITEM_RECORD && i < preview->header.count && i < CELLS_MAX; i++) {
		struct text cell = record.cells[i];
		header_add(&preview->first, cell.length > 0 && strchr("{[", *cell.bytes) == NULL ? cell : text_of(""),
			   true);
	}
	json_reader_close(&reader);
	return preview->is_json;
}

bool preview_open(struct preview *preview, const char *file, unsigned char delimiter, bool may_be_json)
{
	struct input input;
	bool is_read = false;

	*preview = (struct preview){ .is_json = false };
	input_open(&input);
	if (read_beginning(&input, file)) {
		input_consume(&input, sniff_bom(input_bytes(&input), input_size(&input)));
		if (sniff_foreign(input_bytes(&input), input_size(&input)) != NULL)
			is_read = false;
		else if (may_be_json && sniff_json(input_bytes(&input), input_size(&input), true) == SNIFF_YES)
			is_read = read_object(preview, &input);
		else if (delimiter != 0 || (delimiter = find_delimiter(&input)) != 0)
			is_read = read_under(preview, &input, delimiter) == HEADER_READ;
	}
	input_close(&input);
	return is_read;
}

void preview_close(struct preview *preview)
{
	header_close(&preview->header);
	header_close(&preview->first);
}
