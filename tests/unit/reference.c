/* SPDX-License-Identifier: MIT */
#include "reference.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { LIMIT = 65536 };

static bool ends_line(unsigned char c)
{
	return c == '\n' || c == '\r';
}

static bool blank(const struct reference *r, size_t at)
{
	return at < r->size && (r->bytes[at] == ' ' || (r->bytes[at] == '\t' && r->delimiter != '\t'));
}

/* Past a line ending, if one is there. */
static size_t past_end(const struct reference *r, size_t at)
{
	if (at < r->size && r->bytes[at] == '\r')
		return at + 1 < r->size && r->bytes[at + 1] == '\n' ? at + 2 : at + 1;
	return at < r->size && r->bytes[at] == '\n' ? at + 1 : at;
}

static bool at_field_end(const struct reference *r, size_t at)
{
	return at == r->size || r->bytes[at] == r->delimiter || ends_line(r->bytes[at]);
}

/* A field from `at`: returns its end, SIZE_MAX if it is malformed; its value goes to room unless that is NULL. */
static size_t field(const struct reference *r, size_t at, char *room, size_t *length)
{
	size_t used = 0;

	while (blank(r, at))
		at++;
	if (at < r->size && r->bytes[at] == '"') {
		for (at++;; at++) {
			if (at == r->size)
				return SIZE_MAX;
			if (r->bytes[at] == '"' && (at + 1 == r->size || r->bytes[at + 1] != '"'))
				break;
			if (r->bytes[at] == '"')
				at++;
			if (room != NULL)
				room[used] = (char)r->bytes[at];
			used++;
		}
		for (at++; blank(r, at); at++)
			continue;
		*length = used;
		return at_field_end(r, at) ? at : SIZE_MAX;
	}
	size_t begin = at;
	while (!at_field_end(r, at))
		at++;
	size_t end = at;
	while (end > begin && blank(r, end - 1))
		end--;
	if (room != NULL)
		memcpy(room, r->bytes + begin, end - begin);
	*length = end - begin;
	return at;
}

/* Where the first field of a record begins that begins there: behind a byte order mark. */
static size_t first_field(const struct reference *r, size_t begin)
{
	return r->size - begin > 2 && memcmp(r->bytes + begin, "\xef\xbb\xbf", 3) == 0 ? begin + 3 : begin;
}

bool reference_next(struct reference *r, struct piece *piece)
{
	size_t length;

	if (r->at == r->size)
		return false;
	*piece = (struct piece){ .begin = r->at, .line = r->line };
	size_t physical = r->at;
	while (physical < r->size && !ends_line(r->bytes[physical]))
		physical++;
	size_t text = r->at;
	while (blank(r, text))
		text++;
	if (text == physical && physical - r->at <= LIMIT) {
		piece->kind = PIECE_BLANK;
		piece->end = physical;
	} else {
		size_t at = field(r, first_field(r, r->at), NULL, &length);
		for (piece->fields = 1; at < r->size && r->bytes[at] == r->delimiter; piece->fields++)
			at = field(r, at + 1, NULL, &length);
		bool fits = at != SIZE_MAX && at - r->at <= LIMIT;
		piece->kind = fits ? PIECE_RECORD : PIECE_MALFORMED;
		piece->end = fits ? at : physical;
	}
	piece->next = past_end(r, piece->end);
	for (size_t at = piece->begin; at < piece->next; at++)
		r->line += past_end(r, at) == at + 1; /* the CR of a CRLF is two before it */
	r->at = piece->next;
	return true;
}

bool reference_cell(const struct reference *r, const struct piece *record, size_t column, char *room,
		    struct text *value)
{
	size_t at = first_field(r, record->begin);
	size_t length = 0;

	if (column >= record->fields)
		return false;
	for (size_t i = 0;; i++) {
		size_t end = field(r, at, i == column ? room : NULL, &length);
		if (i == column)
			break;
		at = end + 1;
	}
	*value = (struct text){ room, length };
	return true;
}

size_t reference_field_end(const struct reference *r, const struct piece *record, size_t column)
{
	size_t at = first_field(r, record->begin);
	size_t length;

	for (size_t i = 0; i < record->fields; i++) {
		size_t end = field(r, at, NULL, &length);
		if (i == column)
			return end;
		at = end + 1;
	}
	return record->end;
}

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* Spaces and tabs at both ends do not count. */
static struct text trimmed(struct text text)
{
	while (text.length > 0 && is_space(text.bytes[0]))
		text = (struct text){ text.bytes + 1, text.length - 1 };
	while (text.length > 0 && is_space(text.bytes[text.length - 1]))
		text.length--;
	return text;
}

bool reference_has_more(const struct reference *r, const struct piece *record, size_t columns)
{
	char *room = malloc(record->end - record->begin + 1);
	size_t at = first_field(r, record->begin);
	size_t length = 0;
	bool any = false;

	ck_assert_msg(room != NULL, "out of memory");
	for (size_t i = 0; i < record->fields && !any; i++) {
		at = field(r, at, room, &length) + 1;
		any = i >= columns && trimmed((struct text){ room, length }).length > 0;
	}
	free(room);
	return any;
}

/* What a cell means */

static bool is_word(struct text text, const char *word)
{
	return text.length == strlen(word) && strncasecmp(text.bytes, word, text.length) == 0;
}

