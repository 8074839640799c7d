"""Holds CSV against Python's csv module, both ways.

    csv_peer.py [--write]           the files of Fixtures/import/python-csv: what Python writes, in many dialects and encodings,
                                    with what it reads back; the Swift tests read the same (PeerTests)
    csv_peer.py PROGRAM [STORES]    what `export --format csv` and `proof` write, for every story and for so many random
                                    stores (1,000): Python reads in it what `--format json` says
"""
import csv
import io
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import searches

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FILES = os.path.join(ROOT, "Fixtures", "import", "python-csv")
STORIES = os.path.join(ROOT, "Fixtures", "stories")
csv.field_size_limit(1 << 24)

DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "cp1252"]
ENDS = {"crlf": "\r\n", "lf": "\n", "cr": "\r"}
QUOTING = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL}
SCRAPS = ["Acme", "Inc.", "clerk", "Straße", "Café", "naïve", " ", "  ", ",", ";", "|", "\t", "\"", "\"\"", "'", "\n", "\r\n",
          "=1+1", "-", "+1 312 555 0142", "@x", "0", "3/7/24, 2:22 PM", "€", "–", ""]
WIDE = SCRAPS + ["Łódź", "東京", "🎄", "e\u0301", "\u202e", "\u2028", "שלום"]


# What Python writes, and we read.

def tables():
    """The name, the encoding, the dialect and the rows of each file. They are the same every time."""
    combinations = [(delimiter, encoding, end, quoting) for delimiter in DELIMITERS for encoding in ENCODINGS
                    for end in ENDS for quoting in QUOTING]
    for number, (delimiter, encoding, end, quoting) in enumerate(combinations):
        # Every pair of two of them, not every four.
        if (number * 7) % 5:
            continue
        chance = random.Random(number)
        scraps = SCRAPS if encoding == "cp1252" else WIDE
        if end == "cr" and quoting == "minimal":
            # Python quotes only the line ends that it writes itself.
            scraps = [scrap.replace("\r\n", "\r").replace("\n", "\r") for scrap in scraps]
        columns = chance.randint(2, 6)
        cell = lambda: "".join(chance.choice(scraps) for _ in range(chance.randint(0, 4)))
        rows = [[f"Column {index}, größer" for index in range(columns)]]
        rows += [[cell() for _ in range(columns)] for _ in range(chance.randint(8, 30))]
        yield f"{number:03}-{delimiter}-{encoding}-{end}-{quoting}", encoding, dict(
            delimiter=DELIMITERS[delimiter], lineterminator=ENDS[end], quoting=QUOTING[quoting]), rows


def written(encoding, dialect, rows):
    text = io.StringIO(newline="")
    csv.writer(text, **dialect).writerows(rows)
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    return (mark + text.getvalue()).encode(encoding)


def read(data, encoding, delimiter):
    text = data.decode(encoding).removeprefix("\ufeff")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def hold_files(is_writing):
    count = 0
    for name, encoding, dialect, rows in tables():
        data = written(encoding, dialect, rows)
        back = read(data, encoding, dialect["delimiter"])
        assert back == rows, f"{name}: Python does not read what it wrote"
        said = json.dumps({"delimiter": dialect["delimiter"], "encoding": encoding, "rows": rows}, ensure_ascii=True,
                          indent=0, sort_keys=True) + "\n"
        for path, content in [(f"{name}.csv", data), (f"{name}.json", said.encode())]:
            path = os.path.join(FILES, path)
            if is_writing:
                os.makedirs(FILES, exist_ok=True)
                with open(path, "wb") as file:
                    file.write(content)
            else:
                with open(path, "rb") as file:
                    assert file.read() == content, f"{path}: Python writes another file; csv_peer.py --write, and look at it"
        count += 1
    print(f"csv: {count} files of Python's, in {len(ENCODINGS)} encodings, are as the tests have them")


# What we write, and Python reads.

def unguarded(cell):
    """The way back from an apostrophe before what a spreadsheet would take for a formula."""
    return cell[1:] if re.match(r"''*[ \u00a0]*[=+\-@\t\r\n＝＋－＠]", cell) else cell


