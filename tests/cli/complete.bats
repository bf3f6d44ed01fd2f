#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What the shells' completion scripts are told.
#
# shellcheck disable=SC2016,SC2154 # inner shells expand $0 themselves; bats sets $stderr

load common

# offers 'VALUE VALUE ...' WORD...: the values for the last word, in this order; those with blanks are written with "_".
offers() {
	offers_at $(($# - 1)) "$@"
}

# offers_at N 'VALUE VALUE ...' WORD...: the values for the Nth word.
offers_at() {
	local place=$1
	shift
	local wanted=$1
	shift
	local found='' value
	"$HANGUP" __complete "$place" "$@" >.offered
	while IFS=$'\t' read -r value _; do
		found+=${found:+ }${value// /_}
	done <.offered
	[ "$found" = "$wanted" ] || {
		printf 'hangup __complete %s %s\nwanted: %s\nfound:  %s\n' "$place" "$*" "$wanted" "$found"
		return 1
	}
}

@test "commands, codes and names in the first place" {
	offers 'lookup list loop_detected' l
	offers 'Loop_Detected Lost_Race loop_detected' L
	offers 'Loop_Detected loop_detected' loop
	offers help hel
	offers 3130 3130
	offers 'Error_Reaching_Answer_URL Error_Reaching_Action_URL Error_Reaching_Transfer_URL Error_Reaching_Redirect_URL Error' err
	# of nothing, in the first place the commands alone
	offers 'explain lookup list grep annotate stats help' ''
	offers_at 1 'explain lookup list grep annotate stats help'
	for line in '2 lookup' '2 4000' '2 --'; do
		# shellcheck disable=SC2086 # words
		[ "$("$HANGUP" __complete $line | grep '^[0-9]' | grep -vc ', SIP trunk$')" = "$CAUSES" ]
	done
}

@test "case counts where something begins with the word as it is written" {
	printf '{"code": 1, "CODE": 2, "Only": 3, "x": 4, "X": 5}\n' >case.ndjson
	offers_at 3 code annotate -c co case.ndjson
	offers_at 3 CODE annotate -c CO case.ndjson
	offers_at 3 'code CODE' annotate -c Co case.ndjson
	offers_at 3 Only annotate -c ON case.ndjson
	offers_at 3 x annotate -c x case.ndjson
	offers Busy_everywhere lookup 'Busy e'
	offers Busy_everywhere lookup 'bUSY E'
	offers '--columns=code' lookup --columns=COD
	offers_at 2 ':files' stats X
	offers ':files' stats --against X
	offers ':files' stats --against=X
}

@test "options are what they are in their own case alone" {
	for command in explain lookup list grep annotate stats; do
		for option in -f -F -h -H -c -C -V -v -g -G -a -A; do
			"$HANGUP" __complete 2 $command $option | sed "s/^/$option of $command: /"
		done
	done >all
	awk -F'\t' '{ split($1, word, / of [a-z]*: /) } word[1] != word[2] { print; other = 1 } END { exit other }' all
	offers -f grep -f
	offers -F grep -F
	offers '' lookup --FORMAT
}

@test "what --max limits" {
	offers 'carrier_cancelled= carrier-errors=' stats --max carr
	offers 'call_does_not_exist= calls= call-rejections= caller-id-errors= call-state-errors=' stats --min call
	offers 'No_Answer= Normal_Hangup= normal_hangup= not_implemented= not_implemented_at_carrier= not_implemented_at_user= not_acceptable= none= normal-completions= normal-hangups=' stats --max no
	offers '--max=Unknown_Caller_ID= --max=unknown_caller_id= --max=unknown=' stats --max=unk
	offers '3130=' stats --max 313
	expect 0 $'3130=\tSpam block' '' __complete 3 stats --max 313
	offers '' stats --max unknown=
	offers '' stats --max 3130=1
	# each as the option takes it, and no code of nothing
	"$HANGUP" __complete 3 stats --max '' | cut -f 1 >words
	[ "$(grep -c '^[a-z-]*=$' words)" = "$(wc -l <words)" ]
	[ "$(wc -l <words)" -ge $((1 + 6 + 5 + $("$HANGUP" list --groups -f csv | sed 1d | wc -l))) ]
	for word in 3 n failed,31; do
		"$HANGUP" __complete 3 stats --max $word | cut -f 1 >>words
	done
	while read -r word; do
		printf 'hangup_cause_code\n4000\n' | "$HANGUP" stats --max "${word}100" >out 2>&1 || cat out >>wrong
	done <words
	[ ! -e wrong ]
}

@test "what --only takes: words, codes where digits are, each once" {
	local command
	for command in annotate stats; do
		offers '3100 3110 3120 3130 3140' $command --only 31
		expect 0 $'3130\tSpam block' '' __complete 3 $command --only 313
		offers 'fix,3130,3100 fix,3130,3110 fix,3130,3120 fix,3130,3140' $command --only fix,3130,31
		offers '--only=3010,3130' $command --only=3010,313
		offers '3130,fix' $command --only 3130,fi
		offers 'support' $command --only su
		"$HANGUP" __complete 3 $command --only '' | grep '^[0-9]' && return 1
		"$HANGUP" __complete 3 $command --only 3 | cut -f 1 >words
		[ -s words ]
		while read -r word; do
			printf 'hangup_cause_code\n4000\n' | "$HANGUP" $command --only "$word" >out 2>&1 || cat out >>wrong
		done <words
	done
	[ ! -e wrong ]
	# columns have no codes
	offers '' annotate --add 31
}

@test "codes have their cause beside them, names their code" {
	expect 0 $'3130\tSpam block' '' __complete 2 lookup 313
	expect 0 $'Spam block\t3130' '' __complete 2 lookup spam
	expect 0 $'Spam block\t3130' '' __complete 1 spam
	expect 0 '' '' __complete 2 explain nothing-begins-like-this
	expect 0 $'Caller\thangup source\ncaller-id-errors\tCaller ID Errors' '' __complete 2 explain calle
	offers caller-id-errors lookup calle
	offers 'Canceled Canceled_(Out_Of_Credits) Canceled_(Simultaneous_dial_limit_reached) canceled-calls' lookup canc
}

@test "a WHAT is a code, a name or what stands for several, each once where commas join them" {
	for command in explain lookup; do
		offers failed $command fai
		offers fix,support $command fix,su
		offers '3130,Spam_block' $command 3130,spam
		offers 'fix,3010,3130' $command fix,3010,313
		offers '' $command fix,fi
	done
	# names and words, whatever the case of either
	offers 'carrier_cancelled carrier-errors' list -g Carr
	offers 'Spam_block special-cases' annotate --only sp
	offers 'Spam_block special-cases' list --action sp
	# each as it is taken
	for letter in a c f n s; do
		"$HANGUP" __complete 2 lookup $letter | cut -f 1 | while read -r word; do
			"$HANGUP" explain "$word" >out 2>&1 || { cat out && return 1; }
		done
	done
}

@test "--by: words, and the headers that are none of them" {
	printf '%s\n' 'campaign,Source,hangup_cause_code,day' 'spring,x,3010,1' >calls.csv
	"$HANGUP" __complete 3 stats --by '' calls.csv | cut -f 1 >values
	for value in cause group action source minute hour day campaign hangup_cause_code 2 4; do
		[ "$(grep -cx "$value" values)" = 1 ] || [ "$value" -gt 0 ] 2>/dev/null
	done
	[ "$(sort values | uniq -d)" = '' ]
	grep -qi '^source' values
	offers_at 3 campaign stats --by camp calls.csv
	offers_at 2 '--by=campaign' stats --by=camp calls.csv
	offers_at 3 hour stats --by ho calls.csv
}

@test "codes and names are of the table that the line names" {
	expect 0 $'4430\tsdp_not_acceptable_here, SIP trunk' '' __complete 5 annotate --table trunk --only 443
	expect 0 $'4430\tsdp_not_acceptable_here, SIP trunk' '' __complete 4 stats --table=trunk --only 443
	# without it what Voice lacks, behind Voice's; a name that stands for several codes once
	expect 0 $'4430\tsdp_not_acceptable_here, SIP trunk' '' __complete 2 lookup 443
	expect 0 $'3010\tBusy Line' '' __complete 2 lookup 301
	expect 0 '' '' __complete 4 lookup --table voice 443
	expect 0 $'3010\tnormal_hangup, SIP trunk' '' __complete 4 lookup --table trunk 301
	expect 0 $'normal_hangup\t3000, SIP trunk' '' __complete 2 lookup normal_h
	expect 0 $'Normal Hangup\t4000\nnormal_hangup\t3000, SIP trunk\nnormal-completions\tNormal Completions\nnormal-hangups\tNormal Hangups' \
		'' __complete 2 lookup normal
	expect 0 $'Customer\thangup source, SIP trunk' '' __complete 1 cust
}

@test "every value says what it means" {
	for command in explain lookup list grep annotate stats help; do
		while read -r option; do
			"$HANGUP" __complete 3 $command "$option" '' | awk -F '\t' -v "at=$command $option" \
				'$0 != ":files" && $2 == "" { print at, $1; bad = 1 } END { exit bad }'
		done < <("$HANGUP" __complete 2 $command -- | cut -f 1)
	done
}

@test "options" {
	offers '--format' lookup --f
	offers '--format -f --columns --table --color --help -h --version -V' lookup -
	offers '--group --groups' list --group
	offers '' lookup --nothing
	offers '' lookup -- --f
}

@test "values of options" {
	offers 'plain table csv json' lookup -f ''
	offers 'json' lookup -f j
	offers 'json' lookup --format j
	offers 'json' lookup --form j
	offers 'text plain table csv json' -f ''
	offers 'text plain table csv json' explain --format ''
	offers '--format=json' lookup --format=j
	offers 'auto always never' --color ''
	offers '--color=auto --color=always' list --color=a
	offers 'carrier_cancelled carrier-errors' list -g carr
	offers 'fix' list -a 'fi'
	offers 'fix' list -g carrier-errors -a 'fi'
	expect 0 $'carrier-errors\tCarrier Errors' '' __complete 3 list -g carrier-
	offers '' list --groups=c
	offers '' list --sources ''
}

@test "lists of columns" {
	offers 'code cause' lookup --columns c
	offers 'code,cause' lookup --columns code,c
	offers 'cause group action status description next_steps url table all' annotate --add ''
	expect 0 $'status\tok, or what is wrong with the code' '' __complete 3 annotate --add st
	expect 0 $'all\tall of them' '' __complete 3 annotate --add al
	offers '--columns=code,url' lookup --columns=code,u
	offers 'code,group,cause,action' lookup --columns code,group,cause,a
	offers '' lookup --columns code,code
}

@test "operands after options and other operands" {
	offers '3130' lookup -f csv 4000 313
	offers '3130' lookup -f csv -- 313
	offers '3130' 4000 313
	offers 'lookup' help loo
	offers '' 4000 looku
	offers '' grep c
	offers '3130' --color never 313
	offers '3130' --color=never lookup 313
}

@test "hostile words" {
	expect 0 '' '' __complete 2 lookup $'\033[31m\xff'
	expect 0 '' '' __complete 6 - - -- '' $'\n' '%s'
	expect 0 '' '' __complete 2 lookup --columns=,,,x
	expect 0 '' '' __complete 2 lookup "$(head -c 100000 /dev/zero | tr '\0' 9)"
}

@test "the number of the word" {
	offers_at 1 'lookup list loop_detected' l 3130
	offers_at 2 'json' -f j lookup
	offers_at 3 '3130' 4000 lookup 313
	offers_at 3 'plain table csv json' lookup -f
	for number in 0 -1 4 9999999999999999999999 x '' 1x; do
		expect 0 '' '' __complete "$number" lookup 313
	done
	expect 0 '' '' __complete
}

@test "no value is there twice" {
	offers 'Unknown Unknown_Caller_ID unknown_caller_id' explain unknown
	for word in '' a b c d e f g h i l m n o p r s t u v 3 -; do
		echo "-- $word"
		"$HANGUP" __complete 1 "$word"
		for command in explain lookup list grep annotate stats help; do
			echo "-- $command $word"
			"$HANGUP" __complete 2 "$command" "$word"
		done
	done >all
	awk -F'\t' '/^-- / { delete is_known; next } $1 in is_known { print; twice = 1 } { is_known[$1] } END { exit twice }' all
}

records() {
	printf '%s\n' 'a,Hangup cause code,"say ""$x""",b' '1,4000,"x,y",2' >calls.csv
}

@test "columns: the headers of the file on the line, before and after" {
	records
	expect 0 $'a\tcolumn 1: 1\nHangup cause code\tcolumn 2: 4000\nsay "$x"\tcolumn 3: x,y\nb\tcolumn 4: 2' '' \
		__complete 3 annotate -c '' calls.csv
	offers_at 3 'Hangup_cause_code' annotate -c hang calls.csv
	offers_at 4 'Hangup_cause_code' annotate calls.csv -c hang
	offers_at 4 'Hangup_cause_code' annotate calls.csv --code-column Hangup
	offers_at 4 'Hangup_cause_code' annotate calls.csv --code Hangup
	offers_at 3 '--code-column=Hangup_cause_code' annotate calls.csv --code-column=Hangup
	offers_at 2 '--code-column=Hangup_cause_code' annotate --code-column=Hangup calls.csv
	offers_at 5 'Hangup_cause_code' --color never annotate -c hang calls.csv
	offers_at 4 'none' annotate calls.csv --name-column n
	offers_at 4 'b' annotate nothing.csv -c b calls.csv
	offers_at 4 'b' annotate - -c b -- calls.csv
	offers_at 3 '' annotate -c ''
	offers_at 3 '' annotate -c '' nothing.csv
	offers_at 3 '' annotate -d '' calls.csv
	offers_at 3 '' annotate --prefix '' calls.csv
}

@test "columns: every option that asks for one" {
	records
	found=0
	for command in annotate stats; do
		while read -r option; do
			found=$((found + 1))
			"$HANGUP" __complete 3 "$command" "$option" hang calls.csv | grep -q '^Hangup cause code	'
		done < <("$HANGUP" help "$command" | grep -o -e '--[a-z-]* NAME|N' | cut -d ' ' -f 1)
	done
	[ "$found" -ge 6 ]
}

@test "columns: under the delimiter on the line, else the one the header tells" {
	printf '%s\n' 'a,x;hangup_cause_code;b' >semicolons.csv
	offers_at 3 'a,x hangup_cause_code b' annotate -c '' semicolons.csv
	offers_at 5 'a x;hangup_cause_code;b' annotate -d , -c '' semicolons.csv
	offers_at 3 'a x;hangup_cause_code;b' annotate -c '' semicolons.csv -d,
	offers_at 3 'a x;hangup_cause_code;b' annotate -c '' semicolons.csv --delimiter=,
	# no code column by rule: as under -c N
	printf '%s\n' 'a,b;c;d|e' >other.csv
	offers_at 3 'a b;c;d|e' annotate -c '' other.csv
	printf '%s\n' 'a|b|c' '1|2|3' >other.csv
	offers_at 3 'a b c' annotate -c '' other.csv
	printf 'only\n' >other.csv
	offers_at 3 'only' annotate -c '' other.csv
}

@test "columns: the header that annotate finds, wherever it stands" {
	printf '%s\n' 'sep=;' 'a;hangup_cause_code;b' '1;3010;2' >separator.csv
	printf '%s\n' 'Calls of May, all' '' 'a,hangup_cause_code,b' '1,3010,2' >title.csv
	printf '%s\n' '-- 3 rows' '# a,hangup_cause_code,b' '1,3010,2' >commented.csv
	printf '%s\n' ' a | hangup_cause_code | b ' '---+-------------------+---' ' 1 | 3010 | 2 ' >drawn.csv
	for file in separator title drawn; do
		expect 0 $'a\tcolumn 1: 1\nhangup_cause_code\tcolumn 2: 3010\nb\tcolumn 3: 2' '' \
			__complete 3 annotate -c '' $file.csv
		expect 0 $'a\tcolumn 1: 1\nhangup_cause_code\tcolumn 2: 3010\nb\tcolumn 3: 2' '' \
			__complete 5 stats -c 2 -c '' $file.csv
		offers_at 3 'none a hangup_cause_code b' annotate --name-column '' $file.csv
	done
	offers_at 3 '#_a hangup_cause_code b' annotate -c '' commented.csv
	# a column that the line names tells it, too
	printf '%s\n' 'Calls of May, all' 'a,result,b' '1,3010,2' >title.csv
	offers_at 5 'none a result b' annotate -c result --name-column '' title.csv
	# text has no columns
	echo 'call a ended, HangupCauseCode=3010' >call.log
	offers_at 3 '' annotate -c '' call.log
}

@test "columns: by number where the name would not do" {
	printf '%s\n' $'\xef\xbb\xbf3130,same,same,none,"new\nline",tab\tin,\xff,,last' 'v1,v2,v3,v4,v5,v6,v7,v8,v9' >odd.csv
	expect 0 $'1\t3130: v1\n2\tsame: v2\n3\tsame: v3\nnone\tcolumn 4: v4\n5\tnew\\nline: v5\n6\ttab\\tin: v6\n7\t\\xff: v7\nlast\tcolumn 9: v9' '' \
		__complete 3 annotate -c '' odd.csv
	offers_at 3 'none 1 2 3 4 5 6 7 last' annotate --name-column '' odd.csv
	offers_at 3 '9' annotate -c 9 odd.csv
	# -H: there is no header
	offers_at 4 '1 2 3 4 5 6 7 8 9' annotate -H -c '' odd.csv
	expect 0 $'4\tnone' '' __complete 4 annotate -H -c 4 odd.csv
	printf '{"a":1}\n' >calls.ndjson
	offers_at 4 '1' annotate -H -c '' calls.ndjson
}

@test "columns: the keys of the first JSON object" {
	printf '%s\n' '' ' {"call_uuid": "a1", "hangup cause": null, "bad\u0009key": 1, "hangup_cause_code": 4000, "x": {"y": 1, "z": 2}}' \
		'{"later": 1}' >calls.ndjson
	expect 0 $'call_uuid\tkey: a1\nhangup cause\tkey\nhangup_cause_code\tkey: 4000\nx\tkey' '' \
		__complete 3 annotate -c '' calls.ndjson
	offers_at 3 '' annotate -c 1 calls.ndjson
	# Of a record in any layout; where there is none, of all objects.
	printf '{"meta": {"n": 1}, "objects": [{"a": 1, "hangup_cause_code": 0}]}\n' >page.json
	offers_at 3 'a hangup_cause_code' annotate -c '' page.json
	printf '[{"a": 1, "a": 2},\n{"b": ' >array.json
	offers_at 3 'a b' annotate -c '' array.json
}

@test "columns: only of a regular file with a header in its first 64 KiB, and without waiting" {
	mkfifo pipe
	mkdir folder
	printf '\037\213\010abc,def\n' >packed
	printf '\376\377\0a\0,\0b\0\n' >wide
	printf 'a\0,\0b\0\n\0' >narrow
	: >empty
	printf '"never closed' >open
	{ head -c 70000 /dev/zero | tr '\0' a; printf ',b\n1,2\n'; } >long
	for file in pipe folder packed wide narrow empty open long /dev/zero /dev/tty nothing; do
		run timeout 5 "$HANGUP" __complete 3 annotate -c '' "$file"
		[ "$status" = 0 ] && [ -z "$output" ] || { echo "$file: $status $output"; return 1; }
	done
	# a writer that waits for a reader of the pipe goes on waiting
	timeout 1 sh -c 'echo a,b >pipe; echo written' >written &
	sleep 0.2
	"$HANGUP" __complete 3 annotate -c '' pipe
	wait || true
	[ ! -s written ]
	# a header within the limit, a first record that is not
	{ printf 'a,b\n'; head -c 70000 /dev/zero | tr '\0' a; } >long
	expect 0 $'a\tcolumn 1: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...\nb\tcolumn 2' '' __complete 3 annotate -c '' long
}

@test "--by offers its words and the columns of the file" {
	printf 'hangup_cause_code,Carrier\n3130,a\n' >calls.csv
	"$HANGUP" __complete 3 stats --by '' calls.csv | cut -f1 | tr '\n' ' ' >found
	echo 'cause group action source minute hour day hangup_cause_code Carrier ' | diff - <(cat found && echo)
}
