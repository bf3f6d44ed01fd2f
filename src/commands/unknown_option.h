/* SPDX-License-Identifier: MIT */
/*
 * What an option that a command has not is called here: an option of another command, or one that other tools have.
 */
#ifndef HANGUP_UNKNOWN_OPTION_H
#define HANGUP_UNKNOWN_OPTION_H

#include "commands/command.h"

/* After OPTIONS_BAD: the message about an unknown option, and the hint about that or about an unknown value. */
void unknown_option_say(const struct command_line *line);

#endif
