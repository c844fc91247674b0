"""The verbs of PDFs: ask for one, take it away, make it. The row is the queue.

``want`` and ``withdraw`` run inside the transaction of the act that asks for them. Making is a claim by a conditional
update, the press outside any transaction, and a result that counts only while the claim and the version still stand.
``now`` is the moment of the act (aware).
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bulletin.forwarding import outbox
from bulletin.issues.models import Issue
from bulletin.pdf import paper
from bulletin.pdf.enums import Fault, Kind, State
from bulletin.pdf.machine import PressFailed, run
from bulletin.pdf.models import IssuePdf
from cms.core.bell import ring_on_commit

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)

TASK = "bulletin.pdf.tasks.make"
LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 3
RETRY = timedelta(seconds=20)
# The library may be installed at any time: nobody should have to ask again for each issue.
RETRY_LIBRARY = timedelta(minutes=15)
# A preview is looked at and done with.
PREVIEW_KEPT = timedelta(days=7)
AT_ONCE = 20


@transaction.atomic
def want(*, issue_id: int, kind: Kind, now: datetime | None = None) -> IssuePdf:
    """Asks for a new PDF; whatever file there was is gone with the commit."""
    now = now or timezone.now()
    issue = Issue.objects.select_related("page").get(pk=issue_id)
    row, created = IssuePdf.objects.get_or_create(
        issue=issue, kind=kind, defaults={"asked_at": now, "next_attempt_at": now}
    )
    if not created:
        row = IssuePdf.objects.select_for_update(of=("self",)).get(pk=row.pk)
        _drop_file(row)
        row.version += 1
        row.asked_at = row.next_attempt_at = now
        row.attempts, row.fault, row.error = 0, "", ""
        row.state, row.lease_until = State.WAITING, None
    row.material = paper.material_of(issue) if kind == Kind.PREVIEW else ""
    row.save()
    ring_on_commit(TASK, row.pk)
    return row


@transaction.atomic
def withdraw(*, issue_id: int, kind: Kind) -> None:
    """Takes the PDF away for good, or until it is asked for again."""
    row = IssuePdf.objects.select_for_update(of=("self",)).filter(issue_id=issue_id, kind=kind).first()
    if row is None or row.state == State.WITHDRAWN:
        return
    _drop_file(row)
    row.version += 1
    row.state, row.lease_until, row.next_attempt_at, row.fault, row.error = State.WITHDRAWN, None, None, "", ""
    row.save()


def make(*, pdf_id: int, now: datetime | None = None) -> bool:
    """Makes the PDF of a row that is due; False where it is not, or another worker has it, or it was overtaken."""
    now = now or timezone.now()
    row = _claim(pdf_id, now=now)
    if row is None:
        return False
    lay_out = partial(paper.lay_out, issue=row.issue, is_preview=row.kind == Kind.PREVIEW)
    try:
        printed = run(lambda folder: lay_out(folder=folder))
    except PressFailed as failure:
        _failed(row, failure.fault, str(failure), now=now)
        return False
    except Exception as error:
        # Whatever an issue holds, its row says so and the worker goes on with the others.
        logger.exception("PDF %s cannot be laid out", row.pk)
        _failed(row, Fault.BROKEN, f"{type(error).__name__}: {error}", now=now)
        return False
    if printed.refused:
        logging.getLogger("cms.security").warning("PDF %s asked for what it may not have: %s", row.pk, printed.refused)
    return _store(row, printed.data, pages=printed.pages, now=now)


def sweep(*, now: datetime | None = None) -> list[int]:
    """Takes back what dead workers held, forgets old previews; returns the rows that are due."""
    now = now or timezone.now()
    lost = IssuePdf.objects.filter(state=State.PRINTING, lease_until__lt=now)
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, lease_until=None, next_attempt_at=None, fault=Fault.TOO_LONG, error="the worker died"
    )
    lost.update(state=State.WAITING, lease_until=None, next_attempt_at=now)
    old = IssuePdf.objects.filter(kind=Kind.PREVIEW, state=State.READY, made_at__lt=now - PREVIEW_KEPT)
    for issue_id in old.values_list("issue_id", flat=True)[:AT_ONCE]:
        withdraw(issue_id=issue_id, kind=Kind.PREVIEW)
    return list(_due(now).order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def _due(now: datetime) -> QuerySet[IssuePdf]:
    open_ones = Q(state=State.WAITING) | Q(state=State.FAILED, fault=Fault.NO_LIBRARY)
    return IssuePdf.objects.filter(open_ones, next_attempt_at__lte=now)


def _claim(pdf_id: int, *, now: datetime) -> IssuePdf | None:
    row = _due(now).filter(pk=pdf_id).first()
    if row is None:
        return None
    claim: dict[str, Any] = {"state": State.PRINTING, "lease_until": now + LEASE, "attempts": row.attempts + 1}
    same = _due(now).filter(pk=row.pk, version=row.version, attempts=row.attempts)
    if not same.update(**claim, next_attempt_at=None, fault="", error=""):
        return None
    # What is printed is read after the claim: whatever changes from here on makes it another version.
    return IssuePdf.objects.select_related("issue__page").get(pk=row.pk)


def _held(row: IssuePdf) -> QuerySet[IssuePdf]:
    """The row, while this claim is the one that holds it and nothing newer was asked for."""
    return IssuePdf.objects.filter(
        pk=row.pk, state=State.PRINTING, version=row.version, attempts=row.attempts, lease_until=row.lease_until
    )


def _store(row: IssuePdf, data: bytes, *, pages: int, now: datetime) -> bool:
    digest = hashlib.sha256(data).hexdigest()
    storage = row.file.storage
    name = row.file.field.generate_filename(row, f"{digest[:32]}.pdf")
    name = storage.save(name, ContentFile(data))
    stored = _held(row).update(
        state=State.READY, file=name, sha256=digest, size=len(data), pages=pages, made_at=now,
        lease_until=None, next_attempt_at=None, attempts=0,
    )  # fmt: skip
    if not stored:
        storage.delete(name)
        logger.info("PDF %s was overtaken while it was made", row.pk)
        return False
    logger.info("PDF %s is ready: %s pages, %s bytes", row.pk, pages, len(data))
    if row.kind == Kind.PUBLIC:
        _tell_forwarding(row, now=now)
    return True


def _tell_forwarding(row: IssuePdf, *, now: datetime) -> None:
    """Other sites that wait for the file get it along; whatever goes wrong there, the file stays ready here."""
    try:
        outbox.complete(story_id=row.issue.page_id, at=now)
    except Exception:
        logger.exception("PDF %s could not be handed to forwarding", row.pk)


def _failed(row: IssuePdf, fault: Fault, error: str, *, now: datetime) -> None:
    logger.warning("PDF %s could not be made (attempt %s): %s: %s", row.pk, row.attempts, fault, error)
    values: dict[str, Any] = {"lease_until": None, "fault": fault, "error": error[-500:]}
    if fault == Fault.NO_LIBRARY:
        # Not the issue's fault: it is tried for ever, and without haste.
        values |= {"state": State.FAILED, "next_attempt_at": now + RETRY_LIBRARY, "attempts": 0}
    elif row.attempts >= MOST_ATTEMPTS:
        values |= {"state": State.FAILED, "next_attempt_at": None}
    else:
        values |= {"state": State.WAITING, "next_attempt_at": now + RETRY}
    _held(row).update(**values)


def _drop_file(row: IssuePdf) -> None:
    if row.file:
        transaction.on_commit(partial(row.file.storage.delete, str(row.file.name)), robust=True)
    row.file, row.sha256, row.size, row.pages, row.made_at = "", "", 0, 0, None
