#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What explain and lookup take, what they find and what they say about the rest.
#
# shellcheck disable=SC2016,SC2059,SC2154 # inner shells expand $0 themselves; bats sets $stderr

load common


# miss OPERAND MESSAGE [HINT]: of lookup, of explain, which a hint that reads a file names, and without a command.
miss() {
	local err="hangup: $2${3:+$'\n'hint: $3}"
	expect 1 '' "${err/hangup - </hangup lookup - <}" lookup -- "$1"
	expect 1 '' "${err/hangup - </hangup explain - <}" explain -- "$1"
	expect 1 '' "$err" -- "$1"
}

@test "codes, names, ranges, patterns" {
	codes 3130 3130
	codes 3130 ' 03130 '
	codes 3130 3130.0
	codes 0 0
	codes 3130 'spam block'
	codes 3130 'SPAM-BLOCK'
	codes 1000 Cancelled
	codes 1010 'cancelled (out of credits)'
	codes '3100 3110 3120 3130 3140' 31xx
	codes '3100 3110 3120 3130 3140' 31XX
	codes '9000 9100 9110' 9xxx
	codes '3000 3010' 3000-3010
	codes '3130 3000 3130' 3130 3000 3130
	codes '9110 3000 3010 0' 9110 3000-3010 unknown
	codes '3130 3010 3100 3110 3120 3130 3140 4000 4010' '3130,3010, 31xx,4000-4010'
	codes '3010 3130' 'busy line,spam block'
	codes 3130 '3,130'
	codes 3130 3130,
}

@test "groups, actions and what has failed" {
	local group='3070 3080 3090 3100 3110 3120 3130 3140'
	codes "$group" carrier-errors
	codes "$group" 'Carrier Errors'
	codes "$group" carrier errors
	codes '5000 5010 5020' support
	codes '5000 5010 5020 3130' support,3130
	[ "$("$HANGUP" lookup --columns action failed,none | sort | uniq -c | tr -s ' ' | tr '\n' ,)" = ' 32 fix, 9 none, 4 retry, 3 support,' ]
	# of an action, and of failed, explain says what it means
	[ "$("$HANGUP" fix | head -n 3 | tr -s ' \n')" = $'fix [35 causes]\n What it means change something on your side' ]
	[ "$("$HANGUP" fix | grep -c '\[fix\]$')" = 35 ]
	[[ $("$HANGUP" failed | head -n 1) == failed*'[39 causes]' ]]
	# the word that says that there is nothing is another
	miss None "'None' means that there is no code" \
		'a call record without a code tells no cause; its hangup source may still be known'
}

@test "explain in the formats of lookup" {
	for format in plain table csv; do
		"$HANGUP" lookup -f $format 31xx 'busy line' >wanted
		"$HANGUP" -f $format 31xx 'busy line' | diff wanted -
		"$HANGUP" explain -f $format 31xx 'busy line' | diff wanted -
	done
	expect 1 '' "hangup: 'callee' is a hangup source, not a cause
hint: hangup explain Callee" -f plain callee
}

@test "without an operand: what stands ready on standard input" {
	printf '3130\n' >in
	expect 0 3130 '' lookup --columns code
	run -0 bash -c 'echo 3010 | "$0" lookup --columns code' "$HANGUP"
	[ "$output" = 3010 ]
	run -2 bash -c '"$0" lookup </dev/null' "$HANGUP"
}

@test "operands joined by blanks when none of them matches" {
	codes 3010 busy line
	codes 7011 error reaching answer url
	expect 1 3130 "hangup: no cause is called 'busy'
hint: did you mean Busy Line (3010), Busy everywhere (3100)?" lookup --columns code busy 3130
	expect 1 '' "hangup: no cause is called 'busy lin'
hint: did you mean Busy Line (3010)?" lookup busy lin
	# one matches: the others stay what they are, though all together would be another name
	expect 1 0 "hangup: no cause is called 'caller id'
hint: did you mean Unknown Caller ID (3030), DNO Caller ID (3140)?" lookup --columns code unknown 'caller id'
	expect 1 '' "hangup: no cause is called 'qqq'
hangup: no cause is called 'zzz'" lookup qqq zzz
}

