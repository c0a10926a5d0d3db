#!/usr/bin/env python3
"""Measures the functions' images beside an image of the pipeline as it began, in Python: sizes, process start to the
first /next with warm and cold page cache, memory there, and the first event beside the tenth.

usage: .local/venv/bin/python Benchmarks/Images/measure.py [--python-image NAME] [--rounds N] [--seconds N] [--json]

Rounds end early where they have taken --seconds, but for the first: the Python image takes seconds for each event.

Images come from docker or podman, or from the command SAVE_IMAGE (see deploy/images/image_archive.py). Their files are laid
out in a folder, and their programs are started there, chrooted, against a Runtime API and AWS services on loopback: an
engine's own time would hide theirs. Needs root, or a kernel that lets users have namespaces of their own.
"""

import argparse
import http.server
import json
import logging
import os
import pathlib
import queue
import signal
import socketserver
import statistics
import subprocess
import sys
import tempfile
import threading
import time

import boto3
from moto.server import ThreadedMotoServer

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "deploy/images"))
from image_archive import ImageArchive  # noqa: E402

PHOTOGRAPHS = ROOT / ".local/photographs"
BUCKET, CLIP = "rollcall-clips", "lab/1700000000000.h264"
EVENTS = 10
NOWHERE = os.open(os.devnull, os.O_WRONLY)


class RuntimeAPI(http.server.ThreadingHTTPServer):
    """Gives a function its events and notes when it asks and answers."""

    daemon_threads = True

    def __init__(self):
        self.asked, self.answered, self.events = queue.Queue(), queue.Queue(), queue.Queue()
        api = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self):
                api.asked.put(time.perf_counter())
                event = api.events.get()
                if event is None:
                    self.close_connection = True
                    return
                self.reply(200, event, {
                    "Lambda-Runtime-Aws-Request-Id": "1",
                    "Lambda-Runtime-Deadline-Ms": str(int(time.time() * 1000) + 60_000),
                    "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:Image",
                    "Lambda-Runtime-Trace-Id": "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Sampled=0",
                    "Content-Type": "application/json",
                })

            def do_POST(self):
                now = time.perf_counter()
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if self.headers.get("Transfer-Encoding") == "chunked":
                    while self.rfile.readline().strip() != b"0":
                        self.rfile.readline()
                    self.rfile.readline()
                api.answered.put((now, self.path.rsplit("/", 1)[1], body))
                self.reply(202, b"{}", {})

            def reply(self, status, body, headers):
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def invoke(self, event):
        """Seconds from the event's departure to the answer's arrival."""
        started = time.perf_counter()
        self.events.put(event)
        ended, kind, body = self.answered.get(timeout=120)
        if kind != "response":
            sys.exit(f"the function failed: {body[:500].decode()}")
        self.asked.get(timeout=120)
        return ended - started


class Process:
    """A function's process, started in this process's root, up to its first /next."""

    def __init__(self, command, environment):
        self.api = RuntimeAPI()
        variables = {
            **environment,
            "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:%d" % self.api.server_port, "AWS_LAMBDA_LOG_LEVEL": "ERROR",
        }
        started = time.perf_counter()
        # The metrics of each clip are of no use here.
        self.id = os.posix_spawnp(
            command[0], command, variables, file_actions=[(os.POSIX_SPAWN_DUP2, NOWHERE, sys.stdout.fileno())])
        self.start = self.api.asked.get(timeout=120) - started
        status = pathlib.Path(f"/proc/{self.id}/status").read_text()
        self.memory = int(status.split("VmRSS:")[1].split()[0]) * 1024

    def end(self):
        os.kill(self.id, signal.SIGKILL)
        os.waitpid(self.id, 0)
        self.api.events.put(None)
        self.api.shutdown()
        self.api.server_close()


def forget_files():
    """Drops the files of this root from the page cache."""
    for folder, folders, files in os.walk("/"):
        if folder == "/":
            folders[:] = [name for name in folders if name not in ("proc", "dev", "tmp")]
        for name in files:
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                file = os.open(path, os.O_RDONLY)
                os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(file)


def rounds_of(kind, most, seconds):
    """Counts the rounds, and says so; after `seconds` it ends with the round that has begun."""
    started = time.monotonic()
    for index in range(most):
        if index > 0 and time.monotonic() - started > seconds:
            return
        print(f"  {kind}: round {index + 1} of at most {most}", file=sys.stderr, flush=True)
        yield index


