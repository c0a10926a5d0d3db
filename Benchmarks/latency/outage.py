#!/usr/bin/env python3
"""A Pi that loses its network while it films, and gets it back.

usage: Benchmarks/latency/outage.py [--seconds N] [--before N] [--after N] [--silent] [--way WAY]

Connections break in the middle of whatever they carry, and no new one begins; or, with --silent, nothing comes back on
them, as where the radio link is lost. Checks that every clip that was filmed has exactly one result in the end, and
says when the last clip of the outage had its own.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from local_stack import ROOT, StackError  # noqa: E402
from measure import enroll, make_film  # noqa: E402
from model_stack import ModelStack  # noqa: E402

FILM_SECONDS = 13


def film_through_outage(stack, options):
    """Films before, during and after the outage; returns the client's lines and when the network was back."""
    seconds = options.before + options.seconds + options.after
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder) / "film.h264"
        # Its clips begin with parameter sets, so that it can follow itself.
        film.write_bytes(make_film().read_bytes() * -(-seconds // FILM_SECONDS))
        process = stack.run(
            stack.build / "rollcall", "run", "--way", options.way, "--source", film, "--json", "--device", "outage",
            "--spool-folder", folder, "--result-seconds", 60, stdout=subprocess.PIPE, text=True)
        time.sleep(options.before)
        stack.switch_network("silent" if options.silent else "broken")
        time.sleep(options.seconds)
        stack.switch_network("up")
        back = time.time()
        lines = list(map(json.loads, process.stdout))
        process.wait()
    return lines, back


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="how long the network is gone")
    parser.add_argument("--before", type=int, default=15)
    parser.add_argument("--after", type=int, default=60, help="how long the Pi films at least once the network is back")
    parser.add_argument("--silent", action="store_true", help="have connections fall silent instead of breaking")
    parser.add_argument("--way", default="inline")
    options = parser.parse_args()
    with ModelStack(folder=ROOT / ".local/latency") as stack:
        enroll(stack)
        lines, back = film_through_outage(stack, options)
    summary = next(line["summary"] for line in lines if "summary" in line)
    results = [line["result"]["timestamp"] / 1000 for line in lines if "result" in line]
    received = {
        line["result"]["timestamp"] / 1000: (line["result"]["timestamp"] + line["result"]["timings"]["received"]) / 1000
        for line in lines if "result" in line}
    gone = [time for time in received if back - options.seconds <= time < back]
    counts = {
        "filmed": summary["filmed"], "answered": len(received), "shown twice": len(results) - len(received),
        "missing": summary["missing"], "dropped": summary["dropped"], "kept on disk": summary["kept"],
        "sent again": summary["resent"], "duplicates on the queue": summary["duplicates"],
        "filmed and answered of the outage": len(gone)}
    for name, count in counts.items():
        print(f"{name:34}{count:6}")
    if gone:
        print(f"{'last answer of the outage, s later':34}{max(received[time] for time in gone) - back:6.1f}")
    return 0 if counts["filmed"] == counts["answered"] == len(results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StackError as error:
        sys.exit(str(error))
