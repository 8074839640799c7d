#!/usr/bin/env python3
"""Writes the five logs of Fixtures/stories/. Same bytes every time.

Each is a search as one of the five sources advises it, told in stories/README.md, and written by
two or three simulated devices by the rules of the log format: own clock, own log, `seen`.
Persons and firms are invented; addresses are example.org, numbers 555-01xx.
"""

import datetime
import hashlib
import os
import random
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(HERE, "..", "Tests", "Peers"))
import reader  # noqa: E402
from make_golden import spell  # noqa: E402


class Ref(str):
    """The name that a record has in this file; it becomes the record's UUID."""


class Story:
    """One search. `zone` is [(local date from which it holds, offset in hours)], latest first."""

    def __init__(self, name, seed, zone):
        self.name, self.zone = name, zone
        self.random = random.Random(seed)
        self.records, self.lines = {}, []  # lines: (hlc, line), of all devices

    def moment(self, local):
        """A local time `YYYY-MM-DD HH:MM` as (UTC milliseconds, RFC 3339 with offset)."""
        hours = next(hours for day, hours in self.zone if local[:10] >= day)
        time = datetime.datetime.strptime(local, "%Y-%m-%d %H:%M")
        utc = (time - datetime.timedelta(hours=hours)).replace(tzinfo=datetime.timezone.utc)
        sign = "-" if hours < 0 else "+"
        return int(utc.timestamp()) * 1000, f"{time:%Y-%m-%dT%H:%M:%S}{sign}{abs(hours):02}:00"

    def at(self, local):
        return self.moment(local)[1]

    def uuid(self, ms):
        """A UUID of version 7 with seeded random bits."""
        number = (ms << 80) | (7 << 76) | (self.random.getrandbits(12) << 64)
        number |= (2 << 62) | self.random.getrandbits(62)
        digits = f"{number:032x}"
        return "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])

    def resolve(self, value):
        if isinstance(value, Ref):
            return self.records[value]
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        return value

    def sync(self, *devices):
        """They meet at the folder: each then knows what any of them knew."""
        clock = max(device.clock for device in devices)
        known = {}
        for device in devices:
            for writer, count in device.known.items():
                known[writer] = max(known.get(writer, 0), count)
        for device in devices:
            device.known, device.clock = dict(known), clock

    def finish(self, conflicts):
        """Writes the log in the order of its clock and lets the second reader judge it.

        `conflicts` are those that the person has left open: (record, field, value, others).
        """
        path = os.path.join(HERE, "stories", self.name + ".jsonl")
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            for _, line in sorted(self.lines):
                file.write(line + b"\n")
        log = reader.Log([path])
        assert not log.malformed and not log.refused and not log.waiting_count
        assert 25 <= len(log.accepted) <= 60, len(log.accepted)
        expected = [
            {"field": field, "others": others, "record": self.records[name], "value": value}
            for name, field, value, others in conflicts]
        assert list(log.conflicts()) == expected, list(log.conflicts())
        print(f"{self.name}: {len(log.accepted)} events, {len(log.heads())} devices, "
              f"{sum(bool(event.seen) for event in log.ordered)} with seen, "
              f"{len(expected)} open conflicts, digest {log.digest()[:16]}")


class Device:
    def __init__(self, story, label):
        self.story, self.label, self.id = story, label, None
        self.known = {}  # device: how many of its events are here
        self.past = {}  # device: how many of its events lie in the past of the own last event
        self.clock = (0, 0)  # the greatest (ms, counter) among what is here
        self.wall = 0

    def put(self, local, *assignments, label=False):
        """Records assignments (name of the record, fields) at a local time, as one command."""
        story = self.story
        wall = story.moment(local)[0] + story.random.randrange(60_000)
        assert wall >= self.wall, (self.label, local)
        self.wall = wall
        if self.id is None:
            self.id = story.uuid(wall)
            self.__class__.all[self.id] = self
            self.hashes, self.pasts = [], []
            story.records[self.label] = self.id
            assignments = ((self.label, {"type": "device", "label": self.label}), *assignments)
        for name, _ in assignments:
            if name not in story.records:
                story.records[name] = story.uuid(max(wall, self.clock[0]))
        step = story.uuid(wall) if len(assignments) > 1 else None
        for name, fields in assignments:
            self.write(wall, story.records[name], fields, step)

    all = {}  # by id

    def write(self, wall, record, fields, step):
        ms, counter = self.clock
        self.clock = (ms, counter + 1) if ms >= wall else (wall, 0)
        time = datetime.datetime.fromtimestamp(self.clock[0] / 1000, datetime.timezone.utc)
        hlc = f"{time:%Y-%m-%dT%H:%M:%S}.{self.clock[0] % 1000:03}Z-{self.clock[1]:04x}"
        event = {
            "device": self.id, "hlc": hlc, "prev": self.hashes[-1] if self.hashes else reader.ZEROS,
            "record": record, "seq": len(self.hashes) + 1,
            "set": {key: self.story.resolve(value) for key, value in fields.items()}, "v": 1}
        # Heads that are not in this event's past, nor in the past of another head that is named.
        news = [writer for writer, count in self.known.items()
                if writer != self.id and count > self.past.get(writer, 0)]
        heads = [writer for writer in news if not any(
            Device.all[other].pasts[self.known[other] - 1].get(writer, 0) >= self.known[writer]
            for other in news if other != writer)]
        if heads:
            event["seen"] = [Device.all[head].hashes[self.known[head] - 1] for head in heads]
        if step:
            event["step"] = step
        for head in heads:
            for writer, count in Device.all[head].pasts[self.known[head] - 1].items():
                self.past[writer] = max(self.past.get(writer, 0), count)
        line = spell(event)
        self.hashes.append(hashlib.sha256(line).hexdigest())
        self.known[self.id] = self.past[self.id] = len(self.hashes)
        self.pasts.append(dict(self.past))
        self.story.lines.append((hlc, line))

    def did(self, local, first, *rest):
        """What happened at a time, recorded some minutes later. The first assignment gets `at`."""
        name, fields = first
        later = datetime.datetime.strptime(local, "%Y-%m-%d %H:%M")
        later += datetime.timedelta(minutes=self.story.random.randrange(3, 12))
        at = self.story.at(local)
        self.put(f"{later:%Y-%m-%d %H:%M}", (name, {"at": at, **fields}), *rest)