@test "sources, for explain alone" {
	expect 0 'Call recipient                                                   [hangup source]
In data: Callee

  Who ended it   The dialed party hung up.' '' call recipient
	expect 0 '[
{"source": "Caller", "in_data": "Caller", "description": "The caller hung up."}
]' '' explain -f json CALLER
	expect 1 '' "hangup: 'caller' is a hangup source, not a cause
hint: hangup explain Caller" lookup caller
	[ "$("$HANGUP" explain -f json unknown | jq -c 'map(.code // .source)')" = '[0,"Unknown"]' ]
	[ "$("$HANGUP" unknown | grep -c '^Unknown\|^0  Unknown')" = 2 ]
}

@test "found ones are printed, missing ones named, in their order" {
	expect 1 $'3130\n4000' "hangup: 3060 is not in the table of $DATE
hint: the nearest are 3050 Unallocated number and 3070 Request timeout
hangup: 486 is not in the table of $DATE
hint: SIP and Q.850 numbers have no mapping here; the field to look at is HangupCauseCode" \
		lookup --columns code 3130 3060 4000 486
}

@test "what is found stands before what is missed, in one stream too" {
	run -1 bash -c '"$0" lookup --columns code 3060 3130 2>&1' "$HANGUP"
	[ "${lines[0]}" = 3130 ]
	[ "${lines[1]}" = "hangup: 3060 is not in the table of $DATE" ]
	run -1 bash -c '"$0" lookup -f json --columns code 3060 3130 2>&1' "$HANGUP"
	[ "${lines[2]}" = ']' ]
}

@test "a code that is not in the table" {
	miss 3060 "3060 is not in the table of $DATE" 'the nearest are 3050 Unallocated number and 3070 Request timeout'
	miss 3001 "3001 is not in the table of $DATE" 'the nearest are 3000 No Answer and 3010 Busy Line'
	miss 9999 "9999 is not in the table of $DATE" 'the nearest is 9110 Confirm Key Challenge Failed'
	miss 5999 "5999 is not in the table of $DATE" 'the nearest is 5030 Concurrency Limit Breached'
	miss 10000 "10000 is not in the table of $DATE"
	miss 486 "486 is not in the table of $DATE" \
		'SIP and Q.850 numbers have no mapping here; the field to look at is HangupCauseCode'
	local code
	for code in 31 102 200 400 401 403 404 486 500 503 600 603; do
		miss $code "$code is not in the table of $DATE" \
			'SIP and Q.850 numbers have no mapping here; the field to look at is HangupCauseCode'
	done
	miss 4294970426 "'4294970426' is too large to be a code of the table of $DATE"
	miss 3052-3060 "no code of the table of $DATE is in '3052-3060'"
	miss 32xx "no code of the table of $DATE is in '32xx'"
}

@test "what is no code at all" {
	local none="a call record without a code tells no cause; its hangup source may still be known"
	miss '' "'' means that there is no code" "$none"
	miss '  ' "'  ' means that there is no code" "$none"
	miss null "'null' means that there is no code" "$none"
	miss NaN "'NaN' means that there is no code" "$none"
	miss NO_ANSWER "'NO_ANSWER' is a word of HangupCause, where each word may stand for several codes" \
		'the field to look at is HangupCauseCode'
	miss busy_line "'busy_line' is spelled as the causes of SIP trunks are, and none is called so" \
		'the field to look at is HangupCauseCode'
	miss 'c4b3f6e0-1d2c-11ec-8f3a-0242ac110002' \
		"'c4b3f6e0-1d2c-11ec-8f3a-0242ac110002' is the UUID of a call, and calls are not fetched" \
		'its code is in its call record: hangup_cause_code in the API, HangupCauseCode in callbacks, Console > Voice > Logs > Calls'
}

