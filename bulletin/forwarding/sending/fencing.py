"""Fencing: whether this database, on this machine, is the one that may send.

A token lies in the database and in a file beside the installation, and both go on together while it works. A database
that comes out of a backup is behind the file; a copied database has no file, or one that names another place; of two
installations on one database, the one that went on last has the file that fits. Whatever does not fit sends nothing.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import time
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from bulletin.forwarding.models import Delivery
from bulletin.forwarding.sending.fence import Fence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

logger = logging.getLogger(__name__)

EVERY_SECONDS = 4.0
"""How long one look holds in a process: nothing is read or written for each delivery."""
ALIVE = timedelta(seconds=60)
"""A token that went on so recently belongs to somebody who works on this very database."""
MACHINE = Path("/etc/machine-id")


class Verdict(Enum):
    """What database and file say together; the values are the reasons that people read, empty where all is well."""

    HOLDS = ""
    BEGINS = "nothing was ever sent"
    RESTORED = "the database was restored from a backup: what it has forgotten may have been sent"
    COPIED = "the database is a copy: the fencing file of this installation is not here"
    MOVED = "the installation is a copy: its fencing file names another machine or folder"
    OVERTAKEN = "another copy of this installation has gone on in the meantime"


@dataclass(frozen=True)
class Mark:
    """What the file holds."""

    epoch: int
    counter: int
    token: str
    place: str


class _Seen:
    """When this process last saw that the token fits (monotonic seconds)."""

    at: float | None = None


def holds(*, now: datetime) -> bool:
    """Whether this installation may send, looked at anew every few seconds; the token goes on with each look."""
    if _Seen.at is not None and time.monotonic() - _Seen.at < EVERY_SECONDS:
        return True
    verdict = look(now=now)
    _Seen.at = time.monotonic() if verdict is Verdict.HOLDS else None
    return verdict is Verdict.HOLDS


def forget() -> None:
    """Have the next question look for itself."""
    _Seen.at = None


def look(*, now: datetime) -> Verdict:
    """Compare the two halves; where they fit, go on by one step."""
    path: Path = settings.FORWARDING_FENCE
    with transaction.atomic():
        row = Fence.objects.select_for_update().filter(pk=1).first()
        mark = _read(path)
        verdict = _compare(row, mark, place=_place(path))
        if verdict is Verdict.BEGINS:
            # There is no row to lock yet: of several workers that begin at once, all take what the first one wrote.
            row, _created = Fence.objects.get_or_create(key=1, defaults=_values(None, mark, now=now))
            verdict = Verdict.HOLDS
        elif (
            verdict is Verdict.HOLDS
            and row is not None
            and mark is not None
            # Where the file is a step behind, it is brought up first: never two steps at once.
            and row.token == mark.token
            and abs(now - row.advanced_at) >= timedelta(seconds=EVERY_SECONDS)
        ):
            row = _step(row, mark, now=now)
    if verdict is Verdict.HOLDS and row is not None and (mark is None or mark.token != row.token):
        _write(path, row)
    return verdict


def is_alive_elsewhere(verdict: Verdict, *, now: datetime) -> bool:
    """Whether somebody whose file fits works on this very database: then we are silent, and leave it to them."""
    if verdict not in {Verdict.COPIED, Verdict.OVERTAKEN, Verdict.MOVED}:
        return False
    return Fence.objects.filter(advanced_at__gt=now - ALIVE, advanced_at__lt=now + ALIVE).exists()


def begin_epoch(*, now: datetime) -> None:
    """An administrator says that this is the database that sends: both halves are made to fit.

    The file is written at once. Should the caller's transaction fail, it fits as little as before.
    """
    path: Path = settings.FORWARDING_FENCE
    row = Fence.objects.select_for_update().filter(pk=1).first()
    mark = _read(path)
    epoch = max(row.epoch if row else 0, mark.epoch if mark else 0) + 1
    row = _step(row, mark, now=now, epoch=epoch)
    _write(path, row, by_force=True)
    logger.warning("A new fencing epoch has begun: %s", row)


def last_step_at() -> datetime | None:
    """When the token last went on, by the clock of then."""
    return Fence.objects.values_list("advanced_at", flat=True).first()


def _compare(row: Fence | None, mark: Mark | None, *, place: str) -> Verdict:
    if row is None:
        # A new house, one that was emptied, or one from before there was a fence: its file says nothing yet.
        is_new = mark is None or not Delivery.objects.filter(first_sent_at__isnull=False).exists()
        return Verdict.BEGINS if is_new else Verdict.RESTORED
    if mark is None:
        return Verdict.COPIED
    if mark.place != place:
        return Verdict.MOVED
    if mark.token in (row.token, row.previous):
        return Verdict.HOLDS
    return Verdict.OVERTAKEN if mark.counter < row.counter else Verdict.RESTORED


def _step(row: Fence | None, mark: Mark | None, *, now: datetime, epoch: int | None = None) -> Fence:
    values = _values(row, mark, now=now) | ({"epoch": epoch} if epoch else {})
    stepped, _created = Fence.objects.update_or_create(key=1, defaults=values)
    return stepped


def _values(row: Fence | None, mark: Mark | None, *, now: datetime) -> dict[str, Any]:
    return {
        "epoch": row.epoch if row else 1,
        "counter": max(row.counter if row else 0, mark.counter if mark else 0) + 1,
        "token": uuid4().hex,
        "previous": mark.token if mark else "",
        "advanced_at": now,
    }


def _place(path: Path) -> str:
    """The place that a file belongs to; a file that several machines share by setting belongs to them all."""
    if settings.FORWARDING_FENCE_IS_SHARED:
        return "shared"
    machine = ""
    with contextlib.suppress(OSError):
        machine = MACHINE.read_text(encoding="ascii", errors="replace").strip()
    return sha256(f"{machine}:{path.resolve()}".encode()).hexdigest()[:32]


def _read(path: Path) -> Mark | None:
    """What the file holds; None where there is none or nobody can read it."""
    try:
        found = json.loads(path.read_text(encoding="ascii"))
        return Mark(
            epoch=int(found["epoch"]), counter=int(found["counter"]), token=str(found["token"]), place=found["place"]
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        logger.exception("The fencing file cannot be read")
        return None


def _write(path: Path, row: Fence, *, by_force: bool = False) -> None:
    """Bring the file up to the database. One that cannot be written stays a step behind, and the next look tries anew.

    A process that slept must not turn it back: under the lock, only a later step replaces an earlier one.
    """
    mark = Mark(epoch=row.epoch, counter=row.counter, token=row.token, place=_place(path))
    try:
        with _locked(path):
            present = _read(path)
            if present is not None and present.counter >= mark.counter and not by_force:
                return
            unfinished = path.with_name(f"{path.name}.{uuid4().hex}.unfinished")
            with unfinished.open("w", encoding="ascii") as file:
                json.dump(asdict(mark), file)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
    except OSError as error:
        logger.warning("The fencing file cannot be written now: %s", error)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        for _each in range(50):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                time.sleep(0.02)
        else:
            raise BlockingIOError("the fencing file is held by another process")
        yield
