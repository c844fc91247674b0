"""The outbox: what is published, corrected or withdrawn becomes rows in the same transaction, as policies ask."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction

from bulletin.forwarding import ledger
from bulletin.forwarding.actors import OUTBOX
from bulletin.forwarding.models import IN_TURN, RETRACTION_FIRST, Delivery, Destination
from bulletin.forwarding.policy import rules as policy
from bulletin.forwarding.policy.fields import Release
from bulletin.forwarding.sending import bells
from bulletin.forwarding.serialise import Letter, letter_for
from bulletin.forwarding.states import REPLACEABLE, STUCK, State, Verb
from cms.website.enums import VersionAction
from cms.website.models import StoryVersion
from cms.website.signals import story_corrected, story_published, story_withdrawn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from bulletin.forwarding.actors import Actor

logger = logging.getLogger(__name__)

NOT_TAKEN = "the destination does not take it any more"
DECLINED_BEFORE = "it was declined before"
CHOSEN = "chosen by the officer"
INCOMPLETE = "waits for a file that goes with it"
COMPLETED = "put into bytes anew: a file that goes with it is ready"
FILES_WAIT = timedelta(minutes=30)
"""How long a delivery waits for a file that is being made; then it goes without."""


def connect() -> None:
    """Listen to the reader's side. Called once, when the app is ready."""
    for signal in (story_published, story_corrected, story_withdrawn):
        signal.connect(_on_version, dispatch_uid="bulletin.forwarding.outbox")


def _on_version(sender: type, *, version: StoryVersion, **kwargs: Any) -> None:
    """Never in the way of a publication: what goes wrong here is told in the log, and the reconciliation repairs it."""
    try:
        with transaction.atomic():
            enqueue(version=version)
    except Exception:
        logger.exception("Version %s was published without being put in the outbox", version)


@transaction.atomic
def enqueue(*, version: StoryVersion, at: datetime | None = None) -> list[Delivery]:
    """One row for each destination that takes such a version, active or paused; rows that exist are left alone.

    ``at`` is the moment of writing, the version's own by default. A text that cannot be put into bytes gives a
    rejected row with the cause: a poison article stops neither its publication nor the others. A destination whose
    policy cannot be read is passed over; the others get their rows.
    """
    facts = policy.facts_of(version)
    letters = _Letters(version)
    rows = []
    for destination in Destination.objects.in_use().order_by("pk"):
        try:
            with transaction.atomic():
                rules = policy.policy_at(destination, version.at)
                taken = rules.takes(facts)
                rows.append(
                    _enqueue_at(destination, version=version, rules=rules, taken=taken, letters=letters, at=at)
                )
        except Exception:
            logger.exception("Version %s was not put in the outbox for destination %s", version, destination.pk)
    return [row for row in rows if row is not None]


@transaction.atomic
def choose(*, destination: Destination, version: StoryVersion, actor: Actor, at: datetime) -> Delivery | None:
    """The row of a version that a person sends to a destination whose policy does not; None where it is there."""
    return _enqueue_at(
        destination,
        version=version,
        rules=policy.Policy.of(destination),
        taken=True,
        letters=_Letters(version),
        at=at,
        actor=actor,
        is_chosen=True,
    )


class _Letters:
    """The bytes of a version, made when first asked for, once for each way of naming categories."""

    def __init__(self, version: StoryVersion) -> None:
        self.version = version
        self._made: dict[str, Letter | str] = {}

    def of(self, destination: Destination) -> Letter | str:
        """The letter, or in words why there is none."""
        key = json.dumps(destination.category_map, sort_keys=True)
        if key not in self._made:
            self._made[key] = _letter_or_fault(self.version, destination.category_map)
        return self._made[key]


def _letter_or_fault(version: StoryVersion, category_map: Mapping[str, str | int]) -> Letter | str:
    try:
        # A savepoint: a failed query inside would otherwise end the publication's transaction on PostgreSQL.
        with transaction.atomic():
            return letter_for(version, category_map=category_map)
    except Exception as error:
        # Whatever an article holds may break rendering; the cause goes to the officer with the row.
        logger.exception("Version %s cannot be put into bytes", version)
        return f"{type(error).__name__}: {error}"


def _enqueue_at(
    destination: Destination,
    *,
    version: StoryVersion,
    rules: policy.Policy,
    taken: bool,
    letters: _Letters,
    at: datetime | None,
    actor: Actor = OUTBOX,
    is_chosen: bool = False,
) -> Delivery | None:
    at = at or version.at
    # The lock makes the decision below final: a worker either has these rows already or cannot take them now.
    rows = list(
        Delivery.objects.select_for_update(of=("self",))
        .filter(destination=destination, article_id=version.story.uid)
        .order_by("pk")
    )
    if any(row.version == version.version for row in rows):
        return None
    older = [row for row in rows if row.version < version.version]
    if version.action == VersionAction.RETRACTED:
        # A takedown follows whatever there is; where nothing is, it is written down for those who get everything.
        goes = bool(older) or (taken and rules.takes_whole(version.story.kind))
    else:
        goes = taken or any(policy.is_bound(row) for row in older)
    if not goes:
        _clear_away(older, cancel=True, reason=NOT_TAKEN, at=at)
        return None
    delivery = _new_row(destination, version=version, older=older, letters=letters)
    letter = letters.of(destination)
    reason = _first_state(
        delivery,
        destination=destination,
        rules=rules,
        version=version,
        rows=rows,
        at=at,
        is_chosen=is_chosen,
        is_complete=not isinstance(letter, Letter) or letter.is_complete,
    )
    if is_chosen:
        delivery.release, delivery.released_at, delivery.released_by = Release.RELEASED, at, actor.user
        reason = reason or CHOSEN
    withdrawn_unsent = delivery.state == State.CANCELLED and delivery.is_retraction
    word = "withdrawn before anything was sent" if withdrawn_unsent else "published"
    _clear_away(older, cancel=withdrawn_unsent, reason=f"version {version.version} was {word}", at=at)
    ledger.begin(delivery=delivery, actor=actor, at=at, reason=reason)
    if delivery.state == State.WAITING and delivery.next_attempt_at == at:
        bells.ring_delivery(delivery.pk)
    return delivery


