"""What a deployment costs, from the list prices of us-east-1; other regions differ by some percent."""

# Dollars, from the pages "AWS Lambda Pricing", "Amazon S3 pricing", "Amazon SQS pricing", "Amazon DynamoDB pricing for
# On-Demand Capacity", "Amazon ECR pricing" and "Amazon CloudWatch pricing". They change; the pages are right.
GIGABYTE_SECOND = {"x86_64": 0.0000166667, "arm64": 0.0000133334}
INVOCATION = 0.20 / 1e6
PUT, GET = 0.005 / 1e3, 0.0004 / 1e3
QUEUE_REQUEST = 0.40 / 1e6
TABLE_WRITE = 0.625 / 1e6
IMAGE_GIGABYTE_MONTH = 0.10
ALARM_METRIC_MONTH, ALARM_METRICS = 0.10, 5

CLIPS_AN_HOUR = 7200
# A Pi asks for results every two seconds.
POLLS_AN_HOUR = 1800
# The clip, its frames and their list.
OBJECTS_A_CLIP = 17


def camera_hour(architecture, memory, seconds):
    """An hour of a camera that sees somebody all the time. `seconds` is how long both functions take for a clip."""
    compute = seconds * memory / 1024 * GIGABYTE_SECOND[architecture]
    clip = compute + 2 * INVOCATION + OBJECTS_A_CLIP * PUT + 2 * QUEUE_REQUEST + 2 * TABLE_WRITE
    return CLIPS_AN_HOUR * clip + POLLS_AN_HOUR * QUEUE_REQUEST


def month_at_rest(images):
    """A month in which nobody is filmed. `images` is the images' size in bytes."""
    return images / 1e9 * IMAGE_GIGABYTE_MONTH + ALARM_METRICS * ALARM_METRIC_MONTH


def describe(architecture, memory, timings, images):
    if timings:
        seconds, source = timings["received"] / 1000, "as the canary took"
    else:
        seconds, source = 0.2, "an assumption, since no canary flew"
    return (
        f"at most ${camera_hour(architecture, memory, seconds):.2f} for each hour in which a camera sees somebody"
        f" ({seconds:.2f} s of {memory} MB a clip, {source}), ${month_at_rest(images):.2f} a month otherwise; list prices of"
        " us-east-1, without the free tier")
