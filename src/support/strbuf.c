/* SPDX-License-Identifier: MIT */
#include "support/strbuf.h"

#include <stdarg.h>
#include <stdio.h>

void strbuf_add(struct strbuf *gathered, const char *format, ...)
{
	char *at = gathered->text + gathered->used;
	size_t room = sizeof gathered->text - gathered->used;
	va_list arguments;

	va_start(arguments, format);
	size_t length = gathered->is_full ? room : (size_t)vsnprintf(at, room, format, arguments);
	va_end(arguments);
	gathered->is_full = length >= room;
	if (gathered->is_full)
		*at = '\0';
	else
		gathered->used += length;
}
