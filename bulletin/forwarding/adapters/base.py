"""The port: what forwarding asks of a kind of destination, and what it hands an adapter. No Django here, no database.

An adapter is one file with one class. It is given an ``Endpoint`` (where, and with which secrets), ``Supplies`` (bytes of
our pictures, a small memory, the people of the house) and, for each exchange, a ``Parcel``. It answers with a
``Receipt``, with ``Held`` or with a ``Sight``, or raises one of the errors below. It never writes to the ledger: what
becomes of an answer is the engine's business.

What the errors mean to the engine (``bulletin.forwarding.errors``):

- ``RetryLater``: nothing was taken, another attempt by the schedule; ``retry_after`` is the other site's wish.
- ``OutcomeUnknown``: it may have been taken and no answer says so; ``look_up`` is asked before anything is sent again.
- ``VersionConflict``: the other site says that it holds this version or a newer one; it is asked which.
- ``Refused``: this article is refused; back to a person with the text.
- ``DestinationBlocked`` (and AddressRefused): the destination itself is wrong; it is paused, no attempt is spent.

The whole of a ``send`` must end within ``SEND_SECONDS``, however many requests it takes: the lease of the row and the
time limit of the worker's task stand behind it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

from bulletin.forwarding.errors import PictureMissing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from bulletin.forwarding.formats.package import Package

SEND_SECONDS = 30.0


@dataclass(frozen=True)
class Endpoint:
    """Where a destination lies and how it is spoken to. The secrets stay out of its printed form.

    ``options`` are the choices of the kind (`Adapter.options`); ``category_map`` gives the other site's name of a
    category or tag (slug or number) for a code of ours.
    """

    base_url: str
    allowed_hosts: Sequence[str]
    allow_private: bool
    username: str = ""
    secrets: Sequence[str] = field(default=(), repr=False)
    user_agent: str = "ban-tin/1.0"
    options: Mapping[str, str] = field(default_factory=dict)
    category_map: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Parcel:
    """One version on its way. ``delivery_id`` is the same in every attempt; ``body`` are the stored bytes, from which
    every other form derives (`bulletin.forwarding.formats`)."""

    delivery_id: UUID
    article_id: UUID
    version: int
    is_retraction: bool
    title: str
    content_sha256: str
    body: bytes = field(repr=False)
    remote_id: str = ""
    remote_url: str = ""


@dataclass(frozen=True)
class Receipt:
    """An acceptance: HTTP status, the start of the answer, and what the other site calls the article.

    ``pending``: it was taken and waits for somebody at the other end before readers see it; the row stays *delivered*
    until our own look finds it. ``notes`` say what had to be left out (a category that they do not have); they go into
    the row's history.
    """

    code: int
    answer: str = ""
    remote_id: str = ""
    remote_url: str = ""
    pending: bool = False
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Held:
    """What the other site says that it holds of an article; ``pending`` as in a receipt."""

    version: int
    retracted: bool = False
    remote_id: str = ""
    remote_url: str = ""
    pending: bool = False


class Sight(StrEnum):
    """What a look at the public page showed."""

    SHOWN = "shown"
    GONE = "gone"
    OTHER = "other"


class Pictures(Protocol):
    """The pictures of our own storage."""

    def load(self, *, url: str, sha256: str) -> bytes:
        """The bytes behind an address of ours, checked against the hash that the body names. Raises PictureMissing."""
        ...


class Memory(Protocol):
    """What an adapter notes about its destination, such as the id of a picture that was put there once.

    A note is a hint and never the only proof: it is written outside any transaction, and the other site may have lost
    what it speaks of. Keys are at most 200 characters, values at most 500.
    """

    def recall(self, key: str) -> str:
        """The note; empty where there is none."""
        ...

    def keep(self, key: str, value: str) -> None:
        """Write a note, over an older one."""
        ...

    def forget(self, key: str) -> None:
        """Remove a note, if there is one."""
        ...


class Hands(Protocol):
    """The people who put in by hand what no program can (`bulletin.forwarding.handover`)."""

    def put_before(self, parcel: Parcel, package: Package) -> str:
        """Give the named person the task, once for each delivery; the task's id. Raises DestinationBlocked."""
        ...

    def held(self, article_id: UUID) -> Held | None:
        """The newest version that was put before somebody; None where none was."""
        ...

    def is_stated(self, delivery_id: UUID) -> bool:
        """Whether a person said that this very version is up (or gone)."""
        ...


class Notes:
    """A memory that lasts as long as the object: for tests, and for adapters that are used once."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def recall(self, key: str) -> str:
        return self.kept.get(key, "")

    def keep(self, key: str, value: str) -> None:
        self.kept[key] = value

    def forget(self, key: str) -> None:
        self.kept.pop(key, None)


class NoPictures:
    """A storage without pictures."""

    def load(self, *, url: str, sha256: str) -> bytes:
        raise PictureMissing(f"the picture {url} is not in our storage")


@dataclass(frozen=True)
class Supplies:
    """What the house hands an adapter beside the endpoint. ``hands`` is None where nobody does anything by hand."""

    pictures: Pictures = field(default_factory=NoPictures)
    memory: Memory = field(default_factory=Notes)
    hands: Hands | None = None


class Adapter(ABC):
    """A kind of destination.

    All methods do their exchanges at once and raise a ``SendError`` (or AddressRefused) where one fails. Answers that are
    quoted in receipts and errors never contain a secret. ``options`` names the choices that a destination of this kind
    has, each with the values that it may take, the usual one first.
    """

    # What the form for a destination of this kind asks for. ``label`` is an English msgid.
    label: ClassVar[str] = ""
    needs_address: ClassVar[bool] = True
    needs_username: ClassVar[bool] = False
    demo_only: ClassVar[bool] = False
    can_look_up: ClassVar[bool] = True
    needs_secret: ClassVar[bool] = True
    default_secret: ClassVar[str] = ""
    options: ClassVar[Mapping[str, Sequence[str]]] = {}

    def __init__(self, endpoint: Endpoint, supplies: Supplies | None = None) -> None:
        self.endpoint = endpoint
        self.supplies = supplies or Supplies()

    def option(self, name: str) -> str:
        """The value that the destination chose, or the usual one."""
        return self.endpoint.options.get(name) or self.options[name][0]

    @classmethod
    def check_secrets(cls, secrets: Sequence[str]) -> None:
        """ValueError with a message for secrets that this kind cannot use; any will do unless a kind says otherwise."""
        return

    @classmethod
    def check_options(cls, options: Mapping[str, str]) -> None:
        """ValueError with a message for a choice that this kind does not have, or a value that it cannot take."""
        for name, value in options.items():
            if value not in cls.options.get(name, ()):
                offered = "; ".join(f"{each}={'|'.join(values)}" for each, values in cls.options.items())
                raise ValueError(f"{name}={value} ({offered or '–'})")

    @abstractmethod
    def send(self, parcel: Parcel) -> Receipt:
        """Hand over one version. A normal return means that the other site took it.

        The same parcel again must do no harm: no second article, no step back. What is not ours is never overwritten.
        """

    @abstractmethod
    def look_up(self, article_id: UUID) -> Held | None:
        """What the other site holds under our id; None where it holds nothing. Only where ``can_look_up``."""

    @abstractmethod
    def confirm(self, parcel: Parcel, url: str) -> Sight:
        """Fetch a public address and say whether it shows this very version, is gone, or shows something else."""
