"""Planning, changing, moving, dropping and linking a piece; the same checks whichever way it is asked."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from bulletin.calendar import actions
from bulletin.calendar.errors import CalendarNotAllowed, CalendarRefused, PieceChanged
from bulletin.calendar.models import PlannedPiece
from bulletin.issues.enums import IssueState
from bulletin.issues.errors import IssueRefused
from submissions.articles.enums import State
from submissions.moderation import actions as moderation
from tests import factories
from tests.bulletin.calendar.pieces import a_piece, a_plan, a_scheduled_issue
from tests.submissions.moderation.races import at_once

if TYPE_CHECKING:
    from cms.accounts.models import User

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 11, 2, 9, tzinfo=ZONE)


def fresh(piece: PlannedPiece) -> PlannedPiece:
    return PlannedPiece.objects.get(pk=piece.pk)


def test_a_piece_is_planned_for_a_day_or_for_a_month() -> None:
    assert a_piece(day=date(2026, 11, 30)).period == date(2026, 11, 1)
    assert a_piece(day=None, period=date(2026, 12, 31)).period == date(2026, 12, 1)


@pytest.mark.parametrize("person", [factories.an_officer, factories.a_person])
def test_only_the_newsroom_and_the_administrator_plan(person) -> None:
    piece = a_piece()
    actor = person()
    for act in (
        partial(actions.plan_piece, actor=actor, plan=a_plan()),
        partial(actions.change_piece, piece_id=piece.pk, actor=actor, plan=a_plan(), version=1),
        partial(actions.move_piece, piece_id=piece.pk, actor=actor, day=date(2026, 11, 3), version=1),
        partial(actions.drop_piece, piece_id=piece.pk, actor=actor, version=1),
        partial(actions.link_article, piece_id=piece.pk, actor=actor, submission_id=None, version=1),
    ):
        with pytest.raises(CalendarNotAllowed):
            act()
    assert fresh(piece).version == 1


def test_a_head_does_not_plan_for_the_own_unit_either() -> None:
    unit = factories.a_unit()
    with pytest.raises(CalendarNotAllowed):
        actions.plan_piece(actor=factories.a_head(unit), plan=a_plan(unit=unit))


@pytest.mark.parametrize(
    "bad",
    [
        {"working_title": " \u200b\n"},
        {"day": date(2026, 11, 20), "period": date(2026, 12, 1)},
    ],
)
def test_what_makes_no_sense_is_refused(bad: dict[str, object]) -> None:
    factories.house()
    with pytest.raises(CalendarRefused):
        a_piece(**bad)
    assert not PlannedPiece.objects.exists()


def test_a_piece_of_a_unit_is_for_one_of_its_people_or_of_the_newsroom() -> None:
    unit = factories.a_unit()
    a_piece(unit=unit, person=factories.a_writer(unit))
    a_piece(unit=unit, person=factories.an_editor())
    with pytest.raises(CalendarRefused):
        a_piece(unit=unit, person=factories.a_writer(factories.a_unit()))


def test_moving_a_piece_takes_it_into_the_month_of_the_day() -> None:
    piece = a_piece()
    actions.move_piece(piece_id=piece.pk, actor=factories.an_editor(), day=date(2026, 12, 1), version=piece.version)
    assert (fresh(piece).period, fresh(piece).day) == (date(2026, 12, 1), date(2026, 12, 1))


def test_what_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    piece = a_piece()
    editor = factories.an_editor()
    actions.move_piece(piece_id=piece.pk, actor=editor, day=date(2026, 11, 3), version=1)
    for act in (
        partial(actions.move_piece, day=date(2026, 11, 4)),
        partial(actions.change_piece, plan=a_plan()),
        actions.drop_piece,
        partial(actions.link_article, submission_id=None),
    ):
        with pytest.raises(PieceChanged):
            act(piece_id=piece.pk, actor=editor, version=1)
    assert fresh(piece).day == date(2026, 11, 3)


def test_a_dropped_piece_is_gone_and_one_with_its_article_is_not_dropped() -> None:
    desk, unit = factories.a_desk_editor(), factories.a_unit()
    piece, linked = a_piece(unit=unit), a_piece(unit=unit)
    article = factories.an_article(unit=unit, state=State.SUBMITTED, topic="T01")
    linked = actions.link_article(piece_id=linked.pk, actor=desk, submission_id=article.pk, version=1)
    with pytest.raises(CalendarRefused):
        actions.drop_piece(piece_id=linked.pk, actor=desk, version=linked.version)
    actions.drop_piece(piece_id=piece.pk, actor=desk, version=1)
    with pytest.raises(PieceChanged):
        actions.move_piece(piece_id=piece.pk, actor=desk, day=date(2026, 11, 3), version=2)


def test_an_article_that_is_handed_in_is_linked_to_the_piece_that_it_fits() -> None:
    unit = factories.a_unit()
    wanted = a_piece(unit=unit)
    a_piece(unit=unit, topic="T01")
    a_piece(unit=factories.a_unit())
    article = factories.an_article(unit=unit, state=State.SUBMITTED, at=NOW)
    assert fresh(wanted).article == article
    assert PlannedPiece.objects.filter(article__isnull=False).count() == 1


def test_a_draft_is_not_linked_and_a_second_article_takes_nothing_away() -> None:
    unit = factories.a_unit()
    piece = a_piece(unit=unit)
    factories.an_article(unit=unit, state=State.DRAFT, at=NOW)
    assert fresh(piece).article is None
    first = factories.an_article(unit=unit, state=State.SUBMITTED, at=NOW)
    factories.an_article(unit=unit, state=State.SUBMITTED, at=NOW)
    assert fresh(piece).article == first


def test_what_is_in_doubt_is_left_to_people() -> None:
    unit = factories.a_unit()
    same = [a_piece(unit=unit), a_piece(unit=unit)]
    factories.an_article(unit=unit, state=State.SUBMITTED, at=NOW)
    assert [fresh(piece).article for piece in same] == [None, None]


def test_the_month_and_the_author_decide_between_several() -> None:
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    a_piece(unit=unit)
    theirs = a_piece(unit=unit, person=writer)
    a_piece(unit=unit, person=writer, day=date(2026, 12, 5))
    article = factories.an_article(unit=unit, writer=writer, state=State.SUBMITTED, at=NOW)
    assert fresh(theirs).article == article


def test_an_article_that_comes_back_stays_linked_and_is_not_linked_twice() -> None:
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    piece = a_piece(unit=unit)
    article = factories.an_article(unit=unit, writer=writer, state=State.RETURNED, at=NOW)
    other = a_piece(unit=unit)
    moderation.submit(submission_id=article.pk, actor=writer, no_secrets=True)
    assert fresh(piece).article == article
    assert fresh(other).article is None


def test_an_article_is_linked_by_hand_to_a_piece_of_its_unit_only() -> None:
    desk, unit = factories.a_desk_editor(), factories.a_unit()
    piece, other = a_piece(unit=unit), a_piece(unit=unit)
    article = factories.an_article(unit=unit, state=State.SUBMITTED, topic="T01")
    stranger = factories.an_article(state=State.SUBMITTED, topic="T01")
    link = partial(actions.link_article, actor=desk, version=1)
    with pytest.raises(CalendarRefused):
        link(piece_id=piece.pk, submission_id=stranger.pk)
    link(piece_id=piece.pk, submission_id=article.pk)
    with pytest.raises(CalendarRefused):
        link(piece_id=other.pk, submission_id=article.pk)
    actions.link_article(piece_id=piece.pk, actor=desk, submission_id=None, version=2)
    assert fresh(piece).article is None


def test_moving_an_issue_keeps_its_hour_and_passes_the_desks_own_checks() -> None:
    issue = a_scheduled_issue(datetime(2026, 11, 25, 23, 59, 59, tzinfo=ZONE))
    desk = factories.a_desk_editor()
    moved = actions.move_issue(issue_id=issue.pk, actor=desk, day=date(2026, 11, 30), now=NOW)
    assert moved.scheduled_at == datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZONE)
    with pytest.raises(IssueRefused):
        actions.move_issue(issue_id=issue.pk, actor=desk, day=date(2026, 11, 1), now=NOW)
    with pytest.raises(IssueRefused):
        actions.move_issue(issue_id=issue.pk, actor=factories.an_editor(), day=date(2026, 11, 28), now=NOW)
    issue.refresh_from_db()
    assert (issue.state, issue.scheduled_at) == (IssueState.SCHEDULED, moved.scheduled_at)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_move_a_piece_at_once_are_not_both_obeyed() -> None:
    piece, editors = a_piece(), [factories.an_editor(), factories.an_editor()]
    refused: list[int] = []

    def move(editor: User, day: int) -> None:
        try:
            actions.move_piece(piece_id=piece.pk, actor=editor, day=date(2026, 11, day), version=1)
        except PieceChanged:
            refused.append(day)

    assert at_once(*(partial(move, editor, day) for editor, day in zip(editors, (3, 4), strict=True))) == [None, None]
    assert len(refused) == 1
    assert fresh(piece).day.day != refused[0]
    assert fresh(piece).version == 2


@pytest.mark.django_db(transaction=True)
def test_two_articles_handed_in_at_once_do_not_both_take_the_piece() -> None:
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    piece = a_piece(unit=unit)
    drafts = [factories.an_article(unit=unit, writer=writer, at=NOW) for _ in range(2)]
    refusals = at_once(
        *(
            partial(moderation.submit, submission_id=draft.pk, actor=writer, no_secrets=True, now=NOW)
            for draft in drafts
        )
    )
    assert refusals == [None, None]
    assert fresh(piece).article in drafts
