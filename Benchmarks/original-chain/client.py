#!/usr/bin/env python3
"""The client: plays a film's clips in real time, uploads each, invokes the first function, polls for results.

usage: client.py CLIPS BUCKET QUEUE_URL FUNCTION      (CLIPS is a folder; endpoints and credentials: AWS's variables)

Prints a JSON object a line: {"timestamp", "filmed", "received", "name"}, times in ms.
"""

import json
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3

folder, bucket, queue_url, function = sys.argv[1:5]
s3, functions, sqs = boto3.client("s3"), boto3.client("lambda"), boto3.client("sqs")
expected, lock = {}, threading.Lock()
done = threading.Event()


def send(path, timestamp):
    key = f"original/{timestamp}.h264"
    s3.upload_file(str(path), bucket, key)
    functions.invoke(
        FunctionName=function, InvocationType="Event",
        Payload=json.dumps({"bucket": bucket, "key": key, "timestamp": timestamp}))


def poll():
    while not done.is_set():
        reply = sqs.receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10, WaitTimeSeconds=2)
        for message in reply.get("Messages", []):
            result = json.loads(message["Body"])
            now = time.time() * 1000
            sqs.delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
            with lock:
                filmed = expected.pop(result["timestamp"], None)
            if filmed is not None:
                print(json.dumps({"timestamp": result["timestamp"], "filmed": filmed, "received": now,
                                  "name": result["name"]}), flush=True)


pollers = [threading.Thread(target=poll) for _ in range(2)]
for poller in pollers:
    poller.start()
start = time.time() + 0.5
with ThreadPoolExecutor(4) as senders:
    for number, path in enumerate(sorted(Path(folder).glob("*.h264"))):
        begun = start + number * 0.5
        # The last of 15 frames is there 14 frame times after the first one.
        time.sleep(max(0, begun + 14 / 30 - time.time()))
        timestamp = int(begun * 1000)
        with lock:
            expected[timestamp] = time.time() * 1000
        senders.submit(send, path, timestamp)
patience = time.time() + 120
while expected and time.time() < patience:
    time.sleep(0.05)
done.set()
