hangup stats sep-line.in
