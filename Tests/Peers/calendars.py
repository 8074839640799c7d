"""Holds the calendars that the program exports against Python's icalendar and its zones.

    Tests/Peers/icalendar.sh calendars PROGRAM [SEED [COUNT]]

Every story of Fixtures/, after each of its steps, and searches made by chance (SEED … SEED + COUNT - 1, by default 1,000
of them) on some mornings: as the log grows, the same store is exported again and again, as a calendar that somebody
subscribes to. Each calendar must parse; the rest is what RFC 5545 and the calendars of large servers ask for, and what
a subscriber is promised: identifiers that last, numbers that never fall and rise when an entry was moved.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

from icalendar import Calendar

import searches

# What a field of the log may hold, and a calendar must survive.
HOSTILE = ["Ash\r\nBEGIN:VEVENT", "Bïrch; Söhne, \\n GmbH", "<script>alert(1)</script>", "木の実" * 12, "a\u202eb\u0007c\u0085d",
           "🌲" * 30, "\\", ";,:\"", "x" * 300, "END:VCALENDAR"]
ZONES = ["Europe/London", "Nowhere/Land", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca", "+05:00", "UTC",
         "America/New_York\r\nX:1"]


class Search(searches.Search):
    """A search that is written down as it goes on, some with fields that nobody would want to see."""

    def __init__(self, seed):
        self.seed = seed
        super().__init__(seed)

    def write(self, **values):
        kind = self.seed % 4
        moments = [values[name] for name in ("at", "applied_on", "met_on") if values.get(name)]
        if moments and kind != 0:
            # In the evening of its day; in every fourth search all is written on the first day instead.
            day = date.fromisoformat(moments[0][:10])
            self.written = max(self.written, datetime.combine(day, time(20, 30), self.zone))
        if kind == 1:
            for name in ("company", "role", "name"):
                if isinstance(values.get(name), str) and values["type"] in ("application", "contact"):
                    values[name] = HOSTILE[hash_of(values[name]) % len(HOSTILE)] + values[name]
            if values["type"] in ("application", "contact") and self.random.random() < 0.6:
                values["tz"] = self.random.choice(ZONES)
            if values["type"] == "interview" and self.random.random() < 0.1:
                values["at"] = self.random.choice(["0001-01-01", "9999-12-31", "9999-12-31T23:59:59-05:00",
                                                   "0001-01-01T00:00:00+14:00", "2026-11-01T01:30:00-05:00"])
        return super().write(**values)


def hash_of(text):
    return sum(text.encode())


class Wrong(Exception):
    pass


def must(condition, what):
    if not condition:
        raise Wrong(what)


def checked(data):
    """The events by their identifiers, when all is as it must be."""
    must(data.endswith(b"\r\n"), "the last line has no end")
    lines = data[:-2].split(b"\r\n")
    for line in lines:
        must(b"\n" not in line and b"\r" not in line, f"a bare line end: {line!r}")
        must(len(line) <= 75, f"{len(line)} octets: {line!r}")
        line.decode("utf-8")
    must(not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data), "a control character")
    calendar = Calendar.from_ical(data)
    must(calendar.get("VERSION") == "2.0" and calendar.get("METHOD") == "PUBLISH" and calendar.get("PRODID"), "its head")
    must(not [c for c in calendar.walk() if getattr(c, "errors", [])], "errors were read over")
    must(set(c.name for c in calendar.walk()) <= {"VCALENDAR", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VEVENT", "VALARM"},
         "a component of somebody's making")
    zones = {str(zone["TZID"]): zone for zone in calendar.walk("VTIMEZONE")}
    used, found = set(), {}
    for event in calendar.walk("VEVENT"):
        uid = str(event["UID"])
        must(uid not in found, f"{uid} comes twice")
        found[uid] = event
        for name in ("DTSTAMP", "LAST-MODIFIED"):
            must(event[name].dt.utcoffset() == timedelta(0), f"{name} is not in UTC")
        start, end = event["DTSTART"], event.get("DTEND")
        whole = not isinstance(start.dt, datetime)
        if end is None:
            must(whole and start.dt == date.max, f"{uid} has no end")
        else:
            must(isinstance(end.dt, datetime) != whole and end.dt > start.dt, f"{uid} does not end after it begins")
            must(not whole or end.dt == start.dt + timedelta(1), f"{uid} is no single day")
        must(str(event["TRANSP"]) == "TRANSPARENT" or not whole, f"{uid} blocks a whole day")
        for moment in (start, end):
            zone = moment and moment.params.get("TZID")
            # A time in UTC has Z behind it; what has neither floats.
            must(whole or zone or moment.dt.utcoffset() == timedelta(0), f"{uid} floats")
            if zone:
                used.add(zone)
                must(zone in zones, f"{zone} is not defined")
                naive = moment.dt.replace(tzinfo=None)
                theirs = naive.replace(tzinfo=ZoneInfo(zone)).utcoffset()
                must(naive.replace(tzinfo=zone_of(zones[zone])).utcoffset() == theirs, f"{zone} at {naive}")
        alarms = event.walk("VALARM")
        must(len(alarms) <= 1, f"{uid} has {len(alarms)} alarms")
        must(not alarms or str(event["STATUS"]) == "CONFIRMED", f"{uid} rings though it is called off")
        for alarm in alarms:
            must(alarm["TRIGGER"].dt < timedelta(0), f"{uid} rings when it has begun")
            must(str(alarm["ACTION"]) == "DISPLAY" and alarm.get("DESCRIPTION"), f"{uid}: its alarm")
            must(not whole or alarm["TRIGGER"].to_ical() == b"-PT15H", f"{uid}: its alarm")
    must(used == set(zones), f"zones defined {sorted(zones)}, used {sorted(used)}")
    return found


KNOWN = {}


def zone_of(component):
    """The zone that a VTIMEZONE describes, not the one of its name; of each, all days of four years are looked at."""
    text = component.to_ical()
    if text not in KNOWN:
        zone = component.to_tz(lookup_tzid=False)
        KNOWN[text] = zone
        begin = component.walk("STANDARD")[0]["DTSTART"].dt
        years = [c["DTSTART"].dt.year for c in component.walk() if c.name in ("STANDARD", "DAYLIGHT")]
        theirs, day = ZoneInfo(str(component["TZID"])), datetime(min(years) + 1, 1, 1, 12)
        while day.year < min(years) + 3:
            must(day.replace(tzinfo=zone).utcoffset() == day.replace(tzinfo=theirs).utcoffset(),
                 f"{component['TZID']} on {day}, from {begin}")
            day += timedelta(days=1)
    return KNOWN[text]


def place(event):
    return event["DTSTART"].to_ical(), event["DTSTART"].params.get("TZID"), str(event["STATUS"])


def follows(before, after, exactly):
    """What a subscriber has seen must go on: nothing is lost, and numbers rise when, and only when, it was moved."""
    for uid, old in before.items():
        must(uid in after, f"{uid} has gone: {old['SUMMARY']}")
        new = after[uid]
        was, now = int(old["SEQUENCE"]), int(new["SEQUENCE"])
        must(now >= was, f"{uid} falls from {was} to {now}")
        moved = place(old) != place(new)
        must(not moved or now > was, f"{uid} stays at {was}, moved {place(old)} to {place(new)}")
        must(not exactly or moved or now == was, f"{uid} rises from {was} to {now} where it was: {place(old)}")
        must(new["DTSTAMP"].dt >= old["DTSTAMP"].dt, f"{uid} is stamped back")


class Store:
    """A store that grows with its log, and the calendar of it that was seen last."""

    def __init__(self, program, folder):
        self.run = [program, "--store", str(Path(folder, "store.db"))]
        self.environment = {"PATH": os.environ["PATH"], "HOME": folder, "TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}
        self.log, self.seen = Path(folder, "log.jsonl"), {}

    def call(self, *arguments):
        done = subprocess.run(self.run + list(arguments), env=self.environment, capture_output=True)
        must(done.returncode == 0, f"{arguments}: {done.returncode} {done.stderr.decode()}")
        return done.stdout

    def at(self, moment, lines, exactly=False):
        self.log.write_bytes(b"".join(line.rstrip(b"\n") + b"\n" for line in lines))
        self.call("merge", str(self.log))
        now = ["export", "--format", "ics", "--now", moment.isoformat(timespec="seconds")]
        data = self.call(*now)
        events = checked(data)
        follows(self.seen, events, exactly)
        self.seen = events
        return data, now


def stamp(line):
    return datetime.fromisoformat(json.loads(line)["hlc"][:23] + "+00:00")


def stories(program):
    count = 0
    for path in sorted(Path("Fixtures/stories").glob("*.jsonl")):
        lines = sorted(path.read_bytes().splitlines(), key=stamp)
        zone = next(json.loads(line)["set"]["value"] for line in lines if json.loads(line)["set"].get("name") == "tz")
        moments = sorted({stamp(line).replace(microsecond=0) + timedelta(seconds=1) for line in lines})
        nights = [datetime.combine(moments[0].date() + timedelta(days=day), time(6), ZoneInfo(zone)) for day in range(80)]
        with tempfile.TemporaryDirectory() as folder:
            store = Store(program, folder)
            for moment in sorted(moments + nights):
                count += 1
                try:
                    store.at(moment, [line for line in lines if stamp(line) <= moment], exactly=True)
                except Wrong as wrong:
                    print(f"calendars: {path.stem} at {moment}: {wrong}")
                    return count, 1
    return count, 0


def by_chance(program, seed, number):
    count = wrong_ones = cancelled = moved = 0
    for each in range(seed, seed + number):
        search = Search(each)
        lines = search.lines
        with tempfile.TemporaryDirectory() as folder:
            store = Store(program, folder)
            mornings = [datetime.combine(day, time(7 + 3 * (each % 4)), search.zone) for day in search.mornings[::3]]
            try:
                for morning in mornings:
                    count += 1
                    data, now = store.at(morning, [line for line in lines if stamp(line) <= morning])
                    cancelled += sum(str(event["STATUS"]) == "CANCELLED" for event in store.seen.values())
                    moved += sum(int(event["SEQUENCE"]) > 0 for event in store.seen.values())
                store.environment |= {"TZ": "America/St_Johns", "LC_ALL": "C"}
                must(store.call(*now) == data, "a second export differs")
            except Exception as wrong:  # whatever the peer says of it, the seed is what matters
                wrong_ones += 1
                print(f"calendars: seed {each} at {morning}: {type(wrong).__name__} {wrong}")
    must(cancelled and moved, "nothing was ever moved or called off")
    print(f"calendars: {count} of random searches, seeds {seed} to {seed + number - 1}, {cancelled} entries called off and "
          f"{moved} moved in them; {wrong_ones} searches wrong")
    return wrong_ones


def main(arguments):
    if not 1 <= len(arguments) <= 3:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    program = os.path.realpath(arguments[0])
    seed, number = [int(text) for text in arguments[1:]] + [1, 1000][len(arguments) - 1:]
    count, wrong = stories(program)
    print(f"calendars: {count} of the stories, {wrong} stories wrong")
    return 1 if by_chance(program, seed, number) or wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
