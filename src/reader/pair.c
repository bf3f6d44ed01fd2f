/* SPDX-License-Identifier: MIT */
#include "reader/pair.h"

enum { GLUE_MAX = 48, WORD_MAX = 16, COLOR_MAX = 24, SLASHES_MAX = 16 };

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

/* What counts as a quote, a blank or a line end, beside the bytes that are one: in UTF-8, in HTML, as rsyslog has it. */
static const struct {
	const char *bytes;
	unsigned char character;
} spellings[] = {
	{ "\xe2\x80\x98", '\'' }, { "\xe2\x80\x99", '\'' }, { "\xe2\x80\x9a", '\'' }, { "\xe2\x80\x9b", '\'' },
	{ "\xe2\x80\x9c", '"' },  { "\xe2\x80\x9d", '"' },  { "\xe2\x80\x9e", '"' },  { "\xe2\x80\x9f", '"' },
	{ "\xc2\xa0", ' ' },      { "\xe2\x80\xaf", ' ' },  { "&nbsp;", ' ' },        { "&quot;", '"' },
	{ "&#34;", '"' },         { "&#39;", '\'' },        { "&apos;", '\'' },       { "#011", '\t' },
	{ "#012", '\n' },         { "#013", '\n' },         { "#014", '\n' },         { "#015", '\n' },
};

/* What a terminal's colour sequence begins with, as it is and as logs escape it. */
static const char *const color_begins[] = { "\x1b[", "\\u001b[", "\\u001B[", "\\x1b[", "\\x1B[", "\\033[", "#033[" };

static bool begins_with(const unsigned char *bytes, size_t size, const char *string)
{
	size_t at = 0;

	while (at < size && string[at] != '\0' && bytes[at] == (unsigned char)string[at])
		at++;
	return string[at] == '\0';
}

/* The length of the colour sequence that bytes begin with, 0 if they do not. */
static size_t color_length(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < sizeof color_begins / sizeof color_begins[0]; i++) {
		size_t at = strlen(color_begins[i]);
		if (!begins_with(bytes, size, color_begins[i]))
			continue;
		while (at < size && at < COLOR_MAX && (text_is_digit(bytes[at]) || bytes[at] == ';'))
			at++;
		return at < size && text_is_letter(bytes[at]) ? at + 1 : 0;
	}
	return 0;
}

/* What is spelled in another way there: its length is 0 if nothing is. */
static struct glyph spelled(const unsigned char *bytes, size_t size)
{
	for (size_t i = 0; i < sizeof spellings / sizeof spellings[0]; i++)
		if (begins_with(bytes, size, spellings[i].bytes))
			return (struct glyph){ spellings[i].character, strlen(spellings[i].bytes), 0 };
	return (struct glyph){ 0, 0, 0 };
}

/* The character that a number stands for. */
static unsigned char character_of(int code)
{
	char bytes[4];

	if (code < 128)
		return (unsigned char)code;
	struct glyph glyph = spelled((const unsigned char *)bytes, text_put_utf8(bytes, (uint32_t)code));
	return glyph.length > 0 ? glyph.character : 128;
}

/* What stands for another character there, if anything does: its length is 0 then. */
static struct glyph spelled_at(const unsigned char *bytes, size_t size)
{
	bool may_be_spelled = bytes[0] == '&' || bytes[0] == '#' || bytes[0] > 127;
	bool may_be_color = bytes[0] == '\x1b' || bytes[0] == '\\' || bytes[0] == '#';
	size_t color = may_be_color ? color_length(bytes, size) : 0;

	if (color > 0)
		return (struct glyph){ ' ', color, 0 };
	return may_be_spelled ? spelled(bytes, size) : (struct glyph){ 0, 0, 0 };
}

static struct glyph glyph_at(const struct pair_cursor *line, size_t at)
{
	const unsigned char *bytes = line->bytes + at;
	size_t size = line->size - at;
	size_t slashes = 0;

