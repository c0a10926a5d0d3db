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
            # More than are started in any run; each environment takes the next.
            draw = self._drawing("lambda.start")
            self.lambda_options = ("--start-delay", *(f"{draw():.3f}" for _ in range(200)))

    def _drawing(self, *names):
        """What draws the seconds that all of these take together."""
        chance = random.Random(self.seed)

        def draw(name):
            entry = self.model[name]
            return chance.lognormvariate(math.log(entry["p50"]), math.log(entry["p99"] / entry["p50"]) / 2.326)

        return lambda: sum(map(draw, names)) / 1000

    @property
    def trigger_delay(self):
        """What draws the time from an object's creation to the function's start by a trigger."""
        if not self.model:
            return None
        return self._drawing(
            "s3.notification", "sqs.trigger" if self.way == "sqs-trigger" else "lambda.dispatch")

    def _place_fronts(self):
        self.control = f"http://127.0.0.1:{free_port()}"
        upstreams = {
            "s3": self.ministack, "dynamodb": self.ministack, "sqs": self.moto, "lambda": self.local_lambda}
        fronts, self.places = [], {"client": {}, "Extractor": {}, "Recognizer": {}, "function": {}}
        for caller, endpoints in self.places.items():
            for service, upstream in upstreams.items():
                port = free_port()
                fronts.append({"port": port, "caller": caller, "upstream": upstream})
                endpoints[service] = f"http://127.0.0.1:{port}"
        self.client_endpoints, self.function_endpoints = self.places["client"], self.places["function"]
        port = int(self.control.rsplit(":", 1)[1])
        self._service("aws-model", [sys.executable, HERE / "aws_model.py", json.dumps(
            {"control": port, "seed": self.seed, "model": self.model, "fronts": fronts})])
        self._wait("aws-model", lambda: all(is_listening(p) for p in [port] + [f["port"] for f in fronts]))

    def deploy(self, name, executable=None, variables=None, **options):
        """As any stack does; calls of the pipeline's own functions are told apart by their endpoints."""
        endpoints = {
            f"AWS_ENDPOINT_URL_{service.upper()}": url for service, url in self.places.get(name, {}).items()}
        super().deploy(name, executable, endpoints | (variables or {}), **options)

    def counts(self):
        """How many calls there were, by caller and operation."""
        return self._control("GET", "/counts")

    def calls(self):
        """Each call: see answer_path.py."""
        return self._control("GET", "/calls")

    def reset(self):
        self._control("POST", "/reset")

    def switch_network(self, state):
        """Takes the client's network away, `broken` or `silent`, or gives it back, `up`."""
        self._control("POST", "/network/" + state)

    def refuse_invocations(self, status):
        """Has Lambda answer the client's invocations with 500 or 429; with 200 it takes them again."""
        self._control("POST", f"/lambda/{status}")

    def cool(self):
        """Shuts the functions' idle environments down, as a change of a function's configuration does on AWS too."""
        for name in "Extractor", "Recognizer":
            self.client("lambda").update_function_configuration(FunctionName=name, Description=str(random.random()))

    def _control(self, method, path):
        data = b"" if method == "POST" else None
        with urllib.request.urlopen(urllib.request.Request(self.control + path, method=method, data=data)) as reply:
            return json.load(reply)
