#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What each command prints in each format.
#
# shellcheck disable=SC2016,SC2154 # inner shells expand $0 themselves; bats sets $stderr

load common

@test "lookup: the line, the table, csv and json" {
	golden_anywhere lookup-plain lookup 31xx
	golden_widths lookup-table lookup 31xx -f table
	golden_anywhere lookup-csv lookup -f csv 31xx 2020
	golden_anywhere lookup-json lookup -f json 31xx 2020
}

@test "list: lines, the short table, csv and json" {
	golden_anywhere list-plain list
	golden_widths list-table list -f table
	golden_anywhere list-csv list -f csv
	golden_anywhere list-json list -f json
}

@test "list --groups" {
	golden_anywhere list-groups-plain list --groups
	golden_widths list-groups-table list --groups -f table
	golden_anywhere list-groups-csv list --groups -f csv
	golden_anywhere list-groups-json list --groups -f json
}

@test "list --sources" {
	golden_anywhere list-sources-plain list --sources
	golden_widths list-sources-table list --sources -f table
	golden_anywhere list-sources-csv list --sources -f csv
	golden_anywhere list-sources-json list --sources -f json
}

@test "grep: the line, the table, csv and json" {
	golden grep-plain grep 'caller id'
	golden_widths grep-table grep -f table 'caller id'
	golden_anywhere grep-csv grep -f csv 'caller id'
	golden_anywhere grep-json grep -f json 'caller id'
}

@test "explain: every action, a link, a source" {
	golden_widths explain explain 3130 4000 3000 5010 2020 0 callee
	COLUMNS=20 golden explain-20 explain 3130 1020 callee
	golden_anywhere explain-json explain -f json 3130 2020 unknown
}

@test "a table is never narrower than its words, and has no trailing blanks" {
	for width in 1 20 40 61 79 200; do
		COLUMNS=$width "$HANGUP" list -f table --columns code,cause,description,next_steps,url >wide
		run -1 grep -n ' $' wide
		for word in 'https://plivo.com/docs/sdk/client/troubleshooting-guide/' machine_detection=hangup Simultaneous; do
			grep -qF "$word" wide
		done
	done
}

@test "the width is that of COLUMNS, else of the terminal, else 80" {
	script -qefc "stty cols 60; unset COLUMNS; $(printf %q "$HANGUP") lookup --color=never -f table 31xx" /dev/null |
		tr -d '\r' | diff "$GOLDEN/lookup-table-60" -
	script -qefc "stty cols 60; COLUMNS=120 $(printf %q "$HANGUP") lookup --color=never -f table 31xx" /dev/null |
		tr -d '\r' | diff "$GOLDEN/lookup-table-120" -
	golden lookup-table-80 lookup -f table 31xx
	for width in 0 -1 abc 99999999999; do
		COLUMNS=$width golden lookup-table-80 lookup -f table 31xx
	done
}

@test "list is a table on a terminal" {
	script -qefc "stty cols 80; unset COLUMNS; $(printf %q "$HANGUP") list" /dev/null |
		tr -d '\r' | sed $'s/\e\\[[0-9;]*m//g' | diff "$GOLDEN/list-table-80" -
	script -qefc "stty cols 80; unset COLUMNS; $(printf %q "$HANGUP") list --groups" /dev/null |
		tr -d '\r' | diff "$GOLDEN/list-groups-table-80" -
}

@test "chosen columns" {
	expect 0 fix '' lookup --columns action 3130
	expect 0 $'Spam block\t3130' '' lookup --columns cause,code 3130
	expect 0 $'url,code\n,3130' '' lookup --columns url,code -f csv 3130
	expect 0 $'[\n{"url": null, "code": 3130}\n]' '' lookup --columns url,code -f json 3130
	expect 0 $'ACTION  CODE\nfix     3130' '' lookup --columns action,code -f table 3130
	expect 0 $'3070\n3080' '' lookup --columns code 3070-3080
	expect 0 $'3080' '' grep --columns code 'internal server'
	expect 0 $'7022\n7023\n7024' '' grep --columns code '^invalid [^ ]* url$'
}

@test "json is json, csv is what sqlite reads" {
	[ "$("$HANGUP" list -f json | jq length)" = "$CAUSES" ]
	[ "$("$HANGUP" list -f json | jq -r 'map(.code | type) | unique[]')" = number ]
	[ "$("$HANGUP" list -f json | jq '[.[].url | select(. != null)] | length')" -ge 4 ]
	"$HANGUP" list -f csv >list.csv
	[ "$(sqlite3 :memory: '.import --csv list.csv t' "select count(*), sum(code = '3130') from t")" = "$CAUSES|1" ]
}

@test "nothing found: an empty array, a header, nothing" {
	expect 1 '[]' "hangup: 3060 is not in the table of $DATE
hint: the nearest are 3050 Unallocated number and 3070 Request timeout" lookup -f json 3060
	expect 1 'code,cause' "hangup: 9999 is not in the table of $DATE
hint: the nearest is 9110 Confirm Key Challenge Failed" lookup -f csv --columns code,cause 9999
	expect 1 '' "hangup: 9999 is not in the table of $DATE
hint: the nearest is 9110 Confirm Key Challenge Failed" lookup -f table 9999
	expect 1 '[]' '' grep -f json nowhere-to-be-found
}