	if (size == 0)
		return (struct glyph){ '\n', 0, 0 };
	struct glyph spelled = spelled_at(bytes, size);
	if (spelled.length > 0)
		return spelled;
	while (slashes < size && slashes < SLASHES_MAX && bytes[slashes] == '\\')
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

/* Whether a colour sequence ends there. */
static bool color_ends(const unsigned char *bytes, size_t at)
{
	size_t begin = at > 0 && text_is_letter(bytes[at - 1]) ? at - 1 : 0;

	while (begin > 0 && at - begin < COLOR_MAX && (text_is_digit(bytes[begin - 1]) || bytes[begin - 1] == ';'))
		begin--;
	for (size_t length = 1; length <= 7 && length <= begin && bytes[begin - 1] == '['; length++)
		if (color_length(bytes + begin - length, at - begin + length) == at - begin + length)
			return true;
	return false;
}

/* The character that ends where a name begins, 0 at the line's beginning. */
static unsigned char character_before(const struct pair_cursor *line, size_t at)
{
	const unsigned char *end = line->bytes + at;

	if (at == 0 || (at == 3 && memcmp(line->bytes, "\xef\xbb\xbf", 3) == 0))
		return 0;
	if (color_ends(line->bytes, at))
		return ' ';
	bool may_be_spelled = end[-1] > 127 || end[-1] == ';' || (at >= 4 && end[-4] == '#');
	for (size_t i = 0; may_be_spelled && i < sizeof spellings / sizeof spellings[0]; i++) {
		size_t length = strlen(spellings[i].bytes);
		if (at >= length && memcmp(end - length, spellings[i].bytes, length) == 0)
			return spellings[i].character;
	}
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
	return at == 0 || !names->is_inner[line->bytes[at - 1]] || !is_of_name(character_before(line, at));
}

/* Whether a name may end there, by what stands behind it: an arrow may, though its first byte is a name's. */
static bool may_end(const struct pair_names *names, const struct pair_cursor *line, size_t at)
{
	if (at == line->size || !names->is_inner[line->bytes[at]])
		return true;
	bool is_arrow = line->bytes[at] == '-' && at + 1 < line->size && line->bytes[at + 1] == '>';
	return is_arrow || (line->bytes[at] > 127 && !is_of_name(glyph_at(line, at).character));
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
		if (length == 0 || length < longest || !may_end(names, line, at + length) ||
		    is_of_another(line, at, length, field->cell))
			continue;
		*fields = (length > longest ? 0 : *fields) | (left & -left);
		longest = length;
	}
	return longest;
}

/* What stands between a name and its value. */
struct glue {
	size_t at;      /* where the looking has come to, in the end where the value begins */
	size_t begin;   /* behind the name */
	char separator; /* '=', ':', '>' of an arrow or an element, ',' of a tuple; 0: none yet */
	bool is_arrow;
	bool is_typed;       /* a type's word stands before the value */
	bool is_closed;      /* a bracket closed before the separator: the name's own */
	bool is_opened;      /* one opened behind it: the value may be a list */
	bool is_percent;     /* some of it is encoded */
	unsigned char quote; /* the quote that opens the value, 0 if it is bare */
	size_t slashes;      /* before that quote */
	bool ends_in_gap;
};

static bool glue_is_short(const struct glue *glue)
{
	return glue->at - glue->begin <= GLUE_MAX;
}

/* Where the quotes before a name begin, backslashes among them. */
static size_t quotes_before(const struct pair_cursor *line, size_t name)
{
	size_t at = name;

	while (at > 0 && name - at < SLASHES_MAX && (is_quote(line->bytes[at - 1]) || line->bytes[at - 1] == '\\'))
		at--;
	return at;
}

/* Whether a name stands in a tuple, `('Name', value)`: behind a bracket and a quote. */
static bool is_in_tuple(const struct pair_cursor *line, size_t name)
{
	const unsigned char *bytes = line->bytes;
	size_t at = quotes_before(line, name);

	if (at == name)
		return false;
	if (at > 0 && (bytes[at - 1] == 'u' || bytes[at - 1] == 'b'))
		at--;
	return at > 0 && bytes[at - 1] == '(';
}

/* Where quotes and blanks end. */
static size_t behind_quotes(const struct pair_cursor *line, size_t at)
{
	while (at < line->size && (is_quote(line->bytes[at]) || is_gap(line->bytes[at]) || line->bytes[at] == '\\'))
		at++;
	return at;
}

/* Whether a tuple ends behind its second value, the cursor being there: one of more is a list. */
static bool tuple_ends(const struct pair_cursor *line)
{
	size_t at = behind_quotes(line, line->at);

	return at < line->size && line->bytes[at] == ')';
}

