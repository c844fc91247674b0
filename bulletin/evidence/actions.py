"""The verbs of proof files: ask for one, make it. The row is the queue, as for the PDFs of issues."""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone, translation

from bulletin.evidence import paper
from bulletin.evidence.captures import Camera, latest_version
from bulletin.evidence.enums import UNDER_WAY, State
from bulletin.evidence.models import ProofFile
from bulletin.evidence.permissions import may_have_proof
from bulletin.pdf.enums import Fault
from bulletin.pdf.machine import PressFailed, run
from cms.core.bell import ring_on_commit
from submissions.articles.models import Submission

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from django.db.models import QuerySet

    from cms.accounts.models import User

logger = logging.getLogger(__name__)

TASK = "bulletin.evidence.tasks.make"
LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 3
RETRY = timedelta(seconds=20)
RETRY_LIBRARY = timedelta(minutes=15)
AT_ONCE = 20


@transaction.atomic
def want(*, submission: Submission, actor: User, now: datetime | None = None) -> ProofFile:
    """Ask for a proof file of an article as things stand; one that is under way is given instead.

    Raises PermissionDenied.
    """
    if not may_have_proof(user=actor, submission=submission):
        raise PermissionDenied
    now = now or timezone.now()
    try:
        with transaction.atomic():
            row = ProofFile.objects.create(
                story_id=submission.page_id, asked_by=actor, asked_at=now, next_attempt_at=now
            )
    except IntegrityError:
        # The constraint lets one be under way; it shows what this one would show.
        row = ProofFile.objects.get(story_id=submission.page_id, state__in=UNDER_WAY)
    ring_on_commit(TASK, row.pk)
    return row


def make(*, file_id: int, now: datetime | None = None, camera: Camera | None = None) -> bool:
    """Makes the file of a row that is due; False where it is not, another worker has it, or nothing came of it."""
    now = now or timezone.now()
    row = _claim(file_id, now=now)
    if row is None:
        return False

    def lay_out(folder: Path) -> None:
        with translation.override("vi"):
            paper.lay_out(row=row, folder=folder, now=now)

    try:
        story = row.story.specific
        (camera or Camera(clock=lambda: now)).ours(story, version=latest_version(story)).save()
        printed = run(lay_out)
    except PressFailed as failure:
        _failed(row, failure.fault, str(failure), now=now)
        return False
    except Exception as error:
        # Whatever an article holds, its row says so and the worker goes on with the others.
        logger.exception("Proof file %s cannot be laid out", row.pk)
        _failed(row, Fault.BROKEN, f"{type(error).__name__}: {error}", now=now)
        return False
    if printed.refused:
        logging.getLogger("cms.security").warning(
            "Proof %s asked for what it may not have: %s", row.pk, printed.refused
        )
    return _store(row, printed.data, pages=printed.pages, now=now)


def sweep(*, now: datetime | None = None) -> list[int]:
    """Takes back what dead workers held; returns the rows that are due."""
    now = now or timezone.now()
    lost = ProofFile.objects.filter(state=State.PRINTING, lease_until__lt=now)
    lost.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED, lease_until=None, next_attempt_at=None, fault=Fault.TOO_LONG, error="the worker died"
    )
    lost.update(state=State.WAITING, lease_until=None, next_attempt_at=now)
    return list(_due(now).order_by("next_attempt_at", "pk").values_list("pk", flat=True)[:AT_ONCE])


def _due(now: datetime) -> QuerySet[ProofFile]:
    return ProofFile.objects.filter(state=State.WAITING, next_attempt_at__lte=now)


def _claim(file_id: int, *, now: datetime) -> ProofFile | None:
    row = _due(now).filter(pk=file_id).first()
    if row is None:
        return None
    claim: dict[str, Any] = {"state": State.PRINTING, "lease_until": now + LEASE, "attempts": row.attempts + 1}
    if not _due(now).filter(pk=row.pk, attempts=row.attempts).update(**claim, next_attempt_at=None, error=""):
        return None
    return ProofFile.objects.select_related("story", "asked_by").get(pk=row.pk)


def _held(row: ProofFile) -> QuerySet[ProofFile]:
    return ProofFile.objects.filter(
        Q(pk=row.pk, state=State.PRINTING, attempts=row.attempts, lease_until=row.lease_until)
    )


def _store(row: ProofFile, data: bytes, *, pages: int, now: datetime) -> bool:
    digest = hashlib.sha256(data).hexdigest()
    storage = row.file.storage
    name = storage.save(row.file.field.generate_filename(row, f"{digest[:32]}.pdf"), ContentFile(data))
    stored = _held(row).update(
        state=State.READY, file=name, sha256=digest, size=len(data), pages=pages, made_at=now, fault="",
        lease_until=None, next_attempt_at=None,
    )  # fmt: skip
    if not stored:
        storage.delete(name)
        logger.info("Proof file %s was overtaken while it was made", row.pk)
        return False
    logger.info("Proof file %s is ready: %s pages, sha256 %s", row.pk, pages, digest)
    return True


def _failed(row: ProofFile, fault: Fault, error: str, *, now: datetime) -> None:
    logger.warning("Proof file %s could not be made (attempt %s): %s: %s", row.pk, row.attempts, fault, error)
    values: dict[str, Any] = {"lease_until": None, "fault": fault, "error": error[-500:].replace("\x00", "")}
    if row.attempts >= MOST_ATTEMPTS and fault != Fault.NO_LIBRARY:
        values |= {"state": State.FAILED, "next_attempt_at": None}
    else:
        # A missing library is not the article's fault: it is tried without haste, and for ever.
        wait = RETRY_LIBRARY if fault == Fault.NO_LIBRARY else RETRY
        values |= {"state": State.WAITING, "next_attempt_at": now + wait}
        values |= {"attempts": 0} if fault == Fault.NO_LIBRARY else {}
    _held(row).update(**values)
