#!/usr/bin/env bats
# The host tool: what it refuses in the CSV files, and what it finds when it compares them with a page.

setup() {
	mktable=${MKTABLE:-build/mktable}
	causes=$(($(wc -l <tests/data/facts.csv) - 1))
	dir=$BATS_TEST_TMPDIR/table
	mkdir "$dir"
	cp src/table/*.csv "$dir"
}

# refused FILE:LINE MESSAGE: the files are refused with just this line, and nothing is printed.
refused() {
	local status=0
	"$mktable" rows "$dir" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err" || status=$?
	cat "$BATS_TEST_TMPDIR/err"
	[ "$status" -eq 1 ]
	[ "$(cat "$BATS_TEST_TMPDIR/err")" = "$1: $2" ]
	[ ! -s "$BATS_TEST_TMPDIR/out" ]
}

# edit FILE SCRIPT: sed on a copy of the table; a script that changes nothing fails the test.
edit() {
	sed -e "$2" "$dir/$1" >"$BATS_TEST_TMPDIR/new"
	if cmp -s "$BATS_TEST_TMPDIR/new" "$dir/$1"; then
		echo "nothing to edit: $1 $2"
		return 1
	fi
	cp "$BATS_TEST_TMPDIR/new" "$dir/$1"
}

@test "the files of the repository are accepted" {
	run "$mktable" rows "$dir"
	[ "$status" -eq 0 ]
	[ "${#lines[@]}" -gt 500 ]
	run "$mktable" index "$dir"
	[ "$status" -eq 0 ]
}

@test "CRLF line ends and blank lines change nothing" {
	"$mktable" rows "$dir" >"$BATS_TEST_TMPDIR/before"
	sed -i -e 's/$/\r/' -e '3s/$/\n\r/' "$dir"/*.csv
	"$mktable" rows "$dir" | cmp - "$BATS_TEST_TMPDIR/before"
}

@test "usage" {
	for arguments in "" "rows" "nosuch $dir" "rows $dir more" "compare $dir" "manual"; do
		# shellcheck disable=SC2086
		run "$mktable" $arguments
		[ "$status" -eq 2 ]
		[ "${lines[0]}" = "usage: mktable rows|index|manual DIR" ]
	done
}

@test "a missing file" {
	rm "$dir/sources.csv"
	run "$mktable" rows "$dir"
	[ "$status" -eq 2 ]
	[ "$output" = "mktable: $dir/sources.csv: No such file or directory" ]
}

@test "a full disk" {
	run sh -c "'$mktable' rows '$dir' >/dev/full"
	[ "$status" -eq 2 ]
}

@test "a duplicate code" {
	edit causes.csv 's/^4020,/4010,/'
	refused causes.csv:30 'duplicate code 4010'
}

@test "codes out of order" {
	edit causes.csv '6{h;d;};7G'
	refused causes.csv:7 'code 2000 after 2010: the order is that of the codes'
}

@test "a code that is no code" {
	for code in 04000 4000.0 70000 123456 4OOO; do
		cp src/table/causes.csv "$dir"
		edit causes.csv "s/^4000,/$code,/"
		refused causes.csv:28 "bad code \"$code\""
	done
}

@test "a code outside the range of its group" {
	edit causes.csv 's/^4000,\(.*\),normal-completions,/4000,\1,timeouts,/'
	refused causes.csv:28 'code 4000 is outside the range of timeouts, 6000-6020'
}

@test "an unknown group" {
	edit causes.csv 's/^3130,\(.*\),carrier-errors,/3130,\1,carier-errors,/'
	refused causes.csv:26 'unknown group "carier-errors"'
}

@test "an unknown action" {
	edit causes.csv '/^3130,/s/,fix,/,fixx,/'
	refused causes.csv:26 'unknown action "fixx" (none, retry, fix, support)'
}

@test "an action that the next steps contradict" {
	edit causes.csv '/^3100,/s/,retry,/,fix,/'
	refused causes.csv:23 'action fix, but the next steps begin like retry: "Retry later."'
}

@test "a duplicate name, also by other marks, case and spelling" {
	for name in 'Spam block' 'SPAM-BLOCK'; do
		cp src/table/causes.csv "$dir"
		edit causes.csv "s/^3140,[^,]*/3140,$name/"
		refused causes.csv:27 "duplicate name \"$name\" (3130 is \"Spam block\")"
	done
	cp src/table/causes.csv "$dir"
	edit causes.csv 's/^3140,[^,]*/3140,Cancelled/'
	refused causes.csv:27 'duplicate name "Cancelled" (1000 is "Canceled")'
}

