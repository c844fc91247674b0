"""Which articles are named as similar, and to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core.models import Rule
from submissions.articles.enums import State
from submissions.copies.models import Fingerprint
from submissions.copies.search import similar_to
from tests import factories
from tests.submissions.copies.texts import body_of, texts

if TYPE_CHECKING:
    from submissions.articles.models import Submission

pytestmark = pytest.mark.django_db


def an_article_saying(text: str, **fields) -> Submission:
    return factories.an_article(sapo="Tin từ đơn vị.", body=body_of(text), **fields)


def asked(submission: Submission, user=None, **options):
    return similar_to(page=factories.latest_text(submission), user=user, **options)


def half_of(text: str, other: str) -> str:
    """A text whose second half is the first half of another."""
    mine, theirs = text.split(), other.split()
    return " ".join([*mine[:150], *theirs[:150]])


def test_a_copy_of_another_units_article_is_found_with_its_share_and_its_passages():
    first = an_article_saying(texts()[0], state=State.PUBLISHED, at=timezone.now() - timedelta(days=300))
    second = an_article_saying(half_of(texts()[1], texts()[0]))
    an_article_saying(texts()[2], state=State.SUBMITTED)
    (match,) = asked(second)
    assert match.page_id == first.page_id
    assert match.submission_id == first.pk
    assert match.title == first.page.title
    assert match.unit == first.unit.short_name
    assert match.date == first.published_at
    assert 40 <= match.share <= 55
    assert match.is_public
    assert not match.is_later
    assert match.url.endswith(f"/{first.page.slug}/")
    shared = " ".join(piece.text for each in match.passages for piece in each.mine.pieces if piece.is_shared)
    assert shared.split()[:8] == texts()[0].split()[:8]


def test_the_closest_comes_first_and_no_more_than_asked_for():
    mine = an_article_saying(texts()[0])
    part = an_article_saying(half_of(texts()[3], texts()[0]), state=State.SUBMITTED)
    whole = an_article_saying(texts()[0], state=State.REJECTED)
    assert [match.page_id for match in asked(mine)] == [whole.page_id, part.page_id]
    assert next(match.share for match in asked(mine)) >= 98
    assert [match.page_id for match in asked(mine, limit=1)] == [whole.page_id]


def test_drafts_short_notices_and_the_article_itself_are_never_named():
    mine = an_article_saying(texts()[0], state=State.SUBMITTED)
    an_article_saying(texts()[0])
    notice = "Trung tâm Y tế thông báo lịch nghỉ Tết Nguyên đán năm 2026 cho người bệnh được biết."
    short = an_article_saying(notice, state=State.SUBMITTED)
    an_article_saying(notice, state=State.SUBMITTED)
    assert asked(mine) == []
    assert asked(short) == []
    assert not Fingerprint.objects.filter(page_id=short.page_id).exists()


def test_what_is_public_is_compared_and_not_what_is_being_corrected():
    public = an_article_saying(texts()[0], state=State.CORRECTING)
    factories.an_edit(public, by=factories.an_editor(), body=body_of(texts()[4]))
    assert [match.page_id for match in asked(an_article_saying(texts()[0]))] == [public.page_id]
    assert asked(an_article_saying(texts()[4])) == []


def test_a_person_is_told_only_of_what_they_may_see_or_what_is_public():
    mine, other = factories.a_unit(), factories.a_unit()
    writer = factories.a_writer(mine)
    asking = an_article_saying(texts()[0], unit=mine, writer=writer)
    ours = an_article_saying(texts()[0], unit=mine, state=State.RETURNED)
    public = an_article_saying(texts()[0], unit=other, state=State.PUBLISHED)
    walled = [
        an_article_saying(texts()[0], unit=other, state=state)
        for state in (State.SUBMITTED, State.IN_REVIEW, State.RETURNED, State.APPROVED, State.REJECTED)
    ]
    withdrawn = an_article_saying(texts()[0], unit=other, state=State.WITHDRAWN)
    every = {each.page_id for each in (ours, public, withdrawn, *walled)}

    def named(user) -> set[int]:
        return {match.page_id for match in asked(asking, user, limit=50)}

    assert named(None) == every
    for person in (factories.an_editor(), factories.a_desk_editor(), factories.a_board_member()):
        assert named(person) == every
    assert named(factories.an_administrator()) == every
    for person in (writer, factories.a_head(mine)):
        assert named(person) == {ours.page_id, public.page_id}
        (seen,) = [match for match in asked(asking, person) if match.page_id == public.page_id]
        assert seen.submission_id is None
        assert seen.is_public
    assert named(factories.an_officer()) == {public.page_id, withdrawn.page_id}
    assert named(factories.a_person()) == {public.page_id}
    assert named(factories.a_writer(other)) == every - {ours.page_id}


def test_the_rules_say_from_which_share_on_and_without_a_rule_nothing_is_said():
    an_article_saying(texts()[0], state=State.SUBMITTED)
    mine = an_article_saying(half_of(texts()[1], texts()[0]))
    rules = Rule.objects.filter(code="copies.list_percent")
    rules.update(value="60")
    assert asked(mine) == []
    rules.update(value="30")
    assert len(asked(mine)) == 1
    rules.delete()
    assert asked(mine) == []


def test_the_number_of_queries_does_not_grow_with_the_number_of_copies():
    mine = an_article_saying(texts()[0])
    page, person = factories.latest_text(mine), factories.a_writer(mine.unit)

    def queries() -> int:
        similar_to(page=page, user=person, limit=20)
        with CaptureQueriesContext(connection) as captured:
            similar_to(page=page, user=person, limit=20)
        return len(captured)

    an_article_saying(texts()[0], state=State.PUBLISHED)
    few = queries()
    for state in (State.PUBLISHED, State.SUBMITTED, State.RETURNED):
        an_article_saying(texts()[0], state=state, unit=mine.unit)
    assert queries() == few <= 5
