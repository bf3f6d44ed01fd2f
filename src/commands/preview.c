#include "commands/preview.h"

#include <jansson.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "reader/lines.h"
#include "reader/sniff.h"
#include "records/columns.h"
#include "support/retry.h"

/* The beginning of a file. */
struct beginning {
	const unsigned char *bytes;
	size_t size;
	bool is_whole; /* nothing comes after it */
};

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

static enum header_result read_under(struct preview *peek, const struct beginning *from, unsigned char delimiter)
{
	struct header_place place;
	uint64_t lines = 0;
	size_t at = lines_blank_length(from->bytes, from->size, delimiter, &lines);
	enum header_result result =
		header_read(&peek->header, &place, from->bytes + at, from->size - at, from->is_whole, delimiter);

	if (result != HEADER_READ)
		return result;
	/* Only for show: a record that cannot be read has no cells. */
	at += place.length;
	at += lines_blank_length(from->bytes + at, from->size - at, delimiter, &lines);
	result = header_read(&peek->first, &place, from->bytes + at, from->size - at, from->is_whole, delimiter);
	if (result != HEADER_READ)
		peek->first.count = 0;
	return HEADER_READ;
}

/* The delimiter under which there is a code column by rule; else the one that makes most columns. 0: none makes any. */
static unsigned char find_delimiter(const struct beginning *from)
{
	const struct column_specs by_rule = { .added = NULL };
	unsigned char best = 0;
	size_t most = 0;

	for (size_t i = 0; i < sizeof usual_delimiters; i++) {
		struct preview peek = { .is_json = false };
		enum header_result result = read_under(&peek, from, usual_delimiters[i]);
		size_t count = result == HEADER_READ ? peek.header.count : 0;
		bool fits = result == HEADER_READ && columns_fit(&peek.header, &by_rule, usual_delimiters[i]) != NO_COLUMN;

		preview_close(&peek);
		if (fits)
			return usual_delimiters[i];
		if (count > most) {
			best = usual_delimiters[i];
			most = count;
		}
	}
	return best;
}

/* A number, which has no more digits here than in the text it was read from, or a string; nothing for other values. */
static struct text value_of(const json_t *value, char *digits, size_t size)
{
	if (json_is_string(value))
		return (struct text){ json_string_value(value), json_string_length(value) };
	digits[0] = '\0';
	if (json_is_integer(value))
		snprintf(digits, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	return text_of(digits);
}

static bool read_object(struct preview *peek, const struct beginning *from)
{
	json_t *object = json_loadb((const char *)from->bytes, from->size,
				    JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	const char *key;
	json_t *value;

	if (object == NULL)
		return false;
	header_open(&peek->header, from->size);
	header_open(&peek->first, from->size);
	json_object_foreach(object, key, value)
	{
		char digits[32];
		header_add(&peek->header, text_of(key), true);
		header_add(&peek->first, value_of(value, digits, sizeof digits), true);
	}
	json_decref(object);
	peek->is_json = true;
	return true;
}

static bool read_names(struct preview *peek, const struct beginning *from, unsigned char delimiter, bool may_be_json)
{
	if (sniff_foreign(from->bytes, from->size) != NULL)
		return false;
	if (may_be_json && sniff_json(from->bytes, from->size, true) == SNIFF_YES)
		return read_object(peek, from);
	if (delimiter == 0)
		delimiter = find_delimiter(from);
	return delimiter != 0 && read_under(peek, from, delimiter) == HEADER_READ;
}

bool preview_open(struct preview *peek, const char *file, unsigned char delimiter, bool may_be_json)
{
	struct input input;
	bool is_read = false;

	*peek = (struct preview){ .is_json = false };
	input_open(&input);
	if (read_beginning(&input, file)) {
		const unsigned char *bytes = input_bytes(&input);
		size_t size = input_size(&input);
		size_t mark = sniff_bom(bytes, size);
		struct beginning from = { bytes + mark, size - mark, input.ended };
		is_read = read_names(peek, &from, delimiter, may_be_json);
	}
	input_close(&input);
	return is_read;
}

void preview_close(struct preview *peek)
{
	header_close(&peek->header);
	header_close(&peek->first);
}
