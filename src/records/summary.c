/* SPDX-License-Identifier: MIT */
#include "records/summary.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "records/text_source.h"
#include "support/strbuf.h"

enum { NAMED_CODES = 5 };

static void add_count(struct strbuf *list, uint64_t count, const char *what)
{
	if (count > 0)
		strbuf_add(list, "%s%s %s", list->used > 0 ? ", " : "", figure(count).text, what);
}

/* "98,412 records: 97,838 ok, 320 empty, ...; 4,120 of 98,412 chosen by --only" */
static void print_counts(const struct summary *summary, const struct tally *tally)
{
	static const enum verdict_status order[] = { VERDICT_EMPTY, VERDICT_UNKNOWN, VERDICT_MISMATCH, VERDICT_RAGGED,
						     VERDICT_INVALID };
	uint64_t records = tally_records(tally);
	struct strbuf list = { .used = 0 };

	if (records > 0)
		strbuf_add(&list, "%s ok", figure(tally_ok(tally)).text);
	for (size_t i = 0; i < sizeof order / sizeof order[0]; i++)
		add_count(&list, tally->by_status[order[i]], verdict_status_name(order[i]));
	add_count(&list, tally->malformed, tally->malformed == 1 ? "malformed line" : "malformed lines");
	if (records > 0 && summary->only != NULL)
		strbuf_add(&list, "; %s of %s chosen by --only", figure(which_calls(summary->only, tally)).text,
			   figure(records).text);
	say_at(summary->diagnostics, summary->label, 0, "%s %s%s%s", figure(records).text,
	       records == 1 ? "record" : "records", list.used > 0 ? ": " : "", list.text);
}

/* "first of 3 " where there are several, "" where it is the only one. */
struct phrase {
	char text[64];
};

static struct phrase first_of(uint64_t count)
{
	struct phrase text = { "" };

	if (count > 1)
		snprintf(text.text, sizeof text.text, "first of %s ", figure(count).text);
	return text;
}

/* Where codes that are not in a record's table are known; a code that both tables have is in its own. */
static void hint_known(const struct summary *summary, const uint32_t *codes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct cause *trunk = cause_by_code(TABLE_TRUNK, codes[i]);
		const struct cause *voice = cause_by_code(TABLE_VOICE, codes[i]);
		if (trunk == NULL && voice == NULL)
			continue;
		say_hint(summary->diagnostics, "%u is known %s (%s): --table %s, if these are its calls",
			 (unsigned)codes[i], trunk != NULL ? "on SIP trunks" : "in Voice",
			 trunk != NULL ? trunk->name : voice->name, trunk != NULL ? "trunk" : "voice");
		return;
	}
}

/* Records that are a SIP trunk's. */
static void print_trunk(const struct summary *summary, const struct tally *tally, uint64_t count)
{
	const struct first_seen *place = &tally->first[FINDING_TRUNK];

	say_at(summary->diagnostics, place->file, place->line, "%sanswered from the table of SIP trunks: %s",
	       count > 1 ? first_of(count).text : "a record ", place->example.text);
}

/* Whether most codes that no table has are Q.850's, as other providers write them. */
static bool are_of_q850(const struct tally *tally)
{
	enum { Q850_COUNT = 128 };
	uint64_t count = 0;

	for (size_t code = 0; tally->by_code != NULL && code < Q850_COUNT; code++)
		count += tally->by_code[code];
	return 2 * count > tally->by_status[VERDICT_UNKNOWN];
}

static void print_unknown(const struct summary *summary, const struct tally *tally)
{
	const struct first_seen *place = &tally->first[FINDING_UNKNOWN];
	uint64_t count = tally->by_status[VERDICT_UNKNOWN];
	uint32_t codes[NAMED_CODES];
	size_t all = tally_unknown_codes(tally, codes, NAMED_CODES);
	struct strbuf list = { .used = 0 };

	for (size_t i = 0; i < all && i < NAMED_CODES; i++) {
		strbuf_add(&list, "%s%u", i > 0 ? ", " : "", (unsigned)codes[i]);
		if (count > 1)
			strbuf_add(&list, " (%s)", figure(tally->by_code[codes[i]]).text);
	}
	if (all > NAMED_CODES)
		strbuf_add(&list, " and %s more", figure(all - NAMED_CODES).text);
	say_at(summary->diagnostics, place->file, place->line, "%s%sa code that is not in %s: %s", first_of(count).text,
	       count > 1 ? "with " : "", tally_unknown_table(tally).text, list.text);
	if (are_of_q850(tally))
		say_hint(summary->diagnostics,
			 "numbers under 128 are Q.850 causes, as other systems write them: they have no mapping here");
	else
		hint_known(summary, codes, all < NAMED_CODES ? all : NAMED_CODES);
}

