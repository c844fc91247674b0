"""Verbs of the consents: record one, say who is in a photo, take a consent back with the photo.

All are keyword-only and atomic and raise one of `submissions.consent.errors`. ``now`` is the moment of the act (aware).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cms.core import rules
from cms.core.bell import ring_on_commit
from cms.core.text import clean_line, clean_text
from cms.website.content import revision_hash
from cms.website.enums import People
from cms.website.models import Photo, StoryPage
from cms.website.takedown import LEAD_FIELDS, republish_without_photo
from submissions.articles.actions import record_event
from submissions.articles.enums import SETTLED, EventVerb, State
from submissions.articles.models import ArticlePage, Submission
from submissions.consent import removal as files
from submissions.consent.enums import Outcome, Scope
from submissions.consent.errors import AlreadyWithdrawn, ConsentNotAllowed, ConsentRefused
from submissions.consent.models import Consent, PhotoRemoval, RemovalStory
from submissions.consent.papers import read_paper
from submissions.consent.permissions import may_see, may_withdraw, photos_of
from submissions.consent.signals import photo_withdrawn
from submissions.consent.uses import uses_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from cms.accounts.models import User
    from cms.website.models import StoryVersion
    from submissions.consent.uses import Uses
    from submissions.units.models import Unit

logger = logging.getLogger(__name__)

# How often the taking down begins anew because somebody put the photo into one more story meanwhile.
ATTEMPTS = 5
# States in which somebody has approved what is not public yet.
DECIDED = SETTLED | {State.SECOND_REVIEW}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Who agreed to what. ``relation`` names the parent or guardian of a child."""

    person: str
    scope: Scope
    given_on: date
    relation: str = ""
    valid_until: date | None = None


@transaction.atomic
def record_consent(*, photo_id: int, actor: User, terms: Terms, paper: bytes, now: datetime | None = None) -> Consent:
    """Adds a consent with its scanned paper to a photo.

    Raises:
        ConsentNotAllowed: the photo is another unit's. ConsentRefused: something is missing or contradicts itself.
    """
    now = now or timezone.now()
    photo = Photo.objects.select_related("collection").select_for_update(of=("self",)).get(pk=photo_id)
    if not may_see(user=actor, photo=photo):
        raise ConsentNotAllowed(_("This photo belongs to another unit."))
    if photo.is_withdrawn:
        raise ConsentRefused(_("This photo was taken down. It can't be used again; upload another one."))
    person, relation = clean_line(terms.person), clean_line(terms.relation)
    _check_terms(terms, person=person, relation=relation, photo=photo, today=timezone.localdate(now))
    stored = read_paper(paper)
    consent = Consent(
        photo=photo, person=person, relation=relation, scope=terms.scope, given_on=terms.given_on,
        valid_until=terms.valid_until, recorded_by=actor, recorded_at=now,
    )  # fmt: skip
    consent.file.save(f"{uuid4()}{stored.suffix}", ContentFile(stored.data), save=False)
    try:
        consent.save()
    except BaseException:
        consent.file.storage.delete(consent.file.name or "")
        raise
    logger.info("Consent %s is recorded for photo %s", consent.pk, photo_id)
    return consent


@transaction.atomic
def say_people(*, unit: Unit, people: Mapping[int, str]) -> None:
    """Notes who can be recognised in photos of a unit: ``{photo id: one of People, or "" for not said}``.

    Photos of others are passed over: their owners say so themselves.
    """
    for photo in photos_of(unit).filter(pk__in=people):
        value = people[photo.pk]
        if value != photo.people and (value == "" or value in People.values):
            Photo.objects.filter(pk=photo.pk).update(people=value)


def withdraw_consent(*, consent_id: int, actor: User, reason: str, now: datetime | None = None) -> PhotoRemoval:
    """Takes a consent back and its photo down: everything in one transaction, and the files right after it.

    Each live story that shows the photo gets its next version without it, with a dated note for readers; forwarding sends
    that version on. What is approved and not public goes back into review. Drafts keep the photo and can't be handed in.

    Raises:
        ConsentNotAllowed, AlreadyWithdrawn: see there. ConsentRefused: no reason was given.
    """
    now = now or timezone.now()
    reason = clean_text(reason).strip()
    if not reason:
        raise ConsentRefused(_("Give a reason: it is kept with the consent."), field="reason")
    for _attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return _withdraw(consent_id=consent_id, actor=actor, reason=reason, now=now)
        except _UsedMeanwhile:
            continue
    raise ConsentRefused(
        _("The photo is being put into articles right now. Nothing was changed; try again in a moment.")
    )


class _UsedMeanwhile(Exception):
    """The photo came into one more story between the look and the lock."""


