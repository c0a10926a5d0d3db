#!/usr/bin/env python3
"""Checks that an event costs no more user instructions than instructions.json says: what continuous integration runs.

The echo functions are built for release, with the system's libcurl, and counted by callgrind, which gives the same
number on every machine for the same code. TOLERANCE is for code that is not ours: another patch level of the compiler,
libcurl or the C library. A figure that falls below it is no failure, but is to be stored, so that nothing is lost again
unnoticed.

    check_instructions.py [--store]
"""
import json
import os
import shutil
import sys

import harness

STORED = os.path.join(harness.ROOT, "Benchmarks/Runtime/instructions.json")
TOLERANCE = 0.03


def main():
    """Counts and compares, or stores with --store."""
    if not shutil.which("valgrind"):
        sys.exit("valgrind is missing: scripts/setup installs it")
    with open(STORED, encoding="utf-8") as file:
        stored = json.load(file)
    api = harness.build_runtime_api()
    try:
        counted = {name: round(harness.instructions(api, [harness.build_function(name)])) for name in stored}
    except harness.MeasurementError as error:
        sys.exit(str(error))
    failed = False
    for name, count in counted.items():
        change = count / stored[name] - 1
        print(f"{name:10} {count:8} user instructions an event, {change:+.1%} of the stored {stored[name]}")
        if "--store" in sys.argv or abs(change) <= TOLERANCE:
            continue
        failed = failed or change > 0
        print(f"{name}: " + ("more work than before; find out what it is, then" if change > 0 else "less work than before;")
              + " store it: Benchmarks/Runtime/check_instructions.py --store")
    if "--store" in sys.argv:
        with open(STORED, "w", encoding="utf-8") as file:
            json.dump(counted, file, indent=4)
            file.write("\n")
    sys.exit(failed)


if __name__ == "__main__":
    main()
