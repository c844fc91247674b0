"""The adapters: one file for each kind of destination, and the register of kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext

from bulletin.forwarding.adapters.base import Adapter, Endpoint
from bulletin.forwarding.adapters.package import PackageAdapter
from bulletin.forwarding.adapters.pull import PullAdapter
from bulletin.forwarding.adapters.sandbox import SandboxAdapter
from bulletin.forwarding.adapters.webhook import WebhookAdapter
from bulletin.forwarding.adapters.wordpress import WordPressAdapter
from bulletin.forwarding.errors import BadValue
from bulletin.forwarding.policy.fields import PULL

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bulletin.forwarding.models import Destination

    Backend = Callable[[Destination], Adapter]

KINDS: Mapping[str, type[Adapter]] = {
    "webhook": WebhookAdapter,
    "wordpress": WordPressAdapter,
    "package": PackageAdapter,
    "sandbox": SandboxAdapter,
    PULL: PullAdapter,
}


def kind_of(name: str) -> type[Adapter]:
    """The adapter class of a kind. Raises BadValue for a kind that does not exist."""
    try:
        return KINDS[name]
    except KeyError:
        known = ", ".join(KINDS)
        raise BadValue(
            gettext("There is no kind “%(name)s”. Known kinds: %(known)s.") % {"name": name, "known": known}
        ) from None


def adapter_for(destination: Destination) -> Adapter:
    """The adapter of a destination, ready to be used for one exchange. Raises sealing.Unreadable."""
    # Here and not above: models know no adapters, and supplies know models.
    from bulletin.forwarding.destinations.supplies import supplies_for

    return kind_of(destination.kind)(
        Endpoint(
            base_url=destination.base_url,
            allowed_hosts=tuple(destination.allowed_hosts),
            allow_private=destination.allow_private,
            username=destination.username,
            secrets=tuple(destination.secrets),
            user_agent=user_agent(),
            options=destination.options,
            category_map=destination.category_map,
        ),
        supplies_for(destination),
    )


def user_agent() -> str:
    """How we name ourselves to other sites, with an address where we can be found."""
    return f"ban-tin/1.0 (+{settings.WAGTAILADMIN_BASE_URL})"


__all__ = [
    "KINDS",
    "Adapter",
    "Endpoint",
    "PackageAdapter",
    "PullAdapter",
    "SandboxAdapter",
    "WebhookAdapter",
    "WordPressAdapter",
    "adapter_for",
    "kind_of",
    "user_agent",
]
