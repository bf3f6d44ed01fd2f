#include "reader/pair.h"

enum { GLUE_MAX = 16, WORD_MAX = 16 };

static bool is_gap(unsigned char byte)
{
	return byte == ' ' || byte == '\t';
}

static bool is_one_of(unsigned char byte, const char *set)
{
	return byte != '\0' && strchr(set, byte) != NULL;
}

static bool is_quote(unsigned char byte)
{
	return byte == '"' || byte == '\'' || byte == '`';
}

static bool is_opening(unsigned char byte)
{
	return byte == '(' || byte == '[' || byte == '{';
}

static bool is_closing(unsigned char byte)
{
	return byte == ')' || byte == ']' || byte == '}';
}

/* What may not stand beside a name. */
static bool is_of_name(unsigned char byte)
{
	return text_is_letter(byte) || text_is_digit(byte) || byte == '_' || byte == '-' || byte > 127;
}

/* A character of a text that may be escaped, once or more often, for JSON or a string of a language. */
struct glyph {
	unsigned char character; /* past ASCII, some number over 127 */
	size_t length;           /* bytes; 0 at the end of the line */
	size_t slashes;          /* before it, if they and the byte behind them are all of it */
};

static unsigned char character_of(int code)
{
	return code < 128 ? (unsigned char)code : 128;
}

static struct glyph glyph_at(const struct pair_cursor *line, size_t at)
{
	const unsigned char *bytes = line->bytes + at;
	size_t size = line->size - at;
	size_t slashes = 0;

	if (size == 0)
		return (struct glyph){ '\n', 0, 0 };
	while (slashes < size && slashes < GLUE_MAX && bytes[slashes] == '\\')
		slashes++;
	if (slashes == 0 || slashes == size)
		return (struct glyph){ bytes[0], 1, 0 };
	unsigned char escaped = bytes[slashes];
	int code = escaped == 'u' ? text_hex_number(bytes + slashes + 1, size - slashes - 1, 4) : -1;
	if (code >= 0)
		return (struct glyph){ character_of(code), slashes + 5, 0 };
	if (escaped == 'n' || escaped == 'r')
		return (struct glyph){ '\n', slashes + 1, slashes };
	if (escaped == 't')
		return (struct glyph){ '\t', slashes + 1, slashes };
	return is_quote(escaped) ? (struct glyph){ escaped, slashes + 1, slashes } : (struct glyph){ '\\', 1, 0 };
}

/* The same in a form, where names and what is around them may be encoded by percent. */
static struct glyph form_glyph_at(const struct pair_cursor *line, size_t at)
{
	const unsigned char *bytes = line->bytes + at;
	size_t size = line->size - at;
	int code = size > 0 && bytes[0] == '%' ? text_hex_number(bytes + 1, size - 1, 2) : -1;

	return code >= 0 ? (struct glyph){ character_of(code), 3, 0 } : glyph_at(line, at);
}

/* The character that ends where a name begins, 0 at the line's beginning. */
static unsigned char character_before(const struct pair_cursor *line, size_t at)
{
	const unsigned char *end = line->bytes + at;

	if (at == 0 || (at == 3 && memcmp(line->bytes, "\xef\xbb\xbf", 3) == 0))
		return 0;
	int code = at >= 6 && end[-6] == '\\' && end[-5] == 'u' ? text_hex_number(end - 4, 4, 4) : -1;
	if (code < 0 && at >= 3 && end[-3] == '%')
		code = text_hex_number(end - 2, 2, 2);
	if (code >= 0)
		return character_of(code);
	if (at >= 2 && end[-2] == '\\' && (end[-1] == 'n' || end[-1] == 'r' || end[-1] == 't'))
		return '\n';
	return end[-1];
}

/* Whether a name may begin there, by what stands before it. */
static bool may_begin(const struct pair_names *names, const struct pair_cursor *line, size_t at)
{
	const unsigned char *bytes = line->bytes;

	if (at == 0 || !names->is_inner[bytes[at - 1]])
		return true;
	/* Else only behind an escape. */
	bool may_be_escape = (at >= 2 && bytes[at - 2] == '\\') || (at >= 3 && bytes[at - 3] == '%') || at == 3 ||
			     (at >= 6 && bytes[at - 6] == '\\');
	return may_be_escape && !is_of_name(character_before(line, at));
}

