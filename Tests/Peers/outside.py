#!/usr/bin/env python3
"""A package outside uses the libraries as docs/GETTING-STARTED.md says: by their products alone.

    outside.py [--keep FOLDER]

The code is that of the page (Tests/GettingStartedTests/JobSearch.swift). What it shows beyond the tests: that all it uses is
public, that the products suffice, and that nothing of the program's own dependencies is built for them.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
LIBRARIES = ["EventLog", "EventStorage", "EventSync", "CivilTime", "FollowUp", "FollowUpAdvice"]

MANIFEST = """// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "Outside",
  platforms: [.macOS(.v15), .iOS(.v18)],
  dependencies: [.package(path: "{path}")],
  targets: [.executableTarget(name: "Outside", dependencies: [{products}])],
  swiftLanguageModes: [.v6]
)
"""

MAIN = """import FollowUpAdvice

@main
enum Outside {
  static func main() throws {
    let folder = CommandLine.arguments[1]
    let laptop = try JobSearch(folder: folder + "/laptop", zone: "America/Chicago")
    let phone = try JobSearch(folder: folder + "/phone", zone: "America/Chicago")
    let acme = try laptop.open("Acme GmbH", "Swift engineer", at: "6 weeks ago")
    try laptop.log("call", acme, ["voicemail"], at: "2 weeks ago")
    _ = try laptop.sync(with: folder + "/shared")
    _ = try phone.sync(with: folder + "/shared")
    for (application, timeline) in try phone.applications() { print(application.title, timeline.count) }
    for advice in try phone.advice() { print(advice.title) }
    try laptop.store.close()
    try phone.store.close()
  }
}
"""


def run(command, **options):
    result = subprocess.run(command, capture_output=True, text=True, **options)
    if result.returncode != 0:
        sys.exit(f"outside: {' '.join(map(str, command))} failed\n{result.stdout[-4000:]}{result.stderr[-4000:]}")
    return result.stdout + result.stderr


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--keep", help="work in this folder, and leave it")
    options = parser.parse_args()
    folder = pathlib.Path(options.keep or tempfile.mkdtemp(prefix="followup-outside-"))
    try:
        package = folder / "package"
        sources = package / "Sources" / "Outside"
        sources.mkdir(parents=True, exist_ok=True)
        name = CHECKOUT.name.lower()
        products = ", ".join(f'.product(name: "{library}", package: "{name}")' for library in LIBRARIES)
        (package / "Package.swift").write_text(MANIFEST.format(path=CHECKOUT, products=products))
        (sources / "Outside.swift").write_text(MAIN)
        shutil.copy(CHECKOUT / "Tests" / "GettingStartedTests" / "JobSearch.swift", sources)

        output = run(["swift", "build", "--package-path", package])
        if "warning:" in output:
            sys.exit(f"outside: the page's code gives warnings\n{output[-4000:]}")
        # A target that is only planned has a folder too, without an object in it.
        built = {path.parent.name for path in (package / ".build" / "debug").glob("*.build/*.o")}
        missing = [library for library in LIBRARIES if f"{library}.build" not in built]
        if missing:
            sys.exit(f"outside: not built as expected: {', '.join(missing)}")
        others = ("ArgumentParser.build", "FollowUpCLI.build", "FollowUpFormats.build", "TestSupport.build")
        foreign = [name for name in others if name in built]
        if foreign:
            sys.exit(f"outside: the libraries drag in {', '.join(foreign)}")

        data = folder / "data"
        shutil.rmtree(data, ignore_errors=True)
        (data / "shared").mkdir(parents=True)
        lines = run([package / ".build" / "debug" / "Outside", data]).splitlines()
        if lines[:1] != ["Acme GmbH — Swift engineer 1"] or len(lines) < 2:
            sys.exit(f"outside: the search was not recorded, synced and advised on: {lines}")
        print(f"outside: a package of its own builds on {len(LIBRARIES)} libraries, and says: {lines[1]}")
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