/* What --table would do about records of which the first is like this. */
static void hint_settled(const struct summary *summary, const struct first_seen *place)
{
	if (place->is_voice && place->is_trunk)
		say_hint(summary->diagnostics, "--table voice or --table trunk says which calls these are");
	else if (place->is_voice || place->is_trunk)
		say_hint(summary->diagnostics, "--table %s takes them for calls of %s",
			 place->is_voice ? "voice" : "trunk", place->is_voice ? "Voice" : "SIP trunks");
}

static void print_mismatch(const struct summary *summary, const struct tally *tally)
{
	const struct first_seen *place = &tally->first[FINDING_MISMATCH];
	uint64_t count = tally->by_status[VERDICT_MISMATCH];

	const char *what = place->why == SOURCE_CONTRADICTS ? "source" : "name";

	if (place->why == TABLE_NOT_TOLD)
		say_at(summary->diagnostics, place->file, place->line,
		       "%sof which nothing tells whether they are of Voice or of a SIP trunk: %s", first_of(count).text,
		       place->example.text);
	else
		say_at(summary->diagnostics, place->file, place->line, "%s%s %s contradicts the code: %s",
		       first_of(count).text, count > 1 ? "whose" : "the", what, place->example.text);
	hint_settled(summary, place);
}

static void print_invalid(const struct summary *summary, const struct tally *tally)
{
	const struct first_seen *place = &tally->first[FINDING_INVALID];
	uint64_t count = tally->by_status[VERDICT_INVALID];

	say_at(summary->diagnostics, place->file, place->line, "%s%sneither a code nor the name of a cause: \"%s\"",
	       first_of(count).text, count > 1 ? "that are " : "", place->example.text);
	if (*place->example.text == '{')
		say_hint(summary->diagnostics,
			 "an object, not a number: mongoexport writes numbers with --jsonFormat=relaxed");
	else if (cause_is_other_vocabulary(text_of(place->example.text)) &&
		 !text_has_key(text_of(place->example.text), "hangupcause"))
		say_hint(summary->diagnostics,
			 "such a word stands for several codes: look for a column HangupCauseCode");
	else
		hint_settled(summary, place);
}

static void print_ragged(const struct summary *summary, const struct tally *tally)
{
	const struct first_seen *place = &tally->first[FINDING_RAGGED];
	uint64_t count = tally->by_status[VERDICT_RAGGED];
	struct phrase which = count > 1 ? first_of(count) : (struct phrase){ "a record " };

	if (place->is_moved) {
		say_at(summary->diagnostics, place->file, place->line,
		       "%sbehind a header of other columns, not explained", which.text);
		say_hint(summary->diagnostics, "take the files that were joined here one by one");
		return;
	}
	say_at(summary->diagnostics, place->file, place->line, "%swith more fields than the header, not explained: %s",
	       which.text, place->example.text);
	say_hint(summary->diagnostics, "a cell has moved: look for a delimiter in a field that is not quoted");
}

static void print_headers(const struct summary *summary, const struct tally *tally)
{
	const struct first_seen *place = &tally->first[FINDING_HEADER];

	if (tally->headers > 1)
		say_at(summary->diagnostics, place->file, place->line,
		       "%sheaders further down, as where files were joined: each names the columns behind it",
		       first_of(tally->headers).text);
	else
		say_at(summary->diagnostics, place->file, place->line,
		       "a header further down, as where files were joined: it names the columns behind it");
}

static void print_uneven(const struct summary *summary, const struct tally *tally)
{
	const struct first_seen *place = &tally->first[FINDING_UNEVEN];
	uint64_t count = tally->shorter + tally->longer;
	const char *what = tally->longer == 0 ? "short" : tally->shorter == 0 ? "long" : "short or long";
	struct strbuf list = { .used = 0 };

	if (tally->shorter > 0 && tally->longer > 0)
		strbuf_add(&list, " (%s short, %s long)", figure(tally->shorter).text, figure(tally->longer).text);
	say_at(summary->diagnostics, place->file, place->line, "%s%s %s%s: %s", count > 1 ? first_of(count).text : "a ",
	       what, count > 1 ? "records" : "record", list.text, place->example.text);
}

static void print_malformed(const struct summary *summary, const struct tally *tally)
{
	const struct first_seen *place = &tally->first[FINDING_MALFORMED];

	say_at(summary->diagnostics, place->file, place->line, "%smalformed %s, %s: %s",
	       first_of(tally->malformed).text, tally->malformed > 1 ? "lines" : "line", summary->malformed,
	       place->example.text);
	if (!place->has_backslash || summary->has_keys)
		return;
	const struct origin origin = {
		.diagnostics = summary->diagnostics,
		.command = summary->command,
		.inputs = summary->inputs,
		.operand = strcmp(place->file, "standard input") != 0 ? place->file : NULL,
	};
	origin_hint(&origin, "its quotes are escaped by backslashes; this makes CSV of it: sed 's/\\\\\"/\"\"/g'");
}

