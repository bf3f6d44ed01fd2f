#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The shapes in which codes come other than CSV: JSON and text for annotate, whatever is at hand for explain and lookup.
#
# shellcheck disable=SC2016,SC2059,SC2154 # inner shells expand $0 themselves; bats sets $stderr

load common

FIELDS='hint: the fields to look at are HangupCauseCode, DialBLegHangupCauseCode, PlivoHangupCauseCode and hangup_cause_code'

# not_found OPERAND MESSAGE [HINT]: of lookup, of explain and of explain's JSON.
not_found() {
	local err="hangup: $2${3:+$'\n'$3}"
	expect 1 '' "$err" lookup -- "$1"
	expect 1 '' "$err" explain -- "$1"
	expect 1 '[]' "$err" explain -f json -- "$1"
}

ndjson() {
	printf '%s\n' '{"call_uuid":"a","hangup_cause_code":3130}' '' '{ "hangup_cause_code" : "4240" } ' '{}' \
		'{"HangupCauseCode":3010.0,"x":"}"}' '{"hangup_cause_code":3020,"trunk_domain":"t"}' '{"a":1}}'
}

@test "annotate NDJSON" {
	ndjson >in
	expect 2 '{"call_uuid":"a","hangup_cause_code":3130,"plivo_cause":"Spam block","plivo_group":"Carrier Errors","plivo_action":"fix","plivo_status":"ok"}

{ "hangup_cause_code" : "4240","plivo_cause":null,"plivo_group":null,"plivo_action":null,"plivo_status":"unknown" } 
{}
{"HangupCauseCode":3010.0,"x":"}","plivo_cause":"Busy Line","plivo_group":"Call Rejections","plivo_action":"retry","plivo_status":"ok"}
{"hangup_cause_code":3020,"trunk_domain":"t","plivo_cause":"rtp_timeout","plivo_group":"Normal Hangups","plivo_action":"fix","plivo_status":"ok"}
{"a":1}}' "hangup: standard input: 4 records: 3 ok, 1 unknown, 1 malformed line
hangup: standard input:6: a record answered from the table of SIP trunks: trunk_domain \"t\"
hangup: standard input:3: a code that is not in the table of $DATE: 4240
hangup: standard input:7: malformed line, copied as it was: text that is not JSON" annotate
}

@test "every JSON line that comes out is JSON, with the new members last" {
	local samples=$BATS_TEST_DIRNAME/../../samples
	"$HANGUP" annotate --add all "$samples/api-calls.ndjson" >out 2>err
	[ "$(jq -r 'keys_unsorted[-8:] | join(",")' out | sort -u)" = \
		plivo_cause,plivo_group,plivo_action,plivo_status,plivo_description,plivo_next_steps,plivo_url,plivo_table ]
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
	printf '\xef\xbb\xbf{"hangup_cause_code":null}\r\n' >b
	printf 'hangup_cause_code\n4000\n' >c
	: >d
	local out='{"hangup_cause_code":4000,"plivo_status":"ok"}
'$'{"hangup_cause_code":null,"plivo_status":"empty"}\r'
	expect 0 $'\xef\xbb\xbf'"$out" 'hangup: 3 files: 2 records: 1 ok, 1 empty' annotate --add status a d b
	run ! "$HANGUP" annotate --add status a c b
	"$HANGUP" annotate --add status a c b >out 2>err || true
	printf '\xef\xbb\xbf%s\n' "$out" | diff - out
	grep -qx 'hangup: c: is CSV, not JSON like the files before: skipped' err
	expect 2 $'hangup_cause_code,plivo_status\n4000,ok' 'hangup: a: is JSON, not CSV like the files before: skipped' \
		annotate --add status c a
}

@test "the key of the codes" {
	printf '{"code":3130,"HangupCauseCode":4000}\n{"x":1}\n' >in
	expect 0 $'{"code":3130,"HangupCauseCode":4000,"plivo_status":"ok"}\n{"x":1}' '' annotate --add status -c code
	printf '{"code":3130,"HangupCauseCode":4000}\n' >in
	expect 2 "$(cat in)" 'hangup: standard input: -c: no record has a key "kode" among: code, HangupCauseCode
hint: the nearest is "code"; choose a key with -c NAME' annotate --add status -c kode
	expect 2 '{"code":3130,"HangupCauseCode":4000,"plivo_status":"ok"}' \
		'hangup: standard input: --name-column: no record has a key "nome" among: code, HangupCauseCode
hint: choose a key with --name-column NAME' annotate --add status --name-column nome
	printf '{"x":1}\n' >in
	expect 2 '{"x":1}' 'hangup: standard input: no record has a key of hangup cause codes among: x
hint: choose a key with -c NAME' annotate --add status
	printf '{"hangup_cause_code":4000,"DialBLegHangupCauseCode":3010}\n' >in
	expect 0 '{"hangup_cause_code":4000,"DialBLegHangupCauseCode":3010,"plivo_status":"ok"}' \
		'hangup: codes are taken from "hangup_cause_code", not from "DialBLegHangupCauseCode"
hint: choose with -c NAME' annotate --add status
}

