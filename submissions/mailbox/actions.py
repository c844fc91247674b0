"""Verbs of the mailbox: collect what came in, go through it, answer.

Mail can be forged, so it only ever makes a draft that a signed-in person looks through and hands in. Each step is a
row first: a process that dies anywhere leaves what the next one finishes, and nothing is made twice.
"""

from __future__ import annotations

import logging
from datetime import datetime, time, timedelta
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from cms.accounts.models import User
from cms.core import rules
from submissions.intake.conversions import receive_file
from submissions.intake.docx import IntakeRefused
from submissions.intake.errors import NotOfUnit
from submissions.intake.messages import refusal_message
from submissions.intake.storage import files_or_nothing
from submissions.mailbox import answers, letter
from submissions.mailbox.enums import SILENT, MailState, Reason
from submissions.mailbox.letter import LetterUnreadable
from submissions.mailbox.models import InboundFile, InboundMail
from submissions.units.people import units_of

if TYPE_CHECKING:
    from submissions.mailbox.letter import Attachment, Contents, Envelope
    from submissions.mailbox.sources import Found, Source
    from submissions.units.models import Unit

logger = logging.getLogger(__name__)
security = logging.getLogger("cms.security")

# So many mails in one task, and none begun later than so many seconds after its start: tasks stay short.
POLL_LIMIT = 50
POLL_SECONDS = 25
LEASE = timedelta(minutes=3)
MOST_ATTEMPTS = 3
MOST_FILES = 3
# Makes the token of a file's row from the mail and the place in it: gone through twice, it is the same row.
TOKENS = UUID("6f4d8a5e-30c1-4b0e-9a77-2b9f6d1f3c55")
A_DAY = "mailbox.mails_a_day"
KEPT_DAYS = "mailbox.kept_days"


def collect(*, source: Source, now: datetime | None = None) -> int:
    """Writes a row for each mail that waits, then takes it out of the inbox; returns how many were met.

    Raises:
        MailboxAway: the mailbox does not answer; what was met before is safe.
    """
    now = now or timezone.now()
    deadline = monotonic() + POLL_SECONDS
    met = 0
    for found in source.waiting(limit=POLL_LIMIT, now=now):
        record(found=found, now=now)
        found.settle()
        met += 1
        if monotonic() > deadline:
            break
    return met


def record(*, found: Found, now: datetime) -> InboundMail | None:
    """Writes the row of one mail; None where it was there already. A stranger's mail is not even read to its end."""
    header = found.header()
    try:
        envelope = letter.read_envelope(letter.split(header)[0])
    except LetterUnreadable as error:
        security.warning("A mail with a header that can't be read was left alone: %s", error)
        return _write(_nameless(header), b"", InboundMail(state=MailState.REFUSED, reason=Reason.AUTOMATIC), now=now)
    user, reason = _known_sender(envelope, now=now)
    if user is None:
        security.warning("A mail from %s was left alone: %s", envelope.sender or "nobody", reason)
        row = InboundMail(state=MailState.REFUSED, reason=reason)
        return _write(envelope, b"", row, now=now)
    if found.size > letter.MOST_BYTES:
        row = InboundMail(state=MailState.TAKEN, reason=Reason.TOO_LARGE, user=user)
        return _write(envelope, b"", row, now=now)
    return _write(envelope, found.read(), InboundMail(state=MailState.WAITING, user=user), now=now)


def go_through(*, mail_id: int, now: datetime | None = None) -> bool:
    """Hands the Word files of one mail to their reading; False where it does not wait or another worker has it.

    A file becomes a `Conversion` whose token is made from the mail, so that a second try finds the first one's row.
    """
    now = now or timezone.now()
    mail = _claim(mail_id, now=now)
    if mail is None:
        return False
    if mail.attempts > MOST_ATTEMPTS:
        _take(mail, reason=Reason.UNREADABLE)
        return True
    try:
        with mail.source.open("rb") as file:
            contents = letter.read_contents(file.read())
    except (LetterUnreadable, FileNotFoundError) as error:
        logger.warning("Mail %s can't be taken apart: %s", mail.pk, error)
        _take(mail, reason=Reason.UNREADABLE)
        return True
    unit, reason = _unit_of(mail)
    if unit is None or not contents.words:
        _take(mail, unit=unit, reason=reason or Reason.NO_FILE, contents=contents)
        return True
    for position, attachment in enumerate(contents.words[:MOST_FILES]):
        _hand_over(mail, attachment, position=position, unit=unit, now=now)
    _take(mail, unit=unit, contents=contents)
    return True


@transaction.atomic
def answer(*, mail_id: int, now: datetime | None = None) -> bool:
    """Tells the sender what came of a mail, once all of it is read; False while it is not, or when it was done.

    The answer goes to the account's own address, whatever the mail says.
    """
    now = now or timezone.now()
    mail = InboundMail.objects.select_for_update(of=("self",)).filter(pk=mail_id, state=MailState.TAKEN).first()
    if mail is None:
        return False
    files = list(mail.files.select_related("conversion__submission__page"))
    if any(each.conversion is not None and each.conversion.is_under_way for each in files):
        return False
    silent = mail.reason in SILENT or mail.user is None or not mail.user.is_active
    if not silent:
        answers.send(mail, files, now=now)
    mail.state = MailState.REFUSED if silent else MailState.ANSWERED
    mail.reason = mail.reason or (Reason.LEFT if silent else "")
    mail.settled_at = now
    mail.save(update_fields=["state", "reason", "settled_at"])
    return True


