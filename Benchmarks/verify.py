"""What a check of a whole store costs: every line hashed, every log followed, the state folded anew and compared.

Against three steps that check nothing: raw SQLite writes out all lines of the same store, `sha256sum` hashes them, and the
program merges them into a scratch store.
"""
import os, subprocess


def verify(folder, program, tool, files, sizes, measure, pairs, section, remove, runs):
    section("Checking a store", "against")
    for count in sorted(set(sizes)):
        place = os.path.join(folder, f"backup-{count}")
        store = [program, "--store", "store.ours"]
        if not os.path.exists(os.path.join(place, "store.ours")):
            os.makedirs(place, exist_ok=True)
            subprocess.run([tool, "generate", place, str(count)], check=True)
            measure([*store, "merge", *files], place)
        lines = os.path.join(place, "lines")

        def steps():
            remove(place, "scratch.ours")
            os.sync()
            whole = measure(["sqlite3", "store.ours", "SELECT line FROM events ORDER BY id"], place, stdout=lines)
            for command in (["sha256sum", "lines"], [program, "--store", "scratch.ours", "merge", "lines"]):
                step = measure(command, place)
                whole.wall, whole.cpu = whole.wall + step.wall, whole.cpu + step.cpu
            return whole

        pairs(f"verify of {count:,} events, to reading, sha256sum and a merge of them", "1.50",
              lambda: measure([*store, "verify"], place), steps, runs)
        remove(place, "scratch.ours")
        os.remove(lines)
