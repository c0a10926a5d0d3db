"""S3's notifications as triggers of functions, for the local services.

ministack sends the notifications itself, into queues of its own. What AWS has behind them and local-lambda has not is
here: for `s3-trigger` and `recognizer-direct` each notification is an Event invocation; for `sqs-trigger` each message
is a batch that the function is invoked with and that stays on the queue where it fails. ministack's own Lambda, which
has triggers too, is not used: it looks every 100 ms for work, enforces no limits, and would be another host than the
one that the other ways are measured with.
"""

import json
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import boto3

CLIPS, LISTS = ".h264", "/frames.json"
TRIGGERED = {
    "s3-trigger": {"Extractor": CLIPS, "Recognizer": LISTS},
    "sqs-trigger": {"Extractor": CLIPS, "Recognizer": LISTS},
    "recognizer-direct": {"Extractor": CLIPS},
}


class Triggers:
    """The queues between a bucket and the functions, and what empties them."""

    def __init__(self, way, client, bucket, s3_endpoint, delay=None):
        """`delay` returns the seconds that a notification takes, for models of AWS."""
        self.way, self.client, self.delay = way, client, delay
        self.sqs = boto3.client(
            "sqs", endpoint_url=s3_endpoint, region_name="us-east-1", aws_access_key_id="local",
            aws_secret_access_key="local")
        self.stopping = threading.Event()
        self.workers = ThreadPoolExecutor(64)
        configurations = []
        for function, suffix in TRIGGERED[way].items():
            url = self.sqs.create_queue(QueueName=f"{way}-{function}")["QueueUrl"]
            arn = self.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
            configurations.append({
                "QueueArn": arn, "Events": ["s3:ObjectCreated:*"],
                "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": suffix}]}},
            })
            threading.Thread(target=self._empty, args=(function, url), daemon=True).start()
        client("s3").put_bucket_notification_configuration(
            Bucket=bucket, NotificationConfiguration={"QueueConfigurations": configurations})

    def stop(self):
        self.stopping.set()
        self.workers.shutdown(wait=False, cancel_futures=True)

    def _empty(self, function, url):
        functions = self.client("lambda")
        while not self.stopping.is_set():
            try:
                # Short polls: ministack's long ones look only every 100 ms.
                messages = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
                for message in messages:
                    if self.way != "sqs-trigger" and '"s3:TestEvent"' in message["Body"]:
                        continue  # S3 sends it to queues, and never to functions.
                    self.workers.submit(self._start, functions, function, url, message)
            except Exception:  # The services are being stopped, or started again.
                messages = []
            if not messages:
                time.sleep(0.01)

    def _start(self, functions, function, url, message):
        if self.delay:
            time.sleep(self.delay())
        if self.way == "sqs-trigger":
            record = {
                "messageId": message["MessageId"], "receiptHandle": message["ReceiptHandle"],
                "body": message["Body"], "eventSource": "aws:sqs",
            }
            while True:
                try:
                    reply = functions.invoke(FunctionName=function, Payload=json.dumps({"Records": [record]}))
                    break
                except functions.exceptions.TooManyRequestsException:
                    time.sleep(0.05 + random.random() * 0.05)
            answer = json.loads(reply["Payload"].read() or "{}")
            if reply.get("FunctionError") or answer.get("batchItemFailures"):
                return
        else:
            functions.invoke(FunctionName=function, InvocationType="Event", Payload=message["Body"])
        self.sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