@test "a name that would be taken for something else" {
	for name in 3140 NEW_NAME None nan N.U.L.L N.A Undefined; do
		cp src/table/causes.csv "$dir"
		edit causes.csv "s/^3140,[^,]*/3140,$name/"
		refused causes.csv:27 "not to be told from what is no name: \"$name\""
	done
}

@test "a name without letters, and one too long" {
	edit causes.csv 's/^3140,[^,]*/3140,(!)/'
	refused causes.csv:27 'a name needs letters, and 47 of them at most: "(!)"'
	cp src/table/causes.csv "$dir"
	edit causes.csv 's/^3140,[^,]*/3140,aaaaaaaaaaaabbbbbbbbbbbbccccccccccccdddddddddddd/'
	refused causes.csv:27 \
		'a name needs letters, and 47 of them at most: "aaaaaaaaaaaabbbbbbbbbbbbccccccccccccdddddddddddd"'
}

@test "a bad link" {
	for url in http://plivo.com /sdk/ 'https://' 'https://a b' 'https://a"b'; do
		cp src/table/causes.csv "$dir"
		edit causes.csv "/^2030,/s|https:.*|'$url'|;/^2030,/s/'//g"
		case $url in
		*\"*) edit causes.csv '/^2030,/s/,\(https:.*\)"\(.*\)/,"\1""\2"/' ;;
		esac
		refused causes.csv:9 "bad url \"$url\""
	done
}

@test "headers: unknown, missing, one too many" {
	edit causes.csv '1s/action/akshun/'
	refused causes.csv:1 'unknown header "akshun" where "action" belongs'
	cp src/table/causes.csv "$dir"
	edit about.csv '1s/,page//;2s/,.*/,https:/'
	run "$mktable" rows "$dir"
	[ "$status" -eq 1 ]
	[ "${lines[0]}" = 'about.csv:1: missing header "page"' ]
	cp src/table/about.csv "$dir"
	edit sources.csv '1s/$/,more/'
	refused sources.csv:1 '4 headers, not 3'
}

@test "cells: missing, empty, one too many" {
	edit groups.csv '5s/,[^,]*$//'
	refused groups.csv:5 'missing cell "description"'
	cp src/table/groups.csv "$dir"
	edit groups.csv '5s/,[^,]*$/,/'
	refused groups.csv:5 'empty cell "description"'
	cp src/table/groups.csv "$dir"
	edit groups.csv '5s/$/,more/'
	refused groups.csv:5 '6 cells, not 5'
	cp src/table/groups.csv "$dir"
	edit causes.csv '/^4000,/s/,$//'
	refused causes.csv:28 'missing cell "url"'
	edit causes.csv '/^4000,/s/$/,,,,,,,,,/'
	refused causes.csv:28 '16 cells, not 8'
}

@test "bytes that are not ASCII, and control bytes" {
	edit sources.csv '2s/caller/cäller/'
	refused sources.csv:2 'cell "description" holds a byte that is not ASCII: "The cäller hung up."'
	cp src/table/sources.csv "$dir"
	edit sources.csv '2s/caller/c\x1b[31maller/'
	refused sources.csv:2 'cell "description" holds a control byte: "The c\x1b[31maller hung up."'
	cp src/table/sources.csv "$dir"
	edit sources.csv '2s/The caller/"The\ncaller/;2s/$/"/'
	refused sources.csv:2 'cell "description" holds a control byte: "The\ncaller hung up."'
	cp src/table/sources.csv "$dir"
	edit sources.csv '2s/caller/c\x00aller/'
	refused sources.csv:2 'cell "description" holds a control byte: "The c\x01aller hung up."'
	cp src/table/sources.csv "$dir"
	edit sources.csv '2s/caller/c\x7faller/'
	refused sources.csv:2 'cell "description" holds a control byte: "The c\x7faller hung up."'
	cp src/table/sources.csv "$dir"
	printf '\357\273\277' | cat - src/table/sources.csv >"$dir/sources.csv"
	refused sources.csv:1 'unknown header "\ufeffsource" where "source" belongs'
}

