#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# What is said, for what is typed: golden/messages is to be read from top to bottom, as a person who got it wrong would.

load common

# The transcript of the commands of a transcript ("$ hangup ..."): what each says on stderr, and its status.
transcript() {
	local line status
	while IFS= read -r line; do
		[[ $line == '$ '* ]] || continue
		printf '%s\n' "$line"
		status=0
		(eval "${line#'$ '}") </dev/null >/dev/null 2>.err || status=$?
		slurp .err
		printf '%s= %s\n\n' "$REPLY" "$status"
	done <"$1"
}

setup_files() {
	mkdir bin
	ln -s "$HANGUP" bin/hangup
	PATH=$PWD/bin:$PATH
	printf 'id,hangup_cause_code\na,3130\nb,4000\n' >calls.csv
	printf 'id,hangup_cause_code\na,3010\nb,4000\n' >old.csv
	printf 'a,3130\n' >bare.csv
	printf 'id;hangup_cause_code\na;3130\n' >semicolons.csv
	printf 'HangupCauseCode=3010&CallUUID=a\n' >callback.txt
	hangup annotate calls.csv >annotated.csv
	gzip <calls.csv >calls.csv.gz
	mkdir logs
}

@test "what is typed, and what is said, in a line of at most 160 bytes but for what it quotes" {
	setup_files
	transcript "$GOLDEN/messages" >said
	[ -z "${GOLDEN_UPDATE:-}" ] || cp said "$GOLDEN/messages"
	diff -u "$GOLDEN/messages" said
	[ "$(grep -c '^hangup: ' said)" -gt 80 ]
	grep -v '^[$=]' said | sed "s/'[^']*'//g; s/\"[^\"]*\"//g; s/among: .*//; s/: next: .*//" | awk 'length > 160 { print; long = 1 } END { exit long }'
}
