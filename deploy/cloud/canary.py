"""A clip through the real pipeline: a person is enrolled, filmed, named, and forgotten again."""

import base64
import datetime
import json
import subprocess
import time

from botocore.exceptions import ClientError
from images import ROOT
from progress import DeploymentError

PHOTOGRAPHS = ROOT / ".local/photographs"
NAME, DEVICE = "Rollcall's canary", "canary"
SECONDS = 60


class Canary:
    def __init__(self, cloud, outputs):
        self.cloud = cloud
        self.bucket, self.functions = outputs["Bucket"], cloud.client("lambda")
        self.queues, self.items, self.s3 = cloud.client("sqs"), cloud.client("dynamodb"), cloud.client("s3")

    def fly(self, say):
        """Sends a clip twice, since the first one may find the functions cold. Returns the second one's timings."""
        for name in "Recognizer", "Extractor":
            self.functions.get_waiter("function_active_v2").wait(FunctionName=name)
        clip = film(PHOTOGRAPHS / "obama2.jpg")
        queue = self.queues.create_queue(QueueName=f"rollcall-results-{DEVICE}")["QueueUrl"]
        sent = []
        try:
            self._make_alias()
            self._enroll(say)
            for which in "first", "second":
                sent.append(int(time.time() * 1000))
                timings = self._answer(queue, sent[-1], clip)
                stages = ", ".join(f"{stage} {ms:.0f}" for stage, ms in sorted(timings.items(), key=lambda one: one[1]))
                say(f"{which} clip: {NAME} was named; ms since the clip was sent: {stages}")
            return timings
        finally:
            self._forget(sent)
            self.functions.delete_alias(FunctionName="Extractor", Name=DEVICE)
            self.queues.delete_queue(QueueUrl=queue)

    def _make_alias(self):
        """The way of a device: by an alias of its own, which the Extractor takes for its name."""
        try:
            self.functions.create_alias(
                FunctionName="Extractor", Name=DEVICE, FunctionVersion="$LATEST", Description="Rollcall's canary")
        except self.functions.exceptions.ResourceConflictException:
            pass  # of a canary that was stopped

    def _enroll(self, say):
        photographs = [{"image": base64.b64encode((PHOTOGRAPHS / name).read_bytes()).decode()}
                       for name in ("obama.jpg", "obama3.jpg")]
        enrollment = {"name": NAME, "major": "Song", "year": "2026", "photographs": photographs, "replace": True}
        started = time.monotonic()
        answer = self.functions.invoke(FunctionName="Recognizer", Payload=json.dumps({"enroll": enrollment}))
        reply = answer["Payload"].read().decode()
        if answer.get("FunctionError"):
            raise DeploymentError(f"The Recognizer enrolls nobody: {reply[:500]}. Its log is /aws/lambda/Recognizer.")
        say(f"the Recognizer enrolled a person from 2 photographs in {time.monotonic() - started:.1f} s")

    def _answer(self, queue, timestamp, clip):
        event = {"timestamp": timestamp, "device": DEVICE, "clip": base64.b64encode(clip).decode()}
        self.functions.invoke(FunctionName=f"Extractor:{DEVICE}", InvocationType="Event", Payload=json.dumps(event))
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            for message in self.queues.receive_message(QueueUrl=queue, WaitTimeSeconds=2).get("Messages", []):
                self.queues.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
                result = json.loads(message["Body"])
                if result["timestamp"] == timestamp and not result.get("provisional"):
                    received = time.time() * 1000 - timestamp
                    if result.get("name") != NAME:
                        raise DeploymentError(f"The clip was answered with {message['Body'][:500]}, not with {NAME}.")
                    return {**result.get("timings", {}), "received": received}
        raise DeploymentError(
            f"No result came within {SECONDS} s. Look into the logs /aws/lambda/Extractor and /aws/lambda/Recognizer and"
            " into the queue rollcall-dead-letters.")

    def _forget(self, sent):
        """Removes the person as `rollcall students remove` does, the clips, and what the roll was told."""
        self.items.delete_item(TableName="StudentDB", Key={"name": {"S": NAME}})
        # So that the functions see that somebody is gone.
        self.items.update_item(
            TableName="StudentDB", Key={"name": {"S": "rollcall:gallery"}}, UpdateExpression="ADD #version :one",
            ExpressionAttributeNames={"#version": "version"}, ExpressionAttributeValues={":one": {"N": "1"}})
        for folder in "gallery/", f"{DEVICE}/":
            empty(self.s3, self.bucket, folder)
        for row in self._attendance(sent):
            self.items.delete_item(TableName="Attendance", Key=row)

    def _attendance(self, sent):
        """The rows of the roll that hold the canary's clips. They are written after the answer, in a day that begins
        when the school's does."""
        if not sent:
            return []
        now = datetime.datetime.now(datetime.timezone.utc)
        days = [str((now + datetime.timedelta(days=shift)).date()) for shift in (-1, 0, 1)]
        for _ in range(10):
            rows = []
            for day in days:
                found = self.items.query(
                    TableName="Attendance", KeyConditionExpression="#day = :day AND begins_with(person, :device)",
                    ExpressionAttributeNames={"#day": "day"},
                    ExpressionAttributeValues={":day": {"S": day}, ":device": {"S": f"{DEVICE}#"}})
                rows += [{key: row[key] for key in ("day", "person")} for row in found["Items"]]
            if rows:
                return rows
            time.sleep(0.5)
        return []


def film(photograph):
    """Half a second of H.264 of a photograph, as a camera would send it."""
    try:
        return subprocess.run(
            ["ffmpeg", "-v", "error", "-loop", "1", "-framerate", "30", "-i", photograph, "-t", "0.5", "-vf",
             "scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:-1:-1", "-pix_fmt", "yuv420p",
             "-c:v", "libx264", "-g", "15", "-bf", "0", "-f", "h264", "-"],
            check=True, capture_output=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        raise DeploymentError(f"ffmpeg cannot film {photograph}: {error}. `make setup` brings both.") from error


def empty(s3, bucket, folder=""):
    """Deletes every object of a bucket, or of a folder of it. Returns how many there were."""
    count = 0
    try:
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=folder):
            keys = [{"Key": one["Key"]} for one in page.get("Contents", [])]
            if keys:
                refused = s3.delete_objects(Bucket=bucket, Delete={"Objects": keys, "Quiet": True}).get("Errors", [])
                if refused:
                    raise DeploymentError(f"{refused[0]['Key']} of {bucket} cannot be deleted: {refused[0]['Message']}")
            count += len(keys)
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchBucket":
            raise
    return count
