#!/usr/bin/env python3
"""Every command that reads, by the program itself, on damaged and hostile stores: a sentence and a status, no signal, none
longer than 10 s; and what was merged from one leaves the own store sound.

    python3 -B Tests/Peers/damage.py PROGRAM [SEED [DAMAGED [HOSTILE]]]

Damage is random: bits, bytes, blocks of zeros, pages in the wrong place, ends cut off. Hostile stores hold cells that no
store has ever written, and schemas that mean something else under the same names.
"""

import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

SECONDS = 10
READING = [
    ["next"], ["agenda"], ["list"], ["show", "birch"], ["show", "birch", "--timeline"], ["why", "birch"], ["who", "jo"],
    ["employer", "birch"], ["script", "birch"], ["contact", "list"], ["search", "voicemail"], ["history", "birch"],
    ["conflicts"], ["status"], ["device"], ["setting"], ["undo", "--list"], ["verify"], ["doctor"],
    ["export"], ["export", "--format", "csv"], ["export", "--format", "ics"], ["export", "--format", "json"],
]
NUMBERS = [0, -1, 1 << 53, (1 << 63) - 1, -(1 << 63), 2, 1 << 31]
TEXTS = ["", "x", "{", '{"a"', "null", "\u0000", "9" * 400, "01a1fc76-3d2f-7b44-a651-5807512a91a5"]


class Wrong(Exception):
    pass


