hangup stats flattened-keys.in || { hangup stats flattened-keys.in 2>&1 >/dev/null | sed -n 's/^hint: //p' | head -n 1 >hint.sh; sh hint.sh; }
