#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# stats: what it counts, how it prints it, what it refuses.
#
# shellcheck disable=SC2016,SC2154 # inner shells expand $0 themselves; bats sets $stderr

load common

# calls CODE COUNT SOURCE [NAME]: so many records of a file with the header below.
HEADER=id,hangup_cause_code,hangup_cause_name,hangup_source
calls() {
	local i
	for ((i = 1; i <= $2; i++)); do echo "$i,$1,${4:-},$3"; done
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
	calls 3020 2 Error 'Busy Line'
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
	if ! equal "$GOLDEN/$name" .out || [ "$status" != "$wanted" ]; then
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
	bars=$(LC_ALL=C.UTF-8 sed -n $'s/\e\\[1m/B/g; s/\e\\[31m/R/g; s/\e\\[33m/Y/g; s/\e\\[32m/G/g; s/\e\\[0m/-/g; s/█\\+/=/; 3,8p' .out)
	[ "$bars" = 'BCODE-  BCAUSE         -  BACTION -  BCALLS-  B SHARE-
3000  No Answer       Yretry  -      1  20.0 %  Y=-
3130  Spam block      Rfix    -      1  20.0 %  R=-
4000  Normal Hangup   Gnone   -      1  20.0 %
5010  Internal Error  Rsupport-      1  20.0 %  R=-
4240  (unknown code)               1  20.0 %  =' ]
	# the same in other tables and in explain
	[ "$("$HANGUP" list --color=always -f table | grep -c $'\e\[31mfix')" -gt 30 ]
	[ "$("$HANGUP" lookup --color=always -f table 3000 | grep -c $'\e\[33mretry')" = 1 ]
	[ "$("$HANGUP" explain --color=always 5010 | grep -c $'\e\[31msupport')" = 1 ]
	[ "$("$HANGUP" stats --by action --color=always <in 2>/dev/null | grep -c $'\e\[3[123]m[nrfs]')" = 4 ]
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
	expect 0 "code,cause,group,action,status,calls,share,example,table
4000,Normal Hangup,Normal Completions,none,ok,3,1.000000,,voice" '' stats -f csv fine.csv
}

@test "several files are one, and standard input" {
	(echo $HEADER && calls 4000 3 Caller) >in
	(echo $HEADER && calls 3130 1 Caller) >other.csv
	rows='code,cause,group,action,status,calls,share,example,table
4000,Normal Hangup,Normal Completions,none,ok,3,0.750000,,voice
3130,Spam block,Carrier Errors,fix,ok,1,0.250000,,voice'
	expect 0 "$rows" '' stats -f csv - other.csv
	expect 0 "$rows" '' stats -f csv other.csv in
	run -0 "$HANGUP" stats other.csv in
	[ "${lines[0]}" = '2 files: 4 call records, by hangup_cause_code' ]
	run -0 "$HANGUP" stats <in
	[ "${lines[0]}" = 'standard input: 3 call records, by hangup_cause_code' ]
	run -0 "$HANGUP" stats other.csv
	[ "${lines[0]}" = 'other.csv: 1 call record, by hangup_cause_code' ]
	# what cannot be read does not hide what could
	ends 2 "$HANGUP" stats -f csv other.csv nosuch.csv
	[ "${lines[1]}" = '3130,Spam block,Carrier Errors,fix,ok,1,1.000000,,voice' ]
	[ "$stderr" = 'hangup: nosuch.csv: cannot be opened: No such file or directory' ]
}

@test "the column is named, or numbered" {
	printf '1;4000;Caller\n2;3130;Callee\n' >in
	run -0 "$HANGUP" stats -H -c 2 -d ';' <in
	[ "${lines[0]}" = 'standard input: 2 call records, by column 2' ]
	run -0 "$HANGUP" stats -H -c 2 -d ';' --by group <in
	[ "${lines[0]}" = 'standard input: 2 call records, by group of column 2' ]
	run -0 "$HANGUP" stats -H -c 2 -d ';' --by source --source-column 3 <in
	[ "${lines[0]}" = 'standard input: 2 call records, by column 3; failed: 1' ]
	expect 0 'value,calls,failed,share,code,cause
Call recipient,1,1,1.000000,3130,Spam block
Caller,1,0,0.000000,,' '' stats -H -c 2 -d ';' --by source --source-column 3 -f csv
	expect 2 '' 'hangup: -H needs --source-column N: without a header the column of the hangup sources has only a number' \
		stats -H -c 2 --by source
	printf 'code,who\e[1m\n3130,Caller\n' >in
	run -0 "$HANGUP" stats -c code --by source --source-column 2 <in
	[ "${lines[0]}" = 'standard input: 1 call record, by who\x1b[1m; failed: 1' ]
}

@test "a value is as wide as its characters; the last --by counts" {
	printf 'city,hangup_cause_code\nZ\303\274rich \303\226st,3010\nBern Mitte,4000\n' >in
	LC_ALL=C.UTF-8 expect 0 $'standard input: 2 call records, by city; failed: 0

CITY        CALLS  FAILED  SHARE  CODE  CAUSE
Bern Mitte      1       0  0.0 %
Z\303\274rich \303\226st      1       0  0.0 %
Total           2       0  0.0 %' '' stats --by city
	ends 0 "$HANGUP" stats --by nosuch --by hangup_cause_code --by group -f csv <in
	[ "${lines[0]%%,*}" = group ]
}

@test "calls of SIP trunks: a name that both tables have, one row for a source" {
	printf 'hangup_cause_code,hangup_cause_name,hangup_source\n4040,forbidden,customer\n4000,,customer\n' >in
	run -1 "$HANGUP" stats --table trunk --max forbidden=0 <in
	ends 0 "$HANGUP" annotate --table trunk --only forbidden <in
	[ "${#lines[@]}" = 2 ]
	printf 'hangup_cause_code,hangup_source,trunk_domain\n4000,Callee,\n3000,Callee,x\n' >in
	ends 0 "$HANGUP" stats --by source -f csv <in
	[ "${lines[1]}" = 'Call recipient,2,0,0.000000,,' ]
}

@test "without a column of sources, only --by source fails" {
	printf 'hangup_cause_code\n3130\n' >in
	run -0 "$HANGUP" stats <in
	ends 2 "$HANGUP" stats --by source <in
	[ "$output" = '' ]
	[[ $stderr == *source* ]]
}

@test "no records: a table that says so" {
	printf 'hangup_cause_code\n' >header.csv
	: >empty.csv
	for file in header.csv empty.csv; do
		expect 0 "$file: no call records

CODE  CAUSE  ACTION  CALLS   SHARE
      Total              0" '' stats $file
		expect 0 code,cause,group,action,status,calls,share,example,table '' stats -f csv $file
		expect 0 '[]' '' stats -f json $file
		expect 0 value,calls,failed,share,code,cause '' stats -f csv --by source empty.csv
		# a watch that sees nothing is no all-clear
		expect 2 '[]' "hangup: $file: no call record, so no limit can be checked" stats -f json --max unknown=0 --max fix=0% --ignore-below 0 $file
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
	expect 1 "$rows" "hangup: 3130: 4 of 100 records, 4.0 %, more than 3; most often 3130 Spam block (4): $next" stats -f csv --max 3130=3
	expect 1 "$rows" "hangup: carrier-errors: 5 of 100 records, 5.0 %, more than 4.999999%; most often 3130 Spam block (4): $next" \
		stats -f csv --max carrier-errors=4.999999%
	expect 1 "$rows" "hangup: fix: 4 of 100 records, 4.0 %, more than 1%; most often 3130 Spam block (4): $next
hangup: 3130: 4 of 100 records, 4.0 %, more than 2%; most often 3130 Spam block (4): $next" \
		stats -f csv --max fix=1% --max unknown=1 --max 3130=2%
	# percentages of few records say little; counts do
	expect 0 "$rows" '' stats -f csv --max fix=1% --ignore-below 101
	expect 1 "$rows" "hangup: fix: 4 of 100 records, 4.0 %, more than 1%; most often 3130 Spam block (4): $next" \
		stats -f csv --max fix=1% --ignore-below 100
	run -1 "$HANGUP" stats --max fix=1 --ignore-below 101 <in
	ends 1 "$HANGUP" stats -f csv --max '3130 = 3 ' in
	[[ $stderr == *' records, 4.0 %, more than 3; most often '* ]]
	# trouble is worse than a limit, and hides none
	echo '5,"4000"x,,' >>in
	ends 2 "$HANGUP" stats --max 3130=3 <in
	[[ $stderr == *'more than 3; most often '* ]]
	printf 'hangup_cause_code\n4240\n4240\n4250\n' >in
	ends 1 "$HANGUP" stats --max unknown=2 <in
	[[ $stderr == *'hangup: unknown: 3 of 3 records, 100 %, more than 2; most often 4240 (2): not in the table of '* ]]
}

@test "a limit that trips names what WHICH chose, and what to do about it" {
	tripped() { # LIMIT LINE, of the codes in the file in
		local status=0
		"$HANGUP" stats -f csv "${@:1:2}" <in 2>&1 >/dev/null | head -n 1 >.out
		printf 'hangup: %s\n' "$3" | diff - .out
	}
	next=$("$HANGUP" lookup --columns next_steps 3130)
	printf '%s\n' hangup_cause_code 3131 3131 3131 3130 >in
	tripped --max 31xx=0 "31xx: 4 of 4 records, 100 %, more than 0; most often 3131 (3): not in the table of $DATE"
	tripped --max 3130=0 "3130: 1 of 4 records, 25.0 %, more than 0; most often 3130 Spam block (1): $next"
	# as many have no code as are unknown
	printf '%s\n' hangup_cause_code,note 4240, ,x >in
	tripped --max empty=0 'empty: 1 of 2 records, 50.0 %, more than 0'
	# a minimum: what there is in its place
	printf '%s\n' hangup_cause_code 4000 4000 3130 4240 3130 >in
	tripped --min none=90% "none: 2 of 5 records, 40.0 %, less than 90%; most of the others 3130 Spam block (2): $next"
	tripped --min fix=90% 'fix: 2 of 5 records, 40.0 %, less than 90%; most of the others 4000 Normal Hangup (2)'
	tripped --min ok,unknown=6 'ok,unknown: 5 of 5 records, 100 %, fewer than 6'
	# as many decimals as it takes
	(echo hangup_cause_code && printf '3130%.0s\n' {1..703} && printf '4000%.0s\n' {704..10000}) >in
	tripped --max 3130=7% "3130: 703 of 10,000 records, 7.03 %, more than 7%; most often 3130 Spam block (703): $next"
	tripped --max 3130=7.029999pct "3130: 703 of 10,000 records, 7.03 %, more than 7.029999pct; most often 3130 Spam block (703): $next"
	tripped --min 3130=7.1% "3130: 703 of 10,000 records, 7.0 %, less than 7.1%; most of the others 4000 Normal Hangup (9,297)"
	tripped --max none=.5% "none: 9,297 of 10,000 records, 93.0 %, more than .5%; most often 4000 Normal Hangup (9,297)"
	(echo hangup_cause_code && echo 3130 && printf '4000%.0s\n' {2..5000}) >in
	tripped --max 3130=0.01% "3130: 1 of 5,000 records, 0.02 %, more than 0.01%; most often 3130 Spam block (1): $next"
	tripped --max 3130=0% "3130: 1 of 5,000 records, <0.1 %, more than 0%; most often 3130 Spam block (1): $next"
	tripped --max none=99.97% "none: 4,999 of 5,000 records, 99.98 %, more than 99.97%; most often 4000 Normal Hangup (4,999)"
}

@test "a record whose cells have moved has neither a time nor a source" {
	printf '%s\n' hangup_cause_code,hangup_source,end_time,note '4000,Callee,2026-11-03 10:00,' \
		'4000,2026,Callee,2020-01-01 00:00,Callee,x' '4000,a,Caller,2020-01-01 00:00,x' >in
	for by in hour source; do
		"$HANGUP" stats --by $by -f csv <in 2>/dev/null | cut -d, -f1,2 >"of-$by"
	done
	printf '%s\n' time,calls '2026-11-03 10:00,1' ,2 | diff - of-hour
	printf '%s\n' value,calls 'Call recipient,1' ,2 | diff - of-source
}

@test "usage errors come before anything is read, and name what is valid" {
	for option in --max --min; do
		expect 2 '' "hangup: $option: '5%' is not WHICH=LIMIT
hint: for example $option 3130=100, $option carrier-errors=5%, $option unknown=0" stats $option 5% nosuch.csv
		expect 2 '' "hangup: $option: nothing is called 'carrier-x'; did you mean carrier-errors?" stats $option carrier-x=1 nosuch.csv
		expect 2 '' "hangup: $option: 'calls', all records, stands alone, with a count: --max calls=100" \
			stats $option calls,3130=5 nosuch.csv
	done
	expect 2 '' "hangup: --only: nothing is called 'nosuch'
hint: codes, 31xx, 3000-3050, names, groups, failed, none, retry, fix, support, ok, unknown, mismatch, invalid, empty, ragged" stats --only fix,nosuch nosuch.csv
	expect 2 '' "hangup: --max: 'FIX' has a limit already: 5%" stats --max fix=5% --max fix=+5% --max fix=9 --max FIX=6% nosuch.csv
	expect 2 '' "hangup: --max: 'fix=+5%' is a rise: it needs --against FILE, the records of before" stats --max fix=+5% nosuch.csv
	expect 2 '' 'hangup: --against compares causes: not with --by day (valid: --by cause, group, action)' \
		stats --by day --against nosuch.csv nosuch.csv
	expect 2 '' 'hangup: --against compares causes: not with --by source (valid: --by cause, group, action)' \
		stats --by source --against nosuch.csv nosuch.csv
	expect 2 '' 'hangup: --time-column changes nothing without --from, --to or, of stats, --by minute, hour or day' stats --time-column 2 nosuch.csv
	for value in '' - 'nosuch.csv -'; do
		# shellcheck disable=SC2086 # the words of a command
		expect 2 '' 'hangup: standard input is what --against - reads: nothing is left to count
hint: name the file to count: hangup stats --against - FILE' stats --against - $value
	done
	expect 2 '' 'hangup: -H needs --time-column N: without a header the column of the times has only a number' \
		stats -H -c 2 --by hour nosuch.csv
	limit='has no LIMIT (valid: a count, such as 100; a percentage, such as 5% or 0.5%; a rise of one, such as +2%)'
	for value in '' % -1 +1 0x10 1e3 1,000 5.5 .5 . .% 5.% 5%% 5pc +pct 1.2345678% 5x 99999999999999999999; do
		expect 2 '' "hangup: --max: 'fix=$value' $limit" stats --max "fix=$value" nosuch.csv
	done
	expect 2 '' "hangup: --max: 'fix=100.1%' could never trip: its percentage is over 100" stats --max fix=100.1% nosuch.csv
	for value in 0 -1 '' 1.5 x 99999999999999999999999; do
		expect 2 '' "hangup: unknown value of --top '$value' (valid: a whole number from 1)" stats "--top=$value" nosuch.csv
	done
	expect 2 '' "hangup: unknown value of --ignore-below '1%' (valid: a whole number from 0)" stats --ignore-below 1% nosuch.csv
	expect 2 '' "hangup: unknown format 'plain' (valid: table, csv, json)
hint: --format plain is for hangup explain, lookup, list, grep" stats -f plain nosuch.csv
	ends 2 "$HANGUP" stats --strict nosuch.csv
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
	"$HANGUP" stats -f csv mix.csv 2>/dev/null | sed 1d | tr -d '"' | sed 's/,[^,]*,[^,]*$//' | sort | diff wanted -
	[ "$(wc -l <wanted)" -ge 95 ]
	for by in group action; do
		query "SELECT c.\"$by\", $verdict, count(*), $share $joined GROUP BY c.\"$by\", $verdict" | tr -d '"' | sort >wanted
		"$HANGUP" stats -f csv --by $by mix.csv 2>/dev/null | sed 1d | sort | diff wanted -
	done
	failed="($verdict = 'unknown' OR (c.action <> 'none' AND c.code NOT IN (3000, 3010, 3100, 3110, 6010, 9110)))"
	query "SELECT CASE WHEN s.source IS NOT NULL THEN s.source ELSE hangup_source END AS k, count(*), sum($failed)
		FROM r LEFT JOIN c ON c.code = r.hangup_cause_code LEFT JOIN s ON s.in_data = r.hangup_source GROUP BY k" |
		tr -d '"' | sort >wanted
	"$HANGUP" stats -f csv --by source mix.csv 2>/dev/null | sed 1d | cut -d, -f1-3 | sort | diff wanted -
	[ "$(wc -l <wanted)" -gt 50 ]
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
		for by in cause group action source 1; do
			[ "$("$HANGUP" stats -f json --by $by $file 2>/dev/null | jq 'map(.calls) | add')" = "$records" ]
			[ "$("$HANGUP" stats -f json --by $by --top 1 $file 2>/dev/null | jq 'map(.calls) | add')" = "$records" ]
		done
	done
}

@test "any number of values and of unknown codes" {
	awk 'BEGIN { print "hangup_cause_code,hangup_source"; for (i = 0; i < 200000; i++) printf "%d,s%d\n", i % 100000, i % 70000 }' >many.csv
	ends 0 "$HANGUP" stats -f csv --by source many.csv
	[ "${#lines[@]}" = 65538 ]
	[[ ${lines[-1]} == '(other values),'* ]]
	[[ $stderr == *'hangup: many.csv: more values, or longer ones, than are kept (65,536 of 64 bytes): the rest is counted as (other values)'* ]]
	[ "$("$HANGUP" stats -f json --by source many.csv 2>/dev/null | jq 'map(.calls) | add')" = 200000 ]
	[ "$("$HANGUP" stats -f csv many.csv 2>/dev/null | grep -c unknown)" = $((100000 - CAUSES)) ]
	run "$HANGUP" stats many.csv
	[[ $output == *'and 99,936 more '* ]]
	[ "$("$HANGUP" stats -f csv --top 99999 many.csv 2>/dev/null | tail -n 1)" = ',other,,,other,2,0.000010,,' ]
}

@test "a full disk is exit 2 and one line" {
	(echo $HEADER && calls 4000 3 Caller) >fine.csv
	for format in table csv json; do
		ends 2 sh -c '"$0" "$@" >/dev/full' "$HANGUP" stats -f $format fine.csv
		[ "$stderr" = 'hangup: standard output: No space left on device' ]
	done
}

@test "half a file is not counted" {
	(echo $HEADER && calls 4000 3 Caller) >fine.csv
	ends 2 "$HANGUP" stats -f csv fine.csv /proc/self/mem
	[ "$output" = '' ]
	[[ $stderr == 'hangup: /proc/self/mem: cannot be read: '@(Input/output|I/O)' error' ]]
}

@test "NDJSON is counted as CSV is" {
	samples=$BATS_TEST_DIRNAME/../../samples
	for by in cause group action source; do
		"$HANGUP" stats --by $by -f csv "$samples/api-calls.csv" 2>/dev/null | sed -E 's/,[0-9a-f-]*,(voice|trunk)$//' >rows
		[ "$(wc -l <rows)" -gt 4 ]
		"$HANGUP" stats --by $by -f csv "$samples/api-calls.ndjson" 2>/dev/null | sed -E 's/,[0-9a-f-]*,(voice|trunk)$//' | diff rows -
	done
	sqlite3 :memory: '.mode csv' ".import $samples/api-calls.csv r" '.mode json' 'SELECT * FROM r' >same.json
	for by in hour to_number cause; do
		"$HANGUP" stats --by $by -f csv "$samples/api-calls.csv" 2>/dev/null >rows
		[ "$(wc -l <rows)" -gt 2 ]
		"$HANGUP" stats --by $by -f csv same.json 2>/dev/null | diff rows -
	done
	cp "$samples/api-calls.ndjson" .
	ends 0 "$HANGUP" stats api-calls.ndjson
	[ "${lines[0]}" = 'api-calls.ndjson: 24 call records, by hangup_cause_code' ]
	ends 0 "$HANGUP" stats --by source api-calls.ndjson
	[ "${lines[0]}" = 'api-calls.ndjson: 24 call records, by hangup_source; failed: 11' ]
	ends 2 "$HANGUP" stats --by source --source-column nosuch api-calls.ndjson
	[[ $stderr == *'no record has a key "nosuch"'* ]]
}

# Two days of calls: on the second, half of them are rejected as spam from 14:00 on.
two_days() {
	awk 'BEGIN {
		srand(5)
		split("4000 4000 4000 4000 4000 4000 4000 3000 3010 4240", codes, " ")
		for (day = 3; day <= 4; day++) {
			file = day == 3 ? "before.csv" : "now.csv"
			print "call_uuid,end_time,hangup_cause_code" >file
			for (i = 0; i < 1200; i++) {
				code = codes[1 + int(rand() * 10)]
				if (day == 4 && i >= 700 && rand() < 0.5) code = 3130
				printf "%d,2026-11-%02d %02d:%02d:09+00:00,%s\n", i, day, i / 50, i % 50, code >file
			}
		}
	}'
}

