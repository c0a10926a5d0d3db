"""Measures Python's face_recognition on pictures as RecognizerBenchmark measures Rollcall: processor time in
milliseconds, as JSON.

usage: face_recognition_benchmark.py ROUNDS PICTURE…
"""

import io
import json
import resource
import sys
import time
import warnings

warnings.filterwarnings("ignore")  # face_recognition_models imports pkg_resources, which is deprecated
start = time.process_time()

import dlib
import face_recognition
import numpy


def measured(times, call):
    before = time.process_time()
    result = call()
    times.append((time.process_time() - before) * 1e3)
    return result


def main():
    known = numpy.random.default_rng(1).normal(size=(3000, 128))
    ready = time.process_time()
    rounds, paths = int(sys.argv[1]), sys.argv[2:]
    files = [open(path, "rb").read() for path in paths]
    times = {"detection": [], "detectionUpsampled": [], "landmarks": [], "embedding": [], "named": []}
    predictor = face_recognition.api.pose_predictor_5_point
    encoder = face_recognition.api.face_encoder
    own, right = {}, 0

    def name(jpeg, people):
        image = face_recognition.load_image_file(io.BytesIO(jpeg))
        locations = face_recognition.face_locations(image, number_of_times_to_upsample=0)
        for encoding in face_recognition.face_encodings(image, locations):
            distances = face_recognition.face_distance(people, encoding)
            return int(numpy.argmin(distances)) if distances.min() <= 0.6 else None

    first = []
    measured(first, lambda: name(files[0], known))
    for index, jpeg in enumerate(files):
        image = face_recognition.load_image_file(io.BytesIO(jpeg))
        locations = face_recognition.face_locations(image, number_of_times_to_upsample=0)
        if locations:
            own[index] = face_recognition.face_encodings(image, locations[:1])[0]
    people = numpy.vstack([known, *own.values()])
    for turn in range(rounds):
        for place, index in enumerate(own):
            image = face_recognition.load_image_file(io.BytesIO(files[index]))
            find = lambda count: face_recognition.face_locations(image, number_of_times_to_upsample=count)
            (top, rightmost, bottom, left), *_ = measured(times["detection"], lambda: find(0))
            if turn == 0:
                measured(times["detectionUpsampled"], lambda: find(1))
            box = dlib.rectangle(left, top, rightmost, bottom)
            shape = measured(times["landmarks"], lambda: predictor(image, box))
            measured(times["embedding"], lambda: encoder.compute_face_descriptor(image, shape, 1))
            found = measured(times["named"], lambda: name(files[index], people))
            right += turn == 0 and found == len(known) + place
    print(json.dumps({
        "initialization": (ready - start) * 1e3, "firstPicture": first[0], **times, "right": right,
        "faces": len(own), "residentMemory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "versions": f"face_recognition {face_recognition.__version__}, dlib {dlib.__version__}, "
                    f"numpy {numpy.__version__}, Python {sys.version.split()[0]}"}))


main()
