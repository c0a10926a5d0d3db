#!/usr/bin/env python3
"""Draws what the gate by motion sees of a film: the sizes of its pictures, how much they change beside the threshold, and
what the gate says; and counts the instructions that this costs.

usage: Benchmarks/gate/measure.py FILM PICTURE.svg

Compiles the gate's own files with main.swift. Needs ffmpeg and, for the instructions, valgrind.
"""

import html
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CLIENT = ROOT / "Sources/PiClient/PiClient"
SOURCES = [CLIENT / "Gate/PictureDifference.swift", CLIENT / "Gate/MotionWatch.swift",
           CLIENT / "Gate/MotionStage.swift", CLIENT / "Gate/SmallPictures.swift",
           ROOT / "Benchmarks/gate/main.swift"]
# As in SmallPictures and MotionWatch.
RATE, WIDTH, HEIGHT, STEPS = 6, 160, 120, 12
# What a Pi 4's core does in a second at an instruction a cycle (Raspberry Pi 4 Model B product brief: 1.5 GHz).
CORE = 1.5e9
COLORS = {"moving": "#c2410c", "noisy": "#a16207", "still": "#15803d", "blind": "#6b7280"}


def run(command, **options):
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, **options).stdout


def build(folder):
    """Compiles the gate and returns the program."""
    program = folder / "gate"
    run(["swiftc", "-O", "-swift-version", "6", "-o", program, *SOURCES])
    return program


def small_pictures(film):
    """The gray pictures that ffmpeg writes for the gate, one behind the other."""
    return run(["ffmpeg", "-v", "error", "-nostdin", "-i", film, "-an", "-vf",
                f"fps={RATE},scale={WIDTH}:{HEIGHT}:flags=area,format=gray", "-f", "rawvideo", "-"])


def sizes(film):
    """The time in seconds and the bytes of each picture, and whether it is an IDR picture."""
    answer = json.loads(run(["ffprobe", "-v", "error", "-select_streams", "v", "-show_entries", "packet=size,flags",
                             "-of", "json", film]))
    return [(index / 30, int(packet["size"]), "K" in packet["flags"]) for index, packet in enumerate(answer["packets"])]


def instructions(program, pictures, folder):
    """What a picture costs, from two runs of other lengths, so that the start is not in it."""
    counts = []
    for number in (20, 60):
        output = folder / "callgrind"
        result = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={output}", program, "quiet"],
            input=pictures[:number * WIDTH * HEIGHT], check=True, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        counts.append(int(re.search(rb"Collected : (\d+)", result.stderr)[1]))
    return (counts[1] - counts[0]) / 40


def panel(top, height, title, body):
    return (f'<text x="60" y="{top - 6}">{html.escape(title)}</text>'
            f'<rect x="60" y="{top}" width="900" height="{height}" fill="none" stroke="#9ca3af"/>{body}')


def picture(packets, seen, seconds):
    """The three panels, one above the other."""
    def x(time):
        return 60 + 900 * time / seconds

    most = max(size for _, size, _ in packets)
    bars = "".join(
        f'<path stroke="{color}" d="' + "".join(
            f"M{x(t):.1f} 180V{180 - 150 * size / most:.0f}" for t, size, key in packets if key == is_key) + '"/>'
        for color, is_key in (("#1d4ed8", True), ("#60a5fa", False)))
    top = max(24, max(change for change, _ in seen))
    points = " ".join(f"{x(i / RATE):.1f},{380 - 150 * min(change, top) / top:.1f}" for i, (change, _) in enumerate(seen))
    limit = 380 - 150 * STEPS / top
    changes = (f'<polyline points="{points}" fill="none" stroke="#111827"/>'
               f'<line x1="60" x2="960" y1="{limit:.1f}" y2="{limit:.1f}" stroke="#c2410c" stroke-dasharray="5 4"/>')
    found = "".join(
        f'<path stroke="{color}" stroke-width="30" d="' + "".join(
            f"M{x(i / RATE):.1f} 445H{x((i + 1) / RATE):.1f}" for i, (_, finding) in enumerate(seen) if finding == name) + '"/>'
        for name, color in COLORS.items())
    legend = "".join(
        f'<rect x="{60 + 110 * i}" y="475" width="12" height="12" fill="{color}"/><text x="{78 + 110 * i}" y="486">{name}</text>'
        for i, (name, color) in enumerate(COLORS.items()))
    axis = "".join(f'<text x="{x(t):.0f}" y="505" text-anchor="middle">{t} s</text>'
                   for t in range(0, int(seconds) + 1, max(1, int(seconds / 12))))
    return ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 520" font-family="sans-serif" font-size="13">'
            '<rect width="1000" height="520" fill="white"/>'
            + panel(30, 150, f"Bytes of each picture, IDR pictures darker; the largest has {most}", bars)
            + panel(230, 150, f"Change of the sixth most changed pixel in half a second, steps of 255; above {STEPS} something moves", changes)
            + panel(430, 30, "What the gate finds", found) + legend + axis + "</svg>\n")


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    film, target = sys.argv[1], pathlib.Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        program, pictures = build(folder), small_pictures(film)
        seen = [(int(change), finding) for change, finding in
                (line.split() for line in run([program], input=pictures).decode().splitlines())]
        packets = sizes(film)
        target.write_text(picture(packets, seen, max(len(packets) / 30, len(seen) / RATE)), encoding="utf-8")
        print(f"{target}: {len(packets)} pictures, {sum(finding == 'moving' for _, finding in seen)} of {len(seen)} small ones move")
        cost = instructions(program, pictures, folder) * RATE
        print(f"{cost / 1e6:.2f} million instructions a second of film, {100 * cost / CORE:.3f} % of a Pi 4's core at one a cycle")


if __name__ == "__main__":
    main()
