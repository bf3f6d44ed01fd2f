#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# A hint that is a command works: run as it stands, on the input that gave it, it does what was wanted.

load common

# hint BYTES COMMAND HINT WANTED: BYTES (escapes of printf) are the file `in` and standard input. The last line that
# COMMAND says on stderr is a hint that ends with HINT; that, run by sh on the same input, exits 0 and prints WANTED.
hint() {
	local status=0 said
	# shellcheck disable=SC2059
	printf "$1" >in
	sh -c "$2" <in >.out 2>.err || status=$?
	slurp .err
	said=${REPLY%$'\n'} said=${said##*$'\n'}
	if [[ $said != 'hint: '*"$3" || $status = 0 ]]; then
		printf '%s: status %s, not the hint %s\n' "$2" "$status" "$3"
		cat .err
		return 1
	fi
	[[ $said == "hint: $3" || $said == *": $3" ]] || { echo "$said: no command of its own" && return 1; }
	status=0
	sh -c "$3" <in >.out 2>.err || status=$?
	slurp .out
	if [[ $status != 0 || $REPLY != *"$4"* ]]; then
		printf '%s: status %s, without %s\n' "$3" "$status" "$4"
		cat .out .err
		return 1
	fi
}

on_path() {
	mkdir bin
	ln -s "$HANGUP" bin/hangup
	PATH=$PWD/bin:$PATH
}

# adds BYTES COMMAND OPTIONS WANTED: the same of a hint that says what to add to the command.
adds() {
	local status=0
	# shellcheck disable=SC2059
	printf "$1" >in
	sh -c "$2" <in >.out 2>.err || status=$?
	slurp .err
	if [[ $REPLY != *": add $3"* || ($status = 0 && $2 != *' -c 2'*) ]]; then
		printf '%s: status %s, not the hint to add %s\n' "$2" "$status" "$3"
		cat .err
		return 1
	fi
	status=0
	sh -c "$2 $3" <in >.out 2>.err || status=$?
	slurp .out
	if [[ $status != 0 || $REPLY != *"$4"* ]]; then
		printf '%s %s: status %s, without %s\n' "$2" "$3" "$status" "$4"
		cat .out .err
		return 1
	fi
}

@test "data in the header's place: -H -c N, with the delimiter and the line's number" {
	on_path
	adds 'a,3130\nb,4000\n' 'hangup annotate in' '-H -c 2' 'a,3130,Spam block'
	grep -qxF 'hint: line 1 looks like data: add -H -c 2' <(hangup annotate in 2>&1)
	adds 'a;3130\nb;4000\n' 'hangup annotate in' "-d ';' -H -c 2" 'a;3130;Spam block'
	adds 'a\t3130\nb\t4000\n' 'hangup stats in' '-d tab -H -c 2' 'Spam block'
	adds '3130|a|x\n4000|b|x\n' 'hangup annotate' "-d '|' -H -c 1" '3130|a|x|Spam block'
	adds '3130\n4000\n' 'hangup annotate in' '-H -c 1' '3130,Spam block'
	adds 'a,3130\nb,4000\n' 'hangup annotate -c code in' '-H -c 2' 'a,3130,Spam block'
	adds 'a,3130\nb,4000\n' 'hangup annotate -c 3 in' '-H -c 2' 'a,3130,Spam block'
	adds 'a,3130\nb,4000\n' 'hangup annotate -c 2 in' '-H -c 2' 'a,3130,Spam block'
	adds 'a;3130\nb;4000\n' 'hangup annotate -c 2 in' "-d ';' -H -c 2" 'a;3130;Spam block'
	adds '\n \na;3130\nb;4000\n' 'hangup annotate in' "-d ';' -H -c 2" 'a;3130;Spam block'
	grep -qF 'line 3 looks like data' <(hangup annotate in 2>&1)
	adds 'a:3130\nb:4000\n' 'hangup annotate -d : in' "-d : -H -c 2" 'a:3130:Spam block'
}

@test "a row alone, as grep has it: the hint that more rows get" {
	on_path
	local row='2026-11-03 10:00:00,c4b3f6e0,+1 415 555 0100,3130,Spam block,Carrier\n'
	adds "$row" 'hangup stats' '-H -c 4' 'Spam block'
	adds "$row$row" 'hangup stats' '-H -c 4' 'Spam block'
	adds "$row$row$row" 'hangup stats' '-H -c 4' 'Spam block'
	adds "$row" 'hangup annotate' '-H -c 4' 'Carrier,Spam block'
	hint "$row" 'hangup -' 'hangup stats -H -c 4' 'Spam block'
	hint "$row$row" 'hangup -' 'hangup stats -H -c 4' 'Spam block'
	hint "$row$row$row$row$row$row$row" 'hangup lookup -' 'hangup stats -H -c 4' 'Spam block'
	hint "${row//,/;}" 'hangup -' "hangup stats -d ';' -H -c 4" 'Spam block'
}

@test "the options that were given stay" {
	on_path
	adds '1,3010,3\n' 'hangup stats --by action -f csv in' '-H -c 2' 'retry'
	adds '1,3010,3\n' 'hangup annotate --only retry -c code --add cause in' '-H -c 2' '1,3010,3,Busy Line'
	adds '1;3010;3\n' 'hangup annotate -d ";" --add status --name-column none --source-column 1 in' \
		"-d ';' -H -c 2" '1;3010;3;ok'
	adds '2026-11-03 10:00,3010\n' 'hangup stats --by hour --time-column 1 -f csv' '-H -c 2' '2026-11-03 10:00,1,0'
	adds 'id;hangup_cause_code;n\n1;3010;No Answer\n' 'hangup annotate --name-column n -d tab --add status in' \
		"-d ';'" '1;3010;No Answer;mismatch'
}

@test "no hint for a byte that delimits nothing" {
	local bytes
	for bytes in 'hangup_cause_code(x),b\n3010,1\n' '"hangup_cause_code (x)",b\n3010,1\n'; do
		printf %b "$bytes" >in
		run -2 "$HANGUP" annotate in
		[[ $output != *' -d '* ]]
	done
}

@test "another delimiter" {
	on_path
	adds 'id:hangup_cause_code\na:3130\n' 'hangup annotate in' "-d :" 'a:3130:Spam block'
	adds 'id^hangup_cause_code\na^3130\n' 'hangup stats' "-d '^'" 'Spam block'
	adds 'id;hangup_cause_code\na;3130\n' 'hangup annotate -d , in' "-d ';'" 'a;3130;Spam block'
	adds 'id;hangup_cause_code\na;3130\n' 'hangup annotate -d tab' "-d ';'" 'a;3130;Spam block'
	adds 'id,hangup_cause_code\na,3130\n' "hangup annotate -d ';' in" '-d ,' 'a,3130,Spam block'
	adds "id'hangup_cause_code\na'3130\n" 'hangup annotate in' "-d ''\\'''" "a'3130'Spam block"
}

@test "file names that need quotes, or begin with a dash" {
	on_path
	printf 'a,3130\n' >"it's in"
	gzip <"it's in" >./-in
	hint '' 'hangup annotate -H -c 2 -- -in' 'zcat ./-in | hangup annotate -H -c 2' 'a,3130,Spam block'
	printf 'hangup_cause_code\n3130\n4000\n' >./-in
	hint '' 'hangup lookup -- -in' 'hangup stats -- -in' 'Spam block'
	# whole, however long
	local long
	long=$(printf 'call records of %.0s' {1..8})
	mkdir -p "$long/$long/$long"
	mv ./-in "$long/$long/$long/in"
	hint '' "hangup '$long/$long/$long/in'" "hangup stats '$long/$long/$long/in'" 'Spam block'
	gzip "$long/$long/$long/in"
	hint '' "hangup stats '$long/$long/$long/in.gz'" "zcat '$long/$long/$long/in.gz' | hangup stats" 'Spam block'
}

# Bytes as printf is given them.
escaped() {
	od -An -v -to1 | tr -d '\n' | sed 's/ /\\/g'
}

@test "every packer has its own way back" {
	on_path
	printf 'id,hangup_cause_code\na,3130\n' >calls
	local tool
	for tool in bzip2:bzcat xz:xzcat zstd:zstdcat; do
		command -v "${tool%:*}" >/dev/null || continue
		"${tool%:*}" -c <calls >packed
		hint '' 'hangup stats packed' "${tool#*:} packed | hangup stats" 'Spam block'
	done
	! command -v zip >/dev/null || {
		zip -q packed.zip calls
		hint '' 'hangup stats packed.zip' 'unzip -p packed.zip | hangup stats' 'Spam block'
		! command -v funzip >/dev/null ||
			hint "$(escaped <packed.zip)" 'hangup stats' 'funzip | hangup stats' 'Spam block'
	}
}

@test "compressed and wide inputs" {
	on_path
	printf 'id,hangup_cause_code\na,3130\n' >calls
	gzip <calls >calls.gz
	hint '' 'hangup annotate calls.gz' 'zcat calls.gz | hangup annotate' 'a,3130,Spam block'
	hint '' 'hangup stats calls.gz' 'zcat calls.gz | hangup stats' 'Spam block'
	printf 'a;code\nx;3130\n' | gzip >"other calls.gz"
	hint '' 'hangup annotate "other calls.gz" -d ";" --code-column=code --add status,cause --' \
		"zcat 'other calls.gz' | hangup annotate -d ';' -c code --add status,cause" 'x;3130;ok;Spam block'
	hint '' 'hangup stats -f csv "other calls.gz" --by group --top 3 -c code' \
		"zcat 'other calls.gz' | hangup stats -f csv --by group --top 3 -c code" 'Carrier Errors,ok,1'
	hint '' 'hangup calls.gz' 'zcat calls.gz | hangup stats' 'Spam block'
	iconv -f UTF-8 -t UTF-16LE calls >wide
	hint '' 'hangup annotate wide' 'iconv -f UTF-16LE -t UTF-8 wide | hangup annotate' 'a,3130,Spam block'
	hint "$(iconv -f UTF-8 -t UTF-16 calls | escaped)" 'hangup annotate' \
		'iconv -f UTF-16 -t UTF-8 | hangup annotate' 'a,3130,Spam block'
	hint "$(escaped <calls.gz)" 'hangup -' 'zcat | hangup -' 'Spam block'
	hint "$(escaped <calls.gz)" 'hangup lookup -f csv 3010 - --columns cause' \
		'zcat | hangup lookup -f csv --columns cause 3010 -' 'Spam block'
}

@test "one file of several: it is standard input in its place, among its options or behind them" {
	on_path
	printf 'id,hangup_cause_code\na,3130\n' >calls
	gzip <calls >calls.gz
	hint '' 'hangup stats -f csv calls calls.gz' 'zcat calls.gz | hangup stats -f csv calls -' '3130,Spam block,Carrier Errors,fix,ok,2,'
	hint '' 'hangup annotate calls.gz calls' 'zcat calls.gz | hangup annotate - calls' 'a,3130,Spam block'
	hint '' 'hangup stats --against calls.gz --only fix calls' \
		'zcat calls.gz | hangup stats --against - --only fix calls' 'No share has changed'
	hint '' 'hangup stats --against calls calls.gz' 'zcat calls.gz | hangup stats --against calls' 'No share has changed'
	hint "$(escaped <calls.gz)" 'hangup annotate calls -' 'zcat | hangup annotate calls -' 'a,3130,Spam block'
	cp calls.gz ./-in
	hint '' 'hangup annotate -- -in calls' 'zcat ./-in | hangup annotate - calls' 'a,3130,Spam block'
	printf 'id,hangup_cause_code\n"a\\"b",3130\n' >quotes
	hint '' 'hangup stats quotes calls' "sed 's/\\\\\"/\"\"/g' quotes | hangup stats - calls" 'Spam block'
	ends 2 hangup annotate - calls.gz <calls
	# shellcheck disable=SC2154 # ends sets it
	[ "$stderr" = 'hangup: calls.gz: is gzip-compressed' ]
}

@test "a file with one call is read by the command and the options that were typed" {
	on_path
	printf '{"hangup_cause_code": 4410, "hangup_source": "customer"}\n' >call.json
	hint '' 'hangup call.json' 'hangup - <call.json' 'user_busy'
	hint '' 'hangup --table trunk call.json' 'hangup --table trunk - <call.json' 'user_busy'
	hint '' 'hangup lookup -f csv --columns code,cause call.json' \
		'hangup lookup -f csv --columns code,cause - <call.json' '4410,user_busy'
	hint '' 'hangup explain --color=never call.json' 'hangup explain - <call.json' 'user_busy'
}

@test "quotes escaped by backslashes" {
	on_path
	hint 'note,hangup_cause_code\n"say \\"hi\\" now",3130\n' 'hangup annotate in' \
		"sed 's/\\\\\"/\"\"/g' in | hangup annotate" '"say ""hi"" now",3130,Spam block'
	hint 'note,hangup_cause_code\n"say \\"hi\\" now",3130\n' 'hangup stats' "sed 's/\\\\\"/\"\"/g' | hangup stats" 'Spam block'
}

# laid_out KEY STRING: the command that lays records out, a line each.
laid_out() {
	printf '%s' "jq -c 'def has(\$name): strings | ascii_downcase | gsub(\"[^a-z0-9]\"; \"\") | test(\$name); " \
		"def record: objects | select(any(keys[]; has(\"^($1)\$\")) or (any(.[] | (arrays | flatten[]), .; " \
		"has(\"$2\")) and (any(.[] | ..; record) | not))); .. | record | del(.[] | select(any(..; record)))'"
}

@test "what has nothing to do with a hangup cause is not the nearest" {
	printf '{"body":"Q2FsbFVVSUQ9YTE=","isBase64Encoded":true}\n' >in
	ends 2 "$HANGUP" stats in
	# shellcheck disable=SC2154 # run sets it
	[ "${stderr_lines[1]}" = 'hint: choose a key with -c NAME' ]
	printf '{"hangupCodes":1}\n' >in
	ends 2 "$HANGUP" stats in
	[ "${stderr_lines[1]}" = 'hint: the nearest is "hangupCodes"; choose a key with -c NAME' ]
}

@test "JSON: records that cannot be cut out" {
	on_path
	hint '[{"hangup_cause_code":3010},\n {"hangup_cause_code":4000}]\n' 'hangup annotate --only retry in' \
		"$(laid_out '(plivo|dialbleg)?hangup(cause(code|name)|source)|hangupcode' hangupc) in | hangup annotate --only retry" 'plivo_cause":"Busy Line'
	hint '{"code":3010,"x":[\n1]}\n' 'hangup annotate -c code --only 3010 in' \
		"$(laid_out code code) in | hangup annotate -c code --only 3010" 'Busy Line'
	hint '{"it'\''s":3010,\n"x":1}\n' 'hangup annotate --only 3010 -c "it'\''s" in' \
		"$(laid_out its its) in | hangup annotate --only 3010 -c 'it'\\''s'" 'Busy Line'
	LC_ALL=C.UTF-8 hint '{"\303\274":3010,\n"x":1}\n' $'hangup annotate --only 3010 -c \303\274 in' \
		"jq -c 'def record: objects; .. | record | del(.[] | select(any(..; record)))' in | hangup annotate --only 3010 -c 'ü'" \
		'Busy Line'
	# a record within a record: each on a line of its own, the outer one without the inner
	printf '{"hangup_cause_code":3010,"a":[1,{"b":{"HangupCauseCode":3130}}],"c":{"d":2}}\n' >in
	hint "$(cat in)" 'hangup annotate --add status --only 3010,3130 in' \
		"$(laid_out '(plivo|dialbleg)?hangup(cause(code|name)|source)|hangupcode' hangupc) in | hangup annotate --add status --only 3010,3130" '{'
	diff .out - <<'END'
{"hangup_cause_code":3010,"c":{"d":2},"plivo_status":"ok"}
{"HangupCauseCode":3130,"plivo_status":"ok"}
END
	# records of every spelling, and of a source alone
	printf '[{"hangup_cause_code":3010,\n"a":1},{"hangup_source":"Carrier"},{"HangupCauseCode":3130}]\n' >in
	run -2 hangup annotate --only ok,empty in
	sh -c "${lines[1]#hint: }" >out 2>err
	[ "$(wc -l <out)" = 3 ]
	# calls in strings, in a list of them, none where a record is within; old ones
	cat >in <<'END'
{"log":"HangupCauseCode=3010","a":[
1]}
{"log":"HangupCauseCode=3010","b":{"c":["x",["Hangup-Cause-Code: 3010"]]}}
{"raw":"HangupCauseCode=3010","call":{"HangupCauseCode":3010}}
{"hangup_code":4410,"hangup_initiator":"customer"}
END
	ends 2 hangup annotate --only ok --add status in
	sh -c "${stderr_lines[1]#hint: }" >out 2>err
	diff out - <<'END'
{"log":"HangupCauseCode=3010","a":[1],"plivo_status":"ok"}
{"c":["x",["Hangup-Cause-Code: 3010"]],"plivo_status":"ok"}
{"HangupCauseCode":3010,"plivo_status":"ok"}
{"hangup_code":4410,"hangup_initiator":"customer","plivo_status":"ok"}
END
}

@test "a file's name in a code's place" {
	on_path
	hint 'hangup_cause_code\n3130\n4000\n' 'hangup in' 'hangup stats in' 'Spam block'
	hint 'hangup_cause_code\n3130\n' 'hangup lookup in' 'hangup lookup - <in' 'Spam block'
	hint 'HangupCauseCode=3010&CallUUID=a\n' 'hangup in' 'hangup - <in' 'Busy Line'
	hint '{\n"hangup_cause_code":\n3010}\n' 'hangup explain in' 'hangup explain - <in' 'Busy Line'
}

@test "words that name something else" {
	on_path
	hint '' 'hangup lookup Callee' 'hangup explain Callee' 'Callee'
	hint '' 'hangup lookup zentrunk' 'hangup explain zentrunk' 'SIP trunk'
	hint '' 'hangup lookup --table trunk carrier' 'hangup explain --table trunk carrier' 'SIP trunk'
	hint '' 'hangup explain --table voice customer' 'hangup explain customer' 'SIP trunk'
	hint '' 'hangup list carrier-errors' 'hangup list -g carrier-errors' '3130'
	hint '' 'hangup list fix' 'hangup list -a fix' '3130'
	hint '' 'hangup list groups' 'hangup list --groups' 'Carrier Errors'
	hint '' 'hangup list sources' 'hangup list --sources' 'Callee'
	hint '' 'hangup list 3130' 'hangup 3130' 'Spam block'
	hint '' 'hangup version' 'hangup --version' 'hangup '
	hint '' 'hangup groups' 'hangup list --groups' 'Carrier Errors'
	hint '' 'hangup lookup sources' 'hangup list --sources' 'Callee'
	hint '' 'hangup causes' 'hangup list' '3130'
	hint '' 'hangup actions' 'hangup none,retry,fix,support' 'only Plivo can help'
	hint '' 'hangup help 3130' 'hangup 3130' 'Spam block'
	hint '' 'hangup stats 3130' 'hangup 3130' 'Spam block'
	hint '' 'hangup stats help' 'hangup help stats' 'hangup stats'
	local calls='id,hangup_cause_code\na,3130\nb,4000\n'
	hint "$calls" 'hangup 3130,fix in' 'hangup annotate --only 3130,fix in' 'Spam block'
	hint "$calls" 'hangup annotate 3130 in' 'hangup annotate --only 3130 in' 'Spam block'
	hint "$calls" 'hangup stats --by action "spam block" in' "hangup stats --by action --only 'spam block' in" 'fix'
	hint "$calls" 'hangup stats in, in' 'hangup stats in in' 'Spam block'
	hint "$calls" 'hangup in, in' 'hangup stats in in' 'Spam block'
	hint "$calls" 'hangup grep spam in' 'hangup stats in' 'Spam block'
	hint '' 'hangup list -g' 'hangup help list' 'hangup list'
	hint "$calls" 'hangup cat in' 'hangup annotate in' 'Spam block'
	hint "$calls" 'hangup count in' 'hangup stats in' 'Spam block'
	hint "$calls" 'hangup diff in in' 'hangup stats --against in in' 'No share has changed'
	hint '' 'hangup lookup' 'hangup help lookup' 'hangup lookup'
	hint '' 'hangup explain' 'hangup help explain' 'hangup explain'
	hint '' 'hangup grep' 'hangup help grep' 'hangup grep'
	hint '' 'hangup stats --qqqq' 'hangup help stats' 'hangup stats'
}
