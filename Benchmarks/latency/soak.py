#!/usr/bin/env python3
"""A Pi that films for a long time, five times as fast as it would, while everything around it fails in turn.

usage: Benchmarks/latency/soak.py [--minutes N] [--speed N] [--seed N] [--build FOLDER]

The faults are drawn from the seed: the network breaks or falls silent, Lambda refuses with 500 or 429, the device's queue
is removed, the disk of the spool is full, the camera dies, a Recognizer is killed. Between two of them everything works for
a while. In the end every clip that was filmed has a result, is counted as missing, dropped or refused, or is on disk; and
memory and descriptors of the client's second half are no more than those of its first.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from local_stack import ROOT, StackError  # noqa: E402
from load import FRAMES_A_CLIP, make_slow_film  # noqa: E402
from measure import enroll, progress  # noqa: E402
from model_stack import ModelStack  # noqa: E402

DEVICE, CLIP_SECONDS, CLIPS_IN_FILM = "soak", 0.5, 20

# Writes the film over and over, so many bytes a second, as a camera command does.
CAMERA = """import sys, time
film, pause = open(sys.argv[1], "rb").read(), float(sys.argv[2])
start, part, place = time.monotonic(), 0, 0
while True:
    sys.stdout.buffer.write(film[place:place + 4096]); sys.stdout.buffer.flush()
    place = place + 4096 if place + 4096 < len(film) else 0
    part += 1
    time.sleep(max(0, start + part * pause - time.monotonic()))
"""


def children(process, name):
    """The processes below another whose command line or environment names something."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            parent = int((folder / "stat").read_text().rsplit(") ", 1)[1].split()[1])
            text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except (OSError, IndexError, ValueError):
            continue
        if parent == process and name.encode() in text:
            found.append(int(folder.name))
    return found


class Faults:
    """What goes wrong: each is begun, and mended after some seconds."""

    def __init__(self, stack, client, disk, seed):
        self.stack, self.client, self.disk, self.random = stack, client, disk, random.Random(seed)
        self.counts = Counter()
        lambda_process = next(p for p in stack.processes if getattr(p, "name", "") == "local-lambda")
        self.lambda_process = lambda_process.pid
        self.kinds = {
            "network broken": (lambda: stack.switch_network("broken"), lambda: stack.switch_network("up")),
            "network silent": (lambda: stack.switch_network("silent"), lambda: stack.switch_network("up")),
            "Lambda 500": (lambda: stack.refuse_invocations(500), lambda: stack.refuse_invocations(200)),
            "Lambda 429": (lambda: stack.refuse_invocations(429), lambda: stack.refuse_invocations(200)),
            "queue removed": (self.remove_queue, None),
            "camera dies": (lambda: self.kill(self.client.pid, "camera.py"), None),
            "Recognizer killed": (lambda: self.kill(self.lambda_process, "AWS_LAMBDA_FUNCTION_NAME=Recognizer"), None),
        }
        if disk:
            self.kinds["disk full"] = (self.fill_disk, lambda: (self.disk / "filler").unlink(missing_ok=True))

    def remove_queue(self):
        self.stack.client("sqs").delete_queue(QueueUrl=self.stack.queue_url.replace("{device}", DEVICE))

    def fill_disk(self):
        """And the network goes with it: else nothing is written."""
        subprocess.run(["dd", "if=/dev/zero", f"of={self.disk}/filler", "bs=4k"], stderr=subprocess.DEVNULL)
        self.stack.switch_network("broken")
        time.sleep(5)
        self.stack.switch_network("up")

    def kill(self, process, name):
        for child in children(process, name)[:1]:
            os.kill(child, signal.SIGKILL)

    def play_one(self):
        name = self.random.choice(sorted(self.kinds))
        seconds = self.random.uniform(3, 15)
        progress(f"{time.strftime('%H:%M:%S')} {name}, {seconds:.0f} s")
        self.counts[name] += 1
        begin, mend = self.kinds[name]
        begin()
        if mend:
            time.sleep(seconds)
            mend()


