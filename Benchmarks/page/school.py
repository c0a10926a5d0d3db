"""A school without cameras: its people, their day, and a client that seems to film them."""

import base64
import datetime
import json
import os
import random
import socket
import struct
import subprocess
import threading
import time
from pathlib import Path

MAJORS = ["Mathematics", "Physics", "History", "Law", "Chemistry"]
FIRST = ["Ada", "Zoë", "Łukasz", "李", "Омар", "Nneka", "Seán", "Ibrahim", "Jürgen", "Anaïs", "O'Neil", "Mei-Ling"]
LAST = ["Lovelace", "Müller-Lüdenscheidt", "Nowak", "小龙", "Иванов", "Okafor", "Ó Briain", "al-Khwarizmi", "García", "Smith"]
DEVICE = "room-101"


def names(count):
    pairs = [f"{first} {last}" for last in LAST for first in FIRST]
    return [pairs[i % len(pairs)] + (f" {i // len(pairs) + 1}" if i >= len(pairs) else "") for i in range(count)]


class School:
    """People in the tables of a stack: nine of ten came today, each a little late and away for some minutes."""

    def __init__(self, stack, count):
        self.stack = stack
        self.names = names(count)
        self.random = random.Random(1)
        self.day = datetime.date.today().isoformat()
        self._write("StudentDB", [self._person(i, name) for i, name in enumerate(self.names)])
        self._write("Attendance", [self._attendance(i, name) for i, name in enumerate(self.names) if i % 10])

    def details(self, index):
        return {"major": MAJORS[index % len(MAJORS)], "year": str(1840 + index % 4)}

    def _person(self, index, name):
        face = {"M": {"model": {"S": "dlib"}, "vector": {"B": self.random.randbytes(512)}}}
        return {"name": {"S": name}, "embeddings": {"L": [face] * 5},
                **{key: {"S": value} for key, value in self.details(index).items()}}

    def _attendance(self, index, name):
        start, away = 480 + self.random.randrange(15), self.random.randrange(500, 700)
        minutes = [m for m in range(start, 720) if not away <= m < away + 7]
        return {"day": {"S": self.day}, "person": {"S": f"{DEVICE}#{name}"}, "minutes": {"NS": [str(m) for m in minutes]}}

    def _write(self, table, items):
        client = self.stack.client("dynamodb")
        for start in range(0, len(items), 25):
            client.batch_write_item(RequestItems={table: [{"PutRequest": {"Item": i}} for i in items[start:start + 25]]})


class Camera:
    """What `rollcall run` shows to onlookers of a spool folder, with pictures in the bucket: the people of a room, a few
    in each clip, and strangers. A clip comes each half second, or faster."""

    def __init__(self, school, spool, photographs, people, speed=1):
        self.school, self.people, self.speed = school, people, speed
        self.frame = make_frame(photographs)
        self.folder = Path(spool) / DEVICE
        self.folder.mkdir(parents=True, exist_ok=True)
        self.sent = 0
        self.connections = []
        self.is_filming = True
        listener = socket.socket(socket.AF_UNIX)
        os.chdir(self.folder)  # An address holds 107 bytes.
        listener.bind("results.socket")
        os.chdir("/")
        listener.listen()
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()
        self.thread = threading.Thread(target=self._film, daemon=True)
        self.thread.start()

    def stop(self):
        self.is_filming = False
        self.thread.join()
        for connection in self.connections:
            connection.close()

    def strangers(self, count):
        """Keeps faces of so many strangers, two clips each, as the Recognizer does."""
        client = self.school.stack.client("s3")
        now = int(time.time() * 1000)
        for i in range(count):
            vector = [0.0] * 128
            vector[i] = 1.0
            for clip in range(2):
                name = f"{DEVICE}/{now - 60_000 * (i + 1) - 1000 * clip}"
                box, face = self._box(i % 3)
                faces = {"clip": name + ".h264", "faces": [
                    {"face": face, "box": box, "embedding": base64.b64encode(struct.pack("<128f", *vector)).decode()}]}
                client.put_object(Bucket="rollcall-clips", Key=f"strangers/{name}.json", Body=json.dumps(faces).encode())
                if i != 1:  # One picture is gone.
                    self._keep_frame(name)

    def _keep_frame(self, name):
        self.school.stack.client("s3").put_object(
            Bucket="rollcall-clips", Key=f"{name}/frame-007.jpg", Body=self.frame, ContentType="image/jpeg")

    def _box(self, place):
        x = 150 + 427 * place
        return {"x": x, "y": 70, "width": 140, "height": 170}, f"7@{x + 70},155"

    def _accept(self, listener):
        while True:
            self.connections.append(listener.accept()[0])

    def _film(self):
        while self.is_filming:
            line = (json.dumps(self._line()) + "\n").encode()
            for connection in list(self.connections):
                try:
                    connection.sendall(line)
                except OSError:
                    self.connections.remove(connection)
            self.sent += 1
            time.sleep(0.5 / self.speed)

    def _line(self):
        now = int(time.time() * 1000) - 420
        clip = f"{DEVICE}/{now}"
        if self.sent % 2 == 0:
            self._keep_frame(clip)
        people = []
        for place in range(min(3, self.people)):
            index = (self.sent * 3 + place) % self.people if self.people > 3 else place
            box, face = self._box(place)
            is_stranger = place == 2 and self.sent % 4 == 0
            people.append({"name": None if is_stranger else self.school.names[index], "box": box, "face": face, "votes": 4,
                           "frames": 4, **({} if is_stranger else self.school.details(index))})
        timings = dict(zip(["filmed", "uploaded", "extractorStarted", "framesEncoded", "recognizerStarted", "recognized",
                            "sent", "received"], [500, 520, 540, 600, 640, 700, 720, 760]))
        result = {"timestamp": now, "device": DEVICE, "clip": clip + ".h264", "status": "recognized", "people": people,
                  "timings": timings, "name": None, "major": None, "year": None, "confidence": 0.8}
        return {"answer": "final", "latency": 0.5 + self.school.random.random() / 2, "late": False, "result": result}


def make_frame(photographs):
    """A JPEG of 1280 by 720 with three faces side by side."""
    inputs = [a for name in ("obama.jpg", "biden.jpg", "obama2.jpg") for a in ("-i", Path(photographs) / name)]
    part = "scale=427:720:force_original_aspect_ratio=increase,crop=427:720:(iw-427)/2:0"
    graph = ";".join(f"[{i}]{part}[p{i}]" for i in range(3)) + ";[p0][p1][p2]hstack=3,scale=1280:720"
    return subprocess.run(
        ["ffmpeg", "-v", "error", *inputs, "-filter_complex", graph, "-frames:v", "1", "-f", "mjpeg", "-q:v", "5", "-"],
        check=True, stdout=subprocess.PIPE).stdout
