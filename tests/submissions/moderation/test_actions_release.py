"""Where the head of a unit releases articles: writers propose, the head submits or gives back."""

from __future__ import annotations

import pytest

from submissions.articles.actions import ContentClosed
from submissions.articles.enums import EventVerb, State
from submissions.articles.models import Submission
from submissions.moderation import actions, workflow
from submissions.moderation.errors import NotAllowed, NotReady, VerbRefused
from tests import factories

pytestmark = pytest.mark.django_db


def again(submission):
    return Submission.objects.get(pk=submission.pk)


def a_unit_whose_head_releases():
    unit = factories.a_unit(head_releases=True)
    return unit, factories.a_writer(unit), factories.a_head(unit)


def test_a_writer_hands_in_to_the_head_and_it_counts_when_the_head_has_released_it():
    unit, writer, head = a_unit_whose_head_releases()
    draft = factories.an_article(unit=unit, writer=writer)

    actions.hand_in(submission_id=draft.pk, actor=writer, no_secrets=True)
    waiting = again(draft)
    assert waiting.state == State.TO_RELEASE
    assert waiting.first_submitted_at is None, "not handed in yet"
    assert waiting.due_at is not None
    assert workflow.agrees(waiting)

    actions.submit(submission_id=draft.pk, actor=head, no_secrets=True)
    released = again(draft)
    assert released.state == State.SUBMITTED
    assert released.first_submitted_by == head
    assert released.declared_by == head
    assert workflow.agrees(released)


def test_a_writer_can_not_go_past_the_head():
    unit, writer, _head = a_unit_whose_head_releases()
    draft = factories.an_article(unit=unit, writer=writer)

    with pytest.raises(NotAllowed):
        actions.submit(submission_id=draft.pk, actor=writer, no_secrets=True)
    actions.propose(submission_id=draft.pk, actor=writer, no_secrets=True)
    with pytest.raises(NotAllowed):
        actions.submit(submission_id=draft.pk, actor=writer, no_secrets=True)
    assert again(draft).state == State.TO_RELEASE


def test_the_head_of_another_unit_can_not_release_it():
    unit, writer, _head = a_unit_whose_head_releases()
    draft = factories.an_article(unit=unit, writer=writer, state=State.TO_RELEASE)

    for verb in (actions.submit, actions.send_back):
        extra = {"no_secrets": True} if verb is actions.submit else {"reason": "Chưa đạt."}
        with pytest.raises(NotAllowed):
            verb(submission_id=draft.pk, actor=factories.a_head(factories.a_unit()), **extra)


def test_the_head_gives_it_back_with_a_reason_and_the_writer_can_go_on():
    unit, writer, head = a_unit_whose_head_releases()
    proposed = factories.an_article(unit=unit, writer=writer, state=State.TO_RELEASE)

    with pytest.raises(VerbRefused):
        actions.send_back(submission_id=proposed.pk, actor=head, reason="  ")
    with pytest.raises(ContentClosed):
        factories.an_edit(proposed, by=writer)
    actions.send_back(submission_id=proposed.pk, actor=head, reason="Thêm số liệu.")

    assert again(proposed).state == State.RETURNED
    assert proposed.events.get(verb=EventVerb.SEND_BACK).reason == "Thêm số liệu."
    assert workflow.agrees(again(proposed))
    factories.an_edit(proposed, by=writer)


def test_the_head_may_mend_what_waits_for_them():
    unit, writer, head = a_unit_whose_head_releases()
    proposed = factories.an_article(unit=unit, writer=writer, state=State.TO_RELEASE)

    factories.an_edit(proposed, by=head)

    assert again(proposed).last_edited_by == head


def test_the_head_hands_in_a_draft_of_their_own_directly():
    unit, _writer, head = a_unit_whose_head_releases()
    draft = factories.an_article(unit=unit, writer=head)

    actions.hand_in(submission_id=draft.pk, actor=head, no_secrets=True)

    assert again(draft).state == State.SUBMITTED


def test_where_the_switch_is_off_nobody_waits_for_the_head():
    unit = factories.a_unit()
    writer = factories.a_writer(unit)
    draft = factories.an_article(unit=unit, writer=writer)

    with pytest.raises(NotAllowed):
        actions.propose(submission_id=draft.pk, actor=writer, no_secrets=True)
    actions.hand_in(submission_id=draft.pk, actor=writer, no_secrets=True)

    assert again(draft).state == State.SUBMITTED


@pytest.mark.parametrize("verb", [actions.submit, actions.propose])
def test_nothing_is_handed_in_without_the_declaration(verb):
    unit, writer, head = a_unit_whose_head_releases()
    draft = factories.an_article(unit=unit, writer=writer)

    with pytest.raises(NotReady):
        verb(submission_id=draft.pk, actor=head if verb is actions.submit else writer)

    assert again(draft).state == State.DRAFT
    assert again(draft).declared_at is None