def measure(command, environment, event, rounds, seconds):
    """Runs in the image's root."""
    warm, cold, memory, answered, first, tenth = [], [], [], [], [], []
    Process(command, environment).end()
    for _ in rounds_of("warm", rounds, seconds):
        process = Process(command, environment)
        warm.append(process.start)
        memory.append(process.memory)
        times = [process.api.invoke(event) for _ in range(EVENTS)]
        answered.append(process.start + times[0])
        first.append(times[0])
        tenth.append(times[-1])
        process.end()
    for _ in rounds_of("cold", rounds, seconds):
        forget_files()
        process = Process(command, environment)
        cold.append(process.start)
        process.end()
    return {
        name: statistics.median(values)
        for name, values in dict(
            warm=warm, cold=cold, memory=memory, answered=answered, first=first, tenth=tenth).items()
    } | {"rounds": [len(warm), len(cold)]}


def measure_in(root, folder, command, environment, event, rounds, seconds):
    """Measures in a child that has the image's files for its root; its environment is the image's own."""
    (root / "proc").mkdir(exist_ok=True)
    (root / "tmp").mkdir(exist_ok=True)
    if not os.path.ismount(root / "proc"):
        subprocess.run(["mount", "--rbind", "/proc", root / "proc"], check=True)
    os.sync()
    receiver, sender = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.chroot(root)
            os.chdir(folder)
            os.environ["PATH"] = "/usr/local/bin:/usr/bin:/bin"
            variables = {"PATH": os.environ["PATH"], "HOME": "/tmp", **environment}
            figures = measure(command, variables, event, rounds, seconds)
            os.write(sender, json.dumps(figures).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(sender)
    with os.fdopen(receiver, "rb") as figures:
        data = figures.read()
    if os.waitpid(child, 0)[1]:
        sys.exit(f"{command} in {root} could not be measured")
    return json.loads(data)


class Services:
    """S3, DynamoDB, SQS and Lambda's Invoke, with a clip, its frames and a person in them."""

    def __init__(self, work):
        # A line for each request would hide which round runs.
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        # Nor is it of interest that a function was killed before it had read an answer.
        socketserver.BaseServer.handle_error = lambda *_: None
        self.moto = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        self.moto.start()
        endpoint = "http://%s:%d" % self.moto.get_host_and_port()
        os.environ.update(
            AWS_ENDPOINT_URL=endpoint, AWS_DEFAULT_REGION="us-east-1", AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test")
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        boto3.client("dynamodb").create_table(
            TableName="StudentDB", BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "name", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "name", "AttributeType": "S"}])
        # Any embedding does: what is measured is the work, not the answer.
        embedding = {"B": b"\0\0\x80\x3f" + bytes(4 * 127)}
        boto3.client("dynamodb").put_item(TableName="StudentDB", Item={
            "name": {"S": "Nobody"}, "major": {"S": "None"}, "year": {"S": "0"}, "embeddings": {"L": [embedding] * 3}})
        queue_url = boto3.client("sqs").create_queue(QueueName="rollcall-results")["QueueUrl"]
        self.environment = {
            "AWS_REGION": "us-east-1", "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": endpoint,
            "AWS_ENDPOINT_URL_LAMBDA": self.invocations(), "AWS_LAMBDA_FUNCTION_NAME": "Image",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769", "ROLLCALL_BUCKET": BUCKET, "ROLLCALL_QUEUE_URL": queue_url,
        }
        clip = work / "clip.h264"
        subprocess.run(
            ["ffmpeg", "-v", "error", "-loop", "1", "-framerate", "30", "-i", PHOTOGRAPHS / "obama2.jpg", "-t", "0.5",
             "-vf", "scale=640:480:force_original_aspect_ratio=decrease,pad=640:480:-1:-1", "-pix_fmt", "yuv420p",
             "-c:v", "libx264", "-g", "15", "-bf", "0", clip], check=True)
        subprocess.run(["ffmpeg", "-v", "error", "-i", clip, "-q:v", "2", work / "frame-%03d.jpg"], check=True)
        s3 = boto3.client("s3")
        s3.upload_file(str(clip), BUCKET, CLIP)
        keys = []
        for frame in sorted(work.glob("frame-*.jpg")):
            keys.append(f"{CLIP.removesuffix('.h264')}/{frame.name}")
            s3.upload_file(str(frame), BUCKET, keys[-1])
        self.events = {
            "extract": json.dumps({"bucket": BUCKET, "key": CLIP}).encode(),
            "recognize": json.dumps({"bucket": BUCKET, "keys": keys}).encode(),
        }

    def invocations(self):
        class Invoke(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                self.send_response(202)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Invoke)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return "http://127.0.0.1:%d" % server.server_port


