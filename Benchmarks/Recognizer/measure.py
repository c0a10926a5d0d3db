#!/usr/bin/env python3
"""Measures recognition beside Python's face_recognition, by turns on the same pictures and the same core, the networks
beside onnxruntime, and says where a goal is missed. How many milliseconds something takes depends on the machine: the
networks' goals are shares of onnxruntime's time in the same run.

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
# Of 1920 x 1080, for the memory that these take.
LARGE_PICTURES = 5
# face_recognition does not follow a face.
PEER_FIGURES = {"followedDetection": "detection"}


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
    environment = {
        **os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
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


def enlarged(paths, folder):
    """Some of the pictures as JPEGs of 1920 x 1080."""
    for path in paths[:LARGE_PICTURES]:
        fit = "scale=1920:1080:force_original_aspect_ratio=decrease,pad=1920:1080:-1:-1"
        target = folder / f"large-{path.name}"
        subprocess.run(["ffmpeg", "-v", "error", "-i", path, "-vf", fit, "-q:v", "3", target], check=True)
        yield target


def memory_of_large(paths, scratch):
    return json.loads(run([BENCHMARK, "--models", MODELS, "--rounds", "1", *enlarged(paths, scratch)]))["residentMemory"]


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


def table(ours, theirs, large_memory):
    """The figures. What the networks take has its goal beside onnxruntime, so these milliseconds have none."""
    rows = [
        ("detection, first frame", "ms", None, "detection"),
        ("detection, followed face", "ms", None, "followedDetection"),
        (f"embedding, {ours[0]['instructionSet']}", "ms", None, "embedding"),
        ("JPEG to named person, first frame", "ms", None, "named"),
        ("the same right after the start", "ms", None, "firstPicture"),
        ("start to ready, 1,000 people", "ms", 10, "initialization"),
        ("peak resident memory, 640 x 480", "MiB", 70, "residentMemory"),
    ]
    result = [figure(name, unit, goal, median(ours, own), median(theirs, PEER_FIGURES.get(own, own)))
              for name, unit, goal, own in rows]
    return result + [figure("the same, 1920 x 1080", "MiB", 140, large_memory, None)]


def figure(name, unit, goal, value, peer):
    return {
        "figure": name, "unit": unit, "goal": goal, "rollcall": value, "faceRecognition": peer,
        "ratio": peer / value if peer else None, "isMet": goal is None or value <= goal}


def network_name(row):
    return f"{row['network']}, {row['columns']} x {row['rows']}"


def show(rows, networks):
    print(f"{'':<36}{'goal':>10}{'Rollcall':>12}{'face_recognition':>18}{'ratio':>8}")
    for row in rows:
        goal = f"≤ {row['goal']:g}" if row["goal"] else ""
        peer = f"{row['faceRecognition']:.2f}" if row["faceRecognition"] else ""
        ratio = f"{row['ratio']:.1f} x" if row["ratio"] else ""
        missed = "" if row["isMet"] else "  MISSED"
        print(f"{row['figure']:<36}{goal:>6} {row['unit']:<3}{row['rollcall']:>12.2f}{peer:>18}{ratio:>8}{missed}")
    print(f"\n{'network, beside onnxruntime':<52}{'goal':>6}{'ratio':>8}{'Rollcall':>13}{'onnxruntime':>15}")
    for row in networks:
        goal = f"≤ {row['goal']:g}"
        missed = "" if row["isMet"] else "  MISSED"
        print(
            f"{network_name(row):<52}{goal:>6}{row['ratio']:>8.2f}{row['milliseconds']:>10.2f} ms"
            f"{row['onnxruntime']:>12.2f} ms{missed}")


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
        large_memory = memory_of_large(paths, pathlib.Path(scratch))
    rows, beside = table(ours, theirs, large_memory), networks()
    if options.json:
        print(json.dumps({"figures": rows, "networks": beside, "versions": theirs[0]["versions"], "processor": processor()}))
        return
    print(f"{len(paths)} pictures of {source}; medians of {options.turns} starts x {options.rounds} rounds")
    print(f"{processor()}; milliseconds of processor time, one thread; load {os.getloadavg()[0]:.1f}")
    print(theirs[0]["versions"])
    upsampled = median(theirs, "detectionUpsampled")
    print(f"face_recognition finds faces in the picture as it is; doubled, its default, in {upsampled:.1f} ms\n")
    show(rows, beside)
    print(
        f"\nof {len(paths)} pictures, a face found: Rollcall {ours[0]['faces']}, "
        f"face_recognition {theirs[0]['faces']}; of those named: {ours[0]['right']}, {theirs[0]['right']}")
    missed = [row["figure"] for row in rows if not row["isMet"]]
    missed += [network_name(row) for row in beside if not row["isMet"]]
    print("Every goal is met." if not missed else f"Missed: {'; '.join(missed)}")


main()
