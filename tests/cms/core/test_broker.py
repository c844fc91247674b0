"""The embedded broker: whole messages, in order, taken once, whatever a killed process left behind."""

from __future__ import annotations

import threading
from queue import Empty
from typing import TYPE_CHECKING, Any

import pytest
from kombu import Connection, Exchange, Queue
from kombu.transport.virtual import BrokerState

from cms.core import broker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kombu.simple import SimpleQueue


@pytest.fixture
def options(tmp_path: Path) -> dict[str, Any]:
    return broker.transport_options("filesystem://", tmp_path)


@pytest.fixture
def connection(options: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Connection]:
    broker.register()
    # kombu remembers the bindings of a process; each test stands for a process of its own.
    monkeypatch.setattr(broker.Transport, "global_state", BrokerState())
    with Connection("filesystem://", transport_options=options) as opened:
        yield opened


@pytest.fixture
def queue(connection: Connection) -> Iterator[SimpleQueue]:
    with connection.SimpleQueue("default") as opened:
        yield opened


def messages_folder(tmp_path: Path) -> Path:
    return tmp_path / "broker" / "messages"


def test_messages_come_out_once_and_in_the_order_they_went_in(queue: SimpleQueue, tmp_path: Path):
    for number in range(20):
        queue.put({"row": number})

    received = []
    for _ in range(20):
        message = queue.get(block=False)
        message.ack()
        received.append(message.payload["row"])

    assert received == list(range(20))
    with pytest.raises(Empty):
        queue.get(block=False)
    assert [path.name for path in (tmp_path / "broker").rglob("*.msg")] == []


def test_a_message_that_a_killed_sender_left_unfinished_is_never_seen(queue: SimpleQueue, tmp_path: Path):
    (messages_folder(tmp_path) / "1_a.default.msg.0123.unfinished").write_bytes(b'{"half": ')
    queue.put({"row": 1})

    assert queue.get(block=False).payload == {"row": 1}
    with pytest.raises(Empty):
        queue.get(block=False)


@pytest.mark.parametrize("content", [b"", b'{"body": "trunc', b"\xff\xfe"], ids=["empty", "truncated", "not text"])
def test_an_unreadable_message_is_dropped_and_the_next_one_is_read(queue: SimpleQueue, tmp_path: Path, content: bytes):
    (messages_folder(tmp_path) / "0_a.default.msg").write_bytes(content)
    queue.put({"row": 1})

    assert queue.get(block=False).payload == {"row": 1}


def test_queues_do_not_see_each_others_messages(connection: Connection):
    with connection.SimpleQueue("default") as default, connection.SimpleQueue("forward") as forward:
        forward.put({"row": 7})

        with pytest.raises(Empty):
            default.get(block=False)
        assert forward.get(block=False).payload == {"row": 7}


def test_many_consumers_take_each_message_exactly_once(
    connection: Connection, queue: SimpleQueue, options: dict[str, Any]
):
    for number in range(120):
        queue.put({"row": number})
    received: list[int] = []

    def consume() -> None:
        with Connection("filesystem://", transport_options=options) as own, own.SimpleQueue("default") as own_queue:
            while True:
                try:
                    message = own_queue.get(block=False)
                except Empty:
                    return
                message.ack()
                received.append(message.payload["row"])

    consumers = [threading.Thread(target=consume) for _ in range(4)]
    for consumer in consumers:
        consumer.start()
    for consumer in consumers:
        consumer.join()

    assert sorted(received) == list(range(120))


@pytest.mark.parametrize("content", [b"", b'[["default", ""'], ids=["empty", "truncated"])
def test_an_exchange_table_that_a_killed_process_left_broken_is_written_anew(
    connection: Connection, tmp_path: Path, content: bytes
):
    folder = tmp_path / "broker" / "exchanges"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "news.exchange").write_bytes(content)
    bound = Queue("readers", Exchange("news", type="fanout"), routing_key="readers")

    with connection.channel() as channel:
        bound(channel).declare()
        table = channel.get_table("news")  # type: ignore[attr-defined]  # the stubs lack it

    assert [binding.queue for binding in table] == ["readers"]


def test_clearing_forgets_the_messages_and_the_next_sender_finds_its_folders(
    queue: SimpleQueue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    queue.put({"row": 1})

    broker.clear(tmp_path)
    monkeypatch.setattr(broker.Transport, "global_state", BrokerState())  # the process that starts next

    assert not (tmp_path / "broker").exists()
    options = broker.transport_options("filesystem://", tmp_path)
    with Connection("filesystem://", transport_options=options) as anew, anew.SimpleQueue("default") as emptied:
        with pytest.raises(Empty):
            emptied.get(block=False)
        emptied.put({"row": 2})
        assert emptied.get(block=False).payload == {"row": 2}


def test_a_broker_with_a_server_gets_a_visibility_timeout_far_above_any_task(tmp_path: Path):
    assert broker.transport_options("redis://127.0.0.1:6379/0", tmp_path) == {"visibility_timeout": 3600}
    assert not broker.is_embedded("redis://127.0.0.1:6379/0")
    assert broker.is_embedded("filesystem://")


def test_only_who_rings_on_a_server_is_impatient():
    assert broker.impatience("filesystem://") == {}
    assert broker.impatience("redis://127.0.0.1:6379/0")["connect_retries_timeout"] < 1