void pair_names_open(struct pair_names *names, const struct pairs_field *fields, size_t count)
{
	*names = (struct pair_names){ .fields = fields, .count = count };
	for (size_t i = 0; i < count; i++) {
		const char *key = fields[i].key;
		unsigned char first = (unsigned char)*key;
		const char *before =
			names->begins[first] != 0 ? fields[63 - __builtin_clzll(names->begins[first])].key : "";
		while (key[names->common[i]] != '\0' && key[names->common[i]] == before[names->common[i]])
			names->common[i]++;
		letters_add(&names->letters, key);
		names->begins[first] |= UINT64_C(1) << i;
		if (text_is_letter(first))
			names->begins[first - 'a' + 'A'] |= UINT64_C(1) << i;
	}
	for (size_t byte = 0; byte < sizeof names->is_inner; byte++)
		names->is_inner[byte] = is_of_name((unsigned char)byte);
}

/* How much of a key is there, and where the bytes of each of its letters end, those of the first in ends[1]. */
struct found_key {
	size_t letters;
	size_t ends[PAIRS_KEY_SIZE];
};

/* The length of a name with that key, of which so many letters have been found; 0: it is not there. */
static size_t find_key(const unsigned char *bytes, size_t size, const char *key, size_t letters,
		       struct found_key *found)
{
	/* Up to that letter they are there; to zero the others would cost a twentieth of reading a log. */
	/* cppcheck-suppress ctuuninitvar */
	size_t at = found->ends[letters];

	for (found->letters = letters; key[found->letters] != '\0'; found->ends[++found->letters] = ++at) {
		char letter = key[found->letters];
		if (found->letters > 0 && at < size && (bytes[at] == '-' || bytes[at] == '_' || bytes[at] == ' '))
			at++;
		/* Of a letter, the bit that tells cases apart does not count. */
		if (at == size || (bytes[at] | (letter & 0x40) >> 1) != letter)
			return 0;
	}
	return at;
}

size_t pair_name_length(const unsigned char *bytes, size_t size, const char *key)
{
	struct found_key found;

	found.ends[0] = 0;
	return find_key(bytes, size, key, 0, &found);
}

/*
 * Whether a UUID's name, written with blanks, goes on from a word before it: "Parent call UUID" is another call's. A
 * code is a code whatever a sentence says before it.
 */
static bool is_of_another(const struct pair_cursor *line, size_t at, size_t length, size_t cell)
{
	return cell < CELLS_MAX && cell % CELL_COUNT == CELL_UUID && memchr(line->bytes + at, ' ', length) != NULL &&
	       at >= 2 && line->bytes[at - 1] == ' ' && text_is_letter(line->bytes[at - 2]);
}

/* The length of the longest name that stands there by itself, and the fields that have it. */
static size_t name_at(const struct pair_names *names, const struct pair_cursor *line, size_t at, uint64_t *fields)
{
	const unsigned char *bytes = line->bytes + at;
	size_t size = line->size - at;
	size_t longest = 0;
	struct found_key found;

	*fields = 0;
	if (names->begins[*bytes] == 0 || !may_begin(names, line, at))
		return 0;
	found.letters = 0;
	found.ends[0] = 0;
	for (uint64_t left = names->begins[*bytes]; left != 0; left &= left - 1) {
		size_t i = (size_t)__builtin_ctzll(left);
		const struct pairs_field *field = &names->fields[i];
		/* Of what it has in common with the key before, not all is there. */
		if (names->common[i] > found.letters)
			continue;
		size_t length = find_key(bytes, size, field->key, names->common[i], &found);
		bool is_whole = length == size || !names->is_inner[bytes[length]] ||
				(bytes[length] == '-' && length + 1 < size && bytes[length + 1] == '>');
		if (length == 0 || length < longest || !is_whole || is_of_another(line, at, length, field->cell))
			continue;
		*fields = (length > longest ? 0 : *fields) | (left & -left);
		longest = length;
	}
	return longest;
}

