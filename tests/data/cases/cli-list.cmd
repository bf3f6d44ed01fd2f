hangup stats cli-list.in
