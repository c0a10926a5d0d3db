"""What a deployment says while it runs."""

import contextlib
import sys
import time


class DeploymentError(Exception):
    """A step failed; the text says what was being done, to what, and what to do."""


class Progress:
    """Prints each step with its number and how long it took."""

    def __init__(self, steps):
        self.steps, self.number = steps, 0

    @contextlib.contextmanager
    def step(self, title):
        self.number += 1
        print(f"[{self.number}/{self.steps}] {title}", flush=True)
        started = time.monotonic()
        yield self.say
        print(f"      {time.monotonic() - started:.1f} s", flush=True)

    def say(self, text):
        print(f"      {text}", flush=True)


def confirm(question, expected):
    """Asks for a word on the terminal; without one there is nobody to ask."""
    if not sys.stdin.isatty():
        raise DeploymentError(f"{question} Nobody can be asked here: add --yes.")
    if input(f"{question} Type {expected} to go on: ").strip() != expected:
        raise DeploymentError("Nothing was changed.")