/* Whether the letters and digits of both are the same; those of a cause's name with one more spelling. */
static bool same_letters(struct text text, const char *name)
{
	size_t at = 0;

	for (const char *c = name; *c != '\0'; c++) {
		if (!isalnum((unsigned char)*c))
			continue;
		while (at < text.length && !isalnum((unsigned char)text.bytes[at]))
			at++;
		if (at == text.length || tolower((unsigned char)text.bytes[at]) != tolower((unsigned char)*c))
			return false;
		at++;
	}
	while (at < text.length && !isalnum((unsigned char)text.bytes[at]))
		at++;
	return at == text.length;
}

/* Whether a text is the name of a cause, with one l or two where the table has canceled, or cancelled. */
static bool is_name_of(struct text text, const struct cause *cause)
{
	char other[64];
	size_t first = 0;

	/* Most begin otherwise; this is asked for each cell and each cause. */
	while (first < text.length && !isalnum((unsigned char)text.bytes[first]))
		first++;
	if (first == text.length || tolower((unsigned char)text.bytes[first]) != tolower((unsigned char)*cause->name))
		return false;
	const char *canceled = strcasestr(cause->name, "cancel");
	if (same_letters(text, cause->name))
		return true;
	if (canceled == NULL)
		return false;
	bool has_two = canceled[strlen("cancel")] == 'l';
	snprintf(other, sizeof other, "%.*s%s%s", (int)(canceled - cause->name) + 6, cause->name, has_two ? "" : "l",
		 canceled + 6 + has_two);
	return same_letters(text, other);
}

/* How many causes of a table a text is the name of, and the last of them. */
static size_t named_causes(enum table_id table, struct text text, const struct cause **cause)
{
	size_t count = 0;

	for (size_t i = 0; i < cause_count; i++) {
		if (causes[i].table != table || !is_name_of(text, &causes[i]))
			continue;
		*cause = &causes[i];
		count++;
	}
	return count;
}

/* A word of letters of one case with an underscore. */
static bool is_others_word(struct text text, int (*is_case)(int))
{
	bool has_underscore = false;
	bool has_letter = false;

	for (size_t i = 0; i < text.length; i++) {
		has_underscore = has_underscore || text.bytes[i] == '_';
		has_letter = has_letter || text.bytes[i] != '_';
		if (text.bytes[i] != '_' &&
		    ((unsigned char)text.bytes[i] > 127 || !is_case((unsigned char)text.bytes[i])))
			return false;
	}
	return has_underscore && has_letter;
}

/* What spreadsheets put around a value, if there is one. */
static struct text unguarded(struct text text)
{
	struct text inner = text;

	if (text.length > 1 && text.bytes[0] == '\'')
		inner = trimmed((struct text){ text.bytes + 1, text.length - 1 });
	else if (text.length > 3 && memcmp(text.bytes, "=\"", 2) == 0 && text.bytes[text.length - 1] == '"')
		inner = trimmed((struct text){ text.bytes + 2, text.length - 3 });
	return inner.length > 0 ? inner : text;
}

/* A code: at most 5 digits after leading zeros, such digits and ".0", or one or two, a comma and three; -1: none. */
static long code_of(struct text text)
{
	size_t zeros = 0;
	long code = 0;
	char digits[6];

	if (text.length >= 5 && text.length <= 6 && text.bytes[text.length - 4] == ',') {
		for (size_t i = 0, used = 0; i < text.length; i++)
			if (i != text.length - 4)
				digits[used++] = text.bytes[i];
		text = (struct text){ digits, text.length - 1 };
	} else if (text.length > 2 && memcmp(text.bytes + text.length - 2, ".0", 2) == 0)
		text.length -= 2;
	while (zeros < text.length && text.bytes[zeros] == '0')
		zeros++;
	if (text.length == 0 || text.length - zeros > 5)
		return -1;
	for (size_t i = zeros; i < text.length; i++) {
		if (text.bytes[i] < '0' || text.bytes[i] > '9')
			return -1;
		code = 10 * code + (text.bytes[i] - '0');
	}
	return code;
}

static const struct cause *cause_of(enum table_id table, long code)
{
	for (size_t i = 0; i < cause_count; i++)
		if (causes[i].table == table && causes[i].code == code)
			return &causes[i];
	return NULL;
}

/* Words that tools write for nothing, in brackets or behind a sign, too. */
static bool says_nothing(struct text text)
{
	static const char *const words[] = { "null", "None", "NaN", "NA", "N/A", "nil", "undefined" };
	static const char *const around[] = { "", "<>", "[]", "()", "#" };

	for (size_t i = 0; i < sizeof around / sizeof around[0]; i++) {
		size_t signs = strlen(around[i]);
		if (text.length < signs || (signs > 0 && *text.bytes != around[i][0]) ||
		    (signs > 1 && text.bytes[text.length - 1] != around[i][1]))
			continue;
		struct text inner = { text.bytes + (signs > 0), text.length - signs };
		for (size_t j = 0; j < sizeof words / sizeof words[0]; j++)
			if (is_word(inner, words[j]))
				return true;
	}
	return is_word(text, "") || is_word(text, "-") || is_word(text, "\\N");
}

/* A cell as a code of a table, or a cause's name. */
static struct verdict meaning(enum table_id table, struct text text)
{
	struct verdict verdict = { .status = VERDICT_INVALID };
	const struct cause *named = NULL;

