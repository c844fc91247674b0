"""Of two who act on a returned text at the same moment, one does and the other is told."""

from __future__ import annotations

from functools import partial

import pytest

from submissions.articles.enums import State
from submissions.articles.models import Submission
from submissions.moderation import actions
from tests import factories
from tests.submissions.moderation.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def returned():
    unit = factories.a_unit()
    writer, editor = factories.a_writer(unit), factories.an_editor()
    submission = factories.an_article(
        unit=unit, writer=writer, editor=editor, state=State.IN_REVIEW, sapo="Của đơn vị."
    )
    factories.an_edit(submission, by=editor, sapo="Của biên tập.")
    actions.return_to_unit(submission_id=submission.pk, actor=editor, reason="Xem lại.")
    return submission, writer, factories.a_head(unit)


def test_of_two_who_take_own_words_back_at_once_one_does_and_a_change_meanwhile_is_not_lost():
    submission, writer, head = returned()
    latest, before = factories.latest_revision_id(submission), submission.page.revisions.count()
    take = partial(actions.use_own_words, submission_id=submission.pk, revision_id=latest)

    refusals = at_once(partial(take, actor=writer), partial(take, actor=head, field="sapo"))

    assert sum(refusal is None for refusal in refusals) == 1
    assert submission.page.revisions.count() == before + 1
    assert factories.latest_text(submission).sapo == "Của đơn vị."


def test_own_words_and_a_hand_in_at_once_never_change_what_was_handed_in():
    submission, writer, head = returned()
    latest = factories.latest_revision_id(submission)
    take = partial(actions.use_own_words, submission_id=submission.pk, revision_id=latest, actor=writer)
    hand_in = partial(actions.submit, submission_id=submission.pk, actor=head, no_secrets=True)

    taken, handed = at_once(take, hand_in)

    assert handed is None
    now = Submission.objects.get(pk=submission.pk)
    assert now.state == State.SUBMITTED
    event = now.events.filter(verb="submit").latest("pk")
    assert event.revision_id == factories.latest_revision_id(submission)
    expected = "Của đơn vị." if taken is None else "Của biên tập."
    assert factories.latest_text(submission).sapo == expected
