#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the README shows is what the program prints, and what it tells to type works. Its recipes: recipes.bats.
#
# shellcheck disable=SC2016,SC2030,SC2031 # inner shells expand $1 themselves; each test has an environment of its own

@test "the screens of the README" {
	mkdir "$BATS_TEST_TMPDIR/bin"
	ln -s "$HANGUP" "$BATS_TEST_TMPDIR/bin/hangup"
	ln -s "$PWD/samples" "$BATS_TEST_TMPDIR/samples"
	# the blocks between lines of three backquotes that show what comes out
	awk '/^```/ { inside = !inside; shown = 0; next }
		inside && /^\$ / { if (any && !shown) print ""; any = shown = 1 }
		inside && shown' README.md >"$BATS_TEST_TMPDIR/screen"
	cd "$BATS_TEST_TMPDIR"
	[ "$(grep -c '^\$ hangup' screen)" = 3 ]

	export PATH=$PWD/bin:$PATH COLUMNS=80 LC_ALL=C.UTF-8
	while read -r command; do
		printf '$ %s\n' "$command"
		sh -c "$command" 2>&1 || true
		echo
	done < <(sed -n 's/^\$ //p' screen) | sed '$d' >printed
	diff screen printed
}

# With the prompt behind it that is a screen of 24 lines, and one of building stands above if that had to be done.
@test "make demo: one screen, of a code and of the samples' second day" {
	program=$(realpath --relative-to=. "$HANGUP")
	COLUMNS=80 LC_ALL=C.UTF-8 env -u MAKEFLAGS -u MAKELEVEL make -o "$program" PROGRAM="$program" demo >"$BATS_TEST_TMPDIR/demo"
	cat "$BATS_TEST_TMPDIR/demo"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/demo")" -le 22 ]
	grep -q '^3130  Spam block  .*\[fix\]' "$BATS_TEST_TMPDIR/demo"
	grep -q '^3130  Spam block  *fix  *121 ' "$BATS_TEST_TMPDIR/demo"
	grep -q '^  *Total  *958 ' "$BATS_TEST_TMPDIR/demo"
}

# What the README takes for granted: files of the reader's, and programs that fetch calls.
readme_setup() {
	local samples=$PWD/samples
	cp README.md "$BATS_TEST_TMPDIR"
	cd "$BATS_TEST_TMPDIR" || return
	mkdir bin
	ln -s "$(realpath "$HANGUP")" bin/hangup
	cp "$samples/api-calls.csv" calls.csv
	cp "$samples/api-calls.ndjson" calls.ndjson
	cp "$samples/monday.csv" "$samples/tuesday.csv" "$samples/console-export.csv" .
	gzip -k calls.csv
	printf '2026-11-04T16:41:21Z INFO callback %s\n' "$(cat "$samples/hangup-callback.txt")" >callbacks.log
	echo "2026-11-04 16:41:21 {'CallUUID': 'a1', 'HangupCauseCode': '3130', 'HangupSource': 'Carrier'}" >app.log
	jq -s '{api_id: "x", meta: {}, objects: .}' calls.ndjson >page.json
	jq '{data: .}' page.json >wrapped.json
	printf '#!/bin/sh\ncat page.json\n' >bin/curl
	printf '#!/bin/sh\ncat wrapped.json\n' >bin/plivo
	printf '#!/bin/bash\ncat "${@: -1}"\n' >bin/tail # tail -n +1 -f FILE, once
	chmod +x bin/curl bin/plivo bin/tail
	export PATH=$PWD/bin:$PATH COLUMNS=80 LC_ALL=C.UTF-8 ID=MA TOKEN=x
}

@test "every command under What for, as it stands there" {
	readme_setup
	# but for the blocks that show what comes out
	awk '/^## / { inside = /^## What for/ } /^```/ { block = !block; shown = 0; next } /^\$ / { shown = 1 }
		inside && block && !shown' README.md >commands
	[ "$(wc -l <commands)" -gt 25 ]
	while read -r command; do
		echo "$command"
		status=0
		sh -c "$command" >out 2>err </dev/null || status=$?
		echo "$(<err)"
		wanted=0
		case $command in
		*'--max fix'*)
			wanted=1
			grep '^hangup: fix: 131 of 958 records, 13.7 %, 1.5 % before,.*; most often 3130 Spam block' err
			;;
		*'--max carrier'*)
			wanted=1
			grep '^hangup: carrier-errors: 3 of 24 records, 12.5 %, more than 5%' err
			;;
		*'>/dev/null'*) ;;
		*'> '*.csv) [ -s "${command##*> }" ] ;;
		*) [ -s out ] ;;
		esac
		[ "$status" = "$wanted" ]
	done <commands
	# what stands behind a hash is what comes out
	[ "$(sh -c "$(grep '# fix$' commands)")" = fix ]
	# a page of the API, wrapped or not, has the calls of the CSV
	for page in page.json wrapped.json; do
		hangup stats -f csv $page 2>err | sed -E 's/,[0-9a-f-]*,(voice|trunk)$//' |
			diff <(hangup stats -f csv calls.csv 2>err | sed -E 's/,[0-9a-f-]*,(voice|trunk)$//') -
	done
}

@test "every example of the help, as it stands there" {
	readme_setup
	cp calls.csv old.csv
	cp calls.csv new.csv
	cp page.json calls.json
	cp callbacks.log callback.txt
	echo 'CallUUID=106ab57d&HangupCauseCode=3010' >>app.log
	# what an example does stands behind it, two blanks apart
	for command in '' explain lookup list grep annotate stats help; do
		hangup help $command | sed -n '/^Commands:/q; /^  [a-z]/{ s/^  //; s/  .*//; p; }' | grep hangup
	done >commands
	[ "$(wc -l <commands)" -gt 15 ]
	while read -r command; do
		echo "$command"
		status=0
		sh -c "$command" >out 2>err </dev/null || status=$?
		echo "$(<err)"
		[ "$status" = 0 ] || [[ $command == *--max* && $status == 1 ]]
		[ -s out ] || [[ $command == *'>'*.csv ]]
		rm -f causes.csv annotated.csv # what one example writes is no file for the next
	done <commands
}