	text = unguarded(trimmed(text));
	long code = code_of(text);
	if (code >= 0) {
		verdict.cause = cause_of(table, code);
		verdict.status = verdict.cause != NULL ? VERDICT_OK : VERDICT_UNKNOWN;
		verdict.code = (uint32_t)code;
		return verdict;
	}
	if (says_nothing(text))
		return (struct verdict){ .status = VERDICT_EMPTY };
	if (is_others_word(text, isupper) || (table == TABLE_VOICE && is_others_word(text, islower)) ||
	    named_causes(table, text, &named) != 1)
		return verdict;
	return (struct verdict){ .status = VERDICT_OK, .cause = named, .code = named->code };
}

static bool is_told(struct text cell)
{
	return meaning(TABLE_VOICE, cell).status != VERDICT_EMPTY;
}

static bool is_bytes(struct text text, const char *string)
{
	return text.length == strlen(string) && memcmp(text.bytes, string, text.length) == 0;
}

/* Whether a name says a cause, and whether it says any of a table; Unknown says nothing. */
static bool says(struct text name, const struct cause *cause)
{
	return cause != NULL && !is_others_word(name, isupper) && is_name_of(name, cause);
}

static bool says_any(enum table_id table, struct text name)
{
	const struct cause *cause = NULL;

	return !is_others_word(name, isupper) && named_causes(table, name, &cause) > 0 &&
	       (table == TABLE_TRUNK || cause->code != 0);
}

/* One of a trunk's names byte for byte: with an underscore, or that of the code. */
static bool is_trunk_name(struct text name, const struct cause *trunk)
{
	for (size_t i = 0; i < cause_count; i++)
		if (causes[i].table == TABLE_TRUNK && is_bytes(name, causes[i].name) &&
		    (strchr(causes[i].name, '_') != NULL || &causes[i] == trunk))
			return true;
	return false;
}

static bool is_of_voice_alone(struct text source)
{
	static const char *const names[] = { "Caller",      "Callee",     "Call recipient", "Plivo",
					     "API Request", "Answer XML", "Error",          "Unknown" };
	bool any = false;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		any = any || same_letters(source, names[i]);
	return any;
}

/* What stands beside a code. */
struct beside {
	struct text name, source, domain, initiator;
	bool is_ragged;
};

static struct verdict judge(struct text code, struct beside beside)
{
	struct verdict voice = meaning(TABLE_VOICE, code);
	struct verdict trunk = meaning(TABLE_TRUNK, code);
	struct text name = trimmed(beside.name);
	struct text source = beside.is_ragged ? (struct text){ "", 0 } : trimmed(beside.source);
	bool says_none = !says_any(TABLE_VOICE, name) && !says_any(TABLE_TRUNK, name);
	bool has_place = is_bytes(source, "customer") || is_bytes(source, "zentrunk") ||
			 (!beside.is_ragged && (is_told(beside.domain) || is_told(beside.initiator)));
	bool is_open = is_bytes(source, "carrier") && !has_place && says_none;
	/* Voice's cause of the code, where the cell holds the name of one, is the one that it names. */
	bool is_trunk =
		has_place || (is_trunk_name(name, cause_of(TABLE_TRUNK, (long)voice.code)) && !says(name, voice.cause));

	if (is_open && !is_trunk && trunk.cause != NULL && voice.cause == NULL) {
		is_trunk = true;
		has_place = true;
	}
	struct verdict verdict = is_trunk ? trunk : voice;
	bool is_known = verdict.cause != NULL ||
			(verdict.status == VERDICT_UNKNOWN && (is_trunk ? voice : trunk).cause != NULL);
	bool is_torn = has_place &&
		       ((says_any(TABLE_VOICE, name) && !says_any(TABLE_TRUNK, name)) || is_of_voice_alone(source));
	if (beside.is_ragged && !says(name, verdict.cause))
		return (struct verdict){ .status = VERDICT_RAGGED };
	if (is_known && ((is_open && voice.cause != NULL && trunk.cause != NULL) || is_torn ||
			 (verdict.cause != NULL && !says(name, verdict.cause) && !says_none) ||
			 (!is_trunk && is_others_word(name, islower) && says_none)))
		return (struct verdict){ .status = VERDICT_MISMATCH };
	return verdict;
}

/* What is asked for, and what has been found of it. */
enum { COLUMNS_MOST = 1024, KEY_SIZE = 256 };

struct task {
	const char *code, *name, *source; /* NULL: by rule */
	unsigned char delimiter;          /* 0: by rule */
	bool has_no_header;
};

struct found {
	struct piece header;
	size_t columns; /* of the header; 0: there is none */
	size_t code, name, source, domain, initiator;
	char *names[COLUMNS_MOST]; /* trimmed */
	bool is_quoted[COLUMNS_MOST];
	bool is_refused;
};

static struct task task_of(const char *const *arguments)
{
	struct task task = { .code = NULL };

	for (; *arguments != NULL; arguments++) {
		if (strcmp(*arguments, "-H") == 0) {
			task.has_no_header = true;
			continue;
		}
		const char *option = *arguments++;
		if (strcmp(option, "-c") == 0)
			task.code = *arguments;
		else if (strcmp(option, "--name-column") == 0)
			task.name = *arguments;
		else if (strcmp(option, "--source-column") == 0)
			task.source = *arguments;
		else if (strcmp(option, "-d") == 0)
			task.delimiter = (unsigned char)**arguments;
		else
			ck_abort_msg("no option %s here", option);
	}
	if (task.has_no_header && task.delimiter == 0)
		task.delimiter = ',';
	return task;
}

