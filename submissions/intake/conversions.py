"""Verbs of a file on its way to a draft: receive, convert, take back, retry, dismiss.

The rows are the queue: a worker claims one by a conditional update, reads the file without holding anything open, and
stores what came of it only while its claim still stands.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from functools import partial
from threading import BoundedSemaphore
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core import rules
from cms.core.bell import ring, ring_on_commit
from cms.core.periods import local
from submissions.intake.actions import original_name, read_for_house, require_part, store
from submissions.intake.docx import PASSING, IntakeRefused, RefusalCode
from submissions.intake.errors import ClaimLost, ConversionClosed, NotOfUnit
from submissions.intake.jail import cell
from submissions.intake.models import Conversion
from submissions.intake.reading import look_at
from submissions.intake.storage import files_or_nothing

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from cms.accounts.models import User
    from submissions.intake.reading import Reading
    from submissions.units.models import Unit

logger = logging.getLogger(__name__)

TASK = "submissions.intake.tasks.convert"
State = Conversion.State
# Longer than both children and the storing together; after it the worker is taken for dead.
LEASE = timedelta(minutes=3)
# A file that broke its reader so often is not tried again without somebody asking for it.
MOST_ATTEMPTS = 3
# Each reading may take a gigabyte for a moment, and the worker's other threads are there for mail and forwarding.
AT_ONCE = 2
# No reading begins later than this in one task; with the longest reading it ends within the task's time limit.
DRAIN_SECONDS = 60
# What killed the reader may have been the moment and not the file.
KILLED = frozenset({RefusalCode.TIMED_OUT, RefusalCode.OUT_OF_MEMORY, RefusalCode.CRASHED})
_places = BoundedSemaphore(AT_ONCE)
NEWEST = 20
KEPT_DAYS = "intake.refused_kept_days"


def receive_file(
    *, data: bytes, filename: str, unit: Unit, author: User, token: UUID | None = None, now: datetime | None = None
) -> Conversion:
    """Keeps a file for its reading and rings for a worker. The same form and file again give the row that exists.

    Raises:
        NotOfUnit: the author does not belong to the unit. IntakeRefused: what can be told at once, see
            `submissions.intake.reading.look_at`; nothing was kept.
    """
    require_part(author=author, unit=unit)
    digest = hashlib.sha256(data).hexdigest()
    before = _same(token, digest=digest, unit=unit, author=author)
    if before is not None:
        return before
    kind = look_at(data)
    if token is not None and Conversion.objects.filter(token=token).exists():
        # The same form, which came in meanwhile; or the form of an earlier file, reached by the browser's way back.
        before = _same(token, digest=digest, unit=unit, author=author)
        if before is not None:
            return before
        token = None
    token = token or uuid4()
    row = Conversion(
        unit=unit,
        author=author,
        token=token,
        original_name=original_name(filename),
        digest=digest,
        created_at=now or timezone.now(),
    )
    try:
        with files_or_nothing() as files, transaction.atomic():
            row.source.save(f"{uuid4()}{kind.suffix}", ContentFile(data), save=False)
            files.remember(row.source)
            row.save(force_insert=True)
            ring_on_commit(TASK, row.pk)
    except IntegrityError:
        before = _same(token, digest=digest, unit=unit, author=author)
        if before is None:
            raise
        return before
    return row


def work(conversion_id: int, *, now: datetime | None = None) -> int:
    """Converts a file and then whatever else waits; returns how many were read.

    Only so many are read at once in one process (`AT_ONCE`): who finds no place leaves the row to those who have one.
    """
    if not _places.acquire(blocking=False):
        return 0
    read = 0
    deadline = monotonic() + DRAIN_SECONDS
    try:
        wanted: int | None = conversion_id
        while wanted is not None and monotonic() < deadline:
            read += convert(conversion_id=wanted, now=now)
            wanted = _next_waiting()
    finally:
        _places.release()
    wanted = _next_waiting()
    if wanted is not None:
        ring(TASK, wanted)
    return read


def convert(*, conversion_id: int, now: datetime | None = None) -> bool:
    """Reads one waiting file and stores what comes of it; False where it does not wait or another worker was first."""
    claimed = _claim(conversion_id, now=now or timezone.now())
    if claimed is None:
        return False
    try:
        with claimed.source.open("rb") as file:
            data = file.read()
        reading = read_for_house(data, filename=claimed.original_name)
        _store(claimed, reading, data=data, now=now or timezone.now())
    except IntakeRefused as refused:
        logger.warning("File %s of unit %s was refused: %s", claimed.pk, claimed.unit_id, refused)
        _stop(claimed, refused, now=now or timezone.now())
    except NotOfUnit:
        _stop(claimed, IntakeRefused(RefusalCode.NOT_MEMBER, "not of the unit any more"), now=now or timezone.now())
    except FileNotFoundError:
        logger.error("The file of conversion %s is gone", claimed.pk)
        _stop(claimed, IntakeRefused(RefusalCode.EMPTY, "the stored file is gone"), now=now or timezone.now())
    except ClaimLost:
        logger.warning("File %s was read too late; another worker has it", claimed.pk)
    return True


def sweep(*, now: datetime | None = None) -> int:
    """The guarantee behind the bell: takes back what dead workers held, rings for what waits, removes what is old.

    Returns how many claims were taken back.
    """
    now = now or timezone.now()
    lost = 0
    for row in Conversion.objects.filter(state=State.CONVERTING, lease_until__lt=now):
        again = row.attempts < MOST_ATTEMPTS
        change = _waiting() if again else _stopped(IntakeRefused(RefusalCode.BROKEN_OFF, ""), now=now)
        lost += _held(row).update(**change)
    for pk in _waiting_rows()[:AT_ONCE]:
        ring(TASK, pk)
    _remove_old(now=now)
    cell.remove_abandoned(now=now.timestamp())
    return lost


@transaction.atomic
def retry(*, conversion_id: int) -> Conversion:
    """Puts a file that could not be read back among those that wait, as if it came now.

    Raises:
        ConversionClosed: it waits already, is an article, or a second try would change nothing.
    """
    row = Conversion.objects.select_for_update().get(pk=conversion_id)
    if not row.may_be_retried:
        raise ConversionClosed(_("This file is not waiting for another try."))
    for name, value in {**_waiting(), "attempts": 0}.items():
        setattr(row, name, value)
    row.save()
    ring_on_commit(TASK, row.pk)
    return row


@transaction.atomic
def dismiss(*, conversion_id: int) -> None:
    """Removes a file of which nothing came, with its row.

    Raises:
        ConversionClosed: it is being read, or has become an article.
    """
    row = Conversion.objects.select_for_update().get(pk=conversion_id)
    if not row.is_stopped:
        raise ConversionClosed(_("Only a file that was not taken in can be removed."))
    _remove_file(row)
    row.delete()


def open_conversions(unit: Unit) -> list[Conversion]:
    """The files of a unit that are being read or were not taken in, the newest ones first."""
    rows = Conversion.objects.filter(unit=unit).exclude(state=State.DONE)
    return list(rows.select_related("author").order_by("-created_at", "-pk")[:NEWEST])


def _same(token: UUID | None, *, digest: str, unit: Unit, author: User) -> Conversion | None:
    if token is None:
        return None
    return Conversion.objects.filter(token=token, digest=digest, unit=unit, author=author).first()


def _waiting_rows() -> QuerySet[Conversion, int]:
    """Those that broke nothing yet come first: one bad file does not hold up the others."""
    rows = Conversion.objects.filter(state=State.WAITING).order_by("attempts", "created_at", "pk")
    return rows.values_list("pk", flat=True)


def _next_waiting() -> int | None:
    return _waiting_rows().first()


def _claim(conversion_id: int, *, now: datetime) -> Conversion | None:
    row = Conversion.objects.filter(pk=conversion_id, state=State.WAITING).select_related("unit", "author").first()
    if row is None:
        return None
    claim = {"state": State.CONVERTING, "attempts": row.attempts + 1, "claimed_at": now, "lease_until": now + LEASE}
    if not Conversion.objects.filter(pk=row.pk, state=State.WAITING, attempts=row.attempts).update(**claim):
        return None
    for name, value in claim.items():
        setattr(row, name, value)
    return row


def _held(claimed: Conversion) -> QuerySet[Conversion]:
    """The row, if this claim is still the one that holds it."""
    return Conversion.objects.filter(
        pk=claimed.pk, state=State.CONVERTING, attempts=claimed.attempts, lease_until=claimed.lease_until
    )


def _store(claimed: Conversion, reading: Reading, *, data: bytes, now: datetime) -> None:
    """The draft and the end of the row in one transaction; the file stands with the article from then on."""
    with files_or_nothing() as files, transaction.atomic():
        row = _held(claimed).select_for_update().first()
        if row is None:
            raise ClaimLost
        require_part(author=claimed.author, unit=claimed.unit)
        result = store(
            reading,
            data=data,
            filename=claimed.original_name,
            unit=claimed.unit,
            author=claimed.author,
            now=now,
            files=files,
        )
        _remove_file(row)
        row.source, row.state, row.lease_until, row.finished_at = "", State.DONE, None, now
        row.submission = result.submission
        row.save()


def _stop(claimed: Conversion, refused: IntakeRefused, *, now: datetime) -> None:
    """Ends the row with its reason; a reader that was killed gets further tries first."""
    if refused.code in KILLED and claimed.attempts < MOST_ATTEMPTS:
        _held(claimed).update(**_waiting())
    else:
        _held(claimed).update(**_stopped(refused, now=now))


def _waiting() -> dict[str, Any]:
    return {
        "state": State.WAITING,
        "lease_until": None,
        "finished_at": None,
        "refusal_code": "",
        "refusal_params": {},
    }


def _stopped(refused: IntakeRefused, *, now: datetime) -> dict[str, Any]:
    return {
        "state": State.FAILED if refused.code in PASSING else State.REFUSED,
        "lease_until": None,
        "finished_at": now,
        "refusal_code": refused.code.value,
        "refusal_params": refused.params,
    }


def _remove_old(*, now: datetime) -> None:
    """Files of which nothing came are kept as long as the rule says."""
    kept = timedelta(days=rules.number(KEPT_DAYS, on=local(now).date()))
    for row in Conversion.objects.filter(state__in=Conversion.STOPPED, finished_at__lt=now - kept):
        with transaction.atomic():
            _remove_file(row)
            row.delete()


def _remove_file(row: Conversion) -> None:
    """Once the transaction is certain: a file that is gone can't be rolled back."""
    transaction.on_commit(partial(row.source.storage.delete, str(row.source.name)), robust=True)
