"""Secrets at rest: sealed with a key that comes from the settings, never from the database.

A dump of the database alone opens nothing. ``FORWARDING_KEYS`` are keys for this alone, the newest first; what was sealed
with an older one of them, with ``SECRET_KEY`` or with ``SECRET_KEY_FALLBACKS`` stays readable until it is sealed anew
(``manage.py reseal_secrets``).
"""

from __future__ import annotations

import base64
import json
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Sequence

PURPOSE = b"bulletin.forwarding: secrets of destinations, 1"


class Unreadable(Exception):
    """The seal does not open: the settings' key is another than the one that sealed."""


def _box() -> MultiFernet:
    keys = [*settings.FORWARDING_KEYS, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


@lru_cache(maxsize=8)
def _derived(key: str | bytes) -> bytes:
    material = key.encode() if isinstance(key, str) else key
    return base64.urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=PURPOSE).derive(material))


def seal(secrets: Sequence[str]) -> bytes:
    """Encrypted and authenticated bytes of a list of secrets; empty for an empty list."""
    return _box().encrypt(json.dumps(list(secrets)).encode()) if secrets else b""


def unseal(sealed: bytes) -> list[str]:
    """The secrets again. Raises Unreadable where the key is another one or the bytes were changed."""
    if not sealed:
        return []
    try:
        opened: list[str] = json.loads(_box().decrypt(sealed))
    except InvalidToken as error:
        raise Unreadable from error
    return opened


def reseal(sealed: bytes) -> bytes:
    """The same secrets, sealed with the newest key. Raises Unreadable."""
    return seal(unseal(sealed))


def is_newest(sealed: bytes) -> bool:
    """Whether the newest key alone opens the seal: then older keys can go. True for an empty one."""
    if not sealed:
        return True
    newest = next(iter([*settings.FORWARDING_KEYS, settings.SECRET_KEY]))
    try:
        Fernet(_derived(newest)).decrypt(sealed)
    except InvalidToken:
        return False
    return True
