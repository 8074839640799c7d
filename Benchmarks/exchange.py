"""Foreign formats out: each as a whole process beside `export --format log` of the same store, pair by pair.

The store is the one of advice.py: 1,000 applications with 20 events each, of which 40 are open.
"""
import os

from advice import NOW, write


def exchange(folder, program, measure, pairs, section, runs):
    place = os.path.join(folder, "exchange")
    os.makedirs(place, exist_ok=True)
    store = os.path.join(place, "store.db")
    if not os.path.exists(store):
        write(os.path.join(place, "log.jsonl"), 1_000)
        measure([program, "--store", store, "merge", "log.jsonl"], place)

    def export(what):
        return measure([program, "--store", store, "--now", NOW, "export", "--format", what], place,
                       stdout=os.path.join(place, f"out.{what}"))

    def report():
        return measure([program, "--store", store, "--now", NOW, "report"], place,
                       stdout=os.path.join(place, "report.html"))

    section("1,000 applications, 20,000 events, exported", "export --format log")
    pairs("calendar (ics)", "10.00", lambda: export("ics"), lambda: export("log"), runs)
    pairs("report", "10.00", report, lambda: export("log"), runs)
    size = os.path.getsize(os.path.join(place, "report.html"))
    print(f"\nThe report has {size / 1e6:.2f} MB (at most 5).")
