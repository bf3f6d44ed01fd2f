# SPDX-License-Identifier: MIT
# bash completion for hangup. What can stand at the cursor is asked of the program (hangup __complete), which prints one
# candidate a line, a tab and what it means; a line ":files" asks for file names.

# Ends a word of the line. One that follows ">" is none of the program's, one that follows "<" may name a file as well.
_hangup_end_word() {
	[[ -n $begun ]] || return
	((!here)) || word=$current
	if [[ $redirection == '>' ]]; then
		:
	elif [[ -n $tilde && $word =~ ^~[A-Za-z0-9_.-]*(/|$) ]]; then
		eval "words+=(${BASH_REMATCH[0]}\"\${word:\${#BASH_REMATCH[0]}}\")"
	else
		words+=("$word")
	fi
	word='' begun='' tilde='' redirection='' here=0 start=0
}

# Reads $COMP_LINE as bash would, but expands nothing except "~". Sets words, without their quotes; place, that of the
# word at the cursor; current, what stands of it before the cursor; kept, how much of that readline will not replace;
# quote, if one is open there, "$" for $'; and behind, the "<" or ">" that it follows. COMP_WORDS would not do: they are
# cut at "=" and ":", and still quoted.
_hangup_read_line() {
	local word='' open='' begun='' tilde='' redirection='' char
	local -i i here=0 start=0 outer=0 dollar=-1
	words=() place=0 current='' kept=0 quote='' behind=''

	for ((i = 0; i <= ${#COMP_LINE}; i++)); do
		if ((i == COMP_POINT)); then
			current=$word kept=$start quote=$open place=${#words[@]} behind=$redirection
			if [[ -n $begun ]]; then here=1; else words+=(''); fi
		fi
		char=${COMP_LINE:i:1}
		if [[ -z $char ]]; then
			_hangup_end_word
		elif [[ -n $open && $char == "${open/\$/\'}" ]]; then
			open='' start=$outer
		elif [[ $open == "'" ]]; then
			word+=$char
		elif [[ $char == \\ && ($open != \" || ${COMP_LINE:i+1:1} == [\$\`\"\\]) ]]; then
			begun=1
			((i + 1 == COMP_POINT)) || word+=${COMP_LINE:$((++i)):1}
		elif [[ -n $open ]]; then
			word+=$char
		elif [[ $char == [\'\"] ]]; then
			if ((i == dollar)); then
				word=${word%?}
				[[ $char == \" ]] || char=\$
			fi
			begun=1 open=$char outer=$start start=${#word}
		elif [[ $char == [[:space:]] ]]; then
			_hangup_end_word
		elif [[ $char == [\<\>] ]]; then
			[[ $word != +([0-9]) ]] || begun=''
			_hangup_end_word
			word='' redirection=$char
		elif [[ $char == [\;\|\&] && -z $redirection ]]; then
			_hangup_end_word
			((i < COMP_POINT)) || return 0
		else
			[[ -n $begun || $char != '~' ]] || tilde=1
			[[ $char != \$ ]] || dollar=$((i + 1))
			begun=1 word+=$char
			[[ $COMP_WORDBREAKS != *"$char"* ]] || start=${#word}
		fi
	done
}

# Escapes $value for the place where it will stand: in the open quote, or in none. In double quotes "!" is for the
# history, and a backslash before it would stay: it stands outside them.
_hangup_escape() {
	case $quote in
	\') value=${value//\'/\'\\\'\'} ;;
	\")
		value=${value//\\/\\\\} value=${value//\"/\\\"} value=${value//\$/\\\$} value=${value//\`/\\\`}
		value=${value//!/\"\\!\"}
		;;
	*) [[ $value != *[!A-Za-z0-9_.,:/=%+@-]* ]] || printf -v value %q "$value" ;;
	esac
}

# More than one candidate. readline inserts what all begin with, as it compares; that is decided here instead: $start,
# what all values begin with, or nothing, stands among the candidates, and the others only go on from there. So what
# readline shows beside a value it can never insert, whatever its settings.
_hangup_reply() {
	local common=${values[0]} start='' value
	local -i i

	for value in "${values[@]}"; do
		while [ "${value:0:${#common}}" != "$common" ]; do common=${common%?}; done
	done
	# Never less than has been typed, nor what %q would put behind $', where the next TAB finds nothing. For a list alone
	# (63) readline inserts nothing.
	if ((${#common} < ${#typed})) || [[ $common == "$typed" || $COMP_TYPE == 63 || $common == *[![:print:]]* ]]; then
		common=''
	fi
	value=$common
	_hangup_escape
	start=$value

	for i in "${!values[@]}"; do
		value=${values[i]:${#common}}
		if [[ $COMP_TYPE == @(63|33|64) ]]; then
			value+=${helps[i]:+  (${helps[i]})}
		else
			_hangup_escape
		fi
		COMPREPLY+=("$start$value")
	done
	# Menu completion (37) and insert-completions (42) insert each candidate whole, and show nothing beside it.
	[[ $COMP_TYPE == @(37|42) ]] || COMPREPLY+=("$start")
}

_hangup() {
	local IFS=$' \t\n' current quote behind line value typed
	local -a words=() values=() helps=()
	local -i place kept i

	COMPREPLY=()
	_hangup_read_line
	# There, a backslash would mean something else.
	[[ $quote != \$ ]] || return 0
	if [[ -n $behind ]]; then
		compopt -o bashdefault -o default 2>/dev/null
		return 0
	fi
	# insert-completions takes an open quote away before it inserts.
	[[ $COMP_TYPE != 42 ]] || quote=''
	typed=${current:kept}
	while IFS= read -r line; do
		if [[ $line == :files ]]; then
			# readline knows best how to complete and quote them.
			compopt -o bashdefault -o default 2>/dev/null
			continue
		fi
		value=${line%%$'\t'*}
		# What readline keeps stays as it is written.
		[ "${value:0:kept}" = "${current:0:kept}" ] || continue
		values+=("${value:kept}")
		helps+=("${line#*$'\t'}")
	done < <("${words[0]}" __complete "$place" "${words[@]:1}" 2>/dev/null)
	((${#values[@]} > 0)) || return 0
	compopt -o nosort 2>/dev/null

	if ((${#values[@]} > 1)); then
		_hangup_reply
	else
		value=${values[0]}
		[[ $value != *= ]] || compopt -o nospace 2>/dev/null
		_hangup_escape
		# readline closes a quote after a single candidate, but takes an escaped one at its end for that.
		if [[ -n $quote && $value == *"$quote" ]]; then value+=$quote; fi
		COMPREPLY=("$value")
	fi
	# One at the beginning it takes for the open one, which it then takes away.
	for i in "${!COMPREPLY[@]}"; do
		[[ -z $quote || ${COMPREPLY[i]} != "$quote"* ]] || COMPREPLY[i]=$quote${COMPREPLY[i]}
	done
}

complete -F _hangup hangup
