#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The completion of bash, by its function; tests/ci/completions tries it at a keyboard, with the other shells.
#
# shellcheck disable=SC2016,SC2088 # what is typed is not for this shell to expand

load common

prepare() {
	COMPLETION=$BATS_TEST_DIRNAME/../../completions/hangup.bash
	mkdir bin home
	ln -s "$HANGUP" bin/hangup
	PATH=$PWD/bin:$PATH
	export HOME=$PWD/home
	printf '%s\n' 'id,"rate (usd)",rate $,it'"'"'s,"To ""x""",a=b:c,Hangup cause,Hangup cause code,$(touch pwned),~x,ümlaut' \
		'1,2,3,4,5,6,Busy Line,3010,9,10,11' >'odd file.csv'
	cp 'odd file.csv' calls.csv
	cp calls.csv home
}

# What bash sets before it calls the function, and then what the function replies, one a line; in a process of its own,
# with none of bats' ways but its shell.
reply() (
	set +eETu
	trap - DEBUG ERR EXIT
	# shellcheck source=/dev/null
	. "$COMPLETION"
	# shellcheck disable=SC2317 # the completion calls it
	compopt() { [ "$*" = '-o nosort' ] || echo "compopt $*"; }
	before=${1%%^*}
	COMP_LINE=$before${1#*^} COMP_POINT=${#before} COMP_TYPE=$2 COMP_KEY=9 COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
	read -ra COMP_WORDS <<<"$before"
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	_hangup hangup '' ''
	for one in "${COMPREPLY[@]}"; do
		printf '%s\n' "${one:-nothing}"
	done
)

# replies LINE WANTED [TYPE]: exactly that, where "^" on the line stands for the cursor. TYPE is COMP_TYPE, 9 for TAB.
# Of several candidates the last is what readline may insert; where that is nothing, it is written as "nothing".
replies() {
	reply "$1" "${3:-9}" >.reply 2>&1
	holds .reply "$2" || {
		printf 'at %s\n' "$1"
		return 1
	}
}

@test "bash: causes are shown in lists; what is inserted is the code alone" {
	prepare
	shown='4000  (Normal Hangup)
4010  (End Of XML Instructions)
4020  (Multiparty Call Ended)
4030  (Kicked Out Of Multiparty Call)'
	for type in 63 33 64; do
		replies 'hangup lookup --table voice 40^' "$shown"$'\nnothing' $type
	done
	replies 'hangup lookup --table voice 4^' $'4000\n4010\n4020\n4030\n40'
	replies 'hangup lookup --table voice 4^' "$shown"$'\n40' 33
	replies 'hangup lookup --table voice 4^' "$shown"$'\nnothing' 63
	replies 'hangup lookup --table voice 40^' $'4000\n4010\n4020\n4030\nnothing'
	for type in 37 42; do
		replies 'hangup lookup --table voice 40^' $'4000\n4010\n4020\n4030' $type
	done
	replies 'hangup lookup 313^' 3130
	replies 'hangup lookup nothing^' ''
	replies 'hangup 4000 313^' 3130
	replies 'bin/hangup 313^' 3130
	mkdir home/bin
	ln -s "$HANGUP" home/bin/hangup
	replies '~/bin/hangup 313^' 3130
	replies './nothing/hangup 313^' ''
}

@test "bash: values after =, and lists" {
	prepare
	replies 'hangup lookup --form^' --format
	replies 'hangup lookup --format=^' $'plain\ntable\ncsv\njson' 37
	replies 'hangup lookup --format=j^' json
	replies 'hangup lookup --format j^' json
	replies 'hangup lookup --columns code,act^' code,action
	replies 'hangup lookup --columns=code,act^' code,action
	replies 'hangup lookup --columns code,^' $'code,cause\ncode,group\ncode,action\ncode,description\ncode,next_steps\ncode,url\ncode,table' 37
	replies 'hangup --color=alw^' always
}

@test "bash: names and headers are one word, whatever is in them" {
	prepare
	replies 'hangup lookup spam^' 'Spam\ block'
	replies 'hangup lookup Spam\ b^' 'Spam\ block'
	replies 'hangup lookup "spam^' 'Spam block'
	replies "hangup lookup 'Spam b^" 'Spam block'
	replies 'hangup annotate calls.csv -c it^' "it\\'s"
	replies 'hangup annotate calls.csv -c to^' 'To\ \"x\"'
	replies 'hangup annotate calls.csv -c "to^' 'To \"x\""'
	replies "hangup annotate calls.csv -c 'it^" "it'\\''s"
	replies 'hangup annotate calls.csv -c \$^' '\$\(touch\ pwned\)'
	replies 'hangup annotate calls.csv -c "\$^' '\$(touch pwned)'
	replies "hangup annotate calls.csv -c '\$^" '$(touch pwned)'
	# insert-completions takes an open quote away.
	for quote in '' "'" '"'; do
		replies "hangup annotate calls.csv -c $quote\$^" '\$\(touch\ pwned\)' 42
		replies "hangup annotate calls.csv -c ${quote}to^" 'To\ \"x\"' 42
	done
	replies 'hangup annotate calls.csv -c \~^' '\~x'
	replies 'hangup annotate calls.csv -c a^' a=b:c
	# What stands before = or : readline keeps.
	replies 'hangup annotate calls.csv -c a=^' b:c
	replies 'hangup annotate calls.csv -c a=b:^' c
	replies 'hangup annotate calls.csv --code-column=a=^' b:c
	replies 'hangup annotate calls.csv -c "a=^' a=b:c
	replies 'hangup annotate calls.csv --code-column=it^' "it\\'s"
	replies "hangup annotate calls.csv --code-column='it^" "it'\\''s"
	[ ! -e pwned ]
}

# Where what is inserted begins with the quote that is open, readline takes that one away.
@test "bash: values that begin with a quote, or with what is put in one" {
	local got inserted
	prepare
	for key in '!x' "'x" '"x' '!!' '!"!'; do
		keys only "$key"
		for quote in '"' "'"; do
			inserted=$(reply "hangup annotate only -c $quote^" 9 | tail -n 1)
			[[ $inserted != "$quote"* ]] || inserted=${inserted:1}
			# nor does it close one behind another
			[[ $inserted == *"$quote" ]] || inserted+=$quote
			eval "got=$quote$inserted"
			[ "$got" = "$key" ] || {
				printf '%s became %s in %s\n' "$key" "$got" "$quote"
				return 1
			}
		done
	done
}

# keys NAME KEY...: a file of one JSON object.
keys() {
	printf '%s\n' "${@:2}" | jq -Rn -c '[inputs | { (.): "$(touch pwned)" }] | add' >"$1"
}

@test "bash: what several candidates begin with, and no part of what one means" {
	prepare
	keys case code CODE
	keys fold CoDE COde hangup_source # a record: values are shown
	keys other Rate_x rate_y
	for type in 9 63 33 64 37 42; do
		replies 'hangup annotate case -c "co^' code $type
		replies "hangup annotate case -c 'CO^" CODE $type
		replies 'hangup annotate case -c co^' code $type
		replies 'hangup grep -f^' -f $type
		replies 'hangup grep -F^' -F $type
		replies 'hangup annotate -H^' -H $type
	done
	# Nothing is taken away that has been typed, and no case is guessed.
	for quote in '' '"' "'"; do
		replies "hangup annotate fold -c ${quote}code^" $'CoDE\nCOde\nnothing'
		replies "hangup annotate fold -c ${quote}code^" $'CoDE  (key: $(touch pwned))\nCOde  (key: $(touch pwned))\nnothing' 33
		replies "hangup annotate other -c ${quote}RATE^" $'Rate_x\nrate_y\nnothing'
	done
	keys other Rate_x Rate_y
	replies 'hangup annotate other -c ra^' $'Rate_x\nRate_y\nRate_'
	replies 'hangup annotate other -c rate_^' $'Rate_x\nRate_y\nRate_'
	replies 'hangup annotate other -c Rate_^' $'Rate_x\nRate_y\nnothing'
	# Two that are shown alike are not one, which would be inserted.
	printf '{"a": "$(x))  (key: z", "a  (key: $(x))": "z", "hangup_source": 1}\n' >alike
	replies 'hangup annotate alike -c a^' $'a  (key: $(x))  (key: z)\na  (key: $(x))  (key: z)\nnothing' 63
	[ ! -e pwned ]
}

@test "bash: what all candidates begin with does not end inside an escape" {
	prepare
	replies 'hangup annotate calls.csv -c hang^' $'Hangup\\ cause\nHangup\\ cause\\ code' 37
	replies 'hangup annotate calls.csv -c hang^' $'Hangup\\ cause\nHangup\\ cause\\ code\nHangup\\ cause'
	replies 'hangup annotate calls.csv -c ra^' $'rate\\ \\(usd\\)\nrate\\ \\$\nrate\\ '
	replies 'hangup annotate calls.csv -c ra^' $'rate\\ (usd)  (column 2: 2)\nrate\\ $  (column 3: 3)\nrate\\ ' 33
	replies 'hangup annotate calls.csv -c rate\ ^' $'rate (usd)  (column 2: 2)\nrate $  (column 3: 3)\nnothing' 33
	keys marks ümlaut öx
	LC_ALL=C replies 'hangup annotate marks -c ^' $'$\'\\303\\274mlaut\'\n$\'\\303\\266x\'\nnothing'
	keys marks 'a$x' 'a"y'
	replies 'hangup annotate marks -c "a^' $'a\\$x\na\\"y\nnothing'
}

@test "bash: ! is left to no history, and to \$' nothing is said" {
	prepare
	keys marks 'b!x' 'b!y' 'c!' 'e\$(touch pwned)' "\$f\\'\$(touch pwned)"
	replies 'hangup annotate marks -c b^' $'b\\!x\nb\\!y\nb\\!'
	replies 'hangup annotate marks -c "b^' $'b"\\!"x\nb"\\!"y\nb"\\!"'
	replies 'hangup annotate marks -c "b"\!"^' $'x\ny\nnothing'
	replies 'hangup annotate marks -c "b"\!"x^' 'x'
	replies 'hangup annotate marks -c "c^' 'c"\!""'
	replies "hangup annotate marks -c 'c^" 'c!'
	replies "hangup annotate marks -c \$'f^" ''
	replies "hangup annotate marks -c \$'b\\'^" ''
	replies 'hangup annotate marks -c $"c^' 'c"\!""'
	replies 'hangup annotate marks -c "$f^' "\\\$f\\\\'\\\$(touch pwned)"
	replies "hangup annotate \$'marks' -c 'c^" 'c!'
	[ ! -e pwned ]
}

@test "bash: what readline keeps stays as it is written; no blank behind =" {
	prepare
	keys other 'Ab=x' 'aB=y'
	replies 'hangup annotate other -c ab=^' ''
	replies 'hangup annotate other -c "ab=^' $'Ab=x\naB=y\nnothing'
	replies 'hangup annotate other -c Ab=^' x
	replies 'hangup stats --max carrier-^' $'compopt -o nospace\ncarrier-errors='
	replies 'hangup stats --max=carrier-^' $'compopt -o nospace\ncarrier-errors='
	replies 'hangup stats --max 313^' $'compopt -o nospace\n3130='
	replies 'hangup annotate --only 313^' 3130
	replies 'hangup annotate --only fix,313^' fix,3130
	replies 'hangup stats --only=313^' 3130
	replies 'hangup stats --max 307^' $'compopt -o nospace\n3070='
}

@test "bash: the file on the line, as it may be written there" {
	prepare
	for file in calls.csv 'odd\ file.csv' '"odd file.csv"' "'odd file.csv'" od'"d file.csv"' '~/calls.csv' '~/"calls.csv"' \
		"'./odd file.csv'" 'nothing.csv calls.csv' '< calls.csv' '<calls.csv' '2>&1 calls.csv' '>out calls.csv' '2> out calls.csv'; do
		replies "hangup annotate $file -c it^" "it\\'s"
		replies "hangup annotate -c it^ $file" "it\\'s"
		replies "hangup annotate -c it^xx $file" "it\\'s"
	done
	replies 'hangup annotate -c it^ > calls.csv' ''
	replies 'hangup annotate -c it^; cat calls.csv' ''
	replies 'hangup annotate -c it^ | cat calls.csv' ''
	replies 'hangup annotate -c it^ "calls.csv' "it\\'s"
	replies 'hangup annotate -c it^ "~/calls.csv"' ''
	replies 'hangup annotate -c it^ ~$(touch pwned)/calls.csv' ''
	replies 'hangup annotate -c it^ `touch pwned` $(touch pwned)' ''
	replies 'hangup annotate -c it^ -d\; calls.csv' ''
	replies 'hangup annotate -H -c ^ calls.csv' $'1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11' 37
	[ ! -e pwned ]
}

@test "bash: file names are readline's" {
	prepare
	replies 'hangup annotate ^' 'compopt -o bashdefault -o default'
	replies 'hangup annotate --strict ca^ other.csv' 'compopt -o bashdefault -o default'
	replies 'hangup stats --against ^' 'compopt -o bashdefault -o default'
	replies 'hangup stats --against=ca^' 'compopt -o bashdefault -o default'
	# behind "<" and ">", whatever the program could be given there
	for line in 'hangup <^' 'hangup - <^' 'hangup - < ca^' 'hangup <ca^' 'hangup stats --by >^' 'hangup list 2> ^' \
		'hangup annotate -c >>o^ calls.csv'; do
		replies "$line" 'compopt -o bashdefault -o default'
	done
	replies 'hangup <calls.csv 313^' 3130
	replies 'hangup lookup canceled^' $'Canceled\nCanceled\\ \\(Out\\ Of\\ Credits\\)\nCanceled\\ \\(Simultaneous\\ dial\\ limit\\ reached\\)\ncanceled-calls' 37
}

@test "bash: its options and variables stay as they are" {
	prepare
	bash --noprofile --norc -c '
		. "$1"
		set -u
		COMP_LINE="hangup lookup 313" COMP_POINT=17 COMP_TYPE=9 IFS=:
		state() { set -o; shopt; declare -p | grep -v -e COMPREPLY -e BASH_ -e PIPESTATUS -e " _=" -e LINENO -e " FUNCNAME" ; }
		COMP_WORDBREAKS=:=
		state >before
		_hangup hangup 313 lookup 2>errors
		state >after
		[ "${COMPREPLY[*]}" = 3130 ]
	' bash "$COMPLETION"
	diff before after
	diff /dev/null errors
}
