"""Where somebody goes on after a verb that they used from a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from django.http import HttpRequest

LONGEST = 2_000


def way_back(request: HttpRequest) -> str:
    """The address in ``next``, if it is one of this site; empty for none and for any other."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and len(wanted) <= LONGEST else ""
