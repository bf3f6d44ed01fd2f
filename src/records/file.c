#include "records/file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum status file_trouble(struct walk *walk, const char *format, ...)
{
	char message[512];
	va_list arguments;

	progress_erase(&walk->progress);
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	say_at(walk->settings->diagnostics, walk->origin.file, 0, "%s", message);
	return STATUS_TROUBLE;
}

enum status file_fill(struct walk *walk)
{
	if (!walk->is_held && sink_flush(walk->settings->out) != 0) {
		walk->is_over = true;
		return STATUS_TROUBLE;
	}
	int error = input_fill(&walk->input);
	progress_update(&walk->progress, walk->input.bytes);
	if (error == 0)
		return STATUS_DONE;
	walk->is_cut = true;
	return file_trouble(walk, "cannot be read: %s", strerror(error));
}
