"""A server between a deployment and what it calls: notes every call, demands the registry's authorization, and ends the
deployment after any of the calls that change something."""

import http.client
import http.server
import threading
import urllib.parse

READING = ("Describe", "Get", "List", "Head", "Validate", "Query", "Receive")


class Front(http.server.ThreadingHTTPServer):
    """Passes requests on to `target`, host and port."""

    daemon_threads = True

    def __init__(self, target, authorization=None):
        super().__init__(("127.0.0.1", 0), Handler)
        self.target, self.authorization = target, authorization
        self.calls, self.changes, self.limit, self.process = [], 0, None, None
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.server_port

    def watch(self, process, limit):
        """Ends the process after so many changes from now on."""
        self.process, self.changes, self.limit = process, 0, limit

    def note(self, call, is_change):
        """Returns whether the process was ended by this call, whose answer it then does not get."""
        with self.lock:
            self.calls.append(call)
            self.changes += is_change
            if is_change and self.process and self.changes == self.limit:
                self.process.kill()
                return True
            return False


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def forward(self):
        body = self.body()
        if self.server.authorization and self.headers.get("Authorization") != self.server.authorization:
            return self.answer(401, [], b"")
        connection = http.client.HTTPConnection(*self.server.target, timeout=120)
        connection.request(self.command, self.path, body, dict(self.headers))
        response = connection.getresponse()
        content = response.read()
        connection.close()
        call, is_change = self.describe(body)
        if self.server.note(call, is_change):
            self.close_connection = True
            return
        self.answer(response.status, response.getheaders(), content)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = forward

    def body(self):
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        del self.headers["Transfer-Encoding"]
        return body

    def answer(self, status, headers, content):
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in ("connection", "transfer-encoding", "date", "server", "content-length"):
                self.send_header(name, value)
        length = next((value for name, value in headers if name.lower() == "content-length"), len(content))
        self.send_header("Content-Length", str(length if self.command == "HEAD" else len(content)))
        self.end_headers()
        self.wfile.write(content)

    def describe(self, body):
        """A call's name, and whether it changes anything."""
        target = self.headers.get("X-Amz-Target")
        action = urllib.parse.parse_qs(body.decode(errors="replace")).get("Action", [None])[0] if body[:2000] else None
        name = target.split(".")[-1] if target else action
        if name:
            return name, not name.startswith(READING)
        return f"{self.command} {self.path}", self.command not in ("GET", "HEAD")

    def log_message(self, *_):
        pass
