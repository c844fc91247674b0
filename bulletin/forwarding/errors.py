"""The typed errors of forwarding: one family for the answers of other sites, one for refused verbs."""


class ForwardingError(Exception):
    """Base of everything that forwarding raises on purpose."""


class SendError(ForwardingError):
    """A request did not end in an acceptance.

    ``code`` is the HTTP status, or None where none came; ``text`` is the cause or the start of the answer.
    """

    def __init__(self, text: str, *, code: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


class RetryLater(SendError):
    """Nothing was taken; another attempt makes sense. ``retry_after`` is the other site's wish, in seconds."""

    def __init__(self, text: str, *, code: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(text, code=code)
        self.retry_after = retry_after


class OutcomeUnknown(SendError):
    """The body may have arrived, but no answer says so."""


class VersionConflict(SendError):
    """The other site says that it holds this version or a newer one (409)."""


class DestinationBlocked(SendError):
    """The destination itself is wrong (credentials, address, certificate): pause it, spend no attempt."""


class Refused(SendError):
    """The other site refuses this article (400, 413, 415, 422): it goes back to a person."""


class PictureMissing(Refused):
    """A picture of ours is gone or is another one than the approved: the article goes back to a person."""


class AddressRefused(ForwardingError):
    """An address that must never be called: inward, malformed, or not on the destination's list."""


class CannotLookUp(ForwardingError):
    """The kind of destination offers no way to ask what it holds."""


class ActionError(ForwardingError):
    """A verb was refused. ``code`` is stable, for programs; the text is for people."""

    code = "refused"


class NotAllowed(ActionError):
    """The actor's roles do not include this verb."""

    code = "not_allowed"


class WrongState(ActionError):
    """The delivery or destination is in a state from which the verb does not lead."""

    code = "wrong_state"


class BadValue(ActionError):
    """A value given to a verb makes no sense (empty reason, unknown kind, refused address)."""

    code = "bad_value"


class NotFound(ActionError):
    """There is no such delivery or destination."""

    code = "not_found"


class LeaseLost(ForwardingError):
    """Another worker has taken over since: this result no longer counts."""


class AppendOnly(ForwardingError):
    """An event was to be changed or deleted; history is only ever added to."""