# quiet_widths NAME ARGUMENT...: like shown_widths, with status 0.
quiet_widths() {
	local name=$1 width
	shift
	for width in 60 80 120; do
		COLUMNS=$width LC_ALL=C.UTF-8 shown "$name-$width-utf8" 0 "$@" || return
		COLUMNS=$width LC_ALL=C shown "$name-$width-c" 0 "$@" || return
	done
}

@test "by hour: since when" {
	two_days
	quiet_widths stats-hour stats --by hour now.csv
	awk 'length > 60' "$GOLDEN/stats-hour-60-c" | diff /dev/null -
	COLUMNS=80 LC_ALL=C shown stats-hour-only 0 stats --by hour --only 3130 --top 3 now.csv
	COLUMNS=80 LC_ALL=C shown stats-day 0 stats --by day before.csv now.csv
}

@test "times: which column, which values, none left out" {
	printf 'hangup_cause_code,start_time,End Time\n3130,2020-01-01 00:00,2026-02-28T23:59\n3130,x,2026-03-01 1:00\n' >in
	printf '4000,x, 2026-03-01 01:30 \n4240,x,2026/03/01 1:00 AM\n4240,x,2026-02-30 01:00\n4000,,\n' >>in
	said() { # what is said without times, and of the one that is none
		printf '%s\n' "hangup: standard input:6: no time: \"2026-02-30 01:00\" (what is read: 2026-11-03 14:30:00, with T or a blank, AM, PM, a zone)" \
			"$("$HANGUP" stats <in 2>&1 >/dev/null)"
	}
	expect 0 'time,calls,failed,share,code,cause
2026-02-28 23:00,1,1,1.000000,3130,Spam block
2026-03-01 00:00,0,0,,,
2026-03-01 01:00,3,2,0.666667,3130,Spam block
,2,1,0.500000,4240,' "$(said)" stats --by hour -f csv
	expect 0 '[
{"time": "2026-02-28", "calls": 1, "failed": 0, "share": 0.000000, "code": null, "cause": null},
{"time": "2026-03-01", "calls": 3, "failed": 1, "share": 0.333333, "code": 4000, "cause": "Normal Hangup"},
{"time": null, "calls": 2, "failed": 1, "share": 0.500000, "code": 4000, "cause": "Normal Hangup"}
]' "$(said)" stats --by day -f json --only 4000
	ends 0 "$HANGUP" stats --by day --time-column start_time <in
	[ "${lines[0]}" = 'standard input: 6 call records, by day of start_time; failed: 4' ]
	[ "${lines[2]%% *}" = 2020-01-01 ]
	expect 2 '' 'hangup: standard input: --time-column: no column "when" among: hangup_cause_code, start_time, End Time
