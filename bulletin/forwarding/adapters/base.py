"""The port: what forwarding asks of a kind of destination. No Django here, no database."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


@dataclass(frozen=True)
class Endpoint:
    """Where a destination lies and how it is spoken to. The secrets stay out of its printed form."""

    base_url: str
    allowed_hosts: Sequence[str]
    allow_private: bool
    username: str = ""
    secrets: Sequence[str] = field(default=(), repr=False)
    user_agent: str = "ban-tin/1.0"


@dataclass(frozen=True)
class Parcel:
    """One version on its way. ``delivery_id`` is the same in every attempt; ``body`` are the stored bytes."""

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
    """An acceptance: HTTP status, the start of the answer, and what the other site calls the article."""

    code: int
    answer: str = ""
    remote_id: str = ""
    remote_url: str = ""


@dataclass(frozen=True)
class Held:
    """What the other site says that it holds of an article."""

    version: int
    retracted: bool = False
    remote_id: str = ""
    remote_url: str = ""


class Sight(StrEnum):
    """What a look at the public page showed."""

    SHOWN = "shown"
    GONE = "gone"
    OTHER = "other"


class Adapter(ABC):
    """A kind of destination.

    All methods do one exchange and raise a ``SendError`` (or AddressRefused) where it fails. Answers that are quoted
    in receipts and errors never contain a secret.
    """

    # What the form for a destination of this kind asks for. ``label`` is an English msgid.
    label: ClassVar[str] = ""
    needs_address: ClassVar[bool] = True
    needs_username: ClassVar[bool] = False
    demo_only: ClassVar[bool] = False
    can_look_up: ClassVar[bool] = True
    needs_secret: ClassVar[bool] = True
    default_secret: ClassVar[str] = ""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint

    @classmethod
    def check_secrets(cls, secrets: Sequence[str]) -> None:
        """ValueError with a message for secrets that this kind cannot use; any will do unless a kind says otherwise."""
        return

    @abstractmethod
    def send(self, parcel: Parcel) -> Receipt:
        """Hand over one version. A normal return means that the other site took it."""

    @abstractmethod
    def look_up(self, article_id: UUID) -> Held | None:
        """What the other site holds under our id; None where it holds nothing. Only where ``can_look_up``."""

    @abstractmethod
    def confirm(self, parcel: Parcel, url: str) -> Sight:
        """Fetch a public address and say whether it shows this very version, is gone, or shows something else."""
