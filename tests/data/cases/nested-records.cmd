hangup stats nested-records.in
