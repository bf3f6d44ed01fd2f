#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# annotate on CSV files, as people meet it: what the worked cases of tests/data do not reach.
#
# shellcheck disable=SC1003,SC2015,SC2016,SC2059,SC2094,SC2153,SC2154 # inner shells expand $0; bats sets $stderr

load common

NEW=plivo_cause,plivo_group,plivo_action,plivo_status
SPAM='3130,Spam block,Carrier Errors,fix,ok'
NORMAL='4000,Normal Hangup,Normal Completions,none,ok'

# file NAME TEXT: a file with the escapes of printf.
file() {
	printf "$2" >"$1"
}

# writes TEXT ARGUMENT...: status 0, nothing on stderr, and on stdout exactly this, with the escapes of printf.
writes() {
	local wanted=$1 status=0
	shift
	"$HANGUP" annotate "$@" </dev/null >.out 2>.err || status=$?
	diff -u --label wanted --label stdout <(printf "$wanted") .out && [ ! -s .err ] && [ "$status" = 0 ] || {
		printf 'hangup annotate %s: status %s\n' "$*" "$status"
		cat .err
		return 1
	}
}

# refuses MESSAGE ARGUMENT...: status 2, nothing on stdout.
refuses() {
	local message=$1
	shift
	expect 2 '' "$message" annotate "$@"
}

# Several files

@test "several files: one mark, one header, a missing last newline supplied in that file's style" {
	file lf 'id,hangup_cause_code\n1,3130'
	file crlf 'id,hangup_cause_code\r\n2,4000'
	file cr 'id,hangup_cause_code\r3,0'
	file mark '\xef\xbb\xbfid,hangup_cause_code\n4,3130\n'
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n4,$SPAM\n" lf mark
	writes "id,hangup_cause_code,$NEW\r\n2,$NORMAL\r\n4,$SPAM\n" crlf mark
	writes "\xef\xbb\xbfid,hangup_cause_code,$NEW\n4,$SPAM\n2,$NORMAL\r\n1,$SPAM" mark crlf lf
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n3,0,Unknown,Canceled Calls,fix,ok\r4,$SPAM\n" lf cr mark
	file header 'id,hangup_cause_code\n'
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n4,$SPAM\n" lf header mark header
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n2,$NORMAL\r\n3,0,Unknown,Canceled Calls,fix,ok\r1,$SPAM" lf crlf cr lf
}

@test "several files: a header that comes in two pieces, CR and LF apart, is passed over all the same" {
	file one 'id,hangup_cause_code\r\n1,3130\r\n'
	{
		printf 'id,hangup_cause_code\r'
		sleep 0.3
		printf '\n2,4000\r\n'
	} | "$HANGUP" annotate one - >out
	cmp out <(printf "id,hangup_cause_code,$NEW\r\n1,$SPAM\r\n2,$NORMAL\r\n")
}

@test "a word of capitals names no cause: not beside a source carrier, not where a cell has moved" {
	file a.csv 'hangup_cause_code,hangup_cause_name,hangup_source\n3000,NO_ANSWER,carrier\n3000,no_answer,carrier\n3000,NO_ANSWER,Carrier,x\n3000,NO_ANSWER,Carrier\n'
	ends 0 "$HANGUP" annotate --add status a.csv
	[ "${lines[1]}" = 3000,NO_ANSWER,carrier,mismatch ]
	[ "${lines[2]}" = 3000,no_answer,carrier,ok ]
	[ "${lines[3]}" = 3000,NO_ANSWER,Carrier,ragged,x ]
	[ "${lines[4]}" = 3000,NO_ANSWER,Carrier,ok ]
}

@test "bad input of trunks: what contradicts, what is open, what no table has, to the byte" {
	file a 'hangup_cause_code,hangup_cause_name,hangup_source\n3020,user_busy,\n3010,Busy Line,customer\n3010,,carrier\n9999,,carrier\n3010,nobodys_name,\n3130,rtp_timeout,\n4410,,\nuser_busy,,\nnormal_hangup,,customer\n'
	expect 0 'hangup_cause_code,hangup_cause_name,hangup_source,plivo_status
3020,user_busy,,mismatch
3010,Busy Line,customer,mismatch
3010,,carrier,mismatch
9999,,carrier,unknown
3010,nobodys_name,,mismatch
3130,rtp_timeout,,unknown
4410,,,unknown
user_busy,,,invalid
normal_hangup,,customer,invalid' "hangup: a: 9 records: 0 ok, 3 unknown, 4 mismatch, 2 invalid
hangup: a:5: first of 3 with a code that is not in its table of $DATE: 3130 (1), 4410 (1), 9999 (1)
hint: 3130 is known in Voice (Spam block): --table voice, if these are its calls
hangup: a:2: first of 4 whose name contradicts the code: 3020 \"user_busy\"
hangup: a:9: first of 2 that are neither a code nor the name of a cause: \"user_busy\"
hint: --table trunk takes them for calls of SIP trunks
hangup: a: no record has a known code: perhaps \"hangup_cause_code\" is not the column of the codes
hint: choose another with -c NAME or -c N" annotate --add status a
	file b 'hangup_cause_code,hangup_source\n3010,carrier\n4410,carrier\n3130,carrier\n4000,zentrunk\n4000,Callee\n'
	expect 0 'hangup_cause_code,hangup_source,plivo_cause,plivo_table
3010,carrier,,
4410,carrier,user_busy,trunk
3130,carrier,Spam block,voice
4000,zentrunk,bad_request,trunk
4000,Callee,Normal Hangup,voice' 'hangup: b: 5 records: 4 ok, 1 mismatch
hangup: b:3: first of 2 answered from the table of SIP trunks: hangup_source "carrier"
hangup: b:2: of which nothing tells whether they are of Voice or of a SIP trunk: 3010 "carrier"
hint: --table voice or --table trunk says which calls these are' annotate --add cause,table b
}

# The closing lines

@test "closing lines: silence when everything is ok; the figures on a terminal all the same" {
	file a.csv 'id,hangup_cause_code\n1,3130\n'
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n" a.csv
	script -qec "$(printf %q "$HANGUP") annotate a.csv >out" /dev/null </dev/null >terminal
	[ "$(tr -d '\r' <terminal)" = 'hangup: a.csv: 1 record: 1 ok' ]
}

