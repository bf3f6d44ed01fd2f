{ seq -f '2026-11-03 09:04:30 INFO req=%g GET /health 200' 20000; echo 'x HangupCauseCode=3010&CallUUID=a1'; } | timeout 2 hangup lookup --columns code -
