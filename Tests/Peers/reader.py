#!/usr/bin/env python3
"""A second reader of the log format, version 1, written from docs/FORMAT.md alone.

It shares no code with the Swift sources, so where the two disagree, one of them (or the page) is
wrong. Standard library only, Python 3.9 or later.

    reader.py check FILE...    names each malformed or refused line as file:line: reason
    reader.py digest FILE...   prints the state digest
    reader.py state FILE...    prints the state lines
    reader.py report FILE...   prints one canonical JSON object: counts, digest, heads, conflicts

The files together are one log: `report a b` is what a device knows that has read both.
Exit status: 0, or 3 when `check` named a line, or 2 for wrong usage.
"""

import hashlib
import json
import math
import re
import sys

LINE_BYTES_MAX = 1 << 20
DEPTH_MAX = 64
SAFE_INTEGER_MAX = 2**53 - 1
ZEROS = "0" * 64

# Always used with fullmatch: "$" would let a final line feed through. Classes are spelt out,
# because \d also takes digits of other scripts.
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
HASH = re.compile(r"[0-9a-f]{64}")
HLC = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z-[0-9a-f]{4}")
FIELD = re.compile(r"[a-z][a-z0-9_]{0,63}")


class Malformed(Exception):
    """A line that breaks a rule of section 2. `rule` is a short fixed name."""

    def __init__(self, rule, detail):
        super().__init__(f"{rule}: {detail}")
        self.rule = rule


# --- Canonical JSON (RFC 8785) -------------------------------------------------------------------

def es_number(x):
    """Spells a finite double as ECMAScript's Number::toString does."""
    if x == 0:
        return "0"
    # repr gives the shortest digits that read back as x, as ECMAScript asks; only the layout differs.
    mantissa, _, exponent = repr(abs(x)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0)  # the value is 0.DIGITS times 10 to the `point`
    point -= len(whole + fraction) - len(digits)
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        text = digits + "0" * (point - count)
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        power = point - 1
        text = digits[0] + ("." + digits[1:] if count > 1 else "")
        text += "e" + ("+" if power > 0 else "-") + str(abs(power))
    return "-" + text if x < 0 else text


NEEDS_ESCAPE = re.compile('[\x00-\x1f"\\\\]')
SHORT_ESCAPES = {
    '"': '\\"', "\\": "\\\\", "\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r"}


def escape(match):
    character = match.group()
    return SHORT_ESCAPES.get(character) or "\\u%04x" % ord(character)


def utf16(text):
    """The sort key of a name: its UTF-16 code units. Big-endian bytes compare as the units do."""
    return text.encode("utf-16-be")


def canonical(value, depth=0):
    """Spells a value that has objects with sorted keys, as `parse` makes them."""
    if isinstance(value, str):
        return '"' + NEEDS_ESCAPE.sub(escape, value) + '"'
    if isinstance(value, float):
        return es_number(value)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if depth == DEPTH_MAX:
        raise Malformed("depth", "objects and arrays more than 64 deep")
    if isinstance(value, list):
        return "[" + ",".join([canonical(item, depth + 1) for item in value]) + "]"
    return "{" + ",".join(
        [canonical(key) + ":" + canonical(item, depth + 1) for key, item in value.items()]) + "}"


def strict_number(text):
    x = float(text)
    if math.isinf(x):
        raise Malformed("number", f"{text[:40]} rounds to infinity")
    if es_number(x) != text:
        raise Malformed("number", f"{text[:40]} is not spelt {es_number(x)}")
    return x


def strict_constant(text):
    raise Malformed("syntax", f"{text} is no JSON")


def strict_object(pairs):
    last = None
    for key, _ in pairs:
        try:
            this = utf16(key)
        except UnicodeEncodeError:
            raise Malformed("surrogate", "a key holds a lone surrogate") from None
        if last is not None and this == last:
            raise Malformed("duplicate-key", f"key {key!r} twice")
        if last is not None and this < last:
            raise Malformed("key-order", f"key {key!r} is out of order")
        last = this
    return dict(pairs)


DECODER = json.JSONDecoder(
    object_pairs_hook=strict_object, parse_float=strict_number, parse_int=strict_number,
    parse_constant=strict_constant)


