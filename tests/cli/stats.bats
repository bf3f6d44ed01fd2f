#!/usr/bin/env bats
# stats: what it counts, how it prints it, what it refuses.
#
# shellcheck disable=SC2016,SC2154 # inner shells expand $0 themselves; bats sets $stderr

load common

# calls CODE COUNT SOURCE [NAME]: so many records of a file with the header below.
HEADER=id,hangup_cause_code,hangup_cause_name,hangup_source
calls() {
	awk -v code="$1" -v count="$2" -v source="$3" -v name="${4:-}" \
		'BEGIN { for (i = 1; i <= count; i++) printf "%d,%s,%s,%s\n", i, code, name, source }'
}

# A day's file: some of everything, in no order.
day() {
	echo $HEADER
	calls 3130 34 Carrier
	calls 4000 712 Callee
	calls 4240 5 ''
	calls 3000 118 Carrier
	calls 3000.0 1 Carrier
	calls 1020 2 'API Request'
	calls '' 2 None
	calls null 1 Elsewhere
	calls 'Busy Line' 59 callee
	calls 5010 12 Plivo
	calls 4250 1 Unknown
	calls 3020 2 Error rtp_timeout
	calls 3020 3 Error Rejected
	calls +3130 1 Caller
	printf '9,"4000"x,,Callee\n'
}

# shown NAME STATUS ARGUMENT...: like golden, but there may be messages.
shown() {
	local name=$1 wanted=$2 status=0
	shift 2
	"$HANGUP" "$@" </dev/null >.out 2>.err || status=$?
	[ -z "${GOLDEN_UPDATE:-}" ] || cp .out "$GOLDEN/$name"
	if ! diff -u "$GOLDEN/$name" .out || [ "$status" != "$wanted" ]; then
		printf 'hangup %s: status %s\n' "$*" "$status"
		return 1
	fi
}

# shown_widths NAME ARGUMENT...: at 60, 80 and 120 columns, with blocks and without, in colour and without.
shown_widths() {
	local name=$1 width
	shift
	for width in 60 80 120; do
		COLUMNS=$width LC_ALL=C.UTF-8 shown "$name-$width-utf8" 2 "$@" --color=never || return
		COLUMNS=$width LC_ALL=C shown "$name-$width-c" 2 "$@" --color=never || return
		# colours add sequences and nothing else
		COLUMNS=$width LC_ALL=C.UTF-8 "$HANGUP" "$@" --color=always 2>/dev/null >.colored || true
		grep -q $'\e\[1m' .colored || return
		sed $'s/\e\\[[0-9;]*m//g; s/ *$//' .colored | diff "$GOLDEN/$name-$width-utf8" - || return
	done
}

@test "the table, at three widths, in two locales, in colour and without" {
	day >day.csv
	shown_widths stats stats day.csv
	awk 'length > 60' "$GOLDEN/stats-60-c" | diff /dev/null -
	awk 'length > 80' "$GOLDEN/stats-80-c" | diff /dev/null -
}

@test "the table by group, action and source" {
	day >day.csv
	shown_widths stats-group stats --by group day.csv
	shown_widths stats-action stats --by action day.csv
	shown_widths stats-source stats --by source day.csv
}

