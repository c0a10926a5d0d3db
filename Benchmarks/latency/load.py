#!/usr/bin/env python3
"""Many simulated Pis at once: each is a `rollcall run` of its own, with its own device, film and queue.

usage: Benchmarks/latency/load.py [--pis 1 10 100] [--seconds N] [--clip-seconds N] [--way WAY] [--gate] [--json FILE]

So many Pis at once, one number after the other, with the same film. Checks that every clip has exactly one result, and
that no result came to another Pi than the one that filmed the clip. The percentiles can be compared as long as the
cores are not all busy: how busy they are, with whatever else the machine does, is stated.
A hundred Pis at two clips a second are more than a small machine can recognize: here a Pi makes a clip of 10 frames,
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
from film import NO_LESSONS  # noqa: E402
from local_stack import ROOT, LocalStack, StackError  # noqa: E402
from measure import enroll, load, make_film, percentile, progress  # noqa: E402

FRAMES_A_CLIP = 10
P95 = "p95 ms"
# Frames of the demo's film, or a few less.
FRAMES_IN_FILM = 300
CLIPS_A_REST = 3


class Processor:
    """How busy the cores are, from its making on."""

    def __init__(self):
        self.start = self.read()

    @staticmethod
    def read():
        # proc(5): user, nice, system, idle, iowait, …
        times = list(map(int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]))
        return sum(times), times[3] + times[4]

    def busy(self):
        """The busy share of all cores, in per cent."""
        total, idle = (now - then for now, then in zip(self.read(), self.start))
        return 100 * (1 - idle / total) if total else 0.0


def make_slow_film(folder, clips):
    """The demo's film, small, with so many clips."""
    film = Path(folder) / "film.h264"
    frames = FRAMES_A_CLIP * clips
    # A raw stream cannot be played in a loop: it is listed as often as is enough, every third frame being taken.
    playlist = Path(folder) / "playlist.txt"
    playlist.write_text(f"file '{make_film()}'\n" * (1 + 3 * frames // FRAMES_IN_FILM))
    subprocess.run(
        ["ffmpeg", "-v", "error", "-f", "concat", "-safe", "0", "-i", playlist, "-frames:v", str(frames),
         "-vf", "select=not(mod(n\\,3)),scale=320:240", "-vsync", "0", "-c:v", "libx264", "-preset", "veryfast",
         "-tune", "zerolatency", "-pix_fmt", "yuv420p", "-g", str(FRAMES_A_CLIP), "-keyint_min", str(FRAMES_A_CLIP),
         "-sc_threshold", "0", "-f", "h264", film], check=True)
    return film


def run_pis(stack, count, film, clip_seconds, way, has_gate):
    """Runs `count` Pis and returns what became of their clips."""
    processor = Processor()
    with tempfile.TemporaryDirectory() as folder:
        pis = []
        timetable = Path(folder) / "timetable.csv"
        timetable.write_text(NO_LESSONS)
        # A little less than so many clips, which are not exact to the millisecond.
        gate = ["--gate", "schedule", "--gate-rest", (CLIPS_A_REST - 0.5) * clip_seconds] if has_gate else []
        for number in range(count):
            device = f"pi-{count}-{number:03d}"
            output = open(Path(folder) / f"{device}.jsonl", "w+")
            process = stack.run(
                stack.build / "rollcall", "run", "--way", way, "--source", film, "--json", "--device", device,
                "--framerate", FRAMES_A_CLIP / clip_seconds, "--clip-seconds", clip_seconds,
                "--spool-folder", f"{folder}/spool", "--pollers", 1, *gate, stdout=output, stderr=subprocess.DEVNULL,
                extra={"ROLLCALL_TIMETABLE": str(timetable)} if has_gate else {})
            pis.append((device, process, output))
            # Pis are not switched on in the same moment.
            time.sleep(clip_seconds / count)
        total = {"Pis": count, "filmed": 0, "held back": 0, "answered": 0, "lost": 0, "twice": 0, "astray": 0, "failed": 0, "resent": 0,
                 "duplicates on the queue": 0}
        ends = []
        for device, process, output in pis:
            process.wait()
            output.seek(0)
            seen, own_ends = set(), []
            for line in map(json.loads, output):
                if "summary" in line:
                    summary = line["summary"]
                    total["filmed"] += summary["filmed"]
                    total["held back"] += summary["heldBack"]
                    total["lost"] += summary["missing"] + summary["dropped"] + summary["kept"]
                    total["failed"] += summary["failed"]
                    total["resent"] += summary["resent"]
                    total["duplicates on the queue"] += summary["duplicates"]
                elif line["answer"] != "provisional":
                    result = line["result"]
                    total["astray"] += result["device"] != device or not result["clip"].startswith(device + "/")
                    total["twice"] += result["clip"] in seen
                    seen.add(result["clip"])
                    own_ends.append(line["latency"] * 1000 - result["timings"]["filmed"])
            total["answered"] += len(seen)
            # The first clip finds connections and functions cold.
            ends += own_ends[1:] or own_ends
    return total | {
        "clip's end to result, p50 ms": percentile(ends, 0.5), P95: percentile(ends, 0.95),
        "cores busy, %": processor.busy()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pis", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--seconds", type=int, default=60, help="how long each Pi films")
    parser.add_argument("--clip-seconds", type=int, default=10, help="a clip's length")
    parser.add_argument("--way", default="inline")
    parser.add_argument("--concurrency", type=int, default=max(2, os.cpu_count() or 2))
    parser.add_argument("--gate", action="store_true", help="send one clip of three, as outside lessons")
    parser.add_argument("--json")
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder, LocalStack(
            folder=ROOT / ".local/latency", concurrency=options.concurrency, way=options.way) as stack:
        enroll(stack)
        film = make_slow_film(folder, max(1, options.seconds // options.clip_seconds))
        for count in options.pis:
            row = run_pis(stack, count, film, options.clip_seconds, options.way, options.gate)
            first = (rows + [row])[0][P95]
            rows.append(row | {f"p95 beside {options.pis[0]}": f"{row[P95] / first:.2f} x" if first else "–"})
            progress(json.dumps(rows[-1]))
    print(f"{options.way}, {options.seconds} s a run, load {load()} at the end\n")
    columns = list(rows[0])
    print("| " + " | ".join(columns) + " |\n" + "| --- " * len(columns) + "|")
    for row in rows:
        print("| " + " | ".join(f"{v:.0f}" if isinstance(v, float) else str(v) for v in row.values()) + " |")
    if options.json:
        Path(options.json).write_text(json.dumps(rows, indent=1))
    wrong = [row for row in rows if row["answered"] + row["held back"] != row["filmed"] or row["lost"] or row["twice"] or row["astray"]]
    return 1 if wrong else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StackError as error:
        sys.exit(str(error))
