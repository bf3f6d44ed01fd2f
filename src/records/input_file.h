/*
 * The file that a pass is at: reading more of it, and what goes wrong with it.
 */
#ifndef HANGUP_INPUT_FILE_H
#define HANGUP_INPUT_FILE_H

#include "records/pass.h"

/* Writes what has been done so far, unless it is held back. */
enum status file_flush(struct pass *pass);

/* Reads more; what has been done so far is written first, so that nobody waits for a record that is in. */
enum status file_fill(struct pass *pass);

/* A message about the file at hand. Returns STATUS_TROUBLE. */
enum status file_error(struct pass *pass, const char *format, ...) PRINTF_LIKE(2, 3);

/* A message that there is no code in the text at hand. Returns STATUS_TROUBLE. */
enum status file_no_record(struct pass *pass);

#endif