@test "bars are in colour where something can be done" {
	printf 'hangup_cause_code\n3130\n5010\n3000\n4000\n4240\n' >in
	LC_ALL=C.UTF-8 COLUMNS=60 "$HANGUP" stats --color=always <in 2>/dev/null >.out
	bars=$(LC_ALL=C.UTF-8 sed -n $'s/\e\\[1m/B/g; s/\e\\[31m/R/g; s/\e\\[33m/Y/g; s/\e\\[0m/-/g; s/█\\+/=/; 3,8p' .out)
	[ "$bars" = 'BCODE-  BCAUSE         -  BACTION -  BCALLS-  B SHARE-
3000  No Answer       retry        1  20.0 %  =
3130  Spam block      fix          1  20.0 %  R=-
4000  Normal Hangup   none         1  20.0 %
5010  Internal Error  support      1  20.0 %  Y=-
4240  (unknown code)               1  20.0 %  =' ]
	[ "$(LC_ALL=C.UTF-8 "$HANGUP" stats <in 2>/dev/null | grep -c $'\e')" = 0 ]
}

@test "csv and json, whatever the terminal and the locale" {
	day >day.csv
	for by in cause group action source; do
		for format in csv json; do
			COLUMNS=20 LC_ALL=C shown stats-$by-$format 2 stats day.csv --by $by -f $format
			COLUMNS=200 LC_ALL=C.UTF-8 CLICOLOR_FORCE=1 shown stats-$by-$format 2 stats day.csv --by $by -f $format
		done
		jq -e . "$GOLDEN/stats-$by-json" >/dev/null
	done
}

@test "--top folds the rest" {
	day >day.csv
	COLUMNS=80 LC_ALL=C.UTF-8 shown stats-top 2 stats --top 2 day.csv
	shown stats-top-csv 2 stats --top 2 -f csv day.csv
	shown stats-top-source-csv 2 stats --top 2 -f csv --by source day.csv
	# more than there are: nothing to fold
	"$HANGUP" stats --top 100 day.csv 2>/dev/null | diff - <("$HANGUP" stats day.csv 2>/dev/null)
}

@test "at most ten unknown codes in the table, all of them elsewhere" {
	(
		echo $HEADER
		calls 4000 50 Caller
		for code in 51 52 53 54 55 56 57 58 59 60 61 62; do calls $code $((code - 50)) Caller; done
	) >unknown.csv
	COLUMNS=80 LC_ALL=C shown stats-unknown 0 stats unknown.csv
	[ "$("$HANGUP" stats -f csv unknown.csv 2>/dev/null | grep -c unknown)" = 12 ]
}

@test "messages and status are those of annotate" {
	day >day.csv
	run -2 sh -c '"$0" stats day.csv 2>stats.err' "$HANGUP"
	run -2 sh -c '"$0" annotate day.csv 2>annotate.err' "$HANGUP"
	diff stats.err <(sed 's/, copied as it was:/, not counted:/' annotate.err)
	# nothing to say, nothing said
	(echo $HEADER && calls 4000 3 Caller) >fine.csv
	expect 0 "code,cause,group,action,status,calls,share
4000,Normal Hangup,Normal Completions,none,ok,3,1.000000" '' stats -f csv fine.csv
}

@test "several files are one, and standard input" {
	(echo $HEADER && calls 4000 3 Caller) >in
	(echo $HEADER && calls 3130 1 Caller) >other.csv
	rows='code,cause,group,action,status,calls,share
4000,Normal Hangup,Normal Completions,none,ok,3,0.750000
3130,Spam block,Carrier Errors,fix,ok,1,0.250000'
	expect 0 "$rows" '' stats -f csv - other.csv
	expect 0 "$rows" '' stats -f csv other.csv in
	run -0 "$HANGUP" stats other.csv in
	[ "${lines[0]}" = '2 files: 4 call records, by hangup_cause_code' ]
	run -0 "$HANGUP" stats <in
	[ "${lines[0]}" = 'standard input: 3 call records, by hangup_cause_code' ]
	run -0 "$HANGUP" stats other.csv
	[ "${lines[0]}" = 'other.csv: 1 call record, by hangup_cause_code' ]
	# what cannot be read does not hide what could
	run --separate-stderr -2 "$HANGUP" stats -f csv other.csv nosuch.csv
	[ "${lines[1]}" = '3130,Spam block,Carrier Errors,fix,ok,1,1.000000' ]
	[ "$stderr" = 'hangup: nosuch.csv: cannot be opened: No such file or directory' ]
}

@test "the column is named, or numbered" {
	printf '1;4000;Caller\n2;3130;Callee\n' >in
	run -0 "$HANGUP" stats -H -c 2 -d ';' <in
	[ "${lines[0]}" = 'standard input: 2 call records, by column 2' ]
	run -0 "$HANGUP" stats -H -c 2 -d ';' --by group <in
	[ "${lines[0]}" = 'standard input: 2 call records, by group of column 2' ]
	run -0 "$HANGUP" stats -H -c 2 -d ';' --by source --source-column 3 <in
	[ "${lines[0]}" = 'standard input: 2 call records, by column 3' ]
	expect 0 'source,calls,share
Caller,1,0.500000
Call recipient,1,0.500000' '' stats -H -c 2 -d ';' --by source --source-column 3 -f csv
	expect 2 '' 'hangup: -H needs --source-column N: without a header the column of the hangup sources has only a number' \
		stats -H -c 2 --by source
	printf 'code,who\e[1m\n3130,Caller\n' >in
	run -0 "$HANGUP" stats -c code --by source --source-column 2 <in
	[ "${lines[0]}" = 'standard input: 1 call record, by who\x1b[1m' ]
}

@test "without a column of sources, only --by source fails" {
	printf 'hangup_cause_code\n3130\n' >in
	run -0 "$HANGUP" stats <in
	run --separate-stderr -2 "$HANGUP" stats --by source <in
	[ "$output" = '' ]
	[[ $stderr == *source* ]]
}

@test "no records: a table that says so" {
	printf 'hangup_cause_code\n' >header.csv
	: >empty.csv
	for file in header.csv empty.csv; do
		expect 0 "$file: no call records

CODE  CAUSE  ACTION  CALLS  SHARE
      Total              0" '' stats $file
		expect 0 code,cause,group,action,status,calls,share '' stats -f csv $file
		expect 0 '[]' '' stats -f json $file
		expect 0 source,calls,share '' stats -f csv --by source empty.csv
		expect 0 '[]' '' stats -f json --max unknown=0 --max fix=0% --min-calls 0 $file
	done
	# no file is not a file without records
	expect 2 '' 'hangup: nosuch.csv: cannot be opened: No such file or directory' stats nosuch.csv
	expect 2 '' $'hangup: .: is a directory\nhint: name the files in it: hangup stats FILE...' stats .
}

@test "--max: what trips, what does not, and what it says" {
	(
		echo $HEADER
		calls 4000 95 Caller
		calls 3130 4 Carrier
		calls 3070 1 Carrier
	) >in
	next=$("$HANGUP" lookup --columns next_steps 3130)
	for limit in 3130=4 3130=4% 3130=100% carrier-errors=5% carrier-errors=5 fix=4 unknown=0 support=0%; do
		"$HANGUP" stats --max $limit <in >/dev/null 2>.err
		[ ! -s .err ]
	done
	rows=$("$HANGUP" stats -f csv <in)
	expect 1 "$rows" "hangup: 3130 Spam block: 4 of 100 records, 4.0 %, more than 3: $next" stats -f csv --max 3130=3
	expect 1 "$rows" "hangup: carrier-errors: 5 of 100 records, 5.0 %, more than 4.999999%; most often 3130 Spam block (4): $next" \
		stats -f csv --max carrier-errors=4.999999%
	expect 1 "$rows" "hangup: fix: 4 of 100 records, 4.0 %, more than 1%; most often 3130 Spam block (4): $next
hangup: 3130 Spam block: 4 of 100 records, 4.0 %, more than 2%: $next" \
		stats -f csv --max fix=1% --max unknown=1 --max 3130=2%
	# percentages of few records say little; counts do
	expect 0 "$rows" '' stats -f csv --max fix=1% --min-calls 101
	expect 1 "$rows" "hangup: fix: 4 of 100 records, 4.0 %, more than 1%; most often 3130 Spam block (4): $next" \
		stats -f csv --max fix=1% --min-calls 100
	run -1 "$HANGUP" stats --max fix=1 --min-calls 101 <in
	# trouble is worse than a limit, and hides none
	echo '5,"4000"x,,' >>in
	run --separate-stderr -2 "$HANGUP" stats --max 3130=3 <in
	[[ $stderr == *'more than 3: '* ]]
	printf 'hangup_cause_code\n4240\n4240\n4250\n' >in
	run --separate-stderr -1 "$HANGUP" stats --max unknown=2 <in
	[[ $stderr == *'hangup: unknown: 3 of 3 records, 100 %, more than 2; most often 4240 (2): not in the table of '* ]]
}

@test "usage errors come before anything is read, and name what is valid" {
	words='unknown, none, retry, fix, support, normal-completions, canceled-calls, destination-issues, call-rejections'
	words+=', carrier-errors, system-errors, timeouts, url-errors, xml-errors, special-cases'
	expect 2 '' "hangup: --max: '5%' is not WHAT=LIMIT (valid WHAT: a code, $words)
hint: for example --max 3130=100, --max carrier-errors=5%, --max unknown=0" stats --max 5% nosuch.csv
	expect 2 '' "hangup: unknown WHAT of --max 'carrier'; did you mean carrier-errors? (valid: $words)
hint: or a code: --max 3130=100" stats --max carrier= nosuch.csv
	expect 2 '' "hangup: unknown WHAT of --max 'nosuch' (valid: $words)
hint: or a code: --max 3130=100" stats --max nosuch=1 nosuch.csv
	expect 2 '' "hangup: --max: 4240 is no code of the table of $DATE
hint: --max unknown=LIMIT is for codes that are not in it; hangup list shows those that are" stats --max 4240=1 nosuch.csv
	limit='has no LIMIT: it is a count, such as 100, or a percentage, such as 5% or 0.5%'
	for value in '' % -1 +1 0x10 1e3 1,000 5.5 .5% 5.% 5%% 1.2345678% 5x 99999999999999999999; do
		expect 2 '' "hangup: --max: 'fix=$value' $limit" stats --max "fix=$value" nosuch.csv
	done
	expect 2 '' "hangup: --max: 'fix=100.1%' could never trip: its percentage is over 100" stats --max fix=100.1% nosuch.csv
	for value in 0 -1 '' 1.5 x 99999999999999999999999; do
		expect 2 '' "hangup: --top: '$value' is not a whole number from 1" stats "--top=$value" nosuch.csv
	done
	expect 2 '' "hangup: --min-calls: '1%' is not a whole number from 0" stats --min-calls 1% nosuch.csv
	expect 2 '' "hangup: unknown value of --by 'sourcce'; did you mean source? (valid: cause, group, action, source)" \
		stats --by sourcce nosuch.csv
	expect 2 '' "hangup: unknown format 'plain' (valid: table, csv, json)" stats -f plain nosuch.csv
	run --separate-stderr -2 "$HANGUP" stats --strict nosuch.csv
	[[ $stderr == *"unknown option '--strict'"* ]]
}

# A file of all sorts, the same each time: 20,000 records, with every code of the table among them.
mixture() {
	"$HANGUP" list -f csv --columns code | sed 1d >codes
	awk -v OFS=, 'BEGIN {
		srand(7)
		print "id", "hangup_cause_code", "hangup_source"
		while ((getline code < "codes") > 0) codes[n++] = code
		split("Caller Callee Plivo Carrier Error Unknown", sources, " ")
		for (i = 1; i <= 20000; i++) {
			r = rand()
			code = codes[int(rand() * rand() * n)]
			if (r < 0.05) code = 9500 + int(rand() * 40)
			else if (r < 0.08) code = ""
			else if (r < 0.1) code = "x" int(rand() * 9)
			source = rand() < 0.9 ? sources[1 + int(rand() * 6)] : rand() < 0.5 ? "" : "s" int(rand() * 99)
			print i, code, source
		}
	}'
}