/* What stands between a name and its value. */
struct glue {
	size_t at;      /* where the looking has come to, in the end where the value begins */
	size_t free;    /* bytes of types' words, which do not count */
	size_t begin;   /* behind the name */
	char separator; /* '=', ':', '>' of an arrow or an element, ',' of a tuple; 0: none yet */
	bool is_arrow;
	bool is_closed;      /* a bracket closed before the separator: the name's own */
	bool is_percent;     /* some of it is encoded */
	unsigned char quote; /* the quote that opens the value, 0 if it is bare */
	size_t slashes;      /* before that quote */
	bool ends_in_gap;
};

static bool glue_is_short(const struct glue *glue)
{
	return glue->at - glue->begin - glue->free <= GLUE_MAX;
}

/* Whether a name stands in a tuple, `('Name', value)`: behind a bracket and a quote. */
static bool is_in_tuple(const struct pair_cursor *line, size_t name)
{
	const unsigned char *bytes = line->bytes;
	size_t at = name;

	while (at > 0 && (is_quote(bytes[at - 1]) || bytes[at - 1] == '\\'))
		at--;
	if (at == name)
		return false;
	if (at > 0 && (bytes[at - 1] == 'u' || bytes[at - 1] == 'b'))
		at--;
	return at > 0 && bytes[at - 1] == '(';
}

/* Whether a tuple ends behind its second value, the cursor being there: one of more is a list. */
static bool tuple_ends(const struct pair_cursor *line)
{
	size_t at = line->at;

	while (at < line->size && (is_quote(line->bytes[at]) || is_gap(line->bytes[at]) || line->bytes[at] == '\\'))
		at++;
	return at < line->size && line->bytes[at] == ')';
}

/* Takes the separator at the glue's place. False: what stands there is none. */
static bool take_separator(const struct pair_cursor *line, size_t name, struct glue *glue, struct glyph glyph)
{
	struct glyph next = form_glyph_at(line, glue->at + glyph.length);

	switch (glyph.character) {
	case '=':
	case ':':
	case '-':
		glue->is_arrow = glyph.character != ':' && next.character == '>';
		if (glyph.character == '-' && !glue->is_arrow)
			return false;
		break;
	case '>':
		if (glue->at != glue->begin || character_before(line, name) != '<')
			return false;
		break;
	case ',':
		if (!is_in_tuple(line, name))
			return false;
		break;
	default:
		return false;
	}
	glue->separator = (char)glyph.character;
	glue->at += glyph.length + (glue->is_arrow ? next.length : 0);
	return true;
}

/* Up to and with the separator. False: this is no pair. At the line's end without one, separator is 0. */
static bool read_separator(const struct pair_cursor *line, size_t name, struct glue *glue)
{
	while (glue_is_short(glue)) {
		struct glyph glyph = form_glyph_at(line, glue->at);
		bool is_percent = glyph.length == 3 && line->bytes[glue->at] == '%';
		if (glyph.length == 0)
			return true;
		glue->is_percent |= is_percent;
		if (is_quote(glyph.character) || is_opening(glyph.character) || is_closing(glyph.character) ||
		    is_gap(glyph.character) || glyph.character == '\\') {
			glue->is_closed |= is_closing(glyph.character);
			glue->at += glyph.length;
			continue;
		}
		return take_separator(line, name, glue, glyph);
	}
	return false;
}

