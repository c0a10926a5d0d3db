#!/usr/bin/env python3
"""Stands in front of the local services, counts every call and, with a model, delays it as AWS and the Pi's uplink
would. THE DELAYS ARE A MODEL: each number, with its source, is in model.json.

usage: aws_model.py CONFIGURATION(JSON)

The configuration names the ports and what is behind them:
{"control": port, "seed": 1, "model": {...} or null, "fronts": [{"port", "caller", "upstream"}]}
`caller` is who finds the service at this port: client, or a function's name. GET /counts on the control port returns
the counts so far by caller and operation, GET /calls each call with its times (see answer_path.py); POST /reset begins
anew. POST /network/broken or /network/silent takes the client's network away, POST /network/up gives it back. POST
/lambda/500 or /lambda/429 has Lambda refuse the client's invocations so, POST /lambda/200 has it take them again.
"""

import asyncio
import json
import math
import random
import re
import sys
import time
from collections import Counter
from urllib.parse import urlsplit

CHUNK = 8192  # Bytes that a transfer sends before the next one has its turn.


class Delays:
    """Delays drawn from the model, the same for the same seed and order of calls."""

    def __init__(self, model, seed):
        self.model, self.random = model, random.Random(seed)

    def seconds(self, name):
        if not self.model:
            return 0.0
        entry = self.model[name]
        sigma = math.log(entry["p99"] / entry["p50"]) / 2.326
        return self.random.lognormvariate(math.log(entry["p50"]), sigma) / 1000


class Uplink:
    """One device's connection: transfers share its bandwidth, turn by turn."""

    def __init__(self, model):
        uplink = model and model["uplink"]
        self.half_trip = uplink["rttMilliseconds"] / 2000 if uplink else 0.0
        self.bytes_per_second = uplink["megabitsPerSecond"] * 125_000 if uplink else 0
        self.turn = asyncio.Lock()

    async def send(self, size):
        while self.bytes_per_second and size > 0:
            async with self.turn:
                await asyncio.sleep(min(size, CHUNK) / self.bytes_per_second)
            size -= CHUNK
        await self.travel()

    async def travel(self):
        if self.half_trip:
            await asyncio.sleep(self.half_trip)


class Network:
    """What carries the client's connections. Broken, it ends those that are open and lets none begin; silent, it takes
    what they send and nothing comes back."""

    def __init__(self):
        self.is_broken, self.open, self.up = False, set(), asyncio.Event()
        self.up.set()
        # What Lambda answers to the client's invocations in place of taking them.
        self.lambda_status = 200

    def switch(self, state):
        self.is_broken = state == "broken"
        while self.is_broken and self.open:
            self.open.pop().transport.abort()
        if state == "silent":
            self.up.clear()
        else:
            self.up.set()

    async def carry(self, reader):
        """Waits until the network is there; what came from a client that gave up meanwhile is lost."""
        await self.up.wait()
        if reader.at_eof():
            raise ConnectionError


class Message:
    """An HTTP/1.1 message: first line, headers, body."""

    def __init__(self, first, headers, body):
        self.first, self.headers, self.body = first, headers, body

    @classmethod
    async def read(cls, reader, writer=None, has_body=True):
        head = await reader.readuntil(b"\r\n\r\n")
        lines = head[:-4].split(b"\r\n")
        headers = [tuple(part.strip() for part in line.split(b":", 1)) for line in lines[1:]]
        fields = {name.lower(): value for name, value in headers}
        if writer and fields.get(b"expect", b"").lower() == b"100-continue":
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = b""
        if has_body and fields.get(b"transfer-encoding", b"").lower() == b"chunked":
            while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
                body += await reader.readexactly(size)
                await reader.readexactly(2)
            await reader.readuntil(b"\r\n")
        elif has_body and b"content-length" in fields:
            body = await reader.readexactly(int(fields[b"content-length"]))
        message = cls(lines[0], headers, body)
        message.fields = fields
        return message

    def bytes(self):
        dropped = {b"transfer-encoding", b"content-length", b"connection", b"expect"}
        head = [self.first] + [n + b": " + v for n, v in self.headers if n.lower() not in dropped]
        if not self.first.startswith(b"HEAD"):
            head.append(b"Content-Length: %d" % len(self.body))
        return b"\r\n".join(head) + b"\r\n\r\n" + self.body


