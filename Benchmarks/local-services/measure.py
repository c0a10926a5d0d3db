#!/usr/bin/env python3
"""Measures the calls that the pipeline makes against moto and ministack, on loopback, and prints a table.

usage: .local/venv/bin/python Benchmarks/local-services/measure.py [repetitions]

Each figure is the median (and the 95th percentile) in milliseconds over the repetitions, taken through boto3
on kept-alive connections. Servers run alone, one after the other, on free ports.
"""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import boto3
from botocore.config import Config

REPETITIONS = int(sys.argv[1]) if len(sys.argv) > 1 else 100
SCRIPTS = os.path.dirname(sys.executable)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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


def timed(call, repetitions=REPETITIONS):
    call()
    durations = []
    for _ in range(repetitions):
        started = time.perf_counter()
        call()
        durations.append((time.perf_counter() - started) * 1000)
    return durations


def summary(durations):
    return f"{statistics.median(durations):.1f} ({statistics.quantiles(durations, n=20)[18]:.1f})"


def measure(name):
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process, ready = start(name, port, folder)
        try:
            rows = {"ready after, s": f"{ready:.1f}"}
            rows |= run_calls(f"http://127.0.0.1:{port}")
            with open(f"/proc/{process.pid}/status") as status:
                resident = next(line for line in status if line.startswith("VmHWM"))
            rows["memory, MB"] = str(int(resident.split()[1]) // 1024)
            return rows
        finally:
            process.terminate()
            process.wait()


def run_calls(endpoint):
    options = dict(
        endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="local",
        aws_secret_access_key="local", config=Config(max_pool_connections=16, retries={"max_attempts": 1}),
    )
    s3 = boto3.client("s3", **options)
    sqs = boto3.client("sqs", **options)
    dynamodb = boto3.client("dynamodb", **options)
    s3.create_bucket(Bucket="clips")
    queue = sqs.create_queue(QueueName="results")["QueueUrl"]
    dynamodb.create_table(
        TableName="StudentDB", BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}],
    )
    for number in range(20):
        dynamodb.put_item(TableName="StudentDB", Item={"name": {"S": f"person {number}"}, "year": {"N": "3"}})
    rows = {}
    for size in (30, 120):
        body = os.urandom(size * 1000)
        rows[f"S3 PUT {size} KB"] = summary(timed(lambda: s3.put_object(Bucket="clips", Key="k", Body=body)))
        rows[f"S3 GET {size} KB"] = summary(timed(lambda: s3.get_object(Bucket="clips", Key="k")["Body"].read()))
    frame = os.urandom(30_000)
    with ThreadPoolExecutor(8) as pool:
        def store_frames():
            list(pool.map(lambda n: s3.put_object(Bucket="clips", Key=f"1/frame-{n}", Body=frame), range(15)))
        rows["15 frames of 30 KB in parallel"] = summary(timed(store_frames, max(20, REPETITIONS // 5)))
    rows["SQS send"] = summary(timed(lambda: sqs.send_message(QueueUrl=queue, MessageBody="{}")))
    sqs.purge_queue(QueueUrl=queue)
    rows["SQS send to a waiting long poll"] = summary(long_polls(sqs, queue, max(20, REPETITIONS // 5)))
    query = dict(
        TableName="StudentDB", KeyConditionExpression="#n = :n",
        ExpressionAttributeNames={"#n": "name"}, ExpressionAttributeValues={":n": {"S": "person 7"}},
    )
    rows["DynamoDB Query"] = summary(timed(lambda: dynamodb.query(**query)))
    rows["DynamoDB GetItem"] = summary(
        timed(lambda: dynamodb.get_item(TableName="StudentDB", Key={"name": {"S": "person 7"}})))
    return rows


def long_polls(sqs, queue, repetitions):
    """From just before the send to the message in the hands of a receiver that was waiting already."""
    durations = []
    for number in range(repetitions):
        received = []
        waiting = threading.Event()

        def receive():
            waiting.set()
            reply = sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=20, MaxNumberOfMessages=10)
            received.append((time.perf_counter(), reply.get("Messages", [])))

        receiver = threading.Thread(target=receive)
        receiver.start()
        waiting.wait()
        # Irregular pauses, so that the send does not fall into step with a polling server.
        time.sleep(0.1 + 0.037 * (number % 7))
        sent = time.perf_counter()
        sqs.send_message(QueueUrl=queue, MessageBody="{}")
        receiver.join()
        finished, messages = received[0]
        durations.append((finished - sent) * 1000)
        for message in messages:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return durations


if __name__ == "__main__":
    servers = ["moto", "ministack"]
    results = {server: measure(server) for server in servers}
    print(f"| ms: median (p95) of {REPETITIONS} | " + " | ".join(servers) + " |")
    print("| --- " * (len(servers) + 1) + "|")
    for row in results[servers[0]]:
        print(f"| {row} | " + " | ".join(results[server][row] for server in servers) + " |")
