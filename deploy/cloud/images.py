"""Where the functions' images come from, and how they get to the repository."""

import json
import os
import shutil
import subprocess
import tarfile
import urllib.parse
from pathlib import Path

from progress import DeploymentError
from registry import INDEXES, MANIFESTS, Repository, digest

ROOT = Path(__file__).resolve().parents[2]
# The image configuration's name of a processor, and Lambda's.
ARCHITECTURES = {"amd64": "x86_64", "arm64": "arm64"}


class Layout:
    """An image in a folder of OCI's image layout."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def manifest(self, reference=None):
        if reference is None:
            reference = json.loads(self._read("index.json"))["manifests"][0]["digest"]
        content = self.blob(reference)
        fields = json.loads(content)
        # The media type may be left out of what it describes.
        return fields.get("mediaType", INDEXES[0] if "manifests" in fields else MANIFESTS[0]), content

    def blob(self, name):
        return self._read("blobs/" + name.replace(":", "/"))

    def _read(self, name):
        try:
            return (self.folder / name).read_bytes()
        except OSError as error:
            raise DeploymentError(f"{self.folder} holds no image as an OCI layout: {error}") from error


class Image:
    """One image for one processor, with what a push needs."""

    def __init__(self, source, reference=None):
        self.source = source
        self.media_type, self.content = source.manifest(reference)
        if self.media_type in INDEXES:
            # Attestations stand in an index as images for an unknown processor.
            images = [one for one in json.loads(self.content)["manifests"]
                      if one.get("platform", {}).get("architecture", "amd64") in ARCHITECTURES]
            if len(images) != 1:
                raise DeploymentError(f"An index of {len(images)} images cannot be deployed: name one image by its digest.")
            self.media_type, self.content = source.manifest(images[0]["digest"])
        self.manifest = json.loads(self.content)
        self.digest = digest(self.content)

    @property
    def architecture(self):
        """The processor in Lambda's words."""
        found = json.loads(self.source.blob(self.manifest["config"]["digest"])).get("architecture")
        if found not in ARCHITECTURES:
            raise DeploymentError(f"The image is for {found}; Lambda runs amd64 and arm64.")
        return ARCHITECTURES[found]

    def push(self, target, say):
        """Brings the image to a repository, without what is there already. Blobs go first, so that a manifest that is
        there is whole."""
        if target.has_manifest(self.digest):
            say(f"{target.name} has {self.digest[:19]} already")
            return
        for blob in [self.manifest["config"], *self.manifest["layers"]]:
            if target.has_blob(blob["digest"]):
                continue
            content = self.source.blob(blob["digest"])
            if digest(content) != blob["digest"]:
                raise DeploymentError(f"{blob['digest']} has other bytes than its name says: build or fetch the images again.")
            say(f"{target.name}: {len(content) / 1e6:.1f} MB, {blob['digest'][:19]}")
            target.push_blob(blob["digest"], content)
        target.push_manifest(self.digest.replace(":", "-")[:19], self.media_type, self.content)
        say(f"{target.name} has {self.digest[:19]} now")


def find_images(where, architecture, say):
    """Both images: of a folder of OCI layouts, of a registry (`example.org/rollcall:2`), or built here."""
    if where is None:
        where = build(architecture, say)
    if Path(where).is_dir():
        return {name: Image(Layout(Path(where) / name)) for name in ("extractor", "recognizer")}
    host, _, path = where.partition("/")
    path, _, tag = path.partition(":")
    if not path or "." not in host and ":" not in host and host != "localhost":
        raise DeploymentError(f"{where} is neither a folder nor a registry's, such as example.org/rollcall:2.")
    is_local = urllib.parse.urlsplit(f"//{host}").hostname in ("localhost", "127.0.0.1")
    address = f"{'http' if is_local else 'https'}://{host}"
    return {name: Image(Repository(address, f"{path}/{name}"), tag or "latest") for name in ("extractor", "recognizer")}


def build(architecture, say):
    """Builds both images with what this machine has, and lays them out in .local/images."""
    engine = next((one for one in ("docker", "podman", "buildah") if answers(one)), None)
    if engine is None:
        raise DeploymentError(
            "Neither docker, podman nor buildah answers on this machine. Install one, or name images that are built:"
            ' OPTIONS="--images FOLDER", or of a registry.')
    platform = "linux/" + next(name for name, word in ARCHITECTURES.items() if word == architecture)
    say(f"{engine} builds both for {platform}: minutes, the first time")
    environment = {**os.environ, "PLATFORM": platform}
    if engine == "buildah":
        environment["BUILD_IMAGE"] = str(Path(__file__).with_name("build-with-buildah"))
    run([ROOT / "deploy/images/build"], env=environment)
    folder = ROOT / ".local/images"
    for name in "extractor", "recognizer":
        layout = folder / name
        shutil.rmtree(layout, ignore_errors=True)
        layout.mkdir(parents=True)
        lay_out(engine, f"rollcall-{name}", layout)
    return folder


def lay_out(engine, image, layout):
    if engine == "podman":
        run(["podman", "save", "--quiet", "--format", "oci-dir", "--output", layout, image])
    elif engine == "buildah":
        run(["buildah", "push", "--quiet", image, f"oci:{layout}"])
    else:
        # Since version 25, what docker saves is an OCI layout.
        with subprocess.Popen(["docker", "save", image], stdout=subprocess.PIPE) as saving:
            with tarfile.open(fileobj=saving.stdout, mode="r|") as archive:
                archive.extractall(layout, filter="data")
        if not (layout / "index.json").exists():
            raise DeploymentError("This docker saves images in its old form. Take version 25 or later, or podman.")


def answers(engine):
    """Whether an engine is installed and works here."""
    return shutil.which(engine) and subprocess.run([engine, "info"], capture_output=True).returncode == 0


def run(command, **options):
    if subprocess.run(list(map(str, command)), **options).returncode != 0:
        raise DeploymentError(f"`{' '.join(map(str, command))}` failed; what it printed says why.")
