# SPDX-License-Identifier: MIT
# awk -v seed=N -f ten_shapes.awk facts.csv: some calls, by chance, in ten shapes, a file each: csv, quoted, drawn, lines
# (NDJSON), page, strings (of JSON), cells (of CSV), pairs (a line each), blocks (of lines), forms.
function below(n)
{
	return int(rand() * n)
}

# A field of a call for each shape; one that is empty is left out where that can be.
function add(name, callback, value, is_number)
{
	csv = csv (csv == "" ? "" : ",") value
	quoted = quoted (quoted == "" ? "" : ",") "\"" value "\""
	drawn = drawn (drawn == "" ? " " : " | ") value
	if (value == "") {
		object = object ", \"" name "\": null"
		return
	}
	object = object (object == "" ? "" : ", ") "\"" name "\": " (is_number ? value : "\"" value "\"")
	pairs = pairs " " name "=\"" value "\""
	block = block "  " callback ": '" value "',\n"
	encoded = value
	gsub(/\(/, "%28", encoded)
	gsub(/\)/, "%29", encoded)
	gsub(/ /, "+", encoded)
	form = form (form == "" ? "" : "\\&") callback "=" encoded
}

function escaped(text, quote)
{
	gsub(/"/, quote, text)
	return text
}

BEGIN {
	FS = ","
	count = 0
	srand(seed)
	split("Caller,Callee,Plivo,Carrier,API Request,Answer XML,Error,Unknown", sources, ",")
}

FNR > 1 {
	codes[count] = $1
	names[count++] = $2
}

END {
	header = "call_uuid,hangup_cause_code,hangup_cause_name,hangup_source"
	titles = header
	gsub(/,/, " | ", titles)
	print header >"csv"
	print "\"id\",\"note\",\"hangup_cause_code\",\"hangup_cause_name\",\"hangup_source\"" >"quoted"
	print " " titles "\n---+---+---+---" >"drawn"
	print "id,payload" >"cells"
	printf "{\"meta\": {\"limit\": 20, \"next\": null, \"total_count\": 1}, \"objects\": [" >"page"
	calls = 1 + below(40)
	for (i = 0; i < calls; i++) {
		which = below(count)
		code = below(12) ? codes[which] : 20000 + below(9)
		name = below(4) ? names[below(9) ? which : below(count)] : ""
		source = below(4) ? sources[1 + below(8)] : ""
		csv = quoted = drawn = object = pairs = block = form = ""
		add("call_uuid", "CallUUID", sprintf("%08x-3b0c-4338-a30d-b4479f1649d6", i), 0)
		add("hangup_cause_code", "HangupCauseCode", code, 1)
		add("hangup_cause_name", "HangupCauseName", name, 0)
		add("hangup_source", "HangupSource", source, 0)
		print csv >"csv"
		sub(/","/, "\",\"a \"\"b\"\", c\",\"", quoted)
		print quoted >"quoted"
		print drawn >"drawn"
		print "{" object "}" >"lines"
		printf "%s{%s}", i ? ",\n" : "", object >"page"
		print "{\"stream\": \"out\", \"log\": \"INFO hangup" escaped(pairs, "\\\"") "\\n\"}" >"strings"
		print i ",\"" escaped("{" object "}", "\"\"") "\"" >"cells"
		printf "2026-11-10T09:%02d:00Z INFO hangup%s took=12ms\n", i % 60, pairs >"pairs"
		print "[hangup] {\n" block "}" >"blocks"
		gsub(/\\&/, "\\&", form)
		print "POST /hangup " form >"forms"
	}
	print "]}" >"page"
	print "(" calls " rows)" >"drawn"
}
