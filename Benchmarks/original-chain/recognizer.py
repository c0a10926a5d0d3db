"""The second function: frames in, a name out."""

import io
import json
import os
import pickle

import boto3
import face_recognition
import numpy

from function import serve

s3, table, queue = boto3.client("s3"), boto3.client("dynamodb"), boto3.client("sqs")
with open(os.environ["ENCODINGS"], "rb") as file:
    known = pickle.load(file)


def name_in(picture):
    for encoding in face_recognition.face_encodings(picture):
        distances = face_recognition.face_distance(known["encoding"], encoding)
        nearest = int(numpy.argmin(distances))
        if distances[nearest] <= 0.6:
            return known["name"][nearest]
    return None


def handler(event):
    name = None
    for key in event["keys"]:
        body = s3.get_object(Bucket=event["bucket"], Key=key)["Body"].read()
        name = name_in(face_recognition.load_image_file(io.BytesIO(body)))
        if name:
            break
    student = {}
    if name:
        items = table.query(
            TableName=os.environ["TABLE"], KeyConditionExpression="#n = :n",
            ExpressionAttributeNames={"#n": "name"}, ExpressionAttributeValues={":n": {"S": name}})["Items"]
        student = items[0] if items else {}
    result = {
        "name": name, "major": student.get("major", {}).get("S"), "year": student.get("year", {}).get("S"),
        "timestamp": event["timestamp"],
    }
    queue.send_message(QueueUrl=os.environ["QUEUE_URL"], MessageBody=json.dumps(result))
    return result


serve(handler)
