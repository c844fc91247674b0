"""The embedded broker: kombu's filesystem transport, made safe against a process that dies in mid-write.

Upstream facts (kombu 5.7.0, ``kombu/transport/filesystem.py``), each of which this module mends:

- ``Channel._put`` creates the message file under its final name and fills it afterwards. A reader in between, or a
  writer killed in between, leaves an empty message; the consumer's JSON error then ends the whole worker.
- ``Channel._get`` moves a message into the system's temporary folder, on another file system by copying, so that
  two consumers can both take it.
- ``Channel._queue_bind`` rewrites the exchange table in place. Killed there, it leaves a table that no later worker
  can read, and none starts again until somebody deletes the file.

All three can go when upstream writes to a temporary name and renames. Messages of a killed worker are lost on this
transport; that is allowed, because the database is the queue and the sweeps find what was not heard.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.json import dumps, loads

logger = logging.getLogger(__name__)

SCHEME = "filesystem"


def register() -> None:
    """Makes kombu use this transport for ``filesystem://`` addresses, in this process."""
    TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"


def is_embedded(broker_url: str) -> bool:
    """Whether the address names the broker without a server."""
    return broker_url.startswith(f"{SCHEME}:")


def transport_options(broker_url: str, data_dir: Path) -> dict[str, Any]:
    """Options of the transport: folders below ``data_dir`` and the polling interval (seconds), or a server's terms."""
    if not is_embedded(broker_url):
        # Redis hands a message out again when its worker is silent for this long (seconds); no task may come near it.
        return {"visibility_timeout": 3600}
    folder = data_dir / "broker"
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "processed_folder": str(folder / "taken"),
        "control_folder": str(folder / "exchanges"),
        "polling_interval": 0.1,
    }


def impatience(broker_url: str) -> dict[str, Any]:
    """Further options for processes that only ring: a server that is away, or does not answer, is given up at once.

    The rows are there and the sweeps find them; left to itself, each ring would try for six seconds. A worker, which has
    nothing to do without its broker, keeps trying.
    """
    if is_embedded(broker_url):
        return {}
    return {
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "connect_retries_timeout": 0.5,
        "interval_start": 0.2,
        "interval_step": 0.2,
        "interval_max": 0.5,
    }


def clear(data_dir: Path) -> None:
    """Forgets all messages of the embedded broker. Only before its processes start: the sweeps find the work again."""
    shutil.rmtree(data_dir / "broker", ignore_errors=True)


def write_atomically(path: Path, content: bytes) -> None:
    """Writes a file that readers see either whole or not at all, also after a power cut."""
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex}.unfinished")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


class Channel(filesystem.Channel):
    """The filesystem channel with atomic writes and an atomic claim of each message."""

    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]  # as upstream
        # The wall clock first, so that the order of names is the order of sending across restarts too.
        name = f"{time.time_ns() // 1000}_{uuid.uuid4()}.{queue}.msg"
        write_atomically(Path(self.data_folder_out) / name, dumps(payload).encode())

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        folder = Path(self.data_folder_in)
        for name in sorted(os.listdir(folder)):  # noqa: PTH208  (names alone: ten times a second, no objects)
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = Path(self.processed_folder) / name
            try:
                (folder / name).rename(taken)
            except FileNotFoundError:
                continue  # another consumer was faster
            content = taken.read_bytes()
            taken.unlink()
            try:
                message: dict[str, Any] = loads(content.decode())
            except ValueError:
                logger.warning("An unreadable message on queue %s was dropped: %s", queue, name)
                continue
            return message
        raise Empty

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        table_file: Path = self._exchange_file(exchange)  # type: ignore[attr-defined]  # the stubs lack it
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        with self._locked(table_file):
            try:
                table = self.get_table(exchange)
            except ValueError:
                logger.warning("The unreadable table of exchange %r is written anew.", exchange)
                table = []
            if binding not in table:
                write_atomically(table_file, dumps([binding, *table]).encode())

    @contextlib.contextmanager
    def _locked(self, file: Path) -> Iterator[None]:
        """Holds the exclusive lock beside a file, which itself is replaced and therefore can't carry the lock."""
        with file.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class Transport(filesystem.Transport):
    """The filesystem transport that makes its own folders."""

    Channel = Channel

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        for option in ("data_folder_in", "data_folder_out", "processed_folder", "control_folder"):
            Path(client.transport_options[option]).mkdir(parents=True, exist_ok=True)
