"""What a deployment costs, from list prices; other regions differ by some percent."""

import json
from pathlib import Path

# The command `rollcall costs` has the same table.
TABLE = json.loads(
    (Path(__file__).resolve().parents[2] / "Sources/PiClient/PiClient/Costs/prices.json").read_text())
DOLLARS, CLIPS_AN_HOUR = TABLE["dollars"], TABLE["clipsAnHour"]
# The pages "Amazon ECR pricing" and "Amazon CloudWatch pricing".
IMAGE_GIGABYTE_MONTH = 0.10
ALARM_METRIC_MONTH, ALARM_METRICS = 0.10, 6
# A Pi has two polls open, of two seconds each.
POLLS_AN_HOUR = 3600


def objects_a_clip(frames="all", clips="all"):
    """How many objects the functions store for a clip in which somebody is."""
    return TABLE["frameObjectsAClip"].get(frames, TABLE["framesAClip"]) + (clips != "none")


def camera_hour(architecture, memory, seconds, frames="all", clips="all"):
    """An hour of a camera that sees somebody all the time. `seconds` is how long both functions take for a clip; `frames` and
    `clips` are what is kept."""
    compute = seconds * memory / 1024 * DOLLARS[f"lambda.gigabyteSecond.{architecture}"]
    # A clip's result is sent, received and deleted; roll and students are asked and told once in a while.
    clip = (compute + 2 * DOLLARS["lambda.request"] + objects_a_clip(frames, clips) * DOLLARS["s3.put"]
            + 3 * DOLLARS["sqs.request"] + 2 * DOLLARS["dynamodb.write"])
    return CLIPS_AN_HOUR * clip + POLLS_AN_HOUR * DOLLARS["sqs.request"]


def month_at_rest(images):
    """A month in which nobody is filmed. `images` is the images' size in bytes."""
    return images / 1e9 * IMAGE_GIGABYTE_MONTH + ALARM_METRICS * ALARM_METRIC_MONTH


def describe(architecture, memory, timings, images, frames="all", clips="all"):
    if timings:
        seconds, source = timings["received"] / 1000, "as the canary took"
    else:
        seconds, source = 0.2, "an assumption, since no canary flew"
    return (
        f"at most ${camera_hour(architecture, memory, seconds, frames, clips):.2f} for each hour in which a camera sees"
        f" somebody ({seconds:.2f} s of {memory} MB a clip, {source}; frames: {frames}, clips: {clips}),"
        f" ${month_at_rest(images):.2f} a month otherwise; list prices of {TABLE['region']}, without the free tier")
