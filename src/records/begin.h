/*
 * How a walk begins a file: what it is, by its first bytes; whether it can be read; its header, and which columns
 * matter; how the new cells are named. Writes what stands before the first record, once it is clear that the file can
 * be read.
 */
#ifndef HANGUP_BEGIN_H
#define HANGUP_BEGIN_H

#include "records/walk.h"

/*
 * Looks at the file that the walk's input is at, reading as much as that needs. STATUS_DONE: the reader of the walk's
 * shape stands at its first record. STATUS_TROUBLE after a message: the file is passed over.
 */
enum status begin(struct walk *walk);

#endif