@test "the answers are those of SQLite" {
	mixture >mix.csv
	"$HANGUP" list -f csv >causes.csv
	"$HANGUP" list --sources -f csv >sources.csv
	query() {
		sqlite3 :memory: '.mode csv' '.separator "," "\n"' '.import mix.csv r' '.import causes.csv c' '.import sources.csv s' "$1"
	}
	verdict="CASE WHEN c.code IS NOT NULL THEN 'ok' WHEN hangup_cause_code = '' THEN 'empty'
		WHEN hangup_cause_code GLOB '[0-9]*' THEN 'unknown' ELSE 'invalid' END"
	joined="FROM r LEFT JOIN c ON c.code = r.hangup_cause_code"
	share="printf('%.6f', count(*) / 20000.0)"

	query "SELECT CASE WHEN $verdict IN ('ok', 'unknown') THEN hangup_cause_code ELSE '' END AS k, c.cause, c.\"group\",
		c.action, $verdict, count(*), $share $joined GROUP BY k, c.cause, $verdict" | tr -d '"' | sort >wanted
	"$HANGUP" stats -f csv mix.csv 2>/dev/null | sed 1d | tr -d '"' | sort | diff wanted -
	[ "$(wc -l <wanted)" -ge 95 ]
	for by in group action; do
		query "SELECT c.\"$by\", $verdict, count(*), $share $joined GROUP BY c.\"$by\", $verdict" | tr -d '"' | sort >wanted
		"$HANGUP" stats -f csv --by $by mix.csv 2>/dev/null | sed 1d | sort | diff wanted -
	done
	query "SELECT CASE WHEN s.source IS NOT NULL THEN s.source WHEN hangup_source = '' THEN '' ELSE 'other' END AS k, count(*),
		$share FROM r LEFT JOIN s ON s.in_data = r.hangup_source GROUP BY k" | tr -d '"' | sort >wanted
	"$HANGUP" stats -f csv --by source mix.csv 2>/dev/null | sed 1d | sort | diff wanted -
}

