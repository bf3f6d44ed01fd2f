#!/usr/bin/env bats
# What the shells' completion scripts are told.
#
# shellcheck disable=SC2016,SC2154 # inner shells expand $0 themselves; bats sets $stderr

load common

# offers 'VALUE VALUE ...' WORD...: the values, in this order; those with blanks are written with "_".
offers() {
	local wanted=$1
	shift
	diff <(printf '%s' "${wanted:+${wanted// /$'\n'}$'\n'}") \
		<("$HANGUP" __complete "$@" | cut -f 1 | tr ' ' _) || {
		printf 'hangup __complete %s\n' "$*"
		return 1
	}
}

@test "commands, codes and names in the first place" {
	offers 'lookup list Loop_Detected Lost_Race' l
	offers help hel
	offers 3130 3130
	offers 'Error_Reaching_Answer_URL Error_Reaching_Action_URL Error_Reaching_Transfer_URL Error_Reaching_Redirect_URL Error' err
	[ "$("$HANGUP" __complete '' | grep -c '^[0-9]')" = 54 ]
	[ "$("$HANGUP" __complete | grep -c '^[0-9]')" = 54 ]
	[ "$("$HANGUP" __complete '' | grep -c '^__complete')" = 0 ]
}

@test "codes have their cause beside them, names their code" {
	expect 0 $'3130\tSpam block' '' __complete lookup 313
	expect 0 $'Spam block\t3130' '' __complete lookup spam
	expect 0 $'Spam block\t3130' '' __complete spam
	expect 0 '' '' __complete explain nothing-begins-like-this
	expect 0 $'Caller\thangup source' '' __complete explain calle
	expect 0 '' '' __complete lookup calle
	offers 'Canceled Canceled_(Out_Of_Credits) Canceled_(Simultaneous_dial_limit_reached)' lookup canc
}

@test "options" {
	offers '--format' lookup --f
	offers '--format -f --columns --color --help -h --version -V' lookup -
	offers '--group --groups' list --group
	offers '' lookup --nothing
	offers '' lookup -- --f
}

@test "values of options" {
	offers 'plain table csv json' lookup -f ''
	offers 'json' lookup -f j
	offers 'json' lookup --format j
	offers 'json' lookup --form j
	offers 'text json' -f ''
	offers 'text json' explain --format ''
	offers '--format=json' lookup --format=j
	offers 'auto always never' --color ''
	offers '--color=auto --color=always' list --color=a
	offers 'carrier-errors' list -g carr
	offers 'none retry fix support' list -a ''
	offers 'fix' list -g carrier-errors -a f
	expect 0 $'carrier-errors\tCarrier Errors' '' __complete list -g carr
	offers '' list --groups=c
	offers '' list --sources ''
}

@test "lists of columns" {
	offers 'code cause' lookup --columns c
	offers 'code,cause' lookup --columns code,c
	offers '--columns=code,url' lookup --columns=code,u
	offers 'code,group,cause,action' lookup --columns code,group,cause,a
	offers '' lookup --columns code,code
}

@test "operands after options and other operands" {
	offers '3130' lookup -f csv 4000 313
	offers '3130' lookup -f csv -- 313
	offers '3130' 4000 313
	offers 'lookup' help loo
	offers '' 4000 looku
	offers '' grep c
	offers '3130' --color never 313
	offers '3130' --color=never lookup 313
}

@test "hostile words" {
	expect 0 '' '' __complete lookup $'\033[31m\xff'
	expect 0 '' '' __complete - - -- '' $'\n' '%s'
	expect 0 '' '' __complete lookup --columns=,,,x
	expect 0 '' '' __complete lookup "$(head -c 100000 /dev/zero | tr '\0' 9)"
}
