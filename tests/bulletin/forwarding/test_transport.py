"""One exchange against servers that misbehave on the wire: real sockets, short limits."""

from __future__ import annotations

import socket
import ssl
import threading
import time

import pytest

from bulletin.forwarding.errors import AddressRefused, DestinationBlocked, OutcomeUnknown, RetryLater
from bulletin.forwarding.wire import lines
from bulletin.forwarding.wire.transport import Answer, Limits, Route, exchange
from tests.bulletin.forwarding import certificates
from tests.bulletin.forwarding.listeners import Speaker, listening
from tests.faults.processes import until

SHORT = Limits(connect=1, first_byte=0.5, whole=1.2, answer_bytes=4096)


def _read_request(connection: socket.socket) -> bytes:
    content = b""
    while b"\r\n\r\n" not in content:
        content += connection.recv(65536)
    return content


def _saying(*pieces: bytes, pause: float = 0, forever: bytes = b"") -> Speaker:
    idle = threading.Event()

    def speak(connection: socket.socket) -> None:
        _read_request(connection)
        for piece in pieces:
            connection.sendall(piece)
            idle.wait(pause)
        while forever:
            connection.sendall(forever)
            idle.wait(pause)

    return speak


def _put(
    port: int, *, scheme: str = "http", host: str = "127.0.0.1", limits: Limits = SHORT, **route: object
) -> Answer:
    values = {"allowed_hosts": [f"{host}:{port}"], "allow_private": True, "limits": limits} | route
    return exchange(
        method="PUT",
        url=f"{scheme}://{host}:{port}/x",
        headers={},
        body=b"{}",
        route=Route(**values),
    )


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n"


def test_an_ordinary_answer_arrives_whole():
    with listening(_saying(HEAD + b"a" * 20)) as port:
        answer = _put(port)
    assert (answer.status, answer.body, answer.complete) == (200, b"a" * 20, True)


@pytest.mark.parametrize(
    "speak",
    [
        pytest.param(_saying(forever=b"", pause=0), id="closes without a word"),
        pytest.param(_saying(b"HTTP/1.1 2", pause=3), id="stops in the status line"),
        pytest.param(_saying(b"", pause=3), id="silence"),
        pytest.param(_saying(b"HTTP/1.1 200 OK\r\n", forever=b"X-A: b\r\n", pause=0.1), id="drips headers"),
        pytest.param(_saying(b"not http at all\r\n\r\n"), id="not http"),
    ],
)
def test_without_a_status_the_outcome_is_unknown_within_the_time_of_one_exchange(speak):
    with listening(speak) as port:
        started = time.monotonic()
        with pytest.raises(OutcomeUnknown):
            _put(port)
        assert time.monotonic() - started < SHORT.whole + 1


def test_a_body_that_drips_is_cut_by_the_wall_clock():
    with listening(_saying(HEAD, forever=b"a", pause=0.3)) as port:
        started = time.monotonic()
        answer = _put(port)
        assert time.monotonic() - started < SHORT.whole + 1
    assert (answer.status, answer.complete) == (200, False)
    assert len(answer.body) < 20


def test_an_endless_body_is_read_up_to_the_limit_of_bytes():
    with listening(_saying(b"HTTP/1.1 200 OK\r\n\r\n", forever=b"a" * 65536)) as port:
        answer = _put(port)
    assert (answer.complete, len(answer.body)) == (True, SHORT.answer_bytes)


def test_a_compressed_bomb_is_never_unpacked():
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 30\r\n\r\n"
    with listening(_saying(head + b"\x1f\x8b" + b"a" * 28)) as port:
        assert _put(port).body == b"\x1f\x8b" + b"a" * 28


def test_a_redirect_is_an_answer_and_is_not_followed():
    asked: list[bytes] = []

    def speak(connection: socket.socket) -> None:
        asked.append(_read_request(connection))
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /inwards\r\nContent-Length: 0\r\n\r\n")

    with listening(speak) as port:
        assert _put(port).status == 302
    assert len(asked) == 1


def test_where_nobody_listens_no_byte_has_left():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(RetryLater):
        _put(port)


