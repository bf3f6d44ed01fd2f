# SPDX-License-Identifier: MIT
# Writes calls: what people write into the columns of a code, a name and a source, in every combination.
BEGIN {
	c = split("3000|3010|3130|4000|0|4410|3020|6000|16|4240| 3130 |03010|3130.0|3130 .0|3130 0|+3130|abc||NO_ANSWER|3010;", codes, "|")
	n = split("|Busy Line|busy line| Busy Line |Busy-Line|busy_line|BUSY LINE|No Answer|NO_ANSWER|Unknown|unknown" \
		"|normal_hangup|Normal_Hangup|forbidden|rtp_timeout|busy_everywhere|Spam block|NORMAL_CLEARING|of own words|no_such", names, "|")
	s = split("|Carrier|carrier| carrier|customer|zentrunk|Customer|Callee|Plivo|API Request|Unknown", sources, "|")
	print "call_uuid,hangup_cause_code,hangup_cause_name,hangup_source"
	for (i = 1; i <= c; i++)
		for (j = 1; j <= n; j++)
			for (k = 1; k <= s; k++)
				printf "%d,\"%s\",%s,%s\n", ++calls, codes[i], names[j], sources[k]
}
