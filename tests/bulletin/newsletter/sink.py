"""A real SMTP server on this machine that keeps what it took."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from tests.faults.processes import free_ports

if TYPE_CHECKING:
    from collections.abc import Iterator


class Sink:
    """What a mail server took: envelope and bytes of every mail; ``say`` decides what it answers at each step."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, bytes]] = []
        self.sessions = 0
        self.port = 0
        self.on_recipient: dict[str, str] = {}
        self.on_message = "250 OK"
        self.on_sender = "250 OK"
        self.hang_up_after_body = False
        self._lock = threading.Lock()

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.on_sender.startswith("250"):
            envelope.mail_from = address
        return self.on_sender

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        answer = self.on_recipient.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.on_message.startswith("250"):
            with self._lock:
                self.mails.append((envelope.mail_from, envelope.rcpt_tos[0], envelope.content))
        if self.hang_up_after_body:
            server.transport.abort()
        return self.on_message

    def recipients(self) -> list[str]:
        """To whom mails went, in their order."""
        return [recipient for _sender, recipient, _data in self.mails]


@contextmanager
def a_sink() -> Iterator[Sink]:
    """The server, for as long as the block lasts."""
    sink = Sink()

    class Server(Controller):
        def factory(self) -> SMTP:
            sink.sessions += 1
            return super().factory()

    sink.port = free_ports(1)[0]
    server = Server(sink, hostname="127.0.0.1", port=sink.port)
    server.start()
    # Starting it opens a session of its own, to see whether it answers.
    sink.sessions = 0
    try:
        yield sink
    finally:
        server.stop()
