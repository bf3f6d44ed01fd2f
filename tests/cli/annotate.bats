#!/usr/bin/env bats
# annotate on CSV files, as people meet it: what the worked cases of tests/data do not reach.
#
# shellcheck disable=SC2016,SC2154 # inner shells expand $0 themselves; bats sets $stderr

load common

DATE=2026-11-20
NEW=plivo_cause,plivo_group,plivo_action,plivo_status
SPAM='3130,Spam block,Carrier Errors,fix,ok'
NORMAL='4000,Normal Hangup,Normal Completions,none,ok'

# file NAME TEXT: a file with the escapes of printf.
file() {
	# shellcheck disable=SC2059 # the text is the format
	printf "$2" >"$1"
}

# writes TEXT ARGUMENT...: status 0, nothing on stderr, and on stdout exactly this, with the escapes of printf.
writes() {
	local wanted=$1 status=0
	shift
	"$HANGUP" annotate "$@" </dev/null >.out 2>.err || status=$?
	# shellcheck disable=SC2059
	diff -u --label wanted --label stdout <(printf "$wanted") .out && [ ! -s .err ] && [ "$status" = 0 ] || {
		printf 'hangup annotate %s: status %s\n' "$*" "$status"
		cat .err
		return 1
	}
}

# refuses MESSAGE ARGUMENT...: status 2, nothing on stdout.
refuses() {
	local message=$1
	shift
	expect 2 '' "$message" annotate "$@"
}

# Several files

@test "several files: one mark, one header, a missing last newline supplied in that file's style" {
	file lf 'id,hangup_cause_code\n1,3130'
	file crlf 'id,hangup_cause_code\r\n2,4000'
	file cr 'id,hangup_cause_code\r3,0'
	file mark '\xef\xbb\xbfid,hangup_cause_code\n4,3130\n'
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n4,$SPAM\n" lf mark
	writes "id,hangup_cause_code,$NEW\r\n2,$NORMAL\r\n4,$SPAM\n" crlf mark
	writes "\xef\xbb\xbfid,hangup_cause_code,$NEW\n4,$SPAM\n2,$NORMAL\r\n1,$SPAM" mark crlf lf
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n3,0,Unknown,Canceled Calls,fix,ok\r4,$SPAM\n" lf cr mark
	writes "id,hangup_cause_code,$NEW\n1,$SPAM\n2,$NORMAL\r\n3,0,Unknown,Canceled Calls,fix,ok\r1,$SPAM" lf crlf cr lf
}

@test "several files: a header that comes in two pieces, CR and LF apart, is passed over all the same" {
	file one 'id,hangup_cause_code\r\n1,3130\r\n'
	{
		printf 'id,hangup_cause_code\r'
		sleep 0.3
		printf '\n2,4000\r\n'
	} | "$HANGUP" annotate one - >out
	cmp out <(printf "id,hangup_cause_code,$NEW\r\n1,$SPAM\r\n2,$NORMAL\r\n")
}
