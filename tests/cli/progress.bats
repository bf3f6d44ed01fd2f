#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# Progress: on a terminal that shows messages while no results are written to it, after a second, and gone in the end.
#
# shellcheck disable=SC2016 # the terminal's shell expands it

load common

setup_file() {
	awk 'BEGIN { print "id,hangup_cause_code"; for (i = 0; i < 200000; i++) printf "%06d,4000\n", i }' \
		>"$BATS_FILE_TMPDIR/records.csv"
}

# on_terminal COMMAND: what a shell command writes to a terminal, to .terminal, with a line for each rewritten one.
on_terminal() {
	script -qec "$1" /dev/null </dev/null | tr '\r' '\n' | sed 's/ *$//' | awk 'NF' >.terminal
}

setup_records() {
	ln -sf "$BATS_FILE_TMPDIR/records.csv" records.csv
	export HANGUP
}

RATE='[0-9.]+ [kM]?B/s'

@test "a file: percent, bytes, rate, time left, and the line is erased before the summary" {
	setup_records
	# the reader of the output takes more than a second
	on_terminal '"$HANGUP" annotate records.csv | { sleep 1.3; cat >out; }'
	grep -Eqx "[0-9]+ %  [0-9.]+ [kM]B of 2.4 MB  $RATE  [0-9]+ s left" .terminal
	[ "$(tail -n 1 .terminal)" = 'hangup: records.csv: 200,000 records: 200,000 ok' ]
	awk 'length > 60' .terminal | diff /dev/null -
	[ "$(wc -l <out)" = 200001 ]
	# as the terminal gets it: blanks over the line, and only then the message
	script -qec '"$HANGUP" annotate records.csv | { sleep 1.3; cat >/dev/null; }' /dev/null </dev/null >raw
	LC_ALL=C tr '\r' '|' <raw | grep -q '| *|hangup: records.csv: 200,000 records'
}

@test "a pipe: bytes and rate; before a message the line is erased" {
	setup_records
	on_terminal '{ head -n 100 records.csv; sleep 1.3; tail -n +101 records.csv; } | "$HANGUP" annotate - nosuch.csv >out'
	grep -Eqx "[0-9.]+ [kM]?B  $RATE" .terminal
	[ "$(grep -c % .terminal)" = 0 ]
	grep -qx 'hangup: nosuch.csv: cannot be opened: No such file or directory' .terminal
}

@test "a pipe after a file: bytes and rate" {
	setup_records
	on_terminal '{ echo id,hangup_cause_code; sleep 1.3; echo 1,4000; } | "$HANGUP" annotate records.csv - >out'
	grep -Eqx "[0-9.]+ [kM]?B  $RATE" .terminal
	[ "$(grep -c % .terminal)" = 0 ]
}

@test "stats, which writes nothing meanwhile, shows it wherever its table goes" {
	setup_records
	slow='{ head -n 100 records.csv; sleep 1.3; tail -n +101 records.csv; }'
	on_terminal "$slow"' | "$HANGUP" stats >out'
	grep -Eqx "[0-9.]+ [kM]?B  $RATE" .terminal
	[ "$(head -n 1 out)" = 'standard input: 200,000 call records, by hangup_cause_code' ]
	on_terminal "$slow"' | "$HANGUP" stats'
	[ "$(grep -Ecx "[0-9.]+ [kM]?B  $RATE" .terminal)" -ge 1 ]
	grep -qx 'standard input: 200,000 call records, by hangup_cause_code' .terminal
}

@test "a signal that ends it leaves no half line" {
	setup_records
	for signal in INT TERM; do
		script -qec '{ head -n 100 records.csv; sleep 1.1; tail -n +101 records.csv; sleep 2.4; } |
			{ timeout --foreground -s '$signal' 2.3 "$HANGUP" stats; echo "status $?"; }' /dev/null </dev/null >raw
		# what the line said, blanks over it, the shell's word
		LC_ALL=C tr '\r' '|' <raw | grep -qE '^\|.*B/s *\|\| *\|status 124\|$' || {
			echo "$signal: $(cat -A raw)"
			return 1
		}
	done
}

@test "none within the first second, on the terminal of the results, or without a terminal" {
	setup_records
	on_terminal '"$HANGUP" annotate records.csv >out'
	[ "$(cat .terminal)" = 'hangup: records.csv: 200,000 records: 200,000 ok' ]
	slow='{ head -n 100 records.csv; sleep 1.3; tail -n +101 records.csv; }'
	on_terminal "$slow"' | "$HANGUP" annotate'
	[ "$(grep -c 'B/s' .terminal)" = 0 ]
	on_terminal "$slow"' | "$HANGUP" annotate 2>err >out'
	[ ! -s .terminal ]
	[ ! -s err ]
}
