#include "records/input_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum status file_error(struct pass *pass, const char *format, ...)
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

enum status file_flush(struct pass *pass)
{
	if (pass->is_held || pass->copy.out == NULL || sink_flush(pass->copy.out) == 0)
		return STATUS_DONE;
	pass->is_over = true;
	return STATUS_TROUBLE;
}

enum status file_fill(struct pass *pass)
{
	if (file_flush(pass) != STATUS_DONE)
		return STATUS_TROUBLE;
	int error = input_fill(&pass->input);
	progress_update(&pass->progress, pass->input.bytes);
	if (error == 0)
		return STATUS_DONE;
	pass->is_cut = true;
	return file_error(pass, "cannot be read: %s", strerror(error));
}

enum status file_no_record(struct pass *pass)
{
	file_error(pass, "no hangup cause code in it: a code has its field's name beside it");
	say_hint(pass->settings->diagnostics, "such as HangupCauseCode=3130; CSV has a header with hangup_cause_code");
	return STATUS_TROUBLE;
}
