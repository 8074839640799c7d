#!/usr/bin/env python3
"""A second implementation of the advice, held against the golden files and against the program.

It is written from the rules and shares no code with the Swift sources; the playbooks' numbers stand here once
more, as the table of the rules gives them. Where the rules leave a choice open it follows the program, and says
"open". Standard library only, Python 3.9 or later.

    advice.py show STORY.jsonl      prints what is advised on every day of a story
    advice.py compare FOLDER        compares every story of the folder with FOLDER/advice
    advice.py random PROGRAM [SEED [COUNT]]
                                    compares random searches with what the program says of them

Compared are the kind of advice, channel, addressee, company, dates, window and try, for every day and
each playbook; reasons and citations are not. Exit status: 0, or 1 on a difference, or 2 for wrong usage.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import Optional
from zoneinfo import ZoneInfo

import reader
import searches

ORDER = ["martin", "collegegrad", "quast", "three-tips", "phone", "balanced"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
MONDAY = 0
WINDOWS = ["08:00–08:30", "16:30–17:30"]
WRITTEN = ("email", "message", "letter")
OUTREACH = ("call",) + WRITTEN
# What is agreed on ahead, beside an interview's own day.
WALL_TIMES = ("by", "new_date", "respond_by", "not_before", "not_after")
RANKS = {"answer offer": 0, "ask next steps": 1, "call": 2, "ask insider": 3, "thank you": 4, "close": 5}
CLOSING_ANSWERS = ("filled", "rejected", "position_gone")


# --- The calendar --------------------------------------------------------------------------------

class Calendar:
    """Working days: Monday to Friday, less the holidays that are set."""

    def __init__(self, holidays):
        self.holidays = holidays

    def works(self, day, never=()):
        return day.weekday() < 5 and day not in self.holidays and day.weekday() not in never

    def bd(self, day, count):
        """The count-th working day strictly after a day."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def from_day(self, day, never=()):
        """The day itself where it is permitted, else the next one that is."""
        while not self.works(day, never):
            day += timedelta(days=1)
        return day


# --- The playbooks -------------------------------------------------------------------------------

@dataclass
class Book:
    """One column of the table. Waits are in working days unless the name says otherwise."""

    channel: str
    promise: tuple  # first and last day after P
    retry: int
    never: tuple = ()
    tries: Optional[int] = None
    stop_days: Optional[int] = None  # calendar days from the first unanswered try
    stop_after: Optional[int] = None  # working days from the last try
    goes_on: bool = False
    ladder: bool = False
    weekly: bool = False
    recruiter_first: bool = False


BOOKS = {
    "martin": Book("call", (1, 1), 2, never=(MONDAY,), tries=3, stop_after=2),
    "collegegrad": Book("call", (1, 1), 3, stop_days=21),
    "quast": Book("email", (2, 3), 3, ladder=True, stop_after=5, recruiter_first=True),
    "three-tips": Book("call", (1, 1), 2, stop_days=21),
    "phone": Book("call", (1, 1), 7, weekly=True, stop_days=21, goes_on=True),
    "balanced": Book("email", (2, 2), 3, never=(MONDAY,), ladder=True, stop_days=21, stop_after=3,
                     recruiter_first=True),
}


# --- What the log says ---------------------------------------------------------------------------

class Past(reader.Log):
    """The log as it stood when these events, and no others, had been written."""

    def __init__(self, events):
        self.accept({event.hash: event for event in events})
        self.sort_by_causality()
        self.fold()


def read_events(path):
    return [reader.read_event(line) for line in path.read_bytes().split(b"\n") if line]


def stamp(event):
    return datetime.strptime(event.hlc[:23], "%Y-%m-%dT%H:%M:%S.%f").replace(tzinfo=timezone.utc)


class Record:
    """One record: its values, and when it was first written."""

    def __init__(self, key, values, recorded):
        self.key, self.values, self.recorded = key, values, recorded

    def __getitem__(self, name):
        return self.values.get(name)


