#!/usr/bin/env python3
"""Fails system calls of the real program, one at a time, and looks at what is left.

    faults.py PROGRAM [--each N] [--only COMMAND…] [--exactly COMMAND…] [--write docs/RELIABILITY.md]

Each command is run once under `strace` to count its calls. Then, for each call in turn, the store is put back as it was, the
command is run with that one call made to fail, and it is held that

- the program ended by itself, and said why when it did not do what it was asked;
- the store verifies, and holds every event that was acknowledged before, and the new one if it was acknowledged now;
- the same command then completes, and the store (and the shared folder, for another laptop) verifies again.

`short` is a write that takes nothing or only a part: `0` returned once, and a limit on the size of files, at which the kernel
itself cuts a write short and refuses the next one. With --each N at most so many calls of a kind are failed, spread evenly.
Exit status: 0 when everything held, 1 when something did not, 77 when strace is not there or may not trace.
"""

import argparse
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
STORIES = HERE.parent.parent / "Fixtures" / "stories"
CALLS = {
    "write": ["EIO", "ENOSPC", "short"],
    "pwrite64": ["EIO", "ENOSPC", "short"],
    "fsync": ["EIO"],
    "fdatasync": ["EIO"],
    "rename": ["EIO", "ENOSPC"],
    "openat": ["EIO", "ENOSPC"],
    "ftruncate": ["EIO"],
    "unlink": ["EIO"],
}
#: What the kernel may call it, depending on the machine.
NAMES = {"rename": "/^rename(at2?)?$", "openat": "/^open(at)?$", "unlink": "/^unlink(at)?$"}


class Home:
    """One laptop: a folder with its own store, put back before each fault. The folder's path never changes, for a store
    that turns up elsewhere writes as another device."""

    def __init__(self, program, folder, name):
        self.program = program
        self.folder = folder / name
        self.folder.mkdir()
        self.environment = {
            "HOME": str(self.folder), "XDG_DATA_HOME": f"{self.folder}/data", "XDG_STATE_HOME": f"{self.folder}/state",
            "XDG_CONFIG_HOME": f"{self.folder}/config", "TZ": "America/Chicago", "PATH": os.environ.get("PATH", ""),
        }

    def run(self, *arguments, tracer=(), limit=None):
        def before():
            if limit is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

        return subprocess.run(
            [*tracer, self.program, *arguments], env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, errors="replace", timeout=120,
            preexec_fn=before if limit is not None else None)

    def done(self, *arguments):
        result = self.run(*arguments)
        if result.returncode != 0:
            raise Broken(f"followup {' '.join(arguments)}: status {result.returncode}: {result.stderr.strip()}")
        return result.stdout

    def has_store(self):
        return (self.folder / "data/followup/followup.db").exists()

    def log(self):
        return set(self.done("export").splitlines()) if self.has_store() else set()

    def verify(self):
        if self.has_store():
            self.done("verify")


class Broken(Exception):
    """Something that must hold does not."""


class Scenario:
    """A command, what it starts from, and what shows that it was done."""

    def __init__(self, name, arguments, prepare, shows=None, other=False):
        self.name = name
        self.arguments = arguments
        self.prepare = prepare
        self.shows = shows
        #: Whether another laptop reads the shared folder afterwards.
        self.other = other


def story(name):
    return str(next(STORIES.glob(f"{name}-*.jsonl")))


def used(home):
    home.done("open", "Acme Insurance", "Claims associate")
    home.done("log", "note", "acme", "the first note")


def synced(home):
    used(home)
    home.done("sync", "shared")


def full(home):
    """63 events of a block of 64 are in the folder, in many small files."""
    home.done("open", "Acme Insurance", "Claims associate")
    home.done("sync", "shared")
    while True:
        home.done("log", "note", "acme", "note")
        if home.log_count() % 3 == 0 or home.log_count() > 60:
            home.done("sync")
        if home.log_count() == 63:
            return


def log_count(self):
    return len(self.log())


Home.log_count = log_count


def rolled(home):
    full(home)
    home.done("log", "note", "acme", "the last of the block")
    home.done("sync")


def to_merge(home):
    used(home)
    home.done("merge", story("s1"))


def backed_up(home):
    used(home)
    home.done("backup", "backups")
    home.done("log", "note", "acme", "after the backup")


def to_import(home):
    used(home)
    (home.folder / "table.csv").write_text(
        "company,role,applied\nLarkspur Mutual,Adjuster,2026-10-01\nNorth Shore Freight,Dispatcher,2026-10-05\n")


def contains(text):
    return lambda home: any(text in line for line in home.log())


def is_whole(path, ending):
    def check(home):
        content = (home.folder / path).read_text()
        return content.endswith(ending)
    return check


