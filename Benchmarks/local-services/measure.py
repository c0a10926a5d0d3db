#!/usr/bin/env python3
"""Measures the calls that the pipeline makes against moto and ministack, on loopback, and prints a table.

usage: .local/venv/bin/python Benchmarks/local-services/measure.py [repetitions]

Each figure is the median (and the 95th percentile) in milliseconds over the repetitions, taken through boto3
on kept-alive connections. Calls to the two servers alternate, so that a busy machine is busy for both.
"""

import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../scripts"))
from local_stack import free_port  # noqa: E402

REPETITIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
SCRIPTS = os.path.dirname(sys.executable)


def start(name, port, folder):
    commands = {
        "moto": ["moto_server", "-H", "127.0.0.1", "-p", str(port)],
        "ministack": ["ministack"],
    }
    command = commands[name]
    environment = dict(
        os.environ, BIND_HOST="127.0.0.1", GATEWAY_PORT=str(port), TMPDIR=folder, LOG_LEVEL="ERROR"
    )
    started = time.perf_counter()
    process = subprocess.Popen(
        [os.path.join(SCRIPTS, command[0]), *command[1:]],
        env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process, time.perf_counter() - started
        if process.poll() is not None or time.perf_counter() - started > 60:
            sys.exit(f"{name} did not start")
        time.sleep(0.02)


class Pipeline:
    """The pipeline's calls against one server."""

    def __init__(self, name, folder):
        self.name = name
        port = free_port()
        self.process, self.ready = start(name, port, folder)
        options = dict(
            endpoint_url=f"http://127.0.0.1:{port}", region_name="us-east-1", aws_access_key_id="local",
            aws_secret_access_key="local", config=Config(max_pool_connections=16, retries={"max_attempts": 1}),
        )
        self.s3 = boto3.client("s3", **options)
        self.sqs = boto3.client("sqs", **options)
        self.dynamodb = boto3.client("dynamodb", **options)
        self.pool = ThreadPoolExecutor(8)
        self.s3.create_bucket(Bucket="clips")
        self.queue = self.sqs.create_queue(QueueName="results")["QueueUrl"]
        self.polled = self.sqs.create_queue(QueueName="polled")["QueueUrl"]
        self.dynamodb.create_table(
            TableName="StudentDB", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
        )
        for number in range(20):
            self.dynamodb.put_item(
                TableName="StudentDB", Item={"name": {"S": f"person {number}"}, "year": {"N": "3"}})

    def put(self, size, key="clip"):
        self.s3.put_object(Bucket="clips", Key=f"{key}-{size}", Body=bytes(size * 1000))

    def get(self, size):
        self.s3.get_object(Bucket="clips", Key=f"clip-{size}")["Body"].read()

    def put_frames(self):
        list(self.pool.map(lambda number: self.put(30, f"frame-{number}"), range(15)))

    def send(self):
        self.sqs.send_message(QueueUrl=self.queue, MessageBody="{}")

    def query(self):
        self.dynamodb.query(
            TableName="StudentDB", KeyConditionExpression="#n = :n", ExpressionAttributeNames={"#n": "name"},
            ExpressionAttributeValues={":n": {"S": "person 7"}})

    def get_item(self):
        self.dynamodb.get_item(TableName="StudentDB", Key={"name": {"S": "person 7"}})

    def long_poll(self, pause):
        """From just before a send to the message in the hands of a receiver that was waiting already."""
        receiver = self.pool.submit(
            lambda: (self.sqs.receive_message(QueueUrl=self.polled, WaitTimeSeconds=20), time.perf_counter()))
        # Irregular pauses, so that the send does not fall into step with a server that looks now and then.
        time.sleep(pause)
        sent = time.perf_counter()
        self.sqs.send_message(QueueUrl=self.polled, MessageBody="{}")
        reply, received = receiver.result()
        for message in reply["Messages"]:
            self.sqs.delete_message(QueueUrl=self.polled, ReceiptHandle=message["ReceiptHandle"])
        return received - sent

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return int(next(line for line in status if line.startswith("VmHWM")).split()[1]) // 1024

    def stop(self):
        self.pool.shutdown()
        self.process.terminate()
        self.process.wait()


def timed(call):
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def summary(seconds):
    return f"{1000 * statistics.median(seconds):.1f} ({1000 * statistics.quantiles(seconds, n=20)[18]:.1f})"


def measure(servers):
    calls = {
        "S3 PUT 30 KB": lambda server: timed(lambda: server.put(30)),
        "S3 GET 30 KB": lambda server: timed(lambda: server.get(30)),
        "S3 PUT 120 KB": lambda server: timed(lambda: server.put(120)),
        "S3 GET 120 KB": lambda server: timed(lambda: server.get(120)),
        "15 frames of 30 KB, 8 at a time": lambda server: timed(server.put_frames),
        "SQS send": lambda server: timed(server.send),
        "SQS send to a waiting long poll": lambda server: server.long_poll(0.1 + 0.037 * random.randrange(7)),
        "DynamoDB Query": lambda server: timed(server.query),
        "DynamoDB GetItem": lambda server: timed(server.get_item),
    }
    yield "ready after, s", [f"{server.ready:.1f}" for server in servers]
    for name, call in calls.items():
        repetitions = REPETITIONS if "15" not in name and "poll" not in name else max(20, REPETITIONS // 5)
        rows = [[] for _ in servers]
        for server in servers:
            call(server)
        for _ in range(repetitions):
            for row, server in zip(rows, servers):
                row.append(call(server))
        yield name, [summary(row) for row in rows]
    yield "memory, MB", [str(server.memory()) for server in servers]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        servers = []
        for name in "moto", "ministack":
            servers.append(Pipeline(name, folder))
            stack.callback(servers[-1].stop)
        print(f"| median (p95) of {REPETITIONS}, ms | " + " | ".join(s.name for s in servers) + " |")
        print("| --- " * (len(servers) + 1) + "|")
        for name, cells in measure(servers):
            print(f"| {name} | " + " | ".join(cells) + " |")
