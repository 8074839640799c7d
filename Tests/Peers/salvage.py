#!/usr/bin/env python3
"""Holds `doctor --salvage` against SQLite's own `.recover`: over stores damaged by chance, every event that the other finds
and whose hash is an original's, ours finds too; nothing is found that was never written; and a log file brings the rest.

    Tests/Peers/salvage.py PROGRAM [ROUNDS [SEED]]
"""
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile

PROGRAM = os.path.realpath(sys.argv[1])
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 30
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1


def run(home, *arguments, statuses=(0,)):
    environment = {"PATH": os.environ["PATH"], "HOME": home, "TZ": "UTC"}
    done = subprocess.run([PROGRAM, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode not in statuses:
        raise SystemExit(f"peers: followup {' '.join(arguments)}: status {done.returncode}\n" + done.stderr.decode())
    return done.stdout


def log(seed, count):
    """Three devices' events, some of them longer than a page."""
    chance = random.Random(seed)
    lines, heads = [], {}
    devices = [f"70000000-0000-7000-8000-00000000000{n}" for n in "123"]
    for number in range(count):
        device = chance.choice(devices)
        seq, prev = heads.get(device, (0, "0" * 64))
        text = "x" * chance.choice([10, 80, 400, 3000, 5000, 20000] if chance.random() < 0.1 else [10, 80, 200])
        event = {
            "device": device, "hlc": f"2026-11-20T10:{number // 60 % 60:02}:{number % 60:02}.000Z-0000", "prev": prev,
            "record": f"70000000-0000-7000-9000-{chance.randrange(40):012}", "seq": seq + 1,
            "set": {"n": number, "text": text, "type": "note"}, "v": 1,
        }
        line = json.dumps(event, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
        heads[device] = (seq + 1, hashlib.sha256(line).hexdigest())
        lines.append(line)
    return lines


def damage(path, chance):
    with open(path, "rb") as file:
        data = bytearray(file.read())
    kind = chance.choice(["header", "spots", "pages", "cut", "schema"])
    if kind == "header":
        data[:100] = chance.randbytes(100)
    elif kind == "schema":
        data[100:4096] = chance.randbytes(3996)
    elif kind == "cut":
        del data[chance.randrange(len(data) // 3, len(data)):]
    else:
        for _ in range(chance.randint(1, 20)):
            start = chance.randrange(len(data))
            size = chance.randint(1, 60)
            if kind == "pages":
                start, size = start // 4096 * 4096, 4096
            data[start:start + size] = chance.choice([bytes(size), chance.randbytes(size)])
    with open(path, "wb") as file:
        file.write(data)
    return kind


def recovered(path, place):
    """The lines that SQLite's own tool finds, in whatever table it puts them."""
    done = subprocess.run(["sqlite3", path, ".recover"], capture_output=True, cwd=place)
    other = os.path.join(place, "recovered.db")
    subprocess.run(["sqlite3", other], input=done.stdout, capture_output=True)
    found = set()
    tables = subprocess.run(["sqlite3", other, "SELECT name FROM sqlite_master WHERE type = 'table'"],
                            capture_output=True, text=True).stdout.split()
    for table in tables:
        columns = subprocess.run(["sqlite3", other, f"SELECT name FROM pragma_table_info('{table}')"],
                                 capture_output=True, text=True).stdout.split()
        for column in columns:
            out = subprocess.run(["sqlite3", other, f'SELECT "{column}" FROM "{table}"'], capture_output=True).stdout
            found.update(line for line in out.split(b"\n") if line.startswith(b'{"device":"'))
    return found


def main():
    ours = theirs = total = 0
    for seed in range(SEED, SEED + ROUNDS):
        with tempfile.TemporaryDirectory(prefix="followup-peers-") as place:
            chance = random.Random(seed)
            lines = log(seed, 400)
            with open(os.path.join(place, "log.jsonl"), "wb") as file:
                file.write(b"\n".join(lines) + b"\n")
            sick, new = os.path.join(place, "sick.db"), os.path.join(place, "new.db")
            run(place, "merge", os.path.join(place, "log.jsonl"), "--store", sick)
            digest = json.loads(run(place, "status", "--json", "--store", sick))["digest"]
            kind = damage(sick, chance)
            with open(sick, "rb") as file:
                before = file.read()
            written = set(lines)
            other = recovered(sick, place) & written
            run(place, "doctor", "--salvage", new, "--store", sick, "--json", statuses=(0, 1, 3))
            rescued = set()
            if os.path.exists(new):
                for table in ("events", "waiting"):
                    out = subprocess.run(["sqlite3", new, f"SELECT line FROM {table}"], capture_output=True).stdout
                    rescued.update(out.rstrip(b"\n").split(b"\n") if out else [])
            with open(sick, "rb") as file:
                if file.read() != before:
                    raise SystemExit(f"peers: seed {seed}: the damaged store was written to")
            if rescued - written:
                raise SystemExit(f"peers: seed {seed} ({kind}): {len(rescued - written)} events that were never written")
            if other - rescued:
                raise SystemExit(f"peers: seed {seed} ({kind}): .recover finds {len(other - rescued)} more events")
            ours, theirs, total = ours + len(rescued), theirs + len(other), total + len(written)
            if os.path.exists(new):
                run(place, "merge", os.path.join(place, "log.jsonl"), "--store", new)
                if json.loads(run(place, "status", "--json", "--store", new))["digest"] != digest:
                    raise SystemExit(f"peers: seed {seed} ({kind}): with the rest merged the state is another one")
                run(place, "verify", "--store", new)
    print(f"peers: of {total} events in {ROUNDS} damaged stores, doctor --salvage rescued {ours}, sqlite3 .recover {theirs}")
    if theirs == 0:
        print("peers: this sqlite3 cannot .recover such a store at all, so nothing was compared with it")


main()
