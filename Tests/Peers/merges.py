#!/usr/bin/env python3
"""Holds the program against the second reader (reader.py): over every golden merge and every story, whole and in other
orders, both must come to the same state, conflicts and numbers; and what the program writes, the reader reads.

    Tests/Peers/merges.py PROGRAM
"""
import glob
import hashlib
import json
import os
import subprocess
import sys
import tempfile

import reader

PROGRAM = os.path.realpath(sys.argv[1])
os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
failures = 0
checked = 0


def run(store, *arguments, statuses=(0,)):
    """What the program prints, with a store and a home of its own."""
    home = os.path.dirname(store)
    environment = {"PATH": os.environ["PATH"], "HOME": home, "TZ": "UTC"}
    done = subprocess.run(
        [PROGRAM, "--store", store, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    if done.returncode not in statuses:
        raise SystemExit(f"peers: followup {' '.join(arguments)}: status {done.returncode}, expected {statuses}\n"
                         + done.stderr.decode(errors="replace"))
    return done.stdout


def same(what, program, peer):
    global failures, checked
    checked += 1
    if program != peer:
        failures += 1
        print(f"peers: {what} differs\n  program: {program!r}\n  reader:  {peer!r}")


def compare(name, store, log):
    """A store against what the second reader makes of the same lines."""
    report = json.loads(log.report())
    status = json.loads(run(store, "status", "--json"))
    state = b"".join(line.encode() + b"\n" for line in log.state_lines())
    same(f"{name}: state", run(store, "export", "--format", "state"), state)
    same(f"{name}: digest", status["digest"], hashlib.sha256(state).hexdigest())
    for key, peer in (("events", "accepted"), ("waiting", "waiting"), ("opaque", "opaque")):
        same(f"{name}: {key}", status[key], report[peer])
    same(f"{name}: number of conflicts", status["conflicts"], len(report["conflicts"]))
    heads = {device["device"]: sorted(head["hash"] for head in device["heads"]) for device in status["devices"]}
    same(f"{name}: heads", heads, report["heads"])
    conflicts = [
        {key: conflict[key] for key in ("field", "others", "record", "value")}
        for conflict in json.loads(run(store, "conflicts", "--json"))["conflicts"]]
    same(f"{name}: conflicts", conflicts, report["conflicts"])

    # What the program passes on comes to the same once more.
    exported = os.path.join(os.path.dirname(store), "exported.jsonl")
    with open(exported, "wb") as file:
        file.write(run(store, "export", "--format", "log"))
    again = json.loads(reader.Log([exported]).report())
    for key in ("accepted", "digest", "heads", "conflicts"):
        same(f"{name}: exported {key}", again[key], report[key])
    same(f"{name}: what was exported has nothing bad", (again["malformed"], again["refused"], again["waiting"]), (0, 0, 0))
    run(store, "verify")


def merge(name, folder, files, statuses, together=True):
    store = os.path.join(tempfile.mkdtemp(dir=folder), "store.db")
    for part in [files] if together else [[file] for file in files]:
        run(store, "merge", *part, statuses=statuses)
    compare(name, store, reader.Log(files))


def upside_down(folder, files):
    """The same lines, last one first: everything waits before it is accepted."""
    lines = []
    for file in files:
        with open(file, "rb") as content:
            lines += [line for line in content.read().split(b"\n") if line]
    path = os.path.join(tempfile.mkdtemp(dir=folder), "upside-down.jsonl")
    with open(path, "wb") as file:
        file.write(b"\n".join(reversed(lines)))
    return [path]


def golden(folder):
    for case in sorted(glob.glob("Fixtures/golden/merges/*/")):
        name = os.path.basename(os.path.dirname(case))
        files = sorted(file for file in glob.glob(case + "*.jsonl") if not file.endswith("/state.jsonl"))
        with open(case + "expected.json", "rb") as expected:
            same(f"{name}: the reader itself", reader.Log(files).report().encode() + b"\n", expected.read())
        log = reader.Log(files)
        # One file by itself may be refused nothing yet; the whole must say it.
        statuses = (3,) if log.malformed_count or log.refused else (0,)
        merge(name, folder, files, statuses)
        merge(name + ", one by one", folder, files, (0, 3), together=False)
        merge(name + ", one by one from the last", folder, files[::-1], (0, 3), together=False)
        merge(name + ", upside down", folder, upside_down(folder, files), (0, 3))


def stories(folder):
    for story in sorted(glob.glob("Fixtures/stories/*.jsonl")):
        name = os.path.basename(story)
        merge(name, folder, [story], (0,))
        merge(name + ", upside down", folder, upside_down(folder, [story]), (0,))


def written(folder):
    """Two stores that the program writes itself, merged both ways and edited after it."""
    stores = [os.path.join(tempfile.mkdtemp(dir=folder), "store.db") for _ in range(2)]
    files = [os.path.join(os.path.dirname(store), "log.jsonl") for store in stores]

    def export():
        for store, file in zip(stores, files):
            run(store, "export", "--format", "log", "-o", file)

    run(stores[0], "open", "Acme Insurance", "Customer service rep")
    run(stores[0], "log", "call", "acme", "voicemail")
    export_first = run(stores[0], "export", "--format", "log")
    with open(files[0], "wb") as file:
        file.write(export_first)
    run(stores[1], "merge", files[0])
    run(stores[0], "edit", "acme", "location=Berlin", "source=a friend")
    run(stores[1], "edit", "acme", "location=Hamburg")
    for round, store in enumerate((None, stores[0])):
        if store:
            # It has seen both, so it settles; the note holds what a spelling can get wrong.
            run(store, "edit", "acme", "location=Köln \"Süd\" \\ \t\u2028\U0001f600")
        export()
        for one, other in ((0, 1), (1, 0)):
            run(stores[one], "merge", files[other])
        export()
        log = reader.Log(files)
        same(f"written, round {round}: refused or malformed", (log.malformed_count, len(log.refused)), (0, 0))
        same(f"written, round {round}: conflicts", len(list(log.conflicts())), 1 - round)
        for number, store in enumerate(stores):
            compare(f"written, round {round}, store {number}", store, log)


with tempfile.TemporaryDirectory(prefix="followup-peers.") as folder:
    golden(folder)
    stories(folder)
    written(folder)
print(f"peers: {checked} comparisons, {failures} differ")
sys.exit(1 if failures else 0)
