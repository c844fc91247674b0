"""Standard Webhooks 1.0 signatures. Pure; see standardwebhooks.com for the format."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence

PREFIX = "whsec_"
SHORTEST_KEY, LONGEST_KEY = 24, 64


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