class Front:
    """One port, and the service behind it."""

    def __init__(self, configuration, delays, uplink, network, calls):
        self.caller = configuration["caller"]
        self.is_far = self.caller == "client"
        url = urlsplit(configuration["upstream"])
        self.upstream = url.hostname, url.port
        self.delays, self.uplink, self.network, self.calls = delays, uplink, network, calls
        self.idle = []
        self.tasks = set()

    async def serve(self, reader, writer):
        is_new = True
        if self.is_far:
            if self.network.is_broken:
                return writer.transport.abort()
            self.network.open.add(writer)
        try:
            while True:
                request = await Message.read(reader, writer)
                if self.is_far:
                    await self.network.carry(reader)
                reply = await self.answer(request, is_new)
                if self.is_far:
                    await self.network.carry(reader)
                writer.write(reply.bytes())
                await writer.drain()
                is_new = False
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            self.network.open.discard(writer)
            writer.close()

    async def answer(self, request, is_new):
        operation = name_of(request)
        call = {
            "caller": self.caller, "operation": operation, "start": time.monotonic(), "bytes": len(request.body)}
        if operation:
            self.calls.append(call | clip_of(request))
            call = self.calls[-1]
        if self.is_far:
            if is_new:
                for _ in range(4):
                    await self.uplink.travel()
            await self.uplink.send(len(request.body) + 600)
        reply = await self.perform(request, operation, call)
        if self.is_far:
            await self.uplink.travel()
        call["end"] = time.monotonic()
        if operation == "sqs.ReceiveMessage":
            call["results"] = list(map(clip_in, re.findall(rb'"Body": ?"((?:[^"\\]|\\.)*)"', reply.body)))
        return reply

    async def perform(self, request, operation, call):
        service = (operation or "").split(".")[0]
        if self.is_far and self.network.lambda_status != 200 and operation in ("lambda.Event", "lambda.RequestResponse"):
            return refusal(self.network.lambda_status)
        if operation == "lambda.Event":
            await asyncio.sleep(self.delays.seconds("lambda.accept"))
            if not self.delays.model:
                return await self.forward(request, call)
            # Like AWS: taken first, started later.
            task = asyncio.create_task(self.forward_later(request, call, self.delays.seconds("lambda.dispatch")))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
            return Message(b"HTTP/1.1 202 Accepted", [(b"x-amzn-RequestId", b"model")], b"")
        if operation == "sqs.ReceiveMessage":
            reply = await self.forward(request, call)
            if b"Messages" in reply.body or b"<Message>" in reply.body:
                await asyncio.sleep(self.delays.seconds("sqs.deliver"))
            return reply
        kind = {
            "lambda.RequestResponse": "lambda.sync", "s3.PUT": "s3.put", "s3.GET": "s3.get", "s3.LIST": "s3.list",
            "sqs.SendMessage": "sqs.send",
        }.get(operation, {"dynamodb": "dynamodb", "sqs": "sqs.other", "s3": "s3.get"}.get(service))
        if kind:
            await asyncio.sleep(self.delays.seconds(kind))
        return await self.forward(request, call)

    async def forward_later(self, request, call, delay):
        await asyncio.sleep(delay)
        await self.forward(request, call)

    async def forward(self, request, call):
        call["reached"] = time.monotonic()
        while True:
            reader, writer = self.idle.pop() if self.idle else await asyncio.open_connection(
                *self.upstream, limit=1 << 20)
            try:
                writer.write(request.bytes())
                await writer.drain()
                reply = await Message.read(reader, has_body=not request.first.startswith(b"HEAD"))
            except (asyncio.IncompleteReadError, ConnectionError):
                # A kept connection that the service had closed.
                writer.close()
                continue
            if reply.fields.get(b"connection", b"").lower() == b"close":
                writer.close()
            else:
                self.idle.append((reader, writer))
            return reply


def refusal(status):
    """What Lambda answers where it does not take an invocation ("Invoke", AWS Lambda API Reference)."""
    code = b"TooManyRequestsException" if status == 429 else b"ServiceException"
    return Message(
        b"HTTP/1.1 %d Refused" % status, [(b"x-amzn-ErrorType", code), (b"Content-Type", b"application/json")],
        b'{"Message":"refused by the model"}')


def name_of(request):
    """The service and operation of a request, or None for one that only opens a connection."""
    method, path, _ = request.first.decode().split(" ", 2)
    target = request.fields.get(b"x-amz-target", b"").decode()
    if target:
        service, operation = target.split(".", 1)
        return ("sqs." if service == "AmazonSQS" else "dynamodb.") + operation
    if path.endswith("/invocations"):
        return "lambda." + request.fields.get(b"x-amz-invocation-type", b"RequestResponse").decode()
    if path.startswith("/2015-03-31/"):
        return "lambda.other"
    if b"authorization" not in request.fields:
        return None
    return "s3.LIST" if method == "GET" and "list-type" in path else "s3." + method


TIMESTAMP = re.compile(rb'timestamp\\?" ?: ?(\d{13})|/(\d{13})[./]')


def clip_in(text):
    """The capture time of the clip that a body or a path is about, and whether only its first picture is meant."""
    found = TIMESTAMP.search(text)
    return {
        "clip": int(found[1] or found[2]) if found else None,
        "provisional": re.search(rb'provisional\\?" ?: ?true', text) is not None,
    }


def clip_of(request):
    """What clip a request is about, and which function it invokes."""
    path = request.first.split(b" ")[1]
    invoked = re.search(r"/functions/([^/]+)/invocations", path.decode())
    about = clip_in(request.body) if b"x-amz-target" in request.fields or invoked else clip_in(path)
    return about | {"path": path.decode(), "invokes": invoked and invoked[1]}


async def control(calls, network, reader, writer):
    try:
        while True:
            request = await Message.read(reader, writer)
            path = request.first.split(b" ")[1]
            counts = Counter(f"{call['caller']} {call['operation']}" for call in calls)
            body = json.dumps(calls if path == b"/calls" else counts).encode()
            if path == b"/reset":
                calls.clear()
            elif path.startswith(b"/network/"):
                network.switch(path.decode().rsplit("/", 1)[1])
            elif path.startswith(b"/lambda/"):
                network.lambda_status = int(path.rsplit(b"/", 1)[1])
            writer.write(Message(b"HTTP/1.1 200 OK", [], body).bytes())
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main():
    configuration = json.loads(sys.argv[1])
    model = configuration["model"]
    delays, uplink, network, calls = Delays(model, configuration["seed"]), Uplink(model), Network(), []
    servers = [await asyncio.start_server(
        lambda r, w: control(calls, network, r, w), "127.0.0.1", configuration["control"])]
    for front in configuration["fronts"]:
        served = Front(front, delays, uplink, network, calls)
        servers.append(await asyncio.start_server(served.serve, "127.0.0.1", front["port"], limit=1 << 20))
    await asyncio.gather(*(server.serve_forever() for server in servers))


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
