"""Laptops for the peers that carry a shared folder: the program with a home of its own, what it recorded, and what is
promised of all of them in the end."""
import json
import os
import shutil
import subprocess
import tempfile
import time


class Failed(Exception):
    """What is promised does not hold."""


def check(condition, words):
    if not condition:
        raise Failed(words)


class Laptop:
    """One home directory: a store, its state, and its side of the shared folder."""

    def __init__(self, program, place, name):
        self.program, self.name = program, name
        self.home = os.path.join(place, name)
        self.folder = os.path.join(self.home, "followup-folder")
        self.notes = []
        self.syncs = 0
        os.makedirs(self.home)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.home, "TZ": "UTC", "LC_ALL": "C.UTF-8"}

    def run(self, *arguments, statuses=(0,)):
        done = subprocess.run([self.program, *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=120)
        check(done.returncode in statuses,
              f"{self.name}: followup {' '.join(arguments)}: status {done.returncode}, expected {statuses}\n"
              + done.stdout.decode(errors="replace") + done.stderr.decode(errors="replace"))
        return done.stdout

    def begin(self):
        self.run("device", f"{self.name} laptop")
        self.run("open", f"{self.name} Insurance", "Swift engineer")

    def note(self):
        """Records one more thing, which has to be on every laptop in the end."""
        words = f"{self.name} note {len(self.notes) + 1}"
        self.run("log", "note", self.name, words)
        self.notes.append(words)

    def sync(self, statuses=(0,)):
        self.syncs += 1
        return json.loads(self.run("sync", self.folder, "--json", statuses=statuses))

    def status(self):
        return json.loads(self.run("status", "--json"))

    def events(self):
        return self.run("export", "--format", "log").splitlines()

    def files(self):
        """Path and bytes of what is in the folder, without what the carrier keeps there for itself."""
        found = {}
        for parent, directories, names in os.walk(self.folder):
            directories[:] = [name for name in directories if not name.startswith(".")]
            for name in names:
                if not name.startswith("."):
                    path = os.path.join(parent, name)
                    with open(path, "rb") as file:
                        found[os.path.relpath(path, self.folder)] = file.read()
        return found


def is_quiet(report):
    """Whether a sync found and did nothing."""
    return all(report[key] == 0 for key in (
        "new", "published", "healed", "postponed", "rolled_up", "removed", "waiting", "bytes_written", "files_read"))


def hold(laptops):
    """What is promised once all have met: the same events and state, nothing lost, nothing waiting, all of it whole."""
    statuses = [laptop.status() for laptop in laptops]
    check(len({status["digest"] for status in statuses}) == 1, f"the digests differ: {statuses}")
    logs = [sorted(laptop.events()) for laptop in laptops]
    for laptop, status, log in zip(laptops, statuses, logs):
        check(log == logs[0], f"{laptop.name} has other events than {laptops[0].name}")
        check(status["waiting"] == 0, f"{laptop.name}: {status['waiting']} lines wait")
        texts = {json.loads(line)["set"].get("text") for line in log}
        missing = [note for other in laptops for note in other.notes if note not in texts]
        check(not missing, f"{laptop.name} lacks {missing}")
        laptop.run("verify")
        laptop.run("verify", laptop.folder)
        # Each log is O(log n) files; 1,000 events are promised to be at most 40.
        segments = [path for path in laptop.files() if path.startswith("log/")]
        check(len(segments) <= 20 * len(laptops), f"{laptop.name}: {len(segments)} segments for {len(log)} events")
    return len(logs[0])


class Deadline:
    """So long a peer may take in all, for a machine that is slow."""

    def __init__(self, seconds):
        self.end = time.monotonic() + seconds

    def until(self, words, condition, pause=0.3):
        while not condition():
            check(time.monotonic() < self.end, f"in time did not come: {words}")
            time.sleep(pause)

    @property
    def is_over(self):
        return time.monotonic() >= self.end


def play(name, story):
    """Runs a story in a place of its own that is removed afterwards."""
    place = tempfile.mkdtemp(prefix="followup-peers.")
    try:
        print(f"peers: {name}: {story(place)}")
    except Failed as failure:
        raise SystemExit(f"peers: {name}: {failure}")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def require(command):
    if shutil.which(command) is None:
        raise SystemExit(f"peers: there is no command {command}; make peers installs it where there is apt-get, and "
                         "elsewhere install it with the machine's own package manager")
