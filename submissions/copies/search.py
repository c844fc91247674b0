"""Which other articles say the same, to what part, and where.

One query over the bands finds candidates, the signatures rank them, and the texts of the best are compared word by word:
what is shown is exact. Whom a match may be named to is decided before any text is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count
from django.utils import timezone
from wagtail.models import Revision

from submissions.articles.models import Submission
from submissions.articles.permissions import may_see
from submissions.copies import policy
from submissions.copies.models import Band
from submissions.copies.passages import Passage, Run, passages, share_of, shared_runs
from submissions.copies.shingles import Word, shingle_hashes, text_of_content, text_of_page, words_of
from submissions.copies.signature import bands, estimated_share, sign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from typing import Any

    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage

#: So many of those that share most bands are ranked, and so many of the ranked are read.
RANKED: Final = 200
READ: Final = 12
#: Estimated to share less, a candidate is one by chance.
MIN_ESTIMATE: Final = 0.05


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A text made ready for comparison: its words, the hashes of its shingles and their signature."""

    text: str
    words: list[Word]
    hashes: set[int]
    signature: bytes


@dataclass(frozen=True, kw_only=True)
class Match:
    """Another article that says the same. ``share`` is how much of the asked article stands in it, in whole per cent.

    ``date`` is when it was published, or else handed in. ``submission_id`` is None, and ``is_public`` true, where the
    person may read it as the public does and no more. ``is_later``: it was handed in after the asked one.
    """

    page_id: int
    submission_id: int | None
    title: str
    unit: str
    date: datetime
    share: int
    is_public: bool
    is_later: bool
    url: str
    passages: list[Passage]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A candidate whose text was compared."""

    submission: Submission
    text: str
    words: list[Word]
    groups: list[list[Run]]
    share: int


def read(text: str) -> Reading | None:
    """A text made ready; None for one too short to be compared."""
    words = words_of(text)
    hashes = shingle_hashes(words)
    return Reading(text=text, words=words, hashes=hashes, signature=sign(hashes)) if hashes else None


def similar_to(*, page: ArticlePage, user: User | None, limit: int = 5, now: datetime | None = None) -> list[Match]:
    """The articles that share most with ``page`` (its text as the object holds it), the largest share first.

    All that were ever handed in are asked; named are those that ``user`` may see, and what is public. ``user`` None
    is the house itself. From the rule ``copies.list_percent`` on; at most ``limit``. Five queries, whatever the number
    of articles.
    """
    reading = read(text_of_page(page))
    if reading is None:
        return []
    least = policy.list_percent(now or timezone.now())
    handed_in = Submission.objects.filter(page_id=page.pk).values_list("first_submitted_at", flat=True).first()

    def may_name(submission: Submission) -> bool:
        return user is None or submission.page.live or may_see(user=user, submission=submission)

    found = compare(reading, page_id=page.pk, may_name=may_name)
    shown = [each for each in found if each.share >= least][:limit]
    return [_match(reading, each, user=user, handed_in=handed_in) for each in shown]


def compare(
    reading: Reading, *, page_id: int, may_name: Callable[[Submission], bool], at_most: int = READ
) -> list[Found]:
    """The best candidates among the articles that may be named, read and compared; the largest share first."""
    ranked = [each for each in _ranked(reading, page_id) if may_name(each)][:at_most]
    contents = _contents(ranked)
    found = [_read_beside(reading, each, contents[each.page_id]) for each in ranked if each.page_id in contents]
    return sorted(found, key=lambda each: (-each.share, each.submission.first_submitted_at, each.submission.pk))


def _ranked(reading: Reading, page_id: int) -> list[Submission]:
    """Other articles that share a band, the one with the largest estimated share first."""
    hits = (
        Band.objects.filter(value__in=bands(reading.signature))
        .values_list("fingerprint_id")
        .annotate(hits=Count("value"))
        .order_by("-hits", "fingerprint_id")[:RANKED]
    )
    submissions = (
        Submission.objects.filter(page__fingerprint__in=[pk for pk, _hits in hits])
        .exclude(page_id=page_id)
        .select_related("page__fingerprint", "unit")
        .only(
            "unit__short_name", "created_by_id", "first_submitted_at", "published_at", "page__live", "page__title",
            "page__draft_title", "page__url_path", "page__live_revision_id", "page__latest_revision_id",
            "page__locale_id", "page__fingerprint__signature", "page__fingerprint__shingles",
        )
    )  # fmt: skip
    estimates = {each.pk: _estimate(reading, each) for each in submissions}
    near = [each for each in submissions if estimates[each.pk] >= MIN_ESTIMATE]
    return sorted(near, key=lambda each: (-estimates[each.pk], each.pk))


def _estimate(reading: Reading, submission: Submission) -> float:
    fingerprint = submission.page.fingerprint
    return estimated_share(
        mine=reading.signature,
        my_size=len(reading.hashes),
        theirs=bytes(fingerprint.signature),
        their_size=fingerprint.shingles,
    )


def _contents(submissions: list[Submission]) -> dict[int, Mapping[str, Any]]:
    """The stored content of each article by its page: of a public one what the public reads, of others the latest."""
    wanted = {
        each.page.live_revision_id if each.page.live else each.page.latest_revision_id: each.page_id
        for each in submissions
    }
    contents = Revision.objects.filter(pk__in=[pk for pk in wanted if pk]).values_list("pk", "content")
    return {wanted[pk]: content for pk, content in contents}


def _read_beside(reading: Reading, submission: Submission, content: Mapping[str, Any]) -> Found:
    text = text_of_content(content)
    words = words_of(text)
    groups = shared_runs(reading.words, words)
    return Found(submission=submission, text=text, words=words, groups=groups, share=share_of(reading.words, groups))


def _match(reading: Reading, found: Found, *, user: User | None, handed_in: datetime | None) -> Match:
    submission, page = found.submission, found.submission.page
    at = submission.first_submitted_at
    if at is None:
        raise ValueError(f"Submission {submission.pk} has a fingerprint and was never handed in.")
    return Match(
        page_id=page.pk,
        submission_id=submission.pk if user is None or may_see(user=user, submission=submission) else None,
        title=page.title if page.live else page.draft_title,
        unit=submission.unit.short_name,
        date=submission.published_at or at,
        share=found.share,
        is_public=page.live,
        is_later=handed_in is not None and at > handed_in,
        url=(page.url or "") if page.live else "",
        passages=passages(
            mine=reading.words, my_text=reading.text, theirs=found.words, their_text=found.text, groups=found.groups
        ),
    )
