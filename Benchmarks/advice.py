"""What advice costs: `next` as a cold process on searches of 1,000 and 10,000 applications, most of them closed.

Each application has 20 events, closing included; its person at the employer is one of them. As many are open in the
large search as in the small one: a person follows so many at a time, whatever lies behind.
"""
import datetime, hashlib, json, os, random, statistics

NOW = "2026-11-20T09:00:00-05:00"
OPEN = 40
EVENTS = 20


def write(path, applications, events=EVENTS, seed=1):
    """The log of one device, in format v1."""
    rng = random.Random(seed)
    clock = datetime.datetime(2020, 1, 6, 9, tzinfo=datetime.timezone.utc)
    state = {"prev": "0" * 64, "seq": 0}

    def uuid():
        number = (int(clock.timestamp() * 1000) << 80) | (7 << 76) | (rng.getrandbits(12) << 64)
        digits = f"{number | (2 << 62) | rng.getrandbits(62):032x}"
        return "-".join([digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]])

    device = uuid()
    span = (datetime.datetime(2026, 11, 19, tzinfo=datetime.timezone.utc) - clock) / (applications * events + 1)

    with open(path, "wb") as out:
        def put(record, **fields):
            nonlocal clock
            clock += span
            state["seq"] += 1
            stamp = clock.strftime("%Y-%m-%dT%H:%M:%S.") + f"{clock.microsecond // 1000:03}Z-0000"
            line = json.dumps({"device": device, "hlc": stamp, "prev": state["prev"], "record": record,
                               "seq": state["seq"], "set": fields, "v": 1},
                              sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
            state["prev"] = hashlib.sha256(line).hexdigest()
            out.write(line + b"\n")

        put(uuid(), type="setting", name="tz", value="America/New_York")
        for index in range(applications):
            is_open = index >= applications - OPEN
            # What is open began in the last weeks; the rest lies where the clock of the log is.
            first = datetime.date(2026, 11, 1) + datetime.timedelta(rng.randrange(10)) if is_open else clock.date()
            day = lambda after: (first + datetime.timedelta(after)).isoformat()
            application, contact = uuid(), uuid()
            company = f"Employer {index}"
            put(application, type="application", company=company, role="Clerk", at=day(0), applied_on=day(0))
            put(contact, type="contact", name=f"Person {index}", role="hiring_manager", company=company,
                phone=f"212-555-01{index % 100:02}", email=f"person{index}@example.org")
            put(uuid(), type="interview", application=application, at=day(3), **{"with": [contact]})
            put(uuid(), type="thank_you", application=application, contact=contact, at=day(3), outcome="sent",
                direction="out")
            put(uuid(), type="promise", application=application, at=day(3), by=day(6), precision="day")
            for number in range(events - 7):
                kind = rng.choice(["call", "email", "note"])
                if kind == "note":
                    put(uuid(), type="note", application=application, at=day(7 + number % 3), text="asked again")
                else:
                    put(uuid(), type=kind, application=application, contact=contact, at=day(7 + number % 3),
                        direction="out", outcome="voicemail" if kind == "call" else "sent")
            put(uuid(), type="note", application=application, at=day(9), text="so far")
            if is_open:
                put(application, note="open")
            else:
                put(application, closed_on=day(20), closed_reason="silence")


def advice(folder, program, measure, runs):
    """Prints the two rows; `measure` is that of the benchmarks."""
    print(f"\n### Advice: next, {OPEN} open applications, cold process, beyond followup --version\n\n"
          "| applications, events | next, s | --version, s | select 1, s | ratio | at most | peak MB | at most |\n"
          "| --- | --- | --- | --- | --- | --- | --- | --- |", flush=True)
    medians = []
    for count in (1_000, 10_000):
        place = os.path.join(folder, f"advice-{count}")
        os.makedirs(place, exist_ok=True)
        store = os.path.join(place, "search.ours")
        if not os.path.exists(store):
            write(os.path.join(place, "search.jsonl"), count)
            measure([program, "--store", store, "merge", "search.jsonl"], place)
        ours, version, raw = [], [], []
        for _ in range(max(runs, 9)):
            raw.append(measure(["sqlite3", ":memory:", "select 1"], place))
            version.append(measure([program, "--version"], place))
            ours.append(measure([program, "--store", store, "next", "--now", NOW], place))
        ratio = statistics.median(
            (a.wall - b.wall) / c.wall for a, b, c in zip(ours, version, raw))
        wall = [statistics.median(run.wall for run in kind) for kind in (ours, version, raw)]
        medians.append(wall[0])
        print(f"| {count:,}, {count * EVENTS:,} | {wall[0]:.4f} | {wall[1]:.4f} | {wall[2]:.4f} | {ratio:.1f} "
              f"| {'8' if count == 1_000 else ''} | {max(run.peak for run in ours):.0f} "
              f"| {'64' if count == 10_000 else ''} |", flush=True)
    print(f"\nTen times the search: {medians[1] / medians[0]:.2f} times the time (at most 4.00).")