@test "closing lines: of each kind one, with the first place, for one and for many" {
	file one 'id,hangup_cause_code,hangup_cause_name,note\n1,4000,,\n"a\nb",3130,no_such_name,\n\n3,3131,,\n4,nope,,\n5\n6,,,,\n"7"x\n'
	file many 'id,hangup_cause_code,hangup_cause_name,note\n1,4000,,\n'
	for i in 1 2 3; do
		printf '"a\nb",3130,Busy Line,\n\n3,313%s,,\n4,0x%s,,\n5\n6,,,,\n"7"x\n' $i $i >>many
	done
	"$HANGUP" annotate one 2>err >out || [ $? = 2 ]
	diff - err <<END
hangup: one: 6 records: 1 ok, 2 empty, 1 unknown, 1 mismatch, 1 invalid, 1 malformed line
hangup: one:6: a code that is not in the table of $DATE: 3131
hangup: one:3: the name contradicts the code: 3130 "no_such_name"
hangup: one:7: neither a code nor the name of a cause: "nope"
hangup: one:8: first of 2 short or long records (1 short, 1 long): 1 field where the header has 4
hangup: one:10: malformed line, copied as it was: text after a closing quote
END
	"$HANGUP" annotate many 2>err >out || [ $? = 2 ]
	diff - err <<END
hangup: many: 16 records: 1 ok, 6 empty, 3 unknown, 3 mismatch, 3 invalid, 3 malformed lines
hangup: many:6: first of 3 with a code that is not in the table of $DATE: 3131 (1), 3132 (1), 3133 (1)
hangup: many:3: first of 3 whose name contradicts the code: 3130 "Busy Line"
hangup: many:7: first of 3 that are neither a code nor the name of a cause: "0x1"
hangup: many:8: first of 6 short or long records (3 short, 3 long): 1 field where the header has 4
hangup: many:10: first of 3 malformed lines, copied as they were: text after a closing quote
END
}

@test "closing lines: short records alone, a long one alone" {
	file short 'a,b,hangup_cause_code\n1,2,4000\n1\n1\n'
	file long 'hangup_cause_code\n4000, \n'
	expect 0 "a,b,hangup_cause_code,$NEW
1,2,$NORMAL
1,,,,,,empty
1,,,,,,empty" 'hangup: short: 3 records: 1 ok, 2 empty
hangup: short:3: first of 2 short records: 1 field where the header has 3' annotate short
	expect 0 "hangup_cause_code,$NEW
$NORMAL, " 'hangup: long: 1 record: 1 ok
hangup: long:2: a long record: 2 fields where the header has 1' annotate long
}

@test "closing lines: rows with a cell too many" {
	file ragged 'n,hangup_cause_code\nRoe, Jane,0\n'
	local hint='hint: a cell has moved: look for a delimiter in a field that is not quoted'
	expect 0 "n,hangup_cause_code,$NEW
Roe, Jane,,,,ragged,0" "hangup: ragged: 1 record: 0 ok, 1 ragged
hangup: ragged:2: a record with more fields than the header, not explained: 3 fields
$hint
hangup: ragged:2: a long record: 3 fields where the header has 2
hangup: ragged: no record has a known code: perhaps \"hangup_cause_code\" is not the column of the codes
hint: choose another with -c NAME or -c N" annotate ragged
	file several 'n,hangup_cause_code\nRoe, Jane,0\na,3130\nDoe, Joe,0\n'
	expect 1 "n,hangup_cause_code,$NEW
Roe, Jane,,,,ragged,0
a,$SPAM
Doe, Joe,,,,ragged,0" "hangup: several: 3 records: 1 ok, 2 ragged
hangup: several:2: first of 2 with more fields than the header, not explained: 3 fields
$hint
hangup: several:2: first of 2 long records: 3 fields where the header has 2" annotate --strict several
}

