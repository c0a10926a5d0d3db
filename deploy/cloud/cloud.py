"""The AWS clients of one deployment, which count their calls."""

import collections
import functools

import boto3
from botocore.config import Config

# What these operations' names begin with changes nothing.
READING = ("Describe", "Get", "List", "Head", "Validate", "Query", "Receive")


class Cloud:
    """An account in a region. `calls` counts every operation, as `cloudformation:DescribeStacks`."""

    def __init__(self, region=None):
        self.session = boto3.session.Session(region_name=region)
        self.calls = collections.Counter()
        self.session.events.register("before-call", self._count)

    @functools.cache
    def client(self, service):
        # An invocation's answer may take as long as a function's time-out.
        return self.session.client(service, config=Config(retries={"mode": "standard"}, read_timeout=120))

    @property
    def region(self):
        return self.session.region_name

    @property
    def changes(self):
        """The operations that changed something."""
        return {call: count for call, count in self.calls.items() if not call.split(":")[1].startswith(READING)}

    def _count(self, model, **_):
        self.calls[f"{model.service_model.endpoint_prefix}:{model.name}"] += 1
