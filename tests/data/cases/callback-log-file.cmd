hangup callback-log-file.in; hangup stats callback-log-file.in