def settings(**values):
    return [(f"setting {name}", {"type": "setting", "name": name, "value": value})
            for name, value in values.items()]


def out(kind, application, contact, outcome, **more):
    return {"type": kind, "application": Ref(application), "contact": Ref(contact),
            "direction": "out", "outcome": outcome, **more}


def incoming(kind, application, contact, **more):
    return {"type": kind, "application": Ref(application), "contact": Ref(contact),
            "direction": "in", **more}


# --- S0: interview on Tuesday, call on the Tuesday after -----------------------------------------

def martin():
    s = Story("s0-martin", 0, [("2026-11-01", -6), ("2026-01-01", -5)])
    laptop, phone = Device(s, "Marisol's laptop"), Device(s, "Marisol's phone")
    laptop.put("2026-09-28 19:05", *settings(
        tz="America/Chicago", my_name="Marisol Vega", my_phone="312-555-0117", playbook="martin"))
    laptop.put("2026-09-28 19:20", ("larkspur", {
        "type": "application", "company": "Larkspur Mutual", "role": "Claims support associate",
        "source": "their website", "url": "https://larkspur.example.org/jobs/311",
        "location": "Joliet", "tz": "America/Chicago", "applied_on": "2026-09-28"}))
    s.sync(laptop, phone)
    phone.did(
        "2026-10-01 11:10",
        ("invited", {"type": "call", "application": Ref("larkspur"), "contact": Ref("lindqvist"),
                     "direction": "in", "outcome": "spoke"}),
        ("lindqvist", {
            "type": "contact", "name": "Tobias Lindqvist", "title": "Claims operations lead",
            "role": "interviewer", "company": "Larkspur Mutual", "phone": "312-555-0124"}),
        ("interview", {
            "type": "interview", "application": Ref("larkspur"), "with": [Ref("lindqvist")],
            "round": 1, "format": "in person", "at": s.at("2026-10-06 10:00"),
            "tz": "America/Chicago"}))
    s.sync(laptop, phone)
    laptop.put("2026-10-01 20:40", ("prepare", {
        "type": "note", "application": Ref("larkspur"), "at": "2026-10-01",
        "text": "Have two stories ready: the flood backlog, and the caller who would not hang up."}))
    laptop.put("2026-10-05 18:30", ("harbor", {
        "type": "application", "company": "Harbor & Pine Credit Union",
        "role": "Member services representative", "source": "notice in the branch",
        "location": "Joliet", "tz": "America/Chicago"}))
    s.sync(laptop, phone)

    # Tuesday: the interview; she leaves with a promise. The laptop does not know of it yet.
    phone.put(
        "2026-10-06 11:20",
        ("promise", {
            "type": "promise", "application": Ref("larkspur"), "at": "2026-10-06",
            "by": "2026-10-09", "precision": "week", "words": "before the end of the week",
            "made_by": Ref("lindqvist")}),
        ("steps", {
            "type": "next_steps", "application": Ref("larkspur"), "at": "2026-10-06",
            "asked_of": Ref("lindqvist"),
            "steps": "He sees two more people, then the team decides together."}))
    phone.put("2026-10-06 11:24", ("lindqvist", {"phone": "312-555-0142", "direct_line": True}))
    laptop.did("2026-10-06 15:40", ("thanks", out("thank_you", "larkspur", "lindqvist", "sent")))
    laptop.put("2026-10-06 15:52", ("lindqvist", {  # misread on his card: a conflict
        "phone": "312-555-0147", "email": "t.lindqvist@larkspur.example.org"}))
    s.sync(laptop, phone)
    laptop.put("2026-10-07 08:30", ("lindqvist", {"phone": "312-555-0142"}))
    laptop.put("2026-10-08 17:15", ("harbor", {"applied_on": "2026-10-08"}))
    laptop.put(
        "2026-10-09 17:50",
        ("friday", {
            "type": "note", "application": Ref("larkspur"), "at": "2026-10-09",
            "text": "No call this week. Odile would let Monday go by and ring on Tuesday morning."}),
        ("odile", {"type": "contact", "name": "Odile Brandt", "role": "other",
                   "note": "Neighbour; works in human resources elsewhere."}))
    s.sync(laptop, phone)

    # Tuesday, two working days later for others; never on a Monday.
    phone.did("2026-10-13 08:10", ("try 1", out(
        "call", "larkspur", "lindqvist", "voicemail",
        script="Name, Tuesday's interview, the position, the status, my number twice, thanks.")))
    phone.did("2026-10-15 16:35", ("try 2", out("call", "larkspur", "lindqvist", "voicemail")))
    phone.put("2026-10-15 16:47", ("try 2", {"outcome": "no_answer"}))
    s.sync(laptop, phone)
    laptop.did(
        "2026-10-16 09:20",
        ("harbor invites", incoming("email", "harbor", "achebe")),
        ("achebe", {"type": "contact", "name": "Ngozi Achebe", "title": "Branch manager",
                    "role": "hiring_manager", "company": "Harbor & Pine Credit Union",
                    "email": "n.achebe@harborpine.example.org", "phone": "312-555-0163"}),
        ("harbor interview", {
            "type": "interview", "application": Ref("harbor"), "with": [Ref("achebe")], "round": 1,
            "format": "in person", "at": s.at("2026-10-23 13:30")}))
    phone.did("2026-10-20 08:05", ("try 3", out(
        "call", "larkspur", "lindqvist", "voicemail",
        note="Said that they are my first choice and that I would like to know before I decide.")))
    s.sync(laptop, phone)
    laptop.put(
        "2026-10-22 18:05",
        ("larkspur", {"closed_on": "2026-10-22",
                      "closed_reason": "Three tries and no answer: taken as a no."}),
        ("larkspur silence", {"type": "silence", "application": Ref("larkspur"),
                              "at": "2026-10-22", "cause": "unprofessional"}),
        ("larkspur manners", {
            "type": "employer_note", "company": "Larkspur Mutual", "at": "2026-10-22",
            "about": "Gave a date, let it pass, and did not answer three calls."}))
    s.sync(laptop, phone)
    phone.put(
        "2026-10-23 14:45",
        ("harbor steps", {"type": "next_steps", "application": Ref("harbor"), "at": "2026-10-23",
                          "asked_of": Ref("achebe"), "steps": "She asks head office for a yes."}),
        ("harbor promise", {
            "type": "promise", "application": Ref("harbor"), "at": "2026-10-23",
            "by": "2026-10-28", "precision": "day", "words": "by Wednesday",
            "made_by": Ref("achebe")}))
    s.sync(laptop, phone)
    laptop.did("2026-10-23 17:20", ("harbor thanks", out("thank_you", "harbor", "achebe", "sent")))
    s.sync(laptop, phone)
    phone.did(
        "2026-10-28 10:05",
        ("harbor call", incoming("call", "harbor", "achebe", outcome="spoke")),
        ("harbor offer", {
            "type": "reply", "application": Ref("harbor"), "contact": Ref("achebe"),
            "at": "2026-10-28", "answer": "offer", "respond_by": "2026-11-04"}),
        ("harbor promise", {"kept": "yes"}),
        ("harbor feedback", {
            "type": "feedback", "application": Ref("harbor"), "contact": Ref("achebe"),
            "at": "2026-10-28", "about": "Calm with difficult callers; could ask more questions."}))
    s.sync(laptop, phone)
    laptop.put(
        "2026-10-30 12:15",
        ("harbor yes", {**out("call", "harbor", "achebe", "spoke"), "at": s.at("2026-10-30 12:00")}),
        ("harbor", {"closed_on": "2026-10-30", "closed_reason": "accepted"}))
    s.finish([])


