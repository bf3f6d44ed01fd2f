#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Call records in rough places: full disks, closed and broken outputs, signals, odd names, odd environments.
#
# shellcheck disable=SC2016,SC2153,SC2154 # inner shells expand $0 themselves; bats sets $stderr, common.bash $HANGUP

load common

# Every way of reading records; each reads cdr.csv, or standard input.
WAYS=('annotate' 'annotate --add all' 'annotate -H -c 2' 'stats' 'stats -f csv' 'stats -f json' 'stats --by action')

setup_file() {
	export RECORD='u,3130,Spam block,Spam block,Carrier Errors,fix,ok'
	cd "$BATS_FILE_TMPDIR" || return 1
	{
		echo call_uuid,hangup_cause_code,hangup_cause_name
		yes 'u,3130,Spam block' | head -n 100000
	} >big.csv
}

# big.csv and a small cdr.csv, in each test's own directory.
some_records() {
	ln -s "$BATS_FILE_TMPDIR/big.csv" big.csv
	printf '%s\n' call_uuid,hangup_cause_code,hangup_cause_name 'a,3130,Spam block' b,4240, >cdr.csv
	cp cdr.csv cdr.orig
}

# whole FILE: nothing but whole records of the annotated big.csv.
whole() {
	awk -v record="$RECORD" 'NR > 1 && $0 != record { exit bad = 1 } END { exit bad }' "$1" &&
		[ "$(tail -c 1 "$1")" = '' ] &&
		[[ $(head -n 1 "$1") == *,plivo_status || ! -s $1 ]]
}

# No control character but the newline, no mark that turns text round, and each line a message.
clean() {
	! LC_ALL=C grep -q $'[\001-\011\013-\037\177]' "$1" &&
		! grep -q $'[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\u0080-\u009f]' "$1" &&
		! LC_ALL=C grep -qvE '^(hangup|hint): ' "$1"
}

@test "a full disk and a closed output are exit 2 and one line" {
	some_records
	printf 'hangup_cause_code\n3130\n' >fine.csv
	for way in "${WAYS[@]}"; do
		[[ $way != *-H* ]] || continue
		# shellcheck disable=SC2086
		ends 2 bash -c '"$@" fine.csv >/dev/full' _ "$HANGUP" $way
		[ "$stderr" = 'hangup: standard output: No space left on device' ]
		# shellcheck disable=SC2086
		ends 2 bash -c '"$@" fine.csv >&-' _ "$HANGUP" $way
		[ "$stderr" = 'hangup: standard output: Bad file descriptor' ]
	done
}

@test "a file that may not grow has whole records in it" {
	some_records
	# A build that measures coverage has a file of its own to write, which has to grow.
	export LLVM_PROFILE_FILE=/dev/null
	for blocks in 1 7 64 300 1000; do
		ends 2 bash -c 'ulimit -f $1; "$0" annotate big.csv >out.csv' "$HANGUP" $blocks
		[ "$stderr" = 'hangup: standard output: File too large' ]
		whole out.csv
		# What a file holds already stays.
		echo before >more.csv
		ends 2 bash -c 'ulimit -f $1; "$0" annotate big.csv >>more.csv' "$HANGUP" $blocks
		[ "$(head -n 1 more.csv)" = before ]
		sed 1d more.csv >rest.csv
		whole rest.csv
	done
	[ -s out.csv ]
}

# broken VERB: hangup's status and messages, its output a pipe without a reader
broken() {
	mkfifo pipe
	status=0
	env "--$1-signal=PIPE" bash -c 'exec 5<>pipe 6>pipe 5<&-; shift; exec "$@" >&6' _ "$@" 2>err || status=$?
	rm pipe
}

@test "a broken pipe ends it by the signal, or quietly with 2" {
	some_records
	sed 1d big.csv >headless.csv
	for way in "${WAYS[@]}" list 'lookup 3130' 'explain 3130'; do
		file=big.csv
		[[ $way != *-H* ]] || file=headless.csv
		[[ $way != l* && $way != e* ]] || file=
		# shellcheck disable=SC2086
		broken default "$HANGUP" $way $file
		[ $status = 141 ]
		[ ! -s err ]
		# shellcheck disable=SC2086
		broken ignore "$HANGUP" $way $file
		[ $status = 2 ]
		[ ! -s err ]
	done
}

@test "standard descriptors closed, in all combinations: the input is unharmed" {
	some_records
	"$HANGUP" annotate cdr.csv >wanted 2>messages
	for closed in '' '<&-' '>&-' '2>&-' '<&- >&-' '<&- 2>&-' '>&- 2>&-' '<&- >&- 2>&-'; do
		for way in annotate stats; do
			status=0
			rm -f out err
			bash -c "\"\$0\" $way cdr.csv $([[ $closed == *[^2]'>&-'* || $closed == '>'* ]] || echo '>out') \
				$([[ $closed == *'2>'* ]] || echo '2>err') $closed" "$HANGUP" || status=$?
			equal cdr.csv cdr.orig
			if [ -e out ]; then
				[ $status = 0 ]
				[ $way != annotate ] || equal out wanted
			else
				[ $status = 2 ]
			fi
		done
	done
	ends 2 bash -c '"$0" annotate - <&-' "$HANGUP"
	[ "$stderr" = 'hangup: standard input: cannot be read: Bad file descriptor' ]
}