@test "a cell that a spreadsheet would take for a formula, and blanks at its ends" {
	for byte in = + - @; do
		cp src/table/sources.csv "$dir"
		edit sources.csv "2s/The/$byte/"
		refused sources.csv:2 "cell \"description\" begins like a formula: \"$byte caller hung up.\""
	done
	cp src/table/sources.csv "$dir"
	edit sources.csv '2s/The caller hung up./" The caller hung up."/'
	refused sources.csv:2 'cell "description" begins or ends with a blank: " The caller hung up."'
}

@test "quotes" {
	edit sources.csv '3s/The/"The/'
	refused sources.csv:3 'no well-formed CSV: a quote where none belongs'
	cp src/table/sources.csv "$dir"
	edit sources.csv '9s/It/"It/'
	refused sources.csv:9 'no well-formed CSV: a quote that is never closed'
}

@test "an empty file, and a header alone" {
	: >"$dir/sources.csv"
	refused sources.csv:1 'no rows'
	head -n 1 src/table/sources.csv >"$dir/sources.csv"
	refused sources.csv:2 'no rows'
}

@test "a slug that is none" {
	for slug in Timeouts time_outs timeouts- time--outs 'time outs'; do
		cp src/table/groups.csv "$dir"
		edit groups.csv "s/,timeouts,/,$slug,/"
		edit causes.csv "s/,timeouts,/,$slug,/"
		refused groups.csv:8 "bad slug \"$slug\""
		cp src/table/causes.csv "$dir"
	done
}

@test "a group twice, without a cause, with a bad range" {
	edit groups.csv 's/^Timeouts,timeouts/XML errors,timeouts/'
	refused groups.csv:10 'duplicate group "XML Errors" (xml-errors)'
	cp src/table/groups.csv "$dir"
	edit groups.csv '$s/$/\nTrunk Errors,trunk-errors,9500,9510,Errors of trunks./'
	refused groups.csv:12 'group trunk-errors has no cause'
	edit groups.csv '$s/$/\nLine Errors,line-errors,9600,9610,Errors of lines./'
	run "$mktable" rows "$dir"
	[ "$status" -eq 1 ]
	[ "$output" = $'groups.csv:12: group trunk-errors has no cause\ngroups.csv:13: group line-errors has no cause' ]
	cp src/table/groups.csv "$dir"
	edit groups.csv 's/,6000,6020,/,6OOO,6020,/'
	run "$mktable" rows "$dir"
	[ "${lines[0]}" = 'groups.csv:8: bad range "6OOO" to "6020"' ]
	cp src/table/groups.csv "$dir"
	edit groups.csv 's/,6000,6020,/,6020,6000,/'
	run "$mktable" rows "$dir"
	[ "${lines[0]}" = 'groups.csv:8: reversed range 6020-6000' ]
	cp src/table/groups.csv "$dir"
	edit groups.csv 's/,6000,6020,/,5030,6020,/'
	refused groups.csv:8 'range 5030-6020 overlaps that of system-errors'
}

@test "a source twice, also by its spelling in data" {
	edit sources.csv '4s/^Plivo,Plivo/Plivo,callee/'
	refused sources.csv:4 'duplicate source "Plivo"'
	cp src/table/sources.csv "$dir"
	edit sources.csv '4s/^Plivo,Plivo/callee,Plivo/'
	refused sources.csv:4 'duplicate source "callee"'
}

@test "more rows than the index has room for" {
	for i in {9501..9748}; do
		echo "Source $i,Source $i,Some text."
	done >>"$dir/sources.csv"
	refused sources.csv:257 'more than 255 rows'
}

@test "one file's faults do not bring on those of the next" {
	edit groups.csv 's/,timeouts,/,time_outs,/'
	edit causes.csv 's/^4020,/4010,/'
	refused groups.csv:8 'bad slug "time_outs"'
}