static void print_nothing_ok(const struct summary *summary)
{
	if (*summary->column != '\0')
		say_at(summary->diagnostics, summary->label, 0,
		       "no record has a known code: perhaps \"%s\" is not the column of the codes", summary->column);
	else
		say_at(summary->diagnostics, summary->label, 0,
		       "no record has a known code: perhaps it is not the column of the codes");
	say_hint(summary->diagnostics, "choose another with -c NAME%s", summary->has_keys ? "" : " or -c N");
}

/* What --from and --to leave out. */
static void print_outside(const struct summary *summary, const struct tally *tally)
{
	struct strbuf list = { .used = 0 };

	add_count(&list, tally->outside,
		  tally->outside == 1 ? "record is outside of --from and --to"
				      : "records are outside of --from and --to");
	add_count(&list, tally->untimed, tally->untimed == 1 ? "record has no time" : "records have no time");
	say_at(summary->diagnostics, summary->label, 0, "%s: not counted", list.text);
}

void summary_print_times(const struct diagnostics *diagnostics, const struct tally *tally)
{
	const struct first_seen *unread = &tally->first[FINDING_TIME];
	const struct first_seen *other = &tally->first[FINDING_ZONE];

	if (tally->unread > 0)
		say_at(diagnostics, unread->file, unread->line,
		       "%s%sno time: \"%s\" (what is read: 2026-11-03 14:30:00, with T or a blank, AM, PM, a zone)",
		       first_of(tally->unread).text, tally->unread > 1 ? "that are " : "", unread->example.text);
	if (other->line != 0)
		say_at(diagnostics, other->file, other->line,
		       "the times have different offsets from UTC (%s, %s): they are taken as they are written",
		       *tally->zone != '\0' ? tally->zone : "none", other->example.text);
}

void summary_print(const struct summary *summary, const struct tally *tally)
{
	uint64_t records = tally_records(tally);
	bool is_fine = tally_ok(tally) == records && tally->malformed + tally->shorter + tally->longer == 0;

	uint64_t trunks = tally_of_table(tally, TABLE_TRUNK);

	if (tally->headers > 0)
		print_headers(summary, tally);
	if (tally->outside + tally->untimed > 0)
		print_outside(summary, tally);
	summary_print_times(summary->diagnostics, tally);
	if (is_fine && !summary->is_always && trunks == 0)
		return;
	print_counts(summary, tally);
	if (trunks > 0)
		print_trunk(summary, tally, trunks);
	if (tally->by_status[VERDICT_UNKNOWN] > 0)
		print_unknown(summary, tally);
	if (tally->by_status[VERDICT_MISMATCH] > 0)
		print_mismatch(summary, tally);
	if (tally->by_status[VERDICT_INVALID] > 0)
		print_invalid(summary, tally);
	if (tally->by_status[VERDICT_RAGGED] > 0)
		print_ragged(summary, tally);
	if (tally->shorter + tally->longer > 0)
		print_uneven(summary, tally);
	if (tally->malformed > 0)
		print_malformed(summary, tally);
	bool is_object = *tally->first[FINDING_INVALID].example.text == '{';
	if (records > 0 && tally_ok(tally) == 0 && !is_object && !summary->is_text && !are_of_q850(tally) &&
	    !(summary->has_keys && *summary->column == '\0'))
		print_nothing_ok(summary);
}

const char *summary_label(const struct record_files *files, size_t files_read, struct figure *room)
{
	if (files->count > 1) {
		if (files_read < files->count)
			snprintf(room->text, sizeof room->text, "%u of %u files", (unsigned)files_read,
				 (unsigned)files->count);
		else
			snprintf(room->text, sizeof room->text, "%zu files", files->count);
		return room->text;
	}
	return files->count == 1 && strcmp(files->names[0], "-") != 0 ? files->names[0] : "standard input";
}

void summary_of_files(const struct record_files *files, const struct pass *pass)
{
	const char *copied = pass->tally.malformed > 1 ? "copied as they were" : "copied as it was";
	struct figure room;

	struct summary summary = {
		.diagnostics = pass->settings->diagnostics,
		.command = pass->settings->command,
		.inputs = pass->settings->inputs,
		.label = summary_label(files, pass->files_read, &room),
		.column = pass->file.names.of[CELL_CODE].first.text,
		.is_text = pass->shapes.shape == &text_shape,
		.has_keys = pass->shapes.shape != NULL && pass->shapes.shape->has_keys,
		.is_always = isatty(pass->settings->diagnostics->descriptor) != 0,
		.only = pass->settings->added != NULL ? pass->settings->only : NULL,
		.malformed = pass->settings->added != NULL ? copied : "not counted",
	};

	summary_print(&summary, &pass->tally);
}
