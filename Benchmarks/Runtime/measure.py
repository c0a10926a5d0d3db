#!/usr/bin/env python3
"""Measures the runtime with echo functions, beside other runtimes, and prints the figures against their goals.

What no runtime can be faster than stands beside it: an echo function on libcurl alone, and one on a socket. Every function gets the same 1 KiB events from the same Runtime API (runtime_api.c), in interleaved rounds, server and
function on one CPU; the table shows medians. Compare figures of one run only: they depend on the machine and on what
else it does.

    measure.py [--curl PREFIX] [--peer NAME@VERSION=COMMAND]... [--json-peer NAME@VERSION=COMMAND]...
               [--http-peer NAME@VERSION=COMMAND]... [--check]

A peer's COMMAND is its echo function, of bytes where the peer has such handlers; --json-peer adds its echo function
of decoded JSON, --http-peer one that decodes API Gateway's event, format 2.0, and answers with status 200.
"""
import argparse
import functools
import os
import shlex
import shutil
import statistics
import sys

import harness

OURS = "rollcall"


def peer(text):
    """Parses NAME@VERSION=COMMAND."""
    name, separator, command = text.partition("=")
    if not separator or not command:
        raise argparse.ArgumentTypeError(f"not NAME@VERSION=COMMAND: {text}")
    return name, shlex.split(command)


def measure_round(api, command, json_command, http_command, events):
    """One round's figures of one runtime's functions."""
    echo = harness.run(api, ["-n", str(events)], command)
    megabyte = harness.run(api, ["-n", "300", "-w", "50", "-s", str(1 << 20)], command)
    starts = [harness.run(api, ["-c"], command)["start_ms"] for _ in range(20)]
    figures = {"cycle": echo["cycle_us"], "cpu": echo["cpu_us"], "rss": echo["rss_kb"] / 1000,
               "megabyte": megabyte["cycle_us"] / 1000, "start": statistics.median(starts),
               "differing": echo["differing"] + megabyte["differing"]}
    if json_command:
        decoded = harness.run(api, ["-n", str(events)], json_command)
        figures["json cycle"] = decoded["cycle_us"]
        figures["json time"] = decoded["cpu_us"] / echo["cpu_us"]
    if http_command:
        answered = harness.run(api, ["-n", str(events), *http_event()], http_command)
        figures["http cycle"] = answered["cycle_us"]
        figures["differing"] += answered["differing"]
    return figures


@functools.cache
def http_event():
    """The options for an event of API Gateway's."""
    return ["-e", harness.write_http_event(), "-a", '"statusCode":200']


def measure(api, functions, json_functions, http_functions, rounds, events):
    """The median figures of every runtime."""
    samples = {name: [] for name in functions}
    for _ in range(rounds):
        for name, command in functions.items():
            samples[name].append(measure_round(api, command, json_functions.get(name), http_functions.get(name), events))
    figures = {name: {key: statistics.median(sample[key] for sample in taken) for key in taken[0]}
               for name, taken in samples.items()}
    for name, command in functions.items():
        path = shutil.which(command[0])
        # An interpreter's size says nothing.
        if path and len(command) == 1:
            figures[name]["binary"] = os.path.getsize(path) / 1e6
        if shutil.which("valgrind"):
            count_instructions(api, figures[name], command, json_functions.get(name), http_functions.get(name))
    return figures


def count_instructions(api, figures, command, json_command, http_command):
    """Adds what callgrind counts. Not every peer runs under it: Go's programs are ended by valgrind."""
    try:
        count = harness.instructions(api, command)
        figures["instructions"] = count / 1000
        if json_command:
            figures["json instructions"] = harness.instructions(api, json_command) / count
        if http_command:
            figures["http instructions"] = harness.instructions(api, http_command, http_event()) / count
    except harness.MeasurementError:
        print(f"valgrind does not run {shlex.join(command)}", file=sys.stderr)


# What is shown: key, label, decimals, goal.
ROWS = [
    ("cycle", "cycle p50, µs", 1, 42),
    ("curl ratio", "its cycle ÷ bare libcurl's", 2, 1.1),
    ("ratio", "its cycle ÷ aws-lambda-cpp's", 2, 0.75),
    ("cpu", "processor time an event, µs", 1, 28),
    ("instructions", "user instructions an event, thousand", 1, 140),
    ("json cycle", "cycle p50 with Decodable, Encodable, µs", 1, None),
    ("json instructions", "Decodable, Encodable: instructions ÷ raw", 2, 1.3),
    ("json time", "Decodable, Encodable: processor time ÷ raw", 2, 1.4),
    ("http cycle", "cycle p50 of API Gateway's event, decoded, answered, µs", 1, 60),
    ("http instructions", "API Gateway's event: instructions ÷ raw", 2, None),
    ("http ratio", "its cycle ÷ swift-aws-lambda-runtime's", 2, 0.5),
    ("megabyte", "cycle p50 of 1 MiB, ms", 2, None),
    ("megabyte ratio", "its cycle ÷ bare libcurl's", 2, 1.05),
    ("start", "start to the first /next, ms", 2, 0.9),
    ("rss", "resident memory at the end, MB", 1, 5),
    ("binary", "executable, static, stripped, MB", 2, 5),
    ("shared binary", "the same with the C library shared, MB", 2, 5),
]


