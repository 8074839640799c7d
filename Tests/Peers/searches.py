"""Searches made by chance, as logs: what happened with a few applications within some weeks, so that two advisers
can be asked about it. The same seed gives the same bytes everywhere."""
import hashlib
import random
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import reader

WAYS = ["call"] * 4 + ["email"] * 3 + ["message", "letter"]


class Search:
    """A search made by chance: the lines of one device, and the mornings on which to ask."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.zone = ZoneInfo(self.random.choice(["America/New_York", "Europe/London", "Asia/Tokyo", "UTC"]))
        self.first = date(2026, 9, 1) + timedelta(days=self.random.randrange(40))
        self.lines, self.count = [], 0
        self.written = datetime.combine(self.first, time(22, 30), self.zone)
        self.device = self.identifier()
        self.setting("tz", self.zone.key)
        self.setting("holidays", [str(self.first + timedelta(days=day)) for day in self.some(range(40), 2)])
        for number in range(self.random.randint(1, 3)):
            self.application(number)
        last = self.first + timedelta(days=45)
        self.mornings = sorted({self.first + timedelta(days=self.random.randint(11, (last - self.first).days))
                                for _ in range(8)})

    def some(self, things, most):
        return self.random.sample(list(things), self.random.randint(0, most))

    def identifier(self):
        """A UUID of version 7: when it was made, and chance."""
        self.written += timedelta(milliseconds=1)
        made = int(self.written.timestamp() * 1000)
        text = f"{made:012x}7{self.random.getrandbits(12):03x}8{self.random.getrandbits(60):015x}"
        return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])

    def write(self, **values):
        """Writes one event of a new record, and returns the record."""
        record = self.identifier()
        moment = self.written.astimezone(timezone.utc)
        prev = hashlib.sha256(self.lines[-1]).hexdigest() if self.lines else reader.ZEROS
        event = {"device": self.device, "hlc": f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}Z-0000",
                 "prev": prev, "record": record, "seq": float(len(self.lines) + 1),
                 "set": dict(sorted((name, value) for name, value in values.items() if value is not None)), "v": 1.0}
        self.lines.append(reader.canonical(event).encode())
        return record

    def setting(self, name, value):
        self.write(type="setting", name=name, value=value)

    def at(self, day, hours=(9, 18)):
        """A time of a day, no two alike."""
        self.count += 1
        moment = datetime.combine(day, time(self.random.randrange(*hours), self.count % 60), self.zone)
        return moment.isoformat()

    def maybe(self, value, chance=0.5):
        return value if self.random.random() < chance else None

    def application(self, number):
        choose, company = self.random.choice, self.random.choice(["Ash", "Birch"])
        people = [self.write(type="contact", name=f"{role} {number}", role=role, company=company,
                             moved_to=self.maybe("elsewhere", 0.05))
                  for role in self.some(["recruiter", "hr", "hiring_manager", "interviewer", "insider"], 4)]
        begin = self.first + timedelta(days=self.random.randrange(10))
        self.written = max(self.written, datetime.combine(begin, time(22, 30), self.zone))
        key = self.write(
            type="application", company=company, role=f"Role {number}",
            applied_on=self.maybe(str(begin), 0.7), met_on=self.maybe(str(begin), 0.2),
            snooze_until=self.maybe(str(begin + timedelta(days=self.random.randrange(40))), 0.1),
            closed_on=self.maybe(str(begin + timedelta(days=30)), 0.1))
        day = begin
        for _ in range(self.random.randrange(9)):
            day += timedelta(days=self.random.choice([1, 2, 3, 4, 5, 8]))
            contact = choose(people) if people and self.random.random() < 0.8 else None
            ahead = str(day + timedelta(days=self.random.randint(1, 10)))
            kind = self.random.random()
            if kind < 0.2:
                self.write(type="interview", application=key, at=self.at(day), **{"with": contact and [contact]})
                if self.random.random() < 0.7:
                    self.write(type="thank_you", application=key, contact=contact, at=self.at(day, (19, 20)),
                               direction="out", outcome="sent")
                if self.random.random() < 0.6:
                    self.write(type="promise", application=key, at=str(day), by=ahead,
                               precision=choose(["day", "about", None]), kept=choose([None, None, "no", "yes"]))
                if self.random.random() < 0.3:
                    granted = self.random.random() < 0.6
                    self.write(type="permission", application=key, at=str(day), granted=granted,
                               not_before=ahead if granted else None,
                               not_after=str(date.fromisoformat(ahead) + timedelta(days=1))
                               if granted and self.random.random() < 0.4 else None)
            elif kind < 0.75:
                way = choose(WAYS)
                outcome = choose(["voicemail", "voicemail", "no_answer", "screened", "spoke"]) if way == "call" \
                    else choose(["sent", "sent", "sent", "bounced"])
                self.write(type=way, application=key, contact=contact, at=self.at(day), direction="out",
                           outcome=outcome)
            elif kind < 0.83:
                self.write(type="insider_ask", application=key, contact=contact, at=self.at(day))
            elif kind < 0.9:
                self.write(type=choose(["email", "call"]), application=key, contact=contact, at=self.at(day),
                           direction="in")
            else:
                answer = choose(["pending", "pending", "postponed", "offer", "rejected", "filled", "position_gone"])
                self.write(type="reply", application=key, contact=contact, at=self.at(day), answer=answer,
                           new_date=ahead if answer in ("pending", "postponed") else None,
                           respond_by=ahead if answer == "offer" else None)

    def following(self, playbook, path):
        """Writes the log to a file, with a playbook in its settings."""
        lines = self.lines[:]
        self.setting("playbook", playbook)
        path.write_bytes(b"".join(line + b"\n" for line in self.lines))
        self.lines = lines
