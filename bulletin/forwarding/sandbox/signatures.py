"""Verification of Standard Webhooks 1.0 signatures, as a receiving site would write it."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence

ENVIRONMENT_NAME = "PROVINCE_SECRET"
DEMO_SECRET = "whsec_" + base64.b64encode(b"ban tin demo: sandbox province key").decode()
TOLERANCE_SECONDS = 300


def key_of(secret: str) -> bytes:
    """Bytes of a ``whsec_`` secret; ValueError where it is not base64."""
    try:
        return base64.b64decode(secret.removeprefix("whsec_") + "==", validate=False)
    except binascii.Error as error:
        raise ValueError("secret is not base64") from error


def fault(headers: Mapping[str, str], body: bytes, *, secrets: Sequence[str], now: float) -> str:
    """Empty where one of the signatures fits one of the secrets, else what is wrong, in a few words."""
    identifier = headers.get("webhook-id", "")
    stamp = headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "")
    if not (identifier and stamp and given):
        return "signature headers missing"
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 12):
        return "timestamp malformed"
    if abs(now - int(stamp)) > TOLERANCE_SECONDS:
        return "timestamp too far from now"
    signed = f"{identifier}.{stamp}.".encode() + body
    wanted = [hmac.new(key_of(secret), signed, hashlib.sha256).digest() for secret in secrets]
    for entry in given.split():
        scheme, _, encoded = entry.partition(",")
        if scheme != "v1":
            continue
        try:
            offered = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            continue
        if any(hmac.compare_digest(offered, digest) for digest in wanted):
            return ""
    return "no signature fits"