def sweep(*, now: datetime | None = None) -> int:
    """Goes through what waits and answers what is read; returns how many mails moved. Old ones are thinned out."""
    now = now or timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    waiting = InboundMail.objects.filter(free, state=MailState.WAITING).order_by("received_at", "pk")
    moved = sum(go_through(mail_id=pk, now=now) for pk in waiting.values_list("pk", flat=True)[:POLL_LIMIT])
    taken = InboundMail.objects.filter(state=MailState.TAKEN).order_by("received_at", "pk")
    moved += sum(answer(mail_id=pk, now=now) for pk in taken.values_list("pk", flat=True)[:POLL_LIMIT])
    _thin(now=now)
    return moved


def _write(envelope: Envelope, raw: bytes, row: InboundMail, *, now: datetime) -> InboundMail | None:
    body = letter.split(raw)[1]
    row.fingerprint = letter.fingerprint(envelope, body)
    row.message_id, row.sender, row.subject = envelope.message_id, envelope.sender[:254], envelope.subject
    row.tags, row.received_at = envelope.tags, now
    row.settled_at = now if row.state == MailState.REFUSED else None
    try:
        with files_or_nothing() as files, transaction.atomic():
            if InboundMail.objects.filter(fingerprint=row.fingerprint).exists():
                return None
            if row.state == MailState.WAITING:
                row.source.save(f"{row.fingerprint}.eml", ContentFile(raw), save=False)
                files.remember(row.source)
            row.save(force_insert=True)
    except IntegrityError:
        # Another worker met the same mail at the same moment.
        return None
    logger.info("Mail %s came in: %s", row.pk, row.reason or row.state)
    return row


def _nameless(header: bytes) -> Envelope:
    """Stands for a header that can't be read: its bytes are all that tells it from others."""
    return letter.Envelope(
        message_id=letter.digest(header),
        sender="",
        subject="",
        date="",
        tags=[],
        is_automatic=True,
        is_forged=False,
    )


def _known_sender(envelope: Envelope, *, now: datetime) -> tuple[User | None, Reason | str]:
    if envelope.is_automatic:
        return None, Reason.AUTOMATIC
    user = User.objects.filter(email=envelope.sender, is_active=True).first() if envelope.sender else None
    if user is None or not user.memberships.exists():
        return None, Reason.UNKNOWN_SENDER
    if envelope.is_forged:
        return None, Reason.FORGED
    begin = timezone.make_aware(datetime.combine(timezone.localdate(now), time.min))
    today = InboundMail.objects.filter(user=user, received_at__gte=begin, received_at__lte=now).count()
    if today >= rules.number(A_DAY, on=timezone.localdate(now)):
        return None, Reason.TOO_MANY
    return user, ""


def _claim(mail_id: int, *, now: datetime) -> InboundMail | None:
    row = InboundMail.objects.select_related("user").filter(pk=mail_id, state=MailState.WAITING).first()
    if row is None or (row.lease_until is not None and row.lease_until >= now):
        return None
    claim = {"attempts": row.attempts + 1, "lease_until": now + LEASE}
    same = InboundMail.objects.filter(pk=row.pk, state=MailState.WAITING, attempts=row.attempts)
    if not same.update(**claim):
        return None
    row.attempts, row.lease_until = row.attempts + 1, now + LEASE
    return row


def _unit_of(mail: InboundMail) -> tuple[Unit | None, Reason | str]:
    """The unit that a mail is for: the sender's only one, or the one whose code the mail names."""
    if mail.user is None:
        return None, Reason.LEFT
    units = list(units_of(mail.user))
    if not units:
        return None, Reason.LEFT
    named = [unit for unit in units if unit.code.upper() in mail.tags]
    chosen = units if len(units) == 1 else named
    return (chosen[0], "") if len(chosen) == 1 else (None, Reason.WHICH_UNIT)


def _hand_over(mail: InboundMail, attachment: Attachment, *, position: int, unit: Unit, now: datetime) -> None:
    author = mail.user
    if author is None:
        return
    conversion, refusal = None, ""
    try:
        conversion = receive_file(
            data=attachment.data,
            filename=attachment.name,
            unit=unit,
            author=author,
            token=uuid5(TOKENS, f"{mail.fingerprint}:{position}"),
            now=now,
        )
    except IntakeRefused as refused:
        logger.warning("A file of mail %s was refused: %s", mail.pk, refused)
        refusal = refusal_message(refused)
    except NotOfUnit as refused:
        refusal = str(refused)
    InboundFile.objects.get_or_create(
        mail=mail,
        position=position,
        defaults={"name": attachment.name, "conversion": conversion, "refusal": refusal},
    )


def _take(
    mail: InboundMail, *, unit: Unit | None = None, reason: Reason | str = "", contents: Contents | None = None
) -> None:
    """From now on only the answer is owed; the claim must still stand."""
    left_out = [*(each.name for each in contents.words[MOST_FILES:]), *contents.others] if contents else []
    if contents and reason:
        left_out = [*(each.name for each in contents.words), *contents.others]
    held = InboundMail.objects.filter(pk=mail.pk, state=MailState.WAITING, attempts=mail.attempts)
    held.update(state=MailState.TAKEN, unit=unit, reason=reason, left_out=left_out[:20], lease_until=None)


def _thin(*, now: datetime) -> None:
    """What was settled long ago: the kept mail of known senders, and the whole line of strangers."""
    days = rules.number(KEPT_DAYS, on=timezone.localdate(now))
    old = InboundMail.objects.filter(settled_at__lt=now - timedelta(days=days))
    for mail in old.exclude(source="")[:POLL_LIMIT]:
        with transaction.atomic():
            transaction.on_commit(partial(mail.source.storage.delete, str(mail.source.name)), robust=True)
            InboundMail.objects.filter(pk=mail.pk).update(source="")
    old.filter(state=MailState.REFUSED).delete()
