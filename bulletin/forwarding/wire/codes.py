"""What an HTTP status means for a delivery. Pure; the table is the delivery contract's."""

from bulletin.forwarding.errors import (
    DestinationBlocked,
    OutcomeUnknown,
    Refused,
    RetryLater,
    SendError,
    VersionConflict,
)

RETRY = frozenset({408, 425, 429})
BLOCKED = frozenset({401, 403, 404, 410})
REJECTED = frozenset({400, 413, 415, 422})


def error_of(status: int, text: str, *, retry_after: float | None = None) -> SendError | None:
    """The error that a status stands for; None for an acceptance (2xx).

    A status that the contract does not name: another 4xx goes to a person, anything else is looked up.
    """
    if 200 <= status < 300:
        return None
    if status == 409:
        return VersionConflict(text, code=status)
    if status in RETRY or 500 <= status < 600:
        return RetryLater(text, code=status, retry_after=retry_after)
    if status in BLOCKED or 300 <= status < 400:
        return DestinationBlocked(text, code=status)
    if status in REJECTED or 400 <= status < 500:
        return Refused(text, code=status)
    return OutcomeUnknown(text, code=status)
