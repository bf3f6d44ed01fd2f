/* SPDX-License-Identifier: MIT */
/*
 * mkmanual <man/hangup.1.in: writes hangup(1), in which the rows of the commands' options take the place of these lines:
 *
 *   @synopsis COMMAND        the options of a command, for the synopsis
 *   @option COMMAND NAME     the head of an option's entry
 *   @choices COMMAND NAME    the values that an option takes
 *
 * Runs on the machine that builds, whatever machine the program is for.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/command.h"

/* An argument as help shows it, "NAME|N|none", in mdoc: what is in capitals stands for something. */
static void print_argument(const char *argument)
{
	const char *parting = "";

	while (argument != NULL && *argument != '\0') {
		printf("%s %s ", parting, islower((unsigned char)*argument) ? "Cm" : "Ar");
		for (; isalnum((unsigned char)*argument); argument++)
			putchar(tolower((unsigned char)*argument));
		parting = *argument == '=' ? " Ns = Ns" : " |";
		argument += strcspn(argument, "=|") + (*argument != '\0');
	}
	putchar('\n');
}

static void print_option(const struct option_row *row)
{
	if (row->letter != 0)
		printf(".It Fl %c , Fl -%s", row->letter, row->name);
	else
		printf(".It Fl -%s", row->name);
	print_argument(row->argument);
}

static void print_synopsis(const struct option_row *row)
{
	for (; row->name != NULL; row++) {
		if (row->is_hidden)
			continue;
		if (row->letter != 0)
			printf(".Op Fl %c", row->letter);
		else
			printf(".Op Fl -%s", row->name);
		print_argument(row->argument);
	}
}

static void print_choices(const struct choices *choices)
{
	const char *value;

	for (size_t i = 0; (value = choices->name(i)) != NULL; i++)
		printf("%s %s", i > 0 ? " ," : ".Cm", value);
	puts(" .");
}

/* Returns whether there is what the line asks for. */
static bool fill(const char *line)
{
	char what[16] = "", name[32] = "", option[32] = "";
	const struct option_row *row = NULL;

	if (sscanf(line, "@%15s %31s %31s", what, name, option) < 1)
		return false;
	const struct command *command = command_find(name);
	for (size_t i = 0; command != NULL && (row = option_at(command->options, i)) != NULL; i++)
		if (strcmp(row->name, option) == 0)
			break;
	if (command != NULL && strcmp(what, "synopsis") == 0)
		print_synopsis(command->options);
	else if (row != NULL && strcmp(what, "option") == 0)
		print_option(row);
	else if (row != NULL && row->choices != NULL && strcmp(what, "choices") == 0)
		print_choices(row->choices);
	else
		return false;
	return true;
}

int main(void)
{
	char *line = NULL;
	size_t room = 0;
	int status = EXIT_SUCCESS;

	while (getline(&line, &room, stdin) > 0) {
		if (*line != '@') {
			fputs(line, stdout);
		} else if (!fill(line)) {
			fprintf(stderr, "mkmanual: there is nothing for %s", line);
			status = EXIT_FAILURE;
		}
	}
	free(line);
	return fflush(stdout) == 0 ? status : EXIT_FAILURE;
}
