hangup -; hangup stats -f csv names-and-values-by-tab.in