def test_a_name_that_cannot_be_resolved_is_tried_again_later():
    def resolver(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(RetryLater):
        _put(443, scheme="https", host="cchc.vi-du.vn", resolver=resolver, allowed_hosts=["cchc.vi-du.vn"])


def test_a_name_server_that_does_not_answer_takes_no_longer_than_a_connection_may():
    release = threading.Event()

    def resolver(host: str, port: int) -> list[str]:
        release.wait(10)
        return ["8.8.8.8"]

    started = time.monotonic()
    with pytest.raises(RetryLater):
        _put(443, scheme="https", host="cchc.vi-du.vn", resolver=resolver, allowed_hosts=["cchc.vi-du.vn"])
    release.set()
    assert time.monotonic() - started < SHORT.connect + 1


def test_the_checked_address_is_the_one_that_is_connected_to_even_if_the_name_changes_its_mind():
    asked: list[bytes] = []
    numbers = iter([["127.0.0.1"], ["10.0.0.1"]])

    def speak(connection: socket.socket) -> None:
        asked.append(_read_request(connection))
        connection.sendall(HEAD + b"a" * 20)

    with listening(speak) as port:
        answer = _put(port, host="tinh.vi-du.vn", resolver=lambda host, port: next(numbers))
    assert answer.status == 200
    assert f"Host: tinh.vi-du.vn:{port}".encode() in asked[0]
    assert next(numbers) == ["10.0.0.1"], "the name was asked once"


def test_a_name_that_turns_inwards_after_it_was_saved_is_refused_at_send():
    with pytest.raises(AddressRefused):
        _put(
            443, scheme="https", host="cchc.vi-du.vn", allow_private=False, allowed_hosts=["cchc.vi-du.vn"],
            resolver=lambda host, port: ["169.254.169.254"],
        )  # fmt: skip


def test_kept_connections_serve_again_and_are_checked_anew_when_they_are_opened_anew():
    opened: list[bytes] = []
    numbers = iter([["127.0.0.1"], ["224.0.0.1"]])

    def speak(connection: socket.socket) -> None:
        opened.append(b"")
        for _request in range(2):
            _read_request(connection)
            connection.sendall(HEAD + b"a" * 20)
        connection.close()

    kept = lines.Lines()
    with listening(speak) as port, lines.keeping(kept):
        route = {"host": "tinh.vi-du.vn", "resolver": lambda host, port: next(numbers)}
        assert [_put(port, **route).status for _each in range(2)] == [200, 200]
        assert len(opened) == 1
        # The server has hung up: the next connection is a new one, and the name has turned since.
        assert until(lambda: kept.take(("http", "tinh.vi-du.vn", port, True)) is None, seconds=5)
        with pytest.raises(AddressRefused):
            _put(port, **route)
    kept.close()


def test_a_kept_connection_keeps_every_limit_for_each_exchange():
    def speak(connection: socket.socket) -> None:
        _read_request(connection)
        connection.sendall(HEAD + b"a" * 20)
        _read_request(connection)
        connection.sendall(HEAD)
        for _each in range(20):
            connection.sendall(b"a")
            threading.Event().wait(0.3)

    kept = lines.Lines()
    with listening(speak) as port, lines.keeping(kept):
        assert _put(port).complete
        started = time.monotonic()
        answer = _put(port)
        assert (answer.complete, time.monotonic() - started < SHORT.whole + 1) == (False, True)
    kept.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok",
    ],
    ids=["says so", "old protocol", "cut short"],
)
def test_a_connection_that_cannot_be_trusted_is_not_kept(answer):
    def speak(connection: socket.socket) -> None:
        _read_request(connection)
        connection.sendall(answer)
        threading.Event().wait(0.6)

    kept = lines.Lines()
    with listening(speak) as port, lines.keeping(kept):
        _put(port)
        assert kept.take(("http", "127.0.0.1", port, True)) is None
    kept.close()


def test_no_proxy_of_the_environment_is_used(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with listening(_saying(HEAD + b"a" * 20)) as port:
        assert _put(port).status == 200


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory) -> ssl.SSLContext:
    """A TLS server's side with a certificate that nobody vouches for."""
    return certificates.self_signed(tmp_path_factory.mktemp("tls"))


def test_a_certificate_that_nobody_vouches_for_pauses_the_destination(self_signed):
    def speak(connection: socket.socket) -> None:
        with self_signed.wrap_socket(connection, server_side=True) as secured:
            _read_request(secured)

    with listening(speak) as port, pytest.raises(DestinationBlocked):
        _put(port, scheme="https")


def test_a_server_without_tls_pauses_the_destination():
    def speak(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with listening(speak) as port, pytest.raises(DestinationBlocked):
        _put(port, scheme="https")


def test_a_handshake_that_breaks_off_is_tried_again_later():
    def speak(connection: socket.socket) -> None:
        connection.recv(16)

    with listening(speak) as port, pytest.raises(RetryLater):
        _put(port, scheme="https")


def test_a_handshake_that_never_ends_is_cut():
    with listening(_saying(pause=0, forever=b"")) as port:
        pass
    idle = threading.Event()

    def speak(connection: socket.socket) -> None:
        idle.wait(4)

    with listening(speak) as port:
        started = time.monotonic()
        with pytest.raises(RetryLater):
            _put(port, scheme="https")
        idle.set()
        assert time.monotonic() - started < SHORT.whole + 1


def test_no_thread_is_left_behind_by_an_exchange():
    with listening(_saying(HEAD + b"a" * 20)) as port:
        _put(port)
        before = threading.active_count()
        for _each in range(5):
            _put(port)
        timers = [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
        for timer in timers:
            timer.join(2)
        assert threading.active_count() <= before + 5
        assert not any(timer.is_alive() for timer in timers)
