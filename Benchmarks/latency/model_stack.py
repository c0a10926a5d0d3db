"""The local stack with the model of AWS, or only its counters, between its parts."""

import json
import math
import random
import sys
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "scripts"))
from local_stack import LocalStack, free_port, is_listening  # noqa: E402

HERE = Path(__file__).resolve().parent


def read_model():
    return json.loads((HERE / "model.json").read_text())


class ModelStack(LocalStack):
    """A local stack whose calls are counted and, with a model, delayed; `counts` since the last `reset`."""

    def __init__(self, *arguments, model=None, seed=1, **options):
        super().__init__(*arguments, **options)
        self.model, self.seed = model, seed
        if model:
            self.lambda_options = ("--start-delay", model["lambda.start"]["p50"] / 1000)

    @property
    def trigger_delay(self):
        """What draws the time from an object's creation to the function's start by a trigger."""
        if not self.model:
            return None
        chance = random.Random(self.seed)
        parts = ["s3.notification", "sqs.trigger" if self.way == "sqs-trigger" else "lambda.dispatch"]

        def draw(name):
            entry = self.model[name]
            return chance.lognormvariate(math.log(entry["p50"]), math.log(entry["p99"] / entry["p50"]) / 2.326)

        return lambda: sum(map(draw, parts)) / 1000

    def _place_fronts(self):
        self.control = f"http://127.0.0.1:{free_port()}"
        upstreams = {
            "s3": self.ministack, "dynamodb": self.ministack, "sqs": self.moto, "lambda": self.local_lambda}
        fronts, places = [], {"client": {}, "function": {}}
        for side, endpoints in places.items():
            for service, upstream in upstreams.items():
                port = free_port()
                fronts.append({"port": port, "side": side, "upstream": upstream})
                endpoints[service] = f"http://127.0.0.1:{port}"
        self.client_endpoints, self.function_endpoints = places["client"], places["function"]
        port = int(self.control.rsplit(":", 1)[1])
        self._service("aws-model", [sys.executable, HERE / "aws_model.py", json.dumps(
            {"control": port, "seed": self.seed, "model": self.model, "fronts": fronts})])
        self._wait("aws-model", lambda: all(is_listening(p) for p in [port] + [f["port"] for f in fronts]))

    def counts(self):
        with urllib.request.urlopen(self.control + "/counts") as reply:
            return json.load(reply)

    def reset(self):
        urllib.request.urlopen(urllib.request.Request(self.control + "/reset", method="POST", data=b"")).read()
