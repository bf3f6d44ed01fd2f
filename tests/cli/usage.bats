#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Usage errors, help, the version, colours, output that cannot be written.
#
# shellcheck disable=SC2016,SC2154 # inner shells expand $0 themselves; bats sets $stderr

load common

COLUMN_LIST='code, cause, group, action, description, next_steps, url, table'
GROUP_LIST='normal-completions, canceled-calls, destination-issues, call-rejections, carrier-errors, system-errors'
GROUP_LIST+=', timeouts, url-errors, xml-errors, special-cases'

@test "no arguments: usage on stderr" {
	"$HANGUP" help >usage
	expect 2 '' "$(cat usage)"
}

@test "help, in every way to ask for it" {
	golden help help
	golden help --help
	golden help -h
	golden help --color=never -h
	commands=$("$HANGUP" help | sed -n '/^Commands/,$s/^  \([a-z]\+\) .*/\1/p')
	[ "$(wc -w <<<"$commands")" -ge 7 ]
	for command in $commands; do
		golden "help-$command" help "$command"
		golden "help-$command" "$command" --help
		golden "help-$command" "$command" -h
	done
	[ "$("$HANGUP" help | wc -l)" -lt 24 ] # on one screen, with the prompt
	awk 'length > 80 { print FILENAME ": " $0; long = 1 } END { exit long }' "$GOLDEN"/help*
}

@test "help of what is no command" {
	ends 2 "$HANGUP" help lokup
	[ "$output" = '' ]
	[ "${#stderr_lines[@]}" = 1 ]
	[[ $stderr == "hangup: unknown command 'lokup'; did you mean lookup?" ]]
	expect 2 '' 'hangup: help takes one command at a time' help list grep
}

