"""What an import costs: a table as LinkedIn writes it, into a fresh store, against `sqlite3 .import` of the same file into
a table of eight text columns. Then the same file again, which changes nothing, and taking the import back.
"""
import os, random

COMPANIES = ["Larkspur Mutual", "Harbour & Sons", "Tamarind", "Copperline", "Quillmark", "Redfern Labs", "Ashgrove",
             "Plumtree", "Northgate Freight", "Brightwater"]
ROLES = ["Claims support associate", "Dispatcher", "Shift lead", "Network technician", "Archivist", "Lab assistant",
         "Data clerk", "Office manager", "Warehouse planner", "Recruiter"]


def write(path, rows, seed=1):
    rng = random.Random(seed)
    with open(path, "w") as out:
        out.write("Application Date,Contact Email,Contact Phone Number,Company Name,Job Title,Job Url,Resume Name,"
                  "Question And Answers\n")
        for index in range(rows):
            day = f"{rng.randint(1, 12)}/{rng.randint(1, 28)}/2{rng.randint(0, 5)}"
            time = f"{rng.randint(1, 12)}:{rng.randint(0, 59):02} {rng.choice(['AM', 'PM'])}"
            out.write(f'"{day}, {time}",nora.finch@example.org,+1 312-555-0100,{rng.choice(COMPANIES)} '
                      f"{rng.randint(1, 5000)},{rng.choice(ROLES)},https://www.linkedin.com/jobs/view/"
                      f"{3_800_000_000 + index * 7},nora-finch.pdf,"
                      f'"Are you authorised to work here?:Yes | How many years of experience?:{rng.randint(0, 20)}"\n')


def imports(folder, program, measure, pairs, section, remove, runs):
    place = os.path.join(folder, "import")
    os.makedirs(place, exist_ok=True)
    section("A table of 100,000 rows", "sqlite3 .import")
    peaks = {}
    for rows in (10_000, 100_000):
        table = os.path.join(place, f"{rows}.csv")
        if not os.path.exists(table):
            write(table, rows)

        def fresh():
            remove(place, "fresh.ours")
            os.sync()
            return measure([program, "--store", "fresh.ours", "import", table], place)

        def raw():
            remove(place, "raw.db")
            os.sync()
            return measure(["sqlite3", "raw.db", ".mode csv", f".import {table} t"], place)

        ours = pairs(f"import of {rows:,} rows into a fresh store", "3.00", fresh, raw, runs)
        peaks[rows] = max(run.peak for run in ours)
    again = measure([program, "--store", "fresh.ours", "import", table], place)
    undo = measure([program, "--store", "fresh.ours", "undo"], place)
    print(f"\nPeak memory: {peaks[100_000]:.0f} MB, of 10,000 rows {peaks[10_000]:.0f} MB. The same 100,000 rows again, "
          f"which changes nothing: {again.wall:.1f} s, {again.peak:.0f} MB. Undo of all of them: {undo.wall:.1f} s, "
          f"{undo.peak:.0f} MB.")