/* A name's letters and digits in lower case; none of one that is longer than any that is looked for. */
static void key_of(const char *name, char key[KEY_SIZE])
{
	size_t length = 0;

	for (; *name != '\0' && length < KEY_SIZE; name++)
		if (isalnum((unsigned char)*name))
			key[length++] = (char)tolower((unsigned char)*name);
	key[length < KEY_SIZE ? length : 0] = '\0';
}

static size_t number_of(const char *text)
{
	return *text != '\0' && strspn(text, "0123456789") == strlen(text) ? strtoul(text, NULL, 10) : 0;
}

/* How many headers have this key, and the first. */
static size_t with_key(const struct found *found, const char *wanted, size_t *column)
{
	char key[KEY_SIZE];
	size_t count = 0;

	for (size_t i = 0; i < found->columns && *wanted != '\0'; i++) {
		key_of(found->names[i], key);
		if (strcmp(key, wanted) == 0 && count++ == 0)
			*column = i;
	}
	return count;
}

/* A column given by number or name. Returns how many fit. */
static size_t given_column(const struct found *found, const char *given, size_t *column)
{
	char key[KEY_SIZE];
	size_t count = 0;
	size_t number = number_of(given);

	if (number > 0) {
		*column = number - 1;
		return number <= found->columns;
	}
	for (size_t i = 0; i < found->columns; i++)
		if (strcmp(found->names[i], given) == 0 && count++ == 0)
			*column = i;
	key_of(given, key);
	return count > 0 ? count : with_key(found, key, column);
}

static size_t code_column(const struct found *found, const struct task *task, size_t *column)
{
	/* The fourth of each is one beside a trunk's keys alone. */
	static const char *const keys[] = {
		"hangupcausecode", "plivohangupcausecode", "dialbleghangupcausecode", "hangupcode",
		"hangupcausename", "plivohangupcausename", "dialbleghangupcausename", "hangupcause",
	};
	size_t any;
	bool is_trunk = with_key(found, "trunkdomain", &any) > 0 || with_key(found, "hangupinitiator", &any) > 0;

	if (task->code != NULL)
		return given_column(found, task->code, column);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		size_t count = i % 4 < 3 || is_trunk ? with_key(found, keys[i], column) : 0;
		if (count > 0)
			return count;
	}
	return 0;
}

/* The one header whose key is that of the code column with a part of it replaced; how many there are. */
static size_t beside(const struct found *found, const char *part, const char *replacement, size_t *column)
{
	char key[KEY_SIZE];
	char wanted[2 * KEY_SIZE];

	key_of(found->names[found->code], key);
	char *place = strstr(key, part);
	if (place == NULL)
		return 0;
	snprintf(wanted, sizeof wanted, "%.*s%s%s", (int)(place - key), key, replacement, place + strlen(part));
	return with_key(found, wanted, column);
}

static void choose_name(struct found *found, const struct task *task)
{
	char key[KEY_SIZE];

	found->name = NO_COLUMN;
	if (task->name != NULL && strcmp(task->name, "none") != 0)
		found->is_refused = found->is_refused || given_column(found, task->name, &found->name) != 1;
	if (task->name != NULL)
		return;
	key_of(found->names[found->code], key);
	if (strstr(key, "hangupcause") == NULL)
		return;
	size_t count = beside(found, "code", "name", &found->name);
	if (count == 0)
		count = beside(found, "code", "", &found->name);
	if (count != 1)
		found->name = NO_COLUMN;
}

static void choose_source(struct found *found, const struct task *task)
{
	found->source = NO_COLUMN;
	if (task->source != NULL && strcmp(task->source, "none") != 0)
		found->is_refused = found->is_refused || given_column(found, task->source, &found->source) != 1;
	if (task->source != NULL)
		return;
	size_t count = beside(found, "hangupcausecode", "hangupsource", &found->source);
	if (count == 0)
		count = beside(found, "hangupcausename", "hangupsource", &found->source);
	if (count == 0)
		count = with_key(found, "hangupinitiator", &found->source);
	if (count != 1)
		found->source = NO_COLUMN;
}

/* The names that the default columns to be added have. */
static const char *const added_names[] = { "plivo_cause", "plivo_group", "plivo_action", "plivo_status" };

static size_t only_with_key(const struct found *found, const char *key)
{
	size_t column;

	return with_key(found, key, &column) == 1 ? column : NO_COLUMN;
}

static void choose_evidence(struct found *found, const struct task *task)
{
	size_t any;

	choose_name(found, task);
	choose_source(found, task);
	for (size_t i = 0; i < 4; i++) {
		char key[KEY_SIZE];
		key_of(added_names[i], key);
		found->is_refused = found->is_refused || with_key(found, key, &any) > 0;
	}
	found->domain = only_with_key(found, "trunkdomain");
	found->initiator = only_with_key(found, "hangupinitiator");
}

static void forget_names(struct found *found)
{
	for (size_t i = 0; i < found->columns; i++)
		free(found->names[i]);
	found->columns = 0;
}

static void take_names(struct found *found, const struct reference *r)
{
	char *room = malloc(found->header.end - found->header.begin + 1);
	size_t at = found->header.begin;
	struct text value;

	ck_assert_msg(room != NULL && found->header.fields < COLUMNS_MOST, "too many columns");
	for (; found->columns < found->header.fields; found->columns++) {
		size_t text = at;
		while (blank(r, text))
			text++;
		found->is_quoted[found->columns] = text < r->size && r->bytes[text] == '"';
		reference_cell(r, &found->header, found->columns, room, &value);
		value = trimmed(value);
		found->names[found->columns] = strndup(value.bytes, value.length);
		at = reference_field_end(r, &found->header, found->columns) + 1;
	}
	free(room);
}

