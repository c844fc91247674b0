"""The index of copies at the size of an archive, and how long it takes to ask it.

The archive holds few texts, many times each. So nearly all of its articles get a signature of random numbers, as texts
of their own would have, and a few of each text keep their real one: these are the copies that are found.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cms.accounts.models import User

BATCH = 2_000
SHINGLES = 350
# So many articles of each of so many texts are copies of each other.
TEXTS, COPIES = 8, 6


def similarity(times: int, desk: str) -> dict[str, list[float]]:
    """Milliseconds of finding what resembles an article, with its passages, against the whole archive."""
    from cms.accounts.models import User
    from submissions.articles.models import ArticlePage
    from submissions.copies.search import similar_to

    person: User = User.objects.get(email=desk)
    keys = _fill()
    pages = [ArticlePage.objects.get(pk=key).get_latest_revision_as_object() for key in keys]
    spent = []
    for number in range(times + len(pages)):
        started = time.perf_counter()
        found = similar_to(page=pages[number % len(pages)], user=person)
        if number >= len(pages):
            spent.append((time.perf_counter() - started) * 1000)
        if len(found) != COPIES - 1 or not all(match.passages for match in found):
            raise LookupError(f"{len(found)} copies were found, not {COPIES - 1}.")
    return {"similarity": spent}


def _fill() -> list[int]:
    """Writes the index anew; returns an article of each text that has copies."""
    from bulletin.demo import material
    from bulletin.demo.archive import SLUG
    from submissions.articles.models import Submission
    from submissions.copies.actions import index_many
    from submissions.copies.models import Band, Fingerprint

    Band.objects.all().delete()
    Fingerprint.objects.all().delete()
    rows = Submission.objects.filter(page__slug__startswith=SLUG).order_by("pk").values_list("pk", "page_id")
    submissions, pages = zip(*rows, strict=True)
    texts = len(material.articles())
    kept = {text + texts * copy for text in range(TEXTS) for copy in range(COPIES)}
    index_many(submission_ids=[submissions[place] for place in sorted(kept)])
    others = [page for place, page in enumerate(pages) if place not in kept]
    for start in range(0, len(others), BATCH):
        _invent(others[start : start + BATCH])
    return [pages[text] for text in range(TEXTS)]


def _invent(pages: list[int]) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from submissions.copies.models import Fingerprint
    from submissions.copies.signature import SCHEME, SLOTS, bands

    now = timezone.now()
    made = [
        Fingerprint(
            page_id=page,
            scheme=SCHEME,
            signature=random.Random(page).randbytes(4 * SLOTS),
            shingles=SHINGLES,
            indexed_at=now,
        )
        for page in pages
    ]

    def rows() -> Iterator[tuple[int, int]]:
        return ((value, each.pk) for each in made for value in bands(each.signature))

    with transaction.atomic(), connection.cursor() as cursor:
        Fingerprint.objects.bulk_create(made)
        if connection.vendor == "postgresql":
            with cursor.copy("COPY copies_band (value, fingerprint_id) FROM STDIN") as copy:
                for row in rows():
                    copy.write_row(row)
        else:
            cursor.executemany("INSERT INTO copies_band (value, fingerprint_id) VALUES (%s, %s)", list(rows()))
