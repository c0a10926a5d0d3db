"""A repository of a registry, by the HTTP API of OCI's Distribution Specification."""

import base64
import hashlib
import json
import re
import urllib.parse

import urllib3
from progress import DeploymentError

MANIFESTS = (
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
)
INDEXES = (
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
)


class Repository:
    """`address` is the registry's, such as https://example.org; `authorization` the header that it wants, if any."""

    def __init__(self, address, name, authorization=None):
        self.address, self.name, self.authorization = address.rstrip("/"), name, authorization
        self.http = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=10, read=300), retries=urllib3.Retry(3, redirect=3, read=0, other=0))

    def has_blob(self, digest):
        return self._exists(f"blobs/{digest}")

    def has_manifest(self, reference):
        return self._exists(f"manifests/{reference}")

    def manifest(self, reference):
        """A manifest's or an index's media type and bytes."""
        response = self._call("GET", f"manifests/{reference}", {"Accept": ", ".join(MANIFESTS + INDEXES)})
        if re.match("sha256:", reference) and digest(response.data) != reference:
            raise DeploymentError(f"{self.address} answered with another manifest than {reference} of {self.name}.")
        return response.headers["Content-Type"], response.data

    def blob(self, digest):
        """A blob's bytes. The functions' layers are some megabytes."""
        return self._call("GET", f"blobs/{digest}").data

    def push_blob(self, digest, content):
        """Section "Pushing a blob in chunks", with one chunk: every registry takes it, ECR too."""
        location = self._call("POST", "blobs/uploads/").headers["Location"]
        binary = {"Content-Type": "application/octet-stream"}
        location = self._call("PATCH", location, binary, content).headers["Location"]
        self._call("PUT", location + ("&" if "?" in location else "?") + urllib.parse.urlencode({"digest": digest}))

    def push_manifest(self, reference, media_type, content):
        self._call("PUT", f"manifests/{reference}", {"Content-Type": media_type}, content)

    def _exists(self, path):
        return self._call("HEAD", path, {"Accept": ", ".join(MANIFESTS)}, missing=True).status == 200

    def _call(self, method, path, headers=None, body=None, missing=False):
        url = urllib.parse.urljoin(f"{self.address}/v2/{self.name}/", path)
        response = self._send(method, url, headers, body)
        if response.status == 401 and self._log_in(response.headers.get("WWW-Authenticate", "")):
            response = self._send(method, url, headers, body)
        if response.status >= 400 and not (missing and response.status == 404):
            raise DeploymentError(
                f"The registry {self.address} answers {method} of {self.name} with {response.status}: "
                f"{response.data[:300].decode(errors='replace') or response.reason}")
        return response

    def _send(self, method, url, headers, body):
        headers = dict(headers or {})
        # An upload may go on at another host, and a layer be elsewhere: these are told nothing.
        if self.authorization and urllib.parse.urlsplit(url).netloc == urllib.parse.urlsplit(self.address).netloc:
            headers["Authorization"] = self.authorization
        try:
            return self.http.request(method, url, headers=headers, body=body)
        except urllib3.exceptions.HTTPError as error:
            raise DeploymentError(f"The registry {self.address} cannot be reached: {error} Deploy again to go on.") from error

    def _log_in(self, challenge):
        """Gets the token that a public registry gives to anybody. Returns whether there is one."""
        fields = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
        if self.authorization or not challenge.lower().startswith("bearer") or "realm" not in fields:
            return False
        query = {"service": fields.get("service", ""), "scope": f"repository:{self.name}:pull"}
        response = self.http.request("GET", fields["realm"], fields=query)
        if response.status != 200:
            return False
        answer = json.loads(response.data)
        self.authorization = f"Bearer {answer.get('token') or answer.get('access_token')}"
        return True


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def basic(token):
    """The authorization that ECR's token, `AWS:password` in base64, stands for."""
    base64.b64decode(token, validate=True)
    return f"Basic {token}"