class Home:
    def __init__(self, program, folder):
        self.program = program
        self.environment = {
            "PATH": os.environ["PATH"], "HOME": folder, "XDG_DATA_HOME": folder + "/data", "TZ": "America/Chicago",
            "XDG_STATE_HOME": folder + "/state", "TMPDIR": folder, "NO_COLOR": "1", "FOLLOWUP_PAGER": "cat"}

    def run(self, *arguments):
        began = time.monotonic()
        try:
            done = subprocess.run(
                [self.program, "--no-input", *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                capture_output=True, timeout=3 * SECONDS)
        except subprocess.TimeoutExpired:
            raise Wrong(f"{arguments} did not end within {3 * SECONDS} s") from None
        return done, time.monotonic() - began

    def check(self, *arguments):
        done, seconds = self.run(*arguments)
        if done.returncode not in (0, 1, 3):
            raise Wrong(f"{arguments} ended with {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}")
        if done.returncode and not done.stderr.strip() and not done.stdout.strip():
            raise Wrong(f"{arguments} ended with {done.returncode} and no word")
        if seconds > SECONDS:
            raise Wrong(f"{arguments} took {seconds:.1f} s")

    def done(self, *arguments):
        done, _ = self.run(*arguments)
        if done.returncode:
            raise SystemExit(f"damage: {arguments}: {done.stderr.decode()}")


def sound(program, folder):
    """A store of three devices with all that commands look at, in one file."""
    home = Home(program, folder)
    store = folder + "/data/followup/followup.db"
    home.done("open", "Birch", "Dev", "--at", "2 weeks ago")
    home.done("contact", "add", "Jo Lee", "--app", "birch", "--phone", "212-555-0142")
    home.done("log", "interview", "birch", "--at", "last tue 10:00", "--contact", "jo")
    for number in range(40):
        home.done("log", "call", "birch", "voicemail", "--note", f"voicemail {number} " + "words " * 30)
    other = folder + "/other.db"
    home.done("--store", other, "merge", store)
    home.done("--store", other, "log", "note", "birch", "from elsewhere")
    home.done("merge", other)
    home.done("sync", folder + "/shared")
    with sqlite3.connect(store) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return pathlib.Path(store).read_bytes()


def spoil_bytes(data, chance):
    data = bytearray(data)
    size = len(data)
    for _ in range(chance.randint(1, 6)):
        kind = chance.randrange(5)
        at = chance.randrange(size)
        if kind == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            data[at:at + 8] = chance.randbytes(8)
        elif kind == 2:
            data[at:at + 512] = bytes(min(512, size - at))
        elif kind == 3 and size > 3 * 4096:
            one, two = (chance.randrange(1, size // 4096) * 4096 for _ in range(2))
            data[one:one + 4096], data[two:two + 4096] = data[two:two + 4096], data[one:one + 4096]
        elif kind == 4 and chance.random() < 0.2:
            del data[max(at, 1):]
            size = len(data)
    return bytes(data)


def spoil_cell(path, chance):
    database = sqlite3.connect(path)
    database.execute("PRAGMA ignore_check_constraints = ON")
    database.execute("PRAGMA writable_schema = ON")
    for name in [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]:
        database.execute("DELETE FROM sqlite_master WHERE name = ?", (name,))
    # Without STRICT a column takes a value of any kind.
    if chance.random() < 0.5:
        database.execute("UPDATE sqlite_master SET sql = replace(sql, ') STRICT', ')') WHERE type = 'table'")
    database.commit()
    database.close()
    database = sqlite3.connect(path)
    tables = [row[0] for row in database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%'")]
    for _ in range(chance.randint(1, 3)):
        table = chance.choice(tables)
        column = chance.choice([row[1] for row in database.execute(f"PRAGMA table_info({table})")])
        value = chance.choice([*NUMBERS, *TEXTS, None, b"", chance.randbytes(32), 1.5])
        try:
            database.execute(
                f"UPDATE OR REPLACE {table} SET {column} = ? WHERE rowid IN (SELECT rowid FROM {table} ORDER BY random() LIMIT 1)"
                if chance.random() < 0.5 else f"UPDATE OR REPLACE {table} SET {column} = ?", (value,))
        except sqlite3.Error:
            continue
    database.commit()
    database.close()


def spoil_schema(path, chance):
    table = chance.choice(["events", "chains", "waiting", "records", "survivors", "frontiers", "own_devices"])
    statement = chance.choice([
        "DROP TABLE {0}; CREATE VIEW {0} AS SELECT 1 AS id, 1 AS seq, x'00' AS hash, '' AS line, '' AS device",
        "DROP TABLE {0}; CREATE VIEW {0} AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id FROM n",
        "DROP TABLE {0}; CREATE TABLE {0} (id INTEGER PRIMARY KEY, other TEXT)",
        "DROP TABLE {0}",
        "CREATE TRIGGER one AFTER INSERT ON {0} BEGIN SELECT 1; END",
        "ALTER TABLE {0} ADD COLUMN more TEXT",
        "CREATE TABLE their_own (a); INSERT INTO their_own VALUES (1)",
        "PRAGMA user_version = 0", "PRAGMA application_id = 0", "PRAGMA user_version = 3",
    ])
    database = sqlite3.connect(path)
    try:
        database.executescript(statement.format(table))
    except sqlite3.Error:
        pass
    database.close()


def trial(program, folder, data, name, spoil):
    hostile, own = folder + "/hostile.db", folder + "/own.db"
    home = Home(program, folder)

    def lay():
        for suffix in ("", "-wal", "-shm", "-journal"):
            pathlib.Path(hostile + suffix).unlink(missing_ok=True)
        shutil.copyfile(folder + "/spoilt.db", hostile)

    pathlib.Path(folder + "/spoilt.db").write_bytes(data)
    spoil(folder + "/spoilt.db")
    runs = 0
    for command in READING:
        lay()
        home.check("--store", hostile, *command)
        runs += 1
    for suffix in ("", "-wal", "-shm"):
        pathlib.Path(own + suffix).unlink(missing_ok=True)
    home.done("--store", own, "open", "Oak", "Clerk")
    for command in (["merge", hostile], ["verify", hostile], ["restore", hostile, "--dry-run"]):
        lay()
        home.check("--store", own, *command) if command[0] != "restore" else home.run("--store", own, *command)
        runs += 1
    lay()
    home.check("--store", hostile, "doctor", "--salvage", folder + "/rescued.db")
    for suffix in ("", "-wal", "-shm"):
        pathlib.Path(folder + "/rescued.db" + suffix).unlink(missing_ok=True)
    done, _ = home.run("--store", own, "verify", "--json")
    if not json.loads(done.stdout or b"{}").get("sound"):
        raise Wrong(f"the own store is not sound any more: {done.stdout[-300:]}")
    return runs + 1


def main():
    program = os.path.abspath(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 32)
    damaged = int(sys.argv[3]) if len(sys.argv) > 3 else 1_000
    hostile = int(sys.argv[4]) if len(sys.argv) > 4 else 100
    wrong = runs = 0
    base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=base) as folder:
        data = sound(program, folder)
        for number in range(damaged + hostile):
            chance = random.Random(f"{seed} {number}")
            if number < damaged:
                spoil = lambda path: pathlib.Path(path).write_bytes(spoil_bytes(data, chance))
            else:
                spoil = lambda path: (spoil_cell if number % 3 else spoil_schema)(path, chance)
            try:
                runs += trial(program, folder, data, number, spoil)
            except Wrong as problem:
                wrong += 1
                print(f"damage: seed {seed}, store {number}: {problem}", flush=True)
    print(f"damage: {damaged} damaged and {hostile} hostile stores, {runs} commands, {wrong} wrong (seed {seed})")
    sys.exit(1 if wrong or not runs else 0)


if __name__ == "__main__":
    main()
