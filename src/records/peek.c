#include "records/peek.h"

#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/sniff.h"

/* The beginning of a file. */
struct beginning {
	unsigned char *bytes;
	size_t size;
	bool is_whole; /* nothing comes after it */
};

/* The descriptor of a regular file, or -1. To open a pipe or a device may already have effects: it is asked before. */
static int open_regular(const char *file)
{
	struct stat status;

	if (stat(file, &status) != 0 || !S_ISREG(status.st_mode))
		return -1;
	return open(file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

static bool read_beginning(struct beginning *beginning, const char *file)
{
	int descriptor = open_regular(file);
	ssize_t count = 0;

	if (descriptor == -1)
		return false;
	beginning->bytes = malloc(PEEK_SIZE);
	while (beginning->bytes != NULL && beginning->size < PEEK_SIZE) {
		count = read(descriptor, beginning->bytes + beginning->size, PEEK_SIZE - beginning->size);
		if (count <= 0)
			break;
		beginning->size += (size_t)count;
	}
	close(descriptor);
	beginning->is_whole = beginning->size < PEEK_SIZE;
	return beginning->bytes != NULL && count >= 0;
}

static bool read_under(struct peek *peek, const struct beginning *from, unsigned char delimiter)
{
	struct header_place place;

	if (header_read(&peek->header, &place, from->bytes, from->size, from->is_whole, delimiter) != HEADER_READ)
		return false;
	/* Only for show: a record that cannot be read has no cells. */
	const unsigned char *rest = from->bytes + place.end;
	if (header_read(&peek->first, &place, rest, from->size - (size_t)(rest - from->bytes), from->is_whole,
			delimiter) != HEADER_READ)
		peek->first.count = 0;
	return true;
}

/* The delimiter under which there is a code column by rule; else the one that makes most columns; 0: none makes any. */
static unsigned char find_delimiter(const struct beginning *from)
{
	const struct wish by_rule = { .kind = WISH_RULE };
	unsigned char best = 0;
	size_t most = 0;
	bool fits = false;

	for (size_t i = 0; i < sizeof usual_delimiters && !fits; i++) {
		struct peek peek = { .is_json = false };
		if (read_under(&peek, from, usual_delimiters[i])) {
			fits = header_fits(&peek.header, &by_rule, usual_delimiters[i]);
			if (fits || peek.header.count > most) {
				best = usual_delimiters[i];
				most = peek.header.count;
			}
		}
		peek_close(&peek);
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

static bool read_object(struct peek *peek, const struct beginning *from)
{
	json_t *object = json_loadb((const char *)from->bytes, from->size,
				    JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, NULL);
	bool is_read =
		object != NULL && header_open(&peek->header, from->size) && header_open(&peek->first, from->size);
	const char *key;
	json_t *value;

	if (is_read) {
		json_object_foreach(object, key, value)
		{
			char digits[32];
			is_read = is_read && header_add(&peek->header, text_of(key), true) &&
				  header_add(&peek->first, value_of(value, digits, sizeof digits), true);
		}
	}
	json_decref(object);
	peek->is_json = is_read;
	return is_read;
}

static bool read_names(struct peek *peek, const struct beginning *from, unsigned char delimiter, bool may_be_json)
{
	const struct foreign *foreign;
	enum shape shape = sniff(from->bytes, from->size, &foreign);

	if (shape == SHAPE_FOREIGN || sniff_wide(from->bytes, from->size) != NULL)
		return false;
	if (may_be_json && shape != SHAPE_CSV)
		return shape == SHAPE_JSON && read_object(peek, from);
	if (delimiter == 0)
		delimiter = find_delimiter(from);
	return delimiter != 0 && read_under(peek, from, delimiter);
}

bool peek_open(struct peek *peek, const char *file, unsigned char delimiter, bool may_be_json)
{
	struct beginning whole = { .bytes = NULL };
	bool is_read = false;

	*peek = (struct peek){ .is_json = false };
	if (read_beginning(&whole, file)) {
		size_t mark = sniff_mark(whole.bytes, whole.size);
		struct beginning from = { whole.bytes + mark, whole.size - mark, whole.is_whole };
		is_read = read_names(peek, &from, delimiter, may_be_json);
	}
	free(whole.bytes);
	return is_read;
}

void peek_close(struct peek *peek)
{
	header_close(&peek->header);
	header_close(&peek->first);
}