# --- S1: the next steps were asked for; the window passes; call ----------------------------------

def collegegrad():
    s = Story("s1-collegegrad", 1, [("2026-11-01", -5), ("2026-01-01", -4)])
    laptop, tablet = Device(s, "laptop"), Device(s, "Devon's tablet")
    laptop.put("2026-09-08 10:10", *settings(
        tz="America/New_York", my_name="Devon Okafor", my_phone="860-555-0109",
        playbook="collegegrad"))
    laptop.put("2026-09-08 10:30", ("brightwater", {
        "type": "application", "company": "Brightwater Analytics", "role": "Junior data analyst",
        "source": "campus job board", "location": "Hartford", "tz": "America/New_York",
        "applied_on": "2026-09-08"}))
    laptop.did(
        "2026-09-11 13:05",
        ("invited", incoming("email", "brightwater", "holub")),
        ("holub", {"type": "contact", "name": "Renata Holub", "title": "Head of reporting",
                   "role": "hiring_manager", "company": "Brightwater Analytics",
                   "email": "r.holub@brightwater.example.org", "phone": "860-555-0150",
                   "direct_line": True}),
        ("interview", {
            "type": "interview", "application": Ref("brightwater"), "with": [Ref("holub")],
            "round": 1, "format": "in person", "at": s.at("2026-09-17 14:00")}))
    s.sync(laptop, tablet)
    tablet.put(
        "2026-09-17 15:20",
        ("steps", {
            "type": "next_steps", "application": Ref("brightwater"), "at": "2026-09-17",
            "asked_of": Ref("holub"),
            "steps": "Two more candidates on Monday and Tuesday, a decision the day after."}),
        ("promise", {
            "type": "promise", "application": Ref("brightwater"), "at": "2026-09-17",
            "by": "2026-09-23", "precision": "day", "words": "by Wednesday",
            "made_by": Ref("holub")}))
    s.sync(laptop, tablet)
    laptop.did("2026-09-18 09:00", ("thanks", out("thank_you", "brightwater", "holub", "sent")))
    laptop.put("2026-09-21 11:00", ("quarry", {
        "type": "application", "company": "Quarry Lane Software", "role": "Support analyst",
        "source": "career fair", "met_where": "career fair, booth 14", "met_on": "2026-09-19",
        "tz": "America/New_York", "applied_on": "2026-09-21"}))
    s.sync(laptop, tablet)

    # Wednesday passed; Thursday is the day to call. The two devices do not meet until Friday.
    tablet.did("2026-09-24 08:15", ("try 1", out(
        "call", "brightwater", "holub", "voicemail",
        script="Who I am, the analyst position, Thursday's talk, where things stand, my number.")))
    tablet.put("2026-09-24 08:30", ("brightwater", {"location": "Hartford, hybrid"}))
    laptop.put("2026-09-24 19:10", ("brightwater", {  # stays a conflict: never settled
        "location": "Hartford, two days in the office"}))
    s.sync(laptop, tablet)
    laptop.put("2026-09-25 18:00", ("silence", {
        "type": "silence", "application": Ref("brightwater"), "at": "2026-09-25",
        "cause": "stalling"}))
    s.sync(laptop, tablet)
    laptop.put("2026-09-27 20:00", ("silence", {"cause": "avoiding_no"}))
    tablet.put("2026-09-28 07:45", ("silence", {"cause": "unprofessional"}))
    tablet.did(
        "2026-09-29 16:40",
        ("try 2", out("call", "brightwater", "holub", "spoke")),
        ("pending", {
            "type": "reply", "application": Ref("brightwater"), "contact": Ref("holub"),
            "at": "2026-09-29", "answer": "pending", "new_date": "2026-10-02",
            "note": "Forty people for the post; she had meant to ring."}),
        ("promise", {"kept": "no"}))
    s.sync(laptop, tablet)
    laptop.put("2026-09-29 19:30", ("silence", {"cause": "swamped"}))  # settles the two
    s.sync(laptop, tablet)
    tablet.did("2026-10-05 08:10", ("try 3", out("call", "brightwater", "holub", "no_answer")))
    tablet.did(
        "2026-10-08 16:35",
        ("try 4", {**out("call", "brightwater", "holub", "spoke"),
                   "note": "Reached the front desk."}),
        ("holub", {"left_on": "2026-10-02", "successor": Ref("fontaine")}),
        ("fontaine", {"type": "contact", "name": "Idris Fontaine", "title": "Head of reporting",
                      "role": "hiring_manager", "company": "Brightwater Analytics",
                      "phone": "860-555-0151", "direct_line": True}),
        ("silence", {"cause": "interviewer_left"}))
    s.sync(laptop, tablet)
    tablet.did(
        "2026-10-15 08:10",
        ("try 5", out("call", "brightwater", "fontaine", "spoke")),
        ("interview 2", {
            "type": "interview", "application": Ref("brightwater"), "with": [Ref("fontaine")],
            "round": 2, "format": "video", "at": s.at("2026-10-20 10:00")}))
    s.sync(laptop, tablet)
    laptop.put(
        "2026-10-20 11:05",
        ("steps 2", {
            "type": "next_steps", "application": Ref("brightwater"), "at": "2026-10-20",
            "asked_of": Ref("fontaine"), "steps": "He has read the file; nobody else is left to see."}),
        ("promise 2", {
            "type": "promise", "application": Ref("brightwater"), "at": "2026-10-20",
            "by": "2026-10-23", "precision": "day", "words": "by Friday",
            "made_by": Ref("fontaine")}))
    laptop.did("2026-10-20 16:00", ("thanks 2", out(
        "thank_you", "brightwater", "fontaine", "sent")))
    s.sync(laptop, tablet)
    tablet.did(
        "2026-10-23 15:05",
        ("called back", incoming("call", "brightwater", "fontaine", outcome="spoke")),
        ("offer", {"type": "reply", "application": Ref("brightwater"), "contact": Ref("fontaine"),
                   "at": "2026-10-23", "answer": "offer", "respond_by": "2026-10-30"}),
        ("promise 2", {"kept": "yes"}))
    s.sync(laptop, tablet)
    laptop.did(
        "2026-10-26 09:15",
        ("quarry asked", out("email", "quarry", "quarry desk", "sent",
                             note="An offer is open until Friday; is there any news?")),
        ("quarry desk", {"type": "contact", "name": "Recruiting desk", "role": "hr",
                         "company": "Quarry Lane Software", "email": "jobs@quarrylane.example.org"}))
    laptop.put("2026-10-27 14:20", ("quarry no", {
        "type": "reply", "application": Ref("quarry"), "contact": Ref("quarry desk"),
        "at": "2026-10-27", "answer": "rejected"}))
    s.sync(laptop, tablet)
    laptop.put(
        "2026-10-28 10:30",
        ("brightwater", {"closed_on": "2026-10-28", "closed_reason": "accepted"}),
        ("quarry", {"closed_on": "2026-10-28", "closed_reason": "rejected"}))
    s.finish([("brightwater", "location", "Hartford, two days in the office",
               ["Hartford, hybrid"])])


