"""Creates a function from an executable, through the Lambda API.

usage: deploy.py ENDPOINT NAME EXECUTABLE VARIABLES(JSON) FOLDER [S3 ENDPOINT BUCKET]

FOLDER keeps the zips. With a bucket, every new *.h264 in it is sent to the function by an S3 event.
"""

import json
import sys
from pathlib import Path

import boto3

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))
from local_stack import make_zip  # noqa: E402

endpoint, name, executable, variables, folder = sys.argv[1:6]
options = dict(region_name="us-east-1", aws_access_key_id="local", aws_secret_access_key="local")
client = boto3.client("lambda", endpoint_url=endpoint, **options)
arn = client.create_function(
    FunctionName=name, Runtime="provided.al2023", Handler="bootstrap", Timeout=60, MemorySize=1769,
    Role="arn:aws:iam::000000000000:role/rollcall", Code={"ZipFile": make_zip(executable, folder)},
    Environment={"Variables": json.loads(variables)},
)["FunctionArn"]
client.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0)
if len(sys.argv) > 6:
    s3 = boto3.client("s3", endpoint_url=sys.argv[6], **options)
    s3.put_bucket_notification_configuration(
        Bucket=sys.argv[7],
        NotificationConfiguration={
            "LambdaFunctionConfigurations": [{
                "LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"],
                "Filter": {"Key": {"FilterRules": [{"Name": "suffix", "Value": ".h264"}]}},
            }]
        },
    )
