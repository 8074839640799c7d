#!/usr/bin/env bash
# Holds the expected readings of Fixtures/import/ics against Python's icalendar, installed into .build for the purpose.
#
#     Tests/Peers/icalendar.sh [--write]
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
exec "$python" -B Tests/Peers/icalendar_peer.py "$@"