# --- S2: e-mail, insider, hiring manager, and a call at last -------------------------------------

def quast():
    s = Story("s2-quast", 2, [("2026-11-01", -7), ("2026-01-01", -6)])
    desktop, laptop = Device(s, "desktop at home"), Device(s, "travel laptop")
    phone = Device(s, "Anneliese's phone")
    everyone = (desktop, laptop, phone)
    desktop.put("2026-09-08 18:30", *settings(
        tz="America/Denver", my_name="Anneliese Drummond", my_phone="303-555-0121",
        playbook="quast"))
    desktop.put("2026-09-08 18:45", ("dispatch", {
        "type": "application", "company": "Copperline Logistics", "role": "Dispatch coordinator",
        "source": "their website", "location": "Pueblo", "tz": "America/Denver",
        "applied_on": "2026-09-08"}))
    desktop.put(
        "2026-09-10 19:00",
        ("barrow", {"type": "contact", "name": "Sunil Barrow", "title": "Talent partner",
                    "role": "recruiter", "company": "Copperline Logistics",
                    "email": "s.barrow@copperline.example.org", "phone": "303-555-0170"}),
        ("planner", {
            "type": "application", "company": "Copperline Logistics",
            "role": "Regional operations planner", "source": "recruiter", "location": "Denver",
            "tz": "America/Denver", "applied_on": "2026-09-10"}))
    s.sync(*everyone)
    phone.did(
        "2026-09-15 12:30",
        ("invited", incoming("call", "planner", "barrow", outcome="spoke")),
        ("okonjo", {"type": "contact", "name": "Greta Okonjo", "title": "Director of operations",
                    "role": "hiring_manager", "company": "Copperline Logistics",
                    "phone": "303-555-0171", "direct_line": True}),
        ("interview", {
            "type": "interview", "application": Ref("planner"), "with": [Ref("okonjo")],
            "round": 1, "format": "video", "at": s.at("2026-09-22 09:30"),
            "tz": "America/Denver"}))
    s.sync(*everyone)
    phone.put(
        "2026-09-22 10:40",
        ("steps", {"type": "next_steps", "application": Ref("planner"), "at": "2026-09-22",
                   "asked_of": Ref("okonjo"),
                   "steps": "She compares notes with finance; then a decision."}),
        ("promise", {
            "type": "promise", "application": Ref("planner"), "at": "2026-09-22",
            "by": "2026-09-30", "precision": "day", "words": "the last day of September",
            "made_by": Ref("okonjo")}))
    s.sync(*everyone)
    laptop.did(
        "2026-09-22 14:00",
        ("thanks", out("thank_you", "planner", "okonjo", "sent")),
        ("thanks too", {**out("thank_you", "planner", "barrow", "sent"),
                        "at": s.at("2026-09-22 14:02")}))
    s.sync(*everyone)

    # Two working days past the date: to the recruiter, who was the channel.
    desktop.did("2026-10-02 09:10", ("check in", out(
        "email", "planner", "barrow", "sent",
        script="Still keen on the planner position; how does the search come along?")))
    s.sync(desktop, phone)
    phone.did(
        "2026-10-07 12:15",
        ("ask inside", {
            "type": "insider_ask", "application": Ref("planner"), "contact": Ref("rusk"),
            "about": "Has anyone been chosen for the planner's desk?"}),
        ("rusk", {"type": "contact", "name": "Pavel Rusk", "title": "Yard supervisor",
                  "role": "insider", "company": "Copperline Logistics", "phone": "303-555-0172"}))
    phone.did("2026-10-08 08:40", ("from inside", {
        "type": "intel", "application": Ref("planner"), "contact": Ref("rusk"),
        "about": "He has heard nothing and keeps his ears open."}))
    s.sync(desktop, phone)
    desktop.did("2026-10-08 10:00", ("to the manager", out("email", "planner", "okonjo", "sent")))
    desktop.put(
        "2026-10-08 10:20",
        ("to the manager", {"outcome": "bounced"}),
        ("okonjo", {"email": "g.okonjo@copperline.example.org"}))
    desktop.did("2026-10-08 10:25", ("to the manager again", out(
        "email", "planner", "okonjo", "sent")))
    # The laptop has been away since the end of September and knows nothing of October.
    laptop.put("2026-10-08 15:10", ("planner", {"role": "Regional operations planner, north"}))
    laptop.put("2026-10-08 15:20", ("barrow again", {
        "type": "contact", "name": "S. Barrow", "company": "Copperline Logistics"}))
    desktop.put("2026-10-09 18:00", ("planner", {"role": "Operations planner (north region)"}))
    s.sync(*everyone)
    desktop.put("2026-10-11 11:00", ("planner", {"role": "Regional operations planner, north"}))
    desktop.put("2026-10-11 11:05", ("barrow again", {"retracted": True}))
    desktop.put("2026-10-12 20:15", ("mesa", {
        "type": "application", "company": "Mesa Freight Cooperative", "role": "Operations analyst",
        "source": "trade paper", "location": "Grand Junction", "tz": "America/Denver",
        "applied_on": "2026-10-12"}))
    s.sync(*everyone)
    phone.did("2026-10-14 08:05", ("last resort", out(
        "call", "planner", "okonjo", "voicemail",
        script="For a person: status, keenness. For the machine: name, date, position, number.")))
    laptop.did(
        "2026-10-19 16:00",
        ("mesa invites", incoming("email", "mesa", "tansy")),
        ("tansy", {"type": "contact", "name": "Orla Tansy", "title": "Member relations",
                   "role": "hr", "company": "Mesa Freight Cooperative",
                   "email": "o.tansy@mesafreight.example.org"}),
        ("mesa interview", {
            "type": "interview", "application": Ref("mesa"), "with": [Ref("tansy")], "round": 1,
            "format": "phone", "at": s.at("2026-10-29 11:00")}))
    s.sync(*everyone)
    desktop.put(
        "2026-10-21 19:00",
        ("silence", {"type": "silence", "application": Ref("planner"), "at": "2026-10-21",
                     "cause": "unprofessional"}),
        ("manners", {
            "type": "employer_note", "company": "Copperline Logistics", "at": "2026-10-21",
            "about": "Two roles, one interview, two e-mails and a call: not a word. Weigh that."}),
        ("planner", {"closed_on": "2026-10-21", "closed_reason": "silence"}),
        ("dispatch", {"closed_on": "2026-10-21", "closed_reason": "silence"}))
    s.sync(*everyone)
    phone.put("2026-10-29 11:50", ("mesa promise", {
        "type": "promise", "application": Ref("mesa"), "at": "2026-10-29", "by": "2026-11-05",
        "precision": "about", "words": "around the fifth", "made_by": Ref("tansy")}))
    s.sync(*everyone)
    laptop.did("2026-10-29 18:10", ("mesa thanks", out("thank_you", "mesa", "tansy", "sent")))
    s.finish([])