hint: choose a column with --time-column NAME or --time-column N' stats --by hour --time-column when
	printf 'hangup_cause_code,end_time\n4000,soon\n4000,\n' >in
	for option in --by\ hour --by\ minute --by\ day; do
		# shellcheck disable=SC2086 # two words
		expect 2 '' 'hangup: standard input: no record has a time
hangup: standard input:2: no time: "soon" (what is read: 2026-11-03 14:30:00, with T or a blank, AM, PM, a zone)' \
			stats $option -f csv
	done
	# of several names the first whose value is a time; what is said is of the first that says anything
	for in in 'hangup_cause_code,timestamp,end_time,start_time\n4000,x,,2026-11-03 10:00\n4000,2026-11-03 11:00,soon,later\n4000,,n/a,later\n4000,2026-11-03 10:30,2026-11-03 12:00,x\n' \
		'{"hangup_cause_code":4000,"ts":"x","end_time":null,"start_time":"2026-11-03 10:00"}\n{"ts":"2026-11-03 11:00","hangup_cause_code":4000,"end_time":5}\n{"x":"HangupCauseCode=4000","time":"","datetime":"2026-11-03 12:00"}\n{"hangup_cause_code":4000,"time":"","date":"later"}\n'; do
		# shellcheck disable=SC2059 # it is a format
		printf "$in" >in
		ends 0 "$HANGUP" stats --by hour -f csv <in
		[ "${lines[*]}" = 'time,calls,failed,share,code,cause 2026-11-03 10:00,1,0,0.000000,, 2026-11-03 11:00,1,0,0.000000,, 2026-11-03 12:00,1,0,0.000000,, ,1,0,0.000000,,' ]
		[ "$stderr" = 'hangup: standard input:4: no time: "later" (what is read: 2026-11-03 14:30:00, with T or a blank, AM, PM, a zone)' ]
	done
	# a date alone is a day's and no hour's; the last and first minutes of years
	printf 'hangup_cause_code,end_time\n4000,2026-01-01\n4000,2026-01-01 23:30\n' >in
	expect 0 'time,calls,failed,share,code,cause
