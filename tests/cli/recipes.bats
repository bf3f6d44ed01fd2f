#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The recipes of the README and the examples of hangup(1), as they stand there, on the samples. PostgreSQL's is a gate of
# its own.

load common

recipes_setup() {
	SAMPLES=$BATS_TEST_DIRNAME/../../samples
	mkdir bin
	ln -s "$HANGUP" bin/hangup
	PATH=$PWD/bin:$PATH
	cp "$SAMPLES/api-calls.csv" calls.csv
	hangup annotate calls.csv >annotated.csv 2>err
}

# need COMMAND: the test is skipped, by its name, where that is not installed.
need() {
	command -v "$1" >/dev/null || skip "$1 is not installed"
	recipes_setup
}

# readme_block WORDS: the block that follows them in the README.
readme_block() {
	awk -v words="$1" 'index($0, words) { found = 1 } /^```/ && found { if (inside) exit; inside = 1; next } inside' \
		"$BATS_TEST_DIRNAME/../../README.md"
}

# recipe WORDS [CHANGE]: that block, run by a shell; CHANGE is a command for sed.
recipe() {
	readme_block "$1" | sed "${2-}" >recipe
	[ -s recipe ]
	sh ./recipe
}

@test "recipe: from cron, through sh as crontab(5) cuts the line" {
	need date
	# a crontab ends a command at a bare % and takes the backslash from the others
	command=$(sed -n 's|^\*/15 \* \* \* \* ||p' "$BATS_TEST_DIRNAME/../../README.md" | sed -e 's/\\%/\x01/g' -e 's/%.*//' -e 's/\x01/%/g')
	[ -n "$command" ]
	now=$(date -u '+%F %T')
	{
		echo call_uuid,end_time,hangup_cause_code
		for i in {1..30}; do printf '%d,%s,4000\n%d,2020-01-01 10:00:00,3130\n' "$i" "$now" "$i"; done
	} >calls.csv
	HOME=$PWD sh -c "$command" 2>err
	# nothing to mail but what is outside of the quarter
	[ "$(grep -vc 'outside of --from' err)" = 0 ]
	sed -i 's/4000$/3130/' calls.csv
	run -1 env HOME="$PWD" sh -c "$command"
	[[ $output == *'failed: 30 of 30 records, 100 %'* ]]
	sed -i "/$now/d" calls.csv
	run -2 env HOME="$PWD" sh -c "$command"
}

@test "recipe: NER, ASR, average duration (miller)" {
	need mlr
	recipe '**How good is the network' >both 2>err
	grep -q '^hangup: failed: .* more than 5%' err
	grep -A 1 '^answered_mean' both >out
	[ "$(sed -n 1p out | tr -s ' ')" = 'answered_mean call_duration_mean' ]
	[ "$(awk 'NR == 2 { print ($1 > 0 && $1 < 1 && $2 > 1) }' out)" = 1 ]
}

@test "recipe: one customer, one call, a narrow view (miller)" {
	need mlr
	recipe '**One customer' >out 2>err
	grep -q '^standard input: [0-9]* call records' out
	grep -q '^3130  Spam block' out
	grep -q '^end_time .*to_number .*plivo_cause$' out
}

@test "recipe: beyond one core (GNU parallel)" {
	need parallel
	grep -q 'GNU Parallel' "$(command -v parallel)" || skip 'parallel is not GNU parallel'
	# several blocks, or it shows nothing
	sed 1d calls.csv >day
	for _ in {1..100}; do cat day; done >>calls.csv
	hangup annotate calls.csv >single 2>err
	recipe '**Beyond one core' 's/--block 10M/--block 200k/' >out 2>err
	cmp single out
	[ "$(wc -c <calls.csv)" -gt 600000 ]
}

# joined_setup: calls in every spelling, and which of them annotate gives a cause.
joined_setup() {
	cp "$SAMPLES/causes.sql" .
	hangup list --table all -f csv >causes.csv
	awk -f "$BATS_TEST_DIRNAME/odd_calls.awk" >calls.csv
	hangup annotate --add cause,action calls.csv 2>err | sed 1d | cut -d, -f1,2,5,6 | sort >wanted
}

