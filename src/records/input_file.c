#include "records/input_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum status file_trouble(struct pass *pass, const char *format, ...)
{
	char message[512];
	va_list arguments;

	progress_erase(&pass->progress);
	va_start(arguments, format);
	vsnprintf(message, sizeof message, format, arguments);
	va_end(arguments);
	say_at(pass->settings->diagnostics, pass->origin.file, 0, "%s", message);
	return STATUS_TROUBLE;
}

enum status file_fill(struct pass *pass)
{
	if (!pass->is_held && sink_flush(pass->settings->out) != 0) {
		pass->is_over = true;
		return STATUS_TROUBLE;
	}
	int error = input_fill(&pass->input);
	progress_update(&pass->progress, pass->input.bytes);
	if (error == 0)
		return STATUS_DONE;
	pass->is_cut = true;
	return file_trouble(pass, "cannot be read: %s", strerror(error));
}