2026-01-01 23:00,1,0,0.000000,,
,1,0,0.000000,,' '' stats --by hour -f csv
	expect 0 'time,calls,failed,share,code,cause
2026-01-01,2,0,0.000000,,' '' stats --by day -f csv
	for time in 2024-02-29T00 2000-02-29T23 0000-01-01T00 9999-12-31T23 1900-03-01T07 2026-12-31T23; do
		printf 'hangup_cause_code,end_time\n4000,%s:59:30\n' "$time" >in
		expect 0 "time,calls,failed,share,code,cause
${time/T/ }:59,1,0,0.000000,," '' stats --by minute -f csv
		expect 0 "time,calls,failed,share,code,cause
${time%T*},1,0,0.000000,," '' stats --by day -f csv
	done
}

@test "a line of a log begins with its time" {
	printf '%s\n' '2026-11-03T14:59:00Z INFO HangupCauseCode=3130 CallUUID=a' \
		'[2026-11-03 03:00:00 PM] HangupCauseCode=4000 HangupCauseCode=3010 CallUUID=b' \
		'worker 2026-11-03 15:10:00,123 HangupCauseCode=3130 EndTime="2026-11-03 14:10:00"' >in
	expect 0 'time,calls,failed,share,code,cause
2026-11-03 14:00,2,2,1.000000,3130,Spam block
2026-11-03 15:00,2,0,0.000000,,' "hangup: standard input:2: the times have different offsets from UTC (Z, none): they are taken as they are written" stats --by hour -f csv
}

@test "times with different offsets, and too many rows" {
	printf 'hangup_cause_code,end_time\n4000,2026-01-01 01:00:00+00:00\n4000,2026-01-01T01:00:00Z\n' >in
	rows='time,calls,failed,share,code,cause
2026-01-01 01:00,2,0,0.000000,,'
	expect 0 "$rows" '' stats --by hour -f csv
	echo '4000,2026-01-01 01:00:00+05:30' >>in
	expect 0 "${rows/,2,/,3,}" 'hangup: standard input:4: the times have different offsets from UTC (+00:00, +05:30): they are taken as they are written' \
		stats --by hour -f csv
	# names are as good as offsets
	printf 'hangup_cause_code,end_time\n4000,2026-01-01 01:00:00 PST\n4000,2026-01-01 01:00 PDT\n' >in
	expect 0 "$rows" 'hangup: standard input:3: the times have different offsets from UTC (PST, PDT): they are taken as they are written' \
		stats --by hour -f csv
	printf 'hangup_cause_code,end_time\n3130,2026-01-01 00:00\n4000,2026-01-21 19:00\n4000,2026-01-21 19:30\n' >in
	expect 2 '' 'hangup: standard input:2: 500 hours from 2026-01-01 00:00 to 2026-01-21 19:00, of which this record has the first: a table has at most 400 rows
hint: count with --by day; --top N shows the newest' stats --by hour
	expect 2 '' 'hangup: standard input:2: 29,971 minutes from 2026-01-01 00:00 to 2026-01-21 19:30, of which this record has the first: a table has at most 400 rows
hint: count with --by day; --top N shows the newest' stats --by minute
	[ "$("$HANGUP" stats --by hour -f csv <in | wc -l)" = 501 ]
	[ "$("$HANGUP" stats --by hour --top 400 <in | grep -c ^2026)" = 400 ]
	printf 'hangup_cause_code,end_time\n4000,2026-01-21 19:00\n4000,2026-01-21 20:00\n3130,2124-01-01 00:00\n' >in
	expect 2 '' 'hangup: standard input:4: 858,534 hours from 2026-01-21 19:00 to 2124-01-01 00:00, of which this record has the last: the output has at most 100,000 rows
hint: count with --by day; --top N shows the newest' stats --by hour -f csv
	# where days are too many as well
	expect 2 '' 'hangup: standard input:4: 858,534 hours from 2026-01-21 19:00 to 2124-01-01 00:00, of which this record has the last: a table has at most 400 rows
hint: --top N shows the newest' stats --by hour
	# the middle is that of the records, and of those that are too old, too
	printf 'hangup_cause_code,end_time\n3130,2026-11-01\n3130,2026-11-01\n3130,2026-11-01\n3130,2099-01-01\n' >far
	run -2 "$HANGUP" stats --by day far
	[[ $output == 'hangup: far:5: '*'of which this record has the last'* ]]
	printf 'hangup_cause_code,end_time\n3130,2099-01-01 00:00\n3130,2026-11-01 10:00\n3130,2026-11-01 11:00\n' >far
	run -2 "$HANGUP" stats --by hour far
	[[ $output == 'hangup: far:2: '*'of which this record has the last'* ]]
	expect 0 'time,calls,failed,share,code,cause
2123-12-31 23:00,0,0,,,
2124-01-01 00:00,1,1,1.000000,3130,Spam block' '' stats --by hour -f csv --top 2
}

