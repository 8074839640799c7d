#!/usr/bin/env python3
"""Holds our reader of TZif files against Python's zoneinfo.

Asked are all zones of the system's rules and of PyPI's newest `tzdata`: the hours in which a clock is changed, from 1970 to
2037, the seconds around each change, and hours drawn by chance up to 2100.

    python3 -B Tests/Peers/zones.py [SEED]
"""

import datetime
import os
import pathlib
import random
import subprocess
import sys
import zoneinfo

ROOT = pathlib.Path(__file__).resolve().parents[2]
PLACE = ROOT / ".build" / "peers-zones"
UTC = datetime.timezone.utc
FIRST, LAST, FARTHEST = 0, 2_145_916_800, 4_102_444_800
DAY = 86_400


def offset(zone, moment):
    return int(datetime.datetime.fromtimestamp(moment, UTC).astimezone(zone).utcoffset().total_seconds())


def changes(zone):
    """The first second of each offset, found by halves between noons that differ."""
    before, known = FIRST, offset(zone, FIRST)
    for moment in range(FIRST + DAY, LAST, DAY):
        now = offset(zone, moment)
        if now != known:
            low, high = before, moment
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(zone, middle) == known else (low, middle)
            yield high
        before, known = moment, now


def questions(folder, chance):
    zoneinfo.reset_tzpath(to=[str(folder)])
    zoneinfo.ZoneInfo.clear_cache()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name.split("/")[0] in ("posix", "right") or path.read_bytes()[:5] not in (b"TZif2", b"TZif3", b"TZif4"):
            continue
        if not all(c.isalnum() or c in "_+-/" for c in name) or name in ("localtime", "posixrules"):
            continue
        zone = zoneinfo.ZoneInfo(name)
        moments = {chance.randrange(FIRST, FARTHEST // 3_600) * 3_600 for _ in range(200)}
        for change in changes(zone):
            moments.update((change - 3_600, change - 1, change, change + 1, change + 3_600))
        yield name, [(moment, offset(zone, moment)) for moment in sorted(moments)]


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else random.randrange(1 << 32)
    chance = random.Random(seed)
    PLACE.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--upgrade", "--no-compile", "--target", str(PLACE / "pip"), "tzdata"],
        check=True, stderr=subprocess.DEVNULL)
    folders = [pathlib.Path("/usr/share/zoneinfo"), PLACE / "pip" / "tzdata" / "zoneinfo"]
    expected, lines = {}, []
    for folder in folders:
        for name, moments in questions(folder, chance):
            expected[(str(folder), name)] = moments
            lines.append("\t".join([str(folder), name] + [str(moment) for moment, _ in moments]))
    asked, answered = PLACE / "questions", PLACE / "answers"
    asked.write_text("\n".join(lines) + "\n")
    answered.unlink(missing_ok=True)
    environment = dict(os.environ, FOLLOWUP_ZONE_QUESTIONS=str(asked), FOLLOWUP_ZONE_ANSWERS=str(answered))
    run = subprocess.run(
        ["swift", "test", "--disable-xctest", "--filter", "ZonePeerTests"], cwd=ROOT, env=environment,
        capture_output=True, text=True)
    if not answered.exists():
        sys.exit(f"no answers came:\n{run.stdout[-2000:]}{run.stderr[-2000:]}")
    wrong = hours = zones = 0
    for line in answered.read_text().splitlines():
        folder, name, *offsets = line.split("\t")
        moments = expected.pop((folder, name))
        zones += 1
        hours += len(moments)
        for (moment, theirs), ours in zip(moments, offsets, strict=True):
            if int(ours) != theirs:
                wrong += 1
                if wrong <= 10:
                    print(f"{folder}/{name} at {moment}: {ours} here, {theirs} in Python")
    if expected:
        sys.exit(f"{len(expected)} zones were not answered, such as {next(iter(expected))}")
    editions = ", ".join((folder / "tzdata.zi").read_text().split("\n", 1)[0].removeprefix("# version ") for folder in folders)
    print(f"zones: {zones} of {editions}, {hours} moments, {wrong} differ (seed {seed})")
    sys.exit(1 if wrong or not hours else 0)


if __name__ == "__main__":
    main()