COLUMNS = [
    ("image, gzip, MB", lambda figures: figures["gzip"] / 1e6),
    ("image, MB", lambda figures: figures["bytes"] / 1e6),
    ("start to /next, warm, ms", lambda figures: figures["warm"] * 1000),
    ("start to /next, cold, ms", lambda figures: figures["cold"] * 1000),
    ("RSS at /next, MB", lambda figures: figures["memory"] / 1e6),
    ("start to first answer, warm, ms", lambda figures: figures["answered"] * 1000),
    ("first event, ms", lambda figures: figures["first"] * 1000),
    ("tenth event, ms", lambda figures: figures["tenth"] * 1000),
    ("first / tenth", lambda figures: figures["first"] / figures["tenth"]),
]


def table(results):
    width = max(len(name) for name, _ in COLUMNS)
    print(" " * width, *(f"{name:>18}" for name in results))
    for name, figure in COLUMNS:
        print(f"{name:{width}}", *(f"{figure(figures):18.1f}" for figures in results.values()))
    rounds = ("%d / %d" % tuple(figures["rounds"]) for figures in results.values())
    print(f"{'rounds, warm / cold':{width}}", *(f"{count:>18}" for count in rounds))
    for ours, theirs in (("extractor", "python extract"), ("recognizer", "python recognize")):
        if ours in results and theirs in results:
            ratio = {name: figure(results[theirs]) / figure(results[ours]) for name, figure in COLUMNS}
            print(f"{theirs} / {ours}: " + ", ".join(f"{name} {ratio[name]:.1f}" for name, _ in COLUMNS[:-1]))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python-image", help="the image of Benchmarks/Images/python, if it is there")
    parser.add_argument("--rounds", type=int, default=9, help="most process starts of each kind (default 9)")
    parser.add_argument(
        "--seconds", type=float, default=30, help="after which no more rounds of a kind begin (default 30)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    arguments = parser.parse_args()
    if os.environ.get("ROLLCALL_OWN_MOUNTS") != "1":
        os.environ["ROLLCALL_OWN_MOUNTS"] = "1"
        own = [] if os.geteuid() == 0 else ["--map-root-user"]
        os.execvp("unshare", ["unshare", "--mount", *own, sys.executable, *sys.argv])

    work = pathlib.Path(tempfile.mkdtemp())
    services = Services(work)
    runs = [("extractor", "rollcall-extractor", None, "extract"), ("recognizer", "rollcall-recognizer", None, "recognize")]
    if arguments.python_image:
        runs += [
            (f"python {handler}", arguments.python_image, [f"handler.{handler}"], handler)
            for handler in ("extract", "recognize")
        ]
    results = {}
    try:
        for name, image, handler, event in runs:
            archive = ImageArchive.load(image)
            root = work / image
            if not root.exists():
                root.mkdir()
                archive.unpack(root)
            command = archive.command[:-1] + handler if handler else archive.command
            environment = {**archive.environment, **services.environment}
            if handler:
                environment |= {"_HANDLER": handler[0], "LAMBDA_TASK_ROOT": archive.folder}
            print(f"measuring {name}", file=sys.stderr)
            figures = measure_in(
                root, archive.folder, command, environment, services.events[event], arguments.rounds,
                arguments.seconds)
            results[name] = {"bytes": archive.bytes, "gzip": archive.gzip_bytes, **figures}
    finally:
        for root in {image for _, image, _, _ in runs}:
            subprocess.run(["umount", "--lazy", work / root / "proc"], capture_output=True)
        subprocess.run(["rm", "-rf", "--one-file-system", work])
    print(json.dumps(results)) if arguments.json else table(results)
    print("load average: %.1f" % os.getloadavg()[0], file=sys.stderr)


main()