/* Whether no other delimiter may have been meant. */
static bool holds_others(const char *name, unsigned char delimiter)
{
	for (const char *c = ",;\t|"; *c != '\0'; c++)
		if ((unsigned char)*c != delimiter && strchr(name, *c) != NULL)
			return true;
	return false;
}

static bool is_plain_name(const char *name)
{
	for (; *name != '\0'; name++)
		if ((unsigned char)*name > 127 || (!isalnum((unsigned char)*name) && strchr(" _-.\t", *name) == NULL))
			return false;
	return true;
}

static bool holds_code(const struct found *found)
{
	for (size_t i = 0; i < found->columns; i++)
		if (i != found->code && code_of(trimmed(text_of(found->names[i]))) > 0 &&
		    (cause_of(TABLE_VOICE, code_of(trimmed(text_of(found->names[i])))) != NULL ||
		     cause_of(TABLE_TRUNK, code_of(trimmed(text_of(found->names[i])))) != NULL))
			return true;
	return false;
}

/* Whether the record at this place is a header under the delimiter; fills *found. */
static bool is_header_at(struct found *found, const struct task *task, const struct reference *input, size_t at,
			 unsigned char delimiter)
{
	struct reference r = *input;

	r.at = at;
	r.delimiter = delimiter;
	forget_names(found);
	found->is_refused = false;
	if (!reference_next(&r, &found->header) || found->header.kind != PIECE_RECORD)
		return false;
	take_names(found, &r);
	size_t count = code_column(found, task, &found->code);
	if (count == 0)
		return false;
	const char *name = found->names[found->code];
	/* Only where the delimiter is to be found. */
	if (input->delimiter == 0 && !found->is_quoted[found->code] && holds_others(name, delimiter))
		return false;
	if (holds_code(found) || (task->code == NULL && !found->is_quoted[found->code] &&
				  !is_plain_name(name + (found->code == 0 && *name == '#'))))
		return false;
	found->is_refused = count > 1;
	return true;
}

/* Whether a line between bars draws a rule. */
static bool is_rule(const struct reference *r, const struct piece *piece)
{
	bool has_two = false;

	for (size_t at = piece->begin; at < piece->end; at++) {
		unsigned char c = r->bytes[at];
		if (c == '\0' || strchr("-=+|: \t", c) == NULL)
			return false;
		has_two = has_two || ((c == '-' || c == '=') && at > piece->begin && r->bytes[at - 1] == c);
	}
	return has_two && r->delimiter == '|';
}

static bool is_field_name(const char *name, const struct task *task)
{
	static const char *const keys[] = {
		"hangupcausecode", "plivohangupcausecode", "dialbleghangupcausecode",
		"hangupcausename", "plivohangupcausename", "dialbleghangupcausename",
		"hangupsource",    "plivohangupsource",    "dialbleghangupsource",
		"hangupcause",     "plivohangupcause",     "dialbleghangupcause",
		"calluuid",        "dialbleguuid",
	};
	char key[KEY_SIZE];

	key_of(name, key);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (strcmp(key, keys[i]) == 0)
			return true;
	return task->code != NULL && strcmp(task->code, name) == 0;
}

/* Whether what stands behind a header agrees with its being one. */
static bool is_borne_out(const struct found *found, const struct task *task, const struct reference *input,
			 unsigned char delimiter, bool is_first)
{
	static char room[LIMIT + 1];
	struct reference r = *input;
	bool is_alone = found->columns == 1;
	struct piece piece;
	size_t codes = 0;
	size_t seen = 0;

	r.at = found->header.next;
	r.delimiter = delimiter;
	size_t bad = 0;
	while (seen < (is_alone ? 2 : 3) && bad < 3 && reference_next(&r, &piece)) {
		bad += piece.kind == PIECE_MALFORMED;
		if (piece.kind != PIECE_RECORD || is_rule(&r, &piece))
			continue;
		seen++;
		if (piece.fields <= found->code)
			continue;
		struct text cell;
		reference_cell(&r, &piece, found->code, room, &cell);
		cell = trimmed(cell);
		room[cell.bytes - room + (ptrdiff_t)cell.length] = '\0';
		bool is_field = is_field_name(cell.bytes, task);
		if (!is_alone && !is_field)
			return true;
		if (is_alone && is_first && is_field)
			return false;
		codes += cell.length > 0 && isdigit((unsigned char)*cell.bytes) && code_of(cell) >= 0;
	}
	return is_alone ? is_first || codes == 2 : seen == 0;
}

/* Looks for the header from each line. Returns whether there is one. */
static bool find_header(struct found *found, const struct task *task, struct reference *r)
{
	static const char usual[] = ",;\t|";
	size_t first = r->at;

	for (int comments = 0; comments < 2; comments++) {
		for (size_t at = first; at < r->size && at < first + LIMIT;) {
			for (size_t i = 0; i < (r->delimiter != 0 ? 1 : 4) && (r->bytes[at] == '#') == (comments > 0);
			     i++) {
				unsigned char delimiter = r->delimiter != 0 ? r->delimiter : (unsigned char)usual[i];
				if (!is_header_at(found, task, r, at, delimiter) ||
				    !is_borne_out(found, task, r, delimiter, at == first))
					continue;
				r->delimiter = delimiter;
				return true;
			}
			while (at < r->size && !ends_line(r->bytes[at]))
				at++;
			at = past_end(r, at);
		}
	}
	return false;
}