/* Whether the `>` at that place ends a tag that is the name, `<Name>`, or has it for a value, `Name="...">`. */
static bool is_tag(const struct pair_cursor *line, size_t name, size_t behind, size_t at)
{
	size_t quotes = quotes_before(line, name);

	if (at == behind)
		return character_before(line, name) == '<';
	if (quotes == name || quotes == 0 || line->bytes[quotes - 1] != '=')
		return false;
	while (behind < at && (is_quote(line->bytes[behind]) || line->bytes[behind] == '\\'))
		behind++;
	return behind == at;
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
		if (!is_tag(line, name, glue->begin, glue->at))
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
		    is_gap(glyph.character) || is_one_of(glyph.character, "\\*")) {
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

	while (length < size && length < WORD_MAX &&
	       (text_is_letter(bytes[length]) || text_is_digit(bytes[length]) || bytes[length] == '.'))
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
	/* `(int) 3010`, and Go's `[]string{"3010"}`. */
	if (is_plain && bytes[length] == ')' && at > 0 && line->bytes[at - 1] == '(')
		return length + 1;
	if (bytes[length] != '(' && bytes[length] != '{')
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
 * Opens a quoted value at a quote. True: it begins here; false: another quote is still to come. One that is spelled in
 * another way, `\u0022`, opens a value that ends as a bare one does. Where quotes are doubled, as in a cell of CSV, all of
 * them are one.
 */
static bool open_quote(const struct pair_cursor *line, struct glue *glue, struct glyph glyph)
{
	bool is_spelled = glyph.length > glyph.slashes + 1;
	size_t behind = glue->at + glyph.length;
	struct glyph next = glyph_at(line, behind);
	bool is_doubled = false;

	for (; is_quote(next.character) && next.character == glyph.character && next.slashes == glyph.slashes;
	     next = glyph_at(line, behind)) {
		behind += next.length;
		is_doubled = true;
	}
	glue->quote = is_spelled ? 0 : glyph.character;
	glue->slashes = glyph.slashes;
	glue->at += glyph.length;
	glue->ends_in_gap = false;
	if (is_doubled && (text_is_letter(next.character) || text_is_digit(next.character)))
		glue->at = behind;
	return is_spelled || is_doubled || !is_quote(next.character);
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
		if (byte == '=' || byte == ':' || byte == '~' || (byte == '>' && !is_element))
			return false;
		if (is_quote(byte) && open_quote(line, glue, glyph))
			return glue_is_short(glue);
		if (is_quote(byte))
			continue;
		bool is_empty_list = byte == ']' && line->bytes[glue->at - 1] == '[';
		if (type == 0 && !is_opening(byte) && !is_gap(byte) && byte != '*' && !is_empty_list)
			return true;
		glue->ends_in_gap = is_gap(byte);
		glue->is_typed |= type > 0;
		glue->is_opened |= is_opening(type > 0 ? line->bytes[glue->at + type - 1] : byte);
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

/* Whether a word is followed by `=`, `:`, `=>` or `->`, so that it is the name of something. */
static bool is_named(const struct pair_cursor *line, size_t end, bool is_bracketed)
{
	const unsigned char *bytes = line->bytes;

	while (is_bracketed && end < line->size && (is_closing(bytes[end]) || is_gap(bytes[end])))
		end++;
	if (end < line->size && (is_one_of(bytes[end], "=:") || (bytes[end] == '>' && bytes[end - 1] == '-')))
		return true;
	while (end < line->size && is_gap(bytes[end]))
		end++;
	return line->size - end > 1 && is_one_of(bytes[end], "=-") && bytes[end + 1] == '>';
}

/* Whether another pair begins there: the name of a field, or any word that is named, in brackets or not. */
static bool is_next_pair(const struct pair_names *names, const struct pair_cursor *line, size_t at)
{
	const unsigned char *bytes = line->bytes;
	uint64_t fields;

	bool is_bracketed = at < line->size && is_opening(bytes[at]);
	at += is_bracketed || (at < line->size && bytes[at] == ':');
	size_t end = at;
	if (at == line->size)
		return false;
	if (name_at(names, line, at, &fields) > 0)
		return true;
	while (end < line->size && (is_of_name(bytes[end]) || bytes[end] == '.'))
		end++;
	return end > at && (text_is_letter(bytes[at]) || bytes[at] == '_') && is_named(line, end, is_bracketed);
}

/* What ends a bare value; its own brackets apart. */
static bool is_end(unsigned char byte)
{
	return byte == '\n' || is_quote(byte) || is_one_of(byte, "&,;|><");
}

/* The end of a bare value; of one word, if that is wanted. */
static size_t bare_end(const struct pair_names *names, const struct pair_cursor *line, const struct glue *glue,
		       bool is_word)
{
	size_t open = 0;
	bool after_gap = glue->ends_in_gap;
	struct glyph glyph;
	uint64_t fields;

	for (size_t at = glue->at;; at += glyph.length) {
		bool is_new = after_gap || at > glue->at;
		if (after_gap && is_next_pair(names, line, at))
			return at;
		if (is_new && at < line->size && name_at(names, line, at, &fields) > 0)
			return at;
		while (at < line->size && names->is_inner[line->bytes[at]] && line->bytes[at] < 128)
			at++;
		glyph = glyph_at(line, at);
		unsigned char byte = glyph.character;
		if (glyph.length == 0 || is_end(byte) || (is_closing(byte) && open == 0) || (is_gap(byte) && is_word) ||
		    color_length(line->bytes + at, line->size - at) > 0)
			return at;
		unsigned char encoded = glue->is_percent ? form_glyph_at(line, at).character : byte;
		if (encoded == '&' || encoded == '"')
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

	while (joint < line->size && joint - at < 2 && is_one_of(line->bytes[joint], "-/_.+"))
		joint++;
	if (joint == line->size)
		return false;
	unsigned char next = line->bytes[joint];
	/* In UTF-8 what begins so is nearly all letters, and what else does is nearly all signs. */
	bool is_foreign = next >= 0xc3 && next <= 0xed && next != 0xe2 && next != 0xe3;
	return text_is_letter(next) || is_foreign || (joint > at && text_is_digit(next));
}

static size_t digits_end(const struct pair_cursor *line, size_t at)
{
	while (at < line->size && text_is_digit(line->bytes[at]))
		at++;
	return at;
}

/*
 * The end of a bare code: digits, with a fraction as data frames write one, or one or two, a comma and three more. What
 * begins with none is a word, and so is what goes on: 0x10 is not 0.
 */
static size_t code_end(const struct pair_names *names, const struct pair_cursor *line, const struct glue *glue)
{
	size_t end = digits_end(line, glue->at);
	size_t digits = end - glue->at;
	bool is_joined = digits > 0 && end < line->size && is_one_of(line->bytes[end], ".,");
	size_t behind = is_joined ? digits_end(line, end + 1) : end;

	if (is_joined && (line->bytes[end] == '.' ? behind > end + 1 : digits < 3 && behind == end + 4))
		end = behind;
	bool is_number = digits > 0 && (end == line->size || !goes_on(line, end) || is_suffix(line, end));
	return is_number ? end : bare_end(names, line, glue, true);
}

/* A code point: the half of a surrogate pair with its other half, where that comes behind it; *at moves past it then. */
static uint32_t whole_point(uint32_t half, const char *behind, size_t size, size_t *at)
{
	if (half < 0xd800 || half > 0xdbff || size < 6 || memcmp(behind, "\\u", 2) != 0)
		return half;
	int low = text_hex_number((const unsigned char *)behind + 2, 4, 4);
	if (low < 0xdc00 || low > 0xdfff)
		return half;
	*at += 6;
	return 0x10000 + ((half - 0xd800) << 10) + ((uint32_t)low - 0xdc00);
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
				at += 5;
				used += text_put_utf8(bytes + used, whole_point((uint32_t)code, bytes + at + 1,
										length - at - 1, &at));
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

/* The kind of cell that a pair's value goes to. */
static size_t kind_of(const struct pair_names *names, uint64_t fields)
{
	size_t cell = names->fields[__builtin_ctzll(fields)].cell;

	return cell < CELLS_MAX ? cell % CELL_COUNT : cell == PAIRS_OLD_CODE ? CELL_CODE : CELL_COUNT;
}

/* Whether a bare value that ends there is a form's: pairs that `&` or `?` divides. */
static bool is_of_form(const struct pair_cursor *line, const struct glue *glue, size_t name, size_t end)
{
	return glue->quote == 0 && (line->is_in_form || glue->is_percent || glyph_at(line, end).character == '&' ||
				    character_before(line, name) == '&');
}

/* The end of a form's value: the last one's is at a blank, for none stands in it. */
static size_t form_end(const struct pair_cursor *line, size_t at, size_t end)
{
	const unsigned char *blank = memchr(line->bytes + at, ' ', end - at);

	return blank == NULL || glyph_at(line, end).character == '&' ? end : (size_t)(blank - line->bytes);
}

/* Without the blanks around it, and without what a log puts between one pair and the next, `-`, `:` or `{`. */
static struct text trim_value(struct text value)
{
	value = text_trim(value);
	if (value.length < 2 || !is_gap((unsigned char)value.bytes[value.length - 2]) ||
	    !is_one_of((unsigned char)value.bytes[value.length - 1], "|-/:([{"))
		return value;
	value.length--;
	return text_trim(value);
}

/* The end of a bare value of that kind. */
static size_t bare_value_end(const struct pair_names *names, const struct pair_cursor *line, const struct glue *glue,
			     size_t kind)
{
	struct text rest = { (const char *)line->bytes + glue->at, line->size - glue->at };
	size_t known = kind == CELL_SOURCE && names->source_length != NULL ? names->source_length(rest) : 0;

	if (known > 0)
		return glue->at + known;
	return kind == CELL_CODE ? code_end(names, line, glue) : bare_end(names, line, glue, kind == CELL_UUID);
}

/*
 * A mail's source has `=3D` for `=`. Of a code that is no value; of other fields it may be, and those who know the code
 * beside them have to say.
 */
static void skip_printable(const struct pair_cursor *line, struct glue *glue, struct pair *pair, size_t kind)
{
	size_t at = glue->at;

	pair->is_printable = glue->separator == '=' && !glue->is_arrow && line->bytes[at - 1] == '=' &&
			     line->size - at > 2 && memcmp(line->bytes + at, "3D", 2) == 0 &&
			     (kind != CELL_CODE || text_is_digit(line->bytes[at + 2]));
	if (pair->is_printable && kind == CELL_CODE)
		glue->at += 2;
}

/* Reads the value behind the glue. */
static void read_value(const struct pair_names *names, struct pair_cursor *line, struct glue *glue, struct pair *pair,
		       char **to)
{
	size_t kind = kind_of(names, pair->fields);
	size_t end = glue->quote != 0 ? quoted_end(line, glue) : line->size;
	bool is_quoted = end < line->size;
	bool is_form = false;

	if (!is_quoted) {
		skip_printable(line, glue, pair, kind);
		end = bare_value_end(names, line, glue, kind);
		is_form = is_of_form(line, glue, pair->begin, end);
	}
	if (is_form)
		end = form_end(line, glue->at, end);
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
	pair->is_bare = !is_quoted;
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

/*
 * Whether a line is two cells, the name and a value, between which stands a tab, a bar or a comma: as an inspector's
 * table, and a CSV whose columns have become rows. A name is no value, and neither is anything but a number of a code.
 */
static bool read_cells(const struct pair_names *names, struct pair_cursor *line, size_t end, struct pair *pair,
		       char **to)
{
	const unsigned char *bytes = line->bytes;
	size_t begin = pair->begin;
	uint64_t fields;

	while (begin > 0 && (is_gap(bytes[begin - 1]) || is_one_of(bytes[begin - 1], "\"|")))
		begin--;
	while (end < line->size && is_one_of(bytes[end], "\" "))
		end++;
	if ((begin > 0 && character_before(line, begin) != 0) || end == line->size || !is_one_of(bytes[end], "\t|,"))
		return false;
	struct glue glue = { .begin = end, .at = end + 1 };
	size_t limit = line->size;
	while (limit > glue.at && (is_gap(bytes[limit - 1]) || (bytes[end] == '|' && bytes[limit - 1] == '|')))
		limit--;
	while (glue.at < limit && is_gap(bytes[glue.at]))
		glue.at++;
	bool is_quoted = limit - glue.at > 1 && bytes[glue.at] == '"' && bytes[limit - 1] == '"';
	glue.at += is_quoted;
	limit -= is_quoted;
	if (glue.at >= limit || memchr(bytes + glue.at, is_quoted ? '"' : bytes[end], limit - glue.at) != NULL)
		return false;
	struct pair_cursor cell = { .bytes = bytes, .size = limit };
	bool is_number = text_is_digit(bytes[glue.at]) && code_end(names, &cell, &glue) == limit;
	if (name_at(names, &cell, glue.at, &fields) > 0 || (kind_of(names, pair->fields) == CELL_CODE && !is_number))
		return false;
	memcpy(*to, bytes + glue.at, limit - glue.at);
	pair->value = (struct text){ *to, limit - glue.at };
	*to += limit - glue.at;
	line->at = line->size;
	return true;
}

/* Whether the value that ends at the cursor is the first of several in a list, which are no value of one call. */
static bool is_of_list(const struct pair_cursor *line)
{
	size_t at = behind_quotes(line, line->at);
	bool has_comma = at < line->size && line->bytes[at] == ',';
	bool goes_on = at > line->at || has_comma;

	at = behind_quotes(line, at + has_comma);
	return goes_on && at < line->size && text_is_digit(line->bytes[at]);
}

/* Whether the value of a pair that has none may stand on the next line. */
static bool has_label(const struct pair_cursor *line, const struct glue *glue, struct pair *pair)
{
	size_t begin = pair->begin;

	/* `["Name"]=>`, as var_dump has it. */
	pair->is_printed = glue->is_arrow && glue->is_closed && glue->separator == '=' && glue->at == line->size;
	if (pair->is_printed || (glue->separator != ':' && glue->separator != '>'))
		return pair->is_printed;
	/* `Key:` alone, as YAML has it, or an element's tag. */
	while (begin > 0 && (is_gap(line->bytes[begin - 1]) ||
			     is_one_of(line->bytes[begin - 1], glue->separator == ':' ? "-*\"'" : "<")))
		begin--;
	for (size_t at = glue->at; at < line->size; at++)
		if (!is_gap(line->bytes[at]))
			return false;
	return begin == 0;
}

/* Looks at what comes behind a name. Returns whether it is a pair or a label. */
static bool read_pair(const struct pair_names *names, struct pair_cursor *line, size_t end, struct pair *pair,
		      char **to)
{
	struct glue glue = { .begin = end, .at = end };

	pair->is_heading = is_alone(line, pair->begin, end);
	pair->is_label = pair->is_heading;
	if (!pair->is_label) {
		if (!read_separator(line, pair->begin, &glue) || glue.separator == 0)
			return read_cells(names, line, end, pair, to);
		pair->is_nested = glue.is_closed || glue.separator == ',';
		pair->is_element = glue.separator == '>';
		pair->is_label = has_label(line, &glue, pair);
	}
	if (pair->is_label) {
		line->at = line->size;
		return true;
	}
	if (!read_opening(line, &glue))
		return false;
	char *begin = *to;
	read_value(names, line, &glue, pair, to);
	bool is_list = glue.is_opened && kind_of(names, pair->fields) == CELL_CODE && is_of_list(line);
	if (!is_list && (glue.separator != ',' || tuple_ends(line)))
		return true;
	*to = begin;
	return false;
}

/* Whether the query that begins there is that of a request for a list of calls, so that its pairs are a filter. */
static bool is_list_of_calls(const unsigned char *bytes, size_t query)
{
	static const char account[] = "/Account/";
	enum { LIST_PATH_MAX = 128 };
	size_t end = query > 0 && bytes[query - 1] == '/' ? query - 1 : query;
	size_t begin = end;

	if (end < 5 || memcmp(bytes + end - 5, "/Call", 5) != 0)
		return false;
	while (begin > 0 && end - begin < LIST_PATH_MAX && !is_gap(bytes[begin - 1]) && !is_quote(bytes[begin - 1]))
		begin--;
	for (; end - begin >= sizeof account - 1; begin++)
		if (memcmp(bytes + begin, account, sizeof account - 1) == 0)
			return true;
	return false;
}

/* Notes whether a form or a filter is at that place, as what stands last before it says; moves on to there. */
static void follow_form(struct pair_cursor *cursor, size_t to)
{
	const unsigned char *bytes = cursor->bytes;
	size_t at = to;

	while (at > cursor->at && !is_one_of(bytes[at - 1], "&? \t\"'`"))
		at--;
	if (at > cursor->at)
		cursor->is_in_form = bytes[at - 1] == '&' || bytes[at - 1] == '?';
	while (at > cursor->at && !is_one_of(bytes[at - 1], "? \t\"'`"))
		at--;
	if (at > cursor->at)
		cursor->is_filter = bytes[at - 1] == '?' && is_list_of_calls(bytes, at - 1);
	cursor->at = to;
}

/* What stands before a name's last dot, as a number: 0 if it has none. */
static uint64_t path_of(const struct pair_cursor *line, size_t name)
{
	enum { PATH_SIZE = 64 };
	uint64_t path = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
	size_t at = name;

	if (name == 0 || line->bytes[name - 1] != '.')
		return 0;
	for (; at > 0 && name - at < PATH_SIZE && (is_of_name(line->bytes[at - 1]) || line->bytes[at - 1] == '.'); at--)
		path = (path ^ line->bytes[at - 1]) * UINT64_C(0x100000001b3);
	return path;
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
		*pair = (struct pair){ .fields = pair->fields, .begin = at, .path = path_of(cursor, at) };
		follow_form(cursor, at);
		if (!cursor->is_filter && read_pair(names, cursor, at + length, pair, to))
			return true;
	}
	cursor->at = cursor->size;
	return false;
}

/* Whether words below a code's name are no value of it: a list, or a sentence. */
static bool is_no_code(const struct pair_names *names, const struct pair *label)
{
	return kind_of(names, label->fields) == CELL_CODE && !label->is_printed &&
	       (label->value.length == 0 || !text_is_digit((unsigned char)label->value.bytes[0]));
}

bool pair_label_value(const struct pair_names *names, struct pair_cursor *cursor, struct pair *label, char **to)
{
	struct glue glue = { .separator = ':' };
	struct pair_entry entry;
	uint64_t fields;

	while (glue.at < cursor->size && is_gap(cursor->bytes[glue.at]))
		glue.at++;
	glue.begin = glue.at;
	size_t name = glue.at < cursor->size ? name_at(names, cursor, glue.at, &fields) : 0;
	if (glue.at == cursor->size || (name > 0 && is_alone(cursor, glue.at, glue.at + name)) ||
	    (!label->is_printed && pair_entry(cursor, 0, &entry)) || !read_opening(cursor, &glue))
		return false;
	if (label->is_printed && !glue.is_typed &&
	    !(cursor->size - glue.at == 4 && memcmp(cursor->bytes + glue.at, "NULL", 4) == 0))
		return false;
	char *begin = *to;
	struct pair value = *label;
	value.begin = 0;
	value.is_label = false;
	value.is_nested = false;
	read_value(names, cursor, &glue, &value, to);
	if (!is_no_code(names, &value)) {
		*label = value;
		return true;
	}
	*to = begin;
	cursor->at = 0;
	return false;
}

bool pair_is_color(const unsigned char *bytes, size_t at)
{
	for (size_t i = 0; i < sizeof color_begins / sizeof color_begins[0]; i++) {
		size_t length = strlen(color_begins[i]);
		if (at + 1 >= length && memcmp(bytes + at + 1 - length, color_begins[i], length) == 0)
			return true;
	}
	return false;
}

/* What may stand before the name of a line's one pair, and around it. */
static bool is_mark(const struct glyph *glyph)
{
	unsigned char byte = glyph->character;

	return is_gap(byte) || is_quote(byte) || is_opening(byte) || is_closing(byte) || is_one_of(byte, ",;:<*|\\");
}

size_t pair_marks(const struct pair_cursor *line, size_t at)
{
	for (;;) {
		struct glyph glyph = glyph_at(line, at);
		struct glyph next = glyph_at(line, at + glyph.length);
		bool is_item = glyph.character == '-' && (is_gap(next.character) || next.character == '-');
		if (glyph.length == 0 || (!is_mark(&glyph) && !is_item))
			return at;
		at += glyph.length;
	}
}

bool pair_entry(const struct pair_cursor *line, size_t at, struct pair_entry *entry)
{
	enum { ENTRY_NAME_MAX = 64 };
	const unsigned char *bytes = line->bytes;
	size_t end = pair_marks(line, at);

	*entry = (struct pair_entry){ .begin = end };
	if (end == line->size || !(text_is_letter(bytes[end]) || is_one_of(bytes[end], "_@$")))
		return false;
	while (end < line->size && (is_of_name(bytes[end]) || is_one_of(bytes[end], ".@$") ||
				    (bytes[end] == ' ' && is_of_name(bytes[end - 1]))))
		end++;
	if (end - entry->begin > ENTRY_NAME_MAX)
		return false;
	for (;;) {
		struct glyph glyph = glyph_at(line, end);
		if (glyph.length == 0)
			return false;
		if (is_one_of(glyph.character, "=:>|,\t")) {
			end += end + 1 < line->size && bytes[end + 1] == '>';
			entry->is_label = pair_marks(line, end + 1) == line->size;
			return true;
		}
		if (!is_mark(&glyph))
			return false;
		end += glyph.length;
	}
}
