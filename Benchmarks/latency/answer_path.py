"""The calls of AWS that a clip's answer waits for, one after the other, from the log of the model's proxy.

A call in the log has: `caller` (client, or a function's name), `operation`, `clip` (the capture time of the clip that
it is about, or None), `provisional` (whether it is about the clip's first picture alone), `invokes` (the function that
an invocation starts), `path`, `start` and `end` as the caller saw them, `reached` (when it got to the service), and,
of the calls that take messages from the queue, `results` (each with `clip` and `provisional`).

One call comes after another if it began when that one was over, and either both are of one caller, or that one started
the function which made it. An invocation is over for the function that it starts when it has reached the service; the
one that S3's notification of an object starts, when the object is stored. What a clip's answer waits for is the longest
such chain that ends in the answer on its way to the client: in the message on the queue, or, where the invocations wait
and their answer comes first, in the Recognizer's answer. The client's long poll, which is open all the time, does not
count, nor do triggers. Calls that come one after the other without one waiting for the other count all the same: the
chain is at least as long as what the answer really waits for.
"""

from collections import defaultdict

# Whom S3's notification of an object starts, in the ways that have one.
NOTIFIED = {".h264": "Extractor", "frames.json": "Recognizer"}
QUESTION = "lambda.RequestResponse"
SEND = "sqs.SendMessage"


def answer_paths(calls):
    """For each clip, and for each first picture that went ahead, the operations that its answer waited for.

    Returns a dictionary from (clip, provisional) to a list of operations. Clips without an answer are left out.
    """
    calls = [call for call in calls if "end" in call and "reached" in call]
    received = {}
    for call in sorted(calls, key=lambda call: call["end"]):
        for result in call.get("results", []):
            received.setdefault((result["clip"], result["provisional"]), call["end"])
    flows = defaultdict(list)
    for call in calls:
        if call["clip"] is not None:
            flows[call["clip"], call["provisional"]].append(call)
    # What names no clip, StudentDB's rows: it may belong to any clip that is with its caller at the time.
    unnamed = [call for call in calls if call["clip"] is None and call["caller"] != "client"
               and call["operation"].startswith("dynamodb.")]
    paths = {}
    for key, flow in flows.items():
        if answer := find_answer(flow, received.get(key)):
            paths[key] = longest_chain(flow + unnamed, answer)
    return paths


def find_answer(flow, received):
    """The call that brings the answer; where it is the answer of an invocation, a stand-in that is not counted."""
    questions = [call for call in flow if call["operation"] == QUESTION]
    asked = [call for call in questions if call["caller"] == "client"]
    if asked and asked[0]["end"] < (received or float("inf")):
        inner = [call for call in questions if call["caller"] != "client" and call["end"] <= asked[0]["end"]]
        last = inner[-1] if inner else asked[0]
        return {"caller": last["invokes"], "operation": None, "start": last["end"], "clip": last["clip"]}
    sent = [call for call in flow if call["operation"] == SEND and call["start"] < (received or 0)]
    return sent[0] if sent else None


def longest_chain(calls, answer):
    """The operations of the longest chain that ends in `answer`."""
    earlier = sorted((call for call in calls if call["start"] < answer["start"]), key=lambda call: call["start"])
    chains = {}
    for call in earlier + [answer]:
        # A chain begins with the client.
        before = [chains[id(other)] for other in earlier if id(other) in chains and comes_after(call, other)]
        if before or call["caller"] == "client":
            chains[id(call)] = max(before, key=len, default=[]) + [call["operation"]]
    return [operation for operation in chains.get(id(answer), []) if operation]


def comes_after(call, other):
    if other is call:
        return False
    if call["caller"] == other["caller"] and other["end"] <= call["start"]:
        return True
    if other["invokes"]:
        return other["invokes"] == call["caller"] and other["reached"] <= call["start"]
    return notified(other) == call["caller"] and other["end"] <= call["start"]


def notified(call):
    """The function that S3's notification of a stored object starts."""
    if call["operation"] != "s3.PUT":
        return None
    return next((function for end, function in NOTIFIED.items() if call["path"].endswith(end)), None)