@test "each JSON file has keys of its own" {
	printf '{"hangup_cause_code":3010,"hangup_source":"Carrier"}\n' >a
	printf '{"x":1}\n' >b
	printf '{"hangup_cause_code":4000}\n' >d
	printf '[]\n' >e
	: >in
	expect 2 '{"hangup_cause_code":3010,"hangup_source":"Carrier","plivo_status":"ok"}
{"x":1}' 'hangup: b: no record has a key of hangup cause codes among: x
hint: choose a key with -c NAME' annotate --add status a b
	# The same keys again.
	expect 2 $'{"x":1}\n{"x":1}' 'hangup: b: no record has a key of hangup cause codes among: x
hint: choose a key with -c NAME
hangup: b: no record has a key of hangup cause codes among: x
hint: choose a key with -c NAME' annotate b b
	"$HANGUP" stats --by source a d 2>&1 >/dev/null | diff - <(
		echo 'hangup: d: no record has a key of hangup sources among: hangup_cause_code'
		echo 'hint: choose a key with --source-column NAME'
	)
	expect 0 '{"hangup_cause_code":3010,"hangup_source":"Carrier","plivo_status":"ok"}
[]' '' annotate --add status a e
}

@test "quoted cells of which the first 64 KiB tell of no call: all is read before it is said so" {
	local error='no column of hangup cause codes among: timestamp, message
hint: choose a column with -c NAME or -c N'
	{ echo timestamp,message && yes '2026-11-03 09:00:00,"a line of a log, and more"' | head -n 2500; } >none.csv
	{ cat none.csv && echo '2026-11-03 09:00:00,"HangupCauseCode=4000"'; } >one.csv
	expect 0 'code,cause,group,action,status,calls,share,example,table
4000,Normal Hangup,Normal Completions,none,ok,1,1.000000,,voice' '' stats -f csv one.csv
	[ "$("$HANGUP" lookup --columns code - <one.csv)" = 4000 ]
	expect 2 'code,cause,group,action,status,calls,share,example,table' "hangup: none.csv: $error" stats -f csv none.csv
	for file in none one; do
		expect 2 '' "hangup: $file.csv: its first 64 KiB hold no call in a cell
hangup: $file.csv: $error" annotate $file.csv
	done
}

