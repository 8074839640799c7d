#!/usr/bin/env bash
# What tells a database's application and schema apart is not part of sqlite3's own copies of it, unless they copy pages.
#
# `.dump` is what manuals offer for moving a database, and `.clone` for saving one: tables, rows, indexes, triggers and views
# arrive, and application_id and user_version are 0, so the program whose file it is no longer knows it. `.backup` and
# VACUUM INTO keep both. Seen: sqlite3 3.40.1.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
numbers() { sqlite3 "$1" 'PRAGMA application_id; PRAGMA user_version; SELECT count(*) FROM notes' | paste -sd ' '; }
sqlite3 own.db 'PRAGMA application_id = 1182233968; PRAGMA user_version = 3; CREATE TABLE notes (a); INSERT INTO notes VALUES (1)'
sqlite3 own.db .dump | sqlite3 dumped.db
sqlite3 own.db '.clone cloned.db' >/dev/null
sqlite3 own.db '.backup saved.db' "VACUUM INTO 'vacuumed.db'"
sqlite3 --version | cut -d ' ' -f 1
status=0
while read -r name expected; do
  seen=$(numbers "$name.db")
  echo "$name: application_id, user_version, rows: $seen"
  [[ $seen == "${expected//,/ }" ]] || { echo "changed: it was ${expected//,/ }"; status=1; }
done <<'CASES'
own 1182233968,3,1
dumped 0,0,1
cloned 0,0,1
saved 1182233968,3,1
vacuumed 1182233968,3,1
CASES
exit $status