@test "a date that is none, an address that is none, a second row" {
	for date in 226-11-20 2026-13-01 2026-02-29 2100-02-29 2026-11-31 2026-1-20 20-11-2026 2026-11-00 2026/11/20 2026-11-20T; do
		cp src/table/about.csv "$dir"
		edit about.csv "2s|^[^,]*|$date|"
		refused about.csv:2 "bad date \"$date\" (it is written 2026-11-20)"
	done
	cp src/table/about.csv "$dir"
	edit about.csv '2s|^[^,]*|2028-02-29|'
	"$mktable" rows "$dir" >/dev/null
	edit about.csv '2s|https:|gopher:|'
	refused about.csv:2 'bad address "gopher://plivo.com/docs/voice/troubleshooting/hangup-causes"'
	cp src/table/about.csv "$dir"
	edit about.csv '$p'
	refused about.csv:3 'more than one row'
	cp src/table/about.csv "$dir"
	edit about.csv '$s/$/\n2026-1-20,h/'
	refused about.csv:3 'more than one row'
}

@test "every error of a file is named" {
	edit causes.csv 's/^4020,/4010,/;/^3130,/s/,fix,/,mend,/'
	run "$mktable" rows "$dir"
	[ "$status" -eq 1 ]
	[ "${lines[0]}" = 'causes.csv:26: unknown action "mend" (none, retry, fix, support)' ]
	[ "${lines[1]}" = 'causes.csv:30: duplicate code 4010' ]
	[ "${#lines[@]}" -eq 2 ]
}

# The lists of the manual as a page of their own.
manual() {
	printf '.Dd November 20, 2026\n.Dt HANGUP-CAUSES 7\n.Os\n.Sh NAME\n.Nm hangup-causes\n.Nd causes\n'
	"$mktable" manual "$dir"
}

@test "the manual's lists hold every cause, group and source" {
	manual >"$BATS_TEST_TMPDIR/causes.7"
	[ "$(grep -c '^\.Ss ' "$BATS_TEST_TMPDIR/causes.7")" -eq 10 ]
	[ "$(grep -c '^\.It Sy "' "$BATS_TEST_TMPDIR/causes.7")" -eq 8 ]
	[ "$(grep -c '^\.It Sy [0-9]' "$BATS_TEST_TMPDIR/causes.7")" -eq "$causes" ]
	[ "$(grep -c '^\.Lk ' "$BATS_TEST_TMPDIR/causes.7")" -eq 3 ]
	sed -n 's/^\([0-9]*\),\([^,]*\),[^,]*,\([^,]*\),.*/.It Sy \1 "\\\&\2" Pq \3/p' "$dir/causes.csv" \
		>"$BATS_TEST_TMPDIR/items"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/items")" -eq "$causes" ]
	while read -r item; do
		grep -qxF -e "$item" "$BATS_TEST_TMPDIR/causes.7" || { echo "no $item"; return 1; }
	done <"$BATS_TEST_TMPDIR/items"
}

@test "the manual's lists pass mandoc's lint" {
	command -v mandoc >/dev/null || skip "no mandoc"
	manual >"$BATS_TEST_TMPDIR/causes.7"
	run mandoc -T lint -W style "$BATS_TEST_TMPDIR/causes.7"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	mandoc -T ascii -O width=100 "$BATS_TEST_TMPDIR/causes.7" | col -b >"$BATS_TEST_TMPDIR/causes.txt"
	grep -qF '3130 Spam block (fix)' "$BATS_TEST_TMPDIR/causes.txt"
	grep -qF '3000 No Answer (retry)' "$BATS_TEST_TMPDIR/causes.txt"
	grep -qF 'Canceled Calls (0, 1000-1020)' "$BATS_TEST_TMPDIR/causes.txt"
	grep -qF 'https://cx.plivo.com/geo-permissions/voice' "$BATS_TEST_TMPDIR/causes.txt"
}

# page: the page as its Markdown has it, made from the table: text, tables of other things, cells padded to one width.
page() {
	printf '> ## Documentation Index\n\n# Hangup Causes\n\n> Codes | causes (3000-3050)\n\n'
	printf '| Field | In |\n| :---- | -- |\n| `HangupCauseCode` | callbacks |\n\n'
	printf '## Hangup Sources\n\n| Source | Description |\n| ------ | :---------: |\n'
	sed -n '2,$s/^\([^,]*\),.*/| **\1**     | text |/p' "$dir/sources.csv"
	printf '\n***\n\n## Hangup Causes\n\n<AccordionGroup>\n'
	sed 1d "$dir/groups.csv" | while IFS=, read -r name slug first last _; do
		printf '  <Accordion title="%s (%s-%s)">\n    A sentence.\n\n' "$name" "$first" "$last"
		printf '    | Code | Cause   | Description | Next Steps |\n    | ---- | ------- | --- | --- |\n'
		sed -n "s/^\([0-9]*\),\([^,]*\),$slug,.*/    | \1 | \`\2\`  | a, b | [c](https:\/\/d) |/p" "$dir/causes.csv"
		printf '  </Accordion>\n\n'
	done
	printf '</AccordionGroup>\n\n## Getting Help\n\n| Step | Where |\n| --- | --- |\n| Logs | (1-2) |\n'
}