@test "--table: Voice is meant where nothing says otherwise, and a trunk's code is answered from its table" {
	expect 0 '4410 user_busy (SIP trunk) [retry]: The destination is busy. Next: Retry later, or set up voicemail as a fallback.' '' \
		lookup 4410
	expect 0 $'3000\ttrunk\n3010\ttrunk' '' lookup --columns code,table normal_hangup
	expect 0 'Busy Line' '' lookup --columns cause 3010
	expect 0 'normal_hangup' '' lookup --columns cause --table trunk 3010
	expect 0 $'Busy Line\nnormal_hangup' '' lookup --columns cause --table all 3010
	run -0 "$HANGUP" lookup -f csv 4410
	[ "${lines[0]}" = code,cause,group,action,description,next_steps,url,table ]
	miss_in_trunk=$("$HANGUP" lookup --table trunk 3130 2>&1 || true)
	[[ $miss_in_trunk == 'hangup: 3130 is not in the table of '* ]]
	run -1 "$HANGUP" lookup --table voice 4410
	# names and patterns that the other table alone has
	expect 1 '' "hangup: 'rtp_timeout' is in the table of SIP trunks of 2026-11-20 alone
hint: --table trunk finds it" lookup --table voice rtp_timeout
	expect 1 '' "hangup: '44xx' is in the table of SIP trunks of 2026-11-20 alone
hint: --table trunk finds it" lookup --table voice 44xx
	expect 1 '' "hangup: 'Spam block' is in the table of $DATE alone
hint: --table voice finds it" lookup --table trunk 'Spam block'
	# a name that both have
	expect 0 $'4040\n4060\n4540' '' list --table trunk -g forbidden --columns code
	expect 0 3040 '' list -g forbidden --columns code
	run -0 "$HANGUP" 3010
	[ "${lines[-1]}" = 'On a SIP trunk 3010 is normal_hangup [none]: hangup --table trunk 3010' ]
	run -0 "$HANGUP" --table trunk 3010
	[ "${lines[1]}" = 'Normal Hangups (3000-3040), of calls on a SIP trunk' ]
	run -0 "$HANGUP" customer
	[ "${lines[1]}" = 'In data: customer, of calls on a SIP trunk' ]
	run -0 "$HANGUP" -f json '{"hangup_cause_code":4410,"hangup_source":"customer"}'
	[[ $output == *'"table": "trunk", "calls": [{"call_uuid": null, "source": "Customer"}]'* ]]
	run -0 "$HANGUP" list --columns code
	[ "${#lines[@]}" = "$CAUSES" ]
	run -0 "$HANGUP" list --columns table --table all
	[ "${#lines[@]}" = $((CAUSES + 79)) ]
	run -0 "$HANGUP" list --table trunk -a none --columns code
	[ "$output" = $'3000\n3010\n4550' ]
	run -0 "$HANGUP" grep --columns code PCMA
	[ "$output" = $'4220\n4620' ]
	run -1 "$HANGUP" grep --table voice PCMA
	run -0 "$HANGUP" list --sources --table trunk
	[ "${#lines[@]}" = 3 ]
}

