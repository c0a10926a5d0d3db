#!/usr/bin/env python3
"""Films for some minutes with each setting and prints what an hour costs at list prices.

usage: Benchmarks/costs/measure.py [--minutes N] [--cases CASE ...] [--build FOLDER] [--json FILE]

The local services stand behind a proxy that counts every call of the client and the functions (aws_model.py, without
its delays). Prices are those of the client and of `make deploy`, in prices.json. An hour is 7200 clips like those that
were filmed, so that a machine that falls behind counts the same. What `rollcall costs` says of the same run stands beside it.
"""

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
sys.path.insert(1, str(Path(__file__).resolve().parents[1] / "latency"))
from film import NO_LESSONS  # noqa: E402
from local_stack import ROOT, StackError  # noqa: E402
from measure import enroll, load, make_film, progress  # noqa: E402
from model_stack import ModelStack  # noqa: E402

TABLE = json.loads((ROOT / "Sources/PiClient/PiClient/Costs/prices.json").read_text())
DOLLARS = TABLE["dollars"]
# Amazon CloudWatch pricing: logs taken in, a gigabyte.
LOG_GIGABYTE = 0.50
KILOBYTE = 1024

# What is filmed, the functions' settings, and the client's options.
CASES = {
    "people, frames all": ("people", {}, ()),
    "people, frames bundle": ("people", {"ROLLCALL_FRAMES": "bundle"}, ()),
    "people, frames seen, clips people": ("people", {"ROLLCALL_FRAMES": "seen", "ROLLCALL_CLIPS": "people"}, ()),
    "empty room, frames all": ("empty", {}, ()),
    "empty room, frames seen, clips people": ("empty", {"ROLLCALL_FRAMES": "seen", "ROLLCALL_CLIPS": "people"}, ()),
    "empty room, frames seen, clips people, gate": (
        "empty", {"ROLLCALL_FRAMES": "seen", "ROLLCALL_CLIPS": "people"}, ("--gate", "schedule")),
}


class CostStack(ModelStack):
    """A local stack whose functions keep what they are told to."""

    def __init__(self, variables, **options):
        super().__init__(folder=ROOT / ".local/costs", **options)
        self.variables = variables

    def deploy(self, name, executable=None, variables=None, **options):
        super().deploy(name, executable, self.variables | (variables or {}), **options)


def film(kind, minutes, folder):
    """A film of people who move, or of a room in which only the sensor's noise does."""
    path = Path(folder) / f"{kind}.h264"
    seconds = minutes * 60
    if kind == "people":
        demo = make_film().read_bytes()
        # The demo's film, 30 frames a second, as often as is enough.
        frames = demo.count(b"\0\0\1\x65") * 15
        path.write_bytes(demo * math.ceil(seconds * 30 / frames))
    else:
        subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=size=640x480:rate=30", "-vf",
             "trim=end_frame=1,loop=loop=-1:size=1,setpts=N/30/TB,noise=alls=6:allf=t", "-t", str(seconds), "-c:v",
             "libx264", "-profile:v", "baseline", "-preset", "veryfast", "-tune", "zerolatency", "-pix_fmt", "yuv420p",
             "-g", "15", "-keyint_min", "15", "-sc_threshold", "0", "-crf", "23", "-f", "h264", path], check=True)
    return path


def units(calls):
    """What the calls are charged for: see prices.json."""
    counted = Counter()
    for call in calls:
        operation, size = call["operation"], call["bytes"]
        service = operation.split(".")[0]
        if operation in ("s3.PUT", "s3.LIST"):
            counted["s3.put"] += 1
            counted["s3.storedByte"] += size
        elif operation in ("s3.GET", "s3.HEAD"):
            counted["s3.get"] += 1
        elif operation in ("lambda.Event", "lambda.RequestResponse"):
            counted["lambda.request"] += 1 + math.ceil(max(0, size - 256 * KILOBYTE) / 64 / KILOBYTE)
        elif service == "sqs":
            counted["sqs.request"] += max(1, math.ceil(size / 64 / KILOBYTE))
        elif service == "dynamodb":
            reads = ("GetItem", "Query", "Scan", "BatchGetItem")
            counted["dynamodb.read" if operation.endswith(reads) else "dynamodb.write"] += 1
    return counted