@test "a call in a cell of a record of 64 KiB, the most there is" {
	local record='1,"HangupCauseCode=3130 '
	printf 'ts,message\n%s%*s"\n' "$record" $((65536 - ${#record} - 1)) x >in
	[ "$("$HANGUP" annotate --add status in | cut -c 1-20,65537-)" = 'ts,message,plivo_sta
'"${record:0:20},ok" ]
}

@test "a call told in a string or a cell: the same once more is no doubt, and a trunk's key beside it counts" {
	cat >in.json <<'END'
{"trunk_domain":"x.example","message":"HangupCauseCode=4000"}
{"trunk_domain":"","message":"HangupCauseCode=4000 CallUUID=a","raw":"HangupCauseCode=4000"}
{"trunk_domain":"","message":"HangupCauseCode=4000","raw":"HangupCauseCode=3010"}
END
	{ echo trunk_domain,message,raw && jq -r '[.trunk_domain, .message, .raw // ""] | @csv' in.json; } >in.csv
	for file in in.json in.csv; do
		"$HANGUP" annotate --add table,status $file 2>/dev/null | grep -oE '(voice|trunk|null|,)[",]*("plivo_status":")?(ok|mismatch)' |
			grep -oE 'voice|trunk|ok|mismatch' | tr '\n' ' ' >out
		[ "$(cat out)" = "trunk ok voice ok mismatch " ]
	done
}

@test "objects that are alike but for what their strings say: each is looked into" {
	awk 'BEGIN {
		srand(7)
		split("x|HangupCauseCode=3010|HangupCauseCode=4000 HangupSource=Callee|hangup_cause_code|started|HangupCauseCode=3020", said, "|")
		for (i = 0; i < 400; i++) {
			at = int(rand() * 6) + 1
			kind = int(rand() * 5)
			if (kind == 0) printf "{\"msg\":\"%s\"}\n", said[at]
			else if (kind == 1) printf "{ \"t\": %d, \"message\": \"%s\" }\n", i, said[at]
			else if (kind == 2) printf "{\"req\":{\"body\":\"%s\"},\"level\":30}\n", said[at]
			else if (kind == 3) printf "{\"t\":1,\"list\":[\"a\",\"%s\"]}\n", said[at]
			else printf "{\"hangup_cause_code\":%d,\"msg\":\"%s\"}\n", 3000, at % 3 == 2 ? "x" : "y"
		}
	}' >in
	{ echo 3000 "$(grep -c 'code":3000' in)" && for code in 3010 3020 4000; do echo $code "$(grep -c "=$code" in)"; done; } >wanted
	"$HANGUP" stats -f csv in 2>err | awk -F, 'NR > 1 { print $1, $6 }' | sort | diff wanted -
	"$HANGUP" annotate --add cause in 2>err | grep -o '"plivo_cause":"[^"]*"' | sort | uniq -c | awk '{ print $1 }' | sort -n |
		diff <(cut -d ' ' -f 2 wanted | sort -n) -
	"$HANGUP" lookup --columns code - <in | sort | diff <(cut -d ' ' -f 1 wanted) -
}

@test "a call in a string of JSON, whatever it is told in" {
	cat >in <<'END'
{"log":"10:00 HangupCauseCode=3010 CallUUID=a1 HangupSource=Carrier","stream":"stdout"}
{"log":"started","stream":"stdout"}
{"Records":[{"body":"{\"Message\":\"{\\\"HangupCauseCode\\\":\\\"3010\\\",\\\"CallUUID\\\":\\\"a2\\\"}\"}"}]}
{"req":{"body":"CallUUID=a3\u0026HangupCauseCode=4000","n":[1,{}]},"level":30}
{"hangup_cause_code":3130,"call_uuid":"a4","raw":"HangupCauseCode=3130"}
{"lines":["x","HangupCauseCode=4000 CallUUID=a5"],"text":"hangup_cause_code is there"}
{"a":"HangupCauseCode=3020 CallUUID=a6","b":"HangupCauseCode=3010 CallUUID=a7","c":"HangupCauseCode=3020 CallUUID=a6"}
{"q":{"CallUUID":"a8","HangupCauseCode":"6000"},"m":{"CallUUID":["a8"],"HangupCauseCode":["6000"]}}
END
	"$HANGUP" stats -f csv in | cut -d, -f1,6 >out
	diff out - <<'END'
code,calls
3010,3
3020,2
4000,2
3130,1
6000,1
END
	"$HANGUP" annotate --add status in 2>err | grep -o '[^,]*"plivo_status":"[a-z]*"}.*' >out
	diff out - <<'END'
"plivo_status":"ok"}
"plivo_status":"ok"}]}
"plivo_status":"ok"},"level":30}
"plivo_status":"ok"}
"plivo_status":"ok"}
"plivo_status":"mismatch"}
"plivo_status":"ok"},"m":{"CallUUID":["a8"],"HangupCauseCode":["6000"],"plivo_status":"ok"}}
END
	grep -qx 'hangup: in: 7 records: 6 ok, 1 mismatch' err
	"$HANGUP" annotate in 2>/dev/null | jq -c 'del(.. | .plivo_cause?, .plivo_group?, .plivo_action?, .plivo_status?)' |
		diff - <(jq -c . in)
	"$HANGUP" explain -f json - <in | jq -r '.[].calls[].call_uuid' | sort | tr '\n' ' ' >out
	[ "$(cat out)" = "a1 a2 a3 a4 a5 a6 a6 a7 a8 " ]
	# annotated once more: its keys are there already
	printf '{"log":"HangupCauseCode=3010","plivo_status":"ok"}\n' >in
	expect 2 "$(cat in)" 'hangup: standard input: 0 records: 1 malformed line
hangup: standard input:1: malformed line, copied as it was: it has a key already that would be added: choose other names with --prefix' \
		annotate --add status
}

@test "a time around the record is its time" {
	printf '{"time":"2026-11-10T09:00:01Z","req":{"hangup_cause_code":3010}}\n' >in
	ends 0 "$HANGUP" stats --by hour -f csv in
	[ "${lines[1]}" = '2026-11-10 09:00,1,0,0.000000,,' ]
	[ "$stderr" = '' ]
}

@test "a page of the API that is not the last" {
	page='{"meta":{"limit":20,"next":%s,"total_count":57},"objects":[{"hangup_cause_code":4000},{"hangup_cause_code":4000}]}'
	printf "$page\n" '"/v1/?offset=20"' >in
	ends 0 "$HANGUP" stats in
	[ "$stderr" = 'hangup: in: a page of a list: 2 of its 57 calls are in it' ]
	printf "$page\n$page\n" '"/v1/?offset=20"' null >in
	ends 0 "$HANGUP" stats in
	[ "$stderr" = '' ]
}

@test "what the shell of mongo prints is text" {
	printf '{ "_id" : ObjectId("65f"), "CallUUID" : "a1", "HangupCauseCode" : NumberInt(3010) }\n' >in
	[ "$("$HANGUP" lookup --columns code - <in)" = 3010 ]
	# over lines, too, where its first document says so; in a string there is no call of a function
	printf '[\n{\n  "_id" : ObjectId("65f"),\n  "HangupCauseCode" : 3010\n}\n]\n' >in
	[ "$("$HANGUP" annotate --add status in)" = $'[\n{\n  "_id" : ObjectId("65f"),\n  "HangupCauseCode" : 3010 plivo_status=ok\n}\n]' ]
	printf '{\n  "a" : "ObjectId(1)",\n  "HangupCauseCode" : 3010\n}\n' >in
	[ "$("$HANGUP" annotate --add status in)" = $'{\n  "a" : "ObjectId(1)",\n  "HangupCauseCode" : 3010,"plivo_status":"ok"\n}' ]
	printf '{"a":"NumberInt(1)","HangupCauseCode":3010}\n{"_id":ObjectId("x"),"HangupCauseCode":3010}\n' >in
	expect 2 '{"a":"NumberInt(1)","HangupCauseCode":3010,"plivo_status":"ok"}
{"_id":ObjectId("x"),"HangupCauseCode":3010}' 'hangup: standard input: 1 record: 1 ok, 1 malformed line
hangup: standard input:2: malformed line, copied as it was: text that is not JSON' annotate --add status
}