# sql_recipe NAME: the commands that stand under it in causes.sql, run by a shell.
sql_recipe() {
	awk -v name="-- $1" 'index($0, name) == 1 { found = 1; next } found && !/^--   / { exit } found { print substr($0, 6) }' \
		causes.sql >recipe
	[ -s recipe ]
	sh ./recipe
}

# never_more JOINED: no call has a cause that annotate does not give it, and of those of annotate a third is there, however odd.
never_more() {
	tr -d '\r"' <"$1" | sed 1d | sort | awk -F, '$3 != ""' >named
	tr -d '"' <wanted | sort | awk -F, '$3 != ""' >annotated
	[ "$(sort -u named | comm -23 - annotated | tee more | wc -l)" = 0 ] || { head more; return 1; }
	echo "$(wc -l <named) of $(wc -l <annotated) that annotate names"
	[ "$(wc -l <named)" -gt "$(($(wc -l <annotated) / 3))" ]
}

@test "recipe: SQLite" {
	need sqlite3
	joined_setup
	sql_recipe SQLite >joined
	never_more joined
	# names and sources that are null instead of empty
	sqlite3 calls.db "UPDATE calls SET hangup_cause_name = nullif(hangup_cause_name, ''),
		hangup_source = nullif(hangup_source, '')"
	sqlite3 -csv -header calls.db <causes.sql | cmp - joined
	# what the README shows is the same, behind the list of causes
	readme_block '**The table where the records are' | sed 1d | cmp - recipe
}

@test "recipe: DuckDB" {
	need duckdb
	joined_setup
	sql_recipe DuckDB >joined
	never_more joined
}

# example WORDS: the one command of the manual that holds them, run by a shell.
example() {
	local line found=()
	for line in "${EXAMPLES[@]}"; do [[ $line != *"$1"* ]] || found+=("$line"); done
	[ ${#found[@]} = 1 ]
	sh -c "${found[0]}"
}

@test "the examples of the manual, every one of them" {
	recipes_setup
	rm annotated.csv
	local EXAMPLES
	mapfile -t EXAMPLES < <(sed -n '/^\.Sh EXAMPLES/,/^\.Sh/s/^\.Dl //p' "$BATS_TEST_DIRNAME/../../man/hangup.1.in")
	[ ${#EXAMPLES[@]} = 13 ]
	cp "$SAMPLES/api-calls.ndjson" calls.json
	sed 's/^/INFO CallUUID=106ab57d\&/' "$SAMPLES/hangup-callback.txt" >app.log
	printf '#!/bin/sh\njq -s "{data: {objects: .}}" calls.json\n' >bin/plivo
	printf '#!/bin/bash\ncat "${@: -1}"\n' >bin/tail # tail -n +1 -f FILE, once
	chmod +x bin/plivo bin/tail
	example 'hangup 3130' | grep -q '^3130  Spam block'
	example 'grep 106ab57d app.log' | grep -q '^3010  Busy Line'
	[ "$(example 'hangup lookup --columns action 3130')" = fix ]
	[ "$(example 'hangup list -g carrier-errors -f table' | wc -l)" = 9 ]
	example 'hangup annotate calls.csv > ' 2>err
	[ "$(wc -l <annotated.csv)" = 25 ]
	[ "$(example 'hangup annotate --only fix,support' 2>err | wc -l)" = 10 ]
	example 'tail -n +1 -f app.log | ' 2>err | grep -q 'plivo_cause="Busy Line"'
	example 'hangup stats calls.csv' 2>err | grep -q '^3130  Spam block'
	example 'plivo voice calls' 2>err | grep -q '^3130  Spam block'
	example 'hangup stats --by hour' 2>err | grep -q '^2026-11-03 09:00 .* Unknown$'
	cp calls.csv monday.csv
	cp calls.csv tuesday.csv
	example 'hangup stats --against' 2>err | grep -q '^No share has changed'
	example 'hangup stats --by source' 2>err | grep -q '^Carrier  *17 '
	example 'hangup stats --max carrier-errors=5%' 2>err | grep -q '^3130' # a handful of calls
	# none wraps
	awk '/^\.Dl / && length > 4 + 70 { print; long = 1 } END { exit long }' "$BATS_TEST_DIRNAME/../../man/hangup.1.in"
}
