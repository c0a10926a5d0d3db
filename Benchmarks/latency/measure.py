#!/usr/bin/env python3
"""Plays one film through every way of the pipeline, side by side, and prints calls, latencies and costs.

usage: Benchmarks/latency/measure.py [--ways WAY ...] [--no-original] [--only plain|model] [--cold CLIPS] [--json FILE]
                                     [--lines FOLDER] [--rtt MS] [--uplink MBIT/S] [--seed N]
                                     [--film FILE --people FOLDER]

Each way runs twice: on the local services as they are, and with delays like AWS's and the Pi's uplink in between.
The second is A MODEL; its numbers and their sources are in model.json. Calls are counted by its proxy. In the ways
without triggers, some clips are then filmed one by one, each after the functions' environments have been shut down.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from local_stack import ROOT, LocalStack, StackError  # noqa: E402

import original  # noqa: E402
from answer_path import answer_paths  # noqa: E402
from cold import play_cold  # noqa: E402
from film import clips_of  # noqa: E402
from model_stack import ModelStack, read_model  # noqa: E402

PHOTOGRAPHS = ROOT / ".local/photographs"
PEOPLE = [
    ("Barack Obama", [PHOTOGRAPHS / "obama.jpg", PHOTOGRAPHS / "obama3.jpg"]),
    ("Joe Biden", [PHOTOGRAPHS / "biden.jpg"]),
]
WAYS = ["s3-trigger", "sqs-trigger", "recognizer-direct", "direct", "inline", "sync", "first-frame"]
TRIGGERED = WAYS[:3]
ORIGINAL = "Python chain"
# List prices in US dollars, us-east-1, to be checked before they are quoted: S3 and SQS a thousand and a million
# requests, Lambda a million requests, DynamoDB a million read units on demand.
PRICES = {
    "s3.PUT": 0.005e-3, "s3.LIST": 0.005e-3, "s3.GET": 0.0004e-3, "sqs": 0.40e-6, "lambda": 0.20e-6,
    "dynamodb": 0.125e-6,
}
CLIPS_AN_HOUR = 7200
# The first clips find everything cold.
WARM_UP = 4


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(share * len(values)))] if values else None


def make_film():
    folder = ROOT / ".local/demo"
    film, cast, script = folder / "film.h264", folder / "cast.json", ROOT / "scripts/make-film"
    if not cast.exists() or cast.stat().st_mtime < script.stat().st_mtime:
        folder.mkdir(parents=True, exist_ok=True)
        subprocess.run([sys.executable, script, PHOTOGRAPHS, film, cast], check=True)
    return film


def enroll(stack, folder=None):
    if folder:
        process = stack.run(stack.build / "rollcall", "enroll", "--folder", folder, stdout=subprocess.DEVNULL)
        if process.wait() != 0:
            progress(f"Not every photograph of {folder} was enrolled, see above.")
        return
    for name, photographs in PEOPLE:
        process = stack.run(
            stack.build / "rollcall", "enroll", "--major", "Law", "--year", "1991", name, *photographs,
            stdout=subprocess.DEVNULL)
        if process.wait() != 0:
            raise StackError(f"{name} could not be enrolled")


def play(stack, way, film, lines_folder=None, mode=""):
    """One run of the client; each clip's latencies in ms."""
    with tempfile.TemporaryDirectory() as spool:
        process = stack.run(
            stack.build / "rollcall", "run", "--way", way, "--source", film, "--json", "--device", f"bench-{way}",
            "--spool-folder", spool, stdout=subprocess.PIPE, text=True)
        text = process.stdout.read()
        process.wait()
    if lines_folder:
        Path(lines_folder).mkdir(parents=True, exist_ok=True)
        (Path(lines_folder) / f"{way}-{mode}.jsonl").write_text(text)
    answers = Answers()
    for line in text.splitlines():
        answers.take(json.loads(line))
    return answers.complete(), answers.summary


class Answers:
    """Each clip's latencies in ms, from the client's lines."""

    def __init__(self):
        self.clips, self.summary = {}, {}

    def take(self, line):
        if "summary" in line:
            self.summary = line["summary"]
            return
        clip = self.clips.setdefault(line["result"]["timestamp"], {})
        milliseconds = line["latency"] * 1000
        clip.setdefault("first", milliseconds)
        if line["answer"] != "provisional":
            clip["result"] = milliseconds
            clip["end"] = milliseconds - line["result"]["timings"].get("filmed", 0)

    def complete(self):
        """Clips with a result of their own, in the order of filming."""
        return [self.clips[key] for key in sorted(self.clips) if "result" in self.clips[key]]


