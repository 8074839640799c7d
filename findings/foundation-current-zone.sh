#!/usr/bin/env bash
# What Foundation on Linux takes the machine's zone for, where TZ is spelt otherwise than as a bare name.
#
# POSIX lets TZ begin with a colon, and be a rule such as UTC+5, which is five hours *behind* UTC. The C library reads both;
# TimeZone.current takes the colon for part of an unknown name and falls back to UTC, and reads the sign of the rule as in
# ISO 8601, so that the two differ by ten hours within one process.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat >"$work/main.swift" <<'SWIFT'
import Foundation
import Glibc
var moment = time_t(1_796_144_400)
var local = tm()
localtime_r(&moment, &local)
print(local.tm_gmtoff, TimeZone.current.secondsFromGMT(for: Date(timeIntervalSince1970: 1_796_144_400)))
SWIFT
swiftc -o "$work/main" "$work/main.swift" 2>/dev/null
swift --version 2>/dev/null | head -n 1
status=0
while read -r tz expected; do
  seen=$(TZ=$tz "$work/main")
  echo "TZ=$tz: C library and Foundation, seconds ahead of UTC: $seen"
  [[ $seen == "${expected//,/ }" ]] || { echo "changed: it was ${expected//,/ }"; status=1; }
done <<'CASES'
America/New_York -18000,-18000
:America/New_York -18000,0
UTC+5 -18000,18000
CASES
exit $status