@test "--from and --to choose records by their times" {
	printf '%s\n' call_uuid,end_time,hangup_cause_code 'a,2026-11-03 09:59:59,3130' 'b,2026-11-03 10:00:00,4000' \
		'c,2026-11-03T23:30Z,3130' 'd,2026/11/04 10:30:00 AM,4000' 'e,2026-11-04,4000' 'f,,4000' 'g,soon,4000' >in
	chosen() { # UUIDS OPTION...
		local wanted=$1
		shift
		"$HANGUP" annotate --add status "$@" <in 2>err | sed 1d | cut -d, -f1 | tr -d '\n' >found
		printf %s "$wanted" | diff - found
		[ "$("$HANGUP" stats -f json "$@" <in 2>/dev/null | jq 'map(.calls) | add // 0')" = ${#wanted} ]
	}
	chosen abcdefg
	chosen abcde --from 2026-11-03
	chosen abc --to 2026-11-04
	chosen bcd --from '2026-11-03 10:00'
	chosen bc --from 2026-11-03T10 --to '2026-11-04 10:30:00'
	chosen de --from 2026-11-04 --to 2026-11-05
	chosen bd --from 10:00 --to 11:00
	chosen ac --from 22:00 --to 10:00
	chosen bd --from '10:00 AM' --to '11:00 AM'
	chosen '' --from 2027-01-01
	"$HANGUP" stats --by hour --from 10:00 --to 11:00 -f csv <in 2>err | grep -c ',1,0,' | grep -qx 2
	grep -qxF 'hangup: standard input: 3 records are outside of --from and --to, 2 records have no time: not counted' err
	# what is left out is left out whole, and what is wanted of it is counted
	[ "$("$HANGUP" annotate --only 3130 --from 22:00 <in 2>/dev/null | wc -l)" = 2 ]
	# a limit that sees nothing
	ends 2 "$HANGUP" stats --max fix=5 --ignore-below 100 --from 2027-01-01 <in
	[[ $stderr == 'hangup: standard input: no call record, so no limit can be checked'* ]]
	# the same hours of before
	sed 's/2026-11-0/2026-10-0/' in >before.csv
	ends 0 "$HANGUP" stats --from 10:00 --to 11:00 --against before.csv <in
	[ "${lines[0]}" = 'standard input: 2 call records against 2 of before.csv, by hangup_cause_code' ]
	for shape in json text; do
		if [ $shape = json ]; then
			jq -Rcn '[inputs | split(",") | {call_uuid: .[0], end_time: .[1], hangup_cause_code: .[2]}][1:][]' in >calls
		else
			sed '1d; s/\([^,]*\),\([^,]*\),\(.*\)/CallUUID=\1 EndTime="\2" HangupCauseCode=\3/' in >calls
		fi
		"$HANGUP" annotate --from '2026-11-03 10:00' --to '2026-11-04 10:31' calls 2>/dev/null >found
		for uuid in b c d; do grep -q "[\"=]${uuid}[\" ]" found; done
		[ "$(wc -l <found)" = 3 ]
	done
}

@test "a stretch of time that is none is one clear line" {
	none="is no time (valid: a day, 2026-11-03; a time, 2026-11-03 14:30; a time of every day, 14:30)"
	for value in '' soon 14 2026-13-01 '2026-11-03 24' '2026-11-03 14:30 o' 1767225600; do
		expect 2 '' "hangup: --from: '$value' $none" stats "--from=$value" nosuch.csv
		expect 2 '' "hangup: --to: '$value' $none" annotate "--to=$value" nosuch.csv
	done
	expect 2 '' "hangup: nothing is between --from '2026-11-04' and --to '2026-11-03'" stats --from 2026-11-04 --to 2026-11-03 nosuch.csv
	expect 2 '' "hangup: nothing is between --from '2026-11-03' and --to '2026-11-03', which is the first day left out: --to 2026-11-04" \
		stats --from 2026-11-03 --to 2026-11-03 nosuch.csv
	expect 2 '' "hangup: nothing is between --from '14:00' and --to '14:00'" annotate --from 14:00 --to 14:00 nosuch.csv
	expect 2 '' "hangup: --from '14:00' and --to '2026-11-03': one is a time of every day, the other is a day's" \
		stats --from 14:00 --to 2026-11-03 nosuch.csv
	printf 'hangup_cause_code,end_time\n4000,2026-11-03 10:00\n' >in
	ends 0 "$HANGUP" stats --from '2026-11-03 09:00 UTC' <in
	[ "$stderr" = "hangup: --from: the zone 'UTC' is ignored: times are taken as they are written" ]
	expect 2 '' 'hangup: -H needs --time-column N: without a header the column of the times has only a number' \
		annotate -H -c 1 --from 2026-11-03
}

@test "by a column: where it fails" {
	awk 'BEGIN {
		print "hangup_cause_code,To country ISO,source,note"
		split("US IN GB DE FR ES IT NL BE PL PT SE NO DK FI IE AT CH CZ HU RO BG GR HR SI", countries, " ")
		for (i = 0; i < 2500; i++) print (i % 25 == 1 && i % 3 == 0 ? 3130 : i % 50 == 2 ? 4240 : 4000) "," countries[1 + i % 25] ",s" i % 3 ",n" i
	}' >in
	COLUMNS=80 LC_ALL=C.UTF-8 shown stats-column 0 stats --by 'to country iso' in
	COLUMNS=60 LC_ALL=C shown stats-column-top 0 stats --by 2 --top 2 in
	shown stats-column-csv 0 stats --by 'To country ISO' --only 4000,4240 --top 3 -f csv in
	# a name that is a word: the word wins, a number or a dot is the column
	expect 2 '' 'hangup: standard input: no column of hangup sources among: hangup_cause_code, To country ISO, source, note
hint: the nearest is "source"; choose a column with --source-column NAME or --source-column N' stats --by source
	"$HANGUP" stats --by .source -f csv <in 2>/dev/null | cut -d, -f1 | sort | tr '\n' ' ' | grep -qx 's0 s1 s2 value '
	"$HANGUP" stats --by 3 -f csv <in 2>/dev/null | diff - <("$HANGUP" stats --by .source -f csv <in 2>/dev/null)
	# what is no column, and what is the code's own
	expect 2 '' 'hangup: standard input: --by: no column "To contry ISO" among: hangup_cause_code, To country ISO, source, note
hint: the nearest is "To country ISO"; choose a column with --by NAME or --by N' stats --by 'To contry ISO'
	expect 2 '' 'hangup: standard input: --by: no column 5, the header has 4: hangup_cause_code, To country ISO, source, note' stats --by 5
	for by in 1 hangup_cause_code; do
		expect 2 '' 'hangup: standard input: --by: "hangup_cause_code" is the column of the codes: --by cause counts them' stats --by $by
	done
	expect 2 '' 'hangup: --by: an empty column name' stats --by ''
	expect 2 '' 'hangup: -H needs --by by number: without a header "note" names no column' stats -H -c 1 --by note
	# as it is written: blanks trimmed, quoted, long, with control bytes; or not at all
	printf 'hangup_cause_code,v\n3130," a,b "\n3130,"say ""hi"""\n3130,\n3130\n3130,\e[1m\n3130,%065d\n' 0 >in
	ends 0 "$HANGUP" stats --by v -f csv <in
	printf '%s\n' value,calls '"a,b",1' '"say ""hi""",1' '(other values),1' ,2 | sort | diff - <(printf '%s\n' "${lines[@]}" | grep -v $'\e' | sed 's/,1,1.000000,3130,Spam block$//; s/,2,1.000000,3130,Spam block$//; s/,failed.*//' | sort)
	ends 0 "$HANGUP" stats --by v <in
	[[ $output != *$'\e'* && $output == *'\x1b[1m'* && $output == *'(none)'* ]]
	printf 'hangup_cause_code,v\n3130,\n' >in
	expect 2 '' 'hangup: standard input: no record has a value to count by' stats --by v
	# several files, several names
	printf 'hangup_cause_code,V.\n3130,a\n' >other.csv
	printf 'hangup_cause_code,v\n3130,a\n' >one.csv
	ends 0 "$HANGUP" stats --by v one.csv other.csv
	[ "${lines[0]}" = '2 files: 2 call records, by several columns; failed: 2' ]
}

@test "a rise of one cause within a busy day shows in its hours" {
	# 0.5 % of the calls are blocked as spam, for three hours 6 %; many more do not answer, all day
	awk 'BEGIN {
		srand(4)
		print "end_time,hangup_cause_code"
		for (i = 0; i < 24000; i++) {
			hour = int(i / 1000)
			r = rand()
			code = r < (hour >= 14 && hour < 17 ? 0.06 : 0.005) ? 3130 : r < 0.25 ? 3000 : r < 0.35 ? 3010 : r < 0.352 ? 4240 : 4000
			printf "2026-11-03 %02d:%02d:00,%d\n", hour, i % 60, code
		}
	}' >in
	"$HANGUP" stats --by hour -f json <in 2>/dev/null >rows
	jq -e '[.[] | select(.share > 0.04 and .code == 3130) | .time[11:13]] == ["14", "15", "16"]' rows
	jq -e 'all(.[]; .time[11:13] >= "14" and .time[11:13] <= "16" or .share < 0.02)' rows
}

