#!/usr/bin/env python3
"""rclone carries a shared folder between two laptops over a WebDAV server of its own, on loopback: by the very script that
docs/guide/sync.md gives for object stores, and by plain copying both ways, as somebody may do who knows only that much.

    Tests/Peers/rclone.py PROGRAM
"""
import os
import re
import signal
import socket
import subprocess
import sys
import threading

from laptops import Deadline, Failed, Laptop, check, hold, is_quiet, play, require

PAGE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "docs", "guide", "sync.md")


def recipe():
    """The script of docs/guide/sync.md, as a person copies it."""
    with open(PAGE, encoding="utf-8") as file:
        blocks = re.findall(r"```sh\n(.*?)```", file.read(), re.DOTALL)
    scripts = [block for block in blocks if "rclone sync" in block]
    check(len(scripts) == 1, f"docs/guide/sync.md has {len(scripts)} scripts with rclone sync, not one")
    return scripts[0]


COPYING = """\
set -eu
remote=remote:followup folder=~/followup-folder
mkdir -p "$folder"
rclone mkdir "$remote"
rclone copy --size-only "$remote" "$folder"
followup sync "$folder"
rclone copy --size-only "$folder" "$remote"
"""


class Server:
    """rclone's WebDAV server over a directory."""

    def __init__(self, place):
        self.root = os.path.join(place, "server")
        os.makedirs(self.root)
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = one.getsockname()[1]
        self.log = os.path.join(place, "server.log")
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                ["rclone", "serve", "webdav", self.root, "--addr", f"127.0.0.1:{self.port}", "--config", os.devnull],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)

    def is_up(self):
        if self.process.poll() is not None:
            with open(self.log, errors="replace") as file:
                raise Failed(f"the server ended by itself:\n{file.read()}")
        with socket.socket() as one:
            return one.connect_ex(("127.0.0.1", self.port)) == 0

    def files(self):
        return sorted(os.path.relpath(os.path.join(parent, name), self.root)
                      for parent, _, names in os.walk(self.root) for name in names)

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Carrier:
    """A laptop that runs a script: bring, sync, take away."""

    def __init__(self, laptop, server, script):
        self.laptop, self.script = laptop, script
        configuration = os.path.join(laptop.home, "rclone.conf")
        with open(configuration, "w") as file:
            file.write(f"[remote]\ntype = webdav\nurl = http://127.0.0.1:{server.port}\nvendor = other\n")
        programs = os.path.join(laptop.home, "bin")
        os.makedirs(programs)
        self.followup = os.path.join(programs, "followup")
        os.symlink(laptop.program, self.followup)
        self.log = os.path.join(laptop.home, "rclone.log")
        self.environment = laptop.environment | {
            "PATH": programs + os.pathsep + os.environ["PATH"], "RCLONE_CONFIG": configuration,
            "RCLONE_LOG_FILE": self.log, "RCLONE_LOG_LEVEL": "INFO"}

    def round(self, may_fail=False):
        """Runs the script; what it moved and removed."""
        with open(self.log, "wb"):
            pass
        done = subprocess.run(["sh", "-c", self.script], env=self.environment, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120)
        with open(self.log, errors="replace") as file:
            log = file.read()
        check(may_fail or done.returncode == 0,
              f"{self.laptop.name}: the script ends with {done.returncode}\n{done.stdout}{done.stderr}{log}")
        return len(re.findall(r": Copied \(", log)), len(re.findall(r": Deleted", log))


def write(carriers, count):
    """Both record and carry at once. What one takes away while the other one reads may fail a round, never more."""
    failures = []

    def work(carrier):
        try:
            for _ in range(count):
                carrier.laptop.note()
                carrier.round(may_fail=True)
        except Exception as failure:  # whatever it was, it is told below
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(carrier,)) for carrier in carriers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


def told(place, script, count, after):
    deadline = Deadline(240)
    server = Server(place)
    try:
        deadline.until("the server is up", server.is_up)
        laptops = [Laptop(program, place, name) for name in ("Kitchen", "Travel")]
        carriers = [Carrier(laptop, server, script) for laptop in laptops]
        for laptop in laptops:
            laptop.begin()
        for carrier in carriers:
            carrier.round()
        write(carriers, count)
        # So many rounds bring to rest whatever the concurrent ones left.
        for _ in range(4):
            for carrier in carriers:
                carrier.round()
        events = hold(laptops)
        return f"{events} events, " + after(server, carriers)
    finally:
        server.stop()


def by_the_recipe(place):
    def after(server, carriers):
        files = [carrier.laptop.files() for carrier in carriers]
        there = server.files()
        for _ in range(2):
            for carrier in carriers:
                moved = carrier.round()
                check(moved == (0, 0), f"with nothing new {carrier.laptop.name} moved and removed {moved}")
        check(files == [carrier.laptop.files() for carrier in carriers], "rounds with nothing new changed a folder")
        check(there == server.files(), "rounds with nothing new changed the store")
        # A folder that goes away in the middle of a round takes nothing with it.
        one = carriers[0]
        os.remove(one.followup)
        with open(one.followup, "w") as program:
            program.write('#!/bin/sh\nrm -rf "$2"; mkdir "$2"; exit 3\n')
        os.chmod(one.followup, 0o755)
        one.round(may_fail=True)
        check(there == server.files(), "an empty folder emptied the store")
        os.remove(one.followup)
        os.symlink(one.laptop.program, one.followup)
        one.round()
        # A store that is lost is filled again, and empties nobody's folder.
        subprocess.run(["rclone", "purge", "remote:followup"], env=carriers[0].environment, check=True)
        check(server.files() == [], "the store could not be emptied")
        for carrier in carriers:
            carrier.round()
        again = server.files()
        check(there == again, f"the store was not filled again as it was: {sorted(set(there) ^ set(again))}")
        for carrier in carriers:
            check(is_quiet(carrier.laptop.sync()), "it is not quiet after the store was filled again")
        return f"{len(there)} files in the store, nothing moved with nothing new, and filled again after it was lost"

    return told(place, recipe(), 25, after)


def by_copying(place):
    def after(server, carriers):
        rounds = []
        for _ in range(3):
            there = server.files()
            rounds.append([carrier.round()[0] for carrier in carriers])
            check(there == server.files(), "rounds with nothing new changed the store")
        check(rounds[1] == rounds[2], f"the traffic of rounds with nothing new does not come to rest: {rounds}")
        hold([carrier.laptop for carrier in carriers])
        return f"{sum(rounds[2])} tidied files come back with each round, and are tidied again"

    return told(place, COPYING, 12, after)


if __name__ == "__main__":
    program = os.path.realpath(sys.argv[1])
    require("rclone")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    play("rclone, by the guide's script", by_the_recipe)
    play("rclone, copying both ways", by_copying)
