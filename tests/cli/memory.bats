#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# How much memory is resident while records are read: little, whatever the shape, the size and the question.

load common

# Each shape as BEFORE|RECORD|BETWEEN|AFTER; @ is a code, ~ a number that grows.
SHAPES=(
	'call_uuid,hangup_cause_code,hangup_source,end_time\n|u~,@,Carrier,2026-11-10 09:0%:30|\n|\n'
	'|{"call_uuid":"u~","hangup_cause_code":@,"hangup_source":"Carrier","end_time":"2026-11-10 09:0%:30"}|\n|\n'
	'[|{"call_uuid":"u~","hangup_cause_code":@,"hangup_source":"Carrier","end_time":"2026-11-10 09:0%:30"}|,|]'
	'{"data":{"objects":[\n|  {\n    "call_uuid": "u~",\n    "hangup_cause_code": @,\n    "hangup_source": "Carrier",\n    "end_time": "2026-11-10 09:0%:30"\n  }|,\n|\n]}}\n'
	'|2026-11-10 09:0%:30 POST /hangup CallUUID=u~&HangupCauseCode=@&HangupSource=Carrier|\n|\n'
	'time,message\n|2026-11-10 09:0%:30,"CallUUID=u~&HangupCauseCode=@&HangupSource=Carrier"|\n|\n'
	'|{"time":"2026-11-10 09:0%:30","log":"CallUUID=u~&HangupCauseCode=@&HangupSource=Carrier"}|\n|\n'
)
# Of each the field of the numbers that grow.
VALUES=(call_uuid call_uuid call_uuid call_uuid CallUUID message log)

# records SHAPE: 6 MB in that shape.
records() {
	awk -v shape="$1" 'BEGIN {
		split(shape, part, "|")
		gsub(/\\n/, "\n", part[1])
		printf "%s", part[1]
		count = split(part[2], piece, /[@~%]/)
		for (k = at = 1; k < count; k++) {
			at += length(piece[k]) + 1
			mark[k] = substr(part[2], at - 1, 1)
		}
		for (size = 0; size < 6000000; size += length(record) + length(part[3])) {
			record = piece[1]
			for (k = 1; k < count; k++)
				record = record (mark[k] == "@" ? i % 3 ? 3010 : 4000 : mark[k] == "~" ? 10000 + i : i % 10) piece[k + 1]
			printf "%s%s", size ? part[3] : "", record
			i++
		}
		printf "%s", part[4]
	}'
}

# keeps_below KIB FILE ARGUMENT...: the most that is resident while hangup ARGUMENT... reads that file from a pipe.
keeps_below() {
	local most=$1 file=$2 pid peak status=0
	shift 2
	rm -f pipe
	mkfifo pipe
	"$HANGUP" "$@" <pipe >out 2>err 3>&- &
	pid=$!
	exec 5>pipe
	cat "$file" >&5
	peak=$(sed -n 's/^VmHWM:[ \t]*\([0-9]*\).*/\1/p' /proc/$pid/status)
	exec 5>&-
	wait $pid || status=$?
	if [ $status != 0 ] || [ "$peak" -gt "$most" ]; then
		printf 'hangup %s: status %s, %s KiB, over %s: %s\n' "$*" $status "$peak" "$most" "$(head -n 2 "$file")"
		head -n 3 err
		return 1
	fi
}

@test "6 MB of records in each shape leave 4 MiB resident, times and comparisons 16" {
	! grep -q __asan_init "$HANGUP" || skip 'under a sanitizer memory says nothing'
	local i failed=0
	for i in "${!SHAPES[@]}"; do
		records "${SHAPES[i]}" >in
		keeps_below 4096 in annotate || failed=1
		keeps_below 4096 in stats || failed=1
		keeps_below 16384 in stats --by hour || failed=1
		keeps_below 16384 in stats --by source || failed=1
		keeps_below 16384 in stats --by "${VALUES[i]}" || failed=1
		[ "$(wc -l <out)" -gt 20 ] || failed=1
		keeps_below 16384 in stats --against in || failed=1
	done
	[ $failed = 0 ]
}