def add_ratio(figures, key, figure, other):
    """Adds each runtime's figure divided by another's, where that was measured."""
    reference = next((own[figure] for name, own in figures.items() if name.startswith(other) and figure in own), None)
    for own in figures.values() if reference else ():
        if figure in own:
            own[key] = own[figure] / reference


def cell(value, decimals):
    """A figure as text."""
    return "–" if value is None else f"{value:.{decimals}f}"


def print_table(figures):
    """Prints the table; returns the labels of the goals that were missed."""
    missed = []
    table = [["", "goal", *figures]]
    for key, label, decimals, goal in ROWS:
        values = [own.get(key) for own in figures.values()]
        if all(value is None for value in values):
            continue
        cells = [cell(value, decimals) for value in values]
        if goal is not None and values[0] is not None and values[0] > goal:
            missed.append(label)
            cells[0] += " missed"
        table.append([label, "" if goal is None else f"≤ {goal}", *cells])
    widths = [max(len(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        print("  ".join([row[0].ljust(widths[0]), *(text.rjust(width) for text, width in zip(row[1:], widths[1:]))]))
    return missed


def main():
    """Parses the arguments, measures, prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--curl", type=os.path.abspath,
                        default=harness.LEAN_CURL if os.path.isdir(harness.LEAN_CURL) else None,
                        help="prefix of a static libcurl (make http-curl); without one the system's shared libcurl is "
                             "measured, which starts slower")
    parser.add_argument("--peer", action="append", default=[], type=peer, metavar="NAME@VERSION=COMMAND",
                        help="another runtime's echo function of bytes")
    parser.add_argument("--json-peer", action="append", default=[], type=peer, metavar="NAME@VERSION=COMMAND",
                        help="another runtime's echo function of JSON")
    parser.add_argument("--http-peer", action="append", default=[], type=peer, metavar="NAME@VERSION=COMMAND",
                        help="another runtime's function that answers API Gateway's event")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=20000, help="events of a round")
    parser.add_argument("--check", action="store_true", help="exit with 1 when a goal is missed")
    arguments = parser.parse_args()

    # As scripts/lambda links.
    shared = ["-Xswiftc", "-use-ld=lld", "-Xlinker", "--icf=all",
              "-Xswiftc", "-resource-dir", "-Xswiftc", harness.static_swift(),
              "-Xlinker", f"-T{harness.ROOT}/deploy/images/no-unwind-tables.ld",
              "-Xlinker", f"-T{harness.ROOT}/deploy/images/no-module-hashes.ld",
              "-Xlinker", "--build-id=none"]
    static = [*shared]
    if arguments.curl:
        shared += ["-Xlinker", f"-L{arguments.curl}/lib", "-Xlinker", "--no-pie"]
        static += ["-Xlinker", f"-L{arguments.curl}/lib", "-Xswiftc", "-static-executable",
                   "-Xlinker", "--defsym=_swift_stdlib_getScalarName=abort"]
    functions = ({OURS: [harness.build_function("Echo", static)]} | harness.build_floors(arguments.curl)
                 | dict(arguments.peer))
    json_functions = {OURS: [harness.build_function("JSONEcho", static)]} | dict(arguments.json_peer)
    http_functions = {OURS: [harness.build_function("Notes", static)]} | dict(arguments.http_peer)
    shared_size = os.path.getsize(harness.build_function("Echo", shared)) / 1e6

    try:
        figures = measure(harness.build_runtime_api(), functions, json_functions, http_functions,
                          arguments.rounds, arguments.events)
    except harness.MeasurementError as error:
        sys.exit(str(error))
    if figures[OURS]["differing"]:
        sys.exit("the echo differed from the event")
    figures[OURS]["shared binary"] = shared_size
    for key, figure, other in [("curl ratio", "cycle", "bare libcurl"), ("megabyte ratio", "megabyte", "bare libcurl"),
                               ("ratio", "cycle", "aws-lambda-cpp"),
                               ("http ratio", "http cycle", "swift-aws-lambda-runtime")]:
        add_ratio(figures, key, figure, other)

    missed = print_table(figures)
    print(f"\nMedians of {arguments.rounds} interleaved rounds of {arguments.events} events of 1 KiB; "
          f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs; libcurl "
          + (f"static, of {arguments.curl}" if arguments.curl else "the system's, shared"))
    if not shutil.which("valgrind"):
        print("Instructions were not counted: valgrind is not installed.")
    for label in missed:
        print(f"missed: {label}")
    if missed and arguments.check:
        sys.exit(1)


if __name__ == "__main__":
    main()
