"""English versions and their originals, acted on at the same moment."""

from __future__ import annotations

from functools import partial

import pytest

from cms.website.models import StoryPage
from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.articles.translations import begin_translation
from submissions.moderation import actions
from tests import factories
from tests.cms.website.english import an_english_version
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_editors_who_begin_at_once_both_get_the_same_version():
    original = factories.an_article(state=State.PUBLISHED)
    editors = [factories.an_editor(), factories.an_editor()]
    at_once(*(partial(begin_translation, submission_id=original.pk, actor=who) for who in editors))
    assert Submission.objects.filter(is_translation=True).count() == 1


def test_a_withdrawal_and_the_publication_of_the_english_version_at_once_leave_nothing_public():
    original = factories.an_article(state=State.PUBLISHED)
    version = an_english_version(original, state=State.APPROVED)
    at_once(
        partial(actions.withdraw, submission_id=original.pk, actor=factories.a_desk_editor(), reason="Sai."),
        partial(actions.publish, submission_id=version.pk, actor=factories.an_editor()),
    )
    assert not StoryPage.objects.live().exists()
    assert Submission.objects.get(pk=original.pk).state == State.WITHDRAWN
    assert Submission.objects.get(pk=version.pk).state in {State.WITHDRAWN, State.APPROVED}


def test_a_withdrawal_of_both_versions_at_once_withdraws_each_once():
    original = factories.an_article(state=State.PUBLISHED)
    version = an_english_version(original)
    desk = factories.a_desk_editor()
    at_once(
        partial(actions.withdraw, submission_id=original.pk, actor=desk, reason="Sai."),
        partial(actions.withdraw, submission_id=version.pk, actor=desk, reason="Dịch sai."),
    )
    for page_id in (original.page_id, version.page_id):
        assert StoryPage.objects.get(pk=page_id).versions.filter(action="retracted").count() <= 1
    assert Submission.objects.get(pk=version.pk).state == State.WITHDRAWN
