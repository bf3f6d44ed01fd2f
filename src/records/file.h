/*
 * The file that a walk is at: reading more of it, and what goes wrong with it.
 */
#ifndef HANGUP_FILE_H
#define HANGUP_FILE_H

#include "records/walk.h"

/* Reads more; what has been done so far is written first, so that nobody waits for a record that is in. */
enum status file_fill(struct walk *walk);

/* A message about the file at hand. Returns STATUS_TROUBLE. */
enum status file_trouble(struct walk *walk, const char *format, ...) PRINTF_LIKE(2, 3);

#endif
