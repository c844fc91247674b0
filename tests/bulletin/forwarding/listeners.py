"""Listeners that say what a test tells them to, on a port of this machine."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Speaker = Callable[[socket.socket], None]


@contextmanager
def listening(speak: Speaker) -> Iterator[int]:
    """A server that does as told with every connection, each on its own thread; yields its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    done = threading.Event()

    def serve(connection: socket.socket) -> None:
        with connection:
            try:
                speak(connection)
            except OSError:
                return

    def accept() -> None:
        while not done.is_set():
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        done.set()
        listener.close()
