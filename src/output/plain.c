/* SPDX-License-Identifier: MIT */
/* plain: the values with a tab between them, no header. */
#include "output/writer.h"

void plain_row(struct writer *writer, const char *const *cells)
{
	for (size_t i = 0; i < writer->column_count; i++) {
		if (i > 0)
			sink_put(writer->out, "\t");
		writer_put_highlighted(writer->out, writer->highlight, cells[i] != NULL ? cells[i] : "");
	}
	sink_put(writer->out, "\n");
}