# --- S3: five to eight business days -------------------------------------------------------------

def three_tips():
    s = Story("s3-three-tips", 3, [("2026-11-01", -8), ("2026-01-01", -7)])
    phone, laptop = Device(s, "Wen's phone"), Device(s, "the old laptop")
    laptop.put("2026-09-21 17:40", *settings(
        tz="America/Los_Angeles", my_name="Wen Halloran", my_phone="213-555-0133",
        playbook="three-tips", holidays=["2026-11-11", "2026-11-26"]))
    laptop.put("2026-09-21 18:05", ("tidewater", {
        "type": "application", "company": "Tidewater Botanical Garden",
        "role": "Education coordinator", "source": "museum newsletter", "location": "San Pedro",
        "tz": "America/Los_Angeles", "applied_on": "2026-09-21"}))
    s.sync(laptop, phone)
    phone.did(
        "2026-09-29 10:00",
        ("invited", incoming("email", "tidewater", "sorrento")),
        ("sorrento", {
            "type": "contact", "name": "Maeve Sorrento", "title": "Director of education",
            "role": "interviewer", "company": "Tidewater Botanical Garden",
            "phone": "213-555-0160", "direct_line": False}),
        ("interview", {
            "type": "interview", "application": Ref("tidewater"), "with": [Ref("sorrento")],
            "round": 1, "format": "in person", "at": s.at("2026-10-07 13:00"),
            "tz": "America/Los_Angeles"}))
    s.sync(laptop, phone)
    laptop.put("2026-10-06 21:00", ("prepare", {
        "type": "note", "application": Ref("tidewater"), "at": "2026-10-06",
        "text": "Bring the seed-library plan. Ask how school groups are booked."}))
    phone.put("2026-10-07 14:30", ("steps", {
        "type": "next_steps", "application": Ref("tidewater"), "at": "2026-10-07",
        "asked_of": Ref("sorrento"), "steps": "They will be in touch; no date."}))
    laptop.did("2026-10-07 19:30", ("thanks", out("thank_you", "tidewater", "sorrento", "sent")))
    # Each device has its own idea of the address: a conflict, settled on the 20th.
    laptop.put("2026-10-07 19:45", ("sorrento", {"email": "m.sorrento@tidewater.example.org"}))
    phone.put("2026-10-08 08:20", ("sorrento", {"email": "maeve@tidewater.example.org"}))
    s.sync(laptop, phone)

    # The sixth business day: through the switchboard, to her voicemail.
    phone.did("2026-10-15 08:10", ("try 1", out(
        "call", "tidewater", "sorrento", "voicemail",
        script="At the switchboard: my name, and Dr. Sorrento please. Then: name, position, "
               "the seventh of October, the status; the number, slowly.")))
    s.sync(laptop, phone)
    phone.did(
        "2026-10-19 16:35",
        ("try 2", out("call", "tidewater", "sorrento", "spoke")),
        ("filled", {"type": "reply", "application": Ref("tidewater"), "contact": Ref("sorrento"),
                    "at": "2026-10-19", "answer": "filled"}),
        ("feedback", {"type": "feedback", "application": Ref("tidewater"),
                      "contact": Ref("sorrento"), "at": "2026-10-19",
                      "about": "The seed-library plan was liked; another had run a summer camp."}),
        ("tidewater", {"closed_on": "2026-10-19", "closed_reason": "filled", "keep_warm": True}),
        ("tip", {"type": "intel", "application": Ref("cedar"), "contact": Ref("sorrento"),
                 "at": "2026-10-19", "about": "The arboretum looks for someone for its school days."}),
        ("cedar", {
            "type": "application", "company": "Cedar Hollow Arboretum",
            "role": "School programme lead", "source": "Maeve Sorrento",
            "offered": "an introduction to Linus Abara", "at": "2026-10-19",
            "tz": "America/Los_Angeles"}),
        ("abara", {"type": "contact", "name": "Linus Abara", "title": "Programme manager",
                   "role": "hiring_manager", "company": "Cedar Hollow Arboretum",
                   "email": "l.abara@cedarhollow.example.org", "phone": "213-555-0185",
                   "direct_line": True}))
    s.sync(laptop, phone)
    laptop.put("2026-10-20 09:00", ("sorrento", {"email": "m.sorrento@tidewater.example.org"}))
    laptop.did("2026-10-20 09:10", ("kept in mind", out(
        "message", "tidewater", "sorrento", "sent",
        note="Thanked her, said how much I like the garden, asked to be kept in mind.")))
    s.sync(laptop, phone)
    laptop.did(
        "2026-10-26 09:30",
        ("to abara", out("email", "cedar", "abara", "sent",
                         note="Maeve Sorrento, of Tidewater, sends me to you; she said that I might use her name.")),
        ("cedar", {"applied_on": "2026-10-26"}))
    s.sync(laptop, phone)
    phone.did(
        "2026-10-28 11:15",
        ("abara writes", incoming("email", "cedar", "abara")),
        ("cedar interview", {
            "type": "interview", "application": Ref("cedar"), "with": [Ref("abara")], "round": 1,
            "format": "in person", "at": s.at("2026-11-04 10:00"), "tz": "America/Los_Angeles"}))
    s.sync(laptop, phone)
    laptop.did("2026-11-04 15:00", ("cedar thanks", out("thank_you", "cedar", "abara", "sent")))
    s.sync(laptop, phone)
    # The fifth business day, the eleventh being a holiday in the settings.
    phone.did(
        "2026-11-12 08:15",
        ("cedar try 1", out("call", "cedar", "abara", "spoke")),
        ("cedar pending", {"type": "reply", "application": Ref("cedar"), "contact": Ref("abara"),
                           "at": "2026-11-12", "answer": "pending", "new_date": "2026-11-18"}))
    s.sync(laptop, phone)
    phone.did(
        "2026-11-18 14:40",
        ("cedar rings", incoming("call", "cedar", "abara", outcome="spoke")),
        ("cedar offer", {"type": "reply", "application": Ref("cedar"), "contact": Ref("abara"),
                         "at": "2026-11-18", "answer": "offer", "respond_by": "2026-11-25"}))
    s.finish([])


