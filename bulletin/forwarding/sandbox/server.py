"""The sandbox province's addresses: what it takes, what it shows, and how it misbehaves on request."""

import hashlib
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from . import pages, signatures
from .behaviour import APPLIES_FIRST, Behaviour, Order
from .store import Answer, Held, Store, stamp

ARTICLE = re.compile(r"/articles/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")
PUBLIC = re.compile(r"/bai-viet/([0-9a-f-]{36})")
LARGEST_BODY = 8_000_000
POLICY = (
    "default-src 'none'; img-src http: https: data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True)
class Letter:
    """One received request: method, path, headers in lower case, body."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def body_hash(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


class Province:
    """What the site does with a request, apart from sockets."""

    def __init__(self, store: Store, secrets: Sequence[str]) -> None:
        self.store = store
        self.secrets = list(secrets)
        self.behaviour = Behaviour()
        self.public_url = ""

    def write(self, letter: Letter, article_id: str, *, now: float) -> tuple[Answer, dict[str, Any]]:
        """Take a PUT, POST or DELETE; the second value is what the log says of it."""
        notes: dict[str, Any] = {"article_id": article_id, "applied": False}
        fault = signatures.fault(letter.headers, letter.body, secrets=self.secrets, now=now)
        notes["signature"] = fault or "valid"
        if fault:
            return Answer(401, {"error": fault}), notes
        try:
            version, retracted, data = _read(letter, article_id)
        except ValueError as error:
            return Answer(422, {"error": str(error)}), notes
        notes["version"] = version
        key = letter.headers.get("idempotency-key", "")
        with self.store.lock:
            if key in self.store.keys:
                body_hash, answer = self.store.keys[key]
                notes["repeated"] = True
                if body_hash == letter.body_hash:
                    return answer, notes
                return Answer(422, {"error": "idempotency key was used for another body"}), notes
            held = self.store.articles.get(article_id)
            if held is not None and held.version >= version:
                return Answer(409, self._describe(held)), notes
            kept = Held(article_id, version, retracted, {} if retracted else data, stamp())
            answer = Answer(200 if held else 201, self._describe(kept))
            self.store.keep(kept, key=key, body_hash=letter.body_hash, answer=answer)
        notes["applied"] = True
        return answer, notes

    def look_up(self, article_id: str) -> Answer:
        """What is held under an id: 200, or 410 after a retraction, or 404."""
        held = self.store.articles.get(article_id)
        if held is None:
            return Answer(404, {"error": "not held", "article_id": article_id})
        return Answer(410 if held.retracted else 200, self._describe(held))

    def _describe(self, held: Held) -> dict[str, Any]:
        return {
            "article_id": held.article_id,
            "id": held.article_id,
            "version": held.version,
            "state": "retracted" if held.retracted else "published",
            "url": self.public_url + pages.article_path(held.article_id),
            "content_sha256": held.data.get("content_sha256"),
        }


def _read(letter: Letter, article_id: str) -> tuple[int, bool, dict[str, Any]]:
    """Version, whether it is a retraction, and data; ValueError with a message for a body that cannot be taken."""
    if letter.method == "DELETE":
        given = letter.headers.get("x-article-version", "")
        if not (given.isascii() and given.isdigit() and len(given) < 10):
            raise ValueError("X-Article-Version missing")
        return int(given), True, {}
    try:
        body = json.loads(letter.body)
    except ValueError as error:
        raise ValueError("body is not JSON") from error
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, dict) or data.get("article_id") != article_id:
        raise ValueError("data.article_id does not match the address")
    version = data.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise ValueError("data.version must be a whole number from 1")
    retracted = body.get("type") == "article.retracted"
    if not retracted and not (isinstance(data.get("title"), str) and isinstance(data.get("body_html"), str)):
        raise ValueError("title and body_html are required")
    return version, retracted, data


class ProvinceServer(ThreadingHTTPServer):
    """One thread a connection; open connections do not hold up a stop."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], province: Province) -> None:
        self.province = province
        super().__init__(address, Handler)


class Handler(BaseHTTPRequestHandler):
    """Reads a request, logs it, lets the province decide, and answers well or badly."""

    protocol_version = "HTTP/1.1"
    server_version = "SandboxProvince/1"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = 120
    server: ProvinceServer

    def log_message(self, *args: object) -> None:
        """The log is at ``/_log``; standard error stays quiet."""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/_log":
            with self.server.province.store.lock:
                self._json(200, self.server.province.store.log)
            return
        self._handle(path)

    def do_POST(self) -> None:
        if urlsplit(self.path).path == "/_behave":
            self._behave()
        else:
            self._handle(urlsplit(self.path).path)

    def do_PUT(self) -> None:
        self._handle(urlsplit(self.path).path)

    def do_DELETE(self) -> None:
        self._handle(urlsplit(self.path).path)

    def do_HEAD(self) -> None:
        self.do_GET()

    def _handle(self, path: str) -> None:
        body = self._body()
        if body is None:
            return
        letter = Letter(self.command, path, {name.lower(): value for name, value in self.headers.items()}, body)
        store, province = self.server.province.store, self.server.province
        shown = {name: "***" if name in ("authorization", "cookie") else v for name, v in letter.headers.items()}
        number = store.received(
            {
                "method": letter.method,
                "path": path,
                "headers": shown,
                "body_sha256": letter.body_hash,
                "bytes": len(body),
            }
        )
        found = ARTICLE.fullmatch(path)
        article_id = found[1] if found else ""
        order = province.behaviour.take(letter.method, article_id)
        result: dict[str, Any] = {"mode": order.mode}
        answer: Answer | None = None
        if found and letter.method in ("PUT", "POST", "DELETE") and order.mode in APPLIES_FIRST:
            answer, notes = province.write(letter, article_id, now=time.time())
            result.update(notes)
        elif found and letter.method in ("GET", "HEAD"):
            answer = province.look_up(article_id)
        if answer is not None:
            result["status"] = answer.status
        store.answered(number, result)
        if order.mode == "ok":
            self._honest(path, answer)
        else:
            self._misbehave(order, path, answer)

    def _honest(self, path: str, answer: Answer | None) -> None:
        store = self.server.province.store
        if answer is not None:
            self._json(answer.status, answer.body)
        elif self.command not in ("GET", "HEAD"):
            self._json(404, {"error": "no such address"})
        elif path == "/":
            with store.lock:
                held = list(store.articles.values())
            self._html(200, pages.home(held))
        elif (found := PUBLIC.fullmatch(path)) and (article := store.articles.get(found[1])):
            self._html(410, pages.gone()) if article.retracted else self._html(200, pages.article(article))
        else:
            self._html(404, pages.missing())

    def _misbehave(self, order: Order, path: str, answer: Answer | None) -> None:
        match order.mode:
            case "500":
                self._json(int(order.number("status", 500)), {"error": "the province is out of order"})
            case "429":
                wait = order.options.get("retry_after")
                self._json(429, {"error": "too many requests"}, {} if wait is None else {"Retry-After": str(wait)})
            case "slow":
                time.sleep(order.number("seconds", 2))
                self._honest(path, answer)
            case "drip":
                self._drip(answer, order)
            case "endless":
                self._endless()
            case "redirect":
                self._json(int(order.number("status", 302)), {}, {"Location": str(order.options.get("location", "/"))})
            case "login_page":
                self._html(200, pages.login())
            case "refuse":
                self._json(
                    int(order.number("status", 422)), {"error": str(order.options.get("text", "bài không hợp lệ"))}
                )
            case "accept_then_silence":
                time.sleep(order.number("seconds", 60))
                self.close_connection = True

    def _drip(self, answer: Answer | None, order: Order) -> None:
        body = json.dumps(answer.body if answer else {}).encode()
        self.close_connection = True
        self.send_response(answer.status if answer else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for place in range(len(body)):
            if not self._pour(body[place : place + 1]):
                return
            time.sleep(order.number("seconds", 1))

    def _endless(self) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        while self._pour(b" " * 65_536):
            pass

    def _pour(self, chunk: bytes) -> bool:
        try:
            self.wfile.write(chunk)
            self.wfile.flush()
        except OSError:
            return False
        return True

    def _behave(self) -> None:
        body = self._body()
        if body is None:
            return
        try:
            given = json.loads(body)
            order = self.server.province.behaviour.set(given if isinstance(given, dict) else {})
        except ValueError as error:
            self._json(400, {"error": str(error)})
            return
        if order.mode == "forget":
            self.server.province.store.forget()
        self._json(200, {"mode": order.mode, "times": given.get("times")})

    def _body(self) -> bytes | None:
        given = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") or not (given.isascii() and given.isdigit() and len(given) < 12):
            self.close_connection = True
            self._json(411, {"error": "Content-Length required"})
            return None
        if int(given) > LARGEST_BODY:
            self.close_connection = True
            self._json(413, {"error": "body too large"})
            return None
        return self.rfile.read(int(given))

    def _json(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        self._send(
            status, json.dumps(body, ensure_ascii=False).encode(), "application/json; charset=utf-8", headers or {}
        )

    def _html(self, status: int, body: bytes) -> None:
        self._send(status, body, "text/html; charset=utf-8", {"Content-Security-Policy": POLICY})

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "no-store")
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)
        except OSError:
            # The other side hung up; what was taken is kept and logged already.
            self.close_connection = True
