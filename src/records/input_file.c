/* SPDX-License-Identifier: MIT */
#include "records/input_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void input_file_open(struct input_file *file, const struct pass_settings *settings)
{
	*file = (struct input_file){ .settings = settings, .wanted = settings->columns };
	for (size_t i = 0; settings->added != NULL && i < settings->added->count; i++) {
		file->added[i] = added_name(settings->added, i);
		file->added_names[i] = file->added[i].text;
	}
	file->wanted.added = file->added_names;
	copy_open(&file->copy, settings->added != NULL ? settings->out : NULL,
		  settings->only != NULL || period_is_given(&settings->period));
	input_open(&file->input);
	if (settings->read_size != 0)
		file->input.read_size = settings->read_size;
	input_file_name(file, "", NULL);
}

void input_file_close(struct input_file *file)
{
	copy_close(&file->copy);
	input_close(&file->input);
}

void input_file_name(struct input_file *file, const char *name, const char *operand)
{
	file->origin = (struct origin){
		.diagnostics = file->settings->diagnostics,
		.command = file->settings->command,
		.inputs = file->settings->inputs,
		.file = name,
		.operand = operand,
	};
	file->names.all = NULL;
}

void input_file_note_names(struct input_file *file, const struct header *names, const struct columns *columns)
{
	static const enum cell kept[] = { CELL_CODE, CELL_TIME, CELL_BY };

	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
		size_t column = columns->at[kept[i]];
		if (column == NO_COLUMN)
			continue;
		struct shown shown = show(names->names[column].text);
		struct column_name *name = &file->names.of[kept[i]];
		if (*name->first.text == '\0')
			name->first = shown;
		name->has_others = name->has_others || strcmp(name->first.text, shown.text) != 0;
	}
}

struct text input_file_window(const struct input_file *file)
{
	return (struct text){ (const char *)input_bytes(&file->input), input_size(&file->input) };
}

enum status input_file_error(struct input_file *file, const char *format, ...)
{
	char message[512];
	va_list arguments;

	progress_erase(&file->progress);
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	say_at(file->settings->diagnostics, file->origin.file, 0, "%s", message);
	return STATUS_TROUBLE;
}

bool input_file_may_note(struct input_file *file)
{
	progress_erase(&file->progress);
	return !file->settings->is_quiet;
}

enum status input_file_flush(struct input_file *file)
{
	if (file->is_held || file->copy.out == NULL || sink_flush(file->copy.out) == 0)
		return STATUS_DONE;
	file->is_over = true;
	return STATUS_TROUBLE;
}

enum status input_file_fill(struct input_file *file)
{
	if (input_file_flush(file) != STATUS_DONE)
		return STATUS_TROUBLE;
	int error = input_fill(&file->input);
	progress_update(&file->progress, file->input.bytes);
	if (error == 0)
		return STATUS_DONE;
	file->is_cut = true;
	return input_file_error(file, "cannot be read: %s", strerror(error));
}

enum status input_file_line(struct input_file *file, size_t at, size_t *end)
{
	for (;;) {
		struct text text = input_file_window(file);
		size_t length = line_end_find((const unsigned char *)text.bytes + at, text.length - at);
		size_t place = at + length;
		bool is_pair = place + 1 < text.length && text.bytes[place] == '\r' && text.bytes[place + 1] == '\n';
		bool may_be_pair = place + 1 == text.length && text.bytes[place] == '\r' && !file->input.ended;

		*end = place < text.length ? place + 1 + is_pair : text.length;
		if ((place < text.length && !may_be_pair) || file->input.ended || length > RECORD_LIMIT)
			return STATUS_DONE;
		if (input_file_fill(file) != STATUS_DONE)
			return STATUS_TROUBLE;
	}
}

enum status input_file_add_cells(struct input_file *file, enum splice_style style, unsigned char delimiter)
{
	const struct added_list *added = file->settings->added;

	if (added == NULL || file->copy.splice.for_cause != NULL)
		return STATUS_DONE;
	if (!splice_can_name(style, added->prefix, delimiter)) {
		file->is_over = true;
		return input_file_error(file, "--prefix: \"%s\" %s", show_string(added->prefix).text,
					style == SPLICE_JSON ? "is no UTF-8, as JSON must be" : "holds the delimiter");
	}
	splice_open(&file->copy.splice, style, added, delimiter);
	return STATUS_DONE;
}