@test "an existing file" {
	touch cdr.csv "it's here" ./-x 3060
	mkdir directory
	miss cdr.csv "'cdr.csv' is a file, not a code or a name" 'hangup stats cdr.csv'
	miss "it's here" "'it's here' is a file, not a code or a name" "hangup stats 'it'\''s here'"
	miss -x "'-x' is a file, not a code or a name" 'hangup stats -- -x'
	# what is in it tells the command: a call is explained, several are counted
	local one two
	one='id,hangup_cause_code\n1,3130\n'
	two=$one'2,4000\n'
	for content in "$one" '{"hangup_cause_code":3010}' 'INFO HangupCauseCode=3010\n'; do
		printf "$content" >cdr.csv
		miss cdr.csv "'cdr.csv' is a file, not a code or a name" 'hangup - <cdr.csv'
		sh -c "'$HANGUP' - <cdr.csv" >out
	done
	for content in "$two" 'a,b\n1,2\n' '[{"hangup_cause_code":3010},{"hangup_cause_code":3010}]'; do
		printf "$content" >cdr.csv
		miss cdr.csv "'cdr.csv' is a file, not a code or a name" 'hangup stats cdr.csv'
	done
	# and what is long is not read for it
	{ echo '{"hangup_cause_code":3010}' && seq -f '{"a":%g}' 10000; } >cdr.csv
	miss cdr.csv "'cdr.csv' is a file, not a code or a name" 'hangup stats cdr.csv'
	# what is no text: as stats says it
	gzip <cdr.csv >-x
	miss -x '-x: is gzip-compressed' 'zcat ./-x | hangup stats'
	printf 'a\0b' >cdr.csv
	miss cdr.csv 'cdr.csv: is a binary file: there are NULs in it, and no header of call records'
	printf 'hangup_cause_code,x\n3130,\0\n' >cdr.csv
	miss cdr.csv "'cdr.csv' is a file, not a code or a name" 'hangup - <cdr.csv'
	miss 3060 "3060 is not in the table of $DATE" 'the nearest are 3050 Unallocated number and 3070 Request timeout'
	miss directory "'directory' is a directory, not a code or a name" 'name the files in it: hangup stats FILE...'
}

@test "words that are near to something" {
	expect 1 '' "hangup: no cause or source is called 'lokup'
hint: did you mean the command lookup?" lokup
	expect 1 '' "hangup: no cause is called 'lokup'" lookup lokup
	ends 1 "$HANGUP" 3130 lokup
	[ "$stderr" = "hangup: no cause or source is called 'lokup'" ]
	expect 1 '' "hangup: no cause or source is called 'calle'
hint: did you mean the source Caller, Unknown Caller ID (3030), DNO Caller ID (3140), Multiparty Call Ended (4020)?" explain calle
	expect 1 '' "hangup: no cause is called 'spam blok'
hint: did you mean Spam block (3130)?" lookup 'spam blok'
	expect 1 '' "hangup: no cause is called '3130abc'" lookup 3130abc
	expect 1 '' "hangup: no code of the table of $DATE is in '-1'
hint: SIP and Q.850 numbers have no mapping here; the field to look at is HangupCauseCode" lookup -- -1
}

@test "a mistyped command has one hint, and its operands none" {
	touch calls.csv
	expect 1 '' "hangup: no cause or source is called 'anotate'
hint: did you mean the command annotate?" anotate calls.csv
	expect 1 '' "hangup: no cause or source is called 'version'
hint: hangup --version" version
	expect 1 '' "hangup: no cause is called 'version'
hint: hangup --version" lookup version
	# with an answer beside it, it was no command
	ends 1 "$HANGUP" anotate 3060 3130
	[ "${#stderr_lines[@]}" = 4 ]
}

@test "nearly a code, a group, several in one word" {
	expect 1 '' "hangup: no cause or source is called 'spamm'
hint: did you mean Spam block (3130)?" spamm
	expect 1 '' "hangup: no cause or source is called '3O10'
hint: did you mean 3010?" 3O10
	expect 1 '' "hangup: no cause or source is called '3l3O'
hint: did you mean 3130?" 3l3O
	expect 1 '' "hangup: no cause or source is called '3O6O'" 3O6O
	expect 1 3130 "hangup: no cause is called 'spam'
hint: did you mean Spam block (3130)?" lookup --columns code '3130,spam'
	expect 1 '' "hangup: no cause or source is called '3130-'
hint: did you mean 3130?" 3130-
	expect 1 '' "hangup: no cause or source is called '3200-'
hint: did you mean 3xxx?" 3200-
	miss 31x "no code of the table of $DATE is in '31x'" 'did you mean 31xx?'
	miss 3X "no code of the table of $DATE is in '3X'" 'did you mean 3xxx?'
	miss 31xxx "no code of the table of $DATE is in '31xxx'" 'did you mean 31xx?'
	miss 32x "no code of the table of $DATE is in '32x'" \
		'SIP and Q.850 numbers have no mapping here; the field to look at is HangupCauseCode'
}

