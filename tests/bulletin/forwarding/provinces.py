"""The sandbox province as a process, and questions to it."""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[3]


@dataclass
class RunningProvince:
    """A running sandbox province."""

    process: subprocess.Popen[str]
    url: str

    def behave(self, mode: str, **options: Any) -> None:
        """Tell it how to answer from now on."""
        status, answer = self.ask("POST", "/_behave", json.dumps({"mode": mode, **options}).encode())
        if status != 200:
            raise ValueError(answer)

    def log(self, *methods: str) -> list[dict[str, Any]]:
        """The requests it received, in order; with methods, only those."""
        entries: list[dict[str, Any]] = json.loads(self.ask("GET", "/_log")[1])
        return [entry for entry in entries if not methods or entry["method"] in methods]

    def applied(self) -> list[tuple[str, int]]:
        """What it took, in order: (article, version)."""
        return [(entry["article_id"], entry["version"]) for entry in self.log() if entry.get("applied")]

    def held(self, article_id: object) -> dict[str, Any]:
        """What it says that it holds of an article."""
        answer: dict[str, Any] = json.loads(self.ask("GET", f"/articles/{article_id}")[1])
        return answer

    def ask(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> tuple[int, str]:
        """One request; status and text."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        try:
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def running_province(
    folder: Path, *, port: int = 0, secret: str = "", public_url: str = ""
) -> Iterator[RunningProvince]:
    """Start it, wait until it says where it listens, and end it with SIGTERM."""
    if public_url and not port:
        port = free_port()
    command = [sys.executable, "-m", "bulletin.forwarding.sandbox", "--port", str(port), "--data", str(folder)]
    command += ["--secret", secret] if secret else []
    command += ["--public-url", public_url] if public_url else []
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        assert line.startswith("sandbox province on "), f"it did not start: {line!r}"
        # What it says is how the outside names it; with a name of its own it still listens where it was put.
        yield RunningProvince(process, f"http://127.0.0.1:{port}" if public_url else line.split()[-1])
    finally:
        process.terminate()
        process.stdout.close()
        assert process.wait(10) == 0
