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
# and quote, if one is open there. COMP_WORDS would not do: they are cut at "=" and ":", and still quoted.
_hangup_read_line() {
	local word='' open='' begun='' tilde='' redirection='' char
	local -i i here=0 start=0 outer=0
	words=() place=0 current='' kept=0 quote=''

	for ((i = 0; i <= ${#COMP_LINE}; i++)); do
		if ((i == COMP_POINT)); then
			current=$word kept=$start quote=$open place=${#words[@]}
			if [[ -n $begun ]]; then here=1; else words+=(''); fi
		fi
		char=${COMP_LINE:i:1}
		if [[ -z $char ]]; then
			_hangup_end_word
		elif [[ -n $open && $char == "$open" ]]; then
			open='' start=$outer
		elif [[ $open == "'" ]]; then
			word+=$char
		elif [[ $char == \\ && (-z $open || ${COMP_LINE:i+1:1} == [\$\`\"\\]) ]]; then
			begun=1
			((i + 1 == COMP_POINT)) || word+=${COMP_LINE:$((++i)):1}
		elif [[ -n $open ]]; then
			word+=$char
		elif [[ $char == [\'\"] ]]; then
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
			begun=1 word+=$char
			[[ $COMP_WORDBREAKS != *"$char"* ]] || start=${#word}
		fi
	done
}

# Escapes $value for the place where it will stand: in the open quote, or in none.
_hangup_escape() {
	case $quote in
	\') value=${value//\'/\'\\\'\'} ;;
	\") value=${value//\\/\\\\} value=${value//\"/\\\"} value=${value//\$/\\\$} value=${value//\`/\\\`} ;;
	*) [[ $value != *[!A-Za-z0-9_.,:/=%+@-]* ]] || printf -v value %q "$value" ;;
	esac
}

_hangup() {
	local IFS=$' \t\n' current quote line value common
	local -a words=() plain=() values=() helps=()
	local -i place kept i

	COMPREPLY=()
	_hangup_read_line
	while IFS= read -r line; do
		if [[ $line == :files ]]; then
			# readline knows best how to complete and quote them.
			compopt -o bashdefault -o default 2>/dev/null
			continue
		fi
		value=${line%%$'\t'*}
		helps+=("${line#*$'\t'}")
		value=${value:kept}
		plain+=("$value")
		_hangup_escape
		values+=("$value")
	done < <("${words[0]}" __complete "$place" "${words[@]:1}" 2>/dev/null)
	((${#values[@]} > 0)) || return 0
	compopt -o nosort 2>/dev/null

	# readline inserts what all begin with. Where that would end inside an escape, all are put into quotes instead.
	common=${values[0]}
	for value in "${values[@]}"; do
		while [[ $value != "$common"* ]]; do common=${common%?}; done
	done
	if [[ -z $quote && ${#values[@]} -gt 1 && $common =~ (^|[^\\])(\\\\)*\\$ ]]; then
		for i in "${!plain[@]}"; do values[i]="'${plain[i]//\'/\'\\\'\'}'"; done
	fi

	# What a candidate means is shown in lists, where readline inserts no more than what all have in common (9: TAB,
	# 63: listing after it, 33 and 64: listing at once). Menu completion (37) and insert-completions (42) insert whole ones.
	if [[ ${#values[@]} -gt 1 && $COMP_TYPE == @(9|63|33|64) ]]; then
		for i in "${!values[@]}"; do values[i]+=${helps[i]:+  (${helps[i]})}; done
	fi
	# readline closes a quote after a single candidate, but takes an escaped one at its end for that.
	if [[ ${#values[@]} -eq 1 && -n $quote && ${values[0]} == *"$quote" ]]; then values[0]+=$quote; fi
	COMPREPLY=("${values[@]}")
}

complete -F _hangup hangup
