#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# The same calls in ten shapes, by chance: stats of all are the same, and explain and lookup find the same codes.
# SETS: how many times.
load common

# of FILE: what stats says, but for the example, and what lookup finds.
of() {
	"$HANGUP" stats -f csv "$1" 2>/dev/null | cut -d, -f1-7
	"$HANGUP" lookup --columns code - <"$1" 2>/dev/null || echo "status $?"
}

@test "the same calls in ten shapes are the same calls" {
	local seed shape failed=0
	by_length 1 2 20
	for ((seed = 1; seed <= ${SETS:-$REPLY}; seed++)); do
		awk -v seed=$seed -f "$BATS_TEST_DIRNAME/ten_shapes.awk" "$BATS_TEST_DIRNAME/../data/facts.csv"
		of csv >wanted
		for shape in quoted drawn lines page strings cells pairs blocks forms; do
			of $shape | diff -u --label "seed $seed, csv" --label $shape wanted - || failed=1
		done
	done
	[ $failed = 0 ]
}