def scenarios():
    note = "the note that fails"
    return [
        Scenario("append", ["log", "note", "acme", note], used, contains(note)),
        Scenario("append, into no store", ["open", "Larkspur Mutual", "Adjuster"], lambda home: None,
                 contains("Larkspur")),
        Scenario("merge", ["merge", story("s0")], to_merge, contains("Marisol Vega")),
        Scenario("merge, into no store", ["merge", story("s0")], lambda home: None, contains("Marisol Vega")),
        Scenario("sync", ["sync"], lambda home: (synced(home), home.done("log", "note", "acme", note)),
                 other=True),
        Scenario("sync, the first", ["sync", "shared"], used, other=True),
        Scenario("roll-up", ["sync"], lambda home: (full(home), home.done("log", "note", "acme", "last")), other=True),
        Scenario("roll-up, tidying", ["sync"], rolled, other=True),
        Scenario("backup", ["backup", "backups", "--keep-last", "2"], backed_up),
        Scenario("restore", ["restore", "backups/first.db"],
                 lambda home: (backed_up(home), next((home.folder / "backups").glob("*.db")).rename(
                     home.folder / "backups/first.db"))),
        Scenario("import", ["import", "table.csv", "--yes"], to_import, contains("Larkspur")),
        Scenario("undo", ["undo"], used, contains('"text":null')),
        Scenario("export -o", ["export", "-o", "log.jsonl"], lambda home: (used(home), home.done(
            "export", "-o", "log.jsonl"), home.done("log", "note", "acme", note)), is_whole("log.jsonl", "}\n")),
        Scenario("rebuild", ["rebuild"], used),
    ]