/* The length of a type's word before a value: `string(4) `, `int(`, `string `, Python's u before a quote; 0: none. */
static size_t type_length(const struct pair_cursor *line, size_t at)
{
	const unsigned char *bytes = line->bytes + at;
	size_t size = line->size - at;
	size_t length = 0;

	while (length < size && length < WORD_MAX && (text_is_letter(bytes[length]) || text_is_digit(bytes[length])))
		length++;
	if (length == 0 || length == size || !text_is_letter(bytes[0]))
		return 0;
	bool is_prefix = length == 1 && (text_lower(bytes[0]) == 'u' || text_lower(bytes[0]) == 'b');
	if (is_prefix && is_quote(glyph_at(line, at + 1).character))
		return 1;
	bool is_plain =
		(length == 3 && memcmp(bytes, "int", 3) == 0) || (length == 6 && memcmp(bytes, "string", 6) == 0);
	if (is_plain && is_gap(bytes[length]))
		return length;
	if (bytes[length] != '(')
		return 0;
	size_t inner = length + 1;
	while (inner < size && text_is_digit(bytes[inner]))
		inner++;
	/* The size of a string, as var_dump has it, and no value in brackets that a quote happens to follow. */
	bool is_string = length == 6 && memcmp(bytes, "string", 6) == 0;
	if (is_string && size - inner >= 3 && inner > length + 1 && bytes[inner] == ')' && bytes[inner + 1] == ' ' &&
	    is_quote(glyph_at(line, at + inner + 2).character))
		return inner + 1;
	bool has_value = inner > length + 1 || is_quote(glyph_at(line, at + inner).character);
	return has_value ? length + 1 : 0;
}

/*
 * Opens a quoted value at a quote. True: it begins here; false: another quote is still to come. One that is a number
 * itself, `\u0022`, opens a value that ends as a bare one does.
 */
static bool open_quote(const struct pair_cursor *line, struct glue *glue, struct glyph glyph)
{
	bool is_number = glyph.length > glyph.slashes + 1;

	glue->quote = is_number ? 0 : glyph.character;
	glue->slashes = glyph.slashes;
	glue->at += glyph.length;
	glue->ends_in_gap = false;
	struct glyph next = glyph_at(line, glue->at);
	return is_number || !is_quote(next.character) ||
	       (next.character == glyph.character && next.slashes == glyph.slashes);
}

/* From behind the separator to the value. False: this is no pair. */
static bool read_opening(const struct pair_cursor *line, struct glue *glue)
{
	/* Nothing can stand between an element's name and its text but that text. */
	bool is_element = glue->separator == '>';

	while (glue_is_short(glue)) {
		struct glyph glyph = glue->is_percent ? form_glyph_at(line, glue->at) : glyph_at(line, glue->at);
		unsigned char byte = glyph.character;
		size_t type = is_element ? 0 : type_length(line, glue->at);
		if (glyph.length == 0)
			return true;
		if (byte == '=' || byte == ':' || (byte == '>' && !is_element))
			return false;
		if (is_quote(byte) && open_quote(line, glue, glyph))
			return glue_is_short(glue);
		if (is_quote(byte))
			continue;
		if (type == 0 && !is_opening(byte) && !is_gap(byte))
			return true;
		glue->ends_in_gap = is_gap(byte);
		glue->free += type;
		glue->at += type > 0 ? type : glyph.length;
	}
	return false;
}

/* Whether a quote closes a value that a quote with so many backslashes before it has opened. */
static bool closes(size_t slashes, size_t opening)
{
	if (slashes <= opening)
		return slashes == opening || opening > 0;
	for (; opening > 0; opening /= 2)
		slashes = (slashes - 1) / 2;
	return slashes % 2 == 0;
}

/* The end of a quoted value that begins at the glue's end; size if nothing closes it. */
static size_t quoted_end(const struct pair_cursor *line, const struct glue *glue)
{
	const unsigned char *bytes = line->bytes;

	for (size_t at = glue->at;; at++) {
		const unsigned char *quote = memchr(bytes + at, glue->quote, line->size - at);
		size_t slashes = 0;
		if (quote == NULL)
			return line->size;
		at = (size_t)(quote - bytes);
		while (at - slashes > glue->at && bytes[at - slashes - 1] == '\\')
			slashes++;
		if (closes(slashes, glue->slashes))
			return at - (slashes < glue->slashes ? slashes : glue->slashes);
	}
}

/* Whether another pair begins there: the name of a field, a word and `=` or `:`, or a word in brackets and those. */
static bool is_next_pair(const struct pair_names *names, const struct pair_cursor *line, size_t at)
{
	const unsigned char *bytes = line->bytes;
	uint64_t fields;

	bool is_bracketed = at < line->size && is_opening(bytes[at]);
	at += is_bracketed;
	size_t end = at;
	if (at == line->size)
		return false;
	if (name_at(names, line, at, &fields) > 0)
		return true;
	while (end < line->size && (is_of_name(bytes[end]) || bytes[end] == '.'))
		end++;
	while (is_bracketed && end < line->size && (is_closing(bytes[end]) || is_gap(bytes[end])))
		end++;
	return end < line->size && text_is_letter(bytes[at]) && (bytes[end] == '=' || bytes[end] == ':');
}

