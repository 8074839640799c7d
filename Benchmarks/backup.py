"""What safety costs: a backup with its proof against a bare copy and its checksum, and a moment of the past against a merge.

The anchor of the backup is `sqlite3 .backup` and then `sha256sum` of the file: it proves nothing but that the bytes can be
read again. Ours reads the copy back by the rules, hashes every line, follows the logs and folds the state anew.
"""
import os, shutil, subprocess


def backup(folder, program, tool, files, sizes, measure, pairs, section, remove, runs):
    section("Backups and moments of the past", "against")
    for count in sorted({min(100_000, max(sizes)), max(sizes)}):
        place = os.path.join(folder, f"backup-{count}")
        store = [program, "--store", "store.ours"]
        if not os.path.exists(os.path.join(place, "store.ours")):
            os.makedirs(place, exist_ok=True)
            subprocess.run([tool, "generate", place, str(count)], check=True)
            measure([*store, "merge", *files], place)
        backups = os.path.join(place, "backups")

        def ours():
            shutil.rmtree(backups, ignore_errors=True)
            os.sync()
            return measure([*store, "backup", backups], place)

        def bare():
            remove(place, "copy.db")
            os.sync()
            copied = measure(["sqlite3", "store.ours", ".backup copy.db"], place)
            summed = measure(["sha256sum", "copy.db"], place)
            copied.wall, copied.cpu = copied.wall + summed.wall, copied.cpu + summed.cpu
            return copied

        pairs(f"backup of {count:,} events, proved, to .backup and sha256sum", "2.50", ours, bare, runs)
        remove(place, "copy.db")
        shutil.rmtree(backups, ignore_errors=True)
        if count > 100_000:
            continue

        def merge():
            remove(place, "fresh.ours")
            return measure([program, "--store", "fresh.ours", "merge", *files], place)

        for name, moment in (("the middle", middle(place, files)), ("the end", "2099-01-01")):
            pairs(f"state of {count:,} events as of {name}, to a merge of them", "2.00",
                  lambda moment=moment: measure([*store, "export", "--format", "state", "--as-of", moment], place),
                  merge, runs)
        remove(place, "fresh.ours")


def middle(place, files):
    """The stamp in the middle of a log."""
    with open(os.path.join(place, files[0]), "rb") as log:
        log.seek(os.path.getsize(log.name) // 2)
        log.readline()
        return log.readline().split(b'"hlc":"')[1][:29].decode()
