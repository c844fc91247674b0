"""Writing fingerprints: of one article when it is handed in or published, and of many at once."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Revision

from submissions.articles.enums import FINAL, PUBLIC
from submissions.articles.models import Submission
from submissions.copies import policy
from submissions.copies.models import Band, Fingerprint
from submissions.copies.search import Reading, compare, read
from submissions.copies.shingles import shingle_hashes, text_of_content, words_of
from submissions.copies.signature import SCHEME, bands, sign_all

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

logger = logging.getLogger(__name__)

# Names the lock under which fingerprints are written; any number that nothing else in the database uses.
_LOCK = 0x636F7069


@transaction.atomic
def index_article(
    *, submission_id: int, content: Mapping[str, Any], now: datetime | None = None
) -> Fingerprint | None:
    """Writes the fingerprint of an article with the content of a revision, and which earlier article is closest.

    A text too short to be compared has none; one that it had is taken away. Of two articles handed in at once, one
    waits here until the other is committed, so that the second finds the first.
    """
    now = now or timezone.now()
    submission = Submission.objects.get(pk=submission_id)
    reading = read(text_of_content(content))
    if reading is None:
        Fingerprint.objects.filter(page_id=submission.page_id).delete()
        return None
    _one_at_a_time()
    before = Fingerprint.objects.filter(page_id=submission.page_id).first()
    share, match = _closest_earlier(submission, reading, before, now)
    return _write(submission, reading, before, share=share, match=match, now=now)


def index_many(*, submission_ids: Collection[int], now: datetime | None = None) -> int:
    """Writes the fingerprints of articles that were handed in or published, in a few queries; returns how many.

    Of each the public text is taken, or else the latest. For those that somebody still decides about, the closest
    earlier article is looked for anew.
    """
    now = now or timezone.now()
    with transaction.atomic():
        _one_at_a_time()
        under_way = _write_many(submission_ids, now)
    for submission_id, content in under_way:
        index_article(submission_id=submission_id, content=content, now=now)
    return Fingerprint.objects.filter(page__submission__in=submission_ids).count()


def _write(
    submission: Submission,
    reading: Reading,
    before: Fingerprint | None,
    *,
    share: int | None,
    match: int | None,
    now: datetime,
) -> Fingerprint:
    fingerprint, _is_new = Fingerprint.objects.update_or_create(
        page_id=submission.page_id,
        defaults={
            "scheme": SCHEME,
            "signature": reading.signature,
            "shingles": len(reading.hashes),
            "indexed_at": now,
            "best_share": share,
            "best_match_id": match,
        },
    )
    if before is None or bytes(before.signature) != reading.signature or before.scheme != SCHEME:
        fingerprint.bands.all().delete()
        Band.objects.bulk_create(Band(value=value, fingerprint=fingerprint) for value in bands(reading.signature))
    return fingerprint


def _closest_earlier(
    submission: Submission, reading: Reading, before: Fingerprint | None, now: datetime
) -> tuple[int | None, int | None]:
    """(share, page) of the earlier article that this one resembles most, if it comes up to the notice.

    At a first hand-in every article in the index is earlier, because the lock lets one in after the other, whatever
    their clocks say. Afterwards the time of the hand-in decides, and what was found stays found.
    """
    mine = (submission.first_submitted_at or now, submission.pk)

    def is_earlier(other: Submission) -> bool:
        if before is None or other.page_id == before.best_match_id:
            return True
        return other.first_submitted_at is not None and (other.first_submitted_at, other.pk) < mine

    found = compare(reading, page_id=submission.page_id, may_name=is_earlier, at_most=3)
    if found and found[0].share >= policy.notice_percent(now):
        return found[0].share, found[0].submission.page_id
    return None, None


@dataclass(frozen=True, kw_only=True)
class _Article:
    submission_id: int
    page_id: int
    is_decided: bool
    content: Mapping[str, Any]
    hashes: set[int]


def _write_many(submission_ids: Collection[int], now: datetime) -> list[tuple[int, Mapping[str, Any]]]:
    """Writes rows and bands; returns the articles under way with their content."""
    articles = _articles(submission_ids)
    comparable = [each for each in articles if each.hashes]
    signatures = sign_all([each.hashes for each in comparable])
    Fingerprint.objects.filter(page_id__in=[each.page_id for each in articles if not each.hashes]).delete()
    Fingerprint.objects.bulk_create(
        [
            Fingerprint(
                page_id=each.page_id, scheme=SCHEME, signature=signature, shingles=len(each.hashes), indexed_at=now
            )
            for each, signature in zip(comparable, signatures, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["page"],
        update_fields=["scheme", "signature", "shingles", "indexed_at"],
    )
    keys = dict(
        Fingerprint.objects.filter(page_id__in=[each.page_id for each in comparable]).values_list("page_id", "pk")
    )
    Band.objects.filter(fingerprint_id__in=list(keys.values())).delete()
    Band.objects.bulk_create(
        Band(value=value, fingerprint_id=keys[each.page_id])
        for each, signature in zip(comparable, signatures, strict=True)
        for value in bands(signature)
    )
    return [(each.submission_id, each.content) for each in comparable if not each.is_decided]


def _articles(submission_ids: Collection[int]) -> list[_Article]:
    rows = Submission.objects.filter(pk__in=submission_ids, first_submitted_at__isnull=False).values_list(
        "pk", "page_id", "state", "page__live", "page__live_revision_id", "page__latest_revision_id"
    )
    wanted = {(live if is_live else latest): (pk, page, state) for pk, page, state, is_live, live, latest in rows}
    articles = []
    for revision, content in Revision.objects.filter(pk__in=[pk for pk in wanted if pk]).values_list("pk", "content"):
        submission_id, page_id, state = wanted[revision]
        articles.append(
            _Article(
                submission_id=submission_id,
                page_id=page_id,
                is_decided=state in PUBLIC | FINAL,
                content=content,
                hashes=shingle_hashes(words_of(text_of_content(content))),
            )
        )
    return articles


def _one_at_a_time() -> None:
    """Waits for other writers of fingerprints until the end of the transaction; SQLite lets one write at a time."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