/* What ends a bare value; its own brackets apart. */
static bool is_end(unsigned char byte)
{
	return byte == '\n' || is_quote(byte) || is_one_of(byte, "&,;><");
}

/* The end of a bare value; of one word, if that is wanted. */
static size_t bare_end(const struct pair_names *names, const struct pair_cursor *line, const struct glue *glue,
		       bool is_word)
{
	size_t open = 0;
	bool after_gap = glue->ends_in_gap;
	struct glyph glyph;

	for (size_t at = glue->at;; at += glyph.length) {
		if (!after_gap)
			while (at < line->size && names->is_inner[line->bytes[at]])
				at++;
		glyph = glyph_at(line, at);
		unsigned char byte = glyph.character;
		if (glyph.length == 0 || is_end(byte) || (is_closing(byte) && open == 0) || (is_gap(byte) && is_word))
			return at;
		unsigned char encoded = glue->is_percent ? form_glyph_at(line, at).character : byte;
		if (encoded == '&' || encoded == '"')
			return at;
		if (after_gap && !is_gap(byte) && is_next_pair(names, line, at))
			return at;
		open += is_opening(byte);
		open -= is_closing(byte);
		after_gap = is_gap(byte);
	}
}

/* Whether a letter behind a number only says what kind it is: a long of Python 2, a BigInt of JavaScript. */
static bool is_suffix(const struct pair_cursor *line, size_t at)
{
	return strchr("Lln", line->bytes[at]) != NULL && line->bytes[at] != '\0' &&
	       (at + 1 >= line->size || !is_of_name(line->bytes[at + 1]));
}

/* Whether a number goes on behind its digits, in letters, or behind what may join it to more: 0x10, 3000-3050, 3000..3050. */
static bool goes_on(const struct pair_cursor *line, size_t at)
{
	size_t joint = at;

	while (joint < line->size && joint - at < 2 && is_one_of(line->bytes[joint], "-/_."))
		joint++;
	return joint < line->size &&
	       (text_is_letter(line->bytes[joint]) || (joint > at && text_is_digit(line->bytes[joint])));
}

/*
 * The end of a bare code: digits, with a fraction as data frames write one. What begins with none is a word, and so is
 * what goes on: 0x10 is not 0.
 */
static size_t code_end(const struct pair_names *names, const struct pair_cursor *line, const struct glue *glue)
{
	size_t at = glue->at;

	while (at < line->size && text_is_digit(line->bytes[at]))
		at++;
	if (at > glue->at && at + 1 < line->size && line->bytes[at] == '.' && text_is_digit(line->bytes[at + 1]))
		for (at++; at < line->size && text_is_digit(line->bytes[at]);)
			at++;
	bool is_number = at > glue->at && (at == line->size || !goes_on(line, at) || is_suffix(line, at));
	return is_number ? at : bare_end(names, line, glue, true);
}

/* Undoes backslashes, in place; an escape that is none stands for itself. Returns the length. */
static size_t unescape(char *bytes, size_t length)
{
	static const char letters[] = "n\nr\rt\tb\bf\f\"\"''``\\\\//";
	size_t used = 0;

	for (size_t at = 0; at < length; at++) {
		const char *known = NULL;
		if (bytes[at] == '\\' && at + 1 < length) {
			for (known = letters; *known != '\0' && *known != bytes[at + 1]; known += 2)
				;
			int code = bytes[at + 1] == 'u'
					   ? text_hex_number((unsigned char *)bytes + at + 2, length - at - 2, 4)
					   : -1;
			if (code >= 0) {
				used += text_put_utf8(bytes + used, (uint32_t)code);
				at += 5;
				continue;
			}
		}
		bool is_escape = known != NULL && *known != '\0';
		bytes[used++] = is_escape ? known[1] : bytes[at];
		at += is_escape;
	}
	return used;
}