def parse(line):
    """Parses canonical JSON, or raises Malformed. Every number becomes a float.

    Python's parser is more liberal than RFC 8785, so what it makes of the line is spelt again and
    must give the same bytes.
    """
    if len(line) > LINE_BYTES_MAX:
        raise Malformed("too-long", f"{len(line)} bytes, more than {LINE_BYTES_MAX}")
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("utf-8", f"not UTF-8 at byte {error.start + 1}") from None
    try:
        value, end = DECODER.raw_decode(text)
        if end != len(text):
            raise Malformed("trailing", f"something follows the object at character {end + 1}")
    except json.JSONDecodeError as error:
        raise Malformed("syntax", str(error)) from None
    except RecursionError:
        raise Malformed("depth", "objects and arrays more than 64 deep") from None
    spelt = canonical(value)
    try:
        spelt.encode("utf-8")
    except UnicodeEncodeError:
        raise Malformed("surrogate", "a string holds a lone surrogate") from None
    if spelt != text:
        at = next((i for i, (a, b) in enumerate(zip(spelt, text)) if a != b),
                  min(len(spelt), len(text)))
        raise Malformed("canonical", f"not canonical at character {at + 1}")
    return value


# --- The event line (section 2) ------------------------------------------------------------------

def is_form(pattern, value):
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def is_count(value):
    return isinstance(value, float) and value.is_integer() and 1 <= value <= SAFE_INTEGER_MAX


def is_seen(value):
    return (isinstance(value, list) and 1 <= len(value) <= 256
            and all(is_form(HASH, item) for item in value))


def need(value, key, good, form):
    if key not in value:
        raise Malformed(f"missing-{key}", f"no key {key!r}")
    if not good(value[key]):
        raise Malformed(key, f"{key!r} is not {form}")


class Event:
    __slots__ = ("hash", "device", "seq", "prev", "seen", "opaque", "hlc", "record", "set",
                 "chain", "position", "past")

    def order(self):
        return (self.hlc, self.device, self.hash)


def read_event(line):
    """Makes an event of a line without its LF, or raises Malformed."""
    value = parse(line)
    if not isinstance(value, dict):
        raise Malformed("not-an-object", "the line is no JSON object")
    need(value, "v", is_count, "an integer from 1 to 2^53 - 1")
    need(value, "device", lambda it: is_form(UUID, it), "a UUID in lower case")
    need(value, "prev", lambda it: is_form(HASH, it), "64 lower-case hex digits")
    need(value, "seq", is_count, "an integer from 1 to 2^53 - 1")
    if (value["seq"] == 1) != (value["prev"] == ZEROS):
        raise Malformed("prev-seq", "prev is 64 zeros when, and only when, seq is 1")

    event = Event()
    event.hash = hashlib.sha256(line).hexdigest()
    event.device, event.prev, event.seq = value["device"], value["prev"], int(value["seq"])
    event.opaque = value["v"] > 1
    event.hlc = event.record = None
    event.set = {}
    if not event.opaque:
        need(value, "hlc", lambda it: is_form(HLC, it), "a hybrid clock stamp")
        need(value, "record", lambda it: is_form(UUID, it), "a UUID in lower case")
        need(value, "set", lambda it: isinstance(it, dict), "an object")
        if not 1 <= len(value["set"]) <= 256:
            raise Malformed("set", "'set' does not have 1 to 256 fields")
        for name in value["set"]:
            if not is_form(FIELD, name):
                raise Malformed("field-name", f"{name!r} is no field name")
        if "seen" in value:
            need(value, "seen", is_seen, "an array of 1 to 256 hashes")
        if "step" in value:
            need(value, "step", lambda it: is_form(UUID, it), "a UUID in lower case")
        event.hlc, event.record, event.set = value["hlc"], value["record"], value["set"]
    seen = value.get("seen")
    event.seen = seen if is_seen(seen) else []
    return event


# --- The log (sections 1, 3, 4) ------------------------------------------------------------------

