#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Inputs as people have them. In tests/data/cases NAME.cmd is run by sh with `hangup` at hand, in a folder with all
# inputs, NAME.in on its standard input; NAME.want says what must be seen: `exit: N`, `stdout has: TEXT`, `stdout lacks:`,
# `stderr has:`, `stderr lacks:`, and with # what it is about.

load common

# is_true LINE: whether a line of NAME.want is true of $status, $out and $err.
is_true() {
	local text=${1#*: }
	case $1 in
	'exit: '*) [ $status = "$text" ] ;;
	'stdout has: '*) [[ $out == *"$text"* ]] ;;
	'stdout lacks: '*) [[ $out != *"$text"* ]] ;;
	'stderr has: '*) [[ $err == *"$text"* ]] ;;
	'stderr lacks: '*) [[ $err != *"$text"* ]] ;;
	*) false ;;
	esac
}

# try CASE: prints what is not as its .want says.
try() {
	local name=${1##*/} status=0 out err
	PATH=$PWD/bin:$PATH COLUMNS=80 LC_ALL=C.UTF-8 sh "$1.cmd" <"$name.in" >.out 2>.err || status=$?
	out=$(<.out) err=$(<.err)
	while IFS= read -r line; do
		[[ $line == '#'* || -z $line ]] || is_true "$line" || echo "$name: status $status, not $line"
	done <"$1.want"
}

@test "what people have is read as it is" {
	local data=$BATS_TEST_DIRNAME/../data failed='' count=0
	mkdir bin
	ln -s "$HANGUP" bin/hangup
	cp "$data"/cases/*.in .
	for case in "$data"/cases/*.cmd; do
		local name=${case##*/} found
		name=${name%.cmd}
		found=$(try "${case%.cmd}")
		[ -z "$found" ] || { echo "$found"; failed=yes; }
		count=$((count + 1))
	done
	[ -z "$failed" ]
	[ $count -ge 60 ]
}
