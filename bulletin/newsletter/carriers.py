"""Carrying mails to the mail server: one port, over one connection for a whole batch, and the truth about each mail.

What matters is whether the body may have left: before it, a mail can be tried again; after it without an answer, nobody
knows. Django's own backend does not tell the two apart, so SMTP is spoken here line by line, on its connection.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
from typing import TYPE_CHECKING, Protocol, Self

from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

if TYPE_CHECKING:
    from django.core.mail import EmailMultiAlternatives

    # What each backend has; theirs have no common type.
    class Backend(Protocol):
        """A backend of Django's for mail."""

        def open(self) -> bool | None:
            """Opens a connection where the backend has one."""

        def close(self) -> None:
            """Closes it."""

        def send_messages(self, email_messages: list[EmailMultiAlternatives]) -> int:
            """Sends."""


class Refused(Exception):
    """The mail server said no. ``code`` is its number; ``stage`` is what it refused: sender, recipient or message."""

    def __init__(self, code: int, words: str, stage: str) -> None:
        super().__init__(f"{code} {words}"[:300])
        self.code, self.stage = code, stage

    @property
    def is_for_good(self) -> bool:
        """Whether the same mail will be refused again."""
        return self.code >= 500


class NotLeft(Exception):
    """The connection was of no use before the body left; nothing has happened."""


class OutcomeUnknown(Exception):
    """The body left, at least in part, and no answer came."""


class Carrier(Protocol):
    """What takes mails away."""

    def __enter__(self) -> Self:
        """Opens the connection. Raises `NotLeft`."""

    def __exit__(self, *details: object) -> None:
        """Closes it."""

    def send(self, message: EmailMultiAlternatives, *, sender: str, recipient: str) -> str:
        """Hands one mail over, ``sender`` on its envelope; gives the server's answer.

        Raises Refused, NotLeft or OutcomeUnknown.
        """


def carrier() -> Carrier:
    """The carrier for the configured backend: SMTP, or whatever takes mails in a demo and in tests."""
    backend = get_connection()
    return SmtpCarrier(backend) if isinstance(backend, EmailBackend) else BackendCarrier(backend)


class SmtpCarrier:
    """SMTP on the connection that Django's settings describe."""

    def __init__(self, backend: EmailBackend) -> None:
        self.backend = backend

    def __enter__(self) -> Self:
        self._open()
        return self

    def __exit__(self, *details: object) -> None:
        self._drop()

    def send(self, message: EmailMultiAlternatives, *, sender: str, recipient: str) -> str:
        data = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # the stubs lack Django's own
        session = self.backend.connection or self._open()
        try:
            self._step(session.mail(sender), "sender")
            self._step(session.rcpt(recipient), "recipient")
            session.putcmd("data")
            self._step(session.getreply(), "message", wanted=354)
        except Refused:
            self._reset(session)
            raise
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotLeft(f"{type(error).__name__}: {error}"[:300]) from error
        try:
            session.send(_dotted(data))
            code, words = session.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise OutcomeUnknown(f"{type(error).__name__}: {error}"[:300]) from error
        if code != 250:
            self._reset(session)
            raise Refused(code, _words(words), "message")
        return f"{code} {_words(words)}"[:300]

    def _open(self) -> smtplib.SMTP:
        try:
            self.backend.open()
            session: smtplib.SMTP | None = self.backend.connection
            if session is None:
                raise NotLeft("no connection")
            session.ehlo_or_helo_if_needed()
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotLeft(f"{type(error).__name__}: {error}"[:300]) from error
        return session

    def _step(self, reply: tuple[int, bytes], stage: str, *, wanted: int = 250) -> None:
        code, words = reply
        if code == 421:
            # The server ends the whole conversation; the mail has nothing to do with it.
            raise smtplib.SMTPServerDisconnected(_words(words))
        if code != wanted and not (stage == "recipient" and code == 251):
            raise Refused(code, _words(words), stage)

    def _reset(self, session: smtplib.SMTP) -> None:
        try:
            session.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            self.backend.close()
        self.backend.connection = None


class BackendCarrier:
    """Any other backend: it takes a mail or raises, and there is nothing in between."""

    def __init__(self, backend: Backend) -> None:
        self.backend = backend

    def __enter__(self) -> Self:
        self.backend.open()
        return self

    def __exit__(self, *details: object) -> None:
        self.backend.close()

    def send(self, message: EmailMultiAlternatives, *, sender: str, recipient: str) -> str:
        message.extra_headers.setdefault("From", message.from_email)
        message.from_email = sender
        try:
            self.backend.send_messages([message])
        except OSError as error:
            raise NotLeft(f"{type(error).__name__}: {error}"[:300]) from error
        return "250"


def _dotted(data: bytes) -> bytes:
    """The body as it goes over the line: a dot before each line that begins with one, and the end."""
    data = re.sub(rb"(?m)^\.", b"..", data)
    return data + (b"" if data.endswith(b"\r\n") else b"\r\n") + b".\r\n"


def _words(words: bytes) -> str:
    return words.decode("utf-8", "replace").replace("\n", " ")