/* Undoes percent and plus, in place. Returns the length. */
static size_t undo_form(char *bytes, size_t length)
{
	size_t used = 0;

	for (size_t at = 0; at < length; at++) {
		int code = bytes[at] == '%' ? text_hex_number((unsigned char *)bytes + at + 1, length - at - 1, 2) : -1;
		bytes[used++] = code >= 0 ? (char)code : bytes[at] == '+' ? ' ' : bytes[at];
		at += code >= 0 ? 2 : 0;
	}
	return used;
}

static bool is_code(const struct pair_names *names, uint64_t fields)
{
	size_t cell = names->fields[__builtin_ctzll(fields)].cell;

	return cell < CELLS_MAX && cell % CELL_COUNT == CELL_CODE;
}

/* Whether a bare value that ends there is a form's: pairs that `&` or `?` divides. */
static bool is_of_form(const struct pair_cursor *line, const struct glue *glue, size_t name, size_t end)
{
	unsigned char before = character_before(line, name);

	return glue->quote == 0 &&
	       (before == '&' || line->is_in_form || glue->is_percent || glyph_at(line, end).character == '&');
}

/* Whether a name stands in the query of a URL, where there are no blanks. */
static bool is_in_query(const struct pair_cursor *line, size_t name)
{
	size_t at = name;

	while (at > 0 && line->bytes[at - 1] != '?' && !is_gap(line->bytes[at - 1]) && !is_quote(line->bytes[at - 1]))
		at--;
	return at > 0 && line->bytes[at - 1] == '?';
}

/* The end of a form's value: the last one's is at a blank, where none can stand in it. */
static size_t form_end(const struct pair_cursor *line, size_t name, size_t at, size_t end)
{
	const unsigned char *bytes = line->bytes + at;
	const unsigned char *blank = memchr(bytes, ' ', end - at);

	if (blank == NULL || glyph_at(line, end).character == '&')
		return end;
	bool is_encoded = memchr(bytes, '+', end - at) != NULL || memchr(bytes, '%', end - at) != NULL;
	return is_encoded || is_in_query(line, name) ? (size_t)(blank - line->bytes) : end;
}

/* Without the blanks around it, and without what a log puts between one pair and the next, `|`, `-` or `{`. */
static struct text trim_value(struct text value)
{
	value = text_trim(value);
	if (value.length < 2 || !is_gap((unsigned char)value.bytes[value.length - 2]) ||
	    !is_one_of((unsigned char)value.bytes[value.length - 1], "|-/([{"))
		return value;
	value.length--;
	return text_trim(value);
}

/* Reads the value behind the glue. */
static void read_value(const struct pair_names *names, struct pair_cursor *line, const struct glue *glue,
		       struct pair *pair, char **to)
{
	size_t end = glue->quote != 0 ? quoted_end(line, glue) : line->size;
	bool is_quoted = end < line->size;
	bool is_form = false;

	if (!is_quoted) {
		end = is_code(names, pair->fields) ? code_end(names, line, glue) : bare_end(names, line, glue, false);
		is_form = is_of_form(line, glue, pair->begin, end);
	}
	if (is_form)
		end = form_end(line, pair->begin, glue->at, end);
	line->at = end;
	size_t length = end - glue->at;
	memcpy(*to, line->bytes + glue->at, length);
	if (is_form)
		length = undo_form(*to, length);
	else
		length = unescape(*to, length);
	for (size_t slashes = is_quoted ? glue->slashes : 0; slashes > 0; slashes /= 2)
		length = unescape(*to, length);
	struct text value = { *to, length };
	pair->value = is_quoted ? value : trim_value(value);
	*to += length;
}

/* Whether the name at begin, up to there, stands on its line with nothing but blanks. */
static bool is_alone(const struct pair_cursor *line, size_t begin, size_t end)
{
	while (begin > 0 && is_gap(line->bytes[begin - 1]))
		begin--;
	while (end < line->size && is_gap(line->bytes[end]))
		end++;
	return begin == 0 && end == line->size;
}