/* Under a number the header is the first record, its delimiter the first that makes columns enough. */
static bool take_first_record(struct found *found, const struct task *task, struct reference *r)
{
	static const char usual[] = ",;\t|";
	size_t number = number_of(task->code);
	struct reference here = *r;

	for (size_t i = 0; i <= 4; i++) {
		here.delimiter = r->delimiter != 0 ? r->delimiter : (unsigned char)usual[i % 4];
		here.at = r->at;
		forget_names(found);
		if (!reference_next(&here, &found->header) || found->header.kind != PIECE_RECORD)
			continue;
		take_names(found, &here);
		if (i < 4 && r->delimiter == 0 && (found->columns < number || found->columns < 2))
			continue;
		r->delimiter = here.delimiter;
		found->code = number - 1;
		found->is_refused = number > found->columns;
		return true;
	}
	return false;
}

/* What stands before the header's line, but for lines that are blank whatever delimits. */
static void pass_blank_lines(struct reference *r)
{
	for (;;) {
		size_t at = r->at;
		while (at < r->size && (r->bytes[at] == ' ' || (r->bytes[at] == '\t' && r->delimiter != '\t')))
			at++;
		if (at == r->at && at == r->size)
			return;
		if ((at < r->size && !ends_line(r->bytes[at])) || at - r->at > LIMIT)
			return;
		r->at = past_end(r, at);
	}
}

/* "sep=;" on the first line. */
static void take_separator(struct reference *r, const struct task *task)
{
	const unsigned char *line = r->bytes + r->at;

	if (r->size - r->at < 5 || strncasecmp((const char *)line, "sep=", 4) != 0 ||
	    (r->size - r->at > 5 && !ends_line(line[5])))
		return;
	if (line[4] > 127 || isalnum(line[4]) || line[4] == '\0' || strchr("\"\r\n _.", line[4]) != NULL)
		return;
	if (task->delimiter == 0)
		r->delimiter = line[4];
	r->at = past_end(r, r->at + 5);
}

/* The output as it grows. */
struct growing {
	unsigned char *bytes;
	size_t size, room;
};

static void add(struct growing *to, const void *bytes, size_t length)
{
	if (to->size + length + 1 > to->room) {
		to->room = 2 * (to->size + length) + 4096;
		to->bytes = realloc(to->bytes, to->room);
		ck_assert_msg(to->bytes != NULL, "out of memory");
	}
	memcpy(to->bytes + to->size, bytes, length);
	to->size += length;
	to->bytes[to->size] = '\0';
}

static void add_cell(struct growing *to, const char *value, unsigned char delimiter)
{
	bool is_quoted = strchr(value, delimiter) != NULL;

	add(to, &delimiter, 1);
	add(to, "\"", is_quoted);
	add(to, value, strlen(value));
	add(to, "\"", is_quoted);
}

/* The record's new cells: cause, group, action, status. */
static void add_cells(struct growing *to, const struct verdict *verdict, unsigned char delimiter)
{
	static const char *const statuses[VERDICT_COUNT] = {
		[VERDICT_OK] = "ok",           [VERDICT_UNKNOWN] = "unknown", [VERDICT_MISMATCH] = "mismatch",
		[VERDICT_INVALID] = "invalid", [VERDICT_RAGGED] = "ragged",   [VERDICT_EMPTY] = "empty",
	};
	static const char *const actions[ACTION_COUNT] = { "none", "retry", "fix", "support" };
	const struct cause *cause = verdict->cause;

	add_cell(to, cause != NULL ? cause->name : "", delimiter);
	add_cell(to, cause != NULL ? cause->group->name : "", delimiter);
	add_cell(to, cause != NULL ? actions[cause->action] : "", delimiter);
	add_cell(to, statuses[verdict->status], delimiter);
}

static void count(struct annotated *expected, const struct verdict *verdict, size_t fields, size_t columns)
{
	static const enum count counts[VERDICT_COUNT] = {
		[VERDICT_OK] = COUNT_OK,
		[VERDICT_UNKNOWN] = COUNT_UNKNOWN,
		[VERDICT_MISMATCH] = COUNT_MISMATCH,
		[VERDICT_INVALID] = COUNT_INVALID,
		[VERDICT_RAGGED] = COUNT_RAGGED,
		[VERDICT_EMPTY] = COUNT_EMPTY,
	};

	expected->counts[counts[verdict->status]]++;
	expected->counts[COUNT_RECORDS]++;
	if (columns > 0)
		expected->counts[COUNT_SHORT] += fields < columns;
	if (columns > 0)
		expected->counts[COUNT_LONG] += fields > columns;
}