@test "against the records of before: what changed" {
	two_days
	quiet_widths stats-against stats --against before.csv now.csv
	COLUMNS=80 LC_ALL=C shown stats-against-group 0 stats --by group --against before.csv now.csv
	COLUMNS=80 LC_ALL=C shown stats-against-top 0 stats --top 3 --against before.csv now.csv
	shown stats-against-csv 0 stats -f csv --against before.csv now.csv
	shown stats-against-json 0 stats -f json --against before.csv now.csv
	# nothing has changed
	ends 0 "$HANGUP" stats --against before.csv before.csv
	[ "${lines[-1]}" = 'No share has changed by more than chance and than days differ by.' ]
	# several files of before, of other shapes
	jq -Rc 'split(",") | {hangup_cause_code: .[2]}' before.csv | sed 1d >before.ndjson
	ends 0 "$HANGUP" stats --against before.ndjson --against before.csv now.csv
	[ "${lines[0]}" = 'now.csv: 1,200 call records against 2,400 of 2 files, by hangup_cause_code' ]
	# what cannot be compared with
	echo hangup_cause_code >none.csv
	: >empty.csv
	expect 2 '' 'hangup: none.csv: no call record to compare' stats --against before.csv --against none.csv now.csv
	expect 2 '' 'hangup: empty.csv: no call record to compare' stats --against empty.csv now.csv
	expect 2 '' 'hangup: empty.csv: no call record to compare' stats --against before.csv empty.csv
	printf 'hangup_cause_code\n4240\n' >foreign.csv
	expect 2 '' 'hangup: foreign.csv: no call record with a known code to compare' stats --against foreign.csv --max fix=+3% now.csv
	ends 2 "$HANGUP" stats --against before.csv foreign.csv
	[[ $output == '' && $stderr == 'hangup: foreign.csv: no call record with a known code to compare'* ]]
	expect 2 '' 'hangup: nosuch.csv: cannot be opened: No such file or directory' stats --against nosuch.csv now.csv
}

@test "a rise trips beyond its limit and beyond chance" {
	two_days
	ends 1 "$HANGUP" stats --against before.csv --max 3130=+5% now.csv
	[[ $stderr == *'hangup: 3130: 2'??' of 1,200 records, 2'?.?' %, 0.0 % before, more than +5%; most often 3130 Spam block'* ]]
	expect 0 "$("$HANGUP" stats -f csv --against before.csv now.csv 2>/dev/null)" '' \
		stats -f csv --against before.csv --max 3130=+30% --max 3010=+0% --max fix=+50% now.csv
	# one call in ten more is chance
	printf 'hangup_cause_code\n4000\n4000\n4000\n4000\n4000\n4000\n4000\n4000\n4000\n4000\n' >few.csv
	sed '$s/4000/3130/' few.csv >more.csv
	ends 0 "$HANGUP" stats --against few.csv --max 3130=+0% more.csv
	[ -z "$stderr" ]
}

@test "--only chooses rows, shares stay those of all" {
	day >day.csv
	expect 2 'code,cause,group,action,status,calls,share,example,table
3130,Spam block,Carrier Errors,fix,ok,34,0.035677,,voice
1020,Canceled (Simultaneous dial limit reached),Canceled Calls,fix,ok,2,0.002099,,voice
4240,,,,unknown,5,0.005247,,
4250,,,,unknown,1,0.001049,,
,,,,empty,3,0.003148,,' "$("$HANGUP" stats day.csv 2>&1 >/dev/null)" stats --only fix,4200-4300,empty -f csv day.csv
	expect 2 'group,status,calls,share
Carrier Errors,ok,34,0.035677
,unknown,5,0.005247' "$("$HANGUP" stats day.csv 2>&1 >/dev/null)" stats --only 3130,4240 --by group -f csv day.csv
	ends 2 "$HANGUP" stats --only fix,unknown day.csv
	[[ $output == *$'\n      Chosen'*' 42   4.4 %'*$'\n      Total'*' 953   100 %'* ]]
	# by a column it chooses what is counted beside all calls
	expect 2 'value,calls,failed,share,code,cause
Carrier,153,34,0.222222,3130,Spam block
Plivo,12,12,1.000000,5010,Internal Error
(other values),781,0,0.000000,,
,7,0,0.000000,,' "$("$HANGUP" stats day.csv 2>&1 >/dev/null)" stats --only 3130,5010 --by source --top 2 -f csv day.csv
	# a document that annotate could not cut is counted
	echo '{"objects": [{"hangup_cause_code": 3130}, {"hangup_cause_code": 4000}]}' >in
	expect 0 'code,cause,group,action,status,calls,share,example,table
3130,Spam block,Carrier Errors,fix,ok,1,0.500000,,voice' '' stats --only fix -f csv
}

