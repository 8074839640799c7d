#!/usr/bin/env bash
# Python's icalendar, installed into .build for the purpose, against what is read and what is written here.
#
#     Tests/Peers/icalendar.sh [--write]                          the expected readings of Fixtures/import/ics
#     Tests/Peers/icalendar.sh calendars PROGRAM [SEED [COUNT]]   the calendars that PROGRAM exports
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

python=python3
if ! python3 -c 'import icalendar, dateutil' 2>/dev/null; then
  python=.build/peers/bin/python
  if ! "$python" -c 'import icalendar, dateutil' 2>/dev/null; then
    python3 -m venv .build/peers
    "$python" -m pip install --quiet 'icalendar>=6,<8'
  fi
fi
script=icalendar_peer
if [[ ${1:-} == calendars ]]; then
  script=calendars
  shift
fi
exec "$python" -B "Tests/Peers/$script.py" "$@"
