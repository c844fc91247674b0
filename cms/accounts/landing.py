"""Where somebody lands after signing in. Higher floors offer their desks through the hook ``register_desk_landing``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.home import HomeView

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from cms.accounts.models import User


class Landing(Protocol):
    """Gives the address of a desk for the people whose desk it is, and None for all others."""

    def __call__(self, user: User) -> str | None: ...


def landing_url(user: User) -> str | None:
    """The first desk that takes this person, in the order in which the hooks are registered."""
    for landing in hooks.get_hooks("register_desk_landing"):
        url: str | None = landing(user)
        if url:
            return url
    return None


@require_admin_access
def desk(request: HttpRequest) -> HttpResponse:
    """``/quan-tri/``: sends everyone to their own desk; who has none gets the general home of the admin."""
    url = landing_url(request.user)  # type: ignore[arg-type]  # the decorator lets only users of ours through
    return redirect(url) if url else HomeView.as_view()(request)
