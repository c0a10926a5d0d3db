"""Both functions of the pipeline as it began: a clip through the ffmpeg command into frames, a frame through
face_recognition into a name. Written for the comparison of images; the contracts are Rollcall's, cut to what one
direct invocation needs."""

import json
import os
import pathlib
import subprocess
import tempfile

import boto3

BUCKET = os.environ["ROLLCALL_BUCKET"]
s3 = boto3.client("s3")


def extract(event, context):
    key = event["key"]
    folder = key.removesuffix(".h264")
    with tempfile.TemporaryDirectory() as work:
        clip = pathlib.Path(work) / "clip.h264"
        s3.download_file(BUCKET, key, str(clip))
        subprocess.run(
            ["ffmpeg", "-v", "error", "-i", clip, "-q:v", "2", f"{work}/frame-%03d.jpg"], check=True)
        frames = sorted(pathlib.Path(work).glob("*.jpg"))
        for frame in frames:
            s3.upload_file(str(frame), BUCKET, f"{folder}/{frame.name}")
    boto3.client("lambda").invoke(
        FunctionName="Recognizer", InvocationType="Event",
        Payload=json.dumps({"bucket": BUCKET, "keys": [f"{folder}/{frame.name}" for frame in frames]}))
    return {"frames": len(frames)}


def load_gallery():
    import numpy

    people = boto3.client("dynamodb").scan(TableName="StudentDB")["Items"]
    return {
        person["name"]["S"]: [numpy.frombuffer(value["B"], dtype="<f4") for value in person["embeddings"]["L"]]
        for person in people
    }


if os.environ.get("_HANDLER", "").endswith("recognize"):
    import face_recognition

    gallery = load_gallery()


def recognize(event, context):
    names = {}
    for key in event["keys"]:
        picture = face_recognition.load_image_file(s3.get_object(Bucket=BUCKET, Key=key)["Body"])
        for encoding in face_recognition.face_encodings(picture):
            for name, known in gallery.items():
                if any(face_recognition.compare_faces(known, encoding)):
                    names[name] = names.get(name, 0) + 1
    name = max(names, key=names.get, default=None)
    boto3.client("sqs").send_message(
        QueueUrl=os.environ["ROLLCALL_QUEUE_URL"], MessageBody=json.dumps({"name": name, "clip": event["keys"][0]}))
    return {"name": name}
