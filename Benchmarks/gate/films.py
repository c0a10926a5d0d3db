#!/usr/bin/env python3
"""Counts what the gate by motion would hold back of films in which people come, move and sit still, with noise of several
strengths and each kind of rate control.

usage: Benchmarks/gate/films.py FOLDER [--clips N]

FOLDER holds clips of half a second, 640 x 480, each with somebody who moves (`clips/*.h264`). In the film each is a scene: four
seconds that do not move, the clip, and three and a half seconds that do not move. That a scene begins is somebody who comes.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from measure import RATE, build, run, small_pictures

FILM_WIDTH, FILM_HEIGHT, FILM_RATE = 640, 480, 30
BEFORE, MOVING, AFTER = 120, 15, 105
SCENE = BEFORE + MOVING + AFTER
NOISES = (0, 2, 4, 7, 12)
ENCODINGS = {
    "constant quality": ["-crf", "23"], "average rate": ["-b:v", "1M"],
    "constant rate": ["-b:v", "1M", "-maxrate", "1M", "-bufsize", "300k"]}
# A small picture comes up to so many seconds after what it shows.
DELAY = 0.2


def frames(clip):
    """A clip's frames as gray bytes."""
    raw = run(["ffmpeg", "-v", "error", "-i", clip, "-f", "rawvideo", "-pix_fmt", "gray", "-"])
    return np.frombuffer(raw, np.uint8).reshape(-1, FILM_HEIGHT * FILM_WIDTH)


def encode(clips, noise, encoding, film):
    """Writes the film of all scenes."""
    process = subprocess.Popen(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{FILM_WIDTH}x{FILM_HEIGHT}", "-r",
         str(FILM_RATE), "-i", "-", "-vf", f"noise=alls={noise}:allf=t" if noise else "null", "-pix_fmt", "yuv420p",
         "-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "15", "-keyint_min", "15",
         "-sc_threshold", "0", *encoding, str(film)], stdin=subprocess.PIPE)
    for clip in clips:
        for _ in range(BEFORE):
            process.stdin.write(clip[0].tobytes())
        process.stdin.write(clip[:MOVING].tobytes())
        for _ in range(AFTER):
            process.stdin.write(clip[-1].tobytes())
    process.stdin.close()
    if process.wait():
        sys.exit("ffmpeg cannot encode the film")


def judge(program, film):
    """Whether each small picture opens the gate."""
    return [line.split()[1] != b"still" for line in run([program], input=small_pictures(film)).splitlines()]


def count(opens, scenes):
    """How many that move and that come are held back, and how many pictures of nothing that moves open the gate."""
    def within(start, end):
        return opens[int(start * RATE):int(end * RATE) + 1]

    moves = comes = opened = still = 0
    for scene in range(scenes):
        begin, motion = scene * SCENE / FILM_RATE, (scene * SCENE + BEFORE) / FILM_RATE
        moves += not any(within(motion, motion + 0.5 + DELAY))
        comes += not any(within(begin, begin + 0.5 + DELAY))
        quiet = within(begin + 1.2, motion - 0.3)
        opened += sum(quiet)
        still += len(quiet)
    return moves, comes, opened, still


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--clips", type=int, default=20)
    options = parser.parse_args()
    files = sorted((options.folder / "clips").glob("*.h264"))
    random.Random(1).shuffle(files)
    clips = [frames(file) for file in files[:options.clips]]
    if not clips:
        sys.exit(f"{options.folder}/clips has no clips")
    print(f"{len(clips)} scenes. Held back: of those in which somebody moves, of those that come; and still pictures that are sent")
    with tempfile.TemporaryDirectory() as name:
        program, film = build(Path(name)), Path(name) / "film.mkv"
        for noise in NOISES:
            for title, encoding in ENCODINGS.items():
                encode(clips, noise, encoding, film)
                moves, comes, opened, still = count(judge(program, film), len(clips))
                print(f"noise {noise:2}, {title:16}: {moves:2} {comes:2}  {opened}/{still}", flush=True)


if __name__ == "__main__":
    main()
