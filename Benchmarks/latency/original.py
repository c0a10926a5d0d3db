"""The original chain under the local services; see ../original-chain/README.md."""

import json
import subprocess
from pathlib import Path

from local_stack import BUCKET, ROOT, TABLE

CHAIN = Path(__file__).resolve().parents[1] / "original-chain"
PYTHON = ROOT / ".local/peers/venv/bin/python"
FOLDER = ROOT / ".local/original-chain"
# boto3 comes from the environment of the local services.
BOTO3 = next((ROOT / ".local/venv/lib").glob("python3*/site-packages"), "")


def missing():
    """Why it cannot run, or None."""
    if not PYTHON.exists():
        return "no .local/peers/venv; Benchmarks/peers/setup makes it"
    probe = subprocess.run([PYTHON, "-c", "import face_recognition"], capture_output=True, text=True)
    return None if probe.returncode == 0 else "face_recognition cannot be imported; see Benchmarks/peers/setup"


def prepare(people, film, clips):
    """Learns the people's faces and cuts the film into clips, once."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    folder = FOLDER / "clips"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.h264"):
        old.unlink()
    for number, clip in enumerate(clips):
        (folder / f"{number:03d}.h264").write_bytes(clip)
    script = (
        "import face_recognition, json, pickle, sys\n"
        "known = {'encoding': [], 'name': []}\n"
        "for name, path in json.loads(sys.argv[1]):\n"
        "    found = face_recognition.face_encodings(face_recognition.load_image_file(path))\n"
        "    if found: known['encoding'].append(found[0]); known['name'].append(name)\n"
        "pickle.dump(known, open(sys.argv[2], 'wb'))\n")
    pairs = [(name, str(path)) for name, paths in people for path in paths]
    subprocess.run([PYTHON, "-c", script, json.dumps(pairs), FOLDER / "encodings"], check=True)
    return folder


def deploy(stack):
    """Creates the two functions and their queue; returns the queue's URL."""
    queue_url = stack.client("sqs").create_queue(QueueName="original-results")["QueueUrl"]
    for name in "extractor", "recognizer":
        bootstrap = FOLDER / f"original-{name}"
        bootstrap.write_text(
            f"#!{PYTHON}\nimport sys\nsys.path.insert(0, {str(CHAIN)!r})\nsys.path.append({str(BOTO3)!r})\n"
            f"import runpy\nrunpy.run_path({str(CHAIN / (name + '.py'))!r})\n")
        bootstrap.chmod(0o755)
        stack.deploy(f"original-{name}", bootstrap, {
            "RECOGNIZER": "original-recognizer", "ENCODINGS": str(FOLDER / "encodings"), "TABLE": TABLE,
            "QUEUE_URL": queue_url,
        })
    return queue_url


def play(stack, clips, queue_url):
    """Plays the clips; returns milliseconds from each clip's first frame, and from its end, to its result."""
    process = stack.run(
        PYTHON, CHAIN / "client.py", clips, BUCKET, queue_url, "original-extractor", stdout=subprocess.PIPE,
        text=True, extra={"PYTHONPATH": str(BOTO3), "AWS_DEFAULT_REGION": stack.region})
    lines = [json.loads(line) for line in process.stdout]
    process.wait()
    return [(line["received"] - line["timestamp"], line["received"] - line["filmed"]) for line in lines]
