# fish completion for hangup. What can stand at the cursor is asked of the program (hangup __complete), which prints one
# candidate a line, a tab and what it means; a line ":files" asks for file names.

function __hangup_complete
	set -l words (commandline -opc)
	for line in ($words[1] __complete $words[2..-1] (commandline -ct) 2>/dev/null)
		if test "$line" = :files
			__fish_complete_path (commandline -ct)
		else
			echo $line
		end
	end
end

complete -c hangup -f -a '(__hangup_complete)'
