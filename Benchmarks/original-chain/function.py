"""The Lambda runtime loop for a Python handler: the least that the Runtime API asks for."""

import json
import os
import traceback
import urllib.request


def serve(handler):
    api = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation"
    while True:
        with urllib.request.urlopen(f"{api}/next") as reply:
            request_id = reply.headers["Lambda-Runtime-Aws-Request-Id"]
            event = json.load(reply)
        try:
            path, body = "response", handler(event)
        except Exception as error:
            traceback.print_exc()
            path, body = "error", {"errorType": type(error).__name__, "errorMessage": str(error)}
        request = urllib.request.Request(f"{api}/{request_id}/{path}", json.dumps(body).encode())
        urllib.request.urlopen(request).read()
