"""An emulated account: moto for AWS, Debian's docker-registry for ECR's images, both behind fronts that count; and for
the canary the functions of this clone, which local-lambda runs with the variables that the template gives them."""

import base64
import hashlib
import io
import json
import os
import subprocess
import sys
import tarfile
import time
import urllib.request
from pathlib import Path

import boto3

from front import Front

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
from local_stack import ROLE, end_with_parent, free_port, is_listening, make_zip  # noqa: E402

REGION = "us-east-1"
ACCOUNT = "123456789012"
# What moto's ECR gives as a token.
TOKEN = "Basic " + base64.b64encode(f"AWS:{ACCOUNT}-auth-token".encode()).decode()
# moto cannot check the signature of a request without a body whose path holds a name, as IoT's are; policies it can. And
# where a stack ends, it looks for IoT's parts by names with `${AWS::StackName}` in them. These are looked up before anything
# is deleted: what is looked up afterwards is made anew, a bucket too.
MOTO = """
import sys
import moto.cloudformation.parsing as parsing
import moto.iam.access_control as control
control.IAMRequestBase.check_signature = lambda request: None
delete = parsing.ResourceMap.delete
def delete_by_name(parts):
    texts = parts._resource_json_map
    for name, text in texts.items():
        if text["Type"].startswith("AWS::IoT::"):
            texts[name] = parsing.clean_json(text, parts)
    delete(parts)
parsing.ResourceMap.delete = delete_by_name
from moto.server import main
sys.exit(main())
"""
PRODUCTS = Path(os.environ.get("ROLLCALL_PRODUCTS", ROOT / ".build/release"))


class Account:
    def __init__(self, folder):
        self.folder, self.processes = Path(folder), []
        port = free_port()
        self._start([sys.executable, "-c", MOTO, "-H", "127.0.0.1", "-p", port], port)
        self.aws = Front(("127.0.0.1", port))
        port = free_port()
        configuration = self.folder / "registry.yml"
        configuration.write_text(json.dumps({
            "version": 0.1, "storage": {"filesystem": {"rootdirectory": str(self.folder / "registry")}},
            "http": {"addr": f"127.0.0.1:{port}"}, "log": {"level": "error"}}))
        self._start(["docker-registry", "serve", configuration], port)
        self.registry = Front(("127.0.0.1", port), TOKEN)
        self.functions = None

    def variables(self):
        return {
            "PATH": os.environ["PATH"], "HOME": str(self.folder), "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": self.aws.url,
            "ROLLCALL_REGISTRY": self.registry.url,
            **({"AWS_ENDPOINT_URL_LAMBDA": self.functions.url} if self.functions else {}),
        }

    def command(self, *arguments):
        return [sys.executable, str(ROOT / "deploy/cloud"), *arguments]

    def run(self, *arguments, kill_after=None, front=None):
        """Runs a deployment to its end and returns its code and what it printed; it may be killed after so many changes
        that come by a front."""
        process = subprocess.Popen(
            self.command(*arguments), env=self.variables(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        for one in self.aws, self.registry:
            one.watch(process, kill_after if one is front else None)
        output, _ = process.communicate(timeout=300)
        return process.returncode, output

    def client(self, service):
        return boto3.client(service, endpoint_url="http://%s:%d" % self.aws.target, region_name=REGION,
                            aws_access_key_id="test", aws_secret_access_key="test")

    def reset(self):
        """An empty account; the registry keeps its images, under other names than a later test's."""
        urllib.request.urlopen(urllib.request.Request(
            "http://%s:%d/moto-api/reset" % self.aws.target, method="POST")).read()

    def ask_for_permission(self, count="0"):
        """Has moto look at the policies of whoever calls, after so many calls; "inf" for never."""
        urllib.request.urlopen(urllib.request.Request(
            "http://%s:%d/moto-api/reset-auth" % self.aws.target, count.encode(), {"Content-Type": "text/plain"},
            method="POST")).read()

    def start_functions(self):
        """Has Lambda's invocations run this clone's functions."""
        port = free_port()
        moto = "http://%s:%d" % self.aws.target
        self.functions = FunctionsFront(("127.0.0.1", port), self)
        self._start([PRODUCTS / "local-lambda", "--port", port, "--concurrency", 2], port,
                    AWS_REGION=REGION, AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", AWS_ENDPOINT_URL=moto,
                    AWS_ENDPOINT_URL_LAMBDA=f"http://127.0.0.1:{port}")

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            process.wait(20)

    def _start(self, command, port, **variables):
        with open(self.folder / "services.log", "a") as log:
            environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
            process = subprocess.Popen(
                list(map(str, command)), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder,
                env=environment | variables, preexec_fn=end_with_parent)
        self.processes.append(process)
        deadline = time.monotonic() + 120
        while not is_listening(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start: {(self.folder / 'services.log').read_text()[-2000:]}")
            time.sleep(0.05)


class FunctionsFront(Front):
    """Lambda: what functions there are says moto, as CloudFormation made them there; their invocations are run by
    local-lambda, with the variables that the template gave them."""

    def __init__(self, target, account):
        super().__init__(account.aws.target)
        self.runner, self.account, self.created = target, account, False

    def note(self, call, is_change):
        # The first question about a function comes before its first invocation.
        if not self.created and "/functions/" in call:
            runner = boto3.client(
                "lambda", endpoint_url="http://%s:%d" % self.runner, region_name=REGION, aws_access_key_id="test",
                aws_secret_access_key="test")
            for name in "Recognizer", "Extractor":
                made = self.account.client("lambda").get_function_configuration(FunctionName=name)
                # moto leaves a template's numbers as they are; AWS makes text of them.
                variables = {key: str(value) for key, value in made["Environment"]["Variables"].items()}
                runner.create_function(
                    FunctionName=name, Runtime="provided.al2023", Handler="bootstrap", Role=ROLE,
                    Timeout=60, MemorySize=made["MemorySize"],
                    Code={"ZipFile": make_zip(PRODUCTS / name, self.account.folder)},
                    Environment={"Variables": variables | {"ROLLCALL_MODELS": os.environ.get("ROLLCALL_MODELS", str(ROOT / ".local/models"))}})
            self.created, self.target = True, self.runner
        return super().note(call, is_change)


def make_layout(folder, text, architecture="amd64"):
    """An OCI layout of an image with one small layer."""
    def blob(content):
        digest = hashlib.sha256(content).hexdigest()
        path = Path(folder, "blobs/sha256", digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return {"digest": f"sha256:{digest}", "size": len(content)}

    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as tar:
        entry = tarfile.TarInfo("bootstrap")
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text.encode()))
    layer = {"mediaType": "application/vnd.oci.image.layer.v1.tar", **blob(file.getvalue())}
    config = blob(json.dumps({
        "architecture": architecture, "os": "linux", "config": {"Entrypoint": ["/bootstrap"]},
        "rootfs": {"type": "layers", "diff_ids": [layer["digest"]]}}).encode())
    media_type = "application/vnd.oci.image.manifest.v1+json"
    manifest = blob(json.dumps({
        "schemaVersion": 2, "mediaType": media_type, "layers": [layer],
        "config": {"mediaType": "application/vnd.oci.image.config.v1+json", **config}}).encode())
    Path(folder, "oci-layout").write_text('{"imageLayoutVersion": "1.0.0"}')
    Path(folder, "index.json").write_text(json.dumps({"schemaVersion": 2, "manifests": [{"mediaType": media_type, **manifest}]}))
    return manifest["digest"]