@test "the key of the codes: what has a number, what is taken" {
	printf '{"hangup_cause_code":4240}\n' >in
	expect 0 '{"hangup_cause_code":4240,"plivo_status":"unknown"}' "hangup: standard input: 1 record: 0 ok, 1 unknown
hangup: standard input:1: a code that is not in the table of $DATE: 4240
hangup: standard input: no record has a known code: perhaps \"hangup_cause_code\" is not the column of the codes
hint: choose another with -c NAME" annotate --add status
	expect 2 '' 'hangup: standard input: --name-column: the members of JSON objects have names, not numbers
hint: choose the key of cause names with --name-column NAME' annotate --name-column 2
	expect 2 '' 'hangup: standard input: --source-column: the members of JSON objects have names, not numbers
hint: choose the key of hangup sources with --source-column NAME' annotate --source-column 2
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

@test "JSON in any layout: the members go into each record, and nothing else changes" {
	local samples=$BATS_TEST_DIRNAME/../../samples filter
	for filter in 'jq -s .' 'jq -sc .' 'jq -sc {objects:.}' 'jq -s {data:{api_id:1,objects:.}}' \
		'jq {level:30,req:{body:.}}' 'jq -s --tab {raw_logs:.}'; do
		$filter "$samples/api-calls.ndjson" >page
		"$HANGUP" annotate <page >out 2>err
		jq -c '.. | objects | select(has("plivo_status"))' out >records
		"$HANGUP" annotate "$samples/api-calls.ndjson" 2>/dev/null | jq -c . | diff - records
		jq 'walk(if type == "object" then with_entries(select(.key | startswith("plivo_") | not)) else . end)' out |
			diff - <(jq . page)
		"$HANGUP" stats -f csv page | diff - <("$HANGUP" stats -f csv "$samples/api-calls.ndjson")
	done
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
{"code": 3010, "cause": "Busy Line", "group": "Call Rejections", "group_range": "3000-3050", "action": "retry", "description": "The line of the destination is busy.", "next_steps": "Retry later, or set up voicemail as a fallback.", "url": null, "table": "voice", "calls": [{"call_uuid": "106ab57d-434f-4e05-ad42-0343f658bf00", "source": "Carrier"}]}
]' '' explain -f json -
}

