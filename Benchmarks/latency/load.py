#!/usr/bin/env python3
"""Many simulated Pis at once: each is a `rollcall run` of its own, with its own device, film and queue.

usage: Benchmarks/latency/load.py [--pis 1 10 100] [--seconds N] [--way WAY] [--json FILE]

Checks that every clip has exactly one result, and that no result came to another Pi than the one that filmed the clip.
A hundred Pis at two clips a second are more than a small machine can recognise: here a Pi makes a clip of 10 frames,
320x240, in 10 seconds, so that a hundred make 10 clips a second together.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from local_stack import ROOT, LocalStack, StackError  # noqa: E402
from measure import enrol, load, make_film, percentile, progress  # noqa: E402

SECONDS_A_CLIP, FRAMES_A_CLIP = 10, 10
# Frames of the demo's film, or a few less.
FRAMES_IN_FILM = 300


def make_slow_film(folder, seconds):
    """The demo's film, small, with as many clips as the time asks for."""
    film = Path(folder) / "film.h264"
    frames = FRAMES_A_CLIP * max(1, seconds // SECONDS_A_CLIP)
    # A raw stream cannot be played in a loop: it is listed as often as is enough, every third frame being taken.
    playlist = Path(folder) / "playlist.txt"
    playlist.write_text(f"file '{make_film()}'\n" * (1 + 3 * frames // FRAMES_IN_FILM))
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "concat", "-safe", "0", "-i", playlist, "-frames:v", str(frames),
         "-vf", "select=not(mod(n\\,3)),scale=320:240", "-vsync", "0", "-c:v", "libx264", "-preset", "veryfast",
         "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", str(FRAMES_A_CLIP), "-keyint_min", str(FRAMES_A_CLIP),
         "-sc_threshold", "0", "-f", "h264", film], check=True)
    return film


def run_pis(stack, count, film, seconds, way):
    """Runs `count` Pis and returns what became of their clips."""
    with tempfile.TemporaryDirectory() as folder:
        pis = []
        for number in range(count):
            device = f"pi-{count}-{number:03d}"
            output = open(Path(folder) / f"{device}.jsonl", "w+")
            process = stack.run(
                stack.build / "rollcall", "run", "--way", way, "--source", film, "--json", "--device", device,
                "--framerate", 1, "--clip-seconds", SECONDS_A_CLIP, "--spool-folder", f"{folder}/spool",
                "--pollers", 1, stdout=output, stderr=subprocess.DEVNULL)
            pis.append((device, process, output))
            # Pis are not switched on in the same moment.
            time.sleep(SECONDS_A_CLIP / count)
        total = {"pis": count, "filmed": 0, "answered": 0, "twice": 0, "astray": 0, "missing": 0, "failed": 0,
                 "resent": 0, "duplicates on the queue": 0}
        ends = []
        for device, process, output in pis:
            process.wait()
            output.seek(0)
            seen = set()
            for line in map(json.loads, output):
                if "summary" in line:
                    summary = line["summary"]
                    total["filmed"] += summary["filmed"]
                    total["missing"] += summary["missing"] + summary["dropped"] + summary["kept"]
                    total["failed"] += summary["failed"]
                    total["resent"] += summary["resent"]
                    total["duplicates on the queue"] += summary["duplicates"]
                elif line["answer"] != "provisional":
                    result = line["result"]
                    total["astray"] += result["device"] != device or not result["clip"].startswith(device + "/")
                    total["twice"] += result["clip"] in seen
                    seen.add(result["clip"])
                    ends.append(line["latency"] * 1000 - result["timings"]["filmed"])
            total["answered"] += len(seen)
    ends = ends[count:] or ends  # The first clips find the functions cold.
    total |= {"end to result p50": percentile(ends, 0.5), "end to result p95": percentile(ends, 0.95), "load": load()}
    return total


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pis", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--seconds", type=int, default=60, help="how long each Pi films")
    parser.add_argument("--way", default="direct")
    parser.add_argument("--concurrency", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument("--json")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder, LocalStack(
            folder=ROOT / ".local/latency", concurrency=options.concurrency, way=options.way) as stack:
        enrol(stack)
        film = make_slow_film(folder, options.seconds)
        for count in options.pis:
            rows.append(run_pis(stack, count, film, options.seconds, options.way))
            progress(json.dumps(rows[-1]))
    columns = list(rows[0])
    print("| " + " | ".join(columns) + " |\n" + "| --- " * len(columns) + "|")
    for row in rows:
        print("| " + " | ".join(f"{v:.0f}" if isinstance(v, float) else str(v) for v in row.values()) + " |")
    if options.json:
        Path(options.json).write_text(json.dumps(rows, indent=1))
    wrong = [row for row in rows if row["answered"] != row["filmed"] or row["twice"] or row["astray"] or row["missing"]]
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StackError as error:
        sys.exit(str(error))
