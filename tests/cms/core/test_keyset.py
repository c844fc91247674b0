"""Keyset paging: pages follow without gaps, and whatever stands in the address harms nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cms.core.keyset import by_moment, by_number, number_in
from cms.core.models import OutgoingMail
from tests.shared import shared

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 10, 5, tzinfo=UTC)


@shared
def mails() -> list[int]:
    """Seven mails, of which two and two were promised in the same moment, in two states."""
    hours = (3, 1, 1, 2, 5, 5, 4)
    states = (OutgoingMail.State.WAITING, OutgoingMail.State.FAILED)
    rows = [
        OutgoingMail(
            key=f"k{n}", recipient="a@vi-du.vn", subject="x", text="x", state=states[n % 2], next_attempt_at=NOON
        )
        for n in range(len(hours))
    ]
    made = OutgoingMail.objects.bulk_create(rows)
    for row, hour in zip(made, hours, strict=True):
        OutgoingMail.objects.filter(pk=row.pk).update(created_at=NOON + timedelta(hours=hour))
    return [row.pk for row in made]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_parts_are_read_as_one_list_without_gaps_or_repetitions(
    mails: list[int], size: int, newest_first: bool
) -> None:
    parts = [
        OutgoingMail.objects.filter(state=state) for state in (OutgoingMail.State.WAITING, OutgoingMail.State.FAILED)
    ]
    read, after = [], ""
    for _page in range(len(mails)):
        cut = by_moment(parts, by="created_at", after=after, size=size, newest_first=newest_first)
        assert len(cut.rows) <= size
        read += cut.rows
        after = cut.after
        if not after:
            break
    oldest_first = [mails[place] for place in (1, 2, 3, 0, 6, 4, 5)]
    assert read == (oldest_first[::-1] if newest_first else oldest_first)


def test_rows_with_numbers_are_read_from_the_newest_back(mails: list[int]) -> None:
    first = by_number(OutgoingMail.objects.all(), size=4)
    second = by_number(OutgoingMail.objects.all(), after=first.after, size=4)
    assert [row.pk for row in (*first.rows, *second.rows)] == mails[::-1]
    assert second.after == ""


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        ".",
        "1.",
        ".1",
        "1.x",
        "²",
        "٣.٣",
        "-1",
        "1e9.1",
        "\x00",
        "9" * 400,
        "1." + "9" * 30,
        "9" * 30 + ".1",
        "nan.1",
    ],
)
def test_a_cursor_that_was_never_given_out_begins_at_the_front(mails: list[int], cursor: str) -> None:
    rows = OutgoingMail.objects.all()
    assert [row.pk for row in by_number(rows, after=cursor, size=9).rows] == mails[::-1]
    assert len(by_moment([rows], by="created_at", after=cursor, size=9).rows) == len(mails)
    assert number_in(cursor) is None
