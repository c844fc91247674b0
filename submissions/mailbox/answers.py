"""The answer to a mail: what was taken, what is missing, where to go on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.accounts.notices import tell
from submissions.articles.models import ArticlePage
from submissions.intake.docx import IntakeRefused, RefusalCode
from submissions.intake.messages import refusal_message
from submissions.mailbox.notice_kinds import ANSWER
from submissions.moderation import readiness
from submissions.units.people import units_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from submissions.intake.models import Conversion
    from submissions.mailbox.models import InboundFile, InboundMail

# The screen of a unit belongs to a higher room and is known here by the name of its address only.
UNIT_SCREEN = "unit_articles"
OWN_SCREEN = "my_unit_articles"


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one file: a draft with what it still lacks, or the reason why not."""

    name: str
    title: str = ""
    link: str = ""
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    refusal: str = ""


def send(mail: InboundMail, files: Sequence[InboundFile], *, now: datetime) -> None:
    """Promises the answer in the caller's transaction, to the sender's registered address."""
    if mail.user is None:
        return
    outcomes = [_outcome(each) for each in files]
    drafts = [outcome for outcome in outcomes if outcome.link]
    about = mail.subject or _("your mail")
    subject = _("Received: %(subject)s") if drafts else _("Nothing was taken in: %(subject)s")
    tell(
        person=mail.user,
        kind=ANSWER,
        key=f"mailbox:{mail.pk}",
        subject=subject % {"subject": about},
        template="mailbox/mail/answer",
        context={
            "mail": mail,
            "outcomes": outcomes,
            "drafts": drafts,
            "left_out": mail.left_out,
            "codes": [(unit.code, unit.short_name) for unit in units_of(mail.user)],
            "button": _("Look through the draft") if len(drafts) == 1 else _("Open the unit's articles"),
        },
        url=_path(mail, files),
        now=now,
    )


def _outcome(file: InboundFile) -> Outcome:
    conversion = file.conversion
    if conversion is None:
        gone = _("The file is not kept any more. Please send it again or upload it at the desk.")
        return Outcome(name=file.name, refusal=file.refusal or gone)
    submission = conversion.submission
    if submission is None:
        return Outcome(name=file.name, refusal=_refusal(conversion))
    page: ArticlePage = ArticlePage.objects.get(pk=submission.page_id).get_latest_revision_as_object()
    notes = [str(note.get("message", "")) for note in submission.import_notes]
    return Outcome(
        name=file.name,
        title=page.title,
        link=settings.WAGTAILADMIN_BASE_URL + reverse("intake_review", args=[page.pk]),
        missing=tuple(readiness.problems(page)),
        notes=tuple(note for note in notes if note),
    )


def _refusal(conversion: Conversion) -> str:
    return refusal_message(IntakeRefused(RefusalCode(conversion.refusal_code), "", dict(conversion.refusal_params)))


def _path(mail: InboundMail, files: Sequence[InboundFile]) -> str:
    submissions = [each.conversion.submission for each in files if each.conversion and each.conversion.submission]
    if len(submissions) == 1:
        return reverse("intake_review", args=[submissions[0].page_id])
    return reverse(UNIT_SCREEN, args=[mail.unit.code]) if mail.unit is not None else reverse(OWN_SCREEN)