@test "the time of a call in a string or a cell: its own, then that of the record, then of its line" {
	local call='HangupCauseCode=3010' line='2026-11-03 08:00 INFO'
	printf '{"m":"%s"}\n' "$line $call" >line.json
	printf '{"time":"2026-11-04 08:00","m":"%s"}\n' "$line $call" >record.json
	printf '{"time":"2026-11-04 08:00","m":"%s"}\n' "$line EndTime='2026-11-05 08:00' $call" >own.json
	printf 'id,p\n1,"%s"\n' "$line $call" >line.csv
	printf 'time,p\n2026-11-04 08:00,"%s"\n' "$line $call" >record.csv
	for file in line record own; do
		for shape in json csv; do
			[ ! -e $file.$shape ] || "$HANGUP" stats --by hour -f csv $file.$shape 2>&1 | sed -n 's/:00,.*//p' >>found
		done
	done
	# a key of a time with nothing in it is none, whatever the object before had in it
	for time in '"2026-11-03 07:00"' '""' '"2026-11-03 06:00"' null; do
		printf '{"time":"2026-11-09 09:00","body":{"HangupCauseCode":3010,"AnswerTime":%s}}\n' "$time"
	done | "$HANGUP" stats --by day -f csv | cut -d , -f 1,2 | grep ',[12]' >days
	holds days $'2026-11-03,2\n2026-11-09,2'
	holds found $'2026-11-03 08\n2026-11-03 08\n2026-11-04 08\n2026-11-04 08\n2026-11-05 08'
}

@test "an example of each cause, by its UUID" {
	printf '%s\n' call_uuid,hangup_cause_code ',5010' 'not a uuid,5010' 'a-1,5010' 'b-2,5010' 'c-3,3130' >in
	expect 0 'code,cause,group,action,status,calls,share,example,table
5010,Internal Error,System Errors,support,ok,4,0.800000,a-1,voice
3130,Spam block,Carrier Errors,fix,ok,1,0.200000,c-3,voice' '' stats -f csv
	COLUMNS=200 ends 0 "$HANGUP" stats <in
	[[ $output == *'5010  Internal Error  4  Contact https://support.plivo.com with the call UUID (the first: a-1).'* ]]
	[[ $output == *'3130  Spam block      1  Register the number with STIR/SHAKEN, or consider a different caller ID.'* ]]
	printf '%s\n' '{"call_uuid": "j-1", "hangup_cause_code": 5010}' 'HangupCauseCode=5010 CallUUID=t-1' >two
	[ "$(head -n 1 two | "$HANGUP" stats -f json | jq -r '.[0].example')" = j-1 ]
	[ "$(tail -n 1 two | "$HANGUP" stats -f json | jq -r '.[0].example')" = t-1 ]
	# wherever the column stands, however it is quoted, and however many calls have none before
	{ printf '%s\n' hangup_cause_code,note,call_uuid '3130,"a ""b"", c","d-4"' && yes 5010,, | head -n 1200; echo 5010,x,e-5; } >in
	[ "$("$HANGUP" stats -f json <in | jq -r 'map(.example) | join(" ")')" = 'e-5 d-4' ]
	{ yes 5010,, | head -n 999; echo 5010,x,f-6; } | sed 1ihangup_cause_code,note,call_uuid >in
	[ "$("$HANGUP" stats -f json <in | jq -r '.[0].example')" = f-6 ]
}

@test "a watch is quiet, but not blind" {
	printf 'hangup_cause_code\n4240\n4000\n' >in
	rows=$("$HANGUP" stats -f csv <in 2>/dev/null)
	expect 0 "$rows" '' stats -f csv --max unknown=1 --min calls=2
	ends 1 "$HANGUP" stats --max unknown=0 <in
	# what trips comes first
	[[ $stderr == 'hangup: unknown: 1 of 2'*'more than 0; most often 4240'*'hangup: standard input: 2 records: 1 ok, 1 unknown'* ]]
	expect 1 "$rows" "hangup: calls: 2, fewer than 3
$("$HANGUP" stats <in 2>&1 >/dev/null)" stats -f csv --min calls=3
	# what is worth knowing and no trouble waits until something is wrong
	printf 'Calls of Monday\nhangup_cause_code,DialBLegHangupCauseCode\n4000,4000\n' >titled
	ends 0 "$HANGUP" stats titled
	[[ $stderr == *'the header is line 2'*'codes are taken from'* ]]
	ends 0 "$HANGUP" stats --max fix=5 titled
	[ -z "$stderr" ]
	printf '{"hangup_cause_code":4000,"DialBLegHangupCauseCode":4000}' >keys
	ends 0 "$HANGUP" stats --max fix=5 keys
	[ -z "$stderr" ]
	ends 0 "$HANGUP" stats --max fix=5 -H -c 1 <<<$'hangup_cause_code\n4000'
	[ -z "$stderr" ]
	ends 0 "$HANGUP" stats --max fix=5 -c 1 <<<$'3130\n4000'
	[ -z "$stderr" ]
	printf 'hangup_cause_code,note\nx,\n,\n' >in
	ends 2 "$HANGUP" stats --max fix=5 <in
	[[ $stderr == 'hangup: standard input: no call record with a code, so no limit can be checked'* ]]
	# without limits they are what they are
	ends 0 "$HANGUP" stats <in
	# one file of three
	printf 'hangup_cause_code\n4000\n' >good.csv
	ends 2 "$HANGUP" stats good.csv nosuch.csv .
	[ "${lines[0]}" = '1 of 3 files: 1 call record, by hangup_cause_code' ]
}

