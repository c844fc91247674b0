"""Two articles of the same new people, published at the same moment: each person is one contributor."""

from __future__ import annotations

from functools import partial

import pytest
from django.utils import timezone

from cms.website.contributors import Contributor, Credit
from submissions.articles.enums import State
from submissions.moderation import actions
from tests import factories
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_articles_of_the_same_new_people_at_once_credit_the_same_two():
    unit, editor = factories.a_unit(), factories.an_editor()
    bylines = ("Kim Duyên – Quang Huy", "Quang Huy – Kim Duyên")
    first, second = (
        factories.an_article(unit=unit, editor=editor, state=State.APPROVED, byline=byline) for byline in bylines
    )
    publish = partial(actions.publish, actor=editor, now=timezone.now())

    refusals = at_once(partial(publish, submission_id=first.pk), partial(publish, submission_id=second.pk))

    assert refusals == [None, None]
    assert Contributor.objects.count() == 2
    named = Credit.objects.filter(story=second.page_id).order_by("position")
    assert [credit.contributor.name for credit in named] == ["Quang Huy", "Kim Duyên"]
