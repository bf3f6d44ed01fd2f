/* SPDX-License-Identifier: MIT */
#include "stats/before.h"

#include <stdlib.h>

#include "support/memory.h"

bool before_can_compare(const struct diagnostics *diagnostics, const char *label, uint64_t records, uint64_t known)
{
	if (known > 0)
		return true;
	say_at(diagnostics, label, 0,
	       records == 0 ? "no call record to compare" : "no call record with a known code to compare");
	return false;
}

/* Reads one file and keeps what it adds to each cause: in parts, at its place among as many for each cause. */
static enum status read_file(struct before *before, const struct stats_request *request, size_t file,
			     struct part *parts, int standard_input)
{
	const struct tally *tally = &before->pass.tally;
	uint64_t records = tally_records(tally);
	uint64_t known = tally_ok(tally);

	for (size_t i = 0; i < cause_count; i++)
		parts[i * before->files + file].calls = tally->by_cause[i];
	enum status status = pass_files(&before->pass, &request->against[file], 1, standard_input);
	if (status != STATUS_DONE)
		return status;
	records = tally_records(tally) - records;
	for (size_t i = 0; i < cause_count; i++) {
		struct part *part = &parts[i * before->files + file];
		*part = (struct part){ tally->by_cause[i] - part->calls, records };
	}
	bool can_compare = before_can_compare(request->settings.diagnostics, request->against[file], records,
					      tally_ok(tally) - known);
	return can_compare ? STATUS_DONE : STATUS_TROUBLE;
}

enum status before_open(struct before *before, const struct stats_request *request, int standard_input)
{
	struct part *parts = allocate(cause_count * request->against_count, sizeof *parts);
	enum status status = STATUS_DONE;

	*before = (struct before){ .files = request->against_count };
	pass_open(&before->pass, &request->settings);
	for (size_t i = 0; i < before->files && status == STATUS_DONE; i++)
		status = read_file(before, request, i, parts, standard_input);
	before->drift = significance_drift(parts, before->files, cause_count);
	free(parts);
	return status;
}