def usage(process):
    """Resident memory in MB, and open descriptors."""
    status = Path(f"/proc/{process}/status").read_text()
    memory = int(status.split("VmRSS:")[1].split()[0]) / 1024
    return memory, len(os.listdir(f"/proc/{process}/fd"))


def film(stack, options, folder, disk):
    """Films through the faults; the client's lines, its samples of memory and descriptors, and the faults' counts."""
    film = make_slow_film(folder, CLIPS_IN_FILM)
    camera = Path(folder) / "camera.py"
    camera.write_text(CAMERA)
    command = Path(folder) / "camera"
    pause = 4096 / (film.stat().st_size / CLIPS_IN_FILM / CLIP_SECONDS * options.speed)
    command.write_text(f"#!/bin/sh\nexec {sys.executable} {camera} {film} {pause}\n")
    command.chmod(0o755)
    with open(Path(folder) / "lines", "w+") as lines, open(stack.folder / "soak-client.log", "w") as log:
        client = stack.run(
            stack.build / "rollcall", "run", "--json", "--device", DEVICE, "--camera-command", command, "--framerate",
            FRAMES_A_CLIP / CLIP_SECONDS, "--clip-seconds", CLIP_SECONDS, "--spool-folder",
            disk or Path(folder) / "spool", "--result-seconds", 120, stdout=lines, stderr=log)
        faults, samples = Faults(stack, client, disk, options.seed), []
        end = time.monotonic() + options.minutes * 60
        while time.monotonic() < end and client.poll() is None:
            for _ in range(10):
                time.sleep(1)
                if client.poll() is None:
                    samples.append(usage(client.pid))
            faults.play_one()
        client.send_signal(signal.SIGINT)
        code = client.wait()
        lines.seek(0)
        return [json.loads(line) for line in lines], samples, faults.counts, code


def account(lines, samples, faults, code):
    """Prints what became of everything; whether it is as it should be."""
    summary = next((line["summary"] for line in lines if "summary" in line), None)
    if summary is None:
        print(f"the client ended with {code} and without a summary")
        return False
    clips = Counter(line["result"]["clip"] for line in lines if "result" in line)
    half = len(samples) // 2
    # Of its second half and of its first, but for the start.
    memory = [max(m for m, _ in part) for part in (samples[half // 2:half], samples[half:])]
    descriptors = [max(d for _, d in part) for part in (samples[half // 2:half], samples[half:])]
    accounted = len(clips) + sum(summary[name] for name in ("missing", "refused", "kept", "dropped"))
    rows = {name: count for name, count in sorted(faults.items())} | {
        "filmed": summary["filmed"], "answered": len(clips), "shown twice": sum(clips.values()) - len(clips),
        "missing": summary["missing"], "dropped": summary["dropped"], "refused": summary["refused"],
        "kept on disk": summary["kept"], "sent again": summary["resent"], "exit code": code,
        "memory, first half, MB": memory[0], "memory, second half, MB": memory[1],
        "descriptors, first half": descriptors[0], "descriptors, second half": descriptors[1]}
    for name, count in rows.items():
        print(f"{name:34}{count:8.0f}")
    return (
        accounted == summary["filmed"] and sum(clips.values()) == len(clips)
        and memory[1] < memory[0] * 1.2 + 8 and descriptors[1] < descriptors[0] + 16)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--speed", type=float, default=5, help="how many times as fast as it would the Pi films")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--build", default=ROOT / ".build/release", help="where the products are")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        disk = Path(folder) / "disk"
        disk.mkdir()
        # Only root may mount one.
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk], stderr=subprocess.DEVNULL).returncode == 0
        if not mounted:
            progress("the disk is never full: a small file system cannot be mounted without root")
        try:
            with ModelStack(folder=ROOT / ".local/soak", build=options.build) as stack:
                enroll(stack)
                results = film(stack, options, folder, disk if mounted else None)
        finally:
            if mounted:
                subprocess.run(["umount", "--lazy", disk])
    print(f"{options.minutes:g} minutes, {options.speed:g} times as fast, seed {options.seed}")
    return 0 if account(*results) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StackError as error:
        sys.exit(str(error))
