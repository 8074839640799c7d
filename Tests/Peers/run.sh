#!/usr/bin/env bash
# Holds the program against others' work: a second reader of the format, and real carriers of a shared folder.
#
#     Tests/Peers/run.sh [PROGRAM [PEER…]]      without PROGRAM, the release build is made first; without PEER, all
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

program=${1:-}
if [[ -z $program ]]; then
  make --no-print-directory release
  program=.build/static/release/followup
fi
shift || true
peers=("$@")
((${#peers[@]} > 0)) || peers=(merges salvage syncthing rclone)
for peer in "${peers[@]}"; do
  python3 -B "Tests/Peers/$peer.py" "$program"
done
