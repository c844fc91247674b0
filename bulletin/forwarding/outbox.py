"""The outbox: what is published, corrected or withdrawn becomes rows in the same transaction."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from bulletin.forwarding import bells, ledger
from bulletin.forwarding.actors import OUTBOX
from bulletin.forwarding.models import IN_TURN, RETRACTION_FIRST, Delivery, Destination
from bulletin.forwarding.serialise import Letter, letter_for
from bulletin.forwarding.states import NOT_LEFT, STUCK, State, Verb
from cms.website.enums import StoryKind, VersionAction
from cms.website.models import StoryVersion
from cms.website.signals import story_corrected, story_published, story_withdrawn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django.db.models import QuerySet

logger = logging.getLogger(__name__)


def connect() -> None:
    """Listen to the reader's side. Called once, when the app is ready."""
    for signal in (story_published, story_corrected, story_withdrawn):
        signal.connect(_on_version, dispatch_uid="bulletin.forwarding.outbox")


def _on_version(sender: type, *, version: StoryVersion, **kwargs: Any) -> None:
    enqueue(version=version)


def is_wanted(version: StoryVersion) -> bool:
    """Whether a version is forwarded at all: articles are, issues are not yet."""
    return version.story.kind == StoryKind.ARTICLE


@transaction.atomic
def enqueue(*, version: StoryVersion, at: datetime | None = None) -> list[Delivery]:
    """One row for each destination that takes such articles, active or paused; rows that exist are left alone.

    ``at`` is the moment of writing, the version's own by default. A text that cannot be put into bytes gives a
    rejected row with the cause: a poison article stops neither its publication nor the others.
    """
    if not is_wanted(version):
        return []
    destinations = list(_takers(version).order_by("pk"))
    if not destinations:
        return []
    letter = _letter_or_fault(version)
    rows = [
        _enqueue_at(destination, version=version, letter=letter, at=at or version.at) for destination in destinations
    ]
    return [row for row in rows if row is not None]


def _takers(version: StoryVersion) -> QuerySet[Destination]:
    """Who is sent a version. English versions go to destinations that ask for them, and to those that were sent an
    earlier version of the same one: what they hold is corrected and taken down there whatever they ask for now."""
    everybody = Destination.objects.in_use()
    if version.story.translation_of_id is None:
        return everybody
    has_it = Delivery.objects.filter(destination=OuterRef("pk"), article_id=version.story.uid)
    return everybody.filter(Q(takes_translations=True) | Exists(has_it))


def _letter_or_fault(version: StoryVersion) -> Letter | str:
    try:
        # A savepoint: a failed query inside would otherwise end the publication's transaction on PostgreSQL.
        with transaction.atomic():
            return letter_for(version)
    except Exception as error:
        # Whatever an article holds may break rendering; the cause goes to the officer with the row.
        logger.exception("Version %s cannot be put into bytes", version)
        return f"{type(error).__name__}: {error}"


def _enqueue_at(
    destination: Destination, *, version: StoryVersion, letter: Letter | str, at: datetime
) -> Delivery | None:
    # The lock makes the decision below final: a worker either has these rows already or cannot take them now.
    rows = list(
        Delivery.objects.select_for_update(of=("self",))
        .filter(destination=destination, article_id=version.story.uid)
        .order_by("pk")
    )
    if any(row.version == version.version for row in rows):
        return None
    older = [row for row in rows if row.version < version.version]
    never_sent = all(row.first_sent_at is None for row in older)
    latest = max(older, key=lambda row: row.version, default=None)
    delivery = Delivery(
        destination=destination,
        story_id=version.story_id,
        article_id=version.story.uid,
        version=version.version,
        action=version.action,
        priority=RETRACTION_FIRST if version.action == VersionAction.RETRACTED else IN_TURN,
        remote_id=latest.remote_id if latest else "",
        remote_url=latest.remote_url if latest else "",
    )
    if isinstance(letter, Letter):
        delivery.body, delivery.content_sha256, delivery.title = letter.body, letter.content_sha256, letter.title
    else:
        delivery.title = version.story.title
    withdrawn_unsent = delivery.is_retraction and never_sent
    reason = ""
    if any(row.version > version.version and row.state != State.CANCELLED for row in rows):
        delivery.state, reason = State.SUPERSEDED, "a newer version exists"
    elif withdrawn_unsent:
        delivery.state, reason = State.CANCELLED, "nothing was ever sent"
    elif isinstance(letter, str):
        delivery.state, delivery.last_error, reason = State.REJECTED, letter, letter
    elif not destination.is_active:
        delivery.state, reason = State.PAUSED, "the destination is paused"
    else:
        delivery.state, delivery.next_attempt_at = State.WAITING, at
    _clear_away(older, cancel=withdrawn_unsent, version=version.version, at=at)
    ledger.begin(delivery=delivery, actor=OUTBOX, at=at, reason=reason)
    if delivery.state == State.WAITING:
        bells.ring_delivery(delivery.pk)
    return delivery


def _clear_away(older: Sequence[Delivery], *, cancel: bool, version: int, at: datetime) -> None:
    for row in older:
        if row.state in NOT_LEFT | STUCK:
            ledger.move(
                delivery=row,
                verb=Verb.CANCEL if cancel else Verb.SUPERSEDE,
                actor=OUTBOX,
                at=at,
                reason=f"version {version} was {'withdrawn before anything was sent' if cancel else 'published'}",
                next_attempt_at=None,
            )


def missing_versions() -> list[StoryVersion]:
    """Published versions of articles without their row at a destination that existed at the time."""
    found: dict[int, StoryVersion] = {}
    for destination in Destination.objects.in_use().order_by("pk"):
        rows = Delivery.objects.filter(
            destination=destination, article_id=OuterRef("story__uid"), version=OuterRef("version")
        )
        versions = StoryVersion.objects.filter(
            ~Exists(rows), story__kind=StoryKind.ARTICLE, at__gte=destination.created_at
        )
        if not destination.takes_translations:
            versions = versions.filter(story__translation_of__isnull=True)
        found |= {version.pk: version for version in versions.select_related("story", "revision")}
    return sorted(found.values(), key=lambda version: (version.at, version.pk))


def reconcile(*, now: datetime, repair: bool = True) -> list[StoryVersion]:
    """Report, and unless told otherwise repair, published versions without their row. Returns those found."""
    found = missing_versions()
    for version in found:
        logger.error("Version %s had no delivery (%s)", version, "repaired" if repair else "not repaired")
        if repair:
            enqueue(version=version, at=now)
    return found
