hangup stats preamble.in
