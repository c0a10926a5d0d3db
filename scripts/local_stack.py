#!/usr/bin/env python3
"""Everything the pipeline needs, on this machine: S3 and DynamoDB from ministack, SQS from moto, Lambda from
local-lambda. Bucket, table, queue and functions are created through the same API calls as on AWS.

usage: .local/venv/bin/python scripts/local_stack.py [--build FOLDER] [--concurrency N] [--way WAY] [--shared-queue]

Prints the environment for clients as lines for a shell, then runs until Ctrl-C or until standard input ends
(with --until-input-ends). Logs are in .local/stack.
"""

import argparse
import ctypes
import os
import random
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import boto3
from botocore.config import Config

from time_zone import machine_rule
from triggers import TRIGGERED, Triggers

ROOT = Path(__file__).resolve().parent.parent
BUCKET, TABLE, ATTENDANCE, QUEUE = "rollcall-clips", "StudentDB", "Attendance", "rollcall-results"
ROLE = "arn:aws:iam::000000000000:role/rollcall"


class StackError(Exception):
    """Something did not start; the text says what, and where its log is."""


class LocalStack:
    """The services and the functions; a context manager, so that whatever was started is stopped."""

    def __init__(self, build=ROOT / ".build/release", folder=ROOT / ".local/stack", concurrency=4, region="us-east-1",
                 way="inline", shared_queue=False):
        self.build = Path(build).resolve()
        self.folder = Path(folder).resolve()
        self.concurrency = concurrency
        self.region = region
        self.way = way
        self.shared_queue = shared_queue
        self.triggers = None
        self.queue_url = None
        self.processes = []

    def __enter__(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            self._start_services()
            self._create_resources()
            return self
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *_):
        self.stop()

    def environment(self):
        """What a client needs: endpoints, credentials, and the names of bucket, table, queue and functions."""
        endpoints = self.client_endpoints
        return {
            "AWS_REGION": self.region,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_ENDPOINT_URL": endpoints["s3"],
            "AWS_ENDPOINT_URL_DYNAMODB": endpoints["dynamodb"],
            "AWS_ENDPOINT_URL_SQS": endpoints["sqs"],
            "AWS_ENDPOINT_URL_LAMBDA": endpoints["lambda"],
            "ROLLCALL_BUCKET": BUCKET,
            "ROLLCALL_TABLE": TABLE,
            "ROLLCALL_ATTENDANCE": ATTENDANCE,
            "ROLLCALL_QUEUE_URL": self.queue_url,
            "ROLLCALL_WAY": self.way,
        }

    def client(self, service):
        """A boto3 client of one of the services."""
        endpoint = {"sqs": self.moto, "lambda": self.local_lambda}.get(service, self.ministack)
        return boto3.client(
            service, endpoint_url=endpoint, region_name=self.region, aws_access_key_id="local",
            aws_secret_access_key="local", config=Config(retries={"max_attempts": 1}, read_timeout=120),
        )

    def deploy(self, name, executable=None, variables=None, timeout=60, memory=1769):
        """Creates a function from an executable, as `aws lambda create-function` would from a zip."""
        client = self.client("lambda")
        own = {
            "ROLLCALL_BUCKET": BUCKET, "ROLLCALL_TABLE": TABLE, "ROLLCALL_QUEUE_URL": self.queue_url,
            "ROLLCALL_ATTENDANCE": ATTENDANCE, "ROLLCALL_TIME_ZONE": machine_rule(),
            "ROLLCALL_MODELS": str(ROOT / ".local/models"), "ROLLCALL_WAY": self.way,
        }
        client.create_function(
            FunctionName=name, Runtime="provided.al2023", Handler="bootstrap", Role=ROLE, Timeout=timeout,
            MemorySize=memory, Code={"ZipFile": make_zip(executable or self.build / name, self.folder)},
            Environment={"Variables": own | (variables or {})},
        )
        # A result that comes minutes later helps nobody.
        client.put_function_event_invoke_config(
            FunctionName=name, MaximumRetryAttempts=0, MaximumEventAgeInSeconds=60)

    def run(self, *arguments, extra=None, **options):
        """Starts a command with the stack's environment, and `extra`; its end is the caller's to wait for."""
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "ROLLCALL_"))}
        return self._spawn(list(map(str, arguments)), environment | self.environment() | (extra or {}), **options)

    def stop(self):
        """Ends every process that was started, the last one first."""
        if self.triggers:
            self.triggers.stop()
        for process in reversed(self.processes):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
        self.processes = []

    def _start_services(self):
        ministack, moto = free_port(), free_port()
        self.ministack, self.moto = f"http://127.0.0.1:{ministack}", f"http://127.0.0.1:{moto}"
        self._service(
            "ministack", python_service("ministack.app"), BIND_HOST="127.0.0.1", GATEWAY_PORT=str(ministack),
            LOG_LEVEL="WARNING", TMPDIR=str(self.folder))
        self._service("moto", [*python_service("moto.server"), "-H", "127.0.0.1", "-p", str(moto)])
        for name, port in ("ministack", ministack), ("moto", moto):
            self._wait(name, lambda: is_listening(port))
        port = free_port()
        self.local_lambda = f"http://127.0.0.1:{port}"
        self._place_fronts()
        endpoints = self.function_endpoints
        self._service(
            "local-lambda",
            [self.build / "local-lambda", "--port", port, "--concurrency", self.concurrency, *self.lambda_options],
            AWS_REGION=self.region, AWS_ACCESS_KEY_ID="local", AWS_SECRET_ACCESS_KEY="local",
            AWS_ENDPOINT_URL=endpoints["s3"], AWS_ENDPOINT_URL_DYNAMODB=endpoints["dynamodb"],
            AWS_ENDPOINT_URL_SQS=endpoints["sqs"], AWS_ENDPOINT_URL_LAMBDA=endpoints["lambda"])
        self._wait("local-lambda", lambda: is_listening(port))

    lambda_options = ()
    trigger_delay = None

    def _place_fronts(self):
        """Where clients and functions find the services: here the services themselves."""
        self.client_endpoints = self.function_endpoints = {
            "s3": self.ministack, "dynamodb": self.ministack, "sqs": self.moto, "lambda": self.local_lambda,
        }

    def _create_resources(self):
        self.client("s3").create_bucket(Bucket=BUCKET)
        for table, keys in (TABLE, ["name"]), (ATTENDANCE, ["day", "person"]):
            self.client("dynamodb").create_table(
                TableName=table, BillingMode="PAY_PER_REQUEST",
                KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"))],
                AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in keys],
            )
        # Each device has a queue of its own, which its client makes.
        self.queue_url = self.client("sqs").create_queue(QueueName=QUEUE)["QueueUrl"]
        if not self.shared_queue:
            self.queue_url += "-{device}"
        for name in "Recognizer", "Extractor":
            self.deploy(name)
        if self.way in TRIGGERED:
            self.triggers = Triggers(self.way, self.client, BUCKET, self.ministack, self.trigger_delay)

    def _service(self, name, command, **variables):
        with open(self.folder / f"{name}.log", "w") as log:
            environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")} | variables
            process = self._spawn(list(map(str, command)), environment, stdout=log, stderr=log, cwd=self.folder)
        process.name = name
        return process

    def _spawn(self, command, environment, **options):
        # A session of its own: Ctrl-C in the terminal comes to this script alone, which ends the rest in order.
        options.setdefault("stdin", subprocess.DEVNULL)
        try:
            process = subprocess.Popen(
                command, env=environment, start_new_session=True, preexec_fn=end_with_parent, **options)
        except OSError as error:
            raise StackError(f"{command[0]} cannot be started: {error}") from error
        self.processes.append(process)
        return process

    def _wait(self, name, is_ready):
        process = next(p for p in self.processes if getattr(p, "name", None) == name)
        deadline = time.monotonic() + 60
        while not is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise StackError(f"{name} did not start; see {self.folder / name}.log")
            time.sleep(0.02)


