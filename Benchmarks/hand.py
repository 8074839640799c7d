"""What a person waits for: cold processes on a usual store, as installed (stripped), beside `sqlite3 :memory: 'select 1'`."""
import os, statistics, subprocess
from advice import NOW, write

APPLICATIONS = 100
EVENTS = 30


def hand(folder, program, measure, runs):
    """Prints a row for each command; `measure` is that of the benchmarks."""
    print(f"\n### The speed of the hand: {APPLICATIONS} applications, {APPLICATIONS * EVENTS:,} events, cold processes\n\n"
          "| what | ours, ms | select 1, ms | ratio wall | ratio CPU | peak MB | at most |\n"
          "| --- | --- | --- | --- | --- | --- | --- |", flush=True)
    place = os.path.join(folder, "hand")
    os.makedirs(place, exist_ok=True)
    installed = os.path.join(place, "followup")
    subprocess.run(["strip", "-o", installed, program], check=True)
    store = os.path.join(place, "search.ours")
    if not os.path.exists(store):
        write(os.path.join(place, "search.jsonl"), APPLICATIONS, EVENTS)
        measure([installed, "--store", store, "merge", "search.jsonl"], place)
    ours = [installed, "--store", store, "--now", NOW]
    name = f"Employer {APPLICATIONS - 1}"
    for command, goal, arguments in (
            ("--version", "5", [installed, "--version"]), ("next", "10", [*ours, "next"]),
            ("show", "10", [*ours, "show", name]), ("log", "10", [*ours, "log", "call", name, "voicemail"]),
            ("list", "", [*ours, "list"]), ("search", "", [*ours, "search", "asked again"])):
        left, right = [], []
        for _ in range(max(runs, 15)):
            right.append(measure(["sqlite3", ":memory:", "select 1"], place))
            left.append(measure(arguments, place))
        ratio = lambda key: statistics.median(getattr(a, key) / getattr(b, key) for a, b in zip(left, right))
        wall = [1_000 * statistics.median(run.wall for run in kind) for kind in (left, right)]
        print(f"| {command} | {wall[0]:.1f} | {wall[1]:.1f} | {ratio('wall'):.1f} | {ratio('cpu'):.1f} "
              f"| {max(run.peak for run in left):.0f} | {goal} |", flush=True)
    size = os.path.getsize(installed) / 1e6
    print(f"\nThe installed program has {size:.1f} MB.")
