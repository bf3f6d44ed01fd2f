hangup stats -f csv json-in-a-csv-cell.in