def answer_paths_of(stack):
    """How many calls each answer waited for, and which most did: of first pictures, and of clips."""
    found = sorted(answer_paths(stack.calls()).items())
    result = {}
    for kind, provisional in ("first", True), ("result", False):
        paths = [path for (_, is_provisional), path in found if is_provisional == provisional][WARM_UP:]
        if paths:
            lengths = list(map(len, paths))
            result[kind] = {
                "p50": percentile(lengths, 0.5), "most": max(lengths),
                "usual": Counter(map(tuple, paths)).most_common(1)[0][0]}
    return result


def figures(clips):
    if not clips:
        return {"clips": 0}
    return {"clips": len(clips)} | {
        f"{kind} {name}": percentile([clip[kind] for clip in clips], share)
        for kind in ("end", "result", "first") for name, share in (("p50", 0.5), ("p95", 0.95))
    }


def cost_an_hour(counts, clips):
    total = 0.0
    for call, number in counts.items():
        operation = call.split(" ", 1)[1]
        price = PRICES.get(operation, PRICES.get(operation.split(".")[0], 0))
        if operation in ("s3.HEAD", "lambda.other"):
            price = 0
        total += price * number / clips * CLIPS_AN_HOUR
    return total


def measure_stack(stack, ways, film, options, mode, results, with_original):
    enroll(stack, options.people)
    for way in ways:
        # What was started for the way before would be warm for this one.
        play(stack, way, film) if options.warm else None
        if isinstance(stack, ModelStack):
            stack.reset()
        clips, summary = play(stack, way, film, options.lines, mode)
        result = figures(clips[WARM_UP:]) | {"summary": summary}
        if isinstance(stack, ModelStack):
            result["counts"], result["counted clips"] = stack.counts(), summary.get("filmed") or 1
            result["answer paths"] = answer_paths_of(stack)
        results.setdefault(way, {})[mode] = result
        progress(f"{mode} {way}: first frame to result p50 {result.get('result p50', 0):.0f} ms, load {load()}")
        if mode == "model" and options.cold and way not in TRIGGERED:
            answers = Answers()
            play_cold(stack, way, film, WARM_UP, options.cold, answers, options.wake)
            cold = results[way]["cold"] = figures(answers.complete()[WARM_UP:])
            progress(f"cold {way}: first frame to first word p50 {cold.get('first p50', 0):.0f} ms, load {load()}")
    if with_original:
        folder = original.prepare(PEOPLE, film, clips_of(film.read_bytes()))
        queue_url = original.deploy(stack)
        if isinstance(stack, ModelStack):
            stack.reset()
        clips = [{"result": r, "end": e, "first": r} for r, e in original.play(stack, folder, queue_url)]
        result = figures(clips[WARM_UP:])
        if isinstance(stack, ModelStack):
            result["counts"], result["counted clips"] = stack.counts(), len(clips_of(film.read_bytes()))
        results.setdefault(ORIGINAL, {})[mode] = result
        progress(f"{mode} {ORIGINAL}: first frame to result p50 {result.get('result p50', 0):.0f} ms, load {load()}")


def load():
    return f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def progress(text):
    print(text, file=sys.stderr, flush=True)


def cell(value):
    return "–" if value is None else f"{value:.0f}"