@test "a signal leaves whole records" {
	some_records
	# More than it can read in the time, which passes in writing for the most part; but no more than a disk can take.
	files=()
	for i in {1..100}; do
		files+=(big.csv)
	done
	by_length 1 2 8
	for ((i = 1; i <= REPLY; i++)); do
		for signal in TERM INT HUP; do
			rm -f out.csv
			env --default-signal="$signal" "$HANGUP" annotate "${files[@]}" >out.csv 2>err &
			hangup=$!
			# A signal before that would meet bash, or env.
			until [ -s out.csv ] || ! kill -0 $hangup; do
				sleep 0.005
			done
			sleep "0.0$((RANDOM % 5))$i"
			kill -"$signal" $hangup
			status=0
			wait $hangup || status=$?
			[ $status = $((128 + $(kill -l $signal))) ]
			whole out.csv
			[ ! -s err ]
		done
	done
	[ -s out.csv ]
}

@test "FIFOs and process substitution" {
	some_records
	"$HANGUP" annotate cdr.csv >wanted 2>messages
	diff wanted <("$HANGUP" annotate <(cat cdr.csv) 2>/dev/null)
	mkfifo in out
	cat cdr.csv >in &
	"$HANGUP" annotate in >out 2>/dev/null &
	diff wanted out
	cat cdr.csv >in &
	[ "$("$HANGUP" stats -f csv in 2>/dev/null)" = "$("$HANGUP" stats -f csv cdr.csv 2>/dev/null)" ]
}

# same ENVIRONMENT...: every way prints what it prints in the locale $LOCALE, or none.
same() {
	local way
	for way in "${WAYS[@]}" 'lookup -f table 31xx' 'grep INVALID|ISDN|CALLER.ID' 'list -f table' 'explain 3130'; do
		read -ra words <<<"$way"
		[[ $way == [gle]* ]] || words+=(cdr.csv)
		env "$@" "$HANGUP" "${words[@]}" >out 2>err
		LC_ALL=${LOCALE:-} "$HANGUP" "${words[@]}" >wanted 2>messages
		equal out wanted && equal err messages || return
	done
}

@test "POSIXLY_CORRECT, and no environment at all" {
	some_records
	same POSIXLY_CORRECT=1
	same -i
	POSIXLY_CORRECT=1 "$HANGUP" annotate cdr.csv --add status 2>/dev/null | grep -q ',plivo_status$'
}

@test "locales: Turkish, German, C" {
	some_records
	# Of both what could be seen, in one.
	printf 'LC_CTYPE\ncopy "tr_TR"\nEND LC_CTYPE\nLC_NUMERIC\ncopy "de_DE"\nEND LC_NUMERIC\n' >odd
	localedef --force -i odd -f UTF-8 "$BATS_TEST_TMPDIR/odd.UTF-8" >made 2>&1 || [ -d odd.UTF-8 ] || cat made
	export LOCPATH=$BATS_TEST_TMPDIR
	# The locale is really there: its I has no dot, its numbers have a comma.
	[ "$(LC_ALL=odd.UTF-8 bash -c 'x=I; printf "%s %.1f" "${x,}" 1,5')" = $'\u0131 1,5' ]
	same LC_ALL=C
	same LC_ALL=nowhere
	# Only that it is UTF-8 counts, for the blocks of bars.
	LOCALE=C.UTF-8
	same LC_ALL=odd.UTF-8
}

# few N WORD...: with N descriptors and no other than the standard ones open
few() (
	for descriptor in {3..30}; do
		eval "exec $descriptor>&-"
	done
	ulimit -n "$1"
	shift
	exec "$@"
)

