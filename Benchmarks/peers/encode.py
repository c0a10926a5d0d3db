#!/usr/bin/env python3
"""Encodes faces by Python's face_recognition, as its README shows: load_image_file, face_locations, face_encodings.

usage: encode.py < paths of JPEGs, one a line

Writes a JSON object a line, in the same order: {"faces": [[128 numbers], …], "milliseconds": …}. The time is from the
path to the encodings.
"""

import json
import sys
import time
import warnings

# The package of its models still imports pkg_resources, which says so at each start.
warnings.filterwarnings("ignore", message="pkg_resources is deprecated")

import face_recognition

for path in sys.stdin:
    start = time.perf_counter()
    picture = face_recognition.load_image_file(path.rstrip("\n"))
    places = face_recognition.face_locations(picture)
    faces = face_recognition.face_encodings(picture, places)
    # Of several faces the one nearest the middle comes first, as Rollcall takes it.
    middle = (picture.shape[0] / 2, picture.shape[1] / 2)
    distance = lambda place: (
        ((place[0] + place[2]) / 2 - middle[0]) ** 2 + ((place[1] + place[3]) / 2 - middle[1]) ** 2
    )
    faces = [face for _, face in sorted(zip(places, faces), key=lambda pair: distance(pair[0]))]
    milliseconds = (time.perf_counter() - start) * 1000
    print(json.dumps({"faces": [face.tolist() for face in faces], "milliseconds": milliseconds}), flush=True)