compare_page() {
	run packaging/compare-page "${HANGUP:-./hangup}" "$@"
	echo "$output"
}

# same: the page that is there says what the table says.
same() {
	compare_page "$BATS_TEST_TMPDIR/page.md"
	[ "$status" -eq 0 ]
	[ "$output" = "no difference: $((causes + 10 + 8)) groups, causes and sources" ]
}

# differs SCRIPT LINE...: after sed's script on the page, just these lines are printed: - the table's, + the page's.
differs() {
	page | sed -e "$1" >"$BATS_TEST_TMPDIR/page.md"
	shift
	compare_page "$BATS_TEST_TMPDIR/page.md"
	[ "$status" -eq 1 ]
	[ "$output" = "$(printf '%s\n' "$@")" ]
}

# no_page LINE...: the page is none, and that is an error, not a difference for each cause.
no_page() {
	compare_page "$BATS_TEST_TMPDIR/page.md"
	[ "$status" -eq 2 ]
	[ "$output" = "$(printf '%s\n' "$@" \
		"$BATS_TEST_TMPDIR/page.md: no table of causes (| Code | Cause | ...) can be read in it")" ]
}

@test "compare: a page that says the same" {
	page >"$BATS_TEST_TMPDIR/page.md"
	same
	sed -i 's/$/\r/' "$BATS_TEST_TMPDIR/page.md"
	same
}

@test "compare: every awk that is there reads the same" {
	mkdir "$BATS_TEST_TMPDIR/bin"
	for awk in mawk gawk original-awk busybox; do
		command -v $awk >/dev/null || continue
		ln -sf "$(command -v $awk)" "$BATS_TEST_TMPDIR/bin/awk"
		export PATH="$BATS_TEST_TMPDIR/bin:$PATH"
		page >"$BATS_TEST_TMPDIR/page.md"
		same
		differs '/| 3130 |/s/block/Block/' '-3130 Spam block, in Carrier Errors' '+3130 Spam Block, in Carrier Errors'
		page | sed -e 's/| 3130 |/| 3l30 |/' >"$BATS_TEST_TMPDIR/page.md"
		no_page "$BATS_TEST_TMPDIR/page.md:$(grep -n 3l30 "$BATS_TEST_TMPDIR/page.md" | cut -d: -f1): no code: 3l30"
	done
}

@test "compare: a cause added, removed, renamed, renumbered, moved, twice" {
	differs '/| 3010 |/p;/| 3010 |/s/3010 | `Busy Line`/3015 | `Busy Lines`/' '+3015 Busy Lines, in Call Rejections'
	differs '/| 3010 |/d' '-3010 Busy Line, in Call Rejections'
	differs '/| 3130 |/s/block/Block/' '-3130 Spam block, in Carrier Errors' '+3130 Spam Block, in Carrier Errors'
	differs '/| 1000 |/s/Canceled/Cancelled/' '-1000 Canceled, in Canceled Calls' '+1000 Cancelled, in Canceled Calls'
	differs 's/| 9000 |/| 9005 |/' '-9000 Lost Race, in Special Cases' '+9005 Lost Race, in Special Cases'
	differs '/| 3050 |/{h;d;};/| 3140 |/G' \
		'-3050 Unallocated number, in Call Rejections' '+3050 Unallocated number, in Carrier Errors'
	differs '/| 3130 |/p' '+3130 Spam block, in Carrier Errors'
	differs '/| 3130 |/d;/| 3010 |/s/Busy/Engaged/;/| 0 |/{p;s/0 | `Unknown`/1 | `Known`/;}' \
		'+1 Known, in Canceled Calls' '-3010 Busy Line, in Call Rejections' \
		'+3010 Engaged Line, in Call Rejections' '-3130 Spam block, in Carrier Errors'
}

