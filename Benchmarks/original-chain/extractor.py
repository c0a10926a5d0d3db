"""The first function: a clip in, its frames out."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

import boto3

from function import serve

s3, functions = boto3.client("s3"), boto3.client("lambda")


def handler(event):
    bucket, key = event["bucket"], event["key"]
    stem = key.removesuffix(".h264")
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "clip.h264"
        s3.download_file(bucket, key, str(clip))
        subprocess.run(
            ["ffmpeg", "-v", "error", "-i", clip, "-q:v", "2", f"{folder}/frame-%03d.jpg"], check=True)
        keys = []
        for frame in sorted(Path(folder).glob("frame-*.jpg")):
            keys.append(f"{stem}/{frame.name}")
            s3.upload_file(str(frame), bucket, keys[-1])
    functions.invoke(
        FunctionName=os.environ["RECOGNIZER"], InvocationType="Event",
        Payload=json.dumps({"bucket": bucket, "keys": keys, "timestamp": event["timestamp"]}))
    return {"frames": len(keys)}


serve(handler)