@test "forms of every kind" {
	codes 3010 'HangupCauseCode=3010'
	codes 3010 '?HangupCauseCode=3010'
	codes 3010 'CallUUID=1&HangupCauseCode=%33010&x'
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
	codes '3010 3130' '{"HangupCauseCode":3130,"x":{"hangup_cause_code":3010}}'
	codes '3130 4000' '{"meta":{},"objects":[{"hangup_cause_code":3130},{"hangup_cause_code":4000},{"hangup_cause_code":3130}]}'
	codes '3130 4000' '[{"hangup_cause_code":3130},{"hangup_cause_code":4000}]'
	codes 3130 '2024-10-22 INFO callback {"hangup_cause_code": 3130} done'
	codes 3130 '{app} {"hangup_cause_code": 3130}'
	printf '{\n  "hangup_cause_code": 3130\n}\n{"hangup_cause_code": 4000}\r\n' >in
	codes '3130 4000' -
	cp "$BATS_TEST_DIRNAME/../../samples/api-calls.ndjson" in
	[ "$("$HANGUP" explain -f json - <in 2>/dev/null | jq 'map(.calls | length) | add')" = 21 ]
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
		'HangupCause does not tell the cause: each of its words may stand for several codes: NORMAL_CLEARING' \
		'hint: the field to look at is HangupCauseCode'
	not_found 'Event=DialApp&DialHangupCause=NORMAL_CLEARING&CallUUID=x' \
		'HangupCause does not tell the cause: each of its words may stand for several codes: NORMAL_CLEARING' \
		'hint: the field to look at is HangupCauseCode'
	not_found 'HangupCauseCode=&CallUUID=abc' 'a call without a hangup cause code: abc' "$FIELDS"
	not_found '{"hangup_cause_code":null}' 'a call without a hangup cause code' "$FIELDS"
	not_found '{"hangup_cause_code":3010,"HangupCauseCode":4000}' \
		'a record that cannot be read: two keys may each be that of the code: choose with -c NAME'
	not_found 'hangup_cause_code=4000&hangup_source=carrier' \
		'a code of a SIP-trunk record: 4000 may be of Voice or of a SIP trunk: it stands beside the source "carrier"' \
		'hint: --table voice or --table trunk says which is meant'
	not_found 'hangup_cause_code=4000&hangup_source=Callee&trunk_domain=x' \
		'a code of a SIP-trunk record: 4000 stands beside a source that only Voice has, "Callee"' \
		'hint: --table voice or --table trunk says which is meant'
	not_found 'hangup_cause_code=3020&hangup_cause_name=Busy+Line' \
		'a name contradicts the code: 3020 stands beside the name "Busy Line"'
	# the name, too, where it has no word for that in its own
	not_found '{"hangup_cause_code":3010,"hangup_cause":"user_busy"}' \
		'a name contradicts the code: 3010 stands beside the name "user_busy"'
	not_found '{"hangup_cause_code":3010,"hangup_cause":"No Answer"}' \
		'a name contradicts the code: 3010 stands beside the name "No Answer"'
	expect 0 '3010' '' lookup --columns code '{"hangup_cause_code":3010,"hangup_cause":"USER_BUSY"}'
	# of a trunk
	expect 0 unauthorized_by_carrier '' lookup --columns cause '{"hangup_cause_code":4010,"trunk_domain":"x"}'
	expect 0 rtp_timeout '' lookup --columns cause 'hangup_cause_code=3020&hangup_cause_name=rtp_timeout'
	expect 0 bad_request '' lookup --columns cause 'hangup_cause_code=4000&hangup_source=customer'
	for column in trunk_domain hangup_initiator; do
		printf 'hangup_cause_code,%s\n3010,x\n' $column >in
		expect 0 $'normal_hangup\ttrunk' '' lookup --columns cause,table -
	done
	# files that were joined: a header further down is no call, and names the columns behind it
	printf 'hangup_cause_code,n\n3010,1\nhangup_cause_code,n\n4000,2\n' >in
	expect 0 $'3010\n4000' '' lookup --columns code -
	printf 'hangup_cause_code,n\n3010,1\nn,hangup_cause_code\n3130,4000\n' >in
	expect 0 $'3010\n4000' '' lookup --columns code -
	printf 'hangup_cause_code,n\n3010,1\nhangup_code,n\n3130,3010\n' >in
	ends 1 "$HANGUP" lookup --columns code - <in
	[ "$output" = 3010 ]
	[[ $stderr == *'input:4: a record whose cells have moved: '* ]]
	not_found 'HangupCauseCode=4240' "4240 is not in the table of $DATE" \
		'hint: the nearest is 4030 Kicked Out Of Multiparty Call'
	expect 1 '' "hangup: no cause is called 'a=b'" lookup a=b
}

@test "two fields that are both the name, the source or the UUID: as annotate has it" {
	local pair leg
	for pair in call_uuid,CallUUID hangup_source,HangupSource hangup_cause_name,HangupCauseName 'hangup_cause,Hangup cause'; do
		printf 'hangup_cause_code,%s\n3010,x,y\n' "$pair" >in
		codes 3010 -
		[ "$("$HANGUP" explain -f json - <in | jq -c '.[].calls')" = '[{"call_uuid":null,"source":null}]' ]
		[ "$("$HANGUP" annotate --add status in | tail -n 1)" = 3010,x,y,ok ]
	done
	# of two codes neither is left out
	printf 'hangup_cause_code,HangupCauseCode\n3010,3010\n' >in
	ends 1 "$HANGUP" lookup - <in
	[[ $stderr != *'without a hangup cause code'* ]]
	codes 3010 '{"hangup_cause_code":3010,"call_uuid":"a","call_uuid":"b"}'
	# of a leg that has no code
	codes 3010 '{"hangup_cause_code":3010,"DialBLegHangupSource":"a","DialBLegHangupSource":"b"}'
	expect 1 '' "hangup: a call without a hangup cause code: a
$FIELDS" lookup '{"hangup_source":"b","HangupSource":"b","call_uuid":"a"}'
	for leg in '' DialBLeg; do
		expect 1 '' 'hangup: a record that cannot be read: two keys may each be that of the source: choose with --source-column NAME' \
			lookup "{\"${leg}HangupCauseCode\":3010,\"${leg}HangupSource\":\"a\",\"${leg}_hangup_source\":\"b\"}"
		expect 1 '' "hangup: a record that cannot be read: two keys may each be that of the cause's name: choose with --name-column NAME" \
			lookup "{\"${leg}HangupCauseCode\":3010,\"${leg}HangupCauseName\":\"a\",\"${leg}_hangup_cause_name\":\"b\"}"
	done
}