# --- S4: may I call, and when? -------------------------------------------------------------------

def phone_follow_up():
    s = Story("s4-phone", 4, [("2026-10-25", 0), ("2026-01-01", 1)])
    laptop, phone = Device(s, "kitchen laptop"), Device(s, "Rohan's phone")
    phone.put("2026-09-10 21:30", *settings(
        tz="Europe/London", my_name="Rohan Castell", my_phone="555-0131", playbook="phone"))
    phone.put(
        "2026-09-10 21:45",
        ("farrant", {
            "type": "contact", "name": "Imogen Farrant", "title": "Supplier liaison",
            "role": "insider", "company": "Meridian Transit Works", "phone": "555-0140",
            "met_where": "rail trade evening", "met_on": "2026-09-10"}),
        ("meridian", {
            "type": "application", "company": "Meridian Transit Works",
            "role": "Fleet maintenance planner", "source": "Imogen Farrant",
            "met_where": "rail trade evening", "met_on": "2026-09-10",
            "offered": "a word with the workshop manager", "tz": "Europe/London"}))
    s.sync(laptop, phone)
    laptop.did("2026-09-14 08:20", ("reminder", out(
        "message", "meridian", "farrant", "sent",
        note="Reminded her of the trade evening and of the word she offered.")))
    laptop.did(
        "2026-09-15 17:05",
        ("introduced", incoming("email", "meridian", "farrant")),
        ("oduya", {
            "type": "contact", "name": "Casper Oduya", "title": "Workshop manager",
            "role": "hiring_manager", "company": "Meridian Transit Works", "phone": "555-0141",
            "direct_line": True, "tz": "Europe/London"}),
        ("meridian", {"applied_on": "2026-09-15"}),
        ("interview", {
            "type": "interview", "application": Ref("meridian"), "with": [Ref("oduya")],
            "round": 1, "format": "in person", "at": s.at("2026-09-24 15:00")}))
    s.sync(laptop, phone)
    phone.put("2026-09-24 16:10", ("permission", {
        "type": "permission", "application": Ref("meridian"), "at": "2026-09-24", "granted": True,
        "not_before": "2026-09-30", "words": "any time after Tuesday"}))
    laptop.did("2026-09-24 20:00", ("thanks", out("thank_you", "meridian", "oduya", "sent")))
    s.sync(laptop, phone)
    phone.did("2026-09-30 08:10", ("try 1", out(
        "call", "meridian", "oduya", "voicemail",
        script="You said that I might call after Tuesday: the planner's post, Thursday's talk.")))
    s.sync(laptop, phone)
    laptop.put("2026-10-05 19:10", ("ferries", {
        "type": "application", "company": "Northgate Ferries", "role": "Timetable planner",
        "source": "union bulletin", "tz": "Europe/London", "applied_on": "2026-10-05"}))
    # A week and a day, for another weekday and another hour.
    phone.did("2026-10-08 16:40", ("try 2", out("call", "meridian", "oduya", "voicemail")))
    s.sync(laptop, phone)
    phone.did(
        "2026-10-12 12:00",
        ("ferries ring", incoming("call", "ferries", "whitlow", outcome="spoke")),
        ("whitlow", {"type": "contact", "name": "Agnes Whitlow", "role": "hr",
                     "company": "Northgate Ferries", "email": "a.whitlow@northgate.example.org"}),
        ("ferries interview", {
            "type": "interview", "application": Ref("ferries"), "with": [Ref("whitlow")],
            "round": 1, "format": "video", "at": s.at("2026-10-15 11:00")}))
    phone.put(
        "2026-10-15 12:05",
        ("no calls", {"type": "permission", "application": Ref("ferries"), "at": "2026-10-15",
                      "granted": False, "words": "please don't call"}),
        ("ferries promise", {
            "type": "promise", "application": Ref("ferries"), "at": "2026-10-15",
            "by": s.at("2026-10-22 15:00"), "precision": "day",
            "words": "I ring you next Thursday at three", "made_by": Ref("whitlow")}))
    s.sync(laptop, phone)
    laptop.did("2026-10-15 17:00", ("ferries thanks", out(
        "thank_you", "ferries", "whitlow", "sent")))
    phone.did("2026-10-16 12:20", ("try 3", out("call", "meridian", "oduya", "screened")))
    s.sync(laptop, phone)

    # Three weeks since the first call. The two devices snooze it to different days.
    phone.put("2026-10-21 07:50", ("meridian", {
        "snooze_until": "2026-10-28", "snooze_reason": "Three weeks is a long silence. One more try."}))
    laptop.put("2026-10-21 20:30", ("meridian", {
        "snooze_until": "2026-10-26", "snooze_reason": "Once more, at the start of a week."}))
    laptop.did(
        "2026-10-23 09:30",
        ("ferries ask", out("email", "ferries", "whitlow", "sent")),
        ("ferries promise", {"kept": "no"}))
    s.sync(laptop, phone)
    phone.put("2026-10-26 07:55", ("meridian", {"snooze_until": None, "snooze_reason": None}))
    phone.did("2026-10-26 08:05", ("try 4", out("call", "meridian", "oduya", "no_answer")))
    phone.did(
        "2026-10-27 12:30",
        ("lowell rings", incoming("call", "meridian", "lowell", outcome="spoke")),
        ("lowell", {"type": "contact", "name": "Beatrix Lowell", "title": "Deputy director",
                    "role": "insider", "company": "Meridian Transit Works", "phone": "555-0148"}),
        ("news", {"type": "intel", "application": Ref("meridian"), "contact": Ref("lowell"),
                  "at": "2026-10-27",
                  "about": "Workshops are being merged and the post is gone."}),
        ("gone", {"type": "reply", "application": Ref("meridian"), "contact": Ref("lowell"),
                  "at": "2026-10-27", "answer": "position_gone"}),
        ("oduya", {"moved_to": "signalling, since the middle of October"}))
    laptop.did(
        "2026-10-27 14:00",
        ("ferries write", incoming("email", "ferries", "whitlow")),
        ("ferries later", {
            "type": "reply", "application": Ref("ferries"), "contact": Ref("whitlow"),
            "at": "2026-10-27", "answer": "postponed", "new_date": "2026-11-10"}),
        ("ferries promise", {"kept": "postponed"}))
    s.sync(laptop, phone)
    laptop.put(
        "2026-10-28 18:20",
        ("meridian", {"closed_on": "2026-10-28", "closed_reason": "position gone"}),
        ("silence", {"type": "silence", "application": Ref("meridian"), "at": "2026-10-28",
                     "cause": "reorganised"}),
        ("manners", {"type": "employer_note", "company": "Meridian Transit Works",
                     "at": "2026-10-28", "about": "A short voicemail would have done."}))
    s.sync(laptop, phone)
    laptop.did("2026-10-29 12:40", ("who now", {
        "type": "insider_ask", "application": Ref("meridian"), "contact": Ref("lowell"),
        "about": "Who plans the fleet's maintenance from now on?"}))
    laptop.did(
        "2026-11-03 09:00",
        ("letter", incoming("letter", "depot", "lowell")),
        ("depot", {
            "type": "application", "company": "Meridian Transit Works", "role": "Depot planner",
            "source": "Beatrix Lowell", "at": "2026-11-03", "keep_warm": True,
            "offered": "her name as a reference, in January", "tz": "Europe/London"}))
    # Written on both devices before they met: left in conflict, to be decided at leisure.
    laptop.put("2026-11-03 09:20", ("oduya", {"phone": "555-0144"}))
    phone.put("2026-11-03 19:00", ("oduya", {"phone": None}))
    s.sync(laptop, phone)
    phone.did(
        "2026-11-10 16:45",
        ("ferries no", incoming("call", "ferries", "whitlow", outcome="spoke")),
        ("ferries answer", {
            "type": "reply", "application": Ref("ferries"), "contact": Ref("whitlow"),
            "at": "2026-11-10", "answer": "rejected"}))
    s.finish([("oduya", "phone", None, ["555-0144"])])


def main():
    for story in (martin, collegegrad, quast, three_tips, phone_follow_up):
        story()


if __name__ == "__main__":
    main()
