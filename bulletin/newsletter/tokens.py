"""What mails carry to be known by: links that only their reader has, and names by which a mail that comes back is found.

A mail's name is its row's number and a seal over it; without the seal anybody could make addresses bounce.
"""

from __future__ import annotations

import re
from email.utils import parseaddr
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

CONFIRM_SALT = "bulletin.newsletter.confirm"
_SEAL_SALT = "bulletin.newsletter.mail"
_SEAL_LENGTH = 16
_NAME = re.compile(rf"n([1-9][0-9]{{0,17}})-([0-9a-f]{{{_SEAL_LENGTH}}})")


def confirmation(*, subscriber_id: int, nonce: UUID) -> str:
    """The token of a confirmation: signed, and dated."""
    return signing.dumps([subscriber_id, nonce.hex], salt=CONFIRM_SALT)


def read_confirmation(token: str, *, hours: int) -> tuple[int, UUID] | None:
    """Subscriber and nonce of a token; None where it was not made here, is broken, or is older than ``hours``."""
    try:
        subscriber_id, nonce = signing.loads(token, salt=CONFIRM_SALT, max_age=hours * 3600)
        return int(subscriber_id), UUID(hex=nonce)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def mail_name(dispatch_id: int) -> str:
    """The name of a mail, for its envelope and its Message-ID."""
    return f"n{dispatch_id}-{_seal(dispatch_id)}"


def read_mail_name(text: str) -> int | None:
    """The row of the first mail that is named in a text, if the seal is ours."""
    for number, seal in _NAME.findall(text[:4000]):
        if constant_time_compare(seal, _seal(int(number))):
            return int(number)
    return None


def envelope_sender(dispatch_id: int) -> str:
    """Where a mail comes back to: the bounce mailbox with the mail's name after a plus sign, or plainly our address."""
    if not settings.BOUNCES_URL:
        return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    local, _at, domain = settings.BOUNCES_ADDRESS.rpartition("@")
    return f"{local}+{mail_name(dispatch_id)}@{domain}"


def message_id(dispatch_id: int) -> str:
    """The ``Message-ID``, the same at every attempt."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{mail_name(dispatch_id)}@{domain}>"


def _seal(dispatch_id: int) -> str:
    return salted_hmac(_SEAL_SALT, str(dispatch_id), algorithm="sha256").hexdigest()[:_SEAL_LENGTH]
