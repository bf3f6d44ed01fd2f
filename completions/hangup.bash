# bash completion for hangup. What can stand at the cursor is asked of the program (hangup __complete), which prints one
# candidate a line, a tab and what it means; a line ":files" asks for file names.

_hangup() {
	local words=() word current line value help
	local -a values=() shown=()

	# bash cuts words at "=", the program wants them whole.
	for word in "${COMP_WORDS[@]:1:COMP_CWORD}"; do
		if [[ ${#words[@]} -gt 0 && ($word == = || ${words[-1]} == --*=) ]]; then
			words[-1]+=$word
		else
			words+=("$word")
		fi
	done
	current=${words[-1]}

	COMPREPLY=()
	while IFS= read -r line; do
		value=${line%%$'\t'*}
		help=${line#"$value"}
		help=${help#$'\t'}
		if [[ $value == :files ]]; then
			compopt -o filenames 2>/dev/null
			mapfile -t COMPREPLY < <(compgen -f -- "$current")
			continue
		fi
		[[ $current != --*=* ]] || value=${value#*=}
		[[ $value != *[!A-Za-z0-9_.,:/=%+@-]* ]] || printf -v value '%q' "$value"
		values+=("$value")
		shown+=("$value${help:+  ($help)}")
	done < <("${COMP_WORDS[0]}" __complete "${words[@]}" 2>/dev/null)

	# What a candidate means is shown in lists alone (9: TAB, 63: list); menu completion would insert it.
	if [[ ${#values[@]} -gt 1 && ($COMP_TYPE == 9 || $COMP_TYPE == 63) ]]; then
		COMPREPLY+=("${shown[@]}")
	else
		COMPREPLY+=("${values[@]}")
	fi
}

complete -F _hangup hangup