@test "10,000 files, with few descriptors" {
	some_records
	mkdir files
	awk 'BEGIN { for (i = 1; i <= 10000; i++) {
		file = "files/" i ".csv"
		printf "id,hangup_cause_code\n%d,3130\n", i >file
		close(file)
	} }'
	few 5 "$HANGUP" annotate files/*.csv >out.csv 2>err
	[ ! -s err ]
	[ "$(wc -l <out.csv)" = 10001 ]
	[ "$(grep -c ',3130,Spam block,Carrier Errors,fix,ok$' out.csv)" = 10000 ]
	[ "$("$HANGUP" stats -f csv files/*.csv | grep -c ',10000,1')" = 1 ]
}

@test "four descriptors are enough" {
	some_records
	"$HANGUP" annotate cdr.csv >wanted 2>messages
	few 4 "$HANGUP" annotate cdr.csv cdr.csv >out.csv 2>err
	cmp out.csv <(cat wanted && sed 1d wanted)
	few 4 "$HANGUP" stats -f csv cdr.csv >out.csv 2>err
	few 4 "$HANGUP" 3130 >out
	few 4 "$HANGUP" >out 2>err || [ $? = 2 ]
	cmp err <("$HANGUP" help)
}

@test "names of files and texts with control characters stay harmless in messages" {
	nasty=$'new\nline \033]0;title\007\033[31m\u202eltr\u2066\177\200\302\205'
	printf 'id,hangup_cause_code,%s\n"x"y,3130\n1,%s\n2,3130,%s,4\n' "${nasty/$'\n'/ }" "${nasty/$'\n'/ }" z >"$nasty.csv"
	printf '"%s",plivo_status,hangup_cause_code\n' "$nasty" >annotated.csv
	printf '"%s","b"\n1,2\n' "$nasty" >nocode.csv
	mkdir "$nasty"
	ways=(
		annotate "$nasty.csv"
		stats "$nasty.csv"
		annotate "$nasty"
		annotate "$nasty-missing"
		annotate annotated.csv
		annotate nocode.csv
		annotate -c "$nasty" nocode.csv
		annotate --name-column "$nasty" -c b nocode.csv
		annotate -d "$nasty" nocode.csv
		annotate --add "$nasty" nocode.csv
		annotate --prefix "$nasty" nocode.csv
		stats --max "$nasty=1" nocode.csv
		stats --by "$nasty" nocode.csv
		stats --top "$nasty" nocode.csv
		stats --source-column "$nasty" --by source -c b nocode.csv
		explain "$nasty"
		lookup "$nasty"
		lookup "$nasty.csv"
		lookup --columns "$nasty" 3130
		lookup -f "$nasty" 3130
		list -g "$nasty"
		list -a "$nasty"
		grep "[$nasty"
		grep -F
		help "$nasty"
		"--$nasty"
		"-$nasty"
		"--color=$nasty"
	)
	arguments=()
	for word in "${ways[@]}" annotate; do
		case $word in
		annotate | stats | explain | lookup | list | grep | help | --*)
			if [ ${#arguments[@]} -gt 0 ] && [[ $word != --* || ${arguments[0]} == help || ${arguments[0]} == --* ]]; then
				status=0
				"$HANGUP" "${arguments[@]}" >/dev/null 2>err </dev/null || status=$?
				printf '%q ' "${arguments[@]}"
				cat -v err
				[ $status -le 2 ]
				[ -s err ]
				clean err
				arguments=()
			fi
			;;
		esac
		arguments+=("$word")
	done
}

@test "an operand in the way of an option, and files called like options" {
	some_records
	cp cdr.csv ./-H
	cp cdr.csv ./--
	diff <("$HANGUP" annotate -- -H 2>/dev/null) <("$HANGUP" annotate cdr.csv 2>/dev/null)
	diff <("$HANGUP" annotate -- -- 2>/dev/null) <("$HANGUP" annotate cdr.csv 2>/dev/null)
}

@test "an endless file without a line end does not fill the memory" {
	limit=40000
	# The sanitizers need more address space than there is memory.
	(ulimit -v $limit && "$HANGUP" --version) >/dev/null 2>&1 || limit=unlimited
	for text in '"' a ' ' ',' '"a'; do
		{ echo code; yes "$text" | tr -d '\n' | head -c 30000000; } |
			(ulimit -v $limit && "$HANGUP" annotate -c 1 -d ,) 2>err | cmp - <(
			echo code,plivo_cause,plivo_group,plivo_action,plivo_status
			yes "$text" | tr -d '\n' | head -c 30000000
		)
		clean err
	done
}

@test "blank lines without end before the header" {
	{
		printf '\357\273\277'
		yes '' | head -n 200000
		printf 'hangup_cause_code\n3130\n4240\n'
	} >blank.csv
	[ "$("$HANGUP" annotate blank.csv 2>err | tail -n 2)" = $'3130,Spam block,Carrier Errors,fix,ok\n4240,,,,unknown' ]
	grep -q '^hangup: blank.csv:200003: ' err
	cmp -n 200003 blank.csv <("$HANGUP" annotate blank.csv 2>/dev/null)
}

@test "a record that goes on where a longer one was given up" {
	long=$(printf 'z%.0s' {1..65525})
	# Both have a quote open at the second line's end; only the one that begins there fits into 64 KiB.
	printf 'a,b\n"1\n4000","y\n%s"\n3130,x\n' "$long" >open.csv
	"$HANGUP" annotate -c 1 --add status,action open.csv >out 2>err || [ $? = 2 ]
	diff out <(
		printf 'a,b,plivo_status,plivo_action\n"1\n4000","y\n%s",invalid,\n3130,x,ok,fix\n' "$long"
	)
	grep -q '^hangup: open.csv:2: malformed line' err
}

@test "a directory, a device, a socket as input" {
	ends 2 "$HANGUP" annotate .
	[ "$stderr" = $'hangup: .: is a directory\nhint: name the files in it: hangup annotate FILE...' ]
	ends 0 "$HANGUP" annotate /dev/null
	[ "$output$stderr" = '' ]
	perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Local => "socket", Listen => 1) or exit 1'
	ends 2 "$HANGUP" annotate socket
	[ "$stderr" = 'hangup: socket: cannot be opened: No such device or address' ]
}