@test "closing lines: counts have commas, a table that settles it is the hint" {
	{
		echo id,hangup_cause_code,hangup_cause_name
		yes x,4000, | head -n 97838
		yes x,, | head -n 320
		yes x,4240, | head -n 201
		yes x,4250, | head -n 13
		yes x,3010,no_such_name | head -n 39
		yes x,3010,normal_hangup | head -n 1
	} >cdr.csv
	"$HANGUP" annotate cdr.csv 2>err >out
	diff - err <<END
hangup: cdr.csv: 98,412 records: 97,839 ok, 320 empty, 214 unknown, 39 mismatch
hangup: cdr.csv:98413: a record answered from the table of SIP trunks: hangup_cause_name "normal_hangup"
hangup: cdr.csv:98160: first of 214 with a code that is not in the table of $DATE: 4240 (201), 4250 (13)
hangup: cdr.csv:98374: first of 39 whose name contradicts the code: 3010 "no_such_name"
hint: --table trunk takes them for calls of SIP trunks
END
	[ "$(sed 's/,[^,]*,[^,]*,[^,]*,[^,]*$//' out | cmp - cdr.csv)" = '' ]
	file names 'hangup_cause_code,hangup_cause_name\n3020,Busy Line\n4000,\n'
	expect 0 "hangup_cause_code,hangup_cause_name,$NEW
3020,Busy Line,,,,mismatch
4000,,${NORMAL#4000,}" 'hangup: names: 2 records: 1 ok, 1 mismatch
hangup: names:2: the name contradicts the code: 3020 "Busy Line"' annotate names
}

@test "closing lines: how many --only has chosen of how many" {
	file a 'code\n3130\n4000\n4240\n'
	for case in 3130,4240:2 support:0 ok,unknown:3; do
		chosen=${case#*:}
		"$HANGUP" annotate -c code --only "${case%:*}" a 2>err >out
		[ "$(wc -l <out)" = $((1 + chosen)) ]
		[ "$(head -n 1 err)" = "hangup: a: 3 records: 2 ok, 1 unknown; $chosen of 3 chosen by --only" ]
	done
	file a 'code\n"3130"x\n'
	ends 2 "$HANGUP" annotate -c code --only fix a
	[ "${stderr_lines[0]}" = 'hangup: a: 0 records: 1 malformed line' ]
	# stats counts all of them
	file a 'code\n3130\n4240\n'
	ends 0 "$HANGUP" stats -c code --only fix a
	[ "${stderr_lines[0]}" = 'hangup: a: 2 records: 1 ok, 1 unknown' ]
}

@test "closing lines: thousands of unknown codes, of which five are named: the most frequent, then the smallest" {
	{
		echo duration,x
		seq -f '%.0f,' 10000 13999
		printf '%s\n' 77777, 77777, 88888, 88888, 88888, 1000, 1000,
	} >durations
	"$HANGUP" annotate -c duration durations 2>err >out
	diff - err <<END
hangup: durations: 4,007 records: 2 ok, 4,005 unknown
hangup: durations:2: first of 4,005 with a code that is not in the table of $DATE: 88888 (3), 77777 (2), 10000 (1), 10001 (1), 10002 (1) and 3,997 more
END
	[ "$(wc -l <out)" = 4008 ]
}

@test "closing lines: nothing ok at all may be the wrong column" {
	file a 'id,hangup_cause_code\n1,\n'
	expect 0 "id,hangup_cause_code,$NEW
1,,,,,empty" 'hangup: a: 1 record: 0 ok, 1 empty
hangup: a: no record has a known code: perhaps "hangup_cause_code" is not the column of the codes
hint: choose another with -c NAME or -c N' annotate a
	echo 1,x >in
	expect 0 '1,x,,,,invalid' 'hangup: standard input: 1 record: 0 ok, 1 invalid
hangup: standard input:1: neither a code nor the name of a cause: "x"
hangup: standard input: no record has a known code: perhaps it is not the column of the codes
hint: choose another with -c NAME or -c N' annotate -H -c 2
}

@test "closing lines: where most unknown codes are under 128 they are Q.850, and no other column is looked for" {
	hint='
hint: numbers under 128 are Q.850 causes, as other systems write them: they have no mapping here'
	file a 'hangup_cause_code\n16\n127\n128\n'
	"$HANGUP" annotate a 2>err >out
	diff - err <<END
hangup: a: 3 records: 0 ok, 3 unknown
hangup: a:2: first of 3 with a code that is not in the table of $DATE: 16 (1), 127 (1), 128 (1)$hint
END
	file a 'hangup_cause_code\n16\n4240\n'
	"$HANGUP" annotate a 2>err >out
	run -1 grep Q.850 err
	grep 'perhaps "hangup_cause_code" is not' err
	echo HangupCauseCode=17 >in
	expect 0 'HangupCauseCode=17 plivo_status=unknown' \
		"hangup: standard input: 1 record: 0 ok, 1 unknown
hangup: standard input:1: a code that is not in the table of $DATE: 17$hint" annotate
}

@test "closing lines: a word of another vocabulary names the field to look at; what is shown is escaped" {
	file a 'hangup_cause_code\n4000\nNO_ANSWER\n'
	file b 'hangup_cause_code\n4000\n\x1b[31m\xff\n'
	"$HANGUP" annotate a 2>err >out
	diff - err <<END
hangup: a: 2 records: 1 ok, 1 invalid
hangup: a:3: neither a code nor the name of a cause: "NO_ANSWER"
hint: such a word stands for several codes: look for a column HangupCauseCode
END
	"$HANGUP" annotate b 2>err >out
	run -1 grep -q $'\x1b' err
	grep -xF 'hangup: b:3: neither a code nor the name of a cause: "\x1b[31m\xff"' err
}

@test "a number with .0 is a code once, and other numbers are none" {
	printf 'hangup_cause_code,x\n%s\n' 3130.0, >a
	printf '%s,\n' 3130.0.0 .0 0.0.0 3130.0.0.0 100000 100000.0 00000100000 -0 3130.00 >>a
	"$HANGUP" annotate --add status a 2>err >out
	diff - <(sed 1d out) <<END
3130.0,,ok
$(printf '%s,,invalid\n' 3130.0.0 .0 0.0.0 3130.0.0.0 100000 100000.0 00000100000 -0 3130.00)
END
}

@test "--strict: 1 unless every record is ok or empty; malformed lines are 2 with it and without" {
	file fine 'hangup_cause_code,x\n4000,\n,\n'
	file unknown 'hangup_cause_code,x\n4000,\n9999,\n'
	file mismatch 'hangup_cause_code,hangup_cause_name\n4000,\n4000,Busy Line\n'
	file invalid 'hangup_cause_code,x\n4000,\nx,\n'
	file bad 'hangup_cause_code,x\n4000,\n"a"b,\n9999,\n'
	for name in fine:0 unknown:1 mismatch:1 invalid:1 bad:2; do
		ends "${name#*:}" "$HANGUP" annotate --strict "${name%:*}"
	done
	for name in fine:0 unknown:0 mismatch:0 invalid:0 bad:2; do
		ends "${name#*:}" "$HANGUP" annotate "${name%:*}"
	done
	file other 'a,b\n1,2\n'
	ends 2 "$HANGUP" annotate --strict unknown other
}

# Which column, which delimiter

@test "the column by -c: not empty, not 0, not past the header; a word is a name" {
	file a 'id,hangup_cause_code\n1,3130\n'
	refuses 'hangup: -c: an empty column name' -c '' a
	refuses 'hangup: -c: an empty column name' -c ' ' a
	refuses 'hangup: -c: columns are counted from 1' -c 0 a
	for value in 1,2 1-2 12:30 -2 +12; do
		refuses 'hangup: -c: one column, by its name or its number' -c "$value" a
	done
	refuses 'hangup: a: -c: no column 3, the header has 2: id, hangup_cause_code' -c 3 a
	refuses 'hangup: a: -c: no column 4000000000, the header has 2: id, hangup_cause_code' -c 4000000000 a
	refuses 'hangup: a: -c: no column past 18446744073709551615, the header has 2: id, hangup_cause_code' \
		-c 99999999999999999999999 a
	refuses 'hangup: a: -c: no column "hangup_code" among: id, hangup_cause_code
hint: the nearest is "hangup_cause_code"; choose a column with -c NAME or -c N' -c hangup_code a
	refuses 'hangup: a: -c: no column "hangup_cause_cod" among: id, hangup_cause_code
hint: the nearest is "hangup_cause_code"; choose a column with -c NAME or -c N' -c hangup_cause_cod a
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n" -c 002 a
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n" --code-column=HANGUP-cause-CODE a
	refuses 'hangup: a: --name-column: no column 7, the header has 2: id, hangup_cause_code' --name-column 7 a
	refuses 'hangup: a: --name-column: no column "x" among: id, hangup_cause_code
hint: choose a column with --name-column NAME or --name-column N' --name-column x a
}

@test "a header without the column: its names, but not endlessly many, and the nearest" {
	seq -s, -f 'column%g' 60 | sed 's/\([0-9]\)\([0-9]\)/\1_\2/g' >a
	refuses "hangup: a: no column of hangup cause codes among: $(cut -d , -f 1-40 a | sed 's/,/, /g') and 20 more
hint: choose a column with -c NAME or -c N" a
	# long names: fewer of them
	seq -s, -f "x%0200g" 60 >a
	ends 2 "$HANGUP" annotate -d , a
	[[ ${stderr%%$'\n'*} =~ \ and\ 4[0-9]\ more$ ]]
	[ "${#stderr}" -lt 1700 ]
	file a ',"",x\n'
	refuses 'hangup: a: no column of hangup cause codes among: "", "", x
hint: choose a column with -c NAME or -c N' -d , a
	file a 'id,code\n'
	refuses 'hangup: a: no column of hangup cause codes among: id, code
hint: the nearest is "code"; choose a column with -c NAME or -c N' a
}

@test "the column by -c: exact before normalised, and a name of two columns is refused" {
	file a 'code,Code,hangup_cause_code,Hangup Cause Code\n4000,3130,1,2\n'
	writes "code,Code,hangup_cause_code,Hangup Cause Code,$NEW\n4000,3130,1,2,${SPAM#3130,}\n" -c Code a
	writes "code,Code,hangup_cause_code,Hangup Cause Code,$NEW\n4000,3130,1,2,${NORMAL#4000,}\n" -c ' code ' a
	refuses 'hangup: a: cannot choose between column 1, "code", and column 2, "Code"
hint: choose one by number: -c 1 or -c 2' -c CODE a
	refuses 'hangup: a: cannot choose between column 3, "hangup_cause_code", and column 4, "Hangup Cause Code"
hint: choose one by number: -c 3 or -c 4' a
	file b 'x,x\n1,2\n'
	refuses 'hangup: b: cannot choose between column 1, "x", and column 2, "x"
hint: choose one by number: -c 1 or -c 2' -c x b
	file c 'a\xe0\xa4\x95,b\xe0\xa4\x96\n4000,2\n'
	LC_ALL=C.UTF-8 refuses $'hangup: c: -c: no column "\xe0\xa4\x97" among: a\xe0\xa4\x95, b\xe0\xa4\x96
hint: choose a column with -c NAME or -c N' -c $'\xe0\xa4\x97' c
	LC_ALL=C.UTF-8 refuses $'hangup: c: no column of hangup cause codes among: a\xe0\xa4\x95, b\xe0\xa4\x96
hint: choose a column with -c NAME or -c N' c
}

@test "the column by rule: code columns in their order, then name columns, and which was taken" {
	file a 'DialBLegHangupCauseCode,PlivoHangupCauseCode\n3130,4000\n'
	expect 0 "DialBLegHangupCauseCode,PlivoHangupCauseCode,$NEW
3130,4000,${NORMAL#4000,}" 'hangup: a: codes are taken from "PlivoHangupCauseCode", not from "DialBLegHangupCauseCode"
hint: choose with -c NAME' annotate a
	file b 'dial_bleg_hangup_cause_name,plivo_hangup_cause_name\nBusy Line,Spam block\n'
	"$HANGUP" annotate b 2>/dev/null >out
	[ "$(tail -n 1 out)" = "Busy Line,Spam block,${SPAM#3130,}" ]
	file c 'hangup_cause_name,dialbleghangupcausecode\nSpam block,4000\n'
	"$HANGUP" annotate c 2>/dev/null >out
	[ "$(tail -n 1 out)" = "Spam block,4000,${NORMAL#4000,}" ]
	file d 'id,HangupCause\n1,NORMAL_CLEARING\n'
	refuses 'hangup: d: no column of hangup cause codes among: id, HangupCause
hint: "HangupCause" has words that stand for several codes each (NORMAL_CLEARING); the column to look for is hangup_cause_code (HangupCauseCode in callbacks)' d
}

@test "line 1 that looks like data: the -H -c N to use" {
	file a '1,3130\n2,4000\n'
	refuses 'hangup: a: no column of hangup cause codes among: 1, 3130
hint: line 1 looks like data: add -H -c 2' a
	refuses 'hangup: a: -c: no column 3, the header has 2: 1, 3130
hint: line 1 looks like data: add -H -c 2' -c 3 a
	refuses 'hangup: a: -c: no column "code" among: 1, 3130
hint: line 1 looks like data: add -H -c 2' -c code a
	file c 'hangup_cause_code,3010,x\nx,3010,x\n'
	refuses 'hangup: c: no column of hangup cause codes among: hangup_cause_code, 3010, x
hint: line 1 looks like data: add -H -c 2' c
	file "it's b" 'x,x,3130\n'
	refuses "hangup: it's b: cannot choose between column 1, \"x\", and column 2, \"x\"
hint: line 1 looks like data: add -H -c 3" -c x "it's b"
	cp a in
	refuses 'hangup: standard input: no column of hangup cause codes among: 1, 3130
hint: line 1 looks like data: add -H -c 2'
}

@test "a SIP-trunk record is answered from its table, unless --table says otherwise" {
	file a 'Trunk Domain,hangup_cause_code\nx,3010\n'
	file b 'hangup_initiator,hangup_cause_code\nx,3010\n'
	expect 0 "Trunk Domain,hangup_cause_code,$NEW
x,3010,normal_hangup,Normal Hangups,none,ok" 'hangup: a: 1 record: 1 ok
hangup: a:2: a record answered from the table of SIP trunks: trunk_domain "x"' annotate a
	expect 0 "hangup_initiator,hangup_cause_code,$NEW
x,3010,normal_hangup,Normal Hangups,none,ok" 'hangup: b: 1 record: 1 ok
hangup: b:2: a record answered from the table of SIP trunks: hangup_initiator "x"' annotate -c 2 b
	writes "hangup_initiator,hangup_cause_code,$NEW\nx,3010,Busy Line,Call Rejections,retry,ok\n" --table voice b
	file c 'hangup_cause_code\n3010\n'
	expect 0 "hangup_cause_code,$NEW
3010,normal_hangup,Normal Hangups,none,ok" 'hangup: c: 1 record: 1 ok
hangup: c:2: a record answered from the table of SIP trunks: --table trunk' annotate --table trunk c
}

@test "-H: needs numbers; nothing is padded, no record is short or long, the first line is like any other" {
	file a '"x"y,1\n1,3130\n2\n3,4000,5\n'
	refuses 'hangup: -H needs -c N: without a header the column of the codes has only a number' -H a
	refuses 'hangup: -H needs -c by number: without a header "code" names no column' -H -c code a
	refuses 'hangup: -H needs --name-column by number: without a header "name" names no column' -H -c 2 --name-column name a
	expect 2 "\"x\"y,1
1,$SPAM
2,,,,empty
3,4000,5,${NORMAL#4000,}" 'hangup: a: 3 records: 2 ok, 1 empty, 1 malformed line
hangup: a:1: malformed line, copied as it was: text after a closing quote' annotate --no-header -c 2 a
	file b '1;3130;Busy Line\n'
	"$HANGUP" annotate -H -c 2 -d ';' --name-column 3 b 2>/dev/null >out
	[ "$(cat out)" = '1;3130;Busy Line;;;;mismatch' ]
	"$HANGUP" annotate -H -c 2 -d ';' --name-column none b >out
	[ "$(cat out)" = "1;3130;Busy Line;$(tr , ';' <<<"${SPAM#3130,}")" ]
	file c '1;3130\n'
	"$HANGUP" annotate -H -c 2 c 2>/dev/null >out
	[ "$(cat out)" = '1;3130,,,,empty' ]
	file d '1,3130'
	writes "1,$SPAM\n1,$SPAM" -H -c 2 d d
}

@test "-d: what can delimit and what cannot; else the header tells" {
	file a 'id:hangup_cause_code\n1:3130\n'
	for bad in '' '"' $'\r' $'\n' ' ' a Z 0 9 _ . $'\xc3\xa9' ';;' tabs; do
		shown=$bad
		[ "$bad" != $'\r' ] || shown='\r'
		[ "$bad" != $'\n' ] || shown='\n'
		LC_ALL=C.UTF-8 refuses "hangup: -d: \"$shown\" cannot delimit fields: give one character, such as ; or |, or the word tab" -d "$bad" a
	done
	for good in : ';' '|' ',' '~' '(' "'" '\' / $'\x01' -; do
		printf 'id%shangup_cause_code\n1%s3130\n' "$good" "$good" >b
		"$HANGUP" annotate -d "$good" --add status b >out
		printf 'id%shangup_cause_code%splivo_status\n1%s3130%sok\n' "$good" "$good" "$good" "$good" | cmp - out
	done
	file tabs 'id\thangup_cause_code\n1\t3130\n'
	for tab in tab '\t' $'\t' TAB; do
		writes 'id\thangup_cause_code\tplivo_status\n1\t3130\tok\n' -d "$tab" --add status tabs
	done
	writes 'id\thangup_cause_code\tplivo_status\n1\t3130\tok\n' -c 2 --add status tabs
	file bar 'a,b|hangup_cause_code\n1|3130\n'
	writes 'a,b|hangup_cause_code|plivo_status\n1|3130|ok\n' --add status bar
	file single 'hangup_cause_code\n3130\n'
	writes 'hangup_cause_code,plivo_status\n3130,ok\n' -c 1 --add status single
	file both 'a;b,c\n1;2,3130\n'
	writes 'a;b,c,plivo_status\n1;2,3130,ok\n' -c 2 --add status both
	file semicolons 'code;x\n3130;1,5\n'
	writes 'code;x;plivo_status\n3130;1,5;ok\n' -c 1 --add status semicolons
}

@test "-d, -c N and sep= say CSV: cells with other delimiters, rules before the header, a brace" {
	file other 'code;x,a\n3010,1\n'
	writes 'code;x,a,plivo_status\n3010,1,ok\n' --add status -d , -c 'code;x' other
	file rules '+----+------+\n| id | code |\n+----+------+\n|  1 | 3130 |\n+----+------+\n2 rows in set (0.00 sec)\n'
	"$HANGUP" annotate --add status -c 3 rules 2>err >out
	diff -u - out <<-'END'
		+----+------+
		| id | code ||plivo_status
		+----+------+
		|  1 | 3130 ||ok
		+----+------+
		2 rows in set (0.00 sec)
	END
	[ "$(<err)" = 'hangup: rules: the header is line 2; what stands before it is not counted' ]
	file rule '====\na\n3130\n'
	"$HANGUP" annotate --add status -c 1 rule 2>err >out
	[ "$(head -n 1 out)" = '====,plivo_status' ]
	file brace 'sep=,\n{"a":1},hangup_cause_code\n1,3130\n'
	writes 'sep=,\n{"a":1},hangup_cause_code,plivo_status\n1,3130,ok\n' --add status brace
}

@test "JSON: of two keys that may each be the name's or the source's none is taken" {
	for key in hangup_source hangup_cause_name hangup_cause; do
		printf '{"hangup_cause_code":3010,"%s":"x","%s":"y"}\n' $key $key >in
		ends 2 "$HANGUP" annotate in
		[[ $output == "$(cat in)" && $stderr == *': two keys may each be that of the '* ]]
	done
}

@test "JSON: of two keys that may each be the code's none is missing" {
	local message='hangup: standard input: 0 records: 1 malformed line
hangup: standard input:1: malformed line, copied as it was: two keys may each be that of the code: choose with -c NAME'
	echo '{"hangup_cause_code":3010,"HangupCauseCode":3010}' >in
	expect 2 "$(cat in)" "$message" annotate
	echo '{"co-de":3010,"Code":3010}' >in
	expect 2 "$(cat in)" "$message" annotate -c code
	# but one that is in no record is
	echo '{"hangup_cause_code":3010}' >in
	ends 2 "$HANGUP" annotate --source-column s in
	[[ $stderr == *'no record has a key "s" among: '* ]]
}

@test "another header, as where files were joined: what stands behind it is read by it" {
	file joined 'hangup_cause_code,n\n3010,1\nn,hangup_cause_code\n3130,3010\n4000,3020\nhangup_cause_code,n\n4000,2\n'
	expect 0 'hangup_cause_code,n,plivo_cause,plivo_status
3010,1,Busy Line,ok
n,hangup_cause_code,plivo_cause,plivo_status
3130,3010,Busy Line,ok
4000,3020,Rejected,ok
hangup_cause_code,n,plivo_cause,plivo_status
4000,2,Normal Hangup,ok' 'hangup: joined:3: first of 2 headers further down, as where files were joined: each names the columns behind it' \
		annotate --add cause,status joined
	# a later file has the first one's header again, whatever the last was
	file later 'hangup_cause_code,n\n3010,x\n'
	file moved 'hangup_cause_code,n\nn,hangup_cause_code\n3130,3010\n'
	"$HANGUP" annotate --add status moved later 2>/dev/null >out
	[ "$(tail -n 2 out)" = $'3130,3010,ok\n3010,x,ok' ]
	# whose columns cannot be told: two of one name, a name that is to be added
	for header in hangup_cause_code,hangup_cause_code hangup_cause_code,plivo_status; do
		file joined "hangup_cause_code,n\n3010,1\n$header\n3130,3130\n"
		ends 0 "$HANGUP" annotate --add status joined
		[ "${lines[3]}" = 3130,3130,ragged ]
	done
	# of files that call their codes otherwise; what a client wrote beside a call is no header
	for header in n,termination_cause_code 'n,"Hangup Code"' 'x,SIPcode'; do
		file joined "n,hangup_cause_code\nx,3010\n$header\nx,3000\n"
		ends 0 "$HANGUP" annotate --add status joined
		[ "${lines[3]}" = x,3000,ragged ]
	done
	file joined 'hangup_cause_code,n\n3010,1\nno code,2\n3000,x\n'
	ends 0 "$HANGUP" annotate --add status joined
	[ "${lines[3]}" = 3000,x,ok ]
	file joined 'hangup_cause_code,n\n3010,1\nhangup_cause_code,m\n3130,x\n'
	ends 0 "$HANGUP" annotate --add status joined
	[ "${lines[3]}" = 3130,x,ok ]
	file joined 'code,n\n3010,1\nn,code\n3130,3010\n'
	ends 0 "$HANGUP" annotate -c code --add status joined
	[ "${lines[3]}" = 3130,3010,ok ]
	file joined 'code,n\n3010,1\ncode,code\n3130,3010\n'
	ends 0 "$HANGUP" stats -c code joined
	[[ $output == *'(behind another header)'* ]]
}

@test "headers: quoted with a mark, doubled, malformed, missing" {
	file a '\xef\xbb\xbf"id","hangup_cause_code"\r\n"1","3130"\r\n'
	writes "\xef\xbb\xbf\"id\",\"hangup_cause_code\",$NEW\r\n\"1\",\"3130\",${SPAM#3130,}\r\n" a
	file b 'id,hangup_cause_code\nid,hangup_cause_code\n1,3130\n'
	expect 0 "id,hangup_cause_code,$NEW
id,hangup_cause_code,$NEW
1,$SPAM" 'hangup: b:2: a header further down, as where files were joined: it names the columns behind it' annotate b
	local hint='hint: correct that line, or say what stands between its fields with -d'
	file c '\n\n"a"b,hangup_cause_code\n1,3130\n'
	refuses "hangup: c:3: the header is malformed: text after a closing quote
$hint" c
	file d '"a,hangup_cause_code\n1,3130\n'
	refuses "hangup: d:1: the header is malformed: a quote that is never closed
$hint" d
	head -c 65537 /dev/zero | tr '\0' x >e
	refuses "hangup: e:1: the header is malformed: it is over 64 KiB, or a quote in it is not closed
$hint" -d , e
	{
		echo id,hangup_cause_code
		echo 1,3130
		cat c
	} >f
	expect 2 "id,hangup_cause_code,$NEW
1,$SPAM" "hangup: c:3: the header is malformed: text after a closing quote
$hint" annotate <(printf 'id,hangup_cause_code\n1,3130\n') c
}

@test "an annotated file is not annotated again, unless the prefix is another" {
	file a 'hangup_cause_code\n3130\n'
	"$HANGUP" annotate a >b
	refuses 'hangup: b: the header already has a column "plivo_cause"
hint: has it been annotated before? --prefix TEXT names the new columns differently' b
	writes "hangup_cause_code,$NEW,again_status\n$SPAM,ok\n" --prefix again_ --add status b
}

# What is added

@test "--add: any of the columns, in any order, or all; unknown, empty and repeated ones are refused" {
	file a 'hangup_cause_code\n2020\n4240\n'
	"$HANGUP" annotate --add all a 2>/dev/null >out
	"$HANGUP" lookup -f csv --columns cause,group,action,description,next_steps,url,table 2020 | tail -n 1 >row
	IFS= read -r row <row
	diff out - <<END
hangup_cause_code,plivo_cause,plivo_group,plivo_action,plivo_status,plivo_description,plivo_next_steps,plivo_url,plivo_table
2020,$(sed -E 's/^("[^"]*"|[^,]*),("[^"]*"|[^,]*),([^,]*),/\1,\2,\3,ok,/' <<<"$row")
4240,,,,unknown,,,,
END
	"$HANGUP" annotate --add 'url, status' a 2>/dev/null | head -n 1 >out
	[ "$(cat out)" = hangup_cause_code,plivo_url,plivo_status ]
	local valid='(valid: cause, group, action, status, description, next_steps, url, table, all)'
	refuses "hangup: unknown column to add '' $valid" --add '' a
	refuses "hangup: unknown column to add '' $valid" --add cause, a
	refuses "hangup: unknown column to add 'causes'; did you mean cause?" --add status,causes a
	refuses "hangup: column to add 'cause' is given twice" --add cause,status,cause a
	refuses 'hangup: --add: all stands for every column, alone' --add all,cause a
	refuses 'hangup: --add: all stands for every column, alone' --add cause,all a
}

@test "--prefix: nothing that would need quotes, and nothing the header has" {
	file a 'hangup_cause_code,status\n3130,x\n'
	writes 'hangup_cause_code,status,x cause\n3130,x,Spam block\n' --prefix 'x ' --add cause a
	writes 'hangup_cause_code,status,cause\n3130,x,Spam block\n' --prefix '' --add cause a
	refuses 'hangup: a: the header already has a column "status"
hint: has it been annotated before? --prefix TEXT names the new columns differently' --prefix '' a
	refuses 'hangup: --prefix: "a"b" holds a quote or a control character' --prefix 'a"b' a
	refuses 'hangup: --prefix: "a\tb" holds a quote or a control character' --prefix $'a\tb' a
	refuses 'hangup: --prefix: "\n" holds a quote or a control character' --prefix $'\n' a
	refuses 'hangup: --prefix: "\x7f" holds a quote or a control character' --prefix $'\x7f' a
	refuses 'hangup: --prefix: longer than 64 bytes' --prefix "$(printf %065d 1)" a
	refuses 'hangup: a: --prefix: "a,b" holds the delimiter' --prefix a,b a
	refuses 'hangup: --prefix: "a:b" holds the delimiter' --prefix a:b -d : no-such-file
	refuses 'hangup: --prefix: "a,b" holds the delimiter' --prefix a,b -H -c 1 no-such-file
}

@test "usage errors come before any input is read" {
	file a 'hangup_cause_code\n3130\n'
	for arguments in '-c 0' '-d x' '--add nope' '-H' '--bad' '--delimiter=a'; do
		# shellcheck disable=SC2086
		ends 2 "$HANGUP" annotate $arguments no-such-file a
		[ "$output" = '' ]
		run -1 grep -q no-such-file <<<"$stderr"
	done
}

# Inputs that are refused or passed over

@test "no record at all: everything passes, and nothing is said" {
	: >empty
	file blank '\xef\xbb\xbf \r\n\t\n\r'
	writes '' empty
	writes '\xef\xbb\xbf \r\n\t\n\r' blank
	writes '' empty empty
	writes '' -H -c 2 empty
	file a 'hangup_cause_code\n3130\n'
	writes "hangup_cause_code,$NEW\n$SPAM\n" empty a empty
	file only 'id,hangup_cause_code'
	writes "id,hangup_cause_code,$NEW" only
	writes "id,hangup_cause_code,$NEW" only only
}

@test "several files: another header, a missing file, a directory: said, passed over, 2" {
	file a 'id,hangup_cause_code\n1,3130\n'
	file b 'x,hangup_cause_code\n2,3130\n'
	file c ' id ,"hangup_cause_code"\n3,4000\n'
	mkdir dir
	expect 2 "id,hangup_cause_code,$NEW
1,$SPAM
3,$NORMAL" "hangup: b: its header differs from the first file's: skipped
hangup: missing: cannot be opened: No such file or directory
hangup: dir: is a directory
hint: name the files in it: hangup annotate FILE..." annotate a b missing dir c
	printf 'id,hangup_cause_code\n9,0\n' >in
	expect 0 "id,hangup_cause_code,$NEW
9,0,Unknown,Canceled Calls,fix,ok
1,$SPAM" '' annotate - a
	file d 'id,hangup_cause_code\n1,9999\n'
	expect 0 "id,hangup_cause_code,$NEW
1,$SPAM
1,9999,,,,unknown
1,9999,,,,unknown" "hangup: 3 files: 3 records: 1 ok, 2 unknown
hangup: d:2: first of 2 with a code that is not in the table of $DATE: 9999 (2)" annotate a d d
}

@test "an unreadable file" {
	file a 'id,hangup_cause_code\n'
	chmod 0 a
	# Root reads everything, unless it has lost its capabilities.
	local wrapper=()
	[ ! -r a ] || wrapper=(setpriv --bounding-set=-all --inh-caps=-all)
	ends 2 "${wrapper[@]}" "$HANGUP" annotate a
	[ "$output" = '' ]
	[ "$stderr" = 'hangup: a: cannot be opened: Permission denied' ]
}

@test "compressed, zipped and wide inputs: the command that makes them readable" {
	file a 'id,hangup_cause_code\n1,3130\n'
	gzip <a >a.gz
	refuses 'hangup: a.gz: is gzip-compressed
hint: zcat a.gz | hangup annotate' a.gz
	cp a.gz in
	refuses 'hangup: standard input: is gzip-compressed
hint: zcat | hangup annotate'
	printf 'BZh91AY&SY\x05' >a.bz2
	refuses 'hangup: a.bz2: is bzip2-compressed
hint: bzcat a.bz2 | hangup annotate' a.bz2
	printf '\xfd7zXZ\x00\x00' >a.xz
	refuses 'hangup: a.xz: is xz-compressed
hint: xzcat a.xz | hangup annotate' a.xz
	printf '\x28\xb5\x2f\xfd\x04' >'a b.zst'
	refuses "hangup: a b.zst: is zstd-compressed
hint: zstdcat 'a b.zst' | hangup annotate" 'a b.zst'
	printf 'PK\x03\x04\x14' >a.zip
	cp a.zip Book.XLSX
	refuses 'hangup: a.zip: is a zip archive
hint: unzip -p a.zip | hangup annotate' a.zip
	refuses 'hangup: Book.XLSX: is a zip archive
hint: a spreadsheet: save it as CSV' Book.XLSX
	for encoding in UTF-16LE UTF-16BE UTF-32LE UTF-32BE; do
		iconv -f UTF-8 -t $encoding a >wide
		refuses "hangup: wide: is ${encoding%?E} text
hint: iconv -f $encoding -t UTF-8 wide | hangup annotate" wide
		printf '\xef\xbb\xbf' | cat - a | iconv -f UTF-8 -t $encoding >wide
		refuses "hangup: wide: is ${encoding%?E} text
hint: iconv -f ${encoding%?E} -t UTF-8 wide | hangup annotate" wide
	done
	file bzh 'BZhours,hangup_cause_code\n1,3130\n'
	writes 'BZhours,hangup_cause_code,plivo_status\n1,3130,ok\n' --add status bzh
}

@test "no operand on a terminal, a directory, an input that cannot be read" {
	script -qec "$(printf %q "$HANGUP") annotate; echo \$?" /dev/null </dev/null >terminal
	diff <(tr -d '\r' <terminal) - <<END
hangup: no file given, and standard input is a terminal
hint: hangup annotate FILE, or - for standard input
2
END
	mkdir dir
	refuses $'hangup: dir: is a directory\nhint: name the files in it: hangup annotate FILE...' dir
	ends 2 bash -c '"$0" annotate <&-' "$HANGUP"
	[ "$stderr" = 'hangup: standard input: cannot be read: Bad file descriptor' ]
}

@test "an output that is an input: refused, and nothing is written" {
	local same='input and output are the same file'
	file a 'hangup_cause_code\n3130\n'
	cp a b
	ends 2 bash -c '"$0" annotate b >b' "$HANGUP"
	[ "$stderr" = "hangup: b: $same"$'\n''hint: the shell has emptied it already; write to another file, then rename it' ]
	for command in '"$0" annotate b >>b' '"$0" annotate a b >>b'; do
		cp a b
		ends 2 bash -c "$command" "$HANGUP"
		grep -xF "hangup: b: $same" <<<"$stderr"
		cmp <(head -c "$(stat -c %s a)" b) a
	done
	for command in '"$0" annotate <b >>b' '"$0" annotate - <b 1<>b'; do
		cp a b
		ends 2 bash -c "$command" "$HANGUP"
		[ "$stderr" = "hangup: standard input: $same"$'\n''hint: write to another file, then rename it' ]
		cmp a b
	done
	ln a c
	ends 2 bash -c '"$0" annotate a 1<>c' "$HANGUP"
	[ "$stderr" = "hangup: a: $same"$'\n''hint: write to another file, then rename it' ]
}

# Failures of the output

@test "standard output that is full or closed: 2 and one line" {
	file a 'hangup_cause_code\n3130\n'
	ends 2 bash -c '"$0" annotate a >/dev/full' "$HANGUP"
	[ "$stderr" = 'hangup: standard output: No space left on device' ]
	ends 2 bash -c '"$0" annotate a >&-' "$HANGUP"
	[ "$stderr" = 'hangup: standard output: Bad file descriptor' ]
	yes 9999 | head -n 300000 | sed '1i hangup_cause_code' >b
	ends 2 bash -c '"$0" annotate b >/dev/full' "$HANGUP"
	[ "$stderr" = 'hangup: standard output: No space left on device' ]
}

@test "a closed pipe ends quietly, by the signal or with 2" {
	yes 3130 | head -n 300000 | sed '1i hangup_cause_code' >a
	ends 0 bash -c '"$0" annotate a | true; [ ${PIPESTATUS[0]} = 141 ]' "$HANGUP"
	[ "$output$stderr" = '' ]
	ends 0 bash -c 'trap "" PIPE; "$0" annotate a | true; [ ${PIPESTATUS[0]} = 2 ]' "$HANGUP"
	[ "$output$stderr" = '' ]
	ends 0 bash -c '"$0" annotate <(yes 3130 | sed "1i hangup_cause_code") | head -n 2' "$HANGUP"
	[ "$output" = "hangup_cause_code,$NEW"$'\n'"$SPAM" ]
	[ "$stderr" = '' ]
}

@test "a pipe that does not block and is read slowly" {
	yes 3130 | head -n 60000 | sed '1i hangup_cause_code' >a
	mkfifo pipe
	{
		sleep 0.3
		for ((i = 0; i < 5; i++)); do
			head -c 1000
			sleep 0.1
		done
		cat
	} <pipe >out &
	# A description shared with dd, which is asked to set O_NONBLOCK and leaves it so.
	{
		dd if=/dev/null oflag=nonblock status=none
		"$HANGUP" annotate a
	} >pipe
	wait $!
	"$HANGUP" annotate a | cmp - out
}

# until COMMAND...: waits for it to succeed, ten seconds at most.
until_true() {
	for ((i = 0; i < 200; i++)); do
		! "$@" || return 0
		sleep 0.05
	done
	return 1
}

# ends_with STATUS PID: of a job of this shell; `run` would wait in another.
ends_with() {
	local status=0
	wait "$2" || status=$?
	[ "$status" = "$1" ]
}

lines_are() {
	[ "$(wc -l <"$1")" = "$2" ]
}

@test "live: each call is out before the next comes in, its bad lines too" {
	file growing 'id,hangup_cause_code\n'
	mkfifo pipe
	tail -n +1 -f growing >pipe 3>&- &
	local tail=$!
	"$HANGUP" annotate <pipe >out 2>err 3>&- &
	local program=$!
	# a header waits for the first record: there are words that only look like one
	sleep 0.2
	lines_are out 0
	for ((call = 2; call < 6; call++)); do
		echo "$call,3130" >>growing
		until_true lines_are out $call
	done
	printf '6,31' >>growing
	sleep 0.2
	lines_are out 5
	printf '30\n"7"x\n' >>growing
	until_true lines_are out 7
	kill $tail
	ends_with 2 $program
	[ "$(tail -n 2 out)" = "6,$SPAM"$'\n''"7"x' ]
}

# last_is FILE TEXT: its last line.
last_is() {
	[ "$(tail -n 1 "$1")" = "$2" ]
}

@test "live text: a line that is complete is out at once, one that waits for its block no longer than a second" {
	local busy='plivo_cause="Busy Line" plivo_group="Call Rejections" plivo_action=retry plivo_status=ok'
	: >growing
	: >out
	mkfifo pipe
	tail -n +1 -f growing >pipe 3>&- &
	local tail=$!
	"$HANGUP" annotate <pipe >out 2>err 3>&- &
	local program=$!
	# by what stands on it, nothing more is to be waited for
	printf '%s\n' 'INFO starting' 'CallUUID=a1 HangupCauseCode=3010' >>growing
	until_true last_is out "CallUUID=a1 HangupCauseCode=3010 $busy"
	# what stands before the code is out, the code and what is behind it are not, until the block is over
	printf '%s\n' '[hangup] {' "  CallUUID: 'a1'," "  HangupCauseCode: '3010'," "  HangupCauseName: 'No Answer'," >>growing
	until_true lines_are out 4
	sleep 0.3
	lines_are out 4
	echo '}' >>growing
	until_true lines_are out 7
	[ "$(sed -n 5p out)" = "  HangupCauseCode: '3010', plivo_status=mismatch" ]
	# with the bracket open and nothing more coming
	printf '%s\n' '[hangup] {' "  HangupCauseCode: '3010'," "  Duration: '5'," >>growing
	until_true last_is out "  Duration: '5',"
	[ "$(sed -n 9p out)" = "  HangupCauseCode: '3010', $busy" ]
	# what comes too late is no longer of that call
	printf '%s\n' "  HangupCauseName: 'No Answer'" '}' >>growing
	until_true last_is out '}'
	kill $tail
	ends_with 0 $program
	cmp growing <(sed 's/ plivo_[a-z]*=.*//' out)
}

@test "text with pauses between its lines: stats waits for the end of the block" {
	slowly() {
		local line
		while IFS= read -r line; do
			printf '%s\n' "$line"
			sleep "$1"
		done
	}
	printf '%s\n' 'HangupCauseCode: 3010' 'HangupCauseName: No Answer' '' 'HangupCauseCode: 4000' >block
	slowly 1.2 <block | "$HANGUP" stats -f csv >out
	grep -q ',mismatch,1,' out
	grep -q '^4000,Normal Hangup,.*,ok,1,' out
	slowly 0.2 <block | "$HANGUP" annotate --add status >out
	diff - out <<-END
		HangupCauseCode: 3010 plivo_status=mismatch
		HangupCauseName: No Answer

		HangupCauseCode: 4000 plivo_status=ok
	END
}

# Hostile inputs

# peak PID: the most memory it has had resident, in KiB.
peak() {
	sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$1/status"
}

# Under a sanitizer memory says nothing.
memory_is_bounded() {
	grep -q __asan_init "$HANGUP" || [ "$(peak "$1")" -lt 8192 ]
}

@test "a quote at line 2 of a million that is never closed costs its line, in bounded memory" {
	{
		printf 'id,hangup_cause_code\n1,"3130\n'
		yes 1,3130 | head -n 1000000
	} >a
	mkfifo pipe
	"$HANGUP" annotate pipe >out 2>err &
	pid=$!
	exec 4>pipe
	cat a >&4
	until_true lines_are out 1000002
	memory_is_bounded $pid
	exec 4>&-
	ends_with 2 $pid
	diff - err <<END
hangup: pipe: 1,000,000 records: 1,000,000 ok, 1 malformed line
hangup: pipe:2: malformed line, copied as it was: a quote that is not closed within 64 KiB
END
	[ "$(sed -n 2p out)" = '1,"3130' ]
	[ "$(grep -cxF "1,$SPAM" out)" = 1000000 ]
}

size_is_over() {
	[ "$(stat -c %s "$1")" -gt "$2" ]
}

# endless BYTE STATUS: 20 MB of it after a header, through a pipe, in bounded memory: all of it comes out unchanged.
endless() {
	rm -f pipe out
	mkfifo pipe
	: >out
	"$HANGUP" annotate pipe >out 2>err &
	local pid=$! size=$((20 * 1024 * 1024))
	exec 4>pipe
	{
		echo hangup_cause_code
		head -c $size /dev/zero | tr '\0' "$1"
	} >&4
	until_true size_is_over out $((size - 1024 * 1024))
	memory_is_bounded $pid
	exec 4>&-
	ends_with "$2" $pid
	cmp <(tail -n +2 out) <(head -c $size /dev/zero | tr '\0' "$1")
}

@test "an endless line, an endless quote, endless blanks from a device" {
	endless x 2
	grep -xF 'hangup: pipe:2: malformed line, copied as it was: a line over 64 KiB' err
	endless '"' 2
	grep -xF 'hangup: pipe:2: malformed line, copied as it was: a line over 64 KiB' err
	endless ' ' 2
	endless '\n' 0
	[ ! -s err ]
	run bash -c 'timeout 10 "$0" annotate </dev/zero' "$HANGUP"
	[ "$status" = 2 ]
}

@test "a first line of too many blanks is told by its number, however it comes in" {
	{ printf '\n\n' && printf '%70000s\n' x && echo hangup_cause_code; } >in
	for from in in /dev/stdin; do
		ends 2 "$HANGUP" annotate "$from" < <(cat in)
		[ "${stderr_lines[0]}" = "hangup: $from:3: the header is malformed: a line over 64 KiB" ]
	done
}

@test "a drawn table without a header: its rules are no records" {
	printf '%s\n' ' 3010 | a' '------+---' ' 3130 | b' '(2 rows)' >in
	expect 0 $' 3010 | a|ok\n------+---\n 3130 | b|ok\n(2 rows)' '' annotate --add status -d '|' -H -c 1
}
