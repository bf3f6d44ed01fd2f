#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The host tool: what it refuses in the CSV files, and what it finds when it compares them with a page. What rows must
# hold is tested where they have been compiled, in tests/unit/test_table.c.

setup() {
	mktable=${MKTABLE:-build/mktable}
	causes=$(($(wc -l <tests/data/facts.csv) - 1))
	trunks=$(($(wc -l <tests/data/facts-trunk.csv) - 1))
	dir=$BATS_TEST_TMPDIR/tables
	mkdir "$dir"
	cp -r src/table/voice src/table/trunk "$dir"
}

# make_table MODE: the tool on the copy of both tables.
make_table() {
	(cd "$dir" && "$OLDPWD/$mktable" "$1" voice trunk)
}

@test "the files of the repository are accepted; CRLF line ends and blank lines change nothing" {
	make_table rows | grep -v '^#line' >"$BATS_TEST_TMPDIR/rows"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/rows")" -gt 150 ]
	make_table index >"$BATS_TEST_TMPDIR/index"
	sed -i 's/$/\r/;3s/$/\n\r\n/' "$dir"/*/*.csv
	make_table rows | grep -v '^#line' | diff "$BATS_TEST_TMPDIR/rows" -
	make_table index | diff "$BATS_TEST_TMPDIR/index" -
}

@test "what cannot be read is refused with its place, and nothing is taken for it" {
	local file script wanted status
	while IFS='~' read -r file script wanted; do
		cp -r src/table/voice src/table/trunk "$dir"
		sed -i -e "$script" "$dir/$file"
		! cmp -s "$dir/$file" "src/table/$file" || { echo "nothing to edit: $script"; return 1; }
		status=0
		output=$(make_table rows 2>&1 >"$BATS_TEST_TMPDIR/out") || status=$?
		[ "$status" -eq 1 ] && [ "$output" = "$wanted" ] || { echo "$script: $status: $output"; return 1; }
	done <<-'END'
		voice/causes.csv~1s/action/akshun/~voice/causes.csv:1: no header "action" where it belongs
		voice/about.csv~1s/,page//~voice/about.csv:1: 2 cells, not 3
		trunk/sources.csv~2s/$/,more/~trunk/sources.csv:2: 4 cells, not 3
		voice/groups.csv~5s/,[^,]*$//~voice/groups.csv:5: 4 cells, not 5
		trunk/causes.csv~3s/$/,,,,,,,/~trunk/causes.csv:3: 15 cells, not 8
		voice/sources.csv~3s/The/"The/~voice/sources.csv:3: a quote where none belongs
		voice/sources.csv~9s/It/"It/~voice/sources.csv:9: a quote where none belongs
		voice/sources.csv~2,$d~voice/sources.csv:1: no rows
		voice/causes.csv~/^6010,/s/,timeouts,/,time-outs,/~voice/causes.csv:37: no group "time-outs"
		trunk/groups.csv~1s/^/\xef\xbb\xbf/~trunk/groups.csv:1: no header "name" where it belongs
	END
	cp -r src/table/voice src/table/trunk "$dir"
	sed -i 's/^4020,/4010,/' "$dir/voice/causes.csv"
	run make_table index
	[ "$status" -eq 1 ]
	[ "$output" = 'mktable: a code stands twice in a table' ]
	rm "$dir/trunk/causes.csv"
	run make_table rows
	[ "$status" -eq 1 ]
	[ "$output" = 'mktable: trunk/causes.csv: No such file or directory' ]
}

@test "what makes no C is an error of the compiler's, with the row's place" {
	local file script wanted
	while IFS='~' read -r file script wanted; do
		cp -r src/table/voice src/table/trunk "$dir"
		sed -i -e "$script" "$dir/$file"
		make_table rows >"$BATS_TEST_TMPDIR/rows.c"
		run "${CC:-cc}" -std=gnu11 -Isrc -fsyntax-only -Werror "$BATS_TEST_TMPDIR/rows.c"
		[ "$status" -ne 0 ]
		[[ $output == *"$wanted"* ]] || { echo "$script: $output"; return 1; }
	done <<-'END'
		voice/causes.csv~/^3130,/s/,fix,/,mend,/~causes.csv:26:
		trunk/causes.csv~s/^3010,/3O10,/~causes.csv:3:
		trunk/causes.csv~s/^3010,/99999,/~causes.csv:3:
		voice/causes.csv~/^3010,/s/,callee,/,caller,/~causes.csv:15:
	END
}

# The lists of the manual as a page of their own.
manual() {
	printf '.Dd November 20, 2026\n.Dt HANGUP-CAUSES 7\n.Os\n.Sh NAME\n.Nm hangup-causes\n.Nd causes\n'
	make_table manual
}

@test "the manual's lists hold every cause, group and source" {
	manual >"$BATS_TEST_TMPDIR/causes.7"
	[ "$(grep -c '^\.Ss ' "$BATS_TEST_TMPDIR/causes.7")" -eq 22 ]
	[ "$(grep -c '^\.It Sy "' "$BATS_TEST_TMPDIR/causes.7")" -eq 11 ]
	[ "$(grep -c '^\.It Sy [0-9]' "$BATS_TEST_TMPDIR/causes.7")" -eq $((causes + trunks)) ]
	[ "$(grep -c '^\.Lk ' "$BATS_TEST_TMPDIR/causes.7")" -eq 3 ]
	sed -n 's/^\([0-9]*\),\([^,]*\),[^,]*,\([^,]*\),.*/.It Sy \1 "\\\&\2" Pq \3/p' "$dir"/*/causes.csv \
		>"$BATS_TEST_TMPDIR/items"
	[ "$(wc -l <"$BATS_TEST_TMPDIR/items")" -eq $((causes + trunks)) ]
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

