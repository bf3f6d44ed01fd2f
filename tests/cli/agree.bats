#!/usr/bin/env bats
# SPDX-License-Identifier: MIT
# annotate and stats read the same records: on files in which everything is mixed they agree on every count.

load common

# mixed SEED: a file of call records with what stands around and among them where people get them from, in a dialect
# that the seed chooses; no field holds a line end.
mixed() {
	perl -e '
		srand shift;
		sub one { $_[rand @_] }
		sub quoted { my $value = shift; $value =~ s/"/""/g; return "\"$value\"" }
		my $d = one(",", ";", "\t", "|");
		my $end = one("\n", "\r\n", "\r");
		sub cell { my $value = shift; return rand > 0.7 || $value =~ /["$d]/ ? quoted($value) : one("", " ") . $value }
		my @header = qw(id hangup_cause_code hangup_cause_name hangup_source note);
		my @codes = (3130, 3130, 4000, 4000, 3010, "0", "3130.0", "003000", 4240, 4250, "", "null", "\\N", "<NA>", "[NULL]", "#N/A", "-",
			"\x27" . 3130, "=\"4000\"", "abc", "1e3", "NO_ANSWER", "Busy Line", "99999", "4294970426");
		my @names = ("", "", "Spam block", "Busy Line", "rtp_timeout", "USER_BUSY", "Unknown", "Normal Hangup");
		my @sources = ("", "Callee", "Carrier", "carrier", "customer", "zentrunk", "Plivo");
		print one("", "\xef\xbb\xbf");
		print "sep=$d$end" if rand > 0.6;
		print map { one("Voice call report", "Account;MA", "# by hand, for now", "", "a | b") . $end } 1 .. rand 5;
		my $head = join $d, map { one($_, quoted($_)) } @header;
		print $head, $end;
		for (1 .. 400) {
			my $kind = rand;
			my @cells = (cell(one("a", "c-1", "x y")), cell(one(@codes)), cell(one(@names)), cell(one(@sources)), cell(one("", "n", "5\"")));
			if ($kind < 0.02) { print $head }
			elsif ($kind < 0.04) { print join $d, @header }
			elsif ($kind < 0.06) { print one("----|----", "|---|:--:|", "(2 rows)", "====") }
			elsif ($kind < 0.08) { print one("", "  ", "\"a\"b${d}3130", "\"\" x", " \"b\" \"") }
			elsif ($kind < 0.11) { print join $d, @cells, one("", " ", "x", "3010", quoted(" "), quoted($d)) }
			elsif ($kind < 0.14) { print join $d, @cells[0 .. rand 4] }
			else { print join $d, @cells }
			print $end;
		}
	' "$1"
}

# statuses FILE: how many records of each status an annotated file has, by its own cells, which stand behind the fifth.
statuses() {
	perl -e '
		local $/;
		my %calls;
		my ($d, $is_in);
		for my $line (split /\r\n|\r|\n/, <STDIN>) {
			($d) = $line =~ /(.)plivo_status/ if !$is_in && $line =~ /plivo_status/ and $is_in = 1;
			next if !$is_in || $line =~ /plivo_status/;
			my @cells;
			my $rest = $line . $d;
			my $blanks = $d eq "\t" ? " *" : "[ \t]*";
			while ($rest =~ s/^$blanks"((?:[^"]|"")*)"$blanks\Q$d\E// || $rest =~ s/^(?!$blanks")([^\Q$d\E]*)\Q$d\E//) {
				push @cells, $1;
			}
			$calls{$cells[5]}++ if $rest eq "" && @cells > 5;
		}
		print map { "$_ $calls{$_}\n" } sort keys %calls;
	'
}

@test "stats and annotate agree on every count, whatever stands in a file" {
	local seed all=''
	by_length 12 12 60
	for ((seed = 1; seed <= REPLY; seed++)); do
		mixed "$seed" >in
		"$HANGUP" annotate --add status <in >out 2>annotated || true
		"$HANGUP" stats -f csv <in >rows 2>counted || true
		statuses <out >by-cells
		# The rows: code, cause, group, action, status, calls, share, example, table.
		awk -F, 'NR > 1 && $(NF - 4) != "malformed" { calls[$(NF - 4)] += $(NF - 3) }
			END { for (i in calls) print i, calls[i] }' rows | sort >by-rows
		diff by-cells by-rows || { echo "seed $seed" && return 1; }
		diff <(sed 's/, copied as .*:/:/' annotated) <(sed 's/, not counted:/:/' counted) || { echo "seed $seed" && return 1; }
		all+=$(cat by-cells annotated)
	done
	# The files have something of everything.
	local what
	for what in ok unknown mismatch invalid ragged empty 'malformed line' 'short or long' 'further down, as where files were joined' 'header is line'; do
		grep -qF "$what" <<<"$all" || { echo "no $what" && return 1; }
	done
}

@test "stats and annotate agree on pages of JSON and on logs" {
	local seed
	by_length 3 3 9
	for ((seed = 3; seed <= REPLY; seed++)); do
		mixed "$seed" | "$HANGUP" annotate --add status 2>/dev/null | statuses >by-cells
		perl -e '
			srand shift;
			for (1 .. 300) {
				my $code = (3130, "\"4000\"", 4240, "null", "\"x\"", "\"Busy Line\"")[rand 6];
				my $source = ("", ",\"hangup_source\":\"customer\"", ",\"hangup_source\":\"Callee\"")[rand 3];
				my $record = "{\"id\":1,\"hangup_cause_code\":$code$source}";
				my $line = ($record, $record, "{\"req\":{\"body\":$record}}", "[$record, $record]", "{}", "{\"hangup_source\":\"Plivo\"}", "{\"x\":")[rand 7];
				print $line, "\n";
			}
		' $seed >in
		"$HANGUP" annotate --add status <in 2>annotated >out || true
		"$HANGUP" stats -f csv <in 2>counted >rows || true
		grep -o '"plivo_status":"[a-z]*"' out | cut -d'"' -f4 | sort | uniq -c | awk '{ print $2, $1 }' >by-cells
		awk -F, 'NR > 1 && $(NF - 4) != "malformed" { calls[$(NF - 4)] += $(NF - 3) }
			END { for (i in calls) print i, calls[i] }' rows | sort | diff by-cells -
		diff <(sed 's/, copied as .*:/:/' annotated) <(sed 's/, not counted:/:/' counted)
		jq -r 'try (.. | objects | select(has("hangup_cause_code")) | "CallUUID=a&HangupCauseCode=\(.hangup_cause_code)") catch ""' \
			<(grep -v '"x":$' in) >log
		"$HANGUP" annotate --add status <log 2>annotated >out || true
		"$HANGUP" stats -f csv <log 2>counted >rows || true
		grep -o ' plivo_status=[a-z]*' out | cut -d= -f2 | sort | uniq -c | awk '{ print $2, $1 }' >by-cells
		awk -F, 'NR > 1 { calls[$(NF - 4)] += $(NF - 3) } END { for (i in calls) print i, calls[i] }' rows | sort | diff by-cells -
		[ -s by-cells ]
	done
}
