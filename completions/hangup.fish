# SPDX-License-Identifier: MIT
# fish completion for hangup. What can stand at the cursor is asked of the program (hangup __complete), which prints one
# candidate a line, a tab and what it means; a line ":files" asks for file names. What stands behind the cursor fish
# keeps to itself.

function __hangup_ask
	# The words before the one at the cursor, without their quotes; the program is given no "~" for the home folder.
	set -l words (commandline -opc | string replace -r '^~(?=/|$)' -- $HOME)

	# What stands of the word at the cursor: a quote may still be open.
	set -l token (commandline -ct)
	set -l current $token
	for quote in '' \" \'
		set -l whole (string unescape -- $token$quote); and set current $whole; and break
	end

	# fish would not escape a "~" that it begins a word with.
	set -l unfit '^$'
	string match -qr '^(~|$)' -- $token; and set unfit '^~'

	$words[1] __complete (count $words) $words[2..-1] "$current" 2>/dev/null | string match -rv -- $unfit
end

complete -c hangup -f -k -a '(__hangup_ask | string match -v :files)'
complete -c hangup -F -n '__hangup_ask | string match -q :files'