def _new_row(
    destination: Destination, *, version: StoryVersion, older: Sequence[Delivery], letters: _Letters
) -> Delivery:
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
    letter = letters.of(destination)
    if isinstance(letter, Letter):
        delivery.body, delivery.content_sha256, delivery.title = letter.body, letter.content_sha256, letter.title
    else:
        delivery.title, delivery.last_error = version.story.title, letter
    return delivery


@transaction.atomic
def complete(*, story_id: int, at: datetime) -> list[Delivery]:
    """A file that goes with a story is ready: what was not sent yet is put into bytes anew, and need not wait for it.

    Raises what rendering raises; the rows then keep the bytes that they have.
    """
    version = StoryVersion.objects.select_related("story", "revision").filter(story_id=story_id).latest("version")
    if version.action == VersionAction.RETRACTED:
        return []
    rows = list(
        Delivery.objects.select_for_update(of=("self",))
        .filter(story_id=story_id, version=version.version, state__in=REPLACEABLE, first_sent_at__isnull=True)
        .select_related("destination")
        .order_by("pk")
    )
    for row in rows:
        letter = letter_for(version, category_map=row.destination.category_map)
        row.body, row.content_sha256, row.title, row.updated_at = letter.body, letter.content_sha256, letter.title, at
        waits = row.state == State.WAITING and row.next_attempt_at is not None and row.next_attempt_at > at
        if waits and letter.is_complete:
            row.next_attempt_at = max(at, row.not_before) if row.not_before else at
            bells.ring_delivery(row.pk)
        row.save(update_fields=["body", "content_sha256", "title", "updated_at", "next_attempt_at"])
        ledger.note(delivery=row, actor=OUTBOX, at=at, reason=COMPLETED)
    return rows


def _first_state(
    delivery: Delivery,
    *,
    destination: Destination,
    rules: policy.Policy,
    version: StoryVersion,
    rows: Sequence[Delivery],
    at: datetime,
    is_chosen: bool,
    is_complete: bool,
) -> str:
    """Sets the state in which a new row begins, and its times; returns the reason, in words, where there is one."""
    older = [row for row in rows if row.version < version.version]
    latest = max(older, key=lambda row: row.version, default=None)
    was_sent = any(row.first_sent_at is not None for row in older)
    if not was_sent and not delivery.is_retraction:
        delivery.not_before = _embargo(rules, version=version, latest=latest)
    if any(row.version > version.version and row.state != State.CANCELLED for row in rows):
        delivery.state = State.SUPERSEDED
        return "a newer version exists"
    if delivery.is_retraction and not was_sent:
        delivery.state = State.CANCELLED
        return "nothing was ever sent"
    if not delivery.content_sha256:
        delivery.state = State.REJECTED
        return delivery.last_error
    if not delivery.is_retraction and not is_chosen and not any(policy.is_bound(row) for row in older):
        if latest is not None and latest.release == Release.DECLINED and latest.state == State.CANCELLED:
            delivery.state, delivery.release = State.CANCELLED, Release.DECLINED
            delivery.released_at, delivery.released_by = latest.released_at, latest.released_by
            return DECLINED_BEFORE
        if rules.needs_release:
            delivery.state, delivery.release = State.HELD, Release.NEEDED
            return ""
    if not destination.is_active:
        delivery.state = State.PAUSED
        return "the destination is paused"
    delivery.state = State.WAITING
    earliest = at if is_complete else at + FILES_WAIT
    delivery.next_attempt_at = max(earliest, delivery.not_before) if delivery.not_before else earliest
    return "" if is_complete else INCOMPLETE


def _embargo(rules: policy.Policy, *, version: StoryVersion, latest: Delivery | None) -> datetime | None:
    """Until when the first that a destination gets of an article is kept back: as for the version that it replaces."""
    if latest is not None:
        return latest.not_before
    published_at = version.story.first_published_at or version.at
    return policy.embargo_end(rules, published_at=published_at)


def _clear_away(older: Sequence[Delivery], *, cancel: bool, reason: str, at: datetime) -> None:
    for row in older:
        if row.state in REPLACEABLE | STUCK:
            ledger.move(
                delivery=row,
                verb=Verb.CANCEL if cancel else Verb.SUPERSEDE,
                actor=OUTBOX,
                at=at,
                reason=reason,
                next_attempt_at=None,
            )


def missing_versions() -> list[StoryVersion]:
    """Published versions without their row at a destination that takes them by the policy of their moment."""
    found: dict[int, StoryVersion] = {}
    for destination in Destination.objects.in_use().order_by("pk"):
        try:
            versions = list(policy.owed(destination).select_related("story", "revision"))
        except (ValueError, TypeError):
            # A policy that cannot be read must not hide what is missing elsewhere.
            logger.exception("The policy of destination %s cannot be read", destination.pk)
            continue
        found |= {version.pk: version for version in versions}
    return sorted(found.values(), key=lambda version: (version.at, version.pk))


def reconcile(*, now: datetime, repair: bool = True) -> list[StoryVersion]:
    """Report, and unless told otherwise repair, published versions without their row. Returns those found."""
    found = missing_versions()
    for version in found:
        logger.error("Version %s had no delivery (%s)", version, "repaired" if repair else "not repaired")
        if repair:
            enqueue(version=version, at=now)
    return found