def _withdraw(*, consent_id: int, actor: User, reason: str, now: datetime) -> PhotoRemoval:
    consent = Consent.objects.select_related("photo__collection").get(pk=consent_id)
    photo_id = consent.photo_id
    if not may_withdraw(user=actor, photo=consent.photo):
        raise ConsentNotAllowed(
            _(
                "A photo is taken down by the desk, the board, the administrator or the head of the unit. Tell one of them."
            )
        )
    # Submissions before photos, as every publication locks them.
    uses = uses_of(photo_id)
    submissions = {
        row.page_id: row
        for row in Submission.objects.select_for_update(of=("self",)).filter(page_id__in=uses.pages).order_by("pk")
    }
    photo = Photo.objects.select_for_update(of=("self",)).get(pk=photo_id)
    consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent_id)
    if consent.withdrawn_at is not None:
        raise AlreadyWithdrawn(
            _("%(person)s took this consent back on %(time)s. Nothing is left to be done.")
            % {
                "person": consent.withdrawn_by,
                "time": date_format(timezone.localtime(consent.withdrawn_at), "DATETIME_FORMAT"),
            }
        )
    consent.withdrawn_at, consent.withdrawn_by, consent.withdrawn_reason = now, actor, reason
    consent.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    if photo.is_withdrawn:
        # Somebody else in the same photo was quicker; this consent ends with it.
        return PhotoRemoval.objects.get(photo=photo)
    # What was approved at the first look may have been published before the lock was ours.
    locked, uses = uses.pages, uses_of(photo_id)
    if not uses.pages <= locked:
        raise _UsedMeanwhile
    # The hash that approvals compare is read before the file goes.
    photo.get_file_hash()
    Photo.objects.filter(pk=photo_id).update(withdrawn_at=now)
    removal = PhotoRemoval.objects.create(
        photo=photo,
        consent=consent,
        requested_by=actor,
        requested_at=now,
        public_name=photo.file.name,
        kept_name=f"withdrawn/{uuid4()}{Path(photo.file.name).suffix}",
        keep_until=now + timedelta(days=rules.number("consent.keep_withdrawn_days", on=timezone.localdate(now))),
    )
    _take_down(removal, uses, submissions, actor=actor, now=now)
    photo_withdrawn.send(
        sender=PhotoRemoval, removal=removal, page_ids=set(uses.pending - uses.live), actor=actor, at=now
    )
    transaction.on_commit(partial(files.clear, removal_id=removal.pk, now=now), robust=True)
    ring_on_commit("submissions.consent.tasks.sweep")
    logger.info("Photo %s is withdrawn from %s stories", photo_id, len(uses.pages))
    return removal


def _take_down(
    removal: PhotoRemoval, uses: Uses, submissions: dict[int, Submission], *, actor: User, now: datetime
) -> None:
    photo_id = removal.photo_id
    lines = []
    for story in StoryPage.objects.filter(pk__in=uses.live).order_by("pk"):
        version = republish_without_photo(
            story=story,
            photo_id=photo_id,
            actor=actor,
            at=now,
            # The consent's number and no name: approvals are seen by more people than consents are.
            reason=_("A photo was taken out because consent no. %(number)d was withdrawn.")
            % {"number": removal.consent_id},
            note=_("A photo was removed at the request of the person in it."),
        )
        if story.pk in submissions:
            _pin(submissions[story.pk], version, actor=actor, now=now)
        lines.append(RemovalStory(removal=removal, story=story, version=version, outcome=Outcome.REPUBLISHED))
    for page_id in uses.pending - uses.live:
        decided = page_id in submissions and submissions[page_id].state in DECIDED
        outcome = Outcome.UNSETTLED if decided else Outcome.HELD
        lines.append(RemovalStory(removal=removal, story_id=page_id, outcome=outcome))
    covers = StoryPage.objects.filter(pk__in=uses.covers)
    covers.update(lead_image=None, **dict.fromkeys(LEAD_FIELDS, ""))
    lines += [RemovalStory(removal=removal, story_id=pk, outcome=Outcome.COVER_REMOVED) for pk in uses.covers]
    RemovalStory.objects.bulk_create(lines)


def _pin(submission: Submission, version: StoryVersion, *, actor: User, now: datetime) -> None:
    """Lets a published article's row name the version that readers have now."""
    revision = version.revision
    if revision is None:
        return
    submission.approved_revision = revision
    submission.approved_hash = revision_hash(revision, ArticlePage)
    fields = ["approved_revision", "approved_hash"]
    if ArticlePage.objects.filter(pk=submission.page_id, latest_revision=revision).exists():
        submission.content_hash = submission.approved_hash
        submission.last_edited_by, submission.last_edited_at = actor, now
        fields += ["content_hash", "last_edited_by", "last_edited_at"]
    submission.save(update_fields=fields)
    record_event(
        submission=submission,
        verb=EventVerb.EDIT,
        actor=actor,
        at=now,
        from_state=submission.state,
        reason=version.note,
        override_reason="",
        revision=revision,
        content_hash=submission.approved_hash,
    )


def _check_terms(terms: Terms, *, person: str, relation: str, photo: Photo, today: date) -> None:
    if not person:
        raise ConsentRefused(_("Write the name of the person in the photo."), field="person")
    if photo.people == People.CHILDREN and not relation:
        raise ConsentRefused(_("For a child, write the name of the parent or guardian who signed."), field="relation")
    if terms.given_on > today:
        raise ConsentRefused(_("The day of the signature lies in the future."), field="given_on")
    if terms.valid_until is not None and terms.valid_until < terms.given_on:
        raise ConsentRefused(_("The consent ends before it was given."), field="valid_until")