@test "the answers are those of annotate, and add up" {
	mixture >mix.csv
	day >day.csv
	for file in mix.csv day.csv; do
		column=$(head -n 1 $file | tr , '\n' | wc -l)
		"$HANGUP" annotate $file 2>/dev/null | sed 1d | grep -v '"4000"x' |
			awk -F, -v at="$column" '{ print $(at + 1) "," $(at + 2) "," $(at + 3) "," $(at + 4) }' |
			sort | uniq -c | awk '{ count = $1; sub(/^ *[0-9]+ /, ""); print $0 "," count }' | sort >wanted
		"$HANGUP" stats -f json $file 2>/dev/null |
			jq -r 'group_by([.cause, .status]) | .[] | [.[0].cause, .[0].group, .[0].action, .[0].status, (map(.calls) | add)] | join(",")' |
			sort | diff wanted -
		records=$(awk -F, '{ sum += $NF } END { print sum }' wanted)
		for by in cause group action source; do
			[ "$("$HANGUP" stats -f json --by $by $file 2>/dev/null | jq 'map(.calls) | add')" = "$records" ]
			[ "$("$HANGUP" stats -f json --by $by --top 1 $file 2>/dev/null | jq 'map(.calls) | add')" = "$records" ]
		done
	done
}

@test "any number of sources and of unknown codes" {
	awk 'BEGIN { print "hangup_cause_code,hangup_source"; for (i = 0; i < 200000; i++) printf "%d,s%d\n", i % 100000, i }' >many.csv
	expect 0 'source,calls,share
other,200000,1.000000' "$("$HANGUP" annotate many.csv 2>&1 >/dev/null)" stats -f csv --by source many.csv
	[ "$("$HANGUP" stats -f csv many.csv 2>/dev/null | grep -c unknown)" = $((100000 - CAUSES)) ]
	run "$HANGUP" stats many.csv
	[[ $output == *'and 99,936 more '* ]]
	[ "$("$HANGUP" stats -f csv --top 99999 many.csv 2>/dev/null | tail -n 1)" = ',other,,,other,2,0.000010' ]
}