@test "by hour, by day, against and only, as SQLite counts" {
	"$HANGUP" list -f csv >causes.csv
	by_length 10000 20000 100000
	awk -v calls="$REPLY" -v FS='","|,' 'BEGIN {
		srand(11)
		while ((getline <"causes.csv") > 0) if ($1 ~ /^[0-9]/) codes[n++] = $1
		for (file = 0; file < 2; file++) {
			name = file ? "now.csv" : "before.csv"
			print "hangup_cause_code,end_time,carrier" >name
			for (i = 0; i < calls; i++) {
				code = codes[int(rand() * rand() * (n - file))]
				if (rand() < 0.1) code = 9000 + int(rand() * 30)
				if (file && rand() < 0.08) code = 3130
				time = sprintf("2026-%02d-%02d %02d:30:00", 1 + int(rand() * 2), 1 + int(rand() * 28), int(rand() * 24))
				if (rand() < 0.01) time = "soon"
				print code "," time "," (rand() < 0.01 ? "" : "c" int(rand() * rand() * 200)) >name
			}
		}
	}'
	query() {
		sqlite3 :memory: '.mode csv' '.separator "," "\n"' '.import now.csv r' '.import before.csv b' '.import causes.csv c' "$1"
	}
	counts="coalesce(c.action, 'fix') <> 'none' AND hangup_cause_code NOT IN ('3000', '3010', '3100', '3110', '6010', '9110')"
	for step in 'minute 16' 'hour 13 :00' 'day 10' carrier; do
		read -r by length rest <<<"$step"
		time="CASE WHEN end_time LIKE '2026%' THEN substr(end_time, 1, ${length:-0}) || '$rest' END"
		[ "$by" != carrier ] || time="CASE WHEN carrier <> '' THEN carrier END"
		query "WITH j AS (SELECT $time AS t, hangup_cause_code AS code, c.cause AS cause, $counts AS f
				FROM r LEFT JOIN c ON c.code = r.hangup_cause_code),
			m AS (SELECT t, code, cause, row_number() OVER (PARTITION BY t ORDER BY count(*) DESC, CAST(code AS int)) AS n
				FROM j WHERE f GROUP BY t, code)
			SELECT j.t, count(*), sum(f), printf('%.6f', sum(f) * 1.0 / count(*)), m.code, m.cause
				FROM j LEFT JOIN m ON m.t IS j.t AND m.n = 1 GROUP BY j.t ORDER BY j.t IS NULL, j.t" | tr -d '"' >wanted
		"$HANGUP" stats --by "$by" -f csv now.csv 2>/dev/null | sed 1d | tr -d '"' | grep -v ',0,0,,,$' >found
		if [ "$by" = carrier ]; then
			sort -o wanted wanted
			sort -o found found
		fi
		# a share that lies between two last digits is rounded either way
		awk -F, -v OFS=, '{ $4 = substr($4, 1, 7); print }' wanted | diff - <(awk -F, -v OFS=, '{ $4 = substr($4, 1, 7); print }' found)
		[ "$(wc -l <wanted)" -gt 50 ]
	done
	query "SELECT code, (SELECT count(*) FROM b WHERE hangup_cause_code = k.code), (SELECT count(*) FROM r WHERE hangup_cause_code = k.code)
		FROM (SELECT hangup_cause_code AS code FROM r UNION SELECT hangup_cause_code FROM b) k" | sort >wanted
	"$HANGUP" stats -f json --against before.csv now.csv 2>/dev/null |
		jq -r '.[] | [.code, .calls_before, .calls] | map(tostring) | join(",")' | sort | diff wanted -
	"$HANGUP" stats -f json --against before.csv now.csv 2>/dev/null | jq -e 'all(.[]; (.share - .share_before - .change | fabs) < 0.000002) and
		(map(.changed) | any) and (map(.changed | not) | any)'
	query "SELECT c.\"group\", count(*) FROM r JOIN c ON c.code = r.hangup_cause_code WHERE c.action = 'fix' GROUP BY 1" | tr -d '"' | sort >wanted
	"$HANGUP" stats -f json --by group --only fix now.csv 2>/dev/null | jq -r '.[] | "\(.group),\(.calls)"' | sort | diff wanted -
}

@test "the samples: two days with a fault, from a script" {
	samples=$BATS_TEST_DIRNAME/../../samples
	cp "$samples/make-days" .
	./make-days
	cmp monday.csv "$samples/monday.csv"
	cmp tuesday.csv "$samples/tuesday.csv"
	COLUMNS=80 LC_ALL=C.UTF-8 shown stats-since 0 stats --by hour tuesday.csv
	COLUMNS=80 LC_ALL=C.UTF-8 shown stats-changed 0 stats --against monday.csv tuesday.csv
	ends 1 "$HANGUP" stats --against monday.csv --max fix,support=+2% --min calls=100 tuesday.csv
	ends 0 "$HANGUP" stats --against monday.csv --max fix,support=+2% --min calls=100 monday.csv
	[ -z "$stderr" ]
}

@test "by hour, in JSON and in text" {
	local hours='time,calls,failed,share,code,cause
2026-11-10 09:00,1,0,0.000000,,
2026-11-10 10:00,1,1,1.000000,3130,Spam block'
	printf '%s\n' '{"end_time":"2026-11-10 09:04:30","hangup_cause_code":3010}' \
		'{"hangup_cause_code":3130,"end_time":"2026-11-10T10:59:59"}' >in
	expect 0 "$hours" '' stats -f csv --by hour
	printf '%s\n' 'HangupCauseCode=3010 EndTime="2026-11-10 09:59:59"' \
		'EndTime="2026-11-10 10:00:00" x HangupCauseCode=3130' >in
	expect 0 "$hours" '' stats -f csv --by hour
}

@test "against a file with a malformed line: it is said, and not counted" {
	printf '%s\n' hangup_cause_code,x 3010,1 '3130,"a"b' 3010,2 >before.csv
	printf '%s\n' hangup_cause_code 3010 >now.csv
	ends 2 "$HANGUP" stats -f csv --against before.csv now.csv
	[ "${lines[1]}" = '3010,Busy Line,Call Rejections,retry,ok,2,1,1.000000,1.000000,0.000000,false,,voice' ]
	[ ${#lines[@]} = 2 ]
	grep -q '^hangup: before.csv:3: malformed line' <<<"$stderr"
}

@test "a change of less than 0.1 points that is no chance" {
	local calls
	for calls in 10 50; do
		awk -v calls=$calls 'BEGIN { print "hangup_cause_code"; while (i < 100000) print i++ < calls ? 3130 : 4000 }' >$calls.csv
	done
	run -0 "$HANGUP" stats --against 10.csv 50.csv
	grep -qE '^3130 .* fix +<0\.1 % +0\.1 % +\+0\.04 +50$' <<<"$output"
	run -1 "$HANGUP" stats --against 10.csv --max 3130=+0.03% 50.csv
	run -0 "$HANGUP" stats --against 10.csv --max 3130=+0.05% 50.csv
}

@test "which: a range that ends before it begins, and more of them than there may be" {
	printf '%s\n' hangup_cause_code 3010 >in
	expect 2 '' "hangup: --only: the range '3050-3000' ends before it begins" stats --only 3050-3000
	ends 0 "$HANGUP" stats -f csv --only "$(seq -s, 3000 3031)" in
	[ "${lines[1]}" = '3010,Busy Line,Call Rejections,retry,ok,1,1.000000,,voice' ]
	ends 2 "$HANGUP" stats --only "$(seq -s, 3000 3032)" in
	[ -z "$output" ]
}

@test "text has no columns, of which another might be that of the codes" {
	for code in 4240 abc ''; do
		printf 'x HangupCauseCode=%s&CallUUID=a\n' "$code" >in
		ends 0 "$HANGUP" stats <in
		[[ $stderr != *column* ]]
	done
	printf 'hangup_cause_code\n4240\n' >in
	ends 0 "$HANGUP" stats <in
	[[ $stderr == *'perhaps "hangup_cause_code" is not the column'* ]]
}

@test "the heading says of a file of trunks' calls alone that they are" {
	printf 'hangup_cause_code,trunk_domain\n4410,a\n3010,a\n,a\n' >in
	ends 0 "$HANGUP" stats <in
	[ "${lines[0]}" = 'standard input: 3 call records of SIP trunks, by hangup_cause_code' ]
	# a code that is not known, or none, says nothing else
	for line in 9999,a x,a; do
		echo "$line" >last
		ends 0 "$HANGUP" stats <(cat in last)
		[[ "${lines[0]}" = *': 4 call records of SIP trunks, by hangup_cause_code' ]]
	done
	for line in "3010," "9999,"; do
		echo "$line" >last
		ends 0 "$HANGUP" stats <(cat in last)
		[[ "${lines[0]}" = *': 4 call records, by hangup_cause_code' ]]
	done
}
