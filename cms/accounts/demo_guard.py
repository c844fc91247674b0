"""Production refuses to start with the demo's people: their password is printed in the README."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

DEMO_DOMAIN = "demo.local"


def refuse_demo_people() -> None:
    """Ends the start of a process outside demo mode if anybody of the demo could sign in.

    Raises:
        ImproperlyConfigured: such a user exists.
    """
    from cms.accounts.models import User

    if settings.DEMO:
        return
    left = User.objects.filter(email__iendswith=f"@{DEMO_DOMAIN}").count()
    if left:
        raise ImproperlyConfigured(
            f"This database holds {left} people of the demo, whose password is public, and DEMO is off. "
            "Use a database of its own for production."
        )