@test "a full disk is exit 2 and one line" {
	(echo $HEADER && calls 4000 3 Caller) >fine.csv
	for format in table csv json; do
		run --separate-stderr -2 sh -c '"$0" "$@" >/dev/full' "$HANGUP" stats -f $format fine.csv
		[ "$stderr" = 'hangup: standard output: No space left on device' ]
	done
}

@test "half a file is not counted" {
	(echo $HEADER && calls 4000 3 Caller) >fine.csv
	run --separate-stderr -2 "$HANGUP" stats -f csv fine.csv /proc/self/mem
	[ "$output" = '' ]
	[[ $stderr == 'hangup: /proc/self/mem: cannot be read: '@(Input/output|I/O)' error' ]]
}

@test "NDJSON is counted as CSV is" {
	samples=$BATS_TEST_DIRNAME/../../samples
	for by in cause group action source; do
		"$HANGUP" stats --by $by -f csv "$samples/api-calls.csv" 2>/dev/null >rows
		[ "$(wc -l <rows)" -gt 4 ]
		"$HANGUP" stats --by $by -f csv "$samples/api-calls.ndjson" 2>/dev/null | diff rows -
	done
	cp "$samples/api-calls.ndjson" .
	run --separate-stderr -0 "$HANGUP" stats api-calls.ndjson
	[ "${lines[0]}" = 'api-calls.ndjson: 24 call records, by hangup_cause_code' ]
	run --separate-stderr -0 "$HANGUP" stats --by source api-calls.ndjson
	[ "${lines[0]}" = 'api-calls.ndjson: 24 call records, by hangup source' ]
	run --separate-stderr -2 "$HANGUP" stats --by source --source-column nosuch api-calls.ndjson
	[[ $stderr == *'no record has a key "nosuch"'* ]]
}