def requests_dollars(counted):
    return sum(DOLLARS.get(unit, 0) * number for unit, number in counted.items())


def measure(name, minutes, build):
    kind, variables, options = CASES[name]
    with tempfile.TemporaryDirectory() as folder, CostStack(variables, build=build) as stack:
        enroll(stack)
        source = film(kind, minutes, folder)
        timetable = Path(folder) / "timetable.csv"
        timetable.write_text(NO_LESSONS)
        arguments = ["--source", source, "--device", "costs", "--spool-folder", f"{folder}/spool", *options]
        stack.reset()
        log = stack.folder / "local-lambda.log"
        logged, start = log.stat().st_size, time.monotonic()
        run = stack.run(
            stack.build / "rollcall", "run", "--json", *arguments, stdout=subprocess.PIPE, text=True,
            extra={"ROLLCALL_TIMETABLE": str(timetable)})
        summary = json.loads(run.stdout.read().splitlines()[-1])["summary"]
        run.wait()
        minutes_taken = (time.monotonic() - start) / 60
        # What the functions do after the last answer.
        time.sleep(2)
        counted = units(stack.calls())
        shown = stack.run(
            stack.build / "rollcall", "costs", "--json", "--device", "costs", extra={
                "ROLLCALL_SPOOL_FOLDER": f"{folder}/spool"}, stdout=subprocess.PIPE, text=True)
        told = json.loads(shown.stdout.read())
        shown.wait()
        hours = summary["filmed"] / TABLE["clipsAnHour"]
        services = {service["name"]: service["dollars"] / hours for service in told["services"]}
        return {
            "case": name, "minutes": minutes_taken, "summary": summary, "counted": counted, "told": told["usage"],
            "requests": requests_dollars(counted) / hours,
            "told requests": sum(
                services[name] for name in ("S3 requests", "Lambda requests", "SQS", "DynamoDB")),
            "storage": counted["s3.storedByte"] / 1e9 * TABLE["storedDays"] / 30 * DOLLARS["s3.gigabyteMonth"] / hours,
            "computing": services["Lambda computing"],
            "logs": (log.stat().st_size - logged) / 1e9 * LOG_GIGABYTE / hours,
        }


def show(results):
    print(f"List prices of {TABLE['region']}, {TABLE['date']}, in US dollars an hour, without the free tier; "
          f"an hour is {TABLE['clipsAnHour']} clips like these; load {load()} at the end.\n")
    header = ["case", "clips filmed", "clips sent", "PUT", "GET", "SQS", "invocations", "DynamoDB",
              "requests, $ an hour", "as `rollcall costs` has them", "storage, 7 days", "computing here", "logs"]
    print("| " + " | ".join(header) + " |\n" + "| --- " * len(header) + "|")
    for result in results:
        counted, summary = result["counted"], result["summary"]
        numbers = [counted["s3.put"], counted["s3.get"], counted["sqs.request"], counted["lambda.request"],
                   counted["dynamodb.read"] + counted["dynamodb.write"]]
        dollars = [result[key] for key in ("requests", "told requests", "storage", "computing", "logs")]
        print("| " + " | ".join(
            [result["case"], str(summary["filmed"]), str(summary["sent"])] + list(map(str, numbers))
            + [f"{value:.4f}" for value in dollars]) + " |")
    by_case = {result["case"]: result["requests"] for result in results}
    with_people = by_case.get("people, frames seen, clips people")
    with_nobody = by_case.get("empty room, frames seen, clips people, gate")
    if with_people is not None and with_nobody is not None:
        print(f"\nA school day, 8 hours of people and 16 of nobody: ${8 * with_people + 16 * with_nobody:.2f}; "
              f"as the first row, all day: ${24 * by_case.get('people, frames all', 0):.2f}.")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=3)
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--build", default=ROOT / ".build/release")
    parser.add_argument("--json", help="also write everything to this file")
    options = parser.parse_args()
    results = []
    for case in options.cases:
        results.append(measure(case, options.minutes, options.build))
        progress(f"{case}: ${results[-1]['requests']:.4f} an hour in requests, load {load()}")
    show(results)
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    try:
        main()
    except StackError as error:
        sys.exit(str(error))
