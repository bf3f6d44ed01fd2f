hangup lookup --columns code -; hangup stats -f csv coloured-log.in
