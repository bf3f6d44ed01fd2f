hangup annotate >out.csv; hangup stats -f csv -c Message out.csv
