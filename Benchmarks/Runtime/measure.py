#!/usr/bin/env python3
"""Measures the runtime with an echo function against a mock Runtime API, beside other runtimes.

Builds Examples/Echo as a static executable, runs it and every peer in interleaved rounds with mock and
function on one CPU, and prints the medians. Compare only figures of one run: they depend on the machine.

    measure.py [--mock mock_runtime_api.c] [--curl PREFIX] [--peer NAME=COMMAND]... [--check INSTRUCTIONS]
"""
import argparse
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def build_echo(prefix):
    """Builds the echo function; with a folder of static libraries as one static executable."""
    command = ["swift", "build", "--configuration", "release", "--product", "Echo", "--static-swift-stdlib",
               "--disable-default-traits", "--package-path", os.path.join(ROOT, "Examples"),
               "-Xlinker", "--gc-sections"]
    if prefix:
        command += ["-Xlinker", f"-L{prefix}/lib", "-Xswiftc", "-static-executable"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    stripped = os.path.join(tempfile.mkdtemp(prefix="bench-runtime-"), "Echo")
    shutil.copy(os.path.join(ROOT, "Examples/.build/release/Echo"), stripped)
    subprocess.run(["strip", stripped], check=True)
    return stripped


def figures(output):
    """The figures of one line of the mock's output."""
    names = {"p50": "cycle µs", "cpu_us": "cpu µs", "rss_kb": "RSS KB", "mismatches": "mismatches"}
    found = dict(re.findall(r"(\w+)=([0-9.]+)", output))
    return {label: float(found[name]) for name, label in names.items() if name in found}


def run_mock(mock, options, command):
    """Runs a function under the mock, both on one CPU."""
    pin = ["taskset", "-c", "1"] if shutil.which("taskset") and os.cpu_count() > 1 else []
    result = subprocess.run(pin + [mock, *options, "--", *command], capture_output=True, text=True)
    if result.returncode != 0:
        sys.exit(f"{shlex.join(command)} failed under the mock: {result.stdout}{result.stderr}")
    return result.stdout


def instructions(mock, command):
    """User instructions an invocation, from two runs of different length under callgrind."""
    counts = []
    for invocations in (200, 1200):
        with tempfile.NamedTemporaryFile(suffix=".callgrind") as file:
            run_mock(mock, ["-n", str(invocations), "-w", "0", "-t", "120"],
                     ["valgrind", "--tool=callgrind", f"--callgrind-out-file={file.name}", "--", *command])
            with open(file.name, encoding="utf-8") as lines:
                totals = [line for line in lines if line.startswith(("summary:", "totals:"))]
        counts.append(int(totals[-1].split()[1]))
    return (counts[1] - counts[0]) / 1000


def main():
    """Parses the arguments, measures, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mock", default=os.path.join(ROOT, "../shared/tools/mock_runtime_api.c"),
                        help="source of the mock Runtime API")
    parser.add_argument("--curl", help="prefix of a static libcurl; the system's shared one otherwise")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND",
                        help="another runtime's echo function")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--invocations", type=int, default=20000)
    parser.add_argument("--check", type=float, help="fail when an invocation takes more instructions")
    arguments = parser.parse_args()
    if not os.path.exists(arguments.mock):
        sys.exit(f"no mock Runtime API at {arguments.mock}: name its source with --mock")

    mock = os.path.join(tempfile.mkdtemp(prefix="bench-runtime-"), "mock")
    subprocess.run(["cc", "-O2", "-o", mock, arguments.mock], check=True)
    functions = {"rollcall": [build_echo(arguments.curl)]}
    functions |= {name: shlex.split(command) for name, command in (p.split("=", 1) for p in arguments.peer)}

    rounds = {name: [] for name in functions}
    for _ in range(arguments.rounds):
        for name, command in functions.items():
            measured = figures(run_mock(mock, ["-n", str(arguments.invocations), "-v"], command))
            megabyte = run_mock(mock, ["-n", "300", "-w", "50", "-s", "1048576"], command)
            measured["1 MiB cycle µs"] = figures(megabyte)["cycle µs"]
            start = re.search(r"median=([0-9.]+)", run_mock(mock, ["-c", "20"], command))
            measured["start ms"] = float(start.group(1)) if start else float("nan")
            rounds[name].append(measured)

    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs; medians of {arguments.rounds} rounds")
    exceeded = False
    for name, command in functions.items():
        medians = {label: statistics.median(r[label] for r in rounds[name]) for label in rounds[name][0]}
        size = os.path.getsize(shutil.which(command[0]) or command[0])
        row = [f"{label} {value:.2f}" for label, value in medians.items()] + [f"binary {size / 1e6:.2f} MB"]
        if shutil.which("valgrind"):
            count = instructions(mock, command)
            row.append(f"instructions {count / 1000:.1f} k")
            exceeded = exceeded or (name == "rollcall" and arguments.check and count > arguments.check)
        print(f"{name:12} " + " · ".join(row))
    if exceeded:
        sys.exit(f"an invocation took more than {arguments.check:.0f} instructions")


if __name__ == "__main__":
    main()
