#!/usr/bin/env bats
# The shapes in which codes come other than CSV: NDJSON and JSON documents for annotate, whatever is at hand for explain
# and lookup.
#
# shellcheck disable=SC2016 # inner shells expand $0 themselves

load common

FIELDS='hint: the fields to look at are HangupCauseCode, DialBLegHangupCauseCode, PlivoHangupCauseCode and hangup_cause_code'
TRUNK='hint: SIP-trunk records have the same numbers for other things'

# not_found OPERAND MESSAGE [HINT]: of lookup, of explain and of explain's JSON.
not_found() {
	local err="hangup: $2${3:+$'\n'$3}"
	expect 1 '' "$err" lookup -- "$1"
	expect 1 '' "$err" explain -- "$1"
	expect 1 '[]' "$err" explain -f json -- "$1"
}

ndjson() {
	printf '%s\n' '{"call_uuid":"a","hangup_cause_code":3130}' '' '{ "hangup_cause_code" : "4240" } ' '{}' \
		'{"HangupCauseCode":3010.0,"x":"}"}' '{"hangup_cause_code":3020,"trunk_domain":"t"}' '{"a":1'
}

@test "annotate NDJSON" {
	ndjson >in
	expect 2 '{"call_uuid":"a","hangup_cause_code":3130,"plivo_cause":"Spam block","plivo_group":"Carrier Errors","plivo_action":"fix","plivo_status":"ok"}

{ "hangup_cause_code" : "4240" ,"plivo_cause":null,"plivo_group":null,"plivo_action":null,"plivo_status":"unknown"} 
{"plivo_cause":null,"plivo_group":null,"plivo_action":null,"plivo_status":"empty"}
{"HangupCauseCode":3010.0,"x":"}","plivo_cause":"Busy Line","plivo_group":"Call Rejections","plivo_action":"retry","plivo_status":"ok"}
{"hangup_cause_code":3020,"trunk_domain":"t","plivo_cause":null,"plivo_group":null,"plivo_action":null,"plivo_status":"mismatch"}
{"a":1' "hangup: standard input: 5 records: 2 ok, 1 empty, 1 unknown, 1 mismatch, 1 malformed line
hangup: standard input:3: a code that is not in the table of $DATE: 4240
hangup: standard input:6: the name contradicts the code: 3020 in a SIP-trunk record
hint: lower-case names come from SIP-trunk records, whose codes mean other things
hangup: standard input:7: malformed line, copied as it was: JSON that breaks off" annotate
}

@test "every JSON line that comes out is JSON, with the new members last" {
	local samples=$BATS_TEST_DIRNAME/../../samples
	"$HANGUP" annotate --add all "$samples/api-calls.ndjson" >out 2>err
	[ "$(jq -r 'keys_unsorted[-7:] | join(",")' out | sort -u)" = \
		plivo_cause,plivo_group,plivo_action,plivo_status,plivo_description,plivo_next_steps,plivo_url ]
	jq -c 'with_entries(select(.key | startswith("plivo_") | not))' out >before
	jq -c . "$samples/api-calls.ndjson" | diff - before
}

@test "the same causes in NDJSON and in CSV" {
	local samples=$BATS_TEST_DIRNAME/../../samples
	"$HANGUP" annotate --add status,cause "$samples/api-calls.ndjson" 2>err |
		jq -r '[.call_uuid, .plivo_status, .plivo_cause // ""] | join(",")' >json
	[ "$(wc -l <json)" = 24 ]
	{
		echo call_uuid,hangup_cause_code,hangup_cause_name
		jq -r '[.call_uuid, .hangup_cause_code, .hangup_cause_name] | join(",")' "$samples/api-calls.ndjson"
	} | "$HANGUP" annotate --add status,cause 2>err >csv
	sed 1d csv | cut -d, -f1,4,5 | diff json -
}

@test "several NDJSON files, and one of another shape" {
	printf '\xef\xbb\xbf{"hangup_cause_code":4000}' >a
	printf '\xef\xbb\xbf{"x":1}\r\n' >b
	printf 'hangup_cause_code\n4000\n' >c
	: >d
	local out='{"hangup_cause_code":4000,"plivo_status":"ok"}
'$'{"x":1,"plivo_status":"empty"}\r'
	expect 0 $'\xef\xbb\xbf'"$out" 'hangup: 3 files: 2 records: 1 ok, 1 empty' annotate --add status a d b
	run ! "$HANGUP" annotate --add status a c b
	"$HANGUP" annotate --add status a c b >out 2>err || true
	printf '\xef\xbb\xbf%s\n' "$out" | diff - out
	grep -qx 'hangup: c: is not JSON like the files before: skipped' err
	expect 2 $'hangup_cause_code,plivo_status\n4000,ok' 'hangup: a: is JSON, not CSV like the files before: skipped' \
		annotate --add status c a
}

@test "the column of the codes in NDJSON" {
	printf '{"code":3130,"HangupCauseCode":4000}\n{"x":1}\n' >in
	expect 0 '{"code":3130,"HangupCauseCode":4000,"plivo_status":"ok"}
{"x":1,"plivo_status":"empty"}' 'hangup: standard input: 2 records: 1 ok, 1 empty' annotate --add status -c code
	expect 2 '' 'hangup: standard input: -c: the members of JSON objects have names, not numbers
hint: choose the key of hangup cause codes with -c NAME' annotate -c 1
	expect 2 '{"code":3130,"HangupCauseCode":4000,"plivo_status":"empty"}
{"x":1,"plivo_status":"empty"}' 'hangup: -c: no record has a key "kode"; the first has: code, HangupCauseCode
hint: the nearest is "code"; choose a key with -c NAME
hangup: standard input: 2 records: 0 ok, 2 empty' annotate --add status -c kode
	expect 2 '{"code":3130,"HangupCauseCode":4000,"plivo_status":"ok"}
{"x":1,"plivo_status":"empty"}' 'hangup: --name-column: no record has a key "nome"; the first has: code, HangupCauseCode
hint: choose a key with --name-column NAME
hangup: standard input: 2 records: 1 ok, 1 empty' annotate --add status --name-column nome
	printf '{"x":1}\n' >in
	expect 2 '{"x":1,"plivo_status":"empty"}' 'hangup: no record has a key of hangup cause codes; the first has: x
hint: choose a key with -c NAME
hangup: standard input: 1 record: 0 ok, 1 empty' annotate --add status
	printf '{"hangup_cause_code":4000,"DialBLegHangupCauseCode":3010}\n' >in
	expect 0 '{"hangup_cause_code":4000,"DialBLegHangupCauseCode":3010,"plivo_status":"ok"}' \
		'hangup: codes are taken from "hangup_cause_code", not from "DialBLegHangupCauseCode"
hint: choose with -c NAME' annotate --add status
}

@test "the column of the codes in NDJSON: what no record has, what has a number, what is taken" {
	printf '{}\n{}\n' >in
	expect 2 '{"plivo_status":"empty"}
{"plivo_status":"empty"}' 'hangup: -c: no record has a key "x"; the first has: none
hint: choose a key with -c NAME
hangup: standard input: 2 records: 0 ok, 2 empty' annotate --add status -c x
	printf '{}\n' >in
	expect 2 '{"plivo_status":"empty"}' 'hangup: no record has a key of hangup cause codes; the first has: none
hint: choose a key with -c NAME
hangup: standard input: 1 record: 0 ok, 1 empty' annotate --add status
	printf '{"hangup_cause_code":4240}\n' >in
	expect 0 '{"hangup_cause_code":4240,"plivo_status":"unknown"}' "hangup: standard input: 1 record: 0 ok, 1 unknown
hangup: standard input:1: a code that is not in the table of $DATE: 4240
hangup: standard input: no record has a known code: perhaps \"hangup_cause_code\" is not the column of the codes
hint: choose another with -c NAME" annotate --add status
	expect 2 '' 'hangup: standard input: --name-column: the members of JSON objects have names, not numbers
hint: choose the key of cause names with --name-column NAME' annotate --name-column 2
	expect 2 '' 'hangup: standard input: --source-column: the members of JSON objects have names, not numbers
hint: choose the key of hangup sources with --source-column NAME' stats --by source --source-column 2
	expect 2 '' 'hangup: standard input: --prefix: "\xff" is no UTF-8, as JSON must be' annotate --prefix $'\xff'
	# said once, of the first such record
	printf '%s\n' '{"hangup_cause_code":4000,"DialBLegHangupCauseCode":3010}' \
		'{"PlivoHangupCauseCode":4000,"DialBLegHangupCauseCode":3010}' >in
	"$HANGUP" annotate --add status <in 2>&1 >/dev/null | diff - <(
		echo 'hangup: codes are taken from "hangup_cause_code", not from "DialBLegHangupCauseCode"'
		echo 'hint: choose with -c NAME'
	)
}

@test "with -d or -H it is CSV, whatever it begins with" {
	printf '{a,hangup_cause_code\n1,3010\n' >in
	expect 0 $'{a,hangup_cause_code,plivo_status\n1,3010,ok' '' annotate -d , --add status
	printf '{a,3010\n' >in
	expect 0 '{a,3010,ok' '' annotate -H -c 2 --add status
}

@test "JSON documents are refused with the jq command that takes them apart" {
	local document
	for document in '[{"hangup_cause_code":3130}]' $'\n[\n  {\n"a":1}]' '[]' $'\xef\xbb\xbf [ {"a":'; do
		printf %s "$document" >in
		expect 2 '' "hangup: standard input: a JSON array, not one object a line
hint: ... | jq -c '.[]' | hangup annotate" annotate
	done
	for document in '{"api_id":"x","meta":{},"objects":[{"hangup_cause_code":3130}]}' \
		$'{\n"objects":[\n' "{\"objects\":[$(printf '{"hangup_cause_code":3130},%.0s' {1..20000})"; do
		printf %s "$document" >"it's"
		expect 2 '' "hangup: it's: a JSON document with its records in \"objects\", not one object a line
hint: jq -c '.objects[]' 'it'\\''s' | hangup annotate" annotate "it's"
	done
	printf '{\n "hangup_cause_code": 3130\n}\n{\n}\n' >./-in
	expect 2 '' "hangup: -in: a JSON object over several lines, not one object a line
hint: jq -c '.' ./-in | hangup annotate" annotate -- -in
}

@test "what the hints of refused documents say works" {
	printf '{"objects":\n[{"hangup_cause_code":3130},{"hangup_cause_code":4000}]}' >page.json
	PATH="${HANGUP%/*}:$PATH"
	"$HANGUP" annotate page.json 2>&1 | sed -n 's/^hint: //p' >hint
	[ "$(sh ./hint | jq -r .plivo_status | tr '\n' ' ')" = 'ok ok ' ]
}

@test "a callback" {
	cp "$BATS_TEST_DIRNAME/../../samples/hangup-callback.txt" in
	local page='3010  Busy Line                                                          [retry]
Call Rejections (3000-3050)

  What happened  The line of the destination is busy.
  What to do     Retry later, or set up voicemail as a fallback.
  Still failing  View the debug logs in Console > Voice > Logs > Calls
                 (https://cx.plivo.com/logs?tab=voice), note the Call UUID and
                 code 3010, and contact https://support.plivo.com with them.
  Call           106ab57d-434f-4e05-ad42-0343f658bf00, ended by Carrier'
	expect 0 "$page" '' -
	expect 0 "$page" '' "$(cat in)"
	expect 0 "$page" '' "POST /hangup $(cat in)"
	expect 0 "$page" '' "https://example.test/hangup?$(tr -d '\n' <in)#here"
	expect 0 '[
{"code": 3010, "cause": "Busy Line", "group": "Call Rejections", "group_range": "3000-3050", "action": "retry", "description": "The line of the destination is busy.", "next_steps": "Retry later, or set up voicemail as a fallback.", "url": null, "calls": [{"call_uuid": "106ab57d-434f-4e05-ad42-0343f658bf00", "source": "Carrier"}]}
]' '' explain -f json -
}

@test "forms of every kind" {
	codes 3010 'HangupCauseCode=3010'
	codes 3010 '?HangupCauseCode=3010'
	codes 3010 'CallUUID=1&HangupCauseCode=%33010&x'
	codes 3010 'Hangup%43auseCode=3010'
	codes 3010 'hangup_cause_code=3010 call_uuid=x'
	codes 3010 'PlivoHangupCauseCode=3010&PlivoHangupCause=USER_BUSY'
	codes 0 'HangupCauseCode=0&HangupCauseName=Unknown'
	codes 3010 'HangupCauseName=Busy+Line'
	codes 3010 '10.0.0.1 - - [22/Oct/2024:16:41:21 +0000] "GET /cb?AnswerTime=&HangupCause=USER_BUSY&HangupCauseCode=3010 HTTP/1.1" 200 2 "-" "plivo"'
	codes 1010 'x AnswerTime=&HangupCauseCode=1010&HangupCauseName=Canceled (Out Of Credits)&HangupSource=Plivo'
	codes '4000 3010' 'DialBLegHangupCauseCode=3010&HangupCauseCode=4000&DialBLegUUID=b&CallUUID=a'
	codes 3010 'HangupCauseCode=3010&HangupCauseCode=3010'
	[ "$("$HANGUP" explain -f json 'DialBLegHangupCauseCode=3010&HangupCauseCode=4000&DialBLegUUID=b&CallUUID=a&DialBLegHangupSource=Carrier' |
		jq -c 'map([.code, .calls])')" = \
		'[[4000,[{"call_uuid":"a","source":null}]],[3010,[{"call_uuid":"b","source":"Carrier"}]]]' ]
}

@test "JSON of every kind" {
	codes 3130 '{"hangup_cause_code":"3130"}'
	codes 3130 '{"hangup_cause_code":3130.0}'
	codes 3130 '{"HangupCauseCode":3130,"x":{"hangup_cause_code":3010}}'
	codes '3130 4000' '{"meta":{},"objects":[{"hangup_cause_code":3130},{"hangup_cause_code":4000},{"hangup_cause_code":3130}]}'
	codes '3130 4000' '[{"hangup_cause_code":3130},{"hangup_cause_code":4000}]'
	codes 3130 '2024-10-22 INFO callback {"hangup_cause_code": 3130} done'
	codes 3130 '{app} {"hangup_cause_code": 3130}'
	printf '{\n  "hangup_cause_code": 3130\n}\n{"hangup_cause_code": 4000}\r\nHangupCauseCode=3010\n' >in
	codes '3130 4000 3010' -
	cp "$BATS_TEST_DIRNAME/../../samples/api-calls.ndjson" in
	[ "$("$HANGUP" explain -f json - <in 2>/dev/null | jq 'map(.calls | length) | add')" = 20 ]
	jq -s '{api_id: "x", meta: {}, objects: .}' in >page
	"$HANGUP" explain -f json - <in >from-lines 2>/dev/null || true
	"$HANGUP" explain -f json - <page >from-page 2>/dev/null || true
	cmp from-lines from-page
}

@test "each code once, with at most 20 calls beneath" {
	seq 25 | sed 's/.*/{"hangup_cause_code":9100,"call_uuid":"u&","hangup_source":"Plivo"}/' >in
	expect 0 "9100  Machine Detected                                                    [none]
Special Cases (9000-9110)

$("$HANGUP" 9100 | sed 1,3d)
  Calls          u1, ended by Plivo
$(seq -f '                 u%g, ended by Plivo' 2 20)
                 and 5 more" '' -
	[ "$("$HANGUP" explain -f json - <in | jq '.[0].calls | length')" = 25 ]
}

@test "what names no cause" {
	not_found HangupCause=NORMAL_CLEARING \
		'HangupCause tells no cause, as one word of it stands for several codes: NORMAL_CLEARING' \
		'hint: the field to look at is HangupCauseCode'
	not_found 'Event=DialApp&DialHangupCause=NORMAL_CLEARING&CallUUID=x' \
		'HangupCause tells no cause, as one word of it stands for several codes: NORMAL_CLEARING' \
		'hint: the field to look at is HangupCauseCode'
	not_found 'CallUUID=abc&Event=Hangup' 'a call without a hangup cause code: abc' "$FIELDS"
	not_found '{"x":{"hangup_cause_code":3010}}' 'a call without a hangup cause code' "$FIELDS"
	not_found '{"objects":[]}' 'a call without a hangup cause code' "$FIELDS"
	not_found 'HangupCauseCode=&CallUUID=abc' 'a call whose hangup cause code is empty: abc' \
		'hint: a call record without a code tells no cause; its hangup source may still be known'
	not_found '{"hangup_cause_code":null}' 'a call whose hangup cause code is empty' \
		'hint: a call record without a code tells no cause; its hangup source may still be known'
	not_found 'HangupCauseCode=3010&HangupCauseCode=4000' 'a call with a field twice, and different values in it'
	not_found '{"hangup_cause_code":3010,"HangupCauseCode":4000}' \
		'a call with a field twice, and different values in it'
	not_found '{"hangup_cause_code":4010,"trunk_domain":"x"}' 'a code of a SIP-trunk record: 4010' "$TRUNK"
	not_found 'hangup_cause_code=3020&hangup_cause_name=rtp_timeout' \
		'a name contradicts the code: 3020 stands beside the name "rtp_timeout"' "$TRUNK"
	not_found 'HangupCauseCode=4240' "4240 is not in the table of $DATE" \
		'hint: the nearest is 4030 Kicked Out Of Multiparty Call'
	expect 1 '' "hangup: no cause is called 'a=b'" lookup a=b
}

@test "no code is ever made of something else" {
	local value
	for value in 3010%00 3010%0 % %zz 30%0a10 4.000 1e3 0x10 +3010x 31xx 3000-3050 NORMAL_CLEARING 4294970426; do
		run ! "$HANGUP" lookup "HangupCauseCode=$value"
		[[ $output != [0-9]* ]]
	done
	for value in 4.000 1e3 31e2 true '[3010]' '["Busy Line"]' '{"Unknown":0}' '"31xx"' '"NO_ANSWER"' 1e400 '"\ud800"' \
		03010 -3010 '"3010\u0000"' $'"\xff"'; do
		run ! "$HANGUP" lookup "{\"hangup_cause_code\":$value}"
		[[ $output != [0-9]* ]]
	done
	expect 1 '' "hangup: no hangup cause code: '3010\\x00'
hint: the field to look at is HangupCauseCode" lookup HangupCauseCode=3010%00
	expect 1 '' 'hangup: no JSON that can be read: a JSON key that stands twice' \
		lookup '{"hangup_cause_code":3010,"hangup_cause_code":4000}'
	expect 1 '' 'hangup: no JSON that can be read: JSON that breaks off' lookup '{"hangup_cause_code":3010'
	expect 1 '' "hangup: no cause is called '2024 {\"a\":1,\"a\":2,\"x\":{\"hangup_cause_code\":3010}}'" \
		lookup '2024 {"a":1,"a":2,"x":{"hangup_cause_code":3010}}'
}

@test "no byte of a call reaches the terminal as it is" {
	expect 0 "$("$HANGUP" 9100)
  Call           \\x1b[31m\\x00\\xff, ended by \\u202ex" '' \
		'HangupCauseCode=9100&CallUUID=%1b%5b31m%00%ff&HangupSource=%E2%80%AEx'
	[ "$("$HANGUP" explain -f json 'HangupCauseCode=9100&CallUUID=%1b%00%ff&HangupSource=%E2%80%AEx' |
		grep -o '"calls.*')" = '"calls": [{"call_uuid": "\\x1b\\x00\\xff", "source": "\u202Ex"}]}' ]
	expect 1 '' "hangup: no hangup cause code: '\\x1b[31m'
hint: the field to look at is HangupCauseCode" lookup 'HangupCauseCode=%1b[31m'
}

@test "a log: calls are found, the other lines are said to be none" {
	printf '%s\n' 'started' 'x {"hangup_cause_code":3130}' '' 'GET /?HangupCauseCode=4000&x HTTP/1.1' '{"a' 3010 end >in
	expect 1 $'3130\n4000\n3010' "hangup: standard input:5: no JSON that can be read: no JSON object
hangup: standard input:1: a line without a call: 'started' (the first of 2)" lookup --columns code -
}

@test "input that would never end, or go ever deeper" {
	# kilobytes; a sanitizer reserves more than there is
	local limit=400000
	[ -z "${ASAN_OPTIONS:-}" ] || limit=unlimited
	run -2 bash -c 'ulimit -v $1; head -c 100000000 /dev/zero | tr "\0" "{" | "$0" lookup -' "$HANGUP" $limit
	[ "$output" = 'hangup: standard input: over 16 MiB, which is more than is looked at
hint: for a file of call records: hangup annotate, hangup stats' ]
	run -1 bash -c 'ulimit -v $1; head -c 10000000 /dev/zero | tr "\0" "x" | "$0" lookup -' "$HANGUP" $limit
	[ "$output" = 'hangup: standard input:1: a line over 64 KiB, which is more than is looked at' ]
	run -1 bash -c 'ulimit -v $1; yes "{\"a\":" | head -c 1000000 | tr -d "\n" | "$0" lookup -' "$HANGUP" $limit
	[ "$output" = 'hangup: standard input:1: no JSON that can be read: JSON nested too deeply' ]
	run -1 bash -c 'ulimit -v $1; (printf "["; yes "{}," | head -c 4000000) | "$0" lookup -' "$HANGUP" $limit
	[ "$output" = 'hangup: standard input:1: no JSON that can be read: JSON over 1 MiB' ]
	run -2 bash -c 'ulimit -v $1; yes "{\"a\":" | head -c 1000000 | tr -d "\n" | "$0" annotate >out' "$HANGUP" $limit
	yes '{"a":' | head -c 1000000 | tr -d '\n' | cmp - out
}

@test "live: what is in is written before the next line comes" {
	mkfifo pipe
	"$HANGUP" annotate --add status <pipe >out 2>err &
	exec 7>pipe
	printf '{"hangup_cause_code":4000}\n{"hangup' >&7
	for _ in {1..100}; do
		[ ! -s out ] || break
		sleep 0.05
	done
	[ "$(cat out)" = '{"hangup_cause_code":4000,"plivo_status":"ok"}' ]
	printf '_cause_code":4000}' >&7
	exec 7>&-
	wait $!
	[ "$(wc -l <out)" = 1 ]
	[ "$(sed -n 2p out)" = '{"hangup_cause_code":4000,"plivo_status":"ok"}' ]
}
