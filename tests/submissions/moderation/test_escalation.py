"""What waits beyond its time is told to the desk, then to the board: each once for each due time."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions, stages
from submissions.moderation.escalation import BOARD, DESK, escalate_overdue
from submissions.moderation.models import Escalation
from tests import factories
from tests.submissions.moderation.races import at_once

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=HANOI)


def levels(submission):
    return sorted(Escalation.objects.filter(submission=submission).values_list("level", flat=True))


@pytest.mark.django_db
def test_the_desk_is_told_once_and_the_board_a_working_day_later():
    submission = factories.an_article(state=State.SUBMITTED, at=MONDAY)

    assert escalate_overdue(now=MONDAY + timedelta(hours=23)) == 0
    assert escalate_overdue(now=MONDAY + timedelta(hours=25)) == 1
    assert escalate_overdue(now=MONDAY + timedelta(hours=26)) == 0
    assert levels(submission) == [DESK]
    assert escalate_overdue(now=MONDAY + timedelta(hours=49)) == 1
    assert escalate_overdue(now=MONDAY + timedelta(days=9)) == 0
    assert levels(submission) == [DESK, BOARD]


@pytest.mark.django_db
def test_what_moves_on_gets_a_new_time_and_what_is_late_with_the_unit_is_not_the_board_s():
    submission = factories.an_article(state=State.SUBMITTED, at=MONDAY)
    escalate_overdue(now=MONDAY + timedelta(hours=25))
    actions.claim(submission_id=submission.pk, actor=factories.an_editor(), now=MONDAY + timedelta(hours=25))
    assert escalate_overdue(now=MONDAY + timedelta(hours=30)) == 0
    actions.return_to_unit(
        submission_id=submission.pk,
        actor=factories.an_editor(),
        reason="Thiếu nguồn.",
        now=MONDAY + timedelta(hours=31),
    )

    assert escalate_overdue(now=MONDAY + timedelta(days=40)) == 0
    assert levels(submission) == [DESK]


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        (datetime(2026, 11, 6, 16, 30, tzinfo=HANOI), 1, datetime(2026, 11, 9, 16, 30, tzinfo=HANOI)),
        (datetime(2026, 2, 13, 9, 0, tzinfo=HANOI), 1, datetime(2026, 2, 23, 9, 0, tzinfo=HANOI)),
        (datetime(2026, 12, 31, 9, 0, tzinfo=HANOI), 1, datetime(2027, 1, 4, 9, 0, tzinfo=HANOI)),
    ],
    ids=["over a weekend", "over Tết", "over new year"],
)
def test_only_working_days_count(since, days, due):
    assert stages.later_by_working_days(since, days) == due


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_once():
    submission = factories.an_article(state=State.SUBMITTED, at=MONDAY)
    sweep = partial(escalate_overdue, now=MONDAY + timedelta(hours=25))

    at_once(sweep, sweep)

    assert levels(submission) == [DESK]
    assert Submission.objects.get(pk=submission.pk).state == State.SUBMITTED
