"""``manage.py setup_site``: whatever a fresh database needs before anyone can work; safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail import hooks


class Command(BaseCommand):
    """Runs the hook ``setup_site`` of every app, in their order, in one transaction."""

    help = "Makes the fixed pages, roles, rules and the workflow where they are missing."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Asks each app to make what it needs."""
        for ensure in hooks.get_hooks("setup_site"):
            ensure()
        if options["verbosity"] > 1:
            self.stdout.write("The site is set up.")
