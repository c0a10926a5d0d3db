"""Reads what users say of embedding networks of their own, in a file beside: see docs/accuracy.md."""

import json
import re

from model_file import Description

# How many pixels a side may have.
MOST_SIDE = 4096
TEXTS = {"name": 63, "license": 63, "source": 191}
# In the model's file; how the distance shrinks with the photographs of each person goes by the network's name.
THRESHOLDS = ("of120", "perDoubling", "least", "greatest")
KEYS = (*TEXTS, "points", "size", "means", "scales", "colors", "thresholds")


class WrongDescription(ValueError):
    """A description lacks something, or has what is not known."""


def choice_of(name):
    """What a model is called in the names of files."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def read(path, kind, points):
    """The description in a file, and whether the network's first channel is blue.

    `points` are those that have names: for faces of so many pixels."""
    try:
        values = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise WrongDescription(f"{path}: {error}") from error

    def require(holds, words):
        if not holds:
            raise WrongDescription(f"{path}: {words}")

    def check_keys(values, keys, where):
        require(isinstance(values, dict), f"{where} is no JSON object")
        missing, unknown = [key for key in keys if key not in values], sorted(values.keys() - set(keys))
        require(not missing, f"{where} lacks {', '.join(missing)}")
        require(not unknown, f"{where} has {', '.join(unknown)}, which is not known")

    def is_number(value):
        # A number may be too large for a float.
        return type(value) in (int, float) and abs(value) <= 1e30

    def are_numbers(values, count):
        return isinstance(values, list) and len(values) == count and all(map(is_number, values))

    check_keys(values, KEYS, "it")
    for key, most in TEXTS.items():
        text = values[key]
        require(
            isinstance(text, str) and text.strip() == text and text.isprintable()
            and 0 < len(text.encode(errors="replace")) <= most, f"{key} is no text of 1 to {most} bytes")
    # Between the names of networks that look at a face together.
    require("+" not in values["name"] and choice_of(values["name"]), "name has a plus sign, or no letter a to z or digit")

    side = values["size"]
    require(type(side) is int and 0 < side <= MOST_SIDE, f"size is no whole number of pixels, 1 to {MOST_SIDE}")
    given = values["points"]
    if isinstance(given, str):
        require(given in points, f"points is none of {', '.join(points)}, and no ten numbers")
        of, given = points[given]
        require(side == of, f"points {values['points']} is for a size of {of}: give ten numbers for {side}")
    require(
        are_numbers(list(given) if isinstance(given, tuple) else given, 10)
        and all(0 <= number <= side for number in given),
        f"points is none of {', '.join(points)}, and no ten numbers from 0 to {side}")
    for key in ("means", "scales"):
        require(are_numbers(values[key], 3), f"{key} is no three numbers, for red, green and blue")
    require(all(values["scales"]), "scales has a zero")
    require(values["colors"] in ("rgb", "bgr"), "colors is neither rgb nor bgr")

    thresholds = values["thresholds"]
    check_keys(thresholds, THRESHOLDS, "thresholds")
    for key in THRESHOLDS:
        require(is_number(thresholds[key]) and 0 <= thresholds[key] <= 2, f"thresholds: {key} is no number from 0 to 2")
    of120, _, least, greatest = numbers = tuple(thresholds[key] for key in THRESHOLDS)
    require(0 < least <= of120 <= greatest, "thresholds: of120 is not between least and greatest, or least is 0")
    description = Description(
        kind, values["name"], values["source"], values["license"], side, side, means=tuple(values["means"]),
        scales=tuple(values["scales"]), points=tuple(given), thresholds=numbers)
    return description, values["colors"] == "bgr"
