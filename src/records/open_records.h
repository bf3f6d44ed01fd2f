/*
 * How a pass begins a file: what it is, by its first bytes; whether it can be read; its header, and which columns
 * matter; how the new cells are named. Writes what stands before the first record, once it is clear that the file can
 * be read.
 */
#ifndef HANGUP_OPEN_RECORDS_H
#define HANGUP_OPEN_RECORDS_H

#include "records/pass.h"

/*
 * Looks at the file that the pass's input is at, reading as much as that needs. STATUS_DONE: the reader of the pass's
 * shape stands at its first record. STATUS_TROUBLE after a message: the file is passed over.
 */
enum status open_records(struct pass *pass);

#endif
