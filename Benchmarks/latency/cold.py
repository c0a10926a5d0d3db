"""Clips that are filmed one by one, each while no environment of the functions runs."""

import itertools
import json
import subprocess
import tempfile
import time

from film import DELIMITER, clips_of, pictures_of

FRAME_SECONDS = 1 / 30
# After an answer: what the functions do after it is over by then.
REST = 0.7
# So long before a clip the functions are woken: a minute before a lesson, but a few seconds are enough.
WAKING = 5
# What `rollcall run` takes a file for a bare H.264 stream by, before it opens it for reading.
START_CODE = b"\x00\x00\x00\x01"


def play_cold(stack, way, film, warm_up, count, answers, is_woken=False):
    """Films `warm_up` clips one after the other, then `count` one by one; `answers` takes the client's lines.

    With `is_woken` the functions get, before each clip, the event by which the client wakes them before a lesson.
    """
    with tempfile.TemporaryDirectory() as folder:
        process = stack.run(
            stack.build / "rollcall", "run", "--way", way, "--source", "/dev/stdin", "--json", "--device",
            f"cold-{way}", "--spool-folder", folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        process.stdin.write(START_CODE)
        clips = itertools.cycle(map(pictures_of, clips_of(film.read_bytes())))
        # The client learns the camera's rhythm and opens its connections.
        play(process, itertools.islice(clips, warm_up))
        receive(process, answers, warm_up)
        for number in range(count):
            time.sleep(REST)
            stack.cool()
            if is_woken:
                stack.client("lambda").invoke(FunctionName="Extractor", InvocationType="Event", Payload=b'{"wake":true}')
                time.sleep(WAKING)
            play(process, [next(clips)])
            receive(process, answers, warm_up + number + 1)
        process.stdin.close()
        for line in process.stdout:
            answers.take(json.loads(line))
        process.wait()


def play(process, clips):
    """Films clips in real time."""
    time_of_picture = time.monotonic()
    for picture in itertools.chain.from_iterable(clips):
        time.sleep(max(0, time_of_picture - time.monotonic()))
        process.stdin.write(picture + DELIMITER)
        process.stdin.flush()
        time_of_picture += FRAME_SECONDS


def receive(process, answers, count):
    """Waits until so many clips have a result."""
    while len(answers.complete()) < count and (line := process.stdout.readline()):
        answers.take(json.loads(line))
