"""What an image holds, read from what "docker save" or "podman save" writes, without an engine."""

import gzip
import io
import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tarfile


class ImageArchive:
    """An image as an archive: OCI's layout or Docker's."""

    def __init__(self, data):
        self.archive = tarfile.open(fileobj=io.BytesIO(data))
        names = self.archive.getnames()
        if "index.json" in names:
            manifest = json.loads(self.blob(self.json("index.json")["manifests"][0]["digest"]))
            self.config = json.loads(self.blob(manifest["config"]["digest"]))
            layers = [self.blob(layer["digest"]) for layer in manifest["layers"]]
        else:
            manifest = self.json("manifest.json")[0]
            self.config = self.json(manifest["Config"])
            layers = [self.read(layer) for layer in manifest["Layers"]]
        self.layers = [gzip.decompress(layer) if layer[:2] == b"\x1f\x8b" else layer for layer in layers]

    @classmethod
    def load(cls, image):
        """An image by its name. SAVE_IMAGE is called with it and prints the archive; else docker or podman."""
        if os.environ.get("SAVE_IMAGE"):
            command = shlex.split(os.environ["SAVE_IMAGE"]) + [image]
        else:
            for engine in "docker", "podman":
                if shutil.which(engine) and subprocess.run([engine, "info"], capture_output=True).returncode == 0:
                    command = [engine, "save", image]
                    break
            else:
                sys.exit("No container engine answers. Start Docker or Podman, or set SAVE_IMAGE to a command.")
        return cls(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)

    def read(self, name):
        return self.archive.extractfile(name).read()

    def json(self, name):
        return json.loads(self.read(name))

    def blob(self, digest):
        return self.read("blobs/" + digest.replace(":", "/"))

    @property
    def bytes(self):
        """The size of all layers, uncompressed."""
        return sum(map(len, self.layers))

    @property
    def gzip_bytes(self):
        """What a push transfers: each layer compressed, as by gzip without options."""
        return sum(len(gzip.compress(layer, 6)) for layer in self.layers)

    def unpack(self, folder):
        """Lays the image's files out in a folder."""
        for layer in self.layers:
            with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
                members = []
                for member in tar:
                    path = pathlib.Path(folder, member.name)
                    if path.name.startswith(".wh."):
                        # Says that a lower layer's file is gone.
                        gone = path.with_name(path.name.removeprefix(".wh."))
                        shutil.rmtree(gone) if gone.is_dir() and not gone.is_symlink() else gone.unlink(missing_ok=True)
                    elif not (member.isdev() or path.is_symlink() and member.isdir()):
                        members.append(member)
                tar.extractall(folder, members, filter="tar")

    @property
    def command(self):
        """The program that is started, with its arguments."""
        return (self.config["config"].get("Entrypoint") or []) + (self.config["config"].get("Cmd") or [])

    @property
    def environment(self):
        return dict(variable.split("=", 1) for variable in self.config["config"].get("Env") or [])

    @property
    def folder(self):
        return self.config["config"].get("WorkingDir") or "/"
