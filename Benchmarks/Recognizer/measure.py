#!/usr/bin/env python3
"""Measures recognition beside Python's face_recognition, by turns on the same pictures and the same core, and says where
a goal is missed.

usage: Benchmarks/Recognizer/measure.py [--data FOLDER] [--rounds N] [--turns N] [--json]

FOLDER has JPEGs of 640 x 480 pixels, itself or in faces/frames640; without one, the demo's photographs are scaled to
that. Needs a release build of RecognizerBenchmark and what Benchmarks/peers/setup installs.
"""

import argparse
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BENCHMARK = ROOT / "Benchmarks/.build/release/RecognizerBenchmark"
PEER = ROOT / ".local/peers/venv/bin/python"
MODELS = ROOT / ".local/models"


def fail(text):
    sys.exit(f"measure.py: {text}")


def photographs(folder):
    """The demo's photographs as JPEGs of 640 x 480."""
    for source in sorted((ROOT / ".local/photographs").glob("*.jpg")):
        fit = "scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:-1:-1"
        subprocess.run(
            ["ffmpeg", "-v", "error", "-i", source, "-vf", fit, "-q:v", "3", folder / source.name], check=True)
    return sorted(folder.glob("*.jpg"))


def pictures(data, scratch):
    if data is None:
        found, source = photographs(scratch), "the demo's photographs, scaled to 640 x 480"
    else:
        frames = data / "faces/frames640"
        source = frames if frames.is_dir() else data
        found = sorted(source.glob("*.jpg"))
    if not found:
        fail(f"there are no JPEGs in {source}; name a folder with DATA=, or run scripts/fetch-photographs")
    return found, source


def run(command):
    # One thread each: a function of Lambda up to 1769 MB has one processor.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    process = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment)
    if process.returncode != 0:
        fail(f"{command[0]} ended with {process.returncode}")
    return process.stdout


def measure(paths, rounds, turns):
    ours, theirs = [], []
    for _ in range(turns):
        ours.append(json.loads(run([BENCHMARK, "--models", MODELS, "--rounds", str(rounds), *paths])))
        theirs.append(json.loads(run([
            PEER, ROOT / "Benchmarks/Recognizer/face_recognition_benchmark.py", str(rounds), *paths])))
    return ours, theirs


def networks():
    """Our networks beside onnxruntime, by Benchmarks/Networks/measure.py."""
    output = run([ROOT / ".local/venv/bin/python", ROOT / "Benchmarks/Networks/measure.py", "--json"])
    return json.loads(output)["networks"]


def median(reports, figure):
    values = []
    for report in reports:
        value = report.get(figure, [])
        values += value if isinstance(value, list) else [value]
    return statistics.median(values) if values else None


def processor():
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":")[1].strip()
    return platform.machine()


def table(ours, theirs):
    embedding_goal = {"AVX2": 5.8, "AVX-512": 3.2}.get(ours[0]["instructionSet"])
    rows = [
        ("detection, first frame", "ms", 14, "detection", "detection"),
        ("detection, followed face", "ms", 4, "followedDetection", "detection"),
        (f"embedding, {ours[0]['instructionSet']}", "ms", embedding_goal, "embedding", "embedding"),
        ("JPEG to named person, first frame", "ms", 22, "named", "named"),
        ("the same right after the start", "ms", None, "firstPicture", "firstPicture"),
        ("start to ready, 1,000 people", "ms", 40, "initialization", "initialization"),
        ("peak resident memory", "MiB", 60, "residentMemory", "residentMemory"),
    ]
    result = []
    for name, unit, goal, own, peer in rows:
        value, other = median(ours, own), median(theirs, peer)
        result.append({
            "figure": name, "unit": unit, "goal": goal, "rollcall": value, "faceRecognition": other,
            "ratio": other / value, "isMet": goal is None or value <= goal})
    return result


def show(rows):
    print(f"{'':<36}{'goal':>10}{'Rollcall':>12}{'face_recognition':>18}{'ratio':>8}")
    for row in rows:
        goal = f"≤ {row['goal']:g}" if row["goal"] else ""
        peer = f"{row['faceRecognition']:.2f}" if row["faceRecognition"] else ""
        ratio = f"{row['ratio']:.1f} x" if row["ratio"] else ""
        missed = "" if row["isMet"] else "  MISSED"
        print(f"{row['figure']:<36}{goal:>6} {row['unit']:<3}{row['rollcall']:>12.2f}{peer:>18}{ratio:>8}{missed}")


def main():
    parser = argparse.ArgumentParser(description="Measures recognition beside Python's face_recognition.")
    parser.add_argument("--data", type=pathlib.Path, help="a folder of JPEGs of 640 x 480, itself or in faces/frames640")
    parser.add_argument("--rounds", type=int, default=5, help="how often each picture is looked at (default 5)")
    parser.add_argument("--turns", type=int, default=3, help="how often each program is started (default 3)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    for program, remedy in ((BENCHMARK, "make bench-recognizer"), (PEER, "Benchmarks/peers/setup")):
        if not program.exists():
            fail(f"{program} is missing; run {remedy}")
    with tempfile.TemporaryDirectory() as scratch:
        paths, source = pictures(options.data, pathlib.Path(scratch))
        ours, theirs = measure(paths, options.rounds, options.turns)
    rows, beside = table(ours, theirs), networks()
    if options.json:
        print(json.dumps({"figures": rows, "networks": beside, "versions": theirs[0]["versions"], "processor": processor()}))
        return
    print(f"{len(paths)} pictures of {source}; medians of {options.turns} starts x {options.rounds} rounds")
    print(f"{processor()}; milliseconds of processor time, one thread; load {os.getloadavg()[0]:.1f}")
    print(theirs[0]["versions"])
    upsampled = median(theirs, "detectionUpsampled")
    print(f"face_recognition finds faces in the picture as it is; doubled, its default, in {upsampled:.1f} ms\n")
    show(rows)
    for row in beside:
        print(
            f"{row['network']}, {row['columns']} x {row['rows']}: {row['milliseconds']:.2f} ms, onnxruntime "
            f"{row['onnxruntime']:.2f} ms, ratio {row['ratio']:.2f}")
    print(
        f"\nof {len(paths)} pictures, a face found: Rollcall {ours[0]['faces']}, "
        f"face_recognition {theirs[0]['faces']}; of those named: {ours[0]['right']}, {theirs[0]['right']}")
    missed = [row["figure"] for row in rows if not row["isMet"]]
    print("Every goal is met." if not missed else f"Missed: {'; '.join(missed)}")


main()
