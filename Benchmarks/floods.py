"""What a flood of branches costs: logs with far more ends than any household has devices.

Each is measured at a size and at a quarter of it, so that what grows faster than what is there shows: four times the events
may cost at most five times as much. Memory and the next append are held against a store without the flood.

    Benchmarks/floods.py KIND COUNT FILE    writes one flood: see KINDS
"""
import hashlib, os, random, shutil, statistics, subprocess, sys

ZERO = "0" * 64


def name(number, kind):
    return f"0199c3f0-{kind:04x}-7c42-8a11-{number:012x}"


def line(device, seq, prev, record, values, seen=None, ms=0):
    """An event line, and its hash: the values are given canonically."""
    seconds, minutes = ms // 1000 % 60, ms // 60000 % 60
    stamp = f"2026-11-{1 + ms // 86400000 % 28:02d}T{ms // 3600000 % 24:02d}:{minutes:02d}:{seconds:02d}.{ms % 1000:03d}Z-0000"
    named = "" if not seen else '"seen":[' + ",".join(f'"{one}"' for one in sorted(seen)) + "],"
    text = (f'{{"device":"{device}","hlc":"{stamp}","prev":"{prev}","record":"{record}",{named}"seq":{seq},'
            f'"set":{{{values}}},"v":1}}')
    return text, hashlib.sha256(text.encode()).hexdigest()


def note(number):
    return f'"text":"number {number}","type":"note"'


def roots(count):
    """One device, `count` first events."""
    for i in range(count):
        yield line(name(1, 1), 1, ZERO, name(i, 3), note(i), ms=i)


def branches(count):
    """One device, one first event and `count` second ones."""
    first = line(name(1, 1), 1, ZERO, name(0, 3), note(0))
    yield first
    for i in range(1, count + 1):
        yield line(name(1, 1), 2, first[1], name(i, 3), note(i), ms=i)


def naming(count):
    """`count` devices of one event, each of which names the one before."""
    last = None
    for i in range(count):
        last = line(name(i, 1), 1, ZERO, name(i, 3), note(i), seen=[last[1]] if last else None, ms=i)
        yield last


def crowd(count):
    """`count` devices of one event, each of which names up to 256 of those before it."""
    chance = random.Random(1)
    hashes = []
    for i in range(count):
        event = line(name(i, 1), 1, ZERO, name(i, 3), note(i), seen=chance.sample(hashes, min(256, len(hashes))), ms=i)
        hashes.append(event[1])
        yield event


def conflict(count):
    """`count` devices that assign one field of one record without knowing of one another."""
    for i in range(count):
        yield line(name(i, 1), 1, ZERO, name(0, 3), note(i), ms=i)


def segments(count):
    """One log of `count` events."""
    prev = ZERO
    for i in range(count):
        event = line(name(1, 1), i + 1, prev, name(i % 500, 3), note(i), ms=i)
        prev = event[1]
        yield event


KINDS = {flood.__name__: flood for flood in (roots, branches, naming, crowd, conflict, segments)}


def write(kind, count, path):
    with open(path, "w") as out:
        for text, _ in KINDS[kind](count):
            out.write(text + "\n")


def spread(count, folder):
    """The log of `segments` as a shared folder of one-event segments."""
    place = os.path.join(folder, "log", name(1, 1))
    os.makedirs(place)
    for i, (text, hash) in enumerate(segments(count)):
        with open(os.path.join(place, f"{i + 1:010d}-{i + 1:010d}-{hash[:16]}.jsonl"), "w") as out:
            out.write(text + "\n")


def floods(folder, program, measure, remove, runs):
    place = os.path.join(folder, "floods")
    shutil.rmtree(place, ignore_errors=True)
    os.makedirs(place)
    print("\n### Floods of branches\n\n| what | s | MB | to a quarter of it, s and MB | at most |\n| --- | --- | --- | --- | --- |",
          flush=True)

    def ours(*command):
        return measure([program, "--store", "flood.ours", *command], place)

    def show(what, large, small, goal):
        wall = [statistics.median(run.wall for run in some) for some in (large, small)]
        peak = [max(run.peak for run in some) for some in (large, small)]
        print(f"| {what} | {wall[0]:.3f} | {peak[0]:.0f} | {wall[0] / wall[1]:.1f}, {peak[0] / peak[1]:.1f} | {goal} |",
              flush=True)

    def times(command, *, before=lambda: None):
        result = []
        for _ in range(runs):
            before()
            result.append(ours(*command))
        return result

    remove(place, "flood.ours")
    alone = [run.wall for run in times(["open", "Acme", "Engineer"])]
    print(f"| an append without a flood | {statistics.median(alone):.3f} | | | |", flush=True)
    sizes = {"roots": 20_000, "branches": 20_000, "naming": 8_000, "crowd": 8_000, "conflict": 4_000}
    for kind, count in sizes.items():
        found = {}
        for number in (count // 4, count):
            write(kind, number, os.path.join(place, "flood.jsonl"))
            fresh = lambda: remove(place, "flood.ours")
            found[number] = {
                "merge": times(["merge", "flood.jsonl"], before=fresh), "append": times(["open", "Acme", "Engineer"]),
                "status": times(["status"]), "verify": times(["verify"])}
        for what in found[count]:
            goal = {"merge": "1 s, 128 MB; 5.0", "append": "twice one without"}.get(what, "128 MB; 5.0")
            show(f"{what}, {count:,} {kind}", found[count][what], found[count // 4][what], goal)
    found = {}
    for number in (5_000, 20_000):
        def fresh():
            remove(place, "flood.ours")
            shutil.rmtree(os.path.join(place, "shared"), ignore_errors=True)
            spread(number, os.path.join(place, "shared"))
        found[number] = times(["sync", os.path.join(place, "shared"), "--refill"], before=fresh)
    show("first sync, 20,000 segments of one event", found[20_000], found[5_000], "5.0")
    shutil.rmtree(place)


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in KINDS:
        sys.exit(f"usage: {sys.argv[0]} {'|'.join(KINDS)} COUNT FILE")
    write(sys.argv[1], int(sys.argv[2]), sys.argv[3])