@test "a dash begins an option" {
	expect 2 '' "hangup: unknown option '-1'
hint: write -- before operands that begin with a dash" lookup -1
	expect 2 '' "hangup: unknown option '-1'
hint: write -- before operands that begin with a dash" -1
}

@test "a reversed range is a usage error, and nothing is printed" {
	expect 2 '' "hangup: the range '3050-3000' ends before it begins" lookup 3050-3000
	expect 2 '' "hangup: the range '3050-3000' ends before it begins" lookup -f csv 3130 3050-3000 nothing
	expect 2 '' "hangup: the range '3050-3000' ends before it begins" 3130 3050-3000
}

@test "hostile operands are shown escaped and cut" {
	local word long
	word=$(printf '\033]0;title\007\342\200\256gnp\177')
	expect 1 '' "hangup: no cause is called '\\x1b]0;title\\x07\\u202egnp\\x7f'" lookup "$word"
	touch "$word"
	expect 1 '' "hangup: '\\x1b]0;title\\x07\\u202egnp\\x7f' is a file, not a code or a name
hint: hangup stats \$'\\x1b]0;title\\x07\\xe2\\x80\\xaegnp\\x7f'" lookup "$word"
	expect 1 '' "hangup: no cause is called '\\xff\\xc3('" lookup $'\xff\xc3('
	expect 1 '' "hangup: no cause is called 'a\\nhangup: b'" lookup $'a\nhangup: b'
	long=$(head -c 100000 /dev/zero | tr '\0' q)
	expect 1 '' "hangup: no cause is called '${long:0:80}...'" lookup "$long"
	long=${long//q/3}
	expect 1 '' "hangup: '${long:0:80}...' is too large to be a code of the table of $DATE" lookup "$long"
	expect 1 '' "hangup: no cause or source is called '%s%n%d'" '%s%n%d'
}

@test "a field's name without a call behind it is no list of operands" {
	local text
	for text in 'WHERE hangup_cause_code IN (3010, 3020)' 'hangup_cause_code: [3010, 3020]' hangup_cause_code,id,3010; do
		expect 1 '' "hangup: no cause is called '$text'" lookup "$text"
		echo "$text" >in
		expect 1 '' "hangup: no cause is called '$text'" lookup -
	done
}

@test "standard input: operands one a line" {
	printf '3130\r\n\n  busy line \n4000' >in
	expect 0 $'3130\n3010\n4000' '' lookup --columns code -
	expect 0 $'9110\n3130\n3010\n4000\n0' '' lookup --columns code 9110 - 0
	expect 0 $'3130\n3010\n4000' '' lookup --columns code - -
	printf 'busy\nline\n\1\n' >in
	expect 1 '' "hangup: no cause is called 'busy'
hint: did you mean Busy Line (3010), Busy everywhere (3100)?
hangup: no cause is called 'line'
hint: did you mean Busy Line (3010), Declined (3110)?
hangup: no cause is called '\\x01'" lookup -
	printf '\n \n' >in
	expect 1 '' 'hangup: standard input: nothing to look up' lookup -
	expect 1 '[]' 'hangup: standard input: nothing to look up' explain -f json -
}

@test "standard input that cannot be read, or never ends" {
	mkdir in
	expect 2 '' 'hangup: standard input: Is a directory' lookup -
	ends 2 bash -c '"$0" lookup - <&-' "$HANGUP"
	[ "$output" = '' ]
	[ "$stderr" = 'hangup: standard input: Bad file descriptor' ]
	ends 2 bash -c '"$0" lookup - </dev/zero' "$HANGUP"
	[ "$output" = '' ]
	[ "$stderr" = 'hangup: standard input: more than 16 MiB, the most that is looked at
hint: for a file of call records: hangup annotate, hangup stats' ]
	# as much is looked at
	{ head -c 16777212 /dev/zero | tr '\0' ' ' && printf 3010; } >most
	[ "$("$HANGUP" lookup --columns code - <most)" = 3010 ]
}

@test "standard input that is no text" {
	printf 'id,hangup_cause_code\na,3130\n' >calls
	gzip <calls >in
	expect 2 '' 'hangup: standard input: is gzip-compressed
hint: zcat | hangup -' -
	iconv -f UTF-8 -t UTF-16 calls >in
	expect 2 '' 'hangup: standard input: is UTF-16 text
hint: iconv -f UTF-16 -t UTF-8 | hangup lookup 3010 -' lookup 3010 -
	# of the first 64 KiB, where no call is found
	local binary='hangup: standard input: is a binary file: there are NULs in it, and no header of call records'
	printf '3130\n\0' >in
	expect 2 '' "$binary" lookup -
	{ yes 3130 | head -c 65530 && printf '\n    \0'; } >in
	expect 2 '' "$binary" lookup -
	{ yes 3130 | head -c 65530 && printf '\n     \0'; } >in
	run -1 "$HANGUP" lookup - <in
	printf 'hangup_cause_code,x\n3130,\0\n' >in
	codes 3130 -
}

@test "standard input with records that cannot be read" {
	printf 'hangup_cause_code,a\n"3010,x\n3130,1\n' >in
	expect 2 3130 'hangup: standard input:2: a record that cannot be read: a quote that is never closed' lookup --columns code -
	printf '{"hangup_cause_code":3130}\n{"hangup_cause_code":NaN}\n' >in
	expect 2 3130 'hangup: standard input:2: a record that cannot be read: text that is not JSON' lookup --columns code -
	run -2 "$HANGUP" - <in
	# of a word it is a miss
	run -1 "$HANGUP" lookup '{"hangup_cause_code":NaN}'
}

@test "standard input: a list of codes is no log" {
	seq 3061 3066 >in
	ends 1 "$HANGUP" lookup - <in
	[ "${#stderr_lines[@]}" = 11 ]
	[ "${stderr_lines[8]}" = "hangup: 3065 is not in the table of $DATE" ]
	[ "${stderr_lines[10]}" = "hangup: and 1 more that are not in the table of $DATE" ]
	yes NO_ANSWER | head -n 7 >in
	ends 1 "$HANGUP" lookup - <in
	[ "${stderr_lines[10]}" = "hangup: and 2 more that are not in the table of $DATE" ]
	# one has numbers in it, too
	{ printf '%s\n' 200 404 && seq -f 'line %g' 6; } >in
	expect 1 '' 'hangup: standard input: no code, name or call in its 8 lines
hint: a code stands beside its field'\''s name, such as HangupCauseCode=3130' lookup -
}

@test "input without a call is one miss, whatever the number of its lines; a JSON object is no list" {
	local hint='a code stands beside its field'\''s name, such as HangupCauseCode=3130'
	printf '2026-11-03 10:00 INFO a\n2026-11-03 10:01 INFO b\n' >in
	expect 1 '' $'hangup: standard input: no code, name or call in its 2 lines\nhint: '"$hint" lookup -
	# each line where one is nearly an answer
	printf 'busy lin\nfoo\n' >in
	expect 1 '' "hangup: no cause is called 'busy lin'
hint: did you mean Busy Line (3010)?
hangup: no cause is called 'foo'" lookup -
	local page='{"objects":[],"meta":{"total_count":0}}'
	printf %s "$page" >in
	expect 1 '' "hangup: no cause is called '$page'" lookup -
	expect 1 '' "hangup: no cause is called '$page'" lookup "$page"
	codes '3010 3020' '[3010, 3020]'
	expect 1 '' 'hangup: nothing to look up' lookup ,
}

@test "standard input that is the output as well" {
	printf '3130\n' >in
	for command in explain lookup; do
		ends 2 sh -c "\"\$0\" $command 3010 - <in >>in" "$HANGUP"
		[ "$stderr" = 'hangup: standard input: input and output are the same file
hint: write to another file, then rename it' ]
		[ "$(cat in)" = 3130 ]
	done
}