def show(results, options, model):
    uplink = model["uplink"]
    clips = max(figures["clips"] for modes in results.values() for mode, figures in modes.items() if mode != "cold")
    woken = ", and woken again by the client's event" if options.wake else ""
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load()} at the end; "
          f"{clips} clips a run after {WARM_UP} for warming up, "
          f"30 frames/s, 15 frames a clip.\nmodel = A MODEL of AWS and of an uplink of {uplink['rttMilliseconds']} ms "
          f"RTT and {uplink['megabitsPerSecond']} Mbit/s, seed {options.seed}; sources in "
          "Benchmarks/latency/model.json.\n"
          f"cold = the model, {options.cold} clips, each after both functions' environments have been shut down{woken}.\n"
          "one after the other = calls that the answer waits for: in the median (at most); of first-frame the first "
          "picture's, then the clip's.\n")
    header = ["way", "local: clip's end to result, p50 / p95 ms", "local: first frame to first word, p50 / p95",
              "model: first frame to result, p50 / p95 ms", "model: first frame to first word, p50 / p95",
              "cold: first frame to first word, p50 / p95", "cold: first frame to result, p50 / p95",
              "calls a clip", "one after the other", "$ a camera-hour"]
    print("| " + " | ".join(header) + " |\n" + "| --- " * len(header) + "|")
    for way, modes in results.items():
        plain, modeled, cold = (modes.get(mode, {}) for mode in ("plain", "model", "cold"))
        counts, clips = modeled.get("counts", {}), modeled.get("counted clips", 1)
        pair = lambda figures, kind: f"{cell(figures.get(kind + ' p50'))} / {cell(figures.get(kind + ' p95'))}"  # noqa
        print("| " + " | ".join([
            way, pair(plain, "end"), pair(plain, "first"), pair(modeled, "result"), pair(modeled, "first"),
            pair(cold, "first"), pair(cold, "result"),
            f"{sum(counts.values()) / clips:.1f}" if counts else "–",
            "; ".join(f"{path['p50']} ({path['most']})" for path in modeled.get("answer paths", {}).values()) or "–",
            f"{cost_an_hour(counts, clips):.3f}" if counts else "–"]) + " |")
    print("\nCosts are the counted calls at list prices, without computing time and without data transfer. "
          "Calls a clip, by operation:\n")
    for way, modes in results.items():
        counts, clips = modes.get("model", {}).get("counts"), modes.get("model", {}).get("counted clips", 1)
        if counts:
            print(f"{way}: " + ", ".join(f"{call} {number / clips:.2f}" for call, number in sorted(counts.items())))
    print("\nWhat the answer usually waits for:\n")
    for way, modes in results.items():
        for kind, path in modes.get("model", {}).get("answer paths", {}).items():
            print(f"{way}, {'first picture' if kind == 'first' else 'clip'}: {', '.join(path['usual'])}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=WAYS)
    parser.add_argument("--no-original", action="store_true")
    parser.add_argument("--only", choices=["plain", "model"])
    parser.add_argument("--warm", action="store_true", help="play the film once before each measured run")
    parser.add_argument("--cold", type=int, default=20, metavar="CLIPS", help="so many with cold functions; 0 for none")
    parser.add_argument("--wake", action="store_true", help="wake the functions before each clip with cold functions")
    parser.add_argument("--json", help="also write everything to this file")
    parser.add_argument("--lines", help="keep each run's lines in this folder, for rollcall report")
    parser.add_argument("--rtt", type=float)
    parser.add_argument("--uplink", type=float)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--film", type=Path, help="this instead: H.264 in Annex B, 30 frames/s, an IDR picture every 15")
    parser.add_argument("--people", help="enroll these instead: a folder of photographs for each person")
    options = parser.parse_args()
    if options.people and not options.no_original:
        parser.error("--people: the Python chain knows its own alone: add --no-original")
    model = read_model()
    model["uplink"]["rttMilliseconds"] = options.rtt or model["uplink"]["rttMilliseconds"]
    model["uplink"]["megabitsPerSecond"] = options.uplink or model["uplink"]["megabitsPerSecond"]
    reason = "not asked for" if options.no_original else original.missing()
    if reason:
        print(f"Without the Python chain: {reason}.\n")
    film, results = options.film or make_film(), {}
    modes = [options.only] if options.only else ["plain", "model"]
    groups = [[way] for way in options.ways if way in TRIGGERED] + [[w for w in options.ways if w not in TRIGGERED]]
    for mode in modes:
        for number, group in enumerate(group for group in groups if group):
            way = group[0] if group[0] in TRIGGERED else "direct"
            arguments = {"folder": ROOT / ".local/latency", "way": way}
            stack = LocalStack(**arguments) if mode == "plain" else ModelStack(
                **arguments, model=model, seed=options.seed)
            with stack:
                measure_stack(stack, group, film, options, mode, results, way == "direct" and not reason)
    order = [way for way in WAYS + [ORIGINAL] if way in results]
    show({way: results[way] for way in order}, options, model)
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    try:
        main()
    except StackError as error:
        sys.exit(str(error))