/* A line of nothing but rules, or "(3 rows)", in a drawn table. */
static bool is_drawn(const struct reference *r, const struct piece *piece)
{
	struct text line = { (const char *)r->bytes + piece->begin, piece->end - piece->begin };
	bool has_two = false;
	size_t rule = 0;
	unsigned rows;
	int used = 0;

	if (r->delimiter != '|')
		return false;
	line = trimmed(line);
	for (; rule < line.length && strchr("-=+|: \t", line.bytes[rule]) != NULL && line.bytes[rule] != '\0'; rule++)
		has_two = has_two || (rule > 0 && strchr("-=", line.bytes[rule]) != NULL &&
				      line.bytes[rule - 1] == line.bytes[rule]);
	if (rule == line.length)
		return has_two;
	char *copy = strndup(line.bytes, line.length);
	bool is_count = isdigit((unsigned char)copy[copy[0] == '(']) && sscanf(copy, "(%u row%n", &rows, &used) == 1 &&
			used > 0 && (strcmp(copy + used, ")") == 0 || strcmp(copy + used, "s)") == 0);
	free(copy);
	return is_count;
}

/* Whether a record's cells are the header's, whose code cell is no code. */
static bool is_header_again(const struct reference *r, const struct piece *piece, const struct found *found)
{
	struct found other = { .header = *piece };
	bool is_same = found->columns == piece->fields;

	if (found->columns == 0)
		return false;
	struct verdict own = meaning(TABLE_VOICE, text_of(found->names[found->code]));
	if (!is_same || own.status == VERDICT_OK || own.status == VERDICT_UNKNOWN)
		return false;
	take_names(&other, r);
	is_same = other.columns == found->columns;
	for (size_t i = 0; is_same && i < found->columns; i++)
		is_same = strcmp(other.names[i], found->names[i]) == 0;
	forget_names(&other);
	return is_same;
}

static void add_names(struct growing *out, unsigned char delimiter)
{
	for (size_t i = 0; i < 4; i++)
		add_cell(out, added_names[i], delimiter);
}

static struct text cell_at(const struct reference *r, const struct piece *piece, size_t column, char *room)
{
	struct text value = { "", 0 };

	if (column != NO_COLUMN)
		reference_cell(r, piece, column, room, &value);
	return value;
}

static struct verdict verdict_of_piece(const struct reference *r, const struct piece *piece, const struct found *found,
				       bool is_moved)
{
	static char rooms[5][LIMIT];
	struct beside beside = {
		.name = cell_at(r, piece, found->name, rooms[1]),
		.source = cell_at(r, piece, found->source, rooms[2]),
		.domain = cell_at(r, piece, found->domain, rooms[3]),
		.initiator = cell_at(r, piece, found->initiator, rooms[4]),
		.is_ragged = is_moved || (found->columns > 0 && reference_has_more(r, piece, found->columns)),
	};

	return judge(cell_at(r, piece, found->code, rooms[0]), beside);
}

static void take_record(struct annotated *expected, struct growing *out, const struct reference *r,
			const struct piece *piece, const struct found *found, bool is_moved)
{
	struct verdict verdict = verdict_of_piece(r, piece, found, is_moved);
	size_t place = found->columns > 0 ? reference_field_end(r, piece, found->columns - 1) : piece->end;

	add(out, r->bytes + piece->begin, place - piece->begin);
	for (size_t i = piece->fields; i < found->columns; i++)
		add(out, &r->delimiter, 1);
	add_cells(out, &verdict, r->delimiter);
	add(out, r->bytes + place, piece->end - place);
	count(expected, &verdict, piece->fields, found->columns);
}

/* Whether the last word of the code's cell is "code", whatever its case, and no digit stands in the record. */
static bool calls_codes_otherwise(const struct reference *r, const struct piece *piece, const struct found *found)
{
	static char room[LIMIT];
	if (piece->fields <= found->code || piece->fields < 2)
		return false;
	struct text cell = trimmed(cell_at(r, piece, found->code, room));
	bool is_word = cell.length > 4 && strncasecmp(cell.bytes + cell.length - 4, "code", 4) == 0;

	for (size_t i = piece->begin; i < piece->end; i++)
		is_word = is_word && strchr("0123456789", r->bytes[i]) == NULL;
	return is_word;
}

/* Whether all of a cell are digits. */
static bool is_number(struct text cell)
{
	size_t at = 0;

	while (at < cell.length && isdigit((unsigned char)cell.bytes[at]))
		at++;
	return at > 0 && at == cell.length;
}

/*
 * Whether a record is a header further down, the first's or another: then *other has its columns. *is_moved: it is one
 * whose columns cannot be told, or is behind such a one.
 */
static bool is_header_here(const struct reference *r, const struct piece *piece, const struct found *first,
			   const struct found *current, const struct task *task, struct found *other, bool *is_moved)
{
	static char room[LIMIT];
	struct verdict verdict = verdict_of_piece(r, piece, current, *is_moved);
	struct text cell = trimmed(cell_at(r, piece, current->code, room));
	bool is_same = is_header_again(r, piece, first);
	bool has_number = task->code != NULL && number_of(task->code) > 0;

	if (verdict.status == VERDICT_OK || verdict.status == VERDICT_UNKNOWN || verdict.status == VERDICT_MISMATCH ||
	    first->columns == 0 || piece->fields >= COLUMNS_MOST || is_number(cell))
		return false;
	if (has_number) {
		*is_moved = *is_moved && !is_same;
		struct reference here = { r->bytes, r->size, r->delimiter, piece->begin, 1 };
		if (!is_same || !take_first_record(other, task, &here))
			return false;
		choose_evidence(other, task);
		return true;
	}
	/* No header is without a name where the code's stands. */
	if (piece->fields > current->code && cell.length == 0)
		return false;
	if (!is_header_at(other, task, r, piece->begin, r->delimiter) || (other->columns == 1 && !is_same) ||
	    other->header.end != piece->end) {
		*is_moved = *is_moved || calls_codes_otherwise(r, piece, current);
		return false;
	}
	if (!other->is_refused)
		choose_evidence(other, task);
	*is_moved = other->is_refused;
	return !*is_moved;
}

