#!/usr/bin/env bats
# What the README shows is what the program prints.

@test "the screen of the README" {
	mkdir "$BATS_TEST_TMPDIR/bin"
	ln -s "$HANGUP" "$BATS_TEST_TMPDIR/bin/hangup"
	ln -s "$PWD/samples" "$BATS_TEST_TMPDIR/samples"
	# the first block between lines of three backquotes
	awk '/^```/ { blocks++; next } blocks == 1' README.md >"$BATS_TEST_TMPDIR/screen"
	cd "$BATS_TEST_TMPDIR"
	grep -c '^\$ hangup' screen

	export PATH=$PWD/bin:$PATH COLUMNS=80 LC_ALL=C.UTF-8
	while read -r command; do
		printf '$ %s\n' "$command"
		sh -c "$command" 2>&1 || true
		echo
	done < <(sed -n 's/^\$ //p' screen) | sed '$d' >printed
	diff screen printed
}