def python_service(module):
    """The command of a service that is written in Python. Half of a moto call would be the collection of garbage among
    what moto loads when it starts, and every clip makes several calls."""
    code = f"import gc, sys; from {module} import main; gc.freeze(); gc.set_threshold(50_000); sys.exit(main())"
    return [sys.executable, "-c", code]


def is_for_this_machine(executable):
    """Whether a file is an ELF executable of this machine's processor, which this machine's strip knows."""
    with open(executable, "rb") as one, open("/proc/self/exe", "rb") as other:
        mine, its = one.read(20), other.read(20)
    # From byte 18 on the header says which processor it is for.
    return mine[:4] == b"\x7fELF" and mine[18:20] == its[18:20]


def make_zip(executable, folder):
    """A zip with the executable as its bootstrap, without debugging symbols where this machine can tell them. Made once for
    each build."""
    executable = Path(executable)
    archive = Path(folder) / f"{executable.name}.zip"
    if not executable.exists():
        raise StackError(f"{executable} is missing; build it first: make demo does")
    if not archive.exists() or archive.stat().st_mtime < executable.stat().st_mtime:
        with tempfile.TemporaryDirectory(dir=folder) as scratch:
            bootstrap = Path(scratch) / "bootstrap"
            shutil.copy(executable, bootstrap)
            if is_for_this_machine(bootstrap):
                subprocess.run(["strip", bootstrap], check=True)
            with zipfile.ZipFile(Path(scratch) / "zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
                file.write(bootstrap, "bootstrap")
            (Path(scratch) / "zip").rename(archive)
    return archive.read_bytes()


def free_port():
    """A port of 127.0.0.1 at which nobody listens, below those that Linux gives to connections: one of these could be
    taken before the server that it is meant for listens."""
    for port in random.sample(range(10_000, 32_768), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise StackError("of 100 ports of 127.0.0.1 none is free; end programs that listen")


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end_with_parent():
    """Has the kernel end this process when the one that started it dies, whatever the reason."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=ROOT / ".build/release", help="where the products are")
    parser.add_argument("--folder", default=ROOT / ".local/stack", help="where logs go")
    parser.add_argument("--concurrency", type=int, default=4, help="environments a function may have")
    parser.add_argument("--way", default="inline", help="how clips get from part to part; see docs/latency.md")
    parser.add_argument("--shared-queue", action="store_true", help="one queue of results for all devices")
    parser.add_argument("--until-input-ends", action="store_true", help="run until standard input ends")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        with LocalStack(
            options.build, options.folder, options.concurrency, way=options.way, shared_queue=options.shared_queue
        ) as stack:
            for name, value in stack.environment().items():
                print(f"export {name}={shlex.quote(value)}")
            print("# ready", flush=True)
            if options.until_input_ends:
                sys.stdin.read()
            else:
                signal.pause()
    except StackError as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
