/* SPDX-License-Identifier: MIT */
#include "records/record_files.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "records/summary.h"
#include "records/text_source.h"

const char *record_files_label(const struct record_files *files, size_t files_read, struct figure *room)
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

void record_files_summary(const struct record_files *files, const struct pass *pass)
{
	const char *copied = pass->tally.malformed > 1 ? "copied as they were" : "copied as it was";
	struct figure room;

	struct summary summary = {
		.diagnostics = pass->settings->diagnostics,
		.command = pass->settings->command,
		.is_file = files->count == 1 && strcmp(files->names[0], "-") != 0,
		.label = record_files_label(files, pass->files_read, &room),
		.column = pass->file.names.of[CELL_CODE].first.text,
		.is_text = pass->shapes.shape == &text_shape,
		.has_keys = pass->shapes.shape != NULL && pass->shapes.shape->has_keys,
		.is_always = isatty(pass->settings->diagnostics->descriptor) != 0,
		.only = pass->settings->added != NULL ? pass->settings->only : NULL,
		.malformed = pass->settings->added != NULL ? copied : "not counted",
	};

	summary_print(&summary, &pass->tally);
}
