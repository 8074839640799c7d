#!/usr/bin/env bash
# Swift's Foundation on Linux brings rules of time zones of its own and never looks at the machine's.
#
# One would guess that TimeZone(identifier:) follows the tzdata that the system keeps up to date, or the folder that TZDIR
# names, as every C program does. It has a copy in its ICU data: until the toolchain is replaced, a zone whose law has
# changed since shows the wrong hour, with nothing to tell it by. Seen: Swift 6.3.1 has 2025b; with tzdata 2026f in TZDIR
# `date` shows Vancouver at -07:00 in December 2026, Foundation at -08:00.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m pip install --quiet --no-compile --target "$work/pip" tzdata==2026.6 2>/dev/null
export TZDIR=$work/pip/tzdata/zoneinfo
cat >"$work/main.swift" <<'SWIFT'
import Foundation
let zone = TimeZone(identifier: "America/Vancouver")!
print(TimeZone.timeZoneDataVersion, zone.secondsFromGMT(for: Date(timeIntervalSince1970: 1_796_144_400)))
SWIFT
swiftc -o "$work/main" "$work/main.swift" 2>/dev/null
system=$(TZ=America/Vancouver date -d @1796144400 +%z)
foundation=$("$work/main")
swift --version 2>/dev/null | head -n 1
echo "tzdata 2026f in TZDIR; date: $system; Foundation (release, seconds): $foundation"
[[ $system == -0700 ]] || { echo "changed: the C library no longer follows TZDIR"; exit 1; }
[[ $foundation == "2025b -28800" ]] || { echo "changed: Foundation has other rules than 2025b, or follows TZDIR"; exit 1; }