def said(value):
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


class Store:
    """A store of its own for the program."""

    def __init__(self, program, folder):
        self.program, self.folder = program, folder
        self.environment = {"HOME": folder, "XDG_DATA_HOME": folder, "XDG_STATE_HOME": folder, "TZ": "UTC",
                            "PATH": os.environ["PATH"], "FOLLOWUP_STORE": os.path.join(folder, "store.db")}

    def run(self, *arguments):
        done = subprocess.run([self.program, *arguments], env=self.environment, capture_output=True, check=False)
        assert done.returncode == 0, f"{arguments}: {done.stderr.decode()}"
        return done.stdout

    def export(self, *arguments):
        return self.run("export", "--now", "2026-11-02T09:00:00Z", *arguments)

    def rows(self, *arguments):
        """The rows of a CSV file by Python's strictest reading, by the names of their columns."""
        data = self.export(*arguments)
        assert data.endswith(b"\r\n")
        rows = read(data, "utf-8", ",")
        assert all(rows), "an empty line"
        for cell in (cell for row in rows for cell in row):
            assert not re.match(r"[=+\-@\t\r]", cell), f"a formula: {cell!r}"
        assert {len(row) for row in rows} == {len(rows[0])}, "ragged rows"
        return [dict(zip(rows[0], map(unguarded, row))) for row in rows[1:]]


def hold_store(program, log, what):
    """Compares every table with the object; the proof is looked at for its form. Returns how many rows there were."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(program, folder)
        path = os.path.join(folder, "log.jsonl")
        with open(path, "wb") as file:
            file.write(log)
        store.run("merge", path)
        tables = json.loads(store.export("--format", "json"))
        assert tables.pop("schema") == 1 and sorted(tables) == ["applications", "contacts", "timeline"]
        count = 0
        for table, listed in tables.items():
            rows = store.rows("--format", "csv", "--what", table)
            expected = [{name: said(value).replace("\0", "\ufffd") for name, value in row.items()} for row in listed]
            assert rows == expected, f"{what}: {table}"
            count += len(rows)
        proof = store.rows("--format", "proof")
        assert [row["date"] for row in proof] == sorted(row["date"] for row in proof), f"{what}: proof"
        assert all(row["employer"] and row["method"] and row["result"] for row in proof), f"{what}: proof"
        return count + len(proof)


def random_log(seed):
    """A search made by chance, with words that mean something to spreadsheets and pages."""
    search = searches.Search(seed)
    chance = random.Random(seed)
    text = lambda: "".join(chance.choice(WIDE + ["\u0000", "\u001b[31m", "<script>", "&amp;", "＝1"])
                           for _ in range(chance.randint(1, 5)))
    day = lambda: str(search.first + searches.timedelta(days=chance.randrange(40)))
    for _ in range(chance.randint(1, 3)):
        person = search.write(type="contact", name=text(), company=text(), phone=text(), note=text())
        one = search.write(type="application", company=text(), role=text(), source=text(), url=text(), note=text(),
                           applied_on=day())
        for kind in ["call", "email", "note", "interview", "reply"]:
            search.write(type=kind, application=one, contact=person, at=day(), note=text(), outcome=text(), text=text())
    return b"\n".join(search.lines) + b"\n"


def hold_exports(program, stores):
    rows = 0
    names = sorted(name for name in os.listdir(STORIES) if name.endswith(".jsonl"))
    for name in names:
        with open(os.path.join(STORIES, name), "rb") as file:
            rows += hold_store(program, file.read(), name)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        rows += sum(pool.map(lambda seed: hold_store(program, random_log(seed), f"seed {seed}"), range(stores)))
    print(f"csv: Python reads what is exported, for {len(names)} stories and {stores} random stores: {rows} rows")


if __name__ == "__main__":
    if len(sys.argv) > 1 and sys.argv[1] != "--write":
        hold_exports(os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000)
    else:
        hold_files("--write" in sys.argv)
