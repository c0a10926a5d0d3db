"""Builds and runs the functions that are measured: what the table and the check of instructions share."""
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Where scripts/build-http-curl puts the static libcurl.
LEAN_CURL = os.path.join(ROOT, ".local/http-curl")
# For what is built; removed at the end.
WORK = tempfile.TemporaryDirectory(prefix="bench-runtime-")


class MeasurementError(Exception):
    """A function, or valgrind on it, did not do what is measured."""


def build_function(name, options=()):
    """Builds one of the examples as for Lambda and returns the stripped executable's path."""
    build = ["swift", "build", "--configuration", "release", "--static-swift-stdlib", "--disable-default-traits",
             "--package-path", os.path.join(ROOT, "Examples"), *options]
    subprocess.run([*build, "--product", name], check=True, stdout=sys.stderr)
    folder = subprocess.run([*build, "--show-bin-path"], check=True, capture_output=True, text=True).stdout.strip()
    stripped = os.path.join(tempfile.mkdtemp(dir=WORK.name), name)
    subprocess.run(["strip", "-o", stripped, os.path.join(folder, name)], check=True)
    return stripped


def static_swift():
    """Makes the static Swift libraries of small programs and returns their folder."""
    folder = os.path.join(WORK.name, "static-swift")
    subprocess.run([os.path.join(ROOT, "deploy/images/build-static-swift"), folder], check=True, stdout=sys.stderr)
    return folder


def build_c(name, *options):
    """Compiles a program of this folder, stripped, and returns its path."""
    program = os.path.join(tempfile.mkdtemp(dir=WORK.name), name)
    source = os.path.join(ROOT, f"Benchmarks/Runtime/{name}.c")
    subprocess.run([shutil.which("cc") or "clang", "-O2", "-s", "-o", program, source, *options], check=True)
    return program


def build_runtime_api():
    """Compiles the measuring Runtime API."""
    return build_c("runtime_api")


def build_floors(curl):
    """Compiles the functions that no runtime can be faster than, with the libcurl of a prefix or the system's."""
    options = ["-static", f"-I{curl}/include", f"-L{curl}/lib"] if curl else []
    return {"bare libcurl": [build_c("floor_curl", *options, "-lcurl")], "bare socket": [build_c("floor_socket", "-static")]}


def write_http_event():
    """A file with API Gateway's event, format 2.0, that asks the example Notes for what it has."""
    with open(os.path.join(ROOT, "Sources/Runtime/LambdaSamples/samples/http-api.json"), encoding="utf-8") as sample:
        event = json.load(sample)
    event |= {"rawPath": "/notes"}
    event["requestContext"]["http"] |= {"method": "GET", "path": "/notes"}
    path = os.path.join(WORK.name, "http-event.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(event, file)
    return path


def run(runtime_api, options, command):
    """Runs a function, itself and the Runtime API on one CPU, and returns the figures."""
    pin = ["taskset", "-c", str(max(os.sched_getaffinity(0)))] if shutil.which("taskset") else []
    result = subprocess.run([*pin, runtime_api, *options, "--", *command], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise MeasurementError(f"{shlex.join(command)} failed: {(result.stdout + result.stderr)[-2000:]}")
    return json.loads(result.stdout.splitlines()[-1])


def instructions(runtime_api, command, options=(), invocations=1000):
    """User instructions an event: the difference of two runs of different length under callgrind."""
    counts = []
    for events in (200, 200 + invocations):
        with tempfile.TemporaryDirectory() as folder:
            out = os.path.join(folder, "callgrind.%p")
            run(runtime_api, ["-n", str(events), "-w", "0", *options],
                ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", "--", *command])
            totals = []
            for name in os.listdir(folder):
                with open(os.path.join(folder, name), encoding="utf-8", errors="replace") as lines:
                    totals += [int(line.split()[1]) for line in lines if line.startswith(("summary:", "totals:"))]
            if not totals:
                raise MeasurementError(f"valgrind counted nothing of {shlex.join(command)}")
            counts.append(max(totals))
    return (counts[1] - counts[0]) / invocations
