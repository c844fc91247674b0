"""What a network does to deliveries between a real worker and a real listener: names that move, TLS that does not hold."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.bulletin.forwarding import certificates
from tests.bulletin.forwarding.listeners import listening
from tests.faults.house import House, built

pytestmark = pytest.mark.faults

NAME = "tinh.example.vn"
NAMES = Path(__file__).parent / "names"
PUBLIC = "8.8.8.8"  # never called: the name has moved before anything is sent


@pytest.fixture(scope="module")
def names(tmp_path_factory) -> Path:
    """The file of the name service."""
    path: Path = tmp_path_factory.mktemp("names") / "names.json"
    path.write_text("{}")
    return path


@pytest.fixture(scope="module")
def house(template, tmp_path_factory, names) -> Iterator[House]:
    """The embedded default with a worker and a clock, whose names come out of the file."""
    more = {"PYTHONPATH": str(NAMES), "NAMES_FILE": str(names)}
    with built(tmp_path_factory.mktemp("house"), template, workers=1, beats=1, more=more) as house:
        yield house


@pytest.fixture
def elsewhere(house) -> Iterator[None]:
    """The destination may be moved; afterwards it is the province again, and all that was published is there."""
    place = {"base_url": house.province.url, "allow_private": True}
    yield
    house.stage("edit_destination", **place, allowed_hosts=[urlsplit(house.province.url).netloc])
    if house.stage("destinations")[0]["state"] == "paused":
        house.stage("resume")
    house.settle(*house.stage("versions"))


@contextmanager
def listener(*, tls: bool, folder: Path) -> Iterator[tuple[int, list[bytes]]]:
    """A port of this machine and what was said on it; with ``tls`` under a certificate that nobody vouches for."""
    context = certificates.self_signed(folder) if tls else None
    heard: list[bytes] = []

    def speak(connection: socket.socket) -> None:
        spoken = context.wrap_socket(connection, server_side=True) if context else connection
        heard.append(spoken.recv(65536))
        if not context:
            spoken.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    with listening(speak) as port:
        yield port, heard


def _paused(house: House, article: str) -> str:
    """Wait until the article is held back with its destination, no attempt spent; what the officer reads."""
    house.until_state(article, "paused")
    assert house.rows(article)[0]["attempts"] == 0
    (destination,) = house.stage("destinations")
    assert destination["state"] == "paused"
    return str(destination["state_reason"])


@pytest.mark.parametrize(
    "private", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "::1", "::ffff:127.0.0.1"]
)
def test_a_name_that_turned_private_after_it_was_saved_is_never_called(house, elsewhere, names, tmp_path, private):
    with listener(tls=False, folder=tmp_path) as (port, heard):
        place = f"{NAME}:{port}"
        names.write_text(json.dumps({NAME: PUBLIC}))
        house.stage("edit_destination", base_url=f"https://{place}", allow_private=False, allowed_hosts=[place])
        names.write_text(json.dumps({NAME: private}))
        assert "open internet" in _paused(house, house.publish())
    assert heard == []


def test_a_certificate_that_nobody_vouches_for_pauses_before_a_byte_is_said(house, elsewhere, tmp_path):
    with listener(tls=True, folder=tmp_path) as (port, heard):
        place = f"127.0.0.1:{port}"
        house.stage("edit_destination", base_url=f"https://{place}", allowed_hosts=[place])
        assert "certificate" in _paused(house, house.publish()).lower()
    assert b"".join(heard) == b""


def test_a_server_that_speaks_no_tls_pauses_and_reads_nothing_of_the_article(house, elsewhere, tmp_path):
    with listener(tls=False, folder=tmp_path) as (port, heard):
        place = f"127.0.0.1:{port}"
        house.stage("edit_destination", base_url=f"https://{place}", allowed_hosts=[place])
        article = house.publish()
        assert _paused(house, article)
    assert article.encode() not in b"".join(heard)


def test_a_name_that_does_not_exist_for_a_while_is_tried_again(house, elsewhere, names):
    place = f"{NAME}:{urlsplit(house.province.url).port}"
    names.write_text("{}")
    house.stage("edit_destination", base_url=f"http://{place}", allowed_hosts=[place])
    article = house.publish()
    house.until_state(article, "retry_wait")
    names.write_text(json.dumps({NAME: "127.0.0.1"}))
    house.stage("pass_time", seconds=30)
    house.stage("sweep")
    house.until_state(article, "delivered")
    assert house.taken(article) == [1]
