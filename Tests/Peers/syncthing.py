#!/usr/bin/env python3
"""Two real Syncthing instances carry a shared folder between two laptops that both write all the time. One instance is
stopped in the middle and started again. Then one segment is damaged on both sides in different ways while they are
apart, so that Syncthing makes a conflict file. In the end nothing is lost and both are the same.

The instances talk on loopback alone: no discovery, no relays, no reports.

    Tests/Peers/syncthing.py PROGRAM
"""
import glob
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from laptops import Deadline, Failed, Laptop, check, hold, is_quiet, play, require

KEY = "peers"
CONFIGURATION = """\
<configuration version="35">
  <folder id="followup" label="followup" path="{path}" type="sendreceive" rescanIntervalS="60" fsWatcherEnabled="true"
    fsWatcherDelayS="1" ignorePerms="false" autoNormalize="true">
    {devices}
    <maxConflicts>-1</maxConflicts>
  </folder>
  {peers}
  <gui enabled="true" tls="false"><address>127.0.0.1:{gui}</address><apikey>{key}</apikey></gui>
  <options>
    <listenAddress>tcp://127.0.0.1:{port}</listenAddress>
    <globalAnnounceEnabled>false</globalAnnounceEnabled>
    <localAnnounceEnabled>false</localAnnounceEnabled>
    <relaysEnabled>false</relaysEnabled>
    <natEnabled>false</natEnabled>
    <reconnectionIntervalS>2</reconnectionIntervalS>
    <startBrowser>false</startBrowser>
    <urAccepted>-1</urAccepted>
    <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
    <crashReportingEnabled>false</crashReportingEnabled>
    <stunKeepaliveStartS>0</stunKeepaliveStartS>
  </options>
</configuration>
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Instance:
    """One Syncthing, with a home of its own."""

    def __init__(self, place, laptop):
        self.home = os.path.join(place, f"syncthing-{laptop.name}")
        self.laptop = laptop
        self.gui, self.port = free_port(), free_port()
        self.process = None
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.home, "STNOUPGRADE": "1", "STNORESTART": "1"}
        self.quietly("generate", f"--home={self.home}")
        self.id = self.quietly("serve", f"--home={self.home}", "--device-id").strip()

    def quietly(self, *arguments):
        done = subprocess.run(["syncthing", *arguments], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=60)
        check(done.returncode == 0, f"syncthing {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def configure(self, instances):
        with open(os.path.join(self.home, "config.xml"), "w") as file:
            file.write(CONFIGURATION.format(
                path=self.laptop.folder, gui=self.gui, port=self.port, key=KEY,
                devices="".join(f'<device id="{one.id}"/>' for one in instances),
                peers="".join(f'<device id="{one.id}" name="{one.laptop.name}" compression="never">'
                              f"<address>tcp://127.0.0.1:{one.port}</address></device>" for one in instances)))

    def start(self):
        with open(os.path.join(self.home, "syncthing.log"), "ab") as log:
            self.process = subprocess.Popen(
                ["syncthing", "serve", f"--home={self.home}", "--no-browser", "--no-restart"], env=self.environment,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def ask(self, path, method="GET"):
        """What the REST API answers; nothing while it is not up."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.gui}/rest/{path}", method=method,
                                         headers={"X-API-Key": KEY})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise Failed(f"Syncthing answers {error.code} to {path}: {error.read().decode(errors='replace')}")
        except (OSError, json.JSONDecodeError):
            check(self.process is None or self.process.poll() is None, f"Syncthing ended by itself:\n{self.log()}")
            return None

    def scan(self):
        self.ask("db/scan?folder=followup", "POST")

    def status(self):
        return self.ask("db/status?folder=followup") or {}

    def log(self):
        with open(os.path.join(self.home, "syncthing.log"), errors="replace") as file:
            return "".join(file.readlines()[-20:])


def is_carried(instances):
    """Whether all of them are up, connected and idle, and have what the others have."""
    for one in instances:
        one.scan()
    for one in instances:
        connections = (one.ask("system/connections") or {}).get("connections", {})
        if not any(connection.get("connected") for connection in connections.values()):
            return False
        status = one.status()
        if status.get("state") != "idle" or status.get("needTotalItems", 1) or status.get("pullErrors", 0):
            return False
    files = [one.laptop.files() for one in instances]
    return all(other == files[0] for other in files)


