#!/usr/bin/env bats
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

# recipe WORDS: the block that follows them in the README, run by a shell.
recipe() {
	awk -v words="$1" 'index($0, words) { found = 1 } /^```/ && found { if (inside) exit; inside = 1; next } inside' \
		"$BATS_TEST_DIRNAME/../../README.md" >recipe
	[ -s recipe ]
	sh ./recipe
}

@test "recipe: who ended what, and what fails where (miller)" {
	need mlr
	cp "$SAMPLES/console-export.csv" .
	recipe '**Who ended what' >out 2>err
	[ "$(awk '$1 == "Spam" && $3 == "Carrier" { print $4 }' out)" = 2 ]
	grep -q '^To country ISO' out
}

@test "recipe: a Markdown table, a textfile for Prometheus (jq)" {
	need jq
	recipe '**A table for Slack' >out 2>err
	[ "$(sed -n 4p out)" = '| 3130 | Spam block | fix | 2 |' ]
	# as many cells in each line
	[ "$(awk -F '|' '{ print NF }' out | sort -u)" = 6 ]
	recipe '**A textfile for' 2>err
	[ "$(sed -n 3p hangup.prom)" = 'hangup_calls{code="3130",cause="Spam block"} 2' ]
	# no two lines for one series
	[ "$(sed 's/ [0-9]*$//' hangup.prom | sort | uniq -d)" = '' ]
}

@test "recipe: compressed, or in another encoding (zcat, iconv)" {
	need iconv
	gzip -k calls.csv
	iconv -f UTF-8 -t UTF-16 calls.csv >calls-utf16.csv
	recipe '**Compressed, or in another' >out 2>err
	cat annotated.csv annotated.csv | cmp - out
}

@test "recipe: one hour of an export (miller)" {
	need mlr
	recipe '**One hour of an export' >out 2>err
	(head -n 1 calls.csv && grep -E '^[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,[^,]*,2026-11-03 10:' calls.csv) >hour.csv
	[ "$(wc -l <hour.csv)" -gt 3 ]
	hangup stats - <hour.csv 2>err | cmp - out
}

@test "recipe: beyond one core (GNU parallel)" {
	need parallel
	parallel --version 2>/dev/null | grep -q '^GNU parallel' || skip 'parallel is not GNU parallel'
	sed -n 1p "$SAMPLES/api-calls.csv" >calls.csv
	for _ in {1..4000}; do sed 1d "$SAMPLES/api-calls.csv"; done >>calls.csv
	hangup annotate calls.csv >single 2>err
	recipe '**Beyond one core' >out 2>err
	cmp single out
	# several blocks, or it shows nothing
	[ "$(wc -c <calls.csv)" -gt 20000000 ]
}

# joined_setup: calls of every status that a table can hold, and which of them annotate gives a cause.
joined_setup() {
	cp "$BATS_TEST_DIRNAME/../data/every-status.csv" calls.csv
	hangup annotate --add status calls.csv 2>err | sed 1d | cut -d, -f5 | sort -u | tr '\n' ' ' >statuses
	[ "$(cat statuses)" = 'empty invalid mismatch ok unknown ' ]
	hangup annotate --add cause,action calls.csv 2>err | sed 1d | cut -d, -f1,2,5,6 | sort >wanted
	recipe '**The table where the records are'
}

@test "recipe: SQLite" {
	need sqlite3
	joined_setup
	recipe '**SQLite' | tr -d '\r"' | sed 1d | sort | diff wanted -
	# names and sources that are null instead of empty
	sqlite3 calls.db "UPDATE calls SET hangup_cause_name = nullif(hangup_cause_name, ''),
		hangup_source = nullif(hangup_source, '')"
	sqlite3 -csv calls.db <causes.sql | tr -d '\r"' | sort | diff wanted -
}

@test "recipe: DuckDB" {
	need duckdb
	joined_setup
	recipe '**DuckDB' | tr -d '\r"' | sed 1d | sort | diff wanted -
}

# example WORDS [CHANGE]: the command of the manual that holds them, run by a shell; CHANGE is a command for sed.
example() {
	sed -n 's/^\.Dl //p' "$BATS_TEST_DIRNAME/../../man/hangup.1.in" | grep -F -e "$1" | sed "${2-}" >example
	[ "$(wc -l <example)" = 1 ]
	sh ./example
}

@test "the examples of the manual, every one of them" {
	recipes_setup
	rm annotated.csv
	cp "$SAMPLES/api-calls.ndjson" calls.json
	sed 's/^/INFO CallUUID=106ab57d\&/' "$SAMPLES/hangup-callback.txt" >app.log
	printf '#!/bin/sh\njq -s "{data: {objects: .}}" calls.json\n' >bin/plivo
	chmod +x bin/plivo
	example 'hangup 3130' | grep -q '^3130  Spam block'
	example 'grep 106ab57d app.log' | grep -q '^3010  Busy Line'
	[ "$(example 'hangup lookup --columns action 3130')" = fix ]
	[ "$(example 'hangup list -g carrier-errors -f table' | wc -l)" = 9 ]
	example 'hangup annotate calls.csv > ' 2>err
	[ "$(wc -l <annotated.csv)" = 25 ]
	[ "$(example 'hangup annotate --only fix,support' 2>err | wc -l)" = 10 ]
	example 'tail -n +1 -f app.log | ' 's/ -f / /' 2>err | grep -q 'plivo_cause="Busy Line"' # once, not for ever
	example 'hangup stats calls.csv' 2>err | grep -q '^3130  Spam block'
	example 'plivo voice calls' 2>err | grep -q '^3130  Spam block'
	example 'hangup stats --by hour' 2>err | grep -q '^2026-11-03 09:00 .* Unknown$'
	cp calls.csv monday.csv
	cp calls.csv tuesday.csv
	example 'hangup stats --against' 2>err | grep -q '^No share has changed'
	example 'hangup stats --by source' 2>err | grep -q '^Carrier  *17 '
	example 'hangup stats --max carrier-errors=5%' 2>err | grep -q '^3130' # a handful of calls
	[ "$(sed -n '/^\.Sh EXAMPLES/,/^\.Sh/s/^\.Dl .*/x/p' "$BATS_TEST_DIRNAME/../../man/hangup.1.in" | wc -l)" = 13 ]
	# none wraps
	awk '/^\.Dl / && length > 4 + 70 { print; long = 1 } END { exit long }' "$BATS_TEST_DIRNAME/../../man/hangup.1.in"
}
