#!/usr/bin/env bats
# The manual keeps up with the program: every command has its section, with every option that its help lists.

load common

# section NAME: the lines of hangup(1) between this heading and the next
section() {
	awk -v wanted="$1" '/^ ? ? ?[^ ]/ { inside = $0 ~ "^ *" wanted "$"; next } inside' manual
}

@test "every command and option is in hangup(1)" {
	mandoc -T ascii -O width=200 "$BATS_TEST_DIRNAME/../../man/hangup.1" | sed 's/.\x08//g' >manual
	"$HANGUP" help | sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' >commands
	[ "$(wc -l <commands)" -ge 7 ]
	while read -r command; do
		# the options of every command stand in the description
		{ section "hangup $command" && section DESCRIPTION; } >text
		section "hangup $command" | grep -q . || { echo "no section hangup $command"; return 1; }
		"$HANGUP" help "$command" | grep -oE '^ +(-[a-zA-Z], )?--[a-z-]+' | grep -oE -- '--?[a-zA-Z][a-z-]*' >options
		[ -s options ]
		while read -r option; do
			grep -qE -- "(^|[ (])$option([]) ,=.]|$)" text || { echo "$command: no $option"; return 1; }
		done <options
	done <commands
}