class Log:
    """What a device knows that has read these files."""

    def __init__(self, paths):
        self.malformed = []  # (path, line number, reason), every occurrence
        self.places = {}  # hash of a well-formed line: (path, line number) where it first stood
        malformed_lines = set()
        events = {}
        for path in paths:
            with open(path, "rb") as file:
                lines = file.read().split(b"\n")
            for number, line in enumerate(lines, 1):
                if not line:
                    continue
                try:
                    event = read_event(line)
                except Malformed as reason:
                    self.malformed.append((path, number, str(reason)))
                    malformed_lines.add(line)
                    continue
                if event.hash not in events:
                    events[event.hash] = event
                    self.places[event.hash] = (path, number)
        self.malformed_count = len(malformed_lines)
        self.accept(events)
        self.sort_by_causality()
        self.fold()

    def accept(self, events):
        """Accepts along `prev` from the first events of the devices on."""
        followers = {}
        for event in events.values():
            followers.setdefault(event.prev, []).append(event)
        self.accepted, self.refused = {}, {}
        ready = followers.get(ZEROS, [])[:]
        while ready:
            event = ready.pop()
            self.accepted[event.hash] = event
            for follower in followers.get(event.hash, []):
                if follower.device != event.device:
                    self.refused[follower.hash] = "prev names an event of another device"
                elif follower.seq != event.seq + 1:
                    self.refused[follower.hash] = f"prev names seq {event.seq}, own seq {follower.seq}"
                else:
                    ready.append(follower)
        # What follows a refused or malformed line waits, for ever.
        self.waiting_count = len(events) - len(self.accepted) - len(self.refused)

    def sort_by_causality(self):
        """Puts the accepted events in an order in which pasts come first, and finds each one's past.

        The past is a vector: the events fall into chains along `prev` (the first successor goes on
        with the chain, another branch begins a new one), and `past` maps a chain to the last
        position in it that lies in the past. An event's own chain is left to `position`.
        """
        parents, children, missing = {}, {}, {}
        for event in self.accepted.values():
            named = {event.prev, *event.seen}
            parents[event.hash] = [self.accepted[name] for name in named if name in self.accepted]
            missing[event.hash] = len(parents[event.hash])
            for parent in parents[event.hash]:
                children.setdefault(parent.hash, []).append(event)
        self.ordered = []
        ready = [event for event in self.accepted.values() if not missing[event.hash]]
        continued, chains = set(), 0
        while ready:
            event = ready.pop()
            self.ordered.append(event)
            for child in children.get(event.hash, []):
                missing[child.hash] -= 1
                if not missing[child.hash]:
                    ready.append(child)

            before = self.accepted.get(event.prev)
            if before is not None and before.hash not in continued:
                continued.add(before.hash)
                event.chain, event.position = before.chain, before.position + 1
            else:
                event.chain, event.position = chains, 0
                chains += 1
            past = before.past if before is not None else {}
            copied = False
            for parent in parents[event.hash]:
                news = [(parent.chain, parent.position)]
                if parent is not before:
                    news.extend(parent.past.items())
                for chain, position in news:
                    if chain != event.chain and past.get(chain, -1) < position:
                        if not copied:  # most events learn nothing new and share the vector
                            past, copied = dict(past), True
                        past[chain] = position
            event.past = past

    @staticmethod
    def is_past(a, b):
        """Whether the event a is in the past of the event b."""
        if a.chain == b.chain:
            return a.position < b.position
        return b.past.get(a.chain, -1) >= a.position

    def fold(self):
        """Finds the survivors of each record and field, greatest first."""
        records = {}
        for event in self.ordered:  # none is in the past of an earlier one
            fields = records.setdefault(event.record, {}) if event.set else {}
            for name in event.set:
                kept = [other for other in fields.get(name, []) if not self.is_past(other, event)]
                fields[name] = kept + [event]
        self.survivors = {
            record: {
                name: sorted(fields[name], key=Event.order, reverse=True)
                for name in sorted(fields)}
            for record, fields in sorted(records.items())}

    def state_lines(self):
        for record, fields in self.survivors.items():
            values = {name: events[0].set[name] for name, events in fields.items()}
            values = {name: value for name, value in values.items() if value is not None}
            yield canonical({"fields": values, "record": record})

    def digest(self):
        sum = hashlib.sha256()
        for line in self.state_lines():
            sum.update(line.encode("utf-8") + b"\n")
        return sum.hexdigest()

    def heads(self):
        followed = {event.prev for event in self.accepted.values()}
        heads = {}
        for event in self.accepted.values():
            if event.hash not in followed:
                heads.setdefault(event.device, []).append(event.hash)
        return {device: sorted(heads[device]) for device in sorted(heads)}

    def conflicts(self):
        for record, fields in self.survivors.items():
            for name, events in fields.items():
                values = [event.set[name] for event in events]
                if len({canonical(value) for value in values}) > 1:
                    yield {
                        "field": name, "others": values[1:], "record": record, "value": values[0]}

    def report(self):
        return canonical({
            "accepted": float(len(self.accepted)),
            "conflicts": list(self.conflicts()),
            "digest": self.digest(),
            "heads": self.heads(),
            "malformed": float(self.malformed_count),
            "opaque": float(sum(event.opaque for event in self.accepted.values())),
            "refused": float(len(self.refused)),
            "waiting": float(self.waiting_count),
        })


def main(arguments):
    if len(arguments) < 2 or arguments[0] not in ("check", "digest", "state", "report"):
        sys.stderr.write(__doc__)
        return 2
    log = Log(arguments[1:])
    out = []
    status = 0
    if arguments[0] == "check":
        refused = [(*log.places[hash], "refused: " + why) for hash, why in log.refused.items()]
        found = sorted(log.malformed + refused, key=lambda it: (arguments.index(it[0], 1), it[1]))
        out = [f"{path}:{number}: {reason}" for path, number, reason in found]
        status = 3 if found else 0
    elif arguments[0] == "digest":
        out = [log.digest()]
    elif arguments[0] == "state":
        out = log.state_lines()
    else:
        out = [log.report()]
    for line in out:
        sys.stdout.buffer.write(line.encode("utf-8", "backslashreplace") + b"\n")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