# make_page TABLE: the page as its Markdown has it, made from the table: text, tables of other things, cells padded to one
# width. page [TABLE] is that, made once.
make_page() {
	local table=$1 dir=src/table
	printf '> ## Documentation Index\n\n# Hangup Causes\n\n> Codes | causes (3000-3050)\n\n'
	printf '| Field | In |\n| :---- | -- |\n| `HangupCauseCode` | callbacks |\n\n'
	printf '## Hangup Sources\n\n| Source | Description |\n| ------ | :---------: |\n'
	sed -n '2,$s/^\([^,]*\),.*/| **\1**     | text |/p' "$dir/$table/sources.csv"
	printf '\n***\n\n## Hangup Causes\n\n<AccordionGroup>\n'
	sed 1d "$dir/$table/groups.csv" | while IFS=, read -r name slug first last _; do
		printf '  <Accordion title="%s (%s-%s)">\n    A sentence.\n\n' "$name" "$first" "$last"
		printf '    | Code | Cause   | Description | Next Steps |\n    | ---- | ------- | --- | --- |\n'
		sed -n "s/^\([0-9]*\),\([^,]*\),$slug,.*/    | \1 | \`\2\`  | a, b | [c](https:\/\/d) |/p" "$dir/$table/causes.csv"
		printf '  </Accordion>\n\n'
	done
	printf '</AccordionGroup>\n\n## Getting Help\n\n| Step | Where |\n| --- | --- |\n| Logs | (1-2) |\n'
}

setup_file() {
	make_page voice >"$BATS_FILE_TMPDIR/voice"
	make_page trunk >"$BATS_FILE_TMPDIR/trunk"
}

page() {
	cat "$BATS_FILE_TMPDIR/${1:-voice}"
}

compare_page() {
	local table=${1:-voice}
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
	local table=${1:-voice}
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

@test "compare: the page of SIP trunks" {
	page trunk >"$BATS_TEST_TMPDIR/page.md"
	compare_page "$BATS_TEST_TMPDIR/page.md"
	[ "$status" -eq 0 ]
	[ "$output" = "no difference: $((trunks + 12 + 3)) groups, causes and sources" ]
	sed -i '/| 4410 |/d' "$BATS_TEST_TMPDIR/page.md"
	compare_page "$BATS_TEST_TMPDIR/page.md"
	[ "$status" -eq 1 ]
	[ "$output" = '-4410 user_busy, in Call State Errors' ]
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
	cp src/table/voice/causes.csv "$BATS_TEST_TMPDIR/page.md"
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
