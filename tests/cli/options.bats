#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Every option of the help is in the manual, in the section of its command, and the reverse; and completion offers it.

load common

manual=$(realpath "$(dirname "${MKTABLE:-build/mktable}")/hangup.1")

# help_options COMMAND: its options, "-f" and "--format" each on a line.
help_options() {
	"$HANGUP" help "$1" | sed -n -E 's/^ {2,6}(-.), (--[a-z-]+).*/\1\n\2/p; s/^ {2,6}(--[a-z-]+).*/\1/p'
}

# manual_options SECTION: those that have an entry there.
manual_options() {
	awk -v section="$1" '
		/^\.S[sh] / { is_wanted = $0 ~ "^\\.Ss " section "$" || (section == "common" && /^\.Sh DESCRIPTION/) }
		is_wanted && /^\.It Fl / { print }
	' "$manual" | grep -o -E 'Fl -?[A-Za-z][a-z-]*' | sed 's/^Fl /-/'
}

# What grep takes and help does not show, as it changes nothing.
unshown() {
	[ "$1" != grep ] || echo '-i|--ignore-case|-E|--extended-regexp'
}

commands() {
	"$HANGUP" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p'
}

@test "every option of the help is in the manual, and the reverse" {
	commands >list
	[ "$(wc -l <list)" -ge 6 ]
	while read -r command; do
		diff <(help_options "$command" | sort) <({ manual_options "hangup $command" | grep -vxE -e "$(unshown "$command")"; manual_options common; } | sort) ||
			{ echo "hangup help $command (<), hangup(1) (>)"; return 1; }
	done <list
	diff <("$HANGUP" --help | sed -n -E 's/^ {2,6}((-.), )?(--[a-z-]+).*/\2\n\3/p' | sed '/^$/d' | sort) \
		<(manual_options common | sort)
}

@test "the synopsis has every option of the help, by its letter where it has one" {
	commands >list
	while read -r command; do
		diff <("$HANGUP" help "$command" | sed -n -E 's/^ {2,6}(-.), --.*/\1/p; s/^ {2,6}(--[a-z-]+).*/\1/p' | grep -vxF -e "$(manual_options common)" | sort) \
			<(awk -v command="$command" '/^\.Cm / { is_wanted = $2 == command } /^\.Sh DESC/ { exit }
				is_wanted && sub(/^\.Op Fl /, "-") { print $1 }' "$manual" | sort) ||
			{ echo "hangup help $command (<), the synopsis (>)"; return 1; }
	done <list
}

@test "every option of the help is completed" {
	commands >list
	while read -r command; do
		help_options "$command" | sort >options
		"$HANGUP" __complete 2 "$command" - | cut -f 1 | sort | diff options -
		# and each of them again as a whole word
		while read -r option; do
			"$HANGUP" __complete 2 "$command" "$option"
		done <options >each
		cut -f 1 each | sort -u | diff options -
	done <list
}
