#!/usr/bin/env python3
"""Measures our networks beside onnxruntime, by turns in one process and on one thread, so that whatever else the machine
does slows both: the ratio of the two is what to look at, and must be 1.0 at most.

usage: Benchmarks/Networks/measure.py [--rounds N] [--json]

Takes the published files of .local/models/published and of the folder ROLLCALL_MODEL_MIRROR.
"""

import argparse
import ctypes
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import numpy
import onnx

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "Sources/Recognizer/ModelConverter"), str(ROOT / "Tests/Recognizer/NetworkReference")]

import converter  # noqa: E402
import dlib_network  # noqa: E402
import known_models  # noqa: E402
import reference  # noqa: E402

# Columns and rows that a detector is measured at.
SIZES = {
    known_models.YUNET: ((640, 480), (1280, 736)),
    known_models.CENTERFACE: ((640, 480), (1280, 704)),
}
# The most of onnxruntime's time that a network may take.
GOAL = 1.0


class Picture(ctypes.Structure):
    _fields_ = [
        ("pixels", ctypes.c_void_p), ("rows", ctypes.c_int32), ("columns", ctypes.c_int32),
        ("row_stride", ctypes.c_ssize_t)]


class Engine:
    """CNeuralNetwork as a release has it."""

    def __init__(self, folder):
        library = folder / "engine.so"
        sources = sorted((ROOT / "Sources/Recognizer/CNeuralNetwork").glob("*.c"))
        include = ROOT / "Sources/Recognizer/CNeuralNetwork/include"
        subprocess.run(["clang", "-O2", "-shared", "-fPIC", "-I", include, *sources, "-lm", "-o", library], check=True)
        self.library = ctypes.CDLL(str(library))
        for name, result, arguments in (
                ("CNetwork_open", ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]),
                ("CNetworkWorkspace_create", ctypes.c_void_p, [ctypes.c_void_p]),
                ("CNetwork_run", ctypes.c_bool,
                 [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, Picture, ctypes.c_char_p]),
                ("CInstructionSet_name", ctypes.c_char_p, [ctypes.c_int])):
            function = getattr(self.library, name)
            function.restype, function.argtypes = result, arguments
        self.instruction_set = self.library.CInstructionSet_best()
        self.name = self.library.CInstructionSet_name(self.instruction_set).decode()

    def open(self, path):
        """A function that runs a model on a picture."""
        error = ctypes.create_string_buffer(256)
        network = self.library.CNetwork_open(str(path).encode(), error)
        if not network:
            sys.exit(f"{path}: {error.value.decode()}")
        workspace = self.library.CNetworkWorkspace_create(network)

        def run(picture):
            rows, columns = picture.shape[:2]
            view = Picture(picture.ctypes.data, rows, columns, picture.strides[0])
            if not self.library.CNetwork_run(network, workspace, self.instruction_set, view, error):
                sys.exit(error.value.decode())

        return run


def processor_time(body):
    start = time.thread_time()
    body()
    return (time.thread_time() - start) * 1e3


def measure(engine, path, folder, rounds):
    """The medians of a network: milliseconds, onnxruntime's, and of each round's ratio."""
    data = path.read_bytes()
    known = known_models.find(path, data)
    target = folder / f"{known.choice}.model"
    converter.convert(path, target)
    model = dlib_network.onnx_model(data) if path.suffix == ".dat" else onnx.load_from_string(data)
    is_embedder = known.description.kind == known_models.EMBEDDER
    sizes = ((known.description.columns, known.description.rows),) if is_embedder else SIZES[known.description.kind]
    session = reference.session_of(model if is_embedder else reference.of_any_size(model))
    run = engine.open(target)
    for columns, rows in sizes:
        picture = numpy.random.default_rng(1).integers(0, 256, (rows, columns, 3), dtype=numpy.uint8)
        values = numpy.ascontiguousarray(picture.astype(numpy.float32).transpose(2, 0, 1)[None])
        name = session.get_inputs()[0].name
        times = []
        for number in range(-2, max(5, rounds if is_embedder else rounds // 4)):
            own = processor_time(lambda: run(picture))
            other = processor_time(lambda: session.run(None, {name: values}))
            # The first rounds warm up.
            if number >= 0:
                times.append((own, other, own / other))
        own, other, ratio = (statistics.median(part) for part in zip(*times))
        yield {
            "network": known.description.name, "columns": columns, "rows": rows, "milliseconds": own,
            "onnxruntime": other, "ratio": ratio, "goal": GOAL, "isMet": ratio <= GOAL}


def main():
    parser = argparse.ArgumentParser(description="Measures networks beside onnxruntime.")
    parser.add_argument("--rounds", type=int, default=60, help="of an embedder; a detector has a quarter (default 60)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    folders = [ROOT / ".local/models/published", pathlib.Path(os.environ.get("ROLLCALL_MODEL_MIRROR", "/nowhere"))]
    paths = {path.name: path for folder in folders for path in sorted(folder.glob("*.onnx")) + sorted(folder.glob("*.dat"))}
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        engine = Engine(pathlib.Path(scratch))
        for path in paths.values():
            rows += measure(engine, path, pathlib.Path(scratch), options.rounds)
    if options.json:
        print(json.dumps({"instructionSet": engine.name, "networks": rows}))
        return
    print(f"{engine.name + ', one thread':<44}{'ours':>10}{'onnxruntime':>13}{'ratio':>7}")
    for row in rows:
        name = f"{row['network']}, {row['columns']} x {row['rows']}"
        missed = "" if row["isMet"] else "  MISSED"
        print(f"{name:<52}{row['milliseconds']:>8.2f} ms{row['onnxruntime']:>8.2f} ms{row['ratio']:>6.2f}{missed}")


if __name__ == "__main__":
    main()