def meet(instances, laptops, deadline):
    """Carries and syncs until nobody finds anything new."""
    rounds = 0
    while True:
        deadline.until("Syncthing carries everything", lambda: is_carried(instances))
        rounds += 1
        if all([is_quiet(laptop.sync()) for laptop in laptops]) and is_carried(instances):
            return rounds
        check(not deadline.is_over, f"the laptops are not quiet after {rounds} rounds")


class Writer(threading.Thread):
    """One laptop that records and syncs until it has recorded so much, whatever the others do."""

    def __init__(self, laptop, count):
        super().__init__()
        self.laptop, self.count, self.failure = laptop, count, None

    def run(self):
        try:
            for number in range(self.count):
                self.laptop.note()
                if number % 2:
                    self.laptop.sync()
                time.sleep(0.15)
        except Exception as failure:  # whatever it was, it is told by the main thread
            self.failure = failure


def damage(path, change):
    with open(path, "rb") as file:
        content = file.read()
    with open(path, "wb") as file:
        file.write(change(content))


def conflict(instances, laptops, deadline):
    """Damages one segment in two ways while the sides are apart: what Syncthing keeps of the loser is a conflict file."""
    instances[1].stop()
    segment = max((path for path in laptops[0].files() if path.startswith("log/")),
                  key=lambda path: len(laptops[0].files()[path]))
    check(segment in laptops[1].files(), f"{segment} is not on both sides")
    damage(os.path.join(laptops[0].folder, segment), lambda content: content[:len(content) // 2])
    damage(os.path.join(laptops[1].folder, segment), lambda content: content[:len(content) // 3] + b"\0" * 99)
    instances[0].scan()
    instances[1].start()

    def made():
        for one in instances:
            one.scan()
        return any(glob.glob(os.path.join(laptop.folder, "log", "*", "*.sync-conflict-*")) for laptop in laptops)

    deadline.until("Syncthing makes a conflict file", made)
    # The damage needs a person's eye until it is healed, and a damaged copy for as long as it is there.
    healed = 0
    while True:
        deadline.until("Syncthing carries the conflict", lambda: is_carried(instances))
        reports = [laptop.sync(statuses=(0, 3)) for laptop in laptops]
        healed += sum(report["healed"] for report in reports)
        if all(report["bytes_written"] == 0 and report["removed"] == 0 for report in reports) and \
                is_carried(instances):
            break
        check(not deadline.is_over, "the laptops do not come to rest after the conflict")
    check(healed > 0, "nobody healed the damaged segment")
    for laptop in laptops:
        for path in glob.glob(os.path.join(laptop.folder, "log", "*", "*.sync-conflict-*")):
            os.remove(path)
    meet(instances, laptops, deadline)


def story(place):
    deadline = Deadline(300)
    laptops = [Laptop(program, place, name) for name in ("Kitchen", "Travel")]
    for laptop in laptops:
        os.makedirs(laptop.folder)
        laptop.begin()
    instances = []
    try:
        instances += [Instance(place, laptop) for laptop in laptops]
        for one in instances:
            one.configure(instances)
            one.start()
        # One makes the shared folder; the other one waits till its marker is there.
        laptops[0].sync()
        deadline.until("the marker is carried", lambda: is_carried(instances) and "followup-folder.json" in
                       laptops[1].files())
        laptops[1].sync()
        writers = [Writer(laptop, 60) for laptop in laptops]
        for writer in writers:
            writer.start()
        deadline.until("a third is written", lambda: len(laptops[1].notes) >= 20 or writers[1].failure)
        instances[1].stop()
        deadline.until("two thirds are written", lambda: len(laptops[1].notes) >= 40 or writers[1].failure)
        instances[1].start()
        for writer in writers:
            writer.join()
        for writer in writers:
            if writer.failure:
                raise writer.failure
        rounds = meet(instances, laptops, deadline)
        events = hold(laptops)
        conflict(instances, laptops, deadline)
        check(hold(laptops) == events, "the conflict changed the number of events")
        syncs = sum(laptop.syncs for laptop in laptops)
        return (f"{events} events, {syncs} syncs, {len(laptops[0].files())} files; quiet after {rounds} rounds, and "
                "again after a conflict file")
    except Failed as failure:
        raise Failed(f"{failure}\n" + "".join(f"--- {one.laptop.name}\n{one.log()}" for one in instances))
    finally:
        for one in instances:
            one.stop()


if __name__ == "__main__":
    program = os.path.realpath(sys.argv[1])
    require("syncthing")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    play("Syncthing", story)