def calls(home, scenario, trace):
    """The calls of a clean run: for each kind the numbers of those that are the program's own, and their words."""
    kinds = [NAMES.get(call, call) for call in CALLS]
    result = home.run(
        *scenario.arguments, tracer=["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(trace), "-e", "trace=" + ",".join(kinds)])
    if result.returncode != 0:
        raise Broken(f"{scenario.name}: a clean run ended with {result.returncode}: {result.stderr.strip()}")
    found = {call: [] for call in CALLS}
    numbers = {}
    for line in trace.read_text(errors="replace").splitlines():
        match = re.match(r"(\d+) +(\w+)\(", line)
        if not match:
            continue
        thread, name = match.groups()
        call = next(
            (c for c in CALLS if re.fullmatch(NAMES[c][1:] if c in NAMES else c, name)), None)
        if call is None:
            continue
        numbers[thread, name] = numbers.get((thread, name), 0) + 1
        # What the loader opens is not the program's.
        if call == "openat" and (str(home.folder) not in line and '"' + str(home.folder) not in line) \
                and not re.search(r'"(shared|backups|log\.jsonl|table\.csv)', line):
            continue
        found[call].append((numbers[thread, name], name))
    return {call: sorted(set(values)) for call, values in found.items()}


def spread(values, each):
    if each is None or len(values) <= each:
        return values
    return [values[round(i * (len(values) - 1) / max(1, each - 1))] for i in range(each)]


class Faults:
    def __init__(self, arguments, folder):
        self.program = str(pathlib.Path(arguments.program).resolve())
        self.each = arguments.each
        self.only = arguments.only
        self.exactly = arguments.exactly
        self.folder = folder
        self.rows = []
        self.broken = []

    def run(self):
        names = self.done_help()
        for scenario in scenarios():
            verb = scenario.arguments[0]
            if self.only and not any(scenario.name.startswith(name) for name in self.only):
                continue
            if self.exactly and scenario.name not in self.exactly:
                continue
            if verb not in names:
                print(f"{scenario.name}: this program has no command {verb}; left out")
                continue
            self.scenario(scenario)

    def done_help(self):
        text = subprocess.run([self.program, "help"], stdout=subprocess.PIPE, text=True, check=True).stdout
        return set(re.findall(r"^  ([a-z]+)", text, re.M))

    def scenario(self, scenario):
        shutil.rmtree(self.folder / "home", ignore_errors=True)
        shutil.rmtree(self.folder / "former", ignore_errors=True)
        home = Home(self.program, self.folder, "home")
        # A folder that is there, as a mounted drive is.
        (home.folder / "shared").mkdir()
        scenario.prepare(home)
        before = home.log()
        shutil.copytree(home.folder, self.folder / "former", symlinks=True)
        found = calls(home, scenario, self.folder / "trace")
        for call, faults in CALLS.items():
            for fault in faults:
                values = found[call]
                chosen = spread(values, self.each)
                outcomes = {}
                for number, name in chosen:
                    value = "retval=0" if fault == "short" else f"error={fault}"
                    tracer = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", str(self.folder / "trace"), "-e", f"trace={name}",
                              "-e", f"inject={name}:{value}:when={number}"]
                    outcome = self.one(home, scenario, before, f"{name} {number} {fault}", tracer=tracer)
                    outcomes[outcome] = outcomes.get(outcome, 0) + 1
                self.note(scenario, call, fault, len(values), outcomes)
        # The kernel cuts the write that crosses the limit short.
        sizes = sorted({size + step for size in [0, 4096, 32768, 40000, 65536, 98304, 131072, 200000]
                        for step in (0, 1000, 4100)})
        outcomes = {}
        for limit in spread(sizes, self.each):
            outcome = self.one(home, scenario, before, f"limit {limit}", limit=limit)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
        self.note(scenario, "any write", "a limit of size", len(sizes), outcomes)

    def note(self, scenario, call, fault, count, outcomes):
        if not outcomes:
            return
        self.rows.append((scenario.name, call, fault, count, outcomes))
        words = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        print(f"{scenario.name}: {call} {fault}: {words} (of {count} calls)", flush=True)

    def one(self, home, scenario, before, what, tracer=(), limit=None):
        """One fault. Returns its outcome in a word."""
        shutil.rmtree(home.folder, ignore_errors=True)
        shutil.copytree(self.folder / "former", home.folder, symlinks=True)
        try:
            result = home.run(*scenario.arguments, tracer=tracer, limit=limit)
            if tracer and "(INJECTED)" not in (self.folder / "trace").read_text(errors="replace"):
                return "not met"
            self.judge(home, scenario, before, result)
            return "refused" if result.returncode != 0 else "done"
        except (Broken, subprocess.TimeoutExpired) as problem:
            self.broken.append(f"{scenario.name}, {what}: {problem}")
            print("BROKEN", self.broken[-1], flush=True)
            return "BROKEN"

    def judge(self, home, scenario, before, result):
        said = result.stderr.strip()
        if result.returncode not in (0, 1, 3):
            raise Broken(f"it ended with {result.returncode}: {said[:500]}")
        if result.returncode != 0 and not said and "write" not in " ".join(scenario.arguments):
            raise Broken(f"status {result.returncode} and not a word")
        if any(word in said for word in ("Fatal error", "Swift/", "Stack dump", "Crash")):
            raise Broken(f"it trapped: {said[:500]}")
        if len(said.splitlines()) > 4:
            raise Broken(f"many words: {said[:800]}")
        home.verify()
        after = home.log()
        if not before <= after:
            raise Broken(f"{len(before - after)} acknowledged events are gone")
        if result.returncode == 0 and scenario.shows and not scenario.shows(home):
            raise Broken("it was acknowledged, and it is not there")
        again = home.run(*scenario.arguments)
        if again.returncode != 0:
            raise Broken(f"again: status {again.returncode}: {again.stderr.strip()[:500]} (before: {said[:300]})")
        home.verify()
        if scenario.shows and not scenario.shows(home):
            raise Broken("it was done again, and it is not there")
        if not after <= home.log():
            raise Broken("doing it again lost an event")
        if scenario.other:
            self.other(home)

    def other(self, home):
        """Another laptop takes the folder in and comes to the same state; leftovers do not disturb it."""
        shutil.rmtree(self.folder / "other", ignore_errors=True)
        other = Home(self.program, self.folder, "other")
        home.done("verify", "shared")
        other.done("merge", f"{home.folder}/shared")
        states = [json.loads(one.done("status", "--json"))["digest"] for one in (home, other)]
        if states[0] != states[1]:
            raise Broken("the shared folder gives another state")

    def table(self):
        lines = ["| Command | Call | Fault | Calls | Failed | Refused, with a sentence | Done all the same |",
                 "| --- | --- | --- | --: | --: | --: | --: |"]
        for name, call, fault, count, outcomes in self.rows:
            met = sum(number for outcome, number in outcomes.items() if outcome != "not met")
            lines.append(
                f"| {name} | {call} | {fault} | {count} | {met} | {outcomes.get('refused', 0)} | "
                f"{outcomes.get('done', 0)} |")
        total = sum(n for row in self.rows for o, n in row[4].items() if o != "not met")
        lines += ["", f"{total} faults; {len(self.broken)} of them left something that does not hold."]
        return "\n".join(lines)


def can_trace():
    if not shutil.which("strace"):
        return False
    try:
        result = subprocess.run(
            ["strace", "-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=write", "-e", "inject=write:error=EIO:when=999",
             "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0


def write(path, table):
    text = pathlib.Path(path).read_text()
    start, end = "<!-- faults: begin -->", "<!-- faults: end -->"
    before, rest = text.split(start)
    pathlib.Path(path).write_text(f"{before}{start}\n{table}\n{end}{rest.split(end)[1]}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--each", type=int, help="at most so many calls of a kind")
    parser.add_argument("--only", nargs="*", help="only the commands that begin so")
    parser.add_argument("--exactly", nargs="*", help="only these commands")
    parser.add_argument("--write", help="the page whose table is written anew")
    arguments = parser.parse_args()
    if not can_trace():
        print("skipped: strace is not here, or may not trace on this machine")
        return 77
    # In memory where that can be: the calls are the same, and none of them waits for a disk.
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="followup-faults-", dir=memory) as folder:
        faults = Faults(arguments, pathlib.Path(folder).resolve())
        faults.run()
    table = faults.table()
    print(table.splitlines()[-1])
    if arguments.write and not faults.broken:
        write(arguments.write, table)
    for line in faults.broken:
        print(f"BROKEN {line}", file=sys.stderr)
    return 1 if faults.broken else 0


if __name__ == "__main__":
    sys.exit(main())
