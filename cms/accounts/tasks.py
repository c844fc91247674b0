"""The clock's side of the accounts: daily mails, and letting go of old notices."""

from __future__ import annotations

from celery import shared_task

from cms.accounts import actions, digests, kept_forms


@shared_task(name="cms.accounts.tasks.send_digests")
def send_digests() -> int:
    """Writes the daily mails that are due; returns how many."""
    return digests.send_digests()


@shared_task(name="cms.accounts.tasks.thin_notices")
def thin_notices() -> int:
    """Deletes notices past their time; returns how many."""
    return actions.thin_notices()


@shared_task(name="cms.accounts.tasks.thin_kept_forms")
def thin_kept_forms() -> int:
    """Deletes kept forms past their time; returns how many."""
    return kept_forms.thin()
