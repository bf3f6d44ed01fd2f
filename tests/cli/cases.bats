#!/usr/bin/env bats
# Inputs as people have them. In tests/data/cases NAME.cmd is run by sh with `hangup` at hand, in a folder with all
# inputs, NAME.in on its standard input; NAME.want says what must be seen: `exit: N`, `stdout has: TEXT`, `stdout lacks:`,
# `stderr has:`, `stderr lacks:`, and with # what it is about.

load common

# holds STATUS LINE: whether a line of NAME.want is true of what .out and .err hold.
holds() {
	case $2 in
	'exit: '*) [ "$1" = "${2#*: }" ] ;;
	'stdout has: '*) grep -qF -- "${2#*: }" .out ;;
	'stdout lacks: '*) ! grep -qF -- "${2#*: }" .out ;;
	'stderr has: '*) grep -qF -- "${2#*: }" .err ;;
	'stderr lacks: '*) ! grep -qF -- "${2#*: }" .err ;;
	*) false ;;
	esac
}

@test "what people have is read as it is" {
	local cases=$BATS_TEST_DIRNAME/../data/cases failed='' count=0
	mkdir bin
	ln -s "$HANGUP" bin/hangup
	cp "$cases"/*.in .
	for case in "$cases"/*.cmd; do
		local name=${case##*/} status=0
		name=${name%.cmd}
		PATH=$PWD/bin:$PATH COLUMNS=80 LC_ALL=C.UTF-8 sh "$case" <"$name.in" >.out 2>.err || status=$?
		while IFS= read -r line; do
			[[ $line == '#'* || -z $line ]] && continue
			count=$((count + 1))
			holds $status "$line" || failed+="$name: status $status, not $line"$'\n'
		done <"$cases/$name.want"
	done
	printf %s "$failed"
	[ -z "$failed" ]
	[ $count -gt 80 ]
}
