"""Which versions a destination is sent by itself, and since when which rule was in force.

A destination's policy decides about the versions that are published under it. Two things go beyond it: what was once
sent there is corrected and taken down there whatever the policy says now, and so is what an officer let go by name.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from bulletin.forwarding.models import Delivery, PolicyChange
from bulletin.forwarding.policy.fields import Release, Scope
from cms.website.enums import StoryKind, VersionAction
from cms.website.models import StoryVersion, Topic

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from django.db.models import QuerySet

    from bulletin.forwarding.models import Destination


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The rules of a destination, as they are kept in its columns and in the record of their changes."""

    scope: Scope = Scope.ALL
    sections: tuple[str, ...] = ()
    takes_translations: bool = False
    takes_issues: bool = False
    needs_release: bool = False
    embargo_hours: int = 0
    category_map: Mapping[str, str | int]
    title_limit: int | None = None
    sapo_limit: int | None = None

    @classmethod
    def of(cls, destination: Destination) -> Policy:
        """The policy that is in force now."""
        return cls.read({field.name: getattr(destination, field.name) for field in fields(cls)})

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Policy:
        """From JSON or columns. ValueError or TypeError where they are none of ours."""
        known = {field.name: values[field.name] for field in fields(cls) if field.name in values}
        known["scope"] = Scope(known.get("scope", Scope.ALL))
        known["sections"] = tuple(known.get("sections", ()))
        known["category_map"] = dict(known.get("category_map", {}))
        return cls(**known)

    def written(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "scope": str(self.scope), "sections": list(self.sections)}

    def takes(self, facts: Facts) -> bool:
        """Whether a published version with these facts is sent by itself."""
        if facts.is_issue:
            return self.takes_issues
        if facts.is_translation and not self.takes_translations:
            return False
        if self.scope == Scope.SECTIONS:
            return facts.section in self.sections
        return self.scope == Scope.ALL

    def takes_whole(self, kind: str) -> bool:
        """Whether everything of a kind of story goes there, so that a withdrawal without a version before is noted."""
        return self.takes_issues if kind == StoryKind.ISSUE else self.scope == Scope.ALL


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a policy asks of a version; ``section`` is the slug of its section, empty where it has none."""

    is_issue: bool
    is_translation: bool
    section: str


def facts_of(version: StoryVersion) -> Facts:
    """The facts of a version, from the text that was approved and not from what the page has become since."""
    topic_id = version.revision.content.get("topic") if version.revision is not None else version.story.topic_id
    topic = Topic.objects.select_related("section").filter(pk=topic_id).first() if topic_id else None
    return Facts(
        is_issue=version.story.kind == StoryKind.ISSUE,
        is_translation=version.story.translation_of_id is not None,
        section=topic.section.slug if topic is not None and topic.section is not None else "",
    )


def is_bound(row: Delivery) -> bool:
    """Whether a row ties its article to the destination: it may hold it, or a person let it go by name."""
    return row.first_sent_at is not None or row.release == Release.RELEASED


def policy_at(destination: Destination, moment: datetime) -> Policy:
    """The policy that was in force at a moment. Raises ValueError or TypeError where it cannot be read."""
    later = PolicyChange.objects.filter(destination=destination, at__gt=moment).order_by("at", "pk").first()
    return Policy.of(destination) if later is None else Policy.read(later.before)


def embargo_end(policy: Policy, *, published_at: datetime) -> datetime | None:
    """Until when a policy keeps an article back that was published at a moment; None where it does not."""
    return published_at + timedelta(hours=policy.embargo_hours) if policy.embargo_hours else None


def owed(destination: Destination) -> QuerySet[StoryVersion]:
    """The versions that should have a row at a destination and have none, in one query.

    The same rules as those of the outbox, period by period of the record of changes.
    """
    rows = Delivery.objects.filter(destination=destination, article_id=OuterRef("story__uid"))
    bound = rows.filter(Q(first_sent_at__isnull=False) | Q(release=Release.RELEASED), version__lt=OuterRef("version"))
    earlier = rows.filter(version__lt=OuterRef("version"))
    wanted = Q(Exists(bound)) | Q(Exists(earlier), action=VersionAction.RETRACTED)
    for policy, since, until in _periods(destination):
        period = Q(at__gte=since) & (Q(at__lt=until) if until else Q())
        wanted |= period & _taken_by(policy)
    return StoryVersion.objects.filter(
        wanted, ~Exists(rows.filter(version=OuterRef("version"))), at__gte=destination.created_at
    )


def _periods(destination: Destination) -> Iterator[tuple[Policy, datetime, datetime | None]]:
    since = destination.created_at
    for change in PolicyChange.objects.filter(destination=destination).order_by("at", "pk"):
        yield Policy.read(change.before), since, change.at
        since = change.at
    yield Policy.of(destination), since, None


def _taken_by(policy: Policy) -> Q:
    article = Q(story__kind=StoryKind.ARTICLE)
    if not policy.takes_translations:
        article &= Q(story__translation_of__isnull=True)
    if policy.scope == Scope.CHOSEN:
        article &= Q(pk__in=[])
    elif policy.scope == Scope.SECTIONS:
        topics = list(Topic.objects.filter(section__slug__in=policy.sections).values_list("pk", flat=True))
        # A retraction repeats no text: it follows the versions that were sent, and is nothing by itself.
        article &= ~Q(action=VersionAction.RETRACTED) & Q(revision__content__topic__in=topics)
    return article | Q(story__kind=StoryKind.ISSUE) if policy.takes_issues else article
