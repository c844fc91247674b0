"""Standard Webhooks 1.0 signatures. Pure; see standardwebhooks.com for the format."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

PREFIX = "whsec_"
SHORTEST_KEY, LONGEST_KEY = 24, 64
TOLERANCE_SECONDS = 300
LONGEST_ID = 200
LONGEST_SIGNATURES = 2000
MOST_SIGNATURES = 10


def key_of(secret: str) -> bytes:
    """Key bytes of a ``whsec_`` + base64 secret. ValueError where it is no base64 or not 24 to 64 bytes long."""
    encoded = secret.strip().removeprefix(PREFIX)
    try:
        key = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("a webhook secret is whsec_ followed by base64") from error
    if not SHORTEST_KEY <= len(key) <= LONGEST_KEY:
        raise ValueError(f"a webhook secret holds {SHORTEST_KEY} to {LONGEST_KEY} bytes")
    return key


def signature_headers(*, message_id: str, timestamp: int, body: bytes, secrets: Sequence[str]) -> dict[str, str]:
    """The three headers for ``body`` at ``timestamp`` (Unix seconds), one ``v1`` signature for each secret.

    Several secrets serve key rotation: the other side accepts the request with the old or the new one.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    signatures = (
        "v1," + base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest()).decode()
        for secret in secrets
    )
    return {"webhook-id": message_id, "webhook-timestamp": str(timestamp), "webhook-signature": " ".join(signatures)}


@dataclass(frozen=True)
class Envelope:
    """The three headers of a signed message, as far as they have the right form."""

    message_id: str
    timestamp: int
    signatures: str


def envelope_of(headers: Mapping[str, str]) -> Envelope | None:
    """The envelope of a message; None where a header is missing or cannot be one. ``headers`` ignores case."""
    message_id = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature", "")
    has_id = 0 < len(message_id) <= LONGEST_ID and message_id.isascii() and message_id.isprintable()
    has_stamp = stamp.isascii() and stamp.isdigit() and len(stamp) <= 12
    has_signatures = 0 < len(signatures) <= LONGEST_SIGNATURES and signatures.isascii()
    return Envelope(message_id, int(stamp), signatures) if has_id and has_stamp and has_signatures else None


def fits(*, envelope: Envelope, body: bytes, secrets: Sequence[str], now: float) -> bool:
    """Whether one of the signatures was made with one of the secrets, within five minutes of ``now``.

    Every pair is compared, in constant time, so that the time taken tells nothing of how near a guess came.
    """
    if abs(now - envelope.timestamp) > TOLERANCE_SECONDS:
        return False
    signed = f"{envelope.message_id}.{envelope.timestamp}.".encode() + body
    wanted = [hmac.new(key, signed, hashlib.sha256).digest() for key in _keys(secrets)]
    found = False
    for entry in envelope.signatures.split()[:MOST_SIGNATURES]:
        scheme, _sign, encoded = entry.partition(",")
        try:
            offered = base64.b64decode(encoded, validate=True) if scheme == "v1" else b""
        except (binascii.Error, ValueError):
            offered = b""
        for digest in wanted:
            found |= hmac.compare_digest(offered, digest)
    return found


def _keys(secrets: Sequence[str]) -> Iterator[bytes]:
    """Those of the secrets that can sign: a password of another kind of destination cannot."""
    for secret in secrets:
        try:
            yield key_of(secret)
        except ValueError:
            continue