@test "compare: two causes that have changed places" {
	differs 's/`Busy Line`/`x`/;s/`Busy everywhere`/`Busy Line`/;s/`x`/`Busy everywhere`/' \
		'-3010 Busy Line, in Call Rejections' '+3010 Busy everywhere, in Call Rejections' \
		'-3100 Busy everywhere, in Carrier Errors' '+3100 Busy Line, in Carrier Errors'
}

@test "compare: groups and sources" {
	differs 's/(6000-6020)/(6000-6030)/' '-group Timeouts (6000-6020)' '+group Timeouts (6000-6030)'
	differs 's/Timeouts (6000-6020)/Time Outs (6000-6020)/' \
		'-6000 Scheduled Hangup, in Timeouts' '-6010 Ring Timeout Reached, in Timeouts' \
		'-6020 Media Timeout, in Timeouts' '+6000 Scheduled Hangup, in Time Outs' \
		'+6010 Ring Timeout Reached, in Time Outs' '+6020 Media Timeout, in Time Outs' \
		'-group Timeouts (6000-6020)' '+group Time Outs (6000-6020)'
	differs '/<AccordionGroup>/s/$/\n<Accordion title="New (9500-9510)">/' '+group New (9500-9510)'
	differs '/Accordion title="Special Cases/,/<.Accordion>/d' '-9000 Lost Race, in Special Cases' \
		'-9100 Machine Detected, in Special Cases' '-9110 Confirm Key Challenge Failed, in Special Cases' \
		'-group Special Cases (9000-9110)'
	differs '/\*\*Call recipient\*\*/d' '-source Call recipient'
	differs 's/\*\*Call recipient\*\*/**Callee**/' '-source Call recipient' '+source Callee'
	differs '/\*\*Carrier\*\*/p;s/\*\*Carrier\*\*/**Trunk**/' '+source Trunk'
}

@test "compare: headings of another kind, and names without backticks" {
	page | sed -e 's/.*Accordion title="\(.*\)">/### \1/;s/`//g' >"$BATS_TEST_TMPDIR/page.md"
	same
}

@test "compare: what is no page is an error, not a difference for each cause" {
	: >"$BATS_TEST_TMPDIR/page.md"
	no_page
	cp src/table/causes.csv "$BATS_TEST_TMPDIR/page.md"
	no_page
	page | sed -n '1,/Hangup Causes$/p' >"$BATS_TEST_TMPDIR/page.md"
	no_page
	page | tr 'a' '\0' >"$BATS_TEST_TMPDIR/page.md"
	no_page
	page | sed -e 's/Spam/\x1b[31mSpam/' >"$BATS_TEST_TMPDIR/page.md"
	no_page
	for page in "$BATS_TEST_TMPDIR/nosuch.md" src; do
		compare_page "$page"
		[ "$status" -eq 2 ]
		[[ $output == *"$page: no table of causes"* ]]
	done
}

@test "compare: a code that is none" {
	page | sed -e 's/| 3130 |/| 3l30 |/' >"$BATS_TEST_TMPDIR/page.md"
	no_page "$BATS_TEST_TMPDIR/page.md:$(grep -n 3l30 "$BATS_TEST_TMPDIR/page.md" | cut -d: -f1): no code: 3l30"
}

# make_compare ARGUMENTS: the rule of the Makefile, with the program that is there, and without what a make above says
# to it.
make_compare() {
	local program
	program=$(realpath --relative-to=. "${HANGUP:-./hangup}")
	run env -u MAKEFLAGS -u MAKELEVEL make -s -o "$program" PROGRAM="$program" compare "$@"
	echo "$output"
}

@test "make compare" {
	page >"$BATS_TEST_TMPDIR/page.md"
	make_compare DOC="$BATS_TEST_TMPDIR/page.md"
	[ "$status" -eq 0 ]
	[[ ${lines[0]} == "no difference: "* ]]
	sed -i '/| 3130 |/d' "$BATS_TEST_TMPDIR/page.md"
	make_compare DOC="$BATS_TEST_TMPDIR/page.md"
	[ "$status" -ne 0 ]
	[ "${lines[0]}" = '-3130 Spam block, in Carrier Errors' ]
	make_compare DOC=
	[ "$status" -ne 0 ]
	[ "${lines[0]}" = 'make compare needs DOC=page.md' ]
}