static void annotate_pieces(struct annotated *expected, struct growing *out, struct reference *r,
			    const struct found *first, const struct task *task)
{
	struct found found[2] = { { .columns = 0 }, { .columns = 0 } };
	const struct found *current = first;
	bool is_moved = false;
	struct piece piece;
	size_t spare = 0;

	while (reference_next(r, &piece)) {
		if (piece.kind == PIECE_MALFORMED) {
			expected->counts[COUNT_BAD]++;
			expected->status = STATUS_TROUBLE;
		}
		if (piece.kind != PIECE_RECORD || is_drawn(r, &piece)) {
			add(out, r->bytes + piece.begin, piece.end - piece.begin);
		} else {
			bool was_moved = is_moved;
			if (is_header_here(r, &piece, first, current, task, &found[spare], &is_moved)) {
				current = &found[spare];
				spare = 1 - spare;
				add(out, r->bytes + piece.begin, piece.end - piece.begin);
				add_names(out, r->delimiter);
			} else {
				take_record(expected, out, r, &piece, current, was_moved);
			}
		}
		add(out, r->bytes + piece.end, piece.next - piece.end);
	}
	forget_names(&found[0]);
	forget_names(&found[1]);
}

/* The columns of a file without a header. */
static void take_numbers(struct found *found, const struct task *task)
{
	found->code = number_of(task->code) - 1;
	found->domain = found->initiator = NO_COLUMN;
	found->name = task->name != NULL && number_of(task->name) > 0 ? number_of(task->name) - 1 : NO_COLUMN;
	found->source = task->source != NULL && number_of(task->source) > 0 ? number_of(task->source) - 1 : NO_COLUMN;
}

/* Finds the header, and hands on what stands before it, and itself. Returns false where nothing else is to come. */
static bool begin(struct annotated *expected, struct growing *out, struct reference *r, const struct task *task,
		  struct found *found, bool *has_header)
{
	take_separator(r, task);
	pass_blank_lines(r);
	*has_header = true;
	if (r->at == r->size) {
		add(out, r->bytes, r->size);
		return false;
	}
	*has_header = task->code != NULL && number_of(task->code) > 0 ? take_first_record(found, task, r)
								      : find_header(found, task, r);
	if (*has_header && !found->is_refused)
		choose_evidence(found, task);
	if (!*has_header || found->is_refused) {
		expected->status = STATUS_TROUBLE;
		return false;
	}
	add(out, r->bytes, found->header.end);
	add_names(out, r->delimiter);
	add(out, r->bytes + found->header.end, found->header.next - found->header.end);
	r->at = found->header.next;
	return true;
}

struct annotated reference_annotate(const char *const *arguments, const void *bytes, size_t size, bool *has_header)
{
	size_t bom = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
	struct annotated expected = { .status = STATUS_DONE };
	struct task task = task_of(arguments);
	struct reference r = { bytes, size, task.delimiter, bom, 1 };
	struct growing out = { .bytes = NULL };
	struct found found = { .columns = 0 };

	add(&out, "", 0);
	*has_header = true;
	if (task.has_no_header) {
		add(&out, bytes, bom);
		take_numbers(&found, &task);
		annotate_pieces(&expected, &out, &r, &found, &task);
	} else if (begin(&expected, &out, &r, &task, &found, has_header)) {
		annotate_pieces(&expected, &out, &r, &found, &task);
	}
	forget_names(&found);
	expected.out = out.bytes;
	expected.size = out.size;
	return expected;
}

/* Whether the output is the input, but for what text gets at the end of its lines. */
static bool is_text(const struct annotated *done, const unsigned char *bytes, size_t size)
{
	static const char begin[] = " plivo_";
	size_t kept = 0;

	for (size_t at = 0; at < done->size;) {
		if (strncmp((const char *)done->out + at, begin, strlen(begin)) == 0) {
			while (at < done->size && !ends_line(done->out[at]))
				at++;
			continue;
		}
		if (kept == size || done->out[at++] != bytes[kept++])
			return false;
	}
	return kept == size;
}

void reference_check(const struct annotated *done, const char *const *arguments, const void *bytes, size_t size,
		     const char *label)
{
	bool has_header;
	struct annotated wanted = reference_annotate(arguments, bytes, size, &has_header);

	/* Without a header it may be text, whose pairs are for others to judge. */
	if (!has_header && done->size > 0) {
		ck_assert_msg(is_text(done, bytes, size), "bytes changed: %s\n%.2000s", label, (const char *)done->out);
		annotated_free(&wanted);
		return;
	}
	for (size_t i = 0; i < COUNT_COUNT; i++)
		ck_assert_msg(wanted.counts[i] == done->counts[i], "%s: %ju, not %ju: %s", count_names[i],
			      (uintmax_t)done->counts[i], (uintmax_t)wanted.counts[i], label);
	ck_assert_msg(wanted.status == done->status, "status %d: %s", done->status, label);
	ck_assert_msg(wanted.size == done->size && memcmp(wanted.out, done->out, done->size) == 0,
		      "wrong output: %s\n%.2000s\nfor\n%.2000s", label, (const char *)done->out,
		      (const char *)wanted.out);
	annotated_free(&wanted);
}