@test "version" {
	for option in -V --version; do
		ends 0 "$HANGUP" $option
		[[ ${lines[0]} =~ ^hangup\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
		[ "${lines[1]}" = "Voice: $CAUSES hangup causes, table of $DATE" ]
		[[ ${lines[2]} == https://* ]]
		[[ ${lines[3]} == "SIP trunk: 79 hangup causes, table of "* ]]
		[[ ${lines[4]} == https://*/zentrunk-hangup-codes ]]
		[ "${#lines[@]}" = 5 ]
		[ "$stderr" = '' ]
	done
	first=${lines[0]}
	[ "$("$HANGUP" lookup -V | head -n 1)" = "$first" ]
}

@test "options may follow operands, whatever POSIXLY_CORRECT says" {
	expect 0 $'code\n3130' '' lookup 3130 -f csv --columns=code
	POSIXLY_CORRECT=1 expect 0 $'code\n3130' '' lookup 3130 -f csv --columns=code
	expect 0 $'code\n3130' '' --color=never lookup --colu code --format=CSV 3130
	expect 1 '' "hangup: no cause is called '--format'
hangup: no cause is called 'csv'" lookup -- --format csv
}

@test "unknown options and values name the valid ones and the nearest" {
	expect 2 '' "hangup: unknown option '--fromat'; did you mean --format?" lookup --fromat csv 3130
	expect 2 '' "hangup: unknown option '-x'
hint: valid: --format, --columns, --table, --fixed-strings, --case-sensitive, --color, --help, --version" grep -x a
	expect 2 '' "hangup: option --format needs a value: FORMAT (valid: plain, table, csv, json)
hint: hangup help lookup" lookup 3130 -f
	expect 2 '' "hangup: option --groups takes no argument
hint: hangup help list" list --groups=all
	expect 2 '' "hangup: unknown format 'jsn'; did you mean json?" lookup -f jsn 3130
	expect 2 '' "hangup: unknown format 'xml' (valid: text, plain, table, csv, json)" -f xml 3130
	expect 2 '' "hangup: unknown column 'next'; did you mean next_steps?" lookup --columns code,next 1
	expect 2 '' "hangup: unknown column '' (valid: $COLUMN_LIST)" lookup --columns code, 3130
	expect 2 '' "hangup: column 'code' is given twice" list --columns code,CODE
	expect 2 '' "hangup: -g: nothing is called 'carier'; did you mean carrier-errors?" list -g carier
	expect 2 '' "hangup: -a: nothing is called 'fx'; did you mean fix?" list -a fx
	expect 2 '' "hangup: -a: nothing is called 'a\\x1b[31m'
hint: codes, 31xx, 3000-3050, names, groups, failed, none, retry, fix, support" list -a $'a\033[31m'
	expect 2 '' "hangup: unknown value of --color 'alway'; did you mean always?" --color=alway 3130
	expect 2 '' "hangup: unknown value of --color '' (valid: auto, always, never)" list --color=
}

@test "operands that are missing or too many" {
	expect 2 '' "hangup: lookup needs a code, a name, a range, a pattern, a group or an action
hint: hangup help lookup" lookup
	expect 2 '' 'hangup: explain needs a code, a name, a range, a pattern, a group or an action
hint: hangup help explain' explain
	expect 2 '' 'hangup: grep takes one pattern, not 0
hint: hangup help grep' grep
	expect 2 '' 'hangup: grep takes one pattern, not 2
hint: a pattern with blanks needs quotes' grep caller id
	list_operands carrier-errors 'hangup list -g carrier-errors'
	list_operands 'Carrier Errors' "hangup list -g 'Carrier Errors'"
	list_operands Fix 'hangup list -a Fix'
	list_operands sources 'hangup list --sources'
	list_operands 3130 'hangup 3130'
	list_operands 'busy line' "hangup 'busy line'"
	list_operands 3060 'hangup help list'
	expect 2 '' 'hangup: list takes no operands
hint: hangup help list' list carrier errors
}

# list_operands WORD HINT: list refuses it, and the command of the hint, if it is none for help, works.
list_operands() {
	expect 2 '' "hangup: list takes no operands
hint: $2" list "$1"
	PATH=$(dirname "$HANGUP"):$PATH sh -c "$2" >out
	[ -s out ]
}

@test "an option of another command, or one of its values, names that command" {
	expect 2 '' "hangup: unknown format 'plain' (valid: table, csv, json)
hint: --format plain is for hangup explain, lookup, list, grep" stats -f plain
	expect 2 '' "hangup: unknown option '--columns'
hint: --columns is for hangup lookup, list, grep" --columns code 3130
	expect 2 '' "hangup: unknown option '-g'
hint: -g is for hangup list" -g timeouts
	expect 2 '' "hangup: unknown option '-v'; did you mean -V?" -v
	expect 2 '' "hangup: unknown option '--x\\x1b'
hint: valid: --format, --table, --color, --help, --version" --x$'\033'=1
	expect 2 '' 'hangup: --ignore-below changes nothing without --max or --min' stats --ignore-below 5 nosuch.csv
	expect 2 '' "hangup: unknown value of --color '3130' (valid: auto, always, never)"$'\nhint: a value stands behind --color: --color=always' --color 3130
}

@test "options of other tools: what they are here, in one line" {
	foreign 'stats annotate lookup' '-o --output -i --in-place --input -q --quiet -s --no-color --sort --reverse --count' ''
	foreign 'lookup explain grep list stats' '--json --csv' '-f '
	foreign stats '-n --limit --head' '--top N'
	foreign annotate '-n --limit --head' '| head -n N'
	foreign stats '--compare --diff' '--against FILE, the calls of before'
	foreign 'stats annotate' '--filter --where' '--only WHICH'
	foreign stats '-g --group' '--by group'
	foreign stats '-a' '--by action'
	foreign stats '--per --group-by' '--by WHAT'
	foreign stats '--threshold' '--max WHICH=LIMIT'
	foreign 'stats annotate' '--since' 'TIME'
	foreign stats '--min-calls' '--ignore-below N'
	foreign 'stats annotate' '--exclude' '--only says what to keep'
	foreign annotate '--diff' 'hangup stats --against OLD NEW'
	foreign stats '-t' '-d tab'
}

# foreign COMMANDS OPTIONS HINT: of each, the hint that says it; it is one line of at most 160 bytes.
foreign() {
	local command option
	for command in $1; do
		for option in $2; do
			run -2 "$HANGUP" "$command" "$option"
			[ "${lines[0]}" = "hangup: unknown option '$option'" ]
			[[ ${lines[1]} == 'hint: '*"$3"* ]]
			[ "${#lines[@]}" = 2 ] && [ "${#lines[1]}" -le 160 ]
		done
	done
}

@test "list: groups and actions" {
	expect 0 $'3070\n3080\n3090\n3100\n3110\n3120\n3130\n3140' '' list -g carrier-errors --columns code
	expect 0 $'3070\n3080\n3090\n3100\n3110\n3120\n3130\n3140' '' list --group 'Carrier Errors' --columns code
	expect 0 $'0\n1000\n1010\n1020' '' list -g canceled-calls --columns code
	expect 0 $'5000\n5010\n5020' '' list -a support --columns code
	expect 0 $'5000\n5010\n5020' '' list -a 5xxx -g support --columns code
	[ "$("$HANGUP" list -a none,retry | wc -l)" = 16 ]
	[ "$("$HANGUP" list -g '31xx, busy line,timeouts' --columns code | tr '\n' ' ')" = '3010 3100 3110 3120 3130 3140 6000 6010 6020 ' ]
	expect 0 $'3070\n3080\n3090\n3100\n5000\n5010\n5020' '' \
		list -g carrier-errors -g system-errors -a retry --action=support --columns code
	expect 1 '' "hangup: no cause of the table of $DATE is among both" list -g timeouts -a support
	expect 1 '[]' "hangup: no cause of the table of $DATE is among both" list -g timeouts -a support -f json
	expect 1 '' "hangup: no cause of the table of $DATE is among them" list -g 9999
	for action in none retry fix support; do
		"$HANGUP" list -a $action --columns code |
			diff <(awk -F , -v "action=$action" '$6 == action { print $1 }' "$BATS_TEST_DIRNAME/../data/facts.csv") -
	done
}

@test "list: options that contradict each other" {
	expect 2 '' 'hangup: --sources and --groups cannot be given together
hint: hangup help list' list --sources --groups
	expect 2 '' 'hangup: --group and --action choose causes: not with --sources or --groups
hint: hangup help list' list --groups -a fix
	expect 2 '' 'hangup: --columns chooses columns of causes: not with --sources or --groups
hint: hangup help list' list --sources --columns code
}

@test "grep: patterns" {
	expect 0 $'7032\n7033\n7034' '' grep --columns code 'get or post'
	expect 0 '3130' '' grep -i -E --columns code 'stir/SHAKEN'
	expect 1 '' '' grep --case-sensitive --columns code 'SPAM'
	expect 0 3130 '' grep --columns code 'SPAM'
	expect 0 3130 '' grep --columns code '^3130$'
	expect 0 $'2000' '' grep -F --columns code '+12292442099'
	expect 0 3130 '' grep -F --columns code 3130
	expect 1 '' '' grep -F --columns code 'a.*b'
	expect 0 $'1000' '' grep -F --case-sensitive --columns code 'Hangup Call API'
	expect 1 '' '' grep -F --case-sensitive --columns code 'hangup call api'
	expect 0 2020 '' grep --columns code 'troubleshooting-guide'
	[ "$("$HANGUP" grep '' | wc -l)" = "$CAUSES" ]
	[ "$("$HANGUP" grep 'x*' | wc -l)" = "$CAUSES" ]
	[ "$("$HANGUP" grep -F '' | wc -l)" = "$CAUSES" ]
	expect 2 '' "hangup: pattern '(': Unmatched ( or \\(
hint: -F takes it as plain text" grep '('
	expect 2 '' "hangup: pattern '[\\x1b': Unmatched [, [^, [:, [., or [=
hint: -F takes it as plain text" grep $'[\033'
}

@test "grep: a pattern that takes too much is refused" {
	# by a process, too, that was born with the signal held back
	run -2 timeout 60 perl -MPOSIX -e 'sigprocmask(SIG_BLOCK, POSIX::SigSet->new(27)); exec @ARGV' \
		"$HANGUP" grep '(.*)(.*)(.*)(.*)(.*)\5\4\3\2\1x'
	local refusal='hangup: the pattern takes too much memory or time: over 64 MiB or a second'
	local deep
	# Recursion: of the library as it compiles and as it matches, and of whatever is nested.
	expect 2 '' "$refusal" grep '(^){32767}'
	expect 2 '' "$refusal" grep '(a?){32767}'
	deep=$(head -c 60000 /dev/zero | tr '\0' '(')
	expect 2 '' "$refusal" grep "$deep${deep//(/)}"
	# Time, after some lines have been found.
	expect 2 '' "$refusal" grep --color=always '(.*)(.*)(.*)(.*)(.*)(.*)(.*)\7\6\5\4\3\2\1x|1000|^2010'
	# Memory; a sanitizer needs too much itself for a limit.
	grep -q __asan_init "$HANGUP" || expect 2 '' "$refusal" grep '((a{255}){255}){255}'
	# What is long, and only that, is not too much; and plain text has no limit.
	expect 0 3130 '' grep --columns code "$(seq -s '|' 20000 20400)|^3130$"
	expect 1 '' '' grep -F "$deep"
	# All that can be printed is held back until the last match: grep says nothing or all.
	[ "$("$HANGUP" grep --color=always --columns "$("$HANGUP" list -f csv | head -n 1)" . | wc -c)" -lt $((256 * 1024)) ]
}

@test "grep: matches in colour, in plain alone" {
	local on=$'\033[1;31m' off=$'\033[0m'
	expect 0 "3130	${on}Spam${off} block" '' grep --color=always --columns code,cause spam
	expect 0 "3130	${on}Spam${off} block" '' --color=always grep --columns code,cause spam
	expect 0 "${on}313${off}0	Spam block" '' grep --color=always -F --columns code,cause 313
	CLICOLOR_FORCE=1 expect 0 "${on}3130${off}" '' grep --columns code '^3130$|^$|x*spam'
	CLICOLOR_FORCE=1 NO_COLOR=1 expect 0 3130 '' grep --columns code '^3130$'
	CLICOLOR_FORCE=1 expect 0 3130 '' grep --color=never --columns code '^3130$'
	expect 0 $'\e[1mCODE\e[0m\n3130' '' grep --color=always -f table --columns code '^3130$'
	expect 0 $'code\n3130' '' grep --color=always -f csv --columns code '^3130$'
	diff <("$HANGUP" grep --color=always '^|()') <("$HANGUP" list -f plain)
	diff <("$HANGUP" grep --color=always '[a-z]*' | sed $'s/\033\\[[0-9;]*m//g') <("$HANGUP" list -f plain)
}

@test "explain: colour adds sequences and nothing else" {
	"$HANGUP" --color=always 3130 4000 3000 5010 callee >colored
	[ "$(grep -c $'\033' colored)" = 5 ]
	diff <(sed $'s/\033\\[[0-9;]*m//g' colored) <("$HANGUP" 3130 4000 3000 5010 callee)
	diff <("$HANGUP" --color=always explain -f json 3130) <("$HANGUP" explain -f json 3130)
}

# Every way of printing results.
OUTPUTS=(
	'3130' 'explain 3130' 'explain -f json 3130' 'lookup 3130' 'lookup -f csv 3130' 'lookup -f json 3130'
	'lookup -f table 3130' 'list' 'list -f table' 'list --groups' 'list --sources -f json' 'grep spam' 'help'
	'help list' '--help' '--version' 'lookup --help' 'grep -V' '__complete 1 l'
)

@test "a full disk and a closed output are exit 2 and one line" {
	for way in "${OUTPUTS[@]}"; do
		# shellcheck disable=SC2086
		ends 2 bash -c '"$@" >/dev/full' _ "$HANGUP" $way
		[ "$stderr" = 'hangup: standard output: No space left on device' ]
		# shellcheck disable=SC2086
		ends 2 bash -c '"$@" >&-' _ "$HANGUP" $way
		[ "$stderr" = 'hangup: standard output: Bad file descriptor' ]
	done
}

@test "a miss does not hide that the output failed" {
	ends 2 bash -c '"$0" lookup -f json 3060 >/dev/full' "$HANGUP"
	[[ $stderr == *'hangup: standard output: No space left on device' ]]
}

@test "a closed pipe ends it by the signal, or quietly" {
	ends 0 bash -c '{ sleep 0.2; "$0" list; } | true; echo ${PIPESTATUS[0]}' "$HANGUP"
	[ "$output" = 141 ]
	[ "$stderr" = '' ]
	ends 0 bash -c 'trap "" PIPE; { sleep 0.2; "$0" list; echo $? >&2; } | true' "$HANGUP"
	[ "$stderr" = 2 ]
}

@test "closed descriptors are never taken by what is opened" {
	run -0 bash -c '"$0" lookup --columns code 3130 <&- 2>&-' "$HANGUP"
	[ "$output" = 3130 ]
	run -1 bash -c '"$0" lookup 3060 2>&-' "$HANGUP"
	run -2 bash -c '"$0" lookup 3130 <&- >&- 2>&-' "$HANGUP"
}

@test "started without any argument, not even its own name" {
	run -2 perl -e '$file = shift; exec { $file } () or exit 3' "$HANGUP"
}