/* Looks at what comes behind a name. Returns whether it is a pair or a label. */
static bool read_pair(const struct pair_names *names, struct pair_cursor *line, size_t end, struct pair *pair,
		      char **to)
{
	struct glue glue = { .begin = end, .at = end };

	if (is_alone(line, pair->begin, end)) {
		pair->is_label = true;
		line->at = line->size;
		return true;
	}
	if (!read_separator(line, pair->begin, &glue) || glue.separator == 0)
		return false;
	pair->is_nested = glue.is_closed || glue.separator == ',';
	/* Only var_dump puts the value on the next line: `["Name"]=>`. */
	if (glue.at == line->size && glue.is_arrow && glue.is_closed && glue.separator == '=') {
		pair->is_label = true;
		pair->is_printed = true;
		line->at = line->size;
		return true;
	}
	if (!read_opening(line, &glue))
		return false;
	char *begin = *to;
	read_value(names, line, &glue, pair, to);
	if (glue.separator != ',' || tuple_ends(line))
		return true;
	*to = begin;
	return false;
}

/* Notes whether a form is at that place, as what stands last before it says; moves on to there. */
static void follow_form(struct pair_cursor *cursor, size_t to)
{
	for (size_t at = to; at > cursor->at; at--) {
		unsigned char byte = cursor->bytes[at - 1];
		bool divides = byte == '&' || byte == '?';
		if (!divides && !is_gap(byte) && !is_quote(byte))
			continue;
		cursor->is_in_form = divides;
		break;
	}
	cursor->at = to;
}

bool pair_next(const struct pair_names *names, struct pair_cursor *cursor, struct pair *pair, char **to)
{
	for (size_t at = cursor->at;; at++) {
		at = letters_find(&names->letters, cursor->bytes, at, cursor->size);
		if (at == cursor->size)
			break;
		size_t length = name_at(names, cursor, at, &pair->fields);
		if (length == 0)
			continue;
		*pair = (struct pair){ .fields = pair->fields, .begin = at };
		follow_form(cursor, at);
		if (read_pair(names, cursor, at + length, pair, to))
			return true;
	}
	cursor->at = cursor->size;
	return false;
}

bool pair_label_value(const struct pair_names *names, struct pair_cursor *cursor, struct pair *label, char **to)
{
	struct glue glue = { .separator = ':' };
	uint64_t fields;

	while (glue.at < cursor->size && is_gap(cursor->bytes[glue.at]))
		glue.at++;
	glue.begin = glue.at;
	size_t name = glue.at < cursor->size ? name_at(names, cursor, glue.at, &fields) : 0;
	if (glue.at == cursor->size || (name > 0 && is_alone(cursor, glue.at, glue.at + name)) ||
	    !read_opening(cursor, &glue))
		return false;
	if (label->is_printed && glue.free == 0 &&
	    !(cursor->size - glue.at == 4 && memcmp(cursor->bytes + glue.at, "NULL", 4) == 0))
		return false;
	char *begin = *to;
	label->begin = 0;
	label->is_label = false;
	label->is_nested = false;
	read_value(names, cursor, &glue, label, to);
	if (!is_code(names, label->fields) || label->is_printed)
		return true;
	/* Words below a code's name are a list or a sentence: that is no value. */
	if (label->value.length > 0 && text_is_digit((unsigned char)label->value.bytes[0]))
		return true;
	*to = begin;
	cursor->at = 0;
	return false;
}

bool pair_begins(const unsigned char *bytes, size_t size)
{
	size_t at = 0;

	while (at < size && (is_gap(bytes[at]) || is_quote(bytes[at]) || is_opening(bytes[at]) ||
			     is_closing(bytes[at]) || is_one_of(bytes[at], ",:<")))
		at++;
	if (at == size)
		return true;
	while (at < size && text_is_letter(bytes[at])) {
		while (at < size && is_of_name(bytes[at]))
			at++;
		if (at + 1 < size && bytes[at] == ' ')
			at++;
	}
	while (at < size && (is_gap(bytes[at]) || is_quote(bytes[at]) || is_closing(bytes[at])))
		at++;
	return at > 0 && at < size && is_one_of(bytes[at], "=:>,");
}
