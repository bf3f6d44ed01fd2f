# SPDX-License-Identifier: MIT
# What the files of command tests load. Each test runs in an empty directory of its own, with nothing of the
# environment that changes what hangup prints. The program is $HANGUP, or that of this tree.

bats_require_minimum_version 1.5.0

# The table's size and date, from its own files: a new cause changes both. Read without a process, for each test does.
mapfile -t rows <"$BATS_TEST_DIRNAME/../data/facts.csv"
# shellcheck disable=SC2034 # for the tests
CAUSES=$((${#rows[@]} - 1))
# shellcheck disable=SC2034
{ read -r && IFS=, read -r _ DATE _; } <"$BATS_TEST_DIRNAME/../../src/table/voice/about.csv"

setup() {
	HANGUP=${HANGUP:-$BATS_TEST_DIRNAME/../../hangup}
	[[ $HANGUP == /* ]] || HANGUP=$PWD/$HANGUP
	GOLDEN=$BATS_TEST_DIRNAME/golden
	cd "$BATS_TEST_TMPDIR" || return 1
	unset COLUMNS NO_COLOR CLICOLOR_FORCE POSIXLY_CORRECT LC_ALL LC_CTYPE LANG
	export TERM=xterm
}

# by_length LEAST USUAL WHOLE: $REPLY is the one that HANGUP_TEST_LENGTH asks for.
by_length() {
	case ${HANGUP_TEST_LENGTH:-} in
	least) REPLY=$1 ;;
	whole) REPLY=$3 ;;
	*) REPLY=$2 ;;
	esac
}

# holds FILE TEXT: that and nothing else; a text that is not empty ends with a newline. Says how it differs.
holds() {
	local wanted=${2:+$2$'\n'}
	if ! slurp "$1" || [ "$REPLY" != "$wanted" ]; then
		printf %s "$wanted" | diff -u --label wanted --label "$1" - "$1"
	fi
}

# Reading and comparing by bash: other processes are what tests wait for.
# slurp FILE: the whole of it in $REPLY; false if it has a NUL.
slurp() {
	! IFS= read -rd '' REPLY <"$1"
}

# equal FILE FILE: texts.
equal() {
	local first
	slurp "$1"
	first=$REPLY
	if ! slurp "$2" || [ "$first" != "$REPLY" ]; then
		diff -u "$1" "$2"
	fi
}

# ends STATUS COMMAND...: it ends with that status. What it says is in $output and $stderr, by line in $lines and
# $stderr_lines, as from `run --separate-stderr`, which needs seven more processes.
ends() {
	local wanted=$1
	shift
	status=0
	"$@" >"$BATS_TEST_TMPDIR.out" 2>"$BATS_TEST_TMPDIR.err" || status=$?
	slurp "$BATS_TEST_TMPDIR.out" || status="$status and a NUL"
	output=${REPLY%$'\n'}
	slurp "$BATS_TEST_TMPDIR.err" || status="$status and a NUL"
	stderr=${REPLY%$'\n'}
	# shellcheck disable=SC2034 # for the tests
	IFS=$'\n' read -rd '' -a lines <<<"$output" || :
	# shellcheck disable=SC2034
	IFS=$'\n' read -rd '' -a stderr_lines <<<"$stderr" || :
	[ "$status" = "$wanted" ] || {
		printf '%s\n' "status $status, wanted $wanted" "$output" "$stderr"
		return 1
	}
}

# expect STATUS STDOUT STDERR ARGUMENT...: the whole of what hangup says, to the byte; a text that is not empty ends
# with a newline. Standard input is the file `in` if there is one.
expect() {
	local wanted=$1 out=$2 err=$3 status=0 input=/dev/null
	shift 3
	[ ! -e in ] || input=in
	"$HANGUP" "$@" <$input >.out 2>.err || status=$?
	if ! holds .out "$out" || ! holds .err "$err" || [ "$status" != "$wanted" ]; then
		printf 'hangup %q: status %s, wanted %s\n' "$*" "$status" "$wanted"
		return 1
	fi
}

# codes 'CODE CODE ...' OPERAND...: what lookup finds, in this order.
codes() {
	local wanted=$1
	shift
	expect 0 "${wanted// /$'\n'}" '' lookup --columns code "$@"
}

# golden NAME ARGUMENT...: status 0, nothing on stderr, and on stdout the file of that name. GOLDEN_UPDATE=1 writes it:
# read the difference before you commit it.
golden() {
	local name=$1 status=0
	shift
	"$HANGUP" "$@" </dev/null >.out 2>.err || status=$?
	[ -z "${GOLDEN_UPDATE:-}" ] || cp .out "$GOLDEN/$name"
	if ! equal "$GOLDEN/$name" .out || [ -s .err ] || [ "$status" != 0 ]; then
		printf 'hangup %s: status %s\n' "$*" "$status"
		cat .err
		return 1
	fi
}

# golden_widths NAME ARGUMENT...: NAME-60, NAME-80 and NAME-120, each at that width.
golden_widths() {
	local name=$1 width
	shift
	for width in 60 80 120; do
		COLUMNS=$width golden "$name-$width" "$@" || return
	done
}

# golden_anywhere NAME ARGUMENT...: the same whatever the terminal and the locale.
golden_anywhere() {
	local name=$1
	shift
	golden "$name" "$@" &&
		COLUMNS=20 LC_ALL=C golden "$name" "$@" &&
		COLUMNS=300 LC_ALL=C.UTF-8 CLICOLOR_FORCE=1 golden "$name" "$@"
}
