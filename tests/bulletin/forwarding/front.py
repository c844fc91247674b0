"""A web server of a test's own, in a thread: passes requests on to whatever answers behind it, or misbehaves on request."""

from __future__ import annotations

import http.client
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

WRITING = ("POST", "PUT", "DELETE", "PATCH")
NOT_PASSED_ON = {"transfer-encoding", "connection", "content-length", "keep-alive"}


@dataclass(frozen=True)
class Asked:
    """One request: the path with its query, header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Told:
    """One answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})


Backend = Callable[[Asked], Told]


class Front:
    """``answer_next`` and ``lose_next`` concern the next writing request; ``log`` are all requests in their order."""

    def __init__(self, backend: Backend | None = None) -> None:
        self.backend = backend
        self.answer_next: Told | None = None
        self.lose_next = False
        self.log: list[Asked] = []
        self.url = ""

    @property
    def place(self) -> str:
        return urlsplit(self.url).netloc

    def take(self, asked: Asked) -> tuple[Told, bool]:
        """The answer, and whether it is lost on its way."""
        self.log.append(asked)
        if asked.method in WRITING and self.answer_next is not None:
            told, self.answer_next = self.answer_next, None
            return told, False
        lost = asked.method in WRITING and self.lose_next
        if lost:
            self.lose_next = False
        return self.backend(asked) if self.backend else Told(404), lost


def passing_on(address: str) -> Backend:
    """A backend that is another server; it is told the name under which it was asked for."""

    def ask(asked: Asked) -> Told:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=25)
        try:
            connection.putrequest(asked.method, asked.path, skip_host=True, skip_accept_encoding=True)
            for name, value in asked.headers.items():
                if name not in NOT_PASSED_ON:
                    connection.putheader(name, value)
            if asked.body or asked.method in WRITING:
                connection.putheader("content-length", str(len(asked.body)))
            connection.endheaders(asked.body)
            answer = connection.getresponse()
            headers = {name: value for name, value in answer.getheaders() if name.lower() not in NOT_PASSED_ON}
            return Told(answer.status, answer.read(), headers)
        finally:
            connection.close()

    return ask


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 30
    front: Front

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        told, lost = self.front.take(Asked(self.command, self.path, headers, body))
        if lost:
            # With this the connection ends in a reset and not in a polite close.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        self.send_response(told.status)
        for name, value in told.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(told.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(told.body)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _handle  # noqa: N815


@contextmanager
def running_front(backend: Backend | None = None) -> Iterator[Front]:
    """Start it on a free port of this machine, and end it."""
    front = Front(backend)
    handler = type("Handler", (_Handler,), {"front": front})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    front.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield front
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