@test "no code is ever made of something else" {
	local value
	for value in 3000-3050 3010/3130 3000..3050 3010_x 3010abc 3010.5 % %zz 30%0a10 4.000 1e3 0x10 +3010x 31xx NORMAL_CLEARING 4294970426 '"3010x"' '"4.000"'; do
		run ! "$HANGUP" lookup "HangupCauseCode=$value"
		[[ $output != [0-9]* ]]
	done
	for value in 4.000 1e3 31e2 true '[3010,1]' '["Busy Line",1]' '{"Unknown":0,"a":1}' '"31xx"' '"NO_ANSWER"' 1e400 '"\ud800"' \
		03010 -3010 '"3010\u0000"' $'"\xff"'; do
		run ! "$HANGUP" lookup "{\"hangup_cause_code\":$value}"
		[[ $output != [0-9]* ]]
	done
	expect 1 '' "hangup: not a hangup cause code: 'x\\x00'
hint: the field to look at is HangupCauseCode" lookup 'HangupCauseCode=x%00&y'
	expect 1 '' 'hangup: a record that cannot be read: JSON that breaks off' lookup '{"hangup_cause_code":3010'
	# What is no JSON is text, whose pairs count.
	codes 3010 '2024 {"a":1,"a":2,"x":{"hangup_cause_code":3010}}'
}