class World:
    """What the log said at one moment, looked at from that moment or another, in the person's own zone."""

    def __init__(self, events, written, now=None):
        known = [event for event in events if stamp(event) <= written]
        first = {}
        for event in sorted(known, key=reader.Event.order):
            first.setdefault(event.record, stamp(event))
        self.records = {}
        for key, fields in Past(known).survivors.items():
            values = {name: kept[0].set[name] for name, kept in fields.items()}
            values = {name: value for name, value in values.items() if value is not None}
            if not values.get("retracted"):
                self.records[key] = Record(key, values, first[key])
        settings = {record["name"]: record["value"] for record in self.of_type("setting")}
        self.zone = ZoneInfo(settings["tz"])
        self.calendar = Calendar({date.fromisoformat(day) for day in settings.get("holidays", [])})
        self.now = (now or written).astimezone(self.zone)
        self.today = self.now.date()

    def of_type(self, *types):
        return [record for record in self.records.values() if record["type"] in types]

    def moment(self, text):
        """A date or a time as a moment here. A date alone begins its day."""
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(), self.zone)
        return datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(self.zone)

    def day(self, text):
        return self.moment(text).date()

    def moment_of(self, record, name):
        """A record's time as a moment here. What is agreed on ahead is a time on the clock of its place: the zone that the
        record names says when that is, and the offset only chooses between the hours that a clock shows twice."""
        text, place = record[name], record["tz"]
        ahead = record["type"] == "interview" if name == "at" else name in WALL_TIMES
        if len(text) == 10 or not ahead or not place:
            return self.moment(text)
        try:
            zone = ZoneInfo(place)
        except (OSError, ValueError):
            return self.moment(text)
        said = datetime.fromisoformat(text.replace("Z", "+00:00"))
        hours = [said.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
        for hour in hours:
            shown = hour.astimezone(timezone.utc).astimezone(zone)
            if shown.utcoffset() == said.utcoffset() and shown.replace(tzinfo=None) == said.replace(tzinfo=None):
                return hour.astimezone(timezone.utc).astimezone(self.zone)
        return hours[0].astimezone(timezone.utc).astimezone(self.zone)


@dataclass
class Advice:
    action: str
    company: dict  # by the key of each application
    to: list = field(default_factory=list)
    not_before: Optional[date] = None
    not_after: Optional[date] = None
    on: Optional[date] = None
    due_from: Optional[date] = None  # shown from this day on; `on` where it is not said
    window: Optional[str] = None
    number: Optional[int] = None
    limit: Optional[int] = None

    def due_on(self, today):
        return (self.due_from or self.on) <= today

    def overdue(self, today):
        return self.not_after is not None and self.not_after < today

    def text(self, today):
        parts = [self.action]
        if self.to:
            parts.append("to " + " and ".join(self.to))
        if self.company:
            parts.append(" and ".join(self.company.values()))
        if self.on:
            end = "..open"
            if self.not_after:
                end = "" if self.not_after == self.not_before else f"..{self.not_after:%m-%d}"
            parts.append(f"{self.not_before:%m-%d}{end} on {WEEKDAYS[self.on.weekday()]} {self.on:%m-%d}")
        if self.window:
            parts.append(self.window)
        if self.number:
            parts.append(f"try {self.number}" + (f" of {self.limit}" if self.limit else ""))
        if self.overdue(today):
            parts.append("overdue")
        return ", ".join(parts)


# --- One application -----------------------------------------------------------------------------

class Standing:
    """How one application stands: the round, its clock and its tries.

    Everything is reckoned in days. Where the rules leave a choice open, it is the program's; such places
    are marked with "open".
    """

    def __init__(self, world, application):
        self.world, self.application = world, application
        dated = [record for record in world.records.values()
                 if record["application"] == application.key and record["at"]]
        dated.sort(key=lambda record: (world.moment_of(record, "at"), record.key))
        self.facts = [record for record in dated if world.moment_of(record, "at") <= world.now]
        self.held = [record for record in self.facts if record["type"] == "interview"]
        self.ahead = [record for record in dated
                      if record["type"] == "interview" and record not in self.facts]
        self.find_round()
        self.find_words()

    def day(self, record, name="at"):
        return self.world.moment_of(record, name).date()

    @staticmethod
    def came_in(fact):
        return (fact["type"] in OUTREACH and fact["direction"] == "in" or fact["type"] == "reply"
                or fact["type"] == "call" and fact["outcome"] == "spoke")

    def lead(self):
        """L; open: the record's own day, else where one met, else the day on which it was noted."""
        for name in ("at", "met_on"):
            if self.application[name]:
                return self.day(self.application, name)
        return self.application.recorded.astimezone(self.world.zone).date()

    def find_round(self):
        applied = self.application["applied_on"]
        applied = self.world.day(applied) if applied else None
        self.begin, self.begun_by = (applied, "applied") if applied else (self.lead(), "lead")
        self.tries, self.asked_inside, self.heard = [], False, False
        for fact in self.facts:
            day = self.day(fact)
            # open: a promise after a try is an answer to it.
            answers = (fact["type"] in ("promise", "permission") and self.tries
                       and day >= self.day(self.tries[-1]))
            if fact["type"] == "interview" or self.came_in(fact) or answers:
                if day < self.begin:
                    continue
                # open: what comes in on the day of an interview leaves its clock alone.
                if fact["type"] == "interview" or (self.begin, self.begun_by) != (day, "interview"):
                    self.begun_by = "interview" if fact["type"] == "interview" else "incoming"
                self.begin, self.tries, self.asked_inside = day, [], False
            elif (fact["type"] in OUTREACH and fact["direction"] == "out"
                  and fact["outcome"] not in ("bounced", "spoke")):
                # open: what goes out on the day of the application belongs to that.
                if self.begun_by == "lead" or day > self.begin or day == self.begin and self.begun_by != "applied":
                    self.tries.append(fact)
            elif fact["type"] == "insider_ask" and day >= self.begin:
                self.asked_inside = True

    def find_words(self):
        """The promise and the permission that count in this round, the newest of each, and the last answer."""
        self.promised = self.permission = self.answer = None
        self.refused = False
        for fact in self.facts:
            if fact["type"] == "reply" and fact["answer"]:
                self.answer = fact
            if self.day(fact) < self.begin:
                continue
            if fact["type"] == "promise" and fact["by"] and fact["kept"] not in ("yes", "postponed"):
                self.promised = self.promise_day(fact)
            elif fact["type"] == "reply" and fact["new_date"]:
                self.promised = self.day(fact, "new_date")
            elif fact["type"] == "permission":
                self.refused = fact["granted"] is False
                if self.refused:
                    self.permission = None
                elif fact["not_before"]:  # open: a permission without a day sets no clock
                    self.permission = fact

    def promise_day(self, promise):
        """P: "about D" is a working day later."""
        day = self.day(promise, "by")
        return self.world.calendar.bd(day, 1) if promise["precision"] == "about" else day

    def last_touch(self):
        """The last day on which anything happened; open: a promise or a permission is something to wait for."""
        touched = [self.begin, self.lead()] + [self.day(fact) for fact in self.facts]
        touched += [self.promised] if self.promised else []
        touched += self.agreed()
        for record, name in ((self.application, "snooze_until"), (self.answer, "respond_by")):
            if record and record[name]:
                touched.append(self.day(record, name))
        return max(touched)

    def is_old(self):
        """Not touched for thirty days."""
        return not self.ahead and (self.world.today - self.last_touch()).days >= 30

    def agreed(self):
        return [self.day(self.permission, "not_before")] if self.permission else []

    def rests(self):
        return self.rests_until() > self.world.today

    def rests_until(self):
        until = self.application["snooze_until"]
        return self.world.day(until) if until else date.min

    def window(self):
        """The windows alternate, morning first; open: from call to call, not twice near the same one."""
        calls = [fact for fact in self.tries if fact["type"] == "call"]
        turn = len(calls) % 2
        if calls:
            minutes = self.world.moment(calls[-1]["at"])
            minutes = minutes.hour * 60 + minutes.minute
            begins = [8 * 60, 16 * 60 + 30]
            nearest = min(range(2), key=lambda index: abs(begins[index] - minutes))
            turn = 1 - turn if nearest == turn else turn
        return WINDOWS[turn]

    # People; open but for the order of recruiter and hiring manager.

    def is_gone(self, contact):
        left = contact["left_on"]
        if left:  # The day of leaving decides, where there is one.
            return self.world.day(left) <= self.world.today
        return bool(contact["moved_to"]) or bool(contact["successor"])

    def present(self, contacts):
        """The first of these, or whoever has the work of one now."""
        for contact in contacts:
            asked = []
            while contact and self.is_gone(contact) and contact not in asked:
                asked.append(contact)
                contact = self.world.records.get(contact["successor"] or "")
            if contact and not self.is_gone(contact):
                return [contact]
        return []

    def people(self, facts):
        """The contacts of facts, those dealt with last first."""
        found = []
        for fact in reversed(facts):
            tip = fact["type"] in ("intel", "insider_ask", "feedback")
            for key in (fact["with"] or []) + [fact[name] for name in ("contact", "made_by", "asked_of")]:
                contact = self.world.records.get(key or "")
                if not contact or contact in found:
                    continue
                if not (tip and contact["company"] and contact["company"] != self.application["company"]):
                    found.append(contact)
        return found

    def of_roles(self, contacts, *roles):
        return [contact for contact in contacts if contact["role"] in roles]

    def known(self):
        return self.people(self.ahead[:1]) + self.people(self.facts)

    def colleagues(self):
        found = [contact for contact in self.world.of_type("contact")
                 if contact["company"] == self.application["company"]]
        return sorted(found, key=lambda contact: contact.key)

    def interviewers(self):
        for interview in self.held[-1:] or self.ahead[:1]:
            if interview["with"]:
                return [self.world.records[key] for key in interview["with"]]
        dealt = [contact for contact in self.people(self.facts) if contact["role"] not in ("insider", "other")]
        known = (self.of_roles(self.colleagues(), "recruiter", "hr")
                 + self.of_roles(self.colleagues(), "hiring_manager")
                 + self.of_roles(self.colleagues(), None, "", "interviewer"))
        return dealt or known or self.people(self.facts)

    def interviewer(self):
        return self.present(self.interviewers())

    def hiring_manager(self):
        return self.present(self.of_roles(self.known(), "hiring_manager") or self.interviewers())

    def recruiter(self):
        dealt = self.people([fact for fact in self.facts if fact["type"] in OUTREACH + ("thank_you",)])
        return self.of_roles(dealt, "recruiter", "hr")

    def insider(self):
        found = self.of_roles(self.people(self.facts) + self.colleagues(), "insider")
        return [contact for contact in found if not self.is_gone(contact)][:1]

    def first_addressee(self, book):
        if book.recruiter_first:
            recruiters = self.recruiter()
            return self.present(recruiters) if recruiters else self.hiring_manager()
        return self.interviewer()


def make_advice(standing, action, days, to=(), never=(), number=None, limit=None):
    world = standing.world
    first, last = days
    on = world.calendar.from_day(max(first, world.today, standing.rests_until()), never)
    return Advice(
        action, {standing.application.key: standing.application["company"]},
        [person["name"] for person in to], first, last, on,
        window=standing.window() if action == "call" else None, number=number, limit=limit)


# --- Beside the outreach -------------------------------------------------------------------------

def hygiene(standing):
    """Next steps to be asked for, thanks, an offer to answer, an answer that closes it."""
    answer = standing.answer and standing.answer["answer"]
    asking = [ask_next_steps(standing)] if standing.ahead else []
    if answer == "offer":
        last = standing.answer["respond_by"]
        last = standing.day(standing.answer, "respond_by") if last else None
        advice = make_advice(standing, "answer offer", (standing.day(standing.answer), last))
        today = standing.world.today
        if last and today <= last < advice.on and not standing.rests():
            advice.on = today  # open: an answer may be due before the next working day
        return asking + [advice]
    if is_over(standing):
        day = standing.day(standing.answer)
        return asking + [make_advice(standing, "close", (day, day))]
    return asking + thank_you(standing)


def is_over(standing):
    """Whether an answer closes it; open: an interview after it takes it back."""
    if not standing.answer or standing.answer["answer"] not in CLOSING_ANSWERS or standing.ahead:
        return False
    return not standing.held or standing.day(standing.held[-1]) <= standing.day(standing.answer)


def ask_next_steps(standing):
    interview = standing.ahead[0]
    day = standing.day(interview)
    eve = day - timedelta(days=1)
    to = [person for key in interview["with"] or [] for person in standing.present([standing.world.records[key]])]
    advice = make_advice(standing, "ask next steps", (eve, day), to)
    # open: a wait names the day of the interview, though it is due from the day before.
    advice.on, advice.due_from = max(day, standing.rests_until()), max(eve, standing.rests_until())
    return advice


def thank_you(standing):
    """From the interview to the next working day, and overdue until something comes in or goes out."""
    if not standing.held or standing.begun_by != "interview" or standing.tries:
        return []
    interview = standing.held[-1]
    day = standing.day(interview)
    if any(fact["type"] == "thank_you" and fact["outcome"] != "bounced" and standing.day(fact) >= day
           for fact in standing.facts):
        return []
    to = [person for key in interview["with"] or [] for person in standing.present([standing.world.records[key]])]
    return [make_advice(standing, "thank you", (day, standing.world.calendar.bd(day, 1)), to)]


# --- The outreach --------------------------------------------------------------------------------

def outreach(standing, name):
    """The next try, an offer to close, or both; nothing while an interview lies ahead."""
    if standing.ahead or is_over(standing) or standing.answer and standing.answer["answer"] == "offer":
        return []
    book = BOOKS[name]
    refused = standing.refused and standing.promised
    tries, stop = after_refusal(standing) if refused else climb(standing, name, book)
    if standing.tries:
        after_last, after_first = None, None
        if not tries and book.stop_after:
            after_last = standing.world.calendar.bd(standing.day(standing.tries[-1]), book.stop_after)
        if book.stop_days:
            after_first = standing.day(standing.tries[0]) + timedelta(days=book.stop_days)
        if book.stop_after and book.stop_days:
            stop = max(after_last, after_first) if after_last else None
        else:
            stop = after_last or after_first
    if stop and not book.goes_on:
        # Of the stop and the next try, what comes first.
        if not tries or stop <= standing.world.today or stop <= tries[0].not_before:
            tries = []
        else:
            stop = None
    return tries + ([make_advice(standing, "close", (stop, stop))] if stop else [])


def after_refusal(standing):
    """They said not to call: an e-mail after the time that they promised, then one call."""
    bd, made = standing.world.calendar.bd, len(standing.tries)
    if made == 0:
        day = bd(standing.promised, 1)
        return [make_advice(standing, "email", (day, day), standing.interviewer(), (), 1, 2)], None
    # open: what was tried is taken for the rung that it fits, the first try for the e-mail.
    calls = [fact for fact in standing.tries[1:] if fact["type"] == "call"]
    if calls:
        return [], None
    day = bd(standing.day(standing.tries[-1]), 2)
    return [make_advice(standing, "call", (day, day), standing.interviewer(), (), made + 1, made + 1)], None


def first_step(standing, name, book, limit):
    """The first try of the round: its days and its channel."""
    world, bd = standing.world, standing.world.calendar.bd
    channel, never = book.channel, ()
    if standing.permission:
        first = last = standing.day(standing.permission, "not_before")
        if standing.permission["not_after"]:
            last = max(first, standing.day(standing.permission, "not_after"))
    elif standing.promised:
        never = book.never
        first, last = (bd(standing.promised, wait) for wait in book.promise)
        if name == "three-tips" and standing.held:
            interviewed = standing.day(standing.held[-1])
            first, last = max(bd(interviewed, 5), first), max(bd(interviewed, 8), first)
    elif standing.begun_by == "interview":
        first, last = bd(standing.begin, 5), bd(standing.begin, 8)
    else:
        first = last = bd(standing.begin, 10 if standing.begun_by == "applied" else 5)
    if standing.refused:
        channel = "email"
    first = world.calendar.from_day(first, never)
    last = max(first, last)
    if not (standing.permission and standing.permission["not_after"]):
        last = world.calendar.from_day(last, never)
    return make_advice(standing, channel, (first, last), standing.first_addressee(book), never, 1, limit)


def climb(standing, name, book):
    """The next try by the table's row "next try"."""
    if book.ladder:
        return climb_ladder(standing, name, book), None
    if not standing.tries:
        return [first_step(standing, name, book, book.tries)], None
    made = len(standing.tries)
    if book.tries and made >= book.tries:
        return [], None
    last, bd = standing.day(standing.tries[-1]), standing.world.calendar.bd
    never = book.never
    if book.weekly:
        day, never = last + timedelta(days=7), (last.weekday(),)
    elif name == "three-tips":
        day = bd(last, 2 if message_left(standing.tries[-1]) else 1)
    else:
        day = bd(last, book.retry)
    return [again(standing, day, standing.interviewer(), never, made + 1, book.tries)], None


def message_left(fact):
    return fact["type"] != "call" or fact["outcome"] == "voicemail"


def again(standing, day, to, never, number, limit, channel="call"):
    day = standing.world.calendar.from_day(day, never)
    if standing.permission:  # open: what was agreed while tries were under way is kept
        agreed = standing.day(standing.permission, "not_before")
        day = max(day, standing.world.calendar.from_day(agreed))
    channel = "email" if standing.refused else channel
    return make_advice(standing, channel, (day, day), to, never, number, limit)


def climb_ladder(standing, name, book):
    """E-mail, insider, hiring manager, call: one rung after the other."""
    world, bd, tries = standing.world, standing.world.calendar.bd, standing.tries
    calls = 3 if name == "balanced" else 1

    def is_recruiter(contact):
        return bool(contact) and contact["role"] in ("recruiter", "hr")

    if not tries:
        to = standing.first_addressee(book)
        return [first_step(standing, name, book, 1 + bool(to and is_recruiter(to[0])) + calls)]

    person = [world.records.get(fact["contact"] or "") for fact in tries]
    recruiter = tries[0]["type"] in WRITTEN and is_recruiter(person[0])
    rungs = ["first"] + ["manager"] * recruiter + ["call"] * calls
    # open: the first try takes the first rung, a later one the next rung that it fits, or none.
    place = 0
    for fact, contact in list(zip(tries, person))[1:]:
        if fact["type"] == "call":
            wanted = "call"
        elif is_recruiter(contact):
            continue
        else:
            wanted = "manager"
        fits = [index for index in range(place + 1, len(rungs)) if rungs[index] == wanted]
        place = fits[0] if fits else place
    if place == len(rungs) - 1:
        return []
    number = len(tries) + 1
    limit = len(tries) + len(rungs) - 1 - place
    last, coming = standing.day(tries[-1]), rungs[place + 1]
    to = standing.hiring_manager()
    if coming == "call" and rungs[place] == "call":
        return [again(standing, last + timedelta(days=7), to, (last.weekday(),), number, limit)]
    found = []
    wait = 4 if name == "quast" else 3
    day = bd(last, wait)
    if place == 0:
        inside = bd(last, 3)
        if name == "balanced":  # open: the ladder's clock runs on from the day of the question
            day = bd(inside, wait)
        people = standing.insider()
        step = again(standing, day, to, (), number, limit, "call" if coming == "call" else "email")
        if not standing.asked_inside:
            # The question stays due beside the next rung while somebody is known there.
            if step.not_before > world.today:
                return [make_advice(standing, "ask insider", (inside, inside), people)]
            if people:
                found.append(make_advice(standing, "ask insider", (inside, inside), people))
        return found + [step]
    return [again(standing, day, to, (), number, limit, "call" if coming == "call" else "email")]


# --- All applications ----------------------------------------------------------------------------

def advise(world, name):
    """What `next` says: everything that is due today; where nothing but hygiene is, one wait as well."""
    applications = sorted(world.of_type("application"), key=lambda it: it.key)
    accepted = [world.day(it["closed_on"]) for it in applications
                if it["closed_on"] and it["closed_reason"] == "accepted"]
    standings = [Standing(world, it) for it in applications if not it["closed_on"]]
    if accepted:  # an offer accepted silences the rest; open: but for what was touched since
        standings = [standing for standing in standings if standing.last_touch() > max(accepted)]
    old = [standing for standing in standings if standing.is_old()]
    live = [standing for standing in standings if not standing.is_old()]
    contacts = [(standing, advice) for standing in live for advice in outreach(standing, name)]
    bring_forward(world, live, contacts, BOOKS[name])
    found = together([advice for _, advice in contacts])
    found += [advice for standing in live for advice in hygiene(standing)]
    due = [advice for advice in found if advice.due_on(world.today)]
    lines = [advice.text(world.today) for advice in due]
    ahead = [advice for advice in found if advice not in due]
    if not due and ahead:
        soonest = min(ahead, key=order)
        parts = [f"wait until {WEEKDAYS[soonest.on.weekday()]} {soonest.on}", f"then {soonest.action}"]
        if soonest.to:
            parts.append("to " + " and ".join(soonest.to))
        lines = [", ".join(parts + [" and ".join(soonest.company.values())])]
    if old:
        old.sort(key=lambda standing: (standing.last_touch(), standing.application.key))
        lines.append("close or revive, " + " and ".join(standing.application["company"] for standing in old))
    searching = keep_searching(world, [standing for standing in standings if not is_over(standing)])
    return (lines if due or ahead else ["wait"] + lines) + searching


def order(advice):
    """Which of two steps that lie ahead a wait is for; open."""
    return advice.on, RANKS.get(advice.action, RANKS["call"]), advice.not_before, advice.window or "~"


def bring_forward(world, live, contacts, book):
    """An offer's day of answer brings all other open applications forward."""
    offers = []
    for standing in live:
        answer = standing.answer
        if answer and answer["answer"] == "offer" and answer["respond_by"] and not standing.rests():
            by = world.moment_of(answer, "respond_by").date()
            if by >= world.today:
                offers.append((by, standing.application.key, standing.day(answer)))
    if not offers:
        return
    by, key, received = min(offers)
    for standing, advice in contacts:
        # open: whoever was asked since the offer is not asked again, and what was agreed is kept.
        asked = standing.tries and standing.day(standing.tries[-1]) >= received
        floor = max([received, standing.rests_until()] + standing.agreed())
        if standing.application.key == key or asked or floor > by or advice.action == "close":
            continue
        first = world.calendar.from_day(floor)
        advice.not_before = min(advice.not_before, first)
        advice.not_after = min(advice.not_after, max(by, first))
        advice.on = world.calendar.from_day(
            max([advice.not_before, world.today, standing.rests_until()] + standing.agreed()))


def together(contacts):
    """One contact who is due for two on one day is one piece of advice that names both."""
    kept = []
    contacts.sort(key=lambda it: (RANKS.get(it.action, RANKS["call"]), it.not_before, it.window or "~"))
    for advice in contacts:
        same = [other for other in kept
                if advice.to and advice.action != "close" and (other.to, other.on) == (advice.to, advice.on)]
        if same:
            same[0].company = {**same[0].company, **advice.company}
            same[0].not_before = min(same[0].not_before, advice.not_before)
            same[0].not_after = min(same[0].not_after, advice.not_after)
        else:
            kept.append(advice)
    return kept


def keep_searching(world, still):
    """While exactly one application is open, weekly; open: by the weekday of its first day, or a working day later."""
    if len(still) != 1:
        return []
    application = still[0].application
    began = world.day(application["applied_on"]) if application["applied_on"] else still[0].lead()
    weeks = range(1, (world.today - began).days // 7 + 1)
    if world.today not in [world.calendar.from_day(began + timedelta(days=7 * week)) for week in weeks]:
        return []
    company = {application.key: application["company"]}
    return [Advice("keep searching", company, [], world.today, world.today, world.today)
            .text(world.today)]


# --- The stories ---------------------------------------------------------------------------------

def days_of(events):
    """Every morning at seven from a story's first day to the second after its last, in its zone."""
    stamps = sorted(map(stamp, events))
    zone = World(events, stamps[-1]).zone
    day, last = (moment.astimezone(zone).date() for moment in (stamps[0], stamps[-1]))
    while day <= last + timedelta(days=2):
        yield day, datetime.combine(day, time(7), zone).astimezone(timezone.utc)
        day += timedelta(days=1)


def story(path):
    """The advice of a story: (day, playbook) to the lines."""
    events = read_events(path)
    zone = str(World(events, max(map(stamp, events))).zone)
    found = {}
    for day, morning in days_of(events):
        for name in ORDER:
            try:
                world = World(events, morning)
            except KeyError:  # the zone is not recorded yet, and nothing else is
                found[day, name] = ["wait"]
                continue
            assert str(world.zone) == zone
            found[day, name] = advise(world, name)
    return found


CITATION = re.compile(r"(, rules [0-9 ]+)?(, ((S[0-4]|ours) ?)+)?$")


def golden(path):
    """A golden file without its citations: (day, playbook) to the lines. It lists changes; every day is filled in."""
    found, day, latest, names = {}, None, {}, []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("    "):
            for name in names:
                latest[name].append(CITATION.sub("", line[4:]))
        elif line.startswith("  "):
            names, text = line[2:].split(": ", 1)
            names = ORDER if names == "all" else names.split()
            for name in names:
                latest[name] = [] if text == "nothing" else [CITATION.sub("", text)]
        else:
            upcoming = date.fromisoformat(line.split()[-1])
            while day is not None and day < upcoming:
                found.update({(day, name): list(lines) for name, lines in latest.items()})
                day += timedelta(days=1)
            day = upcoming
    found.update({(day, name): list(lines) for name, lines in latest.items()})
    return found


def compare(folder):
    pairs = differences = 0
    for path in sorted(folder.glob("*.jsonl")):
        ours, theirs = story(path), golden(folder / "advice" / f"{path.stem}.txt")
        for key in sorted(ours.keys() | theirs.keys(), key=lambda it: (it[0], ORDER.index(it[1]))):
            pairs += 1
            if sorted(ours.get(key, [])) != sorted(theirs.get(key, [])):
                differences += 1
                print(f"{path.stem} {WEEKDAYS[key[0].weekday()]} {key[0]} {key[1]}")
                for label, lines in (("golden", theirs.get(key)), ("here", ours.get(key))):
                    for line in lines or ["nothing"]:
                        print(f"  {label:8}{line}")
    print(f"advice: {pairs} days and playbooks compared, {differences} differ")
    return 1 if differences or not pairs else 0


# --- The program --------------------------------------------------------------------------------

def line_of(advice):
    """A piece of advice of `next --json`, as the golden files have it but for its citations."""
    def day(name):
        return date.fromisoformat(advice[name]) if advice[name] else None

    company = {application["application"]: application["company"] for application in advice["applications"]}
    companies = " and ".join(company.values())
    to = " and ".join(contact["name"] for contact in advice["contacts"])
    action = advice["action"].replace("_", " ")
    if action == "wait":
        parts = ["wait"]
        if advice["until"]:
            parts = [f"wait until {WEEKDAYS[day('until').weekday()]} {advice['until']}"]
        if advice["then"]:
            parts.append("then " + advice["then"].replace("_", " "))
        return ", ".join(parts + (["to " + to] if to else []) + ([companies] if companies else []))
    if action == "close or revive":
        return f"{action}, {companies}"
    window = advice["window"] and f"{advice['window']['from']}–{advice['window']['to']}"
    said = Advice(action, company, [to] if to else [], day("not_before"), day("not_after"), day("on"),
                  window=window, number=advice["try"], limit=advice["of"])
    return said.text(date.max if advice["overdue"] else date.min)


def compare_random(program, seed, count):
    """Random searches: the program's `next` on some mornings, by each playbook, and what is said here."""
    compared = differences = 0
    for number in range(seed, seed + count):
        for name in ORDER:
            with tempfile.TemporaryDirectory() as folder:
                search, log = searches.Search(number), Path(folder, "log.jsonl")
                search.following(name, log)
                events = read_events(log)
                run = [program, "--store", str(Path(folder, "store.db"))]
                environment = {"PATH": os.environ["PATH"], "HOME": folder, "TZ": "UTC"}
                subprocess.run(run + ["merge", str(log)], env=environment, check=True, capture_output=True)
                for day in search.mornings:
                    morning = datetime.combine(day, time(7), search.zone)
                    done = subprocess.run(run + ["next", "--json", "--now", morning.isoformat()], env=environment,
                                          check=True, capture_output=True)
                    theirs = sorted(map(line_of, json.loads(done.stdout)["advice"]))
                    world = World(events, datetime(2027, 1, 1, tzinfo=timezone.utc), morning)
                    ours = sorted(advise(world, name))
                    compared += 1
                    if ours != theirs:
                        differences += 1
                        print(f"seed {number} {WEEKDAYS[day.weekday()]} {day} {name}")
                        print("".join(f"  program {line}\n" for line in theirs)
                              + "".join(f"  here    {line}\n" for line in ours), end="")
    print(f"advice: {compared} mornings of random searches compared, seeds {seed} to {seed + count - 1}, "
          f"{differences} differ")
    return 1 if differences or not compared else 0


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "compare":
        return compare(Path(arguments[1]))
    if 2 <= len(arguments) <= 4 and arguments[0] == "random":
        seed, count = [int(text) for text in arguments[2:]] + [1, 12][len(arguments) - 2:]
        return compare_random(os.path.realpath(arguments[1]), seed, count)
    if len(arguments) == 2 and arguments[0] == "show":
        for (day, name), lines in story(Path(arguments[1])).items():
            for line in lines:
                print(f"{WEEKDAYS[day.weekday()]} {day} {name:12} {line}")
        return 0
    print(__doc__.strip(), file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
