"""What Python's icalendar and dateutil make of Fixtures/import/ics, as the JSON files beside them.

    Tests/Peers/icalendar.sh            checks that the files say what the peer says
    Tests/Peers/icalendar.sh --write    writes them anew

The tests of FollowUpFormats hold its own reader against the same files.
"""
import datetime
import glob
import json
import re
import sys

from dateutil.rrule import rrulestr
from icalendar import Calendar

FIRST, LAST = datetime.datetime(2025, 1, 1), datetime.datetime(2031, 12, 31, 23, 59, 59)
# The peer refuses these whole; the tests say what is expected of them.
LEFT_OUT = ("damaged.ics", "carriage-returns.ics")


def shown(value, zone=None):
    """A day or a time as iCalendar writes it, with its zone behind it."""
    if not isinstance(value, datetime.datetime):
        return value.strftime("%Y%m%d")
    text = value.strftime("%Y%m%dT%H%M%S")
    if value.tzinfo is None:
        return text
    name = str(value.tzinfo)
    return text + "Z" if name == "UTC" else f"{text} {zone or name}"


def values(event, name):
    """The values of a property that may come several times and be a list."""
    found = event.get(name)
    if found is None:
        return []
    return [item.dt for line in (found if isinstance(found, list) else [found]) for item in line.dts]


def naive(value):
    if not isinstance(value, datetime.datetime):
        return datetime.datetime(value.year, value.month, value.day)
    return value.replace(tzinfo=None)


def occurrences(event):
    start = event["DTSTART"].dt
    begins = [naive(start)]
    if "RRULE" in event:
        rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=naive(start))
        begins = list(rule.between(FIRST, LAST, inc=True))
    begins += [naive(value) for value in values(event, "RDATE")]
    except_ = {naive(value) for value in values(event, "EXDATE")}
    whole = not isinstance(start, datetime.datetime)
    found = sorted({begin for begin in begins if begin not in except_ and FIRST <= begin <= LAST})
    return [begin.strftime("%Y%m%d" if whole else "%Y%m%dT%H%M%S") for begin in found]


def event_of(event):
    def text(name):
        return str(event[name]) if name in event else None

    return {
        "uid": text("UID"), "summary": text("SUMMARY"), "location": text("LOCATION"), "details": text("DESCRIPTION"),
        "start": shown(event["DTSTART"].dt), "end": shown(event["DTEND"].dt) if "DTEND" in event else None,
        "seconds": int(event["DURATION"].dt.total_seconds()) if "DURATION" in event else None,
        "occurrences": occurrences(event),
    }


def expected(path):
    with open(path, "rb") as file:
        # The peer decodes before it unfolds, so what is folded within characters is unfolded for it.
        calendar = Calendar.from_ical(re.sub(rb"\r?\n[ \t]", b"", file.read()))
    events = [event_of(event) for event in calendar.walk("VEVENT")]
    return json.dumps({"events": events}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main():
    wrong = 0
    paths = [path for path in sorted(glob.glob("Fixtures/import/ics/*.ics")) if not path.endswith(LEFT_OUT)]
    for path in paths:
        target = path.removesuffix(".ics") + ".json"
        text = expected(path)
        if "--write" in sys.argv[1:]:
            with open(target, "w", encoding="utf-8") as file:
                file.write(text)
            continue
        with open(target, encoding="utf-8") as file:
            if file.read() != text:
                wrong += 1
                print(f"peers: {target} is not what the peer says; look at it, then write it anew with --write")
    print(f"peers: {len(paths)} calendars, {wrong} differ")
    return 1 if wrong or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