@test "no byte of a call reaches the terminal as it is" {
	expect 0 "$("$HANGUP" 9100)
  Call           \\x1b[31m\\x00\\xff, ended by \\u202ex" '' \
		'HangupCauseCode=9100&CallUUID=%1b%5b31m%00%ff&HangupSource=%E2%80%AEx'
	[ "$("$HANGUP" explain -f json 'HangupCauseCode=9100&CallUUID=%1b%00%ff&HangupSource=%E2%80%AEx' |
		grep -o '"calls.*')" = '"calls": [{"call_uuid": "\\x1b\\x00\\xff", "source": "\u202ex"}]}' ]
	expect 1 '' "hangup: not a hangup cause code: '\\x1b[31m'
hint: the field to look at is HangupCauseCode" lookup 'HangupCauseCode=%1b[31m&'
}

@test "a log: its lines without a call are no misses where one is found; where none is, one says so" {
	printf '%s\n' 'started' 'x {"hangup_cause_code":3130}' '' 'GET /?HangupCauseCode=4000&x HTTP/1.1' '{"a' 3010 end >in
	expect 0 $'3130\n4000' '' lookup --columns code -
}

@test "text: pairs get their cause at the end of the line, and every other byte stays" {
	printf '%s\r\n' 'started' 'GET /?HangupCauseCode=3010&x HTTP/1.1' '' 'HangupCauseCode=4240' "{'hangup_cause_code': 4000}" >in
	expect 0 $'started\r
GET /?HangupCauseCode=3010&x HTTP/1.1 plivo_cause="Busy Line" plivo_status=ok\r
\r
HangupCauseCode=4240 plivo_status=unknown\r
{\'hangup_cause_code\': 4000} plivo_cause="Normal Hangup" plivo_status=ok\r' \
		"hangup: standard input: 3 records: 2 ok, 1 unknown
hangup: standard input:4: a code that is not in the table of $DATE: 4240" annotate --add cause,status
	expect 0 $'GET /?HangupCauseCode=3010&x HTTP/1.1 plivo_status=ok\r' \
		"hangup: standard input: 3 records: 2 ok, 1 unknown; 1 of 3 chosen by --only
hangup: standard input:4: a code that is not in the table of $DATE: 4240" annotate --add status --only retry
	local line
	for line in 'nothing at all in here' 'nothing at all, in here' 'starting up' 'GET /health' '(a),b' '1st,b'; do
		printf '%s\n' "$line" 'GET /health' >in
		expect 2 "$(cat in)" "hangup: standard input: no hangup cause code in it: a code has its field's name beside it
hint: such as HangupCauseCode=3130; CSV has a header with hangup_cause_code" annotate
		yes "$line" | head -n 9000 >in
		expect 2 "$(cat in)" "hangup: standard input: no hangup cause code in it: a code has its field's name beside it
hint: such as HangupCauseCode=3130; CSV has a header with hangup_cause_code" annotate
	done
	# names of two columns at least, and as many fields in the next records: it is a CSV
	for line in 'a b c d,e\n1,2\n' 'call id,b\n1,2\n' 'a,b\n1,2\n' 'call id,b\n' '_a,@b\n1,2\n'; do
		printf %b "$line" >in
		ends 2 "$HANGUP" annotate in
		[[ $output == '' && $stderr == 'hangup: in: no column of hangup cause codes among: '* ]]
	done
}

@test "hangup_cause beside the code is evidence, in text as in JSON and CSV" {
	local words=(rtp_timeout Busy+Line Rejected rejected CALL_REJECTED USER_BUSY Unknown Forbidden+here) key file
	for key in hangup PlivoHangup DialBLegHangup; do
		rm -f json python form csv
		echo "id,${key}_cause,${key}_cause_code" >csv
		for word in "${words[@]}"; do
			printf '{"id":1,"%s_cause":"%s","%s_cause_code":3020}\n' $key "${word/+/ }" $key >>json
			printf "{'id': 1, '%s_cause': '%s', '%s_cause_code': 3020}\n" $key "${word/+/ }" $key >>python
			printf 'id=1&%sCause=%s&%sCauseCode=3020\n' $key "$word" $key >>form
			printf '1,%s,3020\n' "${word/+/ }" >>csv
		done
		for file in json python form csv; do
			# all but the second, which is another cause's name
			"$HANGUP" annotate --add status $file 2>annotated | grep -v plivo_status$ |
				sed 's/.*\(ok\|mismatch\).*/\1/' | tr '\n' ' ' >found
			[ "$(cat found)" = 'ok mismatch ok ok ok ok ok ok ' ] || { echo "$key $file: $(cat found)"; return 1; }
			[ "$("$HANGUP" annotate -c ${key}_cause_code --add status $file 2>/dev/null | grep -cw ok)" = 7 ]
			[ "$("$HANGUP" stats -f csv $file 2>counted | grep -c -e '^3020,.*,ok,[16],' -e '^,,,,mismatch,1,')" = 3 ]
			diff annotated counted
			# of both tables, each once
			ends 1 "$HANGUP" lookup --columns code,table - <$file
			[ "$output" = $'3020\ttrunk\n3020\tvoice' ]
			[[ $stderr == *' a name contradicts the code: 3020 stands beside the name "Busy'* ]]
		done
	done
	# where there is a name, that alone
	printf '%s\n' 'hangup_cause=rtp_timeout hangup_cause_name=Rejected hangup_cause_code=3020' >in
	codes 3020 -
	expect 0 "$(cat in) plivo_status=ok" '' annotate --add status
	# of another leg it says nothing
	printf '%s\n' 'DialBLegHangupCause=rtp_timeout HangupCauseCode=3020' >in
	codes 3020 -
	printf '%s\n' 'Hangup cause' rtp_timeout 'Hangup cause code' 3020 >in
	expect 0 rtp_timeout '' lookup --columns cause -
}

@test "text: a whole cause's name stands in for a code that is not there, but Unknown" {
	printf '%s\n' 'Hangup cause: Busy Line' 'INFO HangupCauseName=Spam block, retrying' >in
	codes $'3010\n3130' -
	expect 0 "Hangup cause: Busy Line plivo_cause=\"Busy Line\"
INFO HangupCauseName=Spam block, retrying plivo_cause=\"Spam block\"" '' annotate --add cause
	for line in HangupCauseName=Unknown 'Hangup cause: Unknown' 'HangupCauseName=Rejected by carrier' \
		'HangupCause=NO_ANSWER' 'HangupCauseName=Busy Line - x'; do
		echo "$line" >in
		run -1 "$HANGUP" lookup --columns code - <in
		[ "$output" != 0 ]
		run -2 "$HANGUP" annotate <in
	done
	# beside a code the name is none, wherever it stands
	printf '%s\n' 'Hangup cause: Busy Line' 'Hangup cause code: 3010' >in
	[ "$("$HANGUP" stats -f csv <in | cut -d, -f1,5,6 | tail -n +2)" = 3010,ok,1 ]
}

@test "text: of two names or two sources beside one code nobody knows which is true" {
	local line
	while read -r line; do
		printf '%s\n' "$line" >in
		expect 0 "$line plivo_status=mismatch" "hangup: standard input: 1 record: 0 ok, 1 mismatch
hangup: standard input:1: the name contradicts the code: 3010 beside two names, two sources or two calls" annotate --add status
		ends 0 "$HANGUP" stats -f csv in
		[ "${lines[1]}" = ',,,,mismatch,1,1.000000,,' ]
		expect 1 '' 'hangup: standard input:1: a name contradicts the code: 3010 stands beside two names or two sources' -
	done <<-'END'
		hangup_cause_code=3010 hangup_source=Carrier HangupSource=zentrunk
		hangup_source=zentrunk HangupSource=Carrier hangup_cause_code=3010
		hangup_cause_code=3010 hangup_cause_name='Busy Line' hangup_cause_name='No Answer'
		hangup_cause_name='No Answer' hangup_cause_code=3010 hangup_cause_name='Busy Line'
	END
	# the same once more is no other
	printf '%s\n' 'hangup_cause_code=3010 hangup_source=Carrier {"hangup_source": "Carrier"}' >in
	codes 3010 -
}

@test "input that would never end, or go ever deeper" {
	# kilobytes; a sanitizer reserves more than there is
	local limit=400000
	[ -z "${ASAN_OPTIONS:-}" ] || limit=unlimited
	run -2 bash -c 'ulimit -v $1; head -c 100000000 /dev/zero | tr "\0" "{" | "$0" lookup -' "$HANGUP" $limit
	[ "$output" = 'hangup: standard input: more than 16 MiB, the most that is looked at
hint: for a file of call records: hangup annotate, hangup stats' ]
	run -1 bash -c 'ulimit -v $1; head -c 10000000 /dev/zero | tr "\0" "x" | "$0" lookup -' "$HANGUP" $limit
	[ "$output" = "hangup: no cause is called '$(printf 'x%.0s' {1..80})...'" ]
	run -2 bash -c 'ulimit -v $1; yes "{\"a\":" | head -c 1000000 | tr -d "\n" | "$0" lookup -' "$HANGUP" $limit
	[ "$output" = 'hangup: standard input:1: a record that cannot be read: JSON nested more than 512 levels deep' ]
	run -2 bash -c 'ulimit -v $1; (printf "["; yes "{}," | head -c 4000000) | "$0" lookup -' "$HANGUP" $limit
	[ "$output" = 'hangup: standard input:1000000: a record that cannot be read: JSON that breaks off' ]
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

@test "in text, too, the columns of names and sources are those that were named, or none" {
	echo 'hangup_cause_name=No+Answer&hangup_cause_code=3010&hangup_source=zentrunk&n=Busy+Line&s=Callee' >in
	for case in :mismatch '--name-column none:ok' '--source-column none:mismatch' \
		'--name-column none --source-column none:ok' '--name-column n --source-column s:ok' \
		'--name-column s --source-column none:ok'; do
		# shellcheck disable=SC2086 # the words of options
		ends 0 "$HANGUP" annotate --add status ${case%:*} in
		[[ $output == *" plivo_status=${case##*:}" ]]
	done
}

@test "text: chosen fields that begin alike, a name for the code, a tuple in escaped quotes" {
	printf '%s\n' 'x=1 sent=Carrier status=3010' >in
	expect 0 'x=1 sent=Carrier status=3010 plivo_status=ok' '' annotate --add status -c status --source-column sent
	expect 0 $'value,calls,failed,share,code,cause\nCarrier,1,0,0.000000,,' '' stats -f csv --by source -c status --source-column sent
	printf '%s\n' 'hangup_cause_name="Busy Line" x=1' 'hangup_cause_name="spam block" x=2' >in
	expect 0 $'hangup_cause_name="Busy Line" x=1 plivo_status=ok\nhangup_cause_name="spam block" x=2 plivo_status=ok' '' \
		annotate --add status
	printf '%s\n' 'INFO "[(\"CallUUID\", \"a1\"), (\"HangupCauseCode\", \"3010\")]"' >in
	codes 3010 -
}

@test "a call's unknown code beside words that are no name: nothing is found, each is said" {
	ends 1 "$HANGUP" lookup 'HangupCauseCode=9999' busy nosuch
	[ -z "$output" ]
	[ "$(grep -c '^hangup: ' <<<"$stderr")" = 3 ]
	grep -q "^hangup: 9999 is not in the table of $DATE" <<<"$stderr"
}

@test "five misses of standard input are said, of six one line says how many" {
	local line='HangupCauseCode=%s&CallUUID=a\n'
	# shellcheck disable=SC2059
	printf "$line" 9991 9992 9993 9994 9995 >in
	ends 1 "$HANGUP" lookup - <in
	[ "$(grep -c '^hangup: .*999' <<<"$stderr")" = 5 ]
	[ "$(grep -c '^hangup: ' <<<"$stderr")" = 5 ]
	# shellcheck disable=SC2059
	printf "$line" 9996 >>in
	ends 1 "$HANGUP" lookup - <in
	[ "$(grep -c '^hangup: .*999' <<<"$stderr")" = 5 ]
	[ "$(grep -c '^hangup: ' <<<"$stderr")" = 6 ]
}

@test "old records of SIP trunks are calls in text, too, where something tells that they are a trunk's" {
	local old='hangup_code=4410 hangup_cause=user_busy hangup_initiator=customer'
	for text in "$old" "a log's: $old" "{\"log\": \"$old\"}" $'id,message\n1,"'"$old"'"' 'hangup_code=4410&trunk_domain=a.b' \
		"{'hangup_code': 4410, 'hangup_cause': 'user_busy', 'trunk_domain': 'a.b'}" \
		$'hangup_code: 4410\nhangup_cause: user_busy\nhangup_initiator: zentrunk'; do
		printf '%s\n' "$text" >in
		ends 0 "$HANGUP" lookup --columns code - <in
		[ "$output" = 4410 ]
		ends 0 "$HANGUP" stats -f csv <in
		[[ "${lines[1]}" = 4410,user_busy,*,ok,1,1.000000,,trunk ]]
	done
	printf '%s\n' "$old hangup_code=3010 hangup_initiator=carrier" >in
	ends 0 "$HANGUP" lookup --columns code - <in
	[ "$output" = $'4410\n3010' ]
	# of another system
	for text in 'hangup_code=4410' 'hangup_code=4410 hangup_cause=user_busy' $'hangup_code: 3010\nhost: a'; do
		printf '%s\n' "$text" >in
		ends 2 "$HANGUP" stats <in
	done
	printf 'hangup_code: 16\nHangupCauseCode: 3010\n' >in
	expect 0 'hangup_code: 16
HangupCauseCode: 3010 plivo_cause="Busy Line" plivo_group="Call Rejections" plivo_action=retry plivo_status=ok' '' annotate
}
